"""What becomes of a review: the summary as decided, its exports, gold that scores itself, nothing when deleted."""

from __future__ import annotations

import io
import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from batches import url_in
from reviews import PLAN, database_of, finished, job_with, read, reviews_of, versions

from summarizer import Settings
from summarizer.batch.control import Control
from summarizer.batch.database import Database
from summarizer.batch.tables import jobs as job_table
from summarizer.batch.tables import metadata
from summarizer.cli import main
from summarizer.errors import DocumentError
from summarizer.evaluation.gold import load_gold
from summarizer.evaluation.scorer import score
from summarizer.formats import FORMATS, names
from summarizer.models import Summary
from summarizer.reports.view import RenderOptions, View
from summarizer.review import results
from summarizer.review.decisions import AcceptItems, AddItem, EditItem, FillLedger, RejectItems
from summarizer.review.errors import InvalidDecisionError, ReviewGoneError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.messages import Lang
    from summarizer.review.store import ReviewStore


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(url_in(tmp_path)) as database:
        yield database


@pytest.fixture
def store(database: Database) -> ReviewStore:
    return reviews_of(database)


@pytest.fixture
def job(database: Database, store: ReviewStore) -> str:
    """A document of which all but a measure and its target is decided."""
    job = job_with(database)
    store.decide(job, EditItem(key="t2", seen=0, fields={"indicator": "学位"}), "李四")
    store.decide(job, RejectItems(seen={"t3": 0, "g2": 0}), "王五")
    rest = {key: version for key, version in versions(store, job).items() if key not in {"t2", "t3", "g2", "m4", "t8"}}
    store.decide(job, AcceptItems(seen=rest), "王五")
    start = PLAN.index("推进危旧校舍改造")
    store.decide(job, AddItem(group="measures", start=start, end=start + 8), "李四")
    ledger = {"lead": "基建科", "person": "张三", "date": "2023-07-01", "note": "盯紧", "status": "进行中"}
    store.decide(job, FillLedger(key="m1", seen=versions(store, job)["m1"], ledger=ledger), "赵六")
    return job


def written(summary: Summary, name: str, lang: Lang = "zh") -> bytes:
    fmt = FORMATS[name]
    if not fmt.whole:
        pieces = fmt.pieces(summary, RenderOptions(View(lang=lang)))
        return b"".join(one if isinstance(one, bytes) else str(one).encode() for one in pieces)
    stream = io.BytesIO()
    with closing(fmt.book(alone=True)) as book:
        book.add(summary, View(lang=lang))
        book.save(stream)
    return stream.getvalue()


def test_the_summary_holds_what_was_decided_item_by_item(store: ReviewStore, job: str) -> None:
    summary = store.reviewed_summary(job)
    assert summary.review is not None
    assert summary.review.model_dump(exclude={"people", "corrections"}) == {
        "accepted": 9, "edited": 1, "added": 1, "rejected": 2, "open": 2,
    }  # fmt: skip
    assert summary.review.people == ["李四", "王五"]
    assert [goal.text for goal in summary.goals] == ["扩大学位供给"]
    assert [one.id for one in summary.items()] == [
        "g1", *(f"m{n}" for n in range(1, 6)), *(f"t{n}" for n in range(1, 8)),
    ]  # fmt: skip
    by_quote = {one.quote: one for one in summary.items()}
    edited = by_quote["新增学位1.2万个"]
    assert (edited.indicator, edited.review.decision, edited.review.by) == ("学位", "edited", "李四")  # type: ignore[union-attr]
    assert str(edited.review.at).endswith("+00:00")  # type: ignore[union-attr]
    assert by_quote["推进危旧校舍改造"].review.decision == "added"  # type: ignore[union-attr]
    assert "学位覆盖率达到95%以上" not in by_quote
    first = summary.measures[0]
    assert (first.review.by, first.review.ledger.date) == ("王五", "2023-07-01")  # type: ignore[union-attr]
    still = by_quote["新招聘教师200名"]
    assert (still.goal, still.measure) == (None, "m4")  # its goal was rejected
    assert summary.overview.text.count("1") >= 1
    assert "2条" not in summary.overview.text  # as many goals as there were
    assert {one.review.by for one in summary.items() if one.review.decision == "open"} == {None}  # type: ignore[union-attr]
    only = store.reviewed_summary(job, undecided=False)
    assert len(only.items()) == len(summary.items()) - 2


@pytest.mark.slow
def test_it_is_a_file_of_the_contract(store: ReviewStore, job: str) -> None:
    import jsonschema

    summary = store.reviewed_summary(job)
    shown = written(summary, "json")
    jsonschema.validate(json.loads(shown), Summary.contract())
    assert Summary.from_json(shown) == summary
    assert "review" not in json.loads(written(read(PLAN), "json"))
    assert store.reviewed_summary(job, with_text=False).document.text is None


@pytest.mark.parametrize("name", [name for name in names("summary") if name != "pdf"])
def test_every_format_takes_it(store: ReviewStore, job: str, name: str) -> None:
    summary = store.reviewed_summary(job)
    assert written(summary, name)


def test_the_ledger_says_what_was_decided_and_is_filled_in(store: ReviewStore, job: str) -> None:
    """In Excel and Word alike; an office sees which rows nobody has looked at yet."""
    from docx import Document
    from openpyxl import load_workbook

    summary = store.reviewed_summary(job)
    sheet = load_workbook(io.BytesIO(written(summary, "xlsx"))).worksheets[0]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    heads = next(row for row in rows if "审核" in row)
    assert heads[-1] == "审核"
    first = next(row for row in rows if any("新建学校不少于15所" in str(cell) for cell in row))
    assert {"基建科", "张三", "盯紧", "进行中"} <= set(first)
    assert any(str(cell).startswith("2023-07-01") for cell in first)
    assert first[-1] == "已修改（李四）；已采纳（王五）"
    assert any(row[-1] == "未审核" for row in rows if row)
    table = Document(io.BytesIO(written(summary, "docx"))).tables[0]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[0][-1] == "审核"
    assert any("已修改（李四）；已采纳（王五）" in row for row in texts)
    plain = load_workbook(io.BytesIO(written(read(PLAN), "xlsx"))).worksheets[0]
    assert not any("审核" in [cell for cell in row if cell] for row in plain.iter_rows(values_only=True))


def test_a_state_is_said_in_the_language_of_the_workbook(store: ReviewStore, job: str) -> None:
    """Which counts by it; what older reviews hold, or another program wrote, stands there as it is."""
    from openpyxl import load_workbook

    def cells(summary: Summary) -> set[object]:
        sheet = load_workbook(io.BytesIO(written(summary, "xlsx", "en"))).worksheets[0]
        return {cell for row in sheet.iter_rows(values_only=True) for cell in row}

    summary = store.reviewed_summary(job)
    assert "under way" in cells(summary)
    (measure,) = [one for one in summary.measures if one.review and one.review.ledger]
    assert measure.review is not None
    assert measure.review.ledger is not None
    older = measure.review.ledger.model_copy(update={"status": "等资金"})
    review = measure.review.model_copy(update={"ledger": older})
    other = [one.model_copy(update={"review": review}) if one is measure else one for one in summary.measures]
    assert "等资金" in cells(summary.model_copy(update={"measures": other}))


def test_the_column_may_be_asked_for_by_name() -> None:
    from summarizer.reports.ledger.columns import chosen

    assert chosen("序号,审核") == ("number", "review")
    assert chosen("number,review") == ("number", "review")


def test_gold_of_what_was_decided_scores_itself(store: ReviewStore, job: str, tmp_path: Path) -> None:
    """What the command checks and scores: the reviewed items against their own gold find each other, every field."""
    with pytest.raises(InvalidDecisionError) as refused:
        _undecided_everywhere(store, job)
    assert refused.value.problems["undecided"].code == "review-undecided"
    assert store.gold(job).undecided == 2
    assert json.loads(store.gold(job).json_text)["labelled"] == ["goals"]  # measures and targets have open items
    whole = json.loads(store.gold(job, partial=True).json_text)
    assert whole["labelled"] == ["goals", "measures", "targets"]
    assert len(whole["targets"]) == len(store.reviewed_summary(job).targets) == 7  # the open one as it stands
    store.decide(job, AcceptItems(seen=versions(store, job, "m4", "t8")), "王五")
    made = store.gold(job)
    assert (made.undecided, made.problems) == (0, [])
    (tmp_path / "gold").mkdir()
    (tmp_path / made.document).write_text(made.text, encoding="utf-8")
    path = tmp_path / "gold" / "plan.json"
    path.write_text(made.json_text, encoding="utf-8")
    labelled = load_gold(path, tmp_path)
    found = score(store.reviewed_summary(job), labelled.gold, labelled.text)
    assert {metric: counts.f1 for metric, counts in found.counts.items()} == dict.fromkeys(found.counts, 1.0)
    assert all(share.right == share.total for share in found.fields.values())
    assert main(["eval", "--check", "--gold", str(tmp_path / "gold"), "--texts", str(tmp_path)]) == 0


@pytest.mark.parametrize(
    "name", ['a<b>:"c"|?*', "CON", "com1.notes", "..", "dots. . ", "plan\u202etxt", "字" * 300, "\t"]
)
def test_gold_has_a_name_that_every_system_takes(name: str) -> None:
    """It is unpacked on Windows, too."""
    made = results._file_name(f"{name}.docx")
    assert made
    assert not set('<>:"/\\|?*\t\u202e') & set(made)
    assert made.strip(" .") == made
    assert made.partition(".")[0].lower() not in {"con", "com1"}
    assert len(made.encode()) < 255


def test_what_nobody_decided_is_no_gold(database: Database, store: ReviewStore) -> None:
    """A group without items is decided by nobody, and alone makes no gold."""
    summary = read(PLAN)
    job = job_with(database, summary.model_copy(update={
        "goals": [], "measures": [one.model_copy(update={"goal": None}) for one in summary.measures],
        "targets": [one.model_copy(update={"goal": None}) for one in summary.targets],
    }))  # fmt: skip
    for decide in (False, True):
        if decide:
            store.decide(job, RejectItems(seen=versions(store, job, "t1")), "王五")
        with pytest.raises(InvalidDecisionError):
            store.gold(job)
    store.decide(job, AcceptItems(seen=versions(store, job)), "王五")
    assert json.loads(store.gold(job).json_text)["labelled"] == ["goals", "measures", "targets"]


def _undecided_everywhere(store: ReviewStore, job: str) -> Any:
    from summarizer.review.decisions import ReopenItems

    store.decide(job, ReopenItems(seen=versions(store, job, "g1")), "王五")
    try:
        return store.gold(job)
    finally:
        store.undo(job, "王五")


def test_both_views_where_rules_and_model_differ(database: Database, store: ReviewStore) -> None:
    """Of a result by rules there is one; a person's word is another."""
    job = job_with(database)
    assert [view.source for view in store.views(job, "t1")] == ["rules"]
    store.decide(job, EditItem(key="t1", seen=0, fields={"indicator": "学校"}), "wang")
    sides = store.views(job, "t1")
    assert [(view.source, view.item.indicator) for view in sides] == [("rules", "新建学校"), ("person", "学校")]  # type: ignore[union-attr]


def test_of_a_model_s_result_the_rules_say_what_they_saw(database: Database, store: ReviewStore) -> None:
    """What the model took, what it left out, what only it saw: the other side is the rules', read again."""
    summary = read(PLAN)
    left = {"unsure": "left out", "unsure_code": "model-left-it-out", "unsure_params": {"answer": "no"}}
    took = {"unsure": "took", "unsure_code": "only-model", "source": "model", "number_start": None, "number_end": None}
    start = PLAN.index("完成市实验中学")
    quote = PLAN[start : start + 7]
    alone = {"id": "t9", "start": start, "end": start + 7, "quote": quote, "indicator": quote, "kind": "standard"}
    targets = [summary.targets[0].model_copy(update=left), summary.targets[1].model_copy(update={"source": "both"})]
    targets.append(summary.targets[7].model_copy(update=took | alone))
    made = summary.model_copy(update={"targets": targets, "measures": summary.measures[:1]})
    asked = Settings(engine="endpoint", endpoint="http://127.0.0.1:1/v1", model="m")
    job = finished(database, PLAN.encode(), "plan.txt", made, settings=asked)
    rules, model = store.views(job, "t1")
    assert (rules.source, rules.item.value, model.source, model.item) == ("rules", 15, "model", None)  # type: ignore[union-attr]
    assert model.why is not None
    assert model.why.code == "model-left-it-out"
    rules, model = store.views(job, "t2")
    assert rules.item.value == model.item.value == 12000  # type: ignore[union-attr]
    assert [view.source for view in store.views(job, "t9")] == ["rules", "model"]
    with pytest.raises(InvalidDecisionError):
        store.views(job, "t99")


def test_without_its_text_a_review_is_still_handed_on(database: Database, store: ReviewStore, job: str) -> None:
    """Retention lets go of texts before results: what was decided stays, what needs the text says that it is gone."""
    old = sa.update(job_table).where(job_table.c.id == job).values(finished=0.0)
    database.transact(lambda connection: connection.execute(old))
    assert Control(database).purge(texts=60).texts == 1
    later = reviews_of(database)
    assert len(later.reviewed_summary(job).items()) == len(store.reviewed_summary(job).items())
    assert later.reviewed_summary(job).overview == store.reviewed_summary(job).overview
    later.decide(job, RejectItems(seen=versions(later, job, "t8")), "王五")
    for call in (later.text, later.gold):
        with pytest.raises(DocumentError) as gone:
            call(job)
        assert gone.value.code == "text-not-kept"


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
@pytest.mark.parametrize("how", ["delete", "purge", "drop"])
def test_what_is_deleted_is_gone(tmp_path: Path, kind: str, how: str) -> None:
    """Every row, and no word of it in any table; another document's review stays."""
    with database_of(kind, tmp_path) as url, Database.open(url) as database:
        store = reviews_of(database)
        kept = job_with(database, text="某市2023年工作要点\n一、保留\n新建公园7个。\n")
        store.decide(kept, AcceptItems(seen=versions(store, kept)), "wang")
        job = job_with(database, owner="office")
        store.decide(job, AcceptItems(seen=versions(store, job)), "wang")
        store.decide(job, FillLedger(key="m1", seen=versions(store, job)["m1"], ledger={"note": "盯紧"}), "wang")
        store.undo(job, "wang")
        assert "校舍" in _everything(database)
        if how == "delete":
            assert Control(database).delete(job)
        elif how == "purge":
            old = sa.update(job_table).where(job_table.c.id == job).values(finished=0.0)
            database.transact(lambda connection: connection.execute(old))
            assert Control(database).purge(results_after=60).jobs == 1
        else:
            assert store.drop(job)
        words = _everything(database, only="review" if how == "drop" else "")
        assert "校舍" not in words
        assert "盯紧" not in words
        assert "公园" in words
        if how != "drop":
            with pytest.raises(ReviewGoneError):
                store.items(job)
        assert store.open(kept).progress.decided > 0


def _everything(database: Database, only: str = "") -> str:
    """All that stands in the tables, results unpacked."""
    from summarizer.batch.store import unpacked

    found = []
    for name, table in metadata.tables.items():
        for row in database.rows(sa.select(table)) if only in name else ():
            for value in row:
                packed = name == "summarizer_results" and isinstance(value, bytes)
                plain = value.decode() if isinstance(value, bytes) and not packed else str(value)
                found.append(unpacked(value).model_dump_json() if packed else plain)
    return "\n".join(found)


@pytest.mark.slow
def test_a_decision_is_quick_in_a_large_document_that_was_long_reviewed(database: Database, store: ReviewStore) -> None:
    """2,100 items and 5,000 decisions: no decision reads the log, or all items."""
    import time

    lines = (f"推进第{n}片区建设，新建学校{n + 10}所，培训教师{n * 3 + 7}名。\n" for n in range(700))
    text = "某市教育局2023年工作要点\n一、扩大学位供给\n" + "".join(lines)
    job = job_with(database, read(text), text)
    seen = versions(store, job)
    assert len(seen) > 2000
    keys, spent = list(seen), []
    for number in range(5000):
        key = keys[number * 7 % len(keys)]
        kind = RejectItems if number // len(keys) % 2 else AcceptItems
        began = time.perf_counter()
        done = store.decide(job, kind(seen={key: seen[key]}), "wang")
        spent.append(time.perf_counter() - began)
        seen[key] = done.items[0].version if done.items else seen[key]
    assert sorted(spent[-500:])[250] < 0.03
    assert store.open(job).seq == 5000
