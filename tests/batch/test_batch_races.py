"""A document given while it is deleted or kept no longer: whoever is second finds what the first one left."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
import time
import uuid
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import httpx2
import pytest
import sqlalchemy as sa
from batches import RULES, SPEC, given, url_in
from http_service import V1
from postgres import Postgres, postgres, program

from summarizer.batch.control import Control
from summarizer.batch.database import Database, parsed
from summarizer.batch.jobs import Given
from summarizer.batch.runs import Runs
from summarizer.batch.store import JobStore
from summarizer.documents import Document
from summarizer.messages import Message
from summarizer.pipeline.calls import summarize
from summarizer.service.address import Address
from summarizer.service.app import create_app
from summarizer.service.core import ServiceCore
from summarizer.service.guards import NOBODY
from summarizer.service.options import ServiceOptions
from summarizer.service.resources import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from summarizer.batch.jobs import Job

_BLOCKED = 0.15
"""Seconds after which somebody waits for the other one."""


class Two(NamedTuple):
    """Two programs at one database."""

    one: Database
    other: Database

    def ended(self, owner: str) -> Job:
        """The first document, given by ``owner`` long ago; it came to nothing."""
        (job,) = JobStore(self.one).accept(given(1), SPEC, owner=owner)
        Runs(self.one, "test").fail(job.id, job.run, Message("internal-error", {}))
        return job


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    if program("initdb") is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Two]:
    url = url_in(tmp_path)
    if request.param == "postgresql":
        url, name = request.getfixturevalue("server").url, f"test_{uuid.uuid4().hex}"
        with sa.create_engine(parsed(url), isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        url = url.removesuffix("postgres") + name
    with Database.open(url) as one, Database.open(url) as other:
        yield Two(one, other)


class _Beside(threading.Thread):
    """Does something beside the test; what it raises is raised where it is waited for."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._error: Exception | None = None

    def run(self) -> None:
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - told in join
            self._error = error

    def end(self) -> None:
        self.join(60)
        if self._error is not None:
            raise self._error


@contextlib.contextmanager
def before(database: Database, at: int, work: Callable[[], object]) -> Iterator[None]:
    """Do ``work`` beside, before the database's statement ``at``; it may have to wait."""
    asked, beside = 0, _Beside(work)

    def hook(*_: object) -> None:
        nonlocal asked
        if asked == at:
            beside.start()
            beside.join(_BLOCKED)
        asked += 1

    sa.event.listen(database.engine, "before_cursor_execute", hook)
    try:
        yield
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", hook)
    if beside.ident is not None:
        beside.end()


@contextlib.contextmanager
def not_yet_committed(database: Database, work: Callable[[], object]) -> Iterator[None]:
    """Do ``work`` beside, which is done but not to be seen as the block begins, and soon is."""
    done = threading.Event()

    def hook(_: object) -> None:
        done.set()
        time.sleep(_BLOCKED)

    sa.event.listen(database.engine, "commit", hook)
    beside = _Beside(work)
    beside.start()
    assert done.wait(60)
    yield
    beside.end()
    sa.event.remove(database.engine, "commit", hook)


def test_given_while_it_is_deleted(two: Two) -> None:
    """At whichever statement: it is accepted or was accepted before, and never half of both."""
    core = ServiceCore(two.one, RULES, ServiceOptions())
    two.ended("another")  # whose document it is, too
    for at in range(16):
        job = two.ended("mine")
        control = Control(two.other)
        with before(two.one, at, partial(control.delete, job.id, "mine")):
            made = core.accept("mine", given(1)[0], Wanted(), f"key-{at}")
        left = core.store.job(made.id, "mine")
        assert left is None or core.store.input(left.id).data == given(1)[0].data
        assert left is not None or made.id == job.id


def test_deleted_while_it_is_given(two: Two) -> None:
    """By somebody else: what the one forgets the other has."""
    job = two.ended("mine")
    control, store = Control(two.one), JobStore(two.other)
    with not_yet_committed(two.other, lambda: store.accept(given(1), SPEC, owner="another")):
        assert control.delete(job.id, "mine")
    (left,) = store.jobs("another")
    assert store.input(left.id).data == given(1)[0].data
    assert store.jobs("mine") == []


def test_no_longer_kept_while_it_is_given(two: Two) -> None:
    """A text that somebody just gave again stays, since it is still to be read."""
    two.ended("mine")
    control, store = Control(two.one), JobStore(two.other)
    with not_yet_committed(two.other, lambda: store.accept(given(1), SPEC, owner="another")):
        control.purge(texts=0.0)
    (left,) = store.jobs("another")
    assert store.input(left.id).data == given(1)[0].data


def test_tried_again_while_it_is_no_longer_kept(two: Two) -> None:
    """What was asked for again is not taken away by who looked at it before."""
    control, again = Control(two.other), list[int]()

    def try_again(job: str) -> None:
        again.append(control.retry([job]))

    for at in range(8):
        job = two.ended("mine")
        with before(two.one, at, partial(try_again, job.id)):
            Control(two.one).purge(results_after=0.0)
        left = JobStore(two.one).job(job.id)
        assert (left is not None) == (again.pop() == 1 if again else False)
        control.delete(job.id)


@pytest.mark.parametrize("what", ["end", "delete"])
def test_a_job_and_its_result_are_of_one_moment(tmp_path: Path, what: str) -> None:
    """Whenever it ends or is deleted, no answer is done without a result, nor has one before its end."""
    text, url = given(1)[0].data.decode(), url_in(tmp_path)
    summary = summarize(Document.from_text(text, "text.txt"), RULES)
    with Database.open(url) as one, Database.open(url) as other:
        runs, control, core = Runs(other, "test"), Control(other), ServiceCore(one, RULES, ServiceOptions())
        app = create_app(core, Address("127.0.0.1", 80), no_auth=True)

        async def asked(method: str, place: str) -> httpx2.Response:
            async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://127.0.0.1") as client:
                body = {"text": text} if method == "POST" else None
                return await client.request(method, place, headers={"Prefer": "respond-async"}, json=body)

        for method, at in itertools.product(("GET", "POST"), range(9)):
            (job,) = core.store.accept([Given("text.txt", text.encode())], core.spec(Wanted()), owner=NOBODY)
            if what == "delete":
                runs.finish(job.id, 0, summary)

            def change(job: Job = job) -> object:
                return runs.finish(job.id, 0, summary) if what == "end" else control.delete(job.id)

            with before(one, at, change):
                answer = asyncio.run(asked(method, V1 if method == "POST" else f"{V1}/{job.id}"))
            assert answer.status_code in {200, 201, 202, 404, 409}
            if answer.is_success:
                assert (answer.json()["state"] == "done") == (answer.json()["summary"] is not None)
            for left in core.store.jobs(NOBODY):
                control.delete(left.id)
