"""Dates and years as plans write them, in the view's spelling: ``2023-02-24``, ``二〇二三年二月二十四日``."""

import datetime as dt

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.numerals import parse

_HAN = "〇零一二三四五六七八九"
_HAN_DIGITS = {char: str(max(0, index - 1)) for index, char in enumerate(_HAN)}
_HAN_YEAR = r"[一二][〇零九][〇零一二三四五六七八九]{2}"
_HAN_SMALL = r"(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"

YEAR = rf"(?:(?<!\d)(?:19|20)\d{{2}}(?!\d)|{_HAN_YEAR})"
"""A year without its 年, no groups."""

DATE = (
    rf"(?:(?<![\d{_HAN}])(?:19|20)\d{{2}}[ ]*[-/.年][ ]*\d{{1,2}}[ ]*[-/.月][ ]*\d{{1,2}}(?!\d)[ ]*日?"
    rf"|{_HAN_YEAR}年{_HAN_SMALL}月{_HAN_SMALL}日)"
)
"""A full date, no groups; it may stand in a verbose pattern."""

_DATE_PARTS = verbose(
    rf"""
    (?P<year>(?:19|20)\d{{2}}|{_HAN_YEAR})[ ]*[-/.年]
    [ ]*(?P<month>\d{{1,2}}|{_HAN_SMALL})[ ]*[-/.月]
    [ ]*(?P<day>\d{{1,2}}|{_HAN_SMALL})
    """
)


def iso_date(written: str) -> str | None:
    """A date matched by :data:`DATE` as ``YYYY-MM-DD``; None where the calendar has no such day."""
    match = _DATE_PARTS.search(written)
    if not match:
        return None
    try:
        month, day = (int(parse(match[part]) or 0) for part in ("month", "day"))
        return dt.date(int(plain_year(match["year"])), month, day).isoformat()
    except ValueError:
        return None


def plain_year(written: str) -> str:
    """A year matched by :data:`YEAR` in digits: ``二〇二三`` is ``2023``."""
    return "".join(_HAN_DIGITS.get(char, char) for char in written)
