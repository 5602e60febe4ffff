"""What the parts of a Chinese plan are called: what a title says of its part, and lines that only such a name opens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.records import Role

_MAX_REVIEW, _MAX_OVERALL = 24, 30
"""Characters; a longer title merely mentions a review or an aim."""

# What a title says of the part under it. An overall part holds goals, a review holds what was done.
_OVERALL = verbose(
    r"""
    (?:(?:总体|指导|基本|主要|工作|发展|奋斗|预期|总|年度|改革|建设|创建|行动|具体|阶段)(?:和|与|、)?)   # of what kind
        (?:要求|思路|思想|目标(?:任务|要求|指标)?|原则|考虑)
        (?:(?:和|与|及|、)[^,]{2,10})?$                                                          # and what else
    |^目标(?:任务|要求|指标)?$|指导方针|^思路$
    """
)
_REVIEW = verbose(
    r"""
    回顾|(?:工作|完成|进展|执行|落实|开展|发展)情况$|工作总结|^总结
    |(?:主要|工作|取得的?)(?:成绩|成效|成就|进展)                       # what was achieved
    |^(?:充分)?肯定成绩|成绩来之不易|^(?:正视|找准|看清|查找)[^,]{0,6}(?:问题|不足|差距)
    |过去[一五十]?(?:年|个)|^发展(?:基础|回顾|成就|现状)(?:[和与及、]..)?$|现状(?:分析)?$
    """
)
# What is wrong, how things stand: a title that an aim opens (解决突出问题, 优化发展环境) says what is to become of it.
_WRONG = re.compile(
    r"存在的?(?:主要|突出)?(?:问题|困难|不足)|^(?:主要)?(?:问题|困难|不足)(?:[和与及、]|$)|^(?:主要)问题"
)
_OF_A_TIME = re.compile(r"(?:时期|期间|以来|年).{0,16}(?:取得|成就)")
# 三、工作要求 says who is to do what; only with more words (总体工作要求) is it what the plan is to achieve.
_DEMANDS = re.compile(r"^(?:有关|具体|相关|几点|主要)?工作要求$")
_AHEAD = re.compile(r"目标|任务|规划|要求|打算")
_BACKGROUND = verbose(
    r"""
    重要(?:性|意义)|^(?:重大)?意义|制定依据|编制依据|名词解释|词语解释|注释
    |^(?:正确|准确|清醒|深刻|科学|全面|充分)?(?:认清|看清|认识|把握|分析|研判|正视)[^,、]{0,8}形势
    """
)
_HOW_THINGS_STAND = verbose(
    r"""
    (?:发展|面临|形势|宏观|外部|国内外|国内|国际)的?(?:主要|新|内外部?)?(?:环境|形势|背景|机遇|挑战|条件)
    |^形势|^背景|^发展基础|^(?:机遇|挑战)(?:[和与及、]|$)
    """
)
# One of these stands in every title that tells what is wrong, how things stand, or why.
_SPEAKS_OF_BACKGROUND = re.compile(r"问题|困难|不足|形势|背景|环境|机遇|挑战|条件|基础|重要|意义|依据|解释|注释")
_AIM = verbose(
    r"""
    (?:(?:全力|积极|主动|有效|切实|着力|努力|奋力|全面|深入|扎实|大力|加快|坚决|妥善|科学|及时|持续|不断|进一步|更好|更加
        |稳妥|精准|从容)地?)*
    (?: 优化|营造|改善|创造|打造|净化|美化|提升|提高|构建|建设|形成|培育|塑造|维护|保护|稳定|改进|完善|加强|强化|健全
      |推进|推动|促进|抢抓|抓住|抓牢|抢占|用好|用足|顺应|适应|融入|应对|迎接|防范|化解|克服|战胜|破解|破除|解决|攻克|整治|治理|整改
      |消除|纠正|查摆|补齐|聚焦|创优|做优|擦亮|筑牢|守护|保障|确保|争取|支持|服务|落实|完成|实现|达成|压实|兑现|严格|执行
      |履行|巩固|扩大|拓展 )
    """
)
# Of what stands for a plan as a whole only these are brought about: 完成目标任务, 落实工作要求, but 推进…总体要求.
_FULFILS = verbose(
    r"""
    (?:全面|圆满|确保|坚决|切实|严格|扎实|认真|保质保量|按时|高质量|不折不扣|全力|如期)*
    (?:落实|完成|实现|达成|压实|兑现|执行|履行)
    """
)
_NAMES_A_WHOLE = re.compile(r"总体|指导思想|基本原则")
_APPENDIX = re.compile(r"^附(?:件|录|表|则|图)?[一二三四五六七八九十\d]*[:、]?(?:.{0,30})$")
# A name alone says which part or bracket follows: 主要目标:, 【工作思路】, 养老服务方面.
_WORK_PART = re.compile(
    r"^(?:主要|重点|工作|具体|保障|推进|实施|整改|落实|时间|进度|责任|任务|组织)*"
    r"(?:措施|任务|工作|举措|内容|步骤|安排|保障|要点|重点|做法|分工|计划|(?<=工作)要求)$"
)
_NAME = verbose(
    r"""
    (?:\*\*)?[【\[]?
    (?P<name>
        (?:(?:到?\d{4}年(?:度|底)?|今年|明年|本年度?|全年|“?十[一二三四五]五”?(?:期间|时期)?)的?,?)?     # of when
        [一-鿿、“”]{2,16}
    )
    (?: (?P<stop>(?:\*\*)?:(?:\*\*)?|[】\]](?:\*\*)?:?(?:\*\*)?) | (?<=方面)$ | (?<=领域)$ )
    """
)
_BRACKET = re.compile(r"(?:方面|领域)$")
_MAX_NAME = 24
"""Characters within which a name's colon stands."""


def role(title: str) -> Role:
    """What a title says of the part under it."""
    if _APPENDIX.match(title):
        return "appendix"
    if len(title) <= _MAX_REVIEW and (_REVIEW.search(title) or (_OF_A_TIME.search(title) and not _AHEAD.search(title))):
        return "review"
    if len(title) <= _MAX_OVERALL and _OVERALL.search(title):
        if _DEMANDS.match(title):
            return "plain"
        return "plain" if _FULFILS.match(title) and not _NAMES_A_WHOLE.search(title) else "overall"
    if _SPEAKS_OF_BACKGROUND.search(title) is None:
        return "plain"
    if _BACKGROUND.search(title):
        return "background"
    wrong = len(title) <= _MAX_REVIEW and _WRONG.search(title)
    if (wrong or _HOW_THINGS_STAND.search(title)) and not _AIM.match(title):
        return "review" if wrong else "background"
    return "plain"


def named_part(view: str, start: int, end: int) -> tuple[int, int, int] | None:
    """Of a line that only the name of its part opens: where the name begins and ends, and where its text begins."""
    stop = view.find(":", start, min(end, start + _MAX_NAME))
    if stop < 0 and view[start] not in "【[*" and not view.endswith(("方面", "领域"), start, end):
        return None
    found = _NAME.match(view, start, end)
    if found is None:
        return None
    name = found["name"]
    known = _BRACKET.search(name) if found["stop"] is None else _WORK_PART.match(name) or _BRACKET.search(name)
    return (*found.span("name"), found.end()) if known or role(name) in {"overall", "appendix"} else None
