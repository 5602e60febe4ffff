"""How certain the words of an item are that were recognised in a picture of a page, and what is too little."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from summarizer.documents.doubts import MARKED, TABLED, is_number
from summarizer.messages import Message
from summarizer.models import Goal, Measure, Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents import Document
    from summarizer.documents.parts import Certainty
    from summarizer.pipeline.merging import Merged

_Item = TypeVar("_Item", Goal, Measure, Target)

SURE = 0.95
"""Below it a person should look; measured: ``python -m benchmarks.ocr --calibrate``."""
_WHOLE = 100
"""Percent."""
_AROUND = 2
"""Characters beside a number that say what it counts, or bound it."""


def weighed(merged: Merged, document: Document) -> Merged:
    """The items with the ``confidence`` of those that were recognised; ``unsure`` where it is below :data:`SURE`."""
    due = _dates(merged, document.text)
    return merged._replace(
        goals=[_weighed(goal, document, _words(goal, document.text)) for goal in merged.goals],
        measures=[_weighed(measure, document, _words(measure, document.text)) for measure in merged.measures],
        targets=[
            _weighed(
                target,
                document,
                _figures(target, document.text) | (due.get(target.measure, set()) if target.deadline else set()),
            )
            for target in merged.targets
        ],
    )


def _weighed(item: _Item, document: Document, places: set[int]) -> _Item:
    """The item, as certain as the least certain of the characters at ``places``."""
    found = [*_certainties(document, places)]
    if not found:
        return item
    confidence = min(one.confidence for one in found)
    update: dict[str, object] = {"confidence": confidence}
    if why := _doubt(item, confidence, {one.why for one in found if one.why}):
        if item.unsure_code:
            before = Message.of_json(item.unsure_code, item.unsure_params)
            why = Message("recognised-and", {"recognised": why, "reason": before})
        update |= {"unsure": why.text("en"), "unsure_code": why.code, "unsure_params": why.json()}
    return item.model_copy(update=update)


def _doubt(item: _Item, confidence: float, causes: set[str]) -> Message | None:
    """Why a person should look at a recognised item; None where it is sure."""
    if causes:
        return Message(next(code for code in (TABLED, MARKED) if code in causes))
    if confidence < SURE:
        return Message("recognised-doubtfully", {"confidence": f"{confidence:.2f}"})
    if isinstance(item, Target) and item.unit == "%" and max(item.value or 0, item.value_max or 0) > _WHOLE:
        # A decimal point is the first thing to be lost, and few shares are more than the whole.
        return Message("recognised-beyond")
    return None


def _words(item: Goal | Measure | Target, text: str) -> set[int]:
    return {at for at in range(item.start, item.end) if text[at].isalnum()}


def _number(target: Target) -> range:
    """Where a target's number stands, with what is beside it."""
    if target.number_start is None or target.number_end is None:
        return range(0)
    return range(target.number_start - _AROUND, target.number_end + _AROUND)


def _figures(target: Target, text: str) -> set[int]:
    """What a target says in figures; all of its words where it says nothing so."""
    figures = {near for at in range(target.start, target.end) if is_number(text[at]) for near in range(at - 1, at + 2)}
    return figures | set(_number(target)) or _words(target, text)


def _dates(merged: Merged, text: str) -> dict[str | None, set[int]]:
    """The numbers of each measure that are no target's: of when it is due, wherever in the sentence that stands."""
    counted: defaultdict[str | None, set[int]] = defaultdict(set)
    for target in merged.targets:
        if target.number_start is not None and target.number_end is not None:
            counted[target.measure].update(range(target.number_start, target.number_end))
    return {
        measure.id: {at for at in range(measure.start, measure.end) if is_number(text[at])} - counted[measure.id]
        for measure in merged.measures
    }


def _certainties(document: Document, places: set[int]) -> Iterator[Certainty]:
    certain = document.certainties
    if not places:
        return
    at = max(0, bisect_right(certain, min(places), key=attrgetter("start")) - 1)
    last = max(places)
    while at < len(certain) and certain[at].start <= last:
        if not places.isdisjoint(range(certain[at].start, certain[at].end)):
            yield certain[at]
        at += 1
