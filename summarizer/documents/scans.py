"""Pages of which there is a picture only: recognised, set straight, and brought to the lines of a printed page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents import recognition
from summarizer.documents.bounds import MOST_RECOGNISED, USUAL
from summarizer.documents.pages import PrintedPage, listed
from summarizer.documents.pdf_lines import lines_of
from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.documents.building import Builder
    from summarizer.documents.recognition import Picture, Recognised

More = Callable[[int], float]
"""Asks for the time that so many pages take; gives the moment, of :func:`time.monotonic`, when it is over."""

MAX_SIDE = 3600
"""Pixels of the longer side of a page: A4 at 300 dots per inch has 3508."""
_POINTS = 595.0
"""The width of A4; no picture says how large its page is."""
_LEGIBLE = 0.7
"""A page of whose lines less could be read is named as missing."""
_SAME_SIZE = 0.18
"""Characters that differ less in size are measured differently, not set so."""
_EDGE_SHARE = 0.05
_MIN_LINES = 8
"""Lines of a page from which its margins are known."""
_MAX_SHIFT = 3.0
"""Character widths by which a page may lie beside the others on the glass."""


def unhurried(pages: int) -> float:
    """The time for a reader that nobody waits for."""
    return time.monotonic() + pages * USUAL.page_seconds


class _Scan(NamedTuple):
    number: int
    read: Recognised


def recognised(
    numbers: Sequence[int], picture: Callable[[int], Picture | None], builder: Builder, more: More
) -> list[PrintedPage]:
    """The pages ``numbers``, as far as they hold text, of their pictures; ``builder`` is told of what is not read.

    A page without a ``picture`` is missing.
    """
    late, missing, scans = list(numbers[MOST_RECOGNISED:]), list[int](), list[_Scan]()
    until = more(len(numbers) - len(late))
    for at, number in enumerate(numbers[:MOST_RECOGNISED]):
        try:
            shown = picture(number)
            if shown is None:
                missing.append(number)
            elif (read := recognition.recognise(shown, until)).chars or read.legible < _LEGIBLE:
                scans.append(_Scan(number, read))
            del shown
        except MemoryError:
            missing.append(number)
        except TimeoutError:
            late = [*numbers[at:MOST_RECOGNISED], *late]
            break
    missing += [scan.number for scan in scans if scan.read.legible < _LEGIBLE]
    if scans:
        builder.notices.append(Message("pages-recognised", {"pages": listed([scan.number for scan in scans])}))
    for code, pages in (
        ("pages-marked", [scan.number for scan in scans if scan.read.marked]),
        ("pages-tabled", [scan.number for scan in scans if scan.read.tabled]),
    ):
        if pages:
            builder.notices.append(Message(code, {"pages": listed(pages)}))
    for code, pages in (("pages-illegible", sorted(missing)), ("pages-too-many", late)):
        if pages:
            builder.missing(Message(code, {"pages": listed(pages)}))
    return list(_pages(scans))


def _pages(scans: Sequence[_Scan]) -> Iterator[PrintedPage]:
    """The lines of each page, in points, all pages as if they had lain in the same place."""
    scans = [scan for scan in scans if scan.read.chars]
    for scan in scans:
        _scale(scan.read)
    usual = median([char["size"] for scan in scans for char in scan.read.chars]) if scans else 0.0
    for scan in scans:
        for char in scan.read.chars:
            if abs(char["size"] - usual) < _SAME_SIZE * usual:
                char["size"] = usual
    edges = [_edges(scan.read) for scan in scans]
    known = [pair for pair in edges if pair]
    left, right = (median([pair[side] for pair in known]) for side in (0, 1)) if known else (0.0, 0.0)
    for scan, pair in zip(scans, edges, strict=True):
        if pair:
            # A page of nothing but indented lines, or of short ones, has one margin that is none.
            shift = min(left - pair[0], right - pair[1], key=abs)
            if abs(shift) < _MAX_SHIFT * usual:
                for char in scan.read.chars:
                    char["x0"] += shift
                    char["x1"] += shift
        scale = _points(scan.read)
        height, width = round(scan.read.height * scale), scan.read.width * scale
        yield PrintedPage(scan.number, lines_of(scan.read.chars, scan.number, height=height, width=width))


def _points(read: Recognised) -> float:
    """Points a pixel."""
    return _POINTS / max(1, min(read.width, read.height))


def _scale(read: Recognised) -> None:
    scale = _points(read)
    for char in read.chars:
        for key in ("x0", "x1", "top", "bottom", "size"):
            char[key] *= scale


def _edges(read: Recognised) -> tuple[float, float] | None:
    """Where a page's lines begin and end; None where it has few."""
    lines = lines_of(read.chars, 0)
    if len(lines) < _MIN_LINES:
        return None
    skipped = int(len(lines) * _EDGE_SHARE)
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 - line.hanging for line in lines)
    return lefts[skipped], rights[-1 - skipped]
