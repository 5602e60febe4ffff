"""The tools over streamable HTTP: tokens, hosts and origins are checked, bodies and connections bounded."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import uvicorn
from mcp.server.auth.provider import AccessToken
from mcp.server.auth.settings import AuthSettings
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import AnyHttpUrl
from starlette.responses import Response

from summarizer.errors import StoreError

if TYPE_CHECKING:
    import socket

    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Receive, Scope, Send

    from summarizer.service.address import Address
    from summarizer.service.mcp.server import ToolServer
    from summarizer.service.tokens import TokenStore

PATH = "/mcp"
_log = logging.getLogger(__name__)
_RETRY = 5
"""Seconds after which a client may try again."""
_CONNECTIONS = 256
PATIENCE = 2.0
"""Seconds that a request waits for a database of tokens that is away."""
_GRACE = 10
"""Seconds that calls have to end when the server does."""
_ENVELOPE = 100_000
"""Bytes of a request around the text."""


class Verifier:
    """Tells the protocol's library whose a token is."""

    def __init__(self, tokens: TokenStore) -> None:
        self._tokens = tokens

    async def verify_token(self, token: str) -> AccessToken | None:
        """The token's owner; None where it is wrong, expired or revoked. The secret itself goes no further."""
        found = await asyncio.to_thread(self._tokens.valid, token)
        if found is None:
            return None
        return AccessToken(token=found.id, client_id=found.owner, scopes=[])


class Unavailable:
    """Answers 503 where the database of tokens cannot be asked: nobody is let in, and nobody called wrong."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        try:
            await self._app(scope, receive, send)
        except StoreError as error:
            _log.warning("%s", error)
            await Response(status_code=503, headers={"Retry-After": str(_RETRY)})(scope, receive, send)


def application(server: ToolServer, address: Address, tokens: TokenStore | None, text_bytes: int) -> Starlette:
    """The web application; without ``tokens`` everybody who reaches it is answered.

    Raises :class:`UsageError` where that would be others than this machine.
    """
    if tokens is None:
        address.refuse_others()
    hosts = address.hosts()
    origins = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    # The library wants the address of whoever issues tokens, which is a person here, and tells it to nobody.
    issuer = AuthSettings(issuer_url=AnyHttpUrl(f"http://{address.shown}"), resource_server_url=None)
    app = server.protocol.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,  # a client of an older protocol keeps nothing here either
        max_request_body_size=2 * text_bytes + _ENVELOPE,  # a character may be written as an escape of twice its bytes
        transport_security=TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins),
        auth=None if tokens is None else issuer,
        token_verifier=None if tokens is None else Verifier(tokens),
    )
    app.add_middleware(Unavailable)
    return app


async def serve(app: Starlette, listening: socket.socket) -> None:
    """Answer until the process is told to end; what is under way then has ten seconds."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, proxy_headers=False,
        limit_concurrency=_CONNECTIONS, timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    await uvicorn.Server(config).serve(sockets=[listening])
