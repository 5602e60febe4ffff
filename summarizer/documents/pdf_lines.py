"""The characters of a page as lines in reading order: columns one after the other, furniture of the page left out."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from summarizer.documents.pdf_chars import Char

_Known = TypeVar("_Known")
_GAP = 1.8
"""A gap of so many character widths parts two stretches of a line: two columns, or two entries."""
_BLANK = 0.45
"""A gap of so many character widths is a blank that was not written."""
_EDGE = 0.12
"""Running heads and feet stand in this share of the page's height, at its top and its bottom."""
_MIN_REPEATS = 3
ACROSS = -1
"""The column of a line that reaches over the gap between two."""
_MIN_ROWS = 4
_LEADERS = re.compile(r"\d{1,4}\s*(?:[.…·。﹒ ]{6}|[….·]{4})")
"""A line of a table of contents read from its end, which takes no longer for a long one: a page number, dots."""
_DIGITS = re.compile(r"\d+")


class PrintedLine(NamedTuple):
    """A line of a column: its text and box in points from the top left; ``column`` counts from 0, or is :data:`ACROSS`.

    ``size`` is that of its characters; ``hanging`` how far closing punctuation at its end reaches; ``first`` the
    width of what cannot be parted at its beginning.
    """

    text: str
    page: int
    column: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    hanging: float
    first: float
    height: float
    confidence: tuple[float, ...] = ()
    """Of each character of ``text``, where it was recognised in a picture; else empty."""
    causes: tuple[str, ...] = ()
    """Beside them, the code of why it is doubted, or nothing."""


def lines_of(chars: list[Char], page: int, *, height: float = 0.0, width: float | None = None) -> list[PrintedLine]:
    """The lines of a page in the order in which they are read; without a ``width`` there are no columns."""
    rows = [_segments(row) for row in _rows(chars)]
    rows = [row for row in rows if row]
    gutter = None if width is None else _gutter(rows, width)
    lines: list[PrintedLine] = []
    left: list[PrintedLine] = []
    right: list[PrintedLine] = []
    for row in rows:
        made = [_line(segment, page, height) for segment in row]
        if gutter is None or any(line.x0 < gutter < line.x1 for line in made):
            lines += [*left, *right]
            left, right = [], []
            whole = _line([char for segment in row for char in segment], page, height)
            lines.append(whole if gutter is None else whole._replace(column=ACROSS))
            continue
        left += [line for line in made if line.x1 <= gutter]
        right += [line._replace(column=1) for line in made if line.x0 >= gutter]
    return [line for line in (*lines, *left, *right) if line.text.strip()]


def _rows(chars: list[Char]) -> list[list[Char]]:
    """Characters that stand on one line, line by line from the top."""
    rows: list[list[Char]] = []
    middle = -1.0
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        at = (char["top"] + char["bottom"]) / 2
        if rows and at - middle <= 0.5 * max(char["size"], 4):
            rows[-1].append(char)
        else:
            rows.append([char])
            middle = at
    return [sorted(row, key=lambda c: c["x0"]) for row in rows]


def _segments(row: list[Char]) -> list[list[Char]]:
    """A row's characters parted at wide gaps, blanks at the ends left out."""
    segments: list[list[Char]] = []
    blank: Char | None = None
    for char in row:
        if not char["text"].strip():
            blank = char
            continue
        if segments and char["x0"] - segments[-1][-1]["x1"] <= _GAP * char["size"]:
            segments[-1] += [char] if blank is None else [blank, char]
        else:
            segments.append([char])
        blank = None
    return segments


def _gutter(rows: list[list[list[Char]]], width: float) -> float | None:
    """Where the gap between two columns is; None where the page has one column."""
    gaps = [
        (before[-1]["x1"], after[0]["x0"])
        for row in rows
        for before, after in pairwise(row)
        if before[-1]["x1"] > 0.25 * width and after[0]["x0"] < 0.75 * width
    ]
    if len(gaps) < _MIN_ROWS:
        return None
    # The point that most gaps share.
    best, votes = None, 0
    for at in {round(end) for _, end in gaps}:
        count = sum(start < at <= end + 0.5 for start, end in gaps)
        if count > votes:
            best, votes = at, count
    if best is None or votes < _MIN_ROWS:
        return None
    sharing = [(start, end) for start, end in gaps if start < best <= end + 0.5]
    at = (max(start for start, _ in sharing) + min(end for _, end in sharing)) / 2
    crossing = sum(any(s[0]["x0"] < at < s[-1]["x1"] for s in row) for row in rows)
    # Most lines of the left column reach the gutter, else these are entries and not columns.
    edge = max(start for start, _ in sharing)
    full = sum(start > edge - 0.08 * width for start, _ in sharing)
    return at if votes > crossing and full * 2 > len(sharing) else None


def _line(chars: list[Char], page: int, height: float) -> PrintedLine:
    size = median(char["size"] for char in chars)
    spread = _spread(chars, size)
    pieces: list[str] = []
    last: Char | None = None
    for char in chars:
        if last is not None and not char["text"].isspace():
            gap = char["x0"] - last["x1"]
            wide = _BLANK if not (is_wide(char["text"]) and is_wide(last["text"])) else 2 * _BLANK
            if gap > wide * size + spread:
                pieces.append(" ")
        pieces.append(char["text"])
        last = char
    text = re.sub(r"\s+", " ", "".join(pieces)).strip()
    inner = next((char["x1"] for char in reversed(chars) if char["text"] not in _CLOSING), chars[-1]["x1"])
    return PrintedLine(
        text=text,
        page=page,
        column=0,
        x0=chars[0]["x0"],
        x1=chars[-1]["x1"],
        top=min(char["top"] for char in chars),
        bottom=max(char["bottom"] for char in chars),
        size=size,
        hanging=chars[-1]["x1"] - inner,
        first=_first_width(chars),
        height=height,
        confidence=_each(text, chars, "confidence", (1.0, 0.0)) if "confidence" in chars[0] else (),
        causes=_each(text, chars, "why", ("", "")) if "why" in chars[0] else (),
    )


def _each(text: str, chars: list[Char], key: str, usual: tuple[_Known, _Known]) -> tuple[_Known, ...]:
    """What is known of each character of a line; ``usual`` is that of a blank, and of one of which nothing is."""
    known = iter([char[key] for char in chars if not char["text"].isspace()])
    return tuple([usual[0] if char.isspace() else next(known, usual[1]) for char in text])


def _spread(chars: list[Char], size: float) -> float:
    """By how much a justified line is stretched between its characters."""
    gaps = [b["x0"] - a["x1"] for a, b in pairwise(chars) if is_wide(a["text"]) and is_wide(b["text"])]
    return max(0.0, median(gaps)) if len(gaps) > 3 and median(gaps) < 2 * size else 0.0  # noqa: PLR2004


_CLOSING = frozenset("，。、；：！？”’）》】〕」』,.;:!?)%％…")
_OPENING = frozenset("“‘（《【〔「『(")
_QUOTES = frozenset("\"'")
_FIRST_WIDE = 0x2E80
"""From this code on characters are as wide as they are high."""


def is_wide(char: str) -> bool:
    """Whether a character is as wide as it is high."""
    return ord(char) >= _FIRST_WIDE


def _first_width(chars: list[Char]) -> float:
    """The width of what may not be parted at a line's beginning: a character with its punctuation, a Latin word."""
    text = [char["text"] for char in chars]
    end, last = 0, len(chars) - 1
    while end < last and (text[end] in _OPENING or text[end] in _QUOTES):
        end += 1
    while end < last:
        word = not is_wide(text[end]) and text[end].isalnum() and text[end + 1].isascii() and text[end + 1].isalnum()
        # A straight quotation mark parts from neither neighbour.
        if not (word or text[end + 1] in _CLOSING or text[end + 1] in _QUOTES or text[end] in _QUOTES):
            break
        end += 1
    return float(chars[end]["x1"] - chars[0]["x0"])


def without_running_lines(pages: list[list[PrintedLine]], page_number: re.Pattern[str]) -> list[list[PrintedLine]]:
    """The pages without page numbers, running heads and feet, and lines of a table of contents."""
    edges = [_edge_lines(lines) for lines in pages]
    # What stands at the same height at the edge of at least three pages.
    seen = Counter(key for lines in edges for key in set(map(_key, lines)))
    least = max(min(_MIN_REPEATS, max(2, len(pages))), len(pages) // 4)
    return [
        [
            line
            for line in lines
            if not (line in edge and (page_number.fullmatch(line.text) or seen[_key(line)] >= least))
            and not _LEADERS.match(line.text[::-1])
        ]
        for lines, edge in zip(pages, edges, strict=True)
    ]


def _edge_lines(lines: list[PrintedLine]) -> list[PrintedLine]:
    """The lines near the top and bottom of a page, at most three at either."""
    high = sorted((line for line in lines if line.bottom < _EDGE * line.height), key=lambda line: line.top)[:3]
    low = sorted((line for line in lines if line.top > (1 - _EDGE) * line.height), key=lambda line: -line.top)[:3]
    return [*high, *low]


def _key(line: PrintedLine) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.top / 6)
