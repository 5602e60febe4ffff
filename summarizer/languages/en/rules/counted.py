"""Targets with a written number: quantities, ratios and standards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.candidates import TargetCandidate
from summarizer.engines.rules.reasons import Reason, Verdict
from summarizer.languages.en.rules import doubts, verdicts
from summarizer.languages.en.rules.rows import counted_noun
from summarizer.languages.en.rules.wording import TargetWords, segment_of, segments, word
from summarizer.languages.patterns import verbose
from summarizer.languages.records import TURNED
from summarizer.quantities.numerals import plain

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import EnglishContext
    from summarizer.languages.records import Mention
    from summarizer.models import Comparator, Kind

_RECURS = verbose(
    r"""
    \b(?:annually|yearly|monthly|weekly|daily|quarterly)\b
    |\b(?:a|per|each|every)[ ](?:(?:school|calendar|fiscal|academic|working)[ ])?(?:year|month|week|day|quarter
    |semester|term|shift|session)\b
    |\bevery[ ](?:two|three|four|five|\d)[ ](?:years|months|weeks|days)\b
    """,
    re.IGNORECASE,
)
_PER_HEAD = re.compile(r"^.{0,30}?\b(?:per|for every|for each)[ ](?!year|month|week|day|quarter)", re.IGNORECASE)
_ALL_OF = re.compile(r"[ ]of\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|never|cannot|no)\b[^,;]{0,20}?\b(?:exceed|surpass|rise above|go above)[ ]+(?:to )?$", re.IGNORECASE
)
_FLOOR = re.compile(r"\b(?:not|never)\b[^,;]{0,20}?\b(?:fall|drop|go)[ ]below[ ]+$", re.IGNORECASE)
# never (be) more than 80, will not reduce staff below 40: the bound is turned
_DENIED = re.compile(r"\b(?:not|never|nor|cannot|no longer)\b(?! only\b)(?:[ ][\w'-]+){0,3}[ ]?$", re.IGNORECASE)
_ZERO = re.compile(r"zero|0", re.IGNORECASE)


def find(context: EnglishContext, reason: Reason | None) -> list[TargetCandidate]:
    """All quantities of the sentence as candidates; all are rejected where the sentence itself is (``reason``)."""
    if not context.mentions:
        return []
    judged = [
        (mention, Verdict(reason) if reason else verdicts.judge(context, mention)) for mention in context.mentions
    ]
    accepted = [mention for mention, verdict in judged if verdict.reason is None]
    begins = segments(context) if accepted else [0]
    candidates: list[TargetCandidate] = []
    bound = 0
    for mention, verdict in judged:
        if verdict.reason is not None:
            candidates.append(_rejected(context, mention, verdict))
            continue
        following = next((m.start for m in accepted if m.start > mention.start), len(context.plain))
        wording = word(context, mention, begins, bound, following)
        made = _candidate(context, mention, wording, following)
        candidates.append(made.judged(None, doubts.of_count(context, mention)))
        bound = wording.end
    return candidates


def _rejected(context: EnglishContext, mention: Mention, verdict: Verdict) -> TargetCandidate:
    start = context.start
    made = TargetCandidate(
        start + mention.start, start + max(mention.end, mention.unit_end), "quantity", "",
        number_start=start + mention.number_start, number_end=start + mention.number_end,
        sentence_start=start, sentence_end=context.end, heading=context.sentence.heading,
        value=None if mention.value is None else plain(mention.value), unit=mention.unit, masked=mention.masked,
    )  # fmt: skip
    return made.judged(*verdict)


def _candidate(context: EnglishContext, mention: Mention, wording: TargetWords, following: int) -> TargetCandidate:
    start = context.start
    kind = _kind(context, mention, following)
    value, unit = mention.value, mention.unit
    if kind == "zero":
        unit = None
    elif unit is None and (mention.value or 0) > 1:
        left = segment_of(segments(context), mention.start, len(context.plain))[0]
        unit = counted_noun(context.plain[left : mention.start])
    denial = _denial(context, mention)
    begin = wording.start if denial is None else min(wording.start, denial.start())
    due = context.deadline(wording.start, max(mention.end, mention.unit_end), following)
    return TargetCandidate(
        start + begin,
        start + wording.end,
        kind,
        wording.indicator,
        comparator=_comparator(context, mention),
        value=None if value is None else plain(value),
        value_max=None if mention.value_max is None else plain(mention.value_max),
        unit=_UNITS.get(unit, unit) if unit else None,
        deadline=context.words_of(due),
        masked=mention.masked,
        number_start=start + mention.number_start,
        number_end=start + mention.number_end,
        sentence_start=start,
        sentence_end=context.end,
        heading=context.sentence.heading,
    )


_UNITS = {"percentage point": "percentage points", "pp": "percentage points"}


def _kind(context: EnglishContext, mention: Mention, following: int) -> Kind:
    shown, unit = context.plain, mention.unit
    if (
        mention.value == 0
        and mention.value_max is None
        and _ZERO.fullmatch(shown[mention.number_start : mention.number_end])
    ):
        return "zero"
    if unit in verdicts.RATIO_UNITS:
        whole = mention.value == 100 and unit == "%" and mention.comparator == "="  # noqa: PLR2004
        if whole and _ALL_OF.match(shown, mention.unit_end):
            return "coverage"
        return (
            "ratio"
            if unit != "times" or not _RECURS.search(shown, mention.unit_end, min(following, mention.unit_end + 40))
            else "standard"
        )
    tail = shown[mention.unit_end : min(following, mention.unit_end + 60)]
    if _RECURS.search(tail) or _PER_HEAD.match(tail) or shown[: mention.start].lower().endswith("every "):
        return "standard"
    return "quantity"


def _comparator(context: EnglishContext, mention: Mention) -> Comparator:
    before = context.plain[max(0, mention.start - 50) : mention.number_start]
    if _NEGATED.search(before):
        return "<="
    if _FLOOR.search(before):
        return ">="
    return TURNED.get(mention.comparator, mention.comparator) if _denial(context, mention) else mention.comparator


def _denial(context: EnglishContext, mention: Mention) -> re.Match[str] | None:
    """The not before a mention that turns its bound round."""
    return _DENIED.search(context.plain, max(0, mention.start - 60), mention.start)
