"""A table in a terminal, a pipe or a text file, and bars beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Column, Table
from rich.text import Text

from summarizer.reports.looks import LOOKS
from summarizer.reports.terminal import Decor, Prose

if TYPE_CHECKING:
    from rich.console import RenderableType

    from summarizer.reports.tables import Chart, PageCell, PageColumn, PageTable

STYLES = {name: style["console"] for name, style in LOOKS["styles"].items()}
"""The style of rich for each style of a cell."""
_MIN_COLUMN = 12
"""Cells of width that a column needs beside others."""
_BAR = 30


def table_in(given: PageTable, decor: Decor, width: int) -> RenderableType:
    """The table where its columns have room; else one row a cell, under the row's own name."""
    if not has_room(given, width):
        return _one_below_the_other(given, decor)
    kept = _kept(given, width)
    heads = []
    for column in (given.columns[i] for i in kept):
        short = column.width <= 1
        title = decor.text(column.title)
        heads.append(Column(
            title if short or column.right else Prose(title), justify="right" if column.right else "left",
            no_wrap=short, ratio=None if short else column.width,
        ))  # fmt: skip
    shown = Table(
        *heads, box=decor.lines, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold",
        border_style="dim", expand=not given.narrow,
    )  # fmt: skip
    named = min(1, len(kept) - 1)
    for band, row in given.banded():
        if band is not None:
            shown.add_row(*([""] * named), Prose(decor.text(band, "bold cyan")))
        shown.add_row(*(_cell(row[i], given.columns[i], decor) for i in kept))
    return shown


def has_room(given: PageTable, width: int) -> bool:
    """Whether all columns that are shown at this width have room in it."""
    return given.narrow or width / max(1, len(_kept(given, width))) >= _MIN_COLUMN


def _kept(given: PageTable, width: int) -> list[int]:
    return [index for index, column in enumerate(given.columns) if width >= column.room]


def _cell(cell: PageCell, column: PageColumn, decor: Decor) -> RenderableType:
    text = decor.text(cell.text, STYLES[cell.style])
    return text if column.right else Prose(text)  # which stands on the left


def _one_below_the_other(given: PageTable, decor: Decor) -> RenderableType:
    shown = Table(Column(ratio=1), Column(ratio=2), box=None, show_header=False, pad_edge=False, expand=True)
    named = 2 if given.columns[0].width <= 1 else 1  # a number says nothing without the name beside it
    for band, row in given.banded():
        if band is not None:
            shown.add_row(Prose(decor.text(band, "bold cyan")), Text())
        head = " ".join(cell.text for cell in row[:named])
        shown.add_row(Prose(decor.text(head, "bold")), Text())
        for column, cell in zip(given.columns[named:], row[named:], strict=True):
            if cell.text:
                shown.add_row(Prose(decor.text(f"  {column.title}", "dim")), _cell(cell, column, decor))
    return shown


def bars_in(chart: Chart, decor: Decor, width: int) -> list[RenderableType]:
    """The chart's bars, a line each."""
    most = max((bar.value for bar in chart.bars), default=0) or 1
    label = max(cell_len(bar.label) for bar in chart.bars)
    room = max(4, min(_BAR, width - label - 12))
    mark = "█" if decor.rule == "─" else "#"
    lines: list[RenderableType] = []
    for bar in chart.bars:
        lead = " " * (label - cell_len(bar.label)) + bar.label
        drawn = mark * max(1, round(bar.value / most * room))
        lines.append(Text.assemble(decor.text(f"{lead} "), decor.text(drawn, STYLES[bar.style]), f" {bar.shown}"))
    return lines
