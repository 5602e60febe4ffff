"""What lies over the characters of a scanned line: seals, pens, stains, scratches; and which numbers they may change.

OCR is as sure of a digit that a seal has bent into another one as of any other: its own confidence says nothing here.
So the ink itself is looked at: its colour, whether it leaves the line, in how many pieces a number is, and whether
there is room for a character that was not read.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.documents.pdf_lines import is_wide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARGIN = 0.35
"""What is cut out above and below a line's box, by the box's height: ink that leaves the line is seen there."""
_COLOURED = 45
"""By how much, of 255, the channels of a pixel differ that is neither black, grey nor white on its paper."""
_PRINTED = 0.75
"""A line so much of whose ink is coloured is printed so, and not marked."""
_NEAR = 1.0
"""Widths of a character: what comes nearer may have taken one that stood there."""
_ENOUGH = 0.004
"""Of a square as wide as a character: less colour, or a smaller piece of ink, is a speck."""
_ROOM = 0.5
"""Widths of a character: between a digit and its neighbour so much is room for one more."""
_APART = 0.55
"""By so much further than usual, in widths of a character, do two middles stand apart between which one is lost."""
_WIDEST = 1.7
"""Widths of a character: digits that hang together over more are struck through or underlined."""
_CORE = 0.3
"""The part of the picture's height, to either side of its middle, in which a line's characters surely stand."""
_FIGURE = re.compile(r"[0-9][0-9.,]*(?<=[0-9])|[0-9]")
_WORN = 0.1
"""The share of a page's figures that are damaged where none of them is to be trusted."""
_SET_APART = frozenset("，。、；：！？”’“‘（）()《》【】,.;:!?~-—–…·")


class ShownLine(NamedTuple):
    """A line with the picture of it: rows of pixels, blue green red, with :data:`MARGIN` above and below."""

    picture: Any
    text: str
    middles: list[float]
    """Of each character of ``text``, in pixels of the picture from its left; of a blank the one before."""
    size: float
    """The width of a character that is as wide as it is high, in pixels."""


class Marked(NamedTuple):
    """What was found on a line."""

    touched: set[int]
    """The characters that something else touches, or beside which one may be missing."""
    figures: int = 0
    damaged: int = 0
    """In how many ways figures are in pieces, or leave room: what did so shows in no colour of its own."""


def worn(lines: Sequence[Marked]) -> bool:
    """Whether a page is scratched all over: a scratch may have made another digit of one that looks whole."""
    damaged = sum(line.damaged for line in lines)
    return damaged > 1 and damaged >= _WORN * sum(line.figures for line in lines)


def marked(line: ShownLine) -> Marked:
    """What lies over a line."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(line.picture, cv2.COLOR_BGR2GRAY)
    level, ink = cv2.threshold(cv2.GaussianBlur(grey, (3, 3), 0), 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if level <= 0 or not ink.any():
        return Marked(set())
    found = _near(line, _coloured(line.picture, ink), np)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height = ink.shape[0]
    core = (height * (0.5 - _CORE), height * (0.5 + _CORE))
    pieces = [
        _Piece(label, *map(float, (*stats[label][:4], centres[label][0])))
        for label in range(1, count)
        if stats[label][4] >= _ENOUGH * line.size**2
    ]
    leaving = [
        piece.label
        for piece in pieces
        if (piece.top <= 1 and piece.bottom > core[0] + _CORE * height / 2)
        or (piece.bottom >= height - 1 and piece.top < core[1] - _CORE * height / 2)
    ]
    found |= _near(line, np.isin(labels, leaving), np)
    inner = [piece for piece in pieces if piece.bottom > core[0] and piece.top < core[1]]
    broken = {at for match in _FIGURE.finditer(line.text) if _broken(line, match, inner) for at in range(*match.span())}
    room = _with_room(line, ink[round(core[0]) : round(core[1])].any(axis=0))
    return Marked(found | broken | room, len(_FIGURE.findall(line.text)), sum(map(bool, (broken, room))))


class _Piece(NamedTuple):
    label: int
    left: float
    top: float
    width: float
    height: float
    middle: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def right(self) -> float:
        return self.left + self.width


def _coloured(picture: Any, ink: Any) -> Any:
    """The pixels of a line in a colour that is not that of its paper, nor of its print."""
    import cv2
    import numpy as np

    paper = np.maximum(np.percentile(picture.reshape(-1, 3), 80, axis=0), 1.0)
    even = np.minimum(picture / paper * 255.0, 255.0)
    coloured = ((even.max(axis=2) - even.min(axis=2)) > _COLOURED).astype(np.uint8)
    coloured = cv2.morphologyEx(coloured, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    inked = int(ink.sum())
    return np.zeros_like(coloured) if int((coloured & ink).sum()) > _PRINTED * inked else coloured


def _near(line: ShownLine, mask: Any, np: Any) -> set[int]:
    """The characters that pixels come near."""
    columns = np.concatenate([[0], np.cumsum(mask.sum(axis=0))])
    last, least = len(columns) - 1, _ENOUGH * line.size**2
    found = set()
    for at, middle in enumerate(line.middles):
        reach = (_half(line.text[at]) + _NEAR / 2) * line.size
        left, right = (min(last, max(0, round(edge))) for edge in (middle - reach, middle + reach))
        if columns[right] - columns[left] > least:
            found.add(at)
    return found


def _broken(line: ShownLine, match: re.Match[str], pieces: Sequence[_Piece]) -> bool:
    """Whether a figure is in more pieces than it has characters, or hangs together as none does."""
    first, last, reach = line.middles[match.start()], line.middles[match.end() - 1], 0.3 * line.size
    # A sign of percent beside it is in three pieces of its own.
    left = max([first - reach, *((first + middle) / 2 for middle in line.middles[: match.start()][-1:])])
    right = min([last + reach, *((last + middle) / 2 for middle in line.middles[match.end() :][:1])])
    here = [piece for piece in pieces if left <= piece.middle <= right]
    wide = any(
        piece.width > _WIDEST * line.size for piece in pieces if min(piece.right, right) - max(piece.left, left) > 0
    )
    return wide or len(here) > match.end() - match.start()


def _with_room(line: ShownLine, inked: Any) -> set[int]:
    """The digits beside which there is room for a character that was not read."""
    import numpy as np

    found: set[int] = set()
    for before, after in pairwise(at for at, char in enumerate(line.text) if not char.isspace()):
        pair = (line.text[before], line.text[after])
        if not any(char.isdecimal() for char in pair) or any(char in _SET_APART for char in pair):
            continue
        left, right = line.middles[before], line.middles[after]
        usual = sum(map(_half, pair)) * line.size
        columns = np.flatnonzero(inked[max(0, round(left)) : max(0, round(right)) + 1])
        widest = max(np.diff(columns), default=0)
        if right - left > usual + _APART * line.size or widest > _ROOM * line.size:
            found |= {before, after}
    return found


def _half(char: str) -> float:
    """Half of a character's width, in widths of one that is as wide as it is high."""
    return 0.5 if is_wide(char) else 0.27


def middles(text: str, columns: Sequence[int], length: float, width: float) -> list[float]:
    """Where the characters of a line stand in a picture of it that is ``width`` wide."""
    known: Iterator[int] = iter(columns)
    found, last = [], 0.0
    for char in text:
        column = None if char.isspace() else next(known, None)
        last = last if column is None else (column + 0.5) / max(1.0, length) * width
        found.append(last)
    return found
