"""How much of a text is written in which script: what languages are told by."""

import re

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3007]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile(r"[\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af]")
_LETTERS_A_WORD = 4
"""A Chinese character says about as much as so many Latin letters."""


def count_scripts(text: str) -> tuple[int, float, int]:
    """How much of ``text`` is in each script: Han characters, Latin words, characters of other scripts."""
    return (len(_HAN.findall(text)), len(_LATIN.findall(text)) / _LETTERS_A_WORD, len(_OTHER.findall(text)))
