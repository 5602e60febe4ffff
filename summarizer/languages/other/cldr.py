"""What CLDR says of a language: separators, months, magnitudes. One line of ``cldr.jsonl`` each, read when needed.

The file is made by ``python tests/helpers/cldr.py``.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("cldr.jsonl")


class Cldr(NamedTuple):
    """One language."""

    code: str
    name: str
    """What the language calls itself."""
    decimal: str = ","
    groups: str = " ."
    """The signs between groups of three digits, in any of the language's countries."""
    swapped: bool = False
    """Whether the language has a country in which decimal and group sign change places."""
    indian: bool = False
    """Whether groups are of two digits above the thousands."""
    months: tuple[tuple[str, ...], ...] = ((),) * 12
    """The names of each month in lower case, full ones first, abbreviations without a full stop."""
    magnitudes: tuple[tuple[str, int], ...] = ()
    """Words for a power of ten behind a number, in lower case, without a full stop; 0 where countries differ."""


@cache
def of(code: str) -> Cldr:
    """CLDR's entry of a language; the commonest habits where it has none."""
    opening = f'{{"code":{json.dumps(code)},'
    with _FILE.open(encoding="utf-8") as lines:
        line = next((line for line in lines if line.startswith(opening)), None)
    if line is None:
        return Cldr(code, code)
    entry = json.loads(line)
    entry["months"] = tuple(map(tuple, entry["months"]))
    entry["magnitudes"] = tuple(entry["magnitudes"].items())
    return Cldr(**entry)
