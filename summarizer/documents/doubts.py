"""What is doubted of a recognised line by its text alone, and the codes of the other causes."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from summarizer.documents.normalising import view_of

MARKED, TABLED = "recognised-marked", "recognised-tabled"
"""Why a character is doubted, where it is for more than how it was read."""
_BESIDE_NUMBERS = frozenset("%.,/~-+<>=:")
# A mark before three digits is a point or a comma; a letter, a numeral or a full stop between digits is a digit, a dash
# or a point; a blank among them is one of those that was lost.
_AMBIGUOUS = re.compile(
    r"\d[.,]\d{3}(?!\d)"
    r"|\d ?[A-Za-z|\u3007\u4e00\u3002\u3001\u00b7;'`\u00b0] ?(?=\d)"
    r"|\d[oOlI|\u3007\u00b0](?![A-Za-z])"
    r"|(?<![A-Za-z])[oOlI|\u3007](?=[\d.,])"
    r"|\d (?=[\d.,%])|[.,] (?=\d)"
)


def is_number(char: str) -> bool:
    """Whether a character is a digit or numeral of any script."""
    return unicodedata.numeric(char, None) is not None


def differing(first: str, second: str) -> set[int]:
    """The characters of a line that a second reading has otherwise, and all of the numbers that they touch."""
    places = [at for at, char in enumerate(first) if not char.isspace()]
    one, other = (re.sub(r"\s", "", view_of(text)) for text in (first, second))
    found: set[int] = set()
    for kind, start, end, _, _ in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            # A character that is only in the second reading stands between two of the first.
            found |= with_numbers(one, start - (start == end), end + (start == end))
    return {places[at] for at in found}


def ambiguous(text: str) -> set[int]:
    """The numbers of a line in or beside which a character stands that is easily taken for another."""
    view = view_of(text)
    found: set[int] = set()
    for match in _AMBIGUOUS.finditer(view):
        found |= with_numbers(view, match.start(), match.end())
    return found


def with_numbers(text: str, start: int, end: int) -> set[int]:
    """A stretch of a line with all of the numbers that it touches."""
    start, end = max(0, start), min(len(text), end)
    while start > 0 and _counts(text[start - 1]):
        start -= 1
    while end < len(text) and _counts(text[end]):
        end += 1
    return set(range(start, end))


def _counts(char: str) -> bool:
    return is_number(char) or char in _BESIDE_NUMBERS
