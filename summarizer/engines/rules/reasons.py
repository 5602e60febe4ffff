"""Why a candidate is refused, and why a person should look: the words that verdicts speak.

English and stable, for ``Refusal.reason`` and ``Item.unsure``; the reports translate them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from summarizer.engines.rules.context import SentenceContext
    from summarizer.quantities.mentions import Mention

SLOGAN = "slogan or proper name"
INDEFINITE = "indefinite amount"
ORDINAL = "date, ordinal, phase or edition"
STOCK = "what exists or was done already"
PARAMETER = "parameter of a rule, subsidy, score or procedure"
FRAME = "set that only hosts or frames the action"
SIZE = "size inside the thing counted"
NO_UNIT = "number without anything counted"

MAYBE_NAME = "Chinese numeral: a count or part of a name?"
MAYBE_PAST = "the sentence speaks of what was done: is this figure ahead of it?"
MAYBE_FRAME = "counted, or only a set that hosts the action?"
MAYBE_PARAMETER = "an amount to be reached, or the parameter of a rule?"
MAYBE_SIZE = "a count of its own, or the size of something named?"
NO_VERB = "no verb says that this is to be done"
ROUND = "a bare round figure: a count or a figure of speech?"

# 10亿元以上项目, 规模以上企业: with 以上 before one of these a figure picks out a set.
PICKS_OUT_A_SET = re.compile(
    r"(?:的)?(?:企业|项目|单位|人员|家庭|群众|贫困户|老人|老年人|儿童|职工|干部|学生|建筑|燃煤|锅炉|机组|投资者|工程"
    r"|产品|大型|重点|重大|规模|产业)"
)


class Verdict(NamedTuple):
    """``reason`` is null where the mention is a target; ``unsure`` says why a person should look, either way."""

    reason: str | None
    unsure: str | None = None


def around(context: SentenceContext, mention: Mention) -> tuple[str, str]:
    """The clause before the mention and after it."""
    start, end = context.clause(mention.number_start)
    return context.view[start : mention.start], context.view[mention.end : end]
