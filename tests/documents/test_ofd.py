"""OFD: fixed pages of characters with their places, read as those of a PDF; what cannot be is one clear line."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pytest
from ofd_files import LEADING, SIZE, line, ofd
from PIL import Image

import summarizer
from summarizer.documents import from_bytes
from summarizer.documents.readers import read
from summarizer.errors import DocumentError, UnsupportedFormatError

RULES = summarizer.Settings(engine="rules")
SENTENCE = "深入实施基础教育扩优提质行动，推动义务教育优质均衡发展和城乡一体化，新建学校9所，健全覆盖全学段的资助体系。"
WIDTH = 36
"""Characters of a line."""


def page(text: str, *, number: int = 1, left: float = 28.0) -> str:
    """A page set in lines, with its number at the foot."""
    lines = [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]
    return "".join(line(words, left, 40 + row * LEADING) for row, words in enumerate(lines)) + line(
        f"— {number} —", 98, 280
    )


def test_lines_are_paragraphs_again_and_numbers_of_pages_are_no_text() -> None:
    document = from_bytes(ofd([page(SENTENCE * 2), page(SENTENCE, number=2)]), "plan.ofd")
    assert document.text.replace("\n", "") == SENTENCE * 3
    assert document.text.startswith(SENTENCE * 2)
    (first, *_), last = document.places, document.places[-1]
    assert (first.page, last.page) == (1, 2)


def test_targets_have_their_page() -> None:
    """An item of an OFD says where it stands, as one of a PDF does; nothing was recognised, so nothing has a share."""
    texts = (SENTENCE.replace("新建学校9所，", ""), "新建、改扩建中小学校80所，新增学位2880个。")
    summary = summarizer.summarize(from_bytes(ofd([*map(page, texts)]), "plan.ofd"), RULES)
    assert [(t.value, t.unit, t.locator and t.locator.page, t.confidence) for t in summary.targets] == [
        (80, "所", 2, None),
        (2880, "个", 2, None),
    ]


def test_a_file_that_another_program_wrote() -> None:
    """Made by easyofd out of a PDF: names of its own, sizes in another spelling, steps given once for many."""
    data = (Path(__file__).parent / "files" / "easyofd.ofd").read_bytes()
    summary = summarizer.summarize(from_bytes(data, "plan.ofd"), RULES)
    assert summary.document.title == "某市教育局2023年工作要点"
    assert [(t.value, t.unit) for t in summary.targets] == [
        (9, "所"),
        (2880, "个"),
        (95.5, "%"),
        (320, "名"),
        (12, "个"),
    ]


def test_characters_are_where_the_matrix_and_the_steps_put_them() -> None:
    """Steps may be given for many at once, and an object may be scaled and moved: the order is that of the places."""
    scaled = (
        '<ofd:TextObject ID="1" Boundary="28 40 80 5" Font="1" Size="8.4" CTM="0.5 0 0 0.5 0 0">'
        '<ofd:TextCode X="0" Y="7.4" DeltaX="g 3 8.4">推进改革</ofd:TextCode>'
        '<ofd:TextCode X="33.6" Y="7.4" DeltaX="8.4 g 2 8.4">开展行动</ofd:TextCode></ofd:TextObject>'
    )
    behind = line("新建学校9所。", 28 + 8 * SIZE, 40)
    assert from_bytes(ofd([behind + scaled]), "x.ofd").text == "推进改革开展行动新建学校9所。\n"


def test_what_stands_on_every_page_comes_from_a_template_and_is_left_out() -> None:
    head = line("某市教育局文件", 80, 12)
    texts = [SENTENCE, SENTENCE.replace("9", "8"), SENTENCE.replace("9", "7")]
    document = from_bytes(ofd([page(text, number=n) for n, text in enumerate(texts, 1)], template=head), "x.ofd")
    assert document.text.replace("\n", "") == "".join(texts)


def test_a_slanted_watermark_and_what_is_not_shown_are_no_text() -> None:
    slanted = line("内部资料", 60, 150, extra='CTM="0.7 -0.7 0.7 0.7 0 0"')
    hidden = line("新建学校99所。", 28, 60, extra='Visible="false"')
    assert from_bytes(ofd([page(SENTENCE) + slanted + hidden]), "x.ofd").text.strip() == SENTENCE


def test_two_columns_are_read_one_after_the_other() -> None:
    half = [SENTENCE[at : at + 16] for at in range(0, len(SENTENCE), 16)]
    rows = "".join(
        line(words, left, 40 + row * LEADING) for left in (28, 112) for row, words in enumerate(half)
    )  # fmt: skip
    assert from_bytes(ofd([rows]), "x.ofd").text.replace("\n", "") == SENTENCE * 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ofd([page(SENTENCE)], parts={"Doc_0/Encryptions.xml": b"<x/>"}), "file-protected"),
        (ofd([page(SENTENCE)], parts={"OFD.xml": b"\x93\x11\x00"}), "ofd-damaged"),
        (ofd([page(SENTENCE)], parts={"Doc_0/Document.xml": b"<a><b>"}), "ofd-damaged"),
        (ofd([page(SENTENCE)], parts={"OFD.xml": b"<a><DocBody><DocRoot>x</DocRoot></DocBody></a>"}), "ofd-damaged"),
        (ofd([page(SENTENCE)], parts={"OFD.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "ofd-doctype"),
        (ofd([page(SENTENCE).replace("28 40", "nan 40")]), "ofd-damaged"),
        (ofd([line("新" * 61_000, 0, 0)]), "ofd-too-dense"),
        (ofd([""]), "image-without-text"),
        (ofd([]), "image-without-text"),
    ],
    ids=["protected", "no XML", "torn", "no document", "entities", "no number", "too dense", "blank", "no page"],
)  # fmt: skip
def test_what_cannot_be_read_is_one_clear_line(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        from_bytes(data, "plan.ofd")
    assert caught.value.code == code
    assert "\n" not in str(caught.value)
    assert "plan.ofd" in str(caught.value)


def test_what_is_called_so_and_is_something_else_is_refused() -> None:
    with pytest.raises(UnsupportedFormatError, match="no OFD"):
        from_bytes("新建学校9所。".encode(), "plan.ofd")


def test_it_is_known_by_what_it_holds() -> None:
    """Programs give any name; what the zip holds decides."""
    assert from_bytes(ofd([page(SENTENCE)]), "plan.bin").text.strip() == SENTENCE


def test_steps_that_would_fill_the_memory_are_as_many_as_the_characters() -> None:
    made = page(SENTENCE).replace('DeltaX="', 'DeltaX="g 999999999 4.2 ', 1)
    assert len(from_bytes(ofd([made]), "x.ofd").text) < 2 * len(SENTENCE)


def test_a_page_that_is_a_picture_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without OCR the other pages are read, and the picture is named as missing; alone it is an error."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    picture = BytesIO()
    Image.new("L", (210, 297), 255).save(picture, "PNG")
    parts = {
        "Doc_0/Res.xml": b'<Res BaseLoc="Res"><MultiMedias><MultiMedia ID="3"><MediaFile>p.png</MediaFile></MultiMedia>'
        b"</MultiMedias></Res>",
        "Doc_0/Res/p.png": picture.getvalue(),
    }
    shown = '<ofd:ImageObject ID="2" Boundary="0 0 210 297" ResourceID="3"/>'
    common = "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
    built = read("ofd", ofd([page(SENTENCE), shown], parts=parts, common=common), "x.ofd")
    assert [(why.code, why.params) for _, _, why in built.gaps] == [("pages-scanned", {"pages": "2"})]
    with pytest.raises(DocumentError) as caught:
        read("ofd", ofd([shown], parts=parts, common=common), "x.ofd")
    assert caught.value.code == "recognition-missing"
    assert "-e '.[office,ocr]'" in str(caught.value)
