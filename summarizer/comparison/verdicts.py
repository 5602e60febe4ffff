"""What a reported number, or a reported event, says of a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from summarizer.comparison.claim_match import ClaimMatch, Sureness
from summarizer.comparison.computing import converted, share
from summarizer.comparison.doubts import ADDED, ELSEWHERE, NOT_DONE, OTHER_YEAR, PART, PROBLEM, Cue
from summarizer.comparison.units import convert, exact, is_share, measured, other_counter
from summarizer.models import Comparator, Measure, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.comparison.results import Computed, Outcome

SAME_NUMBER = "same-indicator-and-unit"
SAID = "report-says-done"
MISSED = "report-says-missed"
UNDATED = "done-undated"
LIKELY = "similar-words"
CONTRARY = "words-against-number"
_DONE = frozenset({"fulfilled", "exceeded"})
_ABOUT = 10
"""Percent by which a reported number may differ where one of the two is approximate."""
_WHOLE = 100
_MYRIAD = exact(10_000)


class Assessment(NamedTuple):
    """An outcome with the code of its reason, the match that it rests on, and what was computed for it."""

    outcome: Outcome
    reason: str
    match: ClaimMatch | None = None
    share: Computed | None = None
    converted: Computed | None = None


def judge(target: Target, matches: Sequence[ClaimMatch], *, only: bool, first: bool = True) -> Assessment:
    """The verdict on a target with a number (of a plan's blank, that it is one).

    ``only`` says that no other target of the plan is worded alike: then even general words (new places at schools)
    are enough where the report has a single number for them. Of several, that is for the ``first``.
    """
    if not only:  # words as general as several targets' mean one of them by its number alone
        matches = [m for m in matches if m.sureness is not Sureness.EQUAL or _value(target, m) == target.value]
    if not matches:
        return Assessment("not mentioned", "not-in-report")
    numbers = [match for match in matches if _comparable(target, match)]
    if said := _said_missed(matches):
        return _missed(target, said, numbers)
    if not target.masked and (met := _said_met(matches, numbers)):
        return _in_time(Assessment("exceeded" if met.claim.met == "more" else "fulfilled", SAID, met))
    if target.masked or target.value is None:
        return Assessment("to be checked", "plan-leaves-blank", best(numbers or matches))
    sound = [match for match in numbers if match.doubt is None and not other_counter(match.claim.unit, target.unit)]
    sure = [match for match in sound if _is_sure(target, match)]
    equal = [match for match in sound if match.sureness is Sureness.EQUAL]
    if only and not sure and len(equal) == 1:
        sure = equal
    if not sure:
        return _unsure(numbers, matches)
    if own := [match for match in sure if match.own]:
        sure, only = own, True
    sure = [match for match in sure if match.part != PART] or sure
    whole = [match for match in sure if match.claim.whole]
    same = [] if only else [match for match in sure if _value(target, match) == target.value]
    if not (only or first or same):
        return _check("several-alike", sure[0])
    for some in (sure, whole, same) if only or first else (same,):
        if len({_value(target, match) for match in some}) == 1:
            return _weighed(target, some)
    added = any(match.part == ADDED for match in sure)
    return _check(ADDED if added else "different-numbers", max(sure, key=lambda match: _value(target, match) or 0))


def _weighed(target: Target, matches: Sequence[ClaimMatch]) -> Assessment:
    """The verdict on a number that may be a part only, or that the report's own words belie."""
    verdict, match = _by_number(target, matches[0]), matches[0]
    done = verdict.outcome in _DONE
    if any(match.part == ADDED for match in matches) and not (done and target.comparator == ">="):
        return _check(ADDED, match)
    if match.part == PART and (not done or is_share(_unit(target)) or _is_upper_bound(target) or match.level):
        return _check(PART, match)
    belied = not done or (verdict.outcome == "fulfilled" and target.comparator == "=" and not match.less_is_better)
    return _check(CONTRARY, match) if match.contrary and belied else verdict


def contradicted(matches: Sequence[ClaimMatch]) -> bool:
    """Whether words or numbers beside a repeated number say that it is not the whole truth."""
    sure = (match for match in matches if match.sureness is Sureness.SAME)
    return any(match.part or match.contrary or (match.missed and match.doubt in {None, PROBLEM}) for match in sure)


def _said_missed(matches: Sequence[ClaimMatch]) -> ClaimMatch | None:
    """The match that says surely that the target was missed; among problems is where reports say so."""
    said = (m for m in matches if m.missed and m.sureness is not Sureness.WEAK and m.doubt in {None, PROBLEM})
    return max(said, key=lambda match: match.claim.mention is not None, default=None)


def _said_met(matches: Sequence[ClaimMatch], numbers: Sequence[ClaimMatch]) -> ClaimMatch | None:
    """The match that says surely that the target was met, where no number speaks of it."""
    sure = (m for m in matches if m.claim.met and m.sureness is Sureness.SAME and m.doubt is None)
    return None if any(number.sureness is not Sureness.WEAK for number in numbers) else next(sure, None)


def _missed(target: Target, said: ClaimMatch, numbers: Sequence[ClaimMatch]) -> Assessment:
    """Missed by the report's own words, if no number of it says otherwise."""
    sure = [match for match in numbers if match.doubt in {None, PROBLEM} and _is_sure(target, match)]
    if target.masked or any(_by_number(target, match).outcome in _DONE for match in sure):
        return Assessment("to be checked", MISSED, said)
    shown = next((match for match in sure if match.missed), sure[0] if sure else said)
    return Assessment("missed", MISSED, shown)


def judge_event(matches: Sequence[ClaimMatch], deadline: str | None) -> Assessment:
    """The verdict on what happens or does not: a milestone, a dated measure, all or none."""
    if not matches:
        return Assessment("not mentioned", "not-in-report")
    sound = [match for match in matches if match.sureness is not Sureness.WEAK and match.doubt is None]
    sure = [match for match in sound if match.sureness is Sureness.SAME]
    dated = [match for match in sound if match.claim.month is not None]
    if not sure and dated and deadline:  # a day is to the words of an event what an equal number is to a target's
        sure = dated
    if not sure:
        return _check(UNDATED if sound else LIKELY, best(sound or matches))
    undated = deadline is not None and sure[0].claim.month is None
    verdict = Assessment("fulfilled", UNDATED if undated else SAID, sure[0])
    return _in_time(contested(verdict, matches))


def contested(verdict: Assessment, matches: Sequence[ClaimMatch]) -> Assessment:
    """What one sentence says was done and another denies is for a person to judge."""
    denied = next((m for m in matches if m.sureness is Sureness.SAME and m.doubt in {NOT_DONE, PROBLEM}), None)
    return _check(NOT_DONE, denied) if denied and verdict.outcome in _DONE else verdict


def _check(reason: str, match: ClaimMatch) -> Assessment:
    """A person has to look at ``match``, for what speaks against it, else for ``reason``."""
    return Assessment("to be checked", match.doubt or reason, match)


def is_open(item: Target | Measure, verdict: Assessment) -> bool:
    """Whether a yes or no on the words would settle the verdict."""
    match = verdict.match
    if verdict.reason != LIKELY or match is None or match.doubt is not None:
        return False
    return not isinstance(item, Target) or item.value is None or _comparable(item, match)


def settled(item: Target | Measure, verdict: Assessment, *, same: bool) -> Assessment:
    """An open verdict after the words were judged to mean the same or not; the numbers decide the rest."""
    if not same or verdict.match is None:
        return verdict._replace(reason="model-says-other")
    match = verdict.match._replace(sureness=Sureness.SAME)
    if isinstance(item, Target) and item.value is not None and match.claim.mention is not None:
        found = _by_number(item, match)
    else:
        found = judge_event([match], item.deadline)
    return found._replace(reason="model-says-same") if found.reason in {SAME_NUMBER, SAID, UNDATED} else found


def best(matches: Sequence[ClaimMatch]) -> ClaimMatch:
    """The match that a person should look at: the surest, then the one with the most words in common."""
    return max(matches, key=lambda match: (match.sureness, match.overlap, match.claim.mention is not None))


def _unit(target: Target) -> str | None:
    return target.unit or ("%" if target.kind == "coverage" else None)


def _comparable(target: Target, match: ClaimMatch) -> bool:
    if match.claim.value is None or match.changed:
        return False
    return target.kind == "zero" or measured(match.claim.unit).dimension == measured(_unit(target)).dimension


def _is_sure(target: Target, match: ClaimMatch) -> bool:
    """Words too general (places at schools) are enough where the number is the very same."""
    if match.sureness is Sureness.EQUAL:
        return _value(target, match) == target.value
    return match.sureness is Sureness.SAME


def _unsure(numbers: Sequence[ClaimMatch], matches: Sequence[ClaimMatch]) -> Assessment:
    if numbers:
        found = best(numbers)
        elsewhere = all(match.doubt in ELSEWHERE for match in matches)
        # a height that years led up to may be this year's too, where the report names no other
        reached = (found.level or is_share(found.claim.unit)) and Cue(OTHER_YEAR) in found.claim.cues
        if found.sureness is Sureness.SAME and elsewhere and not reached:
            return Assessment("not comparable", found.doubt or LIKELY, found)
        return _check(LIKELY, found)
    found = best(matches)
    if found.claim.mention is None:
        return _check("without-number", found)
    if found.doubt is None and (found.sureness is not Sureness.WEAK or found.changed):
        return Assessment("not comparable", "measured-otherwise", found)
    return _check(LIKELY, found)


def _value(target: Target, match: ClaimMatch) -> int | float | None:
    value = match.claim.value
    return None if value is None else convert(value, match.claim.unit, _unit(target))


def _by_number(target: Target, match: ClaimMatch) -> Assessment:
    mention, reached = match.claim.mention, _value(target, match)
    if mention is None or reached is None or target.value is None:
        return _check(LIKELY, match)
    if mention.value_max is not None:
        return _check("approximate-number", match)
    if 0 not in {reached, target.value} and exact(reached) / exact(target.value) in {_MYRIAD, 1 / _MYRIAD}:
        return _check("ten-thousandfold", match)
    outcome = _bounded(target, match, mention.comparator, reached)
    if outcome is None:
        return _check("approximate-number", match)
    if match.less_is_better and target.comparator == "=" and outcome != "fulfilled":
        return _check("more-is-not-better", match)
    if outcome == "partly" and (match.level or (is_share(target.unit) and target.kind != "coverage")):
        outcome = "missed"  # a height, a share or a growth is reached or not; things are done in part
    short = outcome in {"partly", "missed"} and not (is_share(target.unit) or _is_upper_bound(target))
    part = share(reached, target.value) if short and reached and not match.less_is_better else None
    computed = converted(match.claim.value, mention.unit, target.unit)
    return _in_time(Assessment(outcome, SAME_NUMBER, match, part, computed))


def _outcome(target: Target, reached: float) -> Outcome:
    low = target.value or 0
    high = target.value_max if target.value_max is not None else low
    if _is_upper_bound(target):
        return "fulfilled" if reached <= low else "missed"
    if target.kind == "coverage":
        return "fulfilled" if reached >= _WHOLE else "partly" if reached else "missed"
    if target.comparator == "~" and _near(reached, low):
        return "fulfilled"
    if reached < low:
        return "partly" if reached else "missed"
    return "exceeded" if reached > high and target.comparator != ">=" else "fulfilled"


def _bounded(target: Target, match: ClaimMatch, bound: Comparator, reached: float) -> Outcome | None:
    """The outcome where the report's number may be a ``bound`` or approximate; None where that leaves it open."""
    outcome, low = _outcome(target, reached), target.value or 0
    below = _is_upper_bound(target)
    if match.less_is_better and not below and target.comparator != ">=" and bound in {"=", "<="}:  # 3% or so, at most
        return "fulfilled" if reached <= low or (target.comparator == "~" and _near(reached, low)) else "missed"
    if bound == ">=" and below:
        return "missed" if reached > low or (match.claim.more and reached == low) else None
    if bound == ">=":
        return outcome if outcome in _DONE else None
    if bound == "<=":
        return outcome if below and outcome == "fulfilled" else None
    if bound == "~" and target.comparator != "~":
        return None if below or _near(reached, low) or outcome in {"fulfilled", "partly"} else outcome
    return outcome


def _is_upper_bound(target: Target) -> bool:
    """Whether no more than the target's number is wanted."""
    return target.kind == "zero" or target.comparator == "<="


def _near(reached: float, low: float) -> bool:
    return abs(exact(reached) - exact(low)) * 100 <= exact(low) * _ABOUT


def says_as_much(target: Target, match: ClaimMatch) -> bool:
    """Whether a repeated number is the target's with the same bound, or with none."""
    mention = match.claim.mention
    return mention is not None and mention.comparator in {"=", target.comparator}


def _in_time(verdict: Assessment) -> Assessment:
    """What was done late is for a person to judge."""
    if verdict.match is not None and verdict.match.late and verdict.outcome in _DONE:
        return verdict._replace(outcome="to be checked", reason="done-late")
    return verdict
