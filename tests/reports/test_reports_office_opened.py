"""All five seeds' Word and Excel files, opened in a real LibreOffice and turned into pages.

The pictures in ``.github/`` are made by this file too::

    PYTHONPATH=tests/helpers python tests/reports/test_reports_office_opened.py  # word, excel, ledger and compare.png

Fonts that a machine lacks are drawn in those of Debian's fonts-noto-cjk.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from programs import ROOT, run, run_other
from samples import SEEDS

pytestmark = pytest.mark.office

SEED_FILES = sorted(SEEDS.glob("*.txt"))
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
FONTS = {
    "宋体": SERIF, "SimSun": SERIF, "方正小标宋简体": SERIF, "仿宋_GB2312": SERIF, "仿宋": SERIF, "楷体_GB2312": SERIF,
    "楷体": SERIF, "黑体": SANS, "SimHei": SANS,
}  # fmt: skip
A4 = {(595, 842), (842, 595)}


def pages(files: list[Path], folder: Path) -> list[Path]:
    """A PDF of each file, printed by LibreOffice with a profile of its own."""
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{font}</family></prefer></alias>'
        for name, font in FONTS.items()
    )
    fonts = folder / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<include>/etc/fonts/fonts.conf</include>{aliases}</fontconfig>",
        encoding="utf-8",
    )
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=600, env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
    )  # fmt: skip
    return [folder / f"{path.stem}.pdf" for path in files]


def words_of(pdf: Path) -> str:
    """The text of a PDF without blanks and line ends, which wrapping puts anywhere."""
    shown = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    return re.sub(r"\s", "", shown)


def pictures(pdf: Path, dots: int = 50) -> list[Image.Image]:
    """Every page as a picture, ``dots`` an inch."""
    subprocess.run(["pdftoppm", "-r", str(dots), "-png", str(pdf), str(pdf.with_suffix(""))], check=True)
    return [Image.open(path) for path in sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))]


def ink(page: Image.Image) -> tuple[int, int, int, int]:
    """The box around everything that is not white: left, top, right, bottom."""
    grey = page.convert("L")
    return ImageChops.difference(grey, Image.new("L", grey.size, 255)).getbbox() or (0, 0, 0, 0)


@pytest.fixture(scope="module", params=["docx", "xlsx"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A PDF of each seed's report."""
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        pytest.fail("apt-get install libreoffice-writer libreoffice-calc fonts-noto-cjk poppler-utils")
    folder = tmp_path_factory.mktemp(request.param)
    assert run(*SEED_FILES, "--engine", "rules", "--format", request.param, "-o", folder).returncode == 0
    return pages(sorted(folder.glob(f"*.{request.param}")), folder)


def test_every_seed_opens_and_nothing_is_cut(opened: list[Path]) -> None:
    """On A4 pages, with ink inside the margins on each of them: no table runs off the paper, no page is empty."""
    assert len(opened) == len(SEED_FILES) == 5
    for pdf in opened:
        for page in pictures(pdf):
            size = tuple(round(side / 50 * 72 / 10) * 10 for side in page.size)
            assert size in {tuple(round(side / 10) * 10 for side in one) for one in A4}
            left, top, right, bottom = ink(page)
            assert right > left, "an empty page"
            margin = 50 * 10 / 25.4  # a centimetre
            assert left > margin
            assert right < page.width - margin
            assert top > margin
            assert bottom < page.height - 0.3 * margin


def test_every_measure_can_be_read_on_the_pages(opened: list[Path]) -> None:
    """In full: a row that is too low for its text would hide the end of it."""
    from summarizer import Settings, summarize

    for pdf in opened:
        shown = words_of(pdf)
        summary = summarize(SEEDS / f"{pdf.stem}.txt", Settings(engine="rules"))
        lost = [m.text for m in summary.measures if re.sub(r"\s", "", m.text) not in shown]
        # A text that runs over a page or a column may come in another order, never go.
        assert len(lost) <= len(summary.measures) // 10, lost


@pytest.mark.parametrize("kind", ["xlsx", "html"])
def test_no_chart_of_a_comparison_is_cut_by_a_page(kind: str, tmp_path: Path) -> None:
    """Its title, the document of each bar, and what its colours say stand on one printed page."""
    plans = []
    for at in range(15):
        plans.append(tmp_path / f"plan{at:02d}.txt")
        tasks = "".join(f"（{task + 1}）{verb}{9 + at * (task + 1)}所。\n" for task, verb in enumerate(_TASKS))
        plans[-1].write_text(f"甲{at:02d}市教育局2024年工作要点\n\n一、重点任务\n\n{tasks}", encoding="utf-8")
    file = tmp_path / f"compared.{kind}"
    assert run_other("compare", *map(str, plans), "-o", str(file)).returncode == 0
    if kind == "html":
        pdf = file.with_suffix(".pdf")
        command = ["chromium", "--headless", "--no-sandbox", f"--print-to-pdf={pdf}", file.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    else:
        (pdf,) = pages([file], tmp_path)
    count = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True).stdout.decode()
    total = int(re.findall(r"Pages:\s+(\d+)", count)[0])
    shown = [re.sub(r"\s", "", words_of_page(pdf, number + 1)) for number in range(total)]
    for task in _TASKS:
        for part, documents in (("1/2", range(12)), ("2/2", range(12, 15))):
            (page,) = [text for text in shown if f"{task}（所）（{part}）" in text]
            assert all(f"甲{at:02d}市教育局2024" in page for at in documents)
            # The title stands above, what the colours say below; a workbook has both over the numbers beside it, too.
            assert page.count("其他文件") == page.count("（所）（")


_TASKS = "新建幼儿园", "改造学校食堂", "建设智慧校园", "新建、改扩建中小学", "创建文明校园"


def _cropped(page: Image.Image, wide: int) -> Image.Image:
    """The inked part of a page with a small margin, so many dots wide, in few colours."""
    page = page.crop((0, 0, page.width, round(page.height * 0.9)))  # without its number
    left, top, right, bottom = ink(page)
    part = page.crop((max(left - 20, 0), max(top - 20, 0), min(right + 20, page.width), min(bottom + 20, page.height)))
    return part.resize((wide, round(part.height * wide / part.width))).quantize(64)


def main() -> None:
    """The pictures of the docs: pages of five plans in one ledger, Word and Excel, of three, and of a comparison."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        three = [SEEDS / f"{name}.txt" for name in ("qingdao_2023", "jinan_shizhong_2021", "template_2021")]
        for seeds, name in ((SEED_FILES, "word.docx"), (SEED_FILES, "excel.xlsx"), (three, "ledger.docx")):
            assert run(*seeds, "--engine", "rules", "-o", folder / name).returncode == 0
        examples = sorted(map(str, (ROOT / "examples" / "compare").glob("*.txt")))
        assert run_other("compare", *examples, "-o", str(folder / "compare.docx")).returncode == 0
        marks = {"ledger": "", "compare": "新建幼儿园"}
        for pdf in pages([folder / f for f in ("word.docx", "excel.xlsx", "ledger.docx", "compare.docx")], folder):
            mark = marks.get(pdf.stem, "2023-05-31")
            shown = next(number for number in range(99) if mark in words_of_page(pdf, number + 1))
            _cropped(pictures(pdf, 150)[shown], 1600).save(ROOT / ".github" / f"{pdf.stem}.png", optimize=True)


def words_of_page(pdf: Path, number: int) -> str:
    """The text of one page."""
    command = ["pdftotext", "-f", str(number), "-l", str(number), str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


if __name__ == "__main__":
    sys.exit(main())
