"""The number of the clause that an item stands in, and who of those named leads and who helps."""

from __future__ import annotations

import pytest

from summarizer import Settings, Summary, summarize
from summarizer.documents import from_text
from summarizer.languages.zh.rules.actors import of_tags

PLAN = """某市2024年交通工作要点

一、加快通道建设
（二）完善路网
7.新改建农村公路35公里。
8.建设客运站2座；
二、提升服务水平
1.新增公交车60辆。
"""


def read(text: str) -> Summary:
    return summarize(from_text(text, "plan.txt"), Settings(engine="rules"))


def test_an_item_says_the_number_of_its_clause_as_the_plan_writes_it() -> None:
    """An office finds its task in the plan by that number, and names it so in every letter."""
    found = {measure.quote: measure.clause for measure in read(PLAN).measures}
    assert found["新改建农村公路35公里"] == "一（二）7."
    assert found["建设客运站2座"] == "一（二）8."
    assert found["新增公交车60辆"] == "二、1."
    goals = {goal.quote: goal.clause for goal in read(PLAN).goals}
    assert (goals["加快通道建设"], goals["完善路网"]) == ("一", "一（二）")


def test_every_sentence_of_a_numbered_line_stands_in_its_clause() -> None:
    """Not the first alone; and a line that its heading begins has that number once."""
    plan = PLAN.replace("35公里。", "35公里。由市路桥处牵头，改造危桥3座；巡查道路52次。")
    plan = plan.replace("1.新增公交车60辆。", "（三）方便出行。新增公交车60辆。更新站牌40块。")
    found = {measure.quote: measure.clause for measure in read(plan).measures}
    assert found["由市路桥处牵头，改造危桥3座"] == found["巡查道路52次"] == "一（二）7."
    assert found["新增公交车60辆"] == found["更新站牌40块"] == "二（三）"


def test_a_target_stands_in_the_clause_of_its_measure() -> None:
    summary = read(PLAN)
    clauses = {measure.id: measure.clause for measure in summary.measures}
    assert summary.targets
    assert all(target.clause == clauses[target.measure] for target in summary.targets if target.measure)


def test_nothing_numbered_has_no_clause() -> None:
    """The key is left out then, as every optional one."""
    summary = read("某市2024年工作要点\n新建公厕18座。\n")
    assert [measure.clause for measure in summary.measures] == [None]
    assert "clause" not in summary.model_dump_json()


@pytest.mark.parametrize(
    ("tag", "lead", "support"),
    [
        ("（市卫健委牵头，市医保局、各县（市、区）政府配合）", ["市卫健委"], ["市医保局", "各县（市、区）政府"]),
        ("（牵头单位：市民政局；配合单位：市财政局、市住建局）", ["市民政局"], ["市财政局", "市住建局"]),
        ("（牵头单位：市民政局 协办单位：市财政局）", ["市民政局"], ["市财政局"]),
        ("（市水务局、市林业局共同牵头，市气象局参与）", ["市水务局", "市林业局"], ["市气象局"]),
        ("（市商务局牵头，市文旅局按职责分工负责）", ["市商务局"], []),
        ("（责任单位：农业农村局、乡村振兴局）", [], []),
        ("（市交通局、市公安局按职责分别负责）", [], []),
    ],
)
def test_who_leads_and_who_helps(tag: str, lead: list[str], support: list[str]) -> None:
    """Only where the plan says so: of those that are merely responsible none is made a leader."""
    view = tag.replace("（", "(").replace("）", ")").replace("，", ",").replace("；", ";").replace("：", ":")
    found = of_tags(view, tag, [(0, len(tag))])
    assert (found.lead, found.support) == (lead, support)
    assert {*lead, *support} <= {*found.names}


def test_actors_stay_all_of_them() -> None:
    """What reads ``actors`` today loses nobody."""
    measure = read("某市2024年工作要点\n一、加强保障\n新建卫生院6所。（市卫健委牵头，市财政局配合）\n").measures[0]
    assert measure.actors == ["市卫健委", "市财政局"]
    assert (measure.lead, measure.support) == (["市卫健委"], ["市财政局"])
