"""Tables of a PDF, drawn with lines, put together again where they go on over pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.documents.building import Cell
from summarizer.documents.normalising import view_of
from summarizer.documents.pdf_lines import PrintedLine, lines_of
from summarizer.documents.pdf_paragraphs import glued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.pdf_chars import Char
    from summarizer.languages import TableCues

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_SAME_PLACE = 4
"""Points by which the columns of a table may differ from page to page."""
_FIGURE = re.compile(r"[<>≥≤~]? ?(?:\d{4}[^\W\d])?\d[\d.,-]*[^\d]{0,3}")
"""What a row of its own has in a column of numbers or dates: a year may have its word behind it."""
_ENDED = re.compile(r"[。;!?]$")
_MIN_HEADS, _MAX_HEAD = 2, 12
_MAX_ROWS = 200
"""Rows before a page's end that are looked at, so that a long table costs no more than its length."""


class PrintedTable(NamedTuple):
    """A table in the place of its lines; ``edges`` is where its columns begin and end, from the first of them.

    ``pages`` holds the page of each row; ``lines`` what a table of one row is, should nothing go on with it.
    """

    box: Box
    edges: tuple[int, ...]
    rows: list[list[Cell]]
    pages: list[int]
    lines: list[PrintedLine]

    @property
    def top(self) -> float:
        """Orders it among the lines."""
        return self.box[1]


def within(char: Char, box: Box) -> bool:
    """Whether the middle of a character stands in a box."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def tables_of(page: Any, chars: list[Char]) -> Iterator[PrintedTable]:
    """Tables drawn with lines, of at least two columns; one of a single row only at the top or bottom of its page."""
    for found in page.find_tables({"vertical_strategy": "lines", "horizontal_strategy": "lines"}):
        rows = [row.cells for row in found.rows]
        if max(map(len, rows)) < 2 or (len(rows) < 2 and not _at_an_end(page, found.bbox, chars)):  # noqa: PLR2004
            continue
        inside = [char for char in chars if within(char, found.bbox)]
        ends = sorted({round(x) for row in rows for cell in row if cell for x in (cell[0], cell[2])})
        lines = lines_of(inside, page.page_number, height=float(page.height)) if len(rows) < 2 else []  # noqa: PLR2004
        made = list(_rows(rows, inside))
        edges = tuple(end - ends[0] for end in ends)
        yield PrintedTable(found.bbox, edges, made, [page.page_number] * len(made), lines)


def _at_an_end(page: Any, box: Box, chars: list[Char]) -> bool:
    """Whether nothing stands over a table, or nothing under it, but what stands at the edges of the page."""
    edge = 0.08 * float(page.height)
    body = [char for char in chars if char["text"].strip() and edge < char["top"] < float(page.height) - edge]
    return not (any(char["bottom"] <= box[1] for char in body) and any(char["top"] >= box[3] for char in body))


def _rows(places: list[list[Any]], chars: list[Char]) -> Iterator[list[Cell]]:
    """The cells row by row; one that another reaches over has no place of its own."""
    lefts = sorted({round(cell[0]) for row in places for cell in row if cell})
    tops = sorted({round(cell[1]) for row in places for cell in row if cell})
    for row in places:
        line = []
        for cell in filter(None, row):
            columns = sum(round(cell[0]) <= left < round(cell[2]) - 1 for left in lefts)
            rows = sum(round(cell[1]) <= top < round(cell[3]) - 1 for top in tops)
            text = ""
            for part in lines_of([char for char in chars if within(char, cell)], 0):
                text = glued(text, part.text)  # broken where the cell is too narrow
            line.append(Cell([text], max(1, columns), max(1, rows)))
        yield line


def joined(flow: list[PrintedLine | PrintedTable], cues: TableCues) -> list[PrintedLine | PrintedTable]:
    """Lines and tables of all pages, with tables that go on over pages as one; a lone row that is none as its lines."""
    made: list[PrintedLine | PrintedTable] = []
    for part in flow:
        if isinstance(part, PrintedTable):
            # A line like "Table 2, continued" between the two halves belongs to the page.
            at = len(made) - 1
            while at >= 0 and isinstance(line := made[at], PrintedLine) and cues.CONTINUED.fullmatch(_view(line.text)):
                at -= 1
            above = made[at] if at >= 0 else None
            if isinstance(above, PrintedTable) and _goes_on(above, part, cues):
                del made[at + 1 :]
                _append(above, part)
                continue
        made.append(part)
    return [
        each
        for part in made
        for each in (part.lines if isinstance(part, PrintedTable) and len(part.rows) == 1 else [part])
    ]


def _goes_on(above: PrintedTable, table: PrintedTable, cues: TableCues) -> bool:
    """Whether a table at the top of a page is the rest of the one at the foot of the page before."""
    if table.pages[0] != above.pages[-1] + 1 or len(table.edges) != len(above.edges):
        return False
    if any(abs(a - b) > _SAME_PLACE for a, b in zip(above.edges, table.edges, strict=True)):
        return False
    return _repeated(above, table) > 0 or not _is_head(table.rows[0], cues)


def _is_head(row: list[Cell], cues: TableCues) -> bool:
    words = [_view(_text(cell)) for cell in row]
    kinds = (cues.ACTORS.search, cues.DUE.search, cues.ORDINAL.fullmatch, cues.UNIT.fullmatch, cues.YEAR_WORDS.match)
    known = sum(any(kind(word) for kind in kinds) for word in words)
    return known >= _MIN_HEADS and all(len(word) <= _MAX_HEAD for word in words)


def _repeated(above: PrintedTable, table: PrintedTable) -> int:
    """How many rows at the top of a page say again what the table began with."""
    count = 0
    for first, again in zip(above.rows, table.rows, strict=False):
        if [_text(cell) for cell in first] != [_text(cell) for cell in again]:
            break
        count += 1
    return count


def _append(above: PrintedTable, table: PrintedTable) -> None:
    """Add the rows of the next page; a row that the page cut in two is one again."""
    again = _repeated(above, table)
    rows, pages = table.rows[again:], table.pages[again:]
    if not rows:
        return
    known = _columns(above.rows[-_MAX_ROWS:])
    last, following = known[-1], _columns(rows[:1])[0]
    if last.keys() == following.keys():
        hanging = [at for at, cell in following.items() if not _text(cell) and last[at].rows > 1]
        own = [at for at in last if at not in hanging]
        if _is_cut(known[1:], {at: last[at] for at in own}, {at: following[at] for at in own}):
            for at, cell in following.items():
                last[at].paragraphs = [glued(_text(last[at]), _text(cell))]
                last[at].rows += cell.rows - 1
            rows, pages = rows[1:], pages[1:]
            hanging = []
        for at in hanging:  # a cell over several rows reaches over the page
            last[at].rows += following[at].rows
            rows[0] = [cell for cell in rows[0] if cell is not following[at]]
    above.rows.extend(rows)
    above.pages.extend(pages)


def _columns(rows: list[list[Cell]]) -> list[dict[int, Cell]]:
    """The cells of each row by the column in which they begin, with those that reach down into it."""
    made: list[dict[int, Cell]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        line = {at: cell for at, (cell, _) in hanging.items()}
        taken = {at + more for at, cell in line.items() for more in range(cell.columns)}
        hanging = {at: (cell, left - 1) for at, (cell, left) in hanging.items() if left > 1}
        at = 0
        for cell in row:
            while at in taken:
                at += 1
            line[at] = cell
            if cell.rows > 1:
                hanging[at] = (cell, cell.rows - 1)
            at += cell.columns
        made.append(line)
    return made


def _is_cut(rows: list[dict[int, Cell]], last: dict[int, Cell], following: dict[int, Cell]) -> bool:
    """Whether a page's first row is the rest of the last one of the page before: what a row has once stands once.

    ``rows`` are those of the pages before, ``last`` among them, by columns.
    """
    both = [at for at in last if _text(last[at]) and _text(following[at])]
    once = [at for at in last if bool(_text(last[at])) != bool(_text(following[at]))]
    if not once:
        return False
    whole = rows[:-1] or rows
    counted = [at for at in last if all(at in row and _FIGURE.fullmatch(_view(_text(row[at]))) for row in whole)]
    if any(at in counted for at in both):
        return False
    if any(at in counted for at in once):
        return True
    open_end = not any(_ENDED.search(_view(_text(last[at]))) for at in both)
    return len(once) > len(both) or (len(once) == len(both) and open_end)


def _text(cell: Cell) -> str:
    return "".join(cell.paragraphs).strip()


def _view(text: str) -> str:
    return "".join(view_of(text).split())
