"""Waiting for jobs: one look at the database for everybody who waits, many times a second while somebody does."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from summarizer.batch.database import portions
from summarizer.batch.jobs import ENDED, State
from summarizer.batch.tables import jobs
from summarizer.errors import SummarizerError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from summarizer.batch.database import Database

    _Look = Callable[[list[str]], dict[str, "Stand"]]
    _Aside = Callable[[_Look, list[str]], Awaitable[dict[str, "Stand"]]]

_log = logging.getLogger(__name__)
_LOOKS = 0.03
"""Seconds between two looks."""
_AWAY = 1.0
"""Seconds until the next one where the database is away."""
_QUERY = sa.select(jobs.c.id, jobs.c.state, jobs.c.done, jobs.c.total)


class Stand(NamedTuple):
    """How far a job is; ``total`` is None by rules and before it is known."""

    state: State
    done: int
    total: int | None

    @property
    def ended(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state in ENDED


class Watched:
    """A job that somebody waits for; ``stand`` is None once it is deleted."""

    def __init__(self, stand: Stand | None) -> None:
        self.stand = stand
        self.over = False
        """Whether the service ends: nobody looks any more."""
        self.users = 0
        self._changed = asyncio.Event()

    async def change(self, seen: Stand | None) -> None:
        """Until it stands otherwise than ``seen``, or the service ends."""
        while self.stand == seen and not self.over:
            await self._changed.wait()

    def put(self, stand: Stand | None) -> None:
        """Take note of how it stands."""
        if stand != self.stand:
            self.stand = stand
            self.wake()

    def wake(self) -> None:
        """Have everybody look."""
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


class Watcher:
    """Looks for all; ``aside`` runs a function in a thread."""

    def __init__(self, database: Database, aside: _Aside) -> None:
        self._database, self._aside = database, aside
        self._watched: dict[str, Watched] = {}
        self._wanted = asyncio.Event()
        self._over = False

    @contextlib.contextmanager
    def watching(self, job: str, stand: Stand) -> Iterator[Watched]:
        """The job, looked at as long as the block lasts; ``stand`` is how it was last seen."""
        watched = self._watched.setdefault(job, Watched(stand))
        watched.over = self._over
        watched.users += 1
        self._wanted.set()
        try:
            yield watched
        finally:
            watched.users -= 1
            if not watched.users:
                del self._watched[job]

    async def ended(self, job: str, stand: Stand, seconds: float) -> None:
        """Until the job has ended, for so many seconds at the most."""
        with self.watching(job, stand) as watched, contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while watched.stand is not None and not watched.stand.ended and not watched.over:
                    await watched.change(watched.stand)

    def stop(self) -> None:
        """Let nobody wait any longer."""
        self._over = True
        for watched in self._watched.values():
            watched.over = True
            watched.wake()

    async def run(self) -> None:
        """Look, until cancelled."""
        while True:
            self._wanted.clear()
            if not self._watched:
                await self._wanted.wait()
            ids = list(self._watched)
            try:
                stands = await self._aside(self._look, ids)
            except Exception as error:  # noqa: BLE001 - whatever fails once, nobody is left waiting for ever
                _log.warning("%s", error if isinstance(error, SummarizerError) else type(error).__name__)
                await asyncio.sleep(_AWAY)
                continue
            for job in ids:
                if job in self._watched:
                    self._watched[job].put(stands.get(job))
            await asyncio.sleep(_LOOKS)

    def _look(self, ids: list[str]) -> dict[str, Stand]:
        found: dict[str, Stand] = {}
        for some in portions(ids):
            rows = self._database.rows(_QUERY.where(jobs.c.id.in_(some)))
            found |= {row.id: Stand(row.state, row.done, row.total) for row in rows}
        return found
