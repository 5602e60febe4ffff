"""What a figure sets out from, what is built upon and what is over stand beside what is to come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents import from_text
from summarizer.pipeline.calls import summarize
from summarizer.settings.settings import Settings

_PLAN = (
    "某区2024年工作计划\n一、总体要求\n坚持稳中求进，提升服务水平。\n二、主要工作\n完善制度，落实责任。\n"
    "{}\n加强管理，推进绿化。\n三、保障措施\n加强领导，压实责任。"
)


def sure(text: str) -> list[tuple[int | float | None, str | None]]:
    """The value and unit of every target of a plan that says ``text``; none of them may be unsure."""
    targets = summarize(from_text(_PLAN.format(text), "plan.txt"), Settings(engine="rules")).targets
    assert all(target.unsure is None for target in targets)
    return [(target.value, target.unit) for target in targets]


CHANGES = [
    ("茶叶产值由上年的3100万元增加到3500万元。", [(35000000, "元")]),
    ("到2026年，自来水普及率由2021年的83%提升至91%以上。", [(91, "%")]),
    ("托位从现有900个扩充至1100个。", [(1100, "个")]),
    ("规上企业由目前的64家增至75家。", [(75, "家")]),
    ("读书驿站由去年的7座增加到11座，藏书由4万册增加到6万册。", [(11, "座"), (60000, "册")]),
    ("参保率较2022年的93%提高3个百分点。", [(3, "个百分点")]),
    ("全年招生人数比去年的460人增加70人。", [(70, "人")]),
    ("已投用的5个停车场增加到9个。", [(9, "个")]),
    ("现有14条线路优化为18条。", [(18, "条")]),
]
FOUNDATIONS = [
    ("在去年9家的基础上，再新增实训基地3家。", [(3, "家")]),
    ("在原有6个站点基础上新增4个。", [(4, "个")]),
    ("在目前已建成40公里的基础上，新建绿道15公里。", [(15, "公里")]),
    ("在确保去年工程全部竣工的基础上，新开工项目13个。", [(13, "个")]),
    ("民宿数量在去年50家的基础上增长30%。", [(30, "%")]),
]
TURNS = [
    ("养老驿站目前已建成14个，年内再建5个。", [(5, "个")]),
    ("目前已安装路灯210盏，9月底前再安装路灯90盏。", [(90, "盏")]),
    ("去年已建成公厕3座，今年计划新建公厕7座。", [(7, "座")]),
    ("继续推进去年开工的6个项目，新开工项目8个。", [(8, "个")]),
    ("截至目前已完成投资2亿元，确保全年完成投资6亿元。", [(600000000, "元")]),
    ("去年投入资金2亿元，确保3000户群众温暖过冬。", []),
    ("去年上半年建成公厕6座，下半年建成公厕8座。", []),
    ("过去五年，新建学校12所，将30个村纳入规划。", []),
]
OVER = [
    ("一年来，我局累计培训医师700人次，建成站点9个。", []),
    ("近三年累计发放补贴1.4亿元。", []),
    ("前期已摸排老旧电梯58部。", []),
    ("上半年新增商户170家，同比增长9%，下半年力争再增90家。", [(90, "家")]),
    ("1-9月，全区实现销售额30亿元，同比增长4%。", []),
    ("入园企业由去年的12家增加到了18家。", []),
    ("巩固2023年建成的25个示范村成果，新建示范村6个。", [(6, "个")]),
    ("我县共有中学21所，在校生3.6万人。", []),
]
AHEAD = [
    ("确保工业增加值同比增长7%以上。", [(7, "%")]),
    ("全年实现税收6亿元，同比增长5%。", [(600000000, "元"), (5, "%")]),
    ("上半年新建公厕9座，下半年新建公厕4座。", [(9, "座"), (4, "座")]),
    ("用三年时间累计建成公园16个。", [(16, "个")]),
    ("力争在2024年来访游客达到20万人次。", [(200000, "人次")]),
]


@pytest.mark.parametrize(("text", "ahead"), CHANGES + FOUNDATIONS, ids=lambda case: str(case)[:14])
def test_only_what_is_to_be_reached_is_a_target(text: str, ahead: list[tuple[int, str]]) -> None:
    """The old figure neither hides the new one nor passes for one."""
    assert sure(text) == ahead


@pytest.mark.parametrize(("text", "ahead"), TURNS, ids=lambda case: str(case)[:14])
def test_a_sentence_may_turn_from_what_was_done(text: str, ahead: list[tuple[int, str]]) -> None:
    """Behind 年内 or 今年 the rest is promised; a 将 or 确保 amid a review turns nothing."""
    found = summarize(from_text(_PLAN.format(text), "plan.txt"), Settings(engine="rules")).targets
    assert [(target.value, target.unit) for target in found if target.unsure is None] == ahead


@pytest.mark.parametrize(("text", "ahead"), OVER + AHEAD, ids=lambda case: str(case)[:14])
def test_what_is_over_is_no_target(text: str, ahead: list[tuple[int, str]]) -> None:
    """Results that no 去年 marks stay out, and aims that look like them stay in."""
    assert sure(text) == ahead


@given(st.integers(11, 480), st.integers(11, 480), st.sampled_from(("由去年的", "从现有", "由2022年的", "由目前的")))
def test_of_a_change_only_the_new_figure_counts(old: int, more: int, since: str) -> None:
    """Whatever the figures are and however the old one is dated."""
    assert sure(f"养老床位{since}{old}张增加到{old + more}张。") == [(old + more, "张")]
