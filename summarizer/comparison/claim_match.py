"""A claim of a report that speaks of an item of the plan, and how surely."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from summarizer.comparison.reported import Claim


class Sureness(IntEnum):
    """How surely a claim speaks of an indicator."""

    WEAK = 1
    """Its words stand in the clause, or nearly."""
    EQUAL = 2
    """The same words, too few to be sure without an equal number."""
    SAME = 3


class ClaimMatch(NamedTuple):
    """A claim that speaks of the indicator; ``changed`` where one is a level and the other its change.

    ``doubt`` is the code of why it may not be a claim that this was done, by us and in the period; ``late`` says that
    it was done after the deadline, ``less_is_better`` that of what is counted more is no success, ``level`` that the
    target is a height to be reached, ``own`` that the report's sentence names what the plan's does,
    ``missed`` that the report says that the target was missed, ``contrary`` that it says that it was passed.
    ``part`` is the code of why the number may be a part only of what the target counts.
    """

    claim: Claim
    sureness: Sureness
    overlap: float = 0.0
    changed: bool = False
    doubt: str | None = None
    late: bool = False
    less_is_better: bool = False
    level: bool = False
    own: bool = False
    missed: bool = False
    contrary: bool = False
    part: str = ""
