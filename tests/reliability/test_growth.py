"""Twice the input takes no more than 2.3 times the time: every reader, ``track`` and the Word report.

A ratio alone would pass what is slow from the first byte on, and fail what is over before a clock can tell; so each
shape also has a bound on the whole, and is grown until it takes long enough to be weighed.
"""

from __future__ import annotations

import gc
import time
from io import BytesIO
from typing import TYPE_CHECKING

import hostile_pages as pages
import hostile_pdfs as pdfs
import hostile_words as words
import pytest

from summarizer import Settings, summarize
from summarizer.comparison.tracking import Tracker
from summarizer.documents import from_text
from summarizer.documents.readers import read
from summarizer.profiles.profile import load_profile
from summarizer.reports.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.reliability, pytest.mark.alone]

RATIO, NOISE = 2.3, 1.35
"""What is promised, and what a busy machine adds: what grows with the square takes four times."""
WEIGHABLE = 0.15
"""Seconds."""
MOST = 12.0
"""Seconds that the larger one may take."""
RULES = Settings(engine="rules")


def _html(piece: str) -> Callable[[int], Callable[[], object]]:
    def sized(count: int) -> Callable[[], object]:
        data = (pages.HEAD + piece * count + pages.END).encode()
        return lambda: read("html", data, "a.html")

    return sized


def _file(kind: str, made: Callable[[int], bytes]) -> Callable[[int], Callable[[], object]]:
    def sized(count: int) -> Callable[[], object]:
        data = made(count)
        return lambda: read(kind, data, f"a.{kind}")  # type: ignore[arg-type]

    return sized


def _text(piece: str) -> Callable[[int], Callable[[], object]]:
    def sized(count: int) -> Callable[[], object]:
        document = from_text("某市教育局2023年工作要点\n" + piece * count, "a.txt")
        return lambda: summarize(document, RULES)

    return sized


def _laid_out(piece: str) -> Callable[[int], Callable[[], object]]:
    def sized(count: int) -> Callable[[], object]:
        return lambda: from_text("某市教育局2023年工作要点\n" + piece * count, "a.txt")

    return sized


def _plan(count: int, kind: str) -> str:
    things = "学校 医院 公园 道路 桥梁".split()
    said = (f"新建{things[n % 5]}{n}所，培训{things[n % 3]}教师{n}名。\n" for n in range(count))
    return f"某市教育局2023年工作{kind}\n" + "".join(said)


def _track(count: int) -> Callable[[], object]:
    plan = summarize(from_text(_plan(count, "要点"), "plan.txt"), RULES)
    report = from_text(_plan(count, "总结"), "report.txt")
    return lambda: Tracker(plan, [report], load_profile("work_plan")).result()


def _word_report(count: int) -> Callable[[], object]:
    pytest.importorskip("docx")
    from summarizer.reports.ledger.word import WordLedger

    summary = summarize(from_text(_plan(count, "要点"), "plan.txt"), RULES)

    def made() -> None:
        book = WordLedger(alone=True)
        book.add(summary, View())
        book.save(BytesIO())

    return made


SHAPES: dict[str, tuple[int, Callable[[int], Callable[[], object]]]] = {
    "html: boxes": (300, _html("<div>新</div>")),
    "html: boxes in each other": (300, _html("<div>新")),
    "html: tags never closed": (300, _html("<b>新")),
    "html: comments": (300, _html("<!-- 新 -->")),
    "html: cells over rows": (5, _file("html", lambda n: (pages.HEAD + pages._spans(n)).encode())),
    "html: rows": (200, _html("<table><tr><td>甲<td>9所<tr><td>乙<td>8所</table>")),
    "html: attributes": (
        100,
        _file("html", lambda n: f"<p {' '.join(f'a{i}=1' for i in range(n))}>{pages.END}".encode()),
    ),
    "mhtml: parameters": (
        500,
        _file("mhtml", lambda n: pages._mht(b"Content-Type: text/html" + b"".join(b"; a%d=1" % i for i in range(n)))),
    ),
    "mhtml: parts": (
        200,
        _file("mhtml", lambda n: pages._mht(b"Content-Type: multipart/related; boundary=b", b"--b\r\n\r\nx\r\n" * n
              + b"--b\r\nContent-Type: text/html\r\n\r\n<p>9</p>\r\n--b--")),
    ),
    "markdown: paragraphs": (200, _file("markdown", lambda n: pages._md("新建学校9所。\n\n" * n))),
    "markdown: stars": (200, _file("markdown", lambda n: pages._md("*新 " * n))),
    "word: paragraphs": (200, _file("word", lambda n: words.word(words._p() * n))),
    "word: styles": (100, _file("word", lambda n: words._chain(n, n))),
    "word: members": (100, _file("word", lambda n: words.word("", more={f"word/x{i}.xml": b"<a/>" for i in range(n)}))),
    "word: rows": (
        50,
        _file("word", lambda n: words.word("<w:tbl>" + ("<w:tr>" + f"<w:tc>{words._p()}</w:tc>" * 5 + "</w:tr>") * n
              + "</w:tbl>")),
    ),
    "word: wide rows": (5, _file("word", lambda n: words.word(words._merged(n, n)))),
    "pdf: words": (100, _file("pdf", lambda n: pdfs._words(n, 7.77))),
    "pdf: boxes": (200, _file("pdf", lambda n: pdfs.page(pdfs._SAID + b"10 10 500 500 re S\n" * n))),
    "text: one word": (1000, _text("杜绝")),
    "text: one number": (1000, _text("9所")),
    "text: lines": (300, _text("推进教育改革，新建学校9所，培训教师120名。\n")),
    "text: brackets": (1000, _text("（“《")),
    "layout: blanks around figures": (1000, _laid_out("新建学校 5 所，")),
    "layout: those of a line without stops": (1000, _laid_out("教 1")),
    "layout: characters of no width": (1000, _laid_out("教\u200b育\u200d")),
    "layout: marks of bold": (500, _laid_out("**一、教育** 5\n**")),
    "layout: quotation marks": (1000, _laid_out('建"校"，')),
    "layout: bullets": (500, _laid_out("§ o 新建\n  ✅ ")),
    "track": (300, _track),
    "word report": (100, _word_report),
}  # fmt: skip
LIMITS = {"word: members": 9000, "word: wide rows": 60}
"""More of these is refused."""
SQUARES = {"html: cells over rows", "word: styles", "word: wide rows"}
"""Shapes whose input grows with the square of their number."""


@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_input_takes_no_more_than_about_twice_the_time(name: str) -> None:
    count, shape = SHAPES[name]
    times = 2**0.5 if name in SQUARES else 2
    small = _seconds(shape(count))
    while small < WEIGHABLE and count * times * times <= LIMITS.get(name, 500_000):
        count = int(count * times)
        small = _seconds(shape(count))
    for _ in range(3):  # a machine that is busy with something else for once
        large = _seconds(shape(int(count * times)))
        if large <= max(RATIO * small * NOISE, WEIGHABLE):
            break
        small = max(small, _seconds(shape(count)))
    assert large <= max(RATIO * small * NOISE, WEIGHABLE), (count, small, large)
    assert large < MOST


def _seconds(call: Callable[[], object]) -> float:
    """Of this process alone, and of the call: not what else the machine does, nor what the tests before it left.

    The garbage collector now and then goes through all that the process holds, which after a thousand tests is much,
    and comes by more often in the larger call than in the smaller one.
    """
    gc.collect()
    gc.disable()
    began = time.process_time()
    try:
        call()
        return time.process_time() - began
    finally:
        gc.enable()
