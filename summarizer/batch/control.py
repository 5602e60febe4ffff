"""Jobs ended, brought back, tried again, forgotten; what is kept for how long."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import sqlalchemy as sa

from summarizer.batch.database import portions
from summarizer.batch.jobs import AGAIN, ENDED, OPEN, State
from summarizer.batch.queueing import Queueing, workflow_id
from summarizer.batch.tables import inputs, jobs, provider_questions

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
        one = jobs.c.id == job
        gone = self._forget(one if owner is None else one & (jobs.c.owner == owner))
        self._database.scrub()
        return gone > 0

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
        """A text goes when no job that still needs it has it; one that is just given again is passed over."""
        needed = sa.select(jobs.c.id).where(jobs.c.sha256 == inputs.c.sha256, ~old).exists()
        held = inputs.c.data.is_not(None) | inputs.c.path.is_not(None)
        free = sa.select(inputs.c.sha256).where(held, ~needed).limit(_MANY).with_for_update(skip_locked=True)

        def work(connection: sa.Connection) -> tuple[int, int]:
            some = connection.execute(free).scalars().all()
            gone = sa.update(inputs).where(inputs.c.sha256.in_(some), ~needed).values(data=None, path=None)
            return len(some), connection.execute(gone).rowcount if some else 0

        def questions(connection: sa.Connection) -> None:
            ended = sa.select(jobs.c.id).where(old)  # what they have not asked yet, or was not answered, holds texts
            asked = sa.delete(provider_questions).where(provider_questions.c.answer.is_(None))
            connection.execute(asked.where(provider_questions.c.job.in_(ended)))

        self._database.transact(questions)
        count, looked_at = 0, 1
        while looked_at:
            looked_at, gone = self._database.transact(work)
            count += gone
        return count

    def _purge_jobs(self, old: sa.ColumnElement[bool]) -> int:
        count = 0
        while gone := self._forget(old):
            count += gone
        return count

    def _forget(self, which: sa.ColumnElement[bool]) -> int:
        """Jobs, results, then workflows; how many. A workflow without a job ends at once, a job without one never.

        Whoever gives one of their documents at this moment is waited for, or waits: PostgreSQL judges a row by what
        stood there when a statement began, so the rows of the documents are held before it is looked who uses them.
        """
        found = sa.select(jobs.c.id, jobs.c.sha256).where(which).limit(_MANY)

        def work(connection: sa.Connection) -> list[Any]:
            rows = connection.execute(found).all()
            these = inputs.c.sha256.in_({row.sha256 for row in rows})
            connection.execute(sa.select(inputs.c.sha256).where(these).order_by(inputs.c.sha256).with_for_update())
            gone = sa.delete(jobs).where(jobs.c.id.in_([row.id for row in rows]), which)
            forgotten = list(connection.execute(gone.returning(jobs.c.id, jobs.c.run)).all())
            used = sa.select(jobs.c.id).where(jobs.c.sha256 == inputs.c.sha256).exists()
            connection.execute(sa.delete(inputs).where(these, ~used))
            return forgotten

        forgotten = self._database.transact(work)
        self._queueing.delete([workflow_id(job, run) for job, last in forgotten for run in range(last + 1)])
        return len(forgotten)

    def _in_portions(self, ids: Sequence[str], work: _Work) -> list[str]:
        done: list[str] = []
        for some in portions(ids, _MANY):
            done += self._database.transact(partial(work, some=some))
        return done
