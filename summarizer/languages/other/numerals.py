"""Written numbers of any language to values: digits by CLDR's separators, magnitudes, words by text2num.

A number that the language's separators do not explain is none: never a guessed value.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.languages.other import cldr, words
from summarizer.languages.other.words import alternatives
from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDED = frozenset("da de es fr it nl pt".split())
"""The languages whose number words text2num reads."""
_BLANKS = " '’"
"""Group signs in any language: nobody writes a decimal with one."""
_SAMPLE = 200_000
"""Characters in which a text shows how it writes decimals."""
_MAX_DIGITS = 30
_GROUP = 3
_TOKEN = re.compile(r"\w+|[^\w\s]")
_ANY_DIGIT = re.compile(r"\d")
_POINTED = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)+")
# Whatever the language: with several groups, or with another sign behind them, nobody can take them for a decimal.
_UNMISTAKABLE = r"""
    |\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d+
    |\d{1,3}(?:[ '’]\d{3})+[.,]\d+
"""
_UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")


BEFORE = r"(?<![^\W\u3040-\u9fff\uac00-\ud7af])"
"""Stands before no number: a letter or digit, save of a script that parts no words by blanks."""


class Convention(NamedTuple):
    """How digits are written: the sign before decimals, and the pattern of a number."""

    decimal: str
    pattern: str


@cache
def convention(code: str, *, swapped: bool = False) -> Convention:
    """The one of a language; ``swapped`` that of its countries where decimal and group sign change places."""
    found = cldr.of(code)
    decimal = "," if found.decimal == "," else "."
    groups = (set(found.groups) | ({","} if decimal == "." else set())) - {decimal, "٫"}
    if swapped:
        decimal, groups = ("." if decimal == "," else ","), {decimal}
    signs = "".join(re.escape(sign) for sign in sorted({*groups, *_BLANKS, *"٬،"}))
    first = r"\d{1,2}(?:,\d{2})*" if found.indian else r"\d{1,3}"
    # In a language of decimal commas a dot with other than three digits behind it parts no groups: it is a decimal.
    foreign = r"|\d+\.(?:\d{1,2}|\d{4,})" if decimal == "," else ""
    return Convention(
        decimal,
        rf"(?:{first}(?P<sign>[{signs}])\d{{3}}(?:(?P=sign)\d{{3}})*(?:[{decimal}٫]\d+)?"
        rf"|\d+(?:[{decimal}٫]\d+)?{foreign}{_UNMISTAKABLE})"
        r"(?![.,٫٬]?\d)",
    )


def is_swapped(code: str, view: str) -> bool:
    """Whether a text writes decimals with the sign that its language has between groups, and never the other way."""
    if not cldr.of(code).swapped:
        return False
    seen = {_point(found[0]) for found in _POINTED.finditer(view[:_SAMPLE])} - {None}
    return len(seen) == 1 and convention(code).decimal not in seen


def _point(written: str) -> str | None:
    """The sign that must be before the decimals of a number, whatever the language; None where none must."""
    signs, parts = re.sub(r"\d", "", written), re.split("[.,]", written)
    grouped = all(len(part) == _GROUP for part in parts[1 : len(parts) - (signs[0] != signs[-1])])
    if len(signs) == 1:
        return signs if len(parts[1]) != _GROUP else None
    if not grouped or (signs[0] != signs[-1] and signs[-1] in signs[:-1]):
        return None  # 31.12.2026
    return signs[-1] if signs[0] != signs[-1] else ",."[signs[0] == ","]


@cache
def magnitudes(code: str) -> dict[str, int]:
    """Words behind digits and the power of ten that each stands for, in lower case and without a full stop."""
    own = {
        entry.strip(" .").lower(): int(power)
        for power, entries in words.of(code).values("magnitudes").items()
        for entry in entries
    }
    return dict(cldr.of(code).magnitudes) | own


@cache
def magnitude_pattern(code: str, *, alone: bool = False) -> str:
    """What fits a magnitude behind digits and the blank before it; one letter only before a currency, or ``alone``."""
    known = magnitudes(code)
    letters = tuple(word for word in known if any(len(part) == 1 and part.isascii() for part in word.split()))
    currency = "" if alone else "(?=[ ]?[€$£])"
    short = rf"|[ ]?{alternatives(letters)}{currency}"
    wordy = tuple(word for word in known if word not in letters)
    behind = "" if any(map(_UNSPACED.search, wordy)) else r"(?![^\W\d_])"
    return rf"(?:[ -]?{alternatives(wordy)}{behind}\.?{short})"


def parse(text: str, code: str, *, swapped: bool = False) -> Decimal | None:
    """The value of a written number, magnitudes expanded; None where the characters make no number."""
    found = _whole(code, swapped).fullmatch(text.strip())
    if found is None:
        return _worded(text, code)
    value = _digits(found["digits"], convention(code, swapped=swapped).decimal)
    if value is None or not found["size"]:
        return value
    size = found["size"].strip(" -.").lower()
    power = magnitudes(code)[re.sub(" +", " ", size)]
    return value * Decimal(10**power) if power else None  # 3 bi is another number in Lisbon than in Rio


@cache
def _whole(code: str, swapped: bool) -> re.Pattern[str]:
    pattern = (
        rf"(?P<digits>{convention(code, swapped=swapped).pattern})(?P<size>{magnitude_pattern(code, alone=True)})?"
    )
    return verbose(pattern, re.IGNORECASE)


def _digits(written: str, decimal: str) -> Decimal | None:
    """The value of digits that fit the convention's pattern."""
    signs = re.sub(r"\d", "", written)
    whole, part = written, ""
    if signs:
        head, _, tail = written.rpartition(signs[-1])
        alone = len(signs) == 1
        other = signs[-1] in ".," and (len(tail) != _GROUP if alone else signs[0] != signs[-1])
        if signs[-1] == "٫" or (alone and signs == decimal) or other:
            whole, part = head, tail
    plain = "".join(char for char in whole if char.isdigit())
    if len(plain) + len(part) > _MAX_DIGITS:
        return None
    return Decimal(f"{plain}.{part}" if part else plain)


def _worded(text: str, code: str) -> Decimal | None:
    numbers = list(worded(text, 0, len(text), code))
    whole = len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, len(text))
    return numbers[0].value if whole else None


class Worded(NamedTuple):
    """A number in words, and where it stands."""

    start: int
    end: int
    value: Decimal


class _SpokenWord:
    """A word as text2num wants it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self) -> str:
        return self._text

    def nt_separated(self, previous: Any) -> bool:  # noqa: ARG002 - text2num's protocol
        return False

    def not_a_number_part(self) -> bool:
        return False


def worded(view: str, start: int, end: int, code: str) -> Iterator[Worded]:
    """The numbers in words of ``view[start:end]``: cardinal ones above one, which is an article in most languages."""
    if code not in WORDED:
        return
    from text_to_num import find_numbers

    places = [found.span() for found in _TOKEN.finditer(view, start, end)]
    for number in find_numbers([_SpokenWord(view[slice(*place)]) for place in places], code, 0.0):
        begin, stop = places[number.start][0], places[number.end - 1][1]
        value = Decimal(str(number.text)) if re.fullmatch(r"\d+(?:\.\d+)?", str(number.text)) else None
        if number.is_ordinal or value is None or value <= 1 or _ANY_DIGIT.search(view, begin, stop):
            continue
        yield Worded(begin, stop, value)
