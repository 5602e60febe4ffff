"""Signs of life of workers, and what living ones do for dead ones: their begun jobs go back into the queue.

DBOS begins a dead executor's workflows again only where an executor of the same name comes back. Here every worker has
a name of its own that never comes back. It is dead when it has given no sign for its lease, or at once when its process
is seen to be gone, on the same machine. Who is taken for dead and is not loses only time: a job gives one result.
"""

from __future__ import annotations

import asyncio
import logging
import os
import platform
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from summarizer.batch.database import portions
from summarizer.batch.queueing import parts_of
from summarizer.batch.tables import jobs, workers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from summarizer.batch.database import Database
    from summarizer.batch.queueing import Queueing

_log = logging.getLogger(__name__)

BEAT = 5.0
"""Seconds between two signs of life."""
_MISSED = 6
"""Signs of life in a row that a dead worker has not given."""
_CLAIM = 30.0
"""Seconds that a worker has for bringing a dead one's jobs back, before another may: it may die over it."""


class Heartbeat:
    """One worker's row; ``interval`` in seconds."""

    def __init__(self, database: Database, queueing: Queueing, queues: Sequence[str], interval: float) -> None:
        self.executor = f"{platform.node()[:40]}-{os.getpid()}-{uuid.uuid4().hex[:12]}"
        self.interval = interval
        self._database, self._queueing, self._queues = database, queueing, list(queues)
        self._place = _place()
        self._steady: float | None = None
        """Since when the database could be reached each time, of :func:`time.monotonic`."""

    @property
    def lease(self) -> float:
        """Seconds without a sign of life after which this worker is dead."""
        return _MISSED * self.interval

    def beat(self) -> None:
        """Give a sign of life. Raises as :meth:`~summarizer.batch.database.Database.transact` does."""
        if self._steady is None:
            self._steady = time.monotonic()
        now = self._database.now
        row = {
            "executor": self.executor, "place": self._place, "pid": os.getpid(), "queues": self._queues,
            "lease": self.lease, "started": now, "seen": now,
        }  # fmt: skip
        alive = {"seen": now, "claimed": sa.null(), "stopped": sa.null()}
        put = self._database.insert(workers).values(row)
        put = put.on_conflict_do_update(index_elements=["executor"], set_=alive)
        self._database.change(put)

    async def run(self, after: Callable[[], object] = lambda: None) -> None:
        """Give signs of life, and do ``after`` after each, until cancelled. Nothing that fails ends it."""
        while True:
            await asyncio.sleep(self.interval)
            try:
                await asyncio.to_thread(self.beat)
                await asyncio.to_thread(after)
            except Exception as error:  # noqa: BLE001 - a worker without a sign of life goes on working
                self._steady = None  # others could not give one either, and are not judged by it
                _log.warning("no sign of life could be given: %s", error)

    def stop(self) -> None:
        """Say that this worker has ended, and left nothing begun."""
        self._stop(self.executor)

    def bring_back_dead(self) -> int:
        """Put the begun jobs of all dead workers back into their queues; how many."""
        count = 0
        for executor in self._dead():
            if self._claim(executor):
                count += self.bring_back(executor)
                self._stop(executor)
        if count:
            _log.info("%d jobs of dead workers are back in the queue", count)
        return count

    def bring_back(self, executor: str) -> int:
        """Put an executor's begun jobs back into their queues; how many."""
        begun = self._queueing.pending(executor)
        of_job = {parts_of(workflow)[0]: workflow for workflow in begun}
        query = sa.select(jobs.c.id, jobs.c.queue)
        for some in portions(list(of_job)):
            rows = self._database.rows(query.where(jobs.c.id.in_(some)))
            waits = sa.update(jobs).where(jobs.c.id.in_([row.id for row in rows]), jobs.c.executor == executor)
            self._database.change(waits.where(jobs.c.state == "running").values(state="queued"))
            for queue in {row.queue for row in rows}:
                self._queueing.bring_back([of_job[row.id] for row in rows if row.queue == queue], queue)
        return len(begun)

    def is_gone(self, executor: str) -> bool:
        """Whether an executor has ended, or is dead."""
        late = (workers.c.seen + workers.c.lease < self._database.now).label("late")
        query = sa.select(workers.c.place, workers.c.pid, workers.c.stopped, late)
        rows = self._database.rows(query.where(workers.c.executor == executor))
        return all(
            row.stopped is not None or row.late or (row.place == self._place and _is_gone(row.pid)) for row in rows
        )

    def _dead(self) -> list[str]:
        """Executors that are not alive and whose jobs nobody has brought back."""
        query = sa.select(
            workers.c.executor, workers.c.place, workers.c.pid,
            (workers.c.seen + workers.c.lease < self._database.now).label("late"),
        ).where(workers.c.stopped.is_(None), workers.c.executor != self.executor)  # fmt: skip
        rows = self._database.rows(query)
        judges = self._steady is not None and time.monotonic() - self._steady > self.lease
        return [
            row.executor for row in rows if (row.late and judges) or (row.place == self._place and _is_gone(row.pid))
        ]

    def _stop(self, executor: str) -> None:
        ended = sa.update(workers).where(workers.c.executor == executor)
        self._database.change(ended.values(stopped=self._database.now))

    def _claim(self, executor: str) -> bool:
        now = self._database.now
        free = workers.c.claimed.is_(None) | (workers.c.claimed < now - _CLAIM)
        claim = sa.update(workers).where(workers.c.executor == executor, workers.c.stopped.is_(None), free)
        return self._database.change(claim.values(claimed=now)) > 0


def _place() -> str:
    """This machine, and on Linux its process namespace: in another one a process has another number."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{platform.node()} {boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return f"{platform.node()} {uuid.getnode():x}"


def _is_gone(pid: int) -> bool:
    """Whether no process has this number. One that has it may be another: then the lease decides."""
    if pid == os.getpid():  # not this worker, and no process has two
        return True
    if sys.platform == "win32":  # where asking a process for its health ends it
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
