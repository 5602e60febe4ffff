"""The client: one question to a chat completions API, kept answers first, retried to a deadline.

``AsyncOpenAI`` speaks, instructor shapes request and answer for the output mode, tenacity retries. instructor
is never given a template context: a document's text must not be read as a template.
"""

from __future__ import annotations

import copy
import json
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import tenacity

from summarizer.answers.store import Store, Stored, content_key
from summarizer.engines.endpoint.chat_request import ChatRequest, Deadline
from summarizer.engines.endpoint.classifying import one_line
from summarizer.engines.endpoint.connection import MAX_TRIES, Connection
from summarizer.engines.endpoint.deferring import MAX_TRIES as MAX_DEFERRED
from summarizer.engines.endpoint.failures import (
    RetryableError,
    StoppedError,
    TooLongError,
    UnansweredError,
    message_json,
)
from summarizer.engines.endpoint.limits import Limits, Rate
from summarizer.engines.endpoint.response_parsing import restored
from summarizer.engines.endpoint.sending import Sender
from summarizer.errors import EndpointError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.deferring import Exchange
    from summarizer.profiles.prompts import Prompt
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)

_MAX_REREADS = 3
"""How often a question that cannot be halved is asked again where its answer broke off or was empty."""
_MAX_REPLY = 2000
_MAX_PROBES = 4
"""Tries of an output mode that a server refuses by an error of its own."""
_FIRST_WAIT = 0.5
_MAX_WAIT = 20.0
_MAX_HOPELESS_WAIT = 0.4
"""Seconds between tries that most likely all go the same way: where nobody has answered yet, or a mode is refused."""

OnAnswer = Callable[["Document | None", str, str, Stored], None]
"""Told of each answer, kept or new, with document, label and key; of one that ran into its limit, and of none, too."""


class _Key(NamedTuple):
    """What an answer is kept under in the store, and in a recording."""

    kept: str
    recorded: str


class Client:
    """Asks one endpoint, within the limits of one run; close its ``connection`` in the end."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        repair: Prompt,
        on_answer: OnAnswer | None = None,
        rate: Rate | None = None,
        exchange: Exchange | None = None,
    ) -> None:
        self.connection = Connection(settings, replays=store.replays, exchange=exchange)
        self._limits = Limits(settings, rate)
        self.sender = Sender(self.connection, self._limits, settings.temperature, settings.extra_body or {})
        self.added: dict[str, Any] = {"extra_body": settings.extra_body} if settings.extra_body else {}
        """What makes another question of the same one: what the user adds to its body."""
        self._on_answer = on_answer or (lambda *_: None)
        self._settings = settings
        self._store = store
        self._rounds = store if exchange is None else exchange.store(store)
        self._repair = repair

    def fork(self) -> Self:
        """For a stretch of a document: where an exchange answers, it asks the same whatever others have learnt."""
        exchange = self.connection.exchange
        if exchange is None:
            return self
        exchange.form = exchange.form or self.sender.form
        fork = copy.copy(self)
        fork.sender = self.sender.fork(exchange.form)
        return fork

    async def ask(self, request: ChatRequest) -> Any:
        """The model's answer, an instance of ``request.answer``, kept or new, by the deadline.

        Raises :class:`TooLongError` (of a question that is not ``divisible`` only after it was asked again),
        :class:`UnansweredError` or, where the endpoint refuses this question's kind for good, :class:`EndpointError`;
        in a replay :class:`~summarizer.errors.StoreError` for what was not recorded.
        """
        asked = {
            "model": self.connection.model_name,
            "way": list(request.mode),
            "prompts": request.prompts,
            "schema": request.answer.model_json_schema(),
            "messages": request.messages,
            "temperature": self._settings.temperature,
            "max_tokens": request.max_tokens,
        }
        # With another body it is another answer. A recording is replayed where no endpoint wants anything of a body.
        recorded = content_key(**asked)
        key = _Key(recorded if self._store.replays else content_key(**asked, **self.added), recorded)
        name = request.document.name if request.document else ""
        kept = self._store_of(request).get(self.connection.url, key.kept, f"{name}\t{request.label}")
        if kept is not None and (found := restored(kept, request.answer)) is not None:
            request.tally.cached += 1
            self._keep(request, key, kept, cache=False)
            if isinstance(found, Exception):
                raise found
            return found
        self.connection.need_key()
        return await self._ask_endpoint(request, key)

    async def _ask_endpoint(self, request: ChatRequest, key: _Key) -> BaseModel:
        """The new answer, which is kept under ``key``."""
        async with self._limits.concurrency:
            await self.sender.connect()  # before the time runs: loading a model is not the question's
            try:
                stored = await self._retried(request, request.deadline or Deadline(self._settings.patience))
            except EndpointError as error:
                if request.probing:
                    raise
                # Whatever it says, the rules' result stands: what was not answered is a gap.
                self._limits.breaker.give_up(error.message)
                raise StoppedError(error.code, **error.params) from error
            except UnansweredError as failure:
                # For the recording alone: a cache has to ask again. A server that was not there says nothing of a
                # model.
                if not failure.unreachable:
                    said = json.dumps(message_json(failure.message), ensure_ascii=False)
                    self._keep(request, key, Stored(said, "unanswered"), cache=False)
                raise
            except TooLongError as failure:
                # Kept, so that the next run asks the halves at once; but what the server had no room for may fit
                # when it is started with more.
                self._keep(request, key, Stored("", "length"), cache=failure.lasting)
                raise
        # Validated again as the plain class: instructor's own subclass would not compare or serialise alike.
        answer = request.answer.model_validate_json(stored.answer)
        self._keep(request, key, stored)
        return answer

    def _keep(self, request: ChatRequest, key: _Key, stored: Stored, *, cache: bool = True) -> None:
        if cache:
            self._store_of(request).put(self.connection.url, key.kept, stored)
        self._on_answer(request.document, request.label, key.recorded, stored)

    def _store_of(self, request: ChatRequest) -> Store:
        return self._rounds if self.sender.defers(request) else self._store

    async def _retried(self, request: ChatRequest, deadline: Deadline) -> Stored:
        """The answer, asked for again after each :class:`RetryableError` until tries or time are used up."""
        asked = request.messages
        repairs, rereads = request.repairs, 0 if request.divisible else _MAX_REREADS
        try:
            async for attempt in self._attempts(request, deadline):
                with attempt:
                    try:
                        return await self.sender.send(asked, request, deadline)
                    except TooLongError as failure:
                        rereads -= 1
                        if rereads < 0:
                            raise
                        raise RetryableError(failure.message.code, **failure.message.params) from failure
                    except RetryableError as failure:
                        _log.info("%s: asking again: %s", request.label, failure)
                        if failure.repair is not None:
                            repairs -= 1
                            if repairs < 0:
                                raise failure.final() from failure
                            asked = [*request.messages, *self._feedback(request, failure, failure.repair)]
                        raise
        except RetryableError as failure:
            if deadline.left() <= 0:
                raise UnansweredError("deadline-passed", seconds=f"{deadline.seconds:g}") from failure
            raise failure.final() from failure
        raise AssertionError("unreachable")

    def _attempts(self, request: ChatRequest, deadline: Deadline) -> tenacity.AsyncRetrying:
        """How often a question is asked again, and after how long; the last error is raised."""
        backoff = tenacity.wait_random_exponential(multiplier=_FIRST_WAIT, max=_MAX_WAIT)

        def wait(state: Any) -> float:
            error = state.outcome.exception()
            if error.repair is not None or isinstance(error.__cause__, TooLongError):
                return 0.0  # it answered, if badly: there is nothing to wait for
            if self.sender.defers(request):
                return 0.0
            if error.wait is not None:  # the least, for all that were refused at once: who is refused again backs off
                return max(float(error.wait), backoff(state) if state.attempt_number > 1 else 0.0)
            nobody_there = error.unreachable and not self._limits.breaker.proven
            hopeless = nobody_there or (request.probing and error.server_error)
            return min(backoff(state), _MAX_HOPELESS_WAIT if hopeless else _MAX_WAIT)

        def stop(state: Any) -> bool:
            refused = request.probing and state.outcome.exception().server_error
            tries = _MAX_PROBES if refused else MAX_DEFERRED if self.sender.defers(request) else MAX_TRIES
            left = min(deadline.left(), self._limits.deadline.left(), request.retried_until - time.monotonic())
            return bool(state.attempt_number >= tries or state.upcoming_sleep >= left)

        condition = tenacity.retry_if_exception_type(RetryableError)
        return tenacity.AsyncRetrying(wait=wait, stop=stop, retry=condition, reraise=True)

    def _feedback(self, request: ChatRequest, failure: RetryableError, error: str) -> list[dict[str, str]]:
        said = [{"role": "assistant", "content": failure.reply[:_MAX_REPLY]}] if failure.reply else []
        return [
            *said,
            {"role": "user", "content": (request.repair or self._repair).fill("user", error=one_line(error))},
        ]
