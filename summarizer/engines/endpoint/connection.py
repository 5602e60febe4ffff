"""The way to one endpoint: its address, the key, the model's name, and what a near server says beside the API."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import openai

from summarizer.engines.endpoint.failures import Stopped, sort_failure, untrusted
from summarizer.engines.endpoint.transport import http_client
from summarizer.errors import EndpointError, LocalError, UnreachableError
from summarizer.settings.layers import PRESETS

if TYPE_CHECKING:
    from summarizer.settings.settings import Settings

_NO_KEY: Final = "none"
_NOWHERE: Final = "http://replay.invalid/v1"
_LISTING: Final = 20.0
_PAUSE: Final = 0.3


class Connection:
    """Connections to one endpoint; call :meth:`close` in the end. ``model`` is the name that requests carry."""

    def __init__(self, settings: Settings, *, replays: bool) -> None:
        self.server = settings.server
        url = self.server.origin if self.server else settings.base_url or (_NOWHERE if replays else None)
        if url is None:
            raise EndpointError("no endpoint is configured: give --endpoint or SUMMARIZER_ENDPOINT")
        if self.server is None and not replays:
            settings.check_line()
        self.url = url
        self.near = self.server is not None or is_near(url)
        self.model = settings.model or ""
        self._timeout = settings.timeout
        self._key = settings.api_key.get_secret_value() if settings.api_key else ""
        self._apis: dict[str, openai.AsyncOpenAI] = {}
        """By address: a server of our own that died comes back on another port."""
        self._address = ""

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
                timeout=self._timeout,
                max_retries=0,
                http_client=http_client(near=self.near),
            )
        return self._apis[self._address]

    @property
    def place(self) -> str:
        """The endpoint for people."""
        return "the local server" if self.server else self.url

    @property
    def model_name(self) -> str:
        """The model for people and keys: of a file's path, which some servers use, the name alone."""
        return self.model.replace("\\", "/").rsplit("/", 1)[-1] if self.model.endswith(".gguf") else self.model

    async def models(self, *, attempts: int = 1) -> list[str]:
        """The models that the endpoint offers. Raises :class:`EndpointError` where it does not say."""
        self.need_key()
        while True:
            attempts -= 1
            try:
                api = await self.connected()
                async with asyncio.timeout(min(self._timeout, _LISTING)):
                    page = await api.models.list()
                return [model.id for model in page.data or []]
            except (openai.APIError, TimeoutError, ValueError, AttributeError) as error:
                failure, lasts = self._unlisted(error)
                cause = self.cause(error)
            if lasts or attempts <= 0:
                raise failure from cause  # not above, where it would drag along what the server said
            await asyncio.sleep(_PAUSE)

    def _unlisted(self, error: Exception) -> tuple[EndpointError, bool]:
        """Why the models could not be listed, and whether asking again is of no use."""
        if isinstance(error, openai.APIConnectionError | TimeoutError):
            return self.unreachable(error), False
        failure = sort_failure(error, model=self.model_name, url=self.place, secret=self.without_key)
        if isinstance(failure, EndpointError) and "refused the key" in str(failure):
            return failure, True
        return EndpointError(f"{self.url} does not list its models: give --model, check --endpoint"), False

    async def choose_model(self, *, attempts: int = 1) -> None:
        """Take the only or first model that the endpoint offers, where none is configured."""
        if self.model:
            return
        offered = [name for name in await self.models(attempts=attempts) if "embed" not in name.lower()]
        if not offered:
            raise EndpointError(f"{self.url} offers no model: load one there, or give --model")
        self.model = offered[0]

    async def look_up(self, path: str, body: object = None, *, seconds: float | None = None) -> Any:
        """What a near server says on a path of its own beside the API, as JSON; None where it says nothing of use."""
        if not self.near:
            return None
        options: Any = {"timeout": seconds or self._timeout}
        try:
            api = await self.connected()
            url = self._address.removesuffix("/v1") + path
            async with asyncio.timeout(options["timeout"]):  # for all of it: a server that drips is as good as none
                if body is None:
                    return await api.get(url, cast_to=object, options=options)
                return await api.post(url, cast_to=object, body=body, options=options)
        except (openai.APIError, ValueError, LocalError, TimeoutError):
            return None

    def unreachable(self, failure: Exception) -> EndpointError:
        """The error for an address where nobody answers; of a server of our own it is known why."""
        if self.server is not None:
            return LocalError(self.server.why() or str(failure))
        if isinstance(failure, Stopped):
            return UnreachableError(str(failure))
        if (distrust := untrusted(failure, self.url)) is not None:
            return distrust
        remedy = "start the server there" if self.near else "check the address and the network"
        return UnreachableError(f"no answer from {self.url}: {remedy}, give another --endpoint, or --engine rules")

    def need_key(self) -> None:
        """Raise :class:`EndpointError` before a paid service is asked without a key; kept answers need none."""
        if self.url == PRESETS["openai"] and not self._key:
            raise EndpointError(f"no key is set for {self.url}: set OPENAI_API_KEY or SUMMARIZER_API_KEY")

    def cause(self, error: BaseException) -> BaseException | None:
        """What an error may be chained to: the one that it came from, None where its words repeat the key."""
        at: BaseException | None = error
        while at is not None:
            if self._key and self._key in f"{at} {at.args}":
                return None
            at = at.__cause__ or at.__context__
        return error

    def without_key(self, text: str) -> str:
        """The text without the key, for words that a server sent."""
        return text.replace(self._key, "***") if self._key else text


def is_near(url: str) -> bool:
    """Whether the address is on this machine or in a private network, where a new grammar costs nothing."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".localhost", ".internal")) or "." not in host
    return address.is_private or address.is_loopback
