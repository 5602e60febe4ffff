"""The client: one question to a chat completions API, kept answers first, retried to a deadline.

``AsyncOpenAI`` speaks, instructor shapes request and answer for the chosen mode, tenacity retries. instructor
is never given a template context: a document's text must not be read as a template.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self, TypeVar, get_args
from urllib.parse import urlsplit

import instructor
import openai
import tenacity
from pydantic import BaseModel, ValidationError

from summarizer.engines.endpoint.failures import Again, TooLong, Unanswered, one_line, sort_failure
from summarizer.engines.endpoint.slots import Shape
from summarizer.errors import EndpointError
from summarizer.settings import PRESETS
from summarizer.store import Store, Stored, content_key

if TYPE_CHECKING:
    from summarizer.engines.endpoint.events import Tally
    from summarizer.prompts import Prompt
    from summarizer.settings import Settings

_log = logging.getLogger(__name__)
# instructor logs each failed call as an error; without a handler Python would print it on the user's screen.
logging.getLogger("instructor").addHandler(logging.NullHandler())

Model = TypeVar("Model", bound=BaseModel)
ModeName = Literal["json_schema", "tools", "json", "md_json"]

_ATTEMPTS: Final = 8
_REPAIRS: Final = 2
"""How often a broken answer is fed back: a model that fails a third time will fail a fourth."""
_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 20.0
_NO_KEY: Final = "none"
_NOWHERE: Final = "http://replay.invalid/v1"
_LENGTHS: Final = frozenset({"maxLength", "minLength", "maxItems", "minItems"})


class Way(NamedTuple):
    """A way of asking: instructor's mode, the slots' shape, and OpenAI's ``strict`` flag on the schema."""

    mode: ModeName
    shape: Shape
    strict: bool = False

    @classmethod
    def of(cls, parts: Sequence[Any]) -> Self:
        """From a store's or a recording's list. Raises :class:`ValueError` for a way that does not exist."""
        mode, shape, strict = parts
        if mode not in get_args(ModeName) or shape not in get_args(Shape):
            raise ValueError(f"no such way of asking: {parts}")
        return cls(mode, shape, bool(strict))


@dataclass(frozen=True, slots=True)
class Question:
    """One request. ``document`` and ``label`` tell people what is asked; ``prompts`` is the prompts' version.

    ``model`` is the name that the answer is kept under, ``max_tokens`` the most that it may take.
    """

    document: str
    label: str
    system: str
    user: str
    prompts: str
    model: str
    max_tokens: int


OnAnswer = Callable[[Question, str, Stored], None]
"""Told of each answer, kept or new, with its key; of one that ran into its limit, and of none, too."""


class Clock:
    """A deadline that starts to run when the first request does, not while waiting for a place."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end: float | None = None

    def left(self) -> float:
        """Seconds left."""
        now = time.monotonic()
        if self._end is None:
            self._end = now + self._seconds
        return self._end - now


class Client:
    """Asks one endpoint. ``model`` is the name that requests carry; call :meth:`close` in the end."""

    def __init__(self, settings: Settings, store: Store, repair: Prompt, on_answer: OnAnswer | None = None) -> None:
        url = settings.base_url or (_NOWHERE if store.replays else None)
        if url is None:
            raise EndpointError("no endpoint is configured: give --endpoint or SUMMARIZER_ENDPOINT")
        self.url = url
        self._on_answer = on_answer or (lambda *_: None)
        self.model = settings.model or ""
        self._settings = settings
        self._store = store
        self._repair = repair
        self._gate = asyncio.Semaphore(settings.concurrency)
        self._key = settings.api_key.get_secret_value() if settings.api_key else ""
        self._limit_name = "max_tokens"
        self._temperature: dict[str, float] = {"temperature": settings.temperature}
        self._api = openai.AsyncOpenAI(
            base_url=url,
            api_key=self._key or _NO_KEY,  # never None: the client would take OPENAI_API_KEY by itself
            timeout=settings.timeout,
            max_retries=0,
            # A proxy of the environment must not be asked for a server on this machine.
            http_client=openai.DefaultAsyncHttpxClient(trust_env=False) if is_near(url) else None,
        )
        self._create: dict[tuple[ModeName, bool], Any] = {}

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()

    @property
    def model_name(self) -> str:
        """The model for people and keys: of a file's path, which some servers use, the name alone."""
        return self.model.replace("\\", "/").rsplit("/", 1)[-1] if self.model.endswith(".gguf") else self.model

    async def models(self) -> list[str]:
        """The models that the endpoint offers. Raises :class:`EndpointError` where it does not say."""
        self._need_key()
        try:
            async with asyncio.timeout(min(self._settings.timeout, 20.0)):
                page = await self._api.models.list()
        except (openai.APIConnectionError, TimeoutError) as error:
            raise self.unreachable() from error
        except (openai.APIStatusError, openai.APIResponseValidationError) as error:
            failure = sort_failure(error, model=self.model, url=self.url, secret=self._without_key)
            if isinstance(failure, EndpointError) and "refused the key" in str(failure):
                raise failure from error
            raise EndpointError(f"{self.url} does not list its models: give --model, check --endpoint") from error
        return [model.id for model in page.data or []]

    def unreachable(self) -> EndpointError:
        """The error for an address where nobody answers."""
        remedy = "start the server there" if is_near(self.url) else "check the address and the network"
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
        if kept is not None and (found := _read(kept, answer)) is not None:
            tally.cached += 1
            self._on_answer(question, key, kept)
            if isinstance(found, Exception):
                raise found
            return found
        self._need_key()
        async with self._gate:
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
            except TooLong:
                # Kept, so that the next run asks the halves at once.
                self._keep(question, key, Stored("", "length"))
                raise
        self._keep(question, key, stored)
        return parsed

    def _keep(self, question: Question, key: str, stored: Stored) -> None:
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
                        return await self._once(asked, answer, way, question.max_tokens, tally)
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
        self, messages: list[dict[str, str]], answer: type[Model], way: Way, limit: int, tally: Tally
    ) -> tuple[Model, Stored]:
        parsed: Any = None
        while parsed is None:
            tally.requests += 1
            sent = {self._limit_name: limit, **self._temperature}
            try:
                parsed = await self._patched(way)(
                    response_model=answer, messages=messages, max_retries=0, model=self.model, **sent
                )
            except Exception as error:
                _count(getattr(error, "last_completion", None), tally)
                if not self._learnt(error, sent):
                    raise sort_failure(error, model=self.model, url=self.url, secret=self._without_key) from error
        prompt, completion = _count(parsed._raw_response, tally)  # noqa: SLF001 - where instructor puts it
        # Validated again as the plain class: instructor's own subclass would not compare or serialise alike.
        text = parsed.model_dump_json(by_alias=True)
        return answer.model_validate_json(text), Stored(text, "stop", prompt, completion)

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

    def _feedback(self, failure: Again, error: str) -> list[dict[str, str]]:
        said = [{"role": "assistant", "content": failure.reply[:2000]}] if failure.reply else []
        return [*said, {"role": "user", "content": self._repair.fill("user", error=one_line(error))}]

    def _patched(self, way: Way) -> Any:
        """The completions call with instructor around it, for this mode."""
        kind = (way.mode, way.strict)
        if kind not in self._create:

            async def send(**arguments: Any) -> Any:
                if way.strict:
                    _make_strict(arguments["response_format"]["json_schema"])
                return await self._api.chat.completions.create(**arguments)

            mode = instructor.Mode[way.mode.upper()]
            self._create[kind] = instructor.patch(create=send, mode=mode)
        return self._create[kind]

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


def _read(kept: Stored, answer: type[Model]) -> Model | TooLong | Unanswered | None:
    """A kept answer or failure, None where it does not fit the schema's code any more."""
    if kept.finish == "length":
        return TooLong("the answer ran into its token limit")
    if kept.finish == "unanswered":
        return Unanswered(str(json.loads(kept.answer)))
    try:
        return answer.model_validate_json(kept.answer)
    except ValidationError:
        return None


def _count(completion: Any, tally: Tally) -> tuple[int, int]:
    usage = getattr(completion, "usage", None)
    prompt, written = (int(getattr(usage, name, 0) or 0) for name in ("prompt_tokens", "completion_tokens"))
    tally.prompt_tokens += prompt
    tally.completion_tokens += written
    return prompt, written


def _make_strict(json_schema: dict[str, Any]) -> None:
    """OpenAI's strict flag, with the keywords left out that a strict schema may not hold."""
    json_schema["strict"] = True
    json_schema["schema"] = _without_lengths(json_schema["schema"])


def _without_lengths(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_lengths(value) for key, value in node.items() if key not in _LENGTHS}
    return [_without_lengths(item) for item in node] if isinstance(node, list) else node
