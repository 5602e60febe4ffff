"""What Chinese says in the cells of a table of indicators."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from summarizer.engines.rules.rows import RowWords
from summarizer.languages.zh.numerals import parse
from summarizer.languages.zh.rules.units import RATIO_UNITS

if TYPE_CHECKING:
    from summarizer.languages.zh.rules.lexicons import RuleLexicons

_MAGNITUDE = re.compile(r"(?:百万|千万|万亿|[万亿]|千(?![瓦米克伏卡]))(?=.)")
_UP_TO = re.compile(r" ?(?:-{1,2}|~|至|到) ?(\d[\d,]*(?:\.\d+)?)")  # 6—10
_ALL = re.compile(r"(?:实现)?(全覆盖)")
_NONE = re.compile(r"零(?:发生|事故|投诉|死亡)")
_NUMBERED = re.compile(r" *(?:\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳]|[一二三四五六七八九十]{1,3}、|其中:?|#|--?)+ *")
_UNIT_BEHIND = re.compile(r" *\([^()]{1,8}\) *$")


def row_words(words: RuleLexicons) -> RowWords:
    """The words of Chinese tables, with the units of a profile."""
    return RowWords(
        scanner=words.scanner,
        parse=parse,
        up_to=_UP_TO,
        full=_ALL,
        none=_NONE,
        not_counted=("年",),
        ratio_units=RATIO_UNITS,
        plain_unit=_plain_unit,
        counted=_no_unit,
        bracketed=_no_unit,
        dated=True,
        numbered=_NUMBERED,
        unit_behind=_UNIT_BEHIND,
        blank="",
    )


def _no_unit(_name: str) -> None:
    """None: a name does not say in what it is counted."""


def _plain_unit(written: str | None) -> tuple[str | None, Decimal]:
    """A unit of a table without its magnitude, and that magnitude: 万人 is 人 and 10000."""
    found = _MAGNITUDE.match(written or "")
    scale = parse(found[0]) if found else None
    if found is None or scale is None:
        return ("个百分点" if written == "百分点" else written or None), Decimal(1)
    return found.string[found.end() :], scale
