"""``track``: every outcome, sure only where words, unit and number leave no doubt."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from across_samples import PROFILE, RULES, only_item, plan, recomputed, tracked
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from programs import one_error_line, run_other
from rendered import render_tables
from samples import SEEDS

import summarizer
from summarizer.comparison.tracking import Tracker
from summarizer.documents import from_text, load
from summarizer.messages import text
from summarizer.structure.outlining import outline

if TYPE_CHECKING:
    from summarizer.comparison.results import Reconciled

PAIR = Path(__file__).parents[2] / "examples" / "track"


@pytest.mark.parametrize(
    ("promised", "reported", "outcome"),
    [
        ("新建实验学校9所", "全年新建实验学校9所", "fulfilled"),
        ("新建实验学校9所", "已建成实验学校9所", "fulfilled"),
        ("扩建实验学校3所", "已建成实验学校3所", "fulfilled"),
        ("扩建实验学校3所", "新建实验学校3所", "to be checked"),
        ("新建实验学校9所", "9所实验学校全部完工", "fulfilled"),
        ("新建实验学校9所", "全年新建实验学校11所", "exceeded"),
        ("新建实验学校9所", "全年新建实验学校6所", "partly"),
        ("新建实验学校9所", "全年新建实验幼儿园9所", "not mentioned"),
        ("新建实验学校9所", "新建实验学校9所尚未完成", "to be checked"),
        ("新建实验学校9所", "2024年，计划新建实验学校9所", "not mentioned"),
        ("新建实验学校9所", "去年新建实验学校9所", "not comparable"),
        ("新建实验学校9所", "新建实验学校数量增长20%", "not comparable"),
        ("新建实验学校9所", "新建实验学校一批", "to be checked"),
        ("开展安全检查40次", "开展安全检查30项", "to be checked"),
        ("新建实验学校9所", "完成新建实验学校任务", "to be checked"),
        ("新建实验学校9所", "新建城区实验学校9所", "to be checked"),
        ("学前三年毛入园率不低于90%", "学前三年毛入园率达到92%", "fulfilled"),
        ("学前三年毛入园率不低于90%", "学前三年毛入园率稳步提升，达到92%", "fulfilled"),
        ("学前三年毛入园率不低于90%", "学前三年毛入园率达到88%", "missed"),
        ("学前三年毛入园率不低于90%", "学前三年毛入园率提高3个百分点", "not comparable"),
        ("义务教育阶段辍学率控制在0.1%以内", "义务教育阶段辍学率为0.08%", "fulfilled"),
        ("义务教育阶段辍学率控制在0.1%以内", "义务教育阶段辍学率为0.3%", "missed"),
        ("培育示范幼儿园6至8所", "培育示范幼儿园7所", "fulfilled"),
        ("培育示范幼儿园6至8所", "培育示范幼儿园10所", "exceeded"),
        ("公开招聘教师约150名", "公开招聘教师146名", "fulfilled"),
        ("公开招聘教师约150名", "公开招聘教师100名", "partly"),
        ("铺设校园步道3.5公里", "铺设校园步道3500米", "fulfilled"),
        ("投入校园安全资金2000万元", "投入校园安全资金0.2亿元", "fulfilled"),
        ("实现教职工健康体检全覆盖", "教职工健康体检覆盖率达到100%", "fulfilled"),
        ("实现教职工健康体检全覆盖", "教职工健康体检覆盖率达到85%", "partly"),
        ("力争5月启动二期校区建设", "二期校区建设5月启动", "fulfilled"),
        ("力争5月启动二期校区建设", "二期校区建设9月启动", "to be checked"),
        ("力争5月启动二期校区建设", "二期校区建设尚未启动", "to be checked"),
        ("6月底前印发《教师减负清单》", "印发《教师减负清单》", "fulfilled"),
        ("6月底前印发《教师减负清单》", "起草了其他文件", "not mentioned"),
    ],
)
def test_each_outcome(promised: str, reported: str, outcome: str) -> None:
    """Read by hand: what an officer would write into the table from these two sentences."""
    item = only_item(tracked(plan(promised), reported))
    assert (item.outcome, item.reason) == (outcome, item.reason)
    assert (item.found is None) == (outcome == "not mentioned")


def test_two_different_numbers_are_for_a_person_to_judge_unless_one_is_the_years() -> None:
    """A half year's figure is not the year's."""
    of = plan("新建实验学校9所")
    assert only_item(tracked(of, "新建实验学校3所", "新建实验学校5所")).outcome == "to be checked"
    assert only_item(tracked(of, "新建实验学校3所", "全年新建实验学校9所")).outcome == "fulfilled"


def test_numbers_that_several_things_share_are_not_dealt_out() -> None:
    """分别: which number is whose is not read off the order."""
    items = tracked(plan("接待游客增长20%", "旅游收入增长30%"), "接待游客和旅游收入分别增长25%和62%").items
    assert {item.outcome for item in items} == {"to be checked"}


def test_a_blank_in_the_plan_is_never_fulfilled() -> None:
    """A template's xx所 promises no number."""
    item = only_item(tracked(plan("新建实验学校xx所"), "全年新建实验学校9所"))
    assert (item.outcome, item.masked) == ("to be checked", True)


def test_partly_says_how_much_and_how_that_was_computed() -> None:
    """Both quotes at their offsets; the share can be worked out again."""
    of = plan("改造薄弱幼儿园12所")
    item = only_item(tracked(of, "已改造薄弱幼儿园8所"))
    assert item.share is not None
    assert (item.share.value, item.share.formula) == (66.7, "8 ÷ 12 × 100")
    assert item.found is not None
    assert (item.found.written, item.found.value, item.found.unit) == ("8", 8, "所")
    assert (of.document.text or "")[item.start : item.end] == item.quote


@given(promised=st.integers(2, 5000), reported=st.integers(1, 5000))
@settings(max_examples=60)
def test_the_outcome_follows_the_numbers(promised: int, reported: int) -> None:
    """More is exceeded, less is partly, and every number is a quote's or can be worked out again."""
    assume(not 1990 <= promised <= 2030 and not 1990 <= reported <= 2030)
    item = only_item(tracked(plan(f"新建实验学校{promised}所"), f"全年新建实验学校{reported}所"))
    expected = "fulfilled" if reported == promised else "exceeded" if reported > promised else "partly"
    assert item.outcome == expected
    assert item.found is not None
    assert item.found.written is not None
    assert item.found.written in item.found.quote
    if item.share is not None:
        assert abs(recomputed(item.share) - Decimal(str(item.share.value))) <= Decimal("0.05")


@pytest.mark.parametrize("name", ["qingdao_2023", "cangzhou_2023", "jinan_shizhong_2021"])
def test_a_report_that_repeats_each_target_as_done_fulfils_them_all(name: str) -> None:
    """No target of a real plan is beyond what the matching can find."""
    path = SEEDS / f"{name}.txt"
    summary = summarizer.summarize(path, RULES, with_text=True)
    document = load(path)
    groups: dict[int, tuple[int, int]] = {}
    for sentence in outline(document).sentences:
        start, _ = groups.get(sentence.group, (sentence.start, 0))
        groups[sentence.group] = (start, sentence.end)
    said = [document.text[a:b] for a, b in groups.values() if any(a <= t.start < b for t in summary.targets)]
    done = "".join(re.sub("力争|确保", "", sentence) + "。\n" for sentence in said)
    result = Tracker(summary, [from_text(f"工作总结\n{done}", "report")], PROFILE).result()
    outcomes = {item.item: item.outcome for item in result.items if item.group == "targets"}
    assert set(outcomes.values()) == {"fulfilled"}
    assert len(outcomes) == sum(target.same_as is None for target in summary.targets)


def test_another_plans_text_fulfils_next_to_nothing() -> None:
    """What speaks of other things is no report on this plan: nothing is fulfilled that it does not say."""
    summary = summarizer.summarize(SEEDS / "qingdao_2023.txt", RULES, with_text=True)
    result = Tracker(summary, [load(SEEDS / "cangzhou_2023.txt")], PROFILE).result()
    assert {item.outcome for item in result.items} <= {"not mentioned", "to be checked", "not comparable"}


COUNTY = "北山县2024年工作{}\n\n一、{}\n\n（一）建设项目。{}\n"
SCHOOLS = "新建幼儿园10所。"


def of_county(promised: str, reported: str) -> Reconciled:
    """The one item of a county's plan and what its report says of it; the quote stands in the report."""
    promise = from_text(COUNTY.format("计划", "重点任务", promised), "plan.txt")
    report = from_text(COUNTY.format("总结", "主要工作", reported), "report.txt")
    item = only_item(Tracker(summarizer.summarize(promise, RULES, with_text=True), [report], PROFILE).result())
    if item.found is not None:
        assert report.text[item.found.start : item.found.end] == item.found.quote
        assert item.found.written is None or item.found.written in item.found.quote
    if item.share is not None:
        assert abs(recomputed(item.share) - Decimal(str(item.share.value))) <= Decimal("0.05")
    return item


@pytest.mark.parametrize(
    ("promised", "reported", "code"),
    [
        (SCHOOLS, "没有新建幼儿园10所。", "report-not-done"),
        (SCHOOLS, "未新建幼儿园10所。", "report-not-done"),
        (SCHOOLS, "没有新建幼儿园10所，仅开工3所。", "report-not-done"),
        (SCHOOLS, "新建幼儿园10所的目标落空。", "report-not-done"),
        (SCHOOLS, "距新建幼儿园10所的目标还差3所。", "report-not-done"),
        (SCHOOLS, "新建幼儿园10所，其中4所尚未完工。", "report-not-done"),
        (SCHOOLS, "新建幼儿园10所。其中4所尚未完工。", "report-not-done"),
        (SCHOOLS, "新建幼儿园10所；4所未完工。", "report-not-done"),
        (SCHOOLS, "新建幼儿园10所（其中4所未完工）。", "report-not-done"),
        (SCHOOLS, "新建幼儿园10所均在施工。", "report-not-done"),
        (SCHOOLS, "未完成新建幼儿园10所的任务。", "report-not-done"),
        ("9月底前建成实验学校。", "实验学校未建成。", "report-not-done"),
        ("9月底前建成实验学校。", "实验学校预计2025年建成。", "report-only-plans"),
        ("建成停车位2000个。", "原计划建成停车位2000个，因资金不足取消。", "report-only-plans"),
        ("建成停车位2000个。", "建成停车位2000个，因资金不足，项目取消。", "report-not-done"),
        (SCHOOLS, "规划新建幼儿园10所。", "report-only-plans"),
        (SCHOOLS, "拟新建幼儿园10所。", "report-only-plans"),
        (SCHOOLS, "计划新建幼儿园10所。", "report-only-plans"),
        (SCHOOLS, "将新建幼儿园10所。", "report-only-plans"),
        (SCHOOLS, "下一步，新建幼儿园10所。", "report-only-plans"),
        (SCHOOLS, "开工新建幼儿园10所。", "report-only-begun"),
        (SCHOOLS, "启动新建幼儿园10所。", "report-only-begun"),
        (SCHOOLS, "新建幼儿园10所全部开工。", "report-only-begun"),
        (SCHOOLS, "新建幼儿园10所主体工程完工。", "report-only-begun"),
        (SCHOOLS, "新建幼儿园10所，目前已全部开工。", "report-only-begun"),
        (SCHOOLS, "新建幼儿园10所基本建成。", "report-only-begun"),
        (SCHOOLS, "新建幼儿园10所。\n\n二、存在的问题\n\n新建幼儿园10所的任务滞后。", "report-not-done"),
        (SCHOOLS, "教育向好。\n\n二、存在的问题\n\n新建幼儿园10所压力大。", "among-problems"),
        ("9月底前建成实验学校。", "8月，实验学校建成，9月又报尚未完工。", "report-not-done"),
        (SCHOOLS, "其中新建幼儿园10所。", "part-of-number"),
        (SCHOOLS, "新建幼儿园10所，其中4所已投入使用。", "other-actual-number"),
        ("完成技改投资8亿元。", "完成技改投资8亿元的75%。", "goal-number"),
        ("绿化造林1000亩。", "绿化造林完成计划1000亩的60%。", "goal-number"),
        (SCHOOLS, "新建幼儿园完成10所中的6所。", "goal-number"),
        ("配备校医60名。", "配备校医60名，实际到岗45名。", "other-actual-number"),
        (SCHOOLS, "新建幼儿园10所，开工6所。", "other-actual-number"),
        (SCHOOLS, "新建幼儿园10所，形象进度60%。", "other-actual-number"),
        (SCHOOLS, "改扩建幼儿园10所。", "new-or-rebuilt"),
        (SCHOOLS, "新建、改扩建幼儿园10所。", "new-or-rebuilt"),
        (SCHOOLS, "新建幼儿园10个班。", "other-thing-counted"),
        (SCHOOLS, "对口支援地区新建幼儿园10所。", "other-place"),
        (SCHOOLS, "累计新建幼儿园10所。", "total-of-years"),
        (SCHOOLS, "历年新建幼儿园10所。", "other-year"),
        ("万元GDP能耗下降3%。", "万元GDP能耗上升3%。", "opposite-direction"),
        ("地区生产总值增长8%。", "地区生产总值下降8%。", "opposite-direction"),
        ("地区生产总值增长8%。", "地区生产总值增长-8%。", "opposite-direction"),
        ("财政收入达到10亿元。", "财政收入达到10万元。", "ten-thousandfold"),
        ("财政收入达到10000元。", "财政收入达到10000万元。", "ten-thousandfold"),
        ("12月底前完成校车更新。", "完成校车更新。", "done-undated"),
        ("12月底前完成校车更新。", "校车更新11月完成招标。", "similar-words"),
        ("12月底前完成校车更新。", "12月启动校车更新。", "report-only-begun"),
        ("6月底前印发《减负清单》。", "印发《减负清单》征求意见稿。", "similar-words"),
    ],
)
def test_what_the_report_leaves_in_doubt_is_never_done(promised: str, reported: str, code: str) -> None:
    """The plan's words and number stand there, and yet nobody said that it was done: a person gets quote and reason."""
    item = of_county(promised, reported)
    assert (item.outcome, item.code) == ("to be checked", code)
    assert item.found is not None
    assert item.reason == text(code, "en") != code
    assert text(code, "zh") not in {code, item.reason}


@pytest.mark.parametrize(
    ("promised", "reported", "code"),
    [
        (SCHOOLS, "全省新建幼儿园10所。", "other-place"),
        (SCHOOLS, "全市新建幼儿园10所。", "other-place"),
        (SCHOOLS, "全国新建幼儿园10所。", "other-place"),
        (SCHOOLS, "南山县新建幼儿园10所。", "other-place"),
        (SCHOOLS, "邻县新建幼儿园10所。", "other-place"),
        (SCHOOLS, "五年来，全县教育投入加大，新建幼儿园10所。", "other-year"),
        (SCHOOLS, "去年，新建幼儿园10所。", "other-year"),
        (SCHOOLS, "上年新建幼儿园10所。", "other-year"),
        (SCHOOLS, "五年来累计新建幼儿园10所。", "other-year"),
    ],
)
def test_what_another_place_or_year_did_is_not_compared(promised: str, reported: str, code: str) -> None:
    """The same indicator in the same unit, and yet no answer to the plan: neither done nor missed."""
    item = of_county(promised, reported)
    assert (item.outcome, item.code, item.share) == ("not comparable", code, None)


@pytest.mark.parametrize(
    ("promised", "reported", "outcome"),
    [
        ("城镇登记失业率控制在4%以内。", "城镇登记失业率超过4%。", "missed"),
        ("城镇登记失业率控制在4%以内。", "城镇登记失业率高于4.5%。", "missed"),
        ("城镇登记失业率控制在4%以内。", "城镇登记失业率4%以上。", "to be checked"),
        ("城镇登记失业率控制在4%以内。", "城镇登记失业率近4%。", "to be checked"),
        ("城镇登记失业率控制在4%以内。", "城镇登记失业率低于4%。", "fulfilled"),
        ("城镇登记失业率控制在4%以内。", "城镇登记失业率控制在4%以内。", "fulfilled"),
        ("高中毛入园率不低于90%。", "高中毛入园率超过90%。", "fulfilled"),
        ("高中毛入园率不低于90%。", "高中毛入园率超过85%。", "to be checked"),
        ("高中毛入园率不低于90%。", "高中毛入园率不足90%。", "to be checked"),
        (SCHOOLS, "新建幼儿园超过10所。", "fulfilled"),
        (SCHOOLS, "新建幼儿园超过8所。", "to be checked"),
        (SCHOOLS, "新建幼儿园近10所。", "to be checked"),
        (SCHOOLS, "新建幼儿园不足20所。", "to be checked"),
        (SCHOOLS, "新建幼儿园10所以内。", "to be checked"),
    ],
)
def test_a_bound_is_no_value(promised: str, reported: str, outcome: str) -> None:
    """超过4% is not 4%: the verdict is sure where every number within the report's bound gives the same."""
    assert of_county(promised, reported).outcome == outcome


@pytest.mark.parametrize(
    "reported",
    [
        "绿化造林计划1000亩，实际完成600亩。",
        "计划绿化造林1000亩，实际完成600亩。",
        "绿化造林任务1000亩，完成600亩。",
        "绿化造林1000亩，实际600亩。",
    ],
)
def test_the_actual_number_counts_and_not_the_planned_one(reported: str) -> None:
    """A report that repeats the goal beside what came of it is read for the latter."""
    item = of_county("绿化造林1000亩。", reported)
    assert (item.outcome, item.found and item.found.value, item.share and item.share.value) == ("partly", 600, 60)


@pytest.mark.parametrize(
    ("reported", "shown"),
    [("9.999", 99.99), ("9.9996", 99.996), ("0.0005", 0.005), ("9.99999999", None), ("0.000000001", None)],
)
def test_a_part_is_never_shown_as_all_or_as_nothing(reported: str, shown: float | None) -> None:
    """部分完成（100%） is a contradiction; where six decimals do not resolve it no share is shown."""
    item = of_county("投入教育资金10亿元。", f"投入教育资金{reported}亿元。")
    assert (item.outcome, item.share and item.share.value) == ("partly", shown)


@pytest.mark.parametrize(
    ("promised", "reported"),
    [
        (SCHOOLS, "2024年，全县新建幼儿园10所，比去年增加2所。"),
        (SCHOOLS, "新建幼儿园10所，其余项目正在推进。"),
        (SCHOOLS, "新建幼儿园10所的目标如期实现。"),
        (SCHOOLS, "新建幼儿园10所，新增学位4000个，正在改造薄弱学校5所。"),
        (SCHOOLS, "全年累计新建幼儿园10所，完成率100%。"),
        (SCHOOLS, "去年新建幼儿园5所，今年新建幼儿园10所。"),
        (SCHOOLS, "新建幼儿园10所，未发生安全事故，较上年增长20%。"),
        (SCHOOLS, "为缓解学位不足问题，新建幼儿园10所。"),
        (SCHOOLS, "在全省率先新建幼儿园10所，投用10所。"),
        ("改造未达标厕所100座。", "改造未达标厕所100座。"),
        ("实施强师计划培训教师500名。", "实施强师计划培训教师500名。"),
        ("启动重大项目20个。", "启动重大项目20个。"),
        ("取消审批事项20项。", "取消审批事项20项。"),
        ("实现校园安全零事故。", "全年校园安全未发生事故。"),
        ("12月底前完成校车更新。", "校车更新已于11月完成。"),
        ("9月底前建成实验学校。", "实验学校8月建成。"),
        ("9月底前建成实验学校。", "8月，实验学校建成投用。"),
    ],
)
def test_doubts_leave_what_is_plainly_done(promised: str, reported: str) -> None:
    """Words of doubt that are the plan's own, or that speak of other things, do not cast any."""
    assert of_county(promised, reported).outcome == "fulfilled"


def test_the_console_says_why_a_row_is_to_be_checked() -> None:
    """Where the table has no room for quotes, those that a person has to judge stand under it."""
    result = tracked(plan(SCHOOLS.strip("。")), "新建幼儿园10所，其中4所尚未完工")
    for width in (40, 80, 200):
        shown = render_tables(result, "console", width=width).decode().replace("\n", "").replace(" ", "")
        assert "总结称尚未完成" in shown
        assert "其中4所尚未完工" in shown


def test_the_example_pair_says_that_it_is_invented() -> None:
    """Nobody may take it for a real document."""
    for name in ("plan.txt", "report.txt", "report_security.txt"):
        assert "虚构示例" in (PAIR / name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_wrong_use_is_told_in_a_line(tmp_path: Path) -> None:
    """2 for wrong use, 1 for a document that cannot be read."""
    missing = run_other("track", str(PAIR / "plan.txt"), str(tmp_path / "none.txt"))
    assert missing.returncode == 1
    assert "no such file" in one_error_line(missing, "summarizer")
    over = run_other("track", str(PAIR / "plan.txt"), str(PAIR / "report.txt"), "-o", str(PAIR / "plan.txt"))
    assert over.returncode == 2
    assert "overwrite" in one_error_line(over, "summarizer")
    assert run_other("track", str(PAIR / "plan.txt")).returncode == 2


def test_a_report_whose_lines_are_broken_is_read_and_quoted_at_its_place() -> None:
    """The words are those of whole sentences, the offsets those of the file."""
    of = plan("新建实验学校12所，完善中小学教师培训管理制度", "培训骨干教师2600人次")
    text = (
        "某市教育局2023年工作总结\n\n一、主要工作\n\n大力改善办学条件，全年新建实验学校1\n2所，完善教师培训管理制度。"
        "培训骨干\n教师2600人次，城乡教学质量稳步提\n升。\n"
    )
    report = from_text(text, "report.txt")
    result = Tracker(of, [report], PROFILE).result()
    assert [item.outcome for item in result.items] == ["fulfilled", "fulfilled"]
    assert [item.found.value for item in result.items if item.found] == [12, 2600]
    for item in result.items:
        assert item.found is not None
        assert text[item.found.start : item.found.end] == item.found.quote
        assert item.found.written in text
