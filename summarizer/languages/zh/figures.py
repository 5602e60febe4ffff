"""How Chinese writes figures: with a magnitude after the digits, and shares in tenths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

MAGNITUDES = "十百千万亿兆"
_FOLLOWING = re.compile(rf"\s*[{MAGNITUDES}]*")
_LARGE = (("亿", 10**8), ("万", 10**4))
_PLACES = 4


def magnitude_at(text: str) -> str:
    """The magnitude that ``text`` begins with, blanks before it included; empty where there is none."""
    found = _FOLLOWING.match(text)
    return found[0] if found else ""


def has_magnitude(text: str) -> bool:
    """Whether a magnitude stands anywhere in ``text``."""
    return any(char in text for char in MAGNITUDES)


def ends_large(written: str) -> bool:
    """Whether a written number ends in 万 or 亿, so that it says more to a person than its eleven digits."""
    return written.endswith(("万", "亿"))


def scaled(value: Decimal) -> tuple[Decimal, str]:
    """A large number in 亿 or 万, where that needs no more than four decimals; else itself and nothing."""
    for magnitude, scale in _LARGE:
        number = value / scale
        if abs(number) >= 1 and number == round(number, _PLACES):
            return number, magnitude
    return value, ""


def odd_at(rest: str) -> str:
    """The word behind a number that says that there are some more: 余 of 400余项; empty where none does."""
    return rest[:1] if rest.startswith(("余", "多")) else ""


def share_unit(rest: str) -> str:
    """The unit of a share as it stands after its number: 成 of 两成, else ``%``."""
    return "成" if rest.startswith("成") else "%"
