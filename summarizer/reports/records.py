"""What tables tell of items and rejected candidates, one record each, by the names of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.models import Goal, Measure, Refusal, Target

if TYPE_CHECKING:
    from summarizer.reports.presentation import Presentation

Row = dict[str, Any]


def record(shown: Presentation, item: Goal | Measure | Target) -> Row:
    """One item, in people's words; numbers are numbers, links the identifiers of others."""
    labels = shown.labels
    if isinstance(item, Goal):
        group, under = "goals", item.parent
        own: Row = {"kind": labels.levels[item.level], "text": item.text}
    elif isinstance(item, Measure):
        group, under = "measures", item.goal
        own = {
            "text": item.text,
            "actors": shown.actors(item),
            "deadline": item.deadline,
            "mentioned": shown.mentioned(item),
        }
    else:
        group, under = "targets", item.goal
        own = {
            "kind": labels.kinds[item.kind],
            "text": item.indicator,
            "amount": shown.amount(item),
            "comparator": item.comparator,
            "value": item.value,
            "value_max": item.value_max,
            "unit": item.unit,
            "deadline": item.deadline,
            "masked": labels.yes if item.masked else "",
            "measure": item.measure,
            "measure_text": shown.measures.get(item.measure or ""),
        }
    own |= {
        "document": shown.info.name,
        "group": labels.groups[group],
        "id": item.id,
        "goal": under,
        "goal_text": shown.goals.get(under or ""),
        "unsure": shown.reason(item),
        "source": item.source,
        "quote": item.quote,
        "place": shown.place(item),
        "start": item.start,
        "end": item.end,
    }
    return own


def rejected(shown: Presentation, refusal: Refusal) -> Row:
    """A candidate that was not taken, among the words around it, and why."""
    return {
        "document": shown.info.name,
        "quote": "".join(shown.in_context(refusal)),
        "reason": shown.reason(refusal),
        "place": shown.place(refusal),
        "start": refusal.start,
        "end": refusal.end,
    }
