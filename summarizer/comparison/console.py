"""The tables in a terminal, a pipe or a text file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.table import Column, Table
from rich.text import Text

from summarizer.comparison.tables import page_of
from summarizer.reports.terminal import Prose, decor_for

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from summarizer.comparison.labels import Words
    from summarizer.comparison.models import Comparison, Reconciliation
    from summarizer.comparison.tables import Cell, Chart, Style
    from summarizer.comparison.tables import Table as Sheet
    from summarizer.reports.terminal import Decor

_STYLES: Final[dict[Style, str]] = {
    "": "", "good": "green", "more": "bold green", "partly": "yellow", "bad": "bold red", "other": "magenta",
    "unsure": "bold magenta", "absent": "red", "dim": "dim", "low": "blue", "high": "bold green",
}  # fmt: skip
_WIDE: Final = 130
"""Cells of width from which quotes have room beside the numbers."""
_NARROWEST: Final = 12
_BAR: Final = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as a rich renderable; headings are English where the console cannot write Chinese."""

    result: Comparison | Reconciliation
    chinese: bool = True

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        decor = decor_for(console)
        page = page_of(self.result, chinese=self.chinese and _writes_chinese(decor.encoding), symbols=decor.symbols)
        width = options.max_width
        yield Text(decor.rule * width, style="cyan")
        yield Prose(decor.text(page.title, "bold"))
        for label, value in page.facts:
            yield Prose(Text.assemble(decor.text(f"{label} ", "dim"), decor.text(value)))
        yield Text(decor.rule * width, style="cyan")
        for sheet in page.tables:
            if sheet.key == "sources":
                continue  # quotes and formulas: every other format has them, and --format json
            yield Text()
            left, right = page.words.brackets
            count = "" if sheet.key == "counts" else f"{left}{len(sheet.rows)}{right}"
            yield decor.text(f"{sheet.title}{count}", "bold cyan")
            yield _table(sheet, decor, width)
            if sheet.key == "items":
                yield from _to_check(sheet, page.words, decor, width)
        for chart in page.charts if page.charts and page.tables[0].key == "counts" else ():
            yield Text()
            yield from _bars(chart, decor, width)
        for remark in page.remarks:
            yield Text()
            yield Prose(decor.text(remark, "dim"))


def _writes_chinese(encoding: str) -> bool:
    try:
        "对账（）".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _table(sheet: Sheet, decor: Decor, width: int) -> RenderableType:
    """The table where its columns have room; else one row a cell, under the row's own name."""
    kept = _kept(sheet, width)
    if not _has_room(sheet, width):
        return _long(sheet, decor)
    short = {i for i in kept if sheet.columns[i].width <= 1}
    table = Table(
        *(
            Column(decor.text(column.title), ratio=None if i in short else column.width, no_wrap=i in short)
            for i, column in enumerate(sheet.columns)
            if i in kept
        ),
        box=decor.lines, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold",
        border_style="dim", expand=sheet.key != "counts",
    )  # fmt: skip
    for row in sheet.rows:
        table.add_row(*(_cell(row[i], decor) for i in kept))
    return table


def _to_check(sheet: Sheet, words: Words, decor: Decor, width: int) -> list[RenderableType]:
    """Reason and quote of each row that a person has to judge, where the table had no room for them."""
    if width >= _WIDE or not _has_room(sheet, width):
        return []
    lines: list[RenderableType] = []
    for row in sheet.rows:
        if not any(cell.style == "unsure" for cell in row):
            continue
        shown = dict(zip((column.title for column in sheet.columns), row, strict=True))
        quote, reason = shown[words.report_quote].text, shown[words.remark].text
        named = f"{row[0].text} {row[1].text}{words.colon}{reason}"
        lines += [Prose(decor.text(named, _STYLES["unsure"])), Prose(decor.text(f"  {quote}"))]
    head = decor.text(words.outcomes["to be checked"], "bold cyan")
    return [Text(), head, *lines] if lines else []


def _kept(sheet: Sheet, width: int) -> list[int]:
    return [i for i, column in enumerate(sheet.columns) if width >= _WIDE or not column.detail]


def _has_room(sheet: Sheet, width: int) -> bool:
    return width / max(1, len(_kept(sheet, width))) >= _NARROWEST


def _cell(cell: Cell, decor: Decor) -> Prose:
    return Prose(decor.text(cell.text, _STYLES[cell.style]))


def _long(sheet: Sheet, decor: Decor) -> RenderableType:
    table = Table(Column(ratio=1), Column(ratio=2), box=None, show_header=False, pad_edge=False, expand=True)
    for row in sheet.rows:
        head = " ".join(cell.text for cell in row[:2])
        table.add_row(Prose(decor.text(head, "bold")), Text())
        for column, cell in zip(sheet.columns[2:], row[2:], strict=True):
            if cell.text:
                table.add_row(Prose(decor.text(f"  {column.title}", "dim")), _cell(cell, decor))
    return table


def _bars(chart: Chart, decor: Decor, width: int) -> list[RenderableType]:
    most = max((bar.value for bar in chart.bars), default=0) or 1
    label = max(cell_len(bar.label) for bar in chart.bars)
    room = max(4, min(_BAR, width - label - 12))
    mark = "█" if decor.rule == "─" else "#"
    lines: list[RenderableType] = []
    for bar in chart.bars:
        lead = " " * (label - cell_len(bar.label)) + bar.label
        drawn = mark * max(1, round(bar.value / most * room))
        lines.append(Text.assemble(decor.text(f"{lead} "), decor.text(drawn, _STYLES[bar.style]), f" {bar.shown}"))
    return lines
