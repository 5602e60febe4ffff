"""What Word and Excel write in Chinese: names of styles and sheets, numbers of paragraphs, formats of dates."""

STYLES = "标题", "目录"
"""What the styles of headings and of tables of contents are called, before their level."""
SHEETS = r"工作表|表"
"""What a sheet is called, before its number, that nobody has given a name."""
_MONTH, _DAY, _WHOLE = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_TIME, _HALF = 'h"时"mm"分"', '上午/下午h"时"mm"分"'
NUMBER_FORMATS: dict[int, str] = {
    27: _MONTH, 28: _DAY, 29: _DAY, 30: "m/d/yy", 31: _WHOLE, 32: _TIME, 33: _TIME + 'ss"秒"', 34: _HALF,
    35: _HALF + 'ss"秒"', 36: _MONTH, 50: _MONTH, 51: _DAY, 52: _MONTH, 53: _DAY, 54: _DAY, 55: _HALF,
    56: _HALF + 'ss"秒"', 57: _MONTH, 58: _DAY,
}  # fmt: skip
"""The formats that Chinese Excel names by a number alone: ECMA-376 part 1, 18.8.30, of zh-cn."""

_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_SERIES = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
_COUNTING = frozenset(
    "chineseCounting chineseCountingThousand taiwaneseCounting taiwaneseCountingThousand japaneseCounting "
    "koreanCounting".split()
)


def written(count: int, form: str) -> str | None:
    """``count`` in a number format of Word (``chineseCountingThousand``, …); None where the format is not Chinese."""
    if form in _COUNTING:
        return _counted(count, _HAN, "十百千")
    if form in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return _counted(count, _LEGAL, "拾佰仟", leading=True)
    if form in {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"}:
        return "".join(_HAN[int(digit)] for digit in str(count))
    series = _SERIES.get(form, "")
    return series[count - 1] if 1 <= count <= len(series) else None


def _counted(count: int, digits: str, places: str, *, leading: bool = False) -> str:
    """Chinese counting up to 9999: 十, 二十一, 一百零五."""
    if not 0 < count < 10_000:  # noqa: PLR2004
        return digits[0] if count == 0 else str(count)
    parts: list[str] = []
    figures = str(count)
    for at, figure in enumerate(figures):
        place = len(figures) - at - 1
        if figure != "0":
            parts.append(digits[int(figure)] + (places[place - 1] if place else ""))
        elif parts and parts[-1] != "零" and figures[at:].strip("0"):
            parts.append("零")
    words = "".join(parts)
    one_ten = digits[1] + places[0]
    return words[1:] if words.startswith(one_ten) and not leading else words
