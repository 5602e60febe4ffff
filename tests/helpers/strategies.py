"""Hypothesis strategies: plans, texts that only resemble one, and numbers with all their spellings."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

_HAN = "零一二三四五六七八九"
_WORDS = (
    "新建学校", "改造幼儿园", "新增学位", "推进课程改革", "教师", "总体要求", "2023年", "年底前", "到2025年", "5月",
    "全覆盖", "全部", "零投诉", "清零", "不低于当地平均水平", "逐年下降", "达到", "提高到", "由", "分别", "每年",
    "以上", "左右", "约", "至少", "80所", "2万平方米", "百分之九十", "6至10所", "xx个", "xxx%", "一批", "第四批",
    "三分之二", "1,200万元", "两成", "3.5万", "（责任单位：教育局）", "（6月底完成）", "一是", "二是", "(群)",
    "责任单位：财政局",
)  # fmt: skip
_MARKS = (
    "一、", "二、", "（一）", "(二)", "1.", "2．", "3、", "4", "(1)", "①", "第一章 ", "第二节 ", "## ", "Ⅰ. ",
    "1.1 ", "a) ",
)  # fmt: skip
_PUNCTUATION = '。！？；，、：.;!?,:（）()“”"《》〔〕[]【】「」—-~～…·%％ \t　'
_BREAKS = ("\n", "\r\n", "\r", "\n\n", "\u2028", "\f")


def fragments() -> st.SearchStrategy[str]:
    """Words of plans, marks, punctuation, line ends, and any character at all."""
    return st.one_of(
        st.sampled_from(_WORDS),
        st.sampled_from(_MARKS),
        st.sampled_from(_PUNCTUATION),
        st.sampled_from(_BREAKS),
        st.text(st.sampled_from("新建学校项目的和年月日个所0９8一二十x×"), max_size=6),
        st.text(max_size=4),
    )


def texts(max_fragments: int = 60) -> st.SearchStrategy[str]:
    """Anything a file may hold: mixed brackets, broken lines, damaged marks, any Unicode."""
    return st.lists(fragments(), max_size=max_fragments).map("".join)


def sentences() -> st.SearchStrategy[str]:
    """A body sentence of a plan, with its terminator."""
    verbs = st.sampled_from(("新建", "改造", "推进", "完善", "培训", "力争完成", "继续抓好"))
    things = st.sampled_from(("农村幼儿园", "智慧校园建设", "骨干教师", "课后服务（托管）", "“双减”工作", "普惠性学位"))
    counts = st.sampled_from(("", "80所", "2万个", "xx名", "6至10处", "，覆盖率达到90%以上", "，年底前全部完成"))
    return st.tuples(verbs, things, counts, st.sampled_from("。；！")).map("".join)


@st.composite
def plans(draw: st.DrawFn, *, tags: bool = True) -> str:
    """A well-formed plan: a title, first-level headings, numbered items below them, body text."""
    tag = st.sampled_from(("", "（责任单位：教育局、财政局）", "（6月底完成）") if tags else ("",))
    lines = ["某市教育局2023年工作要点"]
    for section in range(draw(st.integers(1, 4))):
        lines.append(f"{_HAN[section + 1]}、推进第{_HAN[section + 1]}方面改革")
        for item in range(draw(st.integers(0, 3))):
            title = draw(st.sampled_from(("扩大优质资源供给", "加强队伍建设", "提升治理水平")))
            body = "".join(draw(st.lists(sentences(), min_size=1, max_size=4)))
            lines.append(f"{item + 1}.{title}。{body.rstrip('。；！')}{draw(tag)}。")
    return "\n".join(lines)


# A magnitude, its scale, and the most that stands before it below a trillion.
_MAGNITUDES = (("百", 10**2, 9), ("千", 10**3, 9), ("万", 10**4, 10**8), ("亿", 10**8, 9999), ("万亿", 10**12, 1))


class Written(NamedTuple):
    """A number in one of its spellings."""

    text: str
    value: Decimal


@st.composite
def arabic_numbers(draw: st.DrawFn) -> Written:
    """``1200``, ``1,200``, ``3.5万``, ``1.2万亿``, ``3亿5000万``: any number below 10¹², a magnitude or two."""
    shape = draw(st.sampled_from(("plain", "separated", "magnitude", "two magnitudes")))
    if shape == "plain":
        return _decimal(draw(st.integers(0, 10**12 - 1)), draw(st.integers(0, 3)))
    if shape == "separated":
        whole = draw(st.integers(1000, 10**12 - 1))
        return Written(f"{whole:,}", Decimal(whole))
    if shape == "two magnitudes":
        high, low = draw(st.integers(1, 9999)), draw(st.integers(1, 9999))
        return Written(f"{high}亿{low}万", Decimal(high * 10**8 + low * 10**4))
    word, scale, most = draw(st.sampled_from(_MAGNITUDES))
    number = _decimal(draw(st.integers(1, most)), draw(st.integers(0, 2)))
    return Written(number.text + word, number.value * scale)


def _decimal(digits: int, places: int) -> Written:
    value = Decimal(digits).scaleb(-places)
    return Written(f"{value:f}", value)


def han_numbers() -> st.SearchStrategy[Written]:
    """Chinese numerals of whole numbers from 1 to 10¹²-1, spelt as grammars teach (一亿零三万, 两千零五)."""
    return st.builds(
        lambda number, two: Written(han(number, two=two), Decimal(number)),
        st.one_of(st.integers(1, 120), st.integers(1, 10**12 - 1)),
        st.booleans(),
    )


def han(number: int, *, two: bool = False) -> str:
    """``number`` in Chinese numerals; ``two`` writes 两 before 千, 万 and 亿. The tests' own formatter, below 10¹²."""
    if number == 0:
        return "零"
    groups = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    written = ""
    gap = False
    for group, magnitude in groups:
        if not group:
            gap = gap or bool(written)
            continue
        zero = "零" if written and (gap or group < 1000) else ""
        part = "两" if two and group == 2 and magnitude else _below_ten_thousand(group, two=two)
        written, gap = written + zero + part + magnitude, False
    return written.removeprefix("一") if written.startswith("一十") else written


def _below_ten_thousand(number: int, *, two: bool) -> str:
    written, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if not digit:
            gap = bool(written)
            continue
        written += ("零" if gap else "") + ("两" if two and digit == 2 and scale >= 1000 else _HAN[digit]) + name
        gap = False
    return written
