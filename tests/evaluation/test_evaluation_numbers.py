"""The second reader of numbers stands between a user and an invented one: it must see through every spelling."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summarizer.evaluation import load_gold_dir
from summarizer.evaluation.numbers import contradiction, reader_of, unsupported_numbers

ROOT = Path(__file__).parents[2]
READER = reader_of("新建学校80所。")


def claim(quote, value, unit=None, value_max=None, kind="quantity", **fields):
    return {"quote": quote, "kind": kind, "value": value, "value_max": value_max, "unit": unit, **fields}


HOLDS = [
    claim("新建5万千瓦风电项目", 50000, "千瓦"),
    claim("新建学校80所", 80, "所"),
    claim("新建学校８０所", 80, "所"),
    claim("投资600万元", 6_000_000, "元"),
    claim("投资 1,500.5 万元", 15_005_000, "元"),
    claim("投资1亿2000万元", 120_000_000, "元"),
    claim("投资一亿两千万元", 120_000_000, "元"),
    claim("带动300余万人", 3_000_000, "人"),
    claim("累计三十多万人次", 300_000, "人次"),
    claim("推出百部作品", 100, "部"),
    claim("培训千名教师", 1000, "名"),
    claim("产值超百亿元", 10_000_000_000, "元"),
    claim("产值一万亿元", 10**12, "元"),
    claim("一百零二所", 102, "所"),
    claim("一百二十所", 120, "所"),
    claim("两万五千人", 25_000, "人"),
    claim("二〇二五人", 2025, "人"),
    claim("三点五万平方米", 35_000, "平方米"),
    claim("工期两个半月", 2.5, "月"),
    claim("达到百分之九十点三以上", 90.3, "%"),
    claim("发病率低于千分之三", 3, "‰"),
    claim("提高2.7个百分点", 2.7, "个百分点"),
    claim("比例达到９５％", 95, "%"),
    claim("比例达到三分之二", 66.7, "%"),
    claim("占八成半", 85, "%"),
    claim("占六成四", 64, "%"),
    claim("占三四成", 30, "%", 40),
    claim("占百分之五到七", 5, "%", 7),
    claim("办结率百分百", 100, "%"),
    claim("占3/4以上", 75, "%"),
    claim("提高三倍半", 3.5, "倍"),
    claim("缩短4天半", 4.5, "天"),
    claim("不超过半小时", 0.5, "小时"),
    claim("投资9个亿", 900_000_000),
    claim("种植2×10^5株", 200_000, "株"),
    claim("投资叁佰万元", 3_000_000, "元"),
    claim("新建拾伍所", 15, "所"),
    claim("投资￥70万", 700_000, "元"),
    claim("引进二十六七家", 26, "家", 27),
    claim("扩建一百二三十间", 120, "间", 130),
    claim("铺设90㎡", 90, "平方米"),
    claim("压减一半", 50, "%"),
    claim("产能翻一番", 1, "倍"),
    claim("产能翻两番", 2, "番"),
    claim("提高一倍", 1, "倍"),
    claim("建成6至10所", 6, "所", 10),
    claim("建成6所—10所", 6, "所", 10),
    claim("增长10%～15%", 10, "%", 15),
    claim("增长10-15%", 10, "%", 15),
    claim("投资6至10万元", 60_000, "元", 100_000),
    claim("打造三五个品牌", 3, "个", 5),
    claim("形成一两项特长", 1, "项", 2),
    claim("新建、改建学校9、10所", 9, "所"),
    claim("分别增长2.7%和5.4%", 2.7, "%"),
    claim("不少于 3 个以上的公园", 3, "个"),
    claim("面积（平方米）600", 600, "平方米"),
    claim("实现集团办学全覆盖", 100, "%", kind="coverage"),
    claim("校校有社团", 100, "%", kind="coverage"),
    claim("零投诉", 0, kind="zero"),
    claim("杜绝重特大事故", 0, kind="zero"),
    claim("新增学位xx个", None, "个", masked=True),
    claim("新增学位（）个", None, "个", masked=True),
    claim("力争5月启动", None, kind="milestone"),
    claim("启动一期项目", None, kind="milestone", deadline="年底"),
    claim("不低于当地公务员平均工资", None, kind="relative"),
]

INVENTED = {
    "another number": claim("新建学校80所", 81, "所"),
    "a piece of a longer number": claim("新建学校1802所", 80, "所"),
    "a piece of a decimal": claim("增长2.75%", 2.7, "%"),
    "a piece of a numeral": claim("二十所", 10, "所"),
    "no number at all": claim("新建一批学校", 80, "所"),
    "a magnitude dropped": claim("投资600万元", 600, "元"),
    "a magnitude added": claim("投资600元", 6_000_000, "元"),
    "off by one in billions": claim("投资115亿元", 11_500_000_001, "元"),
    "a share cut short": claim("占九成五", 90, "%"),
    "another unit": claim("新建学校80所", 80, "个"),
    "the unit of the next number": claim("配备20套、1502平方米", 20, "平方米"),
    "a percent of a count": claim("新建学校80所", 80, "%"),
    "a count of a percent": claim("达到百分之八十的学校", 80, "所"),
    "a range from two counts": claim("建成6所学校并新增10所", 6, "所", 10),
    "a range of one number": claim("1～2个品牌", 2, "个", 2),
    "a range's end": claim("建成6至10所", 6, "所", 12),
    "all without a word for it": claim("完善管理制度", 100, "%", kind="coverage"),
    "all under another kind": claim("实现集团办学全覆盖", 100, "%", kind="ratio"),
    "none without a word for it": claim("减少投诉", 0, kind="zero"),
    "a unit at none": claim("零投诉", 0, "%", kind="zero"),
    "a blank that is none": claim("新增学位个", None, "个", masked=True),
    "a milestone without a date": claim("启动项目", None, kind="milestone"),
    "a quantity without a value": claim("新增学位80个", None, "个"),
    "a circled number read as digits": claim("①10所", 110, "所"),
}


@pytest.mark.parametrize("target", HOLDS, ids=[one["quote"] for one in HOLDS])
def test_what_the_quote_says_holds(target):
    """A false alarm here would hide the real one."""
    assert contradiction(target, READER) is None


@pytest.mark.parametrize("target", INVENTED.values(), ids=INVENTED)
def test_what_the_quote_does_not_say_is_invented(target):
    """Each of these has been written by a model, or could be."""
    assert contradiction(target, READER)


def test_every_gold_label_holds():
    """The labels of the seeds are true, so the reader must agree with each."""
    labelled = load_gold_dir(ROOT / "evals/gold", ROOT / "seeds")
    wrong = [
        (item.quote, why)
        for one in labelled
        for item in one.gold.targets
        if (why := contradiction(item.model_dump(), READER))
    ]
    assert wrong == []


def test_every_falsified_gold_label_is_seen():
    """Change any label's value or unit, and the reader notices."""
    labelled = load_gold_dir(ROOT / "evals/gold", ROOT / "seeds")
    missed = []
    for target in (item.model_dump() for one in labelled for item in one.gold.targets if item.value is not None):
        changes = [{"value": target["value"] + 1}, {"value": target["value"] * 10 + 7}, {"unit": "座"}, {"unit": "‰"}]
        missed += [(target["quote"], change) for change in changes if contradiction(target | change, READER) is None]
    assert missed == []


def chinese(value):
    """A whole number below 10^12 as a careful writer puts it."""
    digits, names = "零一二三四五六七八九", ["", "十", "百", "千"]
    written, gap = "", False
    for magnitude, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = value // magnitude % 10**4
        gap = gap or bool(written and section < 1000)
        for place in (3, 2, 1, 0):
            digit = section // 10**place % 10
            if digit:
                written += ("零" if gap and written else "") + digits[digit] + names[place]
                gap = False
            elif written:
                gap = True
        if section:
            written += name
            gap = False
    return written or "零"


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_are_read_back(value):
    """Whatever number is written out in full is read as itself."""
    assert value in [number.value for number in READER.read_numbers(chinese(value))]


@given(st.integers(0, 10**9), st.sampled_from(["", "万", "亿"]), st.sampled_from(["所", "平方米", "%"]))
def test_arabic_numbers_hold_as_written(value, magnitude, unit):
    """With and without magnitude, in half and full width."""
    scale = {"": 1, "万": 10**4, "亿": 10**8}[magnitude]
    written = str(value).translate({0x30 + digit: 0xFF10 + digit for digit in range(10)})
    for digits in (str(value), written, f"{value:,}"):
        assert contradiction(claim(f"达到{digits}{magnitude}{unit}", value * scale, unit), READER) is None


@given(st.text(max_size=60))
@example("千克")
@example("5万 千瓦")
def test_any_text_can_be_read(text):
    """Hostile input neither raises nor gives numbers outside of the text."""
    assert all(0 <= number.start < number.end <= len(text) for number in READER.read_numbers(text))


def test_numbers_of_a_written_line_stand_in_what_it_rests_on():
    """A model's one-line wording may spell a number differently, but not bring one of its own."""
    sources = ["新建、改扩建学校80所，投资600万元"]
    assert unsupported_numbers("进一步建设学校八十所，投600万", sources, READER) == []
    assert unsupported_numbers("建设学校90所，共3个项目", sources, READER, allowed=[3]) == ["90"]


def test_the_reader_is_independent_of_the_extractor():
    """A misreading that both share would never show, so nothing of ours is imported."""
    imported = {
        name
        for node in ast.walk(ast.parse(Path(READER.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
    }
    assert not [name for name in imported if name.startswith("summarizer")]


def test_another_language_without_a_reader_of_its_own_is_read_by_the_default_one():
    """Arabic numbers are the same everywhere; not to look would let a model invent them."""
    reader = reader_of("Build 80 new schools by the end of the year, and train all of the teachers in them.")
    assert unsupported_numbers("90 schools", ["80 new schools"], reader) == ["90"]
