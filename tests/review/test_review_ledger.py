"""What people filled in for the ledger in a review: each entry stands in its own target's row, wherever it goes."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from batches import url_in
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from rendered import render
from reviews import PLAN, job_with, read, reviews_of, versions

from summarizer.batch.database import Database
from summarizer.formats import FORMATS
from summarizer.reports.csv_format import BOM
from summarizer.reports.ledger.earlier import rows_of as earlier_rows
from summarizer.reports.ledger.offices import by_office
from summarizer.reports.view import View
from summarizer.review.decisions import FillLedger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from summarizer.models import Summary

FIRST = {"lead": "基建科", "person": "张三", "date": "2023-05-20", "status": "已完成", "note": "盯紧"}
SECOND = {"lead": "学籍科", "person": "李四", "date": "2023-08-31", "status": "滞后", "note": "缺教师"}
WHOLE = {"lead": "办公室", "person": "王五"}
HEADS = {"lead": "牵头单位", "person": "责任人", "date": "完成时限", "status": "状态", "note": "备注"}
BOOKS = pytest.mark.parametrize("name", ["xlsx", "docx"])
Rows = list[dict[str, str]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(url_in(tmp_path)) as database:
        yield database


def filled(database: Database, entries: dict[str, dict[str, str]]) -> Summary:
    """The plan's summary with something filled in beside items: t1, t2, t3 are of the measure m1, under the goal g1."""
    store, job = reviews_of(database), job_with(database)
    for key, entry in entries.items():
        store.decide(job, FillLedger(key=key, seen=versions(store, job)[key], ledger=entry), "赵六")
    return store.reviewed_summary(job)


def book(name: str, *summaries: Summary, earlier: Sequence[Any] = ()) -> bytes:
    stream = io.BytesIO()
    with closing(FORMATS[name].book(alone=len(summaries) == 1, earlier=earlier)) as made:
        for summary in summaries:
            made.add(summary, View(lang="zh"))
        made.save(stream)
    return stream.getvalue()


def rows_of(data: bytes) -> Rows:
    """The rows of the ledger by their headings."""
    if b"xl/workbook.xml" in data:
        values = list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))[1:]
        shown = [list(map(_cell, row)) for row in values]
    else:
        tables = [[["".join(t.text or "" for t in cell.iter(qn("w:t"))).strip() for cell in row.iter(qn("w:tc"))]
                   for row in table._tbl.iter(qn("w:tr"))] for table in Document(io.BytesIO(data)).tables]  # fmt: skip
        shown = next(table for table in tables if "举措" in table[0])
    return [dict(zip(shown[0], row, strict=True)) for row in shown[1:] if len(row) == len(shown[0])]


def _cell(value: object) -> str:
    return "" if value is None else f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value)


def row_of(rows: Rows, words: str, column: str = "量化指标") -> dict[str, str]:
    """The only row with the words in a column."""
    (row,) = (row for row in rows if words in row[column])
    return row


def said(row: dict[str, str]) -> dict[str, str]:
    """What people filled in in a row."""
    return {key: row[head] for key, head in HEADS.items() if row[head]}


@BOOKS
def test_two_targets_of_a_measure_have_a_row_each(database: Database, name: str) -> None:
    """Neither entry is lost, and no row holds what was written beside two targets."""
    rows = rows_of(book(name, filled(database, {"t1": FIRST, "t2": SECOND})))
    assert said(row_of(rows, "15所")) == FIRST
    assert said(row_of(rows, "1.2万个")) == SECOND
    rest = row_of(rows, "95%")
    assert (rest["责任人"], rest["状态"], rest["备注"]) == ("", "", "")
    assert "15所" not in rest["量化指标"]
    assert {row["举措"] for row in rows if row["量化指标"] in {rest["量化指标"], "学校：≥15所"}} == {rest["举措"]}


@BOOKS
def test_targets_that_were_filled_in_alike_stay_in_one_row(database: Database, name: str) -> None:
    """As does everything of which nothing was filled in: a ledger is no longer than it has to be."""
    one = rows_of(book(name, read(PLAN)))
    alike = rows_of(book(name, filled(database, {"t1": FIRST, "t2": FIRST, "t3": FIRST})))
    assert [row["量化指标"] for row in alike] == [row["量化指标"] for row in one]
    assert said(row_of(alike, "1.2万个")) == FIRST


@BOOKS
def test_what_stands_beside_the_measure_is_each_targets_that_says_nothing_else(database: Database, name: str) -> None:
    rows = rows_of(book(name, filled(database, {"m1": WHOLE, "t1": {"person": "张三", "status": "已完成"}})))
    assert said(row_of(rows, "15所")) | {"date": ""} == {
        "lead": "办公室", "person": "张三", "status": "已完成", "date": "",
    } | {"date": ""}  # fmt: skip
    assert row_of(rows, "95%")["责任人"] == "王五"
    assert row_of(rows, "95%")["状态"] == ""


@BOOKS
def test_where_all_targets_say_something_else_the_measures_entry_has_a_row(database: Database, name: str) -> None:
    entries = {"m1": WHOLE, "t1": FIRST, "t2": SECOND, "t3": SECOND}
    rows = rows_of(book(name, filled(database, entries)))
    assert said(row_of(rows, "15所")) == FIRST
    assert said(row_of(rows, "1.2万个")) == SECOND == said(row_of(rows, "95%"))
    assert row_of(rows, "王五", "责任人")["量化指标"] == ""


@BOOKS
def test_what_stands_beside_a_goal_with_measures_has_a_row(database: Database, name: str) -> None:
    """A goal that is broken down is no task of its own until somebody makes it one."""
    rows = rows_of(book(name, filled(database, {"g1": FIRST})))
    row = row_of(rows, "张三", "责任人")
    assert (row["目标"], row["举措"], row["量化指标"]) == ("扩大学位供给", "", "")
    assert said(row) == FIRST


@BOOKS
@pytest.mark.parametrize("first", [True, False])
def test_a_merged_ledger_says_what_was_reviewed(database: Database, name: str, *, first: bool) -> None:
    """Wherever the reviewed plan stands among the others; the rows of those say nothing."""
    summaries = [filled(database, {"t1": FIRST, "t2": SECOND}), read(PLAN.replace("某市", "另市"))]
    rows = rows_of(book(name, *(summaries if first else summaries[::-1])))
    assert sorted(row["审核"] for row in rows if "15所" in row["量化指标"]) == ["", "未审核"]
    assert said(next(row for row in rows if row["责任人"] == "李四")) == SECOND
    if name == "xlsx":
        sheet = load_workbook(io.BytesIO(book(name, *summaries))).worksheets[0]
        assert not sheet.column_dimensions["N"].hidden
        assert sheet["N2"].value == "审核"


def test_a_merged_ledger_of_no_review_shows_no_such_column() -> None:
    plain = [read(PLAN), read(PLAN.replace("某市", "另市"))]
    sheet = load_workbook(io.BytesIO(book("xlsx", *plain))).worksheets[0]
    assert {cell.column_letter for cell in sheet[2] if cell.value == "审核"} <= {
        letter for letter, column in sheet.column_dimensions.items() if column.hidden
    }
    assert "审核" not in rows_of(book("docx", *plain))[0]


@BOOKS
def test_parts_are_those_of_the_offices_that_were_filled_in(database: Database, name: str) -> None:
    """Each has its own target with its own entry, and nothing of what is another's."""
    summary = filled(database, {"m1": {"note": "全局"}, "t1": FIRST, "t2": SECOND, "g2": WHOLE})
    parts = by_office(summary)
    for part in parts.values():
        part.check(PLAN)
    files = {office: rows_of(book(name, part)) for office, part in parts.items()}
    assert [said(row) for row in files["基建科"]] == [FIRST]
    assert [said(row) for row in files["学籍科"]] == [SECOND]
    assert [said(row) for row in files["办公室"]] == [WHOLE]
    assert "95%" in row_of(files["市教育局"], "全局", "备注")["量化指标"]
    assert {"张三", "李四", "王五"}.isdisjoint(row["责任人"] for row in files["市教育局"] + files[""])
    every = [row for rows in files.values() for row in rows]
    assert all(any(part in row["量化指标"] for row in every) for part in ("15所", "1.2万个", "95%", "30栋", "200名"))


def test_a_calendar_has_the_days_that_people_set(database: Database) -> None:
    """With who it is, and how it stands."""
    lines = book("ics", filled(database, {"t1": FIRST, "t2": SECOND})).decode().replace("\r\n ", "").split("\r\n")
    starts = [line for line in lines if line.startswith("DTSTART")]
    assert {"DTSTART;VALUE=DATE:20230520", "DTSTART;VALUE=DATE:20230831"} <= {*starts}
    about = lines[lines.index("DTSTART;VALUE=DATE:20230831") + 3]
    assert "责任人：李四" in about
    assert "牵头单位：学籍科" in about
    assert "张三" not in about


@pytest.mark.parametrize("name", ["csv", "md", "html"])
def test_tables_and_pages_have_what_was_filled_in(database: Database, name: str) -> None:
    """Beside the item that it was written for; where nothing was, there is no column for it."""
    entries = {"g1": WHOLE, "m1": {"note": "全局"}, "t1": FIRST, "t2": SECOND}
    text = render(filled(database, entries), name, view=View(lang="zh"))
    for entry in entries.values():
        assert all(value in text for value in entry.values())
    plain = render(read(PLAN), name, view=View(lang="zh"))
    assert "责任人" not in plain
    if name == "csv":
        rows = {row["编号"]: row for row in csv.DictReader(io.StringIO(text.removeprefix(BOM)))}
        assert said(rows["t2"]) == SECOND
        assert said(rows["m1"]) == {"note": "全局"}
        assert [*rows["t1"]][:-6] == next(csv.reader([plain.removeprefix(BOM).split("\r\n")[0]]))


@BOOKS
def test_written_again_each_row_keeps_its_own(database: Database, tmp_path: Path, name: str) -> None:
    """What an office wrote into the row of one target is not found in that of another."""
    summary, out = filled(database, {"t1": FIRST, "t2": SECOND}), tmp_path / f"ledger.{name}"
    out.write_bytes(book(name, summary))
    write_in(out, "1.2万个", {"备注": "已补充", "进展": "过半"})
    out.write_bytes(book(name, summary, earlier=earlier_rows(out)))
    rows = rows_of(out.read_bytes())
    assert said(row_of(rows, "15所")) == FIRST
    assert said(row_of(rows, "1.2万个")) == SECOND | {"note": "已补充"}
    assert row_of(rows, "1.2万个")["进展"] == "过半"
    assert [row["进展"] for row in rows if "1.2万个" not in row["量化指标"]] == [""] * (len(rows) - 1)
    assert "备注：审核中所填：缺教师" in changes_of(out)
    assert "张三" not in changes_of(out)
    # One row again, as of a plan that nobody reviewed: what stood in three is listed, and none is taken for all.
    out.write_bytes(book(name, read(PLAN), earlier=earlier_rows(out)))
    assert {"张三", "李四"}.isdisjoint(row_of(rows_of(out.read_bytes()), "1.2万个").values())
    assert all(word in changes_of(out) for word in ("张三", "李四", "已补充", "过半"))


def write_in(path: Path, words: str, values: dict[str, str]) -> None:
    """As an office does: into the row of a target."""
    if path.suffix == ".xlsx":
        workbook: Any = load_workbook(path)
        sheet = workbook.worksheets[0]
        heads = [cell.value for cell in sheet[2]]
        for row in sheet.iter_rows(min_row=3):
            if words in str(row[heads.index("量化指标")].value):
                for head, value in values.items():
                    row[heads.index(head)].value = value
        workbook.save(path)
        return
    file = Document(str(path))
    rows = [list(row.iter(qn("w:tc"))) for row in file.tables[0]._tbl.iter(qn("w:tr"))]
    heads = ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in rows[0]]
    for cells in rows:
        if len(cells) == len(heads) and words in "".join(t.text or "" for t in cells[4].iter(qn("w:t"))):
            for head, value in values.items():
                paragraph = cells[heads.index(head)].find(qn("w:p"))
                for text in paragraph.iter(qn("w:r")):
                    text.getparent().remove(text)
                run_ = paragraph.makeelement(qn("w:r"), {})
                run_.append(run_.makeelement(qn("w:t"), {}))
                run_[0].text = value
                paragraph.append(run_)
    file.save(str(path))


def changes_of(path: Path) -> str:
    if path.suffix == ".xlsx":
        return " ".join(
            str(cell) for row in load_workbook(path)["变动核对"].iter_rows(values_only=True) for cell in row
        )
    return "".join(t.text or "" for t in Document(str(path)).tables[-1]._tbl.iter(qn("w:t")))
