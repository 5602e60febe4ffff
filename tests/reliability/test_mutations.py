"""Plans that were damaged in every way a file can be: always a summary that holds its laws, or one clear line."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from fuzz.laws import check_document, check_refusal, check_reports, check_summary
from fuzz.mutating import change
from reliability.conftest import report, scale
from samples import SEEDS

from summarizer import summarize
from summarizer.documents import Document, from_bytes, from_text
from summarizer.errors import SummarizerError
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from summarizer.models import Summary

pytestmark = pytest.mark.reliability

RULES = Settings(engine="rules")
TEXTS = [path.read_text(encoding="utf-8-sig") for path in sorted(SEEDS.glob("*.txt"))]
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
_SIGNS = "。，、；：！？（）()“”‘’《》【】〔〕[]{}<>|/\\-—…·~%％#*&\t　 \u200b\u202e\u2028\x85\x0b\x0c\ufeff\ufffd"
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_DEEP = 10_000
_DIGITS = 5_000


def _lines(text: str, rng: random.Random) -> str:
    """Lines dropped, doubled, swapped, joined."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 12)):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        match rng.randrange(4):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                lines[at] = lines[at] + lines[other]
    return "\n".join(lines)


def _words(text: str, rng: random.Random) -> str:
    """Words of plans and pieces of pages put anywhere."""
    for _ in range(rng.randint(1, 30)):
        text = change(text, rng)
    return text


def _punctuated(text: str, rng: random.Random) -> str:
    """Any sign anywhere, also in the middle of a number."""
    chars = list(text)
    for _ in range(rng.randint(1, 200)):
        chars.insert(rng.randrange(len(chars) + 1), rng.choice(_SIGNS))
    return "".join(chars)


def _widened(text: str, rng: random.Random) -> str:
    """Full-width forms here and there."""
    return "".join(char.translate(_WIDE) if rng.random() < 0.5 else char for char in text)


def _unbroken(text: str, rng: random.Random) -> str:
    """One line, with or without its full stops."""
    joined = text.replace("\n", rng.choice(("", " ", "　")))
    return joined.replace("。", rng.choice(("。", "；", "，", ""))) * rng.randint(1, 3)


def _nested(text: str, rng: random.Random) -> str:
    """Ten thousand brackets in each other."""
    opening, closing = rng.choice(("“”", "（）", "《》", "【】", "〔〕", "()", '""', "<>"))
    at = rng.randrange(len(text))
    depth = rng.randint(_DEEP // 2, _DEEP)
    return text[:at] + opening * depth + text[at : at + 500] + closing * rng.choice((depth, 0, depth // 2)) + text[at:]


def _digits(text: str, rng: random.Random) -> str:
    """A run of thousands of digits, numerals or blanks where a number stood."""
    run = rng.choice("0123456789〇一二十百千万亿,.xX_□点") * rng.randint(20, _DIGITS)
    places = [at for at, char in enumerate(text) if char.isdecimal()] or [0]
    at = rng.choice(places)
    return text[:at] + run + text[at + 1 :]


def _renumbered(text: str, rng: random.Random) -> str:
    """Numbers swapped with each other and with all spellings of a number."""
    spellings = (
        "0",
        "7",
        "-3",
        "1e9",
        "٣",
        "²",
        "½",
        "１０",
        "〇",
        "两",
        "百分之",
        "3.5万",
        "1,2,3",
        "0.0.1",
        "xx",
        "九千九百亿",
    )
    return "".join(rng.choice(spellings) if char.isdecimal() and rng.random() < 0.2 else char for char in text)


def _controls(text: str, rng: random.Random) -> str:
    """NULs, escapes, lone surrogates, planes beyond the first, combining marks."""
    chars = list(text)
    for _ in range(rng.randint(1, 60)):
        chars.insert(
            rng.randrange(len(chars) + 1), rng.choice("\x00\x1b\x07\x7f\ud800\udfff\udc80𠀀😀\u0301\U000e0041")
        )
    return "".join(chars)


def _cut(text: str, rng: random.Random) -> bytes:
    """Any encoding, cut anywhere, at either end."""
    data = text.encode(rng.choice(_ENCODINGS), "ignore")
    return data[rng.choice((0, 0, 1, 3)) : rng.randint(0, len(data))]


def _mixed(text: str, rng: random.Random) -> bytes:
    """Two files in two encodings after one another, a BOM in the middle."""
    at = rng.randrange(len(text))
    first, second = rng.choice(_ENCODINGS), rng.choice(_ENCODINGS)
    return text[:at].encode(first, "ignore") + text[at:].encode(second, "ignore")


def _broken(text: str, rng: random.Random) -> bytes:
    """Bytes overwritten, dropped and put in, NULs among them."""
    data = bytearray(text.encode(rng.choice(_ENCODINGS), "ignore"))
    for _ in range(rng.choice((1, 5, 50))):
        at = rng.randrange(len(data))
        match rng.randrange(3):
            case 0:
                data[at] = rng.randrange(256)
            case 1:
                del data[at : at + rng.randint(1, 3)]
            case _:
                data[at:at] = rng.choice((b"\0", b"\xff", b"\x81", b"\x1b", b"\r", b"\xef\xbb\xbf", b"\xa1\xa1"))
    return bytes(data)


TEXTUAL: tuple[Callable[[str, random.Random], str], ...] = (
    _lines, _words, _punctuated, _widened, _unbroken, _nested, _digits, _renumbered, _controls,
)  # fmt: skip
BINARY: tuple[Callable[[str, random.Random], bytes], ...] = (_cut, _mixed, _broken)


def test_mutated_plans_hold_every_law() -> None:
    """No exception, and what comes out is grounded, linked and can be written in every format."""
    count = scale(300, 10_000)
    refused = items = damaged = 0
    for number in range(count):
        document = _mutant(number)
        if document is None:
            refused += 1
            continue
        damaged += any(code == "decoding-damaged" for code, _ in document.notices)
        summary = _held(document, number)
        items += len(summary.items())
    assert items > count  # the plans are still read: most mutants are plans
    assert refused < count / 4
    report("mutations", mutations=count, refused=refused, damaged=damaged, items=items, tracebacks=0)


def _mutant(number: int) -> Document | None:
    """The mutation of that number; None where its bytes were refused, in one clear line."""
    rng = random.Random(number)  # noqa: S311
    mutation = (*TEXTUAL, *BINARY)[number % (len(TEXTUAL) + len(BINARY))]
    text = TEXTS[rng.randrange(len(TEXTS))]
    mutated = mutation(text, rng)
    if isinstance(mutated, str):
        return from_text(mutated, "plan.txt")
    try:
        return from_bytes(mutated, "plan.txt")
    except SummarizerError as error:
        check_refusal(error)
        return None


def _held(document: Document, number: int) -> Summary:
    try:
        check_document(document)
        summary = summarize(document, RULES, explain=True, with_text=number % 2 == 0)
        check_summary(summary, document.text)
        if number % 10 == 0:
            check_reports(summary, binary=number % 100 == 0)
    except Exception as error:
        error.add_note(f"mutation {number}; see _mutant({number})")
        raise
    return summary


_PEAK = """
import re, sys
from summarizer.cli import summarize_main
code = summarize_main([sys.argv[1], "--engine", "rules", "-o", sys.argv[2]])
# Not ru_maxrss, which begins with the peak of the process that started this one.
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024)
sys.exit(code)
"""


def _peak(text: str, folder: Path) -> int:
    """Bytes of memory that ``summarize FILE -o out.json`` took at most, in a process of its own."""
    source = folder / "plan.txt"
    source.write_text(text, encoding="utf-8", newline="\n")
    command = [sys.executable, "-c", _PEAK, str(source), str(folder / "out.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stderr
    assert (folder / "out.json").stat().st_size > 0
    return int(done.stdout.split()[-1])


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read in Linux's unit")
def test_memory_is_bounded_on_a_long_text(tmp_path: Path) -> None:
    """Fifty megabytes of plan in full: what is held is in proportion to the text, and small."""
    megabytes = scale(3, 50)
    whole = "\n".join(TEXTS)
    copies = megabytes * 1_000_000 // len(whole.encode()) + 1
    peak = _peak("\n".join([whole] * copies), tmp_path)
    report("memory of a long text", megabytes=megabytes, peak_mb=peak // 1_000_000)
    assert peak < 120_000_000 + 28 * megabytes * 1_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read in Linux's unit")
@pytest.mark.parametrize("piece", ["新建学校9所，", "推进改革", "7", "（", " "])
def test_a_line_of_a_million_characters_is_read(piece: str, tmp_path: Path) -> None:
    """One line, no end of it: memory in proportion, and an answer."""
    characters = scale(100_000, 1_000_000)
    peak = _peak("某市2023年工作要点\n" + piece * (characters // len(piece)), tmp_path)
    report("memory of one line", characters=characters, peak_mb=peak // 1_000_000)
    assert peak < 120_000_000 + 900 * characters


_MANY = """
import sys
from pathlib import Path
from summarizer import summarize
from summarizer.documents import from_text
from summarizer.settings.settings import Settings

texts = [Path(name).read_text(encoding="utf-8-sig") for name in sys.argv[3:]]
settings = Settings(engine="rules")

def resident():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096

for number in range(1, int(sys.argv[2]) + 1):
    text = texts[number % len(texts)]
    summarize(from_text(f"{text}\\n{number}", f"{number}.txt"), settings, explain=True)
    if number in (int(sys.argv[1]), int(sys.argv[2])):
        print(resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_flat_over_many_documents() -> None:
    """A service that reads plans all day does not grow: nothing is kept of a document that is done."""
    early, late = scale(50, 200), scale(200, 1_000)
    names = [str(path) for path in sorted(SEEDS.glob("*.txt"))]
    done = subprocess.run(
        [sys.executable, "-c", _MANY, str(early), str(late), *names], capture_output=True, text=True, check=True
    )
    before, after = map(int, done.stdout.split())
    report("memory over documents", after_early=before // 1_000_000, after_late=after // 1_000_000, documents=late)
    assert after - before < 8_000_000
