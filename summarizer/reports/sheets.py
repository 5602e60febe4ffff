"""One sheet of an Excel workbook: a frozen heading with filters, typed cells, widths that fit Chinese.

Nothing that a document says can act here: every text is written as a string, never as a formula or a link, and one
that begins like a formula also carries Excel's own mark for text, so that editing the cell does not wake it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name

from summarizer.errors import SummarizerError
from summarizer.reports.looks import LOOKS
from summarizer.reports.wording import clean, plain
from summarizer.reports.worksheet import RowSheet, number_cell, number_of, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

LAST_ROW = 1_048_575
"""The last row that Excel has, counted from zero."""
_MAX_LINKS = 65_530
_MAX_UNITS = 32_767
_EXACT = 10**15
"""Excel keeps fifteen digits of a number; a longer one is written as text."""
_DAY_ZERO = date(1899, 12, 30)
"""What Excel counts days from, for days after February 1900."""
_LINE = 15.0
"""Points of a line of text."""
_MAX_HEIGHT = 409.0
_WORD = 10
"""A heading up to this width is not put on two lines."""
_ROOM = 3
"""Half-width characters that the filter's arrow and the margins of a cell take."""
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


class Link(NamedTuple):
    """A cell that leads to a cell of the same workbook; ``row`` counts from zero."""

    text: str
    sheet: str
    row: int


Cell = str | int | float | date | Link | None


class Column(NamedTuple):
    """A column: the key of its cells, its widest width in half-width characters, its heading.

    One that is ``spare`` is hidden where it has stayed empty. ``left``: its whole numbers stand on the left. ``least``
    is the width of one that is ``open`` for people to write in.
    """

    key: str
    most: int = 12
    spare: bool = False
    left: bool = False
    head: str = ""
    open: bool = False
    least: int = 0


class CellFormats:
    """The formats of one workbook; a format is made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        self._numbers: dict[tuple[str, bool], int] = {}

    def __call__(self, name: str) -> Format:
        """The format called ``name``."""
        if name not in self._made:
            self._made[name] = self._book.add_format(LOOKS["cells"][name])
        return self._made[name]

    def number(self, name: str, *, inert: bool = False) -> int:
        """The number of a cell's format; ``inert`` marks a text that would begin a formula if it were typed."""
        if (name, inert) not in self._numbers:
            style = self._book.add_format(LOOKS["cells"][name] | {"quote_prefix": True}) if inert else self(name)
            self._numbers[name, inert] = number_of(style)
        return self._numbers[name, inert]


class TableSheet:
    """A sheet being written row by row, in constant memory: what is written cannot be changed."""

    def __init__(
        self,
        book: Workbook,
        styles: CellFormats,
        name: str,
        columns: Sequence[Column],
        *,
        fixed: int,
        filtered: bool = True,
        title: str = "",
    ) -> None:
        """``title`` is what stands over the heading, across all columns."""
        self.name = name
        self._filtered = filtered
        self.row = 0  # the next one
        self._columns = columns
        self._styles = styles
        self._links = 0
        self._sheet = sheet = book.add_worksheet(name, RowSheet)
        self._widths = [_headed(column) for column in columns]
        self._most = [max(column.most, least) for column, least in zip(columns, self._widths, strict=True)]
        self._used = [False] * len(columns)
        self.head = head = 1 if title else 0
        sheet.freeze_panes(head + 1, fixed)
        sheet.repeat_rows(head)
        sideways(sheet)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&C&P / &N")
        if title:
            sheet.set_row(0, 2 * _LINE + 4)
            if len(columns) > 1:
                sheet.merge_range(0, 0, 0, len(columns) - 1, "", styles("title"))
            sheet.write_string(0, 0, fitting(title), styles("title"))
        for at, column in enumerate(columns):
            sheet.write_string(head, at, column.head, styles("head"))
        sheet.set_row(head, 2 * _LINE + 2)
        self.row = head + 1

    def add(self, cells: Mapping[str, Cell], *, strong: bool = False) -> None:
        """Write the next row. Raises :class:`SummarizerError` where Excel has no further row."""
        if self.row > LAST_ROW:
            raise SummarizerError("sheet-full", rows=f"{LAST_ROW + 1:,}")
        lines = 1
        row: list[str] = []
        for at, column in enumerate(self._columns):
            value = cells.get(column.key)
            if value is None or value == "":
                continue
            cell, needed = self._cell(at, value, "strong" if strong else "text")
            if needed:
                row.append(cell)
                self._used[at] = True
                lines = max(lines, self._fit(at, needed + 1))
        # Not every program finds the height of wrapped text by itself.
        self._sheet.write_cells(self.row, row, min(lines * _LINE + 2, _MAX_HEIGHT) if lines > 1 else None)
        self.row += 1

    def fill(self, rows: Iterable[Mapping[str, Cell]]) -> None:
        """Write the next rows."""
        for row in rows:
            self.add(row)

    def _fit(self, at: int, needed: int) -> int:
        """Widen a column for a text as far as it may; the lines that the text takes then."""
        if needed <= self._widths[at]:
            return 1
        most = self._most[at]
        self._widths[at] = min(needed, most)
        return -(-needed // (most - 1)) if needed > most else 1

    def _cell(self, at: int, value: str | float | date | Link, style: str) -> tuple[str, int]:
        """One cell of the next row, and how wide it is in half-width characters: 0 where nothing is left to show."""
        if isinstance(value, Link):
            text = _prepared(value.text)
            if text.shown and self._links < _MAX_LINKS:
                self._links += 1
                self._sheet.link(self.row, at, value.sheet, value.row)
                return text_cell(self.row, at, self._styles.number("link"), text.shown), text.width
            value = text.shown
        if isinstance(value, date):
            days = (value - _DAY_ZERO).days
            return number_cell(self.row, at, self._styles.number("date"), days), len(value.isoformat())
        if isinstance(value, (int, float)):
            if abs(value) < _EXACT:
                whole = "left" if self._columns[at].left else "whole"
                style = whole if value == int(value) else "broken"
                return number_cell(self.row, at, self._styles.number(style), value), len(plain(value))
            value = plain(value)
        text = _prepared(value)
        return text_cell(self.row, at, self._styles.number(style, inert=text.inert), text.shown), text.width

    def close(self) -> None:
        """Set filters, lines and widths, now that all rows are known."""
        self._sheet.reach(self.row - 1, len(self._columns) - 1)
        if self.row > self.head + 1:  # one rule for all: a cell that is empty need not be written for its lines
            rule = {"type": "no_errors", "format": self._styles("border")}
            self._sheet.conditional_format(self.head + 1, 0, self.row - 1, len(self._columns) - 1, rule)
        if self._filtered:
            self._sheet.autofilter(self.head, 0, self.row - 1, len(self._columns) - 1)
        for at, column in enumerate(self._columns):
            hidden = {"hidden": True} if column.spare and not self._used[at] else {}
            style = self._styles("text") if column.open else None  # what people write is wrapped
            self._sheet.set_column(at, at, self._widths[at], style, hidden)

    def rule(self, key: str, formula: str, style: str) -> None:
        """Show the cells of a column in another style where a formula says so; ``{key}`` is a cell of its first row."""
        at, first = self._at(key), self.head + 1
        if at is not None and self.row > first:
            cells = {column.key: f"${xl_col_to_name(nth)}{first + 1}" for nth, column in enumerate(self._columns)}
            told = {"type": "formula", "criteria": formula.format_map(cells), "format": self._styles(style)}
            self._sheet.conditional_format(first, at, self.row - 1, at, told)

    def choices(self, key: str, choices: Sequence[str]) -> None:
        """Offer some words in the cells of a column."""
        at, first = self._at(key), self.head + 1
        if at is not None and self.row > first:
            told = {"validate": "list", "source": list(choices), "error_type": "warning"}
            self._sheet.data_validation(first, at, self.row - 1, at, told)

    def cells_of(self, key: str) -> str:
        """The address of a column's cells, for formulas of other sheets; empty where there is no such column."""
        at = self._at(key)
        if at is None or self.row <= self.head + 1:
            return ""
        letter = xl_col_to_name(at)
        return f"'{self.name}'!${letter}${self.head + 2}:${letter}${self.row}"

    def _at(self, key: str) -> int | None:
        return next((at for at, column in enumerate(self._columns) if column.key == key), None)


def sideways(sheet: Any) -> None:
    """Print a sheet across A4 pages, each as wide as all columns."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def line_height(text: str, wide: int) -> float:
    """Points that a text takes in a column of so many half-width characters."""
    return -(-width(text) // (wide - 1)) * _LINE


def _headed(column: Column) -> int:
    """The least width of a column: that of its heading, which may take two lines."""
    head = width(column.head)
    return max(column.least, (head if head <= _WORD else -(-head // 2)) + _ROOM)


class _Text(NamedTuple):
    """A text as a cell shows it, its width, and whether it would begin a formula if it were typed."""

    shown: str
    width: int
    inert: bool


@lru_cache(maxsize=4096)  # names, goals and quotes stand in many cells
def _prepared(text: str) -> _Text:
    shown = fitting(text)
    return _Text(shown, width(shown), bool(_FORMULA.match(shown)))


def width(text: str) -> int:
    """Half-width characters that ``text`` takes in a Chinese font: two a Han character, as GBK has two bytes."""
    return len(text.encode("gb18030", "replace"))


def fitting(text: str) -> str:
    """``text`` clean and on one line, cut with … to what a cell of Excel holds (32,767 UTF-16 units)."""
    shown = clean(text).strip()
    if 2 * len(shown) <= _MAX_UNITS or len(shown.encode("utf-16-le")) <= 2 * _MAX_UNITS:
        return shown
    return shown.encode("utf-16-le")[: 2 * (_MAX_UNITS - 1)].decode("utf-16-le", "ignore") + "…"
