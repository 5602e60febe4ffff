"""Units that measure the same thing, and the exact factors between them.

Decimal arithmetic, so that 60 km is 60000 m and not 59999.999…. A unit that is in no table measures only
itself: a sum a year is not a sum, a percentage point is not a percent.
"""

from decimal import Decimal, localcontext
from functools import cache
from typing import NamedTuple

from summarizer.comparison.language import all_units
from summarizer.documents.normalising import view_of

_SIGNS = """
length  km 1000
area    ㎡ 1  m2 1
ratio   % 1  ‰ 0.1  ‱ 0.01
power   kW 1  KW 1  MW 1000  GW 1000000
"""
"""Units of every language; base units: metre and its square and cube, kilogram, percent, kilowatt."""
COUNT = "count"
PLACES = 6
"""Decimals of a computed number, at most."""


class Measured(NamedTuple):
    """What a unit measures: ``dimension``, and how many of the dimension's base unit it is."""

    dimension: str
    factor: Decimal


@cache
def _table() -> dict[str | None, Measured]:
    """What each known unit measures; a counter, or none at all, counts."""
    table: dict[str | None, Measured] = {None: Measured(COUNT, Decimal(1))}
    for text in (_SIGNS, *(words.UNITS for words in all_units())):
        for line in text.strip().splitlines():
            dimension, *pairs = line.split()
            for unit, factor in zip(pairs[::2], pairs[1::2], strict=True):
                over, _, under = factor.partition("/")
                table[unit] = Measured(dimension, Decimal(over) / Decimal(under or 1))
    for words in all_units():
        table |= dict.fromkeys(words.COUNTERS, table[None])
    return table


def measured(unit: str | None) -> Measured:
    """What ``unit`` measures. Counters are of one dimension; an unknown unit is one of its own."""
    return _table().get(unit) or Measured(f"={view_of(unit or '')}", Decimal(1))


def note(unit: str | None) -> str:
    """What a formula adds where the factor of ``unit`` cannot be written out."""
    return next((words.NOTES[unit] for words in all_units() if unit in words.NOTES), "") if unit else ""


def other_counter(unit: str | None, other: str | None) -> bool:
    """Whether two counters may count different things of one name: 50 estates are not 50 households.

    A general counter, or none at all, goes with every counter that does not say itself what it counts.
    """
    if unit == other or not measured(unit).dimension == measured(other).dimension == COUNT:
        return False
    telling = any({unit, other} & words.TELLING_COUNTERS for words in all_units())
    return telling or not (_is_general(unit) or _is_general(other))


def one_count(units: set[str | None]) -> list[set[str | None]]:
    """Units of one dimension, parted so that no two of a part may count different things.

    General counters go with the one other that there is; where there are several, any of them could be meant.
    """
    general: set[str | None] = {unit for unit in units if _is_general(unit)}
    telling = [unit for unit in units if unit is not None and unit not in general]
    parts: list[set[str | None]] = []
    for unit in sorted(telling):
        part = next((part for part in parts if not any(other_counter(unit, one) for one in part)), None)
        if part is None:
            parts.append({unit})
        else:
            part.add(unit)
    hosts = [part for part in parts if not any(other_counter(one, unit) for one in part for unit in general)]
    if len(hosts) == 1:
        hosts[0].update(general)
        return parts
    return [*parts, general] if general else parts


def _is_general(unit: str | None) -> bool:
    return unit is None or any(unit in words.GENERAL_COUNTERS for words in all_units())


def is_share(unit: str | None) -> bool:
    """Whether values of ``unit`` are shares, whose difference is in percentage points and not in percent."""
    return measured(unit).dimension in {"ratio", "points"}


def convert(value: float, unit: str | None, to: str | None) -> int | float | None:
    """``value`` in the unit ``to``; None where the two do not measure the same. At most six decimals are kept."""
    source, target = measured(unit), measured(to)
    if source.dimension != target.dimension:
        return None
    if source.factor == target.factor:
        return value
    return number(exact(value) * source.factor / target.factor)


def exact(value: float) -> Decimal:
    """The decimal that a person reads in ``value``: 0.1 is 0.1."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def number(value: Decimal) -> int | float:
    """A result as users get it: at most six decimals, an int where it is whole."""
    with localcontext() as context:
        context.prec = 60
        rounded = round(value, PLACES)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)
