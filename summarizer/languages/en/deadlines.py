"""The day that a deadline's words mean, counted from the plan's own period: by June 2026, end of year, Q3."""

import datetime as dt
import re
from calendar import month_abbr, monthrange

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if name}
_MONTH = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?\b(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?"
    r"(?: (?P<after>\d{1,2})(?:st|nd|rd|th)?(?!\d))?"
)
_QUARTER = re.compile(r"\bq([1-4])\b|\b(first|second|third|fourth|1st|2nd|3rd|4th) quarter")
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_ISO = re.compile(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b")
_OPEN = re.compile(r"\b(?:every|each|annually|monthly|from|since|fiscal|financial)\b|\bfy|/")


def resolve(words: str, period: str | None = None) -> dt.date | None:
    """The last day of the term that ``words`` name; None where they leave it open."""
    said = " ".join(words.lower().replace(",", " ").split())
    if not said or _OPEN.search(said):
        return None
    try:
        return _resolved(said, period)
    except ValueError:  # 31 June
        return None


def _resolved(said: str, period: str | None) -> dt.date | None:
    if iso := _ISO.search(said):
        return dt.date(*map(int, iso.groups()))
    named, of_plan = _YEAR.findall(said), _YEAR.findall(period or "")
    if not named and len(of_plan) != 1:
        return None
    year = int((named or of_plan)[-1])
    before = re.match("before |prior to ", said) is not None
    if months := list(_MONTH.finditer(said)):
        last = months[-1]
        month, day = _MONTHS[last["month"]], last["after"] or last["day"]
        if day:
            return dt.date(year, month, int(day)) - dt.timedelta(days=before)
        return dt.date(year, month, 1) - dt.timedelta(days=1) if before and "end" not in said else _end(year, month)
    if quarter := _QUARTER.search(said):
        return _end(year, 3 * (int(quarter[1]) if quarter[1] else _NTH[quarter[2]]))
    if re.search("mid-?year|first half|half year", said):
        return dt.date(year, 6, 30)
    whole = named or re.search(
        r"\byear(?:'s|-)? ?end\b|\bend of (?:the|this) year\b|\bthis year\b|\bsecond half\b", said
    )
    return dt.date(year, 12, 31) if whole else None


def _end(year: int, month: int) -> dt.date:
    return dt.date(year, month, monthrange(year, month)[1])
