"""Relative targets: a bound set by something else, a direction to keep, a named standard to reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.records import TURNED
from summarizer.languages.zh.rules.building import has_count, make, subject

if TYPE_CHECKING:
    from summarizer.engines.candidates import TargetCandidate
    from summarizer.languages.zh.rules.context import SentenceContext
    from summarizer.models import Comparator

_COMPARATORS: dict[str, Comparator] = {
    **dict.fromkeys("不低于 不少于 不小于 不弱于 不逊于 不逊色于 不差于 不慢于 不亚于 不落后于".split(), ">="),
    **dict.fromkeys("高于 快于 高出 超过 超出 优于 好于 强于 大于 多于 长于 跑赢".split(), ">="),
    **dict.fromkeys("不高于 不超过 不大于 不多于 不快于 不突破 低于 少于 小于 慢于 短于".split(), "<="),
}
_OF_A_LEVEL = "(?<=水平.|均值.|平均.|指标.|目标.|标准.|增速.|增幅.|上年.|去年.|同期.)[上下内]"
CUE = rf"""
    于(?<=[高快优好强大多低少小慢长短]于)|不(?:弱于|逊|差于|亚于|落后|超过|突破)|超过|超出|高出|跑赢|领先|持平|看齐|相当
    | 逐年|只增不减|同步|类|完成[国省市上]|达到
    | 水平(?:(?<=[年期均前]水平)|(?<=[年期均前]度水平))|均值|均数|之{_OF_A_LEVEL}|以{_OF_A_LEVEL}
"""
"""One of these stands in every relative target."""
# What stands for a figure is looked up in the lexicon of references.
_BOUND = verbose(
    rf"""
    (?P<not>不[得能可应宜准])?
    (?P<word>{"|".join(sorted(_COMPARATORS, key=len, reverse=True))}|持平于|(?P<ahead>领先)于?(?=[^,;。、]{{0,6}}均))
    (?P<to>(?:[^,;。“”]|“[^“”,;。]{{1,8}}”){{2,30}})
    """
)
# 与上年持平, 保持在全市平均水平之上, 稳定在上年水平: the bound stands between two words.
_BETWEEN = (
    (
        re.compile("持平|看齐|相当"),
        verbose(
            r"""
            [与和同跟较比](?P<to>[^,;。]{2,24}?)(?:基本|大体|大致|总体|相对|保持)*(?:持平|看齐|相当)
            (?=$|[,;。、”)并]|的(?:水平|目标))
            """
        ),
    ),
    (
        re.compile("[之以][上下内]|左右|上下"),
        verbose(
            r"""
            (?:保持|稳定|控制|维持|处于|处在|位居|居于|压减|压降)[在于到]?(?P<to>[^,;。]{2,24}?)
            (?:(?P<least>[之以]上)|(?P<most>[之以][下内])|左右|上下)(?=$|[,;。、”)])
            """
        ),
    ),
    (
        re.compile("水平|[值数]"),
        verbose(
            r"""
            (?:(?:稳定|保持|维持|控制)[在于]?|(?:恢复|回升|提高|提升|上升|降低|下降)[到至]|赶上|追平|达到?|接近)
            (?P<least>[或并]?(?:超过|优于|高于))?
            (?P<to>[^,;。]{0,16}(?:[年期前]度?|平均)(?:水平|值|数)|[^,;。]{0,12}均值)(?=$|[,;。、”)])
            """
        ),
    ),
)
"""Each behind a cheap look for what stands in all that it finds."""
_FIGURE = re.compile(r"[^,]{0,3}\d")
_YEAR = re.compile(r"(?:19|20)\d\d年")
# 城镇化率仍低于全省平均水平: how things stand
_STANDS = re.compile(r"(?:仍然?|依然|还|尚|一直|长期|目前|远)$")
_BUT = ("但", "然而", "不过", "可是")
# 对收入低于当地平均水平的家庭: which ones a rule is for
_CONDITION = re.compile(r"(?:对(?![标照接])|凡|如(?!期)|若|当(?![地年前])|针对|因|按照?|根据)")
# 在达到基本配备要求的基础上: a circumstance
_CIRCUMSTANCE = re.compile(r"(?:基础|前提|情况|条件|过程|背景)之?[上下中]$")
# 增长7.8%、增幅明显高于去年: a remark on the figure before it
_REMARK = re.compile(r"(?:增幅|增速|规模|力度)(?:均|将|要)?(?:明显|显著|大幅|远)")
_ACHIEVED = "成果"  # 巩固…不低于…成果: what is kept is the bound, not its being an achievement

_TREND = verbose(
    r"""
      逐年(?:稳步)?(?:下降|降低|减少|提高|增长|增加|上升|递增|递减)
    | (?<!两个)只增不减
    | (?:同比|环比)(?:基本|大体|总体)?持平(?=$|[,;。、])
    | (?:与|和)[^,]{2,20}(?:基本)?同步(?:增长)?(?=$|[,;。、])      # 与经济增长同步
    """
)
_WATER_CLASS = re.compile(r"(?:稳定|保持|达到|优于)[^,;。]{0,8}[ⅠⅡⅢⅣⅤ]类(?:及以上|标准|水质)?")
# 优良率均完成国家下达任务: the bound is set by those above.
_ASSIGNED = re.compile(r"完成(?:国家|省|市|上级|省市|国家和省)[^,;。]{0,8}(?:任务|目标(?:要求)?|指标)")
_KEPT = (
    ("逐年", _TREND),
    ("只增不减", _TREND),
    ("持平", _TREND),
    ("同步", _TREND),
    ("类", _WATER_CLASS),
    ("完成", _ASSIGNED),
)
"""Each with what stands in all that it finds."""
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
      ^(?:巩固|确保|保证|实现|力争|落实|保障|[把将])+
    | (?<![要均都])(?<!达到|全部|全面|稳定)(?:要|达到|全部|均|都|全面|稳定)+$
    """
)
_PREVENTED = tuple("防止 避免 严禁 禁止 杜绝 查处 纠正 清理 整治 严查".split())
_MIN_SUBJECT = 2


def find(context: SentenceContext, counted: list[TargetCandidate]) -> list[TargetCandidate]:
    """The relative targets of the sentence, at most one a clause; ``counted`` are the quantities found there."""
    found = []
    for start, end in context.clauses:
        if _CIRCUMSTANCE.search(context.view, max(start, end - 6), end):
            continue
        candidate = (
            _bound(context, counted, start, end)
            or _between(context, counted, start, end)
            or _kept(context, counted, start, end)
        )
        if candidate is not None:
            found.append(candidate)
    return found


def _bound(context: SentenceContext, counted: list[TargetCandidate], start: int, end: int) -> TargetCandidate | None:
    """不低于当地公务员平均工资: above or below something that is no figure."""
    view = context.view
    bound = _BOUND.search(view, start, end)
    if bound is None or _FIGURE.match(bound["to"]) or has_count(counted, bound.start(), bound.end()):
        return None
    reference = context.words.references.search(view, bound.start("to"), bound.end())
    if reference is None or _picks_out(context, bound.start(), reference.end(), bound.end()):
        return None
    if _stands(context, start, bound.start(), end):
        return None
    if _REMARK.search(view, max(start, bound.start() - 6), bound.start()):
        return None
    stop = bound.end() - (len(_ACHIEVED) if bound["to"].endswith(_ACHIEVED) else 0)
    comparator = ">=" if bound["ahead"] else _COMPARATORS.get(bound["word"], "=")
    turned = TURNED.get(comparator, comparator) if bound["not"] else comparator
    return _candidate(context, bound.start(), stop, turned)


def _stands(context: SentenceContext, start: int, at: int, end: int) -> bool:
    """Whether the bound at ``at`` in the clause ``start:end`` only tells how things stand (好于去年，但…)."""
    return _STANDS.search(context.view[start:at]) is not None or context.view.startswith(_BUT, end + 1)


def _picks_out(context: SentenceContext, at: int, known: int, stop: int) -> bool:
    """Whether the bound at ``at:stop`` says which things are meant, not what is to be reached."""
    start = context.clause(at)[0]
    of = context.view.find("的", known, stop)
    measured = of < 0 or context.words.references.match(context.view, of + 1, stop)
    return _CONDITION.match(context.view, start) is not None or not measured


def _between(context: SentenceContext, counted: list[TargetCandidate], start: int, end: int) -> TargetCandidate | None:
    """与上年持平, 保持在全市平均水平之上: what the bound is set by stands before the word that says how."""
    for cue, pattern in _BETWEEN:
        hit = pattern.search(context.view, start, end) if cue.search(context.view, start, end) else None
        if hit is None or has_count(counted, hit.start(), hit.end()):
            continue
        to = _YEAR.sub("上年", hit["to"])
        if context.words.references.search(to) is None or any(char.isdigit() for char in to):
            continue
        if _stands(context, start, hit.start(), end):
            continue
        said = hit.groupdict()
        comparator: Comparator = ">=" if said.get("least") else "<=" if said.get("most") else "="
        return _candidate(context, hit.start(), hit.end(), comparator)
    return None


def _kept(context: SentenceContext, counted: list[TargetCandidate], start: int, end: int) -> TargetCandidate | None:
    """A direction (逐年下降), a class of water, a task set from above, a named standard."""
    if has_count(counted, start, end):
        return None
    said = context.view[start:end]
    for cue, pattern in _KEPT:
        if cue in said and (hit := pattern.search(context.view, start, end)):
            return _candidate(context, hit.start(), hit.end(), "=")
    hit = _NAMED_STANDARD.search(context.view, start, end) if "达到" in said else None
    if hit is None:
        return None
    named = _candidate(context, hit.start(), hit.end(), "=")
    if named is None:  # …建设，达到国家四类标准: what reaches it may stand in the clause before
        return make(context, hit.start(), hit.end(), "relative", hit[0]).judged(None, "no-subject")
    return named.judged(None, "maybe-soft-standard") if "先进水平" in hit[0] else named


def _only_does(context: SentenceContext, what: str) -> bool:
    """Whether there is nothing but verbs and adverbs, read one after the other: a repeat in a pattern costs more."""
    at = 0
    while found := context.words.doing.match(what, at):
        at = found.end()
    return at == len(what)


def _candidate(context: SentenceContext, at: int, stop: int, comparator: Comparator) -> TargetCandidate | None:
    """The target whose bound stands at ``at:stop``; None where the clause does not say of what."""
    begin, what = subject(context, at, _HEAD)
    if len(what) < _MIN_SUBJECT or what.startswith(_PREVENTED) or _only_does(context, what):
        return None  # 努力完成上级交办的任务: how, but not what
    return make(context, begin, stop, "relative", what, comparator=comparator)
