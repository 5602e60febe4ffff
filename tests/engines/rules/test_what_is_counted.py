"""Which figures are targets, and how far their quotes run: places, bounds before 的, rates, sizes, words of order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import summarize
from summarizer.documents import from_text

PLAN = "某区2025年工作计划\n一、办好实事\n{}\n推进环境整治，加强巡查。"


def targets_of(sentence: str):
    return summarize(from_text(PLAN.format(sentence), "plan.txt")).targets


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("在滨河新区新建驿站7座。", "新建驿站7座"),
        ("在各中心镇建设文化广场14处，健全管护制度。", "建设文化广场14处"),
        ("在学校、车站等人流密集处增设急救设备60台。", "增设急救设备60台"),
        ("在山区村组铺设饮水管道85公里。", "铺设饮水管道85公里"),
        ("于北部湖区投放鱼苗30万尾。", "投放鱼苗30万尾"),
        ("结合道路施工新增雨水口420个。", "新增雨水口420个"),
        ("在园区建设中引进研发机构4家。", "引进研发机构4家"),
        ("新（改）建农贸市场11个。", "新（改）建农贸市场11个"),
    ],
)
def test_behind_a_place_a_verb_says_what_is_done(sentence: str, quote: str) -> None:
    """A place or a means before the verb frames nothing, and is no part of the quote."""
    (target,) = targets_of(sentence)
    assert (target.quote, target.unsure) == (quote, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "在7个乡镇推广积分管理，完善制度。",
        "在推进9个重点项目的过程中强化服务。",
        "在巩固提升8个样板村的基础上，拓展成果。",
        "根据省厅关于实施5项改革的部署，完善机制。",
    ],
)
def test_a_count_within_a_place_or_a_circumstance_is_a_frame(sentence: str) -> None:
    assert not targets_of(sentence)


@given(
    st.sampled_from(["打造", "培育", "积极引进", "争取创建", "新建"]),
    st.integers(2, 90),
    st.sampled_from([("左右", "~"), ("以上", ">="), ("（含）以上", ">="), ("上下", "~")]),
    st.sampled_from(["乡村酒店", "绿色工厂", "市级名师工作室"]),
)
def test_a_quote_runs_past_de_to_the_thing(verb: str, number: int, bound: tuple[str, str], thing: str) -> None:
    after, comparator = bound
    (target,) = targets_of(f"{verb}{number}个{after}的{thing}。")
    assert target.quote.endswith(f"{number}个{after}的{thing}")
    assert thing in target.indicator
    assert (target.value, target.comparator) == (number, comparator)


@pytest.mark.parametrize(
    ("sentence", "comparator"),
    [
        ("确保乡村医生收入高于当地平均水平。", ">="),
        ("确保乡村医生收入保持在当地平均水平之上。", ">="),
        ("确保事故起数不高于去年。", "<="),
        ("确保水质优于去年同期。", ">="),
        ("力争接待游客人次与2024年基本持平。", "="),
        ("力争用电量同上年度持平。", "="),
        ("力争技改投资增速快于工业投资增速。", ">="),
        ("确保保障支出不少于上年水平。", ">="),
        ("确保登记失业率控制在全省平均水平以内。", "<="),
        ("力争产量稳定在上年水平。", "="),
        ("力争优良率达到或超过上年水平。", ">="),
        ("力争收入强度高于“十三五”时期。", ">="),
        ("确保支出增幅不低于财政支出的增幅。", ">="),
        ("力争引进人才人数同比持平。", "="),
    ],
)
def test_a_bound_set_by_another_time_place_or_measure(sentence: str, comparator: str) -> None:
    (target,) = targets_of(sentence)
    assert (target.kind, target.value, target.comparator) == ("relative", None, comparator)


@pytest.mark.parametrize(
    "sentence",
    [
        "对收入低于全区平均水平的家庭给予救助。",
        "打造国内领先的产业集群。",
        "严肃查处超过规定标准的接待。",
        "国家支持平台企业发展，增强竞争力。",
        "全区路网密度仍低于全市平均水平，要加快补齐。",
        "今年的环境好于去年，但压力仍然很大。",
        "在达到省级标准的基础上，提升服务。",
        "认真完成区政府下达的各项任务。",
        "推广优于全市平均水平的做法。",
        "防止超过规定时限办理。",
        "落实待遇“不低于或高于”要求。",
    ],
)
def test_a_condition_a_state_and_a_manner_are_no_bounds(sentence: str) -> None:
    assert not targets_of(sentence)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("坚决杜绝“人情保”现象。", "坚决杜绝“人情保”现象"),
        ("杜绝“推、拖、绕”等问题发生。", "杜绝“推、拖、绕”等问题发生"),
        ("杜绝无证经营、超范围经营的行为，加强巡查。", "杜绝无证经营、超范围经营的行为"),
        ("实现工地安全“零”事故。", "“零”事故"),
        ("实现窗口服务0投诉。", "0投诉"),
        ("力争重大火灾为零。", "力争重大火灾为零"),
    ],
)
def test_what_must_not_happen(sentence: str, quote: str) -> None:
    (target,) = targets_of(sentence)
    assert (target.kind, target.value, target.quote) == ("zero", 0, quote)


@pytest.mark.parametrize(
    "sentence",
    ["缺项的分值一律记为零。", "表中数字统一改为零。", "逾期未报的视为零。", "未填写的默认为零。"],
)
def test_a_figure_written_as_zero_is_no_promise(sentence: str) -> None:
    assert not targets_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "按照投资额的6%给予奖励。",
        "对参展企业按展位费的40%予以补贴。",
        "对返乡青年给予年化3%的贴息支持。",
        "住院费用按85%报销。",
        "科研收益按不低于60%的比例奖励团队。",
        "对租户减免30%租金。",
        "按每吨120元给予补贴。",
        "停车费按每小时4元收取。",
        "生育津贴按100%发放。",
        "区财政按1:2比例配套资金。",
    ],
)
def test_what_a_rule_pays_or_takes_is_a_parameter(sentence: str) -> None:
    assert not targets_of(sentence)


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("补贴资金发放率达到97%以上。", 97, "%"),
        ("将住院报销比例提高到72%。", 72, "%"),
        ("确保养老金按时足额100%发放。", 100, "%"),
        ("推动技改投资增长14%，给予政策支持。", 14, "%"),
        ("发放稳岗补贴4500万元。", 45_000_000, "元"),
    ],
)
def test_what_is_to_be_paid_out_or_raised_is_a_target(sentence: str, value: float, unit: str) -> None:
    (target,) = targets_of(sentence)
    assert (target.value, target.unit) == (value, unit)


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("建设300平方米以上菜市场13个。", 13, "个"),
        ("推进30户以上村组通硬化路60公里。", 60, "公里"),
        ("新建36班小学2所。", 2, "所"),
        ("新建400张床位的中医院1所。", 1, "所"),
        ("修建5米宽环湖路18公里。", 18, "公里"),
        ("举办300人以上招聘会9场。", 9, "场"),
        ("新建7人制足球场5片。", 5, "片"),
    ],
)
def test_a_size_within_the_thing_is_no_second_target(sentence: str, value: float, unit: str) -> None:
    (target,) = targets_of(sentence)
    assert (target.value, target.unit) == (value, unit)


@pytest.mark.parametrize("sentence", ["实现25户以上自然村全部通动力电。", "对60人以上企业全部开展评估。"])
def test_how_many_live_there_tells_which_places(sentence: str) -> None:
    (target,) = targets_of(sentence)
    assert (target.kind, target.value) == ("coverage", 100)


def test_the_colon_of_a_ratio_parts_no_clause() -> None:
    (target,) = targets_of("按照1:800比例配备网格员，加强管理。")
    assert (target.value, target.unit, target.quote) == (800, None, "按照1:800比例配备网格员")


def test_a_bounded_thing_with_a_rate_has_one_figure() -> None:
    (target,) = targets_of("将46人以上大班额比例控制在4%以内。")
    assert (target.value, target.unit, target.comparator) == (4, "%", "<=")


def test_of_how_many_is_a_unit() -> None:
    """A rate for so many is never read as a bare count, nor lost."""
    (target,) = targets_of("将孕产妇死亡率控制在9.5/10万以内。")
    assert (target.value, target.unit, target.kind) == (9.5, "/10万", "ratio")
    assert target.unsure is not None


def test_a_part_of_what_was_counted_needs_no_verb() -> None:
    found = targets_of("创建景区6家；其中4A级景区2家。")
    assert [(target.value, target.unsure) for target in found] == [(6, None), (2, None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "大型商场是指营业面积在8000平方米以上的商场。",
        "特困家庭，指人均收入低于低保标准1.5倍的家庭。",
        "总分由业绩、测评两部分组成，分别占65%和35%。",
        "参加评选的企业须成立2年以上，职工不少于40人。",
        "大会由三分之二以上代表出席方可举行。",
        "投资额超过3000万元的项目须经专家论证。",
        "与先进地区相比，我区研发投入占比仅为0.9%。",
        "受汛情影响，上半年接待游客下降15%。",
        "专班由7名同志组成，下设3个工作组。",
        "6个部门联合会审，统一标准。",
        "该项目总投资2.4亿元，占地90亩。",
        "校园占地面积38亩，绿树成荫。",
    ],
)
def test_what_only_tells_promises_nothing(sentence: str) -> None:
    """Definitions, conditions, weights of a score, and how things stand."""
    assert not [target for target in targets_of(sentence) if target.value is not None]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("推动80%以上的学校应用智慧平台。", [80]),
        ("新建康养中心，占地25亩，建筑面积6000平方米。", [25, 6000]),
        ("培育200户以上的民宿经营户。", [200]),
        ("确保用水量与上年相比下降5%。", [5]),
        ("组建9个督导组，开展巡回检查。", [9]),
    ],
)
def test_what_looks_like_telling_and_promises(sentence: str, values: list[float]) -> None:
    assert [target.value for target in targets_of(sentence)] == values


def test_two_counts_in_one_clause_are_two() -> None:
    found = targets_of("投入300万元修缮校舍8处。")
    assert [(target.value, target.unit) for target in found] == [(3_000_000, "元"), (8, "处")]


@pytest.mark.parametrize(
    "sentence",
    ["今年要把握好7个方面。", "突出抓好以下3个重点。", "处理好6个关系，统筹推进。", "从4个环节入手，优化流程。"],
)
def test_what_only_divides_what_is_said_counts_nothing(sentence: str) -> None:
    assert not targets_of(sentence)


@pytest.mark.parametrize("sentence", ["扭转多项考核均居后列的局面。", "改变部分指标全部落后的状况。"])
def test_what_is_to_end_is_no_coverage(sentence: str) -> None:
    assert not targets_of(sentence)


@pytest.mark.parametrize(
    "sentence", ["使学生掌握至少一门乐器。", "确保每村至少一名保洁员。", "每校专职校医不得少于1名。"]
)
def test_at_least_one_is_one(sentence: str) -> None:
    (target,) = targets_of(sentence)
    assert (target.value, target.comparator, target.unsure) == (1, ">=", None)


def test_neighbouring_numerals_are_unsure() -> None:
    (target,) = targets_of("新建幼儿园五、六所。")
    assert (target.value, target.value_max) == (5, 6)
    assert target.unsure is not None


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("产值超亿元工业企业达50家。", [50]),
        ("税收超千万元企业达到20家、超亿元企业达到3家。", [20, 3]),
        ("新增销售收入超5亿元企业4家、超10亿元企业2家。", [4, 2]),
        ("培育年产值达5000万元合作社12家。", [12]),
        ("打造年税收逾8000万元的商务楼宇10栋。", [10]),
        ("营收突破10亿元龙头企业新增8家。", [8]),
        ("集体经济收入超50万元村达到30个。", [30]),
        ("引进投资超10亿元项目6个。", [6]),
        ("产值超亿元制造企业达21家。", [21]),
        # What an area earns, or a list of both, is to be reached.
        ("工业总产值超800亿元，企业达到60家。", [800 * 10**8, 60]),
        ("特色产业产值突破30亿元、企业达到12家。", [30 * 10**8, 12]),
        ("主营业务收入突破100亿元大关。", [100 * 10**8]),
        ("数字产业投资超20亿元。", [20 * 10**8]),
        ("投资超5亿元推进重点项目建设。", [5 * 10**8]),
        ("投入超3亿元支持企业技术改造。", [3 * 10**8]),
        ("投资达2亿元用于园区项目建设。", [2 * 10**8]),
        ("实现税收5亿元，新增企业20家。", [5 * 10**8, 20]),
    ],
)
def test_what_those_counted_earn_is_no_target_of_its_own(sentence: str, values: list[float]) -> None:
    """产值超亿元企业50家: the sum says which enterprises are counted; nobody promised it."""
    plan = f"白石县2027年工作要点\n\n一、壮大产业\n{sentence}\n"
    assert [target.value for target in summarize(from_text(plan, "plan.txt")).targets] == values


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "实现“粮食产量达到50万吨，蔬菜产量达到80万吨，水果产量突破3万吨”的发展目标。",
            [("粮食产量", 500000), ("蔬菜产量", 800000), ("水果产量", 30000)],
        ),
        ("围绕“床位达到2000张、护士达到3000名”的目标，深化改革。", [("床位", 2000), ("护士", 3000)]),
        ("构建“引进、服务”两大体系，实现“教师达到900名，学位达到3万个”的目标。", [("教师", 900), ("学位", 30000)]),
        ("落实“一天一节体育课”。", [("一天一节体育课", 1)]),
        ("实施“百校千师”行动。", []),
        ("深化“3年100件”实事工程。", []),
    ],
)
def test_figures_in_quotation_marks_have_their_own_words(sentence: str, found: list[tuple[str, float]]) -> None:
    """What stands in the marks is a clause of its own, and nothing before them is what it counts."""
    plan = f"白石县2027年工作要点\n\n一、夯实基础\n{sentence}\n"
    made = summarize(from_text(plan, "plan.txt")).targets
    assert [(target.indicator, target.value) for target in made] == found


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("医疗救助范围扩大至9类群体。", [9]),
        ("门诊慢特病报销范围扩大到40种。", [40]),
        ("免费服务扩展到5类人群。", [5]),
        ("救助对象由6类增加到9类。", [9]),
        ("聚焦2类重点群体。", []),
        ("为5类困难人员提供服务。", []),
    ],
)
def test_kinds_to_which_something_is_widened_are_counted(sentence: str, values: list[float]) -> None:
    plan = f"白石县2027年工作要点\n\n一、夯实基础\n{sentence}\n"
    assert [target.value for target in summarize(from_text(plan, "plan.txt")).targets] == values


@pytest.mark.parametrize(
    ("sentence", "thing"),
    [
        ("年底前农村旱井全部清零。", "农村旱井"),
        ("问题井盖8月底前全部清零。", "问题井盖"),
        ("危旧桥梁9月底前实现清零。", "危旧桥梁"),
    ],
)
def test_what_is_all_gone_is_one_target_of_none(sentence: str, thing: str) -> None:
    """Neither a share of all as well, nor is by when part of what there is none of."""
    (target,) = targets_of(sentence)
    assert (target.indicator, target.kind, target.value, target.unsure) == (thing, "zero", 0, None)
    assert target.deadline is not None
