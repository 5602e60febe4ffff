"""Tables in plain text: lines of cells parted by tabs, as copying from Word, Excel or a web page leaves them."""

import re
from collections.abc import Iterator
from itertools import groupby

from summarizer.documents.parts import Span, Table

_MIN_COLUMNS, _MAX_COLUMNS, _MIN_ROWS, _MAX_HEAD = 3, 40, 3, 24


def tabbed_tables(text: str, head: re.Pattern[str]) -> tuple[Table, ...]:
    """The tables of ``text``, in order: at least three lines of as many cells, under short heads.

    ``head`` is found in one of the heads of a plan's table.

    Tabs elsewhere (an indent, one that aligns two words) make no table. Linear in the length of the text.
    """
    if "\t" not in text:
        return ()
    found = []
    for columns, run in groupby(_rows(text), key=len):
        rows = tuple(run)
        if _MIN_COLUMNS <= columns <= _MAX_COLUMNS and len(rows) >= _MIN_ROWS and _is_head(text, rows[0], head):
            found.append(Table(rows[0][0].start, rows[-1][-1].end, rows))
    return tuple(found)


def _rows(text: str) -> Iterator[tuple[Span, ...]]:
    """Every line as its cells; a line without a tab is one cell."""
    at = 0
    for line in text.split("\n"):
        cells = []
        for cell in line.split("\t"):
            cells.append(Span(at, at + len(cell)))
            at += len(cell) + 1
        yield tuple(cells)


def _is_head(text: str, row: tuple[Span, ...], head: re.Pattern[str]) -> bool:
    words = [text[cell.start : cell.end].strip() for cell in row]
    return all(word and len(word) <= _MAX_HEAD for word in words) and any(map(head.search, words))
