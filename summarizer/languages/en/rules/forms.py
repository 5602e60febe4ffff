"""Forms of English verbs and nouns, made from their base forms; irregular ones are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_VOWELS = frozenset("aeiou")
_IRREGULAR = {
    "be": "been", "become": "become", "begin": "begun", "bring": "brought", "build": "built", "buy": "bought",
    "cut": "cut", "draw": "drawn", "drive": "driven", "find": "found", "get": "gotten", "give": "given", "go": "gone",
    "grow": "grown", "hold": "held", "keep": "kept", "lay": "laid", "lead": "led", "lend": "lent", "make": "made",
    "meet": "met", "overcome": "overcome", "oversee": "overseen", "pay": "paid", "put": "put", "rebuild": "rebuilt",
    "run": "run", "seek": "sought", "send": "sent", "set": "set", "speak": "spoken", "spend": "spent",
    "spread": "spread", "take": "taken", "teach": "taught", "undertake": "undertaken", "uphold": "upheld",
    "win": "won", "withdraw": "withdrawn", "write": "written", "rethink": "rethought", "undergo": "undergone",
}  # fmt: skip


def _doubled(verb: str) -> str:
    """The stem with its last consonant doubled, where a short verb does so: plan, cut, set."""
    short = len(verb) > 2 and verb[-1] not in _VOWELS | set("wxy") and verb[-2] in _VOWELS and verb[-3] not in _VOWELS  # noqa: PLR2004
    return verb + verb[-1] if short and sum(letter in _VOWELS for letter in verb) == 1 else verb


def gerunds(verbs: Iterable[str]) -> frozenset[str]:
    """Expanding, planning, making."""
    found = set()
    for verb in verbs:
        stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) else _doubled(verb)
        found.add(stem + "ing")
    return frozenset(found)


def participles(verbs: Iterable[str]) -> frozenset[str]:
    """Expanded, planned, built."""
    return frozenset(_IRREGULAR.get(verb) or _past(verb) for verb in verbs)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def third_persons(verbs: Iterable[str]) -> frozenset[str]:
    """Expands, plans, carries."""
    return frozenset(_plural(verb) for verb in verbs)


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def singular(plural: str) -> str:
    """The singular of a plural as listed: agencies, branches, schools, children."""
    if plural in {"children", "women", "people", "staff"}:
        return {"children": "child", "women": "woman", "people": "person"}.get(plural, plural)
    if plural.endswith("ies"):
        return plural[:-3] + "y"
    if plural.endswith(("ches", "shes", "sses", "xes")):
        return plural[:-2]
    return plural.removesuffix("s")
