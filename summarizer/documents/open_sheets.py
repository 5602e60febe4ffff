"""OpenDocument spreadsheets (.ods): each cell keeps the text that its reader sees, whatever its value is."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from summarizer.documents.open_xml import XmlParts
from summarizer.documents.sheets import MAX_CELLS, Sheet, SheetCell, Unread, built
from summarizer.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.building import Builder

Element = Any
"""An element of lxml, which has no types of its own."""

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE = f"{{{_NS}table:1.0}}", f"{{{_NS}text:1.0}}", f"{{{_NS}office:1.0}}"
_STYLE = f"{{{_NS}style:1.0}}"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_GROUPS = frozenset(f"{_TABLE}table-{name}" for name in ("header-rows", "row-group", "rows", "header-columns",
                                                         "column-group", "columns"))  # fmt: skip
_HIDDEN = frozenset({"collapse", "filter"})
_MOST = 1_048_576


def read_open_sheets(data: bytes, name: str) -> Builder:
    """The text of a spreadsheet. Raises :class:`DocumentError` for one that is broken or protected."""
    from lxml import etree

    parts = XmlParts(data, name, leave_out="Pictures/", doctype="workbook-doctype")
    if "/meta-inf/manifest.xml" in parts and b"encryption-data" in parts["/meta-inf/manifest.xml"]:
        raise DocumentError("file-protected", name=name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(parts["/content.xml"], parser)
        unread = Unread()
        return built([*_sheets(root, unread)], unread)
    except (KeyError, ValueError, etree.XMLSyntaxError):
        raise DocumentError("workbook-damaged", name=name) from None


def _sheets(root: Element, unread: Unread) -> Iterator[Sheet]:
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style")
        if any(each.get(f"{_TABLE}display") == "false" for each in style.iterfind(f"{_STYLE}table-properties"))
    }
    left = MAX_CELLS
    for table in root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        if table.get(f"{_TABLE}style-name") in hidden:
            unread["sheets-hidden"] += 1
            continue
        sheet = _sheet(table, left, unread)
        left -= len(sheet.cells)
        yield sheet


def _sheet(table: Element, left: int, unread: Unread) -> Sheet:
    hidden_columns: set[int] = set()
    at = 0
    for column in _inside(table, f"{_TABLE}table-column"):
        count = _count(column, "number-columns-repeated")
        if column.get(f"{_TABLE}visibility") in _HIDDEN:
            hidden_columns.update(range(at, min(at + count, _MOST)))
        at += count
    cells: list[SheetCell] = []
    hidden_rows: set[int] = set()
    lost: set[int] = set()
    row, cut = 0, False
    for element in _inside(table, f"{_TABLE}table-row"):
        count = _count(element, "number-rows-repeated")
        shown = [*_row(element)]
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            hidden_rows.update(range(row, min(row + count, _MOST)))
            unread["rows-hidden"] += bool(shown)
        elif shown:
            lost.update(cell.column for cell in shown if cell.column in hidden_columns)
            seen = [cell for cell in shown if cell.column not in hidden_columns]
            room = left - len(cells)
            again = (cell._replace(row=each) for each in range(row, row + count) for cell in seen)
            cells += islice(again, room)
            cut = cut or count * len(seen) > room
        row += count
    unread["columns-hidden"] += len(lost)
    return Sheet(table.get(f"{_TABLE}name", ""), cells, hidden_rows, cut)


def _row(row: Element) -> Iterator[SheetCell]:
    """The cells of a row that show anything."""
    column = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        count = _count(cell, "number-columns-repeated")
        text = "\n".join(_paragraph(one) for one in cell.iterfind(f"{_TEXT}p")) if len(cell) else ""
        if text.strip() and cell.tag == f"{_TABLE}table-cell":
            rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            for each in range(min(count, MAX_CELLS + 1)):
                yield SheetCell(0, column + each, text, rows, columns)
        column += count


def _paragraph(element: Element) -> str:
    """The text of a paragraph, blanks and tabs that stand there as elements too, without notes on it."""
    parts = [element.text or ""]
    for part in element:
        if part.tag == f"{_TEXT}s":
            parts.append(" " * min(int(part.get(f"{_TEXT}c", "1")), 100))
        elif part.tag in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            parts.append("\n" if part.tag == f"{_TEXT}line-break" else " ")
        elif part.tag != f"{_OFFICE}annotation":
            parts.append(_paragraph(part))
        parts.append(part.tail or "")
    return "".join(parts)


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _GROUPS:
            yield from _inside(element, tag)


def _count(element: Element, name: str) -> int:
    return max(1, min(int(element.get(f"{_TABLE}{name}", "1")), _MOST))
