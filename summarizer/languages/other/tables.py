"""The words at the head of a plan's tables in any language, by which is known what their columns hold."""

from __future__ import annotations

import re

from summarizer.languages.other import numerals, words
from summarizer.languages.patterns import NEVER, verbose

_HEADS = ("indicator", "work", "who", "when", "goal", "aim", "past")
_SIGNS = r"[<>≥≤=~ ]*[€$£]?[ ]?"
_BLANKED = r"[<>≥≤]?[xX]{1,6}.{0,4}|_{2,}.{0,4}"


class Tables:
    """The heads of one language; one that the language's words leave out fits nothing."""

    BLANK = " "
    MIN_ENTRY = 16
    NAME = re.compile(r"[^\s,;\n][^,;\n]*")
    ORDINAL = re.compile(r"#|n[ro]?[.°º]?|nr\.?|№|п/п|lp\.?|č\.", re.IGNORECASE)
    OFFICE = re.compile(NEVER)
    FIGURE = re.compile(rf"[^\d]{{0,12}}\d[\d.,' ]*.{{0,16}}|{_BLANKED}", re.DOTALL)
    CONTINUED = re.compile(NEVER)
    LEAD = SUPPORT = RESPONSIBLE = TERM = re.compile(NEVER)
    SAME = re.compile(r"idem|id\.|ibid\.|\"|″|''", re.IGNORECASE)
    SAME_AS = re.compile(r"(?:idem|id\.) (\d{1,4})", re.IGNORECASE)
    FOOT = re.compile(r"(?P<note>[†‡])")
    CUT = re.compile(r"[,(:/]\n|\n[,;:.!?)%]|\w-\n[^\W\d_]")
    YEAR_WORDS = re.compile(r"(?:[^\W\d_]{1,24}\.? ){0,3}(?:19|20)\d\d(?!\d)", re.IGNORECASE)

    def __init__(self, code: str) -> None:
        known = words.of(code)

        def head(*keys: str) -> re.Pattern[str]:
            alternatives = "|".join(known.any("tables", key) for key in keys)
            return verbose(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)

        number = numerals.convention(code).pattern.replace("?P<sign>", "?P<first>").replace("?P=sign", "?P=first")
        self.HEAD = head(*_HEADS)
        self.UNIT = head("unit")
        self.ACTORS = head("who")
        self.DUE = head("when")
        self.STARTS = head("starts")
        self.GOAL = head("goal")
        self.ASIDE = head("aside")
        self.LAST_YEAR = head("last_year")
        self.PAST = head("past", "last_year")
        self.AIM = head("aim")
        self.GROWTH = head("growth")
        self.YEARLY = verbose(rf"\d{{4}}|(?<!\w){known.any('tables', 'count')}(?!\w)", re.IGNORECASE)
        self.COUNT = head("count")
        self.INDICATOR = head("indicator")
        self.WORK: tuple[re.Pattern[str], ...] = (head("work"),)
        self.NUMBER = verbose(rf"{_SIGNS}{number}(?:[ ]?-[ ]?\d[\d.,]*)?[^\d]{{0,8}}|{_BLANKED}", re.IGNORECASE)
        unit = known.any("tables", "unit")
        self.UNIT_ABOVE = verbose(rf"\(?{unit}[ ]?:[ ]([^\s,;()]{{1,20}})\)?[ ]*$", re.IGNORECASE)
