"""The client: one question to a chat completions API, kept answers first, retried to a deadline.

``AsyncOpenAI`` speaks, instructor shapes request and answer for the chosen mode, tenacity retries. instructor
is never given a template context: a document's text must not be read as a template.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

import httpx2
import instructor
import openai
import tenacity
from pydantic import BaseModel

from summarizer.engines.endpoint.failures import Again, TooLong, Unanswered, one_line, sort_failure, untrusted
from summarizer.engines.endpoint.question import Clock, ModeName, Question, Way
from summarizer.engines.endpoint.wire import count, is_empty, kept_answer, lost_to_thoughts, make_strict, settle
from summarizer.errors import EndpointError, LocalError
from summarizer.layers import PRESETS
from summarizer.store import Store, Stored, content_key

if TYPE_CHECKING:
    from summarizer.engines.endpoint.events import Tally
    from summarizer.prompts import Prompt
    from summarizer.settings import Settings

_log = logging.getLogger(__name__)
# instructor logs each failed call as an error; without a handler Python would print it on the user's screen.
logging.getLogger("instructor").addHandler(logging.NullHandler())

Model = TypeVar("Model", bound=BaseModel)

_ATTEMPTS: Final = 8
_REPAIRS: Final = 2
"""How often a broken answer is fed back: a model that fails a third time will fail a fourth."""
_SECRET: Final = 12
"""Characters from which on a key is one: servers without keys are given words like ``ollama`` or ``EMPTY``."""
_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 20.0
_NO_KEY: Final = "none"
_NOWHERE: Final = "http://replay.invalid/v1"
_THINKING: Final = (0, 2048, 8192)
"""Tokens that a model which thinks may take on top of its answer, tried in this order."""


OnAnswer = Callable[[Question, str, Stored], None]
"""Told of each answer, kept or new, with its key; of one that ran into its limit, and of none, too."""


class Client:
    """Asks one endpoint. ``model`` is the name that requests carry; call :meth:`close` in the end."""

    def __init__(self, settings: Settings, store: Store, repair: Prompt, on_answer: OnAnswer | None = None) -> None:
        self.server = settings.server
        url = self.server.origin if self.server else settings.base_url or (_NOWHERE if store.replays else None)
        if url is None:
            raise EndpointError("no endpoint is configured: give --endpoint or SUMMARIZER_ENDPOINT")
        if self.server is None and not store.replays:
            settings.check_line()
        self.url = url
        self.near = self.server is not None or is_near(url)
        self._on_answer = on_answer or (lambda *_: None)
        self.model = settings.model or ""
        self._settings = settings
        self._store = store
        self._repair = repair
        self._gate = asyncio.Semaphore(settings.concurrency)
        self._key = settings.api_key.get_secret_value() if settings.api_key else ""
        self._limit_name = "max_tokens"
        self._thinking = 0
        self.room: int | None = None
        """The context window that is known to be there, which an answer's limit must not pass."""
        self._temperature: dict[str, float] = {"temperature": settings.temperature}
        self._apis: dict[str, openai.AsyncOpenAI] = {}
        """By address: a server of our own that died comes back on another port."""
        self._address = ""
        self._create: dict[tuple[ModeName, bool], Any] = {}

    async def close(self) -> None:
        """Close the connections."""
        for api in self._apis.values():
            await api.close()

    async def connected(self) -> openai.AsyncOpenAI:
        """The connections to the endpoint; a server of our own is started for it, or again where it died.

        Raises :class:`~summarizer.errors.LocalError` where that fails.
        """
        self._address = await self.server.address() if self.server else self.url
        if self._address not in self._apis:
            self._apis[self._address] = openai.AsyncOpenAI(
                base_url=self._address,
                api_key=self._key or _NO_KEY,  # never None: the client would take OPENAI_API_KEY by itself
                timeout=self._settings.timeout,
                max_retries=0,
                # A proxy of the environment must not be asked for a server on this machine, and a document goes
                # to the address that was given and to no other.
                # SSL_CERT_FILE counts for it all the same, which trust_env would switch off with the proxies.
                http_client=openai.DefaultAsyncHttpxClient(
                    trust_env=not self.near, follow_redirects=False, verify=httpx2.create_ssl_context()
                ),
            )
        return self._apis[self._address]

    @property
    def _place(self) -> str:
        """The endpoint for people."""
        return "the local server" if self.server else self.url

    @property
    def model_name(self) -> str:
        """The model for people and keys: of a file's path, which some servers use, the name alone."""
        return self.model.replace("\\", "/").rsplit("/", 1)[-1] if self.model.endswith(".gguf") else self.model

    async def models(self) -> list[str]:
        """The models that the endpoint offers. Raises :class:`EndpointError` where it does not say."""
        self._need_key()
        try:
            api = await self.connected()
            async with asyncio.timeout(min(self._settings.timeout, 20.0)):
                page = await api.models.list()
        except (openai.APIConnectionError, TimeoutError) as error:
            raise self.unreachable(error) from error
        except (openai.APIStatusError, openai.APIResponseValidationError) as error:
            failure = sort_failure(error, model=self.model_name, url=self._place, secret=self._without_key)
            if isinstance(failure, EndpointError) and "refused the key" in str(failure):
                raise failure from error
            raise EndpointError(f"{self.url} does not list its models: give --model, check --endpoint") from error
        return [model.id for model in page.data or []]

    async def look_up(self, path: str, body: object = None, *, seconds: float | None = None) -> Any:
        """What a near server says on a path of its own beside the API, as JSON; None where it says nothing of use.

        The same host alone: no redirect is followed, for the key goes along.
        """
        if not self.near:
            return None
        options: Any = {"follow_redirects": False, "timeout": seconds or self._settings.timeout}
        try:
            api = await self.connected()
            url = self._address.removesuffix("/v1") + path
            if body is None:
                return await api.get(url, cast_to=object, options=options)
            return await api.post(url, cast_to=object, body=body, options=options)
        except (openai.APIError, ValueError, LocalError):
            return None

    def unreachable(self, failure: Exception) -> EndpointError:
        """The error for an address where nobody answers; of a server of our own it is known why."""
        if self.server is not None:
            return LocalError(self.server.why() or str(failure))
        if (distrust := untrusted(failure, self.url)) is not None:
            return distrust
        remedy = "start the server there" if self.near else "check the address and the network"
        return EndpointError(f"no answer from {self.url}: {remedy}, give another --endpoint, or --engine rules")

    def _need_key(self) -> None:
        """Raise :class:`EndpointError` before a paid service is asked without a key; kept answers need none."""
        if self.url == PRESETS["openai"] and not self._key:
            raise EndpointError(f"no key is set for {self.url}: set OPENAI_API_KEY or SUMMARIZER_API_KEY")

    async def choose_model(self) -> None:
        """Take the only or first model that the endpoint offers, where none is configured."""
        if self.model:
            return
        offered = [name for name in await self.models() if "embed" not in name.lower()]
        if not offered:
            raise EndpointError(f"{self.url} offers no model: load one there, or give --model")
        self.model = offered[0]

    async def ask(
        self,
        question: Question,
        answer: type[Model],
        way: Way,
        *,
        clock: Clock,
        tally: Tally,
        attempts: int = _ATTEMPTS,
        repairs: int = _REPAIRS,
    ) -> Model:
        """The model's answer, kept or new; ``attempts`` bounds the tries, ``repairs`` those with a broken answer.

        Raises :class:`TooLong`, :class:`Unanswered` or :class:`EndpointError`; in a replay
        :class:`~summarizer.errors.StoreError` for what was not recorded.
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
        kept = self._store.get(self.url, key, f"{question.document}\t{question.label}")
        if kept is not None and (found := kept_answer(kept, answer)) is not None:
            tally.cached += 1
            self._on_answer(question, key, kept)
            if isinstance(found, Exception):
                raise found
            return found
        self._need_key()
        async with self._gate:
            await self._reconnected()  # before the clock runs: loading a model is not the question's time
            retrying = self._retrying(clock, attempts)
            try:
                async with asyncio.timeout(max(0.0, clock.left())):
                    parsed, stored = await self._retried(
                        question, answer, way, retrying=retrying, tally=tally, repairs=repairs
                    )
            except TimeoutError:
                failure = Unanswered(f"no answer within {self._settings.deadline:g} s")
                self._tell_unanswered(question, key, failure)
                raise failure from None
            except Unanswered as failure:
                self._tell_unanswered(question, key, failure)
                raise
            except TooLong as failure:
                # Kept, so that the next run asks the halves at once; but what the server had no room for may fit
                # when it is started with more.
                self._keep(question, key, Stored("", "length"), cache=failure.lasting)
                raise
        self._keep(question, key, stored)
        return parsed

    def _keep(self, question: Question, key: str, stored: Stored, *, cache: bool = True) -> None:
        if cache:
            self._store.put(self.url, key, stored)
        self._on_answer(question, key, stored)

    def _tell_unanswered(self, question: Question, key: str, failure: Unanswered) -> None:
        """For the recording alone: a cache has to ask again. A server that was not there says nothing of a model."""
        if not failure.unreachable:
            self._on_answer(question, key, Stored(json.dumps(str(failure), ensure_ascii=False), "unanswered"))

    def _retrying(self, clock: Clock, attempts: int) -> tenacity.AsyncRetrying:
        backoff = tenacity.wait_random_exponential(multiplier=_FIRST_WAIT, max=_LONGEST_WAIT)

        def wait(state: tenacity.RetryCallState) -> float:
            failure = state.outcome.exception() if state.outcome else None
            said = failure.wait if isinstance(failure, Again) else None
            return backoff(state) if said is None else said

        def stop(state: tenacity.RetryCallState) -> bool:
            return state.attempt_number >= attempts or state.upcoming_sleep >= clock.left()

        return tenacity.AsyncRetrying(wait=wait, stop=stop, retry=tenacity.retry_if_exception_type(Again), reraise=True)

    async def _retried(
        self,
        question: Question,
        answer: type[Model],
        way: Way,
        *,
        retrying: tenacity.AsyncRetrying,
        tally: Tally,
        repairs: int,
    ) -> tuple[Model, Stored]:
        messages = _messages(question)
        asked = messages
        try:
            async for attempt in retrying:
                with attempt:
                    try:
                        return await self._once(asked, answer, way, question, tally)
                    except Again as failure:
                        _log.info("%s: asking again: %s", question.label, failure)
                        if failure.repair is not None:
                            if repairs <= 0:
                                raise failure.final() from failure
                            repairs -= 1
                            asked = [*messages, *self._feedback(failure, failure.repair)]
                        raise
        except Again as failure:
            raise failure.final() from failure
        raise AssertionError("unreachable")

    async def _once(
        self, messages: list[dict[str, str]], answer: type[Model], way: Way, question: Question, tally: Tally
    ) -> tuple[Model, Stored]:
        parsed: Any = None
        while parsed is None:
            tally.requests += 1
            thinking = self._thinking
            limit = question.max_tokens + _THINKING[thinking]
            if self.room is not None:
                limit = max(question.max_tokens, min(limit, self.room // 2))
            sent = {self._limit_name: limit, **self._temperature}
            await self._reconnected()
            try:
                parsed = await self._patched(way)(
                    response_model=answer, messages=messages, max_retries=0, model=self.model, **sent
                )
            except Exception as error:
                last = getattr(error, "last_completion", None)
                _trusted(count(last, tally).read, question, tally)
                if not self._learnt(error, sent) and not self._learnt_to_wait(last, thinking):
                    if is_empty(last):
                        said = "the server gave an empty answer, as some do to a question too long"
                        raise TooLong(said, lasting=False) from error
                    raise sort_failure(
                        error, model=self.model_name, url=self._place, secret=self._without_key
                    ) from error
        tokens = count(parsed._raw_response, tally)  # noqa: SLF001 - where instructor puts it
        _trusted(tokens.read, question, tally)
        # Validated again as the plain class: instructor's own subclass would not compare or serialise alike.
        text = parsed.model_dump_json(by_alias=True)
        if len(self._key) >= _SECRET and self._key in text:  # it would go into the store, a recording, the report
            raise Unanswered("the server repeats the key in its answers")
        return answer.model_validate_json(text), Stored(text, "stop", tokens.prompt, tokens.written)

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

    def _feedback(self, failure: Again, error: str) -> list[dict[str, str]]:
        said = [{"role": "assistant", "content": failure.reply[:2000]}] if failure.reply else []
        return [*said, {"role": "user", "content": self._repair.fill("user", error=one_line(error))}]

    def _patched(self, way: Way) -> Any:
        """The completions call with instructor around it, for this mode."""
        kind = (way.mode, way.strict)
        if kind not in self._create:

            async def send(**arguments: Any) -> Any:
                if way.strict:
                    make_strict(arguments["response_format"]["json_schema"])
                completion = await self._apis[self._address].chat.completions.create(**arguments)
                settle(completion)
                return completion

            mode = instructor.Mode[way.mode.upper()]
            self._create[kind] = instructor.patch(create=send, mode=mode)
        return self._create[kind]

    async def _reconnected(self) -> None:
        """As :meth:`connected`; a server of our own that cannot be had is one that cannot be reached."""
        try:
            await self.connected()
        except LocalError as error:
            raise Unanswered(str(error), unreachable=True) from error

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "***") if self._key else text


def is_near(url: str) -> bool:
    """Whether the address is on this machine or in a private network, where a new grammar costs nothing."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".localhost", ".internal")) or "." not in host
    return address.is_private or address.is_loopback


def _messages(question: Question) -> list[dict[str, str]]:
    return [{"role": "system", "content": question.system}, {"role": "user", "content": question.user}]


def _trusted(read: int | None, question: Question, tally: Tally) -> None:
    """Raise :class:`TooLong` where the server read less of the question than it must have had."""
    if read is not None and read < question.least:
        tally.cut += 1
        raise TooLong(f"the server read only {read} of at least {question.least} tokens", lasting=False)
