"""The reasons of a comparison and of a reconciliation in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from summarizer.comparison import comparing, doubts, matching, verdicts
from summarizer.reports.labels import ZH

if TYPE_CHECKING:
    from summarizer.reports.labels import Labels

REASONS: Final = {
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
}


def reason_in(labels: Labels, reason: str) -> str:
    """A reason in the language of ``labels``; what follows a colon stays as it is."""
    if labels is not ZH:
        return reason
    if reason in REASONS:
        return REASONS[reason]
    head, colon, tail = reason.partition(": ")
    template = REASONS.get(f"{head}: {{}}") if colon else None
    return template.format(tail) if template else reason
