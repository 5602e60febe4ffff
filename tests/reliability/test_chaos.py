"""Every document exactly one result, the undisturbed one, whoever dies meanwhile; and no limit exceeded.

Full size: ``SUMMARIZER_RELIABILITY=full pytest -m reliability tests/reliability/test_chaos.py``.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from chaos import ROOT, Endpoint, Workers, comparable, most_in_a_minute
from conftest import report, scale
from endpoint_samples import fluent
from postgres import postgres, program
from server import ChatServer
from test_faults import plans

import summarizer
from summarizer import Settings
from summarizer.batch.database import Database
from summarizer.batch.jobs import Given
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.batch.tables import jobs, results

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.reliability, pytest.mark.alone, pytest.mark.timeout(7200)]

_PATIENCE = 3600.0


def undisturbed(count: int, folder: Path) -> dict[str, object]:
    """What each plan's result is where nothing happens."""
    with ChatServer(fluent) as server:
        settings = Settings(endpoint=server.url, cache_dir=folder, concurrency=16)
        outcomes = summarizer.summarize_many(plans(count), settings)
        found = {one.source.name: comparable(one.summary.model_dump_json()) for one in outcomes}
    assert all(one["incomplete"] == [] for one in found.values())
    return found


@pytest.mark.skipif(program("initdb") is None, reason="PostgreSQL is not installed")
def test_four_workers_that_are_killed_and_a_database_that_goes_away(tmp_path: Path) -> None:
    """SIGKILL every few seconds, the database once, faults at the endpoint: nothing is lost, nothing is done twice."""
    count, requests, tokens = scale(30, 2000), scale(90, 480), scale(600_000, 3_000_000)
    expected = undisturbed(count, tmp_path / "undisturbed")
    with postgres() as server, Endpoint(chance=0.15) as endpoint, Database.open(server.url) as database:
        settings = Settings(
            endpoint=endpoint.url, timeout=1.5, requests_per_minute=requests, tokens_per_minute=tokens
        )  # fmt: skip
        store = JobStore(database)
        given = [Given(plan.name, plan.text.encode()) for plan in plans(count)]
        accepted = store.accept(given, JobSpec.of(settings))
        began = time.monotonic()
        restarted = False
        flags = ["--endpoint", endpoint.url, "--concurrency", "8"]
        with Workers(4, server.url, flags, tmp_path) as workers:
            while open_now := sum(store.counts().get(state, 0) for state in ("queued", "running")):
                assert time.monotonic() - began < _PATIENCE, f"{open_now} documents are not done"
                if not restarted and open_now < count / 2:
                    server.restart(seconds=3.0)
                    restarted = True
                time.sleep(0.5)
        took = time.monotonic() - began
        assert restarted
        assert store.counts() == {"done": count}
        found = {job.name: comparable(store.summary_json(job.id) or "") for job in accepted}
        kept = database.transact(lambda c: c.execute(sa.select(sa.func.count()).select_from(results)).scalar_one())
        starts = database.transact(lambda c: c.execute(sa.select(sa.func.sum(jobs.c.starts))).scalar_one())
    different = [name for name, result in found.items() if result != expected[name]]
    most, most_tokens = most_in_a_minute(endpoint.arrived), most_in_a_minute(endpoint.arrived, tokens=True)
    report(
        "chaos, PostgreSQL", documents=count, results=kept, different=len(different), killed=workers.killed,
        started=workers.started, begun=starts, requests=len(endpoint.arrived), faults=sum(endpoint.failed.values()),
        limit=requests, most=most, token_limit=tokens, most_tokens=most_tokens, seconds=round(took),
    )  # fmt: skip
    assert kept == count
    assert different == []
    assert workers.killed >= scale(5, 50)
    assert most <= 1.05 * requests
    assert most_tokens <= 1.05 * tokens


def test_one_process_on_a_file_that_is_killed_again_and_again(tmp_path: Path) -> None:
    """The same command goes on where it was: each document has one file in the end, that of an undisturbed run."""
    count = scale(20, 200)
    expected = undisturbed(count, tmp_path / "undisturbed")
    folder = tmp_path / "plans"
    folder.mkdir()
    for plan in plans(count):
        (folder / plan.name).write_text(plan.text, encoding="utf-8", newline="")
    out, killed = tmp_path / "out", 0
    database = f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    with Endpoint(chance=0.15, latency=0.3) as endpoint:
        command = [
            sys.executable, "-m", "summarizer", "batch", str(folder), "-o", str(out), "--database", database,
            "--endpoint", endpoint.url, "--concurrency", "4", "--timeout", "1.5", "--quiet",
        ]  # fmt: skip
        env = {**__import__("os").environ, "SUMMARIZER_CACHE_DIR": str(tmp_path / "cache")}
        began = time.monotonic()
        while True:
            run = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL)
            try:
                code = run.wait(8 + 2 * killed)  # on a busy machine, it takes a while to begin
                break
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
                run.wait()
                killed += 1
    found = {path.name: comparable(path.read_text(encoding="utf-8")) for path in out.glob("plan-*.json")}
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    report(
        "chaos, SQLite", documents=count, results=len(found), killed=killed, requests=len(endpoint.arrived),
        faults=sum(endpoint.failed.values()), seconds=round(time.monotonic() - began),
    )  # fmt: skip
    assert code == 0
    assert killed >= scale(1, 3)
    assert manifest["counts"] == {"done": count}
    assert {one["document"]["name"]: one for one in found.values()} == expected
