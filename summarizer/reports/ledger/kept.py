"""What people filled in, given back to the rows of a ledger that is made anew.

A row is known by what it is of: the words of its measure (else of its targets, else of its goal), then its clause. One
whose words changed a little in the same clause or under the same goal is the same, and is listed for a look. Several
rows of one measure are known by their targets. Nothing that somebody wrote is dropped: rows that no task answers to are
listed whole, and what the plan says differently, or stands in a column of somebody's own, is listed beside its row, and
again each time until the list no longer has it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, cast

from summarizer.reports.labels import EN, ZH
from summarizer.reports.ledger.columns import FILLED, keys_by_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.reports.labels import Labels
    from summarizer.reports.ledger.tasks import Task

Row = dict[str, object]
"""A row of an earlier ledger by the keys of its columns; what is blank is left out.

``reason`` is that of a row of the list of changes; ``told`` are pairs of a heading and what stood there.
"""
_OFFERED = ("lead", "support", "due")
"""Columns that the plan fills where it can, and people where it does not."""
_PLACE = ("document", "clause", "goal")
_KEYS = ("measure", "targets", "goal")
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
    _words: list[str] = field(default_factory=list)
    _by_words: dict[str, list[int]] = field(default_factory=dict)
    _near: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = list(_joined(self.rows))
        words: defaultdict[str, list[int]] = defaultdict(list)
        near: defaultdict[str, list[int]] = defaultdict(list)
        self._words = _words(self.rows)
        for at, row in enumerate(self.rows):
            for known in {self._words[at], _whole(row)}:
                words[known].append(at)
            for place in _places(row):
                near[place].append(at)
        self._by_words, self._near = words, near

    def give(self, tasks: Sequence[Task]) -> None:
        """Let the tasks of one document have what stood in their rows."""
        if not self.rows:
            return
        new = list(map(_row_of, tasks))
        left = [one for one in zip(tasks, new, _words(new), strict=True) if not self._same(*one)]
        for one in left:
            self._alike(*one)

    def to_check(self) -> list[Change]:
        """What a person should look at, when all documents were given theirs."""
        return [*self.changes, *self._rest()]

    def _rest(self) -> Iterator[Change]:
        """What has no task any more."""
        for at, row in enumerate(self.rows):
            if at not in self._used and self._words[at]:
                yield Change(self.labels.semicolon.join([self.labels.change_gone, *self._told_of(row, {})]), row)

    def _same(self, task: Task, new: Row, words: str) -> bool:
        found = next(filter(None, map(self._unused, (_whole(new), words))), None)
        if not found:
            return False

        def fits(at: int) -> tuple[bool, ...]:
            return tuple(_norm(self.rows[at].get(key)) == _norm(new.get(key)) for key in _PLACE)

        self._take(task, new, max(found, key=fits), worded=False)
        return True

    def _unused(self, words: str) -> list[int]:
        return [at for at in self._by_words.get(words, ()) if at not in self._used]

    def _alike(self, task: Task, new: Row, words: str) -> None:
        near = dict.fromkeys(at for place in _places(new) for at in self._near.get(place, ()) if at not in self._used)
        best, found = _SAME, None
        for at in list(near)[:_MOST_COMPARED]:
            matcher = SequenceMatcher(None, words[:_LONGEST], self._words[at][:_LONGEST], autojunk=False)
            if matcher.quick_ratio() >= best and (share := matcher.ratio()) >= best:
                best, found = share, at
        if found is not None:
            self._take(task, new, found, worded=True)

    def _take(self, task: Task, new: Row, at: int, *, worded: bool) -> None:
        self._used.add(at)
        old = self.rows[at]
        said = []
        for key in FILLED:
            if key in old:
                set_anew = task.filled.get(key)
                if set_anew and _norm(set_anew) != _norm(old[key]):
                    said.append(self._told(key, self.labels.change_review.format(cell_text(set_anew))))
                task.filled[key] = old[key]
        self.count += bool(task.filled)
        for key in _OFFERED:
            was, now = old.get(key), new.get(key)
            if key == "lead" and _is_offer(was):
                if _norm(was) != _norm(task.offer(key, self.labels)):
                    said.append(self._differs(key, was))
                continue
            set_by_hand = key == "due" and task.due is None and _DAY.match(cell_text(was))
            if was and (set_by_hand or not now):
                task.filled[key] = was
            elif was and _norm(now) not in _norm(was):  # in Word, a day has its words beside it
                said.append(self._differs(key, was))
        said += [told for told in self._told_of(old, new | task.filled) if told not in said]
        if worded and any(key in task.filled for key in FILLED):
            said.insert(0, self.labels.change_worded)
        if said:
            self.changes.append(Change(self.labels.semicolon.join(said), new | task.filled | {"number": task.number}))

    def _told_of(self, old: Row, now: Row) -> Iterator[str]:
        """What stood in columns of somebody's own or was to be looked at before, but for what the row says ``now``."""
        for head, value in cast("Sequence[tuple[str, str]]", old.get("told", ())):
            key = keys_by_head().get(head.lower())
            if key is None or _norm(value) not in _norm(now.get(key)):
                yield f"{head}{self.labels.colon}{self.labels.change_differs.format(value)}"

    def _differs(self, key: str, was: object) -> str:
        return self._told(key, self.labels.change_differs.format(cell_text(was)))

    def _told(self, key: str, said: str) -> str:
        return f"{getattr(self.labels, f'column_{key}')}{self.labels.colon}{said}"


def _joined(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, each with what the list of changes told of it; one that is in the list alone stands by itself."""
    made = [dict(row) for row in rows]
    own: defaultdict[str, list[Row]] = defaultdict(list)
    for row in made:
        if "reason" not in row:
            own[_whole(row)].append(row)
            yield row
    for row in made:
        if "reason" in row:
            del row["reason"]
            same = [
                each for each in own[_whole(row)] if all(_norm(each.get(key)) == _norm(row.get(key)) for key in _PLACE)
            ]
            if same and "told" in row:
                known = cast("list[tuple[str, str]]", same[0].setdefault("told", []))
                known += [told for told in cast("list[tuple[str, str]]", row["told"]) if told not in known]
            else:
                yield row


@cache
def _told() -> re.Pattern[str]:
    """Of one part of a reason: the heading, and what stood there until the next part or the end."""
    says, ends = [], []
    for labels in (EN, ZH):
        semicolon, colon = labels.semicolon.strip(), labels.colon.strip()
        head = rf"[^{semicolon}{colon}]{{1,30}}"
        differs, review = (re.escape(each.format("")) for each in (labels.change_differs, labels.change_review))
        says.append(rf"(?P<{labels.lang}>{head}){re.escape(labels.colon)}{differs}")
        ends.append(rf"{re.escape(labels.semicolon)}(?={head}{re.escape(labels.colon)}(?:{differs}|{review}))")
    return re.compile(rf"(?:{'|'.join(says)})(?P<value>.+?)(?=$|{'|'.join(ends)})", re.DOTALL)


def told_before(reason: str) -> list[tuple[str, str]]:
    """What a reason in the list of changes says that stood in the ledger: the heading of its column, and the words."""
    return [((found["zh"] or found["en"]).strip(), found["value"]) for found in _told().finditer(reason)]


def _row_of(task: Task) -> Row:
    keys = ("document", "clause", "goal", "measure", "targets", "lead", "support", "due")
    return {key: value for key in keys if (value := task.value(key))}


def _words(rows: Sequence[Row]) -> list[str]:
    """What each row is of: of several rows of one measure, its targets, those of one that has none left the measure."""
    measures = Counter(_measure(row) for row in rows)
    several = {row for row, count in measures.items() if count > 1 and row[0]}
    return [_of(row, ("targets", "measure", "goal") if _measure(row) in several else _KEYS) for row in rows]


def _whole(row: Row) -> str:
    """Measure and targets together, of a row that has a measure; else what it is of."""
    measure = _norm(row.get("measure"))
    return f"{measure}\n{_norm(row.get('targets'))}" if measure else _of(row, _KEYS)


def _measure(row: Row) -> tuple[str, ...]:
    return tuple(_norm(row.get(key)) for key in ("measure", *_PLACE))


def _of(row: Row, keys: Sequence[str]) -> str:
    return next((words for key in keys if (words := _norm(row.get(key)))), "")


def _places(row: Row) -> Iterable[str]:
    """Where a row stands in its plan."""
    return [f"{key}:{place}" for key in ("clause", "goal") if (place := _norm(row.get(key)))]


def _is_offer(value: object) -> bool:
    """Whether a cell holds what was offered there, which nobody has decided on."""
    return isinstance(value, str) and value.startswith(tuple(labels.offered.format("") for labels in (EN, ZH)))


def _norm(value: object) -> str:
    return "".join(cell_text(value).translate(_MARKS).split())


def cell_text(value: object) -> str:
    """A value as a cell shows it."""
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
