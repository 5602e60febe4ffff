"""Lines put together to paragraphs: a line goes on where the one before it was full."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from statistics import median

from summarizer.documents.pdf_lines import ACROSS, PrintedLine

_INDENT = 1.2
"""A line that begins so many character widths inside the margin begins a paragraph."""
_SLACK = 0.35
"""Character widths by which what would have fitted may be measured wrong."""
_ENDED = re.compile(r"[。！？；：!?;:]$")
_WIDE = re.compile(r"[\u2e80-\uffef“”‘’…—]")
_DIGITS_JOINED = re.compile(r"\d[-–/.,]$")
_HYPHENATED = re.compile(r"[A-Za-z]{2}-$")
_LOW_PERCENTILE = 0.04


class Margins:
    """Where the lines of each column begin and end, measured over all pages; by page where pages differ in size."""

    def __init__(self, lines: Iterable[PrintedLine]) -> None:
        columns: dict[tuple[int, int], list[PrintedLine]] = defaultdict(list)
        self._leading: dict[int, list[float]] = defaultdict(list)
        ordered = list(lines)
        for line in ordered:
            columns[line.column, round(line.height)].append(line)
        self._edges = {key: _edges(members) for key, members in columns.items()}
        gaps = [
            below.top - above.top
            for above, below in pairwise(ordered)
            if above.page == below.page and above.column == below.column and below.top > above.top
        ]
        self.leading = median(gaps) if gaps else 0.0

    def of(self, line: PrintedLine) -> tuple[float, float]:
        """Left and right margin of the line's column."""
        return self._edges[line.column, round(line.height)]


def _edges(lines: list[PrintedLine]) -> tuple[float, float]:
    lefts = sorted(line.x0 for line in lines)
    # Punctuation may hang over the margin, so it does not make one.
    rights = sorted(line.x1 - line.hanging for line in lines)
    skipped = int(len(lines) * _LOW_PERCENTILE)
    return lefts[skipped], rights[-1 - skipped]


def paragraphs(
    lines: list[PrintedLine], margins: Margins, item: re.Pattern[str]
) -> Iterator[list[tuple[str, int | None]]]:
    """The paragraphs of ``lines``, each as ``(text, page)`` pieces, one a page that it reaches over.

    ``item`` is what a numbered line begins with.
    """
    made: list[tuple[str, int | None]] = []
    last: PrintedLine | None = None
    for line in lines:
        if last is not None and not _goes_on(last, line, margins, item):
            yield made
            made = []
        text = line.text
        if made:
            before, page = made.pop()
            whole = glued(before, text)
            if page == line.page:
                text = whole
            else:
                made.append((whole[: len(whole) - len(text)], page))
        made.append((text, line.page))
        last = line
    if made:
        yield made


def _goes_on(last: PrintedLine, line: PrintedLine, margins: Margins, item: re.Pattern[str]) -> bool:
    """Whether ``line`` is the rest of the paragraph that ``last`` belongs to."""
    if abs(last.size - line.size) > 0.15 * last.size or (last.column == ACROSS) != (line.column == ACROSS):
        return False
    same_column = last.page == line.page and last.column == line.column
    if same_column and line.top - last.top > 1.6 * margins.leading > 0:
        return False
    left, _ = margins.of(line)
    room = margins.of(last)[1] - last.x1
    if line.x0 - left > _INDENT * line.size:
        # A paragraph begins, unless a title in the middle of its lines goes on.
        open_end = room < line.size and not _ENDED.search(last.text)
        middle = _centred(line, margins) and not item.match(line.text)
        return middle and (open_end or _centred(last, margins))
    if room > line.first + _SLACK * line.size:
        return False  # the next word would have fitted: the line was ended on purpose
    return not (_ENDED.search(last.text) and item.match(line.text))


def _centred(line: PrintedLine, margins: Margins) -> bool:
    """A line of a title, which is set in the middle."""
    left, right = margins.of(line)
    before, after = line.x0 - left, right - line.x1
    return before > 2 * line.size and abs(before - after) < 1.5 * line.size


def glued(text: str, more: str) -> str:
    """Two lines as one: without a blank where Chinese stands on either side, with a word broken by a hyphen mended."""
    if not text or not more:
        return text + more
    if _WIDE.match(text[-1]) or _WIDE.match(more[0]):
        return text + more
    if _HYPHENATED.search(text) and more[0].islower():
        return text[:-1] + more
    if more[0].isdigit() and (text[-1].isdigit() or _DIGITS_JOINED.search(text)):
        return text + more  # a number or a date (2024-09-30) is not broken at a blank
    return f"{text} {more}"
