"""The words that make a promise which no number counts, and what denies one: ``[promises]`` in a language's words."""

from __future__ import annotations

import re
from functools import cache

from summarizer.languages.other import words


@cache
def cues(code: str) -> dict[str, re.Pattern[str]]:
    """The pattern of each kind, one of whose words must stand in the quote; a kind without one needs none.

    Nothing fits where the language has no words for it: then nobody could tell that the text says so.
    """
    own = words.of(code)
    return {
        kind: re.compile(rf"(?<!\w){own.any('promises', key)}(?!\w)", re.IGNORECASE)
        for kind, key in (("coverage", "all"), ("zero", "none"))
    }


@cache
def denials(code: str) -> re.Pattern[str] | None:
    """What denies a clause, wherever it stands in it; None where the language has no words for that."""
    own = words.of(code)
    if not own.entries("promises", "not"):
        return None
    return re.compile(rf"(?<!\w){own.any('promises', 'not')}(?!\w)", re.IGNORECASE)
