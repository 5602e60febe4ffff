"""The sessions of a worker: one for each way that its jobs ask for, made when first needed, kept for the next job."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.pipeline.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from summarizer.batch.limits import SharedRates
    from summarizer.batch.spec import JobSpec
    from summarizer.settings.settings import Settings

_MOST = 8
"""Sessions that are kept open though nobody uses them."""
_YOUNG = 20.0
"""Seconds for which a session is not made anew: what ails a new one ails the endpoint."""


@dataclass
class _OpenSession:
    session: Session
    made: float = field(default_factory=time.monotonic)
    users: int = 0
    left: bool = False
    """Whether it is to be closed by its last user: another one has its place."""


class Sessions:
    """Open sessions by how they read; use them in one event loop, and close them there."""

    def __init__(self, own: Settings, rates: SharedRates) -> None:
        self._own, self._rates = own, rates
        self._open: dict[str, _OpenSession] = {}
        self._opening = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def using(self, spec: JobSpec, *, anew: bool = False) -> AsyncIterator[Session]:
        """The session that reads as ``spec`` says; ``anew``: not one that has given its endpoint up.

        Raises :class:`~summarizer.errors.UsageError` where this worker cannot read so.
        """
        async with self._opening:
            held = self._open.get(spec.id)
            if held is not None and anew and time.monotonic() - held.made > _YOUNG:
                await self._let_go(spec.id)
                held = None
            if held is None:
                held = await self._made(spec)
            held.users += 1
        try:
            yield held.session
        finally:
            held.users -= 1
            if held.left and not held.users:
                await held.session.__aexit__(None, None, None)

    async def close(self) -> None:
        """Close all of them."""
        for key in list(self._open):
            await self._let_go(key)

    async def _made(self, spec: JobSpec) -> _OpenSession:
        idle = [key for key, one in self._open.items() if not one.users]
        for key in idle[: len(self._open) - _MOST + 1]:
            await self._let_go(key)
        settings = spec.settings(self._own)
        session = Session(settings, rate=self._rates.of(settings, spec.target))
        await session.__aenter__()
        held = self._open[spec.id] = _OpenSession(session)
        return held

    async def _let_go(self, key: str) -> None:
        held = self._open.pop(key)
        held.left = True
        if not held.users:
            await held.session.__aexit__(None, None, None)
