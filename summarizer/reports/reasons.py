"""Reasons in the reader's language: engines give them in English, in these words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from summarizer.reports.labels import ZH

if TYPE_CHECKING:
    from summarizer.reports.labels import Labels

_CHINESE: Final = {
    # refused
    "slogan or proper name": "口号或专有名称",
    "indefinite amount": "数量不确定",
    "date, ordinal, phase or edition": "日期、序数、期次或版次",
    "what exists or was done already": "现有存量或已完成的工作",
    "parameter of a rule, subsidy, score or procedure": "规则、补贴、评分或程序中的参数",
    "set that only hosts or frames the action": "只是行动的载体或范围",
    "size inside the thing counted": "所计对象本身的规模",
    "number without anything counted": "数字没有计量对象",
    "no checkable predicate": "没有可核查的内容",
    "end that nobody can confirm on a day": "没有可在某日确认的结果",
    "nominal heading": "名词性标题",
    "what was done already": "已完成的工作",
    "background or reason": "背景或理由",
    "only announces": "只是发文说明",
    "expected effect": "预期效果",
    "definition": "定义说明",
    "salutation, signature or title": "称谓、落款或标题",
    "too long to be one sentence": "过长，不像一句话",
    "the text is no plan": "本文不是计划",
    # unsure
    "a heading without a verb: does it state an aim?": "标题没有动词：是否表达了目标？",
    "a commitment, or background?": "是承诺，还是背景？",
    "a word for all, but can its predicate be checked?": "有“全部”之意，但内容能否核查？",
    "a date, but can the event be confirmed?": "有日期，但事件能否确认？",
    "none of something, or a figure of speech?": "确实是“零”，还是修辞？",
    "Chinese numeral: a count or part of a name?": "中文数字：是数量，还是名称的一部分？",
    "the sentence speaks of what was done: is this figure ahead of it?": "句中说的是已完成的工作：此数是今后要做的吗？",
    "counted, or only a set that hosts the action?": "是要完成的数量，还是行动的载体？",
    "an amount to be reached, or the parameter of a rule?": "是要达到的数额，还是规则中的参数？",
    "no verb says that this is to be done": "没有动词说明要做这件事",
    "a bare round figure: a count or a figure of speech?": "只有整数：是数量，还是修辞？",
    "a count of its own, or the size of something named?": "是独立的数量，还是所提事物的规模？",
    "a standard to reach, but the clause does not say what is to reach it": "要达到的标准，但本句没有说明由什么达到",
    "a level to reach, but is it one that can be checked?": "要达到的水平：能否核查？",
    # endpoint
    "only the model saw this": "只有模型发现",
    "the server took longer than the timeout": "服务器超时",
    "the answer did not fit its schema": "回答不合格式",
    "the answer was no JSON": "回答不是 JSON",
    "the answer ran into its token limit": "回答超出长度上限",
    "the answer gave a key twice": "回答中同一个键出现两次",
    "the server's answer was no chat completion": "服务器的答复不是对话补全",
    "the model gave no usable answer": "模型没有给出可用的回答",
    "the server gave an empty answer, as some do to a question too long": "服务器给出空回答（提问过长时有的服务器会这样）",
}
_PATTERNS: Final = (
    (re.compile(r"the rules left it out \((.*)\), the model took it"), "规则未采用（{}），模型采用"),
    (re.compile(r"the rules took it, the model did not \((.*)\)"), "规则采用，模型未采用（{}）"),
    (re.compile(r"the model: (.*)"), "模型判断：{}"),
    (re.compile(r"no answer within (.*) s"), "{} 秒内没有答复"),
    (re.compile(r"no connection to (.*)"), "无法连接 {}"),
    (re.compile(r"the question does not fit \((.*)\)"), "提问过长（{}）"),
    (re.compile(r"the model was not asked: (.*)"), "未能向模型提问：{}"),
    (re.compile(r"no overview from the model: (.*)"), "模型没有给出概述：{}"),
    (re.compile(r"the endpoint failed (\d+ times in a row, the last time: .*)"), "端点连续失败：{}"),
    (re.compile(r"(\d+) times in a row, the last time: .*"), "已连续 {} 次"),
    (re.compile(r"the run's budget of (.*) is used up"), "本次运行的预算 {} 已用完"),
    (re.compile(r"the run's time of (.*) s is up"), "本次运行的时间 {} 秒已到"),
    (
        re.compile(r"no answer from (.*): start the server there, give another --endpoint, or --engine rules"),
        "{} 没有应答：请启动该处的服务器，或换一个 --endpoint，或用 --engine rules",
    ),
    (
        re.compile(r"no answer from (.*): check the address and the network, give another --endpoint, or .*"),
        "{} 没有应答：请检查地址和网络，或换一个 --endpoint，或用 --engine rules",
    ),
)


def reason_in(labels: Labels, reason: str) -> str:
    """``reason`` in the language of ``labels``; as it came where there is no translation."""
    if labels is not ZH:
        return reason
    for pattern, chinese in _PATTERNS:
        found = pattern.fullmatch(reason)
        if found:
            return chinese.format(reason_in(labels, found[1]))
    return _CHINESE.get(reason, reason)
