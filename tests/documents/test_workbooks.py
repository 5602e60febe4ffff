"""Excel, OpenDocument and CSV: what a reader of the sheet sees is the text, and each cell has its name."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import task_tables
import xlsxwriter
from programs import one_error_line, run

import summarizer
from summarizer.documents import Document, from_bytes, load
from summarizer.documents.bounds import Bounds
from summarizer.documents.sheets import MAX_CELLS, reference
from summarizer.errors import DocumentError, UnsupportedFormatError

RULES = summarizer.Settings(engine="rules")
TITLE = "某市教育局2025年重点工作任务分解表"
HEAD = ["序号", "重点任务", "工作目标", "牵头单位", "配合单位", "完成时限"]


def book(fill: Any) -> bytes:
    """A workbook that ``fill`` writes with xlsxwriter."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        fill(made)
    return out.getvalue()


def sheet(*rows: list[Any], name: str = "Sheet1", formats: dict[str, str] | None = None) -> bytes:
    """A workbook of one sheet; ``formats`` are those of cells."""

    def fill(made: Any) -> None:
        page = made.add_worksheet(name)
        kept = {cell: made.add_format({"num_format": code}) for cell, code in (formats or {}).items()}
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                own = kept.get(reference("", at, column))
                if isinstance(value, dt.date):
                    page.write_datetime(at, column, dt.datetime(*value.timetuple()[:3]), own)  # noqa: DTZ001
                elif value != "":
                    page.write(at, column, value, own)

    return book(fill)


def codes(document: Document) -> dict[str, object]:
    return {notice.code: notice.params.get("count") for notice in document.notices}


def a_plan(made: Any) -> None:
    """A sheet as offices keep them: a title over the width, a head, a merged task, formats, a hidden row, a note."""
    page = made.add_worksheet("重点任务")
    page.merge_range("A1:F1", TITLE)
    page.write("A2", "填报单位：某市教育局")
    page.write("E2", "2025年1月")
    page.write_row("A3", HEAD)
    page.merge_range("A4:F4", "一、扩大优质资源供给")
    page.write("A5", 1)
    page.merge_range("B5:B6", "推进新改扩建学校")
    page.write_row("C5", ["新建学校9所", "市发改委、市教育局", "市财政局\n市自然资源局"])
    page.write_datetime("F5", dt.datetime(2025, 6, 30), made.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))  # noqa: DTZ001
    page.write_row("C6", ["新增学位5000个", "市教育局", "各区县", "年底"])
    page.write_row("A7", [3, "提升公办园占比"])
    page.write("C7", 0.85, made.add_format({"num_format": "0%"}))
    page.write_row("D7", ["市教育局", "", "12月底前"])
    page.set_row(7, None, None, {"hidden": True})
    page.write("B8", "一项隐藏的任务")
    page.write_row("A9", [4, "培训骨干教师"])
    page.write("C9", 300, made.add_format({"num_format": '0"人"'}))
    page.write_row("D9", ["市教科院", "市财政局", "同上"])
    page.write("A11", "注：本表按季度更新。")
    made.add_worksheet("草稿").hide()
    made.get_worksheet_by_name("草稿").write("A1", "没有公布的数字99")


AS_SEEN = f"""{TITLE}
填报单位：某市教育局\t\t\t\t2025年1月\t
{chr(9).join(HEAD)}
一、扩大优质资源供给
1\t推进新改扩建学校\t新建学校9所\t市发改委、市教育局\t市财政局
市自然资源局\t2025年6月30日
\t新增学位5000个\t市教育局\t各区县\t年底
3\t提升公办园占比\t85%\t市教育局\t\t12月底前
4\t培训骨干教师\t300人\t市教科院\t市财政局\t同上
注：本表按季度更新。
"""


def test_a_sheet_is_read_as_it_is_seen() -> None:
    document = from_bytes(book(a_plan), "t.xlsx")
    assert document.text == AS_SEEN
    assert (document.metadata.title, document.metadata.issuer, document.metadata.period) == (
        TITLE,
        "某市教育局",
        "2025",
    )
    assert codes(document) == {"rows-hidden": 1, "sheets-hidden": 1}


def test_its_tasks_are_found_with_the_names_of_their_cells() -> None:
    """As the name box of Excel takes them; a goal of a bare figure counts what its task does, by its row's date."""
    summary = summarizer.summarize(from_bytes(book(a_plan), "t.xlsx"), RULES)
    assert [(m.quote, m.lead, m.support, m.deadline, m.locator and m.locator.cell) for m in summary.measures] == [
        (
            "推进新改扩建学校", ["市发改委", "市教育局"], ["市财政局", "市自然资源局", "各区县"], "2025年6月30日",
            "重点任务!B5",
        ),
        ("提升公办园占比", ["市教育局"], None, "12月底前", "重点任务!B7"),
        ("培训骨干教师", ["市教科院"], ["市财政局"], "12月底前", "重点任务!B9"),
    ]  # fmt: skip
    assert [(t.value, t.unit, t.deadline, t.measure, t.locator and t.locator.cell) for t in summary.targets] == [
        (9, "所", "2025年6月30日", "m1", "重点任务!C5"),
        (5000, "个", "年底", "m1", "重点任务!C6"),
        (85, "%", "12月底前", "m2", "重点任务!C7"),
        (300, "人", "12月底前", "m3", "重点任务!C9"),
    ]


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_the_formats_of_other_programs_read_the_same(tmp_path: Path, kind: str) -> None:
    """OpenDocument keeps what is seen; of an old file the formats are read with the numbers."""
    assert from_bytes(converted(book(a_plan), kind, tmp_path), f"t.{kind}").text == AS_SEEN
    assert from_bytes(converted(book(a_plan), kind, tmp_path), "t.xlsx").text == AS_SEEN  # whatever it is called


def converted(data: bytes, kind: str, folder: Path) -> bytes:
    (folder / "in.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, folder / "in.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"in.{kind}").read_bytes()


@pytest.mark.office
def test_what_libreoffice_turns_into_a_workbook_is_read() -> None:
    """Excel 2003's XML, as systems export it under the name of .xls; .xlsb goes the same way."""
    names = ("重点任务", "工作目标", "牵头单位")
    heads = "".join(f'<Cell><Data ss:Type="String">{name}</Data></Cell>' for name in names)
    share = '<Cell ss:StyleID="p"><Data ss:Type="Number">0.85</Data></Cell>'
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    data = (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style></Styles>'
        f'<Worksheet ss:Name="任务"><Table><Row>{heads}</Row><Row>{share}</Row></Table></Worksheet></Workbook>'
    )
    document = from_bytes(data.encode(), "t.xls")
    assert document.text == "任务\n重点任务\t工作目标\t牵头单位\n85%\n"


def test_formulas_without_a_value_are_said() -> None:
    """As a library leaves them that does not count; one with a value is read by it."""
    import openpyxl

    made = openpyxl.Workbook()
    made.active.append(["指标", "值"])
    made.active.append(["学位", "=1+1"])
    out = io.BytesIO()
    made.save(out)
    document = from_bytes(out.getvalue(), "t.xlsx")
    assert (document.text, codes(document)) == ("指标\t值\n学位\n", {"formulas-uncounted": 1})

    def fill(made: Any) -> None:
        made.add_worksheet().write_formula("A1", "=40+2", made.add_format({"num_format": '0"所"'}), 42)

    assert from_bytes(book(fill), "t.xlsx").text == "42所\n"


def test_hidden_columns_and_struck_out_cells_are_not_read() -> None:
    """A text box is not either, and says so."""

    def fill(made: Any) -> None:
        page = made.add_worksheet()
        page.write_row("A1", ["任务", "单位", "内部评分"])
        page.write_row("A2", ["修路", "交通局", 7])
        page.write("A3", "取消的任务", made.add_format({"font_strikeout": True}))
        page.write("B3", "民政局")
        page.set_column("C:C", None, None, {"hidden": True})
        page.insert_textbox("E5", "框里的字")

    document = from_bytes(book(fill), "t.xlsx")
    assert document.text == "任务\t单位\n修路\t交通局\n\t民政局\n"
    assert codes(document) == {"columns-hidden": 1, "shapes-unread": 1}


def test_sheets_are_told_apart_by_their_names() -> None:
    """Two tables on one sheet are two; a sheet that nobody has named, or whose name its title says, has no heading."""

    def fill(made: Any) -> None:
        for name, title in (("教育", "教育任务"), ("2025 卫健", "健康"), ("Sheet3", "其他")):
            page = made.add_worksheet(name)
            page.write("A1", title)
            for first in (2, 6):
                page.write_row(first, 0, ["任务", "单位"])
                page.write_row(first + 1, 0, ["修路", "交通局"])

    document = from_bytes(book(fill), "t.xlsx")
    table = "任务\t单位\n修路\t交通局\n"
    assert document.text == f"教育任务\n{table}{table}2025 卫健\n健康\n{table}{table}其他\n{table}{table}"
    assert len(document.tables) == 6
    names = [place.cell for place in document.places]
    assert names[:3] == ["教育!A1", "教育!A3", "教育!B3"]
    assert "'2025 卫健'!B8" in names


@pytest.mark.slow
def test_a_workbook_beyond_all_plans_is_cut_and_says_where() -> None:
    """The text goes as far as it is said to; the run is incomplete."""
    rows = "".join(
        f'<row r="{n}"><c t="inlineStr"><is><t>第{n}项</t></is></c></row>' for n in range(1, MAX_CELLS + 5000)
    )
    document = from_bytes(with_part(sheet(["x"]), "xl/worksheets/sheet1.xml", rows), "t.xlsx", Bounds(seconds=90))
    assert document.text.endswith(f"第{MAX_CELLS}项\n")
    assert [(why.code, why.params["row"]) for *_, why in document.gaps] == [("sheet-cut-off", MAX_CELLS)]


def with_part(data: bytes, name: str, rows: str) -> bytes:
    """A workbook with other rows in a sheet."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            part = f"{head}<sheetData>{rows}</sheetData></worksheet>".encode() if member == name else old.read(member)
            new.writestr(member, part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("rows", "more", "text"),
    [
        (
            '<row><c t="inlineStr"><is><t>甲</t></is></c></row>',
            '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "甲\n",
        ),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x000D_乙</t></is></c></row>', "", "甲\n乙\n"),
        ('<row r="1048576"><c r="XFD1048576" t="b"><v>1</v></c></row>', "", "TRUE\n"),
        ('<row r="1"><c r="A1" s="99"><v>7</v></c><c r="B1" t="e"><v>#REF!</v></c></row>', "", "7\t#REF!\n"),
    ],
)  # fmt: skip
def test_odd_sheets_are_read(rows: str, more: str, text: str) -> None:
    data = with_part(sheet(["x"]), "xl/worksheets/sheet1.xml", rows + "</sheetData>" + more + "<sheetData>")
    assert from_bytes(data, "t.xlsx").text == text


@pytest.mark.parametrize(
    "rows", ['<row r="x"/>', '<row><c t="s"><v>99</v></c></row>', "<row><c><v>abc</v></c></row>", "<row>", "]]>&x;"]
)
def test_a_broken_workbook_is_one_line(rows: str) -> None:
    with pytest.raises(DocumentError, match="damaged") as caught:
        from_bytes(with_part(sheet(["x"]), "xl/worksheets/sheet1.xml", rows), "t.xlsx")
    assert "\n" not in str(caught.value)


def test_entities_and_bombs_are_refused() -> None:
    sheets = zipfile.ZipFile(io.BytesIO(sheet(["x"])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for member in sheets.namelist():
            entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' if member == "xl/workbook.xml" else b""
            new.writestr(member, entity + sheets.read(member))
    with pytest.raises(DocumentError, match="document type"):
        from_bytes(out.getvalue(), "t.xlsx")
    with pytest.raises(DocumentError, match="unpack"):
        from_bytes(with_part(sheet(["x"]), "xl/worksheets/sheet1.xml", "<row/>" * 2_000_000), "t.xlsx")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_a_protected_workbook_says_what_to_do() -> None:
    with pytest.raises(UnsupportedFormatError, match="password"):
        from_bytes(OLE + "EncryptedPackage".encode("utf-16-le"), "t.xlsx")


@pytest.mark.parametrize("name", ["t.xlsx", "t.ods", "t.xlsm"])
def test_what_is_no_workbook_says_so(name: str) -> None:
    for data in ("一、新建学校9所。\n".encode(), OLE + "Workbook".encode("utf-16-le") + bytes(2000)):
        with pytest.raises(DocumentError, match="Excel file") as caught:
            from_bytes(data, name)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["t.docx", "t.pdf", "t.xls", "t.et", "t.csv"])
def test_a_workbook_of_another_name_is_read(name: str) -> None:
    assert from_bytes(book(a_plan), name).text == AS_SEEN


def test_pages_and_text_that_old_systems_call_xls_are_read() -> None:
    rows = [[*map(task_tables.Cell, row)] for row in (["任务", "单位"], ["修路", "交通局"])]
    table = "任务\t单位\n修路\t交通局\n"
    assert from_bytes(task_tables.page(TITLE, rows), "t.xls").text == f"{TITLE}\n{table}"
    assert from_bytes(table.encode("gb18030"), "t.xls").text == table


@pytest.mark.parametrize(
    ("data", "name", "rows"),
    [
        (b'a,"b\nc"\nd,e\n', "t.csv", ["a\tb", "c", "d\te"]),
        (
            "任务；要求\t单位\n修路，补路\t交通局\n".encode("utf-16"), "t.csv",
            ["任务；要求\t单位", "修路，补路\t交通局"],
        ),
        (b"a;b;c\n1,5;2;3\n", "t.csv", ["a\tb\tc", "1,5\t2\t3"]),
        (b"a,b\tc\n", "t.tsv", ["a,b\tc"]),
        ("一个单独的段落，没有表格\n".encode("gb18030"), "t.csv", ["一个单独的段落，没有表格"]),
        ('"没有合上的引号,a\nb,c\n'.encode(), "t.csv", ["没有合上的引号,a", "b,c"]),
    ],
)  # fmt: skip
def test_text_tables_are_parted_by_their_own_sign(data: bytes, name: str, rows: list[str]) -> None:
    assert from_bytes(data, name).text.split("\n")[:-1] == rows


@pytest.mark.slow
def test_what_this_program_wrote_is_passed_over_in_a_folder_and_read_by_its_name(tmp_path: Path) -> None:
    """A ledger beside its plan would be counted twice; an office that filled one in may have it read."""
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(book(a_plan))
    for name in ("ledger.xlsx", "ledger.docx", "items.csv"):
        assert run(plan, "--engine", "rules", "-o", tmp_path / name, "--quiet").returncode == 0
    result = run(tmp_path, "--engine", "rules", "--format", "jsonl", "--lang", "en")
    assert result.stdout.count(b"\n") == 1
    assert (
        "3 file(s) that this program wrote were passed over: items.csv, ledger.docx, ledger.xlsx"
        in result.stderr.decode()
    )
    before = summarizer.summarize(load(plan), RULES)
    for name in ("ledger.xlsx", "ledger.docx"):
        again = summarizer.summarize(load(tmp_path / name), RULES)
        assert [(m.quote, m.lead, m.support) for m in again.measures] == [
            (m.quote, m.lead, m.support) for m in before.measures
        ]
        assert again.document.title == TITLE


@pytest.mark.slow
def test_a_run_of_a_workbook_says_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(book(a_plan))
    result = run(tmp_path / "t.xlsx", "--engine", "rules", "--lang", "zh")
    assert result.returncode == 0
    assert "有1行被隐藏或筛选掉，未读" in "".join(result.stdout.decode().split())
    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04 xl/workbook.xml")
    result = run(tmp_path / "t.xlsx", "--engine", "rules", "--lang", "zh")
    assert result.returncode == 1
    assert one_error_line(result)


def parted(*titles: str) -> summarizer.Summary:
    """A workbook whose parts are sheets, each with its title, its head of two rows and a sum of its rows."""

    def fill(made: Any) -> None:
        for at, (name, title) in enumerate(zip(["学前教育", "校园安全"], titles, strict=True)):
            page = made.add_worksheet(name)
            page.merge_range("A1:F1", title)
            for column, heads in enumerate(
                [
                    ("序号", ""),
                    ("重点任务", ""),
                    ("工作目标", ""),
                    ("责任单位", "牵头单位"),
                    ("", "配合单位"),
                    ("完成时限", ""),
                ]
            ):
                page.write_column(1, column, heads)
            page.merge_range("D2:E2", "责任单位")
            for row, line in enumerate(
                [[1, "扩建园舍31座", "", "甲科", "乙科", "6月"], [2, "巡查校舍53次", "", "丙科", "", "9月"]]
            ):
                page.write_row(3 + row, 0, [line[0] + 2 * at, *line[1:]])
            page.write_row(5, 0, ["小计", "2项"])

    return summarizer.summarize(from_bytes(book(fill), "t.xlsx"), RULES)


def test_a_sum_of_tasks_is_no_target() -> None:
    assert [each.value for each in parted(TITLE, TITLE).targets] == [31, 53, 31, 53]


@pytest.mark.parametrize("second", [TITLE, "某市教育局2025年校园安全任务分解表"])
def test_the_title_over_the_first_of_several_sheets_is_the_documents_and_no_title_is_a_task(second: str) -> None:
    found = parted(TITLE, second)
    assert (found.document.title, found.document.issuer, found.document.period) == (TITLE, "某市教育局", "2025")
    assert [each.quote for each in found.measures] == ["扩建园舍31座", "巡查校舍53次"] * 2
    assert not any("分解表" in each.quote for each in found.goals)
