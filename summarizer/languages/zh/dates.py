"""Dates and periods: the words that say by when, and whether they lie behind or ahead of the plan.

One small grammar, written as one pattern: a *point* (a day, a year and its part, a season, a holiday) or a *stretch*
(a term of months, the years of a plan), a word before it (to, from), an edge behind it (before, within, from then on).
It reads the view, so in one spelling of dashes, brackets and digits.
"""

import re
from collections.abc import Iterator

from summarizer.languages.patterns import verbose
from summarizer.languages.records import DateMention
from summarizer.languages.zh.calendar import plain_year

# --- what points are made of
_TO = r"[ ]?(?:-{1,2}|~|至|到)[ ]?"
_NUMBER = r"(?:(?<!\d)\d{1,2}|[一二两三四五六七八九十]{1,3}|[xX×]{1,2})"
_SHORT_YEAR = r"(?<!\d)[1-4]\d(?=[ ]?年(?:[底末初]|[上下]半年|[一二三四]季度|[1-9]\d?月))"  # 24年底
_YEAR = rf"(?:\d{{4}}|{_SHORT_YEAR}|[一二][〇零0一二三四五六七八九]{{3}}|[xX×]{{2,4}})"
_DAY = rf"{_NUMBER}[ ]?[日号]"
_MONTH = rf"""
    (?:{_NUMBER}(?:[ ]?(?:月份?[ ]?(?:{_DAY})?)?{_TO}(?:[次明]年)?|月[、和]))?      # 1-9月, 3月1日至5月31日, 3月、9月
    {_NUMBER}[ ]?月(?:份|[ ]?{_DAY}(?:{_TO}{_DAY})?)?(?:[上中下]{{1,2}}旬|[底末初中])?
"""
_IN_SCHOOL = r"(?:新?学期|学年)?(?:开学|期?[末初]|结束)?"
# Holidays and seasons date only with an edge: 国庆节前, but 国庆节活动 is a name.
_HOLIDAY = r"""
    (?:[“\"]?(?:五一|六一|七一|八一|十一|元旦|春节|国庆)[”\"]?(?:节|[一-鿿]{2}节|黄金周|小长假)?
      |(?:元宵|清明|端午|中秋|重阳)节?|(?:教师|劳动|儿童|建[党军]|[两双])节|小长假|黄金周
      |主?汛期?|雨季|[供采取]暖[季期]?|防火[季期]|入[春夏秋冬汛]|开春|[封上]冻|[旺淡夏冬]季
      |[中高]考|春[耕播运]|[夏秋]收|[“\"]?三[夏秋][”\"]?)
    (?:到?来临?|结束)?(?=之?前|以前|后|期间|假期)
"""
_PART = rf"""
    (?:[上下]半年[末底]?
      |(?:前[两二三]个?|第?[一二三四1-4](?:(?:[、和]|{_TO})第?[二三四2-4])?)季度[末底初]?
      |{_MONTH}|[春秋]季{_IN_SCHOOL}|[暑寒](?:假|期)(?:结束)?|全年|旅游旺季|{_HOLIDAY})
"""
_OF_YEAR = rf"(?:[ ]?(?:Q[1-4]|年?[底末初中终内]|度内|[夏冬]季|秋冬季|冬春季|{_PART}))"
_DOES = r"(?=新[增建]|改建|改造|建成|建设|完成|培训|实现|力争)"
_LATER_YEAR = r"[ ]?[、和及与][ ]?(?:19|20)\d{2}"
_YEAR_OF_SEVERAL = rf"(?<!\d)(?:19|20)\d{{2}}(?=(?:{_LATER_YEAR})+[ ]?年)"
# --- points, stretches, and what stands around them
_POINT = rf"""
    (?:(?<![\d.])\d{{4}}(?P<mark>[-/.])[ ]?\d{{1,2}}(?P=mark)[ ]?\d{{1,2}}日?(?![\d./-])    # 2024.9.30
      |(?<![\d.])(?:\d{{4}}[-/.])?(?:1[0-2]|0?[1-9])[./](?:3[01]|[12]\d|0?[1-9])(?=之?前)   # 9.30前
      |{_YEAR}[ ]?(?:年?{_OF_YEAR}?)?{_TO}{_YEAR}[ ]?
       (?:学?年度?(?:第[一二]学期|{_OF_YEAR})?)                                           # 2024-2026年
      |{_YEAR_OF_SEVERAL}                                                                 # 2024、2025年
      |(?:{_YEAR}[ ]?年|[今明本当次]年)(?:度(?!计划)|{_OF_YEAR})?(?:{_TO}(?:[明次]年)?{_PART})?
      |年[底末初终]|(?<!\d)年中|年度?内|岁末|年度{_DOES}|[今明](?:冬明)?[春夏秋冬]|近期   # no year is named
      |(?:[本当下次]|下个)?月(?:[底末初内]|[上中下]旬)|{_PART}
      |(?:[本新下]|第[一二])(?:学期|学年){_IN_SCHOOL}|学[期年](?:期?[末初]|内|结束)
      |开学(?=之?前|以前|[时后起]))
"""
_STRETCH = rf"""
    (?:[“\"]?十[一二三四五六]五[”\"]?(?:规划)?(?:期间|时期|[前中后]期|期)?[末初内]?       # a five-year plan
      |(?<![\d一-鿿])[两三四五]年{_DOES}                                                 # 三年新建…
      |(?:未来|今后)的?{_NUMBER}(?:{_TO}{_NUMBER})?(?:年|个月)(?:[ ]?(?:时间|左右|之?内)){{0,2}}
      |(?:(?:{_NUMBER}{_TO})?(?:(?<![\d.])\d{{1,3}}|[一二两三四五六七八九十百]{{1,4}})[ ]?
          (?:年|个?半年|个?月|个?季度|个?学[期年]|个?星期|[周天日]|个?工作日)|半年|半个月)
       (?:(?<![天日])(?:左右)?的?时间(?:之?内|(?!的))|的?之内|以内|内))
"""
_EVERY = rf"每(?:(?:月|季度?(?:末月)?|学[期年])(?:{_DAY}|期?[底末初]|结束|开学)|年度?{_OF_YEAR})"
_EDGE = r"""
    (?:[ ]?(?:之前|以前|前夕|前后|前(?![期沿列身往置])|左右|止(?!血)|假?期间|假期前?|之内|以内|内
      |(?<=[节学季考])之?[后时]))?
    (?<!内(?=[容部涵需控生]))                                                          # 内容 is another word
"""
_FIRST = (
    r"\d一二两三四五六七八九十百xX×到至截在从自每今明本当次前上下第春夏秋冬暑寒全年度岁月学新近开未半“\""
    r"主汛雨供采取防入封旺淡中高元国清端重教劳儿建双旅小黄三"
)
# What a date begins with, in two characters where one is common: cheaper than to try all that a date may be.
_BEGINS = r"""
    (?:[“\"xX×]
      |\d(?!\d*(?:,\d{3})*(?:\.\d+)?(?:                                                            # but no count
          [%万亿千所家人项亩套名户米吨处台辆座条场次件平节岁分课多厘\]〕:°′\n]|元(?!旦)|个(?![半月季学星工])))
      |[一二两三四五六七八九十百](?=[一二两三四五六七八九十百〇零0 年月日号个季周天星工半学到至~、和夏秋-])
      |[今明本当次]年|年[底末初终中度内]|岁末|[今明][春夏秋冬]|近期|半[年个]|未来|今后                # years
      |[本当下次]月|下个月|月[底末初内上中下]|[上下]半|前[两二三]|第[一二三四1-4](?=[季学、和至到~ -])|全年
      |旅游|[本新下]学
      |[春秋]季|[暑寒][假期]|元[旦宵]|春[节耕播运]|国庆|清明|端午|中[秋考]|重阳|教师|劳动|儿童|建[党军]|[两双]节
      |小长|黄金|主?汛|雨季|[供采]暖|防火|入[春夏秋冬汛]|开[春学]|[封上]冻|[旺淡夏冬]季|高考|[夏秋]收|学[期年])
"""
_DATE = verbose(
    rf"""
    (?:{_EVERY}|(?P<lead>到|至|截至|截止到?|在|从|自)?[ ]?(?:{_STRETCH}|{_POINT})[ ]?(?:新学期)?(?:开学)?)
    {_EDGE}(?P<begins>起(?![草步点航飞降来伏诉源势])|开始)?
    """
)
# Where a date may begin: its first characters are looked for before anything is tried, and nearly all passed over.
_MAY_BEGIN = verbose(rf"[{_FIRST}](?<=(?=每[月季学年]|(?:(?:截止到?|截至|[到至在从自])[ ]?)?{_BEGINS}).)")
_MAX_LEADING_DATE = 16
"""Characters within which a leading date shows that it is one."""
# Every date has one of these characters; most sentences have none and are spared the long search.
_MAY_HOLD = verbose(
    r"""
    [年月季假寒暑期末底春秋冬夏汛暖节旦周天前时后日学./-]        # one set first, which is looked for fast
    (?: (?<=[^日学./-])|(?<=日)内|(?<=学)起|(?<=[./-])\d+[./-]\d )
    """
)
_YEAR_NUMBER = re.compile(r"\d{4}|[一二][〇零][〇零一二三四五六七八九]{2}")
# Words that hold a date's characters without saying when: 学年度计划, 三年行动计划, 全年龄段, 2022年版.
_NOT_AFTER = verbose(
    r"""
      (?<=年)(?:[版龄级限代轻货均薪终]|制(?![定订作造])|检(?![查测修验]))   # 三年制, but 9月制定
    | (?<=月)(?:[饼嫂薪均]|怀胎)
    | 行动|规划|度计划|计划单列|工作要点|修订(?=[的版本)])|级学生
    | 以来|为基|的?水平|的?基础                                             # a base to compare with
    """
)
# 2023年中考, 2024年初步设计: the last character begins another word, and the date ends before it.
_NEXT_WORD = re.compile(r"[年月](?:中[考期学等型医高职华国央心小]|初[步中级期始高一二三])")
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
_BROAD = re.compile(
    r"^(?:在)?(?:[今本]年度?|全年|年度|近期|(?:\d{4} ?年?" + _TO + r")?\d{4} ?年度?|[“\"]?十[一二三四五六]五.*(?<!末))$"
)
_BRIDGE = re.compile(_TO)
_LAST = re.compile(r"[去上昨](?=[年月])")  # 去年底, 上月末


# The year in which a five-year plan ends: 十二五 ran to 2015.
_PLAN_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}
_FIVE_YEARS = re.compile(r"十([一二三四五六])五")


def _year(words: str) -> int | None:
    """The last year that is written, or in which the plan that is named ends."""
    if years := _YEAR_NUMBER.findall(words):
        return int(plain_year(years[-1]))
    return plan_end(words)


def plan_end(words: str) -> int | None:
    """The year in which the five-year plan ends that is named; None where none is."""
    plan = _FIVE_YEARS.search(words)
    return _PLAN_ENDS[plan[1]] if plan else None


def leading_date(text: str) -> int:
    """Where the date ends with which ``text`` begins; 0 where it begins with none."""
    if _MAY_HOLD.search(text, 0, _MAX_LEADING_DATE) is None or _MAY_BEGIN.match(text) is None:
        return 0
    found = _DATE.match(text)
    return found.end() if found else 0


def _written(view: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What may be a date by its own words, in order, disjoint."""
    at = start
    while (begin := _MAY_BEGIN.search(view, at, end)) is not None:
        hit = _DATE.match(view, begin.start(), end)
        at = begin.end() if hit is None else hit.end()
        if hit is not None:
            yield hit


def find_dates(view: str, start: int, end: int) -> list[DateMention]:
    """All date mentions in ``view[start:end]``, in order, disjoint."""
    found: list[DateMention] = []
    if _MAY_HOLD.search(view, start, end) is None:
        return found
    for hit in _written(view, start, end):
        begins, since = hit["begins"] is not None, hit["lead"] in {"从", "自"}
        stop = hit.end()
        if hit["begins"] == "开始" and not (since or view.startswith(",", stop)):
            begins, stop = False, hit.start("begins")  # 下半年|开始全面实施
        words = view[hit.start() : stop].rstrip()
        stop = hit.start() + len(words)
        if view[stop - 1] in "中初" and _NEXT_WORD.match(view, stop - 2):
            words, stop = words[:-1], stop - 1
        before = max(start, hit.start() - 2)
        if view.startswith(_COMPARED, before) and before == hit.start() - 2:
            continue  # 高于“十三五”时期: a base to compare with
        if (
            (since and not (begins or _BRIDGE.search(words)))  # 从2020年的5%提高到: a base as well
            or len(words) < 2  # noqa: PLR2004
            or _NOT_AFTER.match(view, stop)
            or _A_PLAN.match(view, stop)
            or view[max(start, hit.start() - 1) : hit.start()] in _NOT_BEFORE
            or _LAST.match(view, max(start, hit.start() - 1))
        ):
            continue
        found.append(DateMention(hit.start(), stop, begins, _BROAD.match(words) is not None, _year(words)))
    return found
