"""Checks of what a model wrote: where a quote stands, and whether a name or a sentence can stand.

A quote is compared by characters, as a run of Chinese characters has no word borders; a number as written is one unit
that agrees whole or not at all: ``80`` does not stand in ``180``. A name or a line shortens its sentence, a sentence of
the overview retells the items that it cites: see ``shortening`` and ``retelling``.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.documents.normalising import view_of
from summarizer.documents.parts import Span
from summarizer.engines.endpoint.retelling import retells
from summarizer.engines.endpoint.shortening import denies_from_outside, shortens
from summarizer.engines.endpoint.words import STOPS, SentenceRead, is_foreign, is_number, lexicons_of, tokens_of
from summarizer.languages import DEFAULT, find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.documents.document import Document

_CUES: Any = find(DEFAULT).part("answers")
_MAX_QUOTE = 400
_MAX_NUMERAL = 24
_MAX_BEFORE = 4
"""Characters before a number that can tie it to another."""
_EDGES = " \t\n。，,、；;：:“”\"'"
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


def clean_name(name: str, sentence: str, language: str = DEFAULT) -> str | None:
    """An indicator in its sentence's own words, in order, without a number."""
    name = name.strip(_EDGES)
    if len(name) < _MIN_NAME or any(map(is_number, tokens_of(name))):
        return None
    return name if _shortens(name, sentence, language) else None


def clean_line(line: str, quote: str, limit: int, language: str = DEFAULT) -> str | None:
    """A one-line wording: at most ``limit`` characters, shorter than its quote, made of its words in order."""
    line = line.strip(_EDGES)
    if not _MIN_LINE <= len(line) <= limit or len(line) >= len(quote) or "\n" in line:
        return None
    return line if _shortens(line, quote, language) else None


def clean_sentence(text: str, source: str, language: str = DEFAULT) -> str | None:
    """An overview sentence that says nothing but what its sources, a line each, hold; closed by a full stop."""
    text = text.strip(_EDGES).rstrip(".")
    if len(text) < _MIN_LINE or "\n" in text or _hides(text, source):
        return None
    lexicons = lexicons_of(language)
    sources = source.split("\n")
    known = [one for one in sources if lexicons and not is_foreign(tokens_of(one), lexicons)]
    strange = [one for one in sources if one not in known]
    good = any(_stands_whole(text, one) for one in strange) or bool(
        lexicons and known and retells(text, known, lexicons)
    )
    return text + ("." if find(language).tables.BLANK else "。") if good else None


def _shortens(wording: str, sentence: str, language: str) -> bool:
    if _hides(wording, sentence):
        return False
    lexicons = lexicons_of(language)
    if lexicons is None or is_foreign(tokens_of(sentence), lexicons):
        return _stands_whole(wording, sentence)
    return shortens(SentenceRead(wording, lexicons), SentenceRead(sentence, lexicons))


def leaves_denial(sentence: str, start: int, end: int, language: str) -> bool:
    """Whether ``start:end`` of a sentence leaves out a word that denies it: of "not all schools" "all schools"."""
    lexicons = lexicons_of(language)
    if lexicons is not None:
        first, last = (len(tokens_of(sentence[:at])) for at in (start, end))
        return denies_from_outside(SentenceRead(sentence, lexicons), first, last)
    first = max((sentence.rfind(stop, 0, start) for stop in STOPS), default=-1) + 1
    last = min((at for stop in STOPS if (at := sentence.find(stop, end)) >= 0), default=len(sentence))
    if not (sentence[first:start] + sentence[end:last]).strip():
        return False
    promises = find(language).part("promises")
    denial = promises.denials(language) if promises else None
    return denial is None or bool(denial.search(sentence, first, start) or denial.search(sentence, end, last))


def _stands_whole(wording: str, sentence: str) -> bool:
    """Whether a wording in a language that nothing is known of is whole clauses of its sentence, without a number.

    Any word left out of a clause could be one that denies it.
    """
    tokens, ground = tokens_of(wording), tokens_of(sentence)
    size = len(tokens)
    if any(map(is_number, tokens)):
        return False
    return any(
        ground[at : at + size] == tokens
        and (at == 0 or ground[at - 1] in STOPS)
        and (at + size == len(ground) or ground[at + size] in STOPS)
        for at in range(len(ground) - size + 1)
    )


def _hides(text: str, source: str) -> bool:
    """Whether ``text`` has a sign of its own that hides others or turns them round, or a digit in a fancy dress."""
    own = set(text) - set(source)
    return any(unicodedata.category(sign)[0] in "CM" or _is_dressed(sign) for sign in own)


def _is_dressed(sign: str) -> bool:
    digit = unicodedata.category(sign)[0] == "N"
    return digit and not sign.isascii() and unicodedata.decomposition(sign).partition(" ")[0] != "<wide>"
