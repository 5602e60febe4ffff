"""The client: one question to a chat completions API, kept answers first, retried to a deadline.

``AsyncOpenAI`` speaks, instructor shapes request and answer for the chosen mode, tenacity retries. instructor
is never given a template context: a document's text must not be read as a template.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar, cast

import tenacity
from pydantic import BaseModel

from summarizer.answers.store import Store, Stored, content_key
from summarizer.engines.endpoint.failures import Again, Stopped, TooLong, Unanswered, one_line
from summarizer.engines.endpoint.question import Clock, Question, Way
from summarizer.engines.endpoint.sending import Call, Sender
from summarizer.engines.endpoint.wire import count, kept_answer
from summarizer.errors import EndpointError

if TYPE_CHECKING:
    from summarizer.engines.endpoint.events import Tally
    from summarizer.profiles.prompts import Prompt
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)

Model = TypeVar("Model", bound=BaseModel)

ATTEMPTS: Final = 12
"""Tries of one question: where three calls in ten fail by themselves, one question in two million gets no answer."""
_PROBES: Final = 4
"""Tries of a way that a server refuses by an error of its own."""
_REPAIRS: Final = 3
"""How often an answer that does not fit is fed back: a model that fails a fourth time will fail a fifth."""
_LOOKS: Final = 3
"""How often a question that cannot be halved is asked again where its answer broke off or was empty."""
_SECRET: Final = 12
"""Characters from which on a key is one: servers without keys are given words like ``ollama`` or ``EMPTY``."""
_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 20.0
_LONGEST_FIRST: Final = 0.4
"""Seconds between tries that most likely all go the same way: where nobody has answered yet, or a way is refused."""


OnAnswer = Callable[[Question, str, Stored], None]
"""Told of each answer, kept or new, with its key; of one that ran into its limit, and of none, too."""


class Client(Sender):
    """Asks one endpoint, within the limits of one run."""

    def __init__(self, settings: Settings, store: Store, repair: Prompt, on_answer: OnAnswer | None = None) -> None:
        super().__init__(settings, replays=store.replays)
        self._on_answer = on_answer or (lambda *_: None)
        self._settings = settings
        self._store = store
        self._repair = repair

    async def ask(
        self,
        question: Question,
        answer: type[Model],
        way: Way,
        *,
        clock: Clock,
        tally: Tally,
        repairs: int = _REPAIRS,
        divisible: bool = False,
        probing: bool = False,
    ) -> Model:
        """The model's answer, kept or new.

        ``repairs`` bounds the tries with an answer that does not fit. Where the way itself is in question (``probing``)
        a server's own error is soon taken for an answer: some refuse a way of asking with HTTP 500.

        Raises :class:`TooLong` (of a question that is not ``divisible`` only after it was asked again),
        :class:`Unanswered` or, where the endpoint refuses this question's kind for good, :class:`EndpointError`; in a
        replay :class:`~summarizer.errors.StoreError` for what was not recorded.
        """
        key = content_key(
            model=question.model,
            way=list(way),
            prompts=question.prompts,
            schema=answer.model_json_schema(),
            messages=_messages(question),
            temperature=self._settings.temperature,
            max_tokens=question.max_tokens,
        )
        kept = self._store.get(self.url, key, question.full_label)
        if kept is not None and (found := kept_answer(kept, answer)) is not None:
            tally.cached += 1
            self._on_answer(question, key, kept)
            if isinstance(found, Exception):
                raise found
            return found
        self.need_key()
        async with self.limits.gate:
            await self.reconnected()  # before the clock runs: loading a model is not the question's time
            call = Call(question, answer, way, clock, tally, repairs, 0 if divisible else _LOOKS, probing)
            try:
                parsed, stored = await self._retried(call)
            except EndpointError as error:
                if not self.limits.breaker.proven:
                    raise
                # It has worked in this run, and will not any more: what is done stands, the rest is a gap.
                self.limits.breaker.give_up(str(error))
                raise Stopped(str(error)) from error
            except Unanswered as failure:
                self._tell_unanswered(question, key, failure)
                raise
            except TooLong as failure:
                # Kept, so that the next run asks the halves at once; but what the server had no room for may fit
                # when it is started with more.
                self._keep(question, key, Stored("", "length"), cache=failure.lasting)
                raise
        self._keep(question, key, stored)
        return cast("Model", parsed)

    def _keep(self, question: Question, key: str, stored: Stored, *, cache: bool = True) -> None:
        if cache:
            self._store.put(self.url, key, stored)
        self._on_answer(question, key, stored)

    def _tell_unanswered(self, question: Question, key: str, failure: Unanswered) -> None:
        """For the recording alone: a cache has to ask again. A server that was not there says nothing of a model."""
        if not failure.unreachable:
            self._on_answer(question, key, Stored(json.dumps(str(failure), ensure_ascii=False), "unanswered"))

    def _retrying(self, call: Call) -> tenacity.AsyncRetrying:
        backoff = tenacity.wait_random_exponential(multiplier=_FIRST_WAIT, max=_LONGEST_WAIT)

        def wait(state: tenacity.RetryCallState) -> float:
            failure = state.outcome.exception() if state.outcome else None
            if not isinstance(failure, Again):
                return 0.0
            if failure.wait is not None:
                return failure.wait
            if failure.repair is not None:  # it answered, if badly: there is nothing to wait for
                return 0.0
            hopeless = failure.unreachable and not self.limits.breaker.proven
            hasty = hopeless or (call.probing and failure.refused)
            return min(backoff(state), _LONGEST_FIRST if hasty else _LONGEST_WAIT)

        def stop(state: tenacity.RetryCallState) -> bool:
            failure = state.outcome.exception() if state.outcome else None
            refused = call.probing and isinstance(failure, Again) and failure.refused
            most = _PROBES if refused else ATTEMPTS
            return state.attempt_number >= most or state.upcoming_sleep >= call.clock.left()

        return tenacity.AsyncRetrying(wait=wait, stop=stop, retry=tenacity.retry_if_exception_type(Again), reraise=True)

    async def _retried(self, call: Call) -> tuple[BaseModel, Stored]:
        asked = messages = _messages(call.question)
        try:
            async for attempt in self._retrying(call):
                with attempt:
                    try:
                        return await self._once(asked, call)
                    except TooLong as failure:
                        call.looks -= 1
                        if call.looks < 0:
                            raise
                        raise Again(str(failure), wait=0.0) from failure
                    except Again as failure:
                        _log.info("%s: asking again: %s", call.question.label, failure)
                        if failure.repair is not None:
                            call.repairs -= 1
                            if call.repairs < 0:
                                raise failure.final() from failure
                            asked = [*messages, *self._feedback(failure, failure.repair)]
                        raise
        except Again as failure:
            if call.clock.left() <= 0:
                raise Unanswered(f"no answer within {call.clock.seconds:g} s") from failure
            raise failure.final() from failure
        raise AssertionError("unreachable")

    async def _once(self, messages: list[dict[str, str]], call: Call) -> tuple[BaseModel, Stored]:
        parsed = await self.send(messages, call)
        tokens = count(parsed._raw_response)  # noqa: SLF001 - where instructor puts it
        # Validated again as the plain class: instructor's own subclass would not compare or serialise alike.
        text = parsed.model_dump_json(by_alias=True)
        if len(self._key) >= _SECRET and self._key in text:  # it would go into the store, a recording, the report
            raise Unanswered("the server repeats the key in its answers")
        return call.answer.model_validate_json(text), Stored(text, "stop", tokens.prompt, tokens.written)

    def _feedback(self, failure: Again, error: str) -> list[dict[str, str]]:
        said = [{"role": "assistant", "content": failure.reply[:2000]}] if failure.reply else []
        return [*said, {"role": "user", "content": self._repair.fill("user", error=one_line(error))}]


def _messages(question: Question) -> list[dict[str, str]]:
    return [{"role": "system", "content": question.system}, {"role": "user", "content": question.user}]
