"""Seals, pens, scratches and ruled tables on scans: a number that they may have changed is never sure."""

from __future__ import annotations

import random
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

import summarizer
from benchmarks.ocr import against
from benchmarks.scanning import SANS, SERIF, SIMPLIFIED
from summarizer.documents import from_bytes, from_text
from summarizer.pipeline.weighing import SURE

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SERIF.is_file(), reason="needs a Chinese font: apt-get install fonts-noto-cjk"),
]
RULES = summarizer.Settings(engine="rules")
LINES = [
    "安河区教育局2024年工作要点",
    "一、重点工作",
    "义务教育巩固率达到#9.#%，高中阶段毛入学率达到#6.1#%以上。",
    "培训教师2#80名，新增学位1#50个，建设课程1#0门左右。",
    "改造学校#8所，投入资金8#0万元。",
]
DRAWS = 5


def seal(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    reach, x, y = chance.randint(150, 400), chance.randint(300, 1500), chance.randint(250, 650)
    box = (x - reach, y - reach, x + reach, y + reach)
    draw.ellipse(box, outline=(220, 40, 40), width=chance.randint(8, 24))


def pen(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    colour = chance.choice([(200, 30, 30), (40, 60, 190), (30, 30, 30)])
    for _ in range(4):
        x = chance.randint(250, 1500)
        end = (x + chance.randint(-60, 60), chance.randint(450, 750))
        draw.line((x, chance.randint(80, 350), *end), fill=colour, width=chance.randint(3, 7))


def scratches(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for x in range(chance.randint(0, 96), 2200, 97):
        draw.line((x, 0, x + 5, 800), fill=(255, 255, 255), width=9)


def stains(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for _ in range(8):
        reach, x, y = chance.randint(8, 28), chance.randint(250, 1500), chance.randint(330, 600)
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=(120, 80, 40))


def written(lines: list[str], font: ImageFont.FreeTypeFont) -> Image.Image:
    page = Image.new("RGB", (2200, 800), "white")
    for row, line in enumerate(lines):
        ImageDraw.Draw(page).text((200, 120 + row * 100), line, font=font, fill=(20, 20, 20))
    return page


def as_png(page: Image.Image, degrees: float = 0.0) -> bytes:
    made = BytesIO()
    turned = page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=(245, 245, 245))
    turned.filter(ImageFilter.GaussianBlur(0.9)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize("mark", [seal, pen, scratches, stains, None], ids=lambda mark: getattr(mark, "__name__", "-"))
def test_no_number_that_a_mark_changed_is_sure(
    mark: Callable[[ImageDraw.ImageDraw, random.Random], None] | None,
) -> None:
    """Wherever it lies: a wrong number is unsure. Of a page without marks most numbers are sure, none is marked."""
    wanted = sure = 0
    wrong: list[str] = []
    codes: set[str] = set()
    for draw in range(DRAWS if mark else 2):
        chance = random.Random(f"{getattr(mark, '__name__', '')} {draw}")  # noqa: S311 - nothing secret
        lines = ["".join(str(chance.randint(1, 9)) if char == "#" else char for char in line) for line in LINES]
        font = ImageFont.truetype(str(chance.choice([SERIF, SANS])), 58, index=SIMPLIFIED)
        page = written(lines, font)
        if mark:
            mark(ImageDraw.Draw(page), chance)
        document = from_bytes(as_png(page, chance.uniform(-1, 1)), "scan.png")
        clean = summarizer.summarize(from_text("\n".join(lines), "clean.txt"), RULES)
        read = summarizer.summarize(document, RULES)
        found = against(clean, "\n".join(lines), read, document.text)
        wrong += [words for share, known, words in found.wrong if known and share >= SURE]
        wanted += found.wanted
        sure += sum(known and share >= SURE for share, known in found.right)
        codes |= {notice.code for notice in document.notices}
    assert wrong == []
    assert ("pages-marked" in codes) == (mark is not None)
    assert wanted >= 7
    assert mark is not None or sure * 10 >= wanted * 8


def test_what_stands_in_a_ruled_table_of_a_scan_is_unsure_and_the_rest_is_not() -> None:
    """Its rows are read as lines: who leads and when it is due may be lost, and that is said of the page, too."""
    font = ImageFont.truetype(str(SERIF), 40, index=SIMPLIFIED)
    page = Image.new("RGB", (2480, 1100), "white")
    draw = ImageDraw.Draw(page)
    rows = [
        ["序号", "重点任务", "牵头单位", "完成时限"],
        ["1", "新建幼儿园12所", "基建科", "2024年10月底"],
        ["2", "培训骨干教师255人次", "人事科", "2024年6月底"],
        ["3", "改造农村学校32所", "基建科", "2024年12月底"],
    ]
    edges = [200, 340, 1000, 1500, 2280]
    draw.text((300, 90), "安河区教育局2024年重点任务分解表", font=font, fill=20)
    draw.text((300, 180), "全年培训教师2380名。", font=font, fill=20)
    for at, row in enumerate(rows):
        for left, words in zip(edges, row, strict=False):
            draw.text((left + 15, 295 + at * 90), words, font=font, fill=20)
    for x in edges:
        draw.line((x, 280, x, 640), fill=40, width=3)
    for y in range(280, 641, 90):
        draw.line((200, y, 2280, y), fill=40, width=3)
    draw.text((300, 760), "改造学校38所，投入资金860万元。", font=font, fill=20)
    summary = summarizer.summarize(from_bytes(as_png(page, 1), "table.png"), RULES)
    assert [notice.code for notice in summary.notices] == ["pages-recognised", "pages-tabled"]
    tabled = {target.value for target in summary.targets if target.unsure_code == "recognised-tabled"}
    assert tabled == {12, 255, 32}
    assert {target.value for target in summary.targets if target.unsure is None} >= {2380, 38}


def test_a_frame_around_a_page_is_no_table() -> None:
    font = ImageFont.truetype(str(SERIF), 58, index=SIMPLIFIED)
    page = written([line.replace("#", "7") for line in LINES], font)
    ImageDraw.Draw(page).rectangle((60, 60, 2140, 740), outline=(30, 30, 30), width=4)
    document = from_bytes(as_png(page), "frame.png")
    assert [notice.code for notice in document.notices] == ["pages-recognised"]
