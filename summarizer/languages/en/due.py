"""The last day that the words of a deadline leave: June 2028 is its 30th."""

import re
from calendar import monthrange

from summarizer.languages.patterns import verbose

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ember|ober)?\.?"
_YEAR = r"(?:19|20)\d\d"
_DUE = verbose(
    rf"""
    (?:by[ ]|before[ ]|until[ ]|in[ ]|on[ ])?
    (?:(?:the[ ])?(?P<edge>end|close)[ -]of[ ]|(?P<short>year)[ -]end[ ]?|end[ -](?={_YEAR}))?
    (?:
        (?P<month>{_MONTH})(?:[ ](?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?(?:,?[ ](?:of[ ])?(?P<year>{_YEAR}))?
      | (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[ ](?P<month2>{_MONTH})(?:,?[ ](?P<year2>{_YEAR}))?
      | (?:Q(?P<quarter>[1-4])|H(?P<half>[12]))(?:[ ](?:of[ ])?(?P<year3>{_YEAR}))?
      | (?:{_YEAR}[ ]?[-–/][ ]?)?(?P<year4>{_YEAR}) | (?P<this>this[ ]year|the[ ]year)
    )?
    """,
    re.IGNORECASE,
)


def last_day(words: str, year: int | None) -> tuple[int, int, int] | None:
    """Year, month and day; ``year`` is the plan's, for words that name none. None where they do not say which day."""
    found = _DUE.fullmatch(words.strip())
    if not found or not any(found.groups()):
        return None
    month_word, day = found["month"] or found["month2"], found["day"] or found["day2"]
    written = found["year"] or found["year2"] or found["year3"] or found["year4"]
    in_year = int(written) if written else year
    if in_year is None or (found["edge"] and not any((month_word, written, found["this"], found["quarter"]))):
        return None
    if month_word:
        month = _MONTHS.index(month_word[:3].lower()) + 1
    elif found["quarter"]:
        month = int(found["quarter"]) * 3
    else:
        month = int(found["half"]) * 6 if found["half"] else 12
    return in_year, month, int(day) if day else monthrange(in_year, month)[1]
