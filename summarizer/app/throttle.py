"""Wrong attempts to log in are slowed: the more of them came lately, the longer the answer takes."""

from __future__ import annotations

import asyncio
import time
from collections import deque

from summarizer.service.problems import ProblemError

_WINDOW = 60.0
_STEP, _LONGEST = 0.25, 5.0
"""Seconds, for each wrong attempt within the window."""
_WAITING = 8
"""Wrong attempts that wait at a time; while so many do, no other one is looked at."""


class Throttle:
    """Of one process. Who has a session is not touched by it."""

    def __init__(self) -> None:
        self._wrong: deque[float] = deque(maxlen=1000)
        self._waiting = 0

    def enter(self) -> None:
        """Before an attempt is looked at. Raises :class:`ProblemError` (429)."""
        if self._waiting >= _WAITING:
            raise ProblemError(429, "http-busy", {"Retry-After": str(round(_LONGEST))})

    async def wrong(self) -> None:
        """After a wrong attempt: wait."""
        now = time.monotonic()
        while self._wrong and self._wrong[0] < now - _WINDOW:
            self._wrong.popleft()
        self._wrong.append(now)
        self._waiting += 1
        try:
            await asyncio.sleep(min(_LONGEST, _STEP * len(self._wrong)))
        finally:
            self._waiting -= 1
