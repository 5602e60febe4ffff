"""Decisions: done at once, undone as steps, refused where the text does not bear them out or somebody was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from batches import url_in
from reviews import PLAN, job_with, read, reviews_of, versions

from summarizer.batch.database import Database
from summarizer.messages import use_language
from summarizer.review.decisions import (
    AcceptItems,
    AddItem,
    EditItem,
    FillLedger,
    LinkItem,
    MoveItem,
    RejectItems,
    ReopenItems,
    parsed,
)
from summarizer.review.errors import ConflictError, InvalidDecisionError, NothingToUndoError, ReviewGoneError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.review.store import ReviewStore

SCHOOLS, SEATS, SHARE, BUILDINGS = "t1", "t2", "t3", "t4"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(url_in(tmp_path)) as database:
        yield database


@pytest.fixture
def store(database: Database) -> ReviewStore:
    return reviews_of(database)


@pytest.fixture
def job(database: Database) -> str:
    return job_with(database)


def place(words: str) -> dict[str, int]:
    start = PLAN.index(words)
    return {"start": start, "end": start + len(words)}


def edit(store: ReviewStore, job: str, key: str, who: str = "wang", **fields: Any) -> Any:
    return store.decide(job, EditItem(key=key, seen=store.item(job, key).version, fields=fields), who).items[0]


def test_what_the_extractor_found_waits_to_be_decided(store: ReviewStore, job: str) -> None:
    head = store.open(job)
    items = store.items(job)
    assert head.progress.total == len(items) == 14
    assert head.progress.decided == 0
    assert {item.state for item in items} == {"open"}
    assert [(item.item.start, item.item.end) for item in items] == sorted((i.item.start, i.item.end) for i in items)
    assert all(PLAN[item.item.start : item.item.end] == item.item.quote for item in items)
    assert all(item.item == item.base for item in items)


def test_many_are_accepted_in_one_step_and_undone_in_one(store: ReviewStore, job: str) -> None:
    done = store.decide(job, AcceptItems(seen=versions(store, job)), "wang")
    assert done.progress.decided == done.progress.total == 14
    assert store.undo(job, "wang").progress.decided == 0
    assert store.redo(job, "wang").progress.decided == 14
    assert [event.kind for event in store.events(job)] == ["accept", "undo", "redo"]


def test_everybody_undoes_their_own_steps(store: ReviewStore, job: str) -> None:
    store.decide(job, AcceptItems(seen={SCHOOLS: 0}), "wang")
    store.decide(job, RejectItems(seen={SEATS: 0}), "li")
    store.undo(job, "wang")
    assert store.item(job, SCHOOLS).state == "open"
    assert store.item(job, SEATS).state == "rejected"
    with pytest.raises(NothingToUndoError):
        store.undo(job, "wang")
    store.decide(job, AcceptItems(seen={SHARE: 0}), "wang")
    with pytest.raises(NothingToUndoError):  # a new step leaves nothing to do again
        store.redo(job, "wang")


def test_what_somebody_changed_since_is_not_overwritten(store: ReviewStore, job: str) -> None:
    """The later one is told who did what and when, and decides: another tab of one's own is somebody, too."""
    edit(store, job, SCHOOLS, "wang", indicator="学校")
    with pytest.raises(ConflictError) as refused:
        store.decide(job, RejectItems(seen={SCHOOLS: 0, SEATS: 0}), "li")
    (change,) = refused.value.changes
    assert (change.key, change.who, change.kind) == (SCHOOLS, "wang", "edit")
    assert change.before == {"state": "open", "indicator": "新建学校"}
    assert change.after == {"state": "accepted", "indicator": "学校"}
    assert change.at > 0
    assert store.item(job, SEATS).state == "open"  # all or nothing
    store.decide(job, RejectItems(seen={SCHOOLS: change.version, SEATS: 0}), "li")
    assert {store.item(job, key).state for key in (SCHOOLS, SEATS)} == {"rejected"}


def test_over_a_change_only_who_says_so(store: ReviewStore, job: str) -> None:
    store.decide(job, AcceptItems(seen={SCHOOLS: 0}), "wang")
    store.decide(job, RejectItems(seen={SCHOOLS: 0}), "li", over=True)
    assert store.item(job, SCHOOLS).state == "rejected"
    with pytest.raises(ConflictError) as refused:  # nor does an undo
        store.undo(job, "wang")
    assert refused.value.changes[0].who == "li"
    store.undo(job, "wang", over=True)
    assert store.item(job, SCHOOLS).state == "open"


def test_an_undone_step_of_another_is_in_nobodys_way(store: ReviewStore, job: str) -> None:
    store.decide(job, AcceptItems(seen={SCHOOLS: 0}), "wang")
    store.decide(job, RejectItems(seen={SCHOOLS: 1}), "li")
    store.undo(job, "li")
    store.undo(job, "wang")
    assert store.item(job, SCHOOLS).state == "open"


@pytest.mark.parametrize(
    ("key", "fields", "wrong"),
    [
        (SCHOOLS, {"value": "16"}, "review-value-foreign"),
        (SCHOOLS, {"value": "1.5"}, "review-value-foreign"),
        (SCHOOLS, {"value": "fifteen"}, "review-no-number"),
        (SCHOOLS, {"value": ""}, "review-value-missing"),
        (SCHOOLS, {"value_max": "20"}, "review-range"),
        (SCHOOLS, {"comparator": "range", "value_max": "20"}, "review-value-foreign"),
        (SCHOOLS, {"comparator": "more"}, "review-not-one-of"),
        (SCHOOLS, {"unit": "公里"}, "review-unit-foreign"),
        (SCHOOLS, {"deadline": "8月底前"}, "review-not-in-text"),
        (SCHOOLS, {"indicator": "新建医院"}, "review-not-in-text"),
        (SCHOOLS, {"indicator": ""}, "review-empty"),
        (SCHOOLS, {"masked": "on"}, "review-value-needless"),
        (SCHOOLS, {"kind": "coverage"}, "review-coverage"),
        (SCHOOLS, {"quote": "其他"}, "review-no-field"),
        ("m2", {"text": "改造校舍31栋"}, "review-number-foreign"),
        ("m2", {"lead": "市卫生局"}, "review-not-in-text"),
        ("m2", {"actors": 5}, "review-no-names"),
        ("g1", {"level": "highest"}, "review-not-one-of"),
        ("g1", {"text": "扩大学位供给3倍"}, "review-number-foreign"),
        ("g1", {"text": 7}, "review-no-text"),
        ("g1", {"text": "字" * 30_000}, "review-too-long"),
    ],
)
def test_what_the_text_does_not_hold_cannot_be_entered(
    store: ReviewStore, job: str, key: str, fields: dict[str, Any], wrong: str
) -> None:
    decision = EditItem(key=key, seen=0, fields=fields)
    with pytest.raises(InvalidDecisionError) as refused:
        store.decide(job, decision, "wang")
    assert wrong in {why.code for why in refused.value.problems.values()}
    assert store.check(job, decision).problems == refused.value.problems
    assert store.open(job).seq == 0
    for lang in ("en", "zh"):
        use_language(lang)
        assert "review-" not in str(refused.value)
    use_language(None)


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        (SEATS, {"value": "1.2万"}),
        (SEATS, {"value": 12000.0}),
        (SEATS, {"value": "12,000", "unit": "个", "comparator": ">="}),
        (SHARE, {"kind": "ratio", "unit": "%"}),
        (SCHOOLS, {"deadline": "6月底前", "indicator": "学校"}),
        (SCHOOLS, {"deadline": ""}),
        ("m1", {"lead": "市教育局", "support": "市财政局"}),
        ("m2", {"text": "改造校舍，今年30栋", "deadline": "全年"}),
        ("g1", {"level": "overall", "text": "多建学校"}),
    ],
)
def test_what_it_holds_can(store: ReviewStore, job: str, key: str, fields: dict[str, Any]) -> None:
    assert store.check(job, EditItem(key=key, seen=0, fields=fields)).ok
    item = edit(store, job, key, **fields)
    assert item.state == "accepted"
    assert item.by == "wang"
    assert item.item.quote == item.base.quote


def test_a_moved_span_is_read_by_the_rules(store: ReviewStore, job: str) -> None:
    """Its figure is that of the new span, whatever stood there before."""
    decision = MoveItem(key=SCHOOLS, seen=0, **place("新增学位1.2万个"))
    assert store.check(job, decision).item.value == 12000
    item = store.decide(job, decision, "wang").items[0].item
    assert (item.value, item.unit, item.indicator, item.comparator) == (12000, "个", "新增学位", "=")
    assert (PLAN[item.number_start : item.number_end], item.deadline) == ("1.2万", "6月底前")
    store.undo(job, "wang")
    assert store.item(job, SCHOOLS).item.value == 15


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [(-1, 3, "outside"), (5, 5, "outside"), (9, 4, "outside"), (0, 10**6, "outside"), (12, 13, "blank")],
)
def test_a_span_lies_in_the_text_and_holds_more_than_blanks(
    store: ReviewStore, job: str, start: int, end: int, wrong: str
) -> None:
    assert PLAN[12:14] != "  "
    start, end = (PLAN.index("\n"), PLAN.index("\n") + 1) if wrong == "blank" else (start, end)
    for decision in (MoveItem(key="m1", seen=0, start=start, end=end), AddItem(group="goals", start=start, end=end)):
        with pytest.raises(InvalidDecisionError) as refused:
            store.decide(job, decision, "wang")
        assert refused.value.problems["span"].code == f"review-span-{wrong}"


def test_what_was_missed_is_added_where_it_belongs(database: Database, store: ReviewStore) -> None:
    """In the measure that holds it; spans may overlap; the same again is refused."""
    summary = read(PLAN)
    job = job_with(database, summary.model_copy(update={"targets": summary.targets[:3]}))
    added = store.decide(job, AddItem(group="targets", **place("改造校舍30栋")), "wang").items[0]
    assert (added.decision, added.item.value, added.item.measure, added.item.goal) == ("added", 30, "m2", "g1")
    wider = store.decide(job, AddItem(group="measures", **place("全年改造校舍30栋")), "wang").items[0]
    assert wider.item.goal == "g1"
    assert len({item.key for item in store.items(job)}) == 11
    with pytest.raises(InvalidDecisionError) as refused:
        store.decide(job, AddItem(group="targets", **place("改造校舍30栋")), "li")
    assert refused.value.problems["span"].code == "review-there-already"
    store.undo(job, "wang")
    store.undo(job, "wang")
    assert len(store.items(job)) == 9
    assert store.redo(job, "wang").items[0].key == added.key


def test_a_milestone_is_added_without_a_number(database: Database, store: ReviewStore) -> None:
    summary = read(PLAN)
    job = job_with(database, summary.model_copy(update={"targets": []}))
    item = store.decide(job, AddItem(group="targets", **place("6月底前，新建学校")), "wang").items[0].item
    assert (item.kind, item.value, item.deadline) == ("milestone", None, "6月底前")


def test_links_lead_to_items_of_their_kind_and_in_no_circle(store: ReviewStore, job: str) -> None:
    item = store.decide(job, LinkItem(key=SCHOOLS, seen=0, link="measure", to="m3"), "wang").items[0].item
    assert (item.measure, item.goal) == ("m3", "g2")
    store.decide(job, LinkItem(key="g2", seen=0, link="parent", to="g1"), "wang")
    store.decide(job, RejectItems(seen={"m4": 0}), "wang")
    for key, link, to, wrong in (
        ("g1", "parent", "g2", "review-link-circle"),
        ("g1", "parent", "g1", "review-link-circle"),
        (SEATS, "measure", "g1", "review-link-wrong"),
        (SEATS, "measure", "m4", "review-link-wrong"),
        (SEATS, "measure", "m99", "review-no-item"),
        ("m1", "measure", "m2", "review-no-field"),
    ):
        with pytest.raises(InvalidDecisionError) as refused:
            store.decide(
                job, parsed({"kind": "link", "key": key, "seen": 0, "link": link, "to": to}), "wang", over=True
            )
        assert refused.value.problems[link].code == wrong


@pytest.mark.parametrize("to", [5, ["m1"], {"m1": 1}, "m" * 99, "m\0"])
def test_a_link_among_fields_names_an_item_or_is_refused(store: ReviewStore, job: str, to: object) -> None:
    with pytest.raises(InvalidDecisionError) as refused:
        edit(store, job, SCHOOLS, measure=to)
    assert refused.value.problems["measure"].code == "review-no-item"
    with pytest.raises(InvalidDecisionError) as refused:
        store.decide(job, AddItem(group="measures", **place("新建学校"), fields={"goal": to}), "wang")
    assert refused.value.problems["goal"].code == "review-no-item"


def test_the_ledger_is_filled_without_deciding(store: ReviewStore, job: str) -> None:
    given = {"lead": "基建科、计财科", "person": "张三", "date": "2023-07-01", "note": " ", "status": "进行中"}
    item = store.decide(job, FillLedger(key="m1", seen=0, ledger=given), "wang").items[0]
    assert (item.state, item.ledger.lead, item.ledger.date, item.ledger.note) == (
        "open", ["基建科", "计财科"], "2023-07-01", None,
    )  # fmt: skip
    wrong = (("date", "1 July"), ("boss", "x"), ("note", 5), ("note", "字" * 3000), ("status", "快了"))
    for field, value in wrong:
        with pytest.raises(InvalidDecisionError) as refused:
            store.decide(job, FillLedger(key="m1", seen=item.version, ledger={field: value}), "wang")
        assert list(refused.value.problems) == [field]
    assert "进行中" in refused.value.problems["status"].text("zh")
    for state in ("behind", "滞后", ""):  # as either language says it, or nothing
        (item,) = store.decide(job, FillLedger(key="m1", seen=item.version, ledger={"status": state}), "wang").items
        assert item.ledger.status == (state or None)


def test_the_unsure_come_first(database: Database, store: ReviewStore) -> None:
    summary = read(PLAN)
    doubtful = {"unsure": "look", "unsure_code": "no-verb"}
    targets = [one.model_copy(update=doubtful if one.id in {"t2", "t5"} else {}) for one in summary.targets]
    job = job_with(database, summary.model_copy(update={"targets": targets}))
    assert [item.key for item in store.items(job, order="unsure")][:2] == ["t2", "t5"]
    assert store.item(job, "t2").reason.code == "no-verb"
    assert store.next_unsure(job) == "t2"
    assert store.next_unsure(job, "t2") == "t5"
    assert store.next_unsure(job, "t5") == "t2"
    assert store.open(job).progress.unsure_left == 2
    store.decide(job, AcceptItems(seen={"t2": 0, "t5": 0}), "wang")
    assert store.open(job).progress.unsure_left == 0
    assert store.next_unsure(job, "t2") not in {"t2", "t5", None}
    store.decide(job, AcceptItems(seen=versions(store, job)), "wang")
    assert store.next_unsure(job) is None


def test_reopened_keeps_what_was_edited(store: ReviewStore, job: str) -> None:
    version = edit(store, job, SCHOOLS, indicator="学校").version
    item = store.decide(job, ReopenItems(seen={SCHOOLS: version}), "wang").items[0]
    assert (item.state, item.decision, item.edited, item.item.indicator) == ("open", "open", True, "学校")


def test_what_changes_nothing_is_no_event(store: ReviewStore, job: str) -> None:
    store.decide(job, AcceptItems(seen={SCHOOLS: 0}), "wang")
    assert store.decide(job, AcceptItems(seen={SCHOOLS: 1}), "wang").keys == []
    assert store.open(job).seq == 1


@pytest.mark.parametrize("group", ["goals", "measures", "targets"])
def test_an_edit_to_what_is_there_is_no_event(store: ReviewStore, job: str, group: str) -> None:
    """A form that is saved as it stands, after another person's word: there is nothing to undo."""
    names = {"goals": ["text"], "measures": ["text", "actors"], "targets": ["indicator", "unit", "deadline", "value"]}
    store.decide(job, AcceptItems(seen=versions(store, job)), "li")
    for one in store.items(job):
        if one.group == group:
            fields = {name: getattr(one.item, name) for name in names[group]}
            assert store.decide(job, EditItem(key=one.key, seen=one.version, fields=fields), "wang").keys == []
    assert store.open(job).seq == 1


def test_the_time_at_it_is_counted_and_breaks_are_not(store: ReviewStore, job: str, database: Database) -> None:
    import sqlalchemy as sa

    from summarizer.batch.tables import review_people as people

    store.open(job, who="wang")
    for gap, seconds in ((30, 30), (3600, 150), (-50, 150)):
        database.transact(
            lambda connection, gap=gap: connection.execute(sa.update(people).values(last=database.now - gap))
        )
        kind = AcceptItems if store.item(job, SCHOOLS).state == "open" else ReopenItems
        store.decide(job, kind(seen=versions(store, job, SCHOOLS)), "wang")
        assert store.open(job).progress.people["wang"] == pytest.approx(seconds, abs=2)
    assert store.progress([job, "none"])[job].seconds == pytest.approx(150, abs=4)


def test_a_review_is_its_owners(database: Database, store: ReviewStore) -> None:
    job = job_with(database, owner="office")
    for call in (store.open, store.items, store.text, store.reviewed_summary, store.gold):
        with pytest.raises(ReviewGoneError):
            call(job, "another")
    with pytest.raises(ReviewGoneError):
        store.decide(job, AcceptItems(seen={SCHOOLS: 0}), "wang", "another")
    assert store.open(job, "office").owner == "office"
    with pytest.raises(ReviewGoneError):
        store.open("0" * 32)


def test_what_is_no_decision_is_refused_in_a_line() -> None:
    for given in ({}, {"kind": "steal"}, {"kind": "accept"}, {"kind": "edit", "key": "t1", "seen": "x", "fields": {}}):
        with pytest.raises(InvalidDecisionError):
            parsed(given)
    assert parsed({"kind": "reject", "seen": {"t1": 3}}) == RejectItems(seen={"t1": 3})


def test_a_date_may_stand_on_the_line_before(database: Database, store: ReviewStore) -> None:
    """Of a text whose lines were broken by hand, and of a list that one date governs."""
    text = (
        "某市教育局2023年工作要点\n一、扩大学位供给\n我们将继续抓好学位供给工作，9月底前，按照统一部署要求，\n"
        "会同各区进一步推进学校建设工作，新建学校15所，新增学位\n1200个，全面完成年度建设任务，切实保障入学需要。\n"
    ) * 4  # fmt: skip
    job = job_with(database, text=text)
    key = next(item.key for item in store.items(job, group="targets") if getattr(item.item, "value", None) == 15)
    assert store.check(job, EditItem(key=key, seen=0, fields={"deadline": "9月底前"})).ok
    assert not store.check(job, EditItem(key=key, seen=0, fields={"deadline": "8月底前"})).ok
