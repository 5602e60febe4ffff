"""The words of a target: its quote (number, thing counted, verb where they adjoin) and what is counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import EnglishContext, Token
    from summarizer.languages.records import Mention

_LEFT_TRIM = verbose(
    r"""
    (?:\W|\b(?:and|or|the|to|that|which|a|an|of|for|we|will|shall|must|also|with|be|including|plus|while
    |as[ ]well[ ]as|by|in[ ]order)\b)+
    """,
    re.IGNORECASE,
)
_MODAL_BEFORE = verbose(
    r"""
    \b(?:will|shall|must|should|plans?[ ]to|intends?[ ]to|aims?[ ]to|commits?[ ]to
    |committed[ ]to)\b(?:[ ](?:also|then|further|continue[ ]to))*
    """,
    re.IGNORECASE,
)
# What stands between the thing that changes and its figure: will rise from 62% to, by, at
_CHANGE_TAIL = verbose(
    r"""
    [ ]*(?:(?:which[ ])?\b(?:will|shall|must)[ ](?:be[ ])?(?:\w+[ ]){0,3})?(?:from[ ][^,;]{1,40}?[ ])?
    (?:\b(?:to|by|at|of|is|be|are|exceed|reach)[ ]*(?:an?[ ])?(?:total[ ]of[ ]|average[ ]of[ ])?)?$
    """,
    re.IGNORECASE,
)
_LEAD = 20
_MAX_LEFT, _MAX_RIGHT = 110, 70
_HARD_STOP = re.compile(
    r"[,;:()—–]|\b(?:by|before|until|each year|every year|while|which|and|so that|compared)\b", re.IGNORECASE
)


class TargetWords(NamedTuple):
    """The quote's span in ``EnglishContext.plain``, and the indicator."""

    start: int
    end: int
    indicator: str


def segments(context: EnglishContext) -> list[int]:
    """Where the parts of a sentence begin that each have a verb or a thing of their own."""
    begins = [0]
    tokens, words = context.tokens, context.words
    for at, token in enumerate(tokens):
        if token.word in {",", ";", ":", "(", ")", "—", "–"}:
            if not any(date.start < token.start < date.end for date in context.all_dates):
                begins.append(token.end)
        elif token.word in {"and", "or", "then"} and at + 1 < len(tokens):
            following = tokens[at + 1].word
            if following in {"will", "shall"} or (
                following in words.verbs and (following not in words.noun_verbs or _acts(tokens, at + 1))
            ):
                begins.append(token.end)
    return begins


def _acts(tokens: list[Token], at: int) -> bool:
    """Whether a word that may be a noun has an object behind it: and open two, and publish the."""
    following = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if following == "to" and tokens[at].word in {"report", "return", "transfer", "transition", "move"}:
        return True
    return (
        following in {"the", "a", "an", "its", "our", "their", "all", "every", "each", "them", "it", "up", "out", "on"}
        or following[:1].isdigit()
    )


def segment_of(begins: list[int], at: int, length: int) -> tuple[int, int]:
    """The part around ``at``."""
    index = bisect_right(begins, at) - 1
    return begins[index], begins[index + 1] if index + 1 < len(begins) else length


def word(context: EnglishContext, mention: Mention, begins: list[int], bound: int, following: int) -> TargetWords:
    """The wording of ``mention``, between the one before it (``bound``) and the one after it (``following``)."""
    plain = context.plain
    left = max(segment_of(begins, mention.number_start, len(plain))[0], bound)
    for date in context.all_dates:
        if left <= date.start < left + _LEAD and date.end < mention.start and plain[date.end : date.end + 1] == ",":
            left = date.end + 1  # By 2027, increase …
    named = (
        mention.unit is not None
        and mention.unit[:1].isalpha()
        and mention.unit not in {"times", "percentage points", "pp"}
    )
    if named:
        for modal in _MODAL_BEFORE.finditer(plain, left, mention.start):
            left = modal.end()
    elif not plain[left : mention.start].strip(" ,"):
        left = max(bound, 0) if bound else 0
    left = max(left, mention.start - _MAX_LEFT)
    trim = _LEFT_TRIM.match(plain, left, mention.start)
    start = trim.end() if trim else left
    if plain[start - 1 : start].isalnum():
        start = plain.find(" ", start, mention.start) + 1 or mention.start
    stop = _HARD_STOP.search(plain, max(mention.end, mention.unit_end), min(following, mention.end + _MAX_RIGHT))
    end = stop.start() if stop else min(following, len(plain), mention.end + _MAX_RIGHT)
    end = mention.end + len(plain[mention.end : end].rstrip(" ,;:("))
    end = max(end, mention.end)
    before = _CHANGE_TAIL.sub("", plain[start : mention.start])
    after = plain[mention.number_end : end] if named else plain[mention.unit_end : end]
    after = (
        re.sub(r"^[\s%-]*(?:or (?:more|less|fewer|higher|lower)|of\b(?! them)|in\b(?= the number))?", "", after)
        if not named
        else after.lstrip("+- ")
    )
    indicator = " ".join(f"{before} {after}".split())
    return TargetWords(start, end, indicator or plain[start:end])
