"""Rows of task tables: what stands for another row, what is a note, what a figure beside a goal counts."""

from __future__ import annotations

import re

import pytest
import task_tables
from task_tables import Cell

import summarizer
from summarizer.documents import from_bytes
from summarizer.documents.pdf_tables import PrintedCell, PrintedTable

RULES = summarizer.Settings(engine="rules")
HEADS = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]


def read(rows: list[list[str]], heads: list[str] = HEADS) -> summarizer.Summary:
    table = [[*map(Cell, heads)], *([*map(Cell, row)] for row in rows)]
    return summarizer.summarize(from_bytes(task_tables.excel("南岭区2025年任务分解表", table), "t.xlsx"), RULES)


def test_a_cell_that_refers_to_a_row_has_the_offices_of_that_row() -> None:
    found = read([
        ["1", "新建公交站亭21座", "交通科", "住建科、城管科", "9月"],
        ["2", "改造路灯300盏", "同第3项", "同第1项", "同序号1"],
        ["3", "维修桥梁5座", "路政科", "", "11月"],
    ]).measures[1]  # fmt: skip
    assert (found.lead, found.support, found.deadline) == (["路政科"], ["住建科", "城管科"], "9月")
    assert found.unsure is None


@pytest.mark.parametrize("words", ["同第8项", "同上"])
def test_a_cell_that_refers_to_no_row_names_nobody_and_is_doubted(words: str) -> None:
    found = read([["1", "新建公交站亭21座", "交通科", words, "9月"]]).measures[0]
    assert (found.actors, found.unsure_code) == (["交通科"], "unknown-reference")
    assert words in str(found.unsure_params)


@pytest.mark.parametrize(
    "note", [["", "注：本表由综合科负责解释，每年3月底前更新1次。"], ["备注", "每年3月底前更新1次"], ["合计"]]
)
def test_a_note_under_a_table_plans_nothing(note: list[str]) -> None:
    rows = [["1", "新建公交站亭21座", "交通科", "城管科", "9月"], ["2", "维修桥梁5座", "路政科", "", "11月"]]
    found = read([*rows, [*note, *[""] * (5 - len(note))]])
    assert [each.quote for each in found.measures] == ["新建公交站亭21座", "维修桥梁5座"]
    assert [each.value for each in found.targets] == [21, 5]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("综合科、路政科等", ["综合科", "路政科"]),
        ("路政科等3个科室", ["路政科"]),
        ("综合科、路政科等部门", ["综合科", "路政科"]),
        ("王小明（路政科）", ["路政科"]),
        ("交通局（路政科）", ["交通局（路政科）"]),
        ("各县（市、区）政府", ["各县（市、区）政府"]),
    ],
)
def test_the_name_of_an_office_is_all_that_is_taken_of_a_cell(cell: str, names: list[str]) -> None:
    assert read([["1", "新建公交站亭21座", cell, "", "9月"]]).measures[0].lead == names


def test_a_figure_beside_a_goal_counts_that_goal_and_is_due_with_its_row() -> None:
    heads = ["重点任务", "工作目标目标内容", "工作目标目标值", "牵头单位", "完成时限"]
    rows = [["整治老旧管网", "更换供水管线", "46公里", "市政科", "6月底"], ["", "新装智能水表", "9000只", "", "12月底"]]
    found = [(each.indicator, each.value, each.deadline) for each in read(rows, heads).targets]
    assert found == [("更换供水管线", 46, "6月底"), ("新装智能水表", 9000, "12月底")]


@pytest.mark.parametrize(
    ("line", "indicator"),
    [
        ("每季度召开一次调度会议", "每季度召开调度会议"),
        ("每月至少开展2次巡查", "每月开展巡查"),
        ("吸引60家企业参与", "吸引企业参与"),
        ("推动8个行政村合并", "推动行政村合并"),
        ("建设4个和美乡村", "建设和美乡村"),
    ],
)
def test_an_indicator_keeps_how_often_and_whole_words(line: str, indicator: str) -> None:
    text = f"南岭区2025年工作要点\n\n一、重点工作\n{line}。\n"
    found = summarizer.summarize(from_bytes(text.encode(), "t.txt"), RULES).targets
    assert [each.indicator for each in found] == [indicator]


def pages_joined(upper: list[str], lower: list[str], *, full: str, heads: list[str] = HEADS) -> PrintedTable:
    """Two pages whose tables meet in these rows; ``full`` marks with x the cells that end in a full line."""
    from summarizer.documents.pdf_joining import joined
    from summarizer.languages import find

    def row(words: list[str], marks: str = "") -> list[PrintedCell]:
        return [PrintedCell([word], full=marks[at : at + 1] == "x") for at, word in enumerate(words)]

    whole = ["6", "维修桥梁5座", "路政科", "城管科", "11月"][-len(heads) :]
    first = PrintedTable((0, 0, 9, 9), (0, 1), [row(heads), row(whole), row(upper, full)], [1] * 3, [])
    (made,) = joined([first, PrintedTable((0, 0, 9, 9), (0, 1), [row(lower)], [2], [])], find("zh").tables)
    assert isinstance(made, PrintedTable)
    return made


def test_a_row_without_its_number_goes_on_from_the_page_before() -> None:
    made = pages_joined(
        ["7", "新建公交", "交通科", "城管科、园", "2025年1"], ["", "站亭21座", "", "林科", "0月"], full=" x xx"
    )
    assert ["".join(cell.paragraphs) for cell in made.rows[-1]] == [
        "7",
        "新建公交站亭21座",
        "交通科",
        "城管科、园林科",
        "2025年10月",
    ]
    assert not made.doubtful


def test_rows_with_numbers_are_two_however_full_their_cells_are() -> None:
    made = pages_joined(
        ["7", "新建站亭", "交通科", "园林科", "全年"], ["8", "维修桥梁", "社会保障局", "人事科", "12月底"], full="xxxxx"
    )
    assert (len(made.rows), made.doubtful) == (4, set())


def test_rows_that_may_be_one_are_doubted() -> None:
    made = pages_joined(
        ["新建公交", "交通科", "城管科", "全年"], ["站亭若干", "园林科", "财务科", "年底"], full="xxxx", heads=HEADS[1:]
    )
    assert (len(made.rows), made.doubtful) == (4, {2, 3})


def test_items_of_a_doubtful_row_say_so() -> None:
    from dataclasses import replace

    from summarizer.documents.parts import Span

    table = [[*map(Cell, HEADS)], [*map(Cell, ["1", "新建公交站亭21座", "交通科", "", "9月"])]]
    document = from_bytes(task_tables.excel("南岭区2025年任务分解表", table), "t.xlsx")
    row = document.tables[0].rows[1]
    doubted = replace(document.tables[0], doubtful=(Span(row[0].start, row[-1].end),))
    found = summarizer.summarize(replace(document, tables=(doubted,)), RULES)
    assert {each.unsure_code for each in (*found.measures, *found.targets)} == {"maybe-cut-row"}
    assert re.search("page", found.measures[0].unsure or "")
