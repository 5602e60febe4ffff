"""How much of a text is written in which script: what languages are told by."""

import re


def runs_of(characters: str) -> re.Pattern[str]:
    """Runs of characters: there are ten times fewer. A set before the repeat, since that is what is looked for fast."""
    return re.compile(f"[{characters}][{characters}]*")


_HAN = runs_of(r"\u3400-\u4dbf\u4e00-\u9fff\u3007")
_LATIN = runs_of(r"A-Za-z\u00c0-\u024f")
_OTHER = runs_of(r"\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af")
_LETTERS_A_WORD = 4
"""A Chinese character says about as much as so many Latin letters."""


def is_mostly_han(text: str) -> bool:
    """Whether two thirds of ``text`` are Han characters: whatever the rest is, it is less."""
    return 3 * sum(map(len, _HAN.findall(text))) > 2 * len(text)


def count_scripts(text: str) -> tuple[int, float, int]:
    """How much of ``text`` is in each script: Han characters, Latin words, characters of other scripts."""
    han, latin, other = (sum(map(len, script.findall(text))) for script in (_HAN, _LATIN, _OTHER))
    return han, latin / _LETTERS_A_WORD, other
