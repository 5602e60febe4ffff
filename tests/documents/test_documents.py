"""Loading: every encoding gives the same text, the view keeps its length, bad files get one clear line."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summarizer.documents import Document, from_bytes, from_text, load
from summarizer.documents.normalising import view_of
from summarizer.documents.sources import find_sources
from summarizer.errors import DecodingError, DocumentError, UnsupportedFormatError, UsageError
from summarizer.languages import spellings
from summarizer.messages import use_language

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
SHORT = "到2023年底,全市新建学校9所、改造农村薄弱幼儿园70所,新增学位2880个,完成投资600万元。"


def to_traditional(text: str) -> str:
    """``text`` with traditional characters that Big5 can write, other characters that it lacks left out."""
    back: dict[str, str] = {}
    for old, new in spellings().items():
        if old.encode("big5", "ignore"):
            back.setdefault(new, old)
    return text.translate(str.maketrans(back)).encode("big5", "ignore").decode("big5")


# --- encodings


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_seed_reads_the_same_in_every_encoding(path: Path, encoding: str) -> None:
    text = path.read_text(encoding="utf-8")
    if encoding == "gbk":
        text = text.encode("gbk", "ignore").decode("gbk")
    document = from_bytes(text.encode(encoding), path.name)
    assert document.text == text
    assert document.notices == ()


@pytest.mark.parametrize("encoding", ["big5", "cp950", "utf-8", "utf-16", "gb18030"])
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_traditional_text_reads_the_same_in_every_encoding(path: Path, encoding: str) -> None:
    text = to_traditional(path.read_text(encoding="utf-8"))
    document = from_bytes(text.encode(encoding), path.name)
    assert document.text == text
    assert document.language == "zh-Hant"
    assert document.notices == ()


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_fifty_characters_are_enough_to_tell_gbk_from_big5(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("\n", "")
    for start in range(0, len(text) - 50, 250):
        short = text[start : start + 50]
        assert from_bytes(short.encode("gb18030"), "x.txt").text == short
        traditional = to_traditional(short)
        assert from_bytes(traditional.encode("big5"), "x.txt").text == traditional


@pytest.mark.parametrize("encoding", ["gbk", "utf-16-le", "utf-16-be"])
def test_a_sentence_alone_is_read_in_any_encoding(encoding: str) -> None:
    assert from_bytes(SHORT.encode(encoding), "x.txt").text == SHORT


def test_long_ascii_before_the_first_chinese_character_does_not_hide_the_encoding() -> None:
    text = "-" * 100_001 + SHORT
    assert from_bytes(text.encode("gb18030"), "x.txt").text == text


@pytest.mark.parametrize("cut", [1, 2])
def test_utf8_cut_off_at_its_end_stays_utf8(cut: int) -> None:
    document = from_bytes((SHORT * 3).rstrip("。").encode()[:-cut], "x.txt")
    assert document.encoding == "utf-8"
    assert document.text.startswith(SHORT)
    assert document.text.endswith("\ufffd")
    assert [code for code, _ in document.notices] == ["decoding-damaged"]


def test_a_broken_byte_in_the_middle_damages_one_place_only() -> None:
    data = SEEDS[0].read_bytes()
    middle = len(data) // 2
    document = from_bytes(data[:middle] + b"\xff" + data[middle + 1 :], "x.txt")
    assert document.encoding == "utf-8"
    assert 1 <= document.text.count("\ufffd") <= 3
    assert [code for code, _ in document.notices] == ["decoding-damaged"]


def test_a_broken_byte_in_gbk_damages_one_place_only() -> None:
    data = (SHORT * 20).encode("gbk")
    document = from_bytes(data + b"\xff", "x.txt")
    assert document.text == SHORT * 20 + "\ufffd"
    assert [code for code, _ in document.notices] == ["decoding-damaged"]


@pytest.mark.parametrize("data", ["Русский текст плана работы на год".encode("cp1251"), bytes(range(1, 256)) * 4])
def test_bytes_of_no_chinese_encoding_are_refused(data: bytes) -> None:
    with pytest.raises(DecodingError, match=r"GB18030/GBK, Big5.*UTF-8"):
        from_bytes(data, "x.txt")


@pytest.mark.slow
def test_reading_utf8_does_not_import_the_detector() -> None:
    code = (
        "import sys; from summarizer.documents import from_text; from_text('一、新建学校9所。', 'x');"
        "print([m for m in ('charset_normalizer', 'openai', 'instructor') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


# --- what is kept


def test_the_digest_is_of_the_bytes_and_the_text_without_bom_and_carriage_returns() -> None:
    data = b"\xef\xbb\xbf" + "一\r\n二\r三\n".encode()
    document = from_bytes(data, "x.txt")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.text == "一\n二\n三\n"


@given(st.text())
def test_only_newlines_and_the_bom_of_a_text_change(text: str) -> None:
    expected = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    document = from_text(text, "x")
    assert document.text == expected
    assert from_text(document.text, "x").text == document.text.removeprefix("\ufeff")


PIECES = st.sampled_from(
    [
        *"一二(（１2%％、，。；;:：\n\t\u3000\u200b\f\u2028｡「」—个個学學<>&页-_|/",
        *("<p>", "</div>", "<!--", "-->", "<script>", "&nbsp;", "https://a.cn", "第1/3页", "发布日期:2023-02-24"),
        *("相关文章", "官网", "入口", "下载", "2023年", "工作计划", "市教育局", "版权所有"),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
@example("<script><p>相关文章\n&nbsp;</script>")
def test_view_and_furniture_keep_the_offsets_of_the_text(text: str) -> None:
    document = from_text(text, "x")
    assert len(document.view) == len(document.text)
    assert view_of(document.view) == document.view
    assert list(document.furniture) == sorted(document.furniture)
    last = -1
    for span in document.furniture:
        assert last < span.start < span.end <= len(document.text)
        last = span.end


def test_a_lone_surrogate_is_replaced_because_nothing_could_print_it() -> None:
    document = from_text("新\ud800增", "\udcff.txt")
    assert document.text == "新\ufffd增"
    document.name.encode("utf-8")
    assert [code for code, _ in document.notices] == ["decoding-damaged"]


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("新增２８８０个，占９０．３％；（一）ＧＤＰ：是？！", "新增2880个,占90.3%;(一)GDP:是?!"),
        ("①10所、〔2018〕25号《规划》【法】［１］。", "①10所、〔2018〕25号《规划》【法】[1]。"),
        ('“双一流”「雙」『减』"a"', "“双一流”“双”‘减’“a”"),
        ("3—5个，10～15%，6－8，2011——2015，1−2", "3-5个,10~15%,6-8,2011--2015,1-2"),
        ("二○二三年 二〇二三年 ✕✕╳×所", "二〇二三年 二〇二三年 ××××所"),
        ("　一、\t新\xa0增\u200b学\u00ad位\ufeff。", " 一、 新 增 学 位 。"),
        ("甲\f乙\u2028丙", "甲\n乙\n丙"),
        ("新建學校９所、擴建項目３個，投資２億元，達標後獎勵", "新建学校9所、扩建项目3个,投资2亿元,达标后奖励"),
        ("乾隆、著名", "乾隆、著名"),
    ],
)
def test_the_view_has_one_spelling(text: str, view: str) -> None:
    assert from_text(text, "x").view == view


def test_errors_and_notices_speak_the_readers_language(tmp_path: Path) -> None:
    """One code, a sentence in each language; a message inside another is turned with it."""
    with pytest.raises(DocumentError) as missing:
        load(tmp_path / "none.txt")
    with pytest.raises(UnsupportedFormatError) as slides:
        from_bytes(b"", "a.pptx")
    notice = from_text("", "x").notices[0]
    use_language("zh")
    try:
        assert str(missing.value).endswith("none.txt：没有这个文件")
        assert str(slides.value).startswith("a.pptx：不能读取幻灯片；请把文字复制到 .txt 文件。可读格式：纯文本")
        assert notice.text() == "文档是空的"
    finally:
        use_language(None)
    assert str(missing.value).endswith("none.txt: no such file")


def test_simplified_text_holds_nothing_that_the_traditional_table_changes() -> None:
    for path in SEEDS:
        assert not set(path.read_text(encoding="utf-8")) & set(spellings())


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        (SHORT, "zh", []),
        (to_traditional(SHORT), "zh-Hant", []),
        ("We will build nine schools in the city and invest in 70 kindergartens by 2023.", "en", []),
        ("Nous allons construire neuf écoles et moderniser les jardins d'enfants.", "fr", ["not-chinese"]),
        ("今年度は学校を九校つくり、幼稚園を改築する計画です。", "ja", ["not-chinese"]),
        ("12345 67", "und", ["not-chinese"]),
        ("", "und", ["empty"]),
        (" \n\u3000\n", "und", ["empty"]),
        ("首页 | 登录\n<br>\n版权所有 某某网", "zh", ["only-furniture"]),
    ],
)
def test_language_and_notices(text: str, language: str, codes: list[str]) -> None:
    document = from_text(text, "x")
    assert document.language == language
    assert [code for code, _ in document.notices] == codes


# --- files


def test_a_file_is_named_by_its_last_part_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "计划.txt"
    path.write_text(SHORT, encoding="utf-8")
    assert load(path) == load(str(path))
    assert load(path).name == "计划.txt"
    assert load(path, name="甲").name == "甲"


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SHORT.encode("gbk"))))
    document = load("-")
    assert (document.name, document.text) == ("stdin", SHORT)


def test_an_empty_file_is_a_document(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    document = load(path)
    assert isinstance(document, Document)
    assert (document.text, document.view, document.furniture) == ("", "", ())


def test_missing_files_and_folders_are_refused_in_one_line(tmp_path: Path) -> None:
    for source in (tmp_path / "no.txt", tmp_path, Path("a\0b.txt")):
        with pytest.raises(DocumentError) as caught:
            load(source)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["工作计划\n\n" + "新建学校10所。" * 200, "新" * 90, "words " * 900, "a\nb", "\ud800" * 300]
)
def test_a_text_given_for_a_files_name_is_told_in_one_short_line(text: str) -> None:
    """Who hands over the text itself is told what to do, and the text is not printed back."""
    with pytest.raises(DocumentError, match=r"Document\.from_text") as caught:
        load(text)
    found = find_sources([text]).found
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200
    assert [(source.error, len(source.name) < 50) for source in found] == [(caught.value.message, True)]


def test_a_name_over_two_lines_is_still_a_name(tmp_path: Path) -> None:
    path = tmp_path / "two\nlines.txt"
    path.write_text(SHORT, encoding="utf-8")
    assert load(path).text == SHORT


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(SHORT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(DocumentError, match="permission"):
        load(path)


@pytest.mark.parametrize("data", [b"ab\0c", b"\x7fELF\2\1\1\0\0\0", bytes(range(256))])
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="binary"):
        from_bytes(data, "x.txt")


@pytest.mark.parametrize("suffix", ["pptx", "caj", "gif", "heic", "zip", "RAR", "epub"])
def test_other_formats_are_refused_by_their_suffix(suffix: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=r"plain text \(\.txt\).*Markdown.*Word.*PDF.*HTML") as caught:
        from_bytes(SHORT.encode(), f"plan.{suffix}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("magic", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"GIF89a", b"Rar!\x1a\x07"])
def test_other_formats_are_refused_by_their_first_bytes_whatever_they_are_called(magic: bytes) -> None:
    with pytest.raises(UnsupportedFormatError):
        from_bytes(magic + b"\0\1\2", "plan.txt")


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf", "plan.ofd"])
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str) -> None:
    with pytest.raises(UnsupportedFormatError, match="something else"):
        from_bytes(SHORT.encode(), name)


@pytest.mark.slow
def test_reading_a_plain_text_imports_no_reader_of_another_format() -> None:
    code = (
        "import sys; from summarizer.documents import from_bytes; from_bytes('一、新建学校9所。'.encode(), 'x.txt');"
        "print([m for m in ('lxml', 'docx', 'pdfplumber', 'trafilatura', 'markdown_it') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


# --- arguments of a wrong type


@pytest.mark.parametrize(
    ("make", "wrong", "name"),
    [
        (Document.from_bytes, "三所学校", "plan.txt"),
        (Document.from_bytes, None, "plan.txt"),
        (Document.from_bytes, b"", None),
        (Document.from_bytes, b"", Path("plan.txt")),
        (Document.from_text, b"", "plan.txt"),
        (Document.from_text, None, "plan.txt"),
        (Document.from_text, "", None),
    ],
)
def test_bytes_for_a_string_and_the_like_is_a_usage_error_that_names_the_argument(make, wrong, name) -> None:
    with pytest.raises(UsageError, match=r"^(data|name|text): give (bytes|str), not (str|bytes|NoneType|PosixPath|W)"):
        make(wrong, name)


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_bytes_that_are_no_bytes_object_are_read_as_such(kind) -> None:
    data = SHORT.encode()
    assert Document.from_bytes(kind(data), "a.txt") == Document.from_bytes(data, "a.txt")


def test_an_error_shows_its_sentence_where_it_is_listed_with_others() -> None:
    """An outcome, a log's %r, what gather gives back: the code alone would name no file."""
    with pytest.raises(DocumentError) as caught:
        load("nowhere.txt")
    assert repr(caught.value) == "DocumentError('nowhere.txt: no such file')"


# --- cost (how fast is measured in benchmarks/; here only that no text can hang the reader)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "<p",
        "<!-- ",
        "<script>",
        "&nbsp;教",
        "推荐文章\n",
        "A>B>",
        "首页|",
        "a-" * 70 + "\n",
        "推进教育\n",
        "2023年",
        "(1/2页",
    ],
)
@pytest.mark.timeout(40)
def test_hostile_text_does_not_hang_the_reader(piece: str) -> None:
    """Millions of characters that open what never closes: a search that starts over at each would take minutes."""
    text = piece * (3_200_000 // len(piece))
    assert len(from_text(text, "x").view) == len(text)
