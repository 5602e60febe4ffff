"""The Word report by templates, read back with python-docx; of the ledger, see ``test_ledger.py``."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from hypothesis import given, settings
from lxml import etree
from office_files import W, document, made, parts, words
from programs import QINGDAO, clean_environment, one_error_line, run
from samples import bare, qingdao
from test_reports_office import hostile, hostile_summary
from word_templates import TEMPLATES, make

from summarizer.reports.view import View
from summarizer.reports.word import WordBook
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from summarizer.models import Summary

ROOT = Path(__file__).parents[2]
HOME = ROOT / "summarizer" / "reports" / "templates"
HEADS = ["序号", "目标", "举措", "量化指标", "责任单位", "完成时限", "原文位置（行:字）"]


def tasks(data: bytes) -> Any:
    """The task table: the last one of a document."""
    return document(data).tables[-1]


def rows(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def written(tmp_path: Path, *paragraphs: str) -> Path:
    """A template of the user's own, as Word would save it."""
    mine = Document()
    for text in paragraphs:
        mine.add_paragraph(text)
    path = tmp_path / "mine.docx"
    mine.save(str(path))
    return path


def report(*summaries: Summary) -> bytes:
    """What the template that comes along makes of these."""
    book = WordBook(HOME / "plan.docx")
    for summary in summaries:
        book.add(summary, View())
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# --- the report ----------------------------------------------------------------------------------------------


def test_the_task_table_is_what_offices_fill_in() -> None:
    """序号, 目标, 举措, 量化指标, 责任单位, 完成时限, 原文位置: a row a measure, under bands of the goals above."""
    shown = rows(tasks(report(qingdao())))
    assert shown[0] == HEADS
    numbered = [row for row in shown[1:] if row[0].isdigit()]
    assert [row[0] for row in numbered] == [str(n) for n in range(1, len(numbered) + 1)]
    row = next(row for row in numbered if row[4])
    assert row[1] == "持续深化高等教育校地融合发展"
    assert row[3] == "遴选建设产教融合示范学科专业(群) ≈ 50 个"
    assert row[4:6] == ["高教处、职教处", "年底前"]
    bands = [row[0] for row in shown[1:] if not row[0].isdigit()]
    assert bands == [goal.text for goal in qingdao().goals if goal.level == "section"]


def test_a_goal_with_several_measures_is_one_merged_cell() -> None:
    """It is read once, and every row of the cell still belongs to it."""
    table = tasks(report(qingdao()))
    goal = "持续扩增基础教育优质资源"
    cells = [row.cells[1] for row in table.rows if row.cells[1].text == goal]
    assert len(cells) == 2
    assert cells[0]._tc is cells[1]._tc
    merged = [tc.find(f"{W}tcPr/{W}vMerge") for tc in table._tbl.iter(f"{W}tc")]
    assert {mark.get(f"{W}val") for mark in merged if mark is not None} == {"restart", "continue"}


def test_every_goal_stands_in_the_table() -> None:
    """Also one that nothing serves, which somebody has to work on."""
    lonely = qingdao().model_copy(update={"measures": [], "targets": []})
    shown = words(report(lonely)).split("任务分解表")[1]
    for goal in lonely.goals:
        assert goal.text in shown


def test_heading_rows_repeat_and_rows_stay_whole() -> None:
    """A table of ten pages is read on each of them."""
    for table in document(report(qingdao())).tables[1:]:
        properties = [row._tr.trPr for row in table.rows]
        assert properties[0].find(f"{W}tblHeader") is not None
        assert all(one.find(f"{W}tblHeader") is None for one in properties[1:])
        assert all(one.find(f"{W}cantSplit") is not None for one in properties)


def test_pages_are_those_of_an_office() -> None:
    """A4 upright for the report, on its side for the table, each with the number of the page."""
    upright, sideways = document(report(qingdao())).sections
    size = (Mm(210), Mm(297))
    assert [round(mm / 1000) for mm in (upright.page_width, upright.page_height)] == [round(mm / 1000) for mm in size]
    assert upright.orientation == WD_ORIENT.PORTRAIT
    assert sideways.orientation == WD_ORIENT.LANDSCAPE
    assert sideways.page_width > sideways.page_height
    for section in (upright, sideways):
        fields = section.footer._element.iter(f"{W}fldSimple")
        assert [field.get(f"{W}instr") for field in fields] == ["PAGE"]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [("Plan Title", "方正小标宋简体", 22), ("Plan Text", "仿宋_GB2312", 16), ("Plan Heading", "黑体", 16),
     ("Plan Cell", "宋体", 10.5)],
)  # fmt: skip
def test_fonts_are_those_of_gb_t_9704(style: str, font: str, size: float) -> None:
    """Each has a substitute that ordinary Windows has, for machines that lack the first."""
    data = report(qingdao())
    found = document(data).styles[style]
    assert found.element.rPr.rFonts.get(f"{W}eastAsia") == font
    assert found.font.size.pt == size
    fonts = {one.get(f"{W}name"): one for one in parts(data)["word/fontTable.xml"].iter(f"{W}font")}
    assert fonts[font].find(f"{W}altName").get(f"{W}val")


def test_title_facts_and_doubts_stand_in_the_report() -> None:
    """In this order, with numbered headings for the parts that are there and none for those that are not."""
    shown = words(report(qingdao()))
    order = "市教育局2023年工作要点 2023-02-24 一、概要 二、目标 三、量化指标 四、待核对 五、未完整提取".split()
    assert [shown.index(part) for part in order] == sorted(shown.index(part) for part in order)
    assert "▲量化指标：推动区(市)特教学校" in shown
    assert "▲区(市)特教学校" in shown
    assert "未采用的候选" not in shown
    assert document(report(qingdao())).core_properties.title == "市教育局2023年工作要点"


def test_an_english_document_gets_english_words() -> None:
    shown = words(report(bare("Build 9 schools.", indicator="schools", unit=None)))
    assert "1. Targets" in shown
    assert not {"序号", "量化指标", "："} & set(shown.split())


def test_each_of_several_documents_begins_on_a_new_page() -> None:
    """Two sections each: the second document's follow the first one's, and nothing of either is lost."""
    other = qingdao().model_copy(update={"document": bare().document.model_copy(update={"title": "第二份"})})
    data = report(qingdao(), other, qingdao())
    sections = document(data).sections
    assert [section.orientation for section in sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE] * 3
    assert {str(section.start_type) for section in sections} == {"NEW_PAGE (2)"}
    titles = [p.text for p in document(data).paragraphs if p.style.name == "Plan Title"]
    assert titles == ["市教育局2023年工作要点", "第二份", "市教育局2023年工作要点"]
    assert len(document(data).tables) == 9


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(hostile(), hostile())
def test_whatever_a_document_says_is_text(text: str, other: str) -> None:
    """Not markup, not a tag of the template: the file is well-formed and shows it as it is."""
    data = report(hostile_summary(text, other))
    body = parts(data)["word/document.xml"]
    assert not list(body.iter(f"{W}hyperlink", f"{W}instrText", f"{W}object"))
    assert "External" not in {rel.get("TargetMode") for rel in parts(data)["word/_rels/document.xml.rels"]}
    titles = [p.text for p in document(data).paragraphs if p.style.name == "Plan Title"]
    tags = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}  # docxtpl's own spelling of braces
    expected = clean(text or other)
    for spelled, meant in tags.items():
        expected = expected.replace(spelled, meant)
    assert titles[0] == expected


# --- templates -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_template_of_ones_own_is_filled_in(tmp_path: Path) -> None:
    """For every document of a call, in the user's own words and layout."""
    mine = written(tmp_path, "本局分解：{{ title }}", "{%p for target in targets %}", "{{ target.indicator }}",
                   "{%p endfor %}")  # fmt: skip
    out = tmp_path / "out.docx"
    assert run(QINGDAO, QINGDAO, "--engine", "rules", "-o", out, "--template", mine).returncode == 0
    shown = [p.text for p in document(out.read_bytes()).paragraphs]
    assert shown.count("本局分解：市教育局2023年工作要点") == 2
    assert shown.count("新建人工智能教育实验室") == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tag", "says"),
    [("{{ titel }}", "titel"), ("{% for %}", "near"), ("{{ 1 / 0 }}", "division"),
     ("{%p for target in targets %}\n{{ target.amuont }}\n{%p endfor %}", "amuont"),
     ("{{ title.__class__.__mro__ }}", "unsafe")],
)  # fmt: skip
def test_a_wrong_template_is_told_before_any_document_is_read(tag: str, says: str, tmp_path: Path) -> None:
    """One line that names what is wrong, and no way out of the sandbox."""
    mine = written(tmp_path, *tag.split("\n"))
    result = run("gone.txt", "-o", tmp_path / "out.docx", "--template", mine)
    assert result.returncode == 2
    line = one_error_line(result)
    assert says in line
    assert "mine.docx" in line


@pytest.mark.slow
def test_what_is_no_word_file_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "text.docx").write_text("no zip", encoding="utf-8")
    for name, says in (("text.docx", "Word"), ("gone.docx", "cannot be read"), ("old.doc", ".docx")):
        result = run(QINGDAO, "-o", tmp_path / "out.docx", "--template", tmp_path / name)
        assert result.returncode == 2
        assert says in one_error_line(result)


def _canonical(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {
            name: etree.tostring(etree.fromstring(book.read(name)), method="c14n")
            for name in book.namelist()
            if name.endswith((".xml", ".rels"))
        }


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_are_what_the_script_makes(name: str, tmp_path: Path) -> None:
    """Nobody mends the files by hand."""
    make(name, tmp_path / name)
    assert _canonical(tmp_path / name) == _canonical(HOME / name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_that_comes_along_works(name: str) -> None:
    """Report and table alone, too."""
    shown = words(made("docx", qingdao(refused=True), template=HOME / name))
    assert ("任务分解表" in shown) == ("table" in TEMPLATES[name])
    assert ("一、概要" in shown) == ("report" in TEMPLATES[name])


@pytest.mark.slow
def test_the_script_gives_templates_to_begin_with(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "summarizer.reports.templates", str(tmp_path / "mine")]
    subprocess.run(command, check=True, capture_output=True, env=clean_environment())
    assert {path.name for path in (tmp_path / "mine").iterdir()} == set(TEMPLATES)


def test_the_page_about_templates_names_all_that_there_is() -> None:
    """What a template's author can use, from the program itself."""
    from summarizer.reports.word_content import content

    page = (HOME / "README.md").read_text(encoding="utf-8")
    summary: Summary = qingdao(refused=True)
    for name, value in content(summary, View()).items():
        assert f"`{name}`" in page
        if name not in {"words", "heads"} and isinstance(value, list) and value and isinstance(value[0], dict):
            assert all(f"`{key}`" in page for one in value for key in one), name
