"""``track``: every outcome, sure only where words, unit and number leave no doubt."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from across_samples import PROFILE, RULES, only_item, plan, recomputed, tracked
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from programs import one_error_line, run_other
from samples import SEEDS

import summarizer
from summarizer.comparison.tracking import track
from summarizer.documents import from_text, load
from summarizer.structure.outlining import outline

PAIR = Path(__file__).parent.parent / "examples" / "track"


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
        ("新建实验学校9所", "去年新建实验学校9所", "to be checked"),
        ("新建实验学校9所", "新建实验学校数量增长20%", "not comparable"),
        ("新建实验学校9所", "新建实验学校一批", "to be checked"),
        ("开展安全检查40次", "开展安全检查30项", "to be checked"),
        ("新建实验学校9所", "完成新建实验学校任务", "to be checked"),
        ("新建实验学校9所", "新建城区实验学校9所", "to be checked"),
        ("学前三年毛入园率不低于90%", "学前三年毛入园率达到92%", "fulfilled"),
        ("学前三年毛入园率不低于90%", "学前三年毛入园率稳步提升，达到92%", "fulfilled"),
        ("学前三年毛入园率不低于90%", "学前三年毛入园率达到88%", "partly"),
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
@settings(max_examples=60, deadline=None)
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
    result = track(summary, from_text(f"工作总结\n{done}", "report"), PROFILE)
    outcomes = {item.item: item.outcome for item in result.items if item.group == "targets"}
    assert set(outcomes.values()) == {"fulfilled"}
    assert len(outcomes) == sum(target.same_as is None for target in summary.targets)


def test_another_plans_text_fulfils_next_to_nothing() -> None:
    """What speaks of other things is no report on this plan: nothing is fulfilled that it does not say."""
    summary = summarizer.summarize(SEEDS / "qingdao_2023.txt", RULES, with_text=True)
    result = track(summary, load(SEEDS / "cangzhou_2023.txt"), PROFILE)
    assert {item.outcome for item in result.items} <= {"not mentioned", "to be checked", "not comparable"}


@pytest.mark.slow
def test_the_example_pair_shows_every_outcome() -> None:
    """The example is what the README shows."""
    result = run_other("track", str(PAIR / "plan.txt"), str(PAIR / "report.txt"), "--format", "json")
    assert result.returncode == 0
    outcomes = {item["indicator"]: item["outcome"] for item in json.loads(result.stdout)["items"]}
    assert set(outcomes.values()) == {
        "fulfilled", "exceeded", "partly", "missed", "not comparable", "to be checked", "not mentioned",
    }  # fmt: skip
    assert outcomes["新建、改扩建义务教育学校"] == "fulfilled"
    assert outcomes["改造农村薄弱幼儿园"] == "partly"
    assert outcomes["创建市级家庭教育示范校"] == "not mentioned"


def test_the_example_pair_says_that_it_is_invented() -> None:
    """Nobody may take it for a real document."""
    for name in ("plan.txt", "report.txt"):
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
