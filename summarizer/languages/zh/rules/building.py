"""How targets are made, and what the finders of targets without a figure share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from summarizer.engines.candidates import TargetCandidate

if TYPE_CHECKING:
    from summarizer.languages.records import DateMention
    from summarizer.languages.zh.rules.context import SentenceContext
    from summarizer.models import Kind


HOPE = "力争|争取|确保|力求|努力|计划|预计|保证"
"""What stands before that which is to be reached, and is no word of it; two characters each."""
OUGHT = "要|将|须"
"""The same as single characters; look-aheads keep the words that begin with them (要求, 将军) where that matters."""
# 在|城东新建公厕; not 在建, 在校, nor before a date
AT = r"""
    在(?!孵|建(?![设制筑成材档])|校(?![园内外门区企])|册|职(?![业工])|岗(?!位)|读|编(?!制)|园(?![区林内艺])|院(?![内区校落])
        |库(?!区)|线(?!路)|研(?!究)|\d+[年月]|[今明本]年|年[底内末]|[上下]半年|[一二三四]季度|[春秋]季|[暑寒][期假]|未来|[两三五]年)
"""
MIN_PLACE = 3
"""Characters of 在 and the shortest place behind it, before the verb that says what is done there: 在县城|新建."""
# 均于8月底前完成: what dates all the counts before it
ALL_BY = re.compile(rf"(?:以上|上述|所有|项目)*(?:均|全部|都)(?:{HOPE}|{OUGHT}|应)?[于在]")


def make(
    context: SentenceContext,
    start: int,
    end: int,
    kind: Kind,
    indicator: str,
    *,
    deadline: DateMention | None = None,
    **fields: Any,
) -> TargetCandidate:
    """An accepted target at ``start:end``; its deadline is the date that governs it where none is given."""
    inside = (d for d in context.dates if start <= d.start and d.end <= end and not context.is_past_year(d))
    deadline = deadline or context.deadline(start, end) or next(inside, None)
    return TargetCandidate(
        start,
        end,
        kind,
        indicator.replace(" ", "").strip("、,的") or context.view[start:end],
        deadline=context.words_of(deadline),
        sentence_start=context.start,
        sentence_end=context.end,
        heading=context.sentence.heading,
        **fields,
    )


def content_start(context: SentenceContext, start: int, stop: int) -> int:
    """Where a clause's content begins: after its date, a leading 要 or a connector."""
    view = context.view
    for date in context.dates:
        if start - 1 <= date.start <= start + 1 and date.end <= stop:
            start = date.end
    while start < stop and view[start] in " 、,要并且和":
        start += 1
    return start


def subject(context: SentenceContext, at: int, head: re.Pattern[str]) -> tuple[int, str]:
    """Where the clause's content begins before ``at``, and its words up to there without those of ``head``."""
    begin = content_start(context, context.clause(at)[0], at)
    said, dates = head.sub("", context.view[begin:at]), [date for date in context.dates if begin < date.start < at]
    for date in reversed(dates):  # 台账年底前全面清零: by when is no part of what there is none of
        when = context.view[date.start : date.end]
        said = head.sub("", said.removesuffix(when)) if said.endswith(when) else said
    return begin, said


def has_count(counted: list[TargetCandidate], start: int, end: int) -> bool:
    """Whether a count stands in the stretch: then it is one quantity (14个公园全部开放)."""
    return any(d.accepted and d.number_start is not None and start <= d.number_start < end for d in counted)
