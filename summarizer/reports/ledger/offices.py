"""A summary parted by the offices that its measures name: what each of them has to do, as a summary of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.models import Overview

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.models import Goal, Measure, Summary, Target


def by_office(summary: Summary) -> dict[str, Summary]:
    """The part of each office that leads or helps, in the order in which they are named; that of none is called ''."""
    own: dict[str, list[Measure]] = {}
    for measure in summary.measures:
        for name in dict.fromkeys(measure.actors) or [""]:
            own.setdefault(name, []).append(measure)
    counted: dict[str | None, list[Target]] = {}
    for target in summary.targets:
        counted.setdefault(target.measure, []).append(target)
    if loose := counted.get(None):
        own.setdefault("", [])
    goals = {goal.id: goal for goal in summary.goals}
    parts = {}
    for name, measures in own.items():
        targets = [target for measure in measures for target in counted.get(measure.id, ())]
        targets += loose or [] if not name else []
        parts[name] = _part(summary, goals, measures, sorted(targets, key=lambda target: target.start))
    return parts


def _part(summary: Summary, goals: dict[str, Goal], measures: list[Measure], targets: list[Target]) -> Summary:
    """The summary of some measures and targets and of the goals over them; what is said of the whole is left out."""
    over = _over(goals, [*(measure.goal for measure in measures), *(target.goal for target in targets)])
    there = {target.id for target in targets}
    return summary.model_copy(
        update={
            "goals": [goal for goal in summary.goals if goal.id in over],
            "measures": measures,
            "targets": [t if t.same_as in there else t.model_copy(update={"same_as": None}) for t in targets],
            "overview": Overview(text=""),
            "refused": None,
        }
    )


def _over(goals: dict[str, Goal], named: Iterable[str | None]) -> set[str]:
    found: set[str] = set()
    for ident in named:
        at = ident
        while at is not None and at in goals and at not in found:
            found.add(at)
            at = goals[at].parent
    return found
