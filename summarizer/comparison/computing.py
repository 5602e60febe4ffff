"""Numbers that stand in no source: conversions, differences, shares; each with its formula."""

from summarizer.comparison.results import Computed
from summarizer.comparison.units import PLACES, convert, exact, is_share, measured, note, number
from summarizer.reports.wording import plain


def converted(value: float | None, unit: str | None, to: str | None) -> Computed | None:
    """``value`` in the unit ``to``; None where there is nothing to convert."""
    if value is None or measured(unit).factor == measured(to).factor:
        return None
    result = convert(value, unit, to)
    if result is None:
        return None
    if exactly := note(unit) or note(to):
        return Computed(value=result, unit=to, formula=f"{plain(value)} {unit} ≈ {plain(result)} {to}{exactly}")
    factor = plain(number(measured(unit).factor / measured(to).factor))
    equals = "=" if exact(value) * exact(float(factor)) == exact(result) else "≈"
    return Computed(value=result, unit=to, formula=f"{plain(value)} {unit} × {factor} {equals} {plain(result)} {to}")


def difference(before: float, after: float, unit: str | None, points: str) -> Computed:
    """What was added; the difference of two percentages is in ``points``, the documents' word for it."""
    value = number(exact(after) - exact(before))
    shown = points if unit == "%" else unit
    return Computed(value=value, unit=shown, formula=f"{plain(after)} − {plain(before)}")


def growth(before: float, after: float, unit: str | None) -> Computed | None:
    """The difference in percent of ``before``; None for shares, and where there was nothing before."""
    if is_share(unit) or before <= 0:
        return None
    value = number(round((exact(after) - exact(before)) / exact(before) * 100, 2))
    return Computed(value=value, unit="%", formula=f"({plain(after)} − {plain(before)}) ÷ {plain(before)} × 100")


def share(part: float, whole: float) -> Computed | None:
    """``part`` in percent of ``whole``, with the digits that keep it off 0 and 100 unless it is that.

    None where six decimals are not enough for that.
    """
    if whole <= 0:
        return None
    exactly = exact(part) / exact(whole) * 100
    for places in range(1, PLACES + 1):
        shown = round(exactly, places)
        if shown not in {0, 100} or shown == exactly:
            formula = f"{plain(part)} ÷ {plain(whole)} × 100"
            return Computed(value=number(shown), unit="%", formula=formula)
    return None
