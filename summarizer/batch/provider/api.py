"""A provider's batch interface: OpenAI's ``/files`` and ``/batches``. A call is tried until what came of it is known.

What must not be done twice is sending a batch: where the connection broke off over it, the provider's list is looked
through for it first.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar, cast

import openai
from pydantic import ValidationError

from summarizer.batch.provider.wire import AnswerLine, BatchList, RemoteBatch, RemoteFile, path_of, read_line
from summarizer.engines.endpoint.classifying import one_line
from summarizer.engines.endpoint.connection import Connection
from summarizer.engines.endpoint.failures import RetryableError
from summarizer.errors import EndpointError, SummarizerError, UsageError
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from summarizer.settings.settings import Settings

_MISSING = frozenset({404, 405, 501})
_MAX_FILE = 2_000_000_000
_MAX_LINE = 8_000_000
_PORTION = 200
_LISTED = 100
_MAX_PAGES = 50
_MAX_PAUSE = 3600.0
"""Seconds that a provider may ask for between two requests."""
_TOLD = 2
"""Tries of a call before it is said that it is tried again."""
_Got = TypeVar("_Got")


class Pace(NamedTuple):
    """Seconds between two looks, at first and at the most; after ``patience`` without an answer it is given up."""

    first: float = 1.0
    most: float = 60.0
    patience: float = 1800.0


class ProviderApi:
    """The batch interface of the endpoint that settings name. Raises as each call says; use it as a context."""

    def __init__(self, settings: Settings, pace: Pace, tell: Callable[[Message], None] = lambda _: None) -> None:
        """``tell`` is told when a call does not get through and is tried again."""
        self.pace = pace
        self._tell = tell
        self._connection = Connection(settings, replays=False)
        self._files = Connection(settings, replays=False, max_bytes=_MAX_FILE)

    @property
    def path(self) -> str:
        """Where its questions would have gone, as a batch names it."""
        return path_of(self._connection.url)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()
        await self._files.close()

    async def upload(self, name: str, data: bytes) -> str:
        """Send a file; the provider's name for it.

        Raises :class:`UsageError` where the endpoint has no batch interface, :class:`EndpointError` where it refuses.
        """

        async def send(api: openai.AsyncOpenAI) -> str:
            file = (name, data, "application/jsonl")
            made = await api.files.with_raw_response.create(file=file, purpose="batch")
            return RemoteFile.model_validate_json(made.content).id

        return await self._call(send, needed=True)

    async def create(self, file: str, label: str) -> RemoteBatch:
        """Have the questions of a file answered. Raises as :meth:`upload` does."""

        async def send(api: openai.AsyncOpenAI) -> RemoteBatch:
            made = await api.batches.with_raw_response.create(
                input_file_id=file,
                endpoint=cast("Any", self.path),
                completion_window="24h",
                metadata={"plan-summarizer": label},
            )
            return RemoteBatch.model_validate_json(made.content)

        return await self._call(send, needed=True, done=lambda: self.find(file))

    async def find(self, file: str) -> RemoteBatch | None:
        """The batch of a file, where the provider has one. Raises :class:`EndpointError` where it does not say."""
        after: str | openai.Omit = openai.omit
        for _ in range(_MAX_PAGES):

            async def send(api: openai.AsyncOpenAI, after: str | openai.Omit = after) -> BatchList:
                listed = await api.batches.with_raw_response.list(limit=_LISTED, after=after)
                return BatchList.model_validate_json(listed.content)

            listed = await self._call(send)
            for one in listed.data:
                if one.input_file_id == file:
                    return one
            if not listed.data or not listed.has_more:
                return None
            after = listed.data[-1].id
        return None

    async def look(self, batch: str) -> RemoteBatch | None:
        """How far a batch is; None where there is none any more. Raises :class:`EndpointError`."""

        async def send(api: openai.AsyncOpenAI) -> RemoteBatch | None:
            with contextlib.suppress(openai.NotFoundError):
                return RemoteBatch.model_validate_json((await api.batches.with_raw_response.retrieve(batch)).content)
            return None

        return await self._call(send)

    async def cancel(self, batch: str) -> RemoteBatch:
        """Call a batch off. Raises :class:`EndpointError`."""

        async def send(api: openai.AsyncOpenAI) -> RemoteBatch:
            return RemoteBatch.model_validate_json((await api.batches.with_raw_response.cancel(batch)).content)

        return await self._call(send)

    async def lines(self, file: str, take: Callable[[list[AnswerLine]], Awaitable[None]]) -> None:
        """Give a file's lines to ``take``, some at a time; where it breaks off, again from the beginning.

        A file that is there no more has none. Raises :class:`EndpointError`.
        """

        async def send(_: openai.AsyncOpenAI) -> None:
            portion: list[AnswerLine] = []
            api = await self._files.api()
            with contextlib.suppress(openai.NotFoundError):
                async with api.files.with_streaming_response.content(file) as response:
                    async for line in _lines(response.iter_bytes()):
                        said = read_line(line, self._connection.secrets.hidden)
                        if said is not None:
                            portion.append(said)
                        if len(portion) >= _PORTION:
                            await take(portion)
                            portion = []
            await take(portion)

        await self._call(send)

    async def delete(self, file: str) -> None:
        """Delete a file, which holds texts; tried once, since nothing depends on it."""
        with contextlib.suppress(openai.APIError, TimeoutError):
            api = await self._connection.api()
            await api.files.with_raw_response.delete(file)

    async def _call(
        self,
        send: Callable[[openai.AsyncOpenAI], Awaitable[_Got]],
        *,
        needed: bool = False,
        done: Callable[[], Awaitable[_Got | None]] | None = None,
    ) -> _Got:
        """What ``send`` gives, which is tried again for a while; before that, what ``done`` finds that it did.

        ``needed``: without this call there is no batch interface.
        """
        self._connection.need_key()
        began = time.monotonic()
        for tries in itertools.count():
            try:
                return await send(await self._connection.api())
            except (openai.APIError, TimeoutError, ValidationError) as error:
                failure, wait = self._failure(error, needed=needed)
                cause = self._connection.secrets.cause(error)
                if wait is None:
                    raise failure from cause
            wait = min(_MAX_PAUSE, max(wait, min(self.pace.most, self.pace.first * 2 ** min(tries, 20))))
            if time.monotonic() + wait - began > self.pace.patience:
                raise failure from cause
            if tries == _TOLD:
                self._tell(Message("provider-tried-again", {"url": self._connection.url, "why": failure.message}))
            await asyncio.sleep(wait)
            if done is not None and (found := await done()) is not None:
                return found
        raise AssertionError("unreachable")

    def _failure(self, error: Exception, *, needed: bool) -> tuple[SummarizerError, float | None]:
        """What to raise in the end, and the least seconds until it is tried again; None where that is of no use."""
        status = error.status_code if isinstance(error, openai.APIStatusError) else 0
        if needed and status in _MISSING:
            return UsageError("no-batch-interface", url=self._connection.url), None
        if isinstance(error, ValidationError):  # a page of something in between
            return self._refused(Message("no-chat-completion").text()), 0.0
        found = self._connection.classified(error).failure
        wait = (found.wait or 0.0) if isinstance(found, RetryableError) else None
        if isinstance(found, EndpointError) and found.code != "unknown-model":
            return found, None
        if wait is not None and isinstance(error, openai.APIConnectionError):
            return self._connection.unreachable(error), wait
        return self._refused(one_line(found.message.text())), wait

    def _refused(self, why: str) -> EndpointError:
        return EndpointError("provider-refused", url=self._connection.url, why=why)


async def _lines(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The lines of a file that comes in parts; what is longer than any answer is none."""
    rest, too_long = b"", False
    async for part in parts:
        *whole, rest = (rest + part).split(b"\n")
        for line in whole:
            if line and not too_long:
                yield line
            too_long = False
        if len(rest) > _MAX_LINE:
            rest, too_long = b"", True
    if rest and not too_long:
        yield rest
