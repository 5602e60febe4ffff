"""Where on a scanned page ruled tables stand: OCR reads their rows as lines, and what belongs together is lost."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

_SIDE = 1800
"""Pixels of the longer side of the picture in which rules are looked for."""
_SHORTEST = 2.5
"""Widths of a character; no stroke is so long, not even of those of a title."""
_LEAST = 8
"""Widths of a character; what is narrower is no table, but a box or a sign."""
_RULES = 5
"""So many rules, two of them upright or two level, make more than one cell."""


class Grid(NamedTuple):
    """The box of a ruled table, in pixels of the page set upright."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def grids_of(picture: Any, skew: float, size: float) -> list[Grid]:
    """The ruled tables of a page that is turned by ``skew``, clockwise in radians; of boxes with one cell none.

    ``size`` is the width of its characters, in pixels.
    """
    import cv2
    import numpy as np

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    scale = min(1.0, _SIDE / max(height, width))
    cos, sin = math.cos(skew) * scale, math.sin(skew) * scale
    shape = (max(1, round(width * scale)), max(1, round(height * scale)))
    upright = cv2.warpAffine(
        cv2.GaussianBlur(grey, (3, 3), 0), np.array([[cos, sin, 0.0], [-sin, cos, 0.0]]), shape, borderValue=255.0
    )
    dark = cv2.adaptiveThreshold(upright, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    dark = cv2.dilate(dark, np.ones((2, 2), np.uint8))
    length = max(8, round(_SHORTEST * size * scale))
    level = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upstanding = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.dilate(cv2.max(level, upstanding), np.ones((5, 5), np.uint8)), connectivity=8
    )
    crossing = [_rules(rules, labels, count) for rules in (level, upstanding)]
    found = []
    for label in range(1, count):
        rows, columns = crossing[0][label], crossing[1][label]
        if min(rows, columns) > 1 and rows + columns >= _RULES and stats[label][2] > _LEAST * size * scale:
            left, top, wide, high = (float(number) / scale for number in stats[label][:4])
            found.append(Grid(left, top, left + wide, top + high))
    return found


def _rules(rules: Any, labels: Any, count: int) -> list[int]:
    """How many rules of one direction each of the connected drawings holds."""
    import cv2
    import numpy as np

    number, each, _, _ = cv2.connectedComponentsWithStats(cv2.dilate(rules, np.ones((3, 3), np.uint8)), connectivity=8)
    inside = rules.astype(bool)
    pairs = np.unique(labels[inside].astype(np.int64) * number + each[inside])
    return [int(many) for many in np.bincount(pairs // number, minlength=count)]
