"""Chunks: whole sentences under their heading path, within a token budget, ready for an engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    def estimated(start: int, end: int) -> int:
        return estimate_tokens(document.text[start:end])

    chunks: list[Chunk] = []
    held: list[Sentence] = []
    tokens = 0
    top: int | None = None
    for sentence, size in _fitting(document, outline, budget, count or estimated):
        path = outline.path(sentence.heading)
        section = path[0] if path else None
        if held and (tokens + size > budget or (section != top and tokens * 2 >= budget)):
            chunks.append(_closed(len(chunks), document, outline, held, tokens))
            held, tokens = [], 0
        held.append(sentence)
        tokens += size
        top = section
    if held:
        chunks.append(_closed(len(chunks), document, outline, held, tokens))
    return chunks


def _closed(index: int, document: Document, outline: Outline, held: list[Sentence], tokens: int) -> Chunk:
    over = (outline.headings[i] for i in outline.path(held[0].heading))
    titles = tuple(document.text[heading.start : heading.end] for heading in over)
    return Chunk(index, held[0].start, held[-1].stop, titles, tuple(held), tokens)


def _fitting(document: Document, outline: Outline, budget: int, count: Count) -> Iterator[tuple[Sentence, int]]:
    """Sentences and parts of sentences with their tokens, each within the budget."""
    for sentence in outline.sentences:
        size = count(sentence.start, sentence.end)
        if size <= budget:
            yield sentence, size
        else:
            for part in _parts(document, sentence, budget, count):
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
        yield replace(
            sentence,
            start=start,
            end=stop,
            stop=sentence.stop if last else stop,
            part=part,
            tags=sentence.tags if last else (),
        )
        start, part = stop, part + 1


def _farthest(start: int, end: int, budget: int, count: Count) -> int:
    """The farthest stop within the budget, at least one character on; found by doubling, then halving the step."""
    good, step = start + 1, max(1, budget)
    while good < end and count(start, bad := min(end, good + step)) <= budget:
        good, step = bad, step * 2
    while step > 1:
        step = (step + 1) // 2
        if good + step <= end and count(start, good + step) <= budget:
            good += step
    return good
