"""What people filled in, given back to the rows of a ledger that is made anew.

A row is known by what it is of: the words of its measure (else of its targets, else of its goal), then its clause. One
whose words changed a little in the same clause or under the same goal is the same, and is listed for a look. Nothing
that somebody wrote is dropped: rows that no task answers to are listed whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from summarizer.reports.ledger.columns import FILLED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.reports.labels import Labels
    from summarizer.reports.ledger.tasks import Task

Row = dict[str, object]
"""A row of an earlier ledger by the keys of its columns; what is blank is left out."""
_OFFERED = ("lead", "support", "due")
"""Columns that the plan fills where it can, and people where it does not."""
_SAME = 0.6
_MOST_COMPARED = 20
_LONGEST = 200
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_MARKS = str.maketrans("", "", "▲!")


@dataclass(frozen=True, slots=True)
class Change:
    """Something for a person to look at: what it is, and the row as it stands now or stood before."""

    reason: str
    row: Row


@dataclass(slots=True)
class Kept:
    """The rows of an earlier ledger, given to tasks; ``changes`` is what a person should see."""

    rows: list[Row]
    labels: Labels
    changes: list[Change] = field(default_factory=list)
    count: int = 0
    _used: set[int] = field(default_factory=set)
    _by_words: dict[str, list[int]] = field(default_factory=dict)
    _near: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        words: defaultdict[str, list[int]] = defaultdict(list)
        near: defaultdict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(self.rows):
            words[_words(row)].append(at)
            for place in _places(row):
                near[place].append(at)
        self._by_words, self._near = words, near

    def give(self, tasks: Sequence[Task]) -> None:
        """Let the tasks of one document have what stood in their rows."""
        if not self.rows:
            return
        left = [task for task in tasks if not self._same(task)]
        for task in left:
            self._alike(task)

    def to_check(self) -> list[Change]:
        """What a person should look at, when all documents were given theirs."""
        return [*self.changes, *self._rest()]

    def _rest(self) -> Iterator[Change]:
        """What has no task any more."""
        for at, row in enumerate(self.rows):
            if at not in self._used and _words(row):
                yield Change(self.labels.change_gone, row)

    def _same(self, task: Task) -> bool:
        new = _row_of(task)
        found = [at for at in self._by_words.get(_words(new), ()) if at not in self._used]
        if not found:
            return False

        def fits(at: int) -> tuple[bool, ...]:
            return tuple(_norm(self.rows[at].get(key)) == _norm(new.get(key)) for key in ("document", "clause", "goal"))

        self._take(task, new, max(found, key=fits), worded=False)
        return True

    def _alike(self, task: Task) -> None:
        new = _row_of(task)
        near = dict.fromkeys(at for place in _places(new) for at in self._near.get(place, ()) if at not in self._used)
        words, best, found = _words(new), _SAME, None
        for at in list(near)[:_MOST_COMPARED]:
            matcher = SequenceMatcher(None, words[:_LONGEST], _words(self.rows[at])[:_LONGEST], autojunk=False)
            if matcher.quick_ratio() >= best and (share := matcher.ratio()) >= best:
                best, found = share, at
        if found is not None:
            self._take(task, new, found, worded=True)

    def _take(self, task: Task, new: Row, at: int, *, worded: bool) -> None:
        self._used.add(at)
        old = self.rows[at]
        for key in FILLED:
            if key in old:
                task.filled[key] = old[key]
        self.count += bool(task.filled)
        said = []
        for key in _OFFERED:
            was, now = old.get(key), new.get(key)
            set_by_hand = key == "due" and task.due is None and _DAY.match(_shown(was))
            if was and (set_by_hand or not now):
                task.filled[key] = was
            elif was and _norm(now) not in _norm(was):  # in Word, a day has its words beside it
                name = getattr(self.labels, f"column_{key}")
                said.append(f"{name}{self.labels.colon}" + self.labels.change_differs.format(_shown(was)))
        if worded and any(key in task.filled for key in FILLED):
            said.insert(0, self.labels.change_worded)
        if said:
            self.changes.append(Change(self.labels.semicolon.join(said), new | task.filled | {"number": task.number}))


def _row_of(task: Task) -> Row:
    keys = ("document", "clause", "goal", "measure", "targets", "lead", "support", "due")
    return {key: value for key in keys if (value := task.value(key))}


def _words(row: Row) -> str:
    """What a row is of."""
    return next((words for key in ("measure", "targets", "goal") if (words := _norm(row.get(key)))), "")


def _places(row: Row) -> Iterable[str]:
    """Where a row stands in its plan."""
    return [f"{key}:{place}" for key in ("clause", "goal") if (place := _norm(row.get(key)))]


def _norm(value: object) -> str:
    return "".join(_shown(value).translate(_MARKS).split())


def _shown(value: object) -> str:
    """A value as a cell shows it."""
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
