"""A worker: takes jobs from the queues that it may read, as many at a time as its settings say, until it is stopped.

::

    async with Worker(database, settings) as worker:
        await worker.lost()      # or whatever else the program does meanwhile

It runs in the caller's event loop, one in a process. Where it is left, it lets what it reads come to an end for a
while, then gives the rest back to the queue; where it is killed, others do that.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

from dbos import DBOS

from summarizer.batch.database import PATIENCE
from summarizer.batch.heartbeat import BEAT, Heartbeat
from summarizer.batch.limits import SharedRates
from summarizer.batch.queueing import APPLICATION, APPLICATION_VERSION
from summarizer.batch.runs import Runs
from summarizer.batch.sessions import Sessions
from summarizer.batch.spec import RULES, queue_of, target_of
from summarizer.batch.store import JobStore
from summarizer.batch.workflows import Reader
from summarizer.errors import StoreError, UsageError

if TYPE_CHECKING:
    from summarizer.batch.database import Database
    from summarizer.settings.settings import Settings

POLLING = 0.05
"""Seconds between two looks into a queue: a free place is filled at the next one. DBOS's own default is 1.

Each look costs the database something, also where nothing waits. So it is not shorter, and jobs to spare are taken.
"""
GRACE = 30.0
"""Seconds that what is read may take after the worker was told to stop."""
BY_RULES = 32
"""Documents at a time by rules: one is read, the others are fetched and kept; with 8 a third less are read."""


def with_places(places: int) -> int:
    """Documents at a time that keep so many places at an endpoint filled.

    Each has a chunk or more: with some to spare, no place waits for the next look into the queue.
    """
    return places + max(4, places // 2)


class Worker:
    """See the module. ``concurrency``: documents at a time; by default what keeps the places of the settings filled.

    ``by_rules`` where it is not given: fewer, where somebody waits for an answer behind them.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        concurrency: int | None = None,
        by_rules: int = BY_RULES,
        heartbeat: float = BEAT,
        grace: float = GRACE,
    ) -> None:
        self._database, self._settings, self._grace = database, settings, grace
        model = queue_of(settings.chosen_engine, target_of(settings)) if settings.asks_a_model else None
        with_model = concurrency or with_places(settings.concurrency)
        self.queues = {RULES: concurrency or by_rules} | ({} if model is None else {model: with_model})
        self._store = JobStore(database)
        self._heartbeat = Heartbeat(database, self._store.queueing, list(self.queues), heartbeat)
        self._rates: SharedRates | None = None
        self._sessions: Sessions | None = None
        self._reader: Reader | None = None
        self._beating: asyncio.Task[None] | None = None

    @property
    def executor(self) -> str:
        """Its name, which no other worker ever has."""
        return self._heartbeat.executor

    async def __aenter__(self) -> Self:
        if Reader.current is not None:
            raise UsageError("worker-running")
        self._database.patience = math.inf  # without its database it has nothing to do but wait
        await asyncio.to_thread(self._heartbeat.beat)
        await asyncio.to_thread(self._heartbeat.bring_back_dead)
        self._rates = SharedRates(self._database)
        self._sessions = Sessions(self._settings, self._rates)
        runs = Runs(self._database, self.executor)
        self._reader = Reader.current = Reader(self._store, runs, self._sessions)
        self._runs = runs
        try:
            await self._launch()
        except BaseException:  # nobody will leave what was never entered
            Reader.current = None
            self._rates.close()
            raise
        self._beating = asyncio.create_task(self._heartbeat.run(self._heartbeat.bring_back_dead))
        return self

    async def _launch(self) -> None:
        """Start DBOS: its workflows run in this loop, it talks to nobody but the database and opens no port."""
        DBOS(
            config={
                "name": APPLICATION,
                "application_version": APPLICATION_VERSION,
                "executor_id": self.executor,
                "system_database_url": self._database.url,
                "system_database_engine": self._database.engine,
                "log_level": "WARNING",
                "run_migrations": False,
                "use_listen_notify": False,
                "notification_listener_polling_interval_sec": 0.2,  # it is waited for at the end
            }
        )
        DBOS.listen_queues(list(self.queues))
        DBOS.launch()
        for name, places in self.queues.items():
            await DBOS.register_queue_async(
                name, worker_concurrency=places, polling_interval_sec=POLLING, on_conflict="always_update"
            )

    async def __aexit__(self, *_: object) -> None:
        reader = self._reader
        if reader is None or self._sessions is None or self._rates is None or self._beating is None:
            raise AssertionError("a worker is left once")
        reader.stopping = True
        self._database.patience = PATIENCE
        try:
            if reader.under_way:
                await asyncio.wait(reader.under_way, timeout=self._grace)
            left = dict(reader.under_way)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            self._beating.cancel()
            await asyncio.to_thread(DBOS.destroy)
            # DBOS had put its own threads behind the loop's to_thread, and they are gone with it.
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="summarizer-"))
            with contextlib.suppress(StoreError):  # gone meanwhile: others will bring back what is left
                await asyncio.to_thread(self._give_back, list(left.values()))
        finally:
            Reader.current = None
            await self._sessions.close()
            await asyncio.to_thread(self._rates.close)

    def _give_back(self, left: list[tuple[str, int]]) -> None:
        for job, run in left:
            self._runs.give_back(job, run)
        self._heartbeat.bring_back(self.executor)
        self._heartbeat.stop()
