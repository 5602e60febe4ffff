"""Chinese numerals: most are parts of words and names (进一步, 四大行动); what is left must be counted by a verb.

An Arabic figure is written to be read as one; 三 and 一 are not. So a small Chinese numeral is a count only
where a verb of making or holding adjoins it (新建三所), a bound or a frequency stands before it, or its unit
measures a norm (每天一小时).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules.reasons import Reason, Verdict
from summarizer.languages.zh.rules.units import (
    COUNTABLE_NAMING_UNITS,
    FRAMING_UNITS,
    HELD_UNITS,
    NAMING_UNITS,
    NEVER_BEHIND,
    NORM_UNITS,
    SHARE_UNITS,
    UNROUNDABLE_UNITS,
)

if TYPE_CHECKING:
    from summarizer.languages.records import Mention
    from summarizer.languages.zh.rules.context import Count, SentenceContext

# Words that a numeral is part of.
_FIXED = verbose(
    r"""
      一(?:[体流些定般样致贯旦并直切律度系起边道带路把手线心揽共向概举]|系列|批|支|步|方面|个时期|条龙|整套|揽子|站式
        |次性|网通|号|号文件|盘棋|张网|张图|事|人|生|世|代|端)                               # 一体, 一揽子
    | 第[一二三四五六七八九十]|[一二三]{2,3}次产业                                           # 一二三次产业
    | 进一|统一|同一|唯一|之一|万一|单一|专一|合一|如一|划一|一[一-鿿]一[一-鿿]                # 进一步, 一校一品
    | 十分|百姓|百年|千方百计|万众|千家万户|万事|千秋|百花|百强|百日|千里|千万(?:不|要)
    | 万元(?:以上)?(?:生产总值|GDP|产值|工业|国内|单位|地区)                                 # 万元GDP能耗
    | 亿(?:元)?级|百亿级|千亿级|百万(?:家长|学生)
    | [百千万]人(?:口)?(?:发明|拥有|就业|均)                                                # 万人发明专利拥有量
    | 三农|两会|两岸|三方|双方
    | 万家(?!企业|商户|农户|用户|家庭|单位|门店|店|经营|市场主体)|万户千                     # 万家灯火
    """
)
_INDEFINITE = re.compile(r"一(?:批|系列|些|支)|若干|多[个项条]|数[十百千]|几[个十百]")
_NAMED = re.compile(r"[^,、;。等]{0,14}(?:行动|工程|计划|规划|活动)")
# 百亿元企业, 千亿元行列: a class of enterprise, not a sum
_CLASS = verbose(
    r"""
    (?:[、和及][百千万]亿元)?(?:级|以上)?
    (?:企业|产业|集群|园区|行列|俱乐部|阵营|强县|强镇|项目|板块|县|镇)
    """
)
# 销售收入超亿元的企业: what they earn says which enterprises
_CLASSED_BY = re.compile(r"(?:收入|产值|投资|资产|税收|规模|利润|资本)(?:超过?|突破|达到?|过)?$")
_EACH = tuple("每这那该各任哪同某统逐半")
_SURELY_ONE = ("争创", "新建", "建成")
_PERIOD_BEFORE = re.compile(r"(?:一|每)(?:年|月|周|天|日|学期|季度?)$")
_RATE_BEFORE = re.compile(r"每[\d一二两三四五六七八九十]")
_WORD_BEFORE = re.compile(r"[一-鿿]{2}$")
_LISTED = re.compile(r"[、,;。\n]|\.(?!\d)|\Z")  # 新建养老院四所、卫生站两所
_AT_LEAST = ("至少", "最少", "起码", "少于", "低于")
_AT_LEAST_DOES = re.compile(r"(?:至少|最少)[一-鿿]{2,4}$")
_LEAD = re.compile(r"^(?:力争|争取|确保|计划|要|将|须)+")
_MAX_SMALL = 10


def judge(count: Count) -> Verdict | None:
    """The verdict on a mention in Chinese numerals; None where nothing speaks against counting it."""
    context, mention, clause_before, _ = count
    if mention.script != "han" or mention.unit in SHARE_UNITS:
        return None
    before = context.view[max(context.start, mention.number_start - 8) : mention.start]
    each = "每" in clause_before
    if mention.unit in {"番", "倍"}:
        return Verdict()
    if (part_of_word := _part_of_word(context, mention)) is not None:
        return part_of_word
    if mention.unit in HELD_UNITS and _PERIOD_BEFORE.search(before):
        return Verdict()
    if mention.value == 1 and mention.unit in context.words.single_units and _RATE_BEFORE.search(clause_before):
        return Verdict()  # 每2个乡镇组成一个协作区
    normed = mention.unit in NORM_UNITS or mention.unit in {"节", "次", "遍"}
    if normed and (each or mention.unit in {"小时", "课时"}):
        return None
    if mention.lone:
        return _lone(count, before)
    ranged = mention.value_max is not None
    counted = ranged or each or mention.comparator != "=" or before.endswith(context.words.build_verbs)
    counted = counted or bool(_LISTED.match(context.view, mention.end) and context.words.verbs.search(clause_before))
    maybe_name: Reason | None = "maybe-name" if counted else None
    if mention.value == 1 and not ranged:
        return _one(count, before, maybe_name)
    if mention.value is None or mention.value > _MAX_SMALL:
        return Verdict()
    if mention.unit not in NEVER_BEHIND and count.closes_a_task():
        return Verdict()
    if mention.unit in NAMING_UNITS:
        return Verdict(None if counted and mention.unit in COUNTABLE_NAMING_UNITS else "slogan", maybe_name)
    return Verdict(None if counted else "slogan", "maybe-name")


def _one(count: Count, before: str, maybe_name: Reason | None) -> Verdict:
    """争创一所 counts as 1, and so does what is at least one; elsewhere 一 is no more than an article."""
    context, mention, clause_before, _ = count
    if context.view.endswith(_AT_LEAST, mention.start, mention.number_start) or _AT_LEAST_DOES.search(before):
        return Verdict()  # 参加至少一项活动
    if mention.unit in context.words.single_units:
        if before.endswith(context.words.single_verbs):
            return Verdict(None, None if before.endswith(_SURELY_ONE) else "maybe-name")
        if _LISTED.match(context.view, mention.end) and context.words.making.match(_LEAD.sub("", clause_before)):
            return Verdict(None, "maybe-name")  # 新建养老院一所
    return Verdict("indefinite", maybe_name)


def _part_of_word(context: SentenceContext, mention: Mention) -> Verdict | None:
    """一批, 统一, 四大行动, 一校一品: the numeral belongs to a word or a name."""
    view, at = context.view, mention.number_start
    if mention.value_max is None and _INDEFINITE.match(view, at):
        return Verdict("indefinite")
    fixed = _FIXED.search(view, max(context.start, at - 1), min(context.end, mention.number_end + 6))
    if (fixed and fixed.start() <= at < fixed.end()) or mention.unit is None:
        return Verdict("slogan")
    after = view[mention.unit_end : mention.unit_end + 4]
    if mention.unit in FRAMING_UNITS and after.startswith(context.words.frame_nouns):
        return Verdict("slogan")
    if view.startswith("每", at - 1):
        return Verdict("indefinite")
    return Verdict("slogan") if after[:1] == "一" or view.startswith(_EACH, at - 1, at) else None


def _lone(count: Count, before: str) -> Verdict:
    """百部经典, 千名干部 count; 亿元以上项目 picks out a set, 万家企业节能行动 is a name."""
    context, mention, _, _ = count
    view, unit_end = context.view, mention.unit_end
    if count.picks_out_a_set():
        return Verdict("parameter")
    clause = context.clause(mention.number_start)[0]
    if view.startswith("的", mention.end) and _CLASSED_BY.search(view[clause : mention.number_start]):
        return Verdict("size")
    if (
        mention.unit in UNROUNDABLE_UNITS
        or _NAMED.match(view, unit_end, min(context.end, unit_end + 20))
        or _CLASS.match(view, unit_end)
        or not (mention.comparator != "=" or _WORD_BEFORE.search(before))
    ):
        return Verdict("slogan")
    return Verdict(None, "maybe-round")
