"""A number is read up to its edges: written from its value in every spelling, it comes back, or else it is unsure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import han

from summarizer import summarize
from summarizer.documents import from_text
from summarizer.documents.normalising import view_of
from summarizer.languages.zh.mentions import MentionScanner
from summarizer.profiles.profile import load_profile

SCANNER = MentionScanner(load_profile().lexicon("units"))
CAPITAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BLANKS = [" ", "\u2009", "\u202f", "\u00a0", "\u200b", "\u200a"]
LEAST = (
    "不低于 不少于 至少 起码 超过 突破 高于 大于 多于 超 逾 > ＞ ≥ ≧ ⩾ >= 大于等于 大于或等于 高于或等于 不亚于".split()
)
MOST = "不超过 不高于 不大于 至多 控制在 低于 少于 小于 < ＜ ≤ ≦ ⩽ <= 小于等于 小于或等于 低于或等于".split()
NEGATORS = "不得 不能 不应 不宜 不可 不准 不许 不允许 不应当 不可以 不要 严禁 禁止 不得再".split()
UNITS = st.sampled_from(["所", "名", "公里", "%", "m²", "GWh", "立方米"])
NUMBERS = st.integers(2, 10**6)


def read(written: str) -> tuple[Decimal | None, Decimal | None, str | None, str]:
    """What the one quantity of ``written`` says; its words are all within it."""
    view = view_of(f"力争建设{written}，完善制度")
    (found,) = SCANNER.scan(view, 0, len(view))
    assert view[found.start : found.end] == view_of(written)
    return found.value, found.value_max, found.unit, found.comparator


@given(NUMBERS, UNITS, st.sampled_from(LEAST), st.sampled_from(MOST), st.sampled_from(["", " "]))
def test_bounds_in_words_and_signs(number: int, unit: str, least: str, most: str, gap: str) -> None:
    assert read(f"{least}{gap}{number}{unit}") == (number, None, unit, ">=")
    assert read(f"{most}{gap}{number}{unit}") == (number, None, unit, "<=")


@given(NUMBERS, UNITS, st.sampled_from(NEGATORS))
def test_a_bound_is_turned_by_every_negator(number: int, unit: str, negator: str) -> None:
    assert read(f"{negator}低于{number}{unit}") == (number, None, unit, ">=")
    assert read(f"{negator}超过{number}{unit}") == (number, None, unit, "<=")


@pytest.mark.parametrize(
    ("word", "number"), [("上百", 100), ("上千", 1000), ("上万", 10**4), ("上百万", 10**6), ("逾百", 100)]
)
def test_a_round_number_with_a_bound(word: str, number: int) -> None:
    assert read(f"{word}名") == (number, None, "名", ">=")


@given(st.integers(1000, 10**9 - 1), st.sampled_from(BLANKS), UNITS)
def test_digits_parted_in_threes(number: int, blank: str, unit: str) -> None:
    assert read(f"{number:,}".replace(",", blank) + unit) == (number, None, unit, "=")


@given(st.integers(10, 10**8 - 1))
def test_capital_numerals(number: int) -> None:
    assert read(f"{han(number).translate(CAPITAL)}元") == (number, None, "元", "=")


@given(st.integers(1, 999), st.integers(0, 9), st.sampled_from(["以上", "左右", ""]))
def test_yi_with_a_classifier(whole: int, tenth: int, after: str) -> None:
    value = Decimal(f"{whole}.{tenth}")
    comparator = {"以上": ">=", "左右": "~", "": "="}[after]
    assert read(f"{value}个亿{after}") == (value * 10**8, None, None, comparator)
    assert read(f"{han(whole)}个亿{after}") == (whole * 10**8, None, None, comparator)


@given(st.integers(1, 9), st.sampled_from("余多几"), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_tens_and_a_few(tens: int, few: str, magnitude: tuple[str, int]) -> None:
    name, scale = magnitude
    for written in (han(tens * 10), str(tens * 10)):
        assert read(f"{written}{few}{name}名") == (tens * 10 * scale, None, "名", ">=")
        assert read(f"{written}来{name}名") == (tens * 10 * scale, None, "名", "~")


@given(st.integers(2, 8), st.sampled_from([("十", 10), ("百", 100), ("千", 1000), ("万", 10**4), ("百万", 10**6)]))
def test_neighbouring_digits_are_a_range(low: int, magnitude: tuple[str, int]) -> None:
    name, scale = magnitude
    assert read(f"{han(low)}{han(low + 1)}{name}名") == (low * scale, (low + 1) * scale, "名", "range")


@given(NUMBERS, st.integers(1, 10**5), UNITS, st.sampled_from(["至", "到", "-", "~", "～", "—", "–"]))
def test_ranges_between_two_numbers(low: int, more: int, unit: str, bridge: str) -> None:
    high = low + more
    expected = (low, high, unit, "range")
    assert read(f"{low}{bridge}{high}{unit}") == expected
    assert read(f"{low}{unit}{bridge}{high}{unit}") == expected
    assert read(f"{low}与{high}{unit}之间") == read(f"介于{low}和{high}{unit}之间") == expected


@given(st.integers(1, 49), st.integers(1, 49))
def test_ranges_of_shares(low: int, more: int) -> None:
    high = low + more
    assert read(f"百分之{han(low)}至{han(high)}") == read(f"百分之{low}到百分之{high}") == (low, high, "%", "range")


@given(st.integers(1, 9), st.integers(1, 9))
def test_shares_in_every_spelling(tenths: int, more: int) -> None:
    assert read(f"{han(tenths)}成{han(more)}以上") == (tenths * 10 + more, None, "%", ">=")
    assert read(f"{han(tenths)}成半以上") == (tenths * 10 + 5, None, "%", ">=")
    assert read(f"万分之{han(more)}以内") == (Decimal(more) / 100, None, "%", "<=")
    assert read(f"十万分之{more}") == (Decimal(more) / 1000, None, "%", "=")
    assert read("百分百") == (100, None, "%", "=")
    assert read("一半以上") == read("半数以上") == (50, None, "%", ">=")


@given(st.integers(1, 99))
def test_halves(number: int) -> None:
    half = number + Decimal("0.5")
    for written in (str(number), han(number)):
        assert read(f"{written}倍半") == (half, None, "倍", "=")
        assert read(f"{written}个半小时") == (half, None, "小时", "=")


@given(st.integers(1, 999), st.integers(1, 9), st.sampled_from("×xX*"))
def test_powers_of_ten(number: int, power: int, times: str) -> None:
    value = number * 10**power
    assert read(f"{number}{times}10^{power}吨") == (value, None, "吨", "=")
    assert read(f"{number}{times}10{str(power).translate(SUPERSCRIPT)}吨") == (value, None, "吨", "=")


@given(NUMBERS, st.sampled_from([("¥", "元"), ("￥", "元"), ("$", "美元"), ("€", "欧元")]))
def test_a_sign_of_money_is_the_unit(number: int, sign: tuple[str, str]) -> None:
    mark, unit = sign
    assert read(f"{mark}{number}万") == (number * 10**4, None, unit, "=")
    assert read(f"{mark}{number:,}") == (number, None, unit, "=")


@given(st.integers(2, 60), st.sampled_from(":∶"))
def test_a_ratio_in_either_order(number: int, colon: str) -> None:
    for written in (f"1{colon}{number}", f"{number}{colon}1"):
        view = view_of(f"师生比达到{written}，完善制度")
        (found,) = SCANNER.scan(view, 0, len(view))
        assert (found.value, found.unit, view[found.start : found.end]) == (number, ":", view_of(written))


@given(st.integers(1, 8), st.integers(2, 9), st.sampled_from(["以上", "左右"]))
def test_a_fraction_is_a_share(up: int, down: int, after: str) -> None:
    view = f"推动{up}/{down}{after}的村达标"
    shares = [(found.value, found.unit) for found in SCANNER.scan(view, 0, len(view)) if found.unit == "%"]
    assert shares == ([(round(Decimal(up * 100) / down, 2), "%")] if up < down else [])


@given(st.integers(2, 8), UNITS)
def test_two_neighbours_are_about_as_many(low: int, unit: str) -> None:
    assert read(f"{han(low)}、{han(low + 1)}{unit}") == (low, low + 1, unit, "range")


def test_thousands_of_metres_and_half_a_ton() -> None:
    assert read("三千米") == (3000, None, "米", "=")
    assert read("3千米") == (3, None, "千米", "=")
    assert read("两吨半") == (Decimal("2.5"), None, "吨", "=")


@pytest.mark.parametrize("text", ["加强队伍建设", "登陆平台", "收拾整洁", "十四五规划", "线上学习"])
def test_words_that_hold_numerals_are_left_alone(text: str) -> None:
    assert [found.value for found in SCANNER.scan(text, 0, len(text)) if found.unit] == []


def targets_of(sentence: str):
    return summarize(
        from_text(f"某县2025年工作计划\n一、办好实事\n{sentence}\n推进整治，新建公厕9座。", "plan.txt")
    ).targets[:-1]


@pytest.mark.parametrize(
    ("sentence", "value", "sure"),
    [
        ("修建步道3 450米。", 3450, False),
        ("修建步道12 34米。", 34, False),
        ("修建步道1，2345米。", 2345, False),
        ("修建步道6、7米。", 7, False),
        ("修建步道5±1米。", 1, False),
        ("修建步道345米。", 345, True),
        ("流失率增长负3%。", 3, False),
        ("培育骨干企业1+6家。", 6, False),
        ("争取债券3.5个多亿。", 350000000, True),
        ("引进8个亿元以上项目。", 8, True),
        ("护士与床位比例达到1:0.8。", 0.8, True),
        ("研发投入占GDP3.1%。", 3.1, True),
    ],
)
def test_a_figure_that_touches_another_is_unsure(sentence: str, value: float, sure: bool) -> None:
    (target,) = targets_of(sentence)
    assert target.value == value
    assert (target.unsure is None) == sure


def test_the_three_sectors_are_no_count() -> None:
    assert not targets_of("推动一二三次产业融合发展。")


def test_a_height_picks_out_which_schools() -> None:
    (target,) = targets_of("改造海拔2300米以上学校6所。")
    assert (target.value, target.unit) == (6, "所")


def test_a_list_of_small_chinese_counts() -> None:
    found = targets_of("新建敬老院三所、图书馆两座。")
    assert [(target.value, target.unit) for target in found] == [(3, "所"), (2, "座")]


@pytest.mark.parametrize("mark", ["⑴", "㈡", "□", "√", "●", "-"])
def test_a_mark_of_a_list_is_no_word_of_a_target(mark: str) -> None:
    (target,) = targets_of(f"{mark}修缮校舍18间。")
    assert target.quote == "修缮校舍18间"
