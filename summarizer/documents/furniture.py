"""Page furniture: what a web page or a printed page puts around a plan, as spans of the text.

Line by line, by the cues of :mod:`summarizer.documents.cues`. When in doubt a line is content: a line
that ends like a sentence or opens with a number of a heading is furniture only where it opens with the
words of a disclaimer. Every pattern is tried once a line, on short lines only: time is linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents import cues
from summarizer.documents.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 160
"""No line of furniture is longer, except disclaimers."""
_LONGEST_DISCLAIMER = 400
_SHORT = 60
"""A title in a list of links, a running head."""
_EDGE = 8
"""So many written lines at either end of a page may hold cues that mean something else in a plan."""
_OFTEN = 3
"""A running head stands beside at least so many page numbers."""


class Line(NamedTuple):
    """A written line without the blanks around it: ``text`` is ``plain[start:end]``, never empty."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """Its place in the document."""
        return Span(self.start, self.end)


def written_lines(plain: str) -> list[Line]:
    """The lines of ``plain`` that are not blank, in order."""
    lines: list[Line] = []
    position = 0
    for raw in plain.split("\n"):
        if text := raw.strip(" "):
            start = position + raw.index(text[0])
            lines.append(Line(start, start + len(text), text))
        position += len(raw) + 1
    return lines


def find_furniture(lines: Sequence[Line]) -> list[Span]:
    """The spans of ``lines`` that are furniture; some are parts of a line. Neither sorted nor disjoint."""
    spans: list[Span] = []
    numbers: list[int] = []
    last = _links_at_the_end(lines)
    for index, line in enumerate(lines[:last]):
        if len(line.text) > _LONGEST_DISCLAIMER:
            continue
        if is_furniture_line(line.text, edge=index < _EDGE or index >= len(lines) - _EDGE):
            spans.append(line.span)
            if cues.PAGE_NUMBER_LINE.fullmatch(line.text):
                numbers.append(index)
        else:
            spans += _parts(line)
    spans += _running_heads(lines[:last], numbers)
    spans += (line.span for line in lines[last:])
    return spans


def is_furniture_line(text: str, *, edge: bool) -> bool:
    """Whether a whole line (of the view, stripped) is furniture; ``edge`` where it stands near an end of the page."""
    if len(text) <= _LONGEST_DISCLAIMER and cues.DISCLAIMER.match(text):
        return True
    if len(text) > _LONGEST or text.endswith((";", ",")) or is_numbered(text):
        return False
    if text.endswith("。"):
        return len(text) <= _SHORT and cues.CLOSED_LINE.fullmatch(text[:-1]) is not None
    whole = (cues.TOOLBAR_LINE, cues.PAGE_LABEL_LINE, cues.ANYWHERE_LINE, cues.RELATED_LINE)
    if any(pattern.fullmatch(text) for pattern in whole) or is_spam(text):
        return True
    return edge and cues.EDGE_LINE.fullmatch(text) is not None


def is_content_sentence(text: str) -> bool:
    """Whether a line of the view holds a sentence: a full stop, or clauses parted by a comma."""
    return cues.SENTENCE.search(text) is not None


def is_numbered(text: str) -> bool:
    """Whether a line of the view opens with the number of a heading or item."""
    return cues.NUMBERED.match(text) is not None


def is_spam(text: str) -> bool:
    """Whether a line is search-engine spam: names of a site's download or log-in pages, parted by - _ or |."""
    if is_content_sentence(text):
        return False
    parts = [part for part in re.split(r"[-_|]", text) if part.strip()]
    return (
        len(parts) > 1
        and all(cues.SPAM_CUE.search(part) for part in parts)
        and len({cue.lower() for cue in cues.SPAM_CUE.findall(text)}) > 1
    )


def site_suffix(text: str) -> int | None:
    """Where in a line the name of a site begins that follows a page's title; None where there is none."""
    if len(text) > _LONGEST or is_content_sentence(text) or is_numbered(text):
        return None
    match = cues.SITE_SUFFIX.search(text)
    return match.start() if match and match.start() else None


def _parts(line: Line) -> Iterable[Span]:
    """Furniture inside a line of content: a page counter, the name of the site after the page's title."""
    if "页" in line.text:
        for match in cues.PAGE_COUNTER.finditer(line.text):
            yield Span(line.start + match.start(), line.start + match.end())
    at = site_suffix(line.text)
    if at:
        yield Span(line.start + at, line.end)


def _links_at_the_end(lines: Sequence[Line]) -> int:
    """The index from which on there are only links to other pages; the number of lines where there are none.

    Such an end opens with a heading like 相关文章 and holds only short, unpunctuated titles.
    """
    headings = [i for i, line in enumerate(lines) if len(line.text) <= _LONGEST and _heads_links(line.text)]
    if not headings:
        return len(lines)
    first = len(lines)
    while first > headings[0] and _is_link(lines[first - 1].text):
        first -= 1
    return next((index for index in headings if index >= first), len(lines))


def _heads_links(text: str) -> bool:
    return cues.RELATED_LINE.fullmatch(text) is not None and not is_numbered(text)


def _is_link(text: str) -> bool:
    if is_furniture_line(text, edge=True):
        return True
    return len(text) <= _SHORT and not is_content_sentence(text) and not cues.HAN_NUMBERED.match(text)


def _running_heads(lines: Sequence[Line], numbers: Sequence[int]) -> Iterable[Span]:
    """Lines that stand beside page numbers again and again: running heads and feet of a printed document."""
    beside = sorted({i for n in numbers for i in (n - 1, n + 1) if 0 <= i < len(lines) and _may_be_head(lines[i].text)})
    often = {text for text, times in Counter(lines[i].text for i in beside).items() if times >= _OFTEN}
    if not often:
        return
    first = {lines[i].text: i for i in range(len(lines) - 1, -1, -1) if lines[i].text in often}
    for index in beside:
        if lines[index].text in often and first[lines[index].text] != index:
            yield lines[index].span


def _may_be_head(text: str) -> bool:
    # A line like 责任单位:… may come back at the foot of every page and still be content.
    return len(text) <= _SHORT and ":" not in text and not is_content_sentence(text) and not is_numbered(text)
