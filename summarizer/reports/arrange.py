"""Goals, measures and targets put in the order a reader wants: each under what it serves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.models import Goal, Measure, Summary, Target


@dataclass(slots=True)
class Branch:
    """A goal with what stands under it; ``goal`` is None for what stands under no goal."""

    goal: Goal | None
    measures: list[tuple[Measure, list[Target]]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)

    def items(self) -> Iterator[Goal | Measure | Target]:
        """The goal and what stands right under it, in reading order."""
        yield from [self.goal] if self.goal else []
        yield from self.targets
        for measure, targets in self.measures:
            yield measure
            yield from targets


def arrange(summary: Summary) -> list[Branch]:
    """The top branches, in document order; every item of ``summary`` stands in exactly one place below them.

    Items whose link leads nowhere (or in a circle) are not lost: goals come to the top, measures
    and targets into a last branch without a goal.
    """
    branches = {goal.id: Branch(goal) for goal in summary.goals}
    loose = Branch(None)
    owners: dict[str, list[Target]] = {}
    for measure in summary.measures:
        own: list[Target] = []
        owners[measure.id] = own
        branches.get(measure.goal or "", loose).measures.append((measure, own))
    for target in summary.targets:
        under = owners.get(target.measure or "")
        (branches.get(target.goal or "", loose).targets if under is None else under).append(target)
    tops = _nest(summary, branches)
    return [*tops, loose] if loose.measures or loose.targets else tops


def _nest(summary: Summary, branches: dict[str, Branch]) -> list[Branch]:
    children: defaultdict[str | None, list[Goal]] = defaultdict(list)
    for goal in summary.goals:
        children[goal.parent if goal.parent in branches else None].append(goal)
    tops: list[Branch] = []
    placed: set[str] = set()

    def grow(roots: list[Goal]) -> None:
        waiting = list(roots)
        while waiting:
            goal = waiting.pop()
            placed.add(goal.id)
            below = [child for child in children[goal.id] if child.id not in placed]
            branches[goal.id].branches = [branches[child.id] for child in below]
            waiting.extend(below)
        tops.extend(branches[goal.id] for goal in roots)

    grow(children[None])
    for goal in summary.goals:
        if goal.id not in placed:
            grow([goal])
    return tops


def walk(branches: list[Branch]) -> Iterator[tuple[int, Branch]]:
    """Every branch with its depth (0 at the top), a goal before what stands below it; no recursion."""
    waiting = [(0, branch) for branch in reversed(branches)]
    while waiting:
        depth, branch = waiting.pop()
        yield depth, branch
        waiting.extend((depth + 1, child) for child in reversed(branch.branches))
