"""A date in any spelling is the deadline in its very words, and the count beside it keeps its own number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import han

from summarizer import summarize
from summarizer.documents import from_text
from summarizer.documents.normalising import view_of
from summarizer.languages.zh.dates import find_dates

WIDE = str.maketrans("0123456789.-/", "０１２３４５６７８９．－／")
PLAN = "青湖县2027年工作要点\n\n一、补齐设施短板\n{}。\n"
EDGES = st.sampled_from(["前", "之前", "以前", ""])
PARTS = "底 末 年底 上半年 下半年 第三季度 4季度末 三季度 国庆节前 春节前后 暑假期间 秋季开学前 秋季学期".split()
TERMS = "半年内 未来三年 今后五年 “十五五”期间 “十五五”末 本学期 今冬明春 近期".split()
TO = st.sampled_from(["-", "—", "－", "~", "～", "至", "到", "–"])


def spelled(year: int) -> list[str]:
    digits = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    return [str(year), digits, digits.replace("〇", "○"), digits.replace("〇", "零"), str(year).translate(WIDE)]


@st.composite
def days(draw: st.DrawFn) -> str:
    """A written day, month or part of a year that lies in the plan's own period or behind it."""
    year, month, day = draw(st.integers(2027, 2035)), draw(st.integers(1, 12)), draw(st.integers(1, 28))
    named = draw(st.sampled_from(spelled(year)))
    gap = draw(st.sampled_from(["", " "]))
    month_text, day_text = draw(st.sampled_from([(str(month), str(day)), (han(month), han(day))]))
    part = draw(
        st.sampled_from(
            [
                *PARTS,
                f"{month_text}{gap}月{gap}{day_text}{gap}日",
                f"{month_text}{gap}月底",
                f"{month_text}月份",
                f"{month_text}月上旬",
                f"{month_text}月下旬",
            ]
        )
    )
    numeric = [f"{year}{mark}{month:0{width}}{mark}{day:0{width}}" for mark in ".-/" for width in (1, 2)]
    words = draw(st.sampled_from([f"{named}{gap}年{gap}{part}", *numeric, *(one.translate(WIDE) for one in numeric)]))
    return words if words.endswith(("前", "后", "期间")) else words + draw(EDGES)


@st.composite
def stretches(draw: st.DrawFn) -> str:
    """Years, months or days that a period or a term spans."""
    low, to = draw(st.integers(2027, 2030)), draw(TO)
    high = low + draw(st.integers(1, 4))
    first = draw(st.integers(1, 8))
    last = first + draw(st.integers(1, 4))
    number = draw(st.integers(2, 90))
    return draw(
        st.sampled_from(
            [
                *TERMS,
                *(f"{low}{to}{high}年", f"{low}年{to}{high}年", f"{low}{to}{high}年期间"),
                f"{low}年{first}月{to}{high}年{last}月",
                *(f"{first}{to}{last}月", f"{first}月{to}{last}月", f"{first}月1日{to}{last}月30日"),
                *(f"2027年{first}{to}{last}月", f"今年{first}{to}{last}月份"),
                *(f"{number}日内", f"{number}天内", f"{han(number)}日内", f"{han(last)}周内"),
                *(f"{han(first + 1)}个月内", f"{first + 1}个月以内", f"{han(last)}年内", f"{first}{to}{last}年时间"),
            ]
        )
    )


@st.composite
def starts(draw: st.DrawFn) -> str:
    """From when on."""
    month = draw(st.integers(1, 12))
    point = draw(
        st.sampled_from(
            [
                *"2027年 2027年秋季学期 2028年春季新学期 新学期 下半年 明年 2027年秋季开学".split(),
                *(f"2028年{month}月", f"今年{month}月", f"{month}月1日"),
            ]
        )
    )
    return f"{draw(st.sampled_from(['从', '自']))}{point}{draw(st.sampled_from(['起', '开始']))}"


@given(st.one_of(days(), stretches(), starts()), st.integers(2, 10**5))
def test_every_spelling_is_one_date(words: str, number: int) -> None:
    """A date that is cut short leaves its rest in the indicator, one that is cut in two gives a wrong deadline."""
    text = f"{words}，新建泵站{number}座"
    view = view_of(text)
    (found,) = find_dates(view, 0, len(view))
    assert text[found.start : found.end] == words
    assert found.begins == words.endswith(("起", "开始"))


@settings(max_examples=60)
@given(st.one_of(days(), stretches()), st.integers(2, 10**5), st.sampled_from(["", "到", "力争", "，"]))
def test_the_date_is_the_deadline_and_the_count_stands_alone(words: str, number: int, around: str) -> None:
    """Law: 2024-10-31前 and 半年内 are no part of what is counted, nor is one of their figures a target."""
    lead, comma = (around, "") if around != "，" else ("", "，")
    lead = "" if words.startswith(("未来", "今后", "近期")) or words.endswith(("内", "时间")) else lead
    summary = summarize(from_text(PLAN.format(f"{lead}{words}{comma}新建泵站{number}座"), "plan.txt"))
    (target,) = summary.targets
    assert (target.value, target.unit, target.indicator) == (number, "座", "新建泵站")
    assert target.deadline == ("到" if lead == "到" else "") + words


@pytest.mark.parametrize(
    "words",
    (
        "“五一”前 “七一”前夕 教师节前 中秋节前 主汛期来临前 供暖季前 入冬前 封冻前 寒假结束前 月底前 "
        "6月中下旬 年终前 岁末 前三季度 一至三季度 开学后 下学期 本学年末 每年11月底前 每季度末 每月25日前 "
        "2027—2028学年 2027年度"
    ).split(),
)
def test_holidays_seasons_and_what_recurs(words: str) -> None:
    view = view_of(f"{words}新建泵站3座")
    assert [view[d.start : d.end] for d in find_dates(view, 0, len(view))] == [view_of(words)]


@pytest.mark.parametrize(
    "text",
    ["去年底新建泵站", "上月末新建泵站", "三年制专科", "每3年轮训", "从2025年的5%提高", "一年级新生", "近三年内",
     "三年前建成", "高于“十四五”时期", "历年中考", "培训时间", "今日内容", "2027.9万元"],
)  # fmt: skip
def test_what_only_looks_like_a_date(text: str) -> None:
    """What lies behind, a base to compare with, and characters of other words say nothing of by when."""
    view = view_of(text)
    assert find_dates(view, 0, len(view)) == []


@pytest.mark.parametrize(
    "named",
    (
        "做好2027年高考组考工作 抓好今年秋季招生工作 编制“十五五”水利规划 开展2026年度绩效评价 落实《2027年惠民清单》 "
        "贯彻2019年修订的土地管理法 加强寒假期间校园值守 完成2026年决算审计 做好今冬明春防火工作 2027年度考核工作要从严"
    ).split(),
)
def test_a_date_inside_a_name_is_no_deadline(named: str) -> None:
    """Which exam, which plan, which law: nothing is due by the year that says it."""
    summary = summarize(from_text(PLAN.format(f"{named}，培训考官45名"), "plan.txt"))
    (target,) = summary.targets
    assert (target.value, target.deadline) == (45, None)


def test_a_verb_before_a_date_need_not_own_it() -> None:
    """新校区建设|2027年…: a verb that is a noun as well ends its subject, and hope (确保) is said of what follows."""
    text = PLAN.format("二水厂建设2027年完成投资2亿元。确保2027年新建泵站5座。力争今年新增管网8公里")
    found = summarize(from_text(text, "plan.txt")).targets
    assert [target.deadline for target in found] == [
        "2027年",
        "2027年",
        "今年",
    ]
