"""What was made up: numbers of an item or a line that a second reader does not find where they should stand.

The reader is the module ``evaluation`` of a language's pack. It is lenient on wording (any word for *all* supports a
coverage) and strict on numbers.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from summarizer.languages import DEFAULT, find


def reader_of(text: str) -> Any:
    """The second reader of the text's language; the default language's where that has none."""
    from summarizer.documents.language import pack_of

    return pack_of(text).part("evaluation") or find(DEFAULT).part("evaluation")


def contradiction(target: Mapping[str, Any], reader: Any) -> str | None:
    """Why the quote of a predicted target does not bear out its value and unit; None where it does."""
    quote, unit = reader.plain(target["quote"]), reader.plain(target.get("unit") or "")
    kind, value, value_max = target.get("kind"), target.get("value"), target.get("value_max")
    if value is None:
        return _valueless(target, quote, reader)
    if kind == "coverage" and (value, unit) == (100, "%"):
        return None if reader.ALL.search(quote) else "the quote has no word for all"
    if kind == "zero" and value == 0 and unit in quote:
        return None if reader.NONE.search(quote) else "the quote has no word for none"
    numbers = reader.read_numbers(quote)
    claim = f"{value:.12g}"
    if value_max is None:
        fitting = [number for number in numbers if _same(number.value, value)]
    else:
        claim += f" to {value_max:.12g}"
        pairs = [(low, high) for low, high in reader.ranges(quote, numbers) if low < high.value]
        fitting = [high for low, high in pairs if _same(low, value) and _same(high.value, value_max)]
    if not fitting:
        return f"the quote does not hold {claim}"
    if unit and not any(reader.has_unit(quote, number, unit, numbers) for number in fitting):
        return f"{claim} does not stand with the unit {unit}"
    return None


def unsupported_numbers(wording: str, sources: Iterable[str], reader: Any, allowed: Iterable[float] = ()) -> list[str]:
    """The numbers of a written line that neither stand in ``sources`` nor are ``allowed``, as they are written."""
    known = [*allowed, *(number.value for source in sources for number in reader.read_numbers(source))]
    readings = reader.read_numbers(wording)
    held = {(number.start, number.end) for number in readings if any(_same(number.value, one) for one in known)}
    foreign = {(number.start, number.end) for number in readings} - held
    written = [wording[start:end] for start, end in sorted(foreign)]
    return [one for one in written if one not in reader.NUMBER_WORDS]


def _valueless(target: Mapping[str, Any], quote: str, reader: Any) -> str | None:
    kind = target.get("kind")
    if target.get("masked"):
        return None if reader.BLANK.search(quote) else "masked, but the quote has no blank"
    if kind == "milestone":
        return None if target.get("deadline") or reader.DATED.search(quote) else "a milestone without a date"
    return None if kind == "relative" else f"{kind} without a value"


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)  # 1.11e8 is 111000000.00000001 to a float
