"""PDFs: reading order, paragraphs, furniture, tables; a scan and a protected file say what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from fpdf import FPDF
from programs import one_error_line, run

import summarizer
from summarizer.documents import from_bytes
from summarizer.documents.pdf_paragraphs import glued
from summarizer.errors import DocumentError

RULES = summarizer.Settings(engine="rules")
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)
FONT = next((path for path in FONTS if Path(path).is_file()), None)
SENTENCE = "深入实施基础教育扩优提质行动，推动义务教育优质均衡发展和城乡一体化，健全覆盖全学段的资助体系。"


def made(draw: object, *, pages: int = 1) -> bytes:
    pdf = FPDF(format="A4", unit="mm")
    if FONT:
        pdf.add_font("cjk", fname=FONT, collection_font_number=2)
    for number in range(pages):
        pdf.add_page()
        pdf.set_font("cjk" if FONT else "helvetica", size=12)
        draw(pdf, number)
    return bytes(pdf.output())


chinese = pytest.mark.skipif(FONT is None, reason="needs a Chinese font: apt-get install fonts-noto-cjk")


@pytest.mark.slow
def test_a_file_of_empty_pages_says_that_it_holds_no_text(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(made(lambda *_: None, pages=2))
    result = run(path, "--engine", "rules")
    assert result.returncode == 1
    assert "no text" in one_error_line(result)


def test_a_protected_file_says_so() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.set_encryption("owner", "user")
        pdf.cell(text="2880")

    with pytest.raises(DocumentError, match="password"):
        from_bytes(made(draw), "x.pdf")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"%PDF-1.7\n", "pdf-cut-off"),
        (b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>", None),
        (b"%PDF-1.7\nrubbish\n%%EOF\n", "pdf-damaged"),
    ],
)
def test_a_damaged_file_is_one_line(tmp_path: Path, data: bytes, code: str | None) -> None:
    """In our own words: what a library says of it helps nobody."""
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    result = run(path, "--engine", "rules")
    assert result.returncode == 1
    assert "Root" not in one_error_line(result)
    with pytest.raises(DocumentError) as caught:
        from_bytes(data, "x.pdf")
    assert code is None or (caught.value.code, {*caught.value.message.params}) == (code, {"name"})


@pytest.mark.slow
@chinese
def test_running_heads_and_page_numbers_stay_out_and_paragraphs_go_over_the_page() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        pdf.text(70, 10, f"某市教育局文件 第{number + 1}期")
        pdf.text(100, 290, f"— {number + 1} —")
        pdf.set_xy(30, 45)
        pdf.multi_cell(150, 8, SENTENCE[:-1] * 3 if number == 0 else SENTENCE, align="L")

    text = from_bytes(made(draw, pages=3), "x.pdf").text
    assert "某市教育局文件" not in text
    assert "—" not in text
    assert text.replace("\n", "") == SENTENCE[:-1] * 3 + SENTENCE * 2


@pytest.mark.slow
@chinese
def test_two_columns_are_read_one_after_the_other() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.text(60, 20, "某市教育局2023年工作要点")
        for column, begin in ((25, "甲"), (110, "乙")):
            pdf.set_xy(column, 30)
            pdf.multi_cell(75, 8, begin + SENTENCE * 3, align="L")

    text = from_bytes(made(draw), "x.pdf").text
    assert text == f"某市教育局2023年工作要点\n甲{SENTENCE * 3}\n乙{SENTENCE * 3}\n"


@pytest.mark.slow
@chinese
def test_a_drawn_table_gives_its_targets_with_page_and_cell() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        pdf.multi_cell(0, 8, "某市教育局2023年工作要点" if number == 0 else SENTENCE)
        if number:
            with pdf.table(first_row_as_headings=False) as table:
                for row in (["指标", "单位", "2023年目标"], ["新增学位", "个", "2880"], ["毛入园率", "%", "95以上"]):
                    table.row(row)

    summary = summarizer.summarize(from_bytes(made(draw, pages=2), "x.pdf"), RULES)
    assert [(t.indicator, t.value, t.comparator, t.locator.page, t.locator.cell) for t in summary.targets] == [
        ("新增学位", 2880, "=", 2, "T1R2C3"),
        ("毛入园率", 95, ">=", 2, "T1R3C3"),
    ]


@pytest.mark.slow
@chinese
def test_pages_without_text_among_others_are_listed() -> None:
    document = from_bytes(made(lambda pdf, n: pdf.cell(text="新建学校9所。") if n != 1 else None, pages=3), "x.pdf")
    assert [code for code, _ in document.notices] == ["pages-without-text"]
    assert document.notices[0].params == {"pages": "2"}


@chinese
def test_bold_that_is_printed_twice_is_read_once() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.text(30, 30, "新建学校9所。")
        pdf.text(30.2, 30, "新建学校9所。")

    assert from_bytes(made(draw), "x.pdf").text == "新建学校9所。\n"


@chinese
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_set_sideways_or_upside_down_is_read_with_its_tables(turn: int) -> None:
    """A wide table is often set sideways on an upright page, for a reader who turns it."""

    def draw(pdf: FPDF, _: int, turn: int) -> None:
        with pdf.rotation(turn, 105, 148):
            left = 20 if turn % 180 == 0 else -23
            for line in ("一、扩大托育服务供给", "新建托育中心7所，新增托位860个。"):
                pdf.set_xy(left, 100 if line[0] == "一" else 108)
                pdf.cell(text=line)
            pdf.set_y(118)
            for row in (("序号", "任务", "完成时限"), ("1", "改造社区托育点19处", "6月底前")):
                pdf.set_x(left)
                for width, cell in zip((15, 70, 40), row, strict=True):
                    pdf.cell(width, 8, text=cell, border=1)
                pdf.ln(8)

    upright = from_bytes(made(lambda pdf, number: draw(pdf, number, 0)), "x.pdf")
    turned = from_bytes(made(lambda pdf, number: draw(pdf, number, turn)), "x.pdf")
    assert turned.text == upright.text
    assert turned.tables == upright.tables
    assert len(turned.tables) == 1


@chinese
def test_a_text_layer_with_blanks_between_its_characters_is_read_without_them() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        for at, line in enumerate(("一、扩大托育服务供给", "新建托育中心17所，新增托位860个。")):
            pdf.text(30, 30 + 10 * at, " ".join(line))

    document = from_bytes(made(draw), "x.pdf")
    result = summarizer.summarize(document, RULES)
    assert [goal.text for goal in result.goals] == ["扩大托育服务供给"]
    assert [(target.value, target.unit) for target in result.targets] == [(17, "所"), (860, "个")]


@pytest.mark.parametrize(
    ("text", "more", "whole"),
    [
        ("推进教", "育改革", "推进教育改革"),
        ("共28", "80个", "共2880个"),
        ("work plan", "of 2023", "work plan of 2023"),
        ("educa-", "tion", "education"),
        ("", "甲", "甲"),
    ],
)
def test_how_lines_are_joined(text: str, more: str, whole: str) -> None:
    assert glued(text, more) == whole


@pytest.mark.slow
def test_an_object_can_be_read_from_standard_input() -> None:
    data = made(lambda pdf, _: pdf.cell(text="Plan 2023"))
    result = run("-", "--engine", "rules", "--format", "json", "--with-text", stdin=data)
    assert result.returncode == 0
    assert b"Plan 2023" in result.stdout
