"""A service over HTTP for all tests of a process: two owners, whose tokens are made beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from http_service import Service, service
from token_stores import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

    from summarizer.service.tokens import TokenStore


class Served(NamedTuple):
    service: Service
    tokens: TokenStore
    mine: httpx2.Client
    other: httpx2.Client


@pytest.fixture(scope="session")
def over_http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with two owners, whose tokens this process makes, as an operator does beside a running one."""
    folder = tmp_path_factory.mktemp("service")
    url = f"sqlite:///{folder / 'service.sqlite'}"
    with (
        service(folder / "log", "--engine", "rules", "--wait-seconds", 60, SUMMARIZER_DATABASE=url) as running,
        opened(url) as tokens,
    ):
        mine, other = (running.client(tokens.create(owner, days=1)[0]) for owner in ("mine", "other"))
        with mine, other:
            yield Served(running, tokens, mine, other)
