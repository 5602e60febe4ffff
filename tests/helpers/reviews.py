"""What the tests of reviews share: a store, and jobs whose result is there at once."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from postgres import postgres, program

from summarizer import Settings
from summarizer.batch.jobs import Given
from summarizer.batch.runs import Runs
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.batch.tables import review_changes as changed
from summarizer.batch.tables import review_events as events
from summarizer.batch.tables import reviews
from summarizer.documents.document import Fetched
from summarizer.pipeline.extraction import by_rules
from summarizer.pipeline.reading import Options
from summarizer.profiles.profile import load_profile
from summarizer.review.log import ReviewLog
from summarizer.review.state import ItemRow, RowChange
from summarizer.review.store import ReviewStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from summarizer.batch.database import Database
    from summarizer.models import Summary

RULES = Settings(engine="rules")
PLAN = (
    "某市教育局2023年工作要点\n"
    "一、扩大学位供给\n"
    "6月底前，新建学校不少于15所，新增学位1.2万个，学位覆盖率达到95%以上。（责任单位：市教育局、市财政局）\n"
    "加快推进危旧校舍改造，全年改造校舍30栋，投入资金2亿元。\n"
    "二、提升教师素质\n"
    "组织教师培训3000人次，新招聘教师200名。\n"
    "12月底前完成市实验中学迁建工程初步设计。\n"
)


def read(text: str, name: str = "plan.txt", options: Options | None = None) -> Summary:
    """The rules' result."""
    return by_rules(Fetched(text.encode(), name), load_profile("work_plan"), options or Options())


def job_with(
    database: Database, summary: Summary | None = None, text: str = PLAN, *, owner: str = "", explain: bool = False
) -> str:
    """A job of a text that is done: its result the rules', or ``summary``."""
    return finished(database, text.encode(), "plan.txt", summary or read(text), owner=owner, explain=explain)


def finished(
    database: Database, data: bytes, name: str, summary: Summary | None = None, *, owner: str = "",
    explain: bool = False, settings: Settings = RULES,
) -> str:  # fmt: skip
    """A job of a file that is done."""
    spec = JobSpec.of(settings, Options(explain=explain))
    (job,) = JobStore(database).accept([Given(name, data)], spec, owner=owner)
    runs = Runs(database, "test")
    assert runs.begin(job.id, 0) is not None
    made = summary or by_rules(Fetched(data, name), load_profile("work_plan"), Options())
    assert runs.finish(job.id, 0, made)
    return job.id


def reviews_of(database: Database) -> ReviewStore:
    return ReviewStore(JobStore(database), RULES)


def versions(store: ReviewStore, job: str, *keys: str) -> dict[str, int]:
    """The versions of items as they are now; of all without keys."""
    return {item.key: item.version for item in store.items(job, keys=keys or None)}


@dataclass(frozen=True)
class LoggedEvent:
    """An event of the log, for :func:`fold`."""

    seq: int
    who: str
    at: float
    changes: tuple[RowChange, ...]


def logged(database: Database, job: str) -> list[LoggedEvent]:
    """The log of a job's review."""
    review = review_id(database, job)
    changes: dict[int, list[RowChange]] = {}
    columns = (changed.c.seq, *(changed.c[one] for one in ("key", "before", "after", "step_before", "step_after")))
    for seq, *rest in database.rows(sa.select(*columns).where(changed.c.review == review)):
        changes.setdefault(seq, []).append(RowChange(*rest))
    rows = database.rows(sa.select(events).where(events.c.review == review).order_by(events.c.seq))
    return [LoggedEvent(row.seq, row.who, row.at, tuple(changes.get(row.seq, ()))) for row in rows]


def fold(rows: Iterable[ItemRow], events: Iterable[LoggedEvent]) -> dict[str, ItemRow]:
    """The rows as they were extracted, by key, after the events of the log."""
    held = {row.key: row for row in rows}
    for event in events:
        for change in event.changes:
            row = held.get(change.key) or ItemRow(change.key, change.after["group"])
            held[change.key] = row.changed(change.after, event.seq, change.step_after, event.who, event.at)
    return held


def rows_now(database: Database, job: str) -> dict[str, ItemRow]:
    """The rows of a job's review as they stand."""
    review = review_id(database, job)
    rows = database.transact(lambda connection: ReviewLog(connection, database, review).rows())
    return {row.key: row for row in rows}


def review_id(database: Database, job: str) -> str:
    return str(database.rows(sa.select(reviews.c.id).where(reviews.c.job == job))[0].id)


@contextlib.contextmanager
def database_of(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database: ``sqlite`` or ``postgresql``."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'jobs.sqlite'}"
        return
    if program("initdb") is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres() as server:
        yield server.url
