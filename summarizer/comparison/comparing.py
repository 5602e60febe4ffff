"""Targets of several documents by indicator: what counts the same thing comes into one row.

The order of the documents decides the columns and nothing else: groups, their order and the unit of a row
are found on the documents sorted by period, name and contents.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.comparison.computing import converted, difference, growth
from summarizer.comparison.results import DocumentRef, IndicatorRow, PeriodChange, TargetComparison, TargetFigure
from summarizer.comparison.units import COUNT, measured, other_counter
from summarizer.comparison.words import Reading, WordReader, alike
from summarizer.reports.wording import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.models import Summary, Target
    from summarizer.profiles.profile import Profile

TOO_GENERAL: Final = "too few words to say what is counted"
OTHER_ACTION: Final = "the same thing, but is the same done to it?"
AVERAGE: Final = "one is a yearly average, the other is not"
OTHER_COUNTER: Final = "counted in other words: is it the same?"
MORE_WORDS: Final = "only one has the words: {}"
_SHARES: Final = frozenset({"ratio", "coverage"})


class _Key(NamedTuple):
    """What two figures must have in common beyond doubt."""

    dimension: str
    reading: Reading


@dataclass(slots=True)
class _Group:
    """Figures with one key; ``order`` is where the first of them stands in the sorted documents."""

    key: _Key
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
    documents = _sources(summaries)
    rank = sorted(range(len(documents)), key=lambda i: (documents[i].period or "", documents[i].name, i))
    # Copies of one document change places freely: their names differ only in what was added to tell them apart.
    place = {document: order for order, document in enumerate(rank)}
    reader = WordReader.of(profile)
    groups: dict[_Key, _Group] = {}
    for index in rank:
        for target in summaries[index].targets:
            if target.same_as is not None:
                continue
            key = _Key(_dimension(target), reader.read(target.indicator))
            group = groups.setdefault(key, _Group(key, (place[index], target.start)))
            group.figures.append(_figure(index, target, summaries[index].document.text))
    told = _is_series(documents) if series is None else series
    rows, alone = [], []
    clusters = sorted(_clusters(list(groups.values())), key=lambda c: (-_count(c), c[0].order))
    for cluster in clusters:
        if _count(cluster) > 1:
            rows.append(_row(cluster, documents, place, series=told))
        else:
            alone += cluster[0].figures
    alone.sort(key=lambda figure: (figure.document, figure.start, figure.target))
    return TargetComparison(documents=documents, series=told, rows=rows, alone=alone)


def _sources(summaries: Sequence[Summary]) -> list[DocumentRef]:
    taken: dict[str, int] = defaultdict(int)
    found = []
    for summary in summaries:
        info = summary.document
        taken[info.name] += 1
        name = info.name if taken[info.name] == 1 else f"{info.name} ({taken[info.name]})"
        found.append(
            DocumentRef(name=name, sha256=info.sha256, title=info.title, issuer=info.issuer, period=info.period)
        )
    return found


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
    shared = {name: getattr(target, name) for name in TargetFigure.model_fields if hasattr(target, name)}
    shared |= {"document": document, "target": target.id, "written": source[0] if source else None}
    shared["unsure"] = None  # of the comparison, not of the extraction
    return TargetFigure(**shared)


def _clusters(groups: list[_Group]) -> Iterator[list[_Group]]:
    """Groups that may be one, the surest first in each; complete linkage: each may be one with all the others."""
    at = {id(group): [group] for group in groups}
    for _, _, one, other in sorted(_candidates(groups), key=lambda found: (found[0], found[1])):
        left, right = at[id(one)], at[id(other)]
        if left is right or any(a.documents & b.documents for a in left for b in right):
            continue
        if all(alike(a.key.reading, b.key.reading).likeness == "unsure" for a in left for b in right):
            left += right
            left.sort(key=lambda group: (-len(group.documents), group.order))
            at.update((id(group), left) for group in right)
    seen: set[int] = set()
    for cluster in at.values():
        if id(cluster) not in seen:
            seen.add(id(cluster))
            yield cluster


def _candidates(
    groups: list[_Group],
) -> Iterator[tuple[int, tuple[tuple[int, int], tuple[int, int]], _Group, _Group]]:
    """Pairs of groups in different documents that are alike but not the same, by how much they differ.

    One that has a piece more than the other shares its first or its last character: no other pairs are looked at.
    """
    buckets: defaultdict[tuple[str, str, str], list[_Group]] = defaultdict(list)
    for group in groups:
        core = group.key.reading.core
        for edge in {f"^{core[:1]}", f"{core[-1:]}$"}:
            buckets[group.key.dimension, group.key.reading.change, edge].append(group)
    for members in buckets.values():
        members.sort(key=lambda group: group.order)
        for first, one in enumerate(members):
            for other in members[first + 1 :]:
                if one.documents & other.documents:
                    continue
                found = alike(one.key.reading, other.key.reading)
                if found.likeness == "unsure":
                    yield len(found.more), (one.order, other.order), one, other


def _count(cluster: list[_Group]) -> int:
    return len({document for group in cluster for document in group.documents})


def _row(
    cluster: list[_Group], documents: Sequence[DocumentRef], place: dict[int, int], *, series: bool
) -> IndicatorRow:
    base = cluster[0]
    figures = [figure for group in cluster for figure in group.figures]
    first = min(base.figures, key=lambda figure: (place[figure.document], figure.start))
    unit = next((figure.unit for figure in sorted(base.figures, key=lambda f: place[f.document]) if figure.unit), None)
    cells: list[list[TargetFigure]] = [[] for _ in documents]
    for group in cluster:
        doubt = None if group is base else _doubt(base.key.reading, group.key.reading)
        for figure in group.figures:
            cells[figure.document].append(_in_unit(figure, unit, doubt))
    unsure = TOO_GENERAL if base.key.reading.general else None
    unsure = unsure or next((figure.unsure for cell in cells for figure in cell if figure.unsure), None)
    row = IndicatorRow(indicator=first.indicator, unit=unit if figures else None, unsure=unsure, figures=cells)
    update: dict[str, object] = {}
    if unsure is None and series:
        update["changes"] = _changes(cells, documents, unit)
    elif unsure is None:
        periods = {documents[index].period for index, cell in enumerate(cells) if cell}
        update = _extremes(cells) if len(periods) == 1 else {}  # a year's figure is no match for five years'
    return row.model_copy(update=update)


def _doubt(base: Reading, other: Reading) -> str:
    if base.average != other.average:
        return AVERAGE
    more = alike(base, other).more
    return MORE_WORDS.format(more) if more else OTHER_ACTION


def _in_unit(figure: TargetFigure, unit: str | None, doubt: str | None) -> TargetFigure:
    update: dict[str, object] = {"unsure": doubt or (OTHER_COUNTER if other_counter(figure.unit, unit) else None)}
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


def _extremes(cells: list[list[TargetFigure]]) -> dict[str, object]:
    values = {index: value for index, cell in enumerate(cells) if (value := single(cell)) is not None}
    low, high = min(values.values(), default=0), max(values.values(), default=0)
    least = [index for index, value in values.items() if value == low]
    most = [index for index, value in values.items() if value == high]
    if low == high or len(least) > 1 or len(most) > 1:
        return {}
    return {"least": least[0], "most": most[0]}


def _changes(cells: list[list[TargetFigure]], documents: Sequence[DocumentRef], unit: str | None) -> list[PeriodChange]:
    """From each document that has the indicator to the next one, by period."""
    order = sorted((i for i, cell in enumerate(cells) if cell), key=lambda i: (documents[i].period or "", i))
    changes = []
    for before, after in pairwise(order):
        old, new = single(cells[before]), single(cells[after])
        alike_bound = {figure.comparator for figure in cells[before]} == {figure.comparator for figure in cells[after]}
        if old is None or new is None or not alike_bound:
            continue
        changes.append(
            PeriodChange(
                before=before, after=after, absolute=difference(old, new, unit), percent=growth(old, new, unit)
            )
        )  # fmt: skip
    return changes
