"""Tables of tasks: their columns are known by their heads, in any order; who and by when fall to the task."""

from __future__ import annotations

import pytest
from test_tables import summary_of, targets

from summarizer import Settings, summarize
from summarizer.documents import from_bytes

Found = tuple[str, list[str], str | None]

MEASURES: list[tuple[str, list[list[str]], list[Found]]] = [
    (
        "short tasks with figures are words, not figures",
        [
            ["序号", "任务", "承办科室", "办结时限"],
            ["1", "修路6公里", "建设科", "7月底前"],
            ["2", "植树300株", "绿化科", "4月"],
        ],
        [("修路6公里", ["建设科"], "7月底前"), ("植树300株", ["绿化科"], "4月")],
    ),
    (
        "the columns stand in another order",
        [
            ["完成时间", "牵头部门", "备注", "工作举措"],
            ["全年", "水务局", "", "疏浚河道9条"],
            ["5月", "城管局/交通局", "新", "新增泊位700个"],
        ],
        [("疏浚河道9条", ["水务局"], "全年"), ("新增泊位700个", ["城管局", "交通局"], "5月")],
    ),
    (
        "offices of several columns are all actors, a dash is none",
        [
            ["重点任务", "牵头单位", "配合单位", "责任人", "时间节点"],
            ["推进医养结合", "卫健局", "—", "李 明", "10月"],
            ["开展敬老活动", "老龄办", "文旅局、团委", "王小红", "10月"],
        ],
        [
            ("推进医养结合", ["卫健局", "李 明"], "10月"),
            ("开展敬老活动", ["老龄办", "文旅局", "团委", "王小红"], "10月"),
        ],
    ),
    (
        "a head of two rows; a task over two rows has the offices of both",
        [
            ["序号@1x2", "工作任务@1x2", "分工@2", "时限@1x2"],
            ["牵头部门", "配合部门"],
            ["1", "整治背街小巷28条@1x2", "城管局", "住建局", "8月"],
            ["2", "公安局", "街道办", "9月"],
        ],
        [("整治背街小巷28条", ["城管局", "住建局", "公安局", "街道办"], "8月")],
    ),
    (
        "the head 单位 means who where offices stand under it",
        [["单位", "任务", "时限"], ["民政局", "改造敬老院3家", "6月"], ["残联", "完善救助办法", "9月"]],
        [("改造敬老院3家", ["民政局"], "6月"), ("完善救助办法", ["残联"], "9月")],
    ),
    (
        "the same as above",
        [
            ["任务", "责任单位", "完成时限"],
            ["修订章程", "法规科", "3月底"],
            ["清理文件", "同上", "〃"],
        ],
        [("修订章程", ["法规科"], "3月底"), ("清理文件", ["法规科"], "3月底")],
    ),
    (
        "of two times the later governs",
        [["事项", "责任科", "启动时间", "完成时间"], ["优化办事流程", "审批科", "2月", "11月"]],
        [("优化办事流程", ["审批科"], "11月")],
    ),
    (
        "where goals are all there is, they are the work",
        [["工作目标", "责任单位", "时限"], ["建成书屋5个", "文旅局", "12月"]],
        [("建成书屋5个", ["文旅局"], "12月")],
    ),
]


@pytest.mark.parametrize(("rows", "found"), [case[1:] for case in MEASURES], ids=[case[0] for case in MEASURES])
def test_the_cell_of_the_task_is_the_measure(rows: list[list[str]], found: list[Found]) -> None:
    """Who does it and by when come from the row, whatever their columns are called and wherever they stand."""
    summary = summary_of(rows)
    assert [(m.quote, m.actors, m.deadline) for m in summary.measures] == found
    assert not [target for target in summary.targets if target.kind == "milestone"]


def test_the_cell_of_the_goal_is_a_goal() -> None:
    """Also over several rows, and with a figure in it, which is a target."""
    summary = summary_of(
        [
            ["目标", "举措", "责任单位"],
            ["课后服务更加丰富@1x2", "开设社团40个", "教育科"],
            ["聘请教练25名", "体育科"],
            ["惠及学生8000人", "配送营养餐", "后勤科"],
        ]
    )
    assert [(goal.quote, goal.level) for goal in summary.goals] == [
        ("课后服务更加丰富", "task"),
        ("惠及学生8000人", "task"),
    ]
    assert [m.quote for m in summary.measures] == ["开设社团40个", "聘请教练25名", "配送营养餐"]
    assert [(t.value, t.unit) for t in summary.targets] == [(40, "个"), (25, "名"), (8000, "人")]


def test_goals_in_words_beside_tasks_are_goals() -> None:
    """Where the head names a year too; bare figures there are figures of the task."""
    head = ["任务", "2025年目标", "责任单位"]
    worded = summary_of(
        [head, ["优化营商环境", "新增企业3000户", "市监局"], ["推进网办", "网办率达到98%以上", "政务局"]]
    )
    assert [goal.quote for goal in worded.goals] == ["新增企业3000户", "网办率达到98%以上"]
    figures = summary_of([head, ["新增企业（户）", "3000", "市监局"], ["建设驿站（个）", "12", "总工会"]])
    assert [(t.indicator, t.value, t.unit) for t in figures.targets] == [
        ("新增企业", 3000, "户"),
        ("建设驿站", 12, "个"),
    ]
    assert figures.goals == []


def test_a_row_that_says_who_needs_no_verb_to_be_sure() -> None:
    summary = summary_of([["事项", "责任单位"], ["公厕、驿站各30座", "城管局"], ["便民早餐点40处", "商务局"]])
    assert [(m.quote, m.unsure) for m in summary.measures] == [("公厕、驿站各30座", None), ("便民早餐点40处", None)]
    assert all(target.unsure is None for target in summary.targets)


def test_offices_beside_figures_alone_are_told() -> None:
    """A target has no office, and nothing of a table is dropped unsaid; beside a task they are the task's."""
    head = ["序号", "指标", "目标值", "牵头单位", "完成时限"]
    told = summary_of([head, ["1", "新增水库", "2座", "水利局", "6月底"], ["2", "绿化率", "40%", "林业局", "年底"]])
    assert [(n.code, n.params["count"], n.params["office"]) for n in told.notices] == [
        ("offices-of-figures", 2, "水利局")
    ]
    assert [target.deadline for target in told.targets] == ["6月底", "年底"]
    task = ["序号", "重点任务", "目标值", "牵头单位", "完成时限"]
    assert summary_of([task, ["1", "推进水库建设", "2座", "水利局", "6月底"]]).notices == []


def test_names_of_indicators_may_hold_figures() -> None:
    rows = [["指标名称", "目标值"], ["PM2.5浓度（微克/立方米）", "≤33"], ["3A级以上景区（家）", "7"]]
    assert [found[:5] for found in targets(rows)] == [
        ("PM2.5浓度", "quantity", "<=", 33, "微克/立方米"),
        ("3A级以上景区", "quantity", "=", 7, "家"),
    ]


def test_a_second_table_without_heads_goes_on_with_the_first() -> None:
    """At most a title stands between; with more, nothing is known of its columns."""

    def deadlines(between: str) -> list[str | None]:
        rows = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"
        first = rows.format("工作任务", "责任单位", "时限") + rows.format("整治河道", "水务局", "5月")
        second = rows.format("美化街区", "城管局", "6月") + rows.format("绿化校园", "教育局", "7月")
        html = f"<p>某区2024年工作要点</p><table>{first}</table>{between}<table>{second}</table>"
        summary = summarize(from_bytes(html.encode(), "p.html"), Settings(engine="rules"))
        return [m.deadline for m in summary.measures if m.quote in {"整治河道", "美化街区", "绿化校园"}]

    assert deadlines("<p>（二）城市面貌</p>") == ["5月", "6月", "7月"]
    assert deadlines("<p>说明一。</p><p>说明二。</p>")[:1] == ["5月"]
    assert "6月" not in deadlines("<p>说明一。</p><p>说明二。</p>")
