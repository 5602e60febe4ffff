"""A count that only tells how far work reaches is no target; one of what is done, made or got stays one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import summarize
from summarizer.documents import from_text

PLAN = "某县2026年工作要点\n一、年度任务\n{}。\n推进环境整治，加强巡查。"


def counted(sentence: str) -> list[tuple[str, bool]]:
    """The values in a sentence's targets, and whether each is sure."""
    targets = summarize(from_text(PLAN.format(sentence), "plan.txt")).targets
    return [(str(target.value), target.unsure is None) for target in targets if target.value is not None]


@pytest.mark.parametrize(
    "sentence",
    [
        "强化对220家餐饮门店的监督检查",
        "巩固同4所职业院校的协作",
        "加强与22个异地商会的沟通",
        "提升对13条河流的巡护水平",
        "建立由7家银行参与的会商制度",
        "面向2200名独居老人提供探访服务",
    ],
)
def test_a_set_within_a_phrase_of_relation_is_no_target(sentence: str) -> None:
    """对…的, 与…的, 由…参与的 and 面向… name whom work is for or with."""
    assert not counted(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "督导全镇19个村抓好秸秆禁烧",
        "责成6家施工单位严格落实扬尘管控",
        "协调4个街道用好公共空间",
        "指导各科室和17所园规范收费",
    ],
)
def test_those_who_are_steered_to_go_on_with_something_are_no_target(sentence: str) -> None:
    assert not counted(sentence)


def test_those_who_are_helped_to_go_on_with_something_are_doubtful() -> None:
    """It may be a promise to so many, or only work with them: a person should look."""
    assert counted("鼓励31家门店拓展夜间经营") == [("31", False)]


@pytest.mark.parametrize(
    "sentence",
    [
        "优化18个部门协同机制",
        "夯实41名林长、95名护林员责任",
        "严格执行燃气安全14条硬措施",
        "汇聚9家单位合力",
        "复制推广4个试点社区经验",
        "学习2个先进县的做法",
        "严守5条底线",
        "执行8项禁令",
    ],
)
def test_whose_duty_strength_or_experience_it_is_counts_nothing(sentence: str) -> None:
    assert not counted(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["用足9200万元专项补助", "管好用好1.6亿元国债资金", "抓好上级拨付的450万元使用", "规范7000万元衔接资金使用"],
)
def test_money_in_hand_is_no_target(sentence: str) -> None:
    assert not counted(sentence)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("推动全县13个乡镇各建成1个警务室", "1"),
        ("21个社区分别配备2名网格长", "2"),
        ("安排8个街道每个街道打造3个口袋公园", "3"),
        ("全州8个县（市、区）分别建成1个以上示范片", "1"),
        ("33个社区均配备2名专干", "2"),
        ("为24个村各选派1名农技员", "1"),
        ("推进9大类55项改革", "55"),
        ("九成以上的社区居家服务满意度超85%", "90"),
    ],
)
def test_only_the_share_of_each_is_promised(sentence: str, value: str) -> None:
    """Those among whom it is shared out, the kinds of what is counted, and the bound within a share are none."""
    assert counted(sentence) == [(value, True)]


@pytest.mark.parametrize(
    "sentence",
    [
        "加快150万吨甲醇项目前期工作",
        "推进45万吨钛白粉项目建设",
        "推进8万千瓦生物质电站二期扩建",
        "启动12平方公里新城片区城市设计",
        "做好4.5万亩产业园区规划编制",
        "推进250公里时速动车组试验线建设",
        "每户每月发放生活补贴260元",
        "授信额度最高100万元，期限不超过5年",
    ],
)
def test_the_size_of_named_works_and_the_terms_of_a_rule_are_no_target(sentence: str) -> None:
    assert not counted(sentence)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("走访56家科技企业", "56"),
        ("对18家企业进行安全评估", "18"),
        ("完成对12个村的整治", "12"),
        ("推动9家企业挂牌", "9"),
        ("督促18家企业完成整改", "18"),
        ("组织300名志愿者开展文明劝导", "300"),
        ("为600名残疾人提供辅具", "600"),
        ("推广5个典型经验", "5"),
        ("建立6项会商制度", "6"),
        ("争取上级专项资金2.4亿元", "240000000"),
        ("盘活存量资产3亿元", "300000000"),
        ("每人每月提高津贴50元", "50"),
        ("完成2000亩建设用地报批", "2000"),
        ("推进20万立方米清淤工程建设", "200000"),
        ("打造12个各具特色的示范村", "12"),
        ("推进50万平方米安置房建设", "500000"),
    ],
)
def test_what_is_done_made_or_got_stays_a_target(sentence: str, value: str) -> None:
    assert counted(sentence) == [(value, True)]


def test_a_set_that_is_made_and_the_share_of_each_are_both_promised() -> None:
    assert counted("新建12所卫生室每室配备2名医生") == [("12", True), ("2", True)]


@given(sets=st.integers(11, 400), share=st.integers(2, 9), word=st.sampled_from(["各", "分别", "每个社区"]))
def test_whatever_the_numbers_only_the_share_counts(sets: int, share: int, word: str) -> None:
    assert counted(f"全区{sets}个社区{word}建成{share}个服务点") == [(str(share), True)]
