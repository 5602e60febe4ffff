"""Relative targets: a bound set by something else, a direction to keep, a named standard to reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules.building import has_count, make, subject

if TYPE_CHECKING:
    from summarizer.engines.candidates import TargetCandidate
    from summarizer.languages.zh.rules.context import SentenceContext
    from summarizer.models import Comparator

_COMPARATORS: dict[str, Comparator] = {
    **dict.fromkeys("不低于 不少于 高于 快于 高出 超过".split(), ">="),
    **dict.fromkeys("不高于 不超过 不大于 低于".split(), "<="),
}
CUE = f"{'|'.join(_COMPARATORS)}|持平|逐年|只增不减|同步|类|完成[国省市上]|达到"
"""One of these stands in every relative target."""
# What a bound may be set by that is no figure.
_BOUND = verbose(
    rf"""
    (?P<not>不[得能可应宜准])?(?P<word>{"|".join(_COMPARATORS)}|持平于?)
    (?P<to>
      (?: 当地|本地|上年|去年|上一年|同期|同级|同类|全国|国内|“?十[一二三四五]五          # another place or time
        | 全省|全市|全区|全县|国家|省|市|县|区                                          # those above
        | 公务员|平均|规定|经济|财政|城镇|城乡|居民|GDP|生产总值)                        # another measure
      [^,;。]{{0,24}}
    )
    """
)
_TURNED: dict[Comparator, Comparator] = {">=": "<=", "<=": ">="}
"""不得低于 is at least, 不得高于 at most."""
_FIGURE = re.compile(r"[^,]{0,3}\d")
# 城镇化率仍低于全省平均水平: how things stand
_STANDS = re.compile(r"(?:仍然?|依然|还|尚|一直|长期|目前|远)$")
# 增长7.8%、增幅明显高于去年: a remark on the figure before it
_REMARK = re.compile(r"(?:增幅|增速|规模|力度)(?:均|将|要)?(?:明显|显著|大幅|远)")
_ACHIEVED = "成果"  # 巩固…不低于…成果: what is kept is the bound, not its being an achievement

_TREND = verbose(
    r"""
      逐年(?:稳步)?(?:下降|降低|减少|提高|增长|增加|上升|递增|递减)
    | (?<!两个)只增不减
    | (?:与|和)[^,]{2,20}(?:基本)?同步(?:增长)?(?=$|[,;。、])      # 与经济增长同步
    """
)
_WATER_CLASS = re.compile(r"(?:稳定|保持|达到|优于)[^,;。]{0,8}[ⅠⅡⅢⅣⅤ]类(?:及以上|标准|水质)?")
# 优良率均完成国家下达任务: the bound is set by those above.
_ASSIGNED = re.compile(r"完成(?:国家|省|市|上级|省市|国家和省)[^,;。]{0,8}(?:任务|目标(?:要求)?|指标)")
_NAMED_STANDARD = verbose(
    r"""
    (?:要)?达到(?!(?:[^,;。]{0,8}(?:目标|更高|新)|(?:预期|上级)?要求))                  # not 达到预期要求
    (?:了)?(?:国家|国际|省|市|部|行业|区域|规定|地表水|现行|相关|上级)?[^,;。%]{0,22}?   # whose, and of what
    (?:标准|要求|[ⅠⅡⅢⅣⅤ一二三四五]+类(?:水)?|平均水平|全省平均|全国平均|先进水平)[^,;。]{0,16}
    """
)
# What a subject begins and ends with that is no part of it: 确保…均, …要达到.
_HEAD = verbose(
    r"""
      ^(?:巩固|确保|保证|实现|力争|落实|保障)+
    | (?<![要均都])(?<!达到|全部|全面|稳定)(?:要|达到|全部|均|都|全面|稳定)+$
    """
)
_MIN_SUBJECT = 2


def find(context: SentenceContext, counted: list[TargetCandidate]) -> list[TargetCandidate]:
    """The relative targets of the sentence, at most one a clause; ``counted`` are the quantities found there."""
    found = []
    for start, end in context.clauses:
        candidate = _bound(context, counted, start, end) or _kept(context, counted, start, end)
        if candidate is not None:
            found.append(candidate)
    return found


def _bound(context: SentenceContext, counted: list[TargetCandidate], start: int, end: int) -> TargetCandidate | None:
    """不低于当地公务员平均工资: above or below something that is no figure."""
    bound = _BOUND.search(context.view, start, end)
    if bound is None or _FIGURE.match(bound["to"]) or has_count(counted, bound.start(), bound.end()):
        return None
    if _STANDS.search(context.view[start : bound.start()]):
        return None
    if _REMARK.search(context.view, max(start, bound.start() - 6), bound.start()):
        return None
    stop = bound.end() - (len(_ACHIEVED) if bound["to"].endswith(_ACHIEVED) else 0)
    comparator = _COMPARATORS.get(bound["word"], "=")
    turned = _TURNED.get(comparator, comparator) if bound["not"] else comparator
    return _candidate(context, bound.start(), stop, turned)


def _kept(context: SentenceContext, counted: list[TargetCandidate], start: int, end: int) -> TargetCandidate | None:
    """A direction (逐年下降), a class of water, a task set from above, a named standard."""
    if has_count(counted, start, end):
        return None
    for pattern in (_TREND, _WATER_CLASS, _ASSIGNED):
        if hit := pattern.search(context.view, start, end):
            return _candidate(context, hit.start(), hit.end(), "=")
    hit = _NAMED_STANDARD.search(context.view, start, end)
    if hit is None:
        return None
    named = _candidate(context, hit.start(), hit.end(), "=")
    if named is None:  # …建设，达到国家四类标准: what reaches it may stand in the clause before
        return make(context, hit.start(), hit.end(), "relative", hit[0]).judged(None, "no-subject")
    return named.judged(None, "maybe-soft-standard") if "先进水平" in hit[0] else named


def _candidate(context: SentenceContext, at: int, stop: int, comparator: Comparator) -> TargetCandidate | None:
    """The target whose bound stands at ``at:stop``; None where the clause does not say of what."""
    begin, what = subject(context, at, _HEAD)
    if len(what) < _MIN_SUBJECT:
        return None
    return make(context, begin, stop, "relative", what, comparator=comparator)
