"""Merging: one list of goals, measures and targets out of candidates — ids, links, repeated commitments.

Ids count in document order (g1, m1, t1), so the same input gives the same ids in every run.
Links are structural: a measure serves the innermost goal over it, a target belongs to the measure
whose sentence holds it; in a table what stands in one row belongs together. The same commitment
said again is kept and linked by ``same_as``.
"""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from summarizer.models import Goal, Locator, Measure, Refusal, Target
from summarizer.pipeline.rows import TableRows
from summarizer.structure.clauses import Clauses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.documents.document import Document
    from summarizer.documents.parts import Place
    from summarizer.engines.candidates import (
        Candidate,
        ChunkExtraction,
        GoalCandidate,
        MeasureCandidate,
        TargetCandidate,
    )
    from summarizer.messages import Message
    from summarizer.structure.outline import Outline

_Held = TypeVar("_Held", Goal, Measure)
_Found = TypeVar("_Found", bound="Candidate")

_MAX_WORDING = 60
"""Characters; of longer indicators only the same again is the same."""
_MIN_SIMILARITY = 0.6
_MAX_COMPARED = 12


class Merged(NamedTuple):
    """The items of a document, in document order, and the rejected candidates."""

    goals: list[Goal]
    measures: list[Measure]
    targets: list[Target]
    refused: list[Refusal]


def merge(
    document: Document, outline: Outline, extractions: Iterable[ChunkExtraction], *, refusals: bool = True,
    read: Document | None = None,
) -> Merged:  # fmt: skip
    """Give ids and links to the accepted candidates of ``extractions``; the rejected become ``Refusal``s if asked.

    ``read`` is the document that was outlined, where that is not the one that the candidates are placed in.
    """
    clauses = Clauses((read or document).text, outline, document)
    parts = list(extractions)
    by_heading: dict[int, str] = {}
    rows = TableRows(outline, document.origin if read is not None else lambda start, end: (start, end))
    accepted_goals = _accepted(found for part in parts for found in part.goals)
    goals = _goals(document, outline, clauses, accepted_goals, by_heading, rows)
    accepted_measures = _accepted(found for part in parts for found in part.measures)
    measures = _measures(document, outline, clauses, accepted_measures, goals, by_heading, rows)
    accepted = sorted(_accepted(found for part in parts for found in part.targets), key=_place)
    targets = _targets(document, outline, clauses, accepted, goals, measures, by_heading, rows)
    seen = [found for part in parts for found in part.candidates()] if refusals else []
    refused = [_refusal(document, found) for found in seen if not found.accepted]
    return Merged(goals, measures, targets, sorted(refused, key=attrgetter("start", "end")))


def _accepted(candidates: Iterable[_Found]) -> list[_Found]:
    """Those that were accepted, in document order."""
    return sorted((found for found in candidates if found.accepted), key=attrgetter("start", "end"))


def _place(found: TargetCandidate) -> int:
    """Where the number is written, if there is one."""
    return found.start if found.number_start is None else found.number_start


def _refusal(document: Document, found: Candidate) -> Refusal:
    reason, code, params = _told(found.reason)
    quote = document.text[found.start : found.end]
    return Refusal(start=found.start, end=found.end, quote=quote, reason=reason or "", code=code, params=params)


def _told(why: Message | None) -> tuple[str | None, str | None, dict[str, Any] | None]:
    """A verdict's sentence, code and parameters, as they are published."""
    return (why.text("en"), why.code, why.json() or None) if why else (None, None, None)


def _shared(document: Document, found: Candidate, place: Place | None, doubt: Message | None) -> dict[str, Any]:
    """The fields that all items have, but for the id; ``place`` is where it stands in its file, ``doubt`` its row's."""
    written = document.text[found.start : found.end]
    quote = written.strip()  # no item begins or ends with blanks, whatever a mark stood beside
    start = found.start + written.find(quote)
    shared: dict[str, Any] = {"quote": quote, "start": start, "end": start + len(quote), "source": found.source}
    if found.text_source:
        shared["text_source"] = found.text_source
    if place:
        shared["locator"] = Locator(page=place.page, paragraph=place.paragraph, cell=place.cell)
    if found.unsure or doubt:  # most are sure: a field that is left out need not be validated
        shared["unsure"], shared["unsure_code"], shared["unsure_params"] = _told(found.unsure or doubt)
    return shared


def _goals(
    document: Document, outline: Outline, clauses: Clauses, candidates: list[GoalCandidate],
    by_heading: dict[int, str], rows: TableRows,
) -> list[Goal]:  # fmt: skip
    """Goals with ids; ``by_heading`` gets the goal id of every heading that is one."""
    by_heading |= {found.heading: f"g{n}" for n, found in enumerate(candidates, 1) if found.heading is not None}
    made = []
    for number, found in enumerate(candidates, 1):
        shared = _shared(document, found, document.place(found.start), rows.doubt_at(found.start))
        parent = _goal_over(outline, found.parent, by_heading)
        text = found.text or shared["quote"]
        clause = clauses.of(found.parent if found.heading is None else found.heading)
        made.append(Goal(id=f"g{number}", **shared, level=found.level, text=text, parent=parent, clause=clause))
    return made


def _goal_over(outline: Outline, heading: int | None, by_heading: dict[int, str]) -> str | None:
    while heading is not None:
        if heading in by_heading:
            return by_heading[heading]
        heading = outline.headings[heading].parent
    return None


def _measures(
    document: Document, outline: Outline, clauses: Clauses, candidates: list[MeasureCandidate],
    goals: list[Goal], by_heading: dict[int, str], rows: TableRows,
) -> list[Measure]:  # fmt: skip
    made = []
    for number, found in enumerate(candidates, 1):
        shared = _shared(document, found, document.place(found.start), rows.doubt_at(found.start, task=True))
        made.append(
            Measure(
                id=f"m{number}", **shared, text=found.text or shared["quote"], actors=found.actors,
                deadline=found.deadline,
                goal=rows.goal_of(goals, found.start) or _goal_over(outline, found.heading, by_heading),
                clause=clauses.of(found.heading, found.start), **_roles(document, found),
            )
        )  # fmt: skip
    return made


def _roles(document: Document, found: MeasureCandidate) -> dict[str, Any]:
    """Who leads, who helps and who else is named; a field that is left out need not be validated."""
    if not (found.actors or found.mentioned):
        return {}
    inside = [place for place in found.mentioned if found.start <= place[0] and place[1] <= found.end]
    named = [document.text[start:end] for start, end in inside]
    roles = (("lead", found.lead), ("support", found.support), ("actors_mentioned", named))
    return {name: names for name, names in roles if names}


def _targets(
    document: Document,
    outline: Outline,
    clauses: Clauses,
    candidates: list[TargetCandidate],
    goals: list[Goal],
    measures: list[Measure],
    by_heading: dict[int, str],
    rows: TableRows,
) -> list[Target]:
    said: dict[tuple[object, ...], list[Target]] = {}
    made = []
    for number, found in enumerate(candidates, 1):
        measure = _holder(measures, found) or rows.measure_of(measures, _place(found))
        inside = _holder(goals, found)
        goal = inside.id if inside else _goal_over(outline, found.heading, by_heading)
        target = Target(
            id=f"t{number}", **_shared(document, found, _target_place(document, found), rows.doubt_at(_place(found))),
            indicator=found.indicator,
            kind=found.kind, comparator=found.comparator, value=found.value, value_max=found.value_max, unit=found.unit,
            deadline=found.deadline, masked=found.masked, number_start=found.number_start, number_end=found.number_end,
            measure=measure.id if measure else None, goal=goal, same_as=None,
            clause=measure.clause if measure else clauses.of(found.heading),
        )  # fmt: skip
        first = _said_before(said, target)
        made.append(target if first is None else target.model_copy(update={"same_as": first}))
    return made


def _target_place(document: Document, found: TargetCandidate) -> Place | None:
    """In a table, the cell of the figure; else where the target begins."""
    place = None if found.number_start is None else document.place(found.number_start)
    return place if place is not None and place.cell is not None else document.place(found.start)


def _holder(items: Sequence[_Held], found: TargetCandidate) -> _Held | None:
    """The item whose sentence holds the target (its number, or its tag just behind the sentence)."""
    # A tag （6月底完成） stands outside its sentence.
    place = found.sentence_start if found.sentence_end <= found.start else _place(found)
    index = bisect_right(items, place, key=attrgetter("start")) - 1
    return items[index] if index >= 0 and place < items[index].end else None


def _said_before(said: dict[tuple[object, ...], list[Target]], target: Target) -> str | None:
    """The id of the first target that says the same; remembers ``target`` otherwise."""
    deadline = target.deadline if target.kind == "milestone" else None
    key = (target.kind, target.value, target.value_max, target.unit, target.masked, deadline)
    earlier = said.setdefault(key, [])
    for other in earlier[:_MAX_COMPARED]:
        same = other.indicator == target.indicator
        if not same and target.value is not None:
            same = _alike(other.indicator, target.indicator)
        if same:
            return other.id
    if len(earlier) < _MAX_COMPARED:
        earlier.append(target)
    return None


def _alike(one: str, other: str) -> bool:
    """Whether two indicators are worded alike; where they repeat a word, comparing takes the cube of their length."""
    if max(len(one), len(other)) > _MAX_WORDING:
        return False
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= _MIN_SIMILARITY and matcher.ratio() >= _MIN_SIMILARITY
