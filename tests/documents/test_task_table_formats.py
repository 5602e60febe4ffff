"""A table of tasks reads the same from every format: no task lost, who leads and helps apart, every date and target."""

from __future__ import annotations

from typing import NamedTuple

import pytest
import task_tables
from hypothesis import given, settings
from hypothesis import strategies as st
from task_tables import Cell, Rows
from test_pdf import FONT, RULES, chinese

import summarizer
from summarizer.documents import from_bytes

TITLE = "某市2025年重点工作任务分解表"
VERBS = ("推进", "加强", "完善", "实施", "开展", "优化")
THINGS = ("河道治理", "社区养老", "校园安全", "文化惠民", "交通疏导", "政务服务", "粮食储备", "老旧小区改造")
PLACES = ("东湖片区", "西山片区", "南城片区", "北郊片区", "中心城区", "滨江新区", "临港园区", "空港园区")
OFFICES = (
    "市教育局",
    "市财政局",
    "区住建局",
    "市发改委",
    "市水务局",
    "团市委",
    "各镇人民政府",
    "市人力资源和社会保障局",
)
DATES = ("6月底前", "2025年12月31日", "年底前", "第三季度", "2025-06-30", "10月", "全年", "2025年9月")
UNITS = (("新建站点", "个"), ("培训人员", "名"), ("改造住房", "套"), ("整治河段", "公里"))
SIGNS = ("、", "，", "\n", " ", "；")


class Goal(NamedTuple):
    """A row: what is to be reached, who leads and helps, by when."""

    words: str
    count: int
    unit: str
    lead: list[str]
    support: list[str]
    due: str


class Task(NamedTuple):
    """What is to be done; with several goals its cell reaches over their rows."""

    words: str
    goals: list[Goal]


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    what, unit = draw(st.sampled_from(UNITS))
    count = draw(st.integers(2, 99_999))
    names = draw(st.lists(st.sampled_from(OFFICES), min_size=1, max_size=5, unique=True))
    leads = draw(st.integers(1, len(names)))
    return Goal(f"{what}{count}{unit}", count, unit, names[:leads], names[leads:], draw(st.sampled_from(DATES)))


@st.composite
def task_lists(draw: st.DrawFn, *, most_goals: int = 3, least: int = 2, most: int = 12) -> list[Task]:
    words = st.tuples(st.sampled_from(PLACES), st.sampled_from(VERBS), st.sampled_from(THINGS))
    named = draw(
        st.lists(words.map(lambda part: part[1] + part[0] + part[2]), min_size=least, max_size=most, unique=True)
    )
    return [Task(name, draw(st.lists(goals(), min_size=1, max_size=most_goals))) for name in named]


def rows_of(tasks: list[Task], sign: str, shape: str) -> Rows:
    """The tasks as a table of one of the shapes that offices use."""
    five = ["重点任务", "工作目标", "牵头单位", "配合单位", "完成时限"]
    rows: Rows = {
        "two rows": [
            [
                *(Cell(head, 1, 2) for head in ("序号", "主要任务", "目标要求")),
                Cell("责任分工", 2),
                Cell("时间要求", 1, 2),
            ],
            [Cell("牵头部门"), Cell("协办单位")],
        ],
        "numbered": [[*map(Cell, ["序号", *five, "备注"])]],
        "titled": [[*map(Cell, ["序号", *five, "备注"])]],
        "labelled": [[*map(Cell, ["序号", "工作任务", "预期目标", "责任单位", "时限"])]],
    }.get(shape, [[*map(Cell, five)]])  # fmt: skip
    for number, task in enumerate(tasks, 1):
        if shape == "titled" and number % 3 == 1:
            rows.append([Cell(f"{'一二三四五六七八九十'[number // 3]}、{PLACES[number // 3]}", 7)])
        deep = len(task.goals)
        for at, goal in enumerate(task.goals):
            first = [] if shape == "plain" else [Cell(str(number), 1, deep)]
            own = [*first, Cell(task.words, 1, deep)] if at == 0 else []
            who = [Cell(sign.join(goal.lead)), Cell(sign.join(goal.support))]
            if shape == "labelled":
                helps = f"；配合单位：{'、'.join(goal.support)}" if goal.support else ""
                who = [Cell(f"牵头单位：{'、'.join(goal.lead)}{helps}")]
            last = [Cell("")] if shape in {"numbered", "titled"} else []
            rows.append([*own, Cell(goal.words), *who, Cell(goal.due), *last])
    return rows


Found = list[tuple[str, list[str], list[str], str | None]]


def put_in(tasks: list[Task]) -> tuple[Found, list[tuple[object, ...]]]:
    """What is to be read: the offices of all rows of a task, the first of its dates; each row has a figure and date."""
    measures = []
    for task in tasks:
        lead = list(dict.fromkeys(name for goal in task.goals for name in goal.lead))
        support = list(dict.fromkeys(name for goal in task.goals for name in goal.support))
        measures.append((task.words, lead, support, task.goals[0].due))
    targets = [(goal.count, goal.unit, goal.due, task.words) for task in tasks for goal in task.goals]
    return measures, targets


def read_from(data: bytes, name: str) -> tuple[Found, list[tuple[object, ...]]]:
    summary = summarizer.summarize(from_bytes(data, name), RULES)
    assert not summary.incomplete
    assert summary.document.title == TITLE
    words = {measure.id: measure.quote for measure in summary.measures}
    measures = [(m.quote, m.lead or [], m.support or [], m.deadline) for m in summary.measures]
    targets = [
        (t.value, t.unit, t.deadline, words.get(t.measure or "")) for t in summary.targets if t.kind != "milestone"
    ]
    return measures, targets


FLAT = ("plain", "numbered", "titled", "labelled")


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(task_lists(), st.sampled_from(SIGNS), st.sampled_from([*FLAT, "two rows"]))
def test_cells_over_several_rows_read_the_same_from_word_excel_and_pages(
    tasks: list[Task], sign: str, shape: str
) -> None:
    rows, found = rows_of(tasks, sign, shape), put_in(tasks)
    assert read_from(task_tables.word(TITLE, rows), "t.docx") == found
    assert read_from(task_tables.excel(TITLE, rows), "t.xlsx") == found
    assert read_from(task_tables.page(TITLE, rows), "t.html") == found


@settings(max_examples=25, deadline=None)
@given(
    task_lists(most_goals=1), st.sampled_from(SIGNS), st.sampled_from(FLAT),
    st.sampled_from([("gb18030", ","), ("utf-8-sig", ","), ("utf-16", "\t"), ("utf-8", ";")]),
)  # fmt: skip
def test_text_that_keeps_a_table_reads_the_same(
    tasks: list[Task], sign: str, shape: str, kept: tuple[str, str]
) -> None:
    """CSV of any encoding and sign, tabs, and Markdown have no merged cells."""
    rows, found = rows_of(tasks, sign, shape), put_in(tasks)
    encoding, between = kept
    name = "t.tsv" if between == "\t" else "t.csv"
    assert read_from(task_tables.separated(TITLE, rows, encoding=encoding, sign=between), name) == found
    if shape != "titled":
        assert read_from(task_tables.markdown(TITLE, rows), "t.md") == found


@pytest.mark.slow
@chinese
@settings(max_examples=4, deadline=None)
@given(
    task_lists(most_goals=1, least=12, most=14), st.sampled_from("、，；"), st.sampled_from(FLAT), st.booleans(),
    st.integers(24, 26),
)  # fmt: skip
def test_a_table_over_two_pages_of_a_pdf_reads_the_same(
    tasks: list[Task], sign: str, shape: str, repeated: bool, above: int
) -> None:
    """With its head on each page or on the first alone, and words broken where a column is too narrow."""
    rows, found = rows_of(tasks, sign, shape), put_in(tasks)
    widths = {"plain": (50, 40, 40, 40, 30), "labelled": (10, 50, 40, 60, 30)}.get(shape, (10, 45, 35, 35, 35, 25, 15))
    assert FONT is not None
    written = task_tables.pdf(FONT, repeated=repeated, above=above, widths=widths)(TITLE, rows)
    assert {place.page for place in from_bytes(written, "t.pdf").places} >= {1, 2}
    assert read_from(written, "t.pdf") == found


@chinese
@pytest.mark.slow
@pytest.mark.parametrize("repeated", [True, False])
def test_cells_over_several_rows_of_a_pdf_read_the_same(repeated: bool) -> None:
    tasks = [
        Task(f"推进{place}河道治理", [
            Goal(f"整治河段{number}公里", number, "公里", ["市水务局"], ["市财政局"], "6月底前"),
            Goal(f"新建站点{number + 1}个", number + 1, "个", ["市水务局", "团市委"], [], "年底前"),
        ])
        for number, place in enumerate(PLACES, 2)
    ]  # fmt: skip
    assert FONT is not None
    write = task_tables.pdf(FONT, repeated=repeated, above=16, widths=(10, 60, 45, 45, 35, 35))
    assert read_from(write(TITLE, rows_of(tasks, "、", "two rows")), "t.pdf") == put_in(tasks)
