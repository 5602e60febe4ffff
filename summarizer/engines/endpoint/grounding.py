"""The aligner: where a quote that a model wrote stands in the document, to the character.

It compares characters on the length-preserving view, never tokens: a run of Chinese characters has no
word borders. A written number is one unit that agrees whole or not at all: ``80`` does not stand in ``180``,
nor ``二`` in ``二十``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from summarizer.documents.document import Span
from summarizer.documents.normalising import view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.documents.document import Document

Status = Literal["exact", "normalised", "number-conflict", "not-found"]

MIN_COVERAGE: Final = 0.8
"""The share of a quote's units that must be found, in order and close together."""
_MAX_STRETCH: Final = 1.25
_LONGEST_QUOTE: Final = 400

_DIGIT: Final = "0-9零〇一二两三四五六七八九十百千万亿"
# In the view a full-width comma is an ASCII one: between numbers it separates thousands only before three digits.
_JOINT: Final = r"(?<=\d),(?=\d{3}(?!\d))|(?<=\d)\.(?=\d)|点(?=[零〇一二三四五六七八九])"
_NUMERAL: Final = re.compile(rf"[{_DIGIT}]+(?:(?:{_JOINT})[{_DIGIT}]+)*")
# What two writings of one sentence may differ in without another meaning: blanks and marks of punctuation.
_IGNORED: Final = re.compile(r"[\s,.;:!?、。·“”‘’\"'《》〈〉（）()\[\]【】〔〕—…-]")
_NUMBER: Final = "#"


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where a quote stands; ``coverage`` is the share of its units that was found there.

    ``exact``: the very characters. ``normalised``: the same on the view, blanks and punctuation aside, or
    nearly (``coverage`` below 1), with the same numbers. ``number-conflict``: the words stand there, another
    number or unit with them. ``not-found``: ``start`` and ``end`` are 0. ``number`` is the place of the
    number that was asked for.
    """

    status: Status
    start: int = 0
    end: int = 0
    coverage: float = 0.0
    number: Span | None = None


class _Unit(NamedTuple):
    """A character, or a whole written number under the sign ``#``."""

    sign: str
    start: int
    end: int
    written: str


def numerals(text: str) -> list[str]:
    """Every written number in ``text``, whole, in one spelling, thousands separators dropped."""
    return [m[0].replace(",", "") for m in _NUMERAL.finditer(view_of(text))]


def align(
    document: Document, quote: str, within: Iterable[tuple[int, int]], *, number: str | None = None, unit: str = ""
) -> Alignment:
    """Find ``quote`` inside one of the spans ``within``, and in it ``number`` followed by ``unit``.

    The first span with the best status wins. A ``number`` or ``unit`` that does not stand in the quote's
    place is a ``number-conflict``.
    """
    if not quote.strip() or len(quote) > _LONGEST_QUOTE:
        return Alignment("not-found")
    rank = ("exact", "normalised", "number-conflict", "not-found").index
    best = Alignment("not-found")
    for start, end in within:
        found = _exact(document, quote, start, end) or _near(document, quote, start, end)
        if rank(found.status) < rank(best.status) or (found.status == best.status and found.coverage > best.coverage):
            best = found
    if number is None or best.status in {"number-conflict", "not-found"}:
        return best
    place = _number_at(document, best, number, unit)
    status: Status = best.status if place else "number-conflict"
    return Alignment(status, best.start, best.end, best.coverage, place)


def _exact(document: Document, quote: str, start: int, end: int) -> Alignment | None:
    at = document.text.find(quote, start, end)
    while at >= 0:
        if not _cuts_number(document.view, at) and not _cuts_number(document.view, at + len(quote)):
            return Alignment("exact", at, at + len(quote), 1.0)
        at = document.text.find(quote, at + 1, end)
    return None


def _cuts_number(view: str, at: int) -> bool:
    """Whether a written number runs across the border at ``at``."""
    near = view[max(0, at - 24) : at + 24]
    border = at - max(0, at - 24)
    return any(m.start() < border < m.end() for m in _NUMERAL.finditer(near))


def _near(document: Document, quote: str, start: int, end: int) -> Alignment:
    """The best place on the view, blanks and punctuation aside, whole numbers for units."""
    there = list(_units(document.view[start:end]))
    ours = list(_units(view_of(quote)))
    if not there or not ours:
        return Alignment("not-found")
    matcher = SequenceMatcher(None, [u.sign for u in there], [u.sign for u in ours], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return Alignment("not-found")
    # Far matches of single characters only stretch the place: keep what lies around the longest block.
    longest = max(blocks, key=lambda block: block.size)
    reach = int(len(ours) * _MAX_STRETCH) + 1
    kept = [b for b in blocks if longest.a - reach < b.a and b.a + b.size < longest.a + longest.size + reach]
    coverage = sum(block.size for block in kept) / len(ours)
    first, last = kept[0].a, kept[-1].a + kept[-1].size - 1
    if coverage < MIN_COVERAGE or last - first + 1 > reach:
        return Alignment("not-found")
    place = (start + there[first].start, start + there[last].end)
    same = [u.written for u in there[first : last + 1] if u.written] == [u.written for u in ours if u.written]
    return Alignment("normalised" if same else "number-conflict", *place, coverage)


def _units(view: str) -> Iterator[_Unit]:
    at = 0
    for numeral in _NUMERAL.finditer(view):
        yield from _characters(view, at, numeral.start())
        yield _Unit(_NUMBER, numeral.start(), numeral.end(), numeral[0].replace(",", ""))
        at = numeral.end()
    yield from _characters(view, at, len(view))


def _characters(view: str, start: int, end: int) -> Iterator[_Unit]:
    for at in range(start, end):
        if not _IGNORED.match(view[at]):
            yield _Unit(view[at], at, at + 1, "")


def _number_at(document: Document, found: Alignment, number: str, unit: str) -> Span | None:
    """The place of ``number``, with ``unit`` right behind it, in the aligned stretch."""
    wanted = view_of(number).replace(",", "").strip()
    following = view_of(unit).strip()
    for numeral in _NUMERAL.finditer(document.view, found.start, found.end):
        rest = document.view[numeral.end() : numeral.end() + len(following) + 1].lstrip()
        if numeral[0].replace(",", "") == wanted and rest.startswith(following):
            return Span(numeral.start(), numeral.end())
    return None
