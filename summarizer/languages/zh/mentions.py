"""Mentions: every written quantity of a sentence, with value, unit, comparator and exact place.

A mention says what is written, not whether it is a target; that is the rules engine's business.
The regular expressions run on ``Document.view`` (one spelling a character, same offsets).
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from summarizer.languages.patterns import verbose
from summarizer.languages.records import Mention, Script
from summarizer.languages.zh.comparators import comparator_after, comparator_before
from summarizer.languages.zh.numerals import LARGE, parse

# 千 before 瓦, 米, 克 … is part of the unit, not a magnitude; 万千瓦 is 万 + 千瓦.
_MAG = r"(?:[十拾万亿]|[百佰](?!分[点之])|[千仟](?![瓦米克伏卡赫焦帕字]))"
_GE = r"(?:个半(?=小时|[学课]时|学期|百分点)|个[余多]?[十百千]?亿(?![元吨斤级人户千立美欧]))"  # 一个半小时, 12个亿
_ARABIC = rf"""
    (?:\d{{1,3}}(?:(?:,\d{{3}})+(?!,?\d)|(?:[ ]\d{{3}})+(?![\d,.]))|\d+)(?:\.\d+)?   # digits, perhaps in threes
    (?:(?:[余多几来]|[ ](?=[万亿]))?{_MAG}{{1,3}}                                     # 3万, 30余万, 2 万
        (?:(?:\d+(?:\.\d+)?|[一二两三四五六七八九]){_MAG}{{1,2}})?                   # 3亿5000万
      |[×xX*]10(?:\^\d{{1,2}}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}})|{_GE})?                       # 3×10^4, 12个亿
"""
_HAN = rf"""
    (?:                                                                             # 五、六所
        (?<![第、])(?:一、[二两]|[二两]、三|三、四|四、五|五、六|六、七|七、八|八、九)(?![、年月])[十百千万亿]*
        |(?:[零〇一二两三四五六七八九廿卅]|十|百|千(?![瓦米克伏卡赫焦帕字])|(?<=[一二两三四五六七八九])千(?=米)|[万亿])+
        |(?<![队入退行落登着大内水海收放])                                          # not 队伍, 大陆
        [壹贰叁肆伍陆柒捌玖拾佰仟][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]*
    )
    (?:点[零〇一二三四五六七八九]+[万亿]?)?
    (?:[余多几来]{_MAG}{{1,2}}|{_GE})?
    |半(?=小时)
"""
# A blank to be filled in: xx, ____, 〇〇, (  ).
_MASK = r"""
    (?:
        (?<![A-Za-z0-9+])[xX×*※]{1,6}(?![A-Za-z0-9+])
        |_{2,8}
        |[〇□]{2,4}(?![零一二两三四五六七八九十百千])
        |\([ ]{1,8}\)
    )
    (?:[百千]?[万亿])?
"""
# What a number begins with: looked for before one is tried, which is several times as fast.
_BEGINS = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟半xX×*※_□(¥$€£]")
_NUMBER = verbose(
    rf"""
    (?:
    (?P<per>(?:百|千|[十百千]?万)分之|百分(?=百))(?P<of>{_ARABIC}|{_HAN}|{_MASK})
    |(?P<below>[二三四五六七八九十])分之(?P<above>[一二两三四五六七八九])      # a fraction
    |(?<![\d/.])(?P<up>[1-9])/(?P<down>[1-9]\d?)(?=的|以[上下内]|左右)              # 2/3以上
    |(?P<half>(?:一半|半数)(?=以上|以下|左右|的)|(?<=[过超近达到少占于减低])(?:一半|半数))
    |(?P<to>(?:(?<=[比例达于为到过在按])|(?=1.\d+的?[比标配]))1[:∶])                   # 1:15
        (?P<one>\d+(?:\.\d+)?)(?![\d:∶.])
    |(?<=[比例达于为到过在按])(?P<many>\d+(?:\.\d+)?)[:∶]1(?![\d:∶.])           # 15:1
    |(?P<mask>{_MASK})|(?:(?P<sign>[¥$€£])[ ]?)?(?P<arabic>{_ARABIC})|(?P<han>{_HAN})
    )
    """
)
_MORE_OR_LESS = "余多几来"
_MORE = re.compile(f"[{_MORE_OR_LESS}]")
_MAY_BRIDGE = frozenset(" -~至到—－与和")
_RANGE = re.compile(r" ?(?:-{1,2}|~|至|到|—{1,2}|－|(?P<and>[与和])) ?")
# 一倍半, 两天半
_HALF = re.compile(r"(?<=[倍时天里米斤亩吨])半(?![年天日径导成数程价自封截挂])")
_SPELLING = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟xX*⁰¹²³⁴⁵⁶⁷⁸⁹", "一二三四五六七八九十百千×××0123456789", "余多几来个^ ¥$€£"
)
"""Other spellings of what a number is made of, and what stands in one without changing its value."""
# 22万套(间), 14县(市): the alternative in brackets belongs to the unit.
_ALTERNATIVE = re.compile(r"\((?:市|区|市、区|市、区、旗|县|间|套|处|座|个|园|点|片|棵|株|只|头|幢|栋)\)")
# 元/年, 千克/亩: a rate keeps its base in its unit.
_OF_MANY = re.compile(r"/(?:10|十|百)?万(?!元)人?|/10{5}(?!\d)")  # 死亡率12/10万
_PER = re.compile(r"/(?:立方米|平方米|平方公里|公里|学年|学期|年|月|天|日|周|人|亩|吨|户|生|班|台|辆|度|次|升)")
_GOES_ON = re.compile(r"[,.]\d")
_CURRENCIES = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_PLAIN_UNITS = {"百分点": "个百分点"}
_TENTHS = re.compile(r"([一二三四五六七八九半]?)(?=[以左,、。;的上下多]|农户|\Z)")
_WORTH_EXPLAINING = re.compile(r"(?<=[万亿])|[大级系些]")
"""四大行动, 三级网络, 一系列: no quantities, but what a reader may ask about."""
_MAX_NUMBER = 24
"""Characters; a longer run of digits is a code or noise, and no quantity."""
_ADJACENT = verbose(
    r"""
    (?!十[三四]五\Z)(.{0,9}[十百千万亿]|)                                     # 十四五 is a plan's name
    (?=一、?[二两]|[二两]、?三|三、?[四五]|四、?五|五、?六|六、?七|七、?八|八、?九)(.)、?(.)([个多十百千万亿]*)
    """
)
"""三四十, 七八百万: the lower and the upper end share the magnitudes."""


class MentionScanner:
    """Finds mentions; built once from a profile's unit lexicon."""

    def __init__(self, units: Iterable[str]) -> None:
        """``units`` as the lexicon gives them: a unit, then ``!X`` for each X before which it is another word."""
        entries = sorted((line.split() for line in units), key=lambda entry: len(entry[0]), reverse=True)
        by_first: dict[str, list[str]] = {}
        for unit, *others in entries:
            by_first.setdefault(unit[0], []).append(_unit_pattern(unit, others))
        self._units = {first: re.compile("|".join(patterns)) for first, patterns in by_first.items()}

    def scan(self, view: str, start: int, end: int) -> list[Mention]:
        """All mentions of ``view[start:end]``, in order, disjoint; linear in the length."""
        found: list[Mention] = []
        at = start
        while (begin := _BEGINS.search(view, at, end)) is not None:
            hit = _NUMBER.match(view, begin.start(), end)
            if hit is None:
                at = begin.end()
                continue
            at = hit.end()
            mention = None if hit["han"] and self._is_in_a_word(view, hit, end) else self._read(view, hit, start, end)
            if mention is not None:
                found.append(mention)
                at = max(at, mention.end)
        return found

    def _read(self, view: str, hit: re.Match[str], start: int, end: int) -> Mention | None:
        raw, (first, last) = hit[0], hit.span()
        script: Script = "arabic" if hit["arabic"] or "个" in raw else "mask" if hit["mask"] else "han"
        if len(raw) > _MAX_NUMBER:
            return None
        value, unit = _value(hit)
        masked = hit["mask"] is not None or (hit["of"] is not None and value is None)
        number = Mention(first, last, first, last, last, value, None, unit, "=", masked, script)
        if unit is None:
            number.unit, number.unit_end = self._unit_after(view, last, end)
            if hit["sign"] and number.unit is None and not _GOES_ON.match(view, last, end):
                number.unit = _CURRENCIES[hit["sign"]]
        more = _MORE.search(view, first, min(number.unit_end, last + 1))
        if about := hit["han"] and _ADJACENT.fullmatch(raw):
            number.value, number.value_max = (_number(about[1] + about[digit] + about[4]) for digit in (2, 3))
        elif not masked:
            self._range(view, hit, number, end)
        if view.startswith("半", number.unit_end, end) and (half := _HALF.match(view, number.unit_end, end)):
            number.value, number.unit_end = (number.value or 0) + Decimal("0.5"), half.end()
        if number.unit is None and (masked or (script == "han" and not _WORTH_EXPLAINING.match(view, hit.end(), end))):
            return None  # 一 in 进一步, 统一 …: a character of a word, no quantity
        if (number.value is None and not masked) or not _share(view, number, end):
            return None
        comparator, number.start = comparator_before(view, hit.start(), start)
        number.comparator, number.end = comparator_after(view, number.unit_end, end, comparator)
        if number.value_max is not None:
            number.comparator = "range"
        elif more and number.comparator == "=":
            number.comparator = "~" if "来" in more[0] else ">="
        if number.unit in _PLAIN_UNITS:
            number.unit = _PLAIN_UNITS[number.unit]
        number.lone = script == "han" and set(raw) <= set("百千万亿")
        return number

    def _is_in_a_word(self, view: str, hit: re.Match[str], end: int) -> bool:
        """一 in 进一步, 统一: neither a unit nor a range behind it. Most numerals are; all else need not be tried."""
        if "个" in hit[0] or _WORTH_EXPLAINING.match(view, hit.end(), end):
            return False
        unit, at = self._unit_after(view, hit.end(), end)
        return unit is None and (view[at : at + 1] not in _MAY_BRIDGE or _RANGE.match(view, at, end) is None)

    def _range(self, view: str, low: re.Match[str], number: Mention, end: int) -> None:
        """6至10所, 10%~15%, 5-6亿元: the unit may stand once or twice, the magnitude once."""
        if view[number.unit_end : number.unit_end + 1] not in _MAY_BRIDGE:
            return  # as nearly always
        bridge = _RANGE.match(view, number.unit_end, end)
        high = bridge and _NUMBER.match(view, bridge.end(), end)
        if bridge is None or high is None or high["mask"] or number.value is None or (low["han"] and high["arabic"]):
            return
        top, unit = _value(high)
        unit_end = high.end()
        if unit is None:
            unit, unit_end = self._unit_after(view, high.end(), end)
            if unit is None and low["per"] and view[unit_end : unit_end + 1] not in "年月日":
                unit = number.unit  # 百分之八至十二
        if top is None or unit is None or number.unit not in {None, unit}:
            return
        bottom = _share_magnitude(number.value, low[0], top, high[0])
        if bottom < top and (bridge["and"] is None or view.startswith("之间", unit_end)):
            number.value, number.value_max, number.unit = bottom, top, unit
            number.number_end, number.unit_end = high.end(), unit_end

    def _unit_after(self, view: str, at: int, end: int) -> tuple[str | None, int]:
        """The unit at ``at`` or behind a 余, 多, 几 or 来 there, and where it ends."""
        if view.startswith("/", at, end) and (rate := _OF_MANY.match(view, at, end)):
            return rate[0], rate.end()
        if at < end and view[at] in _MORE_OR_LESS:
            at += 1
        begin = at + 1 if view[at : at + 1] == " " else at
        units = self._units.get(view[begin : begin + 1])
        found = units.match(view, begin, end) if units else None
        if found is None:
            return None, at
        stop = found.end()
        if view[stop : stop + 1] in {"/", "("}:
            per = _PER.match(view, stop, end) or _ALTERNATIVE.match(view, stop, end)
            stop = per.end() if per else stop
        return view[begin:stop], stop


def _share(view: str, number: Mention, end: int) -> bool:
    """Turn 两成 into 20 %; False where 成 or 折 is no share after all."""
    if number.unit not in {"成", "折"} or number.value is None:
        return True
    at = number.unit_end
    # 成 after a digit is a tenth (两成以上, 九成五), unless it begins a word (成为, 成立, 成果)
    share = _TENTHS.match(view, at, end)
    if number.unit == "折" or number.value > 10 or not share:  # noqa: PLR2004
        return False
    number.value, number.unit = (number.value + (parse("点" + share[1].replace("半", "五")) or 0)) * 10, "%"
    number.unit_end = share.end()
    number.value_max = number.value_max * 10 if number.value_max is not None else None
    return True


def _unit_pattern(unit: str, others: list[str]) -> str:
    words = "|".join(re.escape(other[1:]) for other in others)
    if unit == "家":
        words = words.replace("具", "具(?![有备])")  # 5家具有竞争力的企业
    if unit == "项":
        words = "目(?!标)"  # 3项目标 counts 目标, 3项目 counts 项目
    if unit[-1].isascii() and unit[-1].isalpha():
        words = "[A-Za-z]"  # 3PL is no 3 P
    return re.escape(unit) + (f"(?!{words})" if words else "")


def _value(hit: re.Match[str]) -> tuple[Decimal | None, str | None]:
    """The number's value, and the unit that its own spelling gives (百分之九十 is 90 %)."""
    if hit["arabic"] or hit["han"]:  # as nearly all
        return _number(hit[0]), None
    if hit["per"]:
        value, parts = _number(hit["of"]), hit["per"].split("分")[0]
        return (value, "‰") if parts == "千" else (value and value * 100 / (parse(parts) or 1), "%")
    if hit["half"]:
        return Decimal(50), "%"
    if hit["to"] or hit["many"]:
        return parse(hit["one"] or hit["many"]), ":"
    if hit["up"]:
        share = Decimal(hit["up"]) / Decimal(hit["down"])
        return ((share * 100).quantize(Decimal("0.01")).normalize(), "%") if share < 1 else (None, None)
    if hit["below"]:
        share = Decimal(parse(hit["above"]) or 0) / (parse(hit["below"]) or 1)
        return (share * 100).quantize(Decimal("0.01")).normalize(), "%"
    return None, None


def _number(written: str) -> Decimal | None:
    """The value of a number in any spelling: 伍佰万, 十几万, 12个亿, 一个半, 3×10^4."""
    head, scale = (written[:-1], LARGE[written[-1]]) if written[-1] in LARGE else (written, 1)
    if head.isascii() and head.replace(".", "", 1).isdecimal():  # as most: 12, 3.5, 2万
        return Decimal(head) * scale
    head, _, power = written.replace("半", "点五").translate(_SPELLING).partition("×10")
    value = parse(head)
    return value and value * Decimal(10) ** int(power or 0)


def _share_magnitude(low: Decimal, low_text: str, high: Decimal, high_text: str) -> Decimal:
    """5-6亿元: the low end shares the magnitude of the high end where it has none of its own."""
    if low_text[-1] in "万亿千百" or high_text[-1] not in "万亿千百":
        return low
    digits = parse(high_text.rstrip("万亿千百"))
    return low * (high / digits) if digits and low < digits else low
