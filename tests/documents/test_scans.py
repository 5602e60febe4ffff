"""Pictures of pages, read by the OCR itself: what stands in them, how certain it is, and what a bad one costs."""

from __future__ import annotations

import random
import re
import struct
import subprocess
import sys
import time
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw
from programs import one_error_line, run

import summarizer
from benchmarks.ocr import compared
from benchmarks.scanning import SERIF, Scanner, as_pdf, scanned
from summarizer.documents import from_bytes
from summarizer.documents.bounds import MOST_RECOGNISED
from summarizer.documents.readers import read
from summarizer.documents.workers import _pages
from summarizer.errors import DocumentError

if TYPE_CHECKING:
    from summarizer.documents import Document

ROOT = Path(__file__).parents[2]
RULES = summarizer.Settings(engine="rules")
TEXT = (
    "新建、改扩建中小学校80所，新增学位2880个，学前教育毛入园率达到95.5%以上。\n培养骨干教师320名，完善教师荣誉制度。"
)
chinese = pytest.mark.skipif(not SERIF.is_file(), reason="needs a Chinese font: apt-get install fonts-noto-cjk")


def saved(image: Image.Image, kind: str, **more: object) -> bytes:
    made = BytesIO()
    image.save(made, kind, **more)
    return made.getvalue()


@pytest.fixture(scope="module")
def scan() -> Image.Image:
    """Half a page as a scanner gives it."""
    (page,) = scanned(TEXT, Scanner(), random.Random(5))  # noqa: S311
    return page.crop((0, 0, page.width, page.height // 2)).convert("L")


def values(document: Document) -> list[object]:
    return [target.value for target in summarizer.summarize(document, RULES).targets]


@pytest.mark.slow
@chinese
def test_a_scanned_plan_gives_what_the_plan_gives_and_no_wrong_number_that_is_sure() -> None:
    """Two pages of a seed, a little askew, with noise: the promise, on pages that were never looked at before."""
    text = (ROOT / "seeds" / "jinan_shizhong_2021.txt").read_text(encoding="utf-8")[900:1700]
    found = compared(text, Scanner(), random.Random(77))  # noqa: S311
    assert found.wanted >= 4
    assert len(found.right) >= 0.9 * found.wanted
    assert [words for share, sure, words in found.wrong if sure and share >= 0.95] == []
    assert sum(sure and share >= 0.95 for share, sure in found.right) * 2 >= len(found.right)


@pytest.mark.slow
@chinese
@pytest.mark.parametrize(
    ("kind", "turn"), [("PNG", 0), ("JPEG", 90), ("WEBP", 180), ("BMP", 270), ("TIFF", 0)], ids=str
)
def test_a_picture_is_read_in_every_kind_of_file_and_however_it_was_laid(
    scan: Image.Image, kind: str, turn: int
) -> None:
    document = from_bytes(saved(scan.rotate(turn, expand=True), kind), f"scan.{kind}")
    assert values(document) == [80, 2880, 95.5, 320]
    assert [notice.code for notice in document.notices] == ["pages-recognised"]


@pytest.mark.slow
@chinese
def test_a_tiff_has_several_pages_and_a_photo_says_how_it_was_held(scan: Image.Image) -> None:
    document = from_bytes(saved(scan, "TIFF", save_all=True, append_images=[scan], compression="tiff_lzw"), "fax.tif")
    assert {place.page for place in document.places} == {1, 2}
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    photo = saved(scan.convert("RGB").rotate(90, expand=True), "JPEG", exif=exif)
    assert values(from_bytes(photo, "photo.jpg")) == [80, 2880, 95.5, 320]


@pytest.mark.slow
@chinese
def test_only_pages_without_text_are_recognised_and_the_notice_names_them(scan: Image.Image) -> None:
    """What a text layer says is not asked of OCR; items of the picture carry a confidence, the others none."""
    from fpdf import FPDF

    pdf = FPDF(format="A4", unit="mm")
    pdf.add_font("cjk", fname=str(SERIF), collection_font_number=2)
    pdf.add_page()
    pdf.set_font("cjk", size=12)
    pdf.cell(text="新建改扩建幼儿园70所。")
    pdf.add_page()
    pdf.image(scan, 0, 0, w=210)
    summary = summarizer.summarize(from_bytes(bytes(pdf.output()), "mixed.pdf"), RULES)
    assert [(target.value, target.locator and target.locator.page) for target in summary.targets] == [
        (70, 1), (80, 2), (2880, 2), (95.5, 2), (320, 2),
    ]  # fmt: skip
    assert [target.confidence is None for target in summary.targets] == [True, False, False, False, False]
    assert [(notice.code, notice.params) for notice in summary.notices] == [("pages-recognised", {"pages": "2"})]
    assert summary.incomplete == []


@pytest.mark.slow
@chinese
def test_two_columns_are_read_one_after_the_other_and_page_numbers_left_out() -> None:
    page = Image.new("L", (2480, 3508), 255)
    (narrow,) = scanned(TEXT.replace("\n", "") * 4, Scanner(askew=0), random.Random(3))  # noqa: S311
    column = narrow.crop((200, 200, 2300, 1400)).resize((1100, 629))
    for x in (100, 1280):
        page.paste(column, (x, 300))
    page.paste(narrow.crop((1000, 3250, 1500, 3450)), (1000, 3250))
    document = from_bytes(as_pdf([page], Scanner()), "columns.pdf")
    assert values(document) == [80, 2880, 95.5, 320] * 8
    assert "1" not in document.text


@pytest.mark.slow
def test_a_picture_without_text_says_so() -> None:
    with pytest.raises(DocumentError) as caught:
        from_bytes(saved(Image.new("L", (800, 600), 255), "PNG"), "blank.png")
    assert caught.value.code == "image-without-text"


@pytest.mark.slow
@chinese
def test_a_page_that_nobody_could_read_is_named_and_its_items_are_unsure(scan: Image.Image) -> None:
    tiny = scan.resize((scan.width // 14, scan.height // 14)).resize((scan.width // 3, scan.height // 3))
    document = from_bytes(saved(tiny, "PNG"), "blurred.png")
    summary = summarizer.summarize(document, RULES)
    assert [gap.code for gap in summary.incomplete] == ["pages-illegible"]
    assert summary.items()
    assert all(item.unsure for item in summary.items())


@pytest.mark.slow
def test_recognising_reaches_no_network(tmp_path: Path) -> None:
    """Models come inside the package: where every connection is an error, a page is read all the same."""
    page = Image.new("L", (900, 300), 255)
    ImageDraw.Draw(page).text((60, 100), "Open 9 new schools by 2027.", font_size=48, fill=0)
    path = tmp_path / "page.png"
    page.save(path)
    code = (
        "import sys\n"
        "def refuse(event, _):\n"
        "    if event.startswith(('socket.connect', 'socket.getaddrinfo', 'socket.sendto', 'urllib.')):\n"
        "        raise SystemExit(f'reaches out: {event}')\n"
        "sys.addaudithook(refuse)\n"
        "from summarizer.documents.readers import read\n"
        "print(read('image', open(sys.argv[1], 'rb').read(), 'page.png').text)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert "9 new schools" in done.stdout


@pytest.mark.slow
def test_pages_beyond_those_that_are_read_are_named() -> None:
    """A scan of more pages than are read costs no more than those; what is missing stands in the result."""
    blank = Image.new("1", (64, 48), 1)
    pages = MOST_RECOGNISED + 30
    document = from_bytes(saved(blank, "TIFF", save_all=True, append_images=[blank] * (pages - 1)), "long.tif")
    assert [(why.code, str(why.params["pages"]).split("、")[0]) for _, _, why in document.gaps] == [
        ("pages-too-many", str(MOST_RECOGNISED + 1))
    ]


@pytest.mark.slow
@chinese
def test_pages_for_which_there_was_no_time_are_named(scan: Image.Image) -> None:
    """What is read by then is handed over rather than lost with the rest."""
    built = read("image", saved(scan, "PNG"), "slow.png", lambda _: time.monotonic() - 1)
    assert [(why.code, why.params) for _, _, why in built.gaps] == [("pages-too-many", {"pages": "1"})]


def test_a_process_gets_time_for_no_more_pages_than_are_read() -> None:
    """Whoever has the reader in hand cannot ask for a day."""
    assert [_pages(said) for said in (b"3", b"99999", b"", b"-1", b"9" * 5000, b"\xff")] == [
        3, MOST_RECOGNISED, 0, 0, 0, 0,
    ]  # fmt: skip


def huge(side: int) -> bytes:
    """A PNG of a few bytes that says it is as large as that."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    made = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + made


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (huge(50_000), "image-too-large"),
        (huge(10_000), "image-too-large"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "no-image"),
        (saved(Image.new("L", (99, 99)), "PNG")[:60], "image-cut-off"),
        (saved(Image.effect_noise((400, 400), 90), "JPEG")[:9000], "image-cut-off"),
        (b"II*\0" + b"\xff" * 40, "no-image"),
        ("这是文字，不是图片。".encode(), "no-image"),
        (b"", "file-empty"),
    ],
    ids=["50000 by 50000", "10000 by 10000", "no parts", "cut off", "JPEG cut off", "no directory", "text", "empty"],
)
def test_a_picture_that_cannot_be_read_is_one_clear_line(data: bytes, code: str) -> None:
    """In our own words, in both languages: what a library says of it helps nobody."""
    began = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        from_bytes(data, "scan.png")
    assert caught.value.code == code
    assert set(caught.value.message.params) <= {"name", "limit"}
    assert "\n" not in str(caught.value)
    assert not re.search("[A-Za-z]{3}", caught.value.message.text("zh").replace("scan.png", ""))
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_the_extra_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    page = Image.new("L", (210, 297), 255)
    for kind, data, code in (
        ("image", saved(page, "PNG"), "recognition-missing"),
        ("pdf", saved(page, "PDF"), "pdf-scanned"),
    ):
        with pytest.raises(DocumentError) as caught:
            read(kind, data, "scan")
        assert caught.value.code == code
        assert "pip install -c constraints.txt -e '.[office,ocr]'" in caught.value.message.text(lang)


def test_a_scanned_page_among_others_is_missing_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in a picture of a page is not in the text: the result is not complete."""
    from fpdf import FPDF

    monkeypatch.setitem(sys.modules, "rapidocr", None)
    pdf = FPDF(format="A4", unit="mm")
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text="We will open 9 new schools by 2027, and more after that.")
    pdf.add_page()
    pdf.image(Image.new("L", (210, 297), 200), 0, 0, w=210)
    pdf.add_page()
    built = read("pdf", bytes(pdf.output()), "mixed.pdf")
    assert [(why.code, why.params) for _, _, why in built.gaps] == [("pages-scanned", {"pages": "2"})]
    assert [(notice.code, notice.params) for notice in built.notices] == [
        ("pages-scanned", {"pages": "2"}),
        ("pages-without-text", {"pages": "3"}),
    ]


@pytest.mark.slow
@chinese
def test_the_command_reads_a_scan(tmp_path: Path, scan: Image.Image) -> None:
    path = tmp_path / "scan.png"
    scan.save(path)
    result = run(path, "--engine", "rules", "--format", "json")
    assert result.returncode == 0, result.stderr
    assert b'"confidence": ' in result.stdout
    path.write_bytes(huge(50_000))
    result = run(path, "--engine", "rules")
    assert result.returncode == 1
    assert "million pixels" in one_error_line(result)
