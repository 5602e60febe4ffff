"""Merging: one list of goals, measures and targets out of drafts — ids, links, repeated commitments.

Ids count in document order (g1, m1, t1), so the same input gives the same ids in every run.
Links are structural: a measure serves the innermost goal over it, a target belongs to the measure
whose sentence holds it. The same commitment said again is kept and linked by ``same_as``.
"""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from summarizer.models import Goal, Locator, Measure, Refusal, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.documents.document import Document
    from summarizer.engines.candidates import ChunkExtraction, Draft, GoalDraft, MeasureDraft, TargetDraft
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
    """Give ids and links to all accepted drafts of ``extractions``; the refused become ``Refusal``s if ``refusals``."""
    parts = list(extractions)
    goals = sorted((g for p in parts for g in p.goals), key=lambda g: (g.start, g.end))
    measures = sorted((m for p in parts for m in p.measures), key=lambda m: (m.start, m.end))
    targets = sorted((t for p in parts for t in p.targets), key=_target_order)
    made_goals, by_heading = _goals(document, outline, [g for g in goals if g.accepted])
    made_measures = _measures(document, outline, [m for m in measures if m.accepted], by_heading)
    made_targets = _targets(
        document, outline, [t for t in targets if t.accepted], made_goals, made_measures, by_heading
    )
    seen = [draft for part in parts for draft in part.drafts()] if refusals else []
    refused = [_refusal(document, draft) for draft in seen if not draft.accepted]
    return Merged(made_goals, made_measures, made_targets, sorted(refused, key=lambda r: (r.start, r.end)))


def _target_order(target: TargetDraft) -> tuple[int, int, int]:
    place = target.start if target.number_start is None else target.number_start
    return place, target.start, target.end


def _refusal(document: Document, draft: Draft) -> Refusal:
    return Refusal(
        start=draft.start, end=draft.end, quote=document.text[draft.start : draft.end], reason=draft.reason or ""
    )


def _goals(document: Document, outline: Outline, drafts: list[GoalDraft]) -> tuple[list[Goal], dict[int, str]]:
    """Goals with ids, and the goal id of every heading that is one."""
    by_heading = {d.heading: f"g{n}" for n, d in enumerate(drafts, 1) if d.heading is not None}
    made = []
    for number, draft in enumerate(drafts, 1):
        quote = document.text[draft.start : draft.end]
        made.append(
            Goal(
                id=f"g{number}", quote=quote, start=draft.start, end=draft.end,
                source=draft.source, unsure=draft.unsure, locator=_locator(document, draft.start),
                level=draft.level, text=draft.text or quote, parent=_goal_over(outline, draft.parent, by_heading),
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
    document: Document, outline: Outline, drafts: list[MeasureDraft], by_heading: dict[int, str]
) -> list[Measure]:
    made = []
    for number, draft in enumerate(drafts, 1):
        quote = document.text[draft.start : draft.end]
        made.append(
            Measure(
                id=f"m{number}", quote=quote, start=draft.start, end=draft.end,
                source=draft.source, unsure=draft.unsure, locator=_locator(document, draft.start),
                text=draft.text or quote, actors=draft.actors, deadline=draft.deadline,
                goal=_goal_over(outline, draft.heading, by_heading),
            )
        )  # fmt: skip
    return made


def _targets(
    document: Document,
    outline: Outline,
    drafts: list[TargetDraft],
    goals: list[Goal],
    measures: list[Measure],
    by_heading: dict[int, str],
) -> list[Target]:
    measure_starts = [m.start for m in measures]
    goal_starts = [g.start for g in goals]
    said: dict[tuple[object, ...], list[Target]] = {}
    made = []
    for number, draft in enumerate(drafts, 1):
        measure = _holder(measures, measure_starts, draft)
        inside = _holder(goals, goal_starts, draft)
        goal = inside.id if inside else _goal_over(outline, draft.heading, by_heading)
        target = Target(
            id=f"t{number}", quote=document.text[draft.start : draft.end], start=draft.start, end=draft.end,
            source=draft.source, unsure=draft.unsure, locator=_target_locator(document, draft),
            indicator=draft.indicator, kind=draft.kind,
            comparator=draft.comparator, value=draft.value, value_max=draft.value_max, unit=draft.unit,
            deadline=draft.deadline, masked=draft.masked, number_start=draft.number_start, number_end=draft.number_end,
            measure=measure.id if measure else None, goal=goal, same_as=None,
        )  # fmt: skip
        first = _said_before(said, target)
        made.append(target if first is None else target.model_copy(update={"same_as": first}))
    return made


def _locator(document: Document, offset: int) -> Locator | None:
    """Where an offset stands in the file; None in a plain text, which is its own place."""
    place = document.place(offset)
    return Locator(page=place.page, paragraph=place.paragraph, cell=place.cell) if place else None


def _target_locator(document: Document, draft: TargetDraft) -> Locator | None:
    """In a table, the cell of the figure; else where the target begins."""
    place = document.place(draft.number_start) if draft.number_start is not None else None
    in_cell = place is not None and place.cell is not None and draft.number_start is not None
    return _locator(document, draft.number_start if in_cell and draft.number_start is not None else draft.start)


def _holder(items: Sequence[_Held], starts: list[int], draft: TargetDraft) -> _Held | None:
    """The item whose sentence holds the target (its number, or its tag just behind the sentence)."""
    place = draft.start if draft.number_start is None else draft.number_start
    if draft.sentence_end <= draft.start:
        place = draft.sentence_start  # a tag （6月底完成） stands outside its sentence
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
