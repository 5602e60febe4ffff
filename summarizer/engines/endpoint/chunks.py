"""Chunks: whole sentences under their heading path, within a token budget, ready for an engine."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.documents.document import Document
    from summarizer.structure.outline import Outline, Sentence

_HAN = re.compile(r"[\u4e00-\u9fff]")
_TOKENS_PER_HAN = 0.75
_TOKENS_PER_OTHER = 0.45

Count = Callable[[int, int], int]
"""Tokens of the document's text from a start to an end, in characters; it never falls as the span grows."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the document for one engine call.

    ``path`` holds the titles of the headings over its first sentence, outermost first; ``tokens`` is
    the sum over its sentences by the counter that cut it.
    """

    index: int
    start: int
    end: int
    path: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    tokens: int


def estimate_tokens(text: str) -> int:
    """A rough count for any model's tokenizer: about three tokens to four Han characters."""
    han = len(_HAN.findall(text))
    return round(han * _TOKENS_PER_HAN + (len(text) - han) * _TOKENS_PER_OTHER) + 1


def chunk(document: Document, outline: Outline, budget: int, count: Count | None = None) -> list[Chunk]:
    """Cut the outline's sentences into chunks of at most ``budget`` tokens, in document order.

    ``count`` counts them, by default :func:`estimate_tokens`. A sentence is never cut, save one that alone
    passes the budget: it is cut at ，, then at 、, else by length, and its parts are numbered from 1. A
    first-level heading opens a new chunk where the current one is at least half full, so that a chunk seldom
    straddles two sections. Only a single character can pass a budget that is smaller than its own tokens.
    """
    count = count or (lambda start, end: estimate_tokens(document.text[start:end]))
    groups: list[list[Sentence]] = []
    sizes: list[int] = []
    top: int | None = None
    for sentence, size in _fitting(document, outline, budget, count):
        section = next(iter(outline.path(sentence.heading)), None)
        if not groups or sizes[-1] + size > budget or (section != top and sizes[-1] * 2 >= budget):
            groups.append([])
            sizes.append(0)
        groups[-1].append(sentence)
        sizes[-1] += size
        top = section
    return [
        Chunk(index, held[0].start, held[-1].stop, titles(document, outline, held[0].heading), tuple(held), tokens)
        for index, (held, tokens) in enumerate(zip(groups, sizes, strict=True))
    ]


def titles(document: Document, outline: Outline, heading: int | None) -> tuple[str, ...]:
    """The titles of a heading and of those over it, outermost first."""
    over = (outline.headings[index] for index in outline.path(heading))
    return tuple(document.text[one.start : one.end] for one in over)


def _fitting(document: Document, outline: Outline, budget: int, count: Count) -> Iterator[tuple[Sentence, int]]:
    """Sentences and parts of sentences with their tokens, each within the budget."""
    for sentence in outline.sentences:
        whole = count(sentence.start, sentence.end) <= budget
        for part in [sentence] if whole else _parts(document, sentence, budget, count):
            yield part, count(part.start, part.end)


def _parts(document: Document, sentence: Sentence, budget: int, count: Count) -> Iterator[Sentence]:
    """Parts of an overlong sentence; together they tile it, and each is within the budget."""
    view = document.view
    start, part = sentence.start, 1
    while start < sentence.end:
        stop = _farthest(start, sentence.end, budget, count)
        if stop < sentence.end:
            for mark in (",", "、", " "):
                at = view.rfind(mark, start + (stop - start) // 2, stop)
                if at > start:
                    stop = at + 1
                    break
        last = stop >= sentence.end
        yield sentence._replace(
            start=start,
            end=stop,
            stop=sentence.stop if last else stop,
            part=part,
            tags=sentence.tags if last else (),
        )
        start, part = stop, part + 1


def _farthest(start: int, end: int, budget: int, count: Count) -> int:
    """The farthest stop within the budget, at least one character on; looked for no farther than is worth it."""
    reach = max(1, budget)
    while start + reach < end and count(start, start + reach) <= budget:
        reach *= 2
    stops = range(start + 2, min(end, start + reach) + 1)
    return start + 1 + bisect_right(stops, budget, key=lambda stop: count(start, stop))
