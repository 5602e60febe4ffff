"""Which language a text is in, told by counting characters of a sample."""

from __future__ import annotations

import re
from functools import cache

from summarizer.documents.normalising import traditional_table

_SLICE = 20_000
_SLICES = 5

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff〇]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile(r"[\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|for|will|with|on|by|is|are)\b", re.IGNORECASE)
_LETTERS_A_WORD = 4
"""A Chinese character says about as much as so many Latin letters."""


def language_of(text: str, plain: str) -> str:
    """``zh``, ``zh-Hant``, ``en`` or ``und``. ``plain`` is the view of ``text`` without its markup."""
    shown = _sample(plain)
    han = len(_HAN.findall(shown))
    latin = len(_LATIN.findall(shown)) / _LETTERS_A_WORD
    other = len(_OTHER.findall(shown))
    if han > latin and han > 2 * other:
        return "zh-Hant" if _is_traditional(_sample(text)) else "zh"
    words = latin + han + other
    english = len(_ENGLISH.findall(shown))
    # In English about every fourth word is one of these, in other languages next to none.
    return "en" if latin > han + other and english * 12 > words else "und"


def _sample(text: str) -> str:
    if len(text) <= _SLICE * _SLICES:
        return text
    step = len(text) // _SLICES
    return "".join(text[start : start + _SLICE] for start in range(0, step * _SLICES, step))


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Characters of traditional writing only, and those that replaced them."""
    table = traditional_table()
    return re.compile(f"[{''.join(table)}]"), re.compile(f"[{''.join(sorted(set(table.values())))}]")


def _is_traditional(text: str) -> bool:
    # Many simplified forms (后, 里, 台) are written in traditional texts too, never the other way round.
    traditional, simplified = _forms()
    return len(traditional.findall(text)) > len(simplified.findall(text))
