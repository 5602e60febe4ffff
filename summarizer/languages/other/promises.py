"""The words by which a promise without a number is known, of every language: ``[promises]`` in its words."""

from __future__ import annotations

import re
from functools import cache

from summarizer.languages.other import words


@cache
def cues(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words for all and for none; patterns that nothing fits where the language has no words for them."""
    own = words.of(code)
    every, none = (rf"(?<!\w){own.any('promises', key)}(?!\w)" for key in ("all", "none"))
    return re.compile(every, re.IGNORECASE), re.compile(none, re.IGNORECASE)
