"""The Excel workbook and what both office formats promise, read back by other libraries than those that wrote them."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import cell, made, parts, table, words, workbook
from openpyxl.utils.escape import unescape
from programs import QINGDAO, TEMPLATE, hooked, one_error_line, run
from samples import SEEDS, bare, qingdao
from terminal import on_terminal

from summarizer.models import Goal, Measure, Target
from summarizer.reports.sheets import fitting, width
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from summarizer.models import Summary

ROOT = Path(__file__).parents[2]
BINARY = ["docx", "xlsx"]
_COUNTS = r"COUNT(?:IF|BLANK)\('[\w ]+'!\$[A-Z]+\$\d+:\$[A-Z]+\$\d+(?:,A\d+)?\)"
"""Formulas of ours, which count how tasks stand: no word of a document is in them."""


def hostile() -> st.SearchStrategy[str]:
    """Texts that want to be a formula, a link, markup, a tag of a template, or nothing that XML may hold."""
    starts = st.sampled_from(
        ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "{=1}", "http://x.example/",
         "internal:'目标'!A1", "mailto:a@b.example", "_x0041_", "</t></is>", "<w:p/>", "]]>", "&amp;", "{{ title }}",
         "{% for a in b %}", "\x00", "\x0b", "\ufffe", "\ud800", "\u202e", "'", "",
         "<r><t>x</t></r>", '<r></r></is></c><c r="Z9"><f>1+1</f></c></r>']
    )  # fmt: skip
    return st.tuples(starts, st.one_of(st.just(""), st.text(max_size=20))).map("".join)


def hostile_summary(text: str, other: str) -> Summary:
    """A summary that says ``text`` or ``other`` wherever a document has a say."""
    quote = text or "x"
    place = {"quote": quote, "start": 0, "end": len(quote), "unsure": other or "?"}
    summary = bare(quote, unsure=place["unsure"], indicator=text, unit=other, deadline=text, measure="m1", goal="g1")
    info = summary.document.model_copy(
        update={"name": other, "title": text, "issuer": other, "period": text, "published": other}
    )
    return summary.model_copy(
        update={
            "document": info,
            "overview": summary.overview.model_copy(update={"text": text}),
            "goals": [Goal(id="g1", level="task", text=text, **place)],
            "measures": [Measure(id="m1", text=other, actors=[text, other], deadline=other, goal="g1", **place)],
            "refused": qingdao(refused=True).refused,
        }
    )


# --- Excel ---------------------------------------------------------------------------------------------------


def test_there_is_a_sheet_for_each_group_and_for_what_was_not_extracted() -> None:
    """In the order in which a reader goes on; sheets that would be empty are left out."""
    full = workbook(made("xlsx", qingdao(refused=True)))
    assert full.sheetnames == [
        "任务分解表", "总览", "统计", "量化指标", "技术信息", "未采用", "未完整提取", "提示",
    ]  # fmt: skip
    plain = qingdao().model_copy(update={"incomplete": [], "notices": []})
    assert workbook(made("xlsx", plain)).sheetnames == full.sheetnames[:5]
    english = bare("Build 9 schools.", indicator="schools").model_copy(update={"notices": qingdao().notices})
    assert workbook(made("xlsx", english)).sheetnames == [
        "Task ledger", "Summary", "Statistics", "Targets", "Technical data", "Notices",
    ]  # fmt: skip


def test_numbers_and_dates_are_typed() -> None:
    """People add them up, sort by them and make charts of them."""
    book = workbook(made("xlsx", qingdao()))
    targets = book["量化指标"]
    assert [cell(targets, "值", row).value for row in range(1, 7)] == [1, 80, 70, 50, 100, 200]
    assert {cell(targets, "值", row).data_type for row in range(1, 7)} == {"n"}
    assert cell(targets, "值", 2).number_format == "#,##0"
    assert (cell(targets, "关系", 4).value, cell(targets, "数值", 4).value) == ("≈", "约50个")
    facts = {row["项目"]: row["内容"] for row in table(book["总览"])}
    assert facts["发布日期"] == dt.datetime(2023, 2, 24)  # noqa: DTZ001 - Excel's dates have no zone
    assert (facts["目标"], facts["举措"], facts["量化指标"]) == (7, 6, 6)


@pytest.mark.parametrize(
    ("value", "shown", "kind"),
    [(90.3, 90.3, "n"), (-5, -5, "n"), (0, 0, "n"), (10**16 + 1, "10000000000000001", "s"),
     (10**400, "1" + "0" * 400, "s")],
    ids=["broken", "negative", "zero", "sixteen", "endless"],
)  # fmt: skip
def test_a_number_is_exact_or_text(value: float, shown: object, kind: str) -> None:
    """Excel keeps fifteen digits and would round the rest away in silence."""
    found = cell(workbook(made("xlsx", bare(value=value)))["量化指标"], "值", 1)
    assert (found.value, found.data_type) == (shown, kind)


@pytest.mark.parametrize("written", ["2023", "2023-13-40", "1899-05-01", "二月", "2023-02"])
def test_what_is_no_whole_date_stays_text(written: str) -> None:
    """A month is not its first day."""
    info = bare().document.model_copy(update={"published": written})
    facts = table(workbook(made("xlsx", bare().model_copy(update={"document": info})))["总览"])
    assert {row["项目"]: row["内容"] for row in facts}["发布日期"] == written


def test_links_lead_to_the_rows_of_what_is_linked() -> None:
    """From a target to its measure and goal, from a measure to its goal, from a document to its tasks."""
    book = workbook(made("xlsx", qingdao(), qingdao()))
    followed = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for one in row:
                if one.hyperlink is None:
                    continue
                assert one.hyperlink.target is None, "nothing outside the workbook"
                name, line = re.fullmatch(r"'(.+)'!A(\d+)", one.hyperlink.location).groups()
                followed += 1
                if name == "任务分解表":
                    assert book[name].cell(int(line), 2).value == one.value
                    continue
                there = table(book[name])[int(line) - 2]
                assert there["编号"] == one.value
                assert there["文件"] == row[0].value
    assert followed > 40


def test_headings_stay_filter_and_repeat() -> None:
    """On the screen, and on every printed page."""
    book = workbook(made("xlsx", qingdao(refused=True)))
    for sheet in book.worksheets:
        if sheet.title == "统计":
            continue
        ledger = sheet.title == "任务分解表"
        assert sheet.freeze_panes == ("B2" if sheet.title == "总览" else "C3" if ledger else "A2")
        assert sheet.print_title_rows == ("$2:$2" if ledger else "$1:$1")
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.auto_filter.ref is None) == (sheet.title == "总览")
    assert book["量化指标"].auto_filter.ref.endswith(str(len(qingdao().targets) + 1))


def test_columns_fit_chinese_and_long_text_is_shown_in_full() -> None:
    """A Han character is two wide. What is too long for a column is wrapped in a row that is high enough."""
    book = workbook(made("xlsx", qingdao()))
    sheet = book["任务分解表"]
    wide = sheet.column_dimensions["D"].width
    for row in range(3, sheet.max_row + 1):
        found = sheet.cell(row, 4)
        lines = -(-width(found.value or "") // wide)
        assert found.alignment.wrap_text or not found.value
        assert lines == 1 or sheet.row_dimensions[row].height >= 15 * lines
    assert 40 <= wide < 61
    assert sheet.column_dimensions["A"].width < 10
    assert sheet.row_dimensions[2].height > 15
    assert width("学校") == 4


def test_columns_that_stay_empty_are_out_of_sight() -> None:
    """But not those that an office fills in by hand."""
    sheet = workbook(made("xlsx", bare()))["量化指标"]
    hidden = {sheet.cell(1, at).value for at in range(1, sheet.max_column + 1) if not _seen(sheet, at)}
    assert hidden == {"关系", "上限", "待核对"}


def _seen(sheet: object, at: int) -> bool:
    return not any(d.hidden and d.min <= at <= d.max for d in sheet.column_dimensions.values())


def test_several_documents_share_a_workbook_that_says_whose_each_row_is() -> None:
    """One that could not be read is listed too."""
    second = qingdao().model_copy(update={"document": bare().document})
    book = workbook(made("xlsx", qingdao(), second, failed=("broken.txt", "no such file")))
    for name in ("目录", "量化指标", "技术信息"):
        heads = [one.value for one in book[name][1]]
        assert heads[0] == "文件"
        assert {row["文件"] for row in table(book[name])} == {"qingdao_2023.txt", "plan.txt"}
    assert len(table(book["目录"])) == 2
    named = [row[1] for row in book["任务分解表"].iter_rows(min_row=3, values_only=True)]
    assert {*named} == {"市教育局2023年工作要点", "plan.txt"}
    assert table(book["未完整提取"])[-1]["未完整提取"] == "未能读取: no such file"
    assert table(book["未完整提取"])[-1]["文件"] == "broken.txt"


def test_a_text_longer_than_a_cell_ends_in_an_ellipsis() -> None:
    """Excel would refuse the whole file."""
    for text in ("长" * 40_000, "𠀀" * 20_000):
        short = fitting(text)
        assert len(short.encode("utf-16-le")) // 2 <= 32_767
        assert short.endswith("…")
    assert fitting("长" * 32_767) == "长" * 32_767


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(hostile(), hostile())
def test_no_cell_is_a_formula_or_leads_outside(text: str, other: str) -> None:
    """Whatever a document says is text: well-formed, inert, and as it was but for what cannot be shown."""
    data = made("xlsx", hostile_summary(text, other))
    for name, part in parts(data).items():
        formulas = [formula.text for formula in part.iter("{*}f")]
        own = all(re.fullmatch(_COUNTS, formula) for formula in formulas if not name.startswith("xl/charts"))
        assert own, name
        assert "External" not in {rel.get("TargetMode") for rel in part.iter("{*}Relationship")}
    for sheet in workbook(data).worksheets:
        for row in sheet.iter_rows():
            for one in row:
                assert one.data_type in {"s", "n", "d", "inlineStr"} or re.fullmatch("=" + _COUNTS, one.value)
                assert one.hyperlink is None or one.hyperlink.location.startswith("'")
    targets = workbook(data)["量化指标"] if "量化指标" in workbook(data).sheetnames else workbook(data)["Targets"]
    shown = targets.cell(2, 2)
    assert unescape(shown.value or "") == clean(text).strip()  # _x0041_ is escaped, else Excel would show an A
    if re.match(r"[=+\-@＝]", clean(text).strip()):
        assert shown.quotePrefix, "else it would become a formula when somebody edits the cell"


# --- both formats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", BINARY)
@pytest.mark.parametrize("seed", sorted(path.stem for path in SEEDS.glob("*.txt")))
def test_no_office_format_loses_a_word(seed: str, fmt: str) -> None:
    """All labels of every seed: each goal, measure and target is found again, in full."""
    gold = json.loads((ROOT / "evals" / "gold" / f"{seed}.json").read_text(encoding="utf-8"))
    span = ("quote", "start", "end")
    goals = [Goal(id=f"g{i}", text=g["quote"], level=g["level"], **{k: g[k] for k in span})
             for i, g in enumerate(gold["goals"])]  # fmt: skip
    measures = [Measure(id=f"m{i}", text=m["quote"], actors=m["actors"], **{k: m[k] for k in span})
                for i, m in enumerate(gold["measures"])]  # fmt: skip
    fields = (*span, "kind", "indicator", "comparator", "value", "value_max", "unit", "deadline", "masked")
    targets = [Target(id=f"t{i}", **{k: t[k] for k in fields}) for i, t in enumerate(gold["targets"])]
    summary = bare().model_copy(update={"goals": goals, "measures": measures, "targets": targets})
    shown = words(made(fmt, summary))
    for item in [*goals, *measures]:
        assert clean(item.quote).strip() in shown
    for target in targets:
        assert clean(target.indicator) in shown


@pytest.mark.parametrize("fmt", BINARY)
def test_everything_that_needs_a_look_is_said(fmt: str) -> None:
    """Doubts with their reasons, what was not extracted, notices, and what was refused where that was asked for."""
    shown = words(made(fmt, qingdao(refused=True)))
    for said in (
        "“全部”可能只是泛指",
        "端点未在 300 秒内答复",
        "略去了网页上与正文无关的 32 个字",
        "口号或专名",
        "高教处、职教处",
    ):
        assert said in shown


@pytest.mark.parametrize("fmt", BINARY)
def test_a_document_of_nothing_says_so(fmt: str) -> None:
    """Silent zeros look like a crash."""
    shown = words(made(fmt, bare().model_copy(update={"targets": []})))
    assert "没有找到目标、举措或量化指标。" in shown


@pytest.mark.slow
@pytest.mark.parametrize("fmt", BINARY)
def test_the_suffix_and_a_pipe_give_the_same_file(fmt: str, tmp_path: Path) -> None:
    """-o by suffix, and bytes on standard output that is no terminal, whatever the console's encoding."""
    out = tmp_path / f"all.{fmt}"
    assert run(QINGDAO, TEMPLATE, "-o", out).returncode == 0
    piped = run(QINGDAO, TEMPLATE, "--format", fmt, PYTHONIOENCODING="gbk")
    assert piped.returncode == 0
    assert words(piped.stdout) == words(out.read_bytes())
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.slow
@pytest.mark.parametrize("fmt", BINARY)
def test_a_folder_gets_a_whole_file_for_each_document(fmt: str, tmp_path: Path) -> None:
    assert run(QINGDAO, TEMPLATE, "--format", fmt, "-o", f"{tmp_path}/").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"qingdao_2023.{fmt}", f"template_2021.{fmt}"]
    assert "教育局关于2021年工作要点范文" in words((tmp_path / f"template_2021.{fmt}").read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("fmt", BINARY)
def test_a_terminal_is_told_to_name_a_file(fmt: str) -> None:
    """Bytes of a zip file would garble it."""
    shown = on_terminal(str(QINGDAO), "--format", fmt)
    assert "-o FILE" in shown.replace("\r\n", " ")
    assert "PK" not in shown


@pytest.mark.slow
@pytest.mark.parametrize("fmt", BINARY)
def test_without_the_extra_one_line_says_what_to_install(fmt: str, tmp_path: Path) -> None:
    """Before any document is read: this one is not even there."""
    path = hooked(tmp_path, "import sys\nsys.modules['xlsxwriter'] = sys.modules['docx'] = None\n")
    result = run("gone.txt", "-o", tmp_path / f"x.{fmt}", PYTHONPATH=path)
    assert result.returncode == 2
    assert "pip install -c constraints.txt -e '.[office]'" in one_error_line(result)


@pytest.mark.slow
def test_a_failed_run_leaves_an_older_workbook_alone(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    out.write_bytes(made("xlsx", qingdao()))
    older = out.read_bytes()
    assert run("gone.txt", "-o", out).returncode == 1
    assert out.read_bytes() == older


@pytest.mark.slow
def test_a_read_document_stands_beside_one_that_could_not_be(tmp_path: Path) -> None:
    """What was extracted is written, and the exit code is that of the failure."""
    result = run(QINGDAO, "gone.txt", "-o", tmp_path / "out.xlsx")
    assert result.returncode == 1
    book = workbook((tmp_path / "out.xlsx").read_bytes())
    assert table(book["未完整提取"])[0]["文件"] == "gone.txt"


@pytest.mark.slow
def test_other_formats_take_no_template(tmp_path: Path) -> None:
    """Nothing that was given is ignored."""
    for args in (["-o", tmp_path / "x.xlsx"], ["-o", tmp_path / "x.csv"]):
        result = run(QINGDAO, *args, "--template", "mine.docx")
        assert result.returncode == 2
        assert "--format docx" in one_error_line(result)


@pytest.mark.slow
def test_nothing_is_left_behind_in_the_temporary_folder(tmp_path: Path) -> None:
    """Sheets are drafted on disk, since a hundred documents fit no memory."""
    assert run(QINGDAO, "-o", tmp_path / "x.xlsx", TMPDIR=str(tmp_path)).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]
    assert io.BytesIO((tmp_path / "x.xlsx").read_bytes()).read(2) == b"PK"
