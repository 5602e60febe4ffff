"""The processes of the service that read documents: apart from the one that answers, which stays quick.

Each is a worker as ``summarizer worker`` is. It ends when its service does, however that ends: it holds the other end
of a pipe. One that dies is replaced; its documents are read by the next.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import signal
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)
_LOOKS = 0.25
_FIRST_WAIT, _LAST_WAIT = 0.5, 30.0
"""Seconds until a process that died is started again: longer each time that it dies young."""
_YOUNG = 60.0
_BY_RULES = 8
"""Documents that a process has begun: whoever asks for one more waits for no more than these."""
_LATE = 15.0
"""Seconds beyond its grace after which a process is ended."""


class _ReadingProcess:
    """One place, and the process that has it."""

    def __init__(self, settings: Settings, url: str, grace: float) -> None:
        self._given = settings, url, grace
        self._wait, self._next, self._began = _FIRST_WAIT, 0.0, 0.0
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def look(self) -> None:
        """Start a process where there is none."""
        now = time.monotonic()
        if self._process is not None:
            if self._process.is_alive():
                return
            _log.warning("a reading process ended with %s", self._process.exitcode)
            self._wait = _FIRST_WAIT if now - self._began > _YOUNG else min(2 * self._wait, _LAST_WAIT)
            self._process, self._next = None, now + self._wait
        if now < self._next:
            return
        context = multiprocessing.get_context("spawn")
        theirs, self._pipe = context.Pipe(duplex=False)
        self._process = context.Process(target=work, args=(*self._given, theirs), name="summarizer-reader")
        self._process.start()
        theirs.close()
        self._began = now

    def tell(self) -> None:
        """Have it end: it finishes what it reads, within its grace."""
        if self._pipe is not None:
            self._pipe.close()

    def end(self, until: float) -> None:
        """Wait for its end, until a moment of :func:`time.monotonic`."""
        if self._process is not None:
            self._process.join(max(0.1, until - time.monotonic()))
            if self._process.is_alive():
                self._process.kill()
                self._process.join()


@contextlib.asynccontextmanager
async def reading(settings: Settings, url: str, count: int, grace: float) -> AsyncIterator[None]:
    """``count`` processes that read the jobs of the database, as long as the block lasts."""
    readers = [_ReadingProcess(settings, url, grace) for _ in range(count)]

    async def look() -> None:
        while True:
            for reader in readers:
                await asyncio.to_thread(reader.look)
            await asyncio.sleep(_LOOKS)

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        for reader in readers:
            reader.tell()
        until = time.monotonic() + grace + _LATE
        for reader in readers:
            await asyncio.to_thread(reader.end, until)


def work(settings: Settings, url: str, grace: float, pipe: Connection) -> None:
    """What the process does."""
    from summarizer.service.logs import log_as_json

    for one in (signal.SIGINT, signal.SIGTERM):  # they go to the whole group; the service says when
        signal.signal(one, signal.SIG_IGN)
    log_as_json()
    asyncio.run(_work(settings, url, grace, pipe))


async def _work(settings: Settings, url: str, grace: float, pipe: Connection) -> None:
    from summarizer.batch.database import Database
    from summarizer.batch.worker import Worker

    with Database.open(url) as database:
        async with Worker(database, settings, by_rules=_BY_RULES, grace=grace) as worker:
            _log.info("reads %s", ", ".join(worker.queues), extra={"worker": worker.executor})
            await _ended(pipe)


async def _ended(pipe: Connection) -> None:
    """Until the service closes its end of the pipe, or is gone."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def wait() -> None:
        with contextlib.suppress(EOFError, OSError):
            pipe.recv()
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait, name="summarizer-service", daemon=True).start()
    await ended.wait()
