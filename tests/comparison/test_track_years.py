"""``track`` and the years of a report: the plan's own, others, several, and what comes after the review."""

from __future__ import annotations

import pytest
from across_samples import only_item
from track_samples import PLAN, REPORT, reconciled


@pytest.mark.parametrize("later", ["三、把改革开放推向纵深", "三、持续改善民生", "三、切实加强自身建设"])
def test_after_the_plan_no_main_part_is_review(later: str) -> None:
    """A report whose plan has several main parts: the later ones name no year, and still look ahead."""
    report = REPORT.format("一、2023年工作回顾", "全区平稳发展。", "二、2024年工作总体部署", "坚持稳中求进。")
    item = only_item(reconciled(PLAN, f"{report}\n{later}\n\n完善设施。建成充电桩310个。2020年前的旧桩要全部更换。\n"))
    assert item.outcome == "not mentioned"


@pytest.mark.parametrize("aims", ["二、2023年主要任务", "二、2023年工作总体部署", "二、2022年目标任务和重点工作"])
def test_a_plan_does_not_answer_itself(aims: str) -> None:
    """What stands after a review under a plan's title was wanted, of the plan's own year too, or of one before it."""
    report = REPORT.format("一、工作回顾", "全区平稳发展。", aims, "今年的主要预期目标是：建成充电桩300个。")
    report += "\n三、2023年重点工作\n\n建成充电桩300个。\n"
    assert only_item(reconciled(PLAN, report)).outcome == "not mentioned"


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("一、2022年工作回顾", "not comparable"),
        ("一、2024年工作回顾", "not comparable"),
        ("一、2022年至2023年工作回顾", "exceeded"),
        ("一、2023年工作回顾", "exceeded"),
    ],
)
def test_the_review_of_another_year_answers_nothing(title: str, outcome: str) -> None:
    """A report that was given too early or too late: a year's figures do not fulfil another year's plan."""
    text = f"东湖区政府工作报告\n\n{title}\n\n过去一年，成绩显著。\n\n（一）城市更新。建成充电桩310个。\n"
    assert only_item(reconciled(PLAN, text)).outcome == outcome


def test_a_word_with_zero_in_it_is_no_zero() -> None:
    """Retail trade (零售) grows, and coal use does not grow less by it."""
    promise = PLAN.replace("建成充电桩300个", "促进煤炭消费零增长")
    items = reconciled(promise, "东湖区2023年工作总结\n\n社会消费品零售总额增长12.6%。\n").items
    assert not {item.outcome for item in items} & {"fulfilled", "exceeded"}


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("（一）城市更新。2023年，承办全国展会。\n\n绿化面积扩大。建成充电桩310个。", "not comparable"),
        ("（一）城市更新。2023年，承办全国展会。建成充电桩310个。", "exceeded"),
        ("一是城市更新。建成充电桩310个。", "not comparable"),
        ("（一）城市更新。2023年建成充电桩310个。", "exceeded"),
    ],
)
def test_a_review_of_several_years_speaks_of_one_where_it_says_so(body: str, outcome: str) -> None:
    """In a part on five years a year counts for its own paragraph; no total of five years fulfils a year's target."""
    report = REPORT.format("一、过去五年工作回顾", body, "二、2024年工作安排", "完善充电设施。")
    assert only_item(reconciled(PLAN, report)).outcome == outcome


def test_what_is_said_of_five_years_holds_for_the_list_after_it() -> None:
    """A year's review may close with five years: their totals contradict no figure of the year."""
    review = "全年建成充电桩310个。\n\n过去五年，成就举世瞩目。\n\n一是设施全面提升。\n\n建成充电桩2400个。"
    item = only_item(reconciled(PLAN, REPORT.format("一、2023年工作回顾", review, "二、2024年工作安排", "完善设施。")))
    assert (item.outcome, item.found and item.found.value) == ("exceeded", 310)


def test_a_height_in_a_review_of_several_years_is_for_a_person() -> None:
    """A share that five years led up to may be this year's: neither fulfilled for sure nor another year's."""
    promise = PLAN.replace("建成充电桩300个", "绿化覆盖率达到42%以上")
    report = REPORT.format("一、过去五年工作回顾", "绿化覆盖率提高到43%。", "二、2024年工作安排", "完善设施。")
    assert only_item(reconciled(promise, report)).outcome == "to be checked"


def test_the_nations_own_plan_is_answered_for_the_nation() -> None:
    """全国 is another place for a district, and the very place for the government that the speech is made for."""
    promise = (
        "2023年政府工作报告\n\n各位代表：\n现在，我代表{}，向大会报告工作。\n\n一、2022年工作回顾\n\n成绩显著。\n\n"
        "二、2023年重点工作\n\n（一）设施建设。建成充电桩300万个。\n"
    )
    report = (
        promise.format("{}")
        .replace("2023", "2024")
        .replace("2022", "2023")
        .replace("建成充电桩300万个。", "完善设施。")
    )
    report = report.replace("成绩显著。", "全国建成充电桩310万个。")
    outcomes = [
        only_item(reconciled(promise.format(whom), report.format(whom))).outcome
        for whom in ("国务院", "东湖区人民政府")
    ]
    assert outcomes == ["exceeded", "not comparable"]
