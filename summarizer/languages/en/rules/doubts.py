"""Why a person should look at a target that the rules accept: an effect, no event, or nothing to count off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.engines.rules.reasons import Reason
    from summarizer.languages.en.rules.context import EnglishContext
    from summarizer.languages.records import Mention

_EFFECT = re.compile(
    r"\b(?:expected|estimated|projected|likely|anticipated|forecast|could|would|can|realistically|result in"
    r"|resulting in"
    r"|corresponds? to|equivalent to|leading to|thereby|saving|thus)\b[^,;]{0,40}$",
    re.IGNORECASE,
)
_EFFECT_NEAR = 60
_SOFT_VERBS = frozenset(
    "develop establish build create expand implement engage make form designate define integrate "
    "collaborate deliver".split()
)
_SOFT_THINGS = re.compile(
    r"\b(?:partnerships?|relationships?|cultures?|practices?|capacity|capabilit(?:y|ies)|approach(?:es)?|systems?|environments?"
    r"|networks?|opportunit(?:y|ies)|awareness|skills?|conditions?|processes|solutions?)\b",
    re.IGNORECASE,
)
_LONGEST = 20
_SOFT = re.compile(
    r"\b(?:access|aware|awareness|understand|understands|know|knows|benefits?|supported|education|engaged|opportunity"
    r"|able to|involved|informed|prepared|culture|learning|quality)\b",
    re.IGNORECASE,
)
"""What can hardly be counted off, though it is said of all."""


def of_count(context: EnglishContext, mention: Mention) -> Reason | None:
    """Why a person should look at a target: it may only come of the work, or nothing says that it is to be done."""
    if context.tells_effect or _EFFECT.search(context.plain, max(0, mention.start - _EFFECT_NEAR), mention.start):
        return "expected-effect"
    return "no-verb" if context.verbless else None


def of_event(context: EnglishContext, event: int, right: int) -> Reason | None:
    """Whether anybody can say on a day that it happened: not of developing partnerships, building a culture."""
    verb = context.plain[event : event + _LONGEST].split(" ", 1)[0].lower()
    soft = verb in _SOFT_VERBS and _SOFT_THINGS.search(context.plain, event, right) is not None
    return "maybe-vague-event" if soft else None


def of_all(context: EnglishContext, left: int, right: int) -> Reason | None:
    """Whether what is said of all can be counted off: not that they have access, or are supported."""
    return "maybe-no-predicate" if _SOFT.search(context.plain, left, right) else None
