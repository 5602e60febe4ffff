"""Bytes that are no clean text: one notice of what was damaged, or one line of what to do; never a traceback."""

from __future__ import annotations

import codecs

import pytest
from fuzz.laws import check_document, check_refusal
from programs import one_error_line, run
from samples import SEEDS

from summarizer.documents import from_bytes, from_text
from summarizer.errors import SummarizerError

pytestmark = pytest.mark.reliability

TEXT = (SEEDS / "qingdao_2023.txt").read_text(encoding="utf-8-sig")
HALF = len(TEXT) // 2
ODD = {
    "half GBK, half UTF-8": TEXT[:HALF].encode("gbk") + TEXT[HALF:].encode(),
    "half UTF-8, half GBK": TEXT[:HALF].encode() + TEXT[HALF:].encode("gbk"),
    "half Big5, half GBK": "國家教育發展與改革。".encode("big5") * 40 + TEXT.encode("gbk"),
    "half UTF-8, half UTF-16": TEXT[:HALF].encode() + TEXT[HALF:].encode("utf-16-le"),
    "half UTF-16, half UTF-8": TEXT[:HALF].encode("utf-16") + TEXT[HALF:].encode(),
    "one line of Latin-1": TEXT.encode() + b"\ncaf\xe9 \xe0 la carte\n",
    "a NUL in UTF-8": TEXT[:HALF].encode() + b"\0" + TEXT[HALF:].encode(),
    "a NUL in GBK": TEXT[:HALF].encode("gbk") + b"\0" + TEXT[HALF:].encode("gbk"),
    "NULs at the end": TEXT.encode() + b"\0" * 512,
    "UTF-16 without a BOM, one byte short": TEXT.encode("utf-16-le")[:-1],
    "UTF-16 big-endian without a BOM, one byte short": TEXT.encode("utf-16-be")[:-1],
    "UTF-16 with a BOM, one byte short": TEXT.encode("utf-16")[:-1],
    "UTF-16 with a lone surrogate": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"\x00\xd8" + b"a\0",
    "UTF-32 beyond Unicode": codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le") + b"\xff\xff\xff\x7f",
    "a BOM in the middle": TEXT[:HALF].encode() + codecs.BOM_UTF8 + TEXT[HALF:].encode(),
    "two BOMs": codecs.BOM_UTF8 * 2 + TEXT.encode(),
    "a BOM of another encoding": codecs.BOM_UTF16_LE + TEXT.encode(),
    "surrogates in UTF-8 (CESU)": TEXT.encode() + b"\xed\xa0\x80\xed\xb0\x80",
    "overlong UTF-8": TEXT.encode() + b"\xc0\xaf\xe0\x80\xaf",
    "GBK cut in a character": TEXT.encode("gbk")[:-1],
    "nothing but a BOM": codecs.BOM_UTF8,
    "nothing but NULs": b"\0" * 64,
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_bytes_give_a_document_or_one_line(name: str) -> None:
    """Either the laws of a document hold and what was lost is said, or the error says what to do."""
    try:
        document = from_bytes(ODD[name], "plan.txt")
    except SummarizerError as error:
        check_refusal(error)
        return
    check_document(document)
    said = [code for code, _ in document.notices]
    assert said.count("decoding-damaged") == ("\ufffd" in document.text)


@pytest.mark.parametrize("name", ["half GBK, half UTF-8", "a NUL in UTF-8", "UTF-16 without a BOM, one byte short"])
def test_the_program_says_it_in_one_line(name: str) -> None:
    """Through the door that people use: a result with a notice, or an error line, and no traceback."""
    result = run("-", "--engine", "rules", "--format", "json", stdin=ODD[name])
    assert b"Traceback" not in result.stderr
    assert result.returncode in {0, 1}
    if result.returncode:
        assert one_error_line(result)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("𠀀𠮷㐂" + TEXT, "gb18030"),  # of four bytes
        ("㗎啲嘅嚟" + "香港教育局二〇二三年的工作計劃，推動學校改革與發展，提升教學質素。" * 8, "big5hkscs"),
    ],
    ids=["four bytes of GB18030", "Hong Kong's characters of Big5"],
)
def test_the_rarer_characters_of_an_encoding_are_read(text: str, encoding: str) -> None:
    document = from_bytes(text.encode(encoding), "plan.txt")
    assert document.text == text
    check_document(document)


def test_lone_surrogates_of_a_program_are_replaced() -> None:
    """A string that no encoding can write: each place is marked, and the document says how many."""
    document = from_text("\ud800" + TEXT + "\udfff", "\udcff.txt")
    check_document(document)
    assert [code for code, _ in document.notices] == ["decoding-damaged"]
