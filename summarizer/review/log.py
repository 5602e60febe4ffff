"""The log of a review within one transaction: its lock, rows, events, and each person's pile of steps.

Whoever takes the next number holds the review until the transaction ends: on SQLite the file, on PostgreSQL the row.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from summarizer.batch.database import portions
from summarizer.batch.tables import review_changes as changed
from summarizer.batch.tables import review_events as events
from summarizer.batch.tables import review_items as items
from summarizer.batch.tables import review_people as people
from summarizer.batch.tables import reviews
from summarizer.models import GROUPS
from summarizer.review.errors import LaterChange
from summarizer.review.models import GroupProgress, ReviewProgress
from summarizer.review.state import TEXT, ItemRow, RowChange, differing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from summarizer.batch.database import Database
    from summarizer.models import Group

IDLE = 120.0
"""Seconds between two decisions of a person that count at the most: whoever was away longer was at something else."""
_AROUND = 50
"""Items before a span among which those are that it belongs to."""
_MANY = 400
"""Keys in one statement."""
_FIELDS = ("key", "group", "state", "version", "step", "added", "item", "base", "ledger", "rerun", "who", "at")
_ROW = tuple(items.c[name] for name in _FIELDS)


class Pile(NamedTuple):
    """The events on top of what a person may undo, and do again."""

    undo: int | None
    redo: int | None


class ReviewLog:
    """A review in a transaction; ``review`` is its id, ``entry`` the name of what is done in it, of who sends it."""

    def __init__(self, connection: sa.Connection, database: Database, review: str, entry: str | None = None) -> None:
        self._connection, self._database, self.review, self._entry = connection, database, review, entry
        self._of = items.c.review == review

    def take(self) -> int | None:
        """Lock the review and give the number of its next event; None where it is there no more."""
        taken = sa.update(reviews).where(reviews.c.id == self.review).values(seq=reviews.c.seq + 1)
        return self._connection.execute(taken.returning(reviews.c.seq)).scalar()

    def give_back(self) -> None:
        """There is no event of that number: nothing changed."""
        back = sa.update(reviews).where(reviews.c.id == self.review).values(seq=reviews.c.seq - 1)
        self._connection.execute(back)

    def next_number(self) -> int:
        """A number that no key has had."""
        taken = sa.update(reviews).where(reviews.c.id == self.review).values(number=reviews.c.number + 1)
        return int(self._connection.execute(taken.returning(reviews.c.number)).scalar_one())

    def now(self) -> float:
        """Seconds since 1970 by the database's clock."""
        return float(self._connection.execute(sa.select(self._database.now)).scalar_one())

    # --- rows

    def row(self, key: str) -> ItemRow | None:
        """An item; None where there is none."""
        return next(iter(self.rows([key])), None)

    def rows(self, keys: Sequence[str] | None = None) -> list[ItemRow]:
        """Items in document order, all of them where no ``keys`` are given; the text itself is one of them."""
        query = sa.select(*_ROW).where(self._of).order_by(items.c.start, items.c.end, items.c.key)
        if keys is None:
            return self._rows(query)
        found: list[ItemRow] = []
        for some in portions(keys, _MANY):
            found += self._rows(query.where(items.c.key.in_(some)))
        return found

    def waiting(self) -> list[tuple[str, bool, bool]]:
        """The keys of all listed items in document order, with whether one should look, and whether it is open."""
        query = sa.select(items.c.key, items.c.doubtful, items.c.unsettled, items.c.state)
        query = query.where(self._of, items.c.key != TEXT, items.c.state != "withdrawn")
        rows = self._connection.execute(query.order_by(items.c.start, items.c.end, items.c.key))
        return [(row.key, row.doubtful or row.unsettled, row.state == "open") for row in rows]

    def around(self, start: int, _end: int) -> list[ItemRow]:
        """Goals and measures that begin before a span, those next to it."""
        query = sa.select(*_ROW).where(self._of, items.c.group.in_(["goals", "measures"]), items.c.start <= start)
        return self._rows(query.order_by(items.c.start.desc()).limit(_AROUND))

    def near(self, start: int, end: int) -> list[ItemRow]:
        """Items that share a character with a span."""
        query = sa.select(*_ROW).where(self._of, items.c.start < end, items.c.end > start, items.c.key != TEXT)
        return self._rows(query)

    def put(self, rows: Iterable[ItemRow], *, new: bool) -> None:
        """Write rows."""
        held = [_columns(row) | {"review": self.review} for row in rows]
        if not held:
            return
        if new:
            self._connection.execute(sa.insert(items), held)
            return
        kept = ("review", "key")
        update = sa.update(items).where(*(items.c[name] == sa.bindparam(f"of_{name}") for name in kept))
        update = update.values({name: sa.bindparam(f"to_{name}") for name in held[0] if name not in kept})
        named = [{(f"of_{n}" if n in kept else f"to_{n}"): value for n, value in one.items()} for one in held]
        self._connection.execute(update, named)

    def _rows(self, query: sa.Select[Any]) -> list[ItemRow]:
        return [ItemRow(*one) for one in self._connection.execute(query)]

    # --- events

    def write(
        self, seq: int, who: str, kind: str, payload: Mapping[str, Any], made: Iterable[RowChange],
        *, of: int | None = None, below: int | None = None,
    ) -> list[ItemRow]:  # fmt: skip
        """Add an event and bring the items up to it; the rows that it changed."""
        at = self.now()
        changes = list(made)
        before = {row.key: row for row in self.rows([change.key for change in changes])}
        event = {"review": self.review, "seq": seq, "who": who, "at": at, "kind": kind, "payload": dict(payload)}
        self._connection.execute(sa.insert(events), event | {"of": of, "below": below, "entry": self._entry})
        if changes:
            self._connection.execute(
                sa.insert(changed), [asdict(one) | {"review": self.review, "seq": seq} for one in changes]
            )
        rows = []
        for change in changes:
            row = before.get(change.key) or ItemRow(change.key, change.after["group"])
            rows.append(row.changed(change.after, seq, change.step_after, who, at))
        self.put([row for row in rows if row.key in before], new=False)
        self.put([row for row in rows if row.key not in before], new=True)
        self._spend(who, at)
        return rows

    def entered(self, who: str) -> tuple[int, str, list[str]] | None:
        """The number, the kind and the keys of the event that the entry made before; None where it made none."""
        if self._entry is None:
            return None
        query = sa.select(events.c.seq, events.c.kind).where(events.c.review == self.review, events.c.who == who)
        found = self._connection.execute(query.where(events.c.entry == self._entry)).first()
        return None if found is None else (*found, [change.key for change in self.event(found.seq)[1]])

    def event(self, seq: int) -> tuple[Any, list[RowChange]]:
        """An event's row and its changes."""
        row = self._connection.execute(
            sa.select(events).where(events.c.review == self.review, events.c.seq == seq)
        ).one()
        columns = (changed.c[name] for name in ("key", "before", "after", "step_before", "step_after"))
        query = sa.select(*columns).where(changed.c.review == self.review, changed.c.seq == seq)
        return row, [RowChange(*one) for one in self._connection.execute(query)]

    def later(self, row: ItemRow, seen: int, by: int | None = None) -> LaterChange:
        """What was done to an item since its version ``seen``; by the last event, or by that of number ``by``."""
        query = sa.select(events.c.seq, events.c.who, events.c.at, events.c.kind, changed.c.before, changed.c.after)
        query = query.join(changed, (changed.c.review == events.c.review) & (changed.c.seq == events.c.seq))
        query = query.where(changed.c.review == self.review, changed.c.key == row.key, changed.c.seq > seen)
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        last: Any = None
        for one in self._connection.execute(query.order_by(changed.c.seq)):
            before = one.before | before
            after |= one.after
            last = one if last is None or by is None or one.seq == by else last
        if last is None:  # a version that never was
            return LaterChange(row.key, row.version, row.version, row.who or "", row.at or 0.0, "", {}, {})
        told = _told(before, after)
        return LaterChange(row.key, row.version, last.seq, last.who, last.at, last.kind, *told)

    # --- people

    def pile(self, who: str) -> Pile:
        """What a person may undo and do again."""
        query = sa.select(people.c.undo, people.c.redo).where(people.c.review == self.review, people.c.who == who)
        found = self._connection.execute(query).first()
        return Pile(None, None) if found is None else Pile(*found)

    def set_pile(self, who: str, pile: Pile) -> None:
        """Remember it; the person has a row since its event was written."""
        update = sa.update(people).where(people.c.review == self.review, people.c.who == who)
        self._connection.execute(update.values(undo=pile.undo, redo=pile.redo))

    def arrive(self, who: str) -> None:
        """A person begins to look: the time until the first decision counts."""
        row = {"review": self.review, "who": who, "seconds": 0.0, "last": self._database.now}
        self._connection.execute(self._database.insert(people).values(row).on_conflict_do_nothing())

    def _spend(self, who: str, at: float) -> None:
        self.arrive(who)
        gap = sa.literal(at) - people.c.last
        spent = sa.case((gap > IDLE, IDLE), (gap < 0, 0.0), else_=gap)
        update = sa.update(people).where(people.c.review == self.review, people.c.who == who)
        self._connection.execute(update.values(seconds=people.c.seconds + spent, last=at))


def progress_of(connection: sa.Connection, found: Sequence[str]) -> dict[str, ReviewProgress]:
    """How far reviews are, by their ids."""
    counted = sa.select(
        items.c.review, items.c.group, items.c.state, items.c.doubtful, items.c.unsettled, sa.func.count()
    ).where(items.c.review.in_(found), items.c.key != TEXT, items.c.state != "withdrawn")
    counted = counted.group_by(items.c.review, items.c.group, items.c.state, items.c.doubtful, items.c.unsettled)
    totals: dict[str, dict[Group, list[int]]] = {one: {group: [0, 0] for group in GROUPS} for one in found}
    left = {one: [0, 0] for one in found}
    for review, group, state, doubtful, unsettled, count in connection.execute(counted):
        totals[review][group][0] += count if state != "open" else 0
        totals[review][group][1] += count
        left[review][0] += count if doubtful else 0
        left[review][1] += count if unsettled else 0
    spent: dict[str, dict[str, float]] = {one: {} for one in found}
    query = sa.select(people.c.review, people.c.who, people.c.seconds).where(people.c.review.in_(found))
    for review, who, seconds in connection.execute(query):
        spent[review][who] = round(seconds, 3)
    return {
        one: ReviewProgress(
            groups={group: GroupProgress(decided=count[0], total=count[1]) for group, count in totals[one].items()},
            decided=sum(decided for decided, _ in totals[one].values()),
            total=sum(total for _, total in totals[one].values()),
            unsure_left=left[one][0], conflicts_left=left[one][1],
            seconds=round(sum(spent[one].values()), 3), people=spent[one],
        )
        for one in found
    }  # fmt: skip


def _columns(row: ItemRow) -> dict[str, Any]:
    held = {name: getattr(row, name) for name in _FIELDS}
    return held | {
        "doubtful": row.unsure, "unsettled": row.rerun is not None,
        "start": row.item.get("start", 0), "end": row.item.get("end", 0),
    }  # fmt: skip


def _told(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns before and after as the fields of an item that differ."""
    names = [name for name in after if name not in {"item", "base", "group"} and before.get(name) != after[name]]
    told = [{name: side.get(name) for name in names} for side in (before, after)]
    if "item" in after:
        sides = before.get("item") or {}, after["item"]
        fields = differing(*sides) if "start" in sides[1] else list(sides[1])
        for one, side in zip(told, sides, strict=True):
            one |= {name: side.get(name) for name in fields}
    return told[0], told[1]
