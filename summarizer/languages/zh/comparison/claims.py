"""How a report says what was done: its clauses, dates and numbers."""

import re

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.numerals import parse

NEXT_PERIOD = re.compile("下一步|明年|下一?年度|来年|今后")
LAST_YEARS = frozenset("去年 上年 上一年 同期 往年".split())
"""What a clause compares with; at the beginning of a sentence they govern the whole of it."""
DATE_ALONE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:份|底|初|末|[上中下]旬|\d{1,2}日)?")
RAISED_FROM = re.compile("(?:由|从|自)(?:原来|过去|上年|去年)?的?[^,。;]{0,6}$")
"""Before the number that a rise or fall begins with."""
RAISED_TO = verbose(
    r"""
    [^,。;]{0,4}
    (?:提高|提升|增加|增长|上升|扩大|调整|上调|下调|降低|下降|减少|压减|缩短|升|降|增|减)了?(?:到|至|为)
    """
)
_GOAL = r"""
    (?:[年全]?[初度年]|原|预期|既定|预定|计划|确定|下达|市?人?大?会?|的|规划|[省市县区]|制定|发展|增长|序时|控制|调控){0,6}
    (?:目标任务|任务目标|目标要求|计划目标|预期目标|目标值|目标|预期|任务|指标|计划|进度|要求)[数值量]?
"""
_BESIDE = rf"(?:比|较|距离?|离|[与同和]) {_GOAL} (?:相比|比较|要求)?"
MISSED = {
    "missed": verbose(
        rf"""
        (?:未能?(?:完成|达到?|实现) | 没有?能?(?:完成|达到?|实现) | 完不成) {_GOAL}
      | {_GOAL} (?:未能?|没有?能?)(?:完成|达到|实现)
      | 与(?:年初|年度|预期|既定|全年){{0,2}}目标(?:[^,。;]{{0,4}})(?:有|存在)[^,。;]{{0,4}}差距
        """
    ),
    "low": verbose(
        rf"(?:低于|不及|少于) {_GOAL} | {_BESIDE} [^,。;]{{0,3}} (?:少|低|差|短|缺|减|降) [^,。;]*"
        rf"| {_BESIDE} [^,。;]{{0,12}} 差距 | ^[尚还仍]?(?:有|存在)?(?:缺口|短缺|欠缺?)(?:为|达)?\d[^,。;]*"
    ),
    "high": verbose(rf"(?:高于|超出|超过|突破) {_GOAL} | {_BESIDE} [^,。;]{{0,3}} (?:多|高|超|增) [^,。;]*"),
}
"""The report's own words that a target was missed: whatever it is, one that is to be high, one that is to be low."""
_SMOOTHLY = "(?:[已均也都]|已经|全部|全面|如期|按期|顺利|圆满)*"
MET = {
    "more": verbose(rf"(?:{_GOAL} {_SMOOTHLY} 超额 {_SMOOTHLY} (?:完成|实现)了? | 超额(?:完成|实现)了? {_GOAL})$"),
    "met": verbose(
        rf"""
        (?: {_GOAL} {_SMOOTHLY} (?:提前)? {_SMOOTHLY} (?:完成|实现|达成)了?
          | {_SMOOTHLY} (?:提前)?(?:完成|实现)了? {_GOAL} )$
        """
    ),
}
"""Its own words, at the end of a clause, that one was more than met, or met."""
LISTED = re.compile("[、和及与]|以及")
LIST_TAIL = re.compile("等[^、和及与]{0,12}$|(?:主要)?(?:经济)?指标$")
"""What follows the last name of a list."""
WHOLE = re.compile("全年|累计|共(?:计|有)?|合计|总计|全部")
"""The number is the whole period's."""

# Around a number. Plans do not use these bounds.
BELOW = ("不足", "不到", "不满", "未达")
EXCEEDED = re.compile("超|突破|高于|大于|多于|[^不]?过")
MAGNITUDES = frozenset("万亿")
IN_WORD = re.compile(
    "一[一-鿿]{1,2}一[一-鿿]|(?<=一[一-鿿])一[一-鿿]|(?<=一[一-鿿][一-鿿])一[一-鿿]|一(?:批|系列|揽子|体化|站式)"
)
AGE = "岁"

_AGAINST = re.compile("[比较于与](?:去年|上年|上一年|同期|往年)(?:同期|末|底)?|同比|环比")
_TRAILING = re.compile("(?<=..)(?:平均|年均)?[为是达占共有]{1,6}$|(?<=...)平均$")
_SAID = verbose(
    r"""
    ^(?:
        截至 | 截止 | 目前 | 其中 | 现(?!代|有|场|金|行) | 已经 | 已 | 累计 | 全年 | 年内            # by when
      | 共计 | 共(?!同|享|青|治|富|建|和|产) | 均(?!衡|价|等)                                  # how many in all
      | 先后 | 顺利 | 成功 | 如期 | 提前 | 超额 | 圆满 | 分别 | 仅 | 只                         # how
      | 实际(?!利用|使用|到位|增长|控制)
      | 近?[一两二三四五六七八九十几]{1,2}年(?:以?来|间)[ ]* | 近年来 | 去年 | 上年              # since when
      | 我[国市区县省局校] | 本[市区县省局校]                                              # by whom
      | (?:国务院|[省市县区]政府|[全各][国省市县区])?各(?:级各?)?(?:相关|有关)?(?:部门|单位|地)
    )+
    # the same inside the clause
  | (?<=.)(?<![平年人生户亩校班日月床车地])均已?(?=达|超|完成|建成|实现|纳入|高于|低于|增长|下降|在|投|通过|落实)
  | (?<=.)连续[一两二三四五六七八九十几]{1,2}年                                              # this one among them
  | (?<=.)(?:已经|已|共计|(?<![公中总])共(?!同|享|青|治|富|和|产)|累计|先后|如期|提前|超额|圆满)(?=.)
    """
)
_EDGES = " ,、:;。"
_MONTH = re.compile(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月")
_QUARTER = re.compile("([一二三四1-4])季度")
_YEAR_END = re.compile("年底|年末|下半年|年内|全年")
_MONTHS = 12


def bare(words: str) -> str:
    """``words`` without those that say that something was done, when, by us, or more than last year."""
    return _TRAILING.sub("", _SAID.sub("", _AGAINST.sub("", words.strip(_EDGES))).strip(_EDGES))


def month_of(words: str) -> int | None:
    """The month by whose end a date lies, where it says one: 6 of June's end, 9 of the third quarter."""
    if found := _MONTH.search(words):
        month = int(parse(found[1]) or 0)
        return month if 1 <= month <= _MONTHS else None
    if found := _QUARTER.search(words):
        return 3 * int(parse(found[1]) or 0)
    if "上半年" in words:
        return 6
    return _MONTHS if _YEAR_END.search(words) else None
