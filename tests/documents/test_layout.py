"""Lines broken by hand and characters set apart: read as if they were not, quoted as they stand; lists stay lists."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summarizer
from summarizer.documents import Document, from_bytes, from_text

RULES = summarizer.Settings(engine="rules")
CLOSING = "，。、；：！？）》”％"

THINGS = ("城市书房", "口袋公园", "村级图书室", "智慧停车场", "公共充电桩", "社区健身点", "生态停车位", "冷链配送站")
CLAUSES = (
    "完善运行管理和经费保障机制",
    "推动公共服务向偏远乡村延伸",
    "健全部门联动的日常巡查制度",
    "切实方便群众就近办理各类事项",
    "引导社会力量参与项目建设和运营",
    "严格执行工程质量和安全生产标准",
)
TITLES = ("补齐设施短板", "提升服务能力", "强化要素保障", "优化营商环境", "推进产业升级")
counts = st.integers(min_value=2, max_value=2900)


@st.composite
def sentences(draw: Any) -> str:
    """A sentence of a plan, with figures in it."""
    parts = [f"新建{draw(st.sampled_from(THINGS))}{draw(counts)}个", draw(st.sampled_from(CLAUSES))]
    if draw(st.booleans()):
        parts.append(f"培训管理人员{draw(counts)}人次")
    if draw(st.booleans()):
        parts.append(f"群众满意率达到{draw(st.integers(min_value=70, max_value=99))}%以上")
    return "，".join(parts) + "。"


@st.composite
def plans(draw: Any) -> str:
    """A plan of headings and paragraphs, a line each."""
    lines = ["临江市文化局2026年工作要点"]
    for number, title in enumerate(draw(st.permutations(TITLES))[: draw(st.integers(min_value=1, max_value=4))]):
        lines.append(f"{'一二三四五'[number]}、{title}")
        lines += ["".join(draw(st.lists(sentences(), min_size=2, max_size=4))) for _ in range(draw(st.integers(1, 2)))]
    return "\n".join(lines)


def wrapped(text: str, width: int, *, measured: bool = False, indent: str = "", between: str = "\n") -> str:
    """``text`` with its lines broken at a width in characters, or in those as wide as they are high."""
    rows: list[str] = []
    for line in text.split("\n"):
        row, used = (indent if len(line) > width else ""), float(len(indent))
        for char in line:
            size = 0.5 if measured and char.isascii() else 1.0
            if used + size > width and char not in CLOSING:
                rows.append(row)
                row, used = "", 0.0
            row += char
            used += size
        rows.append(row)
    return between.join(rows)


def plain(words: str | None) -> str | None:
    return None if words is None else re.sub(r"\s", "", words)


def found(document: Document | str) -> list[tuple[object, ...]]:
    """What is found, whatever the blanks and line ends; every quote and number is held to its place."""
    document = from_text(document, "plan.txt") if isinstance(document, str) else document
    result = summarizer.summarize(document, RULES)
    for item in result.items():
        assert document.text[item.start : item.end] == item.quote
    for target in result.targets:
        if target.number_start is not None and isinstance(target.value, int):
            written = plain(document.text[target.number_start : target.number_end])
            assert written is None or not written.isdigit() or int(written) == target.value
    return [
        *((plain(goal.quote), goal.text, goal.level) for goal in result.goals),
        *((plain(measure.quote), measure.text, plain(measure.deadline)) for measure in result.measures),
        *((plain(t.quote), t.indicator, t.value, t.unit, t.comparator, t.unsure_code) for t in result.targets),
    ]


def codes(text: str) -> list[str]:
    return [notice.code for notice in from_text(text, "plan.txt").notices]


@settings(max_examples=60, deadline=None)
@given(
    plan=plans(),
    width=st.integers(min_value=17, max_value=48),
    measured=st.booleans(),
    indent=st.sampled_from(["", "　　"]),
    between=st.sampled_from(["\n", "\n\n"]),
)
def test_a_plan_says_the_same_wherever_its_lines_are_broken(
    plan: str, width: int, measured: bool, indent: str, between: str
) -> None:
    """The law: a line end inside a sentence changes nothing of what is found, at any width."""
    broken = wrapped(plan, width, measured=measured, indent=indent, between=between)
    assert found(broken) == found(plan)
