"""Written numbers of English to values: digits, words and both (1,250, twelve, 48.5 million, three quarters)."""

import re
from decimal import Decimal, InvalidOperation

_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {"dozen": 12}
_TENS = {word: 10 * ten for ten, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_LARGE = {
    "thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9, "b": 10**9,
    "trillion": 10**12, "tn": 10**12, "lakh": 10**5, "crore": 10**7,
}  # fmt: skip
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "tenth": 10, "tenths": 10,
}  # fmt: skip

UNITS, TENS, LARGE, PARTS = (
    "|".join(_SMALL),
    "|".join(_TENS),
    "thousand|million|billion|trillion|lakh|crore",
    "|".join(_PARTS),
)
"""The words as alternatives of a pattern."""
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-z]+", re.IGNORECASE)
_GAP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
"""Between the thousands of 1 250 000."""


def parse(text: str) -> Decimal | None:
    """The value of a written number, magnitudes expanded; None where the characters make no number."""
    words = [word for word in _TOKEN.findall(_GAP.sub("", text.lower())) if word not in {"and", "a", "an"}]
    total, current, seen = Decimal(0), None, False
    for word in words:
        if word[0].isdigit():
            if current is not None:
                return None
            try:
                current = Decimal(word.replace(",", ""))
            except InvalidOperation:
                return None
        elif word in _SMALL and word != "dozen":
            current = (current or Decimal(0)) + _SMALL[word]
        elif word in _TENS:
            current = (current or Decimal(0)) + _TENS[word]
        elif word in {"hundred", "dozen"}:
            current = (Decimal(1) if current is None else current) * (100 if word == "hundred" else 12)
        elif word in _LARGE:
            total += (Decimal(1) if current is None else current) * _LARGE[word]
            current = None
        else:
            return None
        seen = True
    return total + (current or Decimal(0)) if seen else None


def parse_share(text: str) -> Decimal | None:
    """The percentage of a part of a whole: ``half`` is 50, ``three quarters`` 75; None for anything else."""
    words = [word for word in _TOKEN.findall(text.lower()) if word not in {"a", "an", "of"}]
    if not words or words[-1] not in _PARTS or len(words) > 2:  # noqa: PLR2004
        return None
    above = parse(words[0]) if len(words) > 1 else Decimal(1)
    if above is None:
        return None
    share = (above * 100 / _PARTS[words[-1]]).quantize(Decimal("0.01"))
    return share if share % 1 else share.to_integral_value()
