"""A ledger that is written again keeps what people filled in, and lists what a person should look at."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.oxml.ns import qn
from office_files import document
from openpyxl import load_workbook
from programs import one_error_line, run

from summarizer.reports.labels import ZH
from summarizer.reports.ledger.kept import Kept
from summarizer.reports.ledger.tasks import Task

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = """某市2024年交通工作要点

一、加快通道建设
（一）完善路网
1.新改建农村公路35公里，10月底前完工。（市交通局牵头，市财政局配合）
2.建设客运站2座。
3.处置危桥16座。
4.拆除临时标志牌80块。
"""
AFTER = """某市2024年交通工作要点

一、加快通道建设
（一）完善路网
1.新改建农村公路35公里，10月底前完工。（市交通局牵头，市财政局配合）
2.新增公交车60辆。
3.建设客运站2座。
4.处置危旧桥梁18座。
"""
FILLED = {
    "新改建农村公路35公里": {"责任人": "王芳", "进展": "完成20公里", "状态": "进行中"},
    "建设客运站2座": {"进展": "已选址", "备注": "用地待批"},
    "处置危桥16座": {"状态": "滞后", "责任人": "李强"},
    "拆除临时标志牌80块": {"进展": "拆了12块"},
}


def fill_excel(path: Path, filled: dict[str, dict[str, object]]) -> None:
    """As an office does: in the rows that it knows by their tasks."""
    book = load_workbook(path)
    sheet = book["任务分解表"]
    heads = [cell.value for cell in sheet[2]]
    for row in sheet.iter_rows(min_row=3):
        for task, values in filled.items():
            if str(row[heads.index("举措")].value).startswith(task):
                for head, value in values.items():
                    row[heads.index(head)].value = value
    book.save(path)


def fill_word(path: Path, filled: dict[str, dict[str, object]]) -> None:
    file = Document(str(path))
    for row in list(file.element.body.iter(qn("w:tr"))):
        cells = list(row.iter(qn("w:tc")))
        for task, values in filled.items():
            if len(cells) == 12 and "".join(t.text or "" for t in cells[3].iter(qn("w:t"))).startswith(task):
                for head, value in values.items():
                    cell = cells[HEADS.index(head)]
                    texts = list(cell.iter(qn("w:t")))
                    if texts:  # the list of states
                        texts[0].text = value
                    else:
                        run = cell.find(qn("w:p")).makeelement(qn("w:r"), {})
                        text = run.makeelement(qn("w:t"), {})
                        text.text = value
                        run.append(text)
                        cell.find(qn("w:p")).append(run)
    file.save(str(path))


HEADS = "序号 条款 目标 举措 量化指标 牵头单位 配合单位 责任人 完成时限 进展 状态 备注".split()


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of the ledger by their headings."""
    if path.suffix == ".xlsx":
        values = list(load_workbook(path)["任务分解表"].iter_rows(values_only=True))[1:]
        return [dict(zip(values[0], map(str, row), strict=True)) for row in values[1:]]
    rows = [["".join(t.text or "" for t in cell.iter(qn("w:t"))).strip() for cell in row.iter(qn("w:tc"))]
            for row in document(path.read_bytes()).tables[0]._tbl.iter(qn("w:tr"))]  # fmt: skip
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if len(row) == len(rows[0])]


def written(plan: Path, text: str, out: Path) -> str:
    plan.write_text(text, encoding="utf-8")
    result = run(plan, "-o", out, "--engine", "rules")
    assert result.returncode == 0, result.stderr.decode()
    return result.stderr.decode()


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_what_was_filled_in_is_still_there_after_a_changed_plan(tmp_path: Path, suffix: str) -> None:
    """By what the row is of, wherever it stands now; a task worded anew and one that is gone are listed."""
    plan, out = tmp_path / "plan.txt", tmp_path / f"ledger{suffix}"
    assert "wrote" in written(plan, BEFORE, out)
    (fill_excel if suffix == ".xlsx" else fill_word)(out, FILLED)
    said = written(plan, AFTER, out)
    rows = {row["举措"].split("，")[0]: row for row in rows_of(out)}
    assert rows["新改建农村公路35公里"] | FILLED["新改建农村公路35公里"] == rows["新改建农村公路35公里"]
    assert rows["建设客运站2座"] | FILLED["建设客运站2座"] == rows["建设客运站2座"]
    assert rows["处置危旧桥梁18座"]["责任人"] == "李强"
    assert rows["新增公交车60辆"]["进展"] in {"", "None"}
    assert "拆除临时标志牌80块" not in rows
    assert "(3 rows); 2 to be checked" in said
    changes = changes_of(out)
    assert any("拆了12块" in line and "拆除临时标志牌80块" in line for line in changes)
    assert any("处置危旧桥梁18座" in line and "表述有改动" in line for line in changes)


def changes_of(path: Path) -> list[str]:
    if path.suffix == ".xlsx":
        return [" ".join(map(str, row)) for row in load_workbook(path)["变动核对"].iter_rows(values_only=True)]
    table = document(path.read_bytes()).tables[-1]._tbl
    return ["".join(t.text or "" for t in row.iter(qn("w:t"))) for row in table.iter(qn("w:tr"))]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_written_three_times_it_is_the_same(tmp_path: Path, suffix: str) -> None:
    """What has no task stays listed, and nothing is listed twice."""
    plan, out = tmp_path / "plan.txt", tmp_path / f"ledger{suffix}"
    written(plan, BEFORE, out)
    (fill_excel if suffix == ".xlsx" else fill_word)(out, FILLED)
    written(plan, AFTER, out)
    once = rows_of(out)
    assert "(3 rows); 1 to be checked" in written(plan, AFTER, out)
    assert rows_of(out) == once
    assert sum("拆了12块" in line for line in changes_of(out)) == 1


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_several_plans_written_twice_leave_nothing_to_check(tmp_path: Path, suffix: str) -> None:
    """The page of contents, which counts their tasks and targets, holds no tasks."""
    plans = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for plan, text in zip(plans, (BEFORE, AFTER), strict=True):
        plan.write_text(text, encoding="utf-8")
    for _ in range(2):
        result = run(*plans, "-o", tmp_path / f"ledger{suffix}", "--engine", "rules")
        assert result.returncode == 0
        assert "to be checked" not in result.stderr.decode()


def test_an_office_that_was_added_by_hand_stays(tmp_path: Path) -> None:
    """The plan names none; and a column that is not asked for any more stays where it holds something."""
    plan, out = tmp_path / "plan.txt", tmp_path / "ledger.xlsx"
    written(plan, BEFORE, out)
    fill_excel(out, {"建设客运站2座": {"牵头单位": "市交投公司", "备注": "先行", "完成时限": dt.date(2024, 6, 30)}})
    assert run(plan, "-o", out, "--engine", "rules", "--columns", "序号,举措,牵头单位,完成时限").returncode == 0
    row = next(row for row in rows_of(out) if row["举措"] == "建设客运站2座")
    assert (row["牵头单位"], row["备注"], row["完成时限"][:10]) == ("市交投公司", "先行", "2024-06-30")


def test_a_file_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    """Only --force does; and a ledger of ours that is broken is not begun anew in silence."""
    plan, out = tmp_path / "plan.txt", tmp_path / "mine.docx"
    plan.write_text(BEFORE, encoding="utf-8")
    Document().save(str(out))
    before = out.read_bytes()
    result = run(plan, "-o", out, "--engine", "rules")
    assert result.returncode == 2
    assert "--force" in one_error_line(result)
    assert out.read_bytes() == before
    assert run(plan, "-o", out, "--engine", "rules", "--force").returncode == 0
    assert run(plan, "-o", out, "--engine", "rules").returncode == 0


@pytest.mark.parametrize("day", [dt.date(2024, 2, 9), "2024-02-09"], ids=["Excel", "Word"])
def test_a_day_set_by_hand_stays_where_the_plan_has_words(day: object) -> None:
    """春节前 is the day that somebody looked up."""
    task = Task(1, "x", clause="一", measure="走访困难家庭", due_words="春节前")
    kept = Kept([{"clause": "一", "measure": "走访困难家庭", "due": day}], ZH)
    kept.give([task])
    assert task.value("due") == day
    assert kept.to_check() == []


def test_what_was_only_offered_is_not_taken_for_filled_in() -> None:
    """A name that somebody put there stays; one that was offered and nobody touched does not outlive its plan."""
    offered, other = "▲文中提到：市财政局", "▲文中提到：市水务局"
    for was, lead, listed in ((offered, "", 0), ("市财政局", "市财政局", 0), (other, "", 1), (offered + "，定", "", 1)):
        task = Task(1, "x", measure="除险加固水库3座", mentioned="市财政局")
        kept = Kept([{"measure": "除险加固水库3座", "lead": was}], ZH)
        kept.give([task])
        assert task.value("lead") == lead
        assert task.offer("lead", ZH) == ("" if lead else offered)
        assert len(kept.to_check()) == listed
        assert all(was in change.reason for change in kept.to_check())


def test_two_rows_of_the_same_words_are_told_apart_by_clause() -> None:
    """加强宣传 stands in many plans under several headings."""
    old = [{"clause": clause, "measure": "加强宣传", "progress": said} for clause, said in (("一", "甲"), ("二", "乙"))]
    tasks = [Task(1, "x", clause="二", measure="▲加强宣传"), Task(2, "x", clause="一", measure="加强宣传")]
    kept = Kept(old, ZH)
    kept.give(tasks)
    assert [task.filled["progress"] for task in tasks] == ["乙", "甲"]
    assert kept.to_check() == []


def test_the_statistics_count_the_tasks_that_are_there(tmp_path: Path) -> None:
    """What was filled in for a task that is gone counts nowhere, also for a reader that does not reckon formulas."""
    plan, ledger = tmp_path / "plan.txt", tmp_path / "ledger.xlsx"
    plan.write_text(BEFORE, encoding="utf-8")
    assert run(plan, "-o", ledger, "--engine", "rules").returncode == 0
    fill_excel(ledger, {"拆除临时标志牌80块": {"状态": "已完成"}, "新改建农村公路35公里": {"状态": "进行中"}})
    plan.write_text(AFTER, encoding="utf-8")
    assert run(plan, "-o", ledger, "--engine", "rules").returncode == 0
    rows = load_workbook(ledger, data_only=True)["统计"].iter_rows(max_row=8, max_col=2, values_only=True)
    counts = dict(rows)
    assert (counts["进行中"], counts["已完成"], counts["未填写"]) == (1, 0, 3)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_what_the_plan_contradicts_stays_listed_however_often_it_is_written(tmp_path: Path, suffix: str) -> None:
    """Two runs in a row would else lose the day and the office that somebody set: the table says what the plan says."""
    plan, out = tmp_path / "plan.txt", tmp_path / f"ledger{suffix}"
    written(plan, BEFORE, out)
    set_by_hand = {"新改建农村公路35公里": {"责任人": "王芳"}, "拆除临时标志牌80块": {"进展": "拆了12块"}}
    (fill_excel if suffix == ".xlsx" else fill_word)(out, set_by_hand)
    overrule(out, "2024-08-15", "市公路中心")
    for _ in range(3):
        written(plan, AFTER, out)
        listed = next(line for line in changes_of(out) if "新改建农村公路35公里" in line)
        assert listed.count("完成时限：原表所填：2024-08-15") == 1
        assert listed.count("配合单位：原表所填：市公路中心") == 1
    agreed = AFTER.replace("10月底前完工", "8月15日前完工").replace("市财政局", "市公路中心")
    written(plan, agreed, out)
    assert not any("原表所填：2024-08-15" in line or "原表所填：市公路中心" in line for line in changes_of(out))


def overrule(out: Path, day: str, office: str) -> None:
    """Other words than the plan's, in the first row."""
    if out.suffix == ".xlsx":
        fill_excel(out, {"新改建农村公路35公里": {"完成时限": dt.date.fromisoformat(day), "配合单位": office}})
        return
    file = Document(str(out))
    row = next(row for row in file.tables[0].rows if row.cells[3].text.startswith("新改建农村公路35公里"))
    row.cells[HEADS.index("完成时限")].text, row.cells[HEADS.index("配合单位")].text = day, office
    file.save(str(out))


def test_what_stands_in_a_column_of_ones_own_is_listed_and_stays_listed(tmp_path: Path) -> None:
    """Also of a task that is gone; and until somebody strikes it from the list."""
    plan, out = tmp_path / "plan.txt", tmp_path / "ledger.xlsx"
    written(plan, BEFORE, out)
    book = load_workbook(out)
    sheet = book["任务分解表"]
    sheet.insert_cols(5)
    sheet.cell(2, 5).value = "分管领导"
    for row in range(3, sheet.max_row + 1):
        sheet.cell(row, 5).value = {"建": "陈某；周某", "拆": "郑某"}.get(str(sheet.cell(row, 4).value)[:1])
    book.save(out)
    for _ in range(3):
        written(plan, AFTER, out)
        lines = [line for line in changes_of(out) if "分管领导：原表所填：" in line]
        assert [("建设客运站" in line, "拆除临时标志牌" in line) for line in lines] == [(True, False), (False, True)]
        assert ("陈某；周某" in lines[0], "郑某" in lines[1]) == (True, True)
    book = load_workbook(out)
    book.remove(book["变动核对"])
    book.save(out)
    assert "to be checked" not in written(plan, AFTER, out)
