"""A comparison or a reconciliation as tables of text, which every format then writes in its own way."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from summarizer.comparison.amounts import amount, short, span, with_unit
from summarizer.comparison.layout import table_of
from summarizer.comparison.results import OUTCOMES, Evidence, Outcome, Reconciled, Reconciliation, TargetComparison
from summarizer.comparison.theme_page import ThemePage
from summarizer.reports.labels import Labels, labels_in
from summarizer.reports.reasons import reason_in
from summarizer.reports.tables import Bar, CellStyle, Chart, Page, PageCell
from summarizer.reports.wording import UNICODE, Symbols, figures, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.messages import Lang

STYLE_OF: dict[Outcome, CellStyle] = {
    "fulfilled": "good", "exceeded": "more", "partly": "partly", "missed": "bad", "not comparable": "other",
    "to be checked": "unsure", "not mentioned": "absent",
}  # fmt: skip
_COUNTS = "outcome 3, item_count 2"
_ITEMS = (
    "number 1, indicator 5, plan_amount 3, deadline 2, report_amount 3, outcome 3, "
    "plan_quote 6 wide, report_quote 7 wide, remark 4 wide"
)


def page_of(result: TargetComparison | Reconciliation, *, lang: Lang = "zh", symbols: Symbols = UNICODE) -> Page:
    """The page of a result in a language."""
    labels = labels_in(lang)
    if isinstance(result, TargetComparison):
        return ThemePage(result, labels, symbols).page()
    return _ReconciliationPage(result, labels, symbols).page()


class _ReconciliationPage:
    """The page of a reconciliation."""

    def __init__(self, result: Reconciliation, labels: Labels, symbols: Symbols) -> None:
        self.result, self.labels, self.symbols = result, labels, symbols
        self.outcomes = labels.by_key("outcome", OUTCOMES)

    def page(self) -> Page:
        labels, result = self.labels, self.result
        facts = [
            (label, labels.bracketed(source.title, source.name) if source.title else source.name)
            for label, source in ((labels.plan, result.plan), *((labels.report, one) for one in result.reports))
        ]
        notices = [reason_in(labels, notice) for notice in result.notices]
        if not result.items:
            return Page(labels.track_title, facts, (), (), labels, (labels.no_items,), notices=notices)
        found = Counter(item.outcome for item in result.items)
        counts = [(outcome, found[outcome]) for outcome in OUTCOMES if found[outcome]]
        bars = [Bar(self.outcomes[outcome], count, str(count), STYLE_OF[outcome]) for outcome, count in counts]
        rows = [(PageCell(self.outcomes[outcome], style=STYLE_OF[outcome]), count) for outcome, count in counts]
        total = PageCell(labels.total), len(result.items)
        table = table_of(labels, "counts", labels.counts, _COUNTS, [*rows, total], narrow=True)
        items = ((number, *self.item(item)) for number, item in enumerate(result.items, start=1))
        tables = table, table_of(labels, "items", labels.track_title, _ITEMS, items)
        charts = (Chart(labels.counts, bars),)
        return Page(labels.track_title, facts, tables, charts, labels, (labels.made,), notices=notices)

    def item(self, item: Reconciled) -> Iterator[PageCell | str]:
        """All cells of a row but its number."""
        remark = self.remark(item)
        outcome = self.outcomes[item.outcome]
        if item.share is not None:
            outcome = self.labels.bracketed(outcome, f"{plain(item.share.value)}%")
        planned = "" if item.kind == "milestone" else amount(item, self.labels, self.symbols)
        yield item.indicator
        yield PageCell(planned, item.quote, item.value)
        yield item.deadline or ""
        yield self.reported(item)
        yield PageCell(outcome, remark, style=STYLE_OF[item.outcome])
        yield self.quoted(item)
        yield self.evidence(item.found) if item.found else ""
        yield PageCell(remark, style="dim")

    def quoted(self, source: Reconciled | Evidence) -> str:
        return f"{source.quote} [{source.start}{self.symbols.to}{source.end}]"

    def evidence(self, found: Evidence) -> str:
        """The place in the report, named where there are several."""
        quoted = self.quoted(found)
        return f"{found.report}{self.labels.colon}{quoted}" if len(self.result.reports) > 1 else quoted

    def remark(self, item: Reconciled) -> str:
        parts = [reason_in(self.labels, item)]
        parts += [f"{item.share.formula} = {plain(item.share.value)}"] if item.share else []
        parts += [item.converted.formula] if item.converted else []
        return self.labels.clause_comma.join(parts)

    def reported(self, item: Reconciled) -> PageCell:
        found, labels = item.found, self.labels
        if found is None or found.written is None or found.value is None:
            return PageCell("")
        shown = f"{span(self.symbols, found.value, found.value_max)} {found.unit or ''}".rstrip()
        if item.converted is not None:
            source = labels.original.format(f"{found.written}{found.unit}")
            shown = labels.bracketed(with_unit(short(item.converted.value), item.converted.unit), source)
        elif figures().ends_large(found.written):
            shown = f"{found.written}{found.unit or ''}"
        return PageCell(shown, found.quote, found.value)
