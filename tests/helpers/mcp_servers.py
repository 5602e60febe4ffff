"""``summarizer mcp`` in a process of its own, and the official client, as other programs use them."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from programs import clean_environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

_COMMAND = ("-m", "summarizer", "mcp")


def piped(*args: object, **env: str) -> StdioServerParameters:
    """What a client starts: ``summarizer mcp ARGS``."""
    return StdioServerParameters(
        command=sys.executable, args=[*_COMMAND, *map(str, args)], env=clean_environment(**env)
    )


@contextmanager
def listening(*args: object, **env: str) -> Iterator[str]:
    """The address of ``summarizer mcp --http ARGS`` on a free port."""
    command = [sys.executable, *_COMMAND, "--http", "--port", "0", *map(str, args)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=clean_environment(**env)) as server:
        assert server.stderr is not None
        try:
            found = re.search(r"http://\S+", server.stderr.readline().decode())
            assert found is not None
            yield found[0]
        finally:
            server.terminate()


@asynccontextmanager
async def connected(url: str, secret: str | None = None, mode: str = "auto") -> AsyncIterator[Client]:
    """The official client at ``url`` with a token."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        Client(streamable_http_client(url, http_client=http), mode=mode) as client,
    ):
        yield client


def said(result: Any) -> str:
    """The line of a call that failed."""
    assert result.is_error, result
    (content,) = result.content
    assert "\n" not in content.text
    return content.text
