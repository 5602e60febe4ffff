"""How far a model leans to yes, read from the probabilities of the token that begins its answer.

A small model says yes to nearly anything, and is surer of it where it is right. So its word is not taken at
its face: its leaning is held against the middle of its leanings in questions with known answers.
"""

from __future__ import annotations

import re
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

TOP: Final = 20
"""How many alternatives to a token are asked for: the most that OpenAI and vLLM give."""
_VALUE: Final = re.compile(rb':\s*"')


def leaning(tokens: Sequence[Any] | None, words: tuple[str, str]) -> float | None:
    """How far the first of two ``words`` is ahead, as the value of a JSON object's only property.

    ``tokens`` are those of a chat completion's ``logprobs``. The lead is the logarithm of how many times likelier
    the one word is than the other; a word that is not among the alternatives counts as the least likely of them.
    None where the endpoint gave no probabilities, or none of these words.
    """
    before = b""
    for token in tokens or ():
        written = _bytes(token)
        start = _VALUE.search(before + written)
        if start is not None and start.end() < len(before) + len(written):
            return _lead(token, start.end() - len(before), words)
        before += written
    return None


def middle(yes: Collection[float], no: Collection[float]) -> float | None:
    """The middle between the leanings in questions to be answered by yes and by no; None without both."""
    return (fmean(yes) + fmean(no)) / 2 if yes and no else None


def _lead(token: Any, offset: int, words: tuple[str, str]) -> float | None:
    """The first word's lead among the alternatives to a token of which ``offset`` bytes stand before the value."""
    head = _bytes(token)[:offset]
    ranked = [(_bytes(one), float(one.logprob)) for one in token.top_logprobs or ()]
    rest = [(piece[offset:].rstrip(b'"'), likely) for piece, likely in ranked if piece.startswith(head)]
    found = [
        max((likely for piece, likely in rest if piece and word.encode().startswith(piece)), default=None)
        for word in words
    ]
    if found == [None, None]:
        return None
    least = min(likely for _, likely in ranked)
    yes, no = (least if likely is None else likely for likely in found)
    return yes - no


def _bytes(token: Any) -> bytes:
    """A token as bytes: half a character is no text."""
    return bytes(token.bytes) if token.bytes else str(token.token).encode()
