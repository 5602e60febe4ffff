"""Targets with a written number: quantities, ratios and standards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.candidates import TargetCandidate
from summarizer.engines.rules import reasons, verdicts
from summarizer.engines.rules.drafting import ALL_BY
from summarizer.engines.rules.wording import OWN_UNITS, Worder, Wording
from summarizer.quantities.numerals import plain

if TYPE_CHECKING:
    from summarizer.engines.rules.context import SentenceContext
    from summarizer.engines.rules.lexicons import RuleLexicons
    from summarizer.messages import Message
    from summarizer.models import Comparator, Kind
    from summarizer.quantities.mentions import Mention

_RECURRING = re.compile(
    r"每(?:个)?(?:年|半年|季度?|月|周|天|日|学期|学年|两年|三年|\d+年|[二两三四五]年|节|堂|班)|一[天日周月年]$"
)
_PER_CLASS = re.compile(r"每(?:\d+|[一二两三四五六七八九十百]+)?(?:个)?(?:教学班|班|名|生|人|床|千人|万人)(?!人?每)")
_NORM_UNITS = frozenset(["课时", "学时", "学分", "个学分", "个课时", "个学时", "分钟", "小时"])
_RATIO_UNITS = frozenset(["%", "‰", "个百分点"])


def find(context: SentenceContext, words: RuleLexicons) -> list[TargetCandidate]:
    """All written quantities of the sentence as candidates: the targets, and the refused with their reasons."""
    mentions = words.scanner.scan(context.view, context.start, context.end)
    if not mentions:
        return []
    judged = _joined(context, mentions, [verdicts.judge(context, mention, words) for mention in mentions])
    old = frozenset(i for i, v in enumerate(judged) if v.reason is not None)
    worder = Worder(context, mentions, old, words)
    candidates: list[TargetCandidate] = []
    continued = False
    for index, (mention, verdict) in enumerate(zip(mentions, judged, strict=True)):
        if verdict.reason is not None and verdict.unsure is None:
            candidates.append(_refused(context, mention, verdict))
            continue
        wording = worder.word(index)
        unsure = verdict.unsure
        if verdict.reason is None:
            if unsure is None and not mention.masked and _verbless(context, mention, words, continued=continued):
                unsure = reasons.NO_VERB
            continued = True
        candidates.append(_candidate(context, mention, wording, verdict.reason, unsure))
    _share_deadline(context, candidates)
    return candidates


def _share_deadline(context: SentenceContext, candidates: list[TargetCandidate]) -> None:
    """…3万册，…2000套，均于8月底前完成: the date behind a list is the deadline of all its counts."""
    start, end = context.clauses[-1]
    if ALL_BY.match(context.view, start, end) is None:
        return
    date = next((d for d in context.dates if d.start >= start), None)
    for candidate in candidates:
        if date is not None and candidate.deadline is None:
            candidate.deadline = context.words_of(date)


def _joined(context: SentenceContext, mentions: list[Mention], judged: list[reasons.Verdict]) -> list[reasons.Verdict]:
    """30元和5元: a figure joined to an accepted one by a bare 和 shares its verdict."""
    for index in range(1, len(mentions)):
        between = context.view[mentions[index - 1].end : mentions[index].start]
        alike = mentions[index].unit == mentions[index - 1].unit and between in {"和", "、", "及", "与"}
        if alike and judged[index].reason == reasons.PARAMETER and judged[index - 1].reason is None:
            judged[index] = reasons.Verdict(None, judged[index].unsure)
    return judged


def _verbless(context: SentenceContext, mention: Mention, words: RuleLexicons, *, continued: bool) -> bool:
    """No verb in the clause, and no list before it that could lend one."""
    if continued or mention.comparator != "=" or mention.unit in _RATIO_UNITS or mention.unit in _NORM_UNITS:
        return False
    start, end = context.clause(mention.number_start)
    if _RECURRING.search(context.view, start, mention.number_start):
        return False
    return words.verbs.search(context.view, start, end) is None


def _unit(context: SentenceContext, mention: Mention) -> str | None:
    """年, 岁 and 分 are words of dates and rules everywhere but after 年限, 寿命, 平均分: there they are the unit."""
    if mention.unit is None and context.view[mention.end : mention.end + 1] in OWN_UNITS:
        return context.view[mention.end]
    if mention.unit is not None and mention.unit.endswith(")"):
        return context.text[mention.unit_end - len(mention.unit) : mention.unit_end]  # as written, （ or (
    return mention.unit


def _kind(context: SentenceContext, mention: Mention) -> Kind:
    start, _ = context.clause(mention.number_start)
    before = (
        context.view[start : mention.number_start].rpartition("由")[0] or context.view[start : mention.number_start]
    )
    if mention.unit in _NORM_UNITS or _RECURRING.search(before) or (mention.unit != "元" and _PER_CLASS.search(before)):
        return "standard"
    return "ratio" if mention.unit in _RATIO_UNITS else "quantity"


_FLOOR = re.compile(r"红线|底线")
# 供地量不低于居住用地供应总量的70%: the share is of something that stands between.
_BOUND_BEFORE = re.compile(r"(?:(?P<least>不低于|不少于|至少达?到?|高于)|不超过|不高于|不大于)[^,;]{2,24}的$")
_AT_LEAST_BEFORE = re.compile(r"(?:至少|最少|不少于|不低于)[一-鿿]{2,4}$")


def _comparator(context: SentenceContext, mention: Mention, wording: Wording) -> Comparator:
    """至少开展一次 and 18亿亩耕地红线 bound from below too, though no comparator adjoins the number."""
    if mention.comparator != "=":
        return mention.comparator
    start, _ = context.clause(mention.number_start)
    bound = _BOUND_BEFORE.search(context.view[start : mention.start]) if mention.unit in _RATIO_UNITS else None
    if bound is not None:
        return ">=" if bound["least"] else "<="
    floor = _FLOOR.search(context.view, mention.end, wording.end) or _AT_LEAST_BEFORE.search(
        context.view[start : mention.start]
    )
    return ">=" if floor else "="


def _candidate(
    context: SentenceContext, mention: Mention, wording: Wording, reason: Message | None, unsure: Message | None
) -> TargetCandidate:
    deadline = context.deadline(mention.number_start, min(wording.end, max(mention.end, mention.unit_end)))
    return TargetCandidate(
        start=wording.start,
        end=wording.end,
        kind=_kind(context, mention),
        indicator=wording.indicator,
        comparator=_comparator(context, mention, wording),
        value=None if mention.value is None else plain(mention.value),
        value_max=None if mention.value_max is None else plain(mention.value_max),
        unit=_unit(context, mention),
        deadline=None if deadline is None else context.words_of(deadline),
        masked=mention.masked,
        number_start=mention.number_start,
        number_end=mention.number_end,
        sentence_start=context.start,
        sentence_end=context.end,
        heading=context.sentence.heading,
        accepted=reason is None,
        reason=reason,
        unsure=unsure,
    )


def _refused(context: SentenceContext, mention: Mention, verdict: reasons.Verdict) -> TargetCandidate:
    wording = Wording(mention.start, max(mention.end, mention.unit_end), "")
    return _candidate(context, mention, wording, verdict.reason, None)
