"""No text makes a regular expression, or the whole pipeline, cost more than its length: growth, never seconds."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from patterns import all_patterns, attacks, compiled_in_functions
from reliability.blowups import HEAD, HOSTILE, document
from reliability.conftest import report, scale

from summarizer import summarize
from summarizer.documents import from_text
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.reliability, pytest.mark.alone]

_ENOUGH = 0.003
"""Seconds that are well above the clock's noise; what stays below them at the longest text is fast enough."""
_LINEAR = 2.2
"""The cost of one character may grow so much while the text grows four times as long: 1 is linear, 4 the square."""
_SQUARE = 7.0
_DOUBLED = 2.6
"""Twice the text may take so many times as long on the whole pipeline."""
BOUNDED = {
    # Searched in what stands before a number inside its clause, in a piece of at most 1,500 characters.
    "languages.zh.rules.edges:_COUNT_TAIL": 1500,
    "languages.zh.rules.stated:_BEFORE_NONE": 1500,
    "languages.zh.rules.stated:_COVERAGE_WORDS": 1500,
    # A gold file's quotes: our own, or a labeller's.
    "languages.zh.evaluation:_WRITTEN": 400,
    "languages.en.evaluation:_WRITTEN": 400,
}  # fmt: skip
"""Patterns that cost the square of a text's length, and the longest text that each gets."""


def test_every_pattern_is_known() -> None:
    """A pattern built while the program runs has to be added to those that are tried here."""
    assert compiled_in_functions() == {
        "comparison.matching", "comparison.words", "documents.sheets", "documents.word", "evaluation.gold",
        "languages.en.tables",
        "engines.endpoint.reading.candidates",
        "languages.en.evaluation", "languages.en.rules.lexicons", "languages.other.promises",
        "languages.patterns",  # which writes those of other modules
        "languages.scripts",  # runs of some characters
        "languages.zh.comparison.places", "languages.zh.evaluation", "languages.zh.mentions",
        "languages.zh.rules.lexicons",
        "pipeline.placing",  # of a date's characters, with blanks between them
        "reports.ledger.kept",  # of the columns' names in both languages, within one cell
        "review.numerals",  # of a unit, within one sentence
        "service.openapi",  # the routes' own templates, over paths that a server takes
    }  # fmt: skip
    assert len(all_patterns()) > 250
    assert set(BOUNDED) <= {named.name for named in all_patterns()}


def test_no_pattern_blows_up() -> None:
    """Each pattern on texts made of its own repeats, of near misses, and of what plans are full of."""
    longest = scale(4_000, 32_000)
    most_pieces = scale(12, 10_000)
    worst: list[tuple[float, str, str]] = []
    for named in all_patterns():
        pieces = attacks(named.pattern)
        step = max(1, len(pieces) // most_pieces)
        limit = BOUNDED.get(named.name, longest)
        run = _tried if named.anchored else _searched
        worst.append(max((_growth(run, named.pattern, piece, limit), named.name, piece) for piece in pieces[::step]))
    worst.sort(reverse=True)
    free = [one for one in worst if one[1] not in BOUNDED]
    report("regular expressions", patterns=len(worst), worst=[f"{n} {g:.2f}" for g, n, _ in free[:5]], bound=_LINEAR)
    assert [one for one in free if one[0] > _LINEAR] == []
    assert [one for one in worst if one[0] > _SQUARE] == []


def test_a_blow_up_would_be_seen() -> None:
    """The measure itself: a pattern of the square and one of the power of two are told from a linear one."""
    # Other work on the machine may hide it once.
    assert any(_growth(_searched, re.compile(r"\s+$"), " ", 8_000) > _LINEAR for _ in range(6))
    assert _growth(_searched, re.compile(r"(?:一+)+。"), "一", 20) > _SQUARE
    assert _growth(_searched, re.compile(r"一"), "一", 64_000) < _LINEAR


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_twice_the_text_takes_twice_the_time(name: str) -> None:
    """The whole pipeline with the rules, on a document that is nothing but what is hard to read."""
    size = scale(10_000, 40_000)
    ratio = min(_doubled(name, size) for _ in range(2))
    for _ in range(4):  # another try only where chance may have had a hand in it
        if ratio <= _DOUBLED:
            break
        ratio = min(ratio, _doubled(name, size))
    report(f"growth: {name}", ratio=round(ratio, 2), characters=size)
    assert ratio <= _DOUBLED


def _doubled(name: str, size: int) -> float:
    settings = Settings(engine="rules")
    took = []
    for characters in (size, 2 * size):
        text = HEAD + document(name, characters)
        began = time.process_time()
        summarize(from_text(text, "plan.txt"), settings)
        took.append(time.process_time() - began)
    return took[1] / took[0]


def _searched(pattern: re.Pattern[str], text: str) -> None:
    for _ in pattern.finditer(text):
        pass


def _tried(pattern: re.Pattern[str], text: str) -> None:
    pattern.match(text)
    pattern.fullmatch(text)


def _growth(run: Callable[[re.Pattern[str], str], None], pattern: re.Pattern[str], piece: str, longest: int) -> float:
    """How many times as much one character costs in a text four times as long; 1 where all is too fast to tell."""
    size = min(longest, 500)
    while (slow := _seconds(run, pattern, _text(piece, size), 2)) < _ENOUGH and size < longest:
        size = min(longest, 2 * size)
    if slow < _ENOUGH:
        return 1.0
    growth = float("inf")
    for _ in range(4):  # a machine with other work to do gives long times, never short ones
        short, long = _text(piece, size // 4), _text(piece, size)
        per_short = _seconds(run, pattern, short, 4) / len(short)
        growth = min(growth, _seconds(run, pattern, long, 2) / len(long) / per_short)
        if growth <= _LINEAR:
            break
    return growth


def _text(piece: str, size: int) -> str:
    return piece * (size // len(piece) + 1) + "\0"


def _seconds(run: Callable[[re.Pattern[str], str], None], pattern: re.Pattern[str], text: str, times: int) -> float:
    took = []
    for _ in range(times):
        began = time.process_time()
        run(pattern, text)
        took.append(time.process_time() - began)
    return min(took)
