"""How an English text is told from others."""

import re

from summarizer.languages.scripts import count_scripts

_COMMON = re.compile(r"\b(?:the|of|and|to|in|for|will|with|on|by|is|are)\b", re.IGNORECASE)
_WORDS_A_COMMON_ONE = 12
"""In English about every fourth word is a common one, in other languages next to none."""

ENCODINGS: tuple[str, ...] = ()


def recognise(shown: str, _written: str, /) -> str | None:
    """``en`` where the sample ``shown`` (of a view) is English."""
    han, latin, other = count_scripts(shown)
    if latin <= han + other:
        return None
    return "en" if len(_COMMON.findall(shown)) * _WORDS_A_COMMON_ONE > han + latin + other else None


def common_characters() -> frozenset[str]:
    """None: an English text that is not Unicode is read as ASCII with a few broken bytes."""
    return frozenset()
