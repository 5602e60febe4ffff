"""Reports mix what was done with what is to be done: only what lies ahead may be extracted."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from summarizer.documents import from_text
from summarizer.pipeline.calls import summarize
from summarizer.settings.settings import Settings


def values(text: str) -> list[tuple[int | float | None, str | None]]:
    """The value and unit of every target that the rules find in ``text``."""
    found = summarize(from_text(text, "report.txt"), Settings(engine="rules"))
    return [(target.value, target.unit) for target in found.targets]


@dataclass(frozen=True)
class Case:
    """``text`` is a report's stretch; ``ahead`` what it promises."""

    name: str
    text: str
    ahead: list[tuple[int | float | None, str | None]]


CASES = [
    Case(
        "the closing words of a review make one of what stands before, though its heading is missing",
        "城镇新增就业2.3万人,改造危房300户。\n"
        "在肯定成绩的同时,也要看到存在的问题。\n"
        "二、今年的主要任务\n加快发展,新增就业2.5万人。推进改造,完成危房改造200户。加强建设,建设学校3所。",
        [(25000, "人"), (200, "户"), (3, "所")],
    ),
    Case(
        "a paragraph that admits problems tells how things stand, over all its points",
        "一、总体情况\n我们也深知发展中还有不少问题。一是动能不足。二是短板不少。向社会承诺的58件实事,有8项没有完成。\n"
        "二、今年的任务\n办好民生实事40件。落实责任。完善制度。",
        [(40, "件")],
    ),
    Case(
        "a paragraph of finished verbs reports, without a heading that says so",
        "三、改善民生\n建成了学校8所,改造了道路20公里,绿化面积达到30%。\n"
        "新建学校5所。改造道路12公里。加强管理,推进绿化。完善制度,落实责任。",
        [(5, "所"), (12, "公里")],
    ),
    Case(
        "past five years look back sentence by sentence, until one turns ahead",
        "一、总体情况\n过去五年,全市发展取得新成就。\n建成高速公路120公里。\n今年要建成高速公路30公里。\n加强管理。落实责任。",
        [(30, "公里")],
    ),
    Case(
        "the old figure of a raise is stock, also at the head of a list of old figures",
        "一、提高待遇\n城乡低保标准分别由每月653元、461元提高到700元、500元。加强监管。落实政策。完善制度。",
        [(700, "元"), (500, "元")],
    ),
    Case(
        "cities counted in a list of names are a set, not a number of things to be built",
        "一、加强合作\n推动石、衡、邢、邯4市整合资源、互动发展。新建合作平台2个。落实责任。完善制度。",
        [(2, "个")],
    ),
    Case(
        "a class of enterprise is no sum of money",
        "一、壮大产业\n引进一批百亿元级和千亿元级大项目。培育年收入超50亿元的企业3家。推进改革。落实责任。",
        [(3, "家")],
    ),
    Case(
        "an alternative in brackets belongs to the unit, as written",
        "一、保障住房\n新增保障性租赁住房22万套（间）。推进改造。落实责任。完善制度。",
        [(220000, "套（间）")],
    ),
    Case(
        "a unit that begins another word is none",
        "一、建设园区\n打造2.0、3.0升级版园区5个。培育人才队伍。落实责任。完善制度。",
        [(5, "个")],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_only_what_lies_ahead_is_a_target(case: Case) -> None:
    """Each case protects one way in which reports tell the past from the plan, or a thing from its size."""
    assert values(case.text) == case.ahead


def test_titles_without_numbers_are_headings() -> None:
    """Plans taken from web pages lose their numbering; three short lines over paragraphs are titles all the same."""
    text = "某市工作要点\n" + "".join(
        f"{title}\n认真落实各项要求,建立健全工作机制,不断提高管理水平。\n"
        for title in ("加强组织建设", "推进教育改革", "维护校园安全")
    )
    goals = summarize(from_text(text, "plan.txt"), Settings(engine="rules")).goals
    assert [(goal.quote, goal.level) for goal in goals] == [
        ("加强组织建设", "section"),
        ("推进教育改革", "section"),
        ("维护校园安全", "section"),
    ]


def test_tags_say_who_and_by_when_beside_each_other() -> None:
    """Offices tag each task with its state, and the paragraph with who answers: neither may hide the other."""
    text = (
        "某市2022年工作要点\n一、加强教育工作\n"
        "1.完善管理制度。制定管理办法（3月底前印发）。落实督导制度（持续推进）。【责任单位：市教育局、市财政局】\n"
        "2.推动新校区建设（按进度推进）。（市住建局牵头，11月底前完成）\n"
    )
    found = summarize(from_text(text, "plan.txt"), Settings(engine="rules"))
    assert [(m.quote, m.actors) for m in found.measures] == [
        ("制定管理办法", ["市教育局", "市财政局"]),
        ("落实督导制度", ["市教育局", "市财政局"]),
        ("推动新校区建设", ["市住建局"]),
    ]
    assert [(t.kind, t.quote, t.deadline) for t in found.targets] == [
        ("milestone", "3月底前印发", "3月底前"),
        ("milestone", "11月底前完成", "11月底前"),
    ]


LOOKS_BACK = [
    ("2023年，全市新建学校12所。2024年，新建学校8所。推进改造，新增学位500个。", [(8, "所"), (500, "个")]),
    ("截至2023年底，全市有学校100所。新建学校8所。", [(8, "所")]),
    ("在巩固2023年成果基础上，新建学校8所，新增学位1000个。", [(8, "所"), (1000, "个")]),
    ("去年，建成学校12所。改造道路20公里。今年，新建学校8所。", [(8, "所")]),
]


@pytest.mark.parametrize(("body", "ahead"), LOOKS_BACK, ids=[body[:12] for body, _ in LOOKS_BACK])
def test_one_glance_back_does_not_swallow_what_follows(body: str, ahead: list[tuple[int, str]]) -> None:
    """A sentence on the year before speaks for itself; 去年 speaks for its paragraph, until 今年 turns it."""
    plan = f"某市2024年教育工作计划\n一、加强建设\n1.扩大资源。{body}\n2.推进改革。深化综合改革。完善机制。落实责任。\n"
    assert values(plan) == ahead


def test_a_date_behind_a_list_dates_all_its_counts() -> None:
    """均于8月底前完成 is no coverage and no milestone of its own: it says by when the counts before it are due."""
    plan = "某市2024年计划\n一、加强建设\n投入500万元，购置图书3万册，均于8月底前完成。落实责任。完善制度。加强管理。"
    found = summarize(from_text(plan, "plan.txt"), Settings(engine="rules")).targets
    assert [(t.value, t.deadline) for t in found] == [(5000000, "8月底前"), (30000, "8月底前")]


def test_han_marks_that_lost_their_comma_still_number() -> None:
    """一经济增长再创新高: old pages drop the 、; a run of them in order is numbering, one alone is not."""
    plan = "".join(
        f"{n}加强{what}建设。落实责任,完善制度。\n"
        for n, what in zip("一二三四", ("组织", "队伍", "校园", "制度"), strict=True)
    )
    goals = summarize(from_text("某市工作要点\n" + plan, "plan.txt"), Settings(engine="rules")).goals
    assert [goal.quote for goal in goals] == ["加强组织建设", "加强队伍建设", "加强校园建设", "加强制度建设"]


def test_nothing_found_is_said() -> None:
    """A text without a sentence in it must not come back as silent zeros."""
    found = summarize(from_text("加强学校建设推动发展" * 2000, "line.txt"), Settings(engine="rules"))
    assert [notice.code for notice in found.notices] == ["nothing-found"]
