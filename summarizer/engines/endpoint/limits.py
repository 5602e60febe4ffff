"""What keeps a run in bounds, shared by all its documents: rate limits, budget, time, and a circuit breaker.

::

    async with limits.concurrency:                      # a place: so many questions at a time
        async with limits.request(prompt, completion) as taken:  # raises StoppedError; waits for its turn
            …
            taken.prompt, taken.completion = …          # tokens, as the server counted them

A limit a minute holds for each minute, wherever it begins. ``StoppedError`` is raised where nothing more is to be
asked: the budget is spent, the time is up, or the endpoint is dead.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from aiolimiter import AsyncLimiter

from summarizer.engines.endpoint.chat_request import Deadline
from summarizer.engines.endpoint.failures import StoppedError
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from summarizer.messages import Message
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)

_MINUTE = 60.0
_BURST = 0.1
"""The share of a minute's limit that may be used at once; what drips in during the minute is the rest of it."""
_SLACK = 1.02
MAX_FAILURES = 20
"""So many in a row, and the endpoint is dead: at three failures in ten, by chance once in 30 thousand million calls."""
REST = 30.0
"""Seconds until a dead endpoint is tried again, with a single question."""


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

    def narrow(self, sent: float) -> None:
        """Halve the places for a request that went out at ``sent``, in monotonic seconds.

        Requests that were under way together count as one: what went out before the last narrowing says nothing of it.
        """
        self._answers = 0
        if self.allowed == 1 or sent <= self._narrowed_at:
            return
        self._narrowed_at = time.monotonic()
        fewer = self.allowed // 2
        self._owed += self.allowed - fewer
        self.allowed = fewer
        _log.info("too many requests: %d at a time from now on", fewer)

    def widen(self) -> None:
        """Count an answer; a round of them brings a place back."""
        self._answers += 1
        if self.allowed < self.maximum and self._answers >= self.allowed:
            self._answers = 0
            self.allowed += 1
            self._give_back()

    def _give_back(self) -> None:
        if self._owed:
            self._owed -= 1
        else:
            self._places.release()


class Rate(Protocol):
    """How fast may be asked. Programs that share one limit between processes give one of their own to a session."""

    async def wait(self, tokens: int) -> None:
        """Until a request of so many tokens, prompt and answer together, may go out."""


class RateLimit:
    """Requests and tokens a minute of this process."""

    def __init__(self, requests: int | None, tokens: int | None) -> None:
        self._requests = _leaky_bucket(requests)
        self._tokens = _leaky_bucket(tokens)

    async def wait(self, tokens: int) -> None:
        """Until a request of so many tokens may go out."""
        if self._requests is not None:
            await self._requests.acquire()
        while self._tokens is not None and tokens > 0:
            part = min(tokens, self._tokens.max_rate)  # a request larger than the bucket fills it several times
            await self._tokens.acquire(part)
            tokens -= int(part)


class Hold:
    """The waiting that a server asked for."""

    def __init__(self) -> None:
        self._not_before = 0.0

    async def wait(self) -> None:
        """Until it is over."""
        while (rest := self._not_before - time.monotonic()) > 0:  # noqa: ASYNC110 - it may be put off meanwhile
            await asyncio.sleep(rest)

    def for_seconds(self, seconds: float) -> None:
        """Send nothing for so long: the server said when to come back."""
        self._not_before = max(self._not_before, time.monotonic() + seconds)


def _leaky_bucket(limit: int | None) -> AsyncLimiter | None:
    """It lets at most ``limit`` through in any minute: its size and a minute's drip are that."""
    if limit is None:
        return None
    size = max(1, int(limit * _BURST))
    drip = (limit - size) / _MINUTE if size > 1 else limit / (_MINUTE * _SLACK)
    return AsyncLimiter(size, size / drip)


class CircuitBreaker:
    """Open after :data:`MAX_FAILURES` in a row, so that a dead endpoint is left alone; then one question tries.

    The pattern: Nygard, Release It! (2007), chapter 5.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._next_try = 0.0
        self._last: Message | None = None
        self._given_up: Message | None = None
        self.proven = False
        """Whether the endpoint has answered in this run."""

    def check(self) -> None:
        """Raise :class:`StoppedError` while the endpoint is to be left alone."""
        if self._given_up is not None:
            raise StoppedError(self._given_up.code, **self._given_up.params)
        if self._failures >= MAX_FAILURES and time.monotonic() < self._next_try:
            raise StoppedError("endpoint-failing", times=self._failures, why=self._last)

    def enter(self) -> None:
        """Let one through that passed :meth:`check`; to a dead endpoint the first one keeps the others out."""
        if self._failures >= MAX_FAILURES:
            self._next_try = time.monotonic() + REST

    def failed(self, why: Message) -> None:
        """Count a failure."""
        self._failures += 1
        self._last = why
        if self._failures >= MAX_FAILURES:
            self.enter()
            _log.warning("the endpoint failed %d times in a row and is left alone: %s", self._failures, why.text())

    def give_up(self, why: Message) -> None:
        """Ask nothing more in this run: the endpoint said itself that it will answer nothing."""
        self._given_up = why

    def spoke(self, *, answered: bool = False) -> None:
        """Take note that the endpoint spoke, be it to refuse; ``answered``: it gave an answer."""
        self._failures = 0
        self.proven = self.proven or answered


@dataclass(slots=True)
class Taken:
    """Tokens that a request took: none, as long as the server has not said so."""

    prompt: int = 0
    completion: int = 0


class Limits:
    """All bounds of one run; its time starts with the first request, one that is under way counts with its most tokens.

    Raises :class:`~summarizer.errors.UsageError` for a limit in money where no price is known.
    """

    def __init__(self, settings: Settings, rate: Rate | None = None) -> None:
        """``rate`` stands for the settings' requests and tokens a minute."""
        if settings.max_cost is not None and settings.cost(0, 0) is None:
            raise UsageError("max-cost-without-price")
        self.concurrency = ConcurrencyLimit(settings.concurrency)
        self.hold = Hold()
        self._rate = rate or RateLimit(settings.requests_per_minute, settings.tokens_per_minute)
        self.breaker = CircuitBreaker()
        self._settings = settings
        self._spent = Taken()  # used up and set aside together
        self.deadline = Deadline(math.inf if settings.time_limit is None else settings.time_limit)

    def check(self) -> None:
        """Raise :class:`StoppedError` where no further request may go out."""
        if self.deadline.left() <= 0:
            raise StoppedError("run-time-up", seconds=f"{self.deadline.seconds:g}")
        self.breaker.check()

    @contextlib.asynccontextmanager
    async def request(self, prompt: int, completion: int) -> AsyncIterator[Taken]:
        """A request of at most so many tokens: waits for its turn. Raises :class:`StoppedError`."""
        self.check()
        spent, taken = self._spent, Taken()
        spent.prompt += prompt
        spent.completion += completion
        try:
            self._check_budget()
            with contextlib.suppress(TimeoutError):  # the check says so
                async with asyncio.timeout(self.deadline.left()):
                    await self.hold.wait()
                    await self._rate.wait(prompt + completion)
            self.check()
            self.breaker.enter()
            yield taken
        finally:
            spent.prompt += taken.prompt - prompt
            spent.completion += taken.completion - completion

    def _check_budget(self) -> None:
        """Raise :class:`StoppedError` where more tokens or money are used up or set aside than there are."""
        settings, spent = self._settings, self._spent
        if settings.max_tokens_total is not None and spent.prompt + spent.completion > settings.max_tokens_total:
            raise StoppedError("token-budget-used-up", tokens=settings.max_tokens_total)
        cost = settings.cost(spent.prompt, spent.completion)
        if settings.max_cost is not None and cost is not None and cost > settings.max_cost:
            raise StoppedError("cost-budget-used-up", cost=f"{settings.max_cost:g}", currency=settings.currency)
