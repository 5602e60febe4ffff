"""How packs write patterns longer than a line: in parts, each with a word on what it is for."""

import re


def verbose(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``pattern`` compiled, its blanks and comments left out (:data:`re.VERBOSE`); ``flags`` are further ones."""
    return re.compile(pattern, flags | re.VERBOSE)
