"""What comparison and reconciliation need of a language: the module or package ``comparison`` of its pack.

Patterns are tried on views (:mod:`summarizer.documents.normalising`); words and units are as texts write them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

from summarizer import languages

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    Pattern = re.Pattern[str]


class IndicatorWords(Protocol):
    """Words of indicators, and words beside them."""

    RISES: tuple[str, ...]
    FALLS: tuple[str, ...]
    AVERAGES: tuple[str, ...]
    JOINTS: Pattern
    """Conjunctions at the edge of an indicator's words."""
    NEWLY: Pattern
    """That what is done is done anew, which names no other indicator."""
    TRIVIAL: Pattern
    """Particles and bounds inside an indicator's words, which tell no two indicators of plans apart."""
    NO_OTHER: Pattern
    """What one of two names of an indicator may have more where both have the same unit."""
    LEVEL: Pattern
    """Words of a height that is reached or not."""
    KEEPS_PACE: Pattern
    """That something grows with the economy, or faster."""
    STILL: Pattern
    """What stands before that where it is said of what the clause before names."""
    STAGES: Mapping[str, Pattern]
    """Stages of a building, in their order."""
    SEVERAL: Pattern
    """A conjunction: the words name two things."""
    BUILT: Mapping[str, Pattern]
    """Kinds of building that do not fulfil each other."""
    LESS_IS_BETTER: Pattern
    HOPES: Pattern
    """Words of a promise that its report leaves out."""
    DONE: Pattern
    """Words at the beginning of a promise that say that it is to be done."""
    COVERS: Pattern
    """Words by which a plan promises all."""
    ALL_COVERED: Pattern
    NONE_HAPPENED: Pattern
    FINISHED: Pattern
    """Words that say of any building that it is done."""
    SHRANK: Pattern
    GOES_ON: Pattern
    """What may follow a number without naming the thing counted."""
    NOTHING_MORE: Pattern
    """What may stand beside an event and its thing without naming another."""


class ClaimWords(Protocol):
    """How a report says what was done."""

    NEXT_PERIOD: Pattern
    LAST_YEARS: frozenset[str]
    DATE_ALONE: Pattern
    """A clause that is a date and nothing more."""
    RAISED_FROM: Pattern
    """What stands before the number that a rise begins with."""
    RAISED_TO: Pattern
    """What stands between that number and the one that was reached."""
    MISSED: Mapping[Literal["missed", "low", "high"], Pattern]
    """Words that say that a target was missed: of any, of one that is to be high, of one that is to be low."""
    MET: Mapping[Literal["more", "met"], Pattern]
    """Words at a clause's end that say that a target was more than met, or met."""
    LISTED: Pattern
    """What parts the names of a list."""
    LIST_TAIL: Pattern
    """What follows the last of them."""
    WHOLE: Pattern
    """The number is the whole period's."""
    BELOW: tuple[str, ...]
    EXCEEDED: Pattern
    MAGNITUDES: frozenset[str]
    """Magnitudes that alone are no number."""
    IN_WORD: Pattern
    """A word that begins with a numeral and counts nothing."""
    AGE: str

    def bare(self, words: str) -> str:
        """``words`` without those that only say that something was done."""

    def month_of(self, words: str) -> int | None:
        """The month (1-12) by whose end a date lies."""


class PartWords(Protocol):
    """The parts of a report (:mod:`.parts`): of headings, and of what a sentence opens with."""

    BACK: Pattern
    AHEAD: Pattern
    LATER: Pattern
    """A time that comes after the document's own."""
    PLANS: Pattern
    """Words of plans and of reviews: the year decides, or what stands before."""
    PLAN_TITLE: Pattern
    """Of a document's title: that it is a plan."""
    LINE_GAP: Pattern
    """What is left of the end of a title's line where a text lost its lines."""
    AIMS: Pattern
    """Of a title: what comes after a review, whatever the year is, is what was wanted and not what was done."""
    MAIN_NUMBER: Pattern
    """What numbers a main part, at the end of what stands before its title."""
    LIST_ITEM: Pattern
    """What an item of a list begins with."""
    PROBLEM_TITLE: Pattern
    PROBLEMS: Pattern
    """A sentence that turns to what is not well."""
    OPENS_WITH_TIME: Pattern
    OPENING: int
    """Characters in which a sentence says of what time it speaks."""
    GOALS: Pattern
    """A sentence that begins a plan."""
    THIS_YEAR: Pattern
    LAST_YEAR: Pattern
    NO_COMMITMENT: Pattern
    """Words of an item that promises nothing."""

    def years(self, words: str) -> list[int]:
        """The years that ``words`` name."""

    def several(self, words: str) -> bool:
        """Whether ``words`` speak of several years and of none alone."""


class CueWords(Protocol):
    """Cues that a clause is no fulfilment (:mod:`.doubts`)."""

    CUES: Mapping[str, Pattern]
    """For the code of each reason its words."""
    HOPES: tuple[str, ...]
    """Words of every plan: that the plan has them too does not make the report's hope a deed."""
    PLAN: str
    """The word for a plan, which names programmes too."""
    TOTAL: Pattern
    UNTIL: Pattern
    """By when a total counts, whenever it begins."""
    THIS_YEAR: Pattern
    CARRIED: Pattern
    """A clause that says that the number before holds what is of other years."""
    AGAIN: Pattern
    """Words of a plan that what it wants is to be added to what is there."""
    REFERS_BACK: Pattern
    """A clause that begins so says more of what the one before counts."""
    CONTINUES: Pattern
    """A sentence that begins so goes on about the one before."""
    NAMES_NOTHING: Pattern
    """Words before a number that name no new thing."""
    GOAL_BEFORE: Pattern
    GOAL_AFTER: Pattern
    GOAL_MET: Pattern
    PART_AFTER: Pattern
    BOUND_AFTER: Pattern
    """After a number that tells which ones are meant, not how many there are."""
    ADDS: Pattern
    """A clause that begins so counts more of what was counted before."""


class Spoken(Protocol):
    """Whom a clause speaks of where it is not the plan's place as a whole."""

    @property
    def kind(self) -> str:
        """The code of the doubt that it gives."""

    @property
    def name(self) -> str:
        """As the report writes it."""

    @property
    def end(self) -> int:
        """Where it ends in the clause that names it; 0 in those after."""


class PlaceWords(Protocol):
    """Places and offices."""

    def speaks_for(self, opening: str) -> str | None:
        """The government that a speech is made for, by its ``opening`` (a view)."""

    def apart(self, one: list[str], other: list[str]) -> tuple[str, str] | None:
        """What of the names and titles (as views) of two documents says that they are of different places."""

    def spoken_of(self, clause: str, place: str | None, before: Any) -> Spoken | None:
        """Whom ``clause`` speaks of where it is not ``place``, the plan's; ``before``: of whom the last clause did."""


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
    """A language's parts."""

    parts: PartWords
    indicators: IndicatorWords
    claims: ClaimWords
    cues: CueWords
    places: PlaceWords
    units: UnitWords


@cache
def find(*codes: str) -> ComparisonLanguage:
    """The words of the first of the languages that has any, else those of the default, which do no harm elsewhere."""
    parts = (languages.find(code).part("comparison") for code in (*codes, languages.DEFAULT))
    found: ComparisonLanguage = next(part for part in parts if part is not None)
    return found


@cache
def all_units() -> list[UnitWords]:
    """The units of every language: a table may hold those of several."""
    return [part.units for pack in languages.packs() if (part := pack.part("comparison")) is not None]
