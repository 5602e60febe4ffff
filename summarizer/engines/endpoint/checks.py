"""Checks of what a model wrote: where a quote stands, and whether a name or a sentence can stand.

A model never brings in a number, and a name is made of its sentence's own characters. Characters are compared, never
tokens: a run of Chinese characters has no word borders. A number as written is one unit that agrees whole or not at
all: ``80`` does not stand in ``180``.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.documents.normalising import view_of
from summarizer.documents.parts import Span
from summarizer.languages import DEFAULT, find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.documents.document import Document

_CUES: Any = find(DEFAULT).part("answers")
_MAX_QUOTE = 400
_MAX_NUMERAL = 24
_MAX_BEFORE = 4
"""Characters before a number that can tie it to another."""
_LATIN = re.compile(r"[A-Za-z]+")
_EDGES = " \t\n。，,、；;：:“”\"'"
_MIN_SHARED = 0.75
_MIN_PAIRS = 0.6
_MIN_LINE = 4
_MIN_NAME = 2


class Grounding(NamedTuple):
    """Where a quote stands, and in it the number that was asked for."""

    start: int
    end: int
    number: Span | None = None


def numerals(text: str) -> list[str]:
    """Every number in ``text`` as written, whole, in one spelling, thousands separators dropped."""
    return [m[0].replace(",", "") for m in _CUES.NUMERAL.finditer(view_of(text))]


def ground(
    document: Document, quote: str, within: Iterable[tuple[int, int]], *, number: str | None = None, unit: str = ""
) -> Grounding | None:
    """The first place of ``quote`` inside one of the spans ``within``, and in it ``number`` followed by ``unit``.

    None where the quote does not stand there, or the number or unit not in it.
    """
    if not quote.strip() or len(quote) > _MAX_QUOTE:
        return None
    view = document.view
    for start, end in within:
        at = document.text.find(quote, start, end)
        while at >= 0:
            stop = at + len(quote)
            if not _cuts_number(view, at) and not _cuts_number(view, stop):
                place = None if number is None else _place_of_number(view, at, stop, number, unit)
                return None if number is not None and place is None else Grounding(at, stop, place)
            at = document.text.find(quote, at + 1, end)
    return None


def _cuts_number(view: str, at: int) -> bool:
    """Whether a number runs across the border at ``at``."""
    first = max(0, at - _MAX_NUMERAL)
    nearby = view[first : at + _MAX_NUMERAL]
    return any(m.start() < at - first < m.end() for m in _CUES.NUMERAL.finditer(nearby))


def _place_of_number(view: str, start: int, end: int, number: str, unit: str) -> Span | None:
    """The place of ``number``, with ``unit`` right behind it, between ``start`` and ``end``."""
    wanted = view_of(number).replace(",", "").strip()
    following = view_of(unit).strip()
    for numeral in _CUES.NUMERAL.finditer(view, start, end):
        rest = view[numeral.end() : numeral.end() + len(following) + 1].lstrip()
        if numeral[0].replace(",", "") == wanted and rest.startswith(following):
            return Span(numeral.start(), numeral.end())
    return None


def numbers_stand(written: str, source: str) -> bool:
    """Whether each written number of ``written``, those in words included, stands whole in ``source``."""
    return set(numerals(written)) <= set(numerals(source))


def stands_alone(view: str, start: int, end: int, unit: str) -> bool:
    """Whether the number at ``start:end`` is a number of its own there, and ``unit`` all that it is a number of.

    One end of a range, part of a fraction, an ordinal and the 80 of A80 are not; 80 with a unit is not a bare 80.
    """
    after = view[end : end + 1]
    if _CUES.TIED_BEFORE.search(view[max(0, start - _MAX_BEFORE) : start]) or _CUES.TIED_AFTER.match(view, end):
        return False
    unit = view_of(unit).strip()
    if not unit:
        return not (after.isalnum() or after in _CUES.SIGNS)
    if unit[0] in _CUES.MULTIPLES:
        return False
    whole = all(c.isalpha() or c in "%‰℃/()" for c in unit) and not numerals(unit)
    return whole and not view.startswith(_CUES.SHARE, end + len(unit))


def is_subsequence(name: str, sentence: str) -> bool:
    """Whether the characters of ``name`` all stand in ``sentence``, in this order."""
    rest = iter(sentence)
    return all(character in rest for character in name)


def clean_name(name: str, sentence: str) -> str | None:
    """An indicator in its sentence's own characters and without a number the sentence does not hold."""
    name = name.strip(_EDGES)
    if len(name) < _MIN_NAME or any(c.isdigit() for c in view_of(name)):
        return None
    return name if is_subsequence(name, sentence) and numbers_stand(name, sentence) else None


def clean_line(line: str, quote: str, limit: int) -> str | None:
    """A one-line wording: at most ``limit`` characters, shorter than its quote, nothing in it made up."""
    line = line.strip(_EDGES)
    if not _MIN_LINE <= len(line) <= limit or len(line) >= len(quote) or "\n" in line:
        return None
    return line if _is_faithful(line, quote) else None


def clean_sentence(text: str, source: str) -> str | None:
    """An overview sentence that says nothing but what its sources hold; closed by a full stop."""
    text = text.strip(_EDGES)
    if len(text) < _MIN_LINE or "\n" in text or not _is_faithful(text, source):
        return None
    return text + "。"


def _is_faithful(text: str, source: str) -> bool:
    """Numbers and Latin words stand in the source, and so do most characters and most pairs of them.

    Without it a prompt's example leaks into the answer, or words of two sentences make a third.
    """
    view, ground = view_of(text), view_of(source)
    if not set(_CUES.MEANT.findall(view)) <= set(_CUES.MEANT.findall(ground)) or _is_odd(text, source):
        return False
    if not numbers_stand(text, source) or not set(_LATIN.findall(view)) <= set(_LATIN.findall(ground)):
        return False
    letters = "".join(c for c in view if c.isalnum())
    known = "".join(c for c in ground if c.isalnum() or c == "\n")
    if not letters or sum(c in known for c in letters) < _MIN_SHARED * len(letters):
        return False
    pairs = [a + b for a, b in pairwise(letters)]
    return sum(pair in known for pair in pairs) >= _MIN_PAIRS * len(pairs)


def _is_odd(text: str, source: str) -> bool:
    """Whether ``text`` has a sign of its own that is a number (⑧, ½), or one that hides or turns others."""
    own = set(view_of(text)) - set(view_of(source))
    hides = any(unicodedata.category(sign)[0] in "CM" for sign in set(text) - set(source))
    return hides or any(unicodedata.numeric(sign, None) is not None for sign in own)
