"""How an English text is told from others."""

import re

from summarizer.languages.patterns import verbose
from summarizer.languages.scripts import count_scripts

_COMMON = re.compile(r"\b(?:the|of|and|to|in|for|will|with|on|by|is|are)\b", re.IGNORECASE)
# Of such words the short items of a plan consist.
_OF_ITEMS = verbose(
    r"""
    \b(?:our|we|from|at|this|that|which|all|new|per|than|under|over|more|goals?|objectives?|actions?|priority|increase
    |reduce|improve|develop|support|create|provide|launch|through|each|year|team|owner|target|measures?|strategy|key
    |results?)\b
    """,
    re.IGNORECASE,
)
_LEAST = 4
_WORDS_A_COMMON_ONE = 12
"""In English about every fourth word is a common one, in other languages next to none."""

ENCODINGS: tuple[str, ...] = ()


def recognise(shown: str, _written: str, /) -> str | None:
    """``en`` where the sample ``shown`` (of a view) is English."""
    han, latin, other = count_scripts(shown)
    if latin <= han + other:
        return None
    common = len(_COMMON.findall(shown))
    if common * _WORDS_A_COMMON_ONE <= han + latin + other:
        common += len(_OF_ITEMS.findall(shown))
        if common < _LEAST:
            return None
    return "en" if common * _WORDS_A_COMMON_ONE > han + latin + other else None


def common_characters() -> frozenset[str]:
    """None: an English text that is not Unicode is read as ASCII with a few broken bytes."""
    return frozenset()
