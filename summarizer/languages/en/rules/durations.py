"""How long something takes: a target only where it is what is to be reached or given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules.reasons import Verdict
from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import EnglishContext
    from summarizer.languages.records import Mention

_UNITS = frozenset(
    """
    year years month months week weeks day days hour hours minute minutes second seconds decade decades
    quarter quarters semester semesters night nights weekend weekends
    """.split()
)
_DURATION_OF = verbose(
    r"""
    [ ]of[ ](?:\w+[ -]){0,2}(?:training|leave|instruction|service|learning|exercise|activity|professional
    |development|education|care|support|experience|storage|coverage|play|work|volunteering|community)
    """,
    re.IGNORECASE,
)
_TIME_NOUN = verbose(
    r"""
    \b(?:time|times|wait|waits|waiting|average|median|turnaround|response|duration|length|processing|delay
    |delays|period|expectancy|stay|hours|minutes|reserves?|liquidity|cash|stocks?|supply)\b
    """,
    re.IGNORECASE,
)
_REACHES = re.compile(
    r"(?:\b(?:to|by|below|under|than|at|least|most|exceed|of|between)|\bto within|:) ?$", re.IGNORECASE
)
_GIVEN = re.compile(
    r"\b(?:spend|spends|receive|receives|completes?|undertake|take|takes|offer|get|do|have|has|attend|volunteer) "
    r"(?:(?:at|least|a|minimum|of|up|to|about|more|than) )*$",
    re.IGNORECASE,
)
_OF_RULES = re.compile(
    r"(?:working|business|calendar|school|consecutive|full|academic|fiscal|financial|more|further)\b"
)
RECURS = verbose(
    r"""
    (?:[ ](?:a|per|each|every)[ ]|/)(?:day|week|month|year|term|semester|quarter)\b|[ ](?:annually|daily|weekly
    |monthly|yearly|quarterly)\b
    """,
    re.IGNORECASE,
)

_OF_AN_AGE = re.compile(r"[ -]years?[ -]olds?\b.*", re.IGNORECASE)


def judge(context: EnglishContext, mention: Mention) -> Verdict | None:
    """How long something takes is no target, unless it is what is to be reached or given; how old people are never."""
    if _OF_AN_AGE.fullmatch(context.plain, mention.number_end, mention.unit_end):
        return Verdict("frame")  # 4,500 talks to 17 to 19-year-olds
    if mention.unit not in _UNITS:
        return None
    plain = context.plain
    before = plain[max(0, mention.start - 60) : mention.start]
    said = plain[max(0, mention.start - 60) : mention.number_start]
    if _DURATION_OF.match(plain, mention.unit_end) or _GIVEN.search(said):
        return None
    between = plain[mention.number_end : mention.unit_end].strip().split()[:-1]
    if between and _OF_RULES.match(between[0]) is None and mention.unit.endswith("s"):
        return None  # three family reading nights
    if mention.unit in {"hours", "minutes", "hour", "times"} and RECURS.match(plain, mention.unit_end):
        return None
    if re.search(r"\bevery $", before) or re.search(r"\bevery $", said):
        return None if mention.unit in {"minutes", "hours"} else Verdict("parameter")
    changes = _TIME_NOUN.search(plain, 0, mention.start) is not None
    if changes and _REACHES.search(said):
        return None
    return Verdict("parameter")
