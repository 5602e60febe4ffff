"""The parts of a report, by its headings and by what sentences open with: what was done, what comes next."""

import re

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.calendar import plain_year

_YEAR = verbose(
    r"""
    (?<!\d)(?:19|20)\d\d(?=[ ]?年)
  | (?:二〇|二零|二○)[〇零○一二三四五六七八九]{2}(?=年)
    """
)

BACK = verbose(
    r"""
    回顾 | 总结 | 述职 | 自评 | 评估
  | (?:完成|进展|落实|开展|执行|推进|工作|实施|办理|履职)的?(?:总体|主要|有关|基本)?情况
  | 成[效绩就] | 新?进展$ | 所做的?工作 | 做了以下
    """
)
AHEAD = verbose(
    r"""
    打算 | 工作(?:计划|思路|安排|部署|举措|措施|建议)$ | 努力方向 | 总体要求 | 总要求 | 总体思路 | 指导思想 | 政策取向
  | 预期目标 | (?:任务|目标)[和及、与](?:重点|主要|工作)
    """
)
LATER = re.compile("下一?步|下一?阶段|明年|来年|下一?年度?|今后|未来|下半年工作")
PLANS = re.compile("任务|目标|安排|部署|要求|重点|举措|措施|计划|工作$|实事")
"""In a heading: a plan, where a review stands before it or the year says so."""
PLAN_TITLE = re.compile(
    '(?:要点|计划|规划|方案|安排|部署|思路|打算|纲要|意见|目标|任务|分解表)[》"”]*(?:的?通知|范文)?(?:[(][^)]*[)])?$'
)
"""Of a document's title: that it is a plan."""
AIMS = re.compile("(?:任务|目标|安排|部署|计划)(?:$|[和与及])")
_QUOTE = r"[\"'“”‘’《]?"
SEVERAL = verbose(
    r"""
    (?:过去|今后|未来|近|这|本届).{0,4}[三四五]年 | 五年来 | 五年(?:工作|回顾) | [三四]年来 | 本届政府
  | 十[一二三四五六]五 | 第十[一二三四五六]个五年
    """
)
_SINGLE = re.compile("一年|全年|年度|上年|去年|今年|本年|当年")
OPENS_WITH_TIME = re.compile(
    rf"[(]?{_QUOTE}(?:(?:19|20)\d\d年|二[〇零○]|今年|本年|去年|上年|过去|明年|来年|下一?[步年阶]|今后|未来|全年|一年来"
    rf"|五年来|[这近]五年|本届|十[一二三四五六]五)"
)
PROBLEMS = verbose(
    r"""
    (?:清醒|深刻|充分|也)[^。;]{0,12}(?:看到|认识到|意识到)[^。;]{0,30}(?:问题|困难|不足|挑战|差距|短板|矛盾)
  | (?:存在|面临)[^。;]{0,16}(?:问题|困难|不足|短板|差距)[^。;]{0,8}(?::|主要是|主要有|主要表现|如下)
    """
)
"""A sentence that turns to what is not well."""
GOALS = verbose(
    r"""
    (?:预期|主要|总体|奋斗|发展)目标(?:任务|和任务)?(?:建议)?(?:是|为|:)
  | (?:做好|抓好|完成)[^,。;]{0,6}(?:今年|明年|来年|下一?年|(?:19|20)\d\d年)[^,。;]{0,12}(?:工作|任务|目标)
  | (?:今年|明年|新的一年)[^。;]{0,16}(?:重点|着力|全力|主要|要|将)(?:做好|抓好)[^。;]{0,12}工作
    """
)
"""A sentence of the plan that a report begins its second part with."""
THIS_YEAR = re.compile("今年|本年|新的一年")
LINE_GAP = re.compile(r"  +|(?<=[^\s]{5}[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
"""Two blanks or more; one alone stands between words only where a line ended, but for a short 第一部分 before."""
MAIN_NUMBER = re.compile("(?:^|[^一二三四五六七八九十])[一二三四五六七八九十]{1,2}、$")
"""What numbers the main parts of a report."""
LIST_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,2}是|首先|其次|再次|第[一二三四五六七八九十]{1,2}[,、]|[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[).、]"
    r"|[①-⑳●•·■◆★※*-]|——"
)
PROBLEM_TITLE = re.compile("问题|不足|困难|短板|挑战")
OPENING = 16
"""Characters in which a sentence says of what time it speaks."""
LAST_YEAR = re.compile("去年|上年|过去的?一年|一年来|刚刚过去")
_COUNT = "(?:[0-9]{1,2}|[一二两三四五六七八九十几]{1,3})"
NO_COMMITMENT = verbose(
    rf"""
    # a list of tasks begins: 重点做好八个方面工作, 抓好三件大事
    (?:做好|抓好|办好|抓住|突出|聚焦|围绕|把握|处理好|打好|做到|推进|落实|实施|完成|强化)
    (?:以下|下列|如下|这|好|重点|主要)*
    (?:{_COUNT}[个大项件场]?)?
    (?:方面的?(?:重点|主要)?(?:工作|任务)? | 项?(?:重点|主要)(?:工作|任务) | 大事 | 硬仗 | 关系 | 环节 | 着力点 | 文章)
    (?:[,。;:]|上|$)
  | ^(?:今年|全年|年内|市政府|县政府|区政府|我[市县区])*(?:共|将|要|拟)?(?:安排|确定|梳理|谋划|明确)了?(?:年度)?
    (?:重点|主要)(?:工作|任务|事项)                                        # 安排重点工作12项
  | 预期目标(?:拟|初步)?(?:设定|确定|定)?[为在]                               # spoken of, and set elsewhere
  | ^.{{0,12}}以[^,。;]{{2,30}}为指导                                       # what guides all work
  | ^.{{0,8}}(?:主要|总体)(?:预期)?目标(?:是|为)?$
    """
)
"""Words of an item that promises nothing itself: it heads a list of tasks, or speaks of what is set elsewhere."""


def years(words: str) -> list[int]:
    """The years that ``words`` name."""
    return [int(plain_year(found.replace("○", "〇"))) for found in _YEAR.findall(words)]


def several(words: str) -> bool:
    """Whether ``words`` speak of several years and of none alone."""
    return SEVERAL.search(words) is not None and not (_YEAR.search(words) or _SINGLE.search(words))
