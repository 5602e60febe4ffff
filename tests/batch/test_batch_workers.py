"""Workers: what dead ones began comes back, what ends well gives back, and all together keep to one limit."""

from __future__ import annotations

import asyncio
import bisect
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from batches import RULES, SPEC, accepted, drained, given, open_jobs, read_all, until, url_in
from endpoint_samples import fluent
from postgres import postgres, program
from server import ChatServer

from summarizer.batch import sessions, workflows
from summarizer.batch.control import Control
from summarizer.batch.database import Database
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.batch.tables import jobs, workers
from summarizer.batch.worker import Worker
from summarizer.errors import UsageError
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(url_in(tmp_path)) as database:
        yield database


def begun_elsewhere(database: Database, place: str, pid: int, seen: float) -> list[str]:
    """Jobs that a worker of another name began, ``seen`` seconds ago for the last time."""
    store, found = accepted(database, 3)

    def work(connection: sa.Connection) -> None:
        now = database.now
        row = {"executor": "another", "place": place, "pid": pid, "queues": ["rules"], "lease": 5.0, "started": now}
        connection.execute(sa.insert(workers).values(row | {"seen": now - seen}))
        connection.execute(sa.update(jobs).values(state="running", executor="another", starts=1))
        connection.execute(sa.text("UPDATE workflow_status SET status = 'PENDING', executor_id = 'another'"))

    database.transact(work)
    assert open_jobs(store) == 3
    return [job.id for job in found]


@pytest.mark.slow
def test_jobs_of_a_worker_on_another_machine_come_back_when_its_lease_is_over(database: Database) -> None:
    """Not before: it may be at work on them. Its name never comes back, and nobody asks it to."""
    begun_elsewhere(database, "another machine", 1, seen=0.0)
    store = JobStore(database)

    async def work() -> None:
        async with Worker(database, RULES, heartbeat=0.1):
            began = time.monotonic()
            await drained(store)
            assert time.monotonic() - began > 3

    asyncio.run(work())
    assert store.counts() == {"done": 3}
    assert {job.starts for job in store.jobs()} == {2}


@pytest.mark.slow
def test_jobs_of_a_process_that_is_gone_come_back_at_once(database: Database) -> None:
    """On the same machine nobody waits for a lease."""
    from summarizer.batch.heartbeat import _place

    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    begun_elsewhere(database, _place(), gone.pid, seen=0.0)
    began = time.monotonic()
    read_all(JobStore(database))
    assert time.monotonic() - began < 5


@pytest.mark.slow
def test_a_document_that_ends_its_workers_is_given_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take every worker along, again and again; it fails, which is said, and may be tried again."""
    monkeypatch.setattr(workflows, "MAX_STARTS", 1)
    begun_elsewhere(database, "another machine", 1, seen=60.0)
    store = JobStore(database)

    async def work() -> None:
        async with Worker(database, RULES, heartbeat=0.1):
            await drained(store)

    asyncio.run(work())
    assert store.counts() == {"failed": 3}
    assert store.jobs()[0].error is not None
    assert store.jobs()[0].error.code == "job-ends-workers"


@pytest.mark.slow
def test_a_worker_that_ends_gives_back_what_it_has_not_done(tmp_path: Path) -> None:
    """What it began is in the queue again, without a mark on it, for a worker that comes at any time."""
    with ChatServer(fluent, latency=0.5) as server, Database.open(url_in(tmp_path)) as database:
        settings = Settings(endpoint=server.url, concurrency=2, cache_dir=tmp_path / "cache")
        store = JobStore(database)
        store.accept(given(6), JobSpec.of(settings))

        async def work() -> None:
            async with Worker(database, settings, grace=0.0):
                await until(store, "running", 1)

        asyncio.run(work())
        assert store.counts() == {"queued": 6}
        assert {job.starts for job in store.jobs()} == {0}
        server.latency = 0
        read_all(store, settings)
        assert store.counts() == {"done": 6}


@pytest.mark.slow
def test_a_job_that_is_cancelled_while_it_is_read_is_read_no_further(tmp_path: Path) -> None:
    with ChatServer(fluent, latency=1.5) as server, Database.open(url_in(tmp_path)) as database:
        settings = Settings(endpoint=server.url, concurrency=1, cache_dir=tmp_path / "cache")
        store = JobStore(database)
        (job,) = store.accept(given(1), JobSpec.of(settings))

        async def work() -> None:
            async with Worker(database, settings):
                await until(store, "running", 1)
                Control(database).cancel([job.id])
                await asyncio.sleep(0.5)

        asyncio.run(work())
        assert store.counts() == {"cancelled": 1}
        assert store.summary(job.id) is None


@pytest.mark.slow
def test_a_worker_leaves_alone_what_is_for_another_endpoint(database: Database) -> None:
    """Its settings name none, so nothing of that queue is taken, and the status says who is missing."""
    store = JobStore(database)
    store.accept(given(1), JobSpec.of(Settings(endpoint="http://127.0.0.1:9/v1")))
    store.accept(given(2), SPEC)

    async def work() -> None:
        async with Worker(database, RULES):
            await until(store, "done", 2)
            assert [(one.target, one.jobs, one.workers) for one in store.waiting()] == [("http://127.0.0.1:9/v1", 1, 0)]
            with pytest.raises(UsageError, match="already"):
                async with Worker(database, RULES):
                    pass

    asyncio.run(work())
    assert store.counts() == {"done": 2, "queued": 1}


@pytest.mark.slow
def test_an_endpoint_that_comes_back_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document in which something was not answered for the moment is read again, and is whole in the end."""
    monkeypatch.setattr("summarizer.engines.endpoint.client._MAX_WAIT", 0.1)  # how often it tries stays as it is
    monkeypatch.setattr(workflows, "_WAITS", (0.1, 0.2))
    monkeypatch.setattr(sessions, "_YOUNG", 0.0)  # one that has given the endpoint up is not asked again
    with ChatServer(fluent) as server, Database.open(url_in(tmp_path)) as database:
        settings = Settings(endpoint=server.url, cache_dir=tmp_path / "cache", timeout=1)
        store = JobStore(database)
        (first,) = store.accept(given(1), JobSpec.of(settings))
        read_all(store, settings)  # what the endpoint can do is kept
        (job,) = store.accept(given(2)[1:], JobSpec.of(settings))
        server.faults = [503] * 24  # two times as many as a question has tries
        read_all(store, settings)
        assert not server.faults
        assert store.job(first.id).state == store.job(job.id).state == "done"


_TAKE = """
import asyncio, json, sys, time
from summarizer import Settings
from summarizer.batch.database import Database
from summarizer.batch.limits import SharedRates

async def main():
    with Database.open(sys.argv[1]) as database:
        rates = SharedRates(database, minute=3.0)
        rate = rates.of(Settings(requests_per_minute=60, tokens_per_minute=40_000), "http://127.0.0.1:9/v1")
        taken, end = [], time.time() + 9

        async def ask():
            while time.time() < end:
                await rate.wait(1000)
                taken.append(time.time())

        await asyncio.gather(*[ask() for _ in range(4)])
        rates.close()
        print(json.dumps(taken))

asyncio.run(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_limit_holds_for_all_processes_together(tmp_path: Path, kind: str) -> None:
    """In every minute, wherever it begins (a minute has three seconds here), and most of it is used."""

    def taken(url: str) -> list[float]:
        Database.open(url).close()
        command = [sys.executable, "-c", _TAKE, url]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
        return sorted(when for one in running for when in json.loads(one.communicate(timeout=120)[0]))

    if kind == "sqlite":
        times = taken(url_in(tmp_path))
    elif program("initdb") is None:
        pytest.skip("PostgreSQL is not installed")
    else:
        with postgres() as server:
            times = taken(server.url)
    most = max(bisect.bisect_left(times, when + 3.0) - n for n, when in enumerate(times))
    assert most <= 40  # of tokens there are fewer than of requests
    assert len(times) > 40
