"""What the shelf shows of each document: a line that is kept beside a result, so that a page of fifty asks for fifty.

A line is made when a result is first shown or searched, and again when a newer one stands in its place.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import sqlalchemy as sa

from summarizer.batch.jobs import COLUMNS, OPEN, Job, job_of
from summarizer.batch.store import unpacked
from summarizer.batch.tables import heads, jobs, results, review_items, reviews

if TYPE_CHECKING:
    from collections.abc import Collection

    from summarizer.batch.database import Database
    from summarizer.models import Summary

Sort = Literal["added", "title", "period", "unsure", "state"]
SORTS: tuple[Sort, ...] = get_args(Sort)
PAGE = 50
"""Documents on a page."""
_SEARCHED = 10_000
"""Lines that are made for one request at the most, the newest first: a search or another order needs all of them."""
_MAX_TITLE = 300
_FACTS = (
    heads.c.title, heads.c.issuer, heads.c.period, heads.c.goals, heads.c.measures, heads.c.targets, heads.c.unsure,
)  # fmt: skip
_LEFT = (
    sa.select(sa.func.sum(sa.cast(review_items.c.doubtful, sa.Integer) + sa.cast(review_items.c.unsettled, sa.Integer)))
    .join(reviews, reviews.c.id == review_items.c.review)
    .where(reviews.c.job == jobs.c.id, reviews.c.seq > 0, review_items.c.state != "withdrawn")
    .scalar_subquery()
)
"""What a review has left to be looked at, as its row shows it; null where nobody decided anything."""
_LINED = jobs.outerjoin(results, results.c.job == jobs.c.id).outerjoin(heads, heads.c.job == jobs.c.id)
_BEHIND = sa.and_(
    results.c.job.is_not(None),
    jobs.c.finished.is_not(None),
    heads.c.job.is_(None) | (heads.c.finished != jobs.c.finished),
)
_SHOWN = sa.select(*COLUMNS, *_FACTS, _BEHIND.label("behind")).select_from(_LINED)


class Head(NamedTuple):
    """What a result is about; ``unsure`` are the items that a person should look at, as they were extracted."""

    title: str
    issuer: str
    period: str
    goals: int
    measures: int
    targets: int
    unsure: int

    @property
    def items(self) -> int:
        """All of them."""
        return self.goals + self.measures + self.targets


class Called(NamedTuple):
    """What a document is called wherever it is named: its title, and its file beside it where that says more."""

    title: str
    file: str

    @staticmethod
    def of(job: Job, head: Head | None) -> Called:
        """By its line."""
        title = head.title if head is not None and head.title else job.name
        return Called(title, "" if title == job.name else job.name)


class ShelfPage(NamedTuple):
    """A page of documents, each with its line where it has a result; ``total`` are all that were found."""

    rows: list[tuple[Job, Head | None]]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


class Heads:
    """The lines of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def found(self, owner: str, words: str = "", sort: Sort = "added", page: int = 1) -> ShelfPage:
        """The documents of an owner in whose name, title or issuer all ``words`` stand."""
        if words.strip() or sort != "added":
            self._fill(owner, _SEARCHED)
        mine = sa.and_(jobs.c.owner == owner, *map(_holding, words.split()))
        count = sa.select(sa.func.count()).select_from(_LINED).where(mine)
        total = self._database.transact(lambda connection: connection.execute(count).scalar_one())
        page = min(max(1, page), max(1, -(-total // PAGE)))
        query = _SHOWN.where(mine).order_by(*_order(sort))
        return ShelfPage(self._rows(query.limit(PAGE).offset((page - 1) * PAGE)), total, page)

    def rows(self, owner: str, ids: Collection[str], words: str = "") -> list[tuple[Job, Head | None]]:
        """Those of some documents in which all ``words`` stand, in the order of their ids; others are left out."""
        if words.strip():
            self._fill(owner, len(ids), ids)
        mine = sa.and_(jobs.c.owner == owner, jobs.c.id.in_(list(ids)), *map(_holding, words.split()))
        found = {job.id: (job, head) for job, head in self._rows(_SHOWN.where(mine))}
        return [found[one] for one in ids if one in found]

    def _rows(self, query: sa.Select[Any]) -> list[tuple[Job, Head | None]]:
        return [(job_of(row), self._head(row)) for row in self._database.rows(query)]

    def _head(self, row: Any) -> Head | None:
        """The line of a row of :data:`_SHOWN`; made here where the job ended since lines were last made."""
        if row.behind:
            return self._database.transact(partial(self._put, job=row.id, finished=row.finished))
        return None if row.goals is None else Head(*(getattr(row, name) for name in Head._fields))

    def _fill(self, owner: str, most: int, ids: Collection[str] | None = None) -> None:
        """Make the lines that are missing or of an older result."""
        query = sa.select(jobs.c.id, jobs.c.finished).select_from(_LINED).where(jobs.c.owner == owner, _BEHIND)
        if ids is not None:
            query = query.where(jobs.c.id.in_(list(ids)))
        for job, finished in self._database.rows(query.order_by(jobs.c.accepted.desc()).limit(most)):
            self._database.transact(partial(self._put, job=job, finished=finished))

    def _put(self, connection: sa.Connection, job: str, finished: float) -> Head | None:
        held = connection.execute(sa.select(results.c.summary).where(results.c.job == job)).scalar()
        if held is None:  # deleted meanwhile
            return None
        head = head_of(unpacked(held))
        values = {"finished": finished, **head._asdict()}
        put = self._database.insert(heads).values(job=job, **values)
        connection.execute(put.on_conflict_do_update(index_elements=["job"], set_=values))
        return head


def head_of(summary: Summary) -> Head:
    """The line of a summary."""
    info = summary.document
    items = [*summary.goals, *summary.measures, *summary.targets]
    title, issuer, period = ((fact or "")[:_MAX_TITLE] for fact in (info.title, info.issuer, info.period))
    return Head(
        title, issuer, period, len(summary.goals), len(summary.measures), len(summary.targets),
        sum(item.unsure is not None for item in items),
    )  # fmt: skip


def _holding(word: str) -> sa.ColumnElement[bool]:
    """What has a word somewhere; none of its characters stands for others."""
    columns = (jobs.c.name, heads.c.title, heads.c.issuer)
    return sa.or_(*(sa.func.lower(column).contains(word.lower(), autoescape=True) for column in columns))


def _order(sort: Sort) -> list[sa.ColumnElement[Any]]:
    newest = [jobs.c.accepted.desc(), jobs.c.id.desc()]
    title = sa.func.coalesce(sa.func.nullif(heads.c.title, ""), jobs.c.name)
    state = sa.case(
        (jobs.c.state == "failed", 0), (jobs.c.state.in_(OPEN), 1), (jobs.c.state == "incomplete", 2), else_=3
    )
    first: dict[Sort, list[sa.ColumnElement[Any]]] = {
        "added": [],
        "title": [title.asc()],
        "period": [sa.func.coalesce(heads.c.period, "").desc()],
        "unsure": [sa.func.coalesce(_LEFT, heads.c.unsure, -1).desc()],
        "state": [state],
    }
    return [*first[sort], *newest]
