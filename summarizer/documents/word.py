"""Word files (.docx) as their reader sees them, with tracked changes accepted.

Headers, footers, tables of contents and hidden text are left out; footnotes and endnotes stand at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from summarizer.documents.building import Builder, Built, Cell
from summarizer.documents.word_numbers import Numbering
from summarizer.documents.word_package import Package, W, is_on, number, value
from summarizer.languages import packs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.word_package import Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What a tracked change took away, and what is no text of the document.
_GONE = {f"{W}{name}" for name in (
    "del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sectPr", "tblPr", "tblGrid",
    "tcPr", "trPr", "sdtPr", "sdtEndPr", "commentReference", "footnoteReference", "endnoteReference", "annotationRef",
    "ruby",
)}  # fmt: skip
_CHARACTERS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip
_MAX_DEPTH = 60
"""Tables inside tables and boxes inside boxes, at most."""


@cache
def _style_names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What the styles of headings and of tables of contents are called, in any language."""
    headings, contents = zip(*(pack.word.STYLES for pack in packs()), strict=True)
    heading = "|".join(headings)
    return re.compile(f"(?:{heading}) ?([1-9])$"), re.compile(f"(?:{'|'.join(contents)}) ?(?:[1-9]|{heading})")


def read_word(data: bytes, name: str) -> Built:
    """The text of a Word file. Raises :class:`~summarizer.errors.DocumentError` for one that is broken."""
    package = Package(data, name)
    walk = _BodyWalk(package)
    walk.blocks(package.body)
    for note in package.notes:
        walk.blocks(note)
    return walk.builder.build()


@dataclass
class _Paragraph:
    """A paragraph while its runs are gathered; ``boxes`` are the text boxes that hang on it."""

    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class _BodyWalk:
    """Goes through the body once, in reading order."""

    def __init__(self, package: Package) -> None:
        self.builder = Builder()
        self._styles = package.styles
        self._numbering = Numbering(package.numbering, package.styles)
        self._held = ""
        """Text of a paragraph whose end was deleted: it goes on in the next one."""

    def blocks(self, parent: Element) -> None:
        """Everything in a body, note or text box."""
        for element in _blocks(parent):
            if element.tag == f"{W}p":
                heading, text, boxes = self._paragraph(element)
                self.builder.paragraph(text, heading=heading)
                for box in boxes:
                    self.blocks(box)
            else:
                self._table(element)

    def _paragraph(self, element: Element) -> tuple[int | None, str, list[Element]]:
        properties = element.find(f"{W}pPr")
        style = (value(properties.find(f"{W}pStyle")) if properties is not None else None) or self._styles.default
        if _style_names()[1].match(self._styles.shown_name(style)):
            return None, "", []
        made = _Paragraph()
        self._runs(element, made, self._hides(style), 0)
        text = self._held + "".join(made.text)
        self._held = ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._held = text
            return None, "", made.boxes
        # An empty paragraph shows its number, and counts, too.
        mark = self._numbering.before(properties, style) if text.strip() or _numbered(properties) else ""
        return self._level(properties, style), mark + text if text.strip() else "", made.boxes

    def _runs(self, parent: Element, made: _Paragraph, hidden: bool, depth: int) -> None:
        """The text of everything in a paragraph, in order; ``hidden`` where its style hides it."""
        for element in parent:
            tag = element.tag
            if tag == f"{W}t":
                if not hidden:
                    made.text.append(element.text or "")
            elif tag in _CHARACTERS:
                made.text.append("" if hidden else _CHARACTERS[tag])
            elif tag == f"{W}txbxContent":
                made.boxes.append(element)
            elif tag == f"{_MC}AlternateContent":
                chosen = element.find(f"{_MC}Choice")
                chosen = element.find(f"{_MC}Fallback") if chosen is None else chosen
                if chosen is not None and depth < _MAX_DEPTH:
                    self._runs(chosen, made, hidden, depth + 1)
            elif tag == f"{W}r":
                self._runs(element, made, self._run_hides(element, hidden), depth + 1)
            elif isinstance(tag, str) and tag not in _GONE and depth < _MAX_DEPTH:
                self._runs(element, made, hidden, depth + 1)

    def _run_hides(self, run: Element, hidden: bool) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return hidden
        own = properties.find(f"{W}vanish")
        if own is not None:
            return is_on(own)
        return hidden or self._hides(value(properties.find(f"{W}rStyle")))

    def _hides(self, style: str | None) -> bool:
        return is_on(self._styles.found(style, f"{W}rPr/{W}vanish"))

    def _level(self, properties: Element | None, style: str | None) -> int | None:
        """The paragraph's level as a heading: by the name of its style, else by its outline level."""
        for over in self._styles.line(style):
            named = _style_names()[0].match((value(over.find(f"{W}name")) or "").lower())
            if named:
                return int(named[1])
        own = properties.find(f"{W}outlineLvl") if properties is not None else None
        level = value(own if own is not None else self._styles.found(style, f"{W}pPr/{W}outlineLvl"))
        return number(level, 9) + 1 if level is not None and number(level, 9) < 9 else None  # noqa: PLR2004

    def _table(self, table: Element) -> None:
        rows = [self._row(row) for row in _rows(table)]
        if _is_frame(rows):
            for row in rows:
                for _, _, cell in row:
                    self.blocks(cell)
            return
        made: list[list[Cell]] = []
        above: dict[int, Cell] = {}
        for row in rows:
            line: list[Cell] = []
            column = 0
            for columns, merge, cell in row:
                upper = above.get(column)
                if merge == "continue" and upper is not None:
                    upper.rows += 1
                elif cell is None:
                    line.append(Cell([], columns))
                else:
                    line.append(Cell(list(self._cell(cell, 0)), columns))
                    above[column] = line[-1]
                column += columns
            made.append(line)
        self.builder.table(made)

    def _row(self, row: Element) -> list[tuple[int, str | None, Element]]:
        """``(columns, how it merges with the cell above, the cell)``; a gap before the first has no cell."""
        cells: list[tuple[int, str | None, Element]] = []
        before = number(value(row.find(f"{W}trPr/{W}gridBefore")))
        if 0 < before < 100:  # noqa: PLR2004
            cells.append((before, None, None))
        for cell in _inside(row, f"{W}tc"):
            columns = max(1, min(number(value(cell.find(f"{W}tcPr/{W}gridSpan")), 1), 100))
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            merge = None if merged is None else (value(merged) or "continue")
            cells.append((columns, merge, cell))
        return cells

    def _cell(self, cell: Element, depth: int) -> Iterator[str]:
        """The paragraphs of a cell, those of tables and boxes in it too."""
        for element in _blocks(cell):
            if element.tag == f"{W}p":
                _, text, boxes = self._paragraph(element)
                yield text
                for box in boxes if depth < _MAX_DEPTH else ():
                    yield from self._cell(box, depth + 1)
            elif depth < _MAX_DEPTH:
                for row in _rows(element):
                    for inner in _inside(row, f"{W}tc"):
                        yield from self._cell(inner, depth + 1)


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in ``parent``, also those inside content controls and insertions, in order."""
    for element in parent:
        tag = element.tag
        if tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif tag == f"{W}sdt":
            gallery = value(element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"))
            if gallery != "Table of Contents":
                yield from _blocks(element)
        elif isinstance(tag, str) and tag not in _GONE:
            yield from _blocks(element)


def _rows(table: Element) -> Iterator[Element]:
    """The rows that tracked changes leave."""
    for row in _inside(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _inside(parent: Element, wanted: str) -> Iterator[Element]:
    for element in parent:
        if element.tag == wanted:
            yield element
        elif isinstance(element.tag, str) and element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _inside(element, wanted)


def _is_frame(rows: list[list[tuple[int, str | None, Element]]]) -> bool:
    """Whether a table only frames text: one cell a row (a box)."""
    return all(len(row) == 1 for row in rows) and all(cell is not None for row in rows for _, _, cell in row)


def _numbered(properties: Element | None) -> bool:
    return properties is not None and properties.find(f"{W}numPr") is not None
