"""What a date makes of the words around it: a milestone of each event, a norm of each count behind 每年."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from summarizer import summarize
from summarizer.documents import from_text

if TYPE_CHECKING:
    from summarizer.models import Target

OUTLINE = "白石县医疗服务规划（2026—2030年）\n\n一、夯实服务基础\n{}\n"
YEARLY = "白石县2027年工作要点\n\n一、夯实服务基础\n{}\n"


def targets_of(sentence: str, plan: str = OUTLINE) -> list[Target]:
    return summarize(from_text(plan.format(sentence), "plan.txt")).targets


def milestones_of(sentence: str, plan: str = OUTLINE) -> list[tuple[str, str | None]]:
    return [(target.quote, target.deadline) for target in targets_of(sentence, plan) if target.kind == "milestone"]


@pytest.mark.parametrize(
    ("sentence", "events"),
    [
        ("到2028年底，配齐村卫生室药师。", ["配齐"]),
        ("2027年6月底前，各医院要明确院感联络员。", ["明确"]),
        ("2029年前各乡镇要逐步建立慢病档案。", ["建立"]),
        ("在“十五五”期间完成乡镇院长轮训工作。", ["完成"]),
        ("“十五五”末，检验中心通过国家认可。", ["通过"]),
        ("到2028年底，各院要明确质控负责人，建立隐患台账，印发处置规程。", ["明确", "建立", "印发"]),
        ("到2028年，就医环境明显改善，转诊机制更加完善，各卫生院开齐开足中医门诊。", ["开齐开足"]),
        ("2027年底前出台实施办法；组建巡诊队伍；平台上线运行。", ["出台", "组建", "上线"]),
        ("力争2027年底开工、2029年建成投用，推进妇幼院迁建项目。", ["开工", "建成"]),
        ("一期工程2027年6月开工、二期工程2029年底竣工。", ["一期工程2027年6月开工", "二期工程2029年底竣工"]),
        ("2028年起，将签约服务纳入绩效考核。", ["纳入"]),
        ("从2027年秋季学期起，推行校医巡诊。", ["推行"]),
        ("各中心每年11月底前报送质控年报。", ["报送"]),
        ("各镇每年1月底前上报上年度督查总结。", ["上报"]),
        ("2027.9.30前将方案报市政府备案。", ["备案"]),
        ("2027年9月底前各药企要配齐质检员、建立追溯清单、报送自查结果。", ["配齐", "建立", "报送"]),
        ("到2028年，县医院开齐专科门诊、配足麻醉医师。", ["开齐", "配足"]),
        ("3月、9月开展校医室专项检查。", ["3月、9月"]),
        ("2028年1月1日起，免费体检范围扩大到全县。", ["扩大"]),
    ],
)
def test_a_date_over_events_that_can_be_confirmed(sentence: str, events: list[str]) -> None:
    """Each event is a milestone, up to the full stop, and what cannot be confirmed between them is none."""
    found = milestones_of(sentence)
    assert len(found) == len(events)
    assert all(event in quote for event, (quote, _) in zip(events, found, strict=True))
    assert all(deadline for _, deadline in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "到2028年，就医环境明显改善，初步形成分级诊疗格局。",
        "到2030年，基本建立覆盖城乡的急救网络，健全投入机制。",
        "配齐专职干部，明确工作职责，建立工作台账。",  # no date
        "2027年底前开展培训。建立档案。",  # the full stop ends what the date governs
        "做好2027年秋季招生工作，公布招生简章。",  # a year that names
        "自受理之日起20日内完成审批。",  # a term that a procedure sets
        "到2028年秋季开学时，缓解城区入学压力。",
        "对新设的诊所，10个工作日内完成备案。",
        "本规划自2026年1月1日起执行。",
        "2026—2030年实施名医培养计划。",  # the whole period needs an event as certain as a building's
    ],
)
def test_no_event_or_no_date_is_no_milestone(sentence: str) -> None:
    assert not [quote for quote, _ in milestones_of(sentence) if "培训" not in quote]


def test_a_list_under_a_date_keeps_to_what_is_committed() -> None:
    """一批 is indefinite, 有条件的 commits nobody, and a count in a clause is one quantity with the date's deadline."""
    sentence = "到2028年底，配齐药师，组建一批名医工作室，有条件的卫生院建立远程门诊，新建急救站6个，完成信息系统改造。"
    found = targets_of(sentence)
    assert [target.quote for target in found if target.kind == "milestone"] == [
        "到2028年底，配齐药师",
        "完成信息系统改造",
    ]
    assert [(target.value, target.deadline) for target in found if target.kind == "quantity"] == [(6, "到2028年底")]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("每年培训村医300名，选派骨干40名进修。", ["standard", "standard"]),
        ("每学期开展义诊3次；组织讲座5场。", ["standard", "standard"]),
        ("每季度抽检药店20家，通报典型案例4起。", ["standard", "standard"]),
        ("每年举办培训班6场。新建实训基地3个。", ["standard", "quantity"]),  # the full stop ends it
        ("每年培训村医300名，到2029年建成实训基地3个。", ["standard", "quantity"]),  # so does the next date
        ("每年资助学员200名，三年累计资助600名。", ["standard", "quantity"]),  # a sum does not recur
        ("落实“每年一训”制度，新建实训基地3个。", ["quantity"]),  # a name governs nothing
    ],
)
def test_what_recurs_governs_as_a_date_does(sentence: str, kinds: list[str]) -> None:
    found = [target.kind for target in targets_of(sentence, YEARLY) if target.value is not None]
    assert found[-len(kinds) :] == kinds


def test_the_means_is_no_word_of_what_is_counted() -> None:
    """用三年时间打造…15个: neither the time nor the 用 before it is in the quote, nor is the number of its item."""
    found = targets_of("3.2027年底前出台补贴办法。\n4.用三年时间打造名医室15个。", YEARLY)
    assert [target.quote for target in found] == ["2027年底前出台补贴办法", "打造名医室15个"]
    assert [target.deadline for target in found] == ["2027年底前", "三年时间"]


def test_a_coverage_takes_the_date_inside_it() -> None:
    """力争用两年时间让…都…: the date stands within the words of what is to be had by all."""
    (target,) = targets_of("力争用两年时间让全县群众都用上放心药。", YEARLY)
    assert (target.kind, target.deadline) == ("coverage", "两年时间")


def test_the_last_of_a_compound_word_is_no_word_for_all() -> None:
    """安全员 ends in 全员: one to be employed, and not all of them."""
    assert [target.kind for target in targets_of("2028年底前，配齐药品安全员。")] == ["milestone"]


@pytest.mark.parametrize(
    ("sentence", "events"),
    [
        ("三年内扶持项目100个，在登记注册、启动资金、贷款贴息等方面给予扶持。", []),
        ("2027年底前出台实施办法，确保各项工作落实到位。", ["出台实施办法"]),
        ("2027年底前出台实施办法；各院要加强协作，确保各项任务真正落实到位。", ["出台实施办法"]),
        ("2027年底前明确院感联络员，把责任落实到位。", ["明确院感联络员"]),
        ("2027年6月底前，落实启动资金、注册资本。", []),
        # Of money and staff that can be seen, and a platform is started.
        ("2027年底前出台实施办法，补助资金拨付到位。", ["出台实施办法", "补助资金拨付到位"]),
        ("2027年底前启动资金监管平台。", ["启动资金监管平台"]),
        ("2028年6月底前启动专项资金审计。", ["启动专项资金审计"]),
        ("各镇每月20日前上报截至当月的进展。", ["上报截至当月的进展"]),
    ],
)
def test_what_no_day_can_show_is_no_event_of_a_date(sentence: str, events: list[str]) -> None:
    found = [target.indicator for target in targets_of(sentence) if target.kind == "milestone"]
    assert [indicator.removeprefix("各镇") for indicator in found] == events


def test_what_is_said_up_to_this_month_stays_past() -> None:
    assert targets_of("截至当月，已完成投资3亿元。", YEARLY) == []
