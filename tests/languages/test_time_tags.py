"""A date with a label of its own (完成时限：…) is the measure's deadline, neither a milestone nor its counts'."""

from __future__ import annotations

import pytest

from summarizer import Settings, summarize
from summarizer.documents import from_text

RULES = Settings(engine="rules")
HEAD = "某区2025年重点工作安排\n\n一、改善民生\n完善服务机制。\n"


@pytest.mark.parametrize(
    ("text", "quote", "actors", "deadline"),
    [
        ("建公园5个（牵头单位：园林局；办结时限：11月底前）。", "建公园5个", ["园林局"], "11月底前"),
        ("建公园5个〔完成时间：9月底，责任单位：园林局、街道办〕。", "建公园5个", ["园林局", "街道办"], "9月底"),
        ("建公园5个。（完成期限：2025年10月）", "建公园5个", [], "2025年10月"),
        ("建公园5个（时限：立行立改；责任人：王芳）。", "建公园5个", ["王芳"], "立行立改"),
        ("建公园5个（责任部门：园林局 时间节点：12月底）。", "建公园5个", ["园林局"], "12月底"),
        ("建公园5个。（责任单位：园林局）（计划完成时间：5月底）", "建公园5个", ["园林局"], "5月底"),
        ("建公园5个。\n责任单位：园林局\n完成时限：8月底前", "建公园5个", ["园林局"], "8月底前"),
        ("建公园5个。\n办结时限：长期坚持\n责任单位：园林局", "建公园5个", ["园林局"], "长期坚持"),
        ("建公园5个，完成时限：9月底，责任单位：园林局。", "建公园5个", ["园林局"], "9月底"),
        ("建公园5个（责任单位：园林局）。", "建公园5个", ["园林局"], None),
    ],
)
def test_a_labelled_date_is_the_measures_deadline(
    text: str, quote: str, actors: list[str], deadline: str | None
) -> None:
    summary = summarize(from_text(f"{HEAD}{text}\n", "plan.txt"), RULES)
    assert [(m.quote, m.actors, m.deadline) for m in summary.measures[1:]] == [(quote, actors, deadline)]
    assert [(t.value, t.unit, t.deadline) for t in summary.targets] == [(5, "个", None)]


def test_a_date_by_which_something_is_completed_is_a_milestone_still() -> None:
    summary = summarize(from_text(f"{HEAD}改造线路6条（6月底完成）。\n", "plan.txt"), RULES)
    assert [(t.kind, t.quote) for t in summary.targets] == [("quantity", "改造线路6条"), ("milestone", "6月底完成")]


def test_a_colon_in_a_sentence_opens_no_tag() -> None:
    summary = summarize(from_text(f"{HEAD}压实责任：牵头单位要抓好落实。\n", "plan.txt"), RULES)
    assert summary.measures[-1].quote == "压实责任：牵头单位要抓好落实"
