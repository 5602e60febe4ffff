"""Bounds that a negation turns round, numerals of the old kind, spans of time that are to shrink."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Settings, Target, summarize
from summarizer.documents import from_text

RULES = Settings(engine="rules")


def target(task: str) -> Target:
    text = f"柳河县交通局2024年工作要点\n\n一、提升运输服务\n{task}。\n"
    (found,) = summarize(from_text(text, "plan.txt"), RULES).targets
    return found


FALLS = ["降至", "降到", "跌破", "减少到", "下降到", "低于", "少于"]
RISES = ["升至", "增加到", "扩大到", "上升到", "反弹到", "高于", "超过"]


@given(
    st.sampled_from(["不得", "不能", "严禁", "不", "防止"]), st.sampled_from(FALLS), st.booleans(), st.integers(2, 99)
)
def test_what_may_not_fall_has_a_floor(negator: str, word: str, behind: bool, value: int) -> None:
    """Whatever stands behind the number: 不得降至85%以下 says at least 85 %."""
    found = target(f"公交正点率{negator}{word}{value}%{'以下' if behind else ''}")
    assert (found.comparator, found.value) == (">=", value)


@given(
    st.sampled_from(["不得", "不能", "严禁", "不", "防止"]), st.sampled_from(RISES), st.booleans(), st.integers(2, 99)
)
def test_what_may_not_rise_has_a_ceiling(negator: str, word: str, behind: bool, value: int) -> None:
    found = target(f"客车空驶率{negator}{word}{value}%{'以上' if behind and word in RISES[:5] else ''}")
    assert (found.comparator, found.value) == ("<=", value)


@pytest.mark.parametrize(("task", "comparator"), [("防止空驶率升至30%以上", "<="), ("避免正点率低于85%", ">=")])
def test_what_is_kept_from_happening_turns_the_bound_before_its_thing(task: str, comparator: str) -> None:
    assert target(task).comparator == comparator


@pytest.mark.parametrize(
    ("task", "value"),
    [("改造候车亭廿四个", 24), ("新增停车位卅处", 30), ("三百廿人参加培训", 320), ("安装护栏廿万米", 200000)],
)
def test_old_numerals_are_read_whole(task: str, value: int) -> None:
    """廿四 is 24: read as 4 it would be a number that nobody wrote."""
    assert target(task).value == value


@pytest.mark.parametrize(
    ("task", "value"), [("许可时限由20天缩短为7天", 7), ("检测时间压缩至3天", 3), ("平均候车时间压减到12小时", 12)]
)
def test_a_span_that_is_to_shrink_is_a_target(task: str, value: int) -> None:
    assert target(task).value == value


@pytest.mark.parametrize(("task", "comparator"), [("最低完成投资3亿元", ">="), ("最多保留候车亭12处", "<=")])
def test_a_bound_may_stand_before_the_verb(task: str, comparator: str) -> None:
    assert target(task).comparator == comparator


@pytest.mark.parametrize(
    ("task", "deadline"),
    [("力争24年底前完成立项", "24年底前"), ("2024年Q3完成系统上线", "2024年Q3"), ("三季度主体工程封顶", "三季度")],
)
def test_short_years_and_quarters_are_deadlines(task: str, deadline: str) -> None:
    assert target(task).deadline == deadline
