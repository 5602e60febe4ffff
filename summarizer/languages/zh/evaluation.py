"""A second reader of numbers in Chinese text, by which an evaluation finds what an extractor made up.

It is written apart from the extractor's reader and imports nothing of it: a misreading shared by both would never
show. A number is read whole (80 does not stand in 1802, 十 not in 二十), and a unit belongs to the number that it
follows. Texts are given as :func:`plain` leaves them.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

SENTENCE_ENDS = "。！？!?"
UNWRITTEN_UNITS = frozenset({"%", "倍", "times"})
"""Units that words like 全覆盖, 百分之九十, 两成 or 翻一番 give without spelling them; so do double and halve."""
NUMBER_WORDS = frozenset({"一"})
"""As often words (进一步, 一体推进) as numbers."""

# Never NFKC: it reads ①10 as 110.
_WIDE = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20, 0x00A0: 0x20}
_DIGITS = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
    "〇": 0,
    "○": 0,
    "两": 2,
    "兩": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

_D, _S = "".join(_DIGITS), "".join([*_SMALL, *_LARGE])
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_MIXED = rf"(?:{_ARABIC}\s*[{_S}]+\s*)*{_ARABIC}(?:\s*[{_S}]+)?"  # 3.5万, 1亿2000万, 2 千
_HAN = rf"[{_D}{_S}]+(?:点[{_D}]+[万萬亿億]*)?"
_NUMBER = rf"(?:(?:{_MIXED}|{_HAN})(?:[余多来几个][万萬亿億]+)?)"  # 300余万, 12个亿
_WRITTEN = re.compile(
    rf"""
    (?P<parts>[百千])分之(?P<share>{_NUMBER})  # per cent, per mille: 百分之九十
    | (?P<below>{_NUMBER})分之(?P<above>{_NUMBER})  # a fraction, the denominator first: 三分之二
    # tenths: 两成半, 九成五, 七八成, but not 成立
    | (?P<tenths>[{_D}十\d.]+)成(?![立为员功果绩熟品本效长就片批套型体])(?P<hundredths>[半{_D}](?![{_D}{_S}]))?
    | 翻(?P<doublings>{_NUMBER})?[番倍]  # doubled so many times: 翻两番
    | 一半 | 半数  # half
    | (?P<whole>百分百)
    | (?P<power>{_ARABIC}\s*[×xX*]\s*10\^?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}})  # 3×10^4
    | (?P<half>半)(?=小时|天|年|个|公里|学期|里|亩)
    | (?P<plain>{_NUMBER})(?P<and_half>\s*个半)?  # any other number, and a half: 三个半
    """,
    re.VERBOSE,
)
_N = rf"{_D}{_S}廿卅"
# What was taken is not given back (++, *+): these repeats overlap, and trying all their splits would take for ever.
_ATOM = rf"(?:\d++(?:[,.]\d++)*+|[{_N}])"
_CORE = rf"{_ATOM}(?:\s?[{_S}]|{_ATOM}|点(?=[{_D}])|[余多来几个](?=[万萬亿億]))*+"
_END = rf"(?:成(?![立为员功果绩熟品本效长就片批套型体])[半{_D}]?|\s?[%‰]|\s?个?百分点|个半|半(?![年月日天]))?"
_WHOLE = rf"(?:{_CORE}分之)?{_CORE}{_END}"
NUMERAL = re.compile(
    rf"""
    翻(?:{_CORE}|倍|番)[番倍]?
    | (?:\d[\d,.]{{0,20}}+[{_S}]*+[%‰]?(?:个月|[^\W\d年月日时]){{0,3}}\s?(?:至|到|-{{1,2}}|~|—{{1,2}}|–)\s?(?=\d))?
      {_WHOLE}(?:\s?(?:至|到|-{{1,2}}|~|—{{1,2}}|–|/)\s?{_WHOLE})*
    | [半双雙倍]
    """,
    re.VERBOSE,
)
"""Whatever may be a number, whole, with its magnitude and per cent, and a range with both ends; more than is read."""
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OVER = re.compile(r"(?<![\d/.])([1-9])/([1-9]\d?)(?![\d/.])")  # 2/3
_UNIT_AND_HALF = re.compile(r"\s*[^\d\s,，、。;；]{1,2}半")  # 一倍半, 三公里半
_CURRENCIES = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_SHORT_UNITS = {"平方米": "㎡", "个百分点": "百分点"}
"""Units that may be written in another way."""
_TO = r"\s*(?:至|到|—+|-+|~+|–|或|、)\s*"
_RANGE = re.compile(rf"(?:\s*[^\d\s]{{1,4}}?)?{_TO}")  # 6至10, 10%～15%, 3个月-6个月
_LIST = re.compile(r"\s*(?:至|到|—+|-+|~+|–|或|、|,|和|及|与|/|:)\s*")
_LOOSENED = re.compile(r"\s*(?:余|多|几|来|左右|上下|以上|以下|以内)?\s*(?:的\s*)?")  # 50余所, 3个以上的公园
ALL = re.compile(r"全|均|所有|都|皆|一律|每|各|普及|应.尽.|百分之百|100%|(.)\1|无一")
NONE = re.compile(r"零|〇|0|清零|杜绝|无|不出现|不发生")
BLANK = re.compile(r"[xX×※*_□○●■△▲…?—-]|\s{2,}|\.{2,}|[(\[【]\s*[)\]】]")
DATED = re.compile(r"[\d一二三四五六七八九十上下本今明年月日季春夏秋冬底末]")


class Number(NamedTuple):
    """One reading of a written number; ``unit`` is set where the wording itself gives it (百分之九十, 两成 → %)."""

    value: float
    start: int
    end: int
    unit: str | None = None


def plain(text: str) -> str:
    """The text with its full-width forms as their plain ones, character for character."""
    return text.translate(_WIDE)


def read_numbers(text: str) -> list[Number]:
    """Every reading of every number in ``text``; a place that can be read in two ways gives two."""
    return list(_readings(plain(text)))


def ranges(quote: str, numbers: list[Number]) -> Iterator[tuple[float, Number]]:
    """Lower value and upper number of everything that may be read as a range; 两三个 is one at a single place."""
    for low in numbers:
        for high in numbers:
            if (low.start, low.end) == (high.start, high.end) or (
                low.end < high.start and _RANGE.fullmatch(quote, low.end, high.start)
            ):
                yield low.value, high


def has_unit(quote: str, number: Number, unit: str, numbers: list[Number]) -> bool:
    """Whether ``unit`` stands at a number of the quote, or at the last of the list that the number is in."""
    if number.unit is not None:
        return number.unit == unit
    written = (unit, _SHORT_UNITS[unit]) if unit in _SHORT_UNITS else (unit,)
    return any(_stands(quote, number, one, numbers) for one in written)


def _stands(quote: str, number: Number, unit: str, numbers: list[Number]) -> bool:
    at = number.end
    while True:
        loosened = _LOOSENED.match(quote, at)
        if quote.startswith(unit, at) or quote.startswith(unit, loosened.end() if loosened else at):
            return True
        # 9、10所: a list says its unit once, at its last number.
        follower = next((one for one in numbers if one.start > at and _LIST.fullmatch(quote, at, one.start)), None)
        if follower is None:
            return f"({unit})" in quote  # 面积(平方米)600
        at = follower.end


def _readings(text: str) -> Iterator[Number]:
    found = [number for match in _WRITTEN.finditer(text) for number in _read(match)]
    yield from found
    for fraction in _OVER.finditer(text):
        share = 100 * int(fraction[1]) / int(fraction[2])
        yield from (Number(round(share, places), *fraction.span(), "%") for places in range(4))
    for low, high in pairwise(found):
        if low.unit and high.unit is None and re.fullmatch(_TO, text[low.end : high.start]):
            yield high._replace(unit=low.unit)  # 百分之八至十二
        # 6至10万: the magnitude may be meant for both ends.
        magnitude = re.search(rf"[{_S}]+$", text[high.start : high.end])
        if magnitude and text[low.end - 1] not in _S and re.fullmatch(_TO, text[low.end : high.start]):
            yield low._replace(value=low.value * _han(magnitude.group()))


def _read(match: re.Match[str]) -> Iterator[Number]:
    start, end = match.span()
    if match["share"]:
        yield Number(_number(match["share"]), start, end, "%" if match["parts"] == "百" else "‰")
    elif match["below"]:
        below, above = _number(match["below"]), _number(match["above"])
        if below:
            yield Number(above / below, start, end)
            # Thirds and sixths are rounded by whoever writes them down.
            yield from (Number(round(100 * above / below, places), start, end, "%") for places in range(4))
    elif match["tenths"]:
        yield from _tenths(match)
    elif match["power"]:
        base, _, power = re.sub(r"\s", "", match["power"]).translate(_SUPERSCRIPT).replace("^", "").partition("10")
        yield Number(_number(base[:-1]) * 10 ** int(power), start, end)
    elif match["half"]:
        yield Number(0.5, start, end)
    elif match["plain"]:
        yield from _plain_readings(match)
    elif match["whole"]:
        yield Number(100, start, end, "%")
    elif match[0].startswith("翻"):
        times = _number(match["doublings"]) if match["doublings"] else 1
        yield Number(times, start, end - 1)  # 翻两番, unit 番
        yield from (Number(value, start, end, "倍") for value in (2**times - 1, 2**times))
    else:
        yield Number(50, start, end, "%")


def _tenths(match: re.Match[str]) -> Iterator[Number]:
    """两成, 九成五, 两成半; 七八成 is a range."""
    written, more = match["tenths"], match["hundredths"]
    digits = list(written) if re.fullmatch(rf"[{_D}]{{2}}", written) else [written]
    rest = 5 if more == "半" else _DIGITS.get(more or "零", 0)
    yield from (Number(10 * _number(digit) + rest, *match.span(), "%") for digit in digits)


def _plain_readings(match: re.Match[str]) -> Iterator[Number]:
    written, (start, end) = match["plain"], match.span("plain")
    yield Number(_number(written), start, end)
    if len(written) > 1 and written.endswith("千") and match.string.startswith(("瓦", "米", "克", "卡", "伏"), end):
        yield Number(_number(written[:-1]), start, end - 1)  # 5万千瓦: the 千 is the unit's
    if start and (currency := _CURRENCIES.get(match.string[:start].rstrip()[-1:])):
        yield Number(_number(written), start, end, currency)
    if not match["and_half"] and _UNIT_AND_HALF.match(match.string, end):
        yield Number(_number(written) + 0.5, start, end)
    if match["and_half"]:
        yield Number(_number(written) + 0.5, start, match.end())
    if pair := re.fullmatch(rf"(|[{_D}{_S}]{{0,9}}[{_S}])([{_D}])([{_D}])([{_S}]*)", written):
        # 两三个, 三五百, 十二三家: two digits side by side are a range.
        yield from (Number(_han(pair[1] + digit + pair[4]), start, end) for digit in pair.group(2, 3))


def _number(written: str) -> float:
    """The value of Arabic digits, Chinese numerals, or both mixed."""
    compact = re.sub(r"[\s,余多来几个]", "", written)
    pieces: list[tuple[str, str]] = re.findall(rf"(\d+(?:\.\d+)?)([{_S}]*)", compact)
    return sum(float(digits) * (_han(scale) if scale else 1) for digits, scale in pieces) if pieces else _han(compact)


def _han(written: str) -> float:
    whole, _, rest = written.partition("点")
    fraction = rest.rstrip("".join(_LARGE))
    value = float(f"{_han_whole(whole)}.{''.join(str(_DIGITS[digit]) for digit in fraction)}")
    return value * (_han_whole(rest[len(fraction) :]) if len(fraction) < len(rest) else 1)


def _han_whole(written: str) -> int:
    """The value of a whole Chinese numeral; a magnitude without a digit (百部) is one of it."""
    if all(character in _DIGITS for character in written):
        return int("".join(str(_DIGITS[character]) for character in written) or "0")
    total = section = digit = 0
    tail = 1  # what a closing digit counts: 一百二 is 120, 两万五 is 25000, but 一百零二 is 102
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
            tail = tail if digit else 1
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit, tail = 0, _SMALL[character] // 10
        elif _LARGE[character] == _LARGE["万"]:
            total += (section + digit or 1) * _LARGE["万"]
            section, digit, tail = 0, 0, _LARGE["万"] // 10
        else:
            total = (total + section + digit or 1) * _LARGE["亿"]
            section, digit, tail = 0, 0, _LARGE["亿"] // 10
    return total + section + digit * tail
