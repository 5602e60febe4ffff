"""Mentions: every written quantity of a sentence, with value, unit, comparator and exact place.

A mention says what is written, not whether it is a target; that is the rules engine's business.
The regular expressions run on ``Document.view`` (one spelling a character, same offsets).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.records import Mention, Script
from summarizer.languages.zh.comparators import comparator_after, comparator_before
from summarizer.languages.zh.numerals import parse

if TYPE_CHECKING:
    from collections.abc import Iterable


# 千 before 瓦, 米, 克 … is part of the unit, not a magnitude; 万千瓦 is 万 + 千瓦.
_MAG = r"(?:[十万亿]|百(?!分[点之])|千(?![瓦米克伏卡赫焦帕字]))"
_ARABIC = rf"""
    (?:\d{{1,3}}(?:,\d{{3}})+(?![\d,])|\d+)(?:\.\d+)?                               # digits, perhaps in threes
    (?:[余多几]?{_MAG}{{1,3}}                                                       # 3万, 30余万
        (?:(?:\d+(?:\.\d+)?|[一二两三四五六七八九]){_MAG}{{1,2}})?)?                  # 3亿5000万
"""
_HAN = rf"""
    (?:[零〇一二两三四五六七八九]|十|百|千(?![瓦米克伏卡赫焦帕字])|[万亿])+
    (?:点[零〇一二三四五六七八九]+[万亿]?)?
    (?:[余多]{_MAG}{{1,2}})?
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
_NUMBER = verbose(
    rf"""
    (?P<per>百分之|千分之|万分之)(?P<of>{_ARABIC}|{_HAN}|{_MASK})
    |(?P<below>[二三四五六七八九十])分之(?P<above>[一二两三四五六七八九])      # a fraction
    |(?P<mask>{_MASK})|(?P<arabic>{_ARABIC})|(?P<han>{_HAN})
    """
)
_BETWEEN = re.compile(r"[余多几]")
_RANGE = re.compile(r" ?(?:-{1,2}|~|至|到|—{1,2}|－) ?")
# 22万套(间), 14县(市): the alternative in brackets belongs to the unit.
_ALTERNATIVE = re.compile(r"\((?:市|区|市、区|市、区、旗|县|间|套|处|座|个|园|点|片|棵|株|只|头|幢|栋)\)")
# 元/年, 千克/亩: a rate keeps its base in its unit.
_PER = re.compile(r"/(?:立方米|平方米|平方公里|公里|学年|学期|年|月|天|日|周|人|亩|吨|户|生|班|台|辆|度|次|升)")
_PLAIN_UNITS = {"百分点": "个百分点", "㎡": "平方米"}
_MAX_NUMBER = 24
"""Characters; a longer run of digits is a code or noise, and no quantity."""
_ADJACENT_PAIRS = frozenset(["一两", "二三", "两三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"])


class MentionScanner:
    """Finds mentions; built once from a profile's unit lexicon."""

    def __init__(self, units: Iterable[str]) -> None:
        """``units`` as the lexicon gives them: a unit, then ``!X`` for each X before which it is another word."""
        entries = [line.split() for line in units]
        ordered = sorted(entries, key=lambda entry: len(entry[0]), reverse=True)
        self._unit = re.compile("|".join(_unit_pattern(unit, others) for unit, *others in ordered))

    def scan(self, view: str, start: int, end: int) -> list[Mention]:
        """All mentions of ``view[start:end]``, in order, disjoint; linear in the length."""
        found: list[Mention] = []
        at = start
        while True:
            hit = _NUMBER.search(view, at, end)
            if hit is None:
                return found
            at = hit.end()
            mention = self._read(view, hit, start, end)
            if mention is not None:
                found.append(mention)
                at = max(at, mention.end)

    def _read(self, view: str, hit: re.Match[str], start: int, end: int) -> Mention | None:
        script: Script = "arabic" if hit["arabic"] else "mask" if hit["mask"] else "han"
        raw = hit[0]
        if len(raw) > _MAX_NUMBER:
            return None
        value, unit = _value(hit)
        masked = hit["mask"] is not None or (hit["of"] is not None and value is None)
        more = script != "mask" and any(c in raw for c in "余多几")
        if more and unit is None:
            value = parse(re.sub("[余多几]", "", raw))
        number = Mention(*hit.span(), *hit.span(), hit.end(), value, None, unit, "=", masked, script)
        if unit is None:
            number.unit, number.unit_end, after_number = self._unit_after(view, hit.end(), end)
            more = more or after_number
        if script == "han" and raw in _ADJACENT_PAIRS:
            number.value, number.value_max = parse(raw[0]), parse(raw[1])
        elif not masked:
            self._range(view, hit, number, end)
        if number.unit is None and (masked or (script == "han" and not _worth_explaining(view, hit, end))):
            return None  # 一 in 进一步, 统一 …: a character of a word, no quantity
        if (number.value is None and not masked) or not _share(view, number, end):
            return None
        comparator, number.start = comparator_before(view, hit.start(), start)
        number.comparator, number.end = comparator_after(view, number.unit_end, end, comparator)
        if number.value_max is not None:
            number.comparator = "range"
        elif more and number.comparator == "=":
            number.comparator = ">="
        if number.unit is not None:
            number.unit = _PLAIN_UNITS.get(number.unit, number.unit)
        number.lone = script == "han" and set(raw) <= set("百千万亿")
        return number

    def _range(self, view: str, low: re.Match[str], number: Mention, end: int) -> None:
        """6至10所, 10%~15%, 5-6亿元: the unit may stand once or twice, the magnitude once."""
        bridge = _RANGE.match(view, number.unit_end, end)
        high = _NUMBER.match(view, bridge.end(), end) if bridge else None
        if high is None or not high["per" if low["per"] else number.script] or number.value is None:
            return
        top, unit = _value(high)
        unit_end = high.end()
        if unit is None:
            unit, unit_end, _ = self._unit_after(view, high.end(), end)
        if top is None or unit is None or number.unit not in {None, unit}:
            return
        bottom = _share_magnitude(number.value, low[0], top, high[0])
        if bottom < top:
            number.value, number.value_max, number.unit = bottom, top, unit
            number.number_end, number.unit_end = high.end(), unit_end

    def _unit_after(self, view: str, at: int, end: int) -> tuple[str | None, int, bool]:
        """The unit at ``at``, where it ends, and whether 余, 多 or 几 stands before it."""
        between = _BETWEEN.match(view, at, end)
        if between:
            at = between.end()
        begin = at + 1 if view[at : at + 1] == " " else at
        found = self._unit.match(view, begin, end)
        if found is None:
            return None, at, between is not None
        per = _PER.match(view, found.end(), end) or _ALTERNATIVE.match(view, found.end(), end)
        stop = per.end() if per else found.end()
        return view[begin:stop], stop, between is not None


def _worth_explaining(view: str, hit: re.Match[str], end: int) -> bool:
    """四大行动, 三级网络, 一系列: no quantities, but what a reader may ask about."""
    return hit[0][-1] in "万亿" or (hit.end() < end and view[hit.end()] in "大级系些")


def _share(view: str, number: Mention, end: int) -> bool:
    """Turn 两成 into 20 %; False where 成 or 折 is no share after all."""
    if number.unit not in {"成", "折"} or number.value is None:
        return True
    at = number.unit_end
    # 成 after a digit is a tenth (两成以上), unless it begins a word (成为, 成立, 成果)
    share = at >= end or view[at] in "以左,、。;的上下多" or view.startswith("农户", at)
    if number.unit == "折" or number.value > 10 or not share:  # noqa: PLR2004
        return False
    number.value, number.unit = number.value * 10, "%"
    number.value_max = number.value_max * 10 if number.value_max is not None else None
    return True


def _unit_pattern(unit: str, others: list[str]) -> str:
    words = "|".join(re.escape(other[1:]) for other in others)
    if unit == "家":
        words = words.replace("具", "具(?![有备])")  # 5家具有竞争力的企业
    if unit == "项":
        words = "目(?!标)"  # 3项目标 counts 目标, 3项目 counts 项目
    return re.escape(unit) + (f"(?!{words})" if words else "")


def _value(hit: re.Match[str]) -> tuple[Decimal | None, str | None]:
    """The number's value, and the unit that its own spelling gives (百分之九十 is 90 %)."""
    if hit["per"]:
        return parse(hit["of"]), {"百": "%", "千": "‰", "万": "‱"}[hit["per"][0]]
    if hit["below"]:
        share = (parse(hit["above"]) or Decimal(0)) / (parse(hit["below"]) or Decimal(1))
        return (share * 100).quantize(Decimal("0.01")).normalize(), "%"
    return (None if hit["mask"] else parse(hit[0])), None


def _share_magnitude(low: Decimal, low_text: str, high: Decimal, high_text: str) -> Decimal:
    """5-6亿元: the low end shares the magnitude of the high end where it has none of its own."""
    if low_text[-1] in "万亿千百" or high_text[-1] not in "万亿千百":
        return low
    digits = parse(high_text.rstrip("万亿千百"))
    return low * (high / digits) if digits and low < digits else low
