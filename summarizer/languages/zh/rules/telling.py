"""What a figure tells and does not promise: a definition, a rule's condition, parts of a score, how things stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules.reasons import Verdict
from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules.units import RATIO_UNITS, SIZE_UNITS

if TYPE_CHECKING:
    from summarizer.languages.zh.rules.context import Count

_DEFINES = verbose(
    r"""
      指(?:(?<=[是系]指)|的是|(?<=,指)(?![导标挥数引南向定示派出明令纹战教]))|所称       # …, 指年收入低于…的家庭
    """
)
# 方可举行, 视为合格: what stands before it is the condition.
_CONDITION_OF = re.compile(r"方可|方能|才可以?|始可|视为|视同|即为|始得")
_MUST_BE = re.compile(r"(?:申请|申报|报名|参评|参选|参加[评竞遴推]|应聘|报考|候选|推荐对象|符合)[^。;]*?[须应需具]")
# 投资额超过5000万元的项目须经…: which ones have to
_WHO_MUST = verbose(
    r"""
    的[^,;]{1,12}?
    (?: 必须|须(?!知)|应[当该]|应(?![急用对届])|可以|可(?![持再循见靠视])|不[得予]|给予
      | 报(?![告警刊名表])|经(?![营济理验费常历办过纪])|需(?![求要]) )
    """
)
_WEIGHED = re.compile(r"得分|评分|分值|权重|总分|总成绩|计分|积分|考核(?:结果|成绩|评价)|评价(?:结果|得分)")
_WEIGHT_BEFORE = re.compile(r"(?:占比?|权重为?|按)$")
_STANDING_ENDS = frozenset("仅为有占只达到足辖口积")
_STANDS_BEFORE = re.compile(
    r"(?:仅仅?[为有占]?|只有|只占|高达|多达|不到|不足|下辖|(?:常住|户籍)人口|[国县市区镇]域面积)$"
)
# 受疫情影响, 与先进县区相比, 据统计: what follows tells how things are.
_TELLS = verbose(
    r"""
      受[^,;。]{1,14}影响
    | 与(?![^,;。]{0,10}[年期月\d])[^,;。]{2,14}相比
    | 据[了悉]|记者
    | (?:据|经|从)(?:不完全)?(?:统计|测算|调查|数据)|(?:数据|调查|统计)(?:显示|表明)
    """
)
# 工作专班由8名同志组成, 下设4个工作组
_ORGANISED_BEFORE = re.compile(r"(?:下设|内设|分设|(?<![建增开新铺架敷])设|由)$")
_ORGANISED = re.compile(r"[^,;]{0,10}(?:组成|工作?组|小组|专班|办公室|科室|[处股]室)")
_ACTING = re.compile(r"(?:职能|成员|责任|牵头|相关|有关)?(?:部门|单位|处室|科室|负责人|领导|同志)")
# 学校占地面积45亩: what is said of what stands, where no verb before it builds
_DESCRIBING_ENDS = frozenset("地资积约近达为共有计")
_DESCRIBED_BY = re.compile(r"(?:占地|总投资|(?:建筑|校园|用地|占地|营业)(?:总?面积))[约近达为共有计]*$")

_THIS = re.compile(r"[该此本](?:项目|工程|园区|基地|平台|校|院|馆|中心|小区|路段)")


def judge(count: Count) -> Verdict | None:
    """The verdict on a figure that only tells; None where nothing says so."""
    context, mention, before, after = count
    view, start, at = context.view, context.start, mention.number_start
    if _DEFINES.search(view, start, at) or _conditional(count):
        return Verdict("parameter")
    if mention.unit in RATIO_UNITS and _WEIGHT_BEFORE.search(before) and _WEIGHED.search(view, start, context.end):
        return Verdict("parameter")
    said = count.said
    if (said[-1:] in _STANDING_ENDS and _STANDS_BEFORE.search(said)) or _TELLS.match(view, start, at):
        return Verdict("stock")
    if before.endswith(("设", "由")) and _ORGANISED_BEFORE.search(before) and _ORGANISED.match(after):
        return Verdict("frame")
    if not before and mention.comparator == "=" and _ACTING.match(after):
        return Verdict("frame", "maybe-frame")
    described = _DESCRIBED_BY.search(before) if before[-1:] in _DESCRIBING_ENDS else None
    if described and (_THIS.match(view, start) or not _built(count, described.start())):
        return Verdict("size", "maybe-size")
    return None


def _built(count: Count, at: int) -> bool:
    """Whether a verb of making stands before offset ``at`` of the clause."""
    context = count.context
    clause = count.mention.start - len(count.before)
    return context.words.making.search(context.view, context.start, clause + at) is not None


def _conditional(count: Count) -> bool:
    """Whether a rule says by the figure whom or what it is for, or when."""
    context, mention, _, after = count
    view = context.view
    if _CONDITION_OF.search(view, mention.end, context.end) or _MUST_BE.match(view, context.start, mention.end):
        return True
    sized = mention.comparator != "=" and mention.unit in SIZE_UNITS | {"人", "名", "户"}
    return sized and _WHO_MUST.match(after) is not None
