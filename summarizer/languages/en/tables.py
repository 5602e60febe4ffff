"""The words at the head of a plan's tables, by which is known what their columns hold."""

import re

BLANK = " "
MIN_ENTRY = 16
NAME = re.compile(r"[^\s,;\n][^,;\n]*")


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


HEAD = _any("indicators?|measures?|targets?|actions?|goals?|objectives?|lead|responsib\\w+|due|deadline|timeline|owner")
ORDINAL = re.compile(r"#|no\.?|number|id", re.IGNORECASE)
UNIT = re.compile(r"units?(?: of measure(?:ment)?)?", re.IGNORECASE)
ACTORS = _any(
    "responsib\\w+|leads?(?: (?:agency|department|office))?|accountable|owners?|partners?|supporting \\w+|department"
    "|who"
)
LEAD = _any("leads?|owners?")
SUPPORT = _any("partners?|support\\w*")
RESPONSIBLE = _any("responsib\\w+|accountable|department")
OFFICE = re.compile(
    r".{0,60}\b(?:department|office|agency|bureau|division|unit|board|council|committee)s?", re.IGNORECASE
)
DUE = _any(
    "due(?: date)?|deadlines?|timelines?|time ?frames?|timescales?|target completion|completion|target date"
    "|completion date|by when|when|date"
)
TERM = re.compile(r"((?:FY ?)?(?:\d{4} )?(?:Q[1-4]|(?:first|second|third|fourth) quarter)(?: \d{4})?)", re.IGNORECASE)
STARTS = _any("starts?|begins?|commencement")
GOAL = _any("goals?|objectives?")
ASIDE = _any("notes?|comments?|remarks|status|source|category|type|rationale|budget|cost")
LAST_YEAR = _any("last year|previous year|prior year")
PAST = _any("baseline|actual|current|last year|previous|prior|historical|as of")
AIM = _any("targets?|goals?|planned|projected|expected|by \\d{4}")
GROWTH = _any("growth|annual increase|percent(?:age)? (?:change|increase)")
YEARLY = _any("\\d{4}|values?|targets?|number|amount")
COUNT = _any("number|quantity|amount|value")
INDICATOR = _any("indicators?|measures?|metrics?|names?|items?|kpis?|outcomes?|programs?|projects?")
WORK: tuple[re.Pattern[str], ...] = (
    _any("actions?|action steps?|activit(?:y|ies)|strateg(?:y|ies)|initiatives?"),
    _any("descriptions?|deliverables?"),
    _any("tasks?|milestones?|work"),
)
YEAR_WORDS = re.compile(r"(?:end of )?(?:FY ?)?(?:19|20)\d\d(?!\d)", re.IGNORECASE)
FIGURE = re.compile(r"[^\d]{0,12}\d[\d,.]*.{0,16}|[<>≥≤]?[xX]{1,6}.{0,4}|_{2,}.{0,4}", re.DOTALL)
NUMBER = re.compile(r"[<>≥≤=~ ]*\$?\d[\d,.]*(?: ?[-–] ?\d[\d,.]*)?[^\d]{0,8}|[xX]{1,6}.{0,4}|_{2,}.{0,4}")
CONTINUED = re.compile(r"\W*(?:table [\dA-Z.]{1,6} ?)?\(?cont(?:inued|'?d)?\.?\W*", re.IGNORECASE)
SAME = re.compile(r"ditto|same(?: as above)?|\"|″|''", re.IGNORECASE)
SAME_AS = re.compile(r"(?:same )?(?:as|see) (?:in )?(?:no\.?|number|item|row|task|#) ?(\d{1,4})", re.IGNORECASE)
FOOT = re.compile(r"(?P<note>(?:notes?|sources?|remarks?) ?\d{0,2}[:.]|[†‡])|(?:sub)?totals?\b", re.IGNORECASE)
CUT = re.compile(r"[,(:/]\n|\n[,;:.!?)%]|\b(?:and|or|of|the|to|for|in|with|by|a|an)\n|\w-\n[a-z]")
UNIT_ABOVE = re.compile(r"\(?units?: ([^\s,;()]{1,20})\)? *$", re.IGNORECASE)
