"""A comparison or a reconciliation as tables of text, which every format then writes in its own way."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from summarizer.comparison.comparing import single
from summarizer.comparison.results import (
    OUTCOMES,
    DocumentRef,
    Evidence,
    IndicatorRow,
    Reconciled,
    Reconciliation,
    TargetComparison,
    TargetFigure,
)
from summarizer.comparison.units import exact, other_counter
from summarizer.reports.labels import labels_in
from summarizer.reports.reasons import reason_in
from summarizer.reports.tables import Bar, Chart, Page, PageCell, PageColumn, PageTable
from summarizer.reports.wording import UNICODE, Symbols, clean, figures, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.comparison.results import Computed, Outcome, PeriodChange
    from summarizer.messages import Lang
    from summarizer.reports.labels import Labels
    from summarizer.reports.tables import CellStyle

STYLE_OF: Final[dict[Outcome, CellStyle]] = {
    "fulfilled": "good", "exceeded": "more", "partly": "partly", "missed": "bad", "not comparable": "other",
    "to be checked": "unsure", "not mentioned": "absent",
}  # fmt: skip
MIN_DETAIL_WIDTH: Final = 130
"""Cells of a console from which quotes have room beside the numbers."""
_MAX_HEAD: Final = 14


def page_of(result: TargetComparison | Reconciliation, *, lang: Lang = "zh", symbols: Symbols = UNICODE) -> Page:
    """The page of a result in a language."""
    labels = labels_in(lang)
    if isinstance(result, TargetComparison):
        return _ComparisonPage(result, labels, symbols).page()
    return _ReconciliationPage(result, labels, symbols).page()


def amount(figure: TargetFigure | Reconciled, written: str | None, labels: Labels, symbols: Symbols) -> str:
    """A figure as a person writes it, the source's own way beside it where that is another."""
    sign = symbols.comparator(figure.comparator or "=")
    unit = f" {figure.unit}" if figure.unit else ""
    if figure.masked:
        return labels.bracketed(f"{sign} {(written or '_').rstrip('%％ ')}{unit}".strip(), labels.masked)
    if figure.kind == "milestone":
        return figure.deadline or ""
    if figure.value is None:
        return ""
    if written is None and figure.kind == "zero":
        return labels.none
    if written is None and figure.kind == "coverage":
        return labels.bracketed(labels.covered, f"{plain(figure.value)}{unit}")
    ends = [plain(end) for end in (figure.value, figure.value_max) if end is not None]
    shown = f"{sign} {symbols.to.join(ends)}{unit}".strip()
    digits = _DIGITS.search((written or "").translate(_HALF_WIDTH).replace(",", ""))
    if written is None or (digits is not None and digits[0] in ends):
        return shown
    if digits is not None and figures().ends_large(written):  # 115亿元 says more to a person than eleven digits
        return f"{sign} {written}{figure.unit or ''}".strip()
    return labels.bracketed(f"{sign} {written}{figure.unit or ''}".strip(), f"{symbols.to.join(ends)}{unit}")


_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
_HALF_WIDTH: Final = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {ord("．"): ".", ord("，"): ","}


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
        facts = (
            (labels.compared, str(len(self.result.documents))),
            (labels.shared, str(len(rows))),
            (labels.outcome_to_be_checked, str(sum(row.unsure is not None for row in rows))),
        )
        remarks = (labels.made,) if rows else (labels.no_shared,)
        return Page(labels.compare_title, facts, tables, list(self.charts()), labels, remarks)

    def documents(self) -> PageTable:
        labels = self.labels
        columns = (labels.number, 1), (labels.file_name, 5), (labels.title, 6), (labels.issuer, 4), (labels.period, 2)
        rows = (
            (number, one.name, one.title or "", one.issuer or "", one.period or "")
            for number, one in enumerate(self.result.documents, start=1)
        )
        return PageTable.of("documents", labels.compared, columns, rows)

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
        text = amount(figure, figure.written, self.labels, self.symbols)
        if figure.converted is not None:
            ends = [_short(end.value) for end in (figure.converted, figure.converted_max) if end is not None]
            converted = _with_unit(self.symbols.to.join(ends), figure.converted.unit)
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
        labels = self.labels
        columns = (
            (labels.number, 1), (labels.indicator, 4), (labels.in_document, 4), (labels.value, 4), (labels.quote, 9),
            (labels.place_chars, 2), (labels.computed, 5),
        )  # fmt: skip
        rows = (
            (
                number, figure.indicator, self.heads[index], self.figure(figure), figure.quote,
                self.place(figure), PageCell(_formulas(figure, row, index), style="dim"),
            )
            for number, row in enumerate(self.result.rows, start=1)
            for index, cell in enumerate(row.figures)
            for figure in cell
        )  # fmt: skip
        return PageTable.of("sources", labels.sources, columns, rows)

    def alone(self) -> PageTable:
        labels = self.labels
        columns = (
            (labels.in_document, 4), (labels.indicator, 6), (labels.value, 4),
            PageColumn(labels.quote, 9, MIN_DETAIL_WIDTH), PageColumn(labels.place_chars, 2, MIN_DETAIL_WIDTH),
        )  # fmt: skip
        rows = (
            (self.heads[figure.document], figure.indicator,
             PageCell(self.figure(figure), figure.quote, single([figure])), figure.quote, self.place(figure))
            for figure in self.result.alone
        )  # fmt: skip
        return PageTable.of("alone", labels.alone, columns, rows)

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
    return [change.absolute, *([change.percent] if change.percent else [])]


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
            for label, source in ((labels.plan, result.plan), (labels.report, result.report))
        ]
        if not result.items:
            return Page(labels.track_title, facts, (), (), labels, (labels.no_items,))
        found = Counter(item.outcome for item in result.items)
        counts = [(outcome, found[outcome]) for outcome in OUTCOMES if found[outcome]]
        bars = [Bar(self.outcomes[outcome], count, str(count), STYLE_OF[outcome]) for outcome, count in counts]
        rows = [(PageCell(self.outcomes[outcome], style=STYLE_OF[outcome]), count) for outcome, count in counts]
        columns = (labels.outcome, 3), (labels.item_count, 2)
        total = PageCell(labels.total), len(result.items)
        table = PageTable.of("counts", labels.counts, columns, [*rows, total], narrow=True)
        return Page(
            labels.track_title, facts, (table, self.items()), (Chart(labels.counts, bars),), labels, (labels.made,)
        )

    def items(self) -> PageTable:
        labels = self.labels
        columns = (
            (labels.number, 1), (labels.indicator, 5), (labels.plan_amount, 3), (labels.deadline, 2),
            (labels.report_amount, 3), (labels.outcome, 3), PageColumn(labels.plan_quote, 6, MIN_DETAIL_WIDTH),
            PageColumn(labels.report_quote, 7, MIN_DETAIL_WIDTH), PageColumn(labels.remark, 4, MIN_DETAIL_WIDTH),
        )  # fmt: skip
        rows = ((number, *self.item(item)) for number, item in enumerate(self.result.items, start=1))
        return PageTable.of("items", labels.track_title, columns, rows)

    def item(self, item: Reconciled) -> Iterator[PageCell | str]:
        """All cells of a row but its number."""
        remark = self.remark(item)
        outcome = self.outcomes[item.outcome]
        if item.share is not None:
            outcome = self.labels.bracketed(outcome, f"{plain(item.share.value)}%")
        planned = "" if item.kind == "milestone" else amount(item, item.written, self.labels, self.symbols)
        yield item.indicator
        yield PageCell(planned, item.quote, item.value)
        yield item.deadline or ""
        yield self.reported(item)
        yield PageCell(outcome, remark, style=STYLE_OF[item.outcome])
        yield self.quoted(item)
        yield self.quoted(item.found) if item.found else ""
        yield PageCell(remark, style="dim")

    def quoted(self, source: Reconciled | Evidence) -> str:
        return f"{source.quote} [{source.start}{self.symbols.to}{source.end}]"

    def remark(self, item: Reconciled) -> str:
        parts = [reason_in(self.labels, item)]
        parts += [f"{item.share.formula} = {plain(item.share.value)}"] if item.share else []
        parts += [item.converted.formula] if item.converted else []
        return self.labels.clause_comma.join(parts)

    def reported(self, item: Reconciled) -> PageCell:
        found, labels = item.found, self.labels
        if found is None or found.written is None or found.value is None:
            return PageCell("")
        ends = [plain(end) for end in (found.value, found.value_max) if end is not None]
        shown = f"{self.symbols.to.join(ends)} {found.unit or ''}".rstrip()
        if item.converted is not None:
            source = labels.original.format(f"{found.written}{found.unit}")
            shown = labels.bracketed(_with_unit(_short(item.converted.value), item.converted.unit), source)
        elif figures().ends_large(found.written):
            shown = f"{found.written}{found.unit or ''}"
        return PageCell(shown, found.quote, found.value)
