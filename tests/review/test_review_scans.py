"""The text of a scan put right: recorded, undone, and the only way for a number that was not recognised to come in."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from batches import url_in
from reviews import RULES, finished, job_with, reviews_of, rows_now, versions

from benchmarks.scanning import SERIF, Scanner, scanned
from summarizer.batch.database import Database
from summarizer.documents.document import Fetched
from summarizer.review.decisions import AcceptItems, CorrectText, EditItem, MoveItem, RejectItems
from summarizer.review.errors import InvalidDecisionError
from summarizer.review.original import Original
from summarizer.review.state import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.review.store import ReviewStore

PRINTED = (
    "新建、改扩建中小学校80所，新增学位2880个，学前教育毛入园率达到95.5%以上。\n培养骨干教师320名，完善教师荣誉制度。"
)
chinese = pytest.mark.skipif(not SERIF.is_file(), reason="needs a Chinese font: apt-get install fonts-noto-cjk")


@pytest.fixture(scope="module")
def picture() -> bytes:
    """Half a page as a scanner gives it."""
    from io import BytesIO

    (page,) = scanned(PRINTED, Scanner(), random.Random(5))  # noqa: S311
    made = BytesIO()
    page.crop((0, 0, page.width, page.height // 2)).convert("L").save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(url_in(tmp_path)) as database:
        yield database


def correct(store: ReviewStore, job: str, was: str, now: str, who: str = "wang") -> CorrectText:
    text = store.text(job)
    start = text.text.index(was)
    decision = CorrectText(start=start, end=start + len(was), text=now, text_version=text.version)
    store.decide(job, decision, who)
    return decision


@pytest.mark.slow
@chinese
def test_a_misread_number_is_put_right_in_the_text_and_only_there(database: Database, picture: bytes) -> None:
    """Suppose that 2880 is what the OCR made of 12,880: items behind it keep their words, those in it are read anew."""
    store = reviews_of(database)
    job = finished(database, picture, "scan.png")
    seats = next(item for item in store.items(job) if "2880" in item.item.quote and item.group == "targets")
    other = next(item for item in store.items(job) if "320" in item.item.quote and item.group == "targets")
    store.decide(job, AcceptItems(seen={seats.key: 0, other.key: 0}), "wang")
    assert store.text(job).scanned
    with pytest.raises(InvalidDecisionError):
        store.decide(job, EditItem(key=seats.key, seen=1, fields={"value": "12880"}), "wang")
    correct(store, job, "2880", "12880")
    text = store.text(job)
    assert "新增学位12880个" in text.text
    assert [(one.was, one.text) for one in text.corrections] == [("2", "12")]
    now = store.item(job, seats.key)
    assert (now.item.value, now.state) == (12880, "open")  # type: ignore[union-attr]
    assert text.text[now.item.number_start : now.item.number_end] == "12880"  # type: ignore[union-attr]
    behind = store.item(job, other.key)
    assert (behind.state, behind.version, behind.item.start) == ("accepted", 1, other.item.start + 1)
    assert text.text[behind.item.start : behind.item.end] == behind.item.quote == other.item.quote
    with pytest.raises(InvalidDecisionError) as refused:  # a span that was chosen in the text as it was
        store.decide(job, MoveItem(key=other.key, seen=1, start=0, end=9), "wang")
    assert refused.value.problems["text_version"].code == "review-text-corrected"
    moved = MoveItem(key=other.key, seen=1, start=behind.item.start, end=behind.item.end - 1, text_version=text.version)
    item = store.decide(job, moved, "wang").items[0].item
    assert text.text[item.start : item.end] == item.quote
    for over in (False, True):  # it is no question whose word counts: its place is one of the text before
        with pytest.raises(InvalidDecisionError) as refused:
            store.decide(job, CorrectText(start=0, end=1, text="x", text_version=0), "li", over=over)
        assert refused.value.problems["text_version"].code == "review-text-corrected"
    summary = store.reviewed_summary(job)
    assert summary.review is not None
    assert summary.review.corrections == 1
    assert "review-text-put-right" in {notice.code for notice in summary.notices}
    assert 12880 in {target.value for target in summary.targets}
    assert "12880" in store.gold(job, partial=True).text


@pytest.mark.slow
@chinese
def test_a_correction_is_undone_with_all_that_it_changed(database: Database, picture: bytes) -> None:
    store = reviews_of(database)
    job = finished(database, picture, "scan.png")
    before = {key: (row.item, row.state) for key, row in _rows(database, store, job).items()}
    correct(store, job, "2880", "12880")
    correct(store, job, "学校80所", "学校90所", "li")
    correct(store, job, "12880", "3")
    assert "新增学位3个" in store.text(job).text
    with pytest.raises(InvalidDecisionError) as refused:
        correct(store, job, store.text(job).text[: store.text(job).text.index("\n")], "")
    assert refused.value.problems["text"].code == "review-correction-empties"
    store.undo(job, "wang")
    store.undo(job, "li", over=True)
    assert "学校80所" in store.text(job).text
    store.undo(job, "wang", over=True)
    assert store.text(job).corrections == []
    after = {key: (row.item, row.state) for key, row in _rows(database, store, job).items() if key != TEXT}
    assert after == before
    assert {target.value for target in store.reviewed_summary(job).targets} == {80, 2880, 95.5, 320}


def test_a_place_behind_a_correction_has_its_own_sentence_and_headings() -> None:
    """Where the lines of a page are joined again, too: the numbers of another sentence are no numbers of an item."""
    printed = (
        "某市教育局2023年工作要点\n一、扩大学位供给\n"
        "全市要坚持稳中求进工作总基调完整准确全面贯彻新发展理念加快\n构建新发展格局着力推动高质量发展。新建学校15所并且新增学位\n"
        "2880个。\n二、提升教师素质\n"
        "培养骨干教师320名并且组织教师培训3000人次完善教师荣誉制度进\n一步提高待遇。新招聘教师200名并且选派青年教师40名到乡村学校\n"
        "支教。全年改造校舍30栋。\n"
    )
    was = Original.of(Fetched(printed.encode(), "plan.txt"), "work_plan", RULES)
    put_right = was.corrections.with_correction(0, 1, "某" * 200)
    now = was.corrected(put_right.held())
    assert now.corrected(put_right.held()) is now  # what was read in it is not read again
    assert was.found.source.joined is not None
    for words in ("培养骨干教师320名", "新招聘教师200名", "全年改造校舍30栋"):
        before, behind = printed.index(words), now.text.index(words)
        assert now.sentence(behind) == was.sentence(before)
        assert now.sentence(behind)[0].startswith(words)
        assert now.clause(behind) == was.clause(before)
        assert "\n提升教师素质" in now.around(behind, behind + len(words))


def test_what_was_not_recognised_in_a_picture_stays_as_it_is(database: Database) -> None:
    store = reviews_of(database)
    job = job_with(database)
    with pytest.raises(InvalidDecisionError) as refused:
        correct(store, job, "15", "16")
    assert refused.value.problems["span"].code == "review-no-scan"
    store.decide(job, RejectItems(seen=versions(store, job, "t1")), "wang")
    assert store.text(job).scanned == []


def _rows(database: Database, store: ReviewStore, job: str) -> dict[str, object]:
    store.open(job)
    return rows_now(database, job)  # type: ignore[return-value]
