"""What a formatted file says of its structure itself: lines marked as headings, tables and their cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from summarizer.structure.headings import DOCUMENT_TITLE, LONGEST_TITLE
from summarizer.structure.numbering import read_mark
from summarizer.structure.tables import PlanTable, Row, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.document import Document, Span

_STOP = re.compile(r"[。;!?]")
_SHORTEST_CELL = 8
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\s]+")
_ITEM = re.compile(
    r" *(?:\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳]|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、) *"
)


def read_tables(document: Document) -> list[PlanTable]:
    """The document's tables that plan something, in its order."""
    period = document.metadata.period
    year = int(period[:4]) if period and period[:4].isdigit() else None
    found = (read_table(document.view, table, year) for table in document.tables)
    return [table for table in found if table is not None]


def in_table(document: Document, offset: int) -> bool:
    """Whether a line that begins at ``offset`` is one of a table's."""
    at = bisect_right(document.tables, offset, key=lambda table: table.start) - 1
    return at >= 0 and offset < document.tables[at].end


def is_entry(document: Document, start: int, end: int) -> bool:
    """Whether a line is a bare entry of a table (a name, a figure), which says nothing alone."""
    bare = end - start < _SHORTEST_CELL and _STOP.search(document.view, start, end) is None
    return bare and in_table(document, start) and read_mark(document.view, start, end) is None


def cells_parted(document: Document) -> str:
    """The view, with a line end in place of each tab that parts two cells."""
    if not document.tables:
        return document.view
    pieces: list[str] = []
    last = 0
    for table in document.tables:
        pieces.append(document.view[last : table.start])
        cells = document.text[table.start : table.end]
        parted = document.view[table.start : table.end]
        pieces.append("".join("\n" if char == "\t" else seen for char, seen in zip(cells, parted, strict=True)))
        last = table.end
    return "".join((*pieces, document.view[last:]))


def marked_titles(document: Document) -> dict[int, int]:
    """Where lines begin that the file marks as headings and that carry no number of their own, with their level.

    The title of the document is none of its headings, nor is a whole sentence, however it is marked.
    """
    view = document.view
    found: dict[int, int] = {}
    lone = sum(level == 1 for _, level in document.headings) == 1
    for start, level in document.headings:
        line = _LINE.match(view, start)
        text = line[0].strip() if line else ""
        begin = start + (len(line[0]) - len(line[0].lstrip()) if line else 0)
        if not text or len(text) > LONGEST_TITLE or _STOP.search(text) or DOCUMENT_TITLE.fullmatch(text):
            continue
        title = lone and level == 1 and not view[:start].strip()
        if not title and read_mark(view, begin, begin + len(text)) is None:
            found[begin] = min(level, 6)
    return found


def work_lines(view: str, table: PlanTable) -> Iterator[tuple[Row, int, int]]:
    """The lines of a table's cells of work, without their numbers; a cell over several rows comes once."""
    seen: set[Span] = set()
    for row in table.rows:
        if row.work is None or row.work in seen:
            continue
        seen.add(row.work)
        for line in _LINE.finditer(view, row.work.start, row.work.end):
            numbered = _ITEM.match(view, line.start(), line.end())
            yield row, numbered.end() if numbered else line.start(), line.end()


def names_apart(view: str, cell: Span) -> list[tuple[int, int]]:
    """The stretches of a cell that blanks or line ends part: each names somebody."""
    return [found.span() for found in _WORD.finditer(view, cell.start, cell.end)]
