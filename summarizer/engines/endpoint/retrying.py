"""The retry policy: how often a question is asked again, and after how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import tenacity

from summarizer.engines.endpoint.failures import RetryableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.engines.endpoint.chat_request import Deadline

MAX_TRIES: Final = 12
"""Of one question: where three calls in ten fail by themselves, one question in two million gets no answer."""
_MAX_PROBES: Final = 4
"""Tries of an output mode that a server refuses by an error of its own."""
_FIRST_WAIT: Final = 0.5
_MAX_WAIT: Final = 20.0
_MAX_HOPELESS_WAIT: Final = 0.4
"""Seconds between tries that most likely all go the same way: where nobody has answered yet, or a mode is refused."""


def retrying(deadline: Deadline, *, probing: bool, proven: Callable[[], bool]) -> tenacity.AsyncRetrying:
    """Tries until the deadline; each :class:`RetryableError` brings another, the last one is raised.

    ``probing``: the output mode itself is in question. ``proven`` says whether the endpoint has answered in this run.
    """
    backoff = tenacity.wait_random_exponential(multiplier=_FIRST_WAIT, max=_MAX_WAIT)

    def failure(state: tenacity.RetryCallState) -> RetryableError | None:
        error = state.outcome.exception() if state.outcome else None
        return error if isinstance(error, RetryableError) else None

    def wait(state: tenacity.RetryCallState) -> float:
        error = failure(state)
        if error is None:
            return 0.0
        if error.wait is not None:
            return error.wait
        if error.repair is not None:  # it answered, if badly: there is nothing to wait for
            return 0.0
        hopeless = (error.unreachable and not proven()) or (probing and error.server_error)
        return min(backoff(state), _MAX_HOPELESS_WAIT if hopeless else _MAX_WAIT)

    def stop(state: tenacity.RetryCallState) -> bool:
        error = failure(state)
        refused = probing and error is not None and error.server_error
        tries = _MAX_PROBES if refused else MAX_TRIES
        return state.attempt_number >= tries or state.upcoming_sleep >= deadline.left()

    condition = tenacity.retry_if_exception_type(RetryableError)
    return tenacity.AsyncRetrying(wait=wait, stop=stop, retry=condition, reraise=True)
