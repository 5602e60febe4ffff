"""Connections that say nothing, and answers that are kept back: neither is waited for for ever."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
import uvicorn

from summarizer.errors import DocumentError
from summarizer.service import serving
from summarizer.service.client import ServiceClient

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"


async def answering(scope: Scope, _: Receive, send: Send) -> None:
    if scope["path"] == "/slow":
        await asyncio.sleep(3)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@pytest.mark.slow
def test_a_connection_that_says_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing at all, half a head, or half of the second one; who asks again and again, or waits, stays."""
    monkeypatch.setattr(serving, "_KEEP_ALIVE", 1)

    async def closes(port: int, *sent: bytes) -> bool:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for data in sent:
            writer.write(data)
            await asyncio.sleep(0.1)
        until, closed = time.monotonic() + 4, False
        while not closed and time.monotonic() < until:
            try:
                closed = not await asyncio.wait_for(reader.read(1000), 0.5)
            except TimeoutError:
                continue
        writer.close()
        return closed

    async def stays(port: int, path: bytes, times: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(times):
            writer.write(_HEAD.replace(b"/ ", path + b" ") + b"\r\n")
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 204")
            await asyncio.sleep(0.4)
        writer.close()

    async def main() -> None:
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        core: Any = None  # is told of signals alone
        server = serving._Server(uvicorn.Config(answering, lifespan="off", timeout_keep_alive=100), core)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        whole = _HEAD + b"\r\n"
        silent = (closes(port), closes(port, b"GET"), closes(port, whole, _HEAD))
        *closed, _, _ = await asyncio.gather(*silent, stays(port, b"/", 8), stays(port, b"/slow", 1))
        assert closed == [True] * 3
        server.should_exit = True
        await running

    asyncio.run(main())


@pytest.mark.parametrize(("timeout", "prefer"), [(60, "wait=20"), (8, "wait=4"), (1, "respond-async")])
def test_a_client_lets_no_answer_be_kept_for_longer_than_it_waits(timeout: float, prefer: str) -> None:
    """Or a long document would be taken for a service that does not answer, again and again."""
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.headers.get("prefer"))
        return httpx2.Response(409, json={"code": "summary-cancelled", "params": {"id": "x"}})

    client = ServiceClient("http://127.0.0.1:1", timeout=timeout)
    client._given["transport"] = httpx2.MockTransport(answer)
    with client, pytest.raises(DocumentError):
        client.summarize_text("x")
    assert asked == [prefer]
