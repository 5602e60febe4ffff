"""The connection to one endpoint: address, key, model's name, and what a local server says beside the API."""

from __future__ import annotations

import asyncio
import ipaddress
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
import openai

from summarizer.engines.endpoint.classifying import Classified, classify, one_line, untrusted_certificate
from summarizer.engines.endpoint.deferring import ExchangeTransport
from summarizer.engines.endpoint.failures import (
    PackedError,
    RequestError,
    StoppedError,
    TooLargeError,
    UnansweredError,
    WebPageError,
)
from summarizer.engines.endpoint.listing import model_names
from summarizer.engines.endpoint.secrets import Secrets
from summarizer.errors import EndpointError, LocalError, UnreachableError
from summarizer.messages import Message
from summarizer.settings.layers import PRESETS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from summarizer.engines.endpoint.deferring import Exchange
    from summarizer.settings.settings import Settings

MAX_TRIES = 12
"""Of one question: where three calls in ten fail by themselves, one question in two million gets no answer."""
_NO_KEY = "none"
_REPLAY_URL = "http://replay.invalid/v1"
_LISTING_TIMEOUT = 20.0
_PROBE_TIMEOUT = 60.0
"""Seconds for one question of a probe, unless the timeout that is set allows for twice as many."""
_PAUSE = 0.3
_MAX_BYTES = 8_000_000
"""Of a response. The largest that is ever asked for, a long document's tokens, is a tenth of it."""


class Connection:
    """Connections to one endpoint; call :meth:`close` in the end. ``model`` is the name that requests carry."""

    def __init__(
        self, settings: Settings, *, replays: bool, exchange: Exchange | None = None, max_bytes: int = _MAX_BYTES
    ) -> None:  # fmt: skip
        """``exchange`` answers what is asked about documents; ``max_bytes`` bounds a response."""
        self.server = settings.server
        url = self.server.origin if self.server else settings.base_url or (_REPLAY_URL if replays else None)
        if url is None:
            raise EndpointError("no-endpoint-configured")
        if self.server is None and not replays:
            settings.check_line()
        self.url = url
        self.is_local = self.server is not None or is_local_address(url)
        self.model = settings.model or ""
        self.timeout = settings.timeout
        # A server of our own has loaded its model before; of another one that hangs it has to be seen within a minute.
        longest = self.timeout if self.server else max(_PROBE_TIMEOUT, self.timeout / 2)
        self.probe_timeout = min(self.timeout, longest)
        self._key = settings.api_key.get_secret_value() if settings.api_key else ""
        # None of them goes to a server of our own, which has a key of ours.
        given = (settings.endpoint_headers or {}) if self.server is None else {}
        self._headers = {name: value.get_secret_value() for name, value in given.items()}
        self.secrets = Secrets(self._key, self._headers)
        self._apis: dict[str, openai.AsyncOpenAI] = {}
        """By address: a server of our own that died comes back on another port."""
        self._address = ""
        self._max_bytes = max_bytes
        self.exchange = exchange
        self._deferred: openai.AsyncOpenAI | None = None

    async def close(self) -> None:
        """Close the connections."""
        for api in (*self._apis.values(), *filter(None, [self._deferred])):
            await api.close()

    async def api(self) -> openai.AsyncOpenAI:
        """The API's client; a server of our own is started for it, or again where it died.

        Raises :class:`~summarizer.errors.LocalError` where that fails.
        """
        self._address = await self.server.address() if self.server else self.url
        if self._address not in self._apis:
            self._apis[self._address] = openai.AsyncOpenAI(
                base_url=self._address,
                api_key=self._key or _NO_KEY,  # never None: the client would take OPENAI_API_KEY by itself
                timeout=self.timeout,
                max_retries=0,
                http_client=_http_client(local=self.is_local, amend=self._amend, max_bytes=self._max_bytes),
            )
        return self.current

    async def _amend(self, request: httpx2.Request) -> None:
        """Put the user's headers in; here, where no log of the API's client shows them.

        A key in a header of its own goes without a second one that is none: some services refuse both together.
        """
        if self._headers and not self._key:
            request.headers.pop("authorization", None)
        request.headers.update(self._headers)

    @property
    def current(self) -> openai.AsyncOpenAI:
        """The API's client that :meth:`api` gave last."""
        return self._apis[self._address]

    @property
    def deferred(self) -> openai.AsyncOpenAI:
        """The API's client whose questions go to the exchange."""
        if self._deferred is None:
            assert self.exchange is not None  # noqa: S101 - nothing is deferred without
            client = httpx2.AsyncClient(transport=ExchangeTransport(self.exchange))
            self._deferred = openai.AsyncOpenAI(
                base_url=self.url, api_key=_NO_KEY, timeout=self.timeout, max_retries=0, http_client=client
            )
        return self._deferred

    @property
    def model_name(self) -> str:
        """The model for people and keys: of a file's path, which some servers use, the name alone."""
        return self.model.replace("\\", "/").rsplit("/", 1)[-1] if self.model.endswith(".gguf") else self.model

    async def models(self, *, tries: int = 1) -> list[str]:
        """The models that the endpoint offers. Raises :class:`EndpointError` where it does not say."""
        self.need_key()
        while True:
            tries -= 1
            try:
                api = await self.api()
                async with asyncio.timeout(min(self.timeout, _LISTING_TIMEOUT)):
                    listed = await api.get("/models", cast_to=object)
                return [name for name in model_names(listed) if not self.secrets.within(name)]
            except WebPageError as error:
                raise EndpointError(error.message.code, url=self.url) from None
            except (openai.APIError, TimeoutError, ValueError) as error:
                failure, lasting = self._listing_failure(error)
                cause = self.secrets.cause(error)
            if lasting or tries <= 0:
                raise failure from cause  # not above, where it would drag along what the server said
            await asyncio.sleep(_PAUSE)

    def _listing_failure(self, error: Exception) -> tuple[EndpointError, bool]:
        """Why the models could not be listed, and whether it will stay so."""
        if isinstance(error, openai.APIConnectionError | TimeoutError):
            return self.unreachable(error), False
        if not isinstance(error, openai.APIStatusError):
            return EndpointError("models-not-listed", url=self.url), False
        failure = self.classified(error).failure
        if isinstance(failure, EndpointError) and failure.code != "unknown-model":
            return failure, True
        lasting = isinstance(failure, UnansweredError | EndpointError)
        return EndpointError("models-refused", url=self.url, why=one_line(failure.message.text())), lasting

    async def choose_model(self) -> None:
        """Take the only or first model that the endpoint offers, where none is configured."""
        if self.model:
            return
        offered = await self.models(tries=MAX_TRIES)
        if not offered:
            raise EndpointError("no-model-offered", url=self.url)
        self.model = offered[0]

    async def look_up(self, path: str, body: object = None, *, seconds: float | None = None) -> Any:
        """What a local server says on a path of its own beside the API, as JSON; None where it says nothing of use."""
        if not self.is_local:
            return None
        try:
            api = await self.api()
            url = self._address.removesuffix("/v1") + path
            async with asyncio.timeout(seconds or self.timeout):  # a server that drips is as good as none
                if body is None:
                    return await api.get(url, cast_to=object)
                return await api.post(url, cast_to=object, body=body)
        except (openai.APIError, ValueError, LocalError, TimeoutError):
            return None

    def classified(self, error: Exception) -> Classified:
        """What an error of the API's client amounts to; see :func:`classify`."""
        place = Message("the-local-server") if self.server else self.url
        return classify(error, model=self.model_name, url=place, without_key=self.secrets.hidden)

    def unreachable(self, failure: Exception) -> EndpointError:
        """The error for an address where nobody answers; of a server of our own it is known why."""
        if self.server is not None:
            said = failure.message if isinstance(failure, RequestError) else Message(str(failure))
            return self.server.why() or LocalError(said.code, **said.params)
        if isinstance(failure, StoppedError):
            return UnreachableError(failure.message.code, **failure.message.params)
        if (distrusted := untrusted_certificate(failure, self.url)) is not None:
            return distrusted
        return UnreachableError("no-answer-from-local" if self.is_local else "no-answer-from", url=self.url)

    def need_key(self) -> None:
        """Raise :class:`EndpointError` before a paid service is asked without a key; kept answers need none."""
        if self.url == PRESETS["openai"] and not (self._key or self._headers):
            raise EndpointError("no-key", url=self.url)


def is_local_address(url: str) -> bool:
    """Whether the address is on this machine or in a private network, where a new grammar costs nothing."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.endswith((".local", ".localhost", ".internal")) or "." not in host
    return address.is_private


def _http_client(
    *, local: bool, amend: Callable[[httpx2.Request], Awaitable[None]], max_bytes: int
) -> httpx2.AsyncClient:
    """A client that follows no redirect and reads up to ``max_bytes`` of a response; requests go through ``amend``.

    A proxy of the environment must not be asked for a server on this machine (``local``), and a document goes to
    the address that was given and to no other.
    """
    return openai.DefaultAsyncHttpxClient(
        trust_env=not local,
        # SSL_CERT_FILE counts for local servers too, which trust_env would switch off with the proxies.
        verify=httpx2.create_ssl_context(),
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
        event_hooks={"request": [amend], "response": [partial(_bound, most=max_bytes)]},
    )


async def _bound(response: httpx2.Response, *, most: int) -> None:
    """Unpack here what is packed, step by step: the client would unpack it whole, and packed twice it is a bomb."""
    packed = [name.strip() for name in response.headers.get("content-encoding", "").lower().split(",")]
    packed = [name for name in packed if name not in {"", "identity"}]
    if len(packed) > 1 or not {*packed} <= {"gzip", "x-gzip", "deflate"}:
        raise PackedError(", ".join(packed))
    response.headers.pop("content-encoding", None)
    assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101 - of an asynchronous client
    response.stream = _BoundedStream(response.stream, most, packed=bool(packed))


class _BoundedStream(httpx2.AsyncByteStream):
    """A response's bytes, unpacked, up to a number."""

    def __init__(self, stream: httpx2.AsyncByteStream, most: int, *, packed: bool) -> None:
        self._stream, self._most = stream, most
        self._unpack = zlib.decompressobj(32 + zlib.MAX_WBITS) if packed else None  # gzip or zlib, as its head says

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        async for part in self._stream:
            if self._unpack is not None:
                part = self._unpack.decompress(part, self._most + 1 - received)  # noqa: PLW2901
            received += len(part)
            if received > self._most:
                raise TooLargeError(f"{self._most:,}")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
