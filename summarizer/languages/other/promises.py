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


@cache
def denied(code: str) -> re.Pattern[str]:
    """What takes a word for all back before it, and what makes a word for none a bound or a turn of speech."""
    own = words.of(code)
    every, none, deny = (own.any("promises", key) for key in ("all", "none", "not"))
    phrase = own.any("promises", "phrases")
    return re.compile(rf"(?<!\w)(?:{deny}(?: \w+){{0,2}} {every}|{deny} {none}|{phrase})(?!\w)", re.IGNORECASE)
