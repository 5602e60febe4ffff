"""A negated bound is turned round: 不得低于85% is at least 85 %, 不得超过45人 at most 45."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import summarize
from summarizer.documents import from_text
from summarizer.languages.zh.mentions import MentionScanner

SCANNER = MentionScanner(["人", "%"])
NEGATORS = "不得 不能 不应 不宜 不可 不准 严禁 不再".split()
BELOW, ABOVE = "低于 少于 小于".split(), "超过 高于 大于 多于 突破 超 过".split()
SHORT_BELOW, SHORT_ABOVE = "低 少 小".split(), "高 大 多".split()


@given(
    st.sampled_from(NEGATORS),
    st.sampled_from([*BELOW, *ABOVE, *SHORT_BELOW, *SHORT_ABOVE]),
    st.integers(1, 9999),
    st.sampled_from(["人", "%"]),
    st.sampled_from(["", " "]),
    st.sampled_from(["", "班额", "𝄞出勤率"]),
)
def test_a_negator_turns_a_bound_round(negator: str, bound: str, value: int, unit: str, gap: str, before: str) -> None:
    """Law over all pairs: at least becomes at most and the other way, and the mention covers the negator too."""
    view = f"{before}{negator}{bound}{gap}{value}{unit}"
    (mention,) = SCANNER.scan(view, 0, len(view))
    assert mention.comparator == ("<=" if bound in {*ABOVE, *SHORT_ABOVE} else ">=")
    assert (mention.value, mention.unit) == (value, unit)
    assert (mention.start, mention.end) == (len(before), len(view))


@pytest.mark.parametrize("bound", [*BELOW, *ABOVE])
@pytest.mark.parametrize("before", ["出勤率", "总数", "得"])
def test_a_bound_alone_stays_as_it_is(bound: str, before: str) -> None:
    (mention,) = SCANNER.scan(view := f"{before}{bound}85%", 0, len(view))
    assert mention.comparator == (">=" if bound in ABOVE else "<=")


@pytest.mark.parametrize("text", ["不再增加3人", "降低5%", "不得不低于85%", "提高5%", "不得扩大3%"])
def test_what_is_no_negated_bound_is_not_turned(text: str) -> None:
    (mention,) = SCANNER.scan(text, 0, len(text))
    assert mention.comparator == (">=" if "不低于" in text else "=")


def test_a_negator_before_the_stretch_is_not_seen() -> None:
    """Nothing before ``start`` is read: a clause does not take the last word of another."""
    assert SCANNER.scan("不得超过45人", 2, 7)[0].comparator == ">="


@pytest.mark.parametrize(
    ("sentence", "comparator", "value", "indicator"),
    [
        ("一、加强管理\n严格控制班额，小学每班不得超过45人，初中入学率不得低于98%。", "<=", 45, "小学每班"),
        ("一、加强管理\n确保适龄儿童入学率不得低于98%。", ">=", 98, "适龄儿童入学率"),
    ],
)
def test_a_target_has_the_bound_that_is_meant(sentence: str, comparator: str, value: int, indicator: str) -> None:
    found = summarize(
        from_text(f"某市教育局2023年工作计划\n{sentence}\n新建学校9所，培训教师80名。", "plan.txt")
    ).targets
    target = next(target for target in found if target.value == value)
    assert target.comparator == comparator
    assert indicator in target.indicator
    assert not target.indicator.endswith("不得")
