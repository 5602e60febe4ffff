"""Several at one document, in threads and processes, on both kinds of database: nothing lost, nothing overwritten."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from reviews import PLAN, database_of, fold, job_with, logged, read, reviews_of, rows_now

from summarizer.batch.database import Database
from summarizer.models import GROUPS
from summarizer.review.decisions import AcceptItems, FillLedger
from summarizer.review.errors import ConflictError
from summarizer.review.state import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "t1"
EACH = 25
COUNTING = """
import sys
sys.path[:0] = {paths!r}
from reviews import reviews_of
from summarizer.batch.database import Database
from test_review_together import count_up
with Database.open({url!r}) as database:
    count_up(reviews_of(database), {job!r}, {who!r})
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database_of(request.param, tmp_path) as url:
        yield url


def count_up(store: object, job: str, who: str) -> None:
    """Add one to a number that an item's note holds, so many times: on what was seen, and again where refused."""
    for _ in range(EACH):
        while True:
            item = store.item(job, KEY)  # type: ignore[attr-defined]
            note = str(int(item.ledger.note or 0) + 1)
            try:
                store.decide(job, FillLedger(key=KEY, seen=item.version, ledger={"note": note}), who)  # type: ignore[attr-defined]
                break
            except ConflictError:
                continue


def test_two_threads_lose_nothing(url: str) -> None:
    with Database.open(url) as database:
        job, store = job_with(database), reviews_of(database)
        store.open(job)
        threads = [threading.Thread(target=count_up, args=(store, job, who)) for who in ("wang", "li")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        _everything_is_there(database, job, 2 * EACH)


@pytest.mark.slow
def test_two_processes_lose_nothing(url: str) -> None:
    with Database.open(url) as database:
        job = job_with(database)
        code = [COUNTING.format(paths=sys.path, url=url, job=job, who=who) for who in ("wang", "li")]
        running = [subprocess.Popen([sys.executable, "-c", one], stderr=subprocess.PIPE) for one in code]
        assert [(one.communicate()[1].decode()[-800:], one.returncode) for one in running] == [("", 0)] * 2
        _everything_is_there(database, job, 2 * EACH)


def _everything_is_there(database: Database, job: str, count: int) -> None:
    item = reviews_of(database).item(job, KEY)
    assert item.ledger.note == str(count)
    events = logged(database, job)
    assert [event.seq for event in events] == [*range(1, count + 1)]
    notes = [event.changes[0].after["ledger"]["note"] for event in events]
    assert notes == [str(number) for number in range(1, count + 1)]
    first = [row for group in GROUPS for row in rows_of(getattr(read(PLAN), group), group)]
    assert fold(first, events) == rows_now(database, job)


def test_of_two_who_decide_on_what_both_saw_one_is_told(url: str) -> None:
    """At once, many times: one decision stands, the other is refused with it, and never is one silently gone."""
    with Database.open(url) as database:
        job, store = job_with(database), reviews_of(database)
        for key in [item.key for item in store.items(job)][:8]:
            refused: list[str] = []
            gate = threading.Barrier(2)

            def decide(who: str, key: str = key, refused: list[str] = refused, gate: threading.Barrier = gate) -> None:
                gate.wait()
                try:
                    store.decide(job, AcceptItems(seen={key: 0}), who)
                except ConflictError as error:
                    refused += [who, error.changes[0].who]

            threads = [threading.Thread(target=decide, args=(who,)) for who in ("wang", "li")]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert sorted(refused) == ["li", "wang"]
            assert store.item(job, key).by == refused[1]
