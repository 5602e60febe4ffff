"""A new run of the extractor on a document under review: what people decided stays, and what differs is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from batches import url_in
from hypothesis import given
from hypothesis import strategies as st
from reviews import PLAN, fold, job_with, logged, read, reviews_of, rows_now, versions

from summarizer.batch.control import Control
from summarizer.batch.database import Database
from summarizer.batch.runs import Runs
from summarizer.batch.store import JobStore
from summarizer.models import GROUPS, Gap, Summary
from summarizer.review.decisions import (
    AcceptItems,
    AddItem,
    EditItem,
    FillLedger,
    RejectItems,
    SettleRerun,
)
from summarizer.review.errors import ConflictError, InvalidDecisionError, ReviewGoneError
from summarizer.review.rerun import matched
from summarizer.review.state import ItemRow, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.review.store import ReviewStore


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(url_in(tmp_path)) as database:
        yield database


@pytest.fixture
def store(database: Database) -> ReviewStore:
    return reviews_of(database)


def with_targets(summary: Summary, **changes: Any) -> Summary:
    """The summary with other fields in some targets (None: without them), under new ids."""
    kept = [
        one.model_copy(update=changes.get(one.id, {})) for one in summary.targets if changes.get(one.id, {}) is not None
    ]
    renamed = {one.id: f"t{number}" for number, one in enumerate(kept, 1)}
    return summary.model_copy(update={"targets": [one.model_copy(update={"id": renamed[one.id]}) for one in kept]})


def test_a_job_that_was_read_again_keeps_what_people_decided(database: Database, store: ReviewStore) -> None:
    """Same job, new result: said so; decided items stay, the others are the new run's, keys are for ever."""
    job = job_with(database, text=PLAN)
    store.decide(job, AcceptItems(seen={"t1": 0, "t2": 0}), "wang")
    store.decide(job, EditItem(key="t5", seen=0, fields={"indicator": "资金"}), "wang")
    store.decide(job, RejectItems(seen={"t6": 0}), "wang")
    store.decide(job, FillLedger(key="m4", seen=0, ledger={"note": "x"}), "li")
    # t1: another value; t2: gone; t3 (open): another; t4 (open): gone; t5: the same; t6: the same; t7 (open) as it was
    again = with_targets(read(PLAN), t1={"comparator": "="}, t2=None, t3={"comparator": "="}, t4=None)
    _finish_again(database, job, again)
    assert store.open(job).stale
    told = store.rebase(job, "wang")
    assert not store.open(job).stale
    assert (told.conflicts, told.missing, told.dropped, told.new) == (["t1"], ["t2"], ["t4"], [])
    assert {"t5", "t6", "m4"} <= set(told.kept)
    items = {item.key: item for item in store.items(job)}
    assert "t4" not in items
    assert (items["t1"].item.comparator, items["t1"].state) == (">=", "accepted")
    assert items["t1"].rerun is not None
    assert (items["t1"].rerun.theirs.comparator, items["t1"].rerun.differs) == ("=", ["comparator"])  # type: ignore[union-attr]
    assert (items["t2"].rerun.kind, items["t2"].state) == ("missing", "accepted")  # type: ignore[union-attr]
    assert (items["t3"].item.comparator, items["t3"].state) == ("=", "open")
    assert (items["t5"].item.indicator, items["t5"].rerun) == ("资金", None)
    assert items["t6"].state == "rejected"
    assert items["m4"].ledger.note == "x"
    assert store.open(job).progress.conflicts_left == 2
    assert store.next_unsure(job) in {"t1", "t2"}
    store.reviewed_summary(job)  # grounded, and every link leads somewhere
    first = [row for group in GROUPS for row in rows_of(getattr(read(PLAN), group), group)]
    assert fold(first, logged(database, job)) == rows_now(database, job)


def test_differences_are_settled_and_that_can_be_undone(database: Database, store: ReviewStore) -> None:
    job = job_with(database)
    store.decide(job, AcceptItems(seen={"t1": 0, "t2": 0, "t3": 0}), "wang")
    _finish_again(database, job, with_targets(read(PLAN), t1={"comparator": "="}, t2=None, t3={"comparator": "="}))
    store.rebase(job, "robot")
    seen = versions(store, job)
    theirs = store.decide(job, SettleRerun(key="t1", seen=seen["t1"], choose="theirs"), "wang").items[0]
    assert (theirs.item.comparator, theirs.edited, theirs.rerun) == ("=", False, None)
    mine = store.decide(job, SettleRerun(key="t3", seen=seen["t3"], choose="mine"), "wang").items[0]
    assert (mine.item.comparator, mine.edited, mine.rerun) == (">=", True, None)
    gone = store.decide(job, SettleRerun(key="t2", seen=seen["t2"], choose="theirs"), "wang").items[0]
    assert gone.state == "rejected"
    with pytest.raises(InvalidDecisionError):
        store.decide(job, SettleRerun(key="t1", seen=theirs.version, choose="mine"), "wang")
    for _ in range(3):
        store.undo(job, "wang")
    assert store.open(job).progress.conflicts_left == 3
    with pytest.raises(ConflictError) as refused:  # the step before was on what the old run gave
        store.undo(job, "wang")
    assert refused.value.changes[0].kind == "rebase"


def test_a_review_moves_to_the_job_of_the_new_run(database: Database, store: ReviewStore) -> None:
    """Other settings make another job of the same document; the log goes along, and stays when the old is deleted."""
    job = job_with(database)
    added = store.decide(job, AddItem(group="measures", **_place("全年改造校舍30栋")), "wang").items[0]
    other = _other_job(database, PLAN)
    store.open(other)  # a review in which nothing was decided gives way
    told = store.rebase(job, "wang", onto=other)
    assert (told.job, added.key in told.kept) == (other, True)
    assert store.item(other, added.key).decision == "added"
    assert [event.kind for event in store.events(other)] == ["add", "rebase"]
    assert store.open(job).seq == 0  # begun anew
    assert Control(database).delete(job)
    assert store.item(other, added.key).item.quote == "全年改造校舍30栋"
    with pytest.raises(ReviewGoneError):
        store.open(job)


def test_only_onto_the_same_document_and_over_no_decisions(database: Database, store: ReviewStore) -> None:
    job, stranger, other = job_with(database), job_with(database, text=PLAN + "又一行。\n"), _other_job(database, PLAN)
    store.open(job)
    with pytest.raises(InvalidDecisionError) as refused:
        store.rebase(job, "wang", onto=stranger)
    assert refused.value.problems["onto"].code == "review-other-document"
    store.decide(other, AcceptItems(seen={"t1": 0}), "li")
    with pytest.raises(InvalidDecisionError) as refused:
        store.rebase(job, "wang", onto=other)
    assert refused.value.problems["onto"].code == "review-has-decisions"
    assert store.item(other, "t1").state == "accepted"


def test_words_that_moved_in_the_text_are_found_again(database: Database, store: ReviewStore) -> None:
    """A newer program may read a file's text otherwise: decided items go to where their words stand now."""
    shifted = [one.model_copy(update={n: getattr(one, n) - 3 for n in ("start", "end", "number_start", "number_end")})
               for one in read(PLAN).targets if one.number_start is not None]  # fmt: skip
    earlier = read(PLAN).model_copy(update={"targets": shifted})
    job = job_with(database, earlier)
    store.decide(job, AcceptItems(seen={"t1": 0}), "wang")
    _finish_again(database, job, read(PLAN))
    told = store.rebase(job, "wang")
    item = store.item(job, "t1").item
    assert PLAN[item.start : item.end] == item.quote
    assert "t1" in told.kept
    store.reviewed_summary(job)


def test_an_open_goal_that_goes_takes_no_link_along(database: Database, store: ReviewStore) -> None:
    job = job_with(database)
    store.decide(job, AcceptItems(seen={"m1": 0}), "wang")
    summary = read(PLAN)
    gone = {"goals": summary.goals[1:], "overview": summary.overview.model_copy(update={"cites": []})}
    measures = [one.model_copy(update={"goal": None if one.goal == "g1" else "g2"}) for one in summary.measures]
    targets = [one.model_copy(update={"goal": None if one.goal == "g1" else "g2"}) for one in summary.targets]
    _finish_again(database, job, summary.model_copy(update=gone | {"measures": measures, "targets": targets}))
    store.rebase(job, "wang")
    assert store.item(job, "m1").item.goal is None  # type: ignore[union-attr]
    store.reviewed_summary(job)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=8), st.randoms())
def test_matching_is_one_to_one_and_the_same_span_is_the_same_item(spans: list[tuple[int, int]], random: Any) -> None:
    rows = [_row(f"t{n}", start, start + size) for n, (start, size) in enumerate(spans)]
    shuffled = list(rows)
    random.shuffle(shuffled)
    pairs = matched(rows, shuffled)
    assert len({one.key for one, _ in pairs}) == len({one.key for _, one in pairs}) == len(pairs) == len(rows)
    assert all((a.item["start"], a.item["end"]) == (b.item["start"], b.item["end"]) for a, b in pairs)


def _row(key: str, start: int, end: int) -> ItemRow:
    return ItemRow(key, "targets", item={"id": key, "start": start, "end": end, "quote": "x" * (end - start)})


def _place(words: str) -> dict[str, int]:
    return {"start": PLAN.index(words), "end": PLAN.index(words) + len(words)}


def _other_job(database: Database, text: str) -> str:
    return job_with(database, text=text, explain=True)


def _finish_again(database: Database, job: str, summary: Summary) -> None:
    """The same job done once more, as after ``summarizer jobs retry``."""
    import sqlalchemy as sa

    from summarizer.batch.tables import jobs

    database.transact(
        lambda connection: connection.execute(sa.update(jobs).where(jobs.c.id == job).values(state="incomplete"))
    )
    Control(database).retry([job])
    runs = Runs(database, "again")
    run = JobStore(database).job(job).run  # type: ignore[union-attr]
    assert runs.begin(job, run) is not None
    assert runs.finish(job, run, summary)


def read_again(database: Database, job: str, summary: Summary) -> None:
    """The job was incomplete, was tried again, and has this result now."""
    run = JobStore(database).job(job).run
    assert Control(database).retry([job])
    runs = Runs(database, "test")
    assert runs.begin(job, run + 1) is not None
    assert runs.finish(job, run + 1, summary)


def half_read() -> Summary:
    """A result without its last targets, which says that a part is missing."""
    whole = read(PLAN)
    missing = Gap(start=0, end=10, reason="no answer")
    return with_targets(whole, **{one.id: None for one in whole.targets[2:]}).model_copy(
        update={"incomplete": [missing]}
    )


def test_what_was_only_looked_at_is_handed_on_as_it_was_read_last(database: Database, store: ReviewStore) -> None:
    """Not the items of an earlier result beside the word that nothing is missing in the new one."""
    job = job_with(database, half_read())
    store.open(job, who="wang")
    read_again(database, job, read(PLAN))
    assert store.progress([job]) == {}
    assert store.stale([job]) == set()
    handed = store.reviewed_summary(job)
    assert handed.incomplete == []
    assert [one.quote for one in handed.targets] == [one.quote for one in read(PLAN).targets]


def test_what_was_decided_on_an_earlier_reading_says_so_when_it_is_handed_on(
    database: Database, store: ReviewStore
) -> None:
    job = job_with(database, half_read())
    store.decide(job, AcceptItems(seen={"t1": 0}), "wang")
    assert store.stale([job]) == set()
    read_again(database, job, read(PLAN))
    assert store.stale([job]) == {job}
    assert "review-of-earlier-reading" in [one.code for one in store.reviewed_summary(job).notices]
    store.rebase(job, "wang")
    assert store.stale([job]) == set()
    handed = store.reviewed_summary(job)
    assert "review-of-earlier-reading" not in [one.code for one in handed.notices]
    assert len(handed.targets) == len(read(PLAN).targets)
