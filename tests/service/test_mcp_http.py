"""``summarizer mcp --http``: a real server on loopback, asked by the official client and by programs of strangers."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import socket
import sqlite3
import time
from typing import TYPE_CHECKING, NamedTuple

import httpx2
import pytest
from mcp import MCPError
from mcp_servers import connected, listening, said
from samples import SEEDS
from token_stores import opened

from summarizer.service.address import Address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.service.tokens import TokenStore

pytestmark = pytest.mark.slow

PLAN = {"path": "qingdao_2023.txt"}
RULES = ("--engine", "rules", "--root", SEEDS)
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
ACCEPT = {"Accept": "application/json, text/event-stream"}


class Served(NamedTuple):
    url: str
    tokens: TokenStore


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose tokens this process makes, as an operator does beside a running server."""
    database = f"sqlite:///{tmp_path_factory.mktemp('state') / 'service.sqlite'}"
    with listening(*RULES, SUMMARIZER_DATABASE=database) as url, opened(database) as tokens:
        yield Served(url, tokens)


def ask(url: str, secret: str | None = None, **headers: str) -> int:
    """The status of a plain request."""
    given = ACCEPT | ({"Authorization": f"Bearer {secret}"} if secret is not None else {}) | headers
    return httpx2.post(url, json=CALL, headers=given, timeout=30).status_code


def test_nobody_is_let_in_without_a_valid_token(served: Served) -> None:
    """None, a wrong one, one that expired and one that is revoked while the server runs: 401, on every method."""
    url, tokens = served
    good, token = tokens.create("a", days=1)
    short, _ = tokens.create("a", days=0.5 / 86_400)
    assert ask(url, good) == 200
    time.sleep(0.6)
    for secret in (None, "x", good[:-1], good + "x", token.id, short):
        assert ask(url, secret) == 401
        for method in ("GET", "DELETE", "PUT"):
            headers = ACCEPT | ({"Authorization": f"Bearer {secret}"} if secret else {})
            assert httpx2.request(method, url, headers=headers).status_code in {401, 405}
    assert httpx2.post(f"{url}?token={good}", json=CALL, headers=ACCEPT).status_code == 401
    tokens.revoke(token.id)
    assert ask(url, good) == 401
    for path in ("/", "/docs", "/metrics", "/.well-known/oauth-protected-resource", "/sse", "/messages/"):
        assert httpx2.get(httpx2.URL(url).copy_with(path=path), headers=ACCEPT).status_code == 404


def test_without_its_database_nobody_is_let_in(tmp_path: Path) -> None:
    """503, and the same token counts again when the database is back; a server without it does not fall."""
    path = tmp_path / "service.sqlite"
    database = f"sqlite:///{path}"
    with listening(*RULES, SUMMARIZER_DATABASE=database) as url:
        with opened(database) as tokens:
            secret, _ = tokens.create("a", days=1)
        assert ask(url, secret) == 200
        for sql, status in (("ALTER TABLE {} RENAME TO gone", 503), ("ALTER TABLE gone RENAME TO {}", 200)):
            with contextlib.closing(sqlite3.connect(path)) as connection:
                connection.execute(sql.format("summarizer_tokens"))
            assert ask(url, secret) == status


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_every_owner_sees_its_own_alone(served: Served, mode: str) -> None:
    """Another's result is not found, by its address too; two tokens of one owner share theirs."""
    url, tokens = served
    first, second, stranger = (tokens.create(owner, days=1)[0] for owner in (f"o-{mode}", f"o-{mode}", f"s-{mode}"))

    async def main() -> None:
        told: list[float] = []

        async def progress(done: float, _total: float | None, _message: str | None) -> None:
            told.append(done)

        async with connected(url, first, mode) as client:
            page = (await client.call_tool("summarize_file", PLAN, progress_callback=progress)).structured_content
            uri = page["result"]
            assert told[-1] == 1
        async with connected(url, second, mode) as client:
            assert (await client.call_tool("list_targets", {"result": uri})).structured_content["matching"] == 7
            assert [str(one.uri) for one in (await client.list_resources()).resources] == [uri]
            assert uri not in (await client.read_resource(uri)).contents[0].text
        async with connected(url, stranger, mode) as client:
            assert "no such result" in said(await client.call_tool("list_targets", {"result": uri}))
            assert "no such result" in said(await client.call_tool("compare", {"documents": [uri, uri]}))
            assert "no such result" in said(await client.call_tool("reconcile", {"plan": uri, "reports": [uri]}))
            assert (await client.list_resources()).resources == []
            with pytest.raises(MCPError, match="no such result"):
                await client.read_resource(uri)

    asyncio.run(main())


def test_a_web_page_cannot_ask_through_a_browser(served: Served) -> None:
    """DNS rebinding: a name that is not the server's and a page of elsewhere are refused, even with a token."""
    url, tokens = served
    secret, _ = tokens.create("a", days=1)
    assert ask(url, secret, Host="evil.example") == 421
    assert ask(url, secret, Host="127.0.0.1.evil.example:80") == 421
    for origin in ("http://evil.example", "null", "http://127.0.0.1.evil.example", "https://localhost.evil.example:1"):
        assert ask(url, secret, Origin=origin) == 403
    port = httpx2.URL(url).port
    assert ask(url, secret, Host=f"localhost:{port}", Origin=f"http://localhost:{port}") == 200


def test_a_body_is_bounded(served: Served) -> None:
    """A text of 50 MB is refused before it is read; who has no token need not even begin."""
    url, tokens = served
    secret, _ = tokens.create("a", days=1)
    address = httpx2.URL(url)
    for token, status in ((secret, 413), ("x", 401)):
        connection = http.client.HTTPConnection(address.host, address.port, timeout=30)
        connection.putrequest("POST", address.path)
        headers = ACCEPT | {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        for name, value in (headers | {"Content-Length": "50000000"}).items():
            connection.putheader(name, value)
        connection.endheaders(b'{"')
        assert connection.getresponse().status == status
        connection.close()
    text = {"name": "summarize_text", "arguments": {"text": "\u4e00" * 1_500_000}}  # 4.5 MB, within the bound on bodies

    async def main() -> str:
        async with connected(url, secret) as client:
            return said(await client.call_tool(text["name"], text["arguments"]))

    assert "more than 4 MB" in asyncio.run(main())


def test_without_tokens_on_this_machine_alone() -> None:
    """``--no-auth``: no database, no token; hosts and origins are checked all the same."""

    async def main(url: str) -> int:
        async with connected(url) as client:
            page = (await client.call_tool("summarize_file", PLAN)).structured_content
            return page["counts"]["targets"]

    with listening(*RULES, "--no-auth", "--allow-host", "plans.example", XDG_STATE_HOME="/proc/none") as url:
        assert asyncio.run(main(url)) == 7
        assert ask(url, Host="evil.example") == 421
        assert ask(url, Host="plans.example", Origin="https://plans.example") == 200


def test_addresses_of_this_machine_alone() -> None:
    """What counts as loopback decides whether a server may be open."""
    for host in ("127.0.0.1", "127.8.0.1", "localhost", "::1"):
        assert Address(host, 1).is_loopback
    for host in ("0.0.0.0", "::", "192.0.2.1", "localhost.evil.example", "", "example.org"):  # noqa: S104
        assert not Address(host, 1).is_loopback
    assert "evil.example" not in Address("0.0.0.0", 1).hosts()  # noqa: S104
    assert not {"127.0.0.1", "localhost"} & set(Address("192.0.2.1", 1).hosts())
    with Address("127.0.0.1", 0).listen() as first:
        from summarizer.errors import UsageError

        with pytest.raises(UsageError, match="cannot listen"):
            Address("127.0.0.1", first.getsockname()[1]).listen()
    if socket.has_ipv6:
        assert Address("::1", 1).shown == "[::1]"
