"""What a figure only tells beside what is promised: how much fits, how far, who bears what, how things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from summarizer import summarize
from summarizer.documents import from_text

if TYPE_CHECKING:
    from summarizer.models import Summary

PLAN = "临河县2025年工作要点\n\n一、推进重点工作\n{}\n强化督导检查，完善工作机制。\n"


def read(body: str) -> Summary:
    return summarize(from_text(PLAN.format(body), "plan.txt"))


def values(body: str) -> list[float | None]:
    return [target.value for target in read(body).targets if target.kind != "milestone"]


CAPACITY = {
    "新建可停放300辆小汽车的停车楼2座。": [2],
    "建设能容纳1500名观众的体育馆1座。": [1],
    "改造可供400人同时就餐的食堂6个。": [6],
    "建设可同时容纳80名幼儿的托育园4所。": [4],
    "新建可停靠50辆大客车的公交场站5处。": [5],
    "建成容纳600人的多功能报告厅2个。": [2],
    "改建可服务2万人的社区卫生服务中心3家。": [3],
    "建设可存放2000册图书的流动书屋15个。": [15],
    "新增停车泊位300个，新增床位120张。": [300, 120],
}
NAMES = {
    "办好24小时自助图书馆，讲好24节气故事。": [],
    "弘扬二十四节气文化，传承36计智慧。": [],
    "开展12生肖主题展，建设展厅3个。": [3],
    "促进56个民族交往交流交融。": [],
    "践行24字核心价值观，组织宣讲40场。": [40],
    "管好8小时以外，开展家访60次。": [60],
    "打造十五分钟便民生活圈，建设网点30个。": [30],
    "建设二十分钟公共文化服务圈。": [],
    "优化10分钟养老服务圈。": [],
    "构建半小时就医圈。": [],
}
BORNE = {
    "财政负担医保费用的70%，个人承担30%。": [],
    "保费由省级财政补贴40%、市县财政承担35%、农户自缴25%。": [],
    "单位缴纳比例为16%，职工个人缴纳8%。": [],
    "扣发当月绩效的20%。": [],
    "奖励其上缴税收的15%。": [],
    "其余人员由财政资助50%。": [],
    "医保政策范围内住院费用支付比例达到75%。": [75],
    "财政补助占比提高到60%。": [60],
    "将补助资金的65%用于产业发展。": [65],
    "民营企业承担60%以上科研项目。": [60],
}
REACH = {
    "公交站点300米覆盖率达到95%。": [95],
    "公园绿地500米服务半径覆盖率达到90%。": [90],
    "公共文化设施15分钟步行可达率达到92%。": [92],
    "消防站5分钟到场率达到98%。": [98],
    "城市建成区公园500米覆盖率不低于86%。": [86],
    "建成管网20公里，覆盖率达到70%。": [20, 70],
}
EXTENT = {
    "新建全长12公里以上的乡村旅游公路。": [12],
    "储备价值500万元左右的防汛物资。": [5_000_000],
    "改造总长15公里左右的老旧管网。": [15],
    "新建宽6米的产业路。": [],
    "新建长度9公里左右的滨河步道2条。": [2],
    "新建3座小学。": [3],
    "改建或新建9座左右口袋公园。": [9],
    "建设300座影剧院1家。": [1],
}
BESIDES = {**CAPACITY, **NAMES, **BORNE, **REACH, **EXTENT}


@pytest.mark.parametrize(("body", "promised"), BESIDES.items(), ids=BESIDES)
def test_only_what_is_promised_is_a_target(body: str, promised: list[float]) -> None:
    """A figure that tells which thing is meant would stand in a report as a promise that nobody made."""
    assert values(body) == promised


@pytest.mark.parametrize(
    "bound", ["高于常年", "低于历史同期", "好于往年", "不低于正常年份", "短于上年", "高于毗邻地区"]
)
def test_bounds_that_other_years_and_places_set(bound: str) -> None:
    (found,) = read(f"早稻单产{bound}。").targets
    assert (found.kind, found.value) == ("relative", None)


@pytest.mark.parametrize("thing", ["商超", "社区商超", "农超", "连锁商超"])
def test_a_noun_that_ends_like_a_bound_is_none(thing: str) -> None:
    (found,) = read(f"检查{thing}86家。").targets
    assert (found.value, found.comparator, thing in found.indicator) == (86, "=", True)


STANDS = [
    "目前，全县有养老机构41家，护理能力不足。",
    "现有村卫生室126个，设备普遍老化。",
    "全市现有公交车辆820台，运力紧张。",
    "目前，全区供水管网总长380公里，漏损较高。",
    "截至目前，全县已有技能人才1.2万人，结构不尽合理。",
    "现有学位难以满足入学需求。",
    "当前，全市共有充电桩2300个，分布不均。",
    "现状泵站建成于上世纪80年代，无法适应排涝要求。",
    "文化商务区是全市东西发展轴的重要节点，发挥着辐射带动优势。",
]


@pytest.mark.parametrize("told", STANDS)
def test_how_things_stand_amid_the_work_is_neither_measure_nor_target(told: str) -> None:
    found = read(f"新建敬老院3所。{told}")
    assert [measure.quote for measure in found.measures][:2] == ["新建敬老院3所", "强化督导检查，完善工作机制"]
    assert [target.value for target in found.targets] == [3]


@pytest.mark.parametrize(
    ("body", "promised"),
    [
        ("完善现有设施，新建厕所7座。", [7]),
        ("对现有农贸市场进行升级，改造摊位200个。", [200]),
        ("目前已开工的项目要加快进度，新建厂房6栋。", [6]),
        ("文旅度假区是重点片区，要新建酒店4家。", [4]),
    ],
)
def test_what_stands_may_be_what_is_worked_on(body: str, promised: list[float]) -> None:
    found = read(body)
    assert [target.value for target in found.targets if target.value] == promised
    assert found.measures[0].quote == body.rstrip("。")


TERMS = "三年内免收租金 两年内免征房产税 五年内减半收取物业费 一年内给予交通补贴 一年内不得评优".split()


@pytest.mark.parametrize("term", TERMS)
def test_the_term_of_a_grant_is_no_milestone(term: str) -> None:
    """It would be tracked as due on a day, though a rule only says for how long."""
    assert read(f"入园企业{term}。").targets == []


@pytest.mark.parametrize(
    ("until", "due"), [("截止2025年底", True), ("截至2025年底", True), ("截止2025年6月底前", True)]
)
@pytest.mark.parametrize("state", ["", "已", "累计"])
def test_up_to_a_day_ahead_says_by_when_unless_it_tells_what_is(until: str, due: bool, state: str) -> None:
    found = [target.deadline for target in read(f"{until}，{state}建成污水处理厂4座。").targets]
    assert found == ([until] if due and not state else [])


@pytest.mark.parametrize("until", ["截止2024年底", "截至目前", "截止去年底"])
def test_up_to_a_day_past_is_a_review(until: str) -> None:
    assert values(f"{until}，建成污水处理厂4座。") == []


JOINT = {
    "小学、初中巩固率分别达到100%和98%。": ["小学巩固率", "初中巩固率"],
    "高血压、糖尿病患者健康管理率分别达到65%和68%。": ["高血压患者健康管理率", "糖尿病患者健康管理率"],
    "蔬菜和水果抽检合格率分别达到98%和97%。": ["蔬菜抽检合格率", "水果抽检合格率"],
    "粮食产量、肉类产量分别达到5万吨和2万吨。": ["粮食产量", "肉类产量"],
    "客运驾驶员每年接受培训不少于16学时。": ["每年接受培训"],
    "每年选派15名医生到省级医院进修。": ["每年选派医生"],
}


@pytest.mark.parametrize(("body", "indicators"), JOINT.items(), ids=JOINT)
def test_whose_figure_it_is(body: str, indicators: list[str]) -> None:
    assert [target.indicator for target in read(body).targets] == indicators


def goals(text: str) -> list[tuple[str, str]]:
    return [(goal.level, goal.quote) for goal in summarize(from_text(text, "plan.txt")).goals]


def test_principles_in_one_sentence_are_one_goal() -> None:
    """What sets off their names ends no sentence."""
    principles = "坚持统筹推进、分步实施；民生优先、注重质量；政府引导、多方参与四大原则"
    made = goals(f"临河县2025年更新方案\n一、总体要求\n（一）基本原则\n{principles}。\n二、任务\n新建公厕9座。\n")
    assert made == [("overall", principles)]


def test_the_first_of_a_count_may_stand_behind_a_date() -> None:
    body = "到2027年，在道路提升方面，一是畅通城区路网。新建桥梁2座。二是优化公交线网，提高换乘便利。开通线路6条。"
    made = goals(f"临河县更新方案（2025—2027年）\n一、重点任务\n（一）通达提质行动——出行环境重塑\n{body}\n")
    assert made == [
        ("task", "通达提质行动——出行环境重塑"),
        ("task", "畅通城区路网"),
        ("task", "优化公交线网，提高换乘便利"),
    ]


def test_that_it_was_drawn_up_is_no_aim() -> None:
    text = "关于印发要点的通知\n各镇：\n为贯彻落实省政府部署精神，我局编制了《水利工作要点》。现印发给你们。\n"
    text += "一、任务\n新建水闸9座。\n"
    assert goals(text) == []


def test_why_something_is_done_may_open_a_paragraph_of_the_plan() -> None:
    """近年来 opens a review, but where it reports nothing the work begins with the next verb."""
    found = read("近年来，群众健身需求日益多样。健全健身设施网络，推动学校场馆开放。")
    assert found.measures[0].quote == "健全健身设施网络，推动学校场馆开放"
    assert len(read("近年来，新建了场馆9座，培训了教练。健全健身设施网络。").measures) == 1
