"""Excel files of before 2007 (.xls, and .et of WPS), read by xlrd, which gives the formats of numbers too."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from summarizer.documents.number_formats import GENERAL, shown_number, shown_text
from summarizer.documents.sheets import MAX_CELLS, Sheet, SheetCell, Unread, built, visible
from summarizer.documents.workbook import number_format
from summarizer.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.documents.building import Builder

_PROTECTED = "encrypted"
_FIRST_OWN = 164
"""The first number of a format that the file itself defines."""


def read_old_workbook(data: bytes, name: str) -> Builder:
    """The text of an old Excel file. Raises :class:`DocumentError` for one that is broken or protected."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        if _PROTECTED in str(error):
            raise DocumentError("file-protected", name=name) from None
        raise DocumentError("workbook-damaged", name=name) from error
    unread = Unread()
    return built([*_sheets(book, unread)], unread)


def _sheets(book: Any, unread: Unread) -> Iterator[Sheet]:
    left = MAX_CELLS
    own = {key: found.format_str or GENERAL for key, found in book.format_map.items() if key >= _FIRST_OWN}
    fonts = book.font_list
    formats = [(number_format(xf.format_key, own), bool(fonts[xf.font_index].struck_out)) for xf in book.xf_list]
    for sheet in book.sheets():
        if sheet.visibility:
            unread["sheets-hidden"] += 1
            continue
        hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
        hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0}
        reach = {(top, first): (end - top, last - first) for top, end, first, last in sheet.merged_cells}
        cells: list[SheetCell] = []
        hidden: tuple[set[int], set[int]] = set(), set()
        cut = False
        for row in range(sheet.nrows):
            if cut := len(cells) >= left:
                break
            for column in range(sheet.row_len(row)):
                text = _shown(book, sheet.cell(row, column), formats, unread)
                if not text.strip():
                    continue
                rows, columns = reach.get((row, column), (1, 1))
                at = visible(row, column, rows, columns, hidden_rows=hidden_rows, hidden_columns=hidden_columns)
                if at:
                    cells.append(SheetCell(*at, text, row + rows - at[0], column + columns - at[1]))
                else:
                    hidden[0].update({row} & hidden_rows)
                    hidden[1].update({column} & hidden_columns)
        left -= len(cells)
        unread["rows-hidden"] += len(hidden[0])
        unread["columns-hidden"] += len(hidden[1])
        yield Sheet(sheet.name, sorted(cells), hidden_rows, cut)


def _shown(book: Any, cell: Any, formats: Sequence[tuple[str, bool]], unread: Unread) -> str:
    """What a cell shows."""
    import xlrd

    code, struck = formats[cell.xf_index] if cell.xf_index is not None else (GENERAL, False)
    if struck:
        return ""
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return shown_text(cell.value, code)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            shown = shown_number(cell.value, code, since_1904=bool(book.datemode))
            unread["formats-simplified"] += not shown.exact
            return shown.text.strip()
        case xlrd.XL_CELL_BOOLEAN:
            return str(bool(cell.value)).upper()
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#?"))
    return ""
