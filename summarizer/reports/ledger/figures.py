"""A target as an office writes it: what is counted and how many, in the plan's own figures, without words of ours."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from summarizer.reports.wording import as_written, clean, figures, plain, with_unit, written

if TYPE_CHECKING:
    from summarizer.models import Target
    from summarizer.reports.presentation import Presentation

_BEFORE = frozenset("$€£¥")
"""Units that stand before their number."""
_LONGEST = 60
"""Characters of a quote that is shown in place of a figure."""


def figure(shown: Presentation, target: Target) -> str:
    """How many, in the plan's own figures; a word where all or nothing is meant, empty where there is no number."""
    source = written(target, shown.info.text)
    if target.masked:
        return shown.labels.bracketed(as_written(source, target.unit) if source else "", shown.labels.masked)
    if target.value is None:
        return ""
    sign = shown.labels.about_sign if target.comparator == "~" else shown.symbols.comparator(target.comparator)
    if source is not None:
        if odd := figures().odd_at(source[1]):
            return str(source[0] + odd) + as_written(("", source[1][len(odd) :]), target.unit)
        return sign + _in_its_unit(target, source)
    if target.kind in {"coverage", "zero"}:
        return shown.labels.covered if target.kind == "coverage" else shown.labels.none
    ends = [target.value] if target.value_max is None else [target.value, target.value_max]
    return sign + with_unit(shown.symbols.to.join(map(plain, ends)), target.unit)


def _in_its_unit(target: Target, source: tuple[str, str]) -> str:
    """The written number with its unit, also where that does not stand right behind it: 12 million in $."""
    shown, unit = as_written(source, target.unit), target.unit
    digits = "".join(char for char in source[0] if char.isdigit() or char == ".")
    if not unit or target.value is None or target.value_max is not None or len(shown) > len(source[0]):
        return shown
    if unit in _BEFORE:
        return f"{unit}{shown}"
    number, magnitude = figures().scaled(Decimal(plain(target.value)))
    if digits == plain(target.value) or any(map(str.isascii, filter(str.isalpha, source[0]))):
        return f"{shown} {unit}" if unit.isascii() and unit != "%" else shown + unit
    return f"{shown}{magnitude}{unit}" if digits == plain(number) else shown


def told(shown: Presentation, target: Target) -> str:
    """The whole target in one phrase: indicator and figure, or the plan's own words where it has none."""
    amount, indicator = figure(shown, target), clean(target.indicator)
    if amount:
        phrase = f"{indicator}{shown.labels.colon}{amount}" if indicator else amount
    else:
        quote = clean(target.quote)
        phrase = quote if indicator in quote and len(quote) <= _LONGEST else indicator
        if phrase == indicator and target.kind == "relative":
            phrase = shown.labels.bracketed(indicator, quote)
    return (shown.symbols.warning if target.unsure else "") + phrase + shown.worded(target)
