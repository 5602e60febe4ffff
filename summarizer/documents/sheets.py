"""Sheets of a workbook as text: tables as those of Word are, titles and notes around them as paragraphs.

A stretch of rows without an empty one between them is a table. Rows of a single cell before and after it are
paragraphs: a title, who filled it in, notes. A row is hidden from its reader, or it is in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents.building import Builder, Cell
from summarizer.languages import packs
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

MAX_CELLS = 100_000
"""Cells with something in them, of a whole workbook: a plan has a few thousand."""
_MAX_COLUMNS = 16_384
"""Excel has no more; what stands further right in a table of text has no name."""
_MAX_GRID = 400_000
"""Places of a sheet's grid, empty ones too."""
_PLAIN_NAME = re.compile(r"[^\W\d]\w*")


class SheetCell(NamedTuple):
    """A cell that shows something; rows and columns count from 0, and a merged cell reaches over several."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


class Sheet(NamedTuple):
    """What a reader sees of a sheet, in order of rows; ``name`` is empty where the file is one table, as CSV is."""

    name: str
    cells: Sequence[SheetCell]
    hidden: Collection[int] = ()
    """Rows that are not shown: they part nothing."""
    cut: bool = False
    """Whether more stands below, which is not read."""


class Unread(Counter[str]):
    """What of a workbook is left out, or not quite as its reader sees it, by the code of the notice that says so."""

    def notices(self) -> list[Message]:
        """A notice for each."""
        return [Message(code, {"count": count}) for code, count in self.items() if count]


def built(sheets: Sequence[Sheet], unread: Unread, encoding: str = "utf-8") -> Builder:
    """The text of all ``sheets`` that hold anything.

    The title over the first of several is the workbook's and stands over all; said again over others it is left out.
    """
    builder = Builder(encoding=encoding)
    shown = [sheet for sheet in sheets if sheet.cells or sheet.cut]
    whole = _title(shown[0]) if len(shown) > 1 else ""
    if whole:
        _paragraphs(shown[0].name, shown[0].cells[:1], builder)
    for sheet in shown:
        title = _title(sheet)
        if _is_named(sheet.name) and sheet.name not in title and (len(shown) > 1 or not title):
            builder.paragraph(sheet.name, heading=1)
        _add(sheet._replace(cells=sheet.cells[1:]) if title and title == whole else sheet, builder)
    builder.notices += unread.notices()
    return builder


def reference(sheet: str, row: int, column: int) -> str:
    """A cell as Excel's name box takes it: ``C5``, ``Tasks!C5``, ``'2025 plan'!C5``."""
    letters, left = "", column + 1
    while left:
        left, at = divmod(left - 1, 26)
        letters = chr(ord("A") + at) + letters
    own = f"{letters}{row + 1}"
    if not sheet:
        return own
    escaped = sheet.replace("'", "''")
    return f"{sheet}!{own}" if _PLAIN_NAME.fullmatch(sheet) else f"'{escaped}'!{own}"


def visible(
    row: int, column: int, rows: int, columns: int, *, hidden_rows: Collection[int], hidden_columns: Collection[int]
) -> tuple[int, int] | None:
    """The first place of a merged cell that is shown, None where none is."""
    at = next((each for each in range(row, row + rows) if each not in hidden_rows), None)
    over = next((each for each in range(column, column + columns) if each not in hidden_columns), None)
    return None if at is None or over is None else (at, over)


@cache
def _unnamed() -> re.Pattern[str]:
    names = "|".join(pack.word.SHEETS for pack in packs())
    return re.compile(rf"(?:{names})?[ _]?\d*", re.IGNORECASE)


def _is_named(name: str) -> bool:
    """Whether somebody has named a sheet: Sheet1 says nothing."""
    return _unnamed().fullmatch(name.strip()) is None


def _title(sheet: Sheet) -> str:
    """The line of its own that stands over all else on a sheet; empty where there is none."""
    top = [cell.text for cell in sheet.cells if cell.row == sheet.cells[0].row]
    return top[0].strip() if len(top) == 1 else ""


def _add(sheet: Sheet, builder: Builder) -> None:
    columns = sorted({cell.column for cell in sheet.cells if cell.column < _MAX_COLUMNS})
    rows = sorted({cell.row for cell in sheet.cells})
    last_row = rows[: max(1, _MAX_GRID // max(1, len(columns)))][-1:]
    cells = [cell for cell in sheet.cells if cell.row <= last_row[0] and cell.column < _MAX_COLUMNS]
    for block in _blocks(cells, sheet.hidden) if cells else ():
        _write(sheet.name, block, columns, builder)
    if sheet.cut or len(cells) < len(sheet.cells):
        last = cells[-1].row + 1 if cells else 0
        builder.missing(Message("sheet-cut-off", {"sheet": sheet.name, "row": last, "limit": MAX_CELLS}))


class _Block(NamedTuple):
    """Rows that belong together: their numbers, their own cells, how many each shows with those that reach down."""

    rows: list[int]
    own: dict[int, list[SheetCell]]
    shown: dict[int, int]


def _blocks(cells: Sequence[SheetCell], hidden: Collection[int]) -> Iterable[_Block]:
    """The stretches of rows without an empty one between them."""
    last = cells[-1].row
    begins: Counter[int] = Counter()
    own: dict[int, list[SheetCell]] = {}
    for cell in cells:
        own.setdefault(cell.row, []).append(cell)
        begins[cell.row] += 1
        begins[min(cell.row + cell.rows, last + 1)] -= 1
    edges = sorted(begins)
    counts = accumulate(begins[edge] for edge in edges)
    shown: dict[int, int] = {}
    for edge, following, count in zip(edges, [*edges[1:], last + 1], counts, strict=True):
        seen = [row for row in range(edge, following) if row not in hidden] if count else []
        shown |= dict.fromkeys(seen, count)
        gap = not count and any(row not in hidden for row in range(edge, following))
        if (gap or following > last) and shown:
            yield _Block([*shown], own, shown)
            shown = {}


def _write(name: str, block: _Block, columns: list[int], builder: Builder) -> None:
    """The lone cells before the table, the table, and those behind it."""
    rows, own, _ = block
    first = 0
    while first < len(rows) and _stands_alone(block, first):
        first += 1
    end = len(rows)
    while end > first and _stands_alone(block, end - 1, columns[:1]):
        end -= 1
    for row in rows[:first]:
        _paragraphs(name, own.get(row, ()), builder)
    if end > first:
        builder.table([*_grid(name, rows[first:end], own, columns)])
    for row in rows[end:]:
        _paragraphs(name, own.get(row, ()), builder)


def _stands_alone(block: _Block, at: int, columns: Sequence[int] = ()) -> bool:
    """Whether a row shows one cell, in one of ``columns`` where given, that reaches into no row that shows more."""
    rows, own, shown = block
    cells = own.get(rows[at], ())
    if columns and cells and cells[0].column not in columns:
        return False
    reach = bisect_left(rows, cells[0].row + cells[0].rows) if cells else at + 1
    return all(shown[row] == 1 for row in rows[at:reach])


def _paragraphs(name: str, cells: Sequence[SheetCell], builder: Builder) -> None:
    for cell in cells:
        builder.paragraph(cell.text, cell=reference(name, cell.row, cell.column))


def _grid(name: str, rows: list[int], own: dict[int, list[SheetCell]], columns: list[int]) -> Iterable[list[Cell]]:
    """The rows of a table: a cell for each place that no other reaches over."""
    hanging: dict[int, int] = {}  # column: how many rows from here on the cell above reaches over
    for at, row in enumerate(rows):
        cells = {cell.column: cell for cell in own.get(row, ())}
        line: list[Cell] = []
        column = 0
        while column < len(columns):
            if hanging.get(column, 0) > 0:
                column += 1
                continue
            cell = cells.get(columns[column])
            if cell is None:
                line.append(Cell([], name=reference(name, row, columns[column])))
                column += 1
                continue
            down = bisect_left(rows, cell.row + cell.rows) - at
            wide = max(1, bisect_left(columns, cell.column + cell.columns) - column)
            place = reference(name, cell.row, cell.column)
            line.append(Cell(cell.text.split("\n"), wide, max(1, down), place))
            if down > 1:
                hanging |= dict.fromkeys(range(column, column + wide), down)
            column += wide
        hanging = {each: left - 1 for each, left in hanging.items() if left > 1}
        yield line
