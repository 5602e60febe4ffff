"""Merging: one list of goals, measures and targets out of candidates — ids, links, repeated commitments.

Ids count in document order (g1, m1, t1), so the same input gives the same ids in every run.
Links are structural: a measure serves the innermost goal over it, a target belongs to the measure
whose sentence holds it. The same commitment said again is kept and linked by ``same_as``.
"""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from summarizer.models import Goal, Locator, Measure, Refusal, Target

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
    from summarizer.structure.outline import Outline

_Held = TypeVar("_Held", Goal, Measure)

_MIN_SIMILARITY = 0.6
_MAX_COMPARED = 12


class Merged(NamedTuple):
    """The items of a document, in document order, and the rejected candidates."""

    goals: list[Goal]
    measures: list[Measure]
    targets: list[Target]
    refused: list[Refusal]


def merge(
    document: Document, outline: Outline, extractions: Iterable[ChunkExtraction], *, refusals: bool = True
) -> Merged:
    """Give ids and links to the accepted candidates of ``extractions``; the rejected become ``Refusal``s if asked."""
    parts = list(extractions)
    goals = sorted((g for p in parts for g in p.goals), key=lambda g: (g.start, g.end))
    measures = sorted((m for p in parts for m in p.measures), key=lambda m: (m.start, m.end))
    targets = sorted((t for p in parts for t in p.targets), key=_target_order)
    made_goals, by_heading = _goals(document, outline, [g for g in goals if g.accepted])
    made_measures = _measures(document, outline, [m for m in measures if m.accepted], by_heading)
    made_targets = _targets(
        document, outline, [t for t in targets if t.accepted], made_goals, made_measures, by_heading
    )
    seen = [found for part in parts for found in part.candidates()] if refusals else []
    refused = [_refusal(document, found) for found in seen if not found.accepted]
    return Merged(made_goals, made_measures, made_targets, sorted(refused, key=lambda r: (r.start, r.end)))


def _target_order(target: TargetCandidate) -> tuple[int, int, int]:
    place = target.start if target.number_start is None else target.number_start
    return place, target.start, target.end


def _refusal(document: Document, found: Candidate) -> Refusal:
    why = found.reason
    return Refusal(
        start=found.start, end=found.end, quote=document.text[found.start : found.end],
        reason=why.text("en") if why else "", code=why.code if why else None, params=(why and why.json()) or None,
    )  # fmt: skip


def _shared(document: Document, found: Candidate, place: Place | None) -> dict[str, Any]:
    """The fields that all items have, but for the id; ``place`` is where it stands in its file."""
    why = found.unsure
    return {
        "quote": document.text[found.start : found.end], "start": found.start, "end": found.end,
        "source": found.source,
        "locator": place and Locator(page=place.page, paragraph=place.paragraph, cell=place.cell),
        "unsure": why and why.text("en"),
        "unsure_code": why and why.code,
        "unsure_params": (why and why.json()) or None,
    }  # fmt: skip


def _goals(document: Document, outline: Outline, candidates: list[GoalCandidate]) -> tuple[list[Goal], dict[int, str]]:
    """Goals with ids, and the goal id of every heading that is one."""
    by_heading = {d.heading: f"g{n}" for n, d in enumerate(candidates, 1) if d.heading is not None}
    made = []
    for number, found in enumerate(candidates, 1):
        shared = _shared(document, found, document.place(found.start))
        parent = _goal_over(outline, found.parent, by_heading)
        text = found.text or shared["quote"]
        made.append(Goal(id=f"g{number}", **shared, level=found.level, text=text, parent=parent))
    return made, by_heading


def _goal_over(outline: Outline, heading: int | None, by_heading: dict[int, str]) -> str | None:
    while heading is not None:
        if heading in by_heading:
            return by_heading[heading]
        heading = outline.headings[heading].parent
    return None


def _measures(
    document: Document, outline: Outline, candidates: list[MeasureCandidate], by_heading: dict[int, str]
) -> list[Measure]:
    made = []
    for number, found in enumerate(candidates, 1):
        shared = _shared(document, found, document.place(found.start))
        made.append(
            Measure(
                id=f"m{number}", **shared, text=found.text or shared["quote"], actors=found.actors,
                deadline=found.deadline, goal=_goal_over(outline, found.heading, by_heading),
            )
        )  # fmt: skip
    return made


def _targets(
    document: Document,
    outline: Outline,
    candidates: list[TargetCandidate],
    goals: list[Goal],
    measures: list[Measure],
    by_heading: dict[int, str],
) -> list[Target]:
    measure_starts = [m.start for m in measures]
    goal_starts = [g.start for g in goals]
    said: dict[tuple[object, ...], list[Target]] = {}
    made = []
    for number, found in enumerate(candidates, 1):
        measure = _holder(measures, measure_starts, found)
        inside = _holder(goals, goal_starts, found)
        goal = inside.id if inside else _goal_over(outline, found.heading, by_heading)
        target = Target(
            id=f"t{number}", **_shared(document, found, _target_place(document, found)), indicator=found.indicator,
            kind=found.kind, comparator=found.comparator, value=found.value, value_max=found.value_max, unit=found.unit,
            deadline=found.deadline, masked=found.masked, number_start=found.number_start, number_end=found.number_end,
            measure=measure.id if measure else None, goal=goal, same_as=None,
        )  # fmt: skip
        first = _said_before(said, target)
        made.append(target if first is None else target.model_copy(update={"same_as": first}))
    return made


def _target_place(document: Document, found: TargetCandidate) -> Place | None:
    """In a table, the cell of the figure; else where the target begins."""
    place = None if found.number_start is None else document.place(found.number_start)
    return place if place is not None and place.cell is not None else document.place(found.start)


def _holder(items: Sequence[_Held], starts: list[int], found: TargetCandidate) -> _Held | None:
    """The item whose sentence holds the target (its number, or its tag just behind the sentence)."""
    place = found.start if found.number_start is None else found.number_start
    if found.sentence_end <= found.start:
        place = found.sentence_start  # a tag （6月底完成） stands outside its sentence
    index = bisect_right(starts, place) - 1
    return items[index] if index >= 0 and place < items[index].end else None


def _said_before(said: dict[tuple[object, ...], list[Target]], target: Target) -> str | None:
    """The id of the first target that says the same; remembers ``target`` otherwise."""
    key = (
        target.kind,
        target.value,
        target.value_max,
        target.unit,
        target.masked,
        target.deadline if target.kind == "milestone" else None,
    )
    earlier = said.setdefault(key, [])
    for other in earlier[:_MAX_COMPARED]:
        same = other.indicator == target.indicator
        if not same and target.value is not None:
            same = SequenceMatcher(None, other.indicator, target.indicator).ratio() >= _MIN_SIMILARITY
        if same:
            return other.id
    if len(earlier) < _MAX_COMPARED:
        earlier.append(target)
    return None
