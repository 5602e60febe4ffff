"""What a formatted file says of its structure itself: lines marked as headings, tables and their cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.documents.normalising import replaced
from summarizer.structure.tables import PlanTable, Row, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.document import Document
    from summarizer.documents.parts import Span, Table
    from summarizer.languages import Language
    from summarizer.languages.records import Office
    from summarizer.languages.table_cues import TableCues

_LINE = re.compile(r"[^\n]+")
_WRITTEN = re.compile(r" *([^\n ](?:[^\n]*[^\n ])?)")
_MAX_LEVEL = 6
_MAX_BETWEEN = 40


def read_tables(document: Document, pack: Language) -> list[PlanTable]:
    """The document's tables that plan something, in its order."""
    view, year, cues = document.view, document.metadata.first_year, pack.tables
    found: list[PlanTable] = []
    for table in document.tables:
        made = read_table(view, table, year, cues)
        if made is None and found and _continues(view, found[-1], table, cues):
            made = read_table(view, replace(table, rows=(*found[-1].head, *table.rows)), year, cues)
        if made is not None:
            found.append(made)
    return found


def _continues(view: str, last: PlanTable, table: Table, cues: TableCues) -> bool:
    """Whether a table without heads of its own may have those of the one before: at most a title parts them."""
    between = view[last.end : table.start].split()
    width = len(table.rows[0]) if table.rows else 0
    titled = len(between) <= 1 and sum(map(len, between)) <= _MAX_BETWEEN
    return width == len(last.head[0]) and (titled or cues.CONTINUED.fullmatch(" ".join(between)) is not None)


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
    """The view, with a line end in place of what parts two cells."""
    return replaced(document.view, (gap for table in document.tables for gap in _gaps(table)))


def _gaps(table: Table) -> Iterator[tuple[int, int, str]]:
    """What stands between the cells of a table, and the line ends in its place, as many characters."""
    end = table.start
    for cell in sorted({cell for row in table.rows for cell in row if table.start <= cell.start}):
        if cell.start > end:
            yield end, cell.start, "\n".ljust(cell.start - end)
        end = max(end, cell.end)


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


class CellLine(NamedTuple):
    """A line of a cell that says what is to be done or achieved, with who and by when of its rows."""

    start: int
    end: int
    cell: Literal["work", "goal"]
    actors: tuple[Office, ...]
    due: Span | None


def work_lines(view: str, table: PlanTable, item: re.Pattern[str]) -> Iterator[CellLine | Span]:
    """The lines of a table's cells of work and goals, without their numbers (``item``), and its titles.

    A cell over several rows comes once, with all that they name; a goal has the term of its rows.
    """
    over: dict[Span, list[Row]] = {}
    for row in table.rows:
        for cell in _cells(row):
            over.setdefault(cell, []).append(row)
    seen: set[Span] = set()
    for row in table.rows:
        if row.title is not None:
            yield row.title
        terms = dict(row.steps)
        for cell in sorted(cell for cell in _cells(row) if cell not in seen):
            seen.add(cell)
            goal = cell in row.goals
            actors = () if goal else tuple(dict.fromkeys(name for each in over[cell] for name in each.actors))
            due = (
                terms[cell] if cell in terms else next((each.due for each in over[cell] if each.due is not None), None)
            )
            for line in _LINE.finditer(view, cell.start, cell.end):
                numbered = item.match(view, line.start(), line.end())
                start = numbered.end() if numbered else line.start()
                yield CellLine(start, line.end(), "goal" if goal else "work", actors, due)


def _cells(row: Row) -> tuple[Span, ...]:
    """The cells of a row that are read as text."""
    return (*(() if row.work is None else (row.work,)), *row.goals, *(cell for cell, _ in row.steps))
