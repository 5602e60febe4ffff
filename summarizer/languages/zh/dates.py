"""Dates and periods: the words that say by when, and whether they lie behind or ahead of the plan."""

import re

from summarizer.languages.patterns import verbose
from summarizer.languages.records import DateMention

_YEAR = r"(?:\d{4}|[二一][〇零○一二三四五六七八九]{3}|[xX×]{2,4})"
_HAN_ORDINAL = r"[一二三四1-4]"
_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2}|[xX×]{1,2})"
_DAY = rf"{_NUMBER}[日号]"
_MONTH = rf"{_NUMBER}(?:月(?:份|底|末|初|中旬|上旬|下旬)?(?:{_DAY})?|个月内)"
_QUARTER = rf"(?:第?{_HAN_ORDINAL}季度|{_HAN_ORDINAL}季度)"
_PART = rf"(?:年(?:底|末|初|中)|年(?:上|下)半年|年{_QUARTER}|年{_MONTH}|年(?:春季|秋季|暑期|寒假)(?:学期)?|年(?:全年)?)"
_EDGE = r"(?:之?前|以前|左右)?"
_SPECIFIC = rf"{_YEAR}{_PART}"
_PART_OF_THIS_YEAR = _PART.replace("年", "", 4)  # 今年|底, 今年|6月: the year's own 年 is written already
_SHORT = rf"""
    (?:今|明|本|当)年(?:{_PART_OF_THIS_YEAR})?|(?:本年度|年度内)|年内|年(?:底|末|初|中)|(?:上|下)半年
    |{_QUARTER}|{_MONTH}
    |(?:主?汛期?|雨季|供暖期?|采暖期?|入冬|春节|元旦|国庆节?|开学|(?:旅游)?[旺淡]季)(?:到?来)?(?=之?前|以前)|旅游旺季
    |全年|(?:今|明)(?:春|秋|冬|夏)
    |(?:春|秋)季(?:学期|开学)?|(?:暑|寒)(?:假|期)|本?学(?:期|年)(?:期?末|内)      # of a school's year
    |近期|月底
"""
_PERIOD = rf"""
    [“\"]?十[一二三四五]五[”\"]?(?:规划)?(?:期间|时期|期末|末|期内|期)?               # a five-year plan
    |(?<![\d一-鿿])[两三四五]年(?=新增|新建|改建|改造|建成|建设|完成|培训)            # 三年新建…
    |(?:未来|今后)?{_NUMBER}(?:[-~至到]{_NUMBER})?年(?:左右)?(?:的)?(?:内|时间|之内)
    |{_YEAR}[-~至到—]+{_YEAR}年(?:期间)?
"""
_START = rf"(?:从|自)?(?:{_SPECIFIC}|(?:新|本|下)?(?:学期|学年)|今年|明年)(?:开始|起)(?:,)?"
_DATE = verbose(
    rf"""
    (?P<start>{_START})                                          # from when on
    |(?P<by>(?:到|至|截至|在)?(?:{_SPECIFIC}{_EDGE}|{_PERIOD}))   # a year is named
    |(?P<short>(?:到|至|在)?(?:{_SHORT}){_EDGE})                  # none is
    """
)
# Every date has one of these characters; most sentences have none and are spared the long search.
_MAX_LEADING_DATE = 16
"""Characters within which a leading date shows that it is one."""
_MAY_HOLD = re.compile(r"[年月季假寒暑期末底春秋冬夏汛暖节旦]|学前|学之前|十[一二三四五]五")
_YEAR_NUMBER = re.compile(r"\d{4}")
# Words that hold a date's characters without saying when: 学年度计划, 三年行动计划, 全年龄段, 2022年版.
_NOT_AFTER = tuple("版 龄 行动 规划 级 度计划 工作要点 修订 以来 制 限 代 轻 货 均 薪 检 怀胎 饼 嫂 终 级学生".split())
# 2023年中考, 2024年初步设计: the last character begins another word, and the date ends before it.
_NEXT_WORD = re.compile(r"年(?:中[考期学等型医高职华国央心小]|初[步中级期始高一二三])")
# 三年计划, 全年计划 are documents; 全年计划投资3亿元 plans to invest.
_A_PLAN = verbose(
    r"""
    计划
    (?!(?:
        完成|总?投资|新建|新增|安排|实施|建设|改造|启动|开工|培训|招|实现|引进|争取|建成|投入|发放
    ))
    """
)
_NOT_BEFORE = tuple("比较第每半近青少周历常学往多")
_COMPARED = ("高于", "低于", "快于", "大于", "优于")
_BROAD = re.compile(r"^(?:在)?(?:今年|本年度?|全年|年度|近期|\d{4}年|[“\"]?十[一二三四五]五.*)$")


# The year in which a five-year plan ends: 十二五 ran to 2015.
_PLAN_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030}
_PLAN = re.compile(r"十([一二三四五])五")


def _plan_end(words: str) -> int | None:
    plan = _PLAN.search(words)
    return _PLAN_ENDS[plan[1]] if plan else None


def leading_date(text: str) -> int:
    """Where the date ends with which ``text`` begins; 0 where it begins with none."""
    found = _DATE.match(text) if _MAY_HOLD.search(text, 0, _MAX_LEADING_DATE) else None
    return found.end() if found else 0


def find_dates(view: str, start: int, end: int) -> list[DateMention]:
    """All date mentions in ``view[start:end]``, in order, disjoint."""
    found: list[DateMention] = []
    if _MAY_HOLD.search(view, start, end) is None:
        return found
    for hit in _DATE.finditer(view, start, end):
        words = hit[0].rstrip(",")
        stop = hit.start() + len(words)
        if view[stop - 1] in "中初" and _NEXT_WORD.match(view, stop - 2):
            words, stop = words[:-1], stop - 1
        if view.startswith(_COMPARED, hit.start() - 2) and hit.start() - 2 >= start:
            continue  # 高于“十三五”时期: a base to compare with
        if (
            view.startswith(_NOT_AFTER, stop)
            or _A_PLAN.match(view, stop)
            or view[max(start, hit.start() - 1) : hit.start()] in _NOT_BEFORE
        ):
            continue
        year = _YEAR_NUMBER.search(words)
        found.append(
            DateMention(
                hit.start(),
                stop,
                hit["start"] is not None,
                _BROAD.match(words) is not None,
                int(year[0]) if year else _plan_end(words),
            )
        )
    return found
