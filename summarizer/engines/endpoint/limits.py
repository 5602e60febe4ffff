"""What keeps a run in bounds, shared by all its documents: places, pace, budget, time, and a breaker.

::

    async with limits.gate:                      # a place: so many questions at a time
        async with limits.request(size) as sent:  # raises Stopped; waits where the minute is full
            …
            sent.took(prompt, written)

A limit a minute holds for each minute, wherever it begins. ``Stopped`` is raised where nothing more is to be asked:
the budget is spent, the time is up, or the endpoint is dead.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import TYPE_CHECKING, Final, Self

from aiolimiter import AsyncLimiter

from summarizer.engines.endpoint.failures import Stopped
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)

FAILURES: Final = 20
"""So many in a row, and the endpoint is dead: at three failures in ten, by chance once in 30 thousand million calls."""
REST: Final = 30.0
"""Seconds until a dead endpoint is tried again, with a single question."""
_MINUTE: Final = 60.0
_BURST: Final = 0.1
"""The share of a minute's limit that may be used at once; what drips in during the minute is the rest of it."""
_SLACK: Final = 1.02


class Gate:
    """Places for questions at a time: half as many after a "too many requests", one more after each full round.

    Additive increase, multiplicative decrease: Chiu and Jain, Computer Networks and ISDN Systems 17 (1989).
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.allowed = most
        self._places = asyncio.Semaphore(most)
        self._owed = 0
        self._good = 0
        self._cut = 0.0

    async def __aenter__(self) -> Self:
        await self._places.acquire()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._owed:
            self._owed -= 1
        else:
            self._places.release()

    def narrow(self) -> None:
        """Halve the places; refusals of requests that were under way together count as one."""
        self._good = 0
        if self.allowed == 1 or time.monotonic() - self._cut < 1.0:
            return
        self._cut = time.monotonic()
        fewer = max(1, self.allowed // 2)
        self._owed += self.allowed - fewer
        self.allowed = fewer
        _log.info("too many requests: %d at a time from now on", fewer)

    def widen(self) -> None:
        """Count an answer; a round of them brings a place back."""
        self._good += 1
        if self.allowed == self.most or self._good < self.allowed:
            return
        self._good = 0
        self.allowed += 1
        if self._owed:
            self._owed -= 1
        else:
            self._places.release()


class Pace:
    """Requests and tokens a minute, and the waiting that a server asked for."""

    def __init__(self, requests: int | None, tokens: int | None) -> None:
        self._requests = _bucket(requests)
        self._tokens = _bucket(tokens)
        self._not_before = 0.0

    async def wait(self, tokens: int) -> None:
        """Until a request of so many tokens may go out."""
        while (rest := self._not_before - time.monotonic()) > 0:  # noqa: ASYNC110 - it may be put off meanwhile
            await asyncio.sleep(rest)
        if self._requests is not None:
            await self._requests.acquire()
        while self._tokens is not None and tokens > 0:
            some = min(tokens, self._tokens.max_rate)  # a request larger than the bucket fills it several times
            await self._tokens.acquire(some)
            tokens -= int(some)

    def hold(self, seconds: float) -> None:
        """Send nothing for so long: the server said when to come back."""
        self._not_before = max(self._not_before, time.monotonic() + seconds)


def _bucket(limit: int | None) -> AsyncLimiter | None:
    """A leaky bucket that lets at most ``limit`` through in any minute: its size and a minute's drip are that."""
    if limit is None:
        return None
    size = max(1, int(limit * _BURST))
    drip = (limit - size) / _MINUTE if size > 1 else limit / (_MINUTE * _SLACK)
    return AsyncLimiter(size, size / drip)


class Budget:
    """Tokens and money of a run; a request under way counts with the most that it may take.

    Raises :class:`~summarizer.errors.UsageError` for a limit in money where no price is known.
    """

    def __init__(self, settings: Settings) -> None:
        if settings.max_cost is not None and settings.cost(0, 0) is None:
            raise UsageError("max_cost: what tokens cost is not set: set price_prompt and price_completion too")
        self._settings = settings
        self._prompt = self._written = 0
        self._held = (0, 0)

    def reserve(self, prompt: int, written: int) -> None:
        """Set tokens aside. Raises :class:`Stopped` where they might not be there."""
        self._held = (self._held[0] + prompt, self._held[1] + written)
        reason = self._spent()
        if reason is not None:
            self.settle(prompt, written, 0, 0)
            raise Stopped(reason)

    def settle(self, prompt: int, written: int, took: int, wrote: int) -> None:
        """Give back what was set aside, and count what it took."""
        self._held = (self._held[0] - prompt, self._held[1] - written)
        self._prompt += took
        self._written += wrote

    def _spent(self) -> str | None:
        settings = self._settings
        prompt, written = self._prompt + self._held[0], self._written + self._held[1]
        if settings.max_tokens_total is not None and prompt + written > settings.max_tokens_total:
            return f"the run's budget of {settings.max_tokens_total} tokens is used up"
        cost = settings.cost(prompt, written)
        if settings.max_cost is not None and cost is not None and cost > settings.max_cost:
            return f"the run's budget of {settings.max_cost:g} {settings.currency} is used up"
        return None


class Breaker:
    """Open after :data:`FAILURES` in a row, so that a dead endpoint is left alone; then one question at a time tries.

    The pattern: Nygard, Release It! (2007), chapter 5.
    """

    def __init__(self) -> None:
        self._failed = 0
        self._said = ""
        self._again = 0.0
        self._given_up: str | None = None
        self.proven = False
        """Whether the endpoint has answered in this run."""

    def check(self) -> None:
        """Raise :class:`Stopped` while the endpoint is to be left alone."""
        if self._given_up is not None:
            raise Stopped(self._given_up)
        if self._failed >= FAILURES and time.monotonic() < self._again:
            raise Stopped(f"the endpoint failed {self._failed} times in a row, the last time: {self._said}")

    def enter(self) -> None:
        """As :meth:`check`; of those that are let through to a dead endpoint the first one keeps the others out."""
        self.check()
        if self._failed >= FAILURES:
            self._again = time.monotonic() + REST

    def failed(self, said: str) -> None:
        """Count a failure."""
        self._failed += 1
        self._said = said
        if self._failed >= FAILURES:
            self._again = time.monotonic() + REST
            _log.warning("the endpoint failed %d times in a row and is left alone: %s", self._failed, said)

    def give_up(self, said: str) -> None:
        """Ask nothing more in this run: the endpoint said itself that it will answer nothing."""
        self._given_up = said

    def alive(self) -> None:
        """Take note that the endpoint spoke, be it to refuse."""
        self._failed = 0

    def answered(self) -> None:
        """Take note of an answer."""
        self.alive()
        self.proven = True


class Sent:
    """A request under way; :meth:`took` tells what it took, by default what was set aside for it."""

    def __init__(self, prompt: int, written: int) -> None:
        self.prompt = prompt
        self.written = written

    def took(self, prompt: int, written: int) -> None:
        """What the server counted."""
        self.prompt, self.written = prompt, written


class Limits:
    """All bounds of one run; ``clock`` starts with the first request."""

    def __init__(self, settings: Settings) -> None:
        self.gate = Gate(settings.concurrency)
        self.pace = Pace(settings.requests_per_minute, settings.tokens_per_minute)
        self.budget = Budget(settings)
        self.breaker = Breaker()
        self._time = settings.time_limit
        self._end: float | None = None

    def left(self) -> float | None:
        """Seconds that the run has left, None where it may take any time. The time runs from the first call."""
        if self._time is None:
            return None
        now = time.monotonic()
        if self._end is None:
            self._end = now + self._time
        return self._end - now

    def check(self) -> None:
        """Raise :class:`Stopped` where no further request may go out."""
        left = self.left()
        if left is not None and left <= 0:
            raise Stopped(f"the run's time of {self._time:g} s is up")
        self.breaker.check()

    @contextlib.asynccontextmanager
    async def request(self, prompt: int, written: int) -> AsyncIterator[Sent]:
        """A request of at most so many tokens: waits for its turn. Raises :class:`Stopped`."""
        self.check()
        self.budget.reserve(prompt, written)
        # Of one that was not sent nothing is known to have been taken; of one that broke, neither.
        sent = Sent(0, 0)
        try:
            try:
                async with asyncio.timeout(self.left()):
                    await self.pace.wait(prompt + written)
            except TimeoutError:
                self.check()
                raise
            self.check()
            self.breaker.enter()
            yield sent
        finally:
            self.budget.settle(prompt, written, sent.prompt, sent.written)
