"""A worksheet that takes a row at a time: XlsxWriter's own, with a shorter way from a row of cells to its XML.

A hundred plans fill a quarter of a million cells, and XlsxWriter's general way to each of them (both notations of a
place, every type, a table that holds the row until the next one) takes more time than reading the plans. Cells are
spelled out here as ECMA-376 part 1, 18.3.1.4 has them, into the file that XlsxWriter's ``constant_memory`` keeps for
rows; styles, widths, filters, links and the package remain XlsxWriter's. A test holds the
two ways against each other. Texts are always escaped: XlsxWriter's own way takes ``<r>…</r>`` for markup of its own.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format

_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class RowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter comes without types
    """A worksheet of a workbook in constant memory, below its heading written a row at a time."""

    def write_cells(self, row: int, cells: Sequence[str], height: float | None = None) -> None:
        """Write row ``row`` (from zero) of :func:`text_cell` and :func:`number_cell`, ``height`` points high."""
        self._write_single_row(row)  # what XlsxWriter's own methods have written before
        size = "" if height is None else f' ht="{height:.16g}" customHeight="1"'
        self.fh.write(f'<row r="{row + 1}"{size}>{"".join(cells)}</row>')

    def link(self, row: int, col: int, sheet: str, to: int) -> None:
        """Let a cell lead to row ``to`` (from zero) of another sheet; the cell is written by itself."""
        self.hyperlinks[row][col] = _place(sheet, to)

    def reach(self, row: int, col: int) -> None:
        """Say that the sheet has so many rows and columns, from zero; XlsxWriter has not seen its cells."""
        self._check_dimensions(row, col)


def number_of(style: Format) -> int:
    """The number by which cells name a style."""
    return int(style._get_xf_index())  # noqa: SLF001 - XlsxWriter has no public name for it


def text_cell(row: int, col: int, style: int, text: str) -> str:
    """The XML of a cell of text; ``text`` has no control characters and no blanks at its ends."""
    return f'<c r="{_letters(col)}{row + 1}" s="{style}" t="inlineStr"><is><t>{_escaped(text)}</t></is></c>'


def number_cell(row: int, col: int, style: int, number: float) -> str:
    """The XML of a cell of a number, of fifteen digits as Excel has them."""
    return f'<c r="{_letters(col)}{row + 1}" s="{style}"><v>{number:.16G}</v></c>'


_letters = cache(xl_col_to_name)


@lru_cache(maxsize=1024)  # a goal is led to from all that serves it
def _place(sheet: str, row: int) -> Url:
    return Url(f"internal:'{sheet}'!A{row + 1}")


@lru_cache(maxsize=4096)  # names, goals and quotes stand in many cells
def _escaped(text: str) -> str:
    """``text`` for XML; what looks like one of Excel's own codes (``_x0041_``) is not taken for one."""
    return _CODE.sub("_x005F_", escape(text))
