"""Word files: what a reader of the document sees is what is read, and every item has a way back."""

from __future__ import annotations

import hashlib
import http.server
import io
import threading
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given
from hypothesis import strategies as st
from office_samples import LEVELS, W, add_list, add_table, numbered, raw, restart, saved, with_member
from programs import one_error_line, run

import summarizer
from summarizer.documents import from_bytes
from summarizer.documents.word_numbers import written
from summarizer.errors import DocumentError, UnsupportedFormatError

if TYPE_CHECKING:
    from pathlib import Path

RULES = summarizer.Settings(engine="rules")


def text_of(document: docx.document.Document) -> str:
    return from_bytes(saved(document), "计划.docx").text


def test_numbers_that_are_not_in_the_text_are_read_as_the_reader_sees_them() -> None:
    """The outline rests on 一、（一）1.; Word keeps them apart from the text."""
    document = docx.Document()
    number = add_list(document, LEVELS)
    for text, level in (("甲", 0), ("乙", 1), ("丙", 2), ("丁", 2), ("戊", 1), ("己", 2), ("庚", 0), ("辛", 1)):
        numbered(document, text, number, level)
    numbered(document, "壬", restart(document, number, 7), 0)
    assert text_of(document).split("\n") == [
        "一、甲", "（一）乙", "1. 丙", "2. 丁", "（二）戊", "1. 己", "二、庚", "（一）辛", "七、壬", "",
    ]  # fmt: skip


def test_a_chapter_of_a_heading_style_counts_and_makes_the_outline() -> None:
    document = docx.Document()
    number = add_list(document, (("chineseCountingThousand", "第%1章"), ("decimal", "%1.%2")))
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    from docx.oxml import parse_xml

    style.append(parse_xml(f'<w:numPr {W}><w:numId w:val="{number}"/></w:numPr>'))
    document.add_paragraph("某市教育局2023年工作要点")
    for _ in range(11):
        document.add_paragraph("扩大优质教育资源供给", style="Heading 1")
    document.add_paragraph("新建学校9所。")
    found = from_bytes(saved(document), "计划.docx")
    assert "第十一章 扩大优质教育资源供给\n新建学校9所。" in found.text
    summary = summarizer.summarize(found, RULES)
    assert [goal.quote for goal in summary.goals] == ["扩大优质教育资源供给"] * 11
    assert summary.targets[0].goal == "g11"


def test_lists_of_words_own_styles_keep_their_levels() -> None:
    """List Number and List Number 2 are both 1. 2. in Word, told apart by the indent: measures stood under no goal."""
    document = docx.Document()
    document.add_paragraph("某市教育局2023年工作要点")
    for goal, measures in (
        ("加强学校建设", ("新建幼儿园5所。", "改造学校8所。")),
        ("提升教育质量", ("培训教师500名。",)),
    ):
        document.add_paragraph(goal, style="List Number")
        for measure in measures:
            document.add_paragraph(measure, style="List Number 2")
    document.add_paragraph("其中骨干教师90名。", style="List Number 3")
    found = from_bytes(saved(document), "计划.docx")
    assert found.text.split("\n")[1:] == [
        "1. 加强学校建设", "（1）新建幼儿园5所。", "（2）改造学校8所。", "2. 提升教育质量", "（3）培训教师500名。",
        "1）其中骨干教师90名。", "",
    ]  # fmt: skip
    summary = summarizer.summarize(found, RULES)
    assert [(measure.quote, measure.goal) for measure in summary.measures][:3] == [
        ("新建幼儿园5所", "g1"), ("改造学校8所", "g1"), ("培训教师500名", "g2"),
    ]  # fmt: skip


def test_a_list_of_an_inner_style_alone_is_written_as_word_shows_it() -> None:
    """Where no list stands above it, nothing has to be told apart."""
    document = docx.Document()
    for text in ("新建学校9所。", "改造学校8所。"):
        document.add_paragraph(text, style="List Number 2")
    assert text_of(document) == "1. 新建学校9所。\n2. 改造学校8所。\n"


@pytest.mark.parametrize(
    ("form", "counts"),
    [
        ("chineseCountingThousand", {1: "一", 10: "十", 11: "十一", 20: "二十", 105: "一百零五", 110: "一百一十"}),
        ("ideographTraditional", {1: "甲", 10: "癸"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("upperRoman", {4: "IV", 19: "XIX"}),
        ("lowerLetter", {1: "a", 27: "aa"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹"}),
        ("decimalFullWidth", {12: "１２"}),
        ("bullet", {1: ""}),
    ],
)
def test_number_formats(form: str, counts: dict[int, str]) -> None:
    assert {count: written(count, form) for count in counts} == counts


@given(st.integers(1, 9999))
def test_chinese_counting_reads_back(count: int) -> None:
    """What is written before a paragraph is the number that the outline then reads."""
    from summarizer.languages.zh.numerals import parse

    assert (
        parse(written(count, "chineseCountingThousand").replace("零", "")) == count
        or parse(written(count, "chineseCountingThousand")) == count
    )


def test_tracked_changes_are_taken_as_accepted() -> None:
    document = docx.Document()
    raw(
        document,
        "<w:r><w:t>新建学校</w:t></w:r>"
        '<w:del w:id="1" w:author="a"><w:r><w:delText>9</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t>所。</w:t></w:r>',
    )
    raw(document, '<w:moveFrom w:id="3" w:author="a"><w:r><w:t>改造幼儿园70所。</w:t></w:r></w:moveFrom>')
    raw(document, '<w:moveTo w:id="4" w:author="a"><w:r><w:t>改造幼儿园70所。</w:t></w:r></w:moveTo>')
    raw(document, '<w:pPr><w:rPr><w:del w:id="5" w:author="a"/></w:rPr></w:pPr><w:r><w:t>新增</w:t></w:r>')
    raw(document, "<w:r><w:t>学位2880个。</w:t></w:r>")
    assert text_of(document) == "新建学校12所。\n改造幼儿园70所。\n新增学位2880个。\n"


def test_text_boxes_are_read_once_and_hidden_text_not_at_all() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>专栏：新增学位2880个</w:t></w:r></w:p></w:txbxContent>"
    document = docx.Document()
    document.element.body.insert(
        0,
        docx.oxml.parse_xml(
            f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:x"><w:r><w:t>前文</w:t></w:r><w:r>'
            f'<mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>后文</w:t></w:r></w:p>'
        ),
    )
    assert text_of(document) == "前文后文\n专栏：新增学位2880个\n"


def test_a_soft_line_break_is_a_line_and_headers_are_left_out() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    run_ = document.add_paragraph().add_run("一、总体要求")
    run_.add_break(WD_BREAK.LINE)
    run_.add_text("新建学校9所。")
    assert text_of(document) == "一、总体要求\n新建学校9所。\n"


def test_footnotes_stand_at_the_end() -> None:
    document = docx.Document()
    raw(document, '<w:r><w:t>新建学校9所</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r>')
    data = saved(document)
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>—</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>不含民办学校。</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    data = with_member(data, "word/footnotes.xml", notes.encode())
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
    data = with_member(data, "word/_rels/document.xml.rels", b"", replace=(b"</Relationships>", link))
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = f'<Override PartName="/word/footnotes.xml" ContentType="{mime}"/></Types>'.encode()
    data = with_member(data, "[Content_Types].xml", b"", replace=(b"</Types>", part))
    assert from_bytes(data, "x.docx").text == "新建学校9所。\n不含民办学校。\n"


def test_items_have_a_locator_and_the_digest_is_of_the_file(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("某市教育局2023年工作要点", "", "一、扩大优质资源供给", "新建学校9所。"):
        document.add_paragraph(text)
    path = tmp_path / "计划.docx"
    path.write_bytes(saved(document))
    summary = summarizer.summarize(path, RULES)
    assert summary.targets[0].locator == summarizer.models.Locator(paragraph=3)
    assert summary.document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert summarizer.Summary.model_validate_json(summary.model_dump_json()) == summary


def test_a_merged_cell_counts_for_each_of_its_rows() -> None:
    document = docx.Document()
    rows = [
        ["任务", "举措", "责任单位", "完成时限"],
        ["扩大供给", "新建学校9所", "市教育局、市财政局", "6月底前"],
        ["", "改造农村薄弱幼儿园70所", "", "12月底前"],
    ]
    table = add_table(document, rows)
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    found = from_bytes(saved(document), "x.docx")
    measures = summarizer.summarize(found, RULES).measures
    assert [(m.quote, m.actors, m.deadline, m.locator.cell) for m in measures] == [
        ("新建学校9所", ["市教育局", "市财政局"], "6月底前", "T1R2C2"),
        ("改造农村薄弱幼儿园70所", ["市教育局", "市财政局"], "12月底前", "T1R3C2"),
    ]


# --- hostile and broken files


def test_an_entity_is_not_expanded() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    )
    data = saved(docx.Document())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").partition(b"?>")[2]
    with pytest.raises(DocumentError, match="document type"):
        from_bytes(with_member(data, "word/document.xml", bomb + body), "x.docx")


@pytest.mark.slow
def test_a_zip_bomb_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(with_member(saved(docx.Document()), "word/media/image1.bmp", bytes(100_000_000)))
    assert path.stat().st_size < 1_000_000
    result = run(path, "--engine", "rules")
    assert result.returncode == 1
    assert "unpacks into" in one_error_line(result)


def test_nothing_that_a_file_links_to_is_fetched() -> None:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/t.dotx"
        base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        links = "".join(
            f'<Relationship Id="x{kind}" Type="{base}{kind}" Target="{url}" TargetMode="External"/>'
            for kind in ("attachedTemplate", "image", "numbering", "styles", "footnotes")
        )
        document = docx.Document()
        document.add_paragraph("新建学校9所。")
        end = f"{links}</Relationships>".encode()
        data = with_member(saved(document), "word/_rels/document.xml.rels", b"", replace=(b"</Relationships>", end))
        assert from_bytes(data, "x.docx").text == "新建学校9所。\n"
        server.shutdown()
    assert asked == []


@pytest.mark.slow
@pytest.mark.parametrize("cut", [100, 5000])
def test_a_damaged_file_is_one_line(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "计划.docx"
    path.write_bytes(saved(docx.Document())[:-cut])
    result = run(path, "--engine", "rules")
    assert result.returncode == 1
    assert "damaged" in one_error_line(result)


def test_a_protected_file_says_so() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(100)
    with pytest.raises(UnsupportedFormatError, match="password"):
        from_bytes(data, "x.docx")


def test_without_libreoffice_an_old_file_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnsupportedFormatError, match=r"LibreOffice, which is not installed.*\.docx"):
        from_bytes(b"{\\rtf1 x}", "x.rtf")
