"""What the rules read in a span that a person chose: the readings of a target, a measure, a goal.

The reader is the one that reads documents; nothing here knows a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.review.models import SpanReading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.engines.candidates import ChunkExtraction, GoalCandidate, MeasureCandidate, TargetCandidate
    from summarizer.engines.rules.reasons import Reason
    from summarizer.models import Group, Level

_EDGES = " \t\n\u3000,.;:，。；：、!?！？"
_NO_COUNT: Reason = "ordinal"
"""The number of a day or of a clause, which counts nothing."""
QUANTITY = (
    "kind", "comparator", "value", "value_max", "unit", "deadline", "masked", "number_start", "number_end",
)  # fmt: skip
"""Fields of a target that are read, and not worded."""


def readings(group: Group, found: ChunkExtraction, text: str, start: int, end: int) -> list[SpanReading]:
    """The readings of ``text[start:end]`` as an item of ``group``, the likeliest first; at least one.

    A target of which no number is read is a milestone, unless a person says otherwise.
    """
    quote = text[start:end]
    if group == "goals":
        return [_of_goal(found.goals, quote)]
    if group == "measures":
        return [_of_measure(found.measures, quote)]
    made = sorted(_of_targets(found.targets, text, start, end), key=lambda one: not one.sure)
    counts = [one for one in made if one.why is None or one.why.code != _NO_COUNT]
    if counts:
        return made
    due = next((one.deadline for one in found.measures), None)
    return [SpanReading(fields=_unread(quote, due), sure=False), *made]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _of_goal(found: Iterable[GoalCandidate], quote: str) -> SpanReading:
    level: Level = next((one.level for one in found), "task")
    return SpanReading(fields={"level": level, "text": quote})


def _of_measure(found: Iterable[MeasureCandidate], quote: str) -> SpanReading:
    fields: dict[str, Any] = {"text": quote, "actors": [], "lead": None, "support": None, "deadline": None}
    for one in found:
        fields |= {
            "actors": one.actors, "lead": one.lead or None, "support": one.support or None, "deadline": one.deadline,
        }  # fmt: skip
        break
    return SpanReading(fields=fields)


def _of_targets(found: Iterable[TargetCandidate], text: str, start: int, end: int) -> Iterator[SpanReading]:
    seen: list[dict[str, Any]] = []
    for one in found:
        if one.number_start is not None and not (start <= one.number_start and (one.number_end or 0) <= end):
            continue  # of the row that the span is a part of
        fields = {name: getattr(one, name) for name in QUANTITY}
        if fields in seen:
            continue
        seen.append(fields)
        words = one.indicator if one.accepted or one.unsure else ""
        worded = {"indicator": words or _worded(text, start, end, one)}
        yield SpanReading(
            fields=fields | worded, sure=one.accepted and one.unsure is None, why=one.reason or one.unsure
        )


def _worded(text: str, start: int, end: int, found: TargetCandidate) -> str:
    """The longer of what stands before and behind the number in the span: what is counted, as far as one can tell."""
    if found.number_start is None or found.number_end is None:
        return text[start:end]
    parts = text[start : found.number_start].strip(_EDGES), text[found.number_end : end].strip(_EDGES)
    return max(parts, key=len) or text[start:end]


def _unread(quote: str, due: str | None) -> dict[str, Any]:
    return {
        "kind": "milestone", "comparator": "=", "value": None, "value_max": None, "unit": None, "deadline": due,
        "masked": False, "number_start": None, "number_end": None, "indicator": quote.strip(_EDGES) or quote,
    }  # fmt: skip
