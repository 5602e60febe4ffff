"""Word files (.docx) as their reader sees them, with tracked changes accepted.

Headers, footers, tables of contents and hidden text are left out; footnotes and endnotes stand at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from summarizer.documents.building import Builder, Cell
from summarizer.documents.word_numbers import Numbering
from summarizer.documents.word_package import Element, Package, child, is_on, name_of, number, value
from summarizer.languages import packs

# What a tracked change took away, and what is no text of the document.
_GONE = frozenset(
    "w:del w:moveFrom w:delText w:instrText w:delInstrText w:rPr w:pPr w:sectPr w:tblPr w:tblGrid w:tcPr w:trPr "
    "w:sdtPr w:sdtEndPr w:commentReference w:footnoteReference w:endnoteReference w:annotationRef w:ruby".split()
)
_CHARACTERS = {
    "w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "w:softHyphen": "",
}  # fmt: skip
_BLOCKS, _ROWS, _CELLS = frozenset(["w:p", "w:tbl"]), frozenset(["w:tr"]), frozenset(["w:tc"])
_GALLERY = "w:sdtPr/w:docPartObj/w:docPartGallery"
_MAX_DEPTH = 60
"""Tables inside tables and boxes inside boxes, at most."""


@cache
def _style_names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What the styles of headings and of tables of contents are called, in any language."""
    headings, contents = zip(*(pack.word.STYLES for pack in packs()), strict=True)
    heading = "|".join(headings)
    return re.compile(f"(?:{heading}) ?([1-9])$"), re.compile(f"(?:{'|'.join(contents)}) ?(?:[1-9]|{heading})")


def read_word(data: bytes, name: str) -> Builder:
    """The text of a Word file. Raises :class:`~summarizer.errors.DocumentError` for one that is broken."""
    package = Package(data, name)
    walk = _BodyWalk(package)
    walk.blocks(package.body)
    for note in package.notes:
        walk.blocks(note)
    return walk.builder


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
        for element in _inside(parent, _BLOCKS):
            if name_of(element) == "w:p":
                heading, text, boxes = self._paragraph(element)
                self.builder.paragraph(text, heading=heading)
                for box in boxes:
                    self.blocks(box)
            else:
                self._table(element)

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
        """The text of everything in a paragraph, in order; ``hidden`` where its style hides it.

        Text boxes that hang on it go to ``boxes``.
        """
        for element in parent:
            name = name_of(element)
            if name == "w:t" or name in _CHARACTERS:
                if not hidden:
                    yield _CHARACTERS.get(name, element.text or "")
            elif name == "w:txbxContent":
                boxes.append(element)
            elif name == "w:r":
                yield from self._runs(element, boxes, self._run_hides(element, hidden), depth + 1)
            elif name and name not in _GONE and depth < _MAX_DEPTH:
                inner = element
                if name == "mc:AlternateContent":
                    choice = child(element, "mc:Choice")
                    inner = child(element, "mc:Fallback") if choice is None else choice
                if inner is not None:
                    yield from self._runs(inner, boxes, hidden, depth + 1)

    def _run_hides(self, run: Element, hidden: bool) -> bool:
        own = child(run, "w:rPr/w:vanish")
        if own is not None:
            return is_on(own)
        return hidden or self._hides(value(run, "w:rPr/w:rStyle"))

    def _hides(self, style: str | None) -> bool:
        return is_on(self._styles.found(style, "w:rPr/w:vanish"))

    def _level(self, properties: Element | None, style: str | None) -> int | None:
        """The paragraph's level as a heading: by the name of its style, else by its outline level."""
        for over in self._styles.line(style):
            named = _style_names()[0].match((value(over, "w:name") or "").lower())
            if named:
                return int(named[1])
        own = child(properties, "w:outlineLvl")
        level = number(value(self._styles.found(style, "w:pPr/w:outlineLvl") if own is None else own), 9)
        return level + 1 if level < 9 else None  # noqa: PLR2004

    def _table(self, table: Element) -> None:
        rows = [self._row(row) for row in _rows(table)]
        if all(len(row) == 1 and row[0][2] is not None for row in rows):  # it only frames text: one cell a row
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
        before = number(value(row, "w:trPr/w:gridBefore"))
        if 0 < before < 100:  # noqa: PLR2004
            cells.append((before, None, None))
        for cell in _inside(row, _CELLS):
            columns = max(1, min(number(value(cell, "w:tcPr/w:gridSpan"), 1), 100))
            merged = child(cell, "w:tcPr/w:vMerge")
            merge = None if merged is None else (value(merged) or "continue")
            cells.append((columns, merge, cell))
        return cells

    def _cell(self, cell: Element, depth: int) -> Iterator[str]:
        """The paragraphs of a cell, those of tables and boxes in it too."""
        for element in _inside(cell, _BLOCKS):
            if name_of(element) == "w:p":
                _, text, boxes = self._paragraph(element)
                yield text
                for box in boxes if depth < _MAX_DEPTH else ():
                    yield from self._cell(box, depth + 1)
            elif depth < _MAX_DEPTH:
                for row in _rows(element):
                    for inner in _inside(row, _CELLS):
                        yield from self._cell(inner, depth + 1)


def _inside(parent: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The ``wanted`` elements in ``parent``, also those inside content controls and insertions, in order."""
    for element in parent:
        name = name_of(element)
        if name in wanted:
            yield element
        elif name and name not in _GONE and value(element, _GALLERY) != "Table of Contents":
            yield from _inside(element, wanted)


def _rows(table: Element) -> Iterator[Element]:
    """The rows that tracked changes leave."""
    return (row for row in _inside(table, _ROWS) if child(row, "w:trPr/w:del") is None)
