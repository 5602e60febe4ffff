"""Why a candidate is refused, and why a person should look: the words that verdicts speak.

English and stable, for ``Refusal.reason`` and ``Item.unsure``; the reports translate them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.engines.rules.context import SentenceContext
    from summarizer.quantities.mentions import Mention

SLOGAN = Message("slogan")
INDEFINITE = Message("indefinite")
ORDINAL = Message("ordinal")
STOCK = Message("stock")
PARAMETER = Message("parameter")
FRAME = Message("frame")
SIZE = Message("size")
NO_UNIT = Message("no-unit")

MAYBE_NAME = Message("maybe-name")
MAYBE_PAST = Message("maybe-past")
MAYBE_FRAME = Message("maybe-frame")
MAYBE_PARAMETER = Message("maybe-parameter")
MAYBE_SIZE = Message("maybe-size")
NO_VERB = Message("no-verb")
ROUND = Message("maybe-round")

# 10亿元以上项目, 规模以上企业: with 以上 before one of these a figure picks out a set.
PICKS_OUT_A_SET = re.compile(
    r"(?:的)?(?:企业|项目|单位|人员|家庭|群众|贫困户|老人|老年人|儿童|职工|干部|学生|建筑|燃煤|锅炉|机组|投资者|工程"
    r"|产品|大型|重点|重大|规模|产业)"
)


class Verdict(NamedTuple):
    """``reason`` is null where the mention is a target; ``unsure`` says why a person should look, either way."""

    reason: Message | None
    unsure: Message | None = None


def around(context: SentenceContext, mention: Mention) -> tuple[str, str]:
    """The clause before the mention and after it."""
    start, end = context.clause(mention.number_start)
    return context.view[start : mention.start], context.view[mention.end : end]
