"""A comparison as a page of tables: how many targets each document has of each theme, the indicators, their sources."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from summarizer.comparison.amounts import amount, short, span, with_unit
from summarizer.comparison.comparing import single
from summarizer.comparison.layout import table_of
from summarizer.comparison.units import other_counter
from summarizer.reports.reasons import reason_in
from summarizer.reports.tables import Bar, CellStyle, Chart, Page, PageCell, PageTable
from summarizer.reports.wording import Symbols, clean, figures, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.comparison.results import (
        Computed,
        DocumentRef,
        IndicatorRow,
        PeriodChange,
        TargetComparison,
        TargetFigure,
    )
    from summarizer.reports.labels import Labels

_DOCUMENTS = "number 1, short_name 4, file_name 4, title 6, issuer 4, period 2"
_SOURCES = "number 1, indicator 4, in_document 4, value 4, quote 9, place_chars 2, computed 5"
_NOTHING = PageCell("")
_MAX_HEAD = 30
_YEAR = re.compile(r"\d{4}")
_MAX_BARS = 12
"""Bars of a chart, so that it stands on one page."""


def heads(documents: Sequence[DocumentRef], labels: Labels) -> list[str]:
    """Short names for columns, no two alike: issuer and period, else the title, else the file's name."""
    found = [_head(document) for document in documents]
    names = Counter(found)
    return [
        name if names[name] == 1 else labels.bracketed(name, clean(document.name))
        for name, document in zip(found, documents, strict=True)
    ]


def _head(document: DocumentRef) -> str:
    stem, dot, ending = document.name.rpartition(".")
    named = clean(document.issuer or document.title or (stem if dot else ending))
    named = named if len(named) <= _MAX_HEAD else named[: _MAX_HEAD - 1] + "…"
    told = document.period is None or (document.issuer is None and _YEAR.search(named))
    return named if told else f"{named} {document.period}"


class ThemePage:
    """The page of a comparison."""

    def __init__(self, result: TargetComparison, labels: Labels, symbols: Symbols) -> None:
        self.result, self.labels, self.symbols = result, labels, symbols
        self.heads = heads(result.documents, labels)
        self.cells = [row.cells() for row in result.rows]

    def page(self) -> Page:
        """All of it."""
        labels, rows = self.labels, self.result.rows
        shared = sum(len(cells) > 1 for cells in self.cells)
        facts = (
            (labels.compared, str(len(self.heads))),
            (labels.indicator_count, str(len(rows))),
            (labels.shared, str(shared)),
            (labels.similar, str(sum(row.similar is not None for row in rows))),
        )
        tables = [self.documents(), *((self.themes(), self.by_theme(), self.sources()) if rows else ())]
        remarks = (labels.compare_made,) if shared else (labels.no_shared, labels.compare_made)
        styles = {cell.style for table in tables for row in table.rows for cell in row}
        legend = [(style, label) for style, label in self.colours() if style in styles]
        return Page(labels.compare_title, facts, tables, list(self.charts()), labels, remarks, legend)

    def colours(self) -> tuple[tuple[CellStyle, str], ...]:
        """What the colours of cells and bars say."""
        labels = self.labels
        return ("high", labels.highest), ("low", labels.lowest), ("unsure", labels.outcome_to_be_checked)

    def documents(self) -> PageTable:
        """What the columns stand for."""
        rows = (
            (number, head, one.name, one.title or "", one.issuer or "", one.period or "")
            for number, (head, one) in enumerate(zip(self.heads, self.result.documents, strict=True), start=1)
        )
        return table_of(self.labels, "documents", self.labels.compared, _DOCUMENTS, rows)

    def theme(self, row: IndicatorRow) -> str:
        """Its name; of a row without one the word for all others."""
        return row.theme or self.labels.other_theme

    def themes(self) -> PageTable:
        """How many targets of each theme each document has."""
        labels, documents = self.labels, range(len(self.heads))
        counts: dict[str, Counter[int | str]] = {}
        for row, cells in zip(self.result.rows, self.cells, strict=True):
            count = counts.setdefault(self.theme(row), Counter())
            count.update({index: len(cell) for index, cell in cells.items()})
            count.update({"all": len(row.figures), "shared": len(cells) > 1, "similar": row.similar is not None})
        keys = [*documents, "all", "shared", "similar"]
        rows: list[list[PageCell | str | int]] = [
            [theme, *(count[key] or "" for key in keys)] for theme, count in counts.items()
        ]
        total = sum(counts.values(), Counter())
        rows.append([PageCell(labels.total, style="sum"), *(_sum(total[key]) for key in keys)])
        columns = [(labels.theme, 3), *((head, 3) for head in self.heads)]
        columns += [(labels.total, 2), (labels.shared, 2), (labels.similar, 2)]
        return PageTable.of("themes", labels.themes, columns, rows, splits=(1, len(self.heads)))

    def by_theme(self) -> PageTable:
        """The indicators, what each document says of them, and what is to be said beside it."""
        labels, told = self.labels, self.result.series
        columns = [(labels.number, 1), (labels.indicator, 4), *((head, 4) for head in self.heads)]
        columns += [*([(labels.change, 3)] if told else []), (labels.remark, 4)]
        rows: list[list[PageCell | str | int]] = []
        for at, row in enumerate(self.result.rows):
            cells = [self.cell(row, index, self.cells[at].get(index, ())) for index in range(len(self.heads))]
            cells += [*([self.changes(row)] if told else []), self.remark(row)]
            rows.append([at + 1, PageCell(row.indicator, style="unsure" if row.unsure else ""), *cells])
        bands = [self.theme(row) for row in self.result.rows]
        return PageTable.of(
            "by_theme", labels.by_theme, columns, rows, bands=bands, band=labels.theme, splits=(2, len(self.heads))
        )

    def cell(self, row: IndicatorRow, index: int, found: Sequence[TargetFigure]) -> PageCell:
        """What one document says of an indicator, its quotes as a note."""
        if not found:
            return _NOTHING
        style: CellStyle = "low" if index == row.least else "high" if index == row.most else ""
        style = "unsure" if any(figure.unsure for figure in found) else style
        lines = []
        for figure in found:
            lines.append(f"{self.heads[index]}{self.labels.colon}{figure.quote}")
            if figure.unsure:
                lines.append(self.labels.outcome_to_be_checked + self.labels.colon + reason_in(self.labels, figure))
        return PageCell("; ".join(map(self.figure, found)), "\n".join(lines), single(found), style)

    def figure(self, figure: TargetFigure) -> str:
        """The figure in the row's unit, the source's own beside it; its deadline; a relative one in its own words."""
        if figure.kind == "relative":
            return figure.quote
        text = amount(figure, self.labels, self.symbols)
        if figure.converted is not None:
            most = figure.converted_max.value if figure.converted_max else None
            converted = with_unit(span(self.symbols, figure.converted.value, most, shown=short), figure.converted.unit)
            shown = f"{self.symbols.comparator(figure.comparator)} {converted}"
            source = f"{figure.written or plain(figure.value or 0)}{figure.unit}"
            text = self.labels.bracketed(shown.strip(), self.labels.original.format(source))
        if figure.deadline and figure.kind != "milestone":
            text += self.labels.clause_comma + figure.deadline
        return text

    def changes(self, row: IndicatorRow) -> PageCell:
        """The changes from period to period, their formulas as a note."""
        scaled = any(figure.converted or figures().ends_large(figure.written or "") for figure in row.figures)
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
        return sign + with_unit((short if scaled else plain)(abs(computed.value)), computed.unit)

    def remark(self, row: IndicatorRow) -> PageCell:
        """Which row it is like and why it may not be the same; else who has most and least."""
        labels = self.labels
        if row.similar is not None:
            return PageCell(labels.similar_to.format(row.similar + 1, reason_in(labels, row)), style="unsure")
        if row.most is None or row.least is None:
            return _NOTHING
        low, high = labels.least.format(self.heads[row.least]), labels.most.format(self.heads[row.most])
        return PageCell(f"{high}{labels.clause_comma}{low}", style="dim")

    def sources(self) -> PageTable:
        """Where each figure stands, and how what was computed comes about."""
        rows = (
            (
                number, figure.indicator, self.heads[figure.document], self.figure(figure), figure.quote,
                PageCell(f"{figure.start}{self.symbols.to}{figure.end}", style="dim"),
                PageCell(_formulas(figure, row), style="dim"),
            )
            for number, row in enumerate(self.result.rows, start=1)
            for figure in row.figures
        )  # fmt: skip
        return table_of(self.labels, "sources", self.labels.sources, _SOURCES, rows)

    def charts(self) -> Iterator[Chart]:
        """A chart for each indicator with at least two plain numbers of one unit, none below zero, that differ."""
        said: dict[CellStyle, str] = {"": self.labels.other_documents, **dict(self.colours())}
        for row, cells in zip(self.result.rows, self.cells, strict=True):
            if any(other_counter(figure.unit, row.unit) for figure in row.figures):
                continue
            bars = []
            for index, cell in cells.items():
                value = single(cell)
                if value is not None and value >= 0:
                    style = self.cell(row, index, cell).style
                    bars.append(Bar(self.heads[index], value, self.figure(cell[0]), style))
            if len(bars) < 2 or not any(bar.value for bar in bars):  # noqa: PLR2004 - one alone shows nothing
                continue
            title = self.labels.bracketed(row.indicator, row.unit) if row.unit else row.indicator
            styles = {bar.style for bar in bars}
            legend = [(style, label) for style, label in said.items() if style in styles and len(styles) > 1]
            most = max(bar.value for bar in bars)
            parts = [bars[at : at + _MAX_BARS] for at in range(0, len(bars), _MAX_BARS)]
            for number, part in enumerate(parts, start=1):
                shown = title if len(parts) == 1 else self.labels.bracketed(title, f"{number}/{len(parts)}")
                yield Chart(shown, part, legend, most)


def _sum(count: int) -> PageCell:
    return PageCell(str(count), number=count, style="sum")


def _computed(change: PeriodChange) -> list[Computed]:
    return [change.absolute, change.percent] if change.percent else [change.absolute]


def _formulas(figure: TargetFigure, row: IndicatorRow) -> str:
    """How a figure was converted, and before the first of a document how the changes up to it come about."""
    found = [computed.formula for computed in (figure.converted, figure.converted_max) if computed is not None]
    if figure is next(one for one in row.figures if one.document == figure.document):
        changes = [
            computed for change in row.changes if change.after == figure.document for computed in _computed(change)
        ]
        found += [f"{one.formula} = {plain(one.value)} {one.unit or ''}".rstrip() for one in changes]
    return "; ".join(found)
