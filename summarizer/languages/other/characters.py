"""Which language a text is in that no other pack took: by its script, else by the commonest words of each language.

Those are the lists of stopwordsiso, of 57 languages; a word counts the less, the more languages have it. What is too
short, or holds too few of them (a table of figures, a list of names, a mixture), is in no language.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

ENCODINGS: tuple[str, ...] = ()

# The language of a script that one language writes, or nearly only one; Kana first, which stand among Han.
_SCRIPTS = tuple(
    (code, re.compile(f"[{letters}]"))
    for code, letters in (
        ("ja", "\u3041-\u30ff"), ("ko", "\uac00-\ud7af"), ("el", "\u0370-\u03ff\u1f00-\u1fff"),
        ("he", "\u0590-\u05ff"), ("hy", "\u0530-\u058f"), ("ka", "\u10a0-\u10ff"), ("th", "\u0e00-\u0e7f"),
        ("lo", "\u0e80-\u0eff"), ("km", "\u1780-\u17ff"), ("my", "\u1000-\u109f"), ("am", "\u1200-\u137f"),
        ("bn", "\u0980-\u09ff"), ("gu", "\u0a80-\u0aff"), ("pa", "\u0a00-\u0a7f"), ("ta", "\u0b80-\u0bff"),
        ("te", "\u0c00-\u0c7f"), ("kn", "\u0c80-\u0cff"), ("ml", "\u0d00-\u0d7f"), ("si", "\u0d80-\u0dff"),
        ("bo", "\u0f00-\u0fff"),
    )
)  # fmt: skip
_SCRIPT, _KANA = 0.5, 0.1
"""The share of its letters that a text in a script has at least; of Kana, which stand among Han."""
# Scripts of several languages: a text in one is in the likeliest of these, the first where no word tells.
_SHARED = (
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "bg")),
    (re.compile(r"[\u0600-\u06ff]"), ("ar", "fa", "ur", "ku")),
    (re.compile(r"[\u0900-\u097f]"), ("hi", "mr")),
)
# Letters that of close relatives only one has: the words of those are nearly the same.
_LETTERS = {
    "uk": "іїєґ", "ru": "ыэё", "cs": "ěřů", "sk": "ľĺŕ", "hr": "đć", "ro": "țșă", "et": "õ", "gl": "ñ", "pt": "ãõ",
    "da": "æ", "no": "æ", "sv": "äö", "fi": "äö", "pl": "łąęż", "lt": "ėųį", "lv": "āēīņļ", "tr": "ğış", "hu": "őű",
}  # fmt: skip
_A_LETTER = 0.3
"""What such a letter counts beside a word."""
_APOSTROPHE = re.compile("['’]")
_LETTER = re.compile(r"[^\W\d_]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MIN_LETTERS, _MIN_WORDS, _MIN_KNOWN, _MAX_WORDS = 12, 8, 3, 4000
_SHARE, _OWN_SHARE = 0.14, 0.07
"""How many of the words are the language's common ones at least; how many, when shared ones count less."""


def recognise(shown: str, _written: str, /) -> str | None:
    """The code of the language of the sample ``shown``, None where it is in none.

    English too, where its own pack saw too few of its words: a list of short items.
    """
    letters = len(_LETTER.findall(shown))
    if letters < _MIN_LETTERS:
        return None
    for code, pattern in _SCRIPTS:
        if len(pattern.findall(shown)) > (_KANA if code == "ja" else _SCRIPT) * letters:
            return code
    if 4 * len(_HAN.findall(shown)) > letters:
        return None
    written = [word.lower() for word in _WORD.findall(shown)[:_MAX_WORDS]]
    for pattern, codes in _SHARED:
        if len(pattern.findall(shown)) > _SCRIPT * letters:
            return max(codes, key=_weights(written)[1].__getitem__)
    return _by_words(written) if len(written) >= _MIN_WORDS else None


def common_characters() -> frozenset[str]:
    """None: a text that is not Unicode is read as ASCII with a few broken bytes."""
    return frozenset()


def _by_words(written: list[str]) -> str | None:
    """The language of words in Latin letters, None where too few are common ones of any."""
    known, weights = _weights(written)
    if not weights:
        return None
    best = max(weights, key=lambda code: (weights[code], code))
    enough = known[best] >= _MIN_KNOWN and known[best] > _SHARE * len(written)
    own = enough and weights[best] > _OWN_SHARE * len(written)
    return best if own else None


def _weights(written: list[str]) -> tuple[dict[str, int], dict[str, float]]:
    """How many of the words each language has among its common ones, and their weight together."""
    table = _languages_of_words()
    known: dict[str, int] = defaultdict(int)
    weights: dict[str, float] = defaultdict(float)
    for word in written:
        found = table.get(word) or {code for part in _APOSTROPHE.split(word) for code in table.get(part, ())}
        for code in found:
            known[code] += 1
            weights[code] += 1 / len(found)
    for code, letters in _LETTERS.items():
        if count := sum(char in letters for word in written for char in word):
            weights[code] += _A_LETTER * count
    return known, weights


@cache
def _languages_of_words() -> dict[str, frozenset[str]]:
    from stopwordsiso import langs, stopwords

    found: dict[str, set[str]] = defaultdict(set)
    for code in langs():
        for word in stopwords(code):
            found[word.lower()].add(code)
    return {word: frozenset(codes) for word, codes in found.items()}
