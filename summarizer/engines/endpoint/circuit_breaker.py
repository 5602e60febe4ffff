"""The circuit breaker: a dead endpoint is left alone, and tried again from time to time."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from summarizer.engines.endpoint.failures import StoppedError

if TYPE_CHECKING:
    from summarizer.messages import Message

_log = logging.getLogger(__name__)

MAX_FAILURES: Final = 20
"""So many in a row, and the endpoint is dead: at three failures in ten, by chance once in 30 thousand million calls."""
REST: Final = 30.0
"""Seconds until a dead endpoint is tried again, with a single question."""


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
        """As :meth:`check`; of those that are let through to a dead endpoint the first one keeps the others out."""
        self.check()
        if self._failures >= MAX_FAILURES:
            self._next_try = time.monotonic() + REST

    def failed(self, why: Message) -> None:
        """Count a failure."""
        self._failures += 1
        self._last = why
        if self._failures >= MAX_FAILURES:
            self._next_try = time.monotonic() + REST
            _log.warning("the endpoint failed %d times in a row and is left alone: %s", self._failures, why.text())

    def give_up(self, why: Message) -> None:
        """Ask nothing more in this run: the endpoint said itself that it will answer nothing."""
        self._given_up = why

    def spoke(self) -> None:
        """Take note that the endpoint spoke, be it to refuse."""
        self._failures = 0

    def answered(self) -> None:
        """Take note of an answer."""
        self.spoke()
        self.proven = True
