"""What a person looks at beside the items: the text, and what the rules and the model each say of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.engines.candidates import GoalCandidate, MeasureCandidate
from summarizer.messages import Message
from summarizer.models import Goal, Measure, Target
from summarizer.review.models import Correction, ItemView, ReviewText
from summarizer.review.reading import QUANTITY
from summarizer.review.state import model_of, placed_now

if TYPE_CHECKING:
    from summarizer.engines.candidates import Candidate, TargetCandidate
    from summarizer.review.models import AnyItem
    from summarizer.review.original import Original
    from summarizer.review.state import ItemRow

RULES = "rules"
_LEFT_OUT = "model-left-it-out"


def text_of(original: Original, version: int) -> ReviewText:
    """The text that items stand in, with its places and headings."""
    held, source = original.corrections, original.found.source
    spans = [(one.start, one.end, held.now(one.start, one.end)) for one in held.replaced]
    headings = original.headings
    return ReviewText(
        text=original.text, version=version, name=source.name, language=source.language,
        places=[(held.now(one.start, one.start)[0], one.page, one.paragraph, one.cell) for one in source.places],
        headings=headings,
        scanned=[(*held.now(one.start, one.end), one.confidence) for one in source.certainties],
        corrections=[
            Correction(start=now[0], end=now[1], was=source.text[start:end], text=original.text[slice(*now)])
            for start, end, now in spans
        ],
    )  # fmt: skip


def views_of(row: ItemRow, original: Original, engine: str) -> list[ItemView]:
    """What each side says of an item; a person's word last, where there is one."""
    base = row.base
    views = [_of_rules(row, original)] if engine != RULES or base is None else []
    if base is not None:
        views.append(_of_engine(row, original, engine))
    if row.edited or row.added:
        views.append(ItemView(source="person", item=model_of(row.group, row.item, original.corrections)))
    return views


def _of_engine(row: ItemRow, original: Original, engine: str) -> ItemView:
    base: dict[str, Any] = row.base or {}
    item = model_of(row.group, base | placed_now(base, original.corrections), None)
    why = None if item.unsure_code is None else Message.of_json(item.unsure_code, item.unsure_params)
    if engine == RULES:
        return ItemView(source="rules", item=item, why=why)
    left_out = item.unsure_code == _LEFT_OUT
    return ItemView(source="model", item=None if left_out else item, why=why)


def _of_rules(row: ItemRow, original: Original) -> ItemView:
    """The candidate of the rules that shares the most of its span."""
    place = placed_now(row.item, original.corrections)
    start, end = place["start"], place["end"]
    near = [
        one for one in getattr(original.candidates, row.group)
        if one.start < end and start < one.end and not _elsewhere(one, place)
    ]  # fmt: skip
    if not near:
        return ItemView(source="rules", why=Message("review-rules-silent"))
    best = max(
        near, key=lambda one: (min(end, one.end) - max(start, one.start)) / (max(end, one.end) - min(start, one.start))
    )
    if not best.accepted:
        return ItemView(source="rules", why=best.reason or best.unsure)
    return ItemView(source="rules", item=_item(row.key, best, original.text), why=best.unsure)


def _elsewhere(one: Any, place: dict[str, Any]) -> bool:
    """Whether it is of another number than the item."""
    own, number = place.get("number_start"), getattr(one, "number_start", None)
    return own is not None and number is not None and own != number


def _item(key: str, found: Candidate, text: str) -> AnyItem:
    shared: dict[str, Any] = {
        "id": key, "quote": text[found.start : found.end], "start": found.start, "end": found.end,
        "source": found.source,
    }  # fmt: skip
    if isinstance(found, GoalCandidate):
        return Goal(**shared, level=found.level, text=found.text or shared["quote"])
    if isinstance(found, MeasureCandidate):
        return Measure(
            **shared, text=found.text or shared["quote"], actors=found.actors, lead=found.lead or None,
            support=found.support or None, deadline=found.deadline,
        )  # fmt: skip
    target: TargetCandidate = found  # type: ignore[assignment]
    return Target(**shared, indicator=target.indicator, **{name: getattr(target, name) for name in QUANTITY})
