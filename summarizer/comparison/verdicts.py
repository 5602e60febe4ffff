"""What a reported number, or a reported event, says of a target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.comparison.computing import converted, share
from summarizer.comparison.doubts import NOT_DONE, PROBLEM
from summarizer.comparison.matching import ClaimMatch, Sureness
from summarizer.comparison.reported import month_of
from summarizer.comparison.units import convert, exact, is_share, measured, number, other_counter
from summarizer.documents.normalising import view_of
from summarizer.models import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.comparison.results import Computed, Outcome
    from summarizer.models import Measure

NUMBER: Final = "same indicator and unit"
SAID: Final = "the report says that it is done"
REPEATED: Final = "the report repeats the plan's words and number"
ABSENT: Final = "no sentence of the report speaks of it"
BLANK: Final = "the plan leaves the number blank"
SEVERAL: Final = "the report gives different numbers"
LIKELY: Final = "similar words: is it the same indicator?"
NO_NUMBER: Final = "mentioned without a number"
OTHER_MEASURE: Final = "measured in another way"
NEARLY: Final = "the report's number is only approximate"
LATE: Final = "done after the deadline"
UNDATED: Final = "the report says that it is done, but not when"
MAGNITUDE: Final = "ten thousand times as much or as little: was 万 left out?"
MODEL_NO: Final = "the model says that it is another indicator"
MODEL: Final = "the model says that it is the same indicator"
DIRECTION: Final = "more is not better here"
_LESS_IS_BETTER: Final = re.compile(r"失业率|能耗|涨幅|死亡|辍学|事故|投诉|排放|发病|负债|逾期|空置|发案")
_ABOUT: Final = 10
"""Percent by which a reported number may differ from 约, 左右."""
_WHOLE: Final = 100
_MYRIAD: Final = exact(10_000)


class Assessment(NamedTuple):
    """An outcome with its reason, the match that it rests on, and what was computed for it."""

    outcome: Outcome
    reason: str
    match: ClaimMatch | None = None
    share: Computed | None = None
    converted: Computed | None = None


def judge(target: Target, matches: Sequence[ClaimMatch], *, only: bool = False) -> Assessment:
    """The verdict on a target with a number (of a plan's blank, that it is one).

    ``only`` says that no other target of the plan is worded alike: then even general words (新增学位) are enough
    where the report has a single number for them.
    """
    if not matches:
        return Assessment("not mentioned", ABSENT)
    numbers = [match for match in matches if _comparable(target, match)]
    if target.masked or target.value is None:
        return Assessment("to be checked", BLANK, best(numbers or matches))
    sound = [match for match in numbers if match.doubt is None]
    sure = [match for match in sound if _is_sure(target, match)]
    equal = [match for match in sound if match.sureness is Sureness.EQUAL and not _counts_otherwise(target, match)]
    if only and not sure and len(equal) == 1:
        sure = equal
    if not sure:
        return _unsure(numbers, matches)
    whole = [match for match in sure if match.claim.whole]
    same = [] if only else [match for match in sure if _value(target, match) == target.value]
    for some in (sure, whole, same):
        if len({_value(target, match) for match in some}) == 1:
            return _by_number(target, some[0])
    return Assessment("to be checked", SEVERAL, max(sure, key=lambda match: _value(target, match) or 0))


def judge_event(matches: Sequence[ClaimMatch], deadline: str | None) -> Assessment:
    """The verdict on what happens or does not: a milestone, a dated measure, 全覆盖, 零事故."""
    if not matches:
        return Assessment("not mentioned", ABSENT)
    sound = [match for match in matches if match.sureness is not Sureness.WEAK and match.doubt is None]
    sure = [match for match in sound if match.sureness is Sureness.SAME]
    dated = [match for match in sound if match.claim.month is not None]
    if not sure and dated and deadline:  # a day is to the words of an event what an equal number is to a target's
        sure = dated
    if sure:
        if (denied := contested(Assessment("fulfilled", SAID), matches)).match is not None:
            return denied
        undated = deadline is not None and sure[0].claim.month is None
        return _in_time(Assessment("fulfilled", UNDATED if undated else SAID, sure[0]), deadline)
    found = best(sound or matches)
    return Assessment("to be checked", found.doubt or (UNDATED if sound else LIKELY), found)


def contested(verdict: Assessment, matches: Sequence[ClaimMatch]) -> Assessment:
    """What one sentence says was done and another denies is for a person to judge."""
    against = [m for m in matches if m.sureness is Sureness.SAME and m.doubt in {NOT_DONE, PROBLEM}]
    if not against or verdict.outcome not in {"fulfilled", "exceeded"}:
        return verdict
    return Assessment("to be checked", against[0].doubt or NOT_DONE, against[0])


def is_open(item: Target | Measure, verdict: Assessment) -> bool:
    """Whether a yes or no on the words would settle the verdict."""
    match = verdict.match
    if verdict.reason != LIKELY or match is None or match.doubt is not None:
        return False
    return not isinstance(item, Target) or item.value is None or _comparable(item, match)


def settled(item: Target | Measure, verdict: Assessment, *, same: bool) -> Assessment:
    """An open verdict after the words were judged to mean the same or not; the numbers decide the rest."""
    if not same or verdict.match is None:
        return verdict._replace(reason=MODEL_NO)
    match = verdict.match._replace(sureness=Sureness.SAME)
    by_number = isinstance(item, Target) and item.value is not None and match.claim.mention is not None
    found = _by_number(item, match) if by_number else judge_event([match], item.deadline)  # type: ignore[arg-type]
    return found._replace(reason=MODEL) if found.reason in {NUMBER, SAID, UNDATED} else found


def best(matches: Sequence[ClaimMatch]) -> ClaimMatch:
    """The match that a person should look at: the surest, then the one with the most words in common."""
    return max(matches, key=lambda match: (match.sureness, match.overlap, match.claim.mention is not None))


def _comparable(target: Target, match: ClaimMatch) -> bool:
    mention = match.claim.mention
    if mention is None or mention.value is None or match.changed:
        return False
    unit = target.unit or ("%" if target.kind == "coverage" else None)
    if target.kind == "zero":
        return True
    return measured(mention.unit).dimension == measured(unit).dimension


def _is_sure(target: Target, match: ClaimMatch) -> bool:
    """Words too general (学位) are enough where the number is the very same."""
    if _counts_otherwise(target, match):
        return False
    if match.sureness is Sureness.EQUAL:
        return _value(target, match) == target.value
    return match.sureness is Sureness.SAME


def _counts_otherwise(target: Target, match: ClaimMatch) -> bool:
    return match.claim.mention is not None and other_counter(match.claim.mention.unit, target.unit)


def _unsure(numbers: Sequence[ClaimMatch], matches: Sequence[ClaimMatch]) -> Assessment:
    if numbers:
        found = best(numbers)
        return Assessment("to be checked", found.doubt or LIKELY, found)
    found = best(matches)
    known = found.sureness is not Sureness.WEAK or found.changed
    if found.doubt is None and found.claim.mention is not None and known:
        return Assessment("not comparable", OTHER_MEASURE, found)
    reason = LIKELY if found.claim.mention is not None else NO_NUMBER
    return Assessment("to be checked", found.doubt or reason, found)


def _value(target: Target, match: ClaimMatch) -> int | float | None:
    mention = match.claim.mention
    if mention is None or mention.value is None:
        return None
    return convert(number(mention.value), mention.unit, target.unit or ("%" if target.kind == "coverage" else None))


def _by_number(target: Target, match: ClaimMatch) -> Assessment:
    mention, reached = match.claim.mention, _value(target, match)
    if mention is None or reached is None or target.value is None:
        return Assessment("to be checked", LIKELY, match)
    if mention.value_max is not None:
        return Assessment("to be checked", NEARLY, match)
    if 0 not in {reached, target.value} and exact(reached) / exact(target.value) in {_MYRIAD, 1 / _MYRIAD}:
        return Assessment("to be checked", MAGNITUDE, match)
    outcome = _bounded(target, match, reached)
    if outcome is None:
        return Assessment("to be checked", NEARLY, match)
    if target.comparator == "=" and _LESS_IS_BETTER.search(target.indicator) and outcome != "fulfilled":
        return Assessment("to be checked", DIRECTION, match)
    part = share(reached, target.value) if outcome == "partly" and not is_share(target.unit) else None
    return _in_time(
        Assessment(
            outcome, NUMBER, match, part, converted(number(mention.value or exact(0)), mention.unit, target.unit)
        ),
        target.deadline,
    )


def _outcome(target: Target, reached: float) -> Outcome:
    low = target.value or 0
    high = target.value_max if target.value_max is not None else low
    if target.kind == "zero" or target.comparator == "<=":
        return "fulfilled" if reached <= low else "missed"
    if target.kind == "coverage":
        return "fulfilled" if reached >= _WHOLE else "partly" if reached else "missed"
    if target.comparator == "~" and abs(exact(reached) - exact(low)) * 100 <= exact(low) * _ABOUT:
        return "fulfilled"
    if reached < low:
        return "partly" if reached else "missed"
    return "exceeded" if reached > high and target.comparator != ">=" else "fulfilled"


def _bounded(target: Target, match: ClaimMatch, reached: float) -> Outcome | None:
    """The outcome where the report's number may be a bound (超过, 以上, 不足, 近); None where that leaves it open."""
    mention, low = match.claim.mention, target.value or 0
    bound = mention.comparator if mention is not None else "="
    outcome = _outcome(target, reached)
    below = target.kind == "zero" or target.comparator == "<="  # wanted: no more than
    if bound == ">=" and below:
        return "missed" if reached > low or (match.claim.more and reached == low) else None
    if bound == ">=":
        return outcome if outcome in {"fulfilled", "exceeded"} else None
    if bound == "<=":
        return outcome if below and outcome == "fulfilled" else None
    if bound == "~" and target.comparator != "~":
        near = abs(exact(reached) - exact(low)) * 100 <= exact(low) * _ABOUT
        return None if below or near or outcome in {"fulfilled", "partly"} else outcome
    return outcome


def says_as_much(target: Target, match: ClaimMatch) -> bool:
    """Whether a repeated number is the target's with the same bound, or with none."""
    mention = match.claim.mention
    return mention is not None and mention.comparator in {"=", target.comparator}


def _in_time(verdict: Assessment, deadline: str | None) -> Assessment:
    """What was done late is for a person to judge."""
    due = month_of(view_of(deadline)) if deadline else None
    done = verdict.match.claim.month if verdict.match else None
    if due is not None and done is not None and done > due and verdict.outcome in {"fulfilled", "exceeded"}:
        return verdict._replace(outcome="to be checked", reason=LATE)
    return verdict
