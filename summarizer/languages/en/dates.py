"""Dates and periods of English: the words that say by when, without their preposition."""

import re

from summarizer.languages.patterns import verbose
from summarizer.languages.records import DateMention

_YEAR = r"(?:19|20)\d\d(?!\d)"
_YEARS = rf"{_YEAR}(?:[ ]?[-/][ ]?(?:(?:19|20)\d\d|\d\d)(?!\d))?"
_MONTH = r"""
    (?-i:January|February|March|April|May|June|July|August|September|October|November|December
        |(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)
"""
_SEASON = r"(?:spring|summer|fall|autumn|winter)"
_FISCAL = rf"(?:(?:FY|SY)[ ]?(?:{_YEARS}|\d\d\b)|(?:fiscal|financial|school|academic|calendar)[ ]year[ ]{_YEARS})"
_ORDINAL = r"(?:first|second|third|fourth|1st|2nd|3rd|4th|final|last)"
_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty-four)"
_PLAIN = rf"(?:{_FISCAL}|{_YEARS})"
_THIS = (
    r"(?:this|(?:the[ ])?next|the[ ]current|the[ ]coming)[ ](?:(?:fiscal|school|academic|calendar)[ ])?year|the[ ]year"
)
_SPECIFIC = rf"""
    (?:early[ -]|mid[ -]|late[ -])?(?:
        \d{{1,2}}(?:st|nd|rd|th)?[ ]{_MONTH}(?:,?[ ]{_YEAR})?                      # 15 June 2026
        |{_MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?[ ]{_YEAR})?              # June 15, 2026
        |{_MONTH},?[ ](?:of[ ])?{_YEAR}
        |{_SEASON}(?:[ ]of)?[ ]{_YEARS}
        |(?:Q[1-4][ ]?[-/][ ]?)?(?:Q[1-4]|H[12])(?:[ ,]{{1,2}}(?:of[ ])?{_PLAIN})?
        |(?:{_SEASON}|{_MONTH})[ ]?[-/][ ]?(?:{_SEASON}|{_MONTH})[ ]{_YEARS}
        |{_MONTH}-(?:{_YEAR}|\d\d)|\d{{1,2}}-{_MONTH}(?:-(?:{_YEAR}|\d\d))?        # Jun-26, 30-Sep
    )
    |(?<=by[ ]){_MONTH}|(?<=in[ ]){_MONTH}|(?<=before[ ]){_MONTH}|(?<=until[ ]){_MONTH}|(?<=from[ ]){_MONTH}
    |(?:each|every)[ ](?:{_MONTH}|{_SEASON})|
        (?:(?<=by[ ])|(?<=in[ ]))(?:the[ ])?{_SEASON}(?=[ ]*(?:[,.;:)]|$|of[ ]|and[ ]|or[ ]|term|semester))
    |(?:\d{{1,2}}/){{1,2}}{_YEAR}|{_YEAR}-\d\d-\d\d|{_YEAR}-(?:0[1-9]|1[0-2])(?!\d)(?=[ ]*$|[.;,)|])
"""
_PART = rf"""
    (?:the[ ])?(?:end|close|start|beginning|middle|{_ORDINAL}[ ](?:quarter|half))[ ]of[ ]
        (?:(?:the[ ])?(?:calendar[ ]year[ ])?(?:{_FISCAL}|{_YEARS})(?:[ ](?:school|fiscal|academic|financial)[ ]year)?
            |{_MONTH}(?:[ ]{_YEAR})?|{_THIS}|(?:Q[1-4]|H[12])(?:[ ](?:of[ ])?{_PLAIN})?
            |{_SEASON}(?:[ ]{_YEARS})?|(?:the[ ])?(?:{_ORDINAL}[ ](?:year|quarter|half)|year[ ]\d))
    |end[ -]{_YEARS}|(?<=by[ ])year[ ](?:\d|one|two|three|four|five)(?!\d)
    |(?:the[ ])?end[ ]of[ ](?:the|this|each)[ ](?:(?:financial|fiscal|school|academic|calendar
    |plan)[ ])?(?:year|period|plan|decade|term)
    |(?<=by[ ])(?:Easter|Christmas)|year[- ]end(?:[ ]{_YEAR})?|EOY(?:[ ]{_YEAR})?|(?:early|mid|late)[ -]{_PLAIN}
    |(?:the[ ])?{_ORDINAL}[ ](?:quarter|half)\b(?![ ]of[ ](?!the[ ]year))
"""
_PERIOD = rf"""
    (?:the[ ])?(?:next|coming)[ ]{_NUMBER}[ ](?:years|months|weeks)
    |(?<=within[ ]){_NUMBER}[ ](?:years?|months|weeks|days)|(?<=within[ ])(?:the[ ])?first[ ](?:year|{_NUMBER}[ ]months)
"""
_BARE_YEAR = r"""
    (?<=by[ ])YEAR|(?<=in[ ])YEAR|(?<=before[ ])YEAR|(?<=until[ ])YEAR|(?<=through[ ])YEAR|(?<=during[ ])YEAR
    |(?<=prior[ ]to[ ])YEAR|(?<=later[ ]than[ ])YEAR|(?<=throughout[ ])YEAR|(?<=starting[ ])YEAR|(?<=beginning[ ])YEAR
    |(?<=ahead[ ]of[ ])YEAR|(?<=between[ ])YEAR|(?<=since[ ])YEAR|(?<=from[ ])YEAR|(?<=after[ ])YEAR|(?<=for[ ])YEAR
    |(?<=and[ ])YEAR|(?<=to[ ])YEAR
""".replace("YEAR", rf"(?:the[ ])?{_YEARS}(?:[ ](?:school|fiscal|academic)[ ]year)?")
_DATE = verbose(
    rf"""
    (?<![\w$£€.,/-])
    (?:
        (?P<specific>{_PART}|{_SPECIFIC})
        |(?P<broad>{_FISCAL}|(?:the[ ])?{_YEARS}[ ](?:school|fiscal|academic)[ ]year|{_BARE_YEAR}
            |{_THIS}|this[ ]{_SEASON})
        |(?P<period>{_PERIOD})
    )
    (?![\w%])
    """,
    re.IGNORECASE,
)
# Every date has a digit or one of these words; most sentences have neither and are spared the long search.
_MAY_HOLD = re.compile(
    r"\d|year|end of|[QH][1-4]|Easter|Christmas|quarter|EOY|next|coming|spring|summer|\bfall\b|autumn|winter"
    r"|(?-i:Jan|Feb|March|April|\bMay\b|June|July|Aug|Sep|Oct|Nov|Dec)",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:from|since|starting|beginning|effective|as of|commencing|after)(?: in| on| from)?,? $", re.IGNORECASE
)
_WRITTEN_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"(?:FY|SY) ?(\d\d)\b", re.IGNORECASE)
_LOOK_BEHIND = 24


def find_dates(view: str, start: int, end: int) -> list[DateMention]:
    """All date mentions in ``view[start:end]``, in order, disjoint."""
    if _MAY_HOLD.search(view, start, end) is None:
        return []
    found = []
    for hit in _DATE.finditer(view, start, end):
        words = hit[0]
        if words.lower() == "the year":
            continue
        year, short = _WRITTEN_YEAR.search(words), _SHORT_YEAR.search(words)
        found.append(
            DateMention(
                hit.start(),
                hit.end(),
                _BEGINS.search(view, max(start, hit.start() - _LOOK_BEHIND), hit.start()) is not None,
                hit["broad"] is not None,
                int(year[0]) if year else 2000 + int(short[1]) if short else None,
            )
        )
    return found
