"""Rate limits: how many requests at a time, and how many requests and tokens a minute."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Final, Self

from aiolimiter import AsyncLimiter

_log = logging.getLogger(__name__)

_MINUTE: Final = 60.0
_BURST: Final = 0.1
"""The share of a minute's limit that may be used at once; what drips in during the minute is the rest of it."""
_SLACK: Final = 1.02


class ConcurrencyLimit:
    """Places for questions at a time: half as many after a "too many requests", one more after each full round.

    Additive increase, multiplicative decrease: Chiu and Jain, Computer Networks and ISDN Systems 17 (1989).
    """

    def __init__(self, maximum: int) -> None:
        self.maximum = maximum
        self.allowed = maximum
        self._places = asyncio.Semaphore(maximum)
        # Places that were taken away while they were in use: each is lost when it is given back.
        self._owed = 0
        self._answers = 0
        self._narrowed_at = 0.0

    async def __aenter__(self) -> Self:
        await self._places.acquire()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._give_back()

    def narrow(self) -> None:
        """Halve the places; refusals of requests that were under way together count as one."""
        self._answers = 0
        if self.allowed == 1 or time.monotonic() - self._narrowed_at < 1.0:
            return
        self._narrowed_at = time.monotonic()
        fewer = max(1, self.allowed // 2)
        self._owed += self.allowed - fewer
        self.allowed = fewer
        _log.info("too many requests: %d at a time from now on", fewer)

    def widen(self) -> None:
        """Count an answer; a round of them brings a place back."""
        self._answers += 1
        if self.allowed == self.maximum or self._answers < self.allowed:
            return
        self._answers = 0
        self.allowed += 1
        self._give_back()

    def _give_back(self) -> None:
        if self._owed:
            self._owed -= 1
        else:
            self._places.release()


class RateLimit:
    """Requests and tokens a minute, and the waiting that a server asked for."""

    def __init__(self, requests: int | None, tokens: int | None) -> None:
        self._requests = _leaky_bucket(requests)
        self._tokens = _leaky_bucket(tokens)
        self._not_before = 0.0

    async def wait(self, tokens: int) -> None:
        """Until a request of so many tokens may go out."""
        while (rest := self._not_before - time.monotonic()) > 0:  # noqa: ASYNC110 - it may be put off meanwhile
            await asyncio.sleep(rest)
        if self._requests is not None:
            await self._requests.acquire()
        while self._tokens is not None and tokens > 0:
            part = min(tokens, self._tokens.max_rate)  # a request larger than the bucket fills it several times
            await self._tokens.acquire(part)
            tokens -= int(part)

    def hold(self, seconds: float) -> None:
        """Send nothing for so long: the server said when to come back."""
        self._not_before = max(self._not_before, time.monotonic() + seconds)


def _leaky_bucket(limit: int | None) -> AsyncLimiter | None:
    """It lets at most ``limit`` through in any minute: its size and a minute's drip are that."""
    if limit is None:
        return None
    size = max(1, int(limit * _BURST))
    drip = (limit - size) / _MINUTE if size > 1 else limit / (_MINUTE * _SLACK)
    return AsyncLimiter(size, size / drip)
