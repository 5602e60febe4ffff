"""Quantities: every spelling of a number gives its value, unit and comparator, at its exact place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import arabic_numbers, han, han_numbers, texts

from summarizer.documents.normalising import view_of
from summarizer.languages.zh.dates import find_dates
from summarizer.languages.zh.mentions import MentionScanner
from summarizer.languages.zh.numerals import parse
from summarizer.profiles.profile import load_profile
from summarizer.quantities.numerals import plain

SCANNER = MentionScanner(load_profile().lexicon("units"))
D = Decimal


@dataclass(frozen=True)
class Spelling:
    """A quantity as written, and what it means."""

    text: str
    value: str | None
    unit: str | None
    comparator: str = "="
    most: str | None = None
    masked: bool = False


SPELLINGS = [
    # Arabic, full-width, separators, decimals
    Spelling("80所", "80", "所"),
    Spelling("８０所", "80", "所"),
    Spelling("80 所", "80", "所"),
    Spelling("1,200名", "1200", "名"),
    Spelling("1，200名", "1200", "名"),
    Spelling("1,234,567元", "1234567", "元"),
    Spelling("16.55亿元", "1655000000", "元"),
    Spelling("0.5公里", "0.5", "公里"),
    # magnitudes and mixtures
    Spelling("2万平方米", "20000", "平方米"),
    Spelling("3.5万人", "35000", "人"),
    Spelling("600万元", "6000000", "元"),
    Spelling("1.2万亿元", "1200000000000", "元"),
    Spelling("3亿5000万元", "350000000", "元"),
    Spelling("5千名", "5000", "名"),
    Spelling("2百亩", "200", "亩"),
    Spelling("5万千瓦", "50000", "千瓦"),
    Spelling("30千米", "30", "千米"),
    # Chinese numerals
    Spelling("二十所", "20", "所"),
    Spelling("十二所", "12", "所"),
    Spelling("两千零五名", "2005", "名"),
    Spelling("一亿两千万元", "120000000", "元"),
    Spelling("一万二千平方米", "12000", "平方米"),
    Spelling("一百零三个", "103", "个"),
    Spelling("三点五万人", "35000", "人"),
    Spelling("百部", "100", "部"),
    Spelling("千名", "1000", "名"),
    Spelling("超百亿元", "10000000000", "元", ">="),
    # percent in all spellings
    Spelling("90%", "90", "%"),
    Spelling("90％", "90", "%"),
    Spelling("９０％", "90", "%"),
    Spelling("百分之九十", "90", "%"),
    Spelling("百分之九十点三", "90.3", "%"),
    Spelling("百分之95", "95", "%"),
    Spelling("百分之百", "100", "%"),
    Spelling("千分之三", "3", "‰"),
    Spelling("三分之二", "66.67", "%"),
    Spelling("四分之一", "25", "%"),
    Spelling("两成", "20", "%"),
    Spelling("三成以上", "30", "%", ">="),
    Spelling("2个百分点", "2", "个百分点"),
    Spelling("2百分点", "2", "个百分点"),
    # ranges
    Spelling("6至10所", "6", "所", "range", "10"),
    Spelling("6到10所", "6", "所", "range", "10"),
    Spelling("6-10所", "6", "所", "range", "10"),
    Spelling("6—10所", "6", "所", "range", "10"),
    Spelling("6～10所", "6", "所", "range", "10"),
    Spelling("6所至10所", "6", "所", "range", "10"),
    Spelling("10%～15%", "10", "%", "range", "15"),
    Spelling("10－15％", "10", "%", "range", "15"),
    Spelling("5-6亿元", "500000000", "元", "range", "600000000"),
    Spelling("5000万至6000万元", "50000000", "元", "range", "60000000"),
    Spelling("百分之十至百分之十五", "10", "%", "range", "15"),
    Spelling("两三所", "2", "所", "range", "3"),
    Spelling("三至五名", "3", "名", "range", "5"),
    # comparators before and after
    *(
        Spelling(f"{word}80所", "80", "所", ">=")
        for word in ("不低于", "不少于", "至少", "超过", "突破", "高于", "大于", "超", "≥")
    ),
    *(
        Spelling(f"{word}80所", "80", "所", "<=")
        for word in ("不超过", "不高于", "低于", "少于", "控制在", "至多", "≤")
    ),
    *(Spelling(f"{word}80所", "80", "所", "~") for word in ("约", "大约", "近", "接近")),
    *(Spelling(f"80所{word}", "80", "所", ">=") for word in ("以上", "及以上", "之上")),
    *(Spelling(f"80所{word}", "80", "所", "<=") for word in ("以下", "以内", "之内", "及以下")),
    *(Spelling(f"80所{word}", "80", "所", "~") for word in ("左右", "上下")),
    Spelling("80余所", "80", "所", ">="),
    Spelling("80多所", "80", "所", ">="),
    Spelling("80所余", "80", "所", ">="),
    Spelling("2万余名", "20000", "名", ">="),
    Spelling("2万多名", "20000", "名", ">="),
    Spelling("三百余所", "300", "所", ">="),
    Spelling("80%以上", "80", "%", ">="),
    Spelling("不低于百分之八十", "80", "%", ">="),
    # masked blanks
    Spelling("x个", None, "个", masked=True),
    Spelling("xx所", None, "所", masked=True),
    Spelling("XX所", None, "所", masked=True),
    Spelling("××所", None, "所", masked=True),
    Spelling("×所", None, "所", masked=True),
    Spelling("※所", None, "所", masked=True),
    Spelling("**所", None, "所", masked=True),
    Spelling("__所", None, "所", masked=True),
    Spelling("____所", None, "所", masked=True),
    Spelling("○○所", None, "所", masked=True),
    Spelling("□□所", None, "所", masked=True),
    Spelling("（  ）所", None, "所", masked=True),
    Spelling("xxx%", None, "%", masked=True),
    Spelling("百分之xx", None, "%", masked=True),
    Spelling("xx万元", None, "元", masked=True),
    Spelling("不低于xx%", None, "%", ">=", masked=True),
    Spelling("xx%以上", None, "%", ">=", masked=True),
    # times
    Spelling("1倍", "1", "倍"),
    Spelling("6个学分", "6", "个学分"),
    Spelling("108课时", "108", "课时"),
]


def scan(text):
    return SCANNER.scan(view_of(text), 0, len(text))


@pytest.mark.parametrize("case", SPELLINGS, ids=lambda c: c.text)
def test_every_spelling_is_read(case):
    """The quantity is read out of running text, with its comparator words and unit inside the span."""
    text = f"力争建设{case.text}，并完善制度"
    found = [m for m in scan(text) if m.start < 4 + len(case.text)]
    assert len(found) == 1
    mention = found[0]
    assert mention.value == (None if case.value is None else D(case.value))
    assert mention.value_max == (None if case.most is None else D(case.most))
    assert (mention.unit, mention.comparator, mention.masked) == (case.unit, case.comparator, case.masked)
    assert text[mention.start : mention.end] == case.text
    assert mention.start <= mention.number_start < mention.number_end <= mention.unit_end <= mention.end


@dataclass(frozen=True)
class Listed:
    """A stretch of text, and the quantities in it, as written."""

    text: str
    found: tuple[str, ...]


LISTS = [
    Listed("新建学校9所、校舍面积2万平方米", ("9所", "2万平方米")),
    Listed("分别降至2.7%和5.4%", ("2.7%", "5.4%")),
    Listed("省级12所、市级20所", ("12所", "20所")),
    Listed("20套、1502平方米", ("20套", "1502平方米")),
    Listed("6个学分（108课时）", ("6个学分", "108课时")),
    Listed("由100元提高到120元", ("100元", "120元")),
    Listed("①10所", ("10所",)),
    Listed("附近80所", ("80所",)),
    Listed("通过80所", ("80所",)),
    Listed("最近80所", ("80所",)),
    Listed("下午1:30的会议", ()),
    Listed("师生1:3的比例", ("1:3",)),
    Listed("进一步统一标准", ()),
]


@pytest.mark.parametrize("case", LISTS, ids=lambda c: c.text)
def test_lists_and_words_that_hold_digits(case):
    found = [case.text[m.start : m.end] for m in scan(case.text) if m.unit is not None]
    assert tuple(found) == case.found


@given(arabic_numbers())
def test_arabic_numbers_come_back(written):
    """Law: any number below a trillion, with separators, decimals and magnitudes, parses to its value."""
    assert parse(written.text) == written.value
    (mention,) = scan(f"投资{written.text}元")
    assert mention.value == written.value
    assert mention.unit == "元"


@given(han_numbers())
def test_han_numerals_come_back(written):
    """Law: the same in Chinese numerals, also with 两."""
    assert parse(written.text) == written.value


@given(st.integers(1, 10**12 - 1))
def test_han_numerals_agree_with_cn2an(number):
    """A kept library writes and reads the same numerals as the tests' own formatter and the parser."""
    theirs = cn2an.an2cn(number)
    assert parse(theirs) == number
    assert cn2an.cn2an(han(number), "smart") == number


@given(st.decimals(0, 10**6, places=2))
def test_decimals_stay_exact(value):
    """16.55亿 is 1655000000, not 1655000000.0000002."""
    assert parse(f"{value:f}亿") == value * 10**8
    assert D(str(plain(value))) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇二三", 2023), ("二○二三", None), ("一万二", 12000), ("三千五", 3500), ("一百二", 120), ("十", 10),
        ("二十", 20), ("两百", 200), ("百", 100), ("零", 0), ("〇", 0), ("一亿零三万", 100030000), ("十亿", 10**9),
        ("", None), ("abc", None), ("1.2.3", None), ("万万", 10**8), ("5 0", None),
    ],
)  # fmt: skip
def test_odd_spellings(text, value):
    assert parse(text) == value


@pytest.mark.slow
@given(texts(), st.integers(0, 5))
def test_mentions_stand_in_order_inside_the_stretch(text, margin):
    """Law: mentions are disjoint, in order, inside the stretch that was asked for, and their numbers inside them."""
    view = view_of(text)
    start, end = min(margin, len(view)), max(min(margin, len(view)), len(view) - margin)
    last = start
    for mention in SCANNER.scan(view, start, end):
        assert last <= mention.start <= mention.number_start < mention.number_end <= mention.unit_end
        assert mention.unit_end <= mention.end <= end
        assert mention.masked == (mention.value is None)
        last = mention.number_end
    dates = find_dates(view, start, end)
    assert all(start <= d.start < d.end <= end for d in dates)
    assert all(a.end <= b.start for a, b in pairwise(dates))


@dataclass(frozen=True)
class Dated:
    """A sentence, and the words in it that give a date."""

    text: str
    dates: tuple[str, ...]
    begins: bool = False


DATES = [
    Dated("今年新建学校", ("今年",)),
    Dated("年内出台办法", ("年内",)),
    Dated("年底前完成改造", ("年底前",)),
    Dated("年底实现全覆盖", ("年底",)),
    Dated("到2025年，建成学校", ("到2025年",)),
    Dated("到2023年底，建成学校", ("到2023年底",)),
    Dated("2023年6月底前完成", ("2023年6月底前",)),
    Dated("上半年开工，下半年投用", ("上半年", "下半年")),
    Dated("全年培训教师", ("全年",)),
    Dated("秋季建成投用", ("秋季",)),
    Dated("秋季学期招生", ("秋季学期",)),
    Dated("力争5月启动建设", ("5月",)),
    Dated("10月前建成招生", ("10月前",)),
    Dated("6月底前完成", ("6月底前",)),
    Dated("三年内全部达标", ("三年内",)),
    Dated("第三季度开工", ("第三季度",)),
    Dated("二季度开工", ("二季度",)),
    Dated("“十四五”期间建成", ("“十四五”期间",)),
    Dated("从2018年开始实行", ("从2018年开始",), begins=True),
    Dated("新学期起推行", ("新学期起",), begins=True),
    Dated("2021年起，所有学校实行", ("2021年起",), begins=True),
    Dated("落实2022年版课程方案", ()),
    Dated("实施三年行动计划", ()),
    Dated("推进学校建设", ()),
    Dated("覆盖全年龄段", ()),
]


@pytest.mark.parametrize("case", DATES, ids=lambda c: c.text)
def test_dates_are_found_as_written(case):
    found = find_dates(view_of(case.text), 0, len(case.text))
    assert tuple(case.text[d.start : d.end] for d in found) == case.dates
    assert all(d.begins == case.begins for d in found)


@pytest.mark.parametrize("text", ["十四五", "二十四五", "三四百", "四五十", "3.5万03.5万"])
def test_digits_side_by_side_around_a_magnitude_are_no_number(text):
    """十四五 is the name of a plan, 三四百 about as many: read as 55 and 3400 they would be invented; 3万5万 is two."""
    assert parse(text) is None
