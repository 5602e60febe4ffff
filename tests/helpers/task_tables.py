"""The same table written by real libraries in every format that tables are read from."""

from __future__ import annotations

import csv
import html
import io
from typing import TYPE_CHECKING, NamedTuple

import docx
import fpdf
import xlsxwriter
from fpdf.enums import TableHeadingsDisplay
from fpdf.fonts import FontFace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Cell(NamedTuple):
    """A cell, and over how many columns and rows it reaches."""

    text: str
    columns: int = 1
    rows: int = 1


Rows = list[list[Cell]]
"""Each row has the cells that begin in it."""


def placed(rows: Rows) -> Iterator[tuple[int, int, Cell]]:
    """Each cell with its row and column."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            yield at, column, cell
            taken |= {(at + down, column + over) for down in range(cell.rows) for over in range(cell.columns)}


def width(rows: Rows) -> int:
    return max(column + cell.columns for _, column, cell in placed(rows))


def merged(rows: Rows) -> bool:
    return any(cell.rows > 1 for row in rows for cell in row)


def word(title: str, rows: Rows) -> bytes:
    file = docx.Document()
    file.add_paragraph(title)
    table = file.add_table(len(rows), width(rows))
    for row, column, cell in placed(rows):
        whole = table.cell(row, column)
        if cell.rows > 1 or cell.columns > 1:
            whole = whole.merge(table.cell(row + cell.rows - 1, column + cell.columns - 1))
        first, *more = cell.text.split("\n")
        whole.paragraphs[0].text = first
        for line in more:
            whole.add_paragraph(line)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def excel(title: str, rows: Rows, *, sheet: str = "Sheet1") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet(sheet)
        page.merge_range(0, 0, 0, width(rows) - 1, title)
        for row, column, cell in placed(rows):
            if cell.rows > 1 or cell.columns > 1:
                page.merge_range(row + 1, column, row + cell.rows, column + cell.columns - 1, cell.text)
            elif cell.text:
                page.write_string(row + 1, column, cell.text)
    return out.getvalue()


def separated(title: str, rows: Rows, *, encoding: str = "gb18030", sign: str = ",") -> bytes:
    """CSV, with nothing where a merged cell reaches."""
    grid = [[""] * width(rows) for _ in rows]
    for row, column, cell in placed(rows):
        grid[row][column] = cell.text
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows([[title], *grid])
    return out.getvalue().encode(encoding)


def page(title: str, rows: Rows) -> bytes:
    made = []
    for row in rows:
        cells = (
            f'<td colspan="{cell.columns}" rowspan="{cell.rows}">{html.escape(cell.text).replace(chr(10), "<br>")}</td>'
            for cell in row
        )
        made.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><body><p>{title}</p><table>{''.join(made)}</table></body></html>".encode()


def markdown(title: str, rows: Rows) -> bytes:
    """A table of lines and bars, which has no cell over several and no line ends in one."""
    count = width(rows)
    lines = [[cell.text.replace("\n", " ") for cell in row] + [""] * (count - len(row)) for row in rows]
    lines.insert(1, ["---"] * count)
    return "\n".join([title, "", *("| " + " | ".join(line) + " |" for line in lines)]).encode()


def pdf(font: str, *, repeated: bool, above: int, widths: Sequence[int]) -> Callable[[str, Rows], bytes]:
    """Drawn with lines, ``above`` empty lines down the first page, the head on each page or on the first alone."""

    def write(title: str, rows: Rows) -> bytes:
        file = fpdf.FPDF(orientation="L")
        file.add_font("cjk", fname=font, collection_font_number=2)
        file.add_page()
        file.set_font("cjk", size=10)
        file.cell(text=title, new_x="LMARGIN", new_y="NEXT")
        for _ in range(above):
            file.ln(5)
        heads = 1 + any(cell.rows > 1 for cell in rows[0])
        with file.table(
            col_widths=tuple(widths), text_align="LEFT", num_heading_rows=heads, line_height=5,
            headings_style=FontFace(), repeat_headings=TableHeadingsDisplay(1) if repeated else TableHeadingsDisplay(0),
        ) as table:  # fmt: skip
            for row in rows:
                line = table.row()
                for cell in row:
                    line.cell(cell.text, colspan=cell.columns, rowspan=cell.rows)
        return bytes(file.output())

    return write
