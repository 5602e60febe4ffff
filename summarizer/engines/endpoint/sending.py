"""One request to an endpoint, in the form that it takes, within the run's limits; what comes of it is sorted."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import instructor
import openai

from summarizer.engines.endpoint.chunks import estimate_tokens
from summarizer.engines.endpoint.connection import Connection
from summarizer.engines.endpoint.failures import Again, TooLong, Unanswered, kind_of, sort_failure
from summarizer.engines.endpoint.limits import Limits
from summarizer.engines.endpoint.wire import count, is_empty, lost_to_thoughts, make_strict, refuse_repeats, settle
from summarizer.errors import LocalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from summarizer.engines.endpoint.events import Tally
    from summarizer.engines.endpoint.limits import Sent
    from summarizer.engines.endpoint.question import Clock, ModeName, Question, Way
    from summarizer.settings.settings import Settings

# instructor logs each failed call as an error; without a handler Python would print it on the user's screen.
logging.getLogger("instructor").addHandler(logging.NullHandler())

_THINKING: Final = (0, 2048, 8192)
"""Tokens that a model which thinks may take on top of its answer, tried in this order."""
_LONGEST_HOLD: Final = 60.0
"""Seconds that all questions wait because of one that came too early; of a longer wait each hears for itself."""


@dataclass(slots=True)
class Call:
    """A question on its way: the answer's model, the way of asking, its time, and how many tries are left of each kind.

    ``repairs`` of an answer that does not fit, ``looks`` at one that broke off. ``probing``: it is the way of asking
    that is tried.
    """

    question: Question
    answer: type[BaseModel]
    way: Way
    clock: Clock
    tally: Tally
    repairs: int
    looks: int
    probing: bool


class Sender(Connection):
    """A connection that sends requests. It learns how the endpoint wants them, and keeps to the limits of its run."""

    def __init__(self, settings: Settings, *, replays: bool) -> None:
        super().__init__(settings, replays=replays)
        self.limits = Limits(settings)
        self.room: int | None = None
        """The context window that is known to be there, which an answer's limit must not pass."""
        self._limit_name = "max_tokens"
        self._thinking = 0
        self._temperature: dict[str, float] = {"temperature": settings.temperature}
        self._create: dict[tuple[ModeName, bool], Any] = {}

    async def send(self, messages: Sequence[Mapping[str, str]], call: Call) -> Any:
        """The answer, an instance of instructor's twin of ``call.answer``.

        Raises :class:`Again`, :class:`TooLong`, :class:`Unanswered` or :class:`~summarizer.errors.EndpointError`.
        """
        size = sum(estimate_tokens(message["content"]) for message in messages)
        parsed = None
        while parsed is None:
            limit = call.question.max_tokens + _THINKING[self._thinking]
            if self.room is not None:
                limit = max(call.question.max_tokens, min(limit, self.room // 2))
            await self.reconnected()
            before = call.clock.left()
            async with self.limits.request(size, limit) as sent:
                call.clock.extend(before - call.clock.left())  # waiting for a turn is not the question's time
                parsed = await self._sent(messages, call, limit, size, sent)
        return parsed

    async def _sent(
        self, messages: Sequence[Mapping[str, str]], call: Call, limit: int, size: int, sent: Sent
    ) -> Any | None:
        """The answer to one request; None where it is to be sent again in another form."""
        thinking = self._thinking
        form = {self._limit_name: limit, **self._temperature}
        call.tally.requests += 1
        parsed, failure, cause = None, None, None
        try:
            async with asyncio.timeout(self._seconds(call.clock)):
                parsed = await self._patched(call.way)(
                    response_model=call.answer, messages=messages, max_retries=0, model=self.model, **form
                )
        except Exception as error:  # noqa: BLE001 - sorted, and raised below: not in here, where it would drag along
            last = getattr(error, "last_completion", None)  # what the server said, be it our key
            tokens = count(last, call.tally)
            failure = sort_failure(error, model=self.model_name, url=self.place, secret=self.without_key)
            cause = self.cause(error)
            sent.took(tokens.prompt or size * kind_of(error).may_cost, tokens.written)
            self._mark(error, failure, call)
            if self._learnt(error, form) or self._learnt_to_wait(last, thinking):
                failure = None
            elif is_empty(last):
                failure = TooLong("the server gave an empty answer, as some do to a question too long", lasting=False)
            trust(tokens.read, call.question, call.tally)
        if failure is not None:
            raise failure from cause
        if parsed is None:
            return None
        self.limits.breaker.answered()
        self.limits.gate.widen()
        tokens = count(parsed._raw_response, call.tally)  # noqa: SLF001 - where instructor puts it
        sent.took(tokens.prompt or size, tokens.written or limit)
        trust(tokens.read, call.question, call.tally)
        return parsed

    def _seconds(self, clock: Clock) -> float:
        """How long one request may take."""
        bounds = [self._timeout, clock.left(), self.limits.left()]
        return max(0.0, min(bound for bound in bounds if bound is not None))

    def _mark(self, error: Exception, failure: Exception, call: Call) -> None:
        """Let the limits know what went wrong."""
        kind = kind_of(error)
        if kind.too_many:
            self.limits.gate.narrow()
        if isinstance(failure, Again) and failure.wait is not None and failure.wait <= _LONGEST_HOLD:
            self.limits.pace.hold(failure.wait)
        refused = call.probing and isinstance(failure, Again) and failure.refused
        if kind.of_the_line and not refused:
            self.limits.breaker.failed(str(failure))
        else:
            self.limits.breaker.alive()

    def _learnt(self, error: Exception, sent: Mapping[str, object]) -> bool:
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

    def _learnt_to_wait(self, completion: Any, thinking: int) -> bool:
        """Whether the model thinks aloud, and may do so at greater length than the ``thinking`` that was allowed."""
        if not lost_to_thoughts(completion) or thinking + 1 == len(_THINKING):
            return False
        self._thinking = max(self._thinking, thinking + 1)  # requests under way at once learn it once
        return True

    def _patched(self, way: Way) -> Any:
        """The completions call with instructor around it, for this mode."""
        kind = (way.mode, way.strict)
        if kind not in self._create:

            async def send(**arguments: Any) -> Any:
                if way.strict:
                    make_strict(arguments["response_format"]["json_schema"])
                completion = await self._apis[self._address].chat.completions.create(**arguments)
                settle(completion)
                refuse_repeats(completion)
                return completion

            mode = instructor.Mode[way.mode.upper()]
            self._create[kind] = instructor.patch(create=send, mode=mode)
        return self._create[kind]

    async def reconnected(self) -> None:
        """As :meth:`connected`; a server of our own that cannot be had is one that cannot be reached."""
        try:
            await self.connected()
        except LocalError as error:
            raise Unanswered(str(error), unreachable=True) from error


def trust(read: int | None, question: Question, tally: Tally) -> None:
    """Raise :class:`TooLong` where the server read less of the question than it must have had."""
    if read is not None and read < question.least:
        tally.cut += 1
        raise TooLong(f"the server read only {read} of at least {question.least} tokens", lasting=False)
