"""What a document takes: processor time of a worker and of the database, bytes kept, questions, tokens, seconds.

A batch is read by real worker processes on a real database (PostgreSQL where it is installed, else a SQLite file).
Processor time is the kernel's, of the whole tree of processes, from ``/proc``: Linux only. What a start takes is left
out, since each worker has read a few documents before.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from benchmarks.chat_server import MODEL, asked, serving
from benchmarks.corpus import seeds, unrepeated
from benchmarks.figures import ROOT
from benchmarks.workers import wait_for_all, worker_processes
from summarizer.batch.database import Database
from summarizer.batch.jobs import Given
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.settings.settings import Settings
from tests.helpers.postgres import postgres, program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHARS = 5_000
"""Of a document: the length of a city's plan of a year."""
_RECORDED = {"doubts": "evals/recordings", "all": "evals/recordings/readings"}
_COUNTED = 22_855, 5_935
"""Tokens of the seeds' prompts and answers."""
_TICK = os.sysconf("SC_CLK_TCK")


class Taken(NamedTuple):
    """What so many documents took, in seconds and bytes."""

    documents: int
    seconds: float
    processor: float
    database: float
    """Processor time of the database; on SQLite it is the worker's."""
    accepting: float
    """Until all were in the queue, beside the reading."""
    kept: int
    questions: int


class Questions(NamedTuple):
    """What a recorded model was asked, on average of the documents."""

    requests: float
    tokens_in: float
    tokens_out: float


def questions() -> dict[str, Questions]:
    """By the way of reading: what a document of that length is asked, as the seeds were.

    Tokens of ``doubts`` stand in the recordings, as the server counted them. Those of ``all`` were counted by
    ``python -m benchmarks reading --endpoint URL``: their recordings have none.
    """
    answers = {way: _answers(ROOT / folder) for way, folder in _RECORDED.items()}
    tokens = {
        way: tuple(sum(one.get(name, 0) for one in said) for name in ("prompt_tokens", "completion_tokens"))
        for way, said in answers.items()
    } | {"all": _COUNTED}
    share = CHARS / len(seeds())
    return {way: Questions(*(share * one for one in (len(said), *tokens[way]))) for way, said in answers.items()}


def _answers(folder: Path) -> list[dict[str, Any]]:
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [one for one in map(json.loads, lines) if "answer" in one]


def documents(count: int, seed: int) -> list[Given]:
    """Plans out of the seeds, none with a sentence of another."""
    text, given = "", []
    for number in range(count):
        while len(text) < CHARS:
            text, seed = text + unrepeated(1, seed), seed + 1
        given.append(Given(f"plan-{seed}-{number}.txt", text[:CHARS].encode()))
        text = text[CHARS:]
    return given


@contextmanager
def database() -> Iterator[tuple[str, int]]:
    """The URL of an empty one, and the process of its server; 0 without one."""
    if program("initdb") is None:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/jobs.sqlite", 0
        return
    with postgres() as server:
        yield server.url, server.pid


def batch(
    given: Sequence[Given], first: Sequence[Given], *, latency: float | None = None, workers: int = 1, places: int = 16,
    requests_a_minute: int | None = None,
) -> Taken:  # fmt: skip
    """Read them by so many workers, after the ``first`` ones; ``latency`` of an endpoint, by rules without one."""
    with (
        database() as (url, server), tempfile.TemporaryDirectory() as folder,
        nullcontext() if latency is None else serving(latency) as endpoint,
    ):  # fmt: skip
        settings = Settings(engine="rules") if endpoint is None else Settings(endpoint=endpoint, model=MODEL)
        flags = ["--engine", "rules"] if endpoint is None else ["--endpoint", endpoint, "--model", MODEL]
        flags += ["--concurrency", str(places)]
        flags += [] if requests_a_minute is None else ["--requests-per-minute", str(requests_a_minute)]
        with Database.open(url) as opened, worker_processes(url, flags, folder, workers) as pids:
            store = JobStore(opened)
            store.accept(list(first), JobSpec.of(settings))
            wait_for_all(store)
            size, used, paid = _size(opened), _processor(pids), _processor([server])
            _asked(endpoint)
            began = time.monotonic()
            store.accept(given, JobSpec.of(settings))
            accepting = time.monotonic() - began
            wait_for_all(store)
            seconds = time.monotonic() - began
            if set(store.counts()) != {"done"}:
                raise RuntimeError(f"not all were read: {store.counts()}")
            used, paid = _processor(pids) - used, _processor([server]) - paid
            return Taken(len(given), seconds, used, paid, accepting, _size(opened) - size, _asked(endpoint))


def _asked(endpoint: str | None) -> int:
    """Questions since the last time."""
    return 0 if endpoint is None else len(asked(endpoint))


def _size(database: Database) -> int:
    """Bytes on the disk."""
    if database.is_sqlite:
        path = Path(str(sa.make_url(database.url).database))
        return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))
    size = sa.text("SELECT pg_database_size(current_database())")
    return int(database.transact(lambda connection: connection.execute(size).scalar_one()))


def _processor(roots: Sequence[int]) -> float:
    """Seconds of these processes and all that they started, also of those that have ended; 0 of none."""
    spent: dict[int, tuple[int, float]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        spent[int(path.parent.name)] = int(fields[1]), sum(map(int, fields[11:15])) / _TICK
    whole, left = 0.0, [root for root in roots if root]
    while left:
        pid = left.pop()
        whole += spent.get(pid, (0, 0.0))[1]
        left += [child for child, (parent, _) in spent.items() if parent == pid]
    return whole
