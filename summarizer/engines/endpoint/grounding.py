"""Grounding: where a quote that a model wrote stands in the document, to the character.

Characters are compared, never tokens: a run of Chinese characters has no word borders. Only the very characters count
as the quote. A number as written is one unit that agrees whole or not at all: ``80`` does not stand in ``180``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from summarizer.documents.normalising import view_of
from summarizer.documents.parts import Span
from summarizer.languages import DEFAULT, find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.documents.document import Document

_MAX_QUOTE: Final = 400
_MAX_NUMERAL: Final = 24

_CUES: Any = find(DEFAULT).part("answers")


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
