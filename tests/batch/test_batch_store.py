"""Jobs: accepted once, seen by their owners, ended, brought back, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from batches import RULES, SPEC, accepted, given, read_all, url_in

from summarizer.batch.control import Control, Purged
from summarizer.batch.database import Database
from summarizer.batch.jobs import Given
from summarizer.batch.runs import Runs
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.documents import from_text
from summarizer.errors import DocumentError, ProfileError, UsageError
from summarizer.messages import Message
from summarizer.pipeline.calls import summarize
from summarizer.pipeline.reading import Options
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(url_in(tmp_path)) as database:
        yield database


def test_the_same_document_with_the_same_settings_is_one_job(database: Database) -> None:
    """Given again, under another name, in the same call: once. With other settings, or by another owner: not."""
    store, jobs = accepted(database, 2)
    again = store.accept([*given(2), Given("other.txt", given(1)[0].data)], SPEC)
    assert [job.id for job in again] == [jobs[0].id, jobs[1].id, jobs[0].id]
    others = store.accept(given(1), JobSpec.of(RULES, Options(only=["targets"])))
    others += store.accept(given(1), SPEC, owner="somebody")
    others += store.accept([Given("plan.md", given(1)[0].data)], SPEC)  # read as another format
    assert len({job.id for job in (*jobs, *others)}) == 5


def test_what_does_not_decide_a_result_makes_no_other_job() -> None:
    one = Settings(endpoint="http://127.0.0.1:1/v1", model="m", api_key="a", concurrency=1, timeout=1)
    other = Settings(endpoint="http://127.0.0.1:1/v1", model="m", api_key="b", concurrency=9, requests_per_minute=3)
    assert JobSpec.of(one).fingerprint == JobSpec.of(other).fingerprint
    everything = Options(only=["targets", "goals", "measures"])
    assert JobSpec.of(one, everything).fingerprint == JobSpec.of(one).fingerprint
    assert JobSpec.of(one).fingerprint != JobSpec.of(one.model_copy(update={"model": "n"})).fingerprint
    assert JobSpec.of(one).queue != JobSpec.of(one.model_copy(update={"endpoint": "http://127.0.0.1:2/v1"})).queue


def test_a_key_is_kept_nowhere(tmp_path: Path) -> None:
    """Nor are headers; whoever reads the database, its log of changes included, finds none."""
    settings = Settings(
        endpoint="http://127.0.0.1:1/v1", api_key="sk-hidden-key", endpoint_headers={"X-Key": "hidden-header"}
    )
    with Database.open(url_in(tmp_path)) as database:
        JobStore(database).accept(given(1), JobSpec.of(settings))
        held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"127.0.0.1:1/v1" in held
    assert b"hidden" not in held


def test_a_worker_asks_only_whom_its_own_settings_name() -> None:
    """Whoever can write to the database cannot have a worker's key sent to an address of his own."""
    spec = JobSpec.of(Settings(endpoint="http://127.0.0.1:1/v1", api_key="a"))
    own = Settings(endpoint="http://127.0.0.1:2/v1", api_key="b")
    with pytest.raises(UsageError, match="does not ask"):
        spec.settings(own)
    same = spec.settings(Settings(endpoint="http://127.0.0.1:1/v1", api_key="b", timeout=3))
    assert same.api_key is not None
    assert (same.api_key.get_secret_value(), same.timeout) == ("b", 3)


def test_a_profile_that_is_another_one_here_fails_the_job(tmp_path: Path) -> None:
    """Two machines whose profiles differ would give two results of one document."""
    words = tmp_path / "lexicons" / "verbs.txt"
    words.parent.mkdir()
    words.write_text("# words\n新建\n", encoding="utf-8")
    spec = JobSpec.of(Settings(profile=str(tmp_path)))
    words.write_text("# words\n改建\n", encoding="utf-8")
    with pytest.raises(ProfileError, match="not those"):
        spec.settings(RULES)


@pytest.mark.parametrize("name", ["time_limit", "max_tokens_total"])
def test_what_bounds_one_run_is_refused(name: str) -> None:
    """A job has no run of its own: a limit that nobody keeps would be a promise broken."""
    with pytest.raises(UsageError, match=name):
        JobSpec.of(Settings(**{name: 5}))


def test_only_an_owner_sees_a_job(database: Database) -> None:
    store, (job,) = accepted(database, 1, owner="one")
    assert store.job(job.id, "two") is None
    assert store.job(job.id, "one") == store.job(job.id) == job
    assert not Control(database).delete(job.id, "two")
    assert store.jobs("two") == []


def test_jobs_are_listed_page_by_page(database: Database) -> None:
    """All of them, each once, the newest first, also those that were accepted together."""
    store, jobs = accepted(database, 7)
    seen, after = [], None
    while page := store.jobs("", after=after, limit=3):
        seen += page
        after = (page[-1].accepted, page[-1].id)
    assert sorted(job.id for job in seen) == sorted(job.id for job in jobs)


def test_only_the_first_end_of_a_job_counts(database: Database) -> None:
    """A worker that was taken for dead comes too late, and so does one of an earlier run."""
    store, (job,) = accepted(database, 1)
    one, other = Runs(database, "one"), Runs(database, "other")
    summary = summarize(from_text("新建学校80所。", "plan.txt"), RULES)
    assert one.begin(job.id, 0) is not None
    assert other.begin(job.id, 0) is not None
    assert other.fail(job.id, 0, Message("empty"))
    assert not one.finish(job.id, 0, summary)
    assert store.summary(job.id) is None
    assert Control(database).retry([job.id]) == 1
    assert not one.finish(job.id, 0, summary)
    assert one.finish(job.id, 1, summary)
    assert store.summary(job.id) == summary
    assert one.begin(job.id, 1) is None


@pytest.mark.slow
def test_jobs_are_cancelled_resumed_and_tried_again(database: Database) -> None:
    store, jobs = accepted(database, 3)
    control, ids = Control(database), [job.id for job in jobs]
    assert control.cancel(ids[:2]) == 2
    assert control.cancel(ids[:2]) == 0
    read_all(store)
    assert store.counts() == {"cancelled": 2, "done": 1}
    assert control.resume(ids) == 2
    assert control.retry(ids) == 0
    read_all(store)
    assert store.counts() == {"done": 3}


@pytest.mark.slow
def test_the_higher_priority_comes_first(database: Database) -> None:
    store = JobStore(database)
    for one, priority in zip(given(3), (-5, 0, 100), strict=True):
        store.accept([one], SPEC, priority=priority)
    from summarizer.batch.worker import Worker

    async def work() -> None:
        async with Worker(database, RULES, concurrency=1):
            from batches import drained

            await drained(store)

    import asyncio

    asyncio.run(work())
    ended = sorted(store.jobs(), key=lambda job: job.finished or 0)
    assert [job.priority for job in ended] == [100, 0, -5]


def test_a_file_that_changed_since_it_was_accepted_is_not_read(database: Database, tmp_path: Path) -> None:
    """A SQLite file does not hold a second copy of a file of the user's; what it holds is what it was."""
    path = tmp_path / "plan.txt"
    path.write_bytes(given(1)[0].data)
    store = JobStore(database)
    (job,) = store.accept([Given("plan.txt", path.read_bytes(), path)], SPEC)
    assert store.input(job.id).data == path.read_bytes()
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(DocumentError) as refused:
        store.input(job.id)
    assert refused.value.code == "changed-since-accepted"


@pytest.mark.slow
def test_texts_and_results_are_kept_as_long_as_asked_for(database: Database) -> None:
    """A text that an open job needs stays; a job that is forgotten takes its workflow along, and may come again."""
    store, jobs = accepted(database, 2)
    control = Control(database)
    assert control.purge(texts=0, results_after=0) == Purged(0, 0)
    read_all(store)
    assert control.purge(texts=3600, results_after=3600) == Purged(0, 0)
    (waits,) = store.accept(given(1), SPEC, owner="other")
    assert control.purge(texts=0) == Purged(1, 0)
    assert store.input(waits.id).data == given(1)[0].data
    assert store.summary(jobs[0].id) is not None
    assert control.delete(jobs[0].id)
    assert store.summary(jobs[0].id) is None
    assert store.job(jobs[0].id) is None
    (anew,) = store.accept(given(1), SPEC)
    read_all(store)
    assert anew.id != jobs[0].id
    assert store.summary(anew.id) is not None
    assert control.purge(results_after=0) == Purged(0, 3)
    assert store.counts() == {}


@pytest.mark.slow
def test_what_is_deleted_stands_in_no_file(tmp_path: Path) -> None:
    """Neither in the database's pages nor in its log, while the program runs."""
    with Database.open(url_in(tmp_path)) as database:
        store = JobStore(database)
        words = "绝密新建学校七所"
        (kept, gone) = store.accept(
            [Given("a.txt", f"{words}甲。".encode()), Given("b.txt", f"{words}乙。".encode())], JobSpec.of(RULES)
        )
        read_all(store)
        assert any(f"{words}乙".encode() in path.read_bytes() for path in tmp_path.iterdir())
        Control(database, store.queueing).delete(gone.id)
        held = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
        assert f"{words}乙".encode() not in held
        assert f"{words}甲".encode() in held
        assert store.job(kept.id) is not None
