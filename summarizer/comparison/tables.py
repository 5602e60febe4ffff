"""A comparison or a reconciliation as tables of text, which every format then writes in its own way."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from summarizer.comparison.comparing import single
from summarizer.comparison.labels import EN, ZH, Words
from summarizer.comparison.results import (
    OUTCOMES,
    DocumentRef,
    IndicatorRow,
    Reconciled,
    Reconciliation,
    TargetComparison,
    TargetFigure,
)
from summarizer.comparison.units import exact, other_counter
from summarizer.comparison.units import number as rounded
from summarizer.reports.wording import UNICODE, Symbols, clean, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.comparison.results import Computed, Outcome

Style = Literal["", "good", "more", "partly", "bad", "other", "unsure", "absent", "dim", "low", "high"]
STYLE_OF: Final[dict[str, Style]] = {
    "fulfilled": "good", "exceeded": "more", "partly": "partly", "missed": "bad", "not comparable": "other",
    "to be checked": "unsure", "not mentioned": "absent",
}  # fmt: skip
_LONGEST_HEAD: Final = 14
_SCALED_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` for people; ``number`` where the cell is one; ``note`` says on what it rests (a quote, a formula)."""

    text: str
    note: str = ""
    number: int | float | None = None
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is its share of the page; ``detail`` columns are left out where there is no room for them."""

    title: str
    width: int
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns; ``key`` names the table in a file of several."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, how long, and what is written at its end."""

    label: str
    value: int | float
    shown: str
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one unit, to be seen side by side."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that a format shows: title, what it is about, tables, charts, and a last line."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    words: Words
    language: str
    remarks: tuple[str, ...] = field(default=())


def page_of(result: TargetComparison | Reconciliation, *, chinese: bool = True, symbols: Symbols = UNICODE) -> Page:
    """The page of a result, in Chinese or English."""
    words = ZH if chinese else EN
    language = "zh-CN" if chinese else "en"
    if isinstance(result, TargetComparison):
        return _Compared(result, words, symbols).page(language)
    return _Tracked(result, words, symbols).page(language)


def _bracketed(text: str, aside: str, words: Words) -> str:
    left, right = words.brackets
    return f"{text}{left}{aside}{right}"


def amount(figure: TargetFigure | Reconciled, written: str | None, words: Words, symbols: Symbols) -> str:
    """A figure as a person writes it, the source's own way beside it where that is another."""
    sign = symbols.comparator(figure.comparator or "=")
    unit = f" {figure.unit}" if figure.unit else ""
    if figure.masked:
        return _bracketed(f"{sign} {(written or '_').rstrip('%％ ')}{unit}".strip(), words.blank, words)
    if figure.kind == "milestone":
        return figure.deadline or ""
    if figure.value is None:
        return ""
    if written is None and figure.kind == "zero":
        return words.none
    if written is None and figure.kind == "coverage":
        return _bracketed(words.covered, f"{plain(figure.value)}{unit}", words)
    ends = [plain(end) for end in (figure.value, figure.value_max) if end is not None]
    shown = f"{sign} {symbols.to.join(ends)}{unit}".strip()
    digits = _DIGITS.search((written or "").translate(_HALF_WIDTH).replace(",", ""))
    if written is None or (digits is not None and digits[0] in ends):
        return shown
    if digits is not None and written[-1] in "万亿":  # 115亿元 says more to a person than eleven digits
        return f"{sign} {written}{figure.unit or ''}".strip()
    return _bracketed(f"{sign} {written}{figure.unit or ''}".strip(), f"{symbols.to.join(ends)}{unit}", words)


_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
_HALF_WIDTH: Final = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {ord("．"): ".", ord("，"): ","}


def _short(value: float) -> str:
    """A large computed number with 亿 or 万, where that needs no more than four decimals."""
    for magnitude, scale in (("亿", 10**8), ("万", 10**4)):
        scaled = exact(value) / scale
        if abs(scaled) >= 1 and scaled == round(scaled, _SCALED_PLACES):
            return plain(rounded(scaled)) + magnitude
    return plain(value)


def _with_unit(figure: str, unit: str | None) -> str:
    return f"{figure}{'' if figure[-1] in '万亿' else ' '}{unit or ''}".rstrip()


def _heads(documents: Sequence[DocumentRef]) -> list[str]:
    """Short names for columns, no two alike: the title where it is short, else the file's name without its ending."""
    found = []
    for document in documents:
        title = document.title or ""
        stem, dot, ending = document.name.rpartition(".")
        found.append(clean(title if 0 < len(title) <= _LONGEST_HEAD else (stem if dot else ending)))
    names = Counter(found)
    return [name if names[name] == 1 else clean(documents[i].name) for i, name in enumerate(found)]


def _place(start: int, end: int, symbols: Symbols) -> Cell:
    return Cell(f"{start}{symbols.to}{end}", style="dim")


class _Compared:
    """The tables of a comparison."""

    def __init__(self, result: TargetComparison, words: Words, symbols: Symbols) -> None:
        self.result, self.words, self.symbols = result, words, symbols
        self.heads = _heads(result.documents)

    def page(self, language: str) -> Page:
        words = self.words
        tables = [self.documents(), *([self.shared(), self.sources()] if self.result.rows else [])]
        if self.result.alone:
            tables.insert(2 if self.result.rows else 1, self.alone())
        facts = (
            (words.documents, str(len(self.result.documents))),
            (words.shared, str(len(self.result.rows))),
            (words.unsure, str(sum(row.unsure is not None for row in self.result.rows))),
        )
        remarks = (words.made,) if self.result.rows else (words.no_shared,)
        return Page(words.compare_title, facts, tuple(tables), tuple(self.charts()), words, language, remarks)

    def documents(self) -> Table:
        words = self.words
        columns = (Column(words.number, 1), Column(words.name, 5), Column(words.title, 6), Column(words.issuer, 4),
                   Column(words.period, 2))  # fmt: skip
        rows = [
            (Cell(str(i), number=i), Cell(d.name), Cell(d.title or ""), Cell(d.issuer or ""), Cell(d.period or ""))
            for i, d in enumerate(self.result.documents, start=1)
        ]
        return Table("documents", words.documents, columns, tuple(rows))

    def shared(self) -> Table:
        words, told = self.words, self.result.series
        columns = [Column(words.number, 1), Column(words.indicator, 4), *(Column(head, 4) for head in self.heads)]
        columns += [*([Column(words.change, 3)] if told else []), Column(words.remark, 4)]
        rows = []
        for number, row in enumerate(self.result.rows, start=1):
            cells = [Cell(str(number), number=number), Cell(row.indicator, style="unsure" if row.unsure else "")]
            cells += [self.cell(row, index) for index in range(len(self.heads))]
            cells += [self.changes(row)] if told else []
            rows.append((*cells, self.remark(row)))
        return Table("shared", words.shared, tuple(columns), tuple(rows))

    def cell(self, row: IndicatorRow, index: int) -> Cell:
        figures = row.figures[index]
        if not figures:
            return Cell("")
        style: Style = "low" if index == row.least else "high" if index == row.most else ""
        style = "unsure" if any(figure.unsure for figure in figures) else style
        note = "\n".join(f"{self.heads[index]}{self.words.colon}{figure.quote}" for figure in figures)
        return Cell("; ".join(map(self.figure, figures)), note, single(figures), style)

    def figure(self, figure: TargetFigure) -> str:
        """The figure in the row's unit, the source's own beside it; its deadline; a relative one in its own words."""
        if figure.kind == "relative":
            return figure.quote
        text = amount(figure, figure.written, self.words, self.symbols)
        if figure.converted is not None:
            ends = [_short(end.value) for end in (figure.converted, figure.converted_max) if end is not None]
            figures = _with_unit(self.symbols.to.join(ends), figure.converted.unit)
            shown = f"{self.symbols.comparator(figure.comparator)} {figures}"
            source = f"{figure.written or plain(figure.value or 0)}{figure.unit}"
            text = _bracketed(shown.strip(), self.words.original.format(source), self.words)
        if figure.deadline and figure.kind != "milestone":
            text += self.words.comma + figure.deadline
        return text

    def changes(self, row: IndicatorRow) -> Cell:
        shown = []
        figures = [figure for cell in row.figures for figure in cell]
        scaled = any(figure.converted or (figure.written or "").endswith(("万", "亿")) for figure in figures)
        for change in row.changes:
            absolute = self.signed(change.absolute, scaled=scaled)
            percent = self.signed(change.percent) if change.percent else None
            shown.append(_bracketed(absolute, percent, self.words) if percent else absolute)
        formulas = [c.formula for change in row.changes for c in (change.absolute, change.percent) if c is not None]
        return Cell("; ".join(shown), "\n".join(formulas))

    def signed(self, computed: Computed, *, scaled: bool = False) -> str:
        """With its sign; ``scaled`` where the documents write 万 or 亿, so that the difference of those is read."""
        sign = "+" if computed.value > 0 else "−" if computed.value < 0 else "±"
        figure = (_short if scaled else plain)(abs(computed.value))
        return sign + _with_unit(figure, computed.unit)

    def remark(self, row: IndicatorRow) -> Cell:
        words = self.words
        if row.unsure:
            return Cell(f"{words.unsure}{words.colon}{words.reason(row.unsure)}", style="unsure")
        if row.most is None or row.least is None:
            return Cell("")
        low, high = words.least.format(self.heads[row.least]), words.most.format(self.heads[row.most])
        return Cell(f"{high}{words.comma}{low}", style="dim")

    def sources(self) -> Table:
        words = self.words
        columns = (Column(words.number, 1), Column(words.indicator, 4), Column(words.document, 4),
                   Column(words.amount, 4), Column(words.quote, 9), Column(words.place, 2),
                   Column(words.computed, 5))  # fmt: skip
        rows = []
        for number, row in enumerate(self.result.rows, start=1):
            for index, cell in enumerate(row.figures):
                for figure in cell:
                    formulas = [c.formula for c in (figure.converted, figure.converted_max) if c is not None]
                    formulas += [
                        f"{c.formula} = {plain(c.value)} {c.unit or ''}".rstrip()
                        for change in row.changes if change.after == index and figure is cell[0]
                        for c in (change.absolute, change.percent) if c is not None
                    ]  # fmt: skip
                    rows.append((
                        Cell(str(number), number=number), Cell(figure.indicator), Cell(self.heads[index]),
                        Cell(self.figure(figure)), Cell(figure.quote), _place(figure.start, figure.end, self.symbols),
                        Cell("; ".join(formulas), style="dim"),
                    ))  # fmt: skip
        return Table("sources", words.sources, columns, tuple(rows))

    def alone(self) -> Table:
        words = self.words
        columns = (Column(words.document, 4), Column(words.indicator, 6), Column(words.amount, 4),
                   Column(words.quote, 9, detail=True), Column(words.place, 2, detail=True))  # fmt: skip
        rows = [
            (Cell(self.heads[f.document]), Cell(f.indicator), Cell(self.figure(f), f.quote, single([f])),
             Cell(f.quote), _place(f.start, f.end, self.symbols))
            for f in self.result.alone
        ]  # fmt: skip
        return Table("alone", words.alone, columns, tuple(rows))

    def charts(self) -> Iterator[Chart]:
        """A chart for each indicator with at least two plain numbers of one unit, none below zero, that differ."""
        for row in self.result.rows:
            if any(other_counter(figure.unit, row.unit) for cell in row.figures for figure in cell):
                continue
            bars = []
            for index, cell in enumerate(row.figures):
                value = single(cell)
                if value is not None and value >= 0:
                    style: Style = "unsure" if any(figure.unsure for figure in cell) else ""
                    bars.append(Bar(self.heads[index], value, self.figure(cell[0]), style))
            if len(bars) > 1 and any(bar.value for bar in bars):
                unit = f"{self.words.brackets[0]}{row.unit}{self.words.brackets[1]}" if row.unit else ""
                yield Chart(row.indicator + unit, tuple(bars))


class _Tracked:
    """The tables of a reconciliation."""

    def __init__(self, result: Reconciliation, words: Words, symbols: Symbols) -> None:
        self.result, self.words, self.symbols = result, words, symbols

    def page(self, language: str) -> Page:
        words, result = self.words, self.result
        facts = tuple(
            (label, _bracketed(source.title, source.name, words) if source.title else source.name)
            for label, source in ((words.plan, result.plan), (words.report, result.report))
        )
        if not result.items:
            return Page(words.track_title, facts, (), (), words, language, (words.no_items,))
        counts = Counter(item.outcome for item in result.items)
        bars = [Bar(words.outcomes[o], counts[o], str(counts[o]), STYLE_OF[o]) for o in OUTCOMES if counts[o]]
        tables = (self.counts(counts), self.items())
        return Page(
            words.track_title, facts, tables, (Chart(words.counts, tuple(bars)),), words, language, (words.made,)
        )

    def counts(self, counts: Counter[Outcome]) -> Table:
        words = self.words
        rows = [
            (Cell(words.outcomes[o], style=STYLE_OF[o]), Cell(str(counts[o]), number=counts[o]))
            for o in OUTCOMES if counts[o]
        ]  # fmt: skip
        rows.append((Cell(words.total), Cell(str(counts.total()), number=counts.total())))
        return Table("counts", words.counts, (Column(words.outcome, 3), Column(words.count, 2)), tuple(rows))

    def items(self) -> Table:
        words = self.words
        columns = (
            Column(words.number, 1), Column(words.indicator, 5), Column(words.plan_amount, 3),
            Column(words.deadline, 2), Column(words.report_amount, 3), Column(words.outcome, 3),
            Column(words.plan_quote, 6, detail=True), Column(words.report_quote, 7, detail=True),
            Column(words.remark, 4, detail=True),
        )  # fmt: skip
        rows = tuple(self.item(number, item) for number, item in enumerate(self.result.items, start=1))
        return Table("items", words.track_title, columns, rows)

    def item(self, number: int, item: Reconciled) -> tuple[Cell, ...]:
        words, found = self.words, item.found
        planned = "" if item.kind == "milestone" else amount(item, item.written, words, self.symbols)
        outcome = words.outcomes[item.outcome]
        if item.share is not None:
            outcome = _bracketed(outcome, f"{plain(item.share.value)}%", words)
        remark = self.remark(item)
        return (
            Cell(str(number), number=number), Cell(item.indicator), Cell(planned, item.quote, item.value),
            Cell(item.deadline or ""), self.reported(item), Cell(outcome, remark, style=STYLE_OF[item.outcome]),
            self.quoted(item.quote, item.start, item.end),
            self.quoted(found.quote, found.start, found.end) if found else Cell(""), Cell(remark, style="dim"),
        )  # fmt: skip

    def quoted(self, quote: str, start: int, end: int) -> Cell:
        return Cell(f"{quote} [{start}{self.symbols.to}{end}]")

    def remark(self, item: Reconciled) -> str:
        parts = [self.words.reason(item.reason)]
        parts += [f"{item.share.formula} = {plain(item.share.value)}"] if item.share else []
        parts += [item.converted.formula] if item.converted else []
        return self.words.comma.join(parts)

    def reported(self, item: Reconciled) -> Cell:
        found, words = item.found, self.words
        if found is None or found.written is None or found.value is None:
            return Cell("")
        ends = [plain(end) for end in (found.value, found.value_max) if end is not None]
        shown = f"{self.symbols.to.join(ends)} {found.unit or ''}".rstrip()
        if item.converted is not None:
            source = words.original.format(f"{found.written}{found.unit}")
            shown = _bracketed(_with_unit(_short(item.converted.value), item.converted.unit), source, words)
        elif found.written[-1] in "万亿":
            shown = f"{found.written}{found.unit or ''}"
        return Cell(shown, found.quote, found.value)
