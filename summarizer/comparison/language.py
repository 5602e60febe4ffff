"""What comparison and reconciliation need of a language: the module or package ``comparison`` of its pack.

Patterns are tried on views (:mod:`summarizer.documents.normalising`); words and units are as texts write them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from summarizer import languages

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping


class IndicatorWords(Protocol):
    """Words of indicators, and words beside them."""

    RISES: tuple[str, ...]
    FALLS: tuple[str, ...]
    AVERAGES: tuple[str, ...]
    JOINTS: re.Pattern[str]
    """Conjunctions at the edge of an indicator's words."""
    SEVERAL: re.Pattern[str]
    """A conjunction: the words name two things."""
    BUILT: Mapping[str, re.Pattern[str]]
    """Kinds of building that do not fulfil each other."""
    LESS_IS_BETTER: re.Pattern[str]
    HOPES: re.Pattern[str]
    """Words of a promise that its report leaves out."""
    COVERS: re.Pattern[str]
    """Words by which a plan promises all."""
    ALL_COVERED: re.Pattern[str]
    NONE_HAPPENED: re.Pattern[str]
    FINISHED: re.Pattern[str]
    """Words that say of any building that it is done."""
    SHRANK: re.Pattern[str]
    GOES_ON: re.Pattern[str]
    """What may follow a number without naming the thing counted."""
    NOTHING_MORE: re.Pattern[str]
    """What may stand beside an event and its thing without naming another."""


class ClaimWords(Protocol):
    """How a report says what was done."""

    HEADINGS_AHEAD: re.Pattern[str]
    HEADINGS_OF_PROBLEMS: re.Pattern[str]
    NEXT_PERIOD: re.Pattern[str]
    LAST_YEARS: frozenset[str]
    DATE_ALONE: re.Pattern[str]
    """A clause that is a date and nothing more."""
    WHOLE: re.Pattern[str]
    """The number is the whole period's."""
    BELOW: tuple[str, ...]
    EXCEEDED: re.Pattern[str]
    MAGNITUDES: frozenset[str]
    """Magnitudes that alone are no number."""
    AGE: str

    def bare(self, words: str) -> str:
        """``words`` without those that only say that something was done."""

    def month_of(self, words: str) -> int | None:
        """The month (1-12) by whose end a date lies."""


class CueWords(Protocol):
    """Cues that a clause is no fulfilment (:mod:`.doubts`)."""

    CUES: Mapping[str, re.Pattern[str]]
    """For the code of each reason its words."""
    HOPES: tuple[str, ...]
    """Words of every plan: that the plan has them too does not make the report's hope a deed."""
    PLAN: str
    """The word for a plan, which names programmes too."""
    TOTAL: re.Pattern[str]
    THIS_YEAR: re.Pattern[str]
    REFERS_BACK: re.Pattern[str]
    """A clause that begins so says more of what the one before counts."""
    CONTINUES: re.Pattern[str]
    """A sentence that begins so goes on about the one before."""
    NAMES_NOTHING: re.Pattern[str]
    """Words before a number that name no new thing."""
    GOAL_BEFORE: re.Pattern[str]
    GOAL_AFTER: re.Pattern[str]
    GOAL_MET: re.Pattern[str]
    PART_AFTER: re.Pattern[str]

    def other_place(self, clause: str, place: str | None, before: str | None) -> str | None:
        """The place that ``clause`` speaks of where it is not ``place``, the plan's; ``before``: of the last clause."""


class UnitWords(Protocol):
    """Units that measure the same thing, and words that count things."""

    UNITS: str
    """Lines of a dimension and its units, each with its factor."""
    NOTES: Mapping[str, str]
    PERCENTAGE_POINTS: str
    GENERAL_COUNTERS: frozenset[str]
    TELLING_COUNTERS: frozenset[str]
    COUNTERS: frozenset[str]


class ComparisonLanguage(Protocol):
    """A language's four parts."""

    indicators: IndicatorWords
    claims: ClaimWords
    cues: CueWords
    units: UnitWords


@cache
def find(*codes: str) -> ComparisonLanguage:
    """The words of the first of the languages that has any, else those of the default, which do no harm elsewhere."""
    parts = (languages.find(code).part("comparison") for code in (*codes, languages.DEFAULT))
    found: ComparisonLanguage = next(part for part in parts if part is not None)
    return found


def all_units() -> list[UnitWords]:
    """The units of every language: a table may hold those of several."""
    return [part.units for pack in languages.packs() if (part := pack.part("comparison")) is not None]
