"""A result in a terminal, a pipe or a text file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from summarizer.comparison.layout import MIN_DETAIL_WIDTH
from summarizer.comparison.tables import page_of
from summarizer.reports.labels import Labels, labels_in
from summarizer.reports.tables.console import STYLES, bars_in, has_room, table_in
from summarizer.reports.terminal import Decor, Prose, decor_for, printed

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from summarizer.comparison.results import Reconciliation, TargetComparison
    from summarizer.messages import Lang
    from summarizer.reports.tables import PageTable
    from summarizer.reports.view import RenderOptions


def render(result: TargetComparison | Reconciliation, options: RenderOptions) -> str:
    """Tables as text; on a terminal they are printed there."""
    return printed(TablesReport(result, options.view.lang or "zh"), options)


@dataclass(frozen=True, slots=True)
class TablesReport:
    """A result as a rich renderable; headings are English where the console cannot write Chinese."""

    result: TargetComparison | Reconciliation
    lang: Lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        decor = decor_for(console)
        lang = labels_in(self.lang, decor.encoding).lang
        page = page_of(self.result, lang=lang, symbols=decor.symbols)
        width = options.max_width
        yield Text(decor.rule * width, style="cyan")
        yield Prose(decor.text(page.title, "bold"))
        for label, value in page.facts:
            yield Prose(Text.assemble(decor.text(f"{label} ", "dim"), decor.text(value)))
        for warning in page.warnings():
            yield Prose(decor.text(warning, STYLES["unsure"]))
        if page.legend:
            said = [decor.text(label, STYLES[style]) for style, label in page.legend]
            yield Prose(Text.assemble(decor.text(f"{page.labels.colours} ", "dim"), Text("  ").join(said)))
        yield Text(decor.rule * width, style="cyan")
        for table in page.tables:
            if table.key == "sources":
                continue  # quotes and formulas: every other format has them, and --format json
            yield Text()
            title = (
                table.title
                if table.narrow or table.key == "themes"
                else page.labels.bracketed(table.title, str(len(table.rows)))
            )
            yield decor.text(title, "bold cyan")
            yield table_in(table, decor, width)
            if table.key == "items":
                yield from _to_check(table, page.labels, decor, width)
        for chart in page.charts if page.tables and page.tables[0].key == "counts" else ():
            yield Text()
            yield from bars_in(chart, decor, width)
        for remark in page.remarks:
            yield Text()
            yield Prose(decor.text(remark, "dim"))


def _to_check(table: PageTable, labels: Labels, decor: Decor, width: int) -> list[RenderableType]:
    """Reason and quote of each row that a person has to judge, where the table had no room for them."""
    if width >= MIN_DETAIL_WIDTH or not has_room(table, width):
        return []
    lines: list[RenderableType] = []
    for row in table.rows:
        if any(cell.style == "unsure" for cell in row):
            number, indicator, *_, quote, reason = (cell.text for cell in row)
            named = f"{number} {indicator}{labels.colon}{reason}"
            lines += [Prose(decor.text(named, STYLES["unsure"])), Prose(decor.text(f"  {quote}"))]
    head = decor.text(labels.outcome_to_be_checked, "bold cyan")
    return [Text(), head, *lines] if lines else []
