"""What a formatted file says of its structure itself: lines marked as headings, tables and their cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from summarizer.documents.normalising import replaced
from summarizer.structure.tables import PlanTable, Row, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.document import Document
    from summarizer.documents.parts import Span
    from summarizer.languages import Language

_LINE = re.compile(r"[^\n]+")
_WRITTEN = re.compile(r" *([^\n ](?:[^\n]*[^\n ])?)")
_TAB = re.compile("\t")
_MAX_LEVEL = 6


def read_tables(document: Document, pack: Language) -> list[PlanTable]:
    """The document's tables that plan something, in its order."""
    year = document.metadata.first_year
    found = (read_table(document.view, table, year, pack.tables) for table in document.tables)
    return [table for table in found if table is not None]


def in_table(document: Document, offset: int) -> bool:
    """Whether a line that begins at ``offset`` is one of a table's."""
    at = bisect_right(document.tables, offset, key=lambda table: table.start) - 1
    return at >= 0 and offset < document.tables[at].end


def is_entry(document: Document, start: int, end: int, pack: Language) -> bool:
    """Whether a line is a bare entry of a table (a name, a figure), which says nothing alone."""
    return (
        end - start < pack.tables.MIN_ENTRY
        and in_table(document, start)
        and not pack.headings.is_stopped(document.view[start:end])
        and pack.numbering.read_mark(document.view, start, end) is None
    )


def cells_parted(document: Document) -> str:
    """The view, with a line end in place of each tab that parts two cells."""
    tabs = (hit.span() for table in document.tables for hit in _TAB.finditer(document.text, table.start, table.end))
    return replaced(document.view, ((*tab, "\n") for tab in tabs))


def marked_titles(document: Document, pack: Language) -> dict[int, str]:
    """Where lines begin that the file marks as headings and that carry no number of their own, with their system.

    The title of the document is none of its headings, nor is a whole sentence, however it is marked.
    """
    view, cues = document.view, pack.headings
    found: dict[int, str] = {}
    lone = sum(level == 1 for _, level in document.headings) == 1
    for start, level in document.headings:
        line = _WRITTEN.match(view, start)
        if line is None or len(line[1]) > cues.MAX_TITLE or cues.is_stopped(line[1]) or cues.is_document_title(line[1]):
            continue
        title = lone and level == 1 and not view[:start].strip()
        if not title and pack.numbering.read_mark(view, *line.span(1)) is None:
            found[line.start(1)] = f"markdown{min(level, _MAX_LEVEL)}"
    return found


def work_lines(view: str, table: PlanTable, item: re.Pattern[str]) -> Iterator[tuple[Row, int, int]]:
    """The lines of a table's cells of work, without their numbers (``item``); a cell over several rows comes once."""
    seen: set[Span] = set()
    for row in table.rows:
        if row.work is None or row.work in seen:
            continue
        seen.add(row.work)
        for line in _LINE.finditer(view, row.work.start, row.work.end):
            numbered = item.match(view, line.start(), line.end())
            yield row, numbered.end() if numbered else line.start(), line.end()
