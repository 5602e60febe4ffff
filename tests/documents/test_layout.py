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
    for number, title in enumerate(draw(st.permutations(TITLES))[: draw(st.integers(min_value=3, max_value=5))]):
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


@settings(max_examples=60)
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


@st.composite
def lists(draw: Any) -> str:
    """A plan of a task on each line, with whatever punctuation at their ends."""
    task = st.one_of(
        st.builds("新建{}{}个".format, st.sampled_from(THINGS), counts),
        st.builds("{}，新建{}{}个".format, st.sampled_from(CLAUSES), st.sampled_from(THINGS), counts),
        st.sampled_from(CLAUSES).filter(lambda words: words[:2] != "切实"),
    )
    stop = draw(st.sampled_from(["", "。", "；", "，"]))
    tasks = draw(st.lists(task, min_size=2, max_size=12))
    last = draw(st.sampled_from([stop, "。"]))
    return "临江市文化局2026年工作要点\n一、补齐设施短板\n" + f"{stop}\n".join(tasks) + last


@settings(max_examples=150)
@given(text=lists())
def test_a_task_a_line_stays_a_task_a_line(text: str) -> None:
    """However alike in length, and whatever they end with, the lines of a list are never put together."""
    assert from_text(text, "plan.txt").joined is None


@pytest.mark.parametrize(
    "text",
    [
        "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n",
        "白日依山尽黄河入海流\n欲穷千里目更上一层楼\n夜来风雨声花落知多少\n",
        "指标名称\n单位\n目标值\n村卫生室标准化建设数量\n所\n46\n家庭医生签约服务覆盖率\n%\n75\n",
        "各镇人民政府、街道办事处\n区直各部门、各直属单位\n各驻区单位、各有关企业\n现将工作计划印发给你们\n",
        "1月 组织冬季健康知识讲座3场\n2月 开展春节慰问困难群众活动\n3月 举办植树节主题志愿活动\n",
        "张三 区卫生健康局局长\n李四 区卫生健康局副局长\n王五 区疾病预防控制中心主任\n",
        "小麦播种面积稳定在20万亩以上\n粮食总产量达到15万吨以上\n生猪出栏保持在30万头左右\n",
        "加强组织领导落实工作责任\n成立领导小组，明确责任。\n加大经费投入保障工作开展\n安排专项资金500万元。\n",
        "责任单位：区卫生健康局、区财政局\n完成时限：2024年12月底前\n新建村卫生室46所，改造卫生院12所\n",
        "- 新建社区食堂12个\n- 改造农贸市场5家\n- 培训家政服务人员900人次\n",
    ],
)
def test_lines_that_say_something_each_are_not_put_together(text: str) -> None:
    """Poems, entries of tables, calendars, names, titles over a sentence."""
    assert from_text(text, "plan.txt").joined is None


HEAD = "河口县水务局2026年工作计划\n\n一、保障城乡供水\n"


@pytest.mark.parametrize(
    ("body", "measures"),
    [
        pytest.param(
            "新建农村供水管网318公里，更换老旧水表2\n700只，年底前完成9处水厂改造，同步健全\n水质监测制度。\n",
            ["新建农村供水管网318公里，更换老旧水表2700只，年底前完成9处水厂改造，同步健全水质监测制度"],
            id="inside-a-number",
        ),
        pytest.param(
            "新建农村供水管网318公里，更换老旧水\n表2700只。培训水质检测员60人，农村自\n来水普及率达到97%\n以上。\n",
            ["新建农村供水管网318公里，更换老旧水表2700只", "培训水质检测员60人，农村自来水普及率达到97%以上"],
            id="inside-a-word",
        ),
        pytest.param(
            "新建农村供水管网318公里，更换老旧水\n- 7 -\n表2700只，完善抄表收费服务制度，培训\n水质检测员60人。\n",
            ["新建农村供水管网318公里，更换老旧水- 7 -表2700只，完善抄表收费服务制度，培训水质检测员60人"],
            id="over-the-number-of-a-page",
        ),
        pytest.param(
            "新建农村供水管网318公里，更换老旧水\n表2700只，完善抄表收费和水质监测制\n度。\n二、重点任务\n"
            "新建泵站4座\n清淤河道20公里\n培训河长湖长300人次\n",
            [
                "新建农村供水管网318公里，更换老旧水表2700只，完善抄表收费和水质监测制度",
                "新建泵站4座",
                "清淤河道20公里",
                "培训河长湖长300人次",
            ],
            id="beside-a-list",
        ),
    ],
)
def test_a_measure_is_one_wherever_its_lines_end(body: str, measures: list[str]) -> None:
    result = summarizer.summarize(from_text(HEAD + body, "plan.txt"), RULES)
    assert [re.sub(r"\n", "", measure.quote) for measure in result.measures] == measures
    assert [notice.code for notice in result.notices] == ["lines-joined"]


def test_words_of_an_item_are_read_without_the_line_ends_that_its_quote_keeps() -> None:
    text = HEAD + "新建农村供水管网318公里，更换老旧水\n表2700只，完善抄表收费服务制度，培训水\n质检测员60人。\n"
    result = summarizer.summarize(from_text(text, "plan.txt"), summarizer.Settings(engine="rules"))
    (measure,) = result.measures
    assert "\n" in measure.quote
    assert "\n" not in measure.text
    assert [(t.indicator, t.value) for t in result.targets] == [
        ("新建农村供水管网", 318), ("更换老旧水表", 2700), ("培训水质检测员", 60),
    ]  # fmt: skip


def test_a_title_that_is_broken_is_one_and_one_that_is_full_is_none_of_the_text_below() -> None:
    text = (
        "河口县水务局2026年工作计划\n\n一、保障城乡供水安全，全面提升公共\n服务水平\n新建农村供水管网318公里，更换老旧水\n"
        "表2700只，培训水质检测员60人。\n二、严格管理\n全县用水总量控制在1.2亿立方米以内，\n农村自来水普及率达到97%以上。\n"
    )
    goals = summarizer.summarize(from_text(text, "plan.txt"), RULES).goals
    assert [goal.text for goal in goals] == ["保障城乡供水安全，全面提升公共服务水平", "严格管理"]


def test_lines_broken_in_markdown_are_read_as_in_a_text() -> None:
    source = "# 河口县水务局2026年工作计划\n\n## 一、保障城乡供水\n\n"
    source += "新建农村供水管网318公里，更换老旧水\n表2700只，健全水质监测制\n度。\n"
    document = from_bytes(source.encode(), "plan.md")
    (measure,) = summarizer.summarize(document, RULES).measures
    assert measure.text == "新建农村供水管网318公里，更换老旧水表2700只，健全水质监测制度"


def test_two_latin_words_stay_two_and_what_is_left_blank_stays_one() -> None:
    text = HEAD + "全面推广农村供水Smart\nWater数字平台，接入泵站xx\nx座，完善远程监控运行制\n度，培训运维人员40人。\n"
    read = from_text(text, "plan.txt").read.text
    assert "Smart Water" in read
    assert "xxx座" in read


# ---------------------------------------------------------------- characters set apart

PLAN = (
    "河口县水务局2026年工作计划\n一、保障城乡供水\n（一）加快管网建设\n"
    "新建供水管网31.8公里，更换水表2700只，年底前完成9处水厂改造。\n"
)


def spread(text: str, blank: str = " ") -> str:
    return "\n".join(blank.join(line) for line in text.split("\n"))


@pytest.mark.parametrize("blank", [" ", "  ", "\u3000", "\u00a0", "\u2009"])
def test_characters_set_apart_are_read_as_if_they_were_not(blank: str) -> None:
    text = spread(PLAN, blank)
    assert found(text) == found(PLAN)
    assert codes(text) == ["characters-set-apart"]
    metadata = from_text(text, "plan.txt").metadata
    assert metadata == from_text(PLAN, "plan.txt").metadata


def test_a_title_set_apart_among_plain_lines_is_a_title() -> None:
    lines = PLAN.split("\n")
    text = "\n".join(spread(line) if number < 3 else line for number, line in enumerate(lines))
    assert found(text) == found(PLAN)


def test_only_the_chinese_set_apart_is_read_too() -> None:
    assert found(re.sub(r"(?<=[一-鿿])(?=[一-鿿])", " ", PLAN)) == found(PLAN)


def test_both_at_once_are_read_too() -> None:
    text = spread(wrapped(PLAN, 16))
    assert found(text) == found(PLAN)
    assert sorted(codes(text)) == ["characters-set-apart", "lines-joined"]
