"""Ordinals that many languages write alike."""

import unicodedata


def roman(raw: str) -> int:
    """The value of a Roman number up to 39, in letters or in one character (``XIV``, ``Ⅳ``)."""
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in unicodedata.normalize("NFKC", raw)]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def alphabetic(raw: str) -> int:
    """The place of a Latin letter in the alphabet, from 1."""
    return ord(raw.lower()) - ord("a") + 1
