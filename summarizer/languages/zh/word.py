"""What Word writes in Chinese: names of styles, and counting in the formats of its numbered paragraphs."""

STYLES = "标题", "目录"
"""What the styles of headings and of tables of contents are called, before their level."""

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
