"""Values as users get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

Number = int | float


def plain(value: Decimal) -> Number:
    """The value as users get it: an int where it is whole, else a float."""
    whole = int(value)
    return whole if whole == value else float(value)
