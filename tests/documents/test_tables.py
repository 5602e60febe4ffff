"""Tables of plans: a row of indicators gives its targets, a row of tasks its measure; the past gives nothing."""

from __future__ import annotations

import html

import pytest

import summarizer
from summarizer.documents import from_bytes

RULES = summarizer.Settings(engine="rules")


def page(rows: list[list[str]], *, title: str = "某市教育局2023年工作要点") -> bytes:
    """A web page with a title and a table; a cell ``text@2x3`` reaches over two columns and three rows."""
    made = []
    for row in rows:
        cells = []
        for cell in row:
            text, _, over = cell.partition("@")
            columns, _, down = over.partition("x")
            cells.append(f'<td colspan="{columns or 1}" rowspan="{down or 1}">{html.escape(text)}</td>')
        made.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><body><p>{title}</p><table>{''.join(made)}</table></body></html>".encode()


def summary_of(rows: list[list[str]], **more: str) -> summarizer.Summary:
    return summarizer.summarize(from_bytes(page(rows, **more), "plan.html"), RULES, explain=True)


def targets(rows: list[list[str]], **more: str) -> list[tuple[object, ...]]:
    found = summary_of(rows, **more).targets
    return [(t.indicator, t.kind, t.comparator, t.value, t.unit, t.deadline, t.locator.cell) for t in found]


def test_a_row_gives_its_target_grounded_to_the_cell() -> None:
    assert targets(
        [
            ["序号", "指标", "单位", "2022年完成", "2023年目标值"],
            ["1", "新增学位", "个", "2000", "2880"],
            ["2", "学前教育毛入园率", "%", "91", "≥95"],
            ["3", "教育经费投入", "亿元", "10.2", "11.5以上"],
            ["4", "近视率", "%", "50", "<48"],
        ]
    ) == [
        ("新增学位", "quantity", "=", 2880, "个", "2023年", "T1R2C5"),
        ("学前教育毛入园率", "ratio", ">=", 95, "%", "2023年", "T1R3C5"),
        ("教育经费投入", "quantity", ">=", 1150000000, "元", "2023年", "T1R4C5"),
        ("近视率", "ratio", "<=", 48, "%", "2023年", "T1R5C5"),
    ]


def test_what_was_reached_before_is_refused_with_its_reason() -> None:
    summary = summary_of([["指标", "2022年实际", "2023年计划"], ["新增学位（个）", "2000", "2880"]])
    assert [(t.value, t.unit) for t in summary.targets] == [(2880, "个")]
    assert [(r.quote, r.reason) for r in summary.refused] == [
        ("新增学位（个）\t2000", "what exists or was done already")
    ]


def test_a_plan_for_five_years_has_two_heads_and_merged_cells() -> None:
    assert targets(
        [
            ["类别@1x2", "指标@1x2", "2020年@1x2", "目标@2", "属性@1x2"],
            ["2025年", "年均增长（%）"],
            ["普及@1x2", "学前三年毛入园率（%）", "90", "95", "〔1〕", "预期性"],
            ["义务教育在校生（万人）", "1.2", "1.5", "4.5", "约束性"],
        ],
        title="某市“十四五”教育发展规划（2021-2025年）",
    ) == [
        ("学前三年毛入园率", "ratio", "=", 95, "%", "2025年", "T1R3C4"),
        ("学前三年毛入园率", "ratio", "=", 1, "%", None, "T1R3C5"),
        ("义务教育在校生", "quantity", "=", 15000, "人", "2025年", "T1R4C4"),
        ("义务教育在校生", "ratio", "=", 4.5, "%", None, "T1R4C5"),
    ]


@pytest.mark.parametrize(
    ("cell", "fields"),
    [
        ("xx", {"masked": True, "value": None, "unit": "所"}),
        ("6—10", {"comparator": "range", "value": 6, "value_max": 10}),
        ("1,200", {"value": 1200}),
        ("全覆盖", {"kind": "coverage", "value": 100, "unit": "%"}),
        ("不少于9", {"comparator": ">=", "value": 9}),
        ("90%以上", {"comparator": ">=", "value": 90, "unit": "%", "kind": "ratio"}),
    ],
)
def test_what_a_cell_may_say(cell: str, fields: dict[str, object]) -> None:
    rows = [["指标", "单位", "2023年目标"], ["新建学校", "所", cell], ["改造幼儿园", "所", "70"]]
    target = summary_of(rows).targets[0]
    assert {name: getattr(target, name) for name in fields} == fields
    assert target.indicator == "新建学校"


def test_a_row_of_tasks_gives_its_measure_with_who_and_by_when() -> None:
    summary = summary_of(
        [
            ["任务", "举措", "责任单位", "完成时限"],
            ["扩大供给", "新建学校9所，改造农村薄弱幼儿园70所", "市教育局、市发改委", "2023年12月底"],
            ["强化队伍", "实施名师培养工程。培训骨干教师300名。", "市教育局", "持续推进"],
        ]
    )
    assert [(m.quote, m.actors, m.deadline) for m in summary.measures] == [
        ("新建学校9所，改造农村薄弱幼儿园70所", ["市教育局", "市发改委"], "2023年12月底"),
        ("实施名师培养工程", ["市教育局"], "持续推进"),
        ("培训骨干教师300名", ["市教育局"], "持续推进"),
    ]
    assert [(t.value, t.measure) for t in summary.targets] == [(9, "m1"), (70, "m1"), (300, "m3")]


def test_a_table_that_plans_nothing_gives_nothing() -> None:
    summary = summary_of([["姓名", "年龄", "电话"], ["张三", "35", "12345678"], ["李四", "40", "87654321"]])
    assert summary.items() == []


def test_text_in_a_table_that_only_lays_out_the_page_is_read() -> None:
    body = "<table><tr><td>导航</td><td><p>一、扩大优质资源供给</p><p>新建学校9所。</p><p>%s</p></td></tr></table>"
    document = from_bytes((body % ("推进改革。" * 100)).encode(), "plan.html")
    assert [t.quote for t in summarizer.summarize(document, RULES).targets] == ["新建学校9所"]


def test_quotes_stand_in_the_text_whatever_is_merged() -> None:
    summary = summary_of([["指标@1x2", "目标@2"], ["2023年", "2025年"], ["新增\n学位@1x2", "10", "20"], ["11", "21"]])
    assert [(t.value, t.indicator) for t in summary.targets] == [
        (10, "新增学位"), (20, "新增学位"), (11, "新增学位"), (21, "新增学位"),
    ]  # fmt: skip
