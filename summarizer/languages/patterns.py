"""How packs write patterns longer than a line: in parts, each with a word on what it is for.

A pattern that every sentence is searched for should begin with a character or a set of them, in each alternative:
``re`` then runs over all other characters without trying the pattern there, several times as fast. So what looks
behind stands behind that character: ``b(?<!ab)``, not ``(?<!a)b``.
"""

import re

NEVER = "(?!)"
"""A pattern that finds nothing, as of a list of words that is empty."""


def verbose(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``pattern`` compiled, its blanks and comments left out (:data:`re.VERBOSE`); ``flags`` are further ones."""
    return re.compile(pattern, flags | re.VERBOSE)
