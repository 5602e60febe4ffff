"""A text cut where any item begins or ends, so that items which overlap can all be marked in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple


class KeyedSpan(NamedTuple):
    """A stretch of a text, in code points, half open, and the key of what stands there."""

    start: int
    end: int
    key: str


class Piece(NamedTuple):
    """A run of characters under the same items; ``keys`` are theirs, the shortest span's first."""

    text: str
    keys: tuple[str, ...]


def cut(text: str, spans: Iterable[KeyedSpan]) -> Iterator[list[Piece]]:
    """The lines of ``text``, each in pieces that together are the line, without its line feed.

    Spans may overlap, nest and run over lines. What lies outside the text is left out.
    """
    begins: defaultdict[int, list[KeyedSpan]] = defaultdict(list)
    ends: defaultdict[int, list[KeyedSpan]] = defaultdict(list)
    for span in spans:
        start, end = max(span.start, 0), min(span.end, len(text))
        if start < end:
            begins[start].append(span)
            ends[end].append(span)
    feeds = {index for index, char in enumerate(text) if char == "\n"}
    borders = sorted({0, len(text), *begins, *ends, *feeds, *(feed + 1 for feed in feeds)})
    over: list[KeyedSpan] = []
    line: list[Piece] = []
    for left, right in pairwise(borders):
        if left in ends:
            over = [span for span in over if span not in ends[left]]
        if left in begins:
            # The innermost first; of two with the same place the one that comes first in `spans`.
            over = sorted([*over, *begins[left]], key=lambda span: span.end - span.start)
        if left in feeds:
            yield line
            line = []
        else:
            line.append(Piece(text[left:right], tuple(span.key for span in over)))
    yield line
