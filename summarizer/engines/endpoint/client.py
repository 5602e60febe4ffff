"""The client: one question to a chat completions API, kept answers first, retried to a deadline.

``AsyncOpenAI`` speaks, instructor shapes request and answer for the output mode, tenacity retries. instructor
is never given a template context: a document's text must not be read as a template.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from summarizer.answers.store import Store, Stored, content_key
from summarizer.engines.endpoint.chat_request import ChatRequest, Deadline
from summarizer.engines.endpoint.classifying import one_line
from summarizer.engines.endpoint.connection import Connection
from summarizer.engines.endpoint.failures import (
    RetryableError,
    StoppedError,
    TooLongError,
    UnansweredError,
    message_json,
)
from summarizer.engines.endpoint.limits import Limits
from summarizer.engines.endpoint.response_parsing import restored, token_usage
from summarizer.engines.endpoint.retrying import retrying
from summarizer.engines.endpoint.sending import Call, Sender
from summarizer.errors import EndpointError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summarizer.engines.endpoint.events import Tally
    from summarizer.engines.endpoint.output_mode import OutputMode
    from summarizer.engines.endpoint.response_parsing import Answer
    from summarizer.profiles.prompts import Prompt
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)

_MAX_REPAIRS: Final = 3
"""How often an answer that does not fit is fed back: a model that fails a fourth time will fail a fifth."""
_MAX_REREADS: Final = 3
"""How often a question that cannot be halved is asked again where its answer broke off or was empty."""
_MIN_SECRET: Final = 12
"""Characters from which on a key is one: servers without keys are given words like ``ollama`` or ``EMPTY``."""
_MAX_REPLY: Final = 2000

OnAnswer = Callable[[ChatRequest, str, Stored], None]
"""Told of each answer, kept or new, with its key; of one that ran into its limit, and of none, too."""


class Client:
    """Asks one endpoint, within the limits of one run; :meth:`close` it in the end."""

    def __init__(self, settings: Settings, store: Store, repair: Prompt, on_answer: OnAnswer | None = None) -> None:
        self.connection = Connection(settings, replays=store.replays)
        self._limits = Limits(settings)
        self.sender = Sender(self.connection, self._limits, settings.temperature)
        self._on_answer = on_answer or (lambda *_: None)
        self._settings = settings
        self._store = store
        self._repair = repair

    async def ask(
        self,
        request: ChatRequest,
        answer: type[Answer],
        mode: OutputMode,
        *,
        tally: Tally,
        deadline: Deadline | None = None,
        repairs: int = _MAX_REPAIRS,
        divisible: bool = False,
        probing: bool = False,
    ) -> Answer:
        """The model's answer, kept or new, by the ``deadline`` (default: the settings' patience).

        ``repairs`` bounds the tries with an answer that does not fit. Where the output mode itself is in question
        (``probing``) a server's own error is soon taken for an answer: some refuse a mode with HTTP 500.

        Raises :class:`TooLongError` (of a question that is not ``divisible`` only after it was asked again),
        :class:`UnansweredError` or, where the endpoint refuses this question's kind for good, :class:`EndpointError`;
        in a replay :class:`~summarizer.errors.StoreError` for what was not recorded.
        """
        key = content_key(
            model=request.model,
            way=list(mode),
            prompts=request.prompts,
            schema=answer.model_json_schema(),
            messages=request.messages,
            temperature=self._settings.temperature,
            max_tokens=request.max_tokens,
        )
        kept = self._store.get(self.connection.url, key, request.full_label)
        if kept is not None and (found := restored(kept, answer)) is not None:
            tally.cached += 1
            self._on_answer(request, key, kept)
            if isinstance(found, Exception):
                raise found
            return found
        self.connection.need_key()
        deadline = deadline or Deadline(self._settings.patience)
        rereads = 0 if divisible else _MAX_REREADS
        call = Call(request, answer, mode, deadline, tally, repairs, rereads, probing)
        return cast("Answer", await self._ask_endpoint(call, key))

    async def close(self) -> None:
        """Close the connections."""
        await self.connection.close()

    async def _ask_endpoint(self, call: Call, key: str) -> BaseModel:
        """The new answer, which is kept under ``key``."""
        request = call.request
        async with self._limits.concurrency:
            await self.sender.connect()  # before the time runs: loading a model is not the question's
            try:
                parsed, stored = await self._retried(call)
            except EndpointError as error:
                if not self._limits.breaker.proven:
                    raise
                # It has worked in this run, and will not any more: what is done stands, the rest is a gap.
                self._limits.breaker.give_up(error.message)
                raise StoppedError(error.code, **error.params) from error
            except UnansweredError as failure:
                # For the recording alone: a cache has to ask again. A server that was not there says nothing of a
                # model.
                if not failure.unreachable:
                    said = json.dumps(message_json(failure.message), ensure_ascii=False)
                    self._on_answer(request, key, Stored(said, "unanswered"))
                raise
            except TooLongError as failure:
                # Kept, so that the next run asks the halves at once; but what the server had no room for may fit
                # when it is started with more.
                self._keep(request, key, Stored("", "length"), cache=failure.lasting)
                raise
        self._keep(request, key, stored)
        return parsed

    def _keep(self, request: ChatRequest, key: str, stored: Stored, *, cache: bool = True) -> None:
        if cache:
            self._store.put(self.connection.url, key, stored)
        self._on_answer(request, key, stored)

    async def _retried(self, call: Call) -> tuple[BaseModel, Stored]:
        asked = messages = call.request.messages
        breaker = self._limits.breaker
        try:
            async for attempt in retrying(call.deadline, probing=call.probing, proven=lambda: breaker.proven):
                with attempt:
                    try:
                        return await self._once(asked, call)
                    except TooLongError as failure:
                        call.rereads -= 1
                        if call.rereads < 0:
                            raise
                        raise RetryableError(failure.message.code, wait=0.0, **failure.message.params) from failure
                    except RetryableError as failure:
                        _log.info("%s: asking again: %s", call.request.label, failure)
                        if failure.repair is not None:
                            call.repairs -= 1
                            if call.repairs < 0:
                                raise failure.final() from failure
                            asked = [*messages, *self._feedback(failure, failure.repair)]
                        raise
        except RetryableError as failure:
            if call.deadline.left() <= 0:
                raise UnansweredError("deadline-passed", seconds=f"{call.deadline.seconds:g}") from failure
            raise failure.final() from failure
        raise AssertionError("unreachable")

    async def _once(self, messages: list[dict[str, str]], call: Call) -> tuple[BaseModel, Stored]:
        parsed = await self.sender.send(messages, call)
        tokens = token_usage(parsed._raw_response)  # noqa: SLF001 - where instructor puts it
        # Validated again as the plain class: instructor's own subclass would not compare or serialise alike.
        text = parsed.model_dump_json(by_alias=True)
        key = self.connection.key
        if len(key) >= _MIN_SECRET and key in text:  # it would go into the store, a recording, the report
            raise UnansweredError("server-repeats-key")
        return call.answer.model_validate_json(text), Stored(text, "stop", tokens.prompt, tokens.completion)

    def _feedback(self, failure: RetryableError, error: str) -> list[dict[str, str]]:
        said = [{"role": "assistant", "content": failure.reply[:_MAX_REPLY]}] if failure.reply else []
        return [*said, {"role": "user", "content": self._repair.fill("user", error=one_line(error))}]
