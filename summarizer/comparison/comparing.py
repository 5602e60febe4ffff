"""Targets of several documents by indicator: what counts the same thing comes into one row.

The order of the documents decides the columns and nothing else: groups, their order and the unit of a row
are found on the documents sorted by period, name and contents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from summarizer.comparison import language
from summarizer.comparison.computing import converted, difference, growth
from summarizer.comparison.results import (
    DocumentRef,
    IndicatorRow,
    PeriodChange,
    TargetComparison,
    TargetFigure,
    doubted,
)
from summarizer.comparison.units import COUNT, measured, other_counter
from summarizer.comparison.words import Reading, WordReader
from summarizer.messages import Message
from summarizer.reports import labels
from summarizer.reports.wording import written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from summarizer.models import Summary, Target
    from summarizer.profiles.profile import Profile

_SHARES = frozenset({"ratio", "coverage"})
_DOUBT = {"unsure", "unsure_code", "unsure_params"}


@dataclass(slots=True, eq=False)
class _Group:
    """Figures of one dimension and reading; ``order`` is where the first of them stands in the sorted documents."""

    dimension: str
    reading: Reading
    order: tuple[int, int]
    figures: list[TargetFigure] = field(default_factory=list)

    @property
    def documents(self) -> set[int]:
        return {figure.document for figure in self.figures}


def compare(summaries: Sequence[Summary], profile: Profile, *, series: bool | None = None) -> TargetComparison:
    """The targets of ``summaries`` by indicator.

    ``series`` says that the documents are one issuer's over time, so that growth is computed; by default that is so
    where all name the same issuer and different periods.
    """
    documents = list(_references(summaries))
    told = _is_series(documents) if series is None else series
    rank = sorted(range(len(documents)), key=lambda i: (documents[i].period or "", documents[i].name, i))
    # Copies of one document change places freely: their names differ only in what was added to tell them apart.
    place = {document: order for order, document in enumerate(rank)}
    words = language.find(*sorted({labels.language(summary) for summary in summaries}, reverse=True))
    reader = WordReader(profile, words.indicators)
    groups: dict[tuple[str, Reading], _Group] = {}
    for index in rank:
        for target in summaries[index].targets:
            if target.same_as is None:
                key = _dimension(target), reader.read(target.indicator)
                group = groups.setdefault(key, _Group(*key, (place[index], target.start)))
                group.figures.append(_figure(index, target, summaries[index].document.text))
    rows = _RowMaker(documents, place, reader, words.units.PERCENTAGE_POINTS, told)
    clusters = sorted(_clusters(list(groups.values()), reader), key=lambda c: (-len(_documents(c)), c[0].order))
    alone = [figure for cluster in clusters if len(_documents(cluster)) == 1 for figure in cluster[0].figures]
    return TargetComparison(
        documents=documents,
        series=told,
        rows=[rows.row(cluster) for cluster in clusters if len(_documents(cluster)) > 1],
        alone=sorted(alone, key=lambda figure: (figure.document, figure.start, figure.target)),
    )


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
    # A doubt of the comparison, not the extraction.
    shared = target.model_dump(include=TargetFigure.model_fields.keys() - _DOUBT)
    return TargetFigure(document=document, target=target.id, written=source[0] if source else None, **shared)


def _clusters(groups: list[_Group], reader: WordReader) -> Collection[list[_Group]]:
    """Groups that may be one, the surest first in each; complete linkage: each may be one with all the others."""
    at = {group: [group] for group in groups}
    for _, one, other in sorted(_candidates(groups, reader), key=lambda found: found[0]):
        left, right = at[one], at[other]
        if _documents(left) & _documents(right):  # or the two are one already
            continue
        if all(reader.alike(a.reading, b.reading).likeness == "unsure" for a in left for b in right):
            left += right
            left.sort(key=lambda group: (-len(group.documents), group.order))
            at.update(dict.fromkeys(right, left))
    return {id(cluster): cluster for cluster in at.values()}.values()


def _candidates(groups: list[_Group], reader: WordReader) -> Iterator[tuple[tuple[object, ...], _Group, _Group]]:
    """Pairs of groups in different documents that are alike but not the same, by how much they differ.

    One that has a piece more than the other shares its first or its last character: no other pairs are looked at.
    """
    buckets: defaultdict[tuple[str, str, str], list[_Group]] = defaultdict(list)
    for group in groups:
        core = group.reading.core
        for edge in {f"^{core[:1]}", f"{core[-1:]}$"}:
            buckets[group.dimension, group.reading.change, edge].append(group)
    for members in buckets.values():
        for one, other in combinations(sorted(members, key=lambda group: group.order), 2):
            found = reader.alike(one.reading, other.reading)
            if found.likeness == "unsure" and not one.documents & other.documents:
                yield (len(found.more), one.order, other.order), one, other


def _documents(cluster: list[_Group]) -> set[int]:
    return {document for group in cluster for document in group.documents}


@dataclass(frozen=True, slots=True)
class _RowMaker:
    """Makes rows of clusters; ``place`` is each document's rank, ``points`` the word for percentage points."""

    documents: list[DocumentRef]
    place: dict[int, int]
    reader: WordReader
    points: str
    series: bool

    def row(self, cluster: list[_Group]) -> IndicatorRow:
        base = cluster[0]
        first = min(base.figures, key=lambda figure: (self.place[figure.document], figure.start))
        unit = next((figure.unit for figure in base.figures if figure.unit), None)
        cells: list[list[TargetFigure]] = [[] for _ in self.documents]
        for group in cluster:
            doubt = None if group is base else self._doubt(base.reading, group.reading)
            for figure in group.figures:
                cells[figure.document].append(_in_unit(figure, unit, doubt))
        unsure = doubted(Message("indicator-too-general")) if base.reading.general else {}
        unsafe = next((figure for cell in cells for figure in cell if figure.unsure), None)
        if not unsure and unsafe is not None:
            unsure = unsafe.model_dump(include=_DOUBT)
        found: dict[str, Any] = {}
        if not unsure and self.series:
            found["changes"] = self._changes(cells, unit)
        elif not unsure:
            periods = {self.documents[index].period for index, cell in enumerate(cells) if cell}
            found = _extremes(cells) if len(periods) == 1 else {}  # a year's figure is no match for five years'
        return IndicatorRow(indicator=first.indicator, unit=unit, figures=cells, **unsure, **found)

    def _doubt(self, base: Reading, other: Reading) -> Message:
        if base.average != other.average:
            return Message("average-or-not")
        more = self.reader.alike(base, other).more
        return Message("only-one-has-words", {"words": more}) if more else Message("other-action")

    def _changes(self, cells: list[list[TargetFigure]], unit: str | None) -> list[PeriodChange]:
        """From each document that has the indicator to the next one, by period."""
        order = sorted((i for i, cell in enumerate(cells) if cell), key=lambda i: (self.documents[i].period or "", i))
        changes = []
        for before, after in pairwise(order):
            old, new = single(cells[before]), single(cells[after])
            bounds, others = ({figure.comparator for figure in cells[index]} for index in (before, after))
            if old is not None and new is not None and bounds == others:
                added = difference(old, new, unit, self.points)
                changes.append(PeriodChange(before=before, after=after, absolute=added, percent=growth(old, new, unit)))
        return changes


def _in_unit(figure: TargetFigure, unit: str | None, doubt: Message | None) -> TargetFigure:
    update = doubted(doubt or (Message("other-counter") if other_counter(figure.unit, unit) else None))
    if measured(figure.unit).dimension == measured(unit).dimension != COUNT:
        update["converted"] = converted(figure.value, figure.unit, unit)
        update["converted_max"] = converted(figure.value_max, figure.unit, unit)
    return figure.model_copy(update=update)


def single(cell: Sequence[TargetFigure]) -> int | float | None:
    """The one plain value of a document in the row's unit; None where there is none, a range, or more than one."""
    values = {_value(figure) for figure in cell}
    return values.pop() if len(values) == 1 else None


def _value(figure: TargetFigure) -> int | float | None:
    if figure.value is None or figure.value_max is not None or figure.kind in {"milestone", "relative"}:
        return None
    return figure.converted.value if figure.converted else figure.value


def _extremes(cells: list[list[TargetFigure]]) -> dict[str, Any]:
    values = {index: value for index, cell in enumerate(cells) if (value := single(cell)) is not None}
    low, high = min(values.values(), default=0), max(values.values(), default=0)
    least, most = ([index for index, value in values.items() if value == end] for end in (low, high))
    return {"least": least[0], "most": most[0]} if low != high and len(least) == len(most) == 1 else {}
