"""A comparison or a reconciliation as tables of text, which every format then writes in its own way."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from summarizer.comparison.comparing import single
from summarizer.comparison.results import (
    OUTCOMES,
    Computed,
    DocumentRef,
    Evidence,
    IndicatorRow,
    Outcome,
    PeriodChange,
    Reconciled,
    Reconciliation,
    TargetComparison,
    TargetFigure,
)
from summarizer.comparison.units import exact, other_counter
from summarizer.reports.labels import Labels, labels_in
from summarizer.reports.reasons import reason_in
from summarizer.reports.tables import Bar, CellStyle, Chart, Page, PageCell, PageColumn, PageTable
from summarizer.reports.wording import UNICODE, Symbols, clean, figures, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from summarizer.messages import Lang

STYLE_OF: dict[Outcome, CellStyle] = {
    "fulfilled": "good", "exceeded": "more", "partly": "partly", "missed": "bad", "not comparable": "other",
    "to be checked": "unsure", "not mentioned": "absent",
}  # fmt: skip
MIN_DETAIL_WIDTH = 130
"""Cells of a console from which quotes have room beside the numbers."""
_MAX_HEAD = 14
_COLUMNS = {
    "documents": "number 1, file_name 5, title 6, issuer 4, period 2",
    "sources": "number 1, indicator 4, in_document 4, value 4, quote 9, place_chars 2, computed 5",
    "alone": "in_document 4, indicator 6, value 4, quote 9 wide, place_chars 2 wide",
    "counts": "outcome 3, item_count 2",
    "items": "number 1, indicator 5, plan_amount 3, deadline 2, report_amount 3, outcome 3, "
    "plan_quote 6 wide, report_quote 7 wide, remark 4 wide",
}
"""The columns of tables: the heading's label, the share of the width, and whether it is left out of narrow consoles."""


def page_of(result: TargetComparison | Reconciliation, *, lang: Lang = "zh", symbols: Symbols = UNICODE) -> Page:
    """The page of a result in a language."""
    labels = labels_in(lang)
    if isinstance(result, TargetComparison):
        return _ComparisonPage(result, labels, symbols).page()
    return _ReconciliationPage(result, labels, symbols).page()


def _table(
    labels: Labels, key: str, title: str, rows: Iterable[Iterable[PageCell | str | int]], *, narrow: bool = False
) -> PageTable:
    columns = []
    for column in _COLUMNS[key].split(", "):
        label, width, *wide = column.split()
        columns.append(PageColumn(getattr(labels, label), int(width), MIN_DETAIL_WIDTH if wide else 0))
    return PageTable.of(key, title, columns, rows, narrow=narrow)


def _span(symbols: Symbols, *ends: float | None, shown: Callable[[float], str] = plain) -> str:
    """A number, or from where to where."""
    return symbols.to.join(shown(end) for end in ends if end is not None)


def amount(figure: TargetFigure | Reconciled, labels: Labels, symbols: Symbols) -> str:
    """A figure as a person writes it, the source's own way beside it where that is another."""
    written, sign = figure.written, symbols.comparator(figure.comparator or "=")
    unit = f" {figure.unit}" if figure.unit else ""
    if figure.masked:
        return labels.bracketed(f"{sign} {(written or '_').rstrip('%％ ')}{unit}".strip(), labels.masked)
    if figure.kind == "milestone":
        return figure.deadline or ""
    if figure.value is None:
        return ""
    ends = [plain(end) for end in (figure.value, figure.value_max) if end is not None]
    shown = symbols.to.join(ends) + unit
    if written is None and figure.kind == "zero":
        return labels.none
    if written is None and figure.kind == "coverage":
        return labels.bracketed(labels.covered, plain(figure.value) + unit)
    digits = _DIGITS.search((written or "").translate(_HALF_WIDTH).replace(",", ""))
    if written is None or (digits is not None and digits[0] in ends):
        return f"{sign} {shown}".strip()
    original = f"{sign} {written}{figure.unit or ''}".strip()
    if digits is not None and figures().ends_large(written):  # 115亿元 says more to a person than eleven digits
        return original
    return labels.bracketed(original, shown)


_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {ord("．"): ".", ord("，"): ","}


def _short(value: float) -> str:
    """A large computed number with its magnitude, where that makes it short."""
    number, magnitude = figures().scaled(exact(value))
    return plain(number) + str(magnitude)


def _with_unit(figure: str, unit: str | None) -> str:
    return f"{figure}{'' if figures().ends_large(figure) else ' '}{unit or ''}".rstrip()


def _heads(documents: Sequence[DocumentRef]) -> list[str]:
    """Short names for columns, no two alike: the title where it is short, else the file's name without its ending."""
    found = []
    for document in documents:
        title = document.title or ""
        stem, dot, ending = document.name.rpartition(".")
        found.append(clean(title if 0 < len(title) <= _MAX_HEAD else (stem if dot else ending)))
    names = Counter(found)
    return [name if names[name] == 1 else clean(documents[i].name) for i, name in enumerate(found)]


class _ComparisonPage:
    """The page of a comparison."""

    def __init__(self, result: TargetComparison, labels: Labels, symbols: Symbols) -> None:
        self.result, self.labels, self.symbols = result, labels, symbols
        self.heads = _heads(result.documents)

    def page(self) -> Page:
        labels, rows = self.labels, self.result.rows
        tables = [self.documents(), *([self.shared()] if rows else []), *([self.alone()] if self.result.alone else [])]
        tables += [self.sources()] if rows else []
        unsure = sum(row.unsure is not None for row in rows)
        facts = (
            (labels.compared, str(len(self.heads))),
            (labels.shared, str(len(rows))),
            (labels.outcome_to_be_checked, str(unsure)),
        )
        remarks = (labels.made,) if rows else (labels.no_shared,)
        return Page(labels.compare_title, facts, tables, list(self.charts()), labels, remarks)

    def documents(self) -> PageTable:
        rows = (
            (number, one.name, one.title or "", one.issuer or "", one.period or "")
            for number, one in enumerate(self.result.documents, start=1)
        )
        return _table(self.labels, "documents", self.labels.compared, rows)

    def shared(self) -> PageTable:
        labels, told = self.labels, self.result.series
        columns = [(labels.number, 1), (labels.indicator, 4), *((head, 4) for head in self.heads)]
        columns += [*([(labels.change, 3)] if told else []), (labels.remark, 4)]
        rows: list[list[PageCell | str | int]] = []
        for number, row in enumerate(self.result.rows, start=1):
            cells = [self.cell(row, index) for index in range(len(self.heads))]
            cells += [*([self.changes(row)] if told else []), self.remark(row)]
            rows.append([number, PageCell(row.indicator, style="unsure" if row.unsure else ""), *cells])
        return PageTable.of("shared", labels.shared, columns, rows)

    def cell(self, row: IndicatorRow, index: int) -> PageCell:
        found = row.figures[index]
        style: CellStyle = "low" if index == row.least else "high" if index == row.most else ""
        style = "unsure" if any(figure.unsure for figure in found) else style
        note = "\n".join(f"{self.heads[index]}{self.labels.colon}{figure.quote}" for figure in found)
        return PageCell("; ".join(map(self.figure, found)), note, single(found), style)

    def figure(self, figure: TargetFigure) -> str:
        """The figure in the row's unit, the source's own beside it; its deadline; a relative one in its own words."""
        if figure.kind == "relative":
            return figure.quote
        text = amount(figure, self.labels, self.symbols)
        if figure.converted is not None:
            most = figure.converted_max.value if figure.converted_max else None
            span = _span(self.symbols, figure.converted.value, most, shown=_short)
            converted = _with_unit(span, figure.converted.unit)
            shown = f"{self.symbols.comparator(figure.comparator)} {converted}"
            source = f"{figure.written or plain(figure.value or 0)}{figure.unit}"
            text = self.labels.bracketed(shown.strip(), self.labels.original.format(source))
        if figure.deadline and figure.kind != "milestone":
            text += self.labels.clause_comma + figure.deadline
        return text

    def changes(self, row: IndicatorRow) -> PageCell:
        found = [figure for cell in row.figures for figure in cell]
        scaled = any(figure.converted or figures().ends_large(figure.written or "") for figure in found)
        shown = []
        for change in row.changes:
            absolute = self.signed(change.absolute, scaled=scaled)
            percent = self.signed(change.percent) if change.percent else None
            shown.append(self.labels.bracketed(absolute, percent) if percent else absolute)
        formulas = [computed.formula for change in row.changes for computed in _computed(change)]
        return PageCell("; ".join(shown), "\n".join(formulas))

    def signed(self, computed: Computed, *, scaled: bool = False) -> str:
        """With its sign; ``scaled`` where the documents write magnitudes, so that the difference of those is read."""
        sign = "+" if computed.value > 0 else "−" if computed.value < 0 else "±"
        return sign + _with_unit((_short if scaled else plain)(abs(computed.value)), computed.unit)

    def remark(self, row: IndicatorRow) -> PageCell:
        labels = self.labels
        if row.unsure:
            return PageCell(labels.outcome_to_be_checked + labels.colon + reason_in(labels, row), style="unsure")
        if row.most is None or row.least is None:
            return PageCell("")
        low, high = labels.least.format(self.heads[row.least]), labels.most.format(self.heads[row.most])
        return PageCell(f"{high}{labels.clause_comma}{low}", style="dim")

    def sources(self) -> PageTable:
        rows = (
            (
                number, figure.indicator, self.heads[index], self.figure(figure), figure.quote,
                self.place(figure), PageCell(_formulas(figure, row, index), style="dim"),
            )
            for number, row in enumerate(self.result.rows, start=1)
            for index, cell in enumerate(row.figures)
            for figure in cell
        )  # fmt: skip
        return _table(self.labels, "sources", self.labels.sources, rows)

    def alone(self) -> PageTable:
        rows = (
            (self.heads[figure.document], figure.indicator,
             PageCell(self.figure(figure), figure.quote, single([figure])), figure.quote, self.place(figure))
            for figure in self.result.alone
        )  # fmt: skip
        return _table(self.labels, "alone", self.labels.alone, rows)

    def place(self, figure: TargetFigure) -> PageCell:
        return PageCell(f"{figure.start}{self.symbols.to}{figure.end}", style="dim")

    def charts(self) -> Iterator[Chart]:
        """A chart for each indicator with at least two plain numbers of one unit, none below zero, that differ."""
        for row in self.result.rows:
            if any(other_counter(figure.unit, row.unit) for cell in row.figures for figure in cell):
                continue
            bars = []
            for index, cell in enumerate(row.figures):
                value = single(cell)
                if value is not None and value >= 0:
                    style: CellStyle = "unsure" if any(figure.unsure for figure in cell) else ""
                    bars.append(Bar(self.heads[index], value, self.figure(cell[0]), style))
            if len(bars) > 1 and any(bar.value for bar in bars):
                yield Chart(self.labels.bracketed(row.indicator, row.unit) if row.unit else row.indicator, bars)


def _computed(change: PeriodChange) -> list[Computed]:
    return [change.absolute, change.percent] if change.percent else [change.absolute]


def _formulas(figure: TargetFigure, row: IndicatorRow, index: int) -> str:
    """How a figure was converted, and before the first of a cell how the changes up to it come about."""
    found = [computed.formula for computed in (figure.converted, figure.converted_max) if computed is not None]
    if figure is row.figures[index][0]:
        changes = [computed for change in row.changes if change.after == index for computed in _computed(change)]
        found += [f"{one.formula} = {plain(one.value)} {one.unit or ''}".rstrip() for one in changes]
    return "; ".join(found)


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
        if not result.items:
            return Page(labels.track_title, facts, (), (), labels, (labels.no_items,))
        found = Counter(item.outcome for item in result.items)
        counts = [(outcome, found[outcome]) for outcome in OUTCOMES if found[outcome]]
        bars = [Bar(self.outcomes[outcome], count, str(count), STYLE_OF[outcome]) for outcome, count in counts]
        rows = [(PageCell(self.outcomes[outcome], style=STYLE_OF[outcome]), count) for outcome, count in counts]
        total = PageCell(labels.total), len(result.items)
        table = _table(labels, "counts", labels.counts, [*rows, total], narrow=True)
        items = ((number, *self.item(item)) for number, item in enumerate(result.items, start=1))
        tables = table, _table(labels, "items", labels.track_title, items)
        return Page(labels.track_title, facts, tables, (Chart(labels.counts, bars),), labels, (labels.made,))

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
        shown = f"{_span(self.symbols, found.value, found.value_max)} {found.unit or ''}".rstrip()
        if item.converted is not None:
            source = labels.original.format(f"{found.written}{found.unit}")
            shown = labels.bracketed(_with_unit(_short(item.converted.value), item.converted.unit), source)
        elif figures().ends_large(found.written):
            shown = f"{found.written}{found.unit or ''}"
        return PageCell(shown, found.quote, found.value)
