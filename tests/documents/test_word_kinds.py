"""Word files whose text stands elsewhere than in plain runs: nothing of it is lost or read wrongly without a word."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from office_samples import raw, saved, with_member

import summarizer
from summarizer.documents import from_bytes
from summarizer.documents.normalising import view_of

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def made(*paragraphs: str) -> bytes:
    """A Word file of paragraphs of raw XML."""
    document = docx.Document()
    for inner in paragraphs:
        raw(document, inner)
    return saved(document)


def text_of(*paragraphs: str) -> str:
    return from_bytes(made(*paragraphs), "x.docx").text.rstrip("\n")


def run_of(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def with_body(inner: str, data: bytes | None = None) -> bytes:
    """A Word file with raw XML at the start of its body."""
    data = data or saved(docx.Document())
    return with_member(data, "word/document.xml", b"", replace=(b"<w:body>", f"<w:body>{inner}".encode()))


def related(data: bytes, kind: str, target: str) -> bytes:
    link = f'<Relationship Id="x1" Type="{RELATION}/{kind}" Target="{target}"/></Relationships>'.encode()
    return with_member(data, "word/_rels/document.xml.rels", b"", replace=(b"</Relationships>", link))


def codes(data: bytes) -> list[str]:
    return [notice.code for notice in from_bytes(data, "x.docx").notices]


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="true"/>'])
def test_what_is_struck_out_is_gone(mark: str) -> None:
    """A struck-out 3 before 5 must not become 35."""
    assert text_of(run_of("建成图书馆") + run_of("3", mark) + run_of("5座。")) == "建成图书馆5座。"
    assert text_of(run_of("5座。", '<w:strike w:val="0"/>')) == "5座。"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.html", "<p>建成图书馆<s>3</s>5座。</p><p><span style='text-decoration: line-through'>无</span></p>"),
        ("x.md", "建成图书馆~~3~~5座。\n"),
    ],
)
def test_what_is_struck_out_on_a_page_is_gone(name: str, data: str) -> None:
    assert from_bytes(data.encode(), name).text == "建成图书馆5座。\n"


def test_symbols_are_what_their_font_shows() -> None:
    assert text_of('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run_of("40座。")) == "≥40座。"
    assert text_of(run_of("\uf0a3", '<w:rFonts w:ascii="Symbol"/>') + run_of("40座。")) == "≤40座。"
    assert text_of('<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>' + run_of("巡河。")) == "①巡河。"
    unknown = made('<w:r><w:sym w:font="Arcane" w:char="F0B3"/></w:r>' + run_of("巡河。"))
    assert from_bytes(unknown, "x.docx").text == "\ufffd巡河。\n"
    assert codes(unknown) == ["symbols-unread"]


def test_equations_are_read_in_a_line() -> None:
    one = f"<m:oMath {M}><m:r><m:t>≥88%</m:t></m:r></m:oMath>"
    assert text_of(run_of("合格率") + one + run_of("。")) == "合格率≥88%。"
    part = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>"
    fraction = f"<m:oMath {M}><m:f>{part.format('num', 3)}{part.format('den', 4)}</m:f></m:oMath>"
    assert text_of(fraction) == "3/4"
    power = f"<m:oMath {M}><m:sSup>{part.format('e', 10)}{part.format('sup', 4)}</m:sSup></m:oMath>"
    assert text_of(run_of("7×") + power + run_of("吨")).replace(" ", "") == "7×10⁴吨"
    assert text_of(run_of("7×10") + run_of("4", '<w:vertAlign w:val="superscript"/>')) == "7×10⁴"
    assert codes(made("<w:r><w:object><o:OLEObject xmlns:o='urn:x'/></w:object></w:r>" + run_of("巡河。"))) == [
        "objects-unread"
    ]


def test_ruby_is_its_base() -> None:
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run_of('yì')}</w:rt><w:rubyBase>{run_of('黟')}</w:rubyBase></w:ruby></w:r>"
    assert text_of(run_of("在") + ruby + run_of("县修桥2座。")) == "在黟县修桥2座。"


def test_one_of_a_choice_is_read() -> None:
    block = "<w:p><w:r><w:t>修桥2座。</w:t></w:r></w:p>"
    for first in (block, "<w:p/>"):
        both = (
            f'<mc:AlternateContent {MC}><mc:Choice Requires="w14">{first}</mc:Choice>'
            f"<mc:Fallback>{block}</mc:Fallback></mc:AlternateContent>"
        )
        assert from_bytes(with_body(both), "x.docx").text == "修桥2座。\n"


def test_a_prompt_is_no_text_and_what_is_typed_over_it_is() -> None:
    control = "<w:sdt><w:sdtPr>{}<w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    prompt = control.format("<w:showingPlcHdr/>", run_of("请选择日期"))
    assert text_of(run_of("修桥2座。") + prompt, control.format("", run_of("巡河。"))) == "修桥2座。\n巡河。"


@pytest.mark.parametrize("kind", ["header", "image", "hyperlink"])
def test_a_relation_to_nothing_takes_nothing_with_it(kind: str) -> None:
    data = related(made(run_of("修桥2座。")), kind, "nowhere.xml")
    assert from_bytes(data, "x.docx").text == "修桥2座。\n"
    assert codes(data) == []


def test_notes_that_are_not_there_are_missed() -> None:
    assert codes(related(made(run_of("修桥2座。")), "footnotes", "nowhere.xml")) == ["parts-missing"]


def test_folders_may_be_written_with_backslashes() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(run_of("修桥2座。")))) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            made_member = zipfile.ZipInfo("x")
            made_member.filename = member.replace("/", "\\")
            new.writestr(made_member, old.read(member))
    assert from_bytes(buffer.getvalue(), "x.docx").text == "修桥2座。\n"


def test_strict_open_xml_is_read() -> None:
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(run_of("修桥2座。")))) as old, zipfile.ZipFile(strict, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            for area in (b"officeDocument", b"wordprocessingml"):
                usual = b"http://schemas.openxmlformats.org/%b/2006/" % area
                content = content.replace(usual, b"http://purl.oclc.org/ooxml/%b/" % area)
            new.writestr(member, content)
    assert from_bytes(strict.getvalue(), "x.docx").text == "修桥2座。\n"


def test_a_file_in_the_file_is_read_where_it_stands() -> None:
    here = f'<w:altChunk xmlns:r="{RELATION}" r:id="x1"/>'
    page = "<html><body><p>修桥2座。</p></body></html>".encode()
    data = related(with_member(with_body(here, made(run_of("巡河。"))), "word/part.htm", page), "aFChunk", "part.htm")
    assert from_bytes(data, "x.docx").text == "修桥2座。\n巡河。\n"
    inner = related(with_member(with_body(here, made(run_of("护林。"))), "word/a.docx", data), "aFChunk", "a.docx")
    assert from_bytes(inner, "x.docx").text == "巡河。\n护林。\n"
    assert codes(with_body(here * 2, made(run_of("巡河。")))) == ["chunks-unread"]


def test_radicals_and_compatibility_forms_are_read_one_to_one() -> None:
    """PDF writers put them for the characters that look like them."""
    text = "⼀、提⾼⽔质，⻓江⻋⾏率⾥年︵试⾏︶"
    assert view_of(text) == "一、提高水质,长江车行率里年(试行)"
    assert view_of("①10所㎡") == "①10所㎡"
    plan = "⻘⽯县2024年⼯作要点\n⼀、提⾼⽔质\n新建⽔⼚4座。\n"
    summary = summarizer.summarize(from_bytes(plan.encode(), "x.txt"), summarizer.Settings(engine="rules"))
    assert [goal.quote for goal in summary.goals] == ["提⾼⽔质"]


def test_soft_returns_inside_sentences_are_no_ends_of_them() -> None:
    """A text pasted from a page with its line ends: Word keeps each as a soft return."""
    lines = (
        "新建农村供水管网318公里，更换老旧水",
        "表2700只，完善抄表收费服务制",
        "度。培训水质检测员60人，健全应急供",
        "水预案。",
    )
    broken = "<w:r><w:br/></w:r>".join(map(run_of, lines))
    tasks = "<w:r><w:br/></w:r>".join(map(run_of, ("新建泵站4座。", "清淤河道20公里。")))
    document = from_bytes(made(run_of("一、保障城乡供水"), broken, run_of("二、实施重点工程"), tasks), "x.docx")
    result = summarizer.summarize(document, summarizer.Settings(engine="rules"))
    assert [measure.text for measure in result.measures] == [
        "新建农村供水管网318公里，更换老旧水表2700只，完善抄表收费服务制度",
        "培训水质检测员60人，健全应急供水预案",
        "新建泵站4座",
        "清淤河道20公里",
    ]
    assert [target.value for target in result.targets] == [318, 2700, 60, 4, 20]
