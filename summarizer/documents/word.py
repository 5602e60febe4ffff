"""Word files (.docx) as their reader sees them, with tracked changes accepted.

Headers, footers, tables of contents, hidden and struck-out text are left out; footnotes and endnotes stand at the end.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from summarizer.documents.building import Builder, Cell
from summarizer.documents.word_numbers import Numbering
from summarizer.documents.word_package import (
    Element,
    Package,
    attribute,
    child,
    children,
    is_on,
    name_of,
    number,
    value,
)
from summarizer.documents.word_signs import FONTS, RAISED, UNKNOWN, UNKNOWN_FONT
from summarizer.errors import DocumentError
from summarizer.languages import packs
from summarizer.messages import Message

# What a tracked change took away, and what is no text of the document.
_GONE = frozenset(
    "w:del w:moveFrom w:delText w:instrText w:delInstrText w:rPr w:pPr w:sectPr w:tblPr w:tblGrid w:tcPr w:trPr "
    "w:sdtPr w:sdtEndPr w:commentReference w:footnoteReference w:endnoteReference w:annotationRef w:rt w:rubyPr".split()
)
_CHARACTERS = {
    "w:t": "", "m:t": "", "w:sym": "", "w:softHyphen": "", "w:noBreakHyphen": "-",
    "w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n",
}  # fmt: skip
_BEFORE = {"m:den": "/", "m:rad": "√", "m:e": " "}
"""What parts the numbers of an equation in a line."""
_HIDING = "w:rPr/w:vanish", "w:rPr/w:strike", "w:rPr/w:dstrike"
_UNREAD = "OLEObject", ":relIds", ":chart"
"""Equations and sheets of other programs, diagrams and charts: their words are not in the document."""
_BLOCKS = "w:p w:tbl w:altChunk m:oMathPara m:oMath".split()
_GALLERY = "w:sdtPr/w:docPartObj/w:docPartGallery"
_MAX_DEPTH = 60
"""Tables inside tables and boxes inside boxes, at most."""


@cache
def _style_names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What the styles of headings and of tables of contents are called, in any language."""
    headings, contents = zip(*(pack.word.STYLES for pack in packs()), strict=True)
    heading = "|".join(headings)
    return re.compile(f"(?:{heading}) ?([1-9])$"), re.compile(f"(?:{'|'.join(contents)}) ?(?:[1-9]|{heading})")


def read_word(data: bytes, name: str, read: Any) -> Builder:
    """The text of a Word file; ``read`` takes those in it. Raises :class:`DocumentError` for one that is broken."""
    package = Package(data, name)
    walk = _BodyWalk(package, read)
    walk.blocks(package.body)
    for note in package.notes:
        walk.blocks(note)
    walk.builder.notices += (Message(code, {"count": count}) for code, count in package.unread.items() if count)
    return walk.builder


class _BodyWalk:
    """Goes through the body once, in reading order."""

    def __init__(self, package: Package, read: Any) -> None:
        self.builder = Builder()
        self._package, self._read = package, read
        self._styles = package.styles
        self._numbering = Numbering(package.numbering, package.styles)
        self._held = ""
        """Text of a paragraph whose end was deleted: it goes on in the next one."""

    def blocks(self, parent: Element) -> None:
        """Everything in a body, note or text box."""
        for element in _inside(parent, _BLOCKS):
            name = name_of(element)
            if name == "w:tbl":
                self._table(element)
            elif name == "w:altChunk":
                for line in self._chunk(element):
                    self.builder.paragraph(line)
            elif self._package.is_ours and self.builder.places:  # of a ledger of ours its title and its table are read
                self._package.unread["own-lines-unread"] += bool("".join(element.itertext()).strip())
            else:
                heading, text, boxes = self._paragraph(element)
                self.builder.paragraph(text, heading=heading)
                for box in boxes:
                    self.blocks(box)

    def _chunk(self, element: Element) -> list[str]:
        """The lines of a whole file, of whatever format, that stands in the document; not those of one in that."""
        try:
            text: str = self._read(*self._package.take(element))
        except (DocumentError, KeyError):
            self._package.unread["chunks-unread"] += 1
            text = ""
        return text.split("\n")

    def _paragraph(self, element: Element) -> tuple[int | None, str, list[Element]]:
        properties = child(element, "w:pPr")
        style = value(properties, "w:pStyle") or self._styles.default
        if _style_names()[1].match(self._styles.shown_name(style)):
            return None, "", []
        boxes: list[Element] = []
        text = self._held + "".join(self._runs(element, boxes, self._hides(style), 0))
        self._held = ""
        if child(properties, "w:rPr/w:del") is not None:
            self._held = text
            return None, "", boxes
        # An empty paragraph shows its number, and counts, too.
        counts = text.strip() or child(properties, "w:numPr") is not None
        mark = self._numbering.before(properties, style) if counts else ""
        return self._level(properties, style), mark + text if text.strip() else "", boxes

    def _runs(self, parent: Element, boxes: list[Element], hidden: bool, depth: int) -> Iterator[str]:
        """The text of everything in a paragraph, in order; ``hidden`` where its style hides it or strikes it out.

        Text boxes that hang on it go to ``boxes``.
        """
        for element in parent:
            name = name_of(element)
            if name in _CHARACTERS:
                if not hidden:
                    yield self._shown(element, name)
            elif name == "w:txbxContent":
                boxes.append(element)
            elif name and name not in _GONE and depth < _MAX_DEPTH:
                self._package.unread["objects-unread"] += name.endswith(_UNREAD)
                inner = self._runs(element, boxes, self._run_hides(element, hidden), depth + 1)
                raises = name == "m:sup" or value(element, "w:rPr/w:vertAlign") == "superscript"
                yield _BEFORE.get(name, "")
                yield "".join(inner).translate(RAISED if raises else {})

    def _shown(self, element: Element, name: str) -> str:
        """What an element of characters looks like."""
        text, font = _CHARACTERS[name] or element.text or "", attribute(element, "font")
        if name == "w:sym":
            text = chr(abs(number(attribute(element, "char"), base=16)))
        elif (fonts := child(element, "../w:rPr/w:rFonts")) is not None:
            font = attribute(fonts, "ascii")
        text = text.translate(FONTS.get((font or "").lower(), UNKNOWN_FONT))
        self._package.unread["symbols-unread"] += UNKNOWN in text
        return text

    def _run_hides(self, run: Element, hidden: bool) -> bool:
        own = [mark for path in _HIDING for mark in children(run, path)]
        return any(map(is_on, own)) if own else hidden or self._hides(value(run, "w:rPr/w:rStyle"))

    def _hides(self, style: str | None) -> bool:
        return any(is_on(self._styles.found(style, path)) for path in _HIDING)

    def _level(self, properties: Element | None, style: str | None) -> int | None:
        """The paragraph's level as a heading: by the name of its style, else by its outline level."""
        named = self._styles.first(
            style, "heading", lambda over: _style_names()[0].match((value(over, "w:name") or "").lower())
        )
        if named:
            return int(named[1])
        own = child(properties, "w:outlineLvl")
        level = number(value(self._styles.found(style, "w:pPr/w:outlineLvl") if own is None else own), 9)
        return level + 1 if level < 9 else None  # noqa: PLR2004

    def _table(self, table: Element) -> None:
        rows = [self._row(row) for row in _rows(table)]
        if all(len(row) == 1 and row[0][2] is not None for row in rows):  # it only frames text: one cell a row
            for ((_, _, cell),) in rows:
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
        before = number(value(row, "w:trPr/w:gridBefore"))
        if 0 < before < 100:  # noqa: PLR2004
            cells.append((before, None, None))
        for cell in _inside(row, ["w:tc"]):
            columns = max(1, min(number(value(cell, "w:tcPr/w:gridSpan"), 1), 100))
            merged = child(cell, "w:tcPr/w:vMerge")
            merge = None if merged is None else (value(merged) or "continue")
            cells.append((columns, merge, cell))
        return cells

    def _cell(self, cell: Element, depth: int) -> Iterator[str]:
        """The paragraphs of a cell, those of tables and boxes in it too."""
        for element in _inside(cell, _BLOCKS):
            name = name_of(element)
            if name == "w:altChunk":
                yield from self._chunk(element)
            elif name != "w:tbl":
                _, text, boxes = self._paragraph(element)
                yield text
                for box in boxes if depth < _MAX_DEPTH else ():
                    yield from self._cell(box, depth + 1)
            elif depth < _MAX_DEPTH:
                for row in _rows(element):
                    for inner in _inside(row, ["w:tc"]):
                        yield from self._cell(inner, depth + 1)


def _inside(parent: Element, wanted: list[str]) -> Iterator[Element]:
    """The ``wanted`` elements in ``parent``, also those inside content controls and insertions, in order."""
    for element in parent:
        name = name_of(element)
        if name in wanted:
            yield element
        elif name and name not in _GONE and value(element, _GALLERY) != "Table of Contents":
            yield from _inside(element, wanted)


def _rows(table: Element) -> Iterator[Element]:
    """The rows that tracked changes leave."""
    return (row for row in _inside(table, ["w:tr"]) if child(row, "w:trPr/w:del") is None)
