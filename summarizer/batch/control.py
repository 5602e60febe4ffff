"""Jobs ended, brought back, tried again, forgotten; what is kept for how long."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import sqlalchemy as sa

from summarizer.batch.database import portions
from summarizer.batch.jobs import AGAIN, ENDED, OPEN, State
from summarizer.batch.queueing import Queueing, workflow_id
from summarizer.batch.tables import inputs, jobs, provider_questions, results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.batch.database import Database
    from summarizer.batch.spec import JobSpec

_MANY = 200


class Purged(NamedTuple):
    """How many texts and jobs are no longer kept."""

    texts: int
    jobs: int


class _Work(Protocol):
    def __call__(self, connection: sa.Connection, some: Sequence[str]) -> list[str]: ...


class Control:
    """What may be done to the jobs of a database; ids that are not there, or in another state, are passed over."""

    def __init__(self, database: Database, queueing: Queueing | None = None) -> None:
        self._database = database
        self._queueing = queueing or Queueing(database)

    def cancel(self, ids: Sequence[str]) -> int:
        """End jobs that wait or run; how many."""

        def work(connection: sa.Connection, some: Sequence[str]) -> list[str]:
            ended = sa.update(jobs).where(jobs.c.id.in_(some), jobs.c.state.in_(OPEN))
            ended = ended.values(state="cancelled", finished=self._database.now).returning(jobs.c.id, jobs.c.run)
            return [workflow_id(*row) for row in connection.execute(ended)]

        workflows = self._in_portions(ids, work)
        self._queueing.cancel(workflows)
        return len(workflows)

    def resume(self, ids: Sequence[str]) -> int:
        """Put cancelled jobs back into the queue; how many."""
        return self._again(ids, ("cancelled",))

    def retry(self, ids: Sequence[str]) -> int:
        """Try failed and incomplete jobs again; how many. A result stands until the next one takes its place."""
        return self._again(ids, AGAIN)

    def move(self, ids: Sequence[str], spec: JobSpec) -> int:
        """Have open and cancelled jobs read as ``spec`` says, which differs in who reads them; how many."""
        self.cancel(ids)  # whoever reads one meanwhile is told so
        return self._again(ids, ("cancelled",), queue=spec.queue, spec=spec.id)

    def _again(self, ids: Sequence[str], states: Sequence[State], **more: str) -> int:
        def work(connection: sa.Connection, some: Sequence[str]) -> list[str]:
            put = sa.update(jobs).where(jobs.c.id.in_(some), jobs.c.state.in_(states))
            put = put.values(
                state="queued", run=jobs.c.run + 1, starts=0, done=0, total=None,
                started=None, finished=None, executor=None, error=sa.null(), **more,
            ).returning(jobs.c.queue, jobs.c.id, jobs.c.run, jobs.c.priority)  # fmt: skip
            rows = connection.execute(put).all()
            for row in rows:
                self._queueing.enqueue(connection, *row)
            return [row.id for row in rows]

        return len(self._in_portions(ids, work))

    def delete(self, job: str, owner: str | None = None) -> bool:
        """Forget a job, its result and workflows, its text where no other job has it; False where there is none."""
        query = sa.select(jobs.c.id, jobs.c.run, jobs.c.sha256).where(jobs.c.id == job)
        if owner is not None:
            query = query.where(jobs.c.owner == owner)
        rows = self._database.rows(query)
        self._forget(rows)
        self._database.scrub()
        return bool(rows)

    def purge(
        self, *, texts: float | None = None, results_after: float | None = None, owned: bool = False
    ) -> Purged:  # fmt: skip
        """Let go of what ended more than so many seconds ago: texts, whole jobs with their results; None keeps them.

        ``owned``: only of jobs that have an owner, as the service's have, and those of ``summarizer batch`` have not.
        """
        removed = 0 if results_after is None else self._purge_jobs(self._old(results_after, owned=owned))
        gone = Purged(0 if texts is None else self._purge_texts(self._old(texts, owned=owned)), removed)
        if gone != Purged(0, 0):
            self._database.scrub()
        return gone

    def _old(self, seconds: float, *, owned: bool) -> sa.ColumnElement[bool]:
        old = jobs.c.state.in_(ENDED) & (jobs.c.finished < self._database.now - seconds)
        return old & (jobs.c.owner != "") if owned else old

    def _purge_texts(self, old: sa.ColumnElement[bool]) -> int:
        """A text goes when no job that still needs it has it."""

        def work(connection: sa.Connection) -> int:
            needed = sa.select(jobs.c.id).where(jobs.c.sha256 == inputs.c.sha256, ~old).exists()
            held = inputs.c.data.is_not(None) | inputs.c.path.is_not(None)
            gone = sa.update(inputs).where(held, ~needed).values(data=None, path=None)
            ended = sa.select(jobs.c.id).where(old)  # what they have not asked yet, or was not answered, holds texts
            asked = sa.delete(provider_questions).where(provider_questions.c.answer.is_(None))
            connection.execute(asked.where(provider_questions.c.job.in_(ended)))
            return connection.execute(gone).rowcount

        return self._database.transact(work)

    def _purge_jobs(self, old: sa.ColumnElement[bool]) -> int:
        count = 0
        query = sa.select(jobs.c.id, jobs.c.run, jobs.c.sha256).where(old).limit(_MANY)
        while rows := self._database.rows(query):
            self._forget(rows)
            count += len(rows)
        return count

    def _forget(self, rows: Sequence[Any]) -> None:
        """Jobs of ``(id, run, sha256)``; workflows first: one without a job ends at once, a job without one never."""
        self._queueing.delete([workflow_id(job, run) for job, last, _ in rows for run in range(last + 1)])
        ids, digests = [row[0] for row in rows], {row[2] for row in rows}

        def work(connection: sa.Connection) -> None:
            connection.execute(sa.delete(results).where(results.c.job.in_(ids)))
            connection.execute(sa.delete(jobs).where(jobs.c.id.in_(ids)))
            used = sa.select(jobs.c.id).where(jobs.c.sha256 == inputs.c.sha256).exists()
            connection.execute(sa.delete(inputs).where(inputs.c.sha256.in_(digests), ~used))

        self._database.transact(work)

    def _in_portions(self, ids: Sequence[str], work: _Work) -> list[str]:
        done: list[str] = []
        for some in portions(ids, _MANY):
            done += self._database.transact(partial(work, some=some))
        return done
