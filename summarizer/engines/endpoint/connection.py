"""The connection to one endpoint: address, key, model's name, and what a local server says beside the API."""

from __future__ import annotations

import asyncio
import ipaddress
import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
import openai

from summarizer.engines.endpoint.classifying import Classified, chain, classify, untrusted_certificate
from summarizer.engines.endpoint.failures import PackedError, RequestError, StoppedError, TooLargeError
from summarizer.errors import EndpointError, LocalError, UnreachableError
from summarizer.messages import Message
from summarizer.settings.layers import PRESETS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from summarizer.settings.settings import Settings

MAX_TRIES = 12
"""Of one question: where three calls in ten fail by themselves, one question in two million gets no answer."""
_NO_KEY = "none"
_REPLAY_URL = "http://replay.invalid/v1"
_LISTING_TIMEOUT = 20.0
_PAUSE = 0.3
_MAX_NAME = 200
_MAX_BYTES = 8_000_000
"""Of a response. The largest that is ever asked for, a long document's tokens, is a tenth of it."""


class Connection:
    """Connections to one endpoint; call :meth:`close` in the end. ``model`` is the name that requests carry."""

    def __init__(self, settings: Settings, *, replays: bool) -> None:
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
        self.key = settings.api_key.get_secret_value() if settings.api_key else ""
        self._apis: dict[str, openai.AsyncOpenAI] = {}
        """By address: a server of our own that died comes back on another port."""
        self._address = ""

    async def close(self) -> None:
        """Close the connections."""
        for api in self._apis.values():
            await api.close()

    async def api(self) -> openai.AsyncOpenAI:
        """The API's client; a server of our own is started for it, or again where it died.

        Raises :class:`~summarizer.errors.LocalError` where that fails.
        """
        self._address = await self.server.address() if self.server else self.url
        if self._address not in self._apis:
            self._apis[self._address] = openai.AsyncOpenAI(
                base_url=self._address,
                api_key=self.key or _NO_KEY,  # never None: the client would take OPENAI_API_KEY by itself
                timeout=self.timeout,
                max_retries=0,
                http_client=_http_client(local=self.is_local),
            )
        return self.current

    @property
    def current(self) -> openai.AsyncOpenAI:
        """The API's client that :meth:`api` gave last."""
        return self._apis[self._address]

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
                    page = await api.models.list()
                return [name for model in page.data or [] if (name := self._model_id(model))]
            except (openai.APIError, TimeoutError, ValueError, AttributeError) as error:
                failure = self._listing_failure(error)
                cause = self.cause(error)
            if failure.code == "key-refused" or tries <= 0:
                raise failure from cause  # not above, where it would drag along what the server said
            await asyncio.sleep(_PAUSE)

    def _model_id(self, listed: object) -> str:
        """The name of a model that can be shown and asked for; empty for anything else that a server lists."""
        name = getattr(listed, "id", None)
        if not isinstance(name, str) or len(name) > _MAX_NAME or not name.isprintable():
            return ""
        return "" if self.key and self.key in name else name

    def _listing_failure(self, error: Exception) -> EndpointError:
        """Why the models could not be listed."""
        if isinstance(error, openai.APIConnectionError | TimeoutError):
            return self.unreachable(error)
        failure = self.classified(error).failure
        if isinstance(failure, EndpointError) and failure.code == "key-refused":
            return failure
        return EndpointError("models-not-listed", url=self.url)

    async def choose_model(self) -> None:
        """Take the only or first model that the endpoint offers, where none is configured."""
        if self.model:
            return
        offered = [name for name in await self.models(tries=MAX_TRIES) if "embed" not in name.lower()]
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
        return classify(error, model=self.model_name, url=place, without_key=self.without_key)

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
        if self.url == PRESETS["openai"] and not self.key:
            raise EndpointError("no-key", url=self.url)

    def cause(self, error: BaseException) -> BaseException | None:
        """What an error may be chained to: the one that it came from, None where its words repeat the key."""
        told = bool(self.key) and any(self.key in f"{link} {link.args}" for link in chain(error))
        return None if told else error

    def without_key(self, text: str) -> str:
        """The text without the key, for words that a server sent."""
        return text.replace(self.key, "***") if self.key else text


def is_local_address(url: str) -> bool:
    """Whether the address is on this machine or in a private network, where a new grammar costs nothing."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.endswith((".local", ".localhost", ".internal")) or "." not in host
    return address.is_private


def _http_client(*, local: bool) -> httpx2.AsyncClient:
    """A client that follows no redirect and reads no endless response.

    A proxy of the environment must not be asked for a server on this machine (``local``), and a document goes to
    the address that was given and to no other.
    """
    return openai.DefaultAsyncHttpxClient(
        trust_env=not local,
        # SSL_CERT_FILE counts for local servers too, which trust_env would switch off with the proxies.
        verify=httpx2.create_ssl_context(),
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
        event_hooks={"response": [_bound]},
    )


async def _bound(response: httpx2.Response) -> None:
    """Unpack here what is packed, step by step: the client would unpack it whole, and packed twice it is a bomb."""
    packed = [name.strip() for name in response.headers.get("content-encoding", "").lower().split(",")]
    packed = [name for name in packed if name not in {"", "identity"}]
    if len(packed) > 1 or not {*packed} <= {"gzip", "x-gzip", "deflate"}:
        raise PackedError(", ".join(packed))
    response.headers.pop("content-encoding", None)
    assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101 - of an asynchronous client
    response.stream = _BoundedStream(response.stream, packed=bool(packed))


class _BoundedStream(httpx2.AsyncByteStream):
    """A response's bytes, unpacked, up to a number."""

    def __init__(self, stream: httpx2.AsyncByteStream, *, packed: bool) -> None:
        self._stream = stream
        self._unpack = zlib.decompressobj(32 + zlib.MAX_WBITS) if packed else None  # gzip or zlib, as its head says

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        async for part in self._stream:
            if self._unpack is not None:
                part = self._unpack.decompress(part, _MAX_BYTES + 1 - received)  # noqa: PLW2901
            received += len(part)
            if received > _MAX_BYTES:
                raise TooLargeError(f"{_MAX_BYTES:,}")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
