"""Units that measure the same thing, and the exact factors between them.

Decimal arithmetic, so that 60公里 is 60000米 and not 59999.999…. A unit that is in no table measures only
itself: 元/年 is not 元, 个百分点 is not %.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Final, NamedTuple

_MU: Final = Decimal(10000) / Decimal(15)
# Dimension to units, each with how many of the dimension's first unit it is.
_TABLE: Final[dict[str, dict[str, Decimal | int | str]]] = {
    "length": {"米": 1, "厘米": "0.01", "毫米": "0.001", "公里": 1000, "千米": 1000, "km": 1000, "里": 500},
    "area": {
        "平方米": 1, "平米": 1, "㎡": 1, "m2": 1, "平方": 1, "公顷": 10**4, "亩": _MU, "平方公里": 10**6,
        "平方千米": 10**6,
    },
    "volume": {"立方米": 1, "立方": 1, "升": "0.001"},
    "mass": {"千克": 1, "公斤": 1, "克": "0.001", "毫克": "0.000001", "斤": "0.5", "担": 50, "吨": 1000, "公吨": 1000},
    "money": {"元": 1, "人民币": 1},
    "ratio": {"%": 1, "‰": "0.1", "‱": "0.01"},
    "energy": {"千瓦时": 1, "千瓦小时": 1, "度": 1, "度电": 1},
    "power": {"千瓦": 1, "kW": 1, "KW": 1, "兆瓦": 1000, "MW": 1000, "吉瓦": 10**6, "GW": 10**6},
    "people": {"人": 1, "名": 1, "位": 1},
    "time": {"分钟": 1, "小时": 60},
    "days": {"天": 1, "日": 1},
}  # fmt: skip
_FACTORS: Final = {
    unit: (dimension, Decimal(factor)) for dimension, units in _TABLE.items() for unit, factor in units.items()
}
# Words that count things: which one is used says nothing about what is counted, the noun does.
_COUNTERS: Final = frozenset(
    "所 个 家 座 处 间 套 栋 幢 项 件 条 场 次 期 届 门 支 批 班 组 队 台 辆 部 份 本 册 篇 只 头 株 棵 块 片 点"
    " 站点 网点 例 宗 起 笔 户 级 对 节 堂 岗 盏 眼 井 床 张 床位 艘 架 台套 村 乡 镇 校 园 院".split()
)
# Counters that say themselves what they count: households, villages or beds of an estate are not estates.
_TELLING: Final = frozenset("户 套 栋 幢 间 班 组 队 岗 床 张 床位 村 乡 镇 校 园 院 站点 网点".split())
COUNT: Final = "count"
PLACES: Final = 6
"""Decimals of a computed number, at most."""


class Measured(NamedTuple):
    """What a unit measures: ``dimension``, and how many of the dimension's base unit it is."""

    dimension: str
    factor: Decimal


def measured(unit: str | None) -> Measured:
    """What ``unit`` measures. Counters (所, 个, 家) are of one dimension; an unknown unit is one of its own."""
    if unit is None or unit in _COUNTERS:
        return Measured(COUNT, Decimal(1))
    found = _FACTORS.get(unit)
    return Measured(*found) if found else Measured(f"={unit}", Decimal(1))


def other_counter(unit: str | None, other: str | None) -> bool:
    """Whether two counters may count different things of one name: 10场 is not 10项, 50个 (estates) is not 50户.

    个, or no counter at all, goes with every counter that does not say itself what it counts.
    """
    if unit == other or not measured(unit).dimension == measured(other).dimension == COUNT:
        return False
    return bool({unit, other} & _TELLING) or not {unit, other} & {"个", None}


def is_share(unit: str | None) -> bool:
    """Whether values of ``unit`` are shares, whose difference is in percentage points and not in percent."""
    return measured(unit).dimension in {"ratio", "=个百分点"}


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
