"""Numbers as they are written, whole: where an edge would cut one, and which of them a wording may hold.

More is taken for a number than any reader of values knows: digits of every script, Roman and circled ones, number
words of all languages with a pack. What is no value is only held to stand in the text as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from summarizer.documents.normalising import view_of
from summarizer.languages import packs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from summarizer.review.original import Original

_AROUND = 80
"""Characters to either side of an edge in which a number that it cuts begins and ends."""
_DIGIT, _LABEL = "1", "\ue000"
_LABELS = re.compile(rf"{_LABEL}+")
_ROMAN = re.compile(r"(?<![A-Za-z])[IVXLCDM]+(?![A-Za-z])")
_ENCLOSED = ("<circle>", "<compat>")
_MARKS_IN_UNITS = "%\u2030\u2031/'\u00b7"
_BLANK = re.compile(r"\s+")


@cache
def _kinds() -> tuple[re.Pattern[str], ...]:
    """How numbers are written, by the packs that say it."""
    parts = (pack.part("evaluation") for pack in packs())
    return tuple(part.NUMERAL for part in parts if part is not None)


@cache
def _words() -> frozenset[str]:
    """Numbers that are as often words."""
    parts = (pack.part("evaluation") for pack in packs())
    return frozenset(word.lower() for part in parts if part is not None for word in part.NUMBER_WORDS)


def _plain(text: str) -> str:
    """A text with every digit of any script as one of ours, character for character; circled ones are no digits."""
    return "".join(map(_shape, view_of(text)))


@cache
def _shape(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if character.isascii() or kind not in {"No", "Nl"} or view_of(character) == "\u3007":
        return character
    enclosed = unicodedata.decomposition(character).startswith(_ENCLOSED) or kind == "Nl"
    return _LABEL if enclosed else _DIGIT


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Every number of a text, whole, with its magnitude, its per cent, and both ends of a range."""
    plain = _plain(text)
    found = {match.span() for kind in (*_kinds(), _LABELS) for match in kind.finditer(plain)}
    last = 0
    for start, end in sorted(found, key=lambda one: (one[0], -one[1])):
        if end > last:  # in no longer one
            yield start, end
            last = end


def cut_at(text: str, edge: int) -> str | None:
    """The number that an edge would cut, as it is written."""
    first = max(0, edge - _AROUND)
    near = text[first : edge + _AROUND]
    found = next((span for span in spans(near) if span[0] < edge - first < span[1]), None)
    return None if found is None else near[slice(*found)]


def written(text: str) -> list[str]:
    """The numbers of a wording as they are written, without blanks; words that only look like numbers left out."""
    view = view_of(text)
    found = [*spans(text), *(match.span() for match in _ROMAN.finditer(view))]
    shown = (_BLANK.sub("", view[start:end]).lower() for start, end in sorted(set(found)))
    return [one for one in shown if one not in _words()]


def foreign(wording: str, sources: Iterable[str]) -> list[str]:
    """The numbers of a wording that none of the ``sources`` writes so."""
    held = {one for source in sources for one in written(source)}
    return list(dict.fromkeys(one for one in written(wording) if one not in held))


def is_number(words: str) -> bool:
    """Whether words are nothing but a number."""
    whole = words.strip()
    return any(span == (0, len(whole)) for span in spans(whole)) or _ROMAN.fullmatch(whole) is not None


def stands(words: str, text: str) -> bool:
    """Whether words stand in a text without cutting a number of it."""
    at = text.find(words)
    while at >= 0:
        if cut_at(text, at) is None and cut_at(text, at + len(words)) is None:
            return True
        at = text.find(words, at + 1)
    return False


# --- a value and its unit


def unborne(target: Mapping[str, Any], original: Original) -> str | None:
    """``value`` or ``unit``, where the span of a target does not write that; None where it writes both together."""
    said = tuple(target.get(name) for name in ("value", "value_max", "unit"))
    readings = [one.fields for one in original.readings("targets", target["start"], target["end"])]
    held = [tuple(one[name] for name in ("value", "value_max", "unit")) for one in readings]
    units = {unit for *values, unit in held if tuple(values) == said[:2]}
    if said[2] in units and (said[2] is not None or units == {None}):
        return None
    reader = original.second_reader
    quote, unit = reader.plain(target["quote"]), reader.plain(target.get("unit") or "")
    kind, value, upper = target["kind"], target["value"], target.get("value_max")
    if kind == "coverage" and (value, unit) == (100, "%"):
        return None if reader.ALL.search(quote) else "value"
    if kind == "zero" and value == 0 and reader.NONE.search(quote):
        return None if not unit or (unit in quote and is_unit(unit)) else "unit"
    numbers = reader.read_numbers(quote)
    fitting = _fitting(value, upper, quote, numbers, reader)
    if not fitting and not units:
        return "value"
    if not unit:
        return "unit" if units - {None} or any(_has_percent(quote, one, numbers, reader) for one in fitting) else None
    return None if any(_belongs(quote, one, unit, numbers, reader) for one in fitting) else "unit"


def _fitting(value: float, upper: float | None, quote: str, numbers: list[Any], reader: Any) -> list[Any]:
    if upper is None:
        return [one for one in numbers if _exact(value, one.value)]
    pairs = [(low, high) for low, high in reader.ranges(quote, numbers) if low < high.value]
    return [high for low, high in pairs if _exact(value, low) and _exact(upper, high.value)]


def _exact(value: float, read: float) -> bool:
    """Whether a value is what was read: 1.11e8 read as a product is 111000000.00000001 to a float."""
    return value == read or value == float(f"{read:.14g}")


def is_unit(unit: str) -> bool:
    """Whether words can be a unit: no number, no magnitude, no mark between clauses."""
    marks = (one for one in unit if one == "\n" or unicodedata.category(one) == "Po")
    return not written(unit) and all(one in _MARKS_IN_UNITS for one in marks)


def _has_percent(quote: str, number: Any, numbers: list[Any], reader: Any) -> bool:
    return number.unit is not None or _belongs(quote, number, "%", numbers, reader)


def _belongs(quote: str, number: Any, unit: str, numbers: list[Any], reader: Any) -> bool:
    """Whether a unit is that of a number: behind it, or behind the last of its list, with no other number between."""
    if number.unit is not None:
        return bool(number.unit == unit)
    if not is_unit(unit) or not reader.has_unit(quote, number, unit, numbers):
        return False
    if not unit[0].isascii() or not (unit[0].isalpha() or unit == "%"):
        return True
    stem = r"(?:%|per ?cent|pct)" if unit == "%" else rf"\b{re.escape(unit.lower().removesuffix('s'))}"
    for match in re.finditer(stem, quote.lower()):
        between = [one for one in numbers if number.end <= one.start < match.start()]
        gap = quote[number.end : match.start()]
        for one in between:
            gap = gap.replace(quote[one.start : one.end], "")
        if match.start() >= number.end and (not between or len(gap.strip()) <= len("and")):
            return True
    return False
