"""The day that a deadline's words mean, counted from the plan's own period: 5月底前, 年内, 第二季度, 秋季学期开学前.

What may mean several days is given as the last one that all its readers would accept: 5月前 is the end of April.
Words that mean no day (每年, 按进度), a blank (xx月) and feasts of the moon have none.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.calendar import plain_year
from summarizer.languages.zh.dates import plan_end
from summarizer.languages.zh.numerals import parse

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_NO_DAY = verbose(
    r"""
    每[年月季周天日学] | [xX×]{1,4}年 | [xX×]{1,4}月 | [xX×]{1,4}日
    | 春节 | 元宵 | 端午 | 中秋 | 清明 | 重阳
    | (?<!\d)(?:\d{1,2}|[两三四五六七八九十半])年之?以?内               # within so many years: of when?
    | 按 | 持续 | 长期 | 起$ | 开始$
    | (?:\d|[一二两三四五六七八九十])个?(?:工作日|[日天周月]|星期|季度|学[期年])之?以?内  # within so many days
    | (?<!春季)(?<!秋季)学期期?[末内]                                 # of spring or of autumn?
    """
)
_LONG_YEAR = r"(?<!\d)(?:19|20)\d{2}(?!\d)|[一二][〇零][〇零一二三四五六七八九]{2}"
_YEAR = re.compile(rf"(?P<long>{_LONG_YEAR})|(?<!\d)(?P<short>[1-4]\d)(?=[ ]?年)|(?P<next>[明次]年)")
_WHOLE = verbose(
    r"""
    (?<![\d./])
    (?: (?:19|20)\d{2}(?P<month_packed>\d{2})(?P<day_packed>\d{2})                              # 20250630
      | (?:(?:19|20)\d{2}(?:年[ ]?|(?P<mark>[-/.])))?
        (?P<month>\d{1,2})(?(mark)(?P=mark)|[-/.])(?P<day>\d{1,2}) )                        # 2025.6.30, 6.30
    (?![\d月季年])
    """
)
_OF_YEAR = re.compile(  # 2025.8, 2025.3-11
    r"(?<!\d)(?:19|20)\d{2}(?P<mark>[-/.])(?:\d{1,2}(?!(?P=mark))[-~至到])?(?P<month>1[0-2]|0?[1-9])(?!\d|[-/.]\d|[年月季])"
)
_MONTH = verbose(
    rf"""
    (?<![个\d])(?P<month>{_N})[ ]?月(?!内)份?
    (?:[ ]?(?P<day>{_N})[ ]?[日号](?:(?:-|至|到|~)(?P<to>{_N})[ ]?[日号])?)?
    (?P<part>[上中下]旬|[底末初中])?
    """
)
_QUARTER = re.compile(
    r"(?:前|第)?(?:[一二三四1-4](?:[、和]|至|到|-))?第?(?P<nth>[一二两三四1-4])个?季度|[Qq](?P<letter>[1-4])(?!\d)"
)
_BEFORE = re.compile(r"(?:之|以)?前$|前夕$|到来前$")
_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "六一": (6, 1), "儿童节": (6, 1), "七一": (7, 1),
           "八一": (8, 1), "教师节": (9, 10), "十一": (10, 1), "国庆": (10, 1)}  # fmt: skip
_SCHOOL = (("秋季", (9, 1)), ("春季", (3, 1)), ("暑", (8, 31)), ("新学期", (9, 1)), ("新学年", (9, 1)))
_HALF = verbose(r"(?P<first>上半年|年中(?![考秋期小学职高心]))|(?P<last>下半年|年[底末终]|岁末)")
_END_OF_YEAR = re.compile(r"年[底末终内]|岁末|年度?内|全年|[今本当]年|年终|年度|年(?:之|以)?[前内]?$|期[末内]")
_TERM_ENDS = {"春季": 6, "秋季": 12, "暑": 8}
"""The last month that all would accept; autumn's term ends in January, and the plan's year before."""
_TERM_OVER = re.compile(r"学期期?[末内]|结束")
_UNREAD = re.compile(r"[A-Za-z\d]|假|汛|暖|雨季|入[春夏秋冬]|[中高]考|节前|学年")
"""What says more than the year, in a way that is not read."""
_PERIOD = re.compile(r"\d{4}")


def resolve(words: str, period: str | None = None) -> dt.date | None:
    """The last day of the term that ``words`` name (in the view's spelling); None where they leave it open.

    ``period`` is that of the plan: ``2023``, ``2021-2025``. A plan of several years leaves open which May is meant.
    """
    said = words.strip().strip('()[]"“”,。 ').replace(" ", "")
    if not said or _NO_DAY.search(said):
        return None
    try:
        return _resolved(said, period)
    except ValueError:  # 2月30日
        return None


def _resolved(said: str, period: str | None) -> dt.date | None:
    year, named = _year(said, period)
    if year is None:
        return None
    before = _BEFORE.search(said) is not None
    if found := _day_of(said, year, before=before):
        return found
    if _UNREAD.search(_YEAR.sub("", said)):
        return None
    return dt.date(year, 12, 31) if named or _END_OF_YEAR.search(said) else None


def _year(said: str, period: str | None) -> tuple[int | None, bool]:
    """The year that is meant, and whether the words name it themselves."""
    years = [each for each in _YEAR.finditer(said) if not each["next"]]
    if years:
        last = years[-1]
        return int(plain_year(last["long"])) if last["long"] else 2000 + int(last["short"]), True
    if (ends := plan_end(said)) is not None:
        return ends, True
    in_period = _PERIOD.findall(period or "")
    if not in_period:
        return None, False
    if len(in_period) > 1:
        return (int(in_period[-1]), True) if said.startswith(("期", "规划期")) else (None, False)
    return int(in_period[0]) + (1 if _YEAR.search(said) else 0), False


def _day_of(said: str, year: int, *, before: bool) -> dt.date | None:
    """The day in ``year``, where the words name a part of it."""
    points = list(_points(said, year, before=before))
    return max(points)[1] if points else None


def _points(said: str, year: int, *, before: bool) -> Iterator[tuple[int, dt.date]]:
    """Where each part of ``year`` that is named ends in the words, and its day: what is named last is by when."""
    eve = dt.timedelta(days=1 if before else 0)
    for whole in _WHOLE.finditer(said):
        yield whole.end(), dt.date(year, *(int(whole[part] or whole[f"{part}_packed"]) for part in ("month", "day")))
    for month in _OF_YEAR.finditer(said):
        yield month.end(), dt.date(year, int(month["month"]), 1) - eve if before else _end(year, int(month["month"]))
    for month in _MONTH.finditer(said):
        yield month.end(), _in_month(month, year, before=before and said.endswith("前"))
    for quarter in _QUARTER.finditer(said):
        yield quarter.end(), _end(year, 3 * int(quarter["letter"] or parse(quarter["nth"]) or 0))
    for half in _HALF.finditer(said):
        yield half.end(), _end(year, 6 if half["first"] else 12)
    yield from _named(said, year, eve)


def _named(said: str, year: int, eve: dt.timedelta) -> Iterator[tuple[int, dt.date]]:
    """Feasts and terms of school; what is due before one is due on its ``eve``."""
    for name, (month, day) in _FEASTS.items():
        if (at := said.rfind(name)) >= 0:
            years = 1 if name == "元旦" and eve else 0  # the New Year that the plan's year runs up to
            yield at + len(name), dt.date(year + years, month, day) - eve
    over = _TERM_OVER.search(said)
    for name, (month, day) in _SCHOOL:
        if (at := said.rfind(name)) < 0:
            continue
        if not over:
            start = dt.date(year, 7, 1) if name == "暑" and eve else dt.date(year, month, day)
            yield at + len(name), start - eve
        elif name in _TERM_ENDS:
            yield at + len(name), _end(year, _TERM_ENDS[name])


def _in_month(found: re.Match[str], year: int, *, before: bool) -> dt.date:
    month = int(parse(found["month"]) or 0)
    if day := found["to"] or found["day"]:
        return dt.date(year, month, int(parse(day) or 0))
    match found["part"]:
        case "上旬":
            return dt.date(year, month, 10)
        case "初":
            return dt.date(year, month, 5)
        case "中旬":
            return dt.date(year, month, 20)
        case "中":
            return dt.date(year, month, 15)
        case None if before:
            return dt.date(year, month, 1) - dt.timedelta(days=1)
        case _:
            return _end(year, month)


def _end(year: int, month: int) -> dt.date:
    return dt.date(year, month, monthrange(year, month)[1])
