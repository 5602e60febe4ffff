"""How much of what an endpoint allows a batch uses, what four workers bring, and documents a second by rules.

::

    python -m benchmarks.batch            # minutes; four workers share a PostgreSQL, where it is installed
    python -m benchmarks.batch --quick

The endpoint answers each question after a second and is never busy, so what it allows is known: places a second.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.chat_server import MODEL, asked, serving
from benchmarks.figures import ROOT, Figure, Words, table
from benchmarks.workers import wait_for_all, worker_processes
from summarizer.batch.database import Database
from summarizer.batch.jobs import Given
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.batch.worker import Worker
from summarizer.documents.document import Content
from summarizer.pipeline.calls import summarize_many
from summarizer.settings.settings import Settings
from tests.helpers.postgres import postgres, program

if TYPE_CHECKING:
    from collections.abc import Sequence

LATENCY = 1.0
PLACES = 16
_LEAST_USE, _LEAST_TIMES = 0.85, 3.0
_PERCENT, _TIMES, _A_SECOND = Words(" %", " %"), Words(" ×", " 倍"), Words("/s", "/秒")


class Counts(NamedTuple):
    """Documents of each measurement."""

    endpoint: int = 240
    shared: int = 320
    rules: int = 1000


def main(argv: Sequence[str] | None = None) -> int:
    """0 where every bound is kept, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: whether it runs, not how fast")
    counts = Counts(20, 20, 20) if parser.parse_args(argv).quick else Counts()
    figures = [*by_rules(counts.rules), *of_endpoint(counts.endpoint), *(four_workers(counts.shared))]
    print(table(figures, "en"))
    return 0 if all(figure.kept for figure in figures) else 1


def plans(count: int, first: int = 0) -> list[Given]:
    """Plans that leave a model some questions, no two alike."""
    return [
        Given(
            f"plan-{n}.txt",
            (
                f"某市教育局2023年工作要点\n一、推进第{n}项改革\n围绕改革发展的重点任务和薄弱环节，健全第{n}项协调机制，"
                f"推动提质增效，深化课程教学改革，加强队伍建设，切实增强人民群众获得感。\n新建学校{n % 90 + 10}所。\n"
            ).encode(),
        )
        for n in range(first, first + count)
    ]


def by_rules(count: int) -> list[Figure]:
    """Plans of a usual length by rules in one process, on a SQLite file; and without a batch, one after the other."""
    text = (ROOT / "seeds" / "qingdao_2023.txt").read_text(encoding="utf-8")
    given = [Given(f"{n}.txt", f"{text}\n{n}".encode()) for n in range(count)]
    with tempfile.TemporaryDirectory() as folder, Database.open(f"sqlite:///{folder}/jobs.sqlite") as database:
        settings = Settings(engine="rules")
        store = JobStore(database)
        seconds = asyncio.run(_read(store, settings, [plans(1), given]))
    began = time.monotonic()
    for _ in summarize_many((Content(one.name, "", one.data) for one in given), settings):
        pass
    alone = time.monotonic() - began
    return [
        Figure(Words(f"{count} plans by rules", f"按规则读取 {count} 份"), (count / seconds,), _A_SECOND, digits=1),
        Figure(Words("without a batch", "不用批处理"), (count / alone,), _A_SECOND, digits=1),
    ]


def of_endpoint(count: int) -> list[Figure]:
    """One process on a SQLite file."""
    with (
        serving(LATENCY) as url,
        tempfile.TemporaryDirectory() as folder,
        Database.open(f"sqlite:///{folder}/jobs.sqlite") as database,
    ):
        settings = Settings(endpoint=url, model=MODEL, concurrency=PLACES, cache_dir=Path(folder) / "cache")
        seconds = asyncio.run(_read(JobStore(database), settings, [plans(1, count), plans(count)], url))
        count_asked = len(asked(url))
    use = 100 * count_asked * LATENCY / PLACES / seconds
    what = Words(
        f"of {PLACES} places at an endpoint of {LATENCY:g} s, {count} documents, {count_asked} questions",
        f"占端点 {PLACES} 个并发位的比例（每次 {LATENCY:g} 秒，{count} 份，{count_asked} 次）",
    )
    return [Figure(what, (use,), _PERCENT, 100 * _LEAST_USE, least=True, digits=1)]


def four_workers(count: int) -> list[Figure]:
    """One worker process, and four of them, on a PostgreSQL."""
    if program("initdb") is None:
        print("PostgreSQL is not installed: four workers are not measured", file=sys.stderr)
        return []
    with serving(LATENCY) as url, postgres() as server, tempfile.TemporaryDirectory() as folder:
        one = _shared(server.url, url, folder, count // 4, workers=1, first=0)
        four = _shared(server.url, url, folder, count, workers=4, first=count)
    times = 4 * one / four
    what = Words(
        f"four workers against one, {PLACES // 2} places each", f"四个进程与一个之比，各 {PLACES // 2} 个并发位"
    )
    return [Figure(what, (times,), _TIMES, _LEAST_TIMES, least=True, digits=2)]


def _shared(url: str, endpoint: str, folder: str, count: int, *, workers: int, first: int) -> float:
    """Seconds that so many worker processes take, which have begun before there is anything to do."""
    flags = ["--endpoint", endpoint, "--model", MODEL, "--concurrency", str(PLACES // 2)]
    settings = Settings(endpoint=endpoint, model=MODEL)
    with Database.open(url) as database, worker_processes(url, flags, folder, workers):
        store = JobStore(database)
        # Each has asked what the endpoint can do before the time runs.
        store.accept(plans(workers * PLACES, first + 100_000), JobSpec.of(settings))
        wait_for_all(store)
        began = time.monotonic()
        store.accept(plans(count, first), JobSpec.of(settings))
        wait_for_all(store)
        return time.monotonic() - began


async def _read(store: JobStore, settings: Settings, portions: list[list[Given]], url: str = "") -> float:
    """Seconds that the last portion takes in a worker that has read the others."""
    seconds = 0.0
    async with Worker(store.database, settings):
        for given in portions:
            if url:
                await asyncio.to_thread(asked, url)
            began = time.monotonic()
            await asyncio.to_thread(store.accept, given, JobSpec.of(settings))
            await asyncio.to_thread(wait_for_all, store)
            seconds = time.monotonic() - began
    return seconds


if __name__ == "__main__":
    sys.exit(main())
