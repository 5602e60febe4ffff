"""Tables of a PDF, drawn with lines: their rows and cells, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarizer.documents.building import Cell
from summarizer.documents.pdf_lines import PrintedLine, lines_of
from summarizer.documents.pdf_paragraphs import glued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.pdf_chars import Char

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_SPARE = 3
"""Widths of a character that a line in a cell may leave free and yet go on: margins, a sign that begins no line."""
_FULL = 2
"""Widths of a character, less than which a line has no room for more words."""


@dataclass(slots=True)
class PrintedCell(Cell):
    """A cell of a page; ``full`` says whether its last line has no room for more, as one that goes on elsewhere."""

    full: bool = False

    def goes_on_with(self, rest: PrintedCell) -> None:
        """Take in what stands of this cell on the next page."""
        upper, lower = self.paragraphs, rest.paragraphs
        self.paragraphs = [*upper[:-1], glued(upper[-1].strip(), lower[0].strip()), *lower[1:]]
        self.rows += rest.rows - 1
        self.full = rest.full if any(lower) else self.full


@dataclass(slots=True)
class PrintedTable:
    """A table in the place of its lines; ``edges`` is where its columns begin and end, from the first of them.

    ``pages`` holds the page of each row; ``lines`` what a table of one row is, should nothing go on with it;
    ``doubtful`` the indices of rows that a page may have cut in two.
    """

    box: Box
    edges: tuple[int, ...]
    rows: list[list[PrintedCell]]
    pages: list[int]
    lines: list[PrintedLine]
    doubtful: set[int] = field(default_factory=set)

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


def _rows(places: list[list[Any]], chars: list[Char]) -> Iterator[list[PrintedCell]]:
    """The cells row by row; one that another reaches over has no place of its own."""
    lefts = sorted({round(cell[0]) for row in places for cell in row if cell})
    tops = sorted({round(cell[1]) for row in places for cell in row if cell})
    lines = {cell: lines_of([c for c in chars if within(c, cell)], 0) for row in places for cell in row if cell}
    margin = min((max(0.0, each.x0 - cell[0]) for cell, own in lines.items() for each in own), default=0.0)
    for row in places:
        line = []
        for cell in filter(None, row):
            columns = sum(round(cell[0]) <= left < round(cell[2]) - 1 for left in lefts)
            rows = sum(round(cell[1]) <= top < round(cell[3]) - 1 for top in tops)
            last = lines[cell][-1] if lines[cell] else None
            full = last is not None and cell[2] - cell[0] - 2 * margin - (last.x1 - last.x0) < _FULL * last.size
            line.append(PrintedCell(_paragraphs(cell, lines[cell]), max(1, columns), max(1, rows), full=full))
        yield line


def _paragraphs(box: Box, lines: list[PrintedLine]) -> list[str]:
    """The paragraphs of a cell: a line that had room for more ends one, else it broke where the cell is too narrow."""
    made: list[str] = []
    above: PrintedLine | None = None
    for line in lines:
        room = 0.0 if above is None else box[2] - box[0] - (above.x1 - above.x0)
        if above is None or room > line.first + _SPARE * above.size:
            made.append(line.text)
        else:
            made[-1] = glued(made[-1], line.text)
        above = line
    return made or [""]
