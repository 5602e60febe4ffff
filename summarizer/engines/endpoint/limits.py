"""What keeps a run in bounds, shared by all its documents: rate limits, budget, time, and a circuit breaker.

::

    async with limits.concurrency:                      # a place: so many questions at a time
        async with limits.request(prompt, completion) as reservation:  # raises StoppedError; waits for its turn
            …
            reservation.took(prompt, completion)        # tokens, as the server counted them

A limit a minute holds for each minute, wherever it begins. ``StoppedError`` is raised where nothing more is to be
asked: the budget is spent, the time is up, or the endpoint is dead.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from summarizer.engines.endpoint.chat_request import Deadline
from summarizer.engines.endpoint.circuit_breaker import CircuitBreaker
from summarizer.engines.endpoint.failures import StoppedError
from summarizer.engines.endpoint.rate_limits import ConcurrencyLimit, RateLimit
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from summarizer.settings.settings import Settings


class Budget:
    """Tokens and money of a run; a request under way counts with the most that it may take.

    Raises :class:`~summarizer.errors.UsageError` for a limit in money where no price is known.
    """

    def __init__(self, settings: Settings) -> None:
        if settings.max_cost is not None and settings.cost(0, 0) is None:
            raise UsageError("max-cost-without-price")
        self._settings = settings
        # Used up and set aside together.
        self._prompt = self._completion = 0

    def add(self, prompt: int, completion: int) -> None:
        """Count tokens; give back what was set aside and not used by negative numbers."""
        self._prompt += prompt
        self._completion += completion

    def check(self) -> None:
        """Raise :class:`StoppedError` where more is used up or set aside than there is."""
        settings, tokens = self._settings, self._prompt + self._completion
        if settings.max_tokens_total is not None and tokens > settings.max_tokens_total:
            raise StoppedError("token-budget-used-up", tokens=settings.max_tokens_total)
        cost = settings.cost(self._prompt, self._completion)
        if settings.max_cost is not None and cost is not None and cost > settings.max_cost:
            raise StoppedError("cost-budget-used-up", cost=f"{settings.max_cost:g}", currency=settings.currency)


class Reservation:
    """Tokens of a request under way; :meth:`took` says how many it took, which nobody knows before."""

    def __init__(self) -> None:
        self.prompt = self.completion = 0

    def took(self, prompt: int, completion: int) -> None:
        """What the server counted."""
        self.prompt, self.completion = prompt, completion


class Limits:
    """All bounds of one run; its time starts with the first request."""

    def __init__(self, settings: Settings) -> None:
        self.concurrency = ConcurrencyLimit(settings.concurrency)
        self.rate = RateLimit(settings.requests_per_minute, settings.tokens_per_minute)
        self.budget = Budget(settings)
        self.breaker = CircuitBreaker()
        self._deadline = None if settings.time_limit is None else Deadline(settings.time_limit)

    def left(self) -> float | None:
        """Seconds that the run has left, None where it may take any time. The time runs from the first call."""
        return None if self._deadline is None else self._deadline.left()

    def check(self) -> None:
        """Raise :class:`StoppedError` where no further request may go out."""
        if self._deadline is not None and self._deadline.left() <= 0:
            raise StoppedError("run-time-up", seconds=f"{self._deadline.seconds:g}")
        self.breaker.check()

    @contextlib.asynccontextmanager
    async def request(self, prompt: int, completion: int) -> AsyncIterator[Reservation]:
        """A request of at most so many tokens: waits for its turn. Raises :class:`StoppedError`."""
        self.check()
        self.budget.add(prompt, completion)
        # Of one that was not sent nothing is known to have been taken; of one that broke, neither.
        reservation = Reservation()
        try:
            self.budget.check()
            try:
                async with asyncio.timeout(self.left()):
                    await self.rate.wait(prompt + completion)
            except TimeoutError:
                self.check()
                raise
            self.check()
            self.breaker.enter()
            yield reservation
        finally:
            self.budget.add(reservation.prompt - prompt, reservation.completion - completion)
