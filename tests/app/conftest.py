"""What the tests of the pages share: a running app, one service with two owners, and a browser."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

import pytest
from app_pages import App, Visitor, app, visitor
from http_service import Service, service
from postgres import postgres, program
from token_stores import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from list_pages import At
    from playwright.sync_api import Browser, BrowserContext
    from review_pages import Reviewer

    from summarizer.service.tokens import TokenStore


class Served(NamedTuple):
    """``summarizer serve`` and two people who are logged in, each with documents of their own."""

    service: Service
    tokens: TokenStore
    mine: Visitor
    other: Visitor
    url: str
    """Of the database."""


_REAL = [pytest.mark.slow, pytest.mark.skipif(program("initdb") is None, reason="PostgreSQL is not installed")]


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=_REAL)])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The pages of ``summarizer serve``, on each kind of database."""
    folder = tmp_path_factory.mktemp("served")
    at = postgres() if request.param == "postgresql" else contextlib.nullcontext()
    with at as database:
        url = f"sqlite:///{folder / 'service.sqlite'}" if database is None else database.url
        with _served(folder, url) as two:
            yield two


@contextlib.contextmanager
def _served(folder: Path, url: str) -> Iterator[Served]:
    with (
        service(folder / "log", "--engine", "rules", SUMMARIZER_DATABASE=url) as running,
        opened(url) as tokens,
    ):
        people = [visitor(running.url, tokens.create(owner, days=1)[0], who=owner) for owner in ("mine", "other")]
        try:
            yield Served(running, tokens, *people, url)
        finally:
            for person in people:
                person.client.close()


@pytest.fixture
def running_app(tmp_path: Path) -> Iterator[App]:
    """``summarizer app`` in a process of its own, with an empty database."""
    with app(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the app that a module's tests share keeps what it has."""
    return tmp_path_factory.mktemp("app")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[App]:
    """``summarizer app`` over :func:`folder`, for all tests of a module."""
    with app(folder) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    from browser import chromium

    with chromium() as running:
        yield running


@pytest.fixture
def at(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[At]:
    """The list of a new owner in a browser."""
    from list_pages import at_list

    url = served.service.url
    with at_list(browser, url, visitor(url, served.tokens.create(request.node.name[:60], days=1)[0])) as opened_list:
        yield opened_list


@pytest.fixture
def li(context: BrowserContext, running: App, folder: Path, request: pytest.FixtureRequest) -> Iterator[Reviewer]:
    """A person at a document of the test's own, in the window of its module. A line of the text is blank."""
    from review_pages import PLAN, Reviewer, database_of, ready

    page = context.new_page()
    person = Reviewer(page, running.url, ready(database_of(folder), f"{PLAN}\n{request.node.name}"))
    yield person
    assert person.alarms == []
    page.unroute_all(behavior="wait")
    page.close()
