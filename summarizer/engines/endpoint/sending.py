"""One request to an endpoint, in the form that it takes, within the run's limits; what comes of it is classified."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import instructor
import openai

from summarizer.engines.endpoint.chunks import estimate_tokens
from summarizer.engines.endpoint.classifying import kind_of
from summarizer.engines.endpoint.failures import RequestError, RetryableError, TooLongError, UnansweredError
from summarizer.engines.endpoint.response_parsing import (
    is_empty,
    is_spent_on_thoughts,
    isolate_answer,
    make_strict,
    reject_repeated_keys,
    token_usage,
)
from summarizer.errors import EndpointError, LocalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from summarizer.engines.endpoint.chat_request import ChatRequest, Deadline
    from summarizer.engines.endpoint.connection import Connection
    from summarizer.engines.endpoint.events import Tally
    from summarizer.engines.endpoint.limits import Limits, Reservation
    from summarizer.engines.endpoint.output_mode import ModeName, OutputMode

# instructor logs each failed call as an error; without a handler Python would print it on the user's screen.
logging.getLogger("instructor").addHandler(logging.NullHandler())

_THINKING: Final = (0, 2048, 8192)
"""Tokens that a model which thinks may take on top of its answer, tried in this order."""
_MAX_HOLD: Final = 60.0
"""Seconds that all questions wait because of one that came too early; of a longer wait each hears for itself."""


@dataclass(slots=True)
class Call:
    """A request under way: the answer's model, the output mode, its time, and how many tries are left of each kind.

    ``repairs`` of an answer that does not fit, ``rereads`` of one that broke off. ``probing``: it is the output mode
    that is tried.
    """

    request: ChatRequest
    answer: type[BaseModel]
    mode: OutputMode
    deadline: Deadline
    tally: Tally
    repairs: int
    rereads: int
    probing: bool

    def refused(self, failure: Exception | None) -> bool:
        """Whether the server's own error says that it does not take the output mode that is tried."""
        return self.probing and isinstance(failure, RetryableError) and failure.server_error


class Sender:
    """Sends requests over a connection. It learns how the endpoint wants them, and keeps to the limits of its run."""

    def __init__(self, connection: Connection, limits: Limits, temperature: float) -> None:
        self._connection = connection
        self._limits = limits
        self.context_tokens: int | None = None
        """The context window that is known to be there, which an answer's limit must not pass."""
        self._limit_name = "max_tokens"
        self._thinking = 0
        self._temperature: dict[str, float] = {"temperature": temperature}
        self._create: dict[tuple[ModeName, bool], Any] = {}

    async def send(self, messages: Sequence[Mapping[str, str]], call: Call) -> Any:
        """The answer, an instance of instructor's subclass of ``call.answer``.

        Raises :class:`~summarizer.engines.endpoint.failures.RequestError` or
        :class:`~summarizer.errors.EndpointError`.
        """
        size = sum(estimate_tokens(message["content"]) for message in messages)
        parsed = None
        while parsed is None:
            limit = call.request.max_tokens + _THINKING[self._thinking]
            if self.context_tokens is not None:
                limit = max(call.request.max_tokens, min(limit, self.context_tokens // 2))
            await self.connect()
            before = call.deadline.left()
            async with self._limits.request(size, limit) as reservation:
                call.deadline.extend(before - call.deadline.left())  # waiting for a turn is not the question's time
                parsed = await self._sent(messages, call, limit, size, reservation)
        return parsed

    async def connect(self) -> None:
        """See that there is a connection; a server of our own that cannot be had is one that cannot be reached."""
        try:
            await self._connection.api()
        except LocalError as error:
            raise UnansweredError(error.code, unreachable=True, **error.params) from error

    async def _sent(
        self, messages: Sequence[Mapping[str, str]], call: Call, limit: int, size: int, reservation: Reservation
    ) -> Any | None:
        """The answer to one request; None where it is to be sent again in another form."""
        thinking = self._thinking
        form = {self._limit_name: limit, **self._temperature}
        call.tally.requests += 1
        parsed, failure, cause = None, None, None
        try:
            async with asyncio.timeout(self._seconds(call.deadline)):
                parsed = await self._patched(call.mode)(
                    response_model=call.answer, messages=messages, max_retries=0, model=self._connection.model, **form
                )
        except Exception as error:  # noqa: BLE001 - classified, and raised below: not in here, where it would drag along
            last = getattr(error, "last_completion", None)  # what the server said, be it our key
            tokens = token_usage(last, call.tally)
            failure = self._connection.failure(error)
            cause = self._connection.cause(error)
            reservation.took(tokens.prompt or size * kind_of(error).may_cost, tokens.completion)
            self._tell_limits(error, failure, call)
            if self._learnt_parameter(error, form) or self._learnt_thinking(last, thinking):
                failure = None
            elif is_empty(last):
                failure = TooLongError("empty-answer", lasting=False)
        else:
            self._limits.breaker.answered()
            self._limits.concurrency.widen()
            tokens = token_usage(parsed._raw_response, call.tally)  # noqa: SLF001 - where instructor puts it
            reservation.took(tokens.prompt or size, tokens.completion or limit)
        if tokens.read is not None and tokens.read < call.request.min_prompt_tokens:
            call.tally.cut += 1
            raise TooLongError("prompt-was-cut", lasting=False, read=tokens.read, least=call.request.min_prompt_tokens)
        if failure is not None:
            raise failure from cause
        return parsed

    def _seconds(self, deadline: Deadline) -> float:
        """How long one request may take."""
        bounds = [self._connection.timeout, deadline.left(), self._limits.left()]
        return max(0.0, min(bound for bound in bounds if bound is not None))

    def _tell_limits(self, error: Exception, failure: Exception, call: Call) -> None:
        """Let the limits know what went wrong."""
        kind = kind_of(error)
        if kind.too_many:
            self._limits.concurrency.narrow()
        if isinstance(failure, RetryableError) and failure.wait is not None and failure.wait <= _MAX_HOLD:
            self._limits.rate.hold(failure.wait)
        if kind.endpoint_failed and not call.refused(failure):
            assert isinstance(failure, RequestError | EndpointError)  # noqa: S101 - as classified
            self._limits.breaker.failed(failure.message)
        else:
            self._limits.breaker.spoke()

    def _learnt_parameter(self, error: Exception, sent: Mapping[str, object]) -> bool:
        """Whether a refusal told how this endpoint wants one of the parameters that were ``sent``."""
        cause = error.__cause__ or error
        said = str(cause).lower() if isinstance(cause, openai.BadRequestError) else ""
        if "max_tokens" in sent and "max_completion_tokens" in said:
            self._limit_name = "max_completion_tokens"
            return True
        if "temperature" in sent and "temperature" in said:
            self._temperature = {}
            return True
        return False

    def _learnt_thinking(self, completion: Any, thinking: int) -> bool:
        """Whether the model thinks aloud, and may do so at greater length than the ``thinking`` that was allowed."""
        if not is_spent_on_thoughts(completion) or thinking + 1 == len(_THINKING):
            return False
        self._thinking = max(self._thinking, thinking + 1)  # requests under way at once learn it once
        return True

    def _patched(self, mode: OutputMode) -> Any:
        """The completions call with instructor around it, for this mode."""
        kind = (mode.mode, mode.strict)
        if kind not in self._create:

            async def send(**arguments: Any) -> Any:
                if mode.strict:
                    make_strict(arguments["response_format"]["json_schema"])
                completion = await self._connection.current.chat.completions.create(**arguments)
                isolate_answer(completion)
                reject_repeated_keys(completion)
                return completion

            self._create[kind] = instructor.patch(create=send, mode=instructor.Mode[mode.mode.upper()])
        return self._create[kind]
