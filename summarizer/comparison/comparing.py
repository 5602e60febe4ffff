"""Targets of several documents by theme and indicator: what surely counts the same thing comes into one row.

What is alike but not the same stands in rows next to each other, in one theme, for a person to see. The order of the
documents decides the columns and nothing else: rows, their order and the unit of a row are found on the documents
sorted by period, name and contents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from summarizer import languages
from summarizer.comparison import language
from summarizer.comparison.computing import converted, difference, growth
from summarizer.comparison.likeness import difference as name_difference
from summarizer.comparison.likeness import families
from summarizer.comparison.results import (
    DocumentRef,
    IndicatorRow,
    PeriodChange,
    TargetComparison,
    TargetFigure,
    doubted,
)
from summarizer.comparison.themes import KIND, Found, Themes, elected
from summarizer.comparison.units import COUNT, measured, one_count
from summarizer.comparison.words import Reading, WordReader, as_written
from summarizer.documents.normalising import view_of
from summarizer.messages import Message
from summarizer.reports import labels
from summarizer.reports.wording import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.models import Summary, Target
    from summarizer.profiles.profile import Profile

_SHARES = frozenset({"ratio", "coverage"})
_SAMPLE = 2_000
"""Characters of a text by which its language is told."""


@dataclass(slots=True, eq=False)
class _Indicator:
    """Figures of one dimension and reading; ``order`` is where the first of them stands in the sorted documents.

    ``bare`` are words that are too few to say what is counted, whoever else uses them.
    """

    dimension: str
    reading: Reading
    bare: bool
    order: tuple[int, int]
    figures: list[TargetFigure] = field(default_factory=list)
    themes: list[Found | None] = field(default_factory=list)

    @property
    def documents(self) -> set[int]:
        return {figure.document for figure in self.figures}


@dataclass(frozen=True, slots=True)
class _AlikeLines:
    """Lines that are alike, the one that most documents have first, and the place of their theme."""

    lines: list[_Indicator]
    theme: int | None

    def rank(self, themes: int) -> tuple[int, int, int, tuple[int, int]]:
        """Where it stands among all: by theme, what most documents have first."""
        all_in = {document for line in self.lines for document in line.documents}
        theme = themes if self.theme is None else self.theme
        return theme, -len(self.lines[0].documents), -len(all_in), min(line.order for line in self.lines)


def compare(summaries: Sequence[Summary], profile: Profile, *, series: bool | None = None) -> TargetComparison:
    """The targets of ``summaries`` by theme and indicator.

    ``series`` says that the documents are one issuer's over time, so that growth is computed; by default that is so
    where all name the same issuer and different periods. Raises :class:`~summarizer.errors.ProfileError` for a
    lexicon that is missing or broken.
    """
    documents = list(_references(summaries))
    told = _is_series(documents) if series is None else series
    rank = sorted(range(len(documents)), key=lambda i: (documents[i].period or "", documents[i].name, i))
    # Copies of one document change places freely: their names differ only in what was added to tell them apart.
    place = {document: order for order, document in enumerate(rank)}
    words = language.find(*sorted({labels.language(summary) for summary in summaries}, reverse=True))
    reader = WordReader(profile, words.indicators)
    codes = [_code(summary, profile) for summary in summaries]
    themes = Themes(profile, codes)
    lines: dict[tuple[object, ...], _Indicator] = {}
    for index in rank:
        found = themes.of(summaries[index], codes[index])
        for target in summaries[index].targets:
            if target.same_as is not None:
                continue
            reading = reader.read(words.indicators.TRIVIAL.sub("", view_of(target.indicator)))
            bare = reading.general and not reading.actions
            key = _dimension(target), reading, (index, target.id) if bare else None
            order = place[index], target.start
            line = lines.get(key)
            if line is None:
                line = lines[key] = _Indicator(key[0], reading, bare, order)
            line.figures.append(_figure(index, target, summaries[index].document.text))
            line.themes.append(found.get(target.id))
    split = [part for line in lines.values() for part in _by_counter(line, place)]
    together = sorted(_families(split), key=lambda family: family.rank(len(themes.names)))
    rows = _RowMaker(documents, place, words.units.PERCENTAGE_POINTS, told)
    return TargetComparison(documents=documents, series=told, rows=list(rows.rows(together, themes.names)))


def _code(summary: Summary, profile: Profile) -> str:
    """The language by whose lexicon the themes of a document are found."""
    info = summary.document
    sample = (info.text or "".join(item.quote for item in summary.items()[:50]))[:_SAMPLE]
    code = languages.recognise(sample, sample).partition("-")[0]
    return code if KIND in profile.lexicons.get(code, {}) else labels.language(summary)


def _references(summaries: Sequence[Summary]) -> Iterator[DocumentRef]:
    taken: Counter[str] = Counter()
    for summary in summaries:
        reference = DocumentRef.model_validate(summary.document)
        name = reference.name
        taken[name] += 1
        yield reference if taken[name] == 1 else reference.model_copy(update={"name": f"{name} ({taken[name]})"})


def _is_series(documents: Sequence[DocumentRef]) -> bool:
    issuers = {document.issuer for document in documents}
    periods = [document.period for document in documents]
    return len(issuers) == 1 and None not in issuers and None not in periods and len(set(periods)) == len(periods) > 1


def _dimension(target: Target) -> str:
    if target.kind in {"milestone", "relative"}:
        return target.kind
    if target.kind in _SHARES:
        return measured(target.unit or "%").dimension
    norm = "each " if target.kind == "standard" else ""
    return norm + measured(target.unit).dimension


def _figure(document: int, target: Target, text: str | None) -> TargetFigure:
    source = written(target, text)
    shared = target.model_dump(include=set(TargetFigure.model_fields))
    return TargetFigure(document=document, target=target.id, written=source[0] if source else None, **shared)


def _by_counter(line: _Indicator, place: dict[int, int]) -> Iterator[_Indicator]:
    """A line for each of the units that may count different things: estates are not households."""
    parts = one_count({figure.unit for figure in line.figures})
    if len(parts) == 1:
        yield line
        return
    for units in parts:
        members = [at for at, figure in enumerate(line.figures) if figure.unit in units]
        figures = [line.figures[at] for at in members]
        order = min((place[figure.document], figure.start) for figure in figures)
        yield replace(line, order=order, figures=figures, themes=[line.themes[at] for at in members])


def _families(lines: Iterable[_Indicator]) -> Iterator[_AlikeLines]:
    """The lines that are alike, by the names of what they count; bare ones by their theme, too."""
    named: defaultdict[str, list[_Indicator]] = defaultdict(list)
    bare: defaultdict[tuple[str, int | None], list[_Indicator]] = defaultdict(list)
    for line in lines:
        if line.bare:
            bare[line.reading.core, elected(line.themes)].append(line)
        else:
            named[line.reading.core].append(line)
    names = sorted(named)
    groups = [[line for place in alike for line in named[names[place]]] for alike in families(names)]
    for group in (*groups, *bare.values()):
        group.sort(key=lambda line: (-len(line.documents), line.order))
        yield _AlikeLines(group, elected([theme for line in group for theme in line.themes]))


@dataclass(frozen=True, slots=True)
class _RowMaker:
    """Makes rows of lines; ``place`` is each document's rank, ``points`` the word for percentage points."""

    documents: list[DocumentRef]
    place: dict[int, int]
    points: str
    series: bool

    def rows(self, together: Iterable[_AlikeLines], themes: Sequence[str]) -> Iterator[IndicatorRow]:
        """The rows in their order; one that is like another of its family, in another document, says so."""
        number = 0
        for family in together:
            theme = None if family.theme is None else themes[family.theme]
            first = number
            for at, line in enumerate(family.lines):
                like = next((i for i, other in enumerate(family.lines[:at]) if _may_be_one(other, line)), None)
                doubt = {} if like is None else doubted(_doubt(family.lines[like], line))
                yield self.row(line, theme=theme, similar=None if like is None else first + like, **doubt)
                number += 1

    def row(self, line: _Indicator, **about: Any) -> IndicatorRow:
        first = min(line.figures, key=lambda figure: (self.place[figure.document], figure.start))
        unit = next((figure.unit for figure in line.figures if figure.unit), None)
        # Those of one document stand in its own order already.
        figures = sorted((_in_unit(figure, unit) for figure in line.figures), key=lambda figure: figure.document)
        row = IndicatorRow(indicator=first.indicator, unit=unit, figures=figures, **about)
        cells = row.cells()
        if len(cells) == 1 or any(figure.unsure for figure in figures):
            return row
        if self.series:
            return row.model_copy(update={"changes": self._changes(cells, unit)})
        periods = {self.documents[index].period for index in cells}
        return (
            row.model_copy(update=_extremes(cells)) if len(periods) == 1 else row
        )  # a year's is no five years' figure

    def _changes(self, cells: dict[int, list[TargetFigure]], unit: str | None) -> list[PeriodChange]:
        """From each document that has the indicator to the next one, by period."""
        order = sorted(cells, key=lambda i: (self.documents[i].period or "", i))
        changes = []
        for before, after in pairwise(order):
            old, new = single(cells[before]), single(cells[after])
            bounds, others = ({figure.comparator for figure in cells[index]} for index in (before, after))
            if old is not None and new is not None and bounds == others:
                added = difference(old, new, unit, self.points)
                changes.append(PeriodChange(before=before, after=after, absolute=added, percent=growth(old, new, unit)))
        return changes


def _may_be_one(one: _Indicator, other: _Indicator) -> bool:
    """Whether lines of two documents could be taken for one: the same kind of figure of what is alike."""
    here, there = one.reading, other.reading
    if one.dimension != other.dimension or here.change != there.change or len(one.documents | other.documents) == 1:
        return False
    return here.core == there.core or name_difference(here.core, there.core) is not None


def _doubt(one: _Indicator, other: _Indicator) -> Message:
    """Why two alike lines may not be one."""
    if one.bare:
        return Message("indicator-too-general")
    if one.reading.core != other.reading.core:
        cores = one.reading.core, other.reading.core
        pieces = zip(name_difference(*cores) or cores, (one, other), strict=True)
        here, there = (as_written(piece, line.figures[0].indicator) for piece, line in pieces)
        if here and there:
            return Message("other-words", {"one": here, "other": there})
        return Message("only-one-has-words", {"words": here or there})
    if one.reading.actions != other.reading.actions:
        return Message("other-action")
    return Message("average-or-not" if one.reading.average != other.reading.average else "other-counter")


def _in_unit(figure: TargetFigure, unit: str | None) -> TargetFigure:
    if not measured(figure.unit).dimension == measured(unit).dimension != COUNT:
        return figure
    return figure.model_copy(update={
        "converted": converted(figure.value, figure.unit, unit),
        "converted_max": converted(figure.value_max, figure.unit, unit),
    })  # fmt: skip


def single(cell: Sequence[TargetFigure]) -> int | float | None:
    """The one plain value of a document in the row's unit; None where there is none, a range, or more than one."""
    values = {_value(figure) for figure in cell}
    return values.pop() if len(values) == 1 else None


def _value(figure: TargetFigure) -> int | float | None:
    if figure.value is None or figure.value_max is not None or figure.kind in {"milestone", "relative"}:
        return None
    return figure.converted.value if figure.converted else figure.value


def _extremes(cells: dict[int, list[TargetFigure]]) -> dict[str, Any]:
    values = {index: value for index, cell in cells.items() if (value := single(cell)) is not None}
    low, high = min(values.values(), default=0), max(values.values(), default=0)
    least, most = ([index for index, value in values.items() if value == end] for end in (low, high))
    return {"least": least[0], "most": most[0]} if low != high and len(least) == len(most) == 1 else {}
