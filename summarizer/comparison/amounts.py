"""A figure as a person writes it, beside what the source says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.comparison.units import exact
from summarizer.reports.wording import Symbols, figures, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.comparison.results import Reconciled, TargetFigure
    from summarizer.reports.labels import Labels

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {ord("．"): ".", ord("，"): ","}


def span(symbols: Symbols, *ends: float | None, shown: Callable[[float], str] = plain) -> str:
    """A number, or from where to where."""
    return symbols.to.join(shown(end) for end in ends if end is not None)


def amount(figure: TargetFigure | Reconciled, labels: Labels, symbols: Symbols) -> str:
    """A figure as a person writes it, the source's own way beside it where that is another."""
    written, sign = figure.written, symbols.comparator(figure.comparator or "=")
    unit = f" {figure.unit}" if figure.unit else ""
    if figure.masked:
        return labels.bracketed(f"{sign} {(written or '_').rstrip('%％ ')}{unit}".strip(), labels.masked)
    if figure.kind == "milestone":
        return figure.deadline or ""
    if figure.value is None:
        return ""
    ends = [plain(end) for end in (figure.value, figure.value_max) if end is not None]
    shown = symbols.to.join(ends) + unit
    if written is None and figure.kind == "zero":
        return labels.none
    if written is None and figure.kind == "coverage":
        return labels.bracketed(labels.covered, plain(figure.value) + unit)
    digits = _DIGITS.search((written or "").translate(_HALF_WIDTH).replace(",", ""))
    if written is None or (digits is not None and digits[0] in ends):
        return f"{sign} {shown}".strip()
    original = f"{sign} {_joined(written, figure.unit)}".strip()
    if digits is not None and figures().ends_large(written):  # 115亿元 says more to a person than eleven digits
        return original
    return labels.bracketed(original, shown)


def short(value: float) -> str:
    """A large computed number with its magnitude, where that makes it short."""
    number, magnitude = figures().scaled(exact(value))
    return plain(number) + str(magnitude)


def with_unit(figure: str, unit: str | None) -> str:
    """A figure with its unit, which follows a magnitude without a blank."""
    return _joined(figure, unit) if figures().ends_large(figure) else f"{figure} {unit or ''}".rstrip()


def _joined(figure: str, unit: str | None) -> str:
    """A figure and its unit, with a blank between words of an alphabet: 11 million jobs."""
    spelled = figure[-1:].isascii() and figure[-1:].isalpha()
    return f"{figure}{' ' if spelled else ''}{unit or ''}".rstrip()
