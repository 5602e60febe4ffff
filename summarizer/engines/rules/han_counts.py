"""Chinese numerals: most are parts of words and names (进一步, 四大行动); what is left must be counted by a verb.

An Arabic figure is written to be read as one; 三 and 一 are not. So a small Chinese numeral is a count only
where a verb of making or holding adjoins it (新建三所), a bound or a frequency stands before it, or its unit
measures a norm (每天一小时).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules.reasons import (
    INDEFINITE,
    MAYBE_NAME,
    PARAMETER,
    PICKS_OUT_A_SET,
    ROUND,
    SIZE,
    SLOGAN,
    Verdict,
    around,
)

if TYPE_CHECKING:
    from summarizer.engines.rules.context import SentenceContext
    from summarizer.engines.rules.lexicons import RuleLexicons
    from summarizer.quantities.mentions import Mention

_FIXED = re.compile(
    r"一(?:[体流些定般样致贯旦并直切律度系起边道带路把手线心揽共向概举]|系列|批|支|步|方面|个时期|条龙|整套|揽子|站式"
    r"|次性|网通|号|号文件|盘棋|张网|张图|事|人|生|世|代|端)|第[一二三四五六七八九十]|进一|统一|同一|唯一|之一|万一|单一"
    r"|专一|合一|如一|划一|一[一-鿿]一[一-鿿]|十分|百姓|百年|千方百计|万众|千家万户|万事|千秋|百花|百强|百日|千里"
    r"|千万(?:不|要)|万元(?:以上)?(?:生产总值|GDP|产值|工业|国内|单位|地区)|亿(?:元)?级|百亿级|千亿级|百万(?:家长|学生)"
    r"|[百千万]人(?:口)?(?:发明|拥有|就业|均)|三农|两会|两岸|三方|双方"
    r"|万家(?!企业|商户|农户|用户|家庭|单位|门店|店|经营|市场主体)|万户千"
)
_INDEFINITE = re.compile(r"一(?:批|系列|些|支)|若干|多[个项条]|数[十百千]|几[个十百]")
_NAMED = re.compile(r"[^,、;。等]{0,14}(?:行动|工程|计划|规划|活动)")
# 百亿元企业, 千亿元行列: a class of enterprise, not a sum
_CLASS = re.compile(
    r"(?:[、和及][百千万]亿元)?(?:级|以上)?(?:企业|产业|集群|园区|行列|俱乐部|阵营|强县|强镇|项目|板块|县|镇)"
)
# 销售收入超亿元的企业: what they earn says which enterprises
_CLASSED_BY = re.compile(r"(?:收入|产值|投资|资产|税收|规模|利润|资本)(?:超过?|突破|达到?|过)?$")
_EACH = tuple("每这那该各任哪同某统逐半")
_PERIOD_BEFORE = re.compile(r"(?:一|每)(?:年|月|周|天|日|学期|季度?)$")
_RATE_BEFORE = re.compile(r"每[\d一二两三四五六七八九十]")
_FRAMING_UNITS = frozenset("个 项 条 大 种 类".split())
_HELD_UNITS = frozenset("次 届 场 期 轮 节".split())
_NORM_UNITS = frozenset("分钟 小时 课时 学时 学分 节 次 遍".split())
_UNROUNDABLE_UNITS = frozenset("年 个 种 类 分 兆 米 克 次 度".split())
_NAMING_UNITS = frozenset("个 项 条 类 种 级 大 支 道 层 线 度 门 面 张 本 方".split())
_COUNTABLE_NAMING_UNITS = frozenset("个 项 条 支".split())
_SMALL = 10


def judge(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict | None:
    """The verdict on a mention in Chinese numerals; None where nothing speaks against counting it."""
    if mention.script != "han" or mention.unit in {"%", "‰"}:
        return None
    before = context.view[max(context.start, mention.number_start - 8) : mention.start]
    clause_before = around(context, mention)[0]
    if mention.unit in {"番", "倍"}:
        return Verdict(None)
    part_of_word = _part_of_word(context, mention, words)
    if part_of_word is not None:
        return part_of_word
    if _PERIOD_BEFORE.search(before) and mention.unit in _HELD_UNITS:
        return Verdict(None)
    if mention.value == 1 and _RATE_BEFORE.search(clause_before) and mention.unit in words.single_units:
        return Verdict(None)  # 每2个乡镇组成一个协作区
    if mention.unit in _NORM_UNITS and ("每" in clause_before or mention.unit in {"小时", "课时"}):
        return None
    if mention.lone:
        return _lone(context, mention, before)
    counted = (
        before.endswith(words.build_verbs)
        or mention.comparator != "="
        or "每" in clause_before
        or mention.value_max is not None
    )
    if mention.value == 1 and mention.value_max is None:
        return _one(mention, before, words, counted=counted)
    if mention.value is None or mention.value > _SMALL:
        return Verdict(None)
    if mention.unit in _NAMING_UNITS:
        concrete = counted and mention.unit in _COUNTABLE_NAMING_UNITS
        return Verdict(None if concrete else SLOGAN, MAYBE_NAME if counted else None)
    return Verdict(None if counted else SLOGAN, MAYBE_NAME)


def _part_of_word(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict | None:
    """一批, 统一, 四大行动, 一校一品: the numeral belongs to a word or a name."""
    view, at = context.view, mention.number_start
    if mention.value_max is None and _INDEFINITE.match(view, at):
        return Verdict(INDEFINITE)
    fixed = _FIXED.search(view, max(context.start, at - 1), min(context.end, mention.number_end + 6))
    if (fixed and fixed.start() <= at < fixed.end()) or mention.unit is None:
        return Verdict(SLOGAN)
    after = view[mention.unit_end : mention.unit_end + 4]
    if after.startswith(words.frame_nouns) and mention.unit in _FRAMING_UNITS:
        return Verdict(SLOGAN)
    if view.startswith("每", at - 1):
        return Verdict(INDEFINITE)
    return Verdict(SLOGAN) if after[:1] == "一" or view.startswith(_EACH, at - 1, at) else None


def _lone(context: SentenceContext, mention: Mention, before: str) -> Verdict:
    """百部经典, 千名干部 count; 亿元以上项目 picks out a set, 万家企业节能行动 is a name."""
    view = context.view
    if mention.end > mention.unit_end and PICKS_OUT_A_SET.match(view, mention.end):
        return Verdict(PARAMETER)
    clause = context.clause(mention.number_start)[0]
    if view.startswith("的", mention.end) and _CLASSED_BY.search(view[clause : mention.number_start]):
        return Verdict(SIZE)
    named = _NAMED.match(view, mention.unit_end, min(context.end, mention.unit_end + 20))
    if (
        named
        or _CLASS.match(view, mention.unit_end)
        or mention.unit in _UNROUNDABLE_UNITS
        or not (mention.comparator != "=" or re.search(r"[一-鿿]{2}$", before))
    ):
        return Verdict(SLOGAN)
    return Verdict(None, ROUND)


def _one(mention: Mention, before: str, words: RuleLexicons, *, counted: bool) -> Verdict:
    """争创一所 counts as 1; elsewhere 一 is no more than an article."""
    if mention.unit in words.single_units and before.endswith(words.single_verbs):
        return Verdict(None, None if before.endswith(("争创", "新建", "建成")) else MAYBE_NAME)
    return Verdict(INDEFINITE, MAYBE_NAME if counted else None)
