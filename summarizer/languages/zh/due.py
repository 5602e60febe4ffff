"""The last day that the words of a deadline leave: 5月底 is the 31st of May of the plan's year."""

from calendar import monthrange

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.calendar import YEAR, plain_year
from summarizer.languages.zh.numerals import parse

_HAN = "[一二三四五六七八九十]"
_BY = r"(?:到|至|截至|截止到?|在|于|力争|争取)?"
_BEFORE = r"(?:之前|以前|前|止|之内|以内|内)?"
_PLAN_ENDS = {"二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}
_DUE = verbose(
    rf"""
    {_BY}
    (?:
        (?:(?P<from>{YEAR})[ ]?年?[-~至到—]+)?                                     # 2021-2025年
        (?:(?P<year>{YEAR})[ ]?(?:年度?|(?=[-/.]))|(?P<this>[今本]年度?|全年|年度?(?=[内底末终中])))?
        (?:
            [-/. ]?(?P<month>\d{{1,2}}|{_HAN}{{1,2}})[ ]?(?:月份?|(?=[-/.]))
            (?:[-/. ]?(?P<day>\d{{1,2}}|{_HAN}{{1,3}})[ ]?[日号]?|(?P<third>[上中下]旬)|[底末])?
          | 第?(?P<quarter>[一二三四1-4])季度[底末]? | Q(?P<q>[1-4])
          | (?P<half>[上下])半年[底末]? | 年?(?P<end>[底末终]) | 年?内 | (?P<middle>年中)
        )?
      | “?十(?P<plan>[二三四五六])五”?(?:规划)?(?:期间?|时期)?(?:[末底]|期末)
    )
    {_BEFORE}
    """
)
_THIRDS = {"上旬": 10, "中旬": 20}


def last_day(words: str, year: int | None) -> tuple[int, int, int] | None:
    """Year, month and day; ``year`` is the plan's, for words that name none. None where they do not say which day."""
    found = _DUE.fullmatch(words.strip())
    if not found or not any(found.groups()) or found["middle"]:
        return None
    if found["plan"]:
        return _PLAN_ENDS[found["plan"]], 12, 31
    in_year = int(plain_year(found["year"])) if found["year"] else year
    if in_year is None:
        return None
    month = _month(found.groupdict())
    if month is None or not 1 <= month <= 12:  # noqa: PLR2004
        return None
    if found["day"]:
        return in_year, month, int(parse(found["day"]) or 0)
    return in_year, month, _THIRDS.get(found["third"]) or monthrange(in_year, month)[1]


def _month(parts: dict[str, str | None]) -> int | None:
    """The month in which the words end."""
    if parts["month"]:
        return int(parse(parts["month"]) or 0)
    if quarter := parts["quarter"] or parts["q"]:
        return int(parse(quarter) or 0) * 3
    if parts["half"]:
        return 6 if parts["half"] == "上" else 12
    return 12
