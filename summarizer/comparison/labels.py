"""The words of a comparison and of a reconciliation, in the language of their documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarizer.comparison.results import Outcome


@dataclass(frozen=True, slots=True)
class Words:
    """Every word that a table adds to the documents' own; templates are filled with ``str.format``."""

    compare_title: str
    track_title: str
    documents: str
    shared: str
    alone: str
    sources: str
    charts: str
    number: str
    document: str
    name: str
    title: str
    issuer: str
    period: str
    indicator: str
    amount: str
    change: str
    remark: str
    quote: str
    place: str
    deadline: str
    computed: str
    least: str
    most: str
    unsure: str
    original: str
    blank: str
    covered: str
    none: str
    plan: str
    report: str
    plan_amount: str
    report_amount: str
    outcome: str
    plan_quote: str
    report_quote: str
    counts: str
    count: str
    total: str
    no_shared: str
    no_items: str
    made: str
    brackets: tuple[str, str]
    comma: str
    colon: str
    outcomes: Mapping[Outcome, str]

    def reason(self, code: str, params: Mapping[str, Any] | None = None) -> str:
        """The sentence of a reason in this language."""
        return Message.of_json(code, params).text("zh" if self is ZH else "en")


ZH: Final = Words(
    compare_title="量化指标对比表",
    track_title="目标任务完成情况对账表",
    documents="对比文件",
    shared="共有指标",
    alone="仅见于一份文件的指标",
    sources="原文依据",
    charts="图示",
    number="序号",
    document="文件",
    name="文件名",
    title="标题",
    issuer="发布单位",
    period="计划期",
    indicator="指标",
    amount="数值",
    change="变化",
    remark="说明",
    quote="原文",
    place="字符位置",
    deadline="时限",
    computed="计算",
    least="最低：{}",
    most="最高：{}",
    unsure="待核对",
    original="原文{}",
    blank="空缺",
    covered="全覆盖",
    none="零",
    plan="计划",
    report="总结",
    plan_amount="计划值",
    report_amount="完成值",
    outcome="完成情况",
    plan_quote="计划原文",
    report_quote="总结原文",
    counts="完成情况统计",
    count="项数",
    total="合计",
    no_shared="没有两份文件共有的指标。",
    no_items="计划中没有量化指标，也没有注明时限的举措。",
    made="由 plan-summarizer 逐字比对生成；“待核对”各行须由人工确认。",
    brackets=("（", "）"),
    comma="，",
    colon="：",
    outcomes={
        "fulfilled": "完成",
        "exceeded": "超额完成",
        "partly": "部分完成",
        "missed": "未达到",
        "not comparable": "口径不同",
        "to be checked": "待核对",
        "not mentioned": "未提及",
    },
)

EN: Final = Words(
    compare_title="Targets side by side",
    track_title="Targets and what was reported",
    documents="Documents",
    shared="Indicators of several documents",
    alone="Indicators of one document alone",
    sources="Sources",
    charts="Charts",
    number="no.",
    document="document",
    name="file",
    title="title",
    issuer="issuer",
    period="period",
    indicator="indicator",
    amount="value",
    change="change",
    remark="remark",
    quote="quote",
    place="characters",
    deadline="deadline",
    computed="computed",
    least="lowest: {}",
    most="highest: {}",
    unsure="to be checked",
    original="source: {}",
    blank="blank",
    covered="all",
    none="none",
    plan="plan",
    report="report",
    plan_amount="planned",
    report_amount="reported",
    outcome="outcome",
    plan_quote="plan's words",
    report_quote="report's words",
    counts="Outcomes",
    count="items",
    total="all",
    no_shared="No indicator stands in two documents.",
    no_items="The plan has no targets and no dated measures.",
    made="Made by plan-summarizer, word by word; rows to be checked need a person.",
    brackets=(" (", ")"),
    comma=", ",
    colon=": ",
    outcomes={
        "fulfilled": "fulfilled",
        "exceeded": "exceeded",
        "partly": "partly",
        "missed": "missed",
        "not comparable": "not comparable",
        "to be checked": "to be checked",
        "not mentioned": "not mentioned",
    },
)
