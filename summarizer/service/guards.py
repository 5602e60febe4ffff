"""What stands before every route: who asks, by which name, from where, how much at a time."""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect

from summarizer.errors import SummarizerError
from summarizer.service.problems import ProblemError, of_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastapi import FastAPI
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from summarizer.service.address import Address
    from summarizer.service.core import ServiceCore

HEALTH = "/v1/health"
"""Answers everybody: whoever starts the service again where it hangs has no token."""
UNBOUND = frozenset({HEALTH, "/v1/ready", "/v1/metrics"})
"""Answered however many others ask."""
NOBODY = "-"
"""Whose documents they are where no token is asked for; no token's owner is called so."""
_RETRY = {"Retry-After": "1"}
CHALLENGE = {"WWW-Authenticate": "Bearer"}
_MOST_SECRET = 200


class Pages(Protocol):
    """Pages for people beside the interface for programs: who may see them is their own business."""

    def install(self, app: FastAPI) -> None:
        """Add their routes."""

    def holds(self, scope: Scope) -> bool:
        """Whether a request is for one of them."""

    def headers(self, scope: Scope) -> Mapping[str, str] | None:
        """What their answers have beside their own headers; None for what is none of them."""

    async def admit(self, scope: Scope, headers: Headers, *, open_to_all: bool) -> Response | None:
        """Note who asks; an answer for who is not let in. Raises :class:`ProblemError`."""

    def problem(self, problem: ProblemError, scope: Scope) -> Response:
        """What is wrong."""


class Guard:
    """Host, origin, token, then how much is under way; raises :class:`ProblemError` for what is not let in."""

    def __init__(
        self, app: ASGIApp, core: ServiceCore, address: Address, *, open_to_all: bool, pages: Pages | None = None
    ) -> None:
        self._app, self._core, self._open, self._pages = app, core, open_to_all, pages
        self._hosts = frozenset(name.removesuffix(":*").lower() for name in address.hosts())
        self._streams = self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        self._check_names(headers)
        if self._pages is not None and self._pages.holds(scope):
            answer = await self._pages.admit(scope, headers, open_to_all=self._open)
            if answer is not None:
                await answer(scope, receive, send)
                return
        else:
            await self._check_token(scope, headers)
        if scope["path"] in UNBOUND:
            await self._app(scope, receive, send)
            return
        with self._place(scope["path"].endswith("/events")), self._room(headers) as most:
            seconds = self._core.options.body_seconds
            await self._app(scope, _Body(receive, most, seconds), _Sending(send, seconds))

    def _check_names(self, headers: Headers) -> None:
        """A page of elsewhere must not ask through a browser, whatever name it has given to this address."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or _host(hosts[0]) not in self._hosts:
            raise ProblemError(421, "http-host")
        for origin in headers.getlist("origin"):
            scheme, _, rest = origin.partition("://")
            if scheme not in {"http", "https"} or _host(rest) not in self._hosts:
                raise ProblemError(403, "http-origin")

    async def _check_token(self, scope: Scope, headers: Headers) -> None:
        state = scope.setdefault("state", {})
        if self._open:
            state["owner"] = NOBODY
            return
        if scope["path"] == HEALTH and scope["method"] in {"GET", "HEAD"}:
            return
        kind, _, secret = headers.get("authorization", "").partition(" ")
        secret = secret.strip()
        if kind.lower() != "bearer" or not 0 < len(secret) < _MOST_SECRET:
            raise ProblemError(401, "http-unauthorized", CHALLENGE)
        try:
            token = await self._core.aside(self._core.tokens.valid, secret)
        except SummarizerError as error:
            raise of_error(error) from error
        if token is None:
            raise ProblemError(401, "http-unauthorized", CHALLENGE)
        state["owner"], state["token"] = token.owner, token.id

    @contextmanager
    def _place(self, is_stream: bool) -> Iterator[None]:
        options = self._core.options
        if is_stream:
            if self._streams >= options.streams:
                raise ProblemError(429, "http-busy", _RETRY)
            self._streams += 1
        else:
            if self._core.under_way >= options.requests:
                raise ProblemError(429, "http-busy", _RETRY)
            self._core.under_way += 1
        try:
            yield
        finally:
            if is_stream:
                self._streams -= 1
            else:
                self._core.under_way -= 1

    @contextmanager
    def _room(self, headers: Headers) -> Iterator[int]:
        """The bytes that the body may have; those of all bodies together are bounded."""
        options = self._core.options
        most = options.upload_bytes
        length = headers.get("content-length")
        if length is not None:
            if not length.isdecimal() or int(length) > most:
                raise ProblemError(413, "http-too-large", most=f"{options.max_upload_mb:g}")
            taken = int(length)
        else:
            taken = most if "transfer-encoding" in headers else 0
        if self._bytes + taken > options.bodies_bytes:
            raise ProblemError(429, "http-busy", _RETRY)
        self._bytes += taken
        try:
            yield most
        finally:
            self._bytes -= taken


class _Body:
    """Receives a body, held to its length and time."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive, self._most = receive, most
        self._until, self._seconds = time.monotonic() + seconds, seconds
        self._size = 0
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:  # what comes now is that the client has gone
            return await self._receive()
        try:
            async with asyncio.timeout(self._until - time.monotonic()):
                message = await self._receive()
        except TimeoutError:
            raise ProblemError(408, "http-slow", {"Connection": "close"}, seconds=f"{self._seconds:g}") from None
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._size > self._most:
                raise ProblemError(413, "http-too-large", {"Connection": "close"}, most=f"{self._most / 1e6:g}")
        return message


class _Sending:
    """Sends an answer; a client that does not take the next piece in time does not keep its place."""

    def __init__(self, send: Send, seconds: float) -> None:
        self._send, self._seconds = send, seconds

    async def __call__(self, message: Message) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._send(message)
        except TimeoutError:
            raise ClientDisconnect from None


def _host(name: str) -> str:
    """A host without its port."""
    host, colon, port = name.lower().rpartition(":")
    return host if colon and port.isdecimal() and not host.endswith(":") else name.lower()
