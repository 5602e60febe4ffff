"""How far a call is, told to its client: a step a document, and parts of it as a model answers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from summarizer.engines.endpoint.events import Progress


class Steps:
    """Progress of one call, out of ``total`` steps; it only ever grows, as the protocol wants it."""

    def __init__(self, send: Callable[[float, float, str], Awaitable[None]]) -> None:
        """``send`` takes steps done, steps in all, and the name of what is read."""
        self.total = 1
        self._send = send
        self._done = 0
        self._told = -1.0
        self._sending: set[asyncio.Task[None]] = set()

    async def begin(self, name: str) -> None:
        """A document is being read."""
        await self._tell(self._done, name)

    async def done(self, name: str) -> None:
        """A document was read."""
        self._done += 1
        await self.settle()
        await self._tell(self._done, name)

    def on_event(self, progress: Progress) -> None:
        """A model answered about a part of a document."""
        if progress.total:
            part = self._done + min(progress.done / progress.total, 1) * 0.99
            task = asyncio.get_running_loop().create_task(self._tell(part, progress.document))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def settle(self) -> None:
        """Wait until all that was told is sent."""
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _tell(self, done: float, name: str) -> None:
        if done > self._told:
            self._told = done
            await self._send(done, float(self.total), name)
