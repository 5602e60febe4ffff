"""Chunks: whole sentences under their heading path, within a token budget, ready for an engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.document import Document
    from summarizer.structure.outline import Outline, Sentence

_HAN = re.compile(r"[一-鿿]")
_TOKENS_PER_HAN = 0.75
_TOKENS_PER_OTHER = 0.45


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the document for one engine call.

    ``path`` holds the titles of the headings over its first sentence, outermost first; ``tokens`` is an estimate.
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


def chunk(document: Document, outline: Outline, budget: int) -> list[Chunk]:
    """Cut the outline's sentences into chunks of at most ``budget`` tokens, in document order.

    A sentence is never cut, save one that alone passes the budget: it is cut at ，, then at 、, else by
    length, and its parts are numbered from 1. A first-level heading opens a new chunk where the current
    one is at least half full, so that a chunk seldom straddles two sections. Linear in the text.
    """
    chunks: list[Chunk] = []
    held: list[Sentence] = []
    tokens = 0
    top: int | None = None
    for sentence in _fitting(document, outline, budget):
        size = estimate_tokens(document.text[sentence.start : sentence.end])
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


def _fitting(document: Document, outline: Outline, budget: int) -> Iterator[Sentence]:
    for sentence in outline.sentences:
        # Only a long run can pass the budget; counting every sentence twice would cost for nothing.
        if (
            sentence.end - sentence.start <= budget
            or estimate_tokens(document.text[sentence.start : sentence.end]) <= budget
        ):
            yield sentence
        else:
            yield from _parts(document, sentence, budget)


def _parts(document: Document, sentence: Sentence, budget: int) -> Iterator[Sentence]:
    """Parts of an overlong sentence; together they tile it, none passes the budget by the estimate."""
    longest = max(8, int(budget / _TOKENS_PER_HAN) - 2)
    view = document.view
    start, part = sentence.start, 1
    while start < sentence.end:
        stop = min(sentence.end, start + longest)
        if stop < sentence.end:
            for mark in (",", "、", " "):
                at = view.rfind(mark, start + longest // 2, stop)
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
