"""One request to an endpoint, in the form that it takes, within the run's limits; what comes of it is classified."""

from __future__ import annotations

import asyncio
import copy
import logging
import time
from collections import Counter
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Self

import instructor

from summarizer.answers.store import Stored, content_key
from summarizer.engines.endpoint.chunks import estimate_tokens
from summarizer.engines.endpoint.completions import read_completion
from summarizer.engines.endpoint.deferring import NUMBER, DeferredError
from summarizer.engines.endpoint.dialect import Dialect
from summarizer.engines.endpoint.failures import RetryableError, TooLongError, UnansweredError
from summarizer.engines.endpoint.limits import Taken
from summarizer.engines.endpoint.response_parsing import (
    is_empty,
    is_spent_on_thoughts,
    isolate_answer,
    make_strict,
    reject_repeated_keys,
    token_usage,
)
from summarizer.errors import LocalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.engines.endpoint.chat_request import ChatRequest, Deadline
    from summarizer.engines.endpoint.classifying import Classified
    from summarizer.engines.endpoint.connection import Connection
    from summarizer.engines.endpoint.limits import Limits
    from summarizer.engines.endpoint.output_mode import OutputMode

# instructor logs each failed call as an error; without a handler Python would print it on the user's screen.
logging.getLogger("instructor").addHandler(logging.NullHandler())

_MIN_WINDOW = 64
"""No server cuts a prompt to fewer tokens: one that reports fewer counts without those it had in its cache."""
_FILLED = 0.9
"""Of a window that is filled, the share that is read at the least: some servers keep a little free."""
_THINKING = (0, 2048, 8192)
"""Tokens that a model which thinks may take on top of its answer, tried in this order."""
_MAX_HOLD = 60.0
"""Seconds that all questions wait because of one that came too early; of a longer wait each hears for itself."""


class Sender:
    """Sends requests over a connection. It learns how the endpoint wants them, and keeps to the limits of its run."""

    def __init__(
        self, connection: Connection, limits: Limits, temperature: float, extra_body: Mapping[str, Any]
    ) -> None:
        self._connection = connection
        self._limits = limits
        self._dialect = Dialect(temperature, extra_body)
        self.context_tokens: int | None = None
        """The context window that is known to be there, which an answer's limit must not pass."""
        self._thinking = 0
        self._most_read = 0
        """Tokens of the longest prompt that was read whole."""
        self._create: dict[tuple[OutputMode, bool], Any] = {}
        self._asked: Counter[str] = Counter()
        """How often each request was made that an exchange answers."""

    @property
    def form(self) -> dict[str, Any]:
        """What it has learnt of the endpoint, as JSON takes it."""
        return {"dialect": self._dialect.form, "thinking": self._thinking, "most_read": self._most_read}

    def fork(self, form: Mapping[str, Any]) -> Self:
        """One that has learnt what ``form`` says, and from now on learns for itself."""
        fork, dialect = copy.copy(self), copy.copy(self._dialect)
        dialect.form = form["dialect"]
        vars(fork).update(
            _dialect=dialect, _thinking=form["thinking"], _most_read=form["most_read"], _create={}, _asked=Counter()
        )
        return fork

    def defers(self, request: ChatRequest) -> bool:
        """Whether an exchange answers a request. What is asked about the model itself goes out at once."""
        return self._connection.exchange is not None and request.document is not None

    async def send(self, messages: Sequence[Mapping[str, str]], request: ChatRequest, deadline: Deadline) -> Stored:
        """The answer to ``messages``, which are the request's with what was said of an answer that did not fit.

        Raises :class:`~summarizer.engines.endpoint.failures.RequestError` or
        :class:`~summarizer.errors.EndpointError`.
        """
        size = sum(estimate_tokens(message["content"]) for message in messages)
        stored = None
        while stored is None:
            limit = request.max_tokens + _THINKING[self._thinking]
            if self.context_tokens is not None:
                limit = max(request.max_tokens, min(limit, self.context_tokens // 2))
            await self.connect()
            before = deadline.left()
            async with self._turn(request, size, limit) as taken:
                deadline.extend(before - deadline.left())  # waiting for a turn is not the question's time
                stored = await self._sent(messages, request, deadline, limit, size, taken)
        return stored

    def _turn(self, request: ChatRequest, size: int, limit: int) -> AbstractAsyncContextManager[Taken]:
        """A place within the limits; of what does not go out now they say nothing."""
        return nullcontext(Taken()) if self.defers(request) else self._limits.request(size, limit)

    async def connect(self) -> None:
        """See that there is a connection; a server of our own that cannot be had is one that cannot be reached."""
        try:
            await self._connection.api()
        except LocalError as error:
            raise UnansweredError(error.code, unreachable=True, **error.params) from error

    async def _sent(
        self,
        messages: Sequence[Mapping[str, str]],
        request: ChatRequest,
        deadline: Deadline,
        limit: int,
        size: int,
        taken: Taken,
    ) -> Stored | None:
        """The answer to one request; None where it is to be sent again in another form."""
        thinking, deferred = self._thinking, self.defers(request)
        limit = min(limit, self._dialect.max_answer)
        form: dict[str, Any] = {"model": self._connection.model, **self._dialect.parameters(limit)}
        request.tally.requests += 1
        patience = self._connection.probe_timeout if request.probing else self._connection.timeout
        seconds = max(0.0, min(patience, deadline.left(), self._limits.deadline.left()))
        parsed, failure, cause = None, None, None
        sent = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                parsed = await self._patched(request.mode, deferred=deferred)(
                    response_model=request.answer, messages=messages, max_retries=0, **form
                )
        except DeferredError as unheard:
            unheard.raise_unanswered()
            request.tally.requests -= 1
            raise
        except Exception as error:  # noqa: BLE001 - classified, and raised below: not in here, where it would drag along
            completion = getattr(error, "last_completion", None)  # what the server said, be it our key
            classified = self._connection.classified(error)
            failure, cause = classified.failure, self._connection.secrets.cause(error)
            size, limit = size * classified.may_cost, 0
            if not deferred:
                self._tell_limits(classified, request, sent)
            if self._dialect.learnt(error.__cause__ or error, form) or self._learnt_thinking(completion, thinking):
                failure = None
            elif is_empty(completion):
                failure = TooLongError("empty-answer", lasting=False)
        else:
            completion = parsed._raw_response  # noqa: SLF001 - where instructor puts it
            if not deferred:
                self._limits.breaker.spoke(answered=True)
                self._limits.concurrency.widen()
        tokens = token_usage(completion, request.tally)
        taken.prompt, taken.completion = tokens.prompt or size, tokens.completion or limit
        if self._is_cut(tokens.read, request.min_prompt_tokens, size + limit):
            request.tally.cut += 1
            raise TooLongError("prompt-was-cut", lasting=False, read=tokens.read, least=request.min_prompt_tokens)
        if failure is not None:
            raise failure from cause
        if parsed is None:
            return None
        text = parsed.model_dump_json(by_alias=True)
        if self._connection.secrets.repeated(text):  # it would go into the store, a recording, the report
            raise UnansweredError("server-repeats-key")
        return Stored(text, "stop", tokens.prompt, tokens.completion)

    def _is_cut(self, read: int | None, least: int, needed: int) -> bool:
        """Whether a server read less than the prompt has, and does not only count without what it had in its cache.

        What is cut fills the window; so nothing is where the window holds all, or where more was read before.
        """
        if read is None or not _MIN_WINDOW <= read < least:
            self._most_read = max(self._most_read, read or 0)
            return False
        fits = self.context_tokens is not None and needed <= self.context_tokens
        return not fits and read >= _FILLED * self._most_read

    def _tell_limits(self, classified: Classified, request: ChatRequest, sent: float) -> None:
        """Let the limits know what went wrong with a request that went out at ``sent``."""
        failure, refused = classified.failure, False
        if classified.too_many:
            self._limits.concurrency.narrow(sent)
        if isinstance(failure, RetryableError):
            # The server's own error may say that it does not take the output mode that is tried.
            refused = request.probing and failure.server_error
            if failure.wait is not None and failure.wait <= _MAX_HOLD:
                self._limits.hold.for_seconds(failure.wait)
        if classified.endpoint_failed and not refused:
            self._limits.breaker.failed(failure.message)
        else:
            self._limits.breaker.spoke()

    def _learnt_thinking(self, completion: Any, thinking: int) -> bool:
        """Whether the model thinks aloud, and may do so at greater length than the ``thinking`` that was allowed."""
        if not is_spent_on_thoughts(completion) or thinking + 1 == len(_THINKING):
            return False
        self._thinking = max(self._thinking, thinking + 1)  # requests under way at once learn it once
        return True

    def _patched(self, mode: OutputMode, *, deferred: bool) -> Any:
        """The completions call with instructor around it, for this mode; ``deferred``: to the exchange."""
        if (mode, deferred) not in self._create:

            async def send(**arguments: Any) -> Any:
                if mode.strict:
                    make_strict(arguments["response_format"]["json_schema"])
                api = self._connection.deferred if deferred else self._connection.current
                arguments["messages"] = self._dialect.messages(arguments["messages"])
                more: dict[str, Any] = {"extra_body": self._dialect.body or None}
                if deferred:
                    more["extra_headers"] = {NUMBER: str(self._number(arguments | more))}
                response = await api.chat.completions.with_raw_response.create(**arguments, **more)
                completion = read_completion(response.content, self._connection.model, self._connection.secrets.hidden)
                isolate_answer(completion, tool=_tool_of(arguments))
                reject_repeated_keys(completion)
                return completion

            patched = instructor.patch(create=send, mode=instructor.Mode[mode.mode.upper()])
            self._create[mode, deferred] = patched
        return self._create[mode, deferred]

    def _number(self, asked: Mapping[str, Any]) -> int:
        """How often this was asked before: an answer that is of no use is asked for once more."""
        key = content_key(**asked)
        self._asked[key] += 1
        return self._asked[key] - 1


def _tool_of(arguments: Mapping[str, Any]) -> str | None:
    """The name of the tool that a request wants to be called; None where it wants none."""
    tools = arguments.get("tools")
    return str(tools[0]["function"]["name"]) if tools else None
