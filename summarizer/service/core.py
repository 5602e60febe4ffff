"""What all requests of the service share: its database, how documents are read, threads for what waits."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
import logging
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

import anyio
import sqlalchemy as sa
from anyio import to_thread

from summarizer.batch.control import Control
from summarizer.batch.jobs import OPEN, Given, Job
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.batch.tables import jobs
from summarizer.errors import SummarizerError
from summarizer.models import GROUPS
from summarizer.pipeline.reading import Options
from summarizer.service.keys import Keys, Seen
from summarizer.service.problems import RETRY, ProblemError
from summarizer.service.resources import Wanted
from summarizer.service.tokens import TokenStore
from summarizer.service.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.batch.database import Database
    from summarizer.models import Group
    from summarizer.service.options import ServiceOptions
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)
_Made = TypeVar("_Made")
_Given = TypeVarTuple("_Given")

PATIENCE = 4.0
"""Seconds that a request waits for a database that is away."""
_THREADS = 16
"""That talk to the database at a time; it has more connections."""
_MAKERS = 4
"""Exports and comparisons that are made at a time, or wait for their process."""
_PURGE = 600.0
"""Seconds between two looks for what is kept no longer."""


class ServiceCore:
    """Use it in one event loop; ``settings`` say how documents are read."""

    def __init__(self, database: Database, settings: Settings, options: ServiceOptions) -> None:
        """Raises :class:`~summarizer.errors.UsageError` for settings that no job can have."""
        database.patience = PATIENCE
        self.database, self.settings, self.options = database, settings, options
        self.store = JobStore(database)
        self.control = Control(database, self.store.queueing)
        self.keys = Keys(database)
        self.tokens = TokenStore(database)
        self.watcher = Watcher(database, self.aside)
        self._spec = functools.lru_cache(64)(self._made_spec)
        usual = self._spec(None, with_text=False, explain=False)
        self.queue, self.profile = usual.queue, usual.profile
        self.under_way = 0
        """Requests that are being answered."""
        self._threads = anyio.CapacityLimiter(_THREADS)
        self._makers = anyio.CapacityLimiter(_MAKERS)

    @property
    def is_crowded(self) -> bool:
        """Whether places for requests become scarce: nobody only waits in one then."""
        return 2 * self.under_way > self.options.requests

    async def aside(self, function: Callable[[*_Given], _Made], *args: *_Given) -> _Made:
        """What the function gives, in a thread: the database is waited for there."""
        return await to_thread.run_sync(function, *args, limiter=self._threads)

    async def made(self, function: Callable[[*_Given], _Made], *args: *_Given) -> _Made:
        """The same for what takes its time: others are not kept from the database by it."""
        return await to_thread.run_sync(function, *args, limiter=self._makers)

    def accept(self, owner: str, given: Given, wanted: Wanted, key: str | None) -> Job:
        """The job of a document: a new one, or the one that the owner has; one that came to no good end begins anew.

        Raises :class:`ProblemError` where the key came with something else, or too many of the owner's wait.
        """
        request = _digest(given, wanted)
        if key is not None and (seen := self.keys.seen(owner, key)) is not None:
            if seen.request != request:
                raise ProblemError(409, "idempotency-key-reused")
            if (job := self.store.job(seen.job, owner)) is not None:
                return job
        self._refuse_too_many(owner)
        spec = self.spec(wanted)
        (job,) = self.store.accept([given], spec, owner=owner, priority=wanted.priority)
        if job.state in {"failed", "incomplete"}:
            self.control.retry([job.id])
        elif job.state == "cancelled":
            self.control.resume([job.id])
        if key is not None:
            self.keys.keep(owner, key, Seen(request, job.id))
        return job if job.state == "done" else self.store.job(job.id, owner) or job

    def spec(self, wanted: Wanted) -> JobSpec:
        """How a document is read."""
        only = None if wanted.only is None else tuple(group for group in GROUPS if group in wanted.only)
        return self._spec(None if only == GROUPS else only, with_text=wanted.with_text, explain=wanted.explain)

    def _made_spec(self, only: tuple[Group, ...] | None, *, with_text: bool, explain: bool) -> JobSpec:
        return JobSpec.of(self.settings, Options(only, explain, with_text))

    def _refuse_too_many(self, owner: str) -> None:
        most = self.options.waiting
        waiting = sa.select(sa.literal(1)).where(jobs.c.state.in_(OPEN), jobs.c.owner == owner).limit(most).subquery()
        query = sa.select(sa.func.count()).select_from(waiting)
        if self.database.scalar(query) >= most:
            raise ProblemError(429, "too-many-waiting", RETRY, most=most)

    def only_of(self, job: str) -> tuple[Group, ...] | None:
        """The groups that a job was asked for."""
        spec = self.database.scalar(sa.select(jobs.c.spec).where(jobs.c.id == job))
        return None if spec is None else self.store.spec(spec).only

    def living(self) -> int:
        """Workers that live and read what this service accepts."""
        return self.store.taken()[self.queue]

    async def purge(self) -> None:
        """Let go of what is kept no longer, again and again, until cancelled."""
        while True:
            try:
                gone = await self.aside(self._purge)
                _log.info("no longer kept: %d texts, %d summaries", *gone)
            except SummarizerError as error:
                _log.warning("%s", error)
            except Exception as error:  # noqa: BLE001 - what fails once must not keep texts for ever
                _log.error("nothing was let go of: %s", type(error).__name__)
            await asyncio.sleep(_PURGE)

    def _purge(self) -> tuple[int, int]:
        self.keys.purge()
        kept = self.options
        gone = self.control.purge(texts=kept.keep_texts, results_after=kept.keep_results, owned=True)
        return gone.texts, gone.jobs


def _digest(given: Given, wanted: Wanted) -> str:
    held = [given.name, hashlib.sha256(given.data).hexdigest(), wanted.model_dump(include=set(Wanted.model_fields))]
    return hashlib.sha256(json.dumps(held, ensure_ascii=True).encode()).hexdigest()
