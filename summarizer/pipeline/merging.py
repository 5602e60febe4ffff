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
    from summarizer.engines.candidates import (
        Candidate,
        ChunkExtraction,
        GoalCandidate,
        MeasureCandidate,
        TargetCandidate,
    )
    from summarizer.structure.outline import Outline

_Held = TypeVar("_Held", Goal, Measure)

_SAME_WORDS = 0.6
_MOST_COMPARED = 12


class Merged(NamedTuple):
    """The items of a document, in document order, and the refused candidates."""

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


def _doubt(found: Candidate) -> dict[str, Any]:
    """The fields that say why a person should look."""
    why = found.unsure
    if why is None:
        return {}
    return {"unsure": why.text("en"), "unsure_code": why.code, "unsure_params": why.json() or None}


def _goals(document: Document, outline: Outline, candidates: list[GoalCandidate]) -> tuple[list[Goal], dict[int, str]]:
    """Goals with ids, and the goal id of every heading that is one."""
    by_heading = {d.heading: f"g{n}" for n, d in enumerate(candidates, 1) if d.heading is not None}
    made = []
    for number, found in enumerate(candidates, 1):
        quote = document.text[found.start : found.end]
        made.append(
            Goal(
                id=f"g{number}", quote=quote, start=found.start, end=found.end,
                source=found.source, **_doubt(found), locator=_locator(document, found.start),
                level=found.level, text=found.text or quote, parent=_goal_over(outline, found.parent, by_heading),
            )
        )  # fmt: skip
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
        quote = document.text[found.start : found.end]
        made.append(
            Measure(
                id=f"m{number}", quote=quote, start=found.start, end=found.end,
                source=found.source, **_doubt(found), locator=_locator(document, found.start),
                text=found.text or quote, actors=found.actors, deadline=found.deadline,
                goal=_goal_over(outline, found.heading, by_heading),
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
            id=f"t{number}", quote=document.text[found.start : found.end], start=found.start, end=found.end,
            source=found.source, **_doubt(found), locator=_target_locator(document, found),
            indicator=found.indicator, kind=found.kind,
            comparator=found.comparator, value=found.value, value_max=found.value_max, unit=found.unit,
            deadline=found.deadline, masked=found.masked, number_start=found.number_start, number_end=found.number_end,
            measure=measure.id if measure else None, goal=goal, same_as=None,
        )  # fmt: skip
        first = _said_before(said, target)
        made.append(target if first is None else target.model_copy(update={"same_as": first}))
    return made


def _locator(document: Document, offset: int) -> Locator | None:
    """Where an offset stands in the file; None in a plain text, which is its own place."""
    place = document.place(offset)
    return Locator(page=place.page, paragraph=place.paragraph, cell=place.cell) if place else None


def _target_locator(document: Document, found: TargetCandidate) -> Locator | None:
    """In a table, the cell of the figure; else where the target begins."""
    place = document.place(found.number_start) if found.number_start is not None else None
    in_cell = place is not None and place.cell is not None and found.number_start is not None
    return _locator(document, found.number_start if in_cell and found.number_start is not None else found.start)


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
    for other in earlier[:_MOST_COMPARED]:
        same = other.indicator == target.indicator
        if not same and target.value is not None:
            same = SequenceMatcher(None, other.indicator, target.indicator).ratio() >= _SAME_WORDS
        if same:
            return other.id
    if len(earlier) < _MOST_COMPARED:
        earlier.append(target)
    return None
