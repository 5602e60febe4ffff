"""``track`` with whole reports: next year's plan is no achievement, and several reports answer one plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from across_samples import PROFILE, only_item, plan
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import run_other
from rendered import render_tables
from track_samples import PLAN, REPORT, reconciled

from summarizer.comparison.tracking import Tracker
from summarizer.documents import from_text

EXAMPLES = Path(__file__).parents[2] / "examples" / "track"


@pytest.mark.parametrize(
    ("review", "ahead"),
    [
        ("一、2023年工作回顾", "二、2024年工作安排"),
        ("一、过去一年工作回顾", "二、今年工作安排"),
        ("一、2023年主要工作", "二、2024年主要工作"),
        ("一、去年工作回顾", "二、今年的总体要求和重点任务"),
        ("一、二〇二三年工作总结", "二、二〇二四年工作计划"),
        ("一、2023年目标任务完成情况", "二、2024年目标任务"),
        ("一、主要工作成效", "二、下一步工作打算"),
        ("一、过去一年的工作", "二、2024年政府工作任务"),
        ("一、工作回顾", "二、主要预期目标和政策取向"),
    ],
)
def test_the_plan_part_of_a_report_is_no_achievement(review: str, ahead: str) -> None:
    """A figure of next year's plan neither fulfils a target nor contradicts the review's own."""
    body = "全区经济社会平稳发展。"
    nothing = reconciled(PLAN, REPORT.format(review, body, ahead, "（一）项目建设。建成充电桩300个。"))
    assert only_item(nothing).outcome == "not mentioned"
    done = reconciled(PLAN, REPORT.format(review, "建成充电桩320个。", ahead, "（一）项目建设。建成充电桩900个。"))
    assert (only_item(done).outcome, only_item(done).found and only_item(done).found.value) == ("exceeded", 320)


@pytest.mark.parametrize(
    "turn",
    [
        "今年经济社会发展的主要目标是：",
        "今年，我们要着力抓好以下工作：",
        "2024年，",
        "做好2024年工作，要坚持稳中求进。",
    ],
)
def test_where_no_heading_says_so_the_sentences_own_words_do(turn: str) -> None:
    """A report without headings turns to what comes next in a sentence, and goes on from there."""
    text = "东湖区2024年政府工作报告\n\n2023年，全区建成充电桩{}个。\n\n{}建成充电桩900个。再建成充电桩50个。\n"
    item = only_item(reconciled(PLAN, text.format(300, turn)))
    assert (item.outcome, item.found and item.found.value) == ("fulfilled", 300)


@pytest.mark.parametrize("gap", ["   ", " "])
def test_a_text_that_lost_its_lines_has_parts_all_the_same(gap: str) -> None:
    """Copied from a page into one line: numbered titles before a gap part it, and say whose year it is."""
    promise = "{}市长 李某 各位代表：   现在报告工作。   一、{}年工作回顾   过去一年不平凡。建成充电桩{}个。   "
    promise += "二、{}年主要任务   做好今年工作，意义重大。建成充电桩{}个。"
    promise = promise.replace("   ", gap)
    texts = (promise.format("", 2022, 70, 2023, 300), promise.format("", 2023, 310, 2024, 900))
    item = only_item(reconciled(*texts))
    assert (item.quote, item.outcome, item.found and item.found.value) == ("建成充电桩300个", "exceeded", 310)


def test_a_title_that_lost_its_line_ends_where_its_text_begins() -> None:
    """民生实事, with which a paragraph of the review begins, makes no plan of the review's heading."""
    report = (
        "各位代表： 现在报告工作。 一、2023年工作回顾 过去一年不平凡。 （一）用心保障和改善民生，生活水平不断提升 "
        "民生实事全面落实。建成充电桩310个。 二、2024年主要任务 做好今年工作，意义重大。建成充电桩900个。"
    )
    item = only_item(reconciled(PLAN, report))
    assert (item.outcome, item.found and item.found.value) == ("exceeded", 310)


@given(promised=st.integers(2, 900), planned=st.integers(2, 900))
@settings(max_examples=25, deadline=None)
def test_whatever_next_year_plans_the_verdict_is_the_same(promised: int, planned: int) -> None:
    """The law: the plan part of a report says nothing of what was done."""
    of = PLAN.replace("300", str(promised))
    report = REPORT.format("一、2023年工作回顾", "建成充电桩320个。", "二、2024年工作安排", "建成充电桩{}个。")
    with_plan, without = (reconciled(of, report.replace("{}个", words)) for words in (f"{planned}个", "一批"))
    assert with_plan.items[0].outcome == without.items[0].outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("去年建成充电桩310个。", "exceeded"),
        ("过去一年，建成充电桩310个。", "exceeded"),
        ("五年来，全区面貌一新。累计建成充电桩310个。", "not comparable"),
        ("“十四五”以来，建成充电桩310个。", "not comparable"),
        ("2022年建成充电桩310个。", "not comparable"),
        ("累计建成充电桩310个。", "to be checked"),
        ("全年累计建成充电桩310个。", "exceeded"),
        ("全市建成充电桩310个。", "not comparable"),
    ],
)
def test_whose_year_and_place_a_review_speaks_of(said: str, outcome: str) -> None:
    """In a report given in the year after the plan's, last year is the plan's."""
    report = REPORT.format("一、工作回顾", said, "二、2024年工作安排", "完善充电设施。")
    assert only_item(reconciled(PLAN, report)).outcome == outcome


def test_a_plan_that_is_a_report_is_held_to_its_own_years_part() -> None:
    """Neither what it reviews nor its aims of five years are what its year's report answers."""
    promise = (
        "西山县2023年政府工作报告\n\n一、2022年工作回顾\n\n全年改造老旧小区12个，新建公园3个。\n\n"
        "二、今后五年发展目标\n\n（一）民生改善。新建公园40个，绿化造林达到9000亩。\n\n"
        "三、2023年重点工作\n\n（一）城市更新。改造老旧小区20个，绿化造林1500亩。\n"
    )
    report = "西山县2024年政府工作报告\n\n一、2023年工作回顾\n\n改造老旧小区21个，绿化造林1500亩。\n"
    found = {item.quote: item.outcome for item in reconciled(promise, report).items}
    assert found == {"改造老旧小区20个": "exceeded", "绿化造林1500亩": "fulfilled"}


@pytest.mark.parametrize(
    "nothing", ["今年要重点做好八个方面工作。", "年内抓好三件大事。", "全年安排重点工作12项。", "今年打好五场硬仗。"]
)
def test_what_promises_nothing_is_not_tracked(nothing: str) -> None:
    """What heads a list of tasks is no task, and no report answers it."""
    promise = PLAN.replace("建成充电桩300个。", f"{nothing}建成充电桩300个。")
    assert [item.quote for item in reconciled(promise, "东湖区2023年工作总结\n\n绿化公园。\n").items] == [
        "建成充电桩300个"
    ]


@pytest.mark.parametrize(
    ("promised", "reported", "outcome"),
    [
        ("工业增加值增长9%", "工业增加值增长7.1%，低于预期目标", "missed"),
        ("工业增加值增长9%", "工业增加值增长7.1%，未完成年度目标任务", "missed"),
        ("工业增加值增长9%", "受市场影响，工业增加值、进出口总额等指标未达到年初预期", "missed"),
        ("工业增加值增长9%", "工业增加值增长9.5%，未完成年度目标", "to be checked"),
        ("工业增加值增长9%", "工业增加值增长9.8%，高于预期目标", "exceeded"),
        ("城镇登记失业率控制在4.5%以内", "城镇登记失业率3.9%，低于预期控制目标", "fulfilled"),
        ("城镇登记失业率控制在4.5%以内", "城镇登记失业率4.8%，高于年度控制目标", "missed"),
        ("城镇登记失业率控制在4.5%以内", "城镇登记失业率低于预期控制目标", "to be checked"),
        ("一般公共预算收入增长8%", "一般公共预算收入20亿元、增长8.5%，税收占比70%", "exceeded"),
        ("基本公共服务投入6亿元", "全年基本公共服务投入6.4亿元", "exceeded"),
        ("铺设城区68公里供水管网", "铺设城区26公里供水管网、117公里供热管网", "partly"),
        ("铺设城区100公里供热管网", "铺设城区26公里供水管网、117公里供热管网", "exceeded"),
        ("现代化牧场达到12个", "现代化牧场达到12个", "fulfilled"),
        ("实际利用外资3亿美元", "实际利用外资3.1亿美元", "exceeded"),
        ("学前教育生均公用经费达到700元", "学前教育生均公用经费均达到720元", "exceeded"),
        ("居民消费价格涨幅3%左右", "居民消费价格上涨1.2%", "fulfilled"),
        ("居民消费价格涨幅3%左右", "居民消费价格上涨4.8%", "missed"),
        ("万元地区生产总值能耗下降3%", "万元地区生产总值能耗下降3.4%", "exceeded"),
        ("城镇登记失业率控制在4.5%以内", "城镇登记失业率平均为3.9%", "fulfilled"),
        ("事故隐患整改率95%", "事故隐患整改率98%", "exceeded"),
        ("工业增加值增长9%", "工业增加值增长7.1%", "missed"),
        ("工业总产值达到80亿元", "工业总产值完成76亿元", "missed"),
        ("鲜奶产量突破5万吨", "鲜奶产量达到4.6万吨", "missed"),
        ("完成水利投资8亿元", "完成水利投资6亿元", "partly"),
        ("新建公厕30座", "新建公厕24座", "partly"),
        ("实现河岸9公里慢行道贯通开放", "河岸9公里慢行道贯通开放", "fulfilled"),
        ("帮助失业人员实现再就业3000人", "再就业2600人", "to be checked"),
        ("居民人均可支配收入增长与经济增长基本同步", "居民人均可支配收入增长5.2%，快于全市生产总值增速", "fulfilled"),
        ("居民人均可支配收入增长与经济增长基本同步", "居民人均可支配收入增长2%，低于经济增速", "to be checked"),
        (
            "居民人均可支配收入增长与经济增长基本同步",
            "居民人均可支配收入增长2%，服务业增速快于全市生产总值增速",
            "to be checked",
        ),
        ("新建市民健身广场8个", "新建健身广场9个", "exceeded"),
        ("粮食产量稳定在20万吨以上", "粮食产量突破21万吨", "fulfilled"),
        ("发放创业贷款5至6亿元", "发放创业贷款7亿元", "exceeded"),
        ("低保标准由每人每月600元提高到650元", "低保标准由600元提高到650元", "fulfilled"),
        ("低保标准由每人每月600元提高到650元", "低保标准由600元提高到620元", "missed"),
        ("新栽苹果5万亩、核桃2万亩", "新栽苹果5万亩、核桃2.4万亩", "exceeded"),
        ("新建幼儿园7所", "新建小学3所、改造幼儿园7所", "to be checked"),
        ("新投放公交车60辆", "投放公交车60辆", "fulfilled"),
        ("新投放公交车60辆", "更新公交车60辆", "to be checked"),
        ("将所有校车纳入平台监管", "所有校车均已纳入平台监管", "fulfilled"),
        ("6月底前印发《停车管理办法》", "5月出台《停车管理办法》", "fulfilled"),
        ("10月底前开工建设城北水厂", "城北水厂9月建成投用", "fulfilled"),
        ("10月底前建成城北水厂", "城北水厂9月开工建设", "to be checked"),
        ("争取上级补助资金3亿元", "争取上级补助资金3.2亿元", "exceeded"),
        ("再下放审批事项50项以上", "全市各部门下放审批事项62项", "fulfilled"),
        ("再就业培训3000人", "就业培训3200人", "not mentioned"),
        ("也要再减少困难家庭2000户以上", "困难家庭减少2400户", "fulfilled"),
        ("专项资金项目要减少三分之一", "专项资金项目比上年减少1/3以上", "fulfilled"),
        ("农村学生升学人数要再增长10%以上", "农村学生升学人数连续三年增长12%", "fulfilled"),
        ("能源消耗强度要降低3.5%以上", "单位地区生产总值能耗下降4.1%", "fulfilled"),
        ("淘汰老旧公交车600辆", "淘汰老旧公交车任务超额完成", "exceeded"),
        ("淘汰老旧公交车600辆", "淘汰老旧公交车任务如期完成", "fulfilled"),
        ("淘汰老旧公交车600辆", "如期完成老旧公交车年度任务", "not mentioned"),
        ("淘汰老旧公交车600辆", "淘汰老旧公交车任务基本完成", "to be checked"),
        ("淘汰老旧公交车600辆", "淘汰老旧公交车任务有望提前完成", "to be checked"),
        ("淘汰老旧公交车600辆", "淘汰老旧公交车任务超额完成，共淘汰老旧公交车580辆", "partly"),
        ("进出口增长6%", "进出口总额出现下降，预期增长目标未能实现", "missed"),
        ("打造文明街区60个", "打造文明街区63个，41个机关单位停车场对外开放", "exceeded"),
        ("打造文明街区60个", "计划打造文明街区60个，41个通过验收", "partly"),
        ("筹措保障性租赁住房3000套（间）", "筹措保障性租赁住房3100套（间）", "exceeded"),
        ("实施道路改造工程，完成投资5亿元", "道路改造工程投资完成5.6亿元", "exceeded"),
        ("实施道路改造工程，完成投资5亿元", "道路养护工程投资完成5.6亿元", "not mentioned"),
        ("加大人才公寓建设力度，新开工700套以上", "新开工人才公寓740套，建成200套", "fulfilled"),
        ("加大人才公寓建设力度，新开工700套以上", "开工人才公寓740套，其中实际开工200套", "to be checked"),
        ("加大人才公寓建设力度，新开工700套以上", "建成人才公寓740套", "not mentioned"),
        ("新建口袋公园20座", "新增口袋公园22座", "to be checked"),
        ("城乡居民收入与经济同步增长", "城乡居民人均可支配收入增长6%，快于经济增长", "fulfilled"),
        ("居民收入增长与经济增长同步", "农村居民人均可支配收入增长6%，快于经济增长", "to be checked"),
    ],
)
def test_bounds_stages_and_the_reports_own_words(promised: str, reported: str, outcome: str) -> None:
    """Read by hand: what an officer would write of the last target of the plan's sentence."""
    report = "某市教育局2023年工作总结\n\n一、主要工作\n\n" + f"{reported}。\n"
    result = Tracker(plan(promised), [from_text(report, "report.txt")], PROFILE).result()
    assert result.items[-1].outcome == outcome, result.items[-1].code


def test_of_two_targets_worded_alike_the_second_takes_no_number() -> None:
    """A county's growth is not the city's, though the plan names both alike."""
    promise = PLAN.replace("建成充电桩300个。", "建成充电桩300个。每个街道建成充电桩20个。")
    outcomes = [item.outcome for item in reconciled(promise, "东湖区2023年工作总结\n\n建成充电桩310个。\n").items]
    assert outcomes[0] == "exceeded"
    assert set(outcomes[1:]) <= {"to be checked", "not mentioned"}


@pytest.mark.parametrize(
    ("said", "outcomes"),
    [
        ("实施水利项目30个，完成投资7亿元。", ["fulfilled", "exceeded", "not mentioned", "not mentioned"]),
        ("实施交通项目12个，完成投资7亿元。", ["not mentioned", "not mentioned", "fulfilled", "partly"]),
        ("实施教育项目8个，完成投资7亿元。", ["not mentioned"] * 4),
    ],
)
def test_whose_investment_it_is_stands_before_it(said: str, outcomes: list[str]) -> None:
    """Words as general as 投资 mean what the sentence names before them, in the plan and in the report."""
    promise = PLAN.replace("建成充电桩300个。", "实施水利项目30个，完成投资6亿元。实施交通项目12个，完成投资9亿元。")
    result = reconciled(promise, f"东湖区2023年工作总结\n\n{said}\n")
    assert [item.outcome for item in result.items] == outcomes


@pytest.mark.parametrize(
    ("reported", "outcome"),
    [
        ("完成45个老旧小区改造任务", "fulfilled"),
        ("完成44个老旧小区改造任务", "to be checked"),
        ("改造45个老旧厂区", "to be checked"),
    ],
)
def test_a_name_that_the_report_shortens_needs_the_plans_own_number(reported: str, outcome: str) -> None:
    """老旧小区改造 is 老旧小区基础设施综合改造 where it is 45 of them; other names and numbers are for a person."""
    promise = PLAN.replace("建成充电桩300个", "完成45个老旧小区基础设施综合改造")
    item = only_item(reconciled(promise, f"东湖区2023年工作总结\n\n{reported}。\n"))
    assert item.outcome in {outcome, "not mentioned"} if outcome == "to be checked" else item.outcome == outcome


OFFICES = [
    "东湖区住建局2023年工作总结\n\n一、主要工作\n\n建成充电桩300个。\n\n二、下一步打算\n\n建设休闲步道90公里。\n",
    "东湖区园林局2023年工作总结\n\n一、主要工作\n\n建设休闲步道12公里。\n",
]


def test_each_offices_report_answers_what_is_its_own() -> None:
    """Evidence names its report and stands in it; what one only plans does not answer for another."""
    promise = PLAN.replace("建成充电桩300个。", "建成充电桩300个。建设休闲步道10公里。新建公厕5座。")
    result = reconciled(promise, *OFFICES)
    assert [document.name for document in result.reports] == ["report1.txt", "report2.txt"]
    found = [(item.outcome, item.found and item.found.report) for item in result.items]
    assert found == [("fulfilled", "report1.txt"), ("exceeded", "report2.txt"), ("not mentioned", None)]
    for item in result.items:
        if item.found is not None:
            text = OFFICES[[document.name for document in result.reports].index(item.found.report)]
            assert text[item.found.start : item.found.end] == item.found.quote
    assert "report2.txt" in render_tables(result, "md").decode()


def test_two_reports_that_differ_leave_it_to_a_person() -> None:
    """Which office's number is the right one, nobody can tell from the texts."""
    promise = PLAN.replace("建成充电桩300个。", "建设休闲步道10公里。")
    other = OFFICES[1].replace("12公里", "9公里").replace("园林局", "城管局")
    item = only_item(reconciled(promise, OFFICES[1], other))
    assert (item.outcome, item.code) == ("to be checked", "different-numbers")


EXPECTED = {
    "新建、改扩建义务教育学校9所": "fulfilled",
    "新增学位4200个": "exceeded",
    "改造农村薄弱幼儿园12所": "partly",
    "铺设校园健身步道3.5公里": "fulfilled",
    "力争5月启动实验中学东校区建设": "fulfilled",
    "9月底前建成区青少年活动中心并投入使用": "to be checked",
    "年内开工建设江北职业学校新校区": "fulfilled",
    "学前三年毛入园率达到92%以上": "fulfilled",
    "普惠性幼儿园覆盖率不低于88%": "missed",
    "培育省级示范幼儿园6至8所": "fulfilled",
    "学前教育生均公用经费标准由600元提高到700元": "fulfilled",
    "培训农村中小学教师500名": "exceeded",
    "遴选区级名师工作室10个": "to be checked",
    "公开招聘教师约150名": "fulfilled",
    "实现教职工健康体检全覆盖": "fulfilled",
    "6月底前印发《教师减负工作清单》": "fulfilled",
    "为全区学校补充配备专职保安86名": "fulfilled",
    "零事故": "fulfilled",
    "义务教育阶段辍学率控制在0.1%以内": "missed",
    "将所有校车纳入平台监管": "fulfilled",
    "建成智慧教室200间": "not comparable",
    "投入资金1200万元更新教学设备": "exceeded",
    "开展校园食品安全检查40次": "exceeded",
    "校园网络带宽提速30%": "missed",
    "12月底前召开家庭教育工作推进会": "fulfilled",
    "创建市级家庭教育示范校5所": "not mentioned",
    "新增家长学校20所": "not comparable",
    "建设校外实践基地6个": "not comparable",
    "生均能耗下降2%": "missed",
    "再创建区级绿色学校15所": "exceeded",
    "更换老旧课桌椅1200套": "exceeded",
    "建成校园书吧20个": "exceeded",
    "添置图书2万册": "not comparable",
    "开展送教下乡60场以上": "fulfilled",
    "完成投资900万元": "exceeded",
}
"""Read by hand from the invented texts."""


def test_the_example_has_a_case_of_each_kind() -> None:
    """What the README shows, item by item; the security section's report answers two that the bureau's leaves out."""
    texts = [(EXAMPLES / name).read_text(encoding="utf-8") for name in ("report.txt", "report_security.txt")]
    result = reconciled((EXAMPLES / "plan.txt").read_text(encoding="utf-8"), *texts)
    assert {item.quote: item.outcome for item in result.items} == EXPECTED
    assert [item.quote for item in result.items if item.found and item.found.report == "report2.txt"] == [
        "开展校园食品安全检查40次",
        "12月底前召开家庭教育工作推进会",
    ]


@pytest.mark.slow
def test_the_command_takes_several_reports() -> None:
    """One plan, then a report of each office."""
    names = ("plan.txt", "report.txt", "report_security.txt")
    done = run_other("track", *(str(EXAMPLES / name) for name in names), "--format", "json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert [report["name"] for report in found["reports"]] == ["report.txt", "report_security.txt"]
    assert {item["quote"]: item["outcome"] for item in found["items"]} == EXPECTED
