"""The words of a report, in the language of the document it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarizer.models import Summary

Language = Literal["zh", "en"]

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]+")
_SAMPLE = 5_000


@dataclass(frozen=True, slots=True)
class Labels:
    """Every word a report adds to the document's own; templates are filled with ``str.format``."""

    document: str
    issuer: str
    period: str
    published: str
    engine: str
    characters: str
    overview: str
    goals: str
    measures: str
    targets: str
    outline: str
    unlinked: str
    identifier: str
    group: str
    kind: str
    text: str
    indicator: str
    value: str
    comparator: str
    amount: str
    amount_max: str
    unit: str
    deadline: str
    place_lines: str
    place_chars: str
    locator: str
    page: str
    paragraph: str
    quote: str
    actors: str
    masked: str
    relative: str
    same_as: str
    unsure: str
    incomplete: str
    refused: str
    notices: str
    nothing: str
    usage: str
    chunks: str
    cached: str
    requests: str
    tokens: str
    uncounted: str
    seconds: str
    cost: str
    source: str
    line: str
    start: str
    end: str
    goal: str
    goal_text: str
    measure: str
    measure_text: str
    not_taken: str
    reason: str
    everything: str
    documents: str
    item: str
    found: str
    title: str
    table_of: str
    number: str
    due: str
    origin: str
    nth: tuple[str, ...]
    semicolon: str
    colon: str
    failed: str
    yes: str
    brackets: tuple[str, str]
    marks: tuple[str, str]
    comma: str
    count: str
    groups: Mapping[str, str]
    levels: Mapping[str, str]
    kinds: Mapping[str, str]


ZH = Labels(
    document="文件",
    issuer="发布单位",
    period="计划期",
    published="发布日期",
    engine="引擎",
    characters="{} 字",
    overview="概要",
    goals="目标",
    measures="举措",
    targets="量化指标",
    outline="目标与举措",
    unlinked="未归入任何目标",
    identifier="编号",
    group="类别",
    kind="类型",
    text="内容",
    indicator="指标",
    value="数值",
    comparator="关系",
    amount="值",
    amount_max="上限",
    unit="单位",
    deadline="时限",
    place_lines="行:字",
    place_chars="字符位置",
    locator="位置",
    page="第{}页",
    paragraph="第{}段",
    quote="原文",
    actors="责任单位",
    masked="空缺",
    relative="相对值",
    same_as="同 {}",
    unsure="待核对",
    incomplete="未完整提取",
    refused="未采用的候选",
    notices="提示",
    nothing="没有找到目标、举措或量化指标。",
    usage="用量",
    chunks="分段 {}",
    cached="缓存 {}",
    requests="请求 {}",
    tokens="词元 {} 入 + {} 出",
    uncounted="{} 次回答未报词元",
    seconds="{} 秒",
    cost="费用 {}",
    source="来源",
    line="行",
    start="起",
    end="止",
    goal="所属目标",
    goal_text="所属目标内容",
    measure="所属举措",
    measure_text="所属举措内容",
    not_taken="未采用",
    reason="未采用的原因",
    everything="全部",
    documents="总览",
    item="项目",
    found="提取结果",
    title="标题",
    table_of="{}任务分解表",
    number="序号",
    due="完成时限",
    origin="原文位置",
    nth=("一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、"),
    semicolon="；",
    colon="：",
    failed="未能读取",
    yes="是",
    brackets=("（", "）"),
    marks=("【", "】"),
    comma="、",
    count="{}（{}）",
    groups={"goals": "目标", "measures": "举措", "targets": "量化指标"},
    levels={"overall": "总体", "section": "板块", "task": "任务"},
    kinds={
        "quantity": "数量",
        "ratio": "比率",
        "coverage": "全覆盖",
        "zero": "归零",
        "milestone": "节点",
        "relative": "相对",
        "standard": "标准",
    },
)

EN = Labels(
    document="file",
    issuer="issuer",
    period="period",
    published="published",
    engine="engine",
    characters="{} characters",
    overview="Overview",
    goals="Goals",
    measures="Measures",
    targets="Targets",
    outline="Goals and measures",
    unlinked="under no goal",
    identifier="id",
    group="group",
    kind="kind",
    text="text",
    indicator="indicator",
    value="value",
    comparator="comparator",
    amount="number",
    amount_max="upper end",
    unit="unit",
    deadline="deadline",
    place_lines="line:col",
    place_chars="characters",
    locator="place",
    page="p. {}",
    paragraph="par. {}",
    quote="quote",
    actors="actors",
    masked="blank",
    relative="relative",
    same_as="same as {}",
    unsure="To be checked",
    incomplete="Not fully extracted",
    refused="Candidates not taken",
    notices="Notices",
    nothing="No goals, measures or targets found.",
    usage="Usage",
    chunks="chunks {}",
    cached="cached {}",
    requests="requests {}",
    tokens="tokens {} in + {} out",
    uncounted="tokens of {} answers not reported",
    seconds="{} s",
    cost="cost {}",
    source="source",
    line="line",
    start="start",
    end="end",
    goal="goal",
    goal_text="goal's text",
    measure="measure",
    measure_text="measure's text",
    not_taken="not taken",
    reason="reason not taken",
    everything="All",
    documents="Summary",
    item="item",
    found="found",
    title="title",
    table_of="{}: task breakdown",
    number="no.",
    due="due",
    origin="place in the text",
    nth=("1. ", "2. ", "3. ", "4. ", "5. ", "6. ", "7. ", "8. "),
    semicolon="; ",
    colon=": ",
    failed="could not be read",
    yes="yes",
    brackets=(" (", ")"),
    marks=("[", "]"),
    comma=", ",
    count="{} ({})",
    groups={"goals": "goal", "measures": "measure", "targets": "target"},
    levels={"overall": "overall", "section": "section", "task": "task"},
    kinds={
        "quantity": "quantity",
        "ratio": "ratio",
        "coverage": "coverage",
        "zero": "zero",
        "milestone": "milestone",
        "relative": "relative",
        "standard": "standard",
    },
)


def language(summary: Summary) -> Language:
    """``zh`` where the document (its text, else title and quotes, else its name) has more Han than Latin words."""
    info = summary.document
    sample = info.text[:_SAMPLE] if info.text else "".join([info.title or "", *(i.quote for i in summary.items()[:50])])
    sample = sample.strip() or info.name
    return "zh" if len(_HAN.findall(sample)) > len(_LATIN.findall(sample)) else "en"


def labels_for(summary: Summary, encoding: str = "utf-8") -> Labels:
    """The labels in the document's language; English where ``encoding`` cannot write Chinese."""
    if language(summary) == "zh":
        try:
            (ZH.targets + ZH.brackets[0]).encode(encoding)
        except UnicodeEncodeError:
            return EN
        return ZH
    return EN
