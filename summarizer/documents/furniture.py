"""Page furniture: what a web page or a printed page puts around a plan, as spans of the text.

Line by line, by the cues of the text's language. When in doubt a line is content: a line
that ends like a sentence or opens with a number of a heading is furniture only where it opens with the
words of a disclaimer. Every pattern is tried once a line, on short lines only: time is linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from summarizer.documents.parts import Span
from summarizer.languages.records import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.languages import FurnitureCues

_LINE = re.compile(r"[^\n ](?:[^\n]*[^\n ])?")
_EDGE = 8
"""So many written lines at either end of a page may hold cues that mean something else in a plan."""
_MIN_REPEATS = 3
"""A running head stands beside at least so many page numbers."""


def written_lines(plain: str) -> list[Line]:
    """The lines of ``plain`` that are not blank, in order."""
    return [Line(*line.span(), line[0]) for line in _LINE.finditer(plain)]


def find_furniture(lines: Sequence[Line], cues: FurnitureCues) -> list[Span]:
    """The spans of ``lines`` that are furniture; some are parts of a line. Neither sorted nor disjoint."""
    spans: list[Span] = []
    numbers: list[int] = []
    last = _links_at_the_end(lines, cues)
    for index, line in enumerate(lines[:last]):
        if len(line.text) > cues.MAX_DISCLAIMER:
            continue
        if cues.is_line(line.text, edge=index < _EDGE or index >= len(lines) - _EDGE):
            spans.append(Span(line.start, line.end))
            if cues.PAGE_NUMBER.fullmatch(line.text):
                numbers.append(index)
        else:
            spans += (Span(line.start + start, line.start + end) for start, end in cues.parts(line.text))
    spans += _running_heads(lines[:last], numbers, cues)
    spans += (Span(line.start, line.end) for line in lines[last:])
    return spans


def _links_at_the_end(lines: Sequence[Line], cues: FurnitureCues) -> int:
    """The index from which on there are only links to other pages; the number of lines where there are none.

    Such an end opens with a heading like *Related articles* and holds only short, unpunctuated titles.
    """
    headings = [index for index, line in enumerate(lines) if cues.heads_links(line.text)]
    if not headings:
        return len(lines)
    first = len(lines)
    while first > headings[0] and cues.is_link(lines[first - 1].text):
        first -= 1
    return next((index for index in headings if index >= first), len(lines))


def _running_heads(lines: Sequence[Line], numbers: Sequence[int], cues: FurnitureCues) -> Iterable[Span]:
    """Lines that stand beside page numbers again and again: running heads and feet of a printed document."""
    near = sorted({i for n in numbers for i in (n - 1, n + 1) if 0 <= i < len(lines)})
    beside = [i for i in near if _may_run(lines[i].text, cues)]
    often = {text for text, times in Counter(lines[i].text for i in beside).items() if times >= _MIN_REPEATS}
    if not often:
        return
    first = {lines[i].text: i for i in range(len(lines) - 1, -1, -1) if lines[i].text in often}
    for index in beside:
        if lines[index].text in often and first[lines[index].text] != index:
            yield Span(lines[index].start, lines[index].end)


def _may_run(text: str, cues: FurnitureCues) -> bool:
    """Whether a line beside a page number may be a running head, should it come again and again."""
    # A line with a colon (who is responsible) may come back at the foot of every page and still be content.
    return not (len(text) > cues.MAX_LINK or ":" in text or cues.SENTENCE.search(text) or cues.NUMBERED.match(text))
