"""Lists of numbered tasks without full stops, paragraphs that open a list, and texts that begin within a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from summarizer import summarize
from summarizer.documents import from_text

if TYPE_CHECKING:
    from summarizer.models import Summary


def read(text: str) -> Summary:
    return summarize(from_text(text, "plan.txt"))


def goals_of(text: str) -> list[str]:
    return [goal.quote for goal in read(text).goals]


def measures_of(text: str) -> list[str]:
    return [measure.quote for measure in read(text).measures]


TASKS = [
    "新建改建幼儿园11所", "改造老旧小区175个", "为1200名儿童提供康复服务", "推动体育场馆免费开放", "筹建人才住房160套",
]  # fmt: skip


@pytest.mark.parametrize("mark", ["{0:02d} ", "{0}.", "{0}、", "({0})", "（{0}）"])
def test_a_numbered_list_of_tasks_is_measures(mark: str) -> None:
    """What counts and stands over nothing is no heading; a task of such a list need not count itself."""
    lines = [mark.format(index) + task for index, task in enumerate(TASKS, 1)]
    text = "白石县2027年民生实事\n" + "\n".join(lines) + "\n"
    assert measures_of(text) == TASKS
    assert goals_of(text) == []


def test_such_a_list_ends_with_its_part() -> None:
    text = (
        "白石县2027年工作要点\n一、办好民生实事\n(一)新建幼儿园11所\n(二)推动场馆开放\n"
        "二、提升服务水平\n(一)优化流程\n精简审批环节。\n(二)压减时限\n实行一窗受理。\n"
    )
    assert measures_of(text) == ["新建幼儿园11所", "推动场馆开放", "精简审批环节", "实行一窗受理"]
    assert goals_of(text) == ["办好民生实事", "提升服务水平", "优化流程", "压减时限"]


@pytest.mark.parametrize(
    "text",
    [
        "白石县2027年工作要点\n一、打好3项攻坚战\n治理污染河道。\n二、建成5个中心\n完善服务设施。\n",
        "白石县2027年工作要点\n一、打好3项攻坚战\n(一)治理河道\n清理淤泥。\n二、建成5个中心\n(一)建场馆\n完善设施。\n",
    ],
)
def test_a_heading_that_counts_is_one_where_something_stands_under_it(text: str) -> None:
    assert {"打好3项攻坚战", "建成5个中心"} <= set(goals_of(text))


def test_a_bare_outline_stays_one_of_goals() -> None:
    text = "白石县2027年工作要点\n一、提升服务水平\n(一)优化审批\n(二)加强队伍建设\n二、壮大产业\n(一)培育龙头企业\n"
    assert len(goals_of(text)) == 5
    assert measures_of(text) == []


@pytest.mark.parametrize("mark", ["二、", "三、", "(三)", "（四）"])
def test_a_text_that_begins_within_a_part_has_no_preamble(mark: str) -> None:
    """Before 三、 stands what is left of 二、: measures, and no aims of the plan as a whole."""
    text = (
        f"狠抓产业提升。新增规上企业12家，技改投资增长9%。\n开工建设会展中心。\n{mark}聚焦科教兴市\n新建实验室3个。\n"
    )
    assert measures_of(text) == [
        "狠抓产业提升", "新增规上企业12家，技改投资增长9%", "开工建设会展中心", "新建实验室3个",
    ]  # fmt: skip
    assert goals_of(text) == ["聚焦科教兴市"]


def test_before_the_first_heading_stands_the_preamble() -> None:
    text = "以高质量发展为主题，努力实现产业振兴。\n一、聚焦科教兴市\n新建实验室3个。\n"
    assert goals_of(text) == ["以高质量发展为主题，努力实现产业振兴", "聚焦科教兴市"]


@pytest.mark.parametrize(
    "lead", ["拟办好以下十件实事", "经研究，今年重点抓好三个方面工作", "全县上下要突出抓好以下工作"]
)
def test_a_list_may_begin_behind_the_colon_of_its_lead(lead: str) -> None:
    """…工作:一是改善出行。新建…: the first title stands in the line that announces the list."""
    text = (
        f"白石县2027年惠民实事\n{lead}:一是改善出行条件。新建公交站12处；改造道路6条。\n"
        "二是提升就医服务。新增床位300张。\n三是美化居住环境。建成公园4处。\n"
    )
    assert goals_of(text) == ["改善出行条件", "提升就医服务", "美化居住环境"]
    assert measures_of(text) == ["新建公交站12处", "改造道路6条", "新增床位300张", "建成公园4处"]


def test_members_of_one_sentence_are_no_titles() -> None:
    text = "白石县2027年工作要点\n一、改善民生\n做好三项工作:一是新建公交站12处；二是改造道路6条；三是增加床位90张。\n"
    assert goals_of(text) == ["改善民生"]
    assert len(measures_of(text)) == 3
