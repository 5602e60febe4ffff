"""Targets without a written number: all of something, none of it, twice as much.

Relative bounds and milestones come from the modules beside this one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules import bases, bounds, milestones
from summarizer.languages.zh.rules.building import HOPE, OUGHT, content_start, has_count, make, subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.engines.candidates import TargetCandidate
    from summarizer.languages.zh.rules.context import SentenceContext

_EACH_HAS = "(?=[都均通有建])"
_ALL_WORDS = rf"""
      全部|所有|全员(?<!安全员)                                   # not 安全员
    | 均(?<![平人生户日月年亩]均)(?![衡等价值码一线于沾摊])      # not 平均, 均衡
    | 都(?<![首大成古]都)(?![市城督江])                            # not 首都, 都市
    | 校校{_EACH_HAS}|村村{_EACH_HAS}|户户{_EACH_HAS}|班班{_EACH_HAS}
"""
_ALL = verbose(_ALL_WORDS)
_ALL_EXCLUDED = verbose(
    r"""
      覆盖(?:全部|所有)|版权所有|全部(?:建成|竣工|完工)后|待全部|“全员|都有(?:所|新)
    | 全员(?:全|育人|培训|、|,|责任|安全|参与式|劳动生产率|师资|质量)                 # 全员育人: a name
    | 所有(?:制|权|者|人(?!员|口))                                                   # 所有制: ownership
    | 全部(?:精力|力量|心思|潜)
    """
)
# 扭转主要考核均排在末位的状况: what is said of all is what is to end.
_UNDONE = re.compile(r"扭转|改变|破解|摆脱|避免|防止|克服|遏制|纠正|杜绝|禁止|严禁")
_FULL_COVERAGE = verbose(
    r"""
      (?<!健)全(?:面覆盖(?=$|[,;。])|覆盖(?!的(?!目标|要求|任务)))                   # not 健全覆盖…, 全覆盖的网络
    | 100%覆盖|全域覆盖
    | (?<=[现使保])[^,;。“”《》]{0,20}覆盖(?=全[体部市县区省镇校乡])                  # 实现…覆盖全体教师
    """
)
_COVERAGE_WORDS = re.compile(f"全面?覆盖|^(?:实现|推动|推进|{HOPE}|要)+|(?:实现|达到|要)+$")
# What is written or reckoned as zero (数字改为零, 缺项记为零) does not come to be none.
_NONE = re.compile(
    r"动态清零|清零|杜绝|[归为](?:(?<=归)|(?<![改视记填写置认]为)(?<![预默假重]设为)(?<![折换]算为))零(?=$|[,;。、”])"
)
# 杜绝“带病上岗”等现象发生: where the words for what must not be end, over an enumeration and quoted words.
_BANNED = verbose(
    r"""
    (?P<thing>(?:“[^“”]*”|[^“”,;。])*?
      (?: (?:现象|行为|问题|事件|事故|情况|情形|做法|乱象|案件|隐患)(?=$|[,;。、和及与]|的?(?:再次|再度)?(?:发生|出现))
        | 的?(?:再次|再度)?(?:发生|出现)))
    (?:的?(?:再次|再度)?(?:发生|出现|蔓延|滋生|反弹))?
    """
)
_THING_STOP = re.compile(r"[,;。、”\"]")
_HAPPENS = re.compile(r"的?(?:再次|再度)?(?:发生|出现)$")
_BEFORE_NONE = re.compile(f"(?:{HOPE}|{OUGHT}|使|并|同时|坚决|切实|严格|坚守|保持|做到|实现)*$")
_ZERO_HEAD = re.compile(rf"^(?:保持|实现|{HOPE}|做到|坚守)+|[“\"”]|(?:实现|全部|全面|均|都)+$")
_DOUBLED = re.compile(r"翻番")
_DOUBLED_HEAD = re.compile(r"(?<!实现|力争)(?<!比\d{4}年)(?:实现|力争|比\d{4}年)+$")
# One cheap look decides whether a sentence needs these searches at all.
_CUE = verbose(
    rf"""
    覆盖|{_ALL_WORDS}|零|0(?<![\d.,]0)[”一-鿿]|杜绝|翻番|{bounds.CUE}
    """
)
_MIN_THING = 2


def find(context: SentenceContext, counted: list[TargetCandidate]) -> list[TargetCandidate]:
    """Targets of the sentence that have no figure; ``counted`` are the quantities found there."""
    candidates: list[TargetCandidate] = []
    if _CUE.search(context.view, context.start, context.end):
        candidates = [
            *_coverage(context, counted),
            *_zero(context),
            *_doublings(context),
            *bounds.find(context, counted),
        ]
    dated = milestones.find(context, counted)
    if not (candidates or dated):
        return candidates
    candidates = _reconciled(candidates, dated)
    past = context.role in {"review", "background"}
    for candidate in candidates:
        if candidate.accepted and (past or _stood(context, candidate)):
            candidate.judged("stock", candidate.unsure and candidate.unsure.code)
    return candidates


def _stood(context: SentenceContext, candidate: TargetCandidate) -> bool:
    if bases.is_built_upon(context, candidate.start):
        return True
    cues = context.past and context.past_before(context.clause(candidate.start)[0], candidate.end)
    return bool(cues) and not bases.turns(context, cues[-1], candidate.end)


def _reconciled(candidates: list[TargetCandidate], dated: list[TargetCandidate]) -> list[TargetCandidate]:
    """One commitment is one target: a date beside 全覆盖 is its deadline; 2021年起，所有… is the milestone alone."""
    kept = list(candidates)
    for milestone in dated:
        rivals = [d for d in kept if d.accepted and d.start < milestone.end and milestone.start < d.end]
        if not rivals:
            kept.append(milestone)
        elif milestone.deadline is not None and milestone.deadline.endswith(("起", "开始")):
            kept = [*(d for d in kept if d not in rivals), milestone]
    return kept


def _coverage(context: SentenceContext, counted: list[TargetCandidate]) -> Iterator[TargetCandidate]:
    view = context.view
    for start, end in context.clauses:
        full = _FULL_COVERAGE.search(view, start, end)
        hit = full or _ALL.search(view, start, end)
        if hit is None or _ALL_EXCLUDED.search(view, max(start, hit.start() - 2), min(end, hit.end() + 6)):
            continue
        if full is None and _NONE.search(view, hit.end(), end):
            continue  # 旱厕全部清零: none is left, which is no share reached
        if has_count(counted, start, end) or context.enclosing(hit.start(), hit.end(), '《“"'):
            continue
        begin = content_start(context, start, hit.start())
        if full is None and _UNDONE.search(view, begin, hit.start()):
            continue
        if hit[0] == "全员" and context.words.verbs.fullmatch(view, begin, hit.start()):
            continue  # 推动全员参与: all of whom is not said
        soft = full is None and _soft(context, hit, end)
        if soft and hit[0] in {"都", "均"}:
            continue
        stop = hit.end() if full and view.startswith(("、", "和", "并", "及"), hit.end(), end) else end
        said = view[begin : hit.start()] + view[hit.end() : stop] if full else view[begin:stop]
        thing = _COVERAGE_WORDS.sub("", said)
        if full and not thing:  # 覆盖率达到90%，力争实现全覆盖: of what the clause before says
            thing = next((other.indicator for other in reversed(counted) if other.end <= begin), thing)
        candidate = make(context, begin, stop, "coverage", thing, value=100, unit="%")
        if soft:
            candidate.judged("no-predicate", "maybe-no-predicate")
        yield candidate


def _soft(context: SentenceContext, hit: re.Match[str], end: int) -> bool:
    """Whether what is said of all cannot be checked for each (所有教师要树立…理念)."""
    start = hit.end() if hit[0] in {"所有", "都", "均"} else context.clause(hit.start())[0]
    if context.words.coverage_predicates.search(context.view, start, end) is None:
        return True
    return hit[0] in {"都", "所有"} and context.words.vague_predicates.search(context.view, hit.end(), end) is not None


def _zero(context: SentenceContext) -> Iterator[TargetCandidate]:
    view = context.view
    for hit in context.words.zero_things.finditer(view, context.start, context.end):
        yield _zero_of(context, hit)
    for hit in _NONE.finditer(view, context.start, context.end):
        if hit[0] == "杜绝":
            yield from _banned(context, hit)
            continue
        end = hit.end() + view.startswith(("”", '"'), hit.end(), context.end)
        begin, thing = subject(context, hit.start(), _ZERO_HEAD)
        yield make(context, begin, end, "zero", thing, value=0).judged(None, None if thing else "maybe-slogan-zero")


def _banned(context: SentenceContext, hit: re.Match[str]) -> Iterator[TargetCandidate]:
    """杜绝重特大事故发生: what must not happen stands behind."""
    view = context.view
    clause_start, clause_end = context.clause(hit.start())
    named = _BANNED.match(view, hit.end(), clause_end)
    stop = _THING_STOP.search(view, hit.end() + 1, clause_end)
    end = named.end() if named else stop.start() if stop else clause_end
    lead = _BEFORE_NONE.search(view, clause_start, hit.start())
    thing = view[hit.end() : end] if named is None else _HAPPENS.sub("", named["thing"])
    if len(thing) >= _MIN_THING and (named or thing[0] not in '“"零'):
        yield make(context, lead.start() if lead else hit.start(), end, "zero", thing, value=0)


def _zero_of(context: SentenceContext, hit: re.Match[str]) -> TargetCandidate:
    """零投诉; in 实现农牧民税赋“零负担” whose it is stands before the quotation mark."""
    start, end, thing = hit.start(), hit.end(), hit["thing"]
    quoted = context.enclosing(start, end, '“"')
    if quoted is not None and (quoted.start, quoted.end) == (start - 1, end):
        start, what = subject(context, quoted.start, _ZERO_HEAD)
        return make(context, start, end + 1, "zero", what + thing, value=0)
    if thing.endswith("发生"):  # 重大安全事故零发生: what does not happen stands before it
        begin, what = subject(context, start, _ZERO_HEAD)
        if len(what) >= _MIN_THING:
            start, thing = begin, what
    marked = context.view[start + 1] in '”"' and context.view[start - 1] in '“"'
    return make(context, start - marked, end, "zero", thing, value=0)  # “零”事故


def _doublings(context: SentenceContext) -> Iterator[TargetCandidate]:
    """翻番 says once over without a figure; 翻两番 has one and is counted with the rest."""
    for hit in _DOUBLED.finditer(context.view, context.start, context.end):
        begin, what = subject(context, hit.start(), _DOUBLED_HEAD)
        if len(what) >= _MIN_THING:
            yield make(context, begin, hit.end(), "ratio", what, value=1, unit="番")
