"""Cues that a clause of a report is no fulfilment, each of a kind whose code is the reason.

===================  ==========================================================
report-not-done      denial: not done yet, given up, going on, late
report-only-plans    a plan, or a hope
report-only-begun    a beginning, or a part
among-problems       the sentence stands among the report's problems
other-year           years before, or several years
total-of-years       a total, that may count since years before
other-place          another county, the whole province
other-actor          an office of another level, another office
no-count             the number is a bound or a condition
perhaps-other-year   what stands before is about several years
goal-number          the number is the goal's
part-of-number       the number is a part of another
other-actual-number  the report gives another, actual number
numbers-shared       several things share the sentence's numbers
===================  ==========================================================

The words of most kinds stand in the language's pack; the rest is read off the sentence's place. A word that the
plan's own sentence has as well is part of what was planned and no doubt: see :func:`doubt`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.comparison.language import CueWords

NOT_DONE = "report-not-done"
PLANNED = "report-only-plans"
STARTED = "report-only-begun"
PROBLEM = "among-problems"
OTHER_YEAR = "other-year"
OTHER_PLACE = "other-place"
OTHER_ACTOR = "other-actor"
PERHAPS_YEAR = "perhaps-other-year"
PART = "part-of-number"
ADDED = "numbers-to-add"
ACTUAL = "other-actual-number"
TOTAL = "total-of-years"
ELSEWHERE = frozenset({OTHER_YEAR, OTHER_PLACE})
_REACH = 16
"""Characters before a number in which a goal's word may stand."""


class Cue(NamedTuple):
    """A word of the report that makes a claim doubtful, and the code of the reason that it gives."""

    reason: str
    word: str = ""


def cues_of(words: CueWords, clause: str) -> list[Cue]:
    """The cues of one clause, each word once."""
    found = (Cue(reason, hit[0]) for reason, pattern in words.CUES.items() for hit in pattern.finditer(clause))
    return list(dict.fromkeys(found))


def total_cue(words: CueWords, said: str) -> Cue | None:
    """A total may count since long ago, unless what is ``said`` up to there names this year."""
    found = words.TOTAL.search(said)
    return Cue(TOTAL, found[0]) if found and not words.THIS_YEAR.search(said) else None


def goal_cue(words: CueWords, left: str, right: str) -> Cue | None:
    """The cue that a number between ``left`` and ``right`` is only the goal's, or the whole that a part is named of."""
    goal = words.GOAL_BEFORE.search(left[-_REACH:])
    if goal is None and words.PART_AFTER.match(right):
        return Cue("goal-number")
    if goal is None and words.BOUND_AFTER.match(right):
        return Cue("no-count")
    if goal is None and not words.GOAL_MET.search(right):
        goal = words.GOAL_AFTER.match(right)
    return Cue("goal-number", goal[0]) if goal else None


def doubt(words: CueWords, cues: Iterable[Cue], planned: str) -> str | None:
    """The first reason that stands, ``planned`` being the plan's own words (as a view)."""
    return next((cue.reason for cue in cues if not _is_planned(words, cue, planned)), None)


def _is_planned(words: CueWords, cue: Cue, planned: str) -> bool:
    """Whether a cue is part of what was planned."""
    reason, word = cue
    if reason == STARTED:  # a plan to begin is fulfilled by any word for it
        return any(hit.reason == STARTED for hit in cues_of(words, planned))
    if not word or reason == "numbers-shared" or any(hope in word for hope in words.HOPES):
        return False
    if words.PLAN in word:  # as the name of a programme, not as what a plan does
        before = planned[: max(0, planned.find(word))][-1:]
        return reason == PLANNED and before.isalpha()
    return word in planned
