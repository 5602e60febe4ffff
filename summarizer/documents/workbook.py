"""Excel files (.xlsx and its kin) as their reader sees them: formulas by the values that were kept, numbers as shown.

Hidden sheets, rows and columns and struck-out cells are left out. A sheet is read row by row, so that a long one does
not fill the memory.
"""

from __future__ import annotations

import re
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from summarizer.documents.number_formats import BUILT_IN, GENERAL, shown_number, shown_text
from summarizer.documents.open_xml import XmlParts
from summarizer.documents.sheets import MAX_CELLS, Sheet, SheetCell, Unread, built, visible
from summarizer.errors import DocumentError
from summarizer.languages import packs
from summarizer.writing.own_files import WRITTEN_BY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.building import Builder

Element = Any
"""An element of lxml, which has no types of its own."""

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWN_TEXT = re.compile(rb"<(?:\w+:)?txBody\b.{0,4000}?<a:t>[^<]", re.DOTALL)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
_PROPERTIES = "/docprops/core.xml"
_YES = frozenset({"1", "true"})


def read_workbook(data: bytes, name: str) -> Builder:
    """The text of an Excel file. Raises :class:`DocumentError` for a broken one."""
    from lxml import etree

    parts = XmlParts(data, name, leave_out="/media/", doctype="workbook-doctype")
    try:
        book = _Book(parts)
        sheets = [*book.sheets()]
    except (KeyError, ValueError, IndexError, etree.XMLSyntaxError):
        raise DocumentError("workbook-damaged", name=name) from None
    drawings = (parts[path] for path in parts.paths("/xl/drawings/"))
    book.unread["shapes-unread"] += sum(len(_DRAWN_TEXT.findall(drawing)) for drawing in drawings)
    return built(sheets, book.unread)


def column_number(letters: str) -> int:
    """A column's number, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def number_format(number: int, own: dict[int, str]) -> str:
    """The code of a format that a file names by a number: its own, one that all know, or one of a language's."""
    known = (
        each[number] for each in (own, BUILT_IN, *(pack.word.NUMBER_FORMATS for pack in packs())) if number in each
    )
    return next(known, GENERAL)


class _Book:
    """A workbook opened: its strings and formats, and its sheets one after the other."""

    def __init__(self, parts: XmlParts) -> None:
        self.unread = Unread()
        self._parts = parts
        self._left = MAX_CELLS
        main = parts.main("/xl/workbook.xml")
        self._related = parts.related(main)
        self._root = _parsed(parts[main])
        properties = self._root.find(f"{_S}workbookPr")
        self._since_1904 = properties is not None and properties.get("date1904") in _YES
        self._strings = [_text(one) for one in _elements(self._part("sharedStrings"), f"{_S}si")]
        self._formats: list[tuple[str, bool]] = [*self._styles()]
        """Of each style of cells its number format, and whether it strikes out."""

    def sheets(self) -> Iterator[Sheet]:
        """Those that are shown; of a workbook of ours the ledger, which the other sheets say again."""
        first = self._worksheets()
        if _PROPERTIES in self._parts and WRITTEN_BY.encode() in self._parts[_PROPERTIES]:
            yield from islice(first, 1)
            self.unread = Unread({"own-sheets-unread": sum(1 for _ in first)})
        yield from first

    def _worksheets(self) -> Iterator[Sheet]:
        for entry in self._root.iterfind(f"{_S}sheets/{_S}sheet"):
            kind, path = self._related.get(entry.get(_ID), ("", ""))
            if kind != "worksheet":
                continue
            if entry.get("state", "visible") != "visible":
                self.unread["sheets-hidden"] += 1
            elif path not in self._parts:
                self.unread["parts-missing"] += 1
            else:
                yield self._sheet(entry.get("name", ""), self._parts.pop(path))

    def _sheet(self, name: str, part: bytes) -> Sheet:
        hidden_rows, hidden_columns = set[int](), set[int]()
        cells: dict[tuple[int, int], str] = {}
        merged: list[tuple[int, int, int, int]] = []
        cut, number = False, -1
        for element in _elements(part, f"{_S}col", f"{_S}row", f"{_S}mergeCell"):
            if element.tag == f"{_S}mergeCell":
                if found := _range(element.get("ref", "")):
                    merged.append(found)
            elif element.tag == f"{_S}col":
                if _is_hidden(element, "width"):
                    last = min(int(element.get("max", "0")), _MAX_COLUMN)
                    hidden_columns.update(range(int(element.get("min", "1")) - 1, last))
            else:
                number = int(element.get("r", number + 2)) - 1
                if _is_hidden(element, "ht"):
                    hidden_rows.add(number)
                cut = cut or self._left <= 0
                for column, text in () if cut else self._row(element):
                    cells[number, column] = text
                    self._left -= 1
        return self._seen(name, cells, merged, hidden_rows, hidden_columns, cut=cut)

    def _seen(
        self, name: str, cells: dict[tuple[int, int], str], merged: list[tuple[int, int, int, int]],
        hidden_rows: set[int], hidden_columns: set[int], *, cut: bool,
    ) -> Sheet:  # fmt: skip
        """The cells that are shown, those that are merged as one."""
        seen: dict[tuple[int, int], SheetCell] = {}
        for row, column, rows, columns in merged:
            text = cells.pop((row, column), None)
            at = text and visible(row, column, rows, columns, hidden_rows=hidden_rows, hidden_columns=hidden_columns)
            if text and at:
                seen[at] = SheetCell(*at, text, row + rows - at[0], column + columns - at[1])
        kept = ((at, text) for at, text in cells.items() if at[0] not in hidden_rows and at[1] not in hidden_columns)
        seen = {at: SheetCell(*at, text) for at, text in kept} | seen
        self.unread["rows-hidden"] += len({row for row, _ in cells if row in hidden_rows})
        self.unread["columns-hidden"] += len({column for _, column in cells if column in hidden_columns})
        return Sheet(name, [seen[at] for at in sorted(seen)], hidden_rows, cut)

    def _row(self, row: Element) -> Iterator[tuple[int, str]]:
        """The columns of a row that show anything, and what."""
        column = -1
        for cell in row.iterfind(f"{_S}c"):
            found = _REFERENCE.fullmatch(cell.get("r", ""))
            column = column_number(found[1]) if found else column + 1
            text = self._shown(cell)
            if text.strip() and column < _MAX_COLUMN:
                yield column, text

    def _shown(self, cell: Element) -> str:
        """What a cell shows."""
        style = int(cell.get("s", "0"))
        code, struck = self._formats[style] if 0 <= style < len(self._formats) else (GENERAL, False)
        kind = cell.get("t", "n")
        value = cell.findtext(f"{_S}v") or ""
        if struck:
            return ""
        if kind == "inlineStr":
            return shown_text(_text(cell.find(f"{_S}is")), code)
        if not value:
            self.unread["formulas-uncounted"] += cell.find(f"{_S}f") is not None and kind != "str"
            return ""
        match kind:
            case "s":
                return shown_text(self._strings[int(value)], code)
            case "str":
                return shown_text(_unescaped(value), code)
            case "b":
                return str(value in _YES).upper()
            case "e" | "d":
                return value
        shown = shown_number(float(value), code, since_1904=self._since_1904)
        self.unread["formats-simplified"] += not shown.exact
        return shown.text.strip()

    def _styles(self) -> Iterator[tuple[str, bool]]:
        part = self._part("styles")
        root = _parsed(part) if part else None
        if root is None:
            return
        own = {int(one.get("numFmtId")): one.get("formatCode", "") for one in root.iterfind(f"{_S}numFmts/{_S}numFmt")}
        struck = [
            any(one.get("val", "1") in _YES for one in font.iterfind(f"{_S}strike"))
            for font in root.iterfind(f"{_S}fonts/{_S}font")
        ]
        for style in root.iterfind(f"{_S}cellXfs/{_S}xf"):
            font = int(style.get("fontId", "0"))
            code = number_format(int(style.get("numFmtId", "0")), own)
            yield code, 0 <= font < len(struck) and struck[font]

    def _part(self, wanted: str) -> bytes:
        """The part of a kind, empty where there is none."""
        for kind, path in self._related.values():
            if kind == wanted and path in self._parts:
                return self._parts[path]
        return b""


def _parsed(part: bytes) -> Element:
    from lxml import etree

    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))


def _elements(part: bytes, *tags: str) -> Iterator[Element]:
    """The elements of a part, each gone once the next is asked for."""
    from lxml import etree

    for _, element in etree.iterparse(
        BytesIO(part), tag=tags, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True,
    ) if part else ():  # fmt: skip
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]


def _text(element: Element) -> str:
    """A string of runs, without those struck out and the readings that stand over them."""
    if element is None:
        return ""
    parts = [element.findtext(f"{_S}t") or ""]
    for run in element.iterfind(f"{_S}r"):
        strike = run.find(f"{_S}rPr/{_S}strike")
        if strike is None or strike.get("val", "1") not in _YES:
            parts.append(run.findtext(f"{_S}t") or "")
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _is_hidden(element: Element, size: str) -> bool:
    return element.get("hidden") in _YES or element.get(size) in {"0", "0.0"}


def _range(reference: str) -> tuple[int, int, int, int] | None:
    """First row, first column, rows and columns of ``A1:B2``."""
    ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:  # noqa: PLR2004
        return None
    (top, left), (bottom, right) = ((int(end[2]) - 1, column_number(end[1])) for end in ends if end)
    if not 0 <= top <= bottom < _MAX_ROW or not left <= right < _MAX_COLUMN:
        return None
    return top, left, bottom - top + 1, right - left + 1
