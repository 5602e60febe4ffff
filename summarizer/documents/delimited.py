"""Tables kept as text: cells parted by commas, tabs or semicolons, in any encoding that is read."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath
from typing import TYPE_CHECKING

from summarizer.documents.decoding import decode
from summarizer.documents.sheets import MAX_CELLS, Sheet, SheetCell, Unread, built

if TYPE_CHECKING:
    from summarizer.documents.building import Builder

_SIGNS = ",\t;|"
_MAX_FIELD = 1 << 24
_SAMPLE = 1 << 16
_ROWS = 50
"""Rows that are looked at to know what parts the cells."""
_TABS = frozenset({".tsv", ".tab"})


def read_delimited(data: bytes, name: str) -> Builder:
    """The text of a CSV or TSV file; raises as :func:`~summarizer.documents.decoding.decode` does."""
    decoded = decode(data, name)
    csv.field_size_limit(_MAX_FIELD)
    sign = "\t" if PurePath(name).suffix.lower() in _TABS else _sign(decoded.text[:_SAMPLE])
    cells: list[SheetCell] = []
    cut = False
    for number, row in enumerate(csv.reader(io.StringIO(decoded.text, newline=""), delimiter=sign)):
        own = [SheetCell(number, column, text) for column, text in enumerate(row) if text.strip()]
        room = MAX_CELLS - len(cells)
        cells += own[:room]
        if cut := len(own) > room:
            break
    builder = built([Sheet("", cells, cut=cut)], Unread(), decoded.encoding)
    builder.notices[:0] = decoded.notices
    return builder


def _sign(sample: str) -> str:
    """What parts the cells: the sign by which most rows have as many cells as the widest, the first of several."""
    counted: dict[str, tuple[int, int]] = {}
    for sign in _SIGNS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=sign)
        widths = [len(row) for _, row in zip(range(_ROWS), reader, strict=False) if row]
        widest = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width), default=1)
        counted[sign] = widths.count(widest) if widest > 1 else 0, widest
    return max(_SIGNS, key=counted.__getitem__)
