"""``summarizer batch --via batch-api``, against a provider on loopback: everything once, whatever breaks off."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from batch_provider import BatchProvider, ReadingProvider
from batches import given, url_in
from endpoint_samples import fluent
from postgres import postgres, program
from reading_server import commits, script

from summarizer import Settings
from summarizer.batch.control import Control
from summarizer.batch.database import Database
from summarizer.batch.provider.api import Pace
from summarizer.batch.provider.run import ProviderRun
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.documents.document import Fetched
from summarizer.pipeline.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.messages import Message
    from summarizer.models import Summary

pytestmark = pytest.mark.slow

PACE = Pace(first=0.01, most=0.02, patience=5.0)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(url_in(tmp_path)) as database:
        yield database


class Batch:
    """Some plans that go through a provider."""

    def __init__(self, database: Database, provider: BatchProvider, tmp_path: Path, count: int = 3, **more) -> None:
        self.settings = Settings(
            endpoint=provider.url, model="test-model", cache_dir=tmp_path / "cache", api_key="sk-very-hidden", **more
        )
        self.spec = JobSpec.of(self.settings, via="batch-api")
        self.store = JobStore(database)
        self.id = self.store.batch("out")
        self.jobs = self.store.accept([one._replace(file=one.name) for one in given(count)], self.spec, batch=self.id)
        self.told: list[Message] = []

    def made(self) -> ProviderRun:
        return ProviderRun(self.store, self.settings, self.spec, self.id, self.told.append, PACE)

    def run(self) -> None:
        asyncio.run(self.made().run())

    def send(self, provider: BatchProvider) -> None:
        """Send the first questions, and leave it at that."""
        provider.held.clear()
        asyncio.run(self.made().run(detach=True))
        provider.held.set()

    def states(self) -> dict[str, int]:
        return dict(self.store.counts(batch=self.id))

    def summaries(self) -> list[Summary | None]:
        return [self.store.summary(job.id) for job in self.jobs]


def alone(settings: Settings, count: int, cache: Path) -> list[Summary]:
    """What the ordinary way gives, with a cache of its own."""

    async def read() -> list[Summary]:
        async with Session(settings.model_copy(update={"cache_dir": cache})) as session:
            return [await session.summarize(Fetched(one.data, one.name)) for one in given(count)]

    return asyncio.run(read())


def result(summary: Summary | None) -> dict[str, object]:
    """A summary without what it took."""
    assert summary is not None
    return json.loads(summary.model_dump_json()) | {"usage": None}


def taken(summaries: list[Summary]) -> list[int]:
    """Requests and tokens of all documents together: what the probe took is one document's, whichever is first."""
    took = [(one.usage.requests, one.usage.prompt_tokens, one.usage.completion_tokens) for one in summaries]
    return [sum(column) for column in zip(*took, strict=True)]


def left(database: Database) -> int:
    """Questions in the database."""
    with database.engine.connect() as connection:
        return connection.exec_driver_sql("select count(*) from summarizer_provider_questions").scalar()


def paid_once(provider: BatchProvider) -> bool:
    bodies = [json.dumps(body, sort_keys=True) for body in provider.answered]
    return len(bodies) == len(set(bodies)) and len(bodies) > 0


@pytest.mark.slow
@pytest.mark.parametrize("reading", [None, "all"])
def test_the_result_is_that_of_the_ordinary_way(database: Database, tmp_path: Path, reading: str | None) -> None:
    """The same answers, the same summary, the same count of requests and tokens; in few batches."""
    made = BatchProvider(fluent) if reading is None else ReadingProvider(script(numbers={"": commits("new schools")}))
    with made as provider:
        batch = Batch(database, provider, tmp_path, reading=reading)
        batch.run()
        asked_at_once = len(provider.requests)
        ordinary = alone(batch.settings, 3, tmp_path / "other")
        assert batch.states() == {"done": 3}
        assert [*map(result, batch.summaries())] == [*map(result, ordinary)]
        assert paid_once(provider)
        assert asked_at_once < len(provider.requests)
        assert taken(batch.summaries()) == taken(ordinary)
        assert len(provider.batches) <= 4
        assert {*provider.deleted} == {*provider.files}


def test_the_key_is_kept_nowhere_and_questions_go_when_they_are_answered(database: Database, tmp_path: Path) -> None:
    """A question holds the document's text: once it is answered it stands in no table and not at the provider."""
    with BatchProvider(fluent) as provider:
        batch = Batch(database, provider, tmp_path)
        batch.send(provider)
        assert b"sk-very-hidden" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert left(database) > 0
        batch.run()
    assert left(database) == 0


def test_an_answer_that_does_not_fit_is_mended_in_the_next_round(database: Database, tmp_path: Path) -> None:
    """What is wrong with it is told to the model, and only that question is asked again."""
    with BatchProvider(fluent) as provider:
        batch = Batch(database, provider, tmp_path)
        batch.send(provider)
        provider.faults = ["broken"]
        batch.run()
        assert batch.states() == {"done": 3}
        assert paid_once(provider)
        assert len(provider.answered) == 9 + 1
        assert sum(len(body["messages"]) > 2 for body in provider.answered) == 1


def test_an_answer_without_a_choice_is_asked_for_again(database: Database, tmp_path: Path) -> None:
    """The very same question, a second time, as the ordinary way asks it."""
    with BatchProvider(fluent) as provider:
        batch = Batch(database, provider, tmp_path)
        batch.send(provider)
        provider.finished = lambda *_: vars(provider).pop("finished") and {"object": "chat.completion"}
        batch.run()
        assert batch.states() == {"done": 3}
        assert len(provider.answered) == 9 + 1


@pytest.mark.parametrize("fault", [429, 500, "missing"])
def test_a_line_without_an_answer_is_sent_again(database: Database, tmp_path: Path, fault: object) -> None:
    """Of the first batch every other one; what was answered is not asked again."""
    with BatchProvider(fluent) as provider:
        provider.spoil = lambda number, _: fault if number % 2 and len(provider.batches) == 1 else None
        batch = Batch(database, provider, tmp_path)
        batch.run()
        assert batch.states() == {"done": 3}
        assert paid_once(provider)
        assert len(provider.answered) == 9


def test_what_is_refused_for_good_is_missing_and_said(database: Database, tmp_path: Path) -> None:
    """A few tries; the document is incomplete with the server's own words, and is tried again when that is wanted."""
    with BatchProvider(fluent) as provider:
        provider.spoil = lambda *_: 500
        batch = Batch(database, provider, tmp_path, count=1)
        batch.run()
        assert batch.states() == {"incomplete": 1}
        (summary,) = batch.summaries()
        assert "fault 500" in str(summary.incomplete)
        assert len(provider.batches) <= 6
        provider.spoil = lambda *_: None
        Control(database, batch.store.queueing).retry([batch.jobs[0].id])
        batch.run()
        assert batch.states() == {"done": 1}
        assert paid_once(provider)


@pytest.mark.parametrize("trouble", ["expired", "the file is not liked", "Enqueued token limit reached"])
def test_a_batch_that_comes_to_nothing_is_sent_again(database: Database, tmp_path: Path, trouble: str) -> None:
    """What an expired one had done is kept; one that was too much is sent in smaller ones."""
    with BatchProvider(fluent, troubles=[trouble]) as provider:
        batch = Batch(database, provider, tmp_path)
        batch.run()
        assert batch.states() == {"done": 3}
        assert paid_once(provider)
        assert len(provider.answered) == 9
        if "limit" in trouble:
            sizes = [one["request_counts"]["total"] for one in provider.batches.values()]
            assert sizes[0] == 6
            assert max(sizes[1:]) == 1


def test_a_batch_that_somebody_cancelled_at_the_provider_is_not_sent_again(database: Database, tmp_path: Path) -> None:
    with BatchProvider(fluent, troubles=["cancelled"]) as provider:
        batch = Batch(database, provider, tmp_path)
        batch.run()
        assert "incomplete" in batch.states()
        assert paid_once(provider)
        missing = [one.incomplete[0].code for one in batch.summaries() if one.incomplete]
        assert {*missing} == {"provider-batch-cancelled"}


@pytest.mark.parametrize("on", ["POST .*files", "POST .*batches", "GET .*batches", "GET .*content"])
@pytest.mark.parametrize("fault", [500, "drop", "late", (429, {"retry-after": "0.05"})])
def test_a_line_that_breaks_off_costs_nothing(database: Database, tmp_path: Path, on: str, fault: object) -> None:
    """Before the provider did what it was asked or after it: it is done once, and all is there."""
    with BatchProvider(fluent, line=[fault] * 3, on=on) as provider:
        batch = Batch(database, provider, tmp_path, count=2)
        batch.run()
        assert batch.states() == {"done": 2}
        assert paid_once(provider)
        assert len(provider.line) < 3


@pytest.mark.slow
@pytest.mark.skipif(program("initdb") is None, reason="PostgreSQL is not installed")
def test_the_same_in_postgresql(tmp_path: Path) -> None:
    """Rounds, a batch half done and a line that breaks off, with the other database's locks and types."""
    with postgres() as server, Database.open(server.url) as database:
        with BatchProvider(fluent, troubles=["expired"], line=["late"], on="POST .*batches") as provider:
            batch = Batch(database, provider, tmp_path)
            batch.run()
            assert batch.states() == {"done": 3}
            assert paid_once(provider)
            assert len(provider.answered) == 9
        assert left(database) == 0
