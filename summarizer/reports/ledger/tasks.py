"""The tasks of a summary: a row a measure with its targets, under the goal that they serve."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from summarizer.reports.days import Days
from summarizer.reports.ledger.figures import told
from summarizer.reports.ledger.reviewed import entry_of, parted, told_review
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.models import Goal, Measure, Target
    from summarizer.reports.labels import Labels
    from summarizer.reports.presentation import Presentation

_LONGEST_GOAL = 60
"""Characters of an aim of the whole plan that a cell shows; a longer one is a paragraph."""


@dataclass(slots=True)
class Task:
    """A row. ``goal`` is short enough for a cell, ``above`` are those over it, from the outermost inwards.

    ``section`` is the outermost. ``mentioned`` are offices that the plan names without saying that it is theirs, which
    are never among those that lead or help. ``filled`` is what people wrote, by the keys of columns.
    """

    number: int
    document: str
    clause: str = ""
    section: str = ""
    above: tuple[str, ...] = ()
    goal: str = ""
    measure: str = ""
    targets: str = ""
    lead: str = ""
    support: str = ""
    mentioned: str = ""
    due: date | None = None
    due_words: str = ""
    unsure: str = ""
    quote: str = ""
    place: str = ""
    review: str = ""
    filled: dict[str, object] = field(default_factory=dict)

    def value(self, key: str) -> object:
        """What stands in a column: what people wrote, where they did; a date where there is one, else the words."""
        if key in self.filled:
            return self.filled[key]
        if key == "due":
            return self.due or self.due_words
        return getattr(self, key, "")

    @property
    def day(self) -> date | None:
        """The day on which it is due: the one that people set, else what the plan's words mean."""
        given = self.filled.get("due")
        return given if isinstance(given, date) else self.due

    def offer(self, key: str, labels: Labels) -> str:
        """What a blank cell of a column offers: whom the plan names, where it says of nobody that he leads or helps."""
        taken = self.lead or self.support or {"lead", "support"} & self.filled.keys()
        return labels.offered.format(self.mentioned) if key == "lead" and self.mentioned and not taken else ""


def title_of(shown: Presentation) -> str:
    """What a document calls itself; its period where it has no title, never the name of its file."""
    info = shown.info
    return clean(info.title or (shown.labels.year_of.format(info.period) if info.period else ""))


def name_of(shown: Presentation) -> str:
    """What a document is called among others: its title, else its period and the name of its file."""
    title, file = title_of(shown), clean(shown.info.name)
    return title if shown.info.title else shown.labels.bracketed(title, file) if title else file


def ledger_title(shown: Presentation, *, alone: bool) -> str:
    """What stands over the ledger of one or of several documents, and whose part of it it is."""
    own = title_of(shown) if alone else ""
    named = own.endswith(shown.labels.ledger)  # a task table that was read is called one already
    title = own if named else shown.labels.table_of.format(own) if own else shown.labels.ledger
    return shown.labels.bracketed(title, clean(shown.view.office)) if shown.view.office else title


def tasks(shown: Presentation, first: int = 1) -> list[Task]:
    """The rows of a document in reading order, counted from ``first``."""
    made = _Tasks(shown)
    rows = sorted(_rows(shown), key=_start)
    return [made.task(number, *row) for number, row in enumerate(rows, first)]


def paragraphs(shown: Presentation) -> list[str]:
    """The aims of the whole plan that are too long for a cell."""
    return [clean(goal.text) + shown.worded(goal) for goal in shown.summary.goals if _is_paragraph(goal)]


def _is_paragraph(goal: Goal) -> bool:
    return goal.level == "overall" and len(goal.text) > _LONGEST_GOAL


_Row = tuple["Goal | None", "tuple[str, ...]", "Measure | None", "Sequence[Target]"]


def _start(row: _Row) -> int:
    """Where the plan says it."""
    goal, _, measure, targets = row
    item = measure or (targets[0] if targets else goal)
    return item.start if item is not None else 0


def _rows(shown: Presentation) -> Iterator[_Row]:
    """Goal, those above it, measure and targets of each row; a goal that nothing serves has a row of its own.

    An aim of the whole plan is no task, nor is a goal that is broken down into others, unless people filled in
    something beside it. A measure has a row for each way in which its targets were filled in.
    """
    over: list[str] = []
    for depth, branch in shown.tree():
        goal = branch.goal
        del over[depth:]
        above = tuple(filter(None, over))
        over.append("" if goal is None or _is_paragraph(goal) else clean(goal.text))
        for target in branch.targets:
            yield goal, above, None, [target]
        for measure, targets in branch.measures:
            yield from ((goal, above, measure, row) for row in parted(measure, targets))
        bare = not (branch.targets or branch.measures or branch.branches)
        if goal and ((bare and not _is_paragraph(goal)) or entry_of(goal)):
            yield goal, above, None, []


class _Tasks:
    def __init__(self, shown: Presentation) -> None:
        self._shown, self._labels = shown, shown.labels
        self._last = Days(shown.summary).last
        self._document = name_of(shown)
        self._told: set[str] = set()

    def task(
        self, number: int, goal: Goal | None, above: tuple[str, ...], measure: Measure | None, targets: Sequence[Target]
    ) -> Task:
        shown = self._shown
        item = measure or (targets[0] if targets else goal)
        section = above[0] if above else ""
        made = Task(number, self._document, section=section, above=above, goal=self._goal(goal))
        if goal is not None and item is goal:
            made.goal = self._whole(goal)
        if item is None:
            return made
        made.clause, made.quote, made.place = item.clause or "", clean(item.quote), shown.place(item)
        if measure is not None:
            mark = shown.symbols.warning if measure.unsure else ""
            made.measure = mark + clean(measure.text) + shown.worded(measure)
            if measure.actors:
                made.lead, made.support = map(self._names, offices_of(measure))
            made.mentioned = clean(shown.mentioned(measure))
        made.unsure = self._doubts(goal, measure, targets)
        if shown.summary.review is not None:
            alone = [goal] if goal is not None and measure is None else []
            made.review, made.filled = told_review(self._labels, measure, targets or alone)
        if not targets and measure is not None and not measure.deadline:
            return made  # as most are
        made.targets = self._labels.semicolon.join(dict.fromkeys(told(shown, target) for target in targets))
        own = [measure.deadline] if measure is not None and measure.deadline else [each.deadline for each in targets]
        due = list(dict.fromkeys(clean(words) for words in own if words))
        made.due_words = self._labels.comma.join(due)
        days = [self._last(words) for words in due]
        if days and None not in days:
            made.due = max(day for day in days if day is not None)
        return made

    def _doubts(self, goal: Goal | None, measure: Measure | None, targets: Sequence[Target]) -> str:
        """Why a person should look; of a goal, in the first of its rows."""
        own = [each for each in (measure, *targets) if each is not None and each.unsure]
        said = dict.fromkeys(clean(self._shown.reason(each)) for each in own)
        if goal is not None and goal.unsure and goal.id not in self._told:
            self._told.add(goal.id)
            said[self._labels.column_goal + self._labels.colon + clean(self._shown.reason(goal))] = None
        return self._labels.semicolon.join(said)

    def _goal(self, goal: Goal | None) -> str:
        if goal is None:
            return ""  # as in a task table that names none
        if _is_paragraph(goal):
            return self._labels.overall_goal
        return self._whole(goal)

    def _whole(self, goal: Goal) -> str:
        return (self._shown.symbols.warning if goal.unsure else "") + clean(goal.text) + self._shown.worded(goal)

    def _names(self, names: Sequence[str]) -> str:
        return clean(self._labels.comma.join(names))


def offices_of(measure: Measure) -> tuple[list[str], list[str]]:
    """Who leads and who helps; where the plan tells nobody apart, all of them lead."""
    if not measure.lead:
        support = measure.support or []
        return [name for name in measure.actors if name not in support], support
    return measure.lead, [name for name in measure.actors if name not in measure.lead]
