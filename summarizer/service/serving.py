"""The server: uvicorn over the application, reading processes beside it, and an end that loses nothing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import weakref
from typing import TYPE_CHECKING, Any

import uvicorn

from summarizer.service.app import create_app
from summarizer.service.core import ServiceCore
from summarizer.service.readers import reading

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from types import FrameType

    from summarizer.batch.database import Database
    from summarizer.service.address import Address
    from summarizer.service.guards import Pages
    from summarizer.service.options import ServiceOptions
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)


_KEEP_ALIVE = 75
"""Seconds that a connection stays open without a request: longer than a proxy keeps its own, which would else now and
then send one into a connection that closes at this moment. One that has not sent its first request by then, or not
all of its head, is let go, too: each takes one of the files that this process may have open."""


class _Server(uvicorn.Server):
    """Lets those go who only wait, as soon as it is told to end."""

    def __init__(self, config: uvicorn.Config, core: ServiceCore) -> None:
        super().__init__(config)
        self._core = core
        self._loop = asyncio.get_running_loop()
        self._silent: weakref.WeakKeyDictionary[Any, tuple[Any, float]] = weakref.WeakKeyDictionary()
        """Connections on which nothing is answered: their last request, and since when that is seen."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal: no new requests, no more waiting."""
        self._loop.call_soon_threadsafe(self._core.watcher.stop)
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second; what it gives says whether to end."""
        if counter % 10 == 0:
            self._let_go_of_silent()
        return await super().on_tick(counter)

    def _let_go_of_silent(self) -> None:
        now = self._loop.time()
        connections: list[Any] = list(self.server_state.connections)  # all speak HTTP: web sockets are off
        for connection in connections:
            cycle = connection.cycle
            if cycle is not None and not cycle.response_complete:
                self._silent.pop(connection, None)
                continue
            last, since = self._silent.get(connection, (None, now))
            if last is not cycle:
                since = now
            self._silent[connection] = cycle, since
            if now - since > _KEEP_ALIVE:
                connection.shutdown()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle SIGINT and SIGTERM, which are done with when the server ends: uvicorn's own would end the process."""
        before = {one: signal.signal(one, self.handle_exit) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


async def serve(
    database: Database, settings: Settings, options: ServiceOptions, address: Address, listening: socket.socket,
    *, no_auth: bool, pages: Callable[[ServiceCore], Pages] | None = None,
) -> None:  # fmt: skip
    """Answer until the process is told to end: requests are finished, documents finished or put back into the queue."""
    settings = settings.model_copy(update={"max_text_mb": options.max_text_mb})
    core = ServiceCore(database, settings, options)
    app = create_app(core, address, no_auth=no_auth, pages=None if pages is None else pages(core))
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, proxy_headers=False, ws="none",
        timeout_keep_alive=_KEEP_ALIVE, timeout_graceful_shutdown=max(1, round(options.grace_seconds)),
    )  # fmt: skip
    with _many_connections():
        async with reading(settings, database.url, options.workers, options.grace_seconds):
            _log.info("answers at %s", listening.getsockname()[:2])
            await _Server(config, core).serve(sockets=[listening])
            _log.info("ends")


@contextlib.contextmanager
def _many_connections() -> Iterator[None]:
    """Take as many open files as the system lets this user have: each connection is one."""
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if most > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
