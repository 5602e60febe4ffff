"""The words of a comparison and of a reconciliation, in the language of their documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from summarizer.comparison import comparing, doubts, matching, verdicts

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
    reasons: Mapping[str, str]

    def reason(self, reason: str) -> str:
        """A reason in this language; what follows a colon stays as it is."""
        if reason in self.reasons:
            return self.reasons[reason]
        head, colon, tail = reason.partition(": ")
        template = self.reasons.get(f"{head}: {{}}") if colon else None
        return template.format(tail) if template else reason


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
    reasons={
        comparing.TOO_GENERAL: "指标用词过于笼统，是否同一指标？",
        comparing.OTHER_ACTION: "对象相同，动作是否相同？",
        comparing.OTHER_COUNTER: "量词不同，是否同一指标？",
        comparing.AVERAGE: "一为年均值，一为当期值",
        comparing.MORE_WORDS: "仅一份文件写明“{}”",
        doubts.NOT_DONE: "总结称尚未完成",
        doubts.PLANNED: "总结仅称计划、预计，未称完成",
        doubts.STARTED: "总结称已开工、启动或基本完成，未称全部完成",
        doubts.PROBLEM: "该句列在问题与不足之中",
        doubts.GOAL: "该数值是计划数、目标数，不是完成数",
        doubts.PART: "该数值只是其中一部分",
        doubts.ACTUAL: "总结另有实际完成数",
        doubts.OTHER_YEAR: "该句说的是其他年份",
        doubts.OTHER_PLACE: "该句说的是其他地区",
        doubts.TOGETHER: "多项并列（分别），数值对应关系须核对",
        matching.OTHER_WAY: "方向相反",
        matching.OTHER_BUILT: "新建与改扩建不同，是否同一指标？",
        matching.OTHER_THING: "所计对象不同，是否同一指标？",
        verdicts.NUMBER: "指标、单位一致",
        verdicts.SAID: "总结写明已完成",
        verdicts.REPEATED: "与计划的措辞和数值一致",
        verdicts.ABSENT: "总结中没有相关内容",
        verdicts.BLANK: "计划未填数值",
        verdicts.SEVERAL: "总结中有不同的数值",
        verdicts.LIKELY: "用词相近，是否同一指标？",
        verdicts.NO_NUMBER: "提到但没有数值",
        verdicts.OTHER_MEASURE: "计量方式不同，不能直接比较",
        verdicts.NEARLY: "总结中的数值不精确",
        verdicts.LATE: "完成时间晚于时限",
        verdicts.UNDATED: "总结称已完成，但未写明完成日期",
        verdicts.MAGNITUDE: "恰为一万倍或万分之一，是否漏写或误写“万”？",
        verdicts.DIRECTION: "该指标并非越高越好",
        verdicts.MODEL_NO: "模型判定不是同一指标",
        verdicts.MODEL: "模型判定为同一指标",
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
    reasons={},
)
