"""Dates and periods in any language: the words that say by when. Months are CLDR's, and no other word is one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from summarizer.languages.other import cldr, words
from summarizer.languages.other.numerals import BEFORE
from summarizer.languages.other.words import alternatives
from summarizer.languages.patterns import NEVER, verbose
from summarizer.languages.records import DateMention

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.languages.other.words import Words

_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_YEARS = rf"{_YEAR}(?:[ ]?[-/][ ]?(?:(?:19|20)\d\d|\d\d)(?!\d))?"
_DAY = r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])(?:\.º|er|[.º°ª:]e?)?"
_NUMERIC = rf"""
    {_YEAR}-(?:1[0-2]|0\d)-(?:3[01]|[0-2]\d)(?!\d)
    |(?<![\d.])(?:3[01]|[12]\d|0?[1-9])(?P<sep>[./-])[ ]?(?:1[0-2]|0?[1-9])(?P=sep)[ ]?{_YEAR}
    |(?<![\d./-])(?:1[0-2]|0[1-9])/{_YEAR}
    |{_YEAR}[年년][ ]?(?:\d{{1,2}}[月월])?(?:[ ]?\d{{1,2}}[日일])?(?:度|末)?
"""
_ROMAN = r"(?:IV|I{1,3}|[1-4])"
_WRITTEN_YEAR = re.compile(_YEAR)
_MAY_HOLD = re.compile(r"\d")
_LOOK_BEHIND = 24
# A number of four digits that counts is no year: 2025 €, 2030 %, 2.025.
_COUNTED = r"(?![ ]?[%‰€$£¥₽°]|[.,'’ ]\d{3}(?!\d)|[.,]\d)"


@cache
def finder(code: str) -> Callable[[str, int, int], list[DateMention]]:
    """What finds the dates of a language in ``view[start:end]``, in order, disjoint."""
    dated, begins, may_hold = _patterns(code)

    def find_dates(view: str, start: int, end: int) -> list[DateMention]:
        if _MAY_HOLD.search(view, start, end) is None and may_hold.search(view, start, end) is None:
            return []
        found = []
        for hit in dated.finditer(view, start, end):
            year = _WRITTEN_YEAR.search(hit[0])
            since = begins.search(view, max(start, hit.start() - _LOOK_BEHIND), hit.start()) is not None
            number = int(year[0]) if year else None
            found.append(DateMention(hit.start(), hit.end(), since, hit["broad"] is not None, number))
        return found

    return find_dates


@cache
def month_pattern(code: str) -> str:
    """The names of months: full ones in all their cases, abbreviations with or without a full stop."""
    forms = {form for names in cldr.of(code).months for form in names}.union(_own_months(code))
    return rf"(?:{alternatives(tuple(forms))}(?![^\W\d_])\.?)" if forms else NEVER


def _own_months(code: str) -> list[str]:
    """The forms of months that the words of a language add to CLDR's."""
    return [form for forms in words.of(code).values("months").values() for form in forms]


def _patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    known = words.of(code)
    begins = known.any("dates", "begins")
    this = known.any("dates", "this")
    return (
        verbose(_date(code, known), re.IGNORECASE),
        verbose(rf"(?<!\w){begins}[ ]?$", re.IGNORECASE),
        verbose(rf"{this}|{month_pattern(code)}|{known.any('dates', 'quarter')}|{_season(known)}", re.IGNORECASE),
    )


def _season(known: Words) -> str:
    return known.any("dates", "season")


def _date(code: str, known: Words) -> str:
    """The pattern of a language's dates."""
    month, full = month_pattern(code), _full_month(code)
    of, year, part = (known.any("dates", key) for key in ("of", "year", "part"))
    quarter, ordinals = known.any("dates", "quarter"), known.any("dates", "ordinals")
    link = rf"(?:[ ]?{of}[ ]?|[ ])" if known.entries("dates", "of") else "[ ]"
    of_year = rf"(?:,?{link}(?:{year}[ ](?:{of}[ ])?)?{_YEARS}(?:[ ]?(?:{year}))?)"
    quarters = rf"""
        (?:{ordinals}|{_ROMAN}(?:\.?º|\.|er?|ème|°|ª)?(?:\.º)?)(?:\.)?[ ]{quarter}\b(?:{of_year})?
        |(?:[QT]|S(?=[12]))[1-4](?:{of_year}|[ /-]{_YEAR})?(?![\w])
        |{_YEAR}[ /-]?[QT][1-4](?!\w)
    """
    specific = rf"""
        {_DAY}{link}{month}{of_year}?(?!\w)
        |{month}{of_year}
        |{_YEAR}\.?(?:[ ]m\.)?[ ]{month}(?:[ ]\d{{1,2}}\.?(?!\d))?
        |{_season(known)}{of_year}
    """
    return rf"""
    {BEFORE}(?<![$£€.,/-])
    (?:
        (?P<specific>
            {_NUMERIC}
            |{part}[ -]?(?:{of}[ ]?)?(?:{specific}|{quarters}|{full}(?!\w)|(?:{year}[ ])?{_YEARS}(?:[ ]{year}(?!\w))?)
            |{specific}|{quarters}
            |(?<=[ ]){_preceded(known, full)}
        )
        |(?P<broad>{known.any("dates", "this")}(?!\w)|(?:{year}[ ])?{_YEARS}(?:[ ]{year}(?!\w))?{_COUNTED})
    )
    (?:(?<=[年月日度末년월일])|(?![\w%‰]))
    """


def _full_month(code: str) -> str:
    """Full names of four letters and more, which are hardly anything else."""
    names = [form for forms in cldr.of(code).months for form in forms[:2]] + _own_months(code)
    return alternatives(tuple({name for name in names if len(name) > 3})) if names else NEVER  # noqa: PLR2004


def _preceded(known: Words, full: str) -> str:
    """A month alone, where a word of by when stands before it: bis Juni."""
    cues = known.entries("dates", "by")
    behind = "|".join(rf"(?<=\b{re.escape(cue).replace(chr(92) + ' ', '[ ]')}[ ])" for cue in cues)
    return rf"(?:{behind}){full}" if cues and full != NEVER else NEVER
