"""What the tests of batches share: plans, an open store, a worker that reads until nothing is open."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from summarizer import Settings
from summarizer.batch.jobs import Given
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.batch.worker import Worker

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.batch.database import Database
    from summarizer.batch.jobs import Job

RULES = Settings(engine="rules")
SPEC = JobSpec.of(RULES)


def plan(number: int) -> str:
    """A plan of a few lines, no two alike."""
    return (
        f"某市教育局2023年工作要点\n一、扩大学位供给\n新建学校{number + 10}所。\n"
        f"围绕改革发展的重点任务和薄弱环节，健全第{number}项协调机制，推动提质增效，深化课程教学改革，加强队伍建设，"
        f"切实增强人民群众获得感。认真推进有关工作，{number + 5}所学校。\n"
    )


def given(count: int) -> list[Given]:
    return [Given(f"plan-{number}.txt", plan(number).encode()) for number in range(count)]


def plans_in(folder: Path, count: int) -> Path:
    """A folder of plans."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in given(count):
        (folder / one.name).write_bytes(one.data)
    return folder


def url_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'jobs.sqlite'}"


def open_jobs(store: JobStore) -> int:
    counts = store.counts()
    return counts.get("queued", 0) + counts.get("running", 0)


def read_all(store: JobStore, settings: Settings = RULES, *, seconds: float = 60.0) -> None:
    """Have a worker read until nothing is open."""

    async def work() -> None:
        async with Worker(store.database, settings):
            await drained(store, seconds)

    asyncio.run(work())


async def until(store: JobStore, state: str, count: int, seconds: float = 60.0) -> None:
    """Until so many jobs are in a state."""
    end = time.monotonic() + seconds
    while (counts := store.counts()).get(state, 0) < count:
        assert time.monotonic() < end, counts
        await asyncio.sleep(0.02)


async def drained(store: JobStore, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while open_jobs(store):
        assert time.monotonic() < end, store.counts()
        await asyncio.sleep(0.05)


def accepted(database: Database, count: int, **more: object) -> tuple[JobStore, list[Job]]:
    store = JobStore(database)
    return store, store.accept(given(count), SPEC, **more)
