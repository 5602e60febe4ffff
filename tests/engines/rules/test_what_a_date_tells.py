"""Dates and figures that belong to a part of their sentence only: a frame, an object, a list, a description."""

from __future__ import annotations

import pytest

from summarizer import Settings, Target, summarize
from summarizer.documents import from_text

RULES = Settings(engine="rules")


def targets(sentence: str) -> list[Target]:
    text = f"枫桥县水务局2023年工作要点\n\n一、夯实水利基础\n{sentence}\n"
    return summarize(from_text(text, "plan.txt"), RULES).targets


def test_dates_that_a_list_joins_are_the_deadline_of_one_event() -> None:
    """A report that is due four times is one event; its last date alone would lose three of them."""
    (target,) = targets("3月15日、6月15日、9月15日、12月10日前上报水质监测报表（见附件2）。")
    assert (target.deadline, target.indicator) == ("3月15日、6月15日、9月15日、12月10日前", "上报水质监测报表")


@pytest.mark.parametrize("opening", ["结合“十四五”期间水利建设计划", "根据2024年底前建成水网的要求"])
def test_the_date_of_what_a_plan_rests_on_dates_nothing_else(opening: str) -> None:
    assert targets(f"{opening}，开展现状评估，明确建设时序和投资安排。") == []


def test_a_date_behind_a_dated_verb_tells_of_the_object() -> None:
    """年内完成2025年拟建水库的勘察 is due this year."""
    found = [target.deadline for target in targets("6月底前完成2025年底前拟建水库的勘察设计。")]
    assert found == ["6月底前"]


def test_the_rate_of_what_is_counted_is_no_second_target() -> None:
    (target,) = targets("改造5万平方米节水率不低于18%的老旧小区管网。")
    assert (target.value, target.unit) == (50000, "平方米")


def test_how_many_parts_a_plan_has_is_no_target() -> None:
    assert targets("围绕供水、排水、防汛等方面，梳理形成共16项重点任务。") == []


def test_full_coverage_after_a_rate_is_of_the_same_thing() -> None:
    rate, whole = targets("农村集中供水计量设施安装率达到85%以上，力争实现全覆盖。")
    assert (rate.indicator, whole.kind) == ("农村集中供水计量设施安装率", "coverage")
    assert whole.indicator == rate.indicator
