"""Tables pasted into plain text: their cells are parted by tabs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Settings, summarize
from summarizer.documents import from_text
from summarizer.documents.tabbed import tabbed_tables
from summarizer.languages.zh.tables import HEAD

RULES = Settings(engine="rules")
TABLE = (
    "指标\t2015年\t2020年\t属性\n研发投入比重（%）\t16.1\t25\t预期性\n现场混装比重（%）\t-\t>30\t预期性\n"
    "安全生产事故\t-\t零发生\t约束性\n现场操作人员\t-\t6人（含）以下\t约束性\n"
)


def test_the_figures_to_be_reached_are_targets_row_by_row() -> None:
    """The year to come, not the one that was; no row is taken for a goal."""
    summary = summarize(
        from_text("民爆行业发展规划\n一、发展目标\n" + TABLE + "二、推进科技进步\n建设平台3个。\n", "plan.txt"), RULES
    )
    found = [(t.indicator, t.comparator, t.value, t.unit, t.deadline) for t in summary.targets]
    assert found == [
        ("研发投入比重", "=", 25, "%", "2020年"),
        ("现场混装比重", ">=", 30, "%", "2020年"),
        ("安全生产事故", "=", 0, None, "2020年"),
        ("现场操作人员", "<=", 6, "人", "2020年"),
        ("建设平台", "=", 3, "个", None),
    ]
    assert all(summary.document.text is None or t.quote in summary.document.text for t in summary.targets)
    assert [goal.text for goal in summary.goals] == ["推进科技进步"]


@given(
    st.lists(st.integers(2, 9), min_size=3, max_size=3),
    st.sampled_from(["", "  ", "\u3000"]),
    st.sampled_from(" \u3000"),
)
def test_wide_gaps_part_the_cells_of_a_table(widths: list[int], indent: str, blank: str) -> None:
    """However wide the gaps, and whatever the blank: each task has whose it is and by when."""
    rows = [
        ("任务内容", "责任科室", "完成时限"),
        ("栽植苗木800株", "绿化科", "3月"),
        ("修剪行道树", "养护科、工会", "4月"),
    ]
    lines = "".join(indent + (blank * widths[at]).join(row) + "\n" for at, row in enumerate(rows))
    found = summarize(
        from_text(f"临河县2025年工作要点\n\n一、任务分解\n{lines}\n二、保障\n落实责任制度。\n", "plan.txt"), RULES
    )
    assert [(one.quote, one.actors, one.deadline) for one in found.measures] == [
        ("栽植苗木800株", ["绿化科"], "3月"),
        ("修剪行道树", ["养护科", "工会"], "4月"),
        ("落实责任制度", [], None),
    ]


def test_tabs_elsewhere_make_no_table() -> None:
    """An indent, two aligned words, lines of unlike length, heads that say nothing of a plan."""
    for text in (
        "\t一、推进改革\n\t1.抓好工作\n\t2.抓好落实\n",
        "姓名\t张三\n电话\t123\n地址\t某路\n",
        "指标\t2020年\t属性\n比重\t30\n产量\t1\t2\t3\n",
        "甲\t乙\t丙\n1\t2\t3\n4\t5\t6\n",
    ):
        assert tabbed_tables(text, HEAD) == ()


@given(st.lists(st.lists(st.text("指标年2020-> ，", max_size=6), min_size=1, max_size=5), max_size=8))
def test_every_cell_is_its_stretch_of_the_text(rows: list[list[str]]) -> None:
    """Law: the cells of a table are disjoint, in order, and hold no tab; only its heads may stand above it."""
    text = "\n".join("\t".join(row) for row in rows)
    for table in tabbed_tables(text, HEAD):
        cells = [cell for row in table.rows for cell in row]
        assert all(a.end < b.start for a, b in pairwise(cells))
        assert not any("\t" in text[cell.start : cell.end] for cell in cells)
        assert table.start <= table.rows[1 if cells[0].start < table.start else 0][0].start
        assert cells[-1].end <= table.end


PLAN = "某区2025年重点工作安排\n一、年度任务\n全区要狠抓落实。\n{}二、组织保障\n强化组织领导。\n"
HEADS, FIRST, SECOND = "任务|责任科室|时限", "修缮公房8处|住房科|6月", "发放补贴300户|住房科、财务科|全年"
BARE = f"{HEADS}\n{FIRST}\n{SECOND}\n"
FRAMED = f"|{HEADS}|\n|:--|--|--:|\n|{FIRST}|\n|{SECOND}|\n".replace("|", " | ")
BARS = {
    "bare": BARE,
    "framed": FRAMED,
    "full-width": f"|{HEADS}|\n|{FIRST}|\n|{SECOND}|\n".replace("|", "｜"),
    "drawn": f"┌──┬──┐\n│{HEADS}│\n├──┼──┤\n│{FIRST}│\n│{SECOND}│\n└──┴──┘\n".replace("|", "│"),
    "tabs": BARE.replace("|", "\t"),
    "a last cell missing": f"{HEADS}|备注\n{FIRST}\n{SECOND}|新\n".replace("|", "\t"),
    "titles between": f"{HEADS}\n（一）住房\n{FIRST}\n（二）补贴\n{SECOND}\n".replace("|", "\t"),
}


@pytest.mark.parametrize("table", BARS.values(), ids=BARS)
def test_tasks_are_measures_with_who_and_by_when(table: str) -> None:
    """However the cells are parted; nothing of the other columns is a measure or a goal."""
    summary = summarize(from_text(PLAN.format(table), "plan.txt"), RULES)
    assert [(m.quote, m.actors, m.deadline) for m in summary.measures[1:-1]] == [
        ("修缮公房8处", ["住房科"], "6月"),
        ("发放补贴300户", ["住房科", "财务科"], "全年"),
    ]
    assert [(t.value, t.unit) for t in summary.targets] == [(8, "处"), (300, "户")]
    assert summary.measures[-1].quote == "强化组织领导"


def test_a_cell_of_several_paragraphs_is_one_cell() -> None:
    """Copied from Word its paragraphs are lines; who and by when fall to all of them."""
    table = (
        "序号\t任务\t责任科室\t时限\n1\t修缮公房8处；\n更换电梯5部；\n完善物业制度\t住房科\t6月\n"
        "2\t发放补贴300户\t财务科\t全年\n"
    )
    summary = summarize(from_text(PLAN.format(table), "plan.txt"), RULES)
    assert [(m.quote, m.actors, m.deadline) for m in summary.measures[1:-1]] == [
        ("修缮公房8处", ["住房科"], "6月"),
        ("更换电梯5部", ["住房科"], "6月"),
        ("完善物业制度", ["住房科"], "6月"),
        ("发放补贴300户", ["财务科"], "全年"),
    ]


def test_bars_elsewhere_make_no_table() -> None:
    """Links in a row, two alternatives, a row without heads."""
    for text in ("首页 | 新闻 | 服务\n通知 | 公告 | 专题\n", "任务|时限\n", "甲|乙|丙\n1|2|3\n4|5|6\n"):
        assert tabbed_tables(text, HEAD) == ()
