"""A job as its worker sees it: begun, under way, ended. Each is one guarded statement: what comes late changes nothing.

A worker that was taken for dead may still be at work on a job that another one has begun again. Whoever ends it first
gives the result; the other's finds a job that runs no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from summarizer.batch.jobs import OPEN, error_json
from summarizer.batch.store import HELD, Held, packed
from summarizer.batch.tables import jobs, results

if TYPE_CHECKING:
    from summarizer.batch.database import Database
    from summarizer.batch.jobs import State
    from summarizer.messages import Message
    from summarizer.models import Summary


class Begun(NamedTuple):
    """What a worker has to know of a job: how often it was begun, the id of how it is read, its document."""

    starts: int
    spec: str
    held: Held


class Runs:
    """The jobs of a database, for the worker ``executor``."""

    def __init__(self, database: Database, executor: str) -> None:
        self._database = database
        self._executor = executor

    def begin(self, job: str, run: int) -> Begun | None:
        """Take note that a job is begun; None where there is nothing to do: it has ended, or is there no more."""

        def work(connection: sa.Connection) -> Begun | None:
            begun = sa.update(jobs).where(*_open(job, run)).values(
                state="running", executor=self._executor, starts=jobs.c.starts + 1, started=self._database.now
            ).returning(jobs.c.starts, jobs.c.spec)  # fmt: skip
            row = connection.execute(begun).first()
            if row is None:
                return None
            return Begun(row.starts, row.spec, Held(*connection.execute(HELD.where(jobs.c.id == job)).one()))

        return self._database.transact(work)

    def progress(self, job: str, run: int, done: int, total: int) -> bool:
        """Take note of how far it is; False where nobody wants it any more."""
        how_far = sa.update(jobs).where(*_open(job, run)).values(done=done, total=total)
        return self._database.change(how_far) > 0

    def give_back(self, job: str, run: int) -> None:
        """A worker that stops did not get to the end of it, which is not the job's fault."""
        back = sa.update(jobs).where(*_open(job, run), jobs.c.executor == self._executor)
        back = back.values(state="queued", starts=jobs.c.starts - 1, executor=None)
        self._database.change(back)

    def finish(self, job: str, run: int, summary: Summary) -> bool:
        """Keep a job's result and end it; False where it was ended before."""
        held = {"job": job, "summary": packed(summary)}
        state: State = "incomplete" if summary.incomplete else "done"

        def work(connection: sa.Connection) -> bool:
            if not self._end(connection, job, run, state, None):
                return False
            put = self._database.insert(results).values(held)
            newer = {"summary": put.excluded.summary}  # of an earlier run
            connection.execute(put.on_conflict_do_update(index_elements=["job"], set_=newer))
            return True

        return self._database.transact(work)

    def fail(self, job: str, run: int, why: Message) -> bool:
        """End a job without a result; False where it was ended before."""
        return self._database.transact(lambda connection: self._end(connection, job, run, "failed", why))

    def _end(self, connection: sa.Connection, job: str, run: int, state: State, why: Message | None) -> bool:
        ended = sa.update(jobs).where(*_open(job, run))
        error = sa.null() if why is None else error_json(why)
        ended = ended.values(state=state, finished=self._database.now, error=error)
        return connection.execute(ended).rowcount > 0


def _open(job: str, run: int) -> tuple[sa.ColumnElement[bool], ...]:
    return jobs.c.id == job, jobs.c.run == run, jobs.c.state.in_(OPEN)
