"""The task ledger in Word and Excel: what stands in it, what does not, and that people can fill it in."""

from __future__ import annotations

import datetime as dt
import io
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from office_files import document, made, parts, words, workbook
from programs import one_error_line, run
from samples import SEEDS, bare, qingdao
from test_reports_office import hostile, hostile_summary

from summarizer import Settings, UsageError, summarize
from summarizer.documents import from_text
from summarizer.formats import FORMATS
from summarizer.messages import use_language
from summarizer.reports.ledger.columns import COLUMNS, DEFAULT, chosen
from summarizer.reports.ledger.figures import figure
from summarizer.reports.ledger.offices import by_office
from summarizer.reports.ledger.tasks import tasks
from summarizer.reports.presentation import Presentation
from summarizer.reports.view import View
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer import Summary

RULES = Settings(engine="rules")
HEADS = "序号 条款 目标 举措 量化指标 牵头单位 配合单位 责任人 完成时限 进展 状态 备注".split()
PLAN = """某市2024年水利工作要点

一、筑牢防洪屏障
（一）加固堤防
1.完成投资600万元，整治堤防12公里，5月底前完成招标。（市水务局牵头，市财政局、市应急局配合）
2.农村自来水普及率达到95%以上，比上年提高2个百分点。
3.除险加固水库3座，第三季度完工。（责任单位：市水务局）
二、强化管理
开展巡查。
"""
MACHINE_WORDS = re.compile(r"节点|相对值|T\dR\d|rules|（\d{6,}|\bm\d+\b|\bt\d+\b|\bg\d+\b")


def read(text: str = PLAN) -> Summary:
    return summarize(from_text(text, "plan.txt"), RULES, with_text=True)


def excel_rows(data: bytes) -> list[dict[str, Any]]:
    heads, *rows = list(workbook(data)["任务分解表"].iter_rows(min_row=2, values_only=True))
    return [dict(zip(heads, row, strict=True)) for row in rows]


def word_rows(data: bytes) -> list[list[str]]:
    table = document(data).tables[-1]._tbl
    return [["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
            for row in table.iter(qn("w:tr"))]  # fmt: skip


def test_the_columns_are_those_of_an_office() -> None:
    """One table, in Word and Excel alike, under the title that the document gives itself."""
    summary = read()
    book = workbook(made("xlsx", summary))
    assert book.sheetnames[0] == "任务分解表"
    sheet = book["任务分解表"]
    assert sheet["A1"].value == "某市2024年水利工作要点任务分解表"
    assert [cell.value for cell in sheet[2]] == HEADS
    word = made("docx", summary)
    assert word_rows(word)[0] == HEADS
    assert document(word).paragraphs[0].text == "某市2024年水利工作要点任务分解表"
    assert document(word).core_properties.title == "某市2024年水利工作要点任务分解表"


def test_a_row_says_what_who_and_by_when() -> None:
    """In the plan's own words and figures; who leads and who helps stand apart; a day is a day."""
    first = excel_rows(made("xlsx", read()))[0]
    assert (first["序号"], first["条款"], first["目标"]) == (1, "一（一）1.", "加固堤防")
    assert "投资：600万元" in first["量化指标"]
    assert "12公里" in first["量化指标"]
    assert (first["牵头单位"], first["配合单位"]) == ("市水务局", "市财政局、市应急局")
    assert first["完成时限"] == dt.datetime(2024, 5, 31)  # noqa: DTZ001 - Excel's dates have no zone
    assert [first[head] for head in ("责任人", "进展", "状态", "备注")] == [None] * 4
    row = next(row for row in word_rows(made("docx", read())) if row[0] == "1")
    assert row[8] == "2024-05-31（5月底前）"


@pytest.mark.parametrize("seed", sorted(path.stem for path in SEEDS.glob("*.txt")))
def test_no_machine_words_go_up(seed: str) -> None:
    """Those are for programs, and stand in a sheet of their own."""
    summary = summarize(SEEDS / f"{seed}.txt", RULES, with_text=True)
    plan = str(summary.document.text)
    found = {hit for hit in MACHINE_WORDS.findall(words(made("docx", summary))) if hit not in plan}
    book = workbook(made("xlsx", summary))
    for name in ("任务分解表", "总览", "统计", "量化指标"):
        for row in book[name].iter_rows(values_only=True):
            found |= {hit for hit in MACHINE_WORDS.findall(" ".join(map(str, row))) if hit not in plan}
            if name != "统计":
                assert not {"编号", "起", "止"} & {*map(str, row)}
    assert found == set()


@pytest.mark.parametrize("seed", sorted(path.stem for path in SEEDS.glob("*.txt")))
def test_every_measure_and_target_has_its_row_and_no_goal_is_blank(seed: str) -> None:
    """Wherever a page ends, the first row of the next one says what it serves."""
    summary = summarize(SEEDS / f"{seed}.txt", RULES, with_text=True)
    rows = tasks(Presentation(summary))
    assert all(row.goal for row in rows)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    quotes = {row.quote for row in rows}
    assert {clean(measure.quote) for measure in summary.measures} <= quotes
    told = "".join(row.targets for row in rows)
    for target in summary.targets:
        assert clean(target.indicator) in told
    shown = word_rows(made("docx", summary))
    assert all(row[2] for row in shown[1:] if len(row) == len(HEADS))


def test_a_task_table_that_names_no_goal_has_blank_cells_of_goals(tmp_path: Path) -> None:
    """The cell is for people: nothing of ours stands in it, and the statistics count no section that is none."""
    table = tmp_path / "tasks.csv"
    table.write_text(
        "序号,重点任务,牵头单位,完成时限\n1,改造学校38所,基建科,10月底前\n2,培训教师2380名,人事科,年底前\n", "utf-8"
    )
    summary = summarize(table, RULES, with_text=True)
    assert len(summary.measures) == 2
    assert not summary.goals
    book = workbook(made("xlsx", summary))
    assert [row["目标"] for row in excel_rows(made("xlsx", summary))] == [None, None]
    assert [row[2] for row in word_rows(made("docx", summary)) if row[0].isdigit()] == ["", ""]
    said = [str(cell.value) for row in book["统计"].iter_rows() for cell in row if cell.value is not None]
    assert "基建科" in said
    assert not [words for words in said if "未归入" in words or "板块" in words]


def test_rows_stand_in_the_order_of_the_plan() -> None:
    summary = summarize(SEEDS / "cangzhou_2023.txt", RULES, with_text=True)
    text = str(summary.document.text)
    places = [text.find(row.quote) for row in tasks(Presentation(summary))]
    assert places == sorted(places)


def test_excel_offers_states_and_marks_what_is_late() -> None:
    """By rules that follow what people fill in, and a table of states that counts it."""
    book = workbook(made("xlsx", read()))
    sheet = book["任务分解表"]
    (offered,) = sheet.data_validations.dataValidation
    assert (offered.type, str(offered.sqref)) == ("list", f"K3:K{sheet.max_row}")
    assert "已完成" in offered.formula1
    rules = [rule for each in sheet.conditional_formatting for rule in each.rules if rule.type == "expression"]
    assert any("TODAY()" in rule.formula[0] and '"已完成"' in rule.formula[0] for rule in rules)
    assert sheet.auto_filter.ref.startswith("A2:")
    counts = {row[0]: row[1] for row in book["统计"].iter_rows(max_row=8, max_col=2, values_only=True)}
    assert counts["已完成"].startswith("=COUNTIF('任务分解表'!$K$3:")
    assert len(book["统计"]._charts) >= 3


def test_word_repeats_the_heading_and_offers_states() -> None:
    """On its side, rows whole, a list to choose from in each cell of a state."""
    data = made("docx", read())
    (section,) = document(data).sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    rows = list(document(data).tables[-1]._tbl.iter(qn("w:tr")))
    assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    body = parts(data)["word/document.xml"]
    offered = [item.get(qn("w:value")) for item in next(body.iter(qn("w:dropDownList")))]
    assert offered == ["未启动", "进行中", "已完成", "滞后", "暂缓"]
    assert len(list(body.iter(qn("w:dropDownList")))) == len(tasks(Presentation(read())))


def test_several_plans_are_one_table_with_a_page_of_contents() -> None:
    """Numbered through, each document under its title; the contents lead there."""
    data = made("docx", read(), qingdao())
    contents, ledger = document(data).tables
    counts = [str(len(tasks(Presentation(summary)))) for summary in (read(), qingdao())]
    assert [row.cells[4].text for row in contents.rows][1:] == counts
    body = parts(data)["word/document.xml"]
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert anchors == [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    numbers = [row[0] for row in word_rows(data) if len(row) == len(HEADS)][1:]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(ledger._tbl.xpath("w:tr")) > len(numbers)
    book = workbook(made("xlsx", read(), qingdao()))
    assert book.sheetnames[:2] == ["任务分解表", "目录"]
    assert {row["来源文件"] for row in excel_rows(made("xlsx", read(), qingdao()))} == {
        "某市2024年水利工作要点", "市教育局2023年工作要点",
    }  # fmt: skip


def test_a_document_without_a_title_is_not_called_by_its_file() -> None:
    """The period says more to a reader than plan-final2.txt."""
    untitled = read().document.model_copy(update={"title": None})
    summary = read().model_copy(update={"document": untitled})
    assert document(made("docx", summary)).paragraphs[0].text == "2024年任务分解表"
    assert document(made("docx", bare("Build 9 schools.", unit=None))).paragraphs[0].text.strip() == "Task ledger"


def test_columns_are_chosen_by_heading_or_key() -> None:
    assert chosen(None) == DEFAULT
    assert chosen("序号、举措,完成时限, quote") == ("number", "measure", "due", "quote")
    assert chosen("number,due-words") == ("number", "due_words")
    assert {*chosen(",".join(COLUMNS))} == {*COLUMNS}
    for wrong, unknown in (("", ""), ("no-such", "no-such"), ("序号,无此列,量化", "无此列,量化")):
        for lang, said in (
            ("zh", f"--columns：没有列“{unknown}”.*、完成时限、"),
            ("en", f"column {unknown};.*,due_words,"),
        ):
            use_language(lang)
            with pytest.raises(UsageError) as raised:
                chosen(wrong)
            assert re.search(said, str(raised.value))
            use_language(None)


@pytest.mark.slow
def test_the_program_takes_columns_and_splits_by_office(tmp_path: Path) -> None:
    """A file for each office with what it leads or helps with, and one of what names nobody."""
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    flags = ["--split", "actors", "--columns", "序号,举措,牵头单位", "--engine", "rules"]
    result = run(plan, "-o", f"{tmp_path}/out/", *flags)
    assert result.returncode == 0
    names = sorted(path.stem for path in (tmp_path / "out").iterdir())
    assert {"市水务局", "市财政局", "市应急局"} < {*names}
    rows = excel_rows((tmp_path / "out" / "市水务局.xlsx").read_bytes())
    assert [*rows[0]] == ["序号", "举措", "牵头单位"]
    assert len(rows) == 2
    assert "市水务局" in workbook((tmp_path / "out" / "市水务局.xlsx").read_bytes())["任务分解表"]["A1"].value
    assert "wrote 4 files to" in result.stderr.decode()
    for target in ("x.xlsx", "x.JSON", "plan.txt"):
        refused = run(plan, "-o", tmp_path / target, *flags)
        assert refused.returncode == 2
        assert "FOLDER/" in one_error_line(refused)
    assert not (tmp_path / "x.xlsx").exists()
    refused = run(plan, "-o", tmp_path / "x.md", "--columns", "序号", "--engine", "rules")
    assert refused.returncode == 2
    assert ".xlsx" in one_error_line(refused)


NAMED = """某市2024年水利工作要点

一、筑牢防洪屏障
1.会同市财政局除险加固水库3座。
2.配合市应急局整治堤防12公里。（责任单位：市水务局）
"""


def test_who_is_named_without_a_tag_is_offered_and_never_counted_as_tagged() -> None:
    """In the blank cell of who leads, marked, so that nobody takes it for the plan's own word; no file by office."""
    summary = read(NAMED)
    offered = "▲文中提到：市财政局"
    rows = excel_rows(made("xlsx", summary))
    assert [row["牵头单位"] for row in rows] == [offered, "市水务局"]
    assert [row["配合单位"] for row in rows] == [None, None]
    book = workbook(made("xlsx", summary))
    assert "市财政局" not in [cell.value for row in book["统计"].iter_rows() for cell in row]
    assert {"市财政局", "市应急局"} <= {cell.value for row in book["技术信息"].iter_rows() for cell in row}
    shown = [row[5] for row in word_rows(made("docx", summary)) if row[0].isdigit()]
    assert shown == [offered, "市水务局"]
    assert [*by_office(summary)] == ["", "市水务局"]
    assert [task.mentioned for task in tasks(Presentation(summary))] == ["市财政局", "市应急局"]
    assert chosen("文中提到的单位") == ("mentioned",)


def test_why_a_goal_is_doubtful_stands_below_the_table_once() -> None:
    """▲ before a goal is no use to who does not learn what to look at."""
    summary = read()
    goals = [g.model_copy(update={"unsure": "no verb", "unsure_code": "maybe-nominal-heading"}) for g in summary.goals]
    doubtful = summary.model_copy(update={"goals": goals})
    told = [task.unsure for task in tasks(Presentation(doubtful))]
    assert sum("目标：" in words for words in told) == len({task.goal for task in tasks(Presentation(doubtful))})
    assert "目标：" in words(made("docx", doubtful))


def test_items_with_the_same_doubt_are_told_on_one_line() -> None:
    """Not a page of lines that all say the same."""
    summary = read()
    measures = [m.model_copy(update={"unsure": "x", "unsure_code": "maybe-nominal-heading"}) for m in summary.measures]
    told = [p.text for p in document(made("docx", summary.model_copy(update={"measures": measures}))).paragraphs]
    assert [line for line in told if re.fullmatch(r"第1(?:、\d+)+项：.*", line)]
    assert not [line for line in told if line.startswith("第2项")]


def widths(data: bytes) -> dict[str, float]:
    """The columns of the table, in millimetres."""
    table = document(data).tables[-1]
    return {head.text: column.width.mm for head, column in zip(table.rows[0].cells, table.columns, strict=True)}


def test_columns_that_wait_to_be_filled_in_leave_their_room_to_the_measures() -> None:
    """They are there and hold their headings; where offices and dates stand in them they keep their width."""
    blank = widths(made("docx", read("某市2024年工作要点\n\n一、强化管理\n1.开展巡查。\n2.完善制度。\n")))
    full = widths(made("docx", read()))
    assert [*blank] == [*full] == HEADS
    assert sum(blank.values()) == pytest.approx(sum(full.values()), abs=0.5)
    assert blank["举措"] > full["举措"] + 5
    for head in ("牵头单位", "配合单位", "完成时限"):
        assert 14.8 < blank[head] < full[head], head  # four characters of 9 points between the margins of a cell


@pytest.mark.parametrize("columns", [DEFAULT, (*DEFAULT, "review"), COLUMNS])
def test_a_day_has_room_on_one_line_whatever_columns_there_are(columns: tuple[str, ...]) -> None:
    """Also where few tasks have one, so that the column leaves room to others: ten characters of 9 points."""
    text = f"某市2024年工作要点\n\n一、强化管理\n{'开展巡查。' * 20}\n年底建成学校7所。\n"
    summary = read(text)
    stream = io.BytesIO()
    with closing(FORMATS["docx"].book(alone=True)) as book:
        book.add(summary, View(lang="zh", columns=columns))
        book.save(stream)
    found = widths(stream.getvalue())
    assert found["完成时限"] > 20
    assert sum(found.values()) == pytest.approx(261, abs=1)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("新增课题400余项，培训教师2千余名。", ["400余项", "2千余名"]),
        ("We will invest $12 million in parks and plant 2,400 trees.", ["$12 million", "2,400 trees"]),
        ("We will reduce emissions by 50 percent by 2030.", ["50%"]),
    ],
)
def test_a_figure_says_what_the_plan_says_and_of_what(text: str, figures: list[str]) -> None:
    """With its unit, also where that stands apart from the number; nothing more than once."""
    head = "某市2024年工作要点\n\n一、工作任务\n" if text[0] > "z" else "Work Plan 2026\n\n2. Actions\n\n"
    summary = read(head + text + "\n")
    assert [figure(Presentation(summary), target) for target in summary.targets] == figures


def test_parts_of_offices_hold_everything_once_and_link_to_what_is_there() -> None:
    """What names no office is in a part of its own; nothing is lost."""
    summary = read()
    found = by_office(summary)
    for part in found.values():
        part.check(str(summary.document.text))
    assert {m.id for part in found.values() for m in part.measures} == {m.id for m in summary.measures}
    assert {t.id for part in found.values() for t in part.targets} == {t.id for t in summary.targets}


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(hostile(), hostile())
def test_whatever_a_document_says_is_text_in_word(text: str, other: str) -> None:
    """No markup, no field, no relation to outside comes of it."""
    data = made("docx", hostile_summary(text, other))
    body = parts(data)["word/document.xml"]
    assert not list(body.iter(qn("w:instrText"), qn("w:object"), qn("w:hyperlink")))
    assert "External" not in {rel.get("TargetMode") for rel in parts(data)["word/_rels/document.xml.rels"]}
