"""How numbers are written in English: digits, words, shares, factors, ratios, with their currency, as one pattern."""

from __future__ import annotations

import re

from summarizer.languages.en.numerals import LARGE, PARTS, TENS, UNITS, parse
from summarizer.languages.patterns import verbose

_SIGNS = r"(?:US|AU?|CA?|NZ|S|HK|NT|R)?\$|[£€¥₹₦₱₩₺₸₫฿₪₴]"
_CODES = (
    "USD|EUR|GBP|CNY|RMB|CAD|AUD|NZD|CHF|SEK|NOK|DKK|JPY|INR|ZAR|KES|KSh|Ksh|UGX|TZS|NGN|GHS|SGD|HKD|PHP|RM|MYR|IDR"
    r"|Rp\.?|THB|VND|BRL|MXN|TRY|AED|SAR|QAR|EGP|PKR|LKR|BDT|Tk|PLN|CZK|HUF|RON|KZT|UAH|ETB|ZMW|RWF|GH¢|Rs\.?"
)
CURRENCY = re.compile(rf"{_SIGNS}|{_CODES}|R")
"""A sign or code of money, alone."""
_CURRENCY = rf"""
    {_SIGNS}
    |(?-i:{_CODES})[ ]?(?=\d)
    |(?-i:R)(?=\d[\d,.]*[ ]?(?:million|billion|m\b|bn\b))
"""
_DIGITS = r"""
    (?:\d{1,3}(?:,\d{3})+(?![\d,]*\d)|\d{1,3}(?:[ ]\d{3}){2,}(?!\d)|\d{1,3}[ ]\d\d0(?!\d)|\d+)(?:\.\d+)?
"""
_MAGNITUDE = rf"(?:(?:[ -]?(?:hundred|{LARGE})\b)+|(?:k|m|bn|b|tn)\b)"
_WORDS = rf"""
    (?:(?:a|an|{UNITS}|{TENS})(?:[ -](?:{UNITS}))?                                  # one hundred
        (?:[ -](?:hundred|dozen|{LARGE})\b)+
        (?:[ ](?:and[ ])?(?:{TENS}|{UNITS})(?:-(?:{UNITS}))?)?                       # and twenty-five
    |(?:{TENS})(?:-(?:{UNITS}))?
    |(?:{UNITS}))
"""
NUMBER = verbose(
    rf"""
    (?<![\w.,/$£€#”’-])
    (?P<currency>{_CURRENCY})?
    (?:
        (?P<share>(?:(?:a|one|two|three|four|five|nine)[ -](?:{PARTS})|half)\b
            (?![ -](?:grade|day|hour|time|term|year|mile|price|life|way|a[ ](?:million|billion|dozen|day|century))))
        |(?P<fold>(?:{UNITS}|\d{{1,3}})-?fold)\b
        |(?P<proportion>1:\d{{1,3}}|\d{{1,3}}:1)(?![\d:])
        |(?P<arabic>{_DIGITS}{_MAGNITUDE}?)
        |(?P<han>{_WORDS})\b
        |(?P<factor>(?:doubl|tripl|quadrupl|halv)(?:e[ds]?|ing))\b(?!-)
        |(?P<mask>X{{2,6}}|_{{2,8}})
    )
    """,
    re.IGNORECASE,
)
_AGAIN = verbose(rf"[ ]?\((?P<number>{_DIGITS}|{_WORDS})\)", re.IGNORECASE)
# Behind these a number is a name: Goal 3, Section 4.2, ages 3-5, No. 7, Q3.
_NAMED_BY = verbose(
    r"""
    \b(?:goal|objective|priority|pillar|theme|strategy|outcome|action|activity|initiative|milestone|step|phase|tier|level
        |stage|grade|grades|age|ages|aged|section|chapter|part|article|title|appendix|annex|page|pages|pp?\.|table|figure
        |fig\.|no\.|number|route|highway|room|suite|district|ward|version|covid|iso|iec|ansi|bs|cop|regulation|directive|bill|resolution|chapter|item|year|class|type|zone|line|scope
        |target|indicator|recommendation|commitment|deliverable|output|task|question
        |sdgs?|sdg[ ]target|category|band|key[ ]stage|schedule|clause|rule|paragraph
        |box|exhibit|volume|vol\.|unit|block|lot|module|workstream|horizon|round|wave|vision)
    [ -]$
    """,
    re.IGNORECASE,
)
# A score of 3, 4, or 5: steps of a scale.
_ON_SCALE = re.compile(
    r"\b(?:scores?|levels?|ratings?|rated|tiers?|grades?|scopes?)(?: of)? "
    r"(?:\d{1,2}, ?){0,4}(?:\d{1,2},? )?(?:or |and )?$",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?:st|nd|rd|th)\b| ?[ap]\.?m\b|[A-Za-z]|-[A-Za-z]?\d|[/:]\d|\.\d")
CODE_UNIT = re.compile(r"(?:x|kg|km|mw|gw|kw|kwh|mwh|gwh|gb|mbps|gbps|ha|sq|ft|mph|tco2e?)\b", re.IGNORECASE)
_LOOK_BEHIND = 24
# A part of a whole is one of something, or what something changes by; a third branch comes after the second.
_PART_AFTER = verbose(
    r"""
    [ ](?:of|less|more|fewer|lower|higher|reduction|cut|increase|rise|drop|fall|decrease|by|in|from|compared
        |below|above|or)\b
    |[.,;:)]|[ ]*$
    """,
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(
    r"\b(?:by|to|nearly|about|around|over|under|than|least|almost|reach|from|roughly|approximately|further) $",
    re.IGNORECASE,
)
_OTHER_HALF = re.compile(r"\b(?:first|second|other|latter|better|last) $", re.IGNORECASE)
_RECURS = re.compile(r"[A-Za-z]s $|\b(?:once|twice|per|each|every) $", re.IGNORECASE)
_OUT_OF = re.compile(rf"\b(?:\d[\d.]*|{UNITS}) (?:in|out of)(?: every)? $", re.IGNORECASE)
_RATIO = re.compile(r"\bratios?\b", re.IGNORECASE)
_NEAR = 40


def is_name(view: str, hit: re.Match[str], start: int, end: int) -> bool:
    """Whether a number only names something (Goal 3, 21st, K-12, 24/7) or is no number of its own (one in five)."""
    at = hit.start()
    before = view[max(start, at - _LOOK_BEHIND) : at]
    if hit["proportion"]:
        return _RATIO.search(view, max(start, at - _NEAR), min(end, hit.end() + _LOOK_BEHIND)) is None
    if hit["share"]:
        return _is_ordinal(view, hit, before, end)
    if hit["arabic"]:
        code = _CODE.match(view, hit.end(), end)
        if code and not CODE_UNIT.match(view, hit.end(), end) and not re.match(r"-\d", code[0]):
            return True
    if before.endswith("half "):
        return True  # half a million
    if hit["arabic"] and hit["arabic"].isdigit() and len(hit["arabic"]) <= 2 and not view.startswith("%", hit.end()):  # noqa: PLR2004
        scale = view[max(start, at - _NEAR) : at]
        if _ON_SCALE.search(scale) and (", " in scale[-10:] or view.startswith((",", " or ", " and "), hit.end())):
            return True
    named = hit["arabic"] or hit["han"]
    return bool(named) and (_NAMED_BY.search(before) is not None or _OUT_OF.search(before) is not None)


def _is_ordinal(view: str, hit: re.Match[str], before: str, end: int) -> bool:
    """A third branch, the second half, two meetings a quarter: no part of a whole."""
    words = hit["share"].lower()
    if words == "half":
        return _OTHER_HALF.search(before) is not None
    if not words.startswith(("a ", "a-", "one ", "one-")):
        return False
    if words.endswith("quarter") and _RECURS.search(before):
        return not view.startswith(" of ", hit.end())
    return _PART_AFTER.match(view, hit.end(), end) is None and _PART_BEFORE.search(before) is None


def said_again(view: str, hit: re.Match[str], end: int) -> int:
    """Where a number ends together with the same one in the other spelling: twenty-five (25) scholarships."""
    again = _AGAIN.match(view, hit.end(), end) if hit["arabic"] or hit["han"] else None
    if again is None or parse(again["number"]) != parse(hit["arabic"] or hit["han"]):
        return hit.end()
    return again.end()
