"""A summary parted by the offices that have something to do in it, as a summary of its own for each.

They are those that people filled in beside an item, else those that its measure names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from summarizer.models import Overview
from summarizer.reports.ledger.reviewed import entry_of, parted
from summarizer.reports.ledger.tasks import offices_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.models import Goal, Measure, Summary, Target

_T = TypeVar("_T", "Goal", "Measure")


@dataclass(slots=True)
class _OwnTasks:
    """What an office has to do, in the order in which it was found; ``said`` is what was filled in in its rows."""

    goals: set[str] = field(default_factory=set)
    measures: dict[str, Measure] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    said: dict[str, list[dict[str, object]]] = field(default_factory=dict)


def by_office(summary: Summary) -> dict[str, Summary]:
    """The part of each office that leads or helps, in the order in which they are named; that of none is called ''."""
    own: dict[str, _OwnTasks] = {}
    counted: dict[str | None, list[Target]] = {}
    for target in summary.targets:
        counted.setdefault(target.measure, []).append(target)
    for measure in summary.measures:
        for targets in parted(measure, counted.get(measure.id, ())):
            said = entry_of(measure) | entry_of(targets[0] if targets else None)
            for name in _offices(said, *offices_of(measure)):
                part = own.setdefault(name, _OwnTasks())
                part.measures[measure.id] = measure
                part.targets += targets
                part.said.setdefault(measure.id, []).append(said)
    for target in counted.get(None, ()):
        for name in _offices(entry_of(target)):
            own.setdefault(name, _OwnTasks()).targets.append(target)
    goals = {goal.id: goal for goal in summary.goals}
    over = {ident for part in own.values() for ident in _over(goals, part)}
    for goal in summary.goals:
        if (said := entry_of(goal)) and (goal.id not in over or {"lead", "support"} & said.keys()):
            for name in _offices(said):
                own.setdefault(name, _OwnTasks()).goals.add(goal.id)
    return {name: _summary(summary, goals, part) for name, part in own.items()}


def _offices(said: dict[str, object], lead: Sequence[str] = (), support: Sequence[str] = ()) -> list[str]:
    """Who leads and who helps in a row, as filled in, else as planned; one without a name, where nobody does."""
    names: list[str] = []
    for key, planned in (("lead", lead), ("support", support)):
        given = said.get(key)
        names += given if isinstance(given, list) else planned
    return list(dict.fromkeys(names)) or [""]


def _summary(summary: Summary, goals: dict[str, Goal], part: _OwnTasks) -> Summary:
    """The summary of a part and of the goals over it; what is said of the whole is left out.

    So is what people filled in for rows that are other offices'.
    """
    over = _over(goals, part)
    there = {target.id for target in part.targets}
    targets = sorted(part.targets, key=lambda target: target.start)
    return summary.model_copy(
        update={
            "goals": [_spared(goal, part) for goal in summary.goals if goal.id in over],
            "measures": [_shared(measure, part.said[measure.id]) for measure in part.measures.values()],
            "targets": [t if t.same_as in there else t.model_copy(update={"same_as": None}) for t in targets],
            "overview": Overview(text=""),
            "refused": None,
        }
    )


def _spared(goal: Goal, part: _OwnTasks) -> Goal:
    elsewhere = goal.id not in part.goals and {"lead", "support"} & entry_of(goal).keys()
    return _without(goal, [*entry_of(goal)]) if elsewhere else goal


def _shared(measure: Measure, said: Sequence[dict[str, object]]) -> Measure:
    own = entry_of(measure)
    return _without(measure, [name for name, value in own.items() if all(row[name] != value for row in said)])


def _without(item: _T, names: Sequence[str]) -> _T:
    """The item without some fields of what people filled in beside it."""
    if not names or item.review is None or item.review.ledger is None:
        return item
    ledger = item.review.ledger.model_copy(update=dict.fromkeys(names))
    return item.model_copy(update={"review": item.review.model_copy(update={"ledger": ledger})})


def _over(goals: dict[str, Goal], part: _OwnTasks) -> set[str]:
    """The goals of a part and those over it."""
    return _upwards(
        goals,
        [*(one.goal for one in part.measures.values()), *(one.goal for one in part.targets), *part.goals],
    )


def _upwards(goals: dict[str, Goal], named: Iterable[str | None]) -> set[str]:
    found: set[str] = set()
    for ident in named:
        at = ident
        while at is not None and at in goals and at not in found:
            found.add(at)
            at = goals[at].parent
    return found
