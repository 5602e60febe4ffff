"""Markdown as programs write it that read scans: formulas, tables of HTML, boxes to be ticked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summarizer
from summarizer.documents import from_bytes
from summarizer.documents.formulas import plain_formulas

RULES = summarizer.Settings(engine="rules")
HEAD = "# 某区卫生健康局2025年工作要点\n\n## 一、提升服务能力\n\n"


def summary_of(text: str) -> summarizer.Summary:
    return summarizer.summarize(from_bytes((HEAD + text).encode(), "plan.md"), RULES)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"签约率达到 $7 5 \%$ 以上", "签约率达到75%以上"),
        (r"不少于 $\geqslant 8 0 0$ 个", "不少于≥800个"),
        (r"$1 . 2 \times 10 ^ { 4 } \mathrm { m } ^ { 2 }$", "1.2×10⁴m²"),
        (r"$\mathrm{PM}_{2.5} \leq 35$", "PM2.5≤35"),
        (r"建设 $12 \sim 15$ 个", "建设12~15个"),
        (r"\(\ge 90\%\)", "≥90%"),
        (r"$\frac{1}{3}$ 以上", "1/3以上"),
        (r"$\textcircled{2}$ 完善制度", "②完善制度"),
        (r"$$ x \approx 5 $$", "x≈5"),
        ("奖补$100万元，贷款$200万元", "奖补$100万元，贷款$200万元"),
        (r"见 $\unknown 5$ 处", r"见 $\unknown 5$ 处"),
        ("pay $5 and $6", "pay $5 and $6"),
    ],
)
def test_a_formula_is_read_as_it_is_seen(written: str, shown: str) -> None:
    """Blanks in it say nothing; money is none, and what is not known stays as it is."""
    assert plain_formulas(written) == shown


@given(st.integers(0, 10**6), st.sampled_from([r"\geq", r"\ge", r"\geqslant"]), st.sampled_from(["", " "]))
def test_every_number_survives(number: int, sign: str, blank: str) -> None:
    """Law: the digits of a formula come out in their order, whatever blanks part them."""
    assert plain_formulas(f"率${blank}{sign} {' '.join(str(number))}{blank}\\%$。") == f"率≥{number}%。"


@given(st.text("$\\() ^_{}ab1%率", max_size=40))
def test_nothing_breaks_it(text: str) -> None:
    """Law: text without a formula's signs is left alone; any other gives text."""
    shown = plain_formulas(text)
    assert shown == text or "$" in text or "\\(" in text


def test_figures_of_formulas_are_targets() -> None:
    found = summary_of(r"新增托位 $\geq 640$ 个，建档率达到 $93\%$ 以上。").targets
    assert [(t.indicator, t.comparator, t.value, t.unit) for t in found] == [
        ("新增托位", ">=", 640, "个"),
        ("建档率", ">=", 93, "%"),
    ]


def test_a_table_of_html_is_a_table() -> None:
    """With its merged heads, blank lines inside it, and text on its own line behind."""
    summary = summary_of(
        "表1<table><tr><th rowspan=2>任务</th><th colspan=2>分工</th></tr>\n\n<tr><th>科室</th><th>时限</th></tr>"
        "<tr><td>新建卫生站6个</td><td>基层科</td><td>10月</td></tr></table>抓好落实。\n"
    )
    assert [(m.quote, m.actors, m.deadline) for m in summary.measures] == [
        ("新建卫生站6个", ["基层科"], "10月"),
        ("抓好落实", [], None),
    ]


def test_boxes_are_no_words() -> None:
    summary = summary_of("- [ ] 招聘护士20名。\n- [x] 培训医师30名。\n* [X] 建成中心2个。\n\n□ 完善制度。\n")
    assert [m.quote for m in summary.measures] == ["招聘护士20名", "培训医师30名", "建成中心2个", "完善制度"]
