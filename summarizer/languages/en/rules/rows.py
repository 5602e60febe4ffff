"""What English says in the cells of a table of indicators."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from summarizer.engines.rules.rows import RowWords
from summarizer.languages.en.mentions import is_plural
from summarizer.languages.en.numerals import parse
from summarizer.languages.en.rules.verdicts import RATIO_UNITS
from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.en.rules.lexicons import EnglishLexicons

_MAGNITUDE = verbose(
    r"""
    (?:in[ ])?(?P<money>US\$|[$£€¥])?[ ]?(?P<scale>thousands?|millions?|billions?|000s|'000|m|bn
    |k)?\b(?:[ ]of)?(?P<unit>.*)
    """,
    re.IGNORECASE,
)
_UP_TO = re.compile(r" ?(?:-{1,2}|–|to) ?(\d[\d,]*(?:\.\d+)?)")
_ALL = re.compile(r"\b(all)\b", re.IGNORECASE)
_NONE = re.compile(r"\b(?:zero|none)\b", re.IGNORECASE)
_NUMBERED = re.compile(r" *(?:\d{1,2}(?:\.\d{1,2})*[.)]?(?= +[A-Za-z])|\(?[a-z]\)|#|[-•]|\*{1,3}) *")
_UNIT_BEHIND = re.compile(r" *\([^()]{1,24}\)\** *$|\*{1,3} *$")
_PER_TIME = re.compile(r",? ?(?:per|a|each|every) (?:year|annum|day|month|week|quarter)$|,? annually$", re.IGNORECASE)
_NO_UNIT = re.compile(r"\d|baseline|annual|cumulative|target|total|average|see|est|new|number|per\b", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\b(?:number|count|no\.) of (?P<what>.+)", re.IGNORECASE)
_SHARE_OF = re.compile(r"\b(?:percent(?:age)?|per cent|share|proportion|rate|%)\b", re.IGNORECASE)
_ENDS = verbose(
    r"""
    \b(?:in|per|for|of|with|at|by|to|who|that|which|on|within|from|receiving|completed|served|trained
    |planted|installed)\b
    """,
    re.IGNORECASE,
)
_NO_NOUNS = frozenset("numbers levels totals results hours-a-day sales earnings times scores minutes-a-day".split())
_SCALES = {"t": 10**3, "m": 10**6, "b": 10**9, "k": 10**3, "0": 10**3, "'": 10**3}


def row_words(words: EnglishLexicons) -> RowWords:
    """The words of English tables."""
    return RowWords(
        scanner=words.scanner,
        parse=parse,
        up_to=_UP_TO,
        full=_ALL,
        none=_NONE,
        not_counted=(),
        ratio_units=RATIO_UNITS,
        plain_unit=_plain_unit,
        counted=counted_noun,
        bracketed=_bracketed,
        dated=False,
        numbered=_NUMBERED,
        unit_behind=_UNIT_BEHIND,
        blank=" ",
    )


def _plain_unit(written: str | None) -> tuple[str | None, Decimal]:
    """A unit of a table without its magnitude, and that magnitude: $ million is $ and 1000000."""
    words = (written or "").strip()
    if words.lower() in {"percent", "per cent", "percentage", "%"}:
        return "%", Decimal(1)
    if words.lower() in {"number", "count", "#", "no.", "n", "no"} or not words:
        return None, Decimal(1)
    found = _MAGNITUDE.fullmatch(words)
    if found is None or not (found["money"] or found["scale"]):
        return words, Decimal(1)
    scale = _SCALES[found["scale"][0].lower()] if found["scale"] else 1
    return (found["money"] or found["unit"].strip() or None), Decimal(scale)


def _bracketed(name: str) -> str | None:
    """The unit in brackets behind a row's name: Emissions (metric tons)."""
    found = _UNIT_BEHIND.search(name)
    shown = _PER_TIME.sub("", found[0].strip(" ()*")) if found else ""
    return shown if shown and _NO_UNIT.search(shown) is None else None


def counted_noun(name: str) -> str | None:
    """The noun that a row's name counts: Number of library visits, Items digitized."""
    if _SHARE_OF.search(name):
        return None
    of = _NUMBER_OF.search(name)
    phrase = of["what"] if of else name
    stop = _ENDS.search(phrase)
    nouns = [word.strip(",.;:()") for word in (phrase[: stop.start()] if stop else phrase).split()]
    plural = [word for word in nouns if is_plural(word)]
    counted = [word for word in plural if word.lower() not in _NO_NOUNS]
    return counted[-1] if counted else None
