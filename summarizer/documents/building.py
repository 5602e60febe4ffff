"""One text out of what a formatted file holds: paragraphs, headings and tables, each with its way back.

A paragraph is a line. A row of a table is a line, its cells parted by tabs; a cell of several paragraphs
has a line for each. An empty paragraph leaves no trace.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from summarizer.documents.parts import Certainty, Place, Span, Table
from summarizer.messages import Message

MAX_CHARACTERS = 5_000_000
"""A text that is longer is cut off: no plan has it, and a hostile file must not fill the memory."""
MAX_COLUMNS = 500
"""Places in a row of a table's grid; the text of what stands further right is in the text none the less."""
MAX_REPEATED = 200_000
"""Places of grids, in a whole document, that cells reach into beside their own: those of 80 by 80 make millions."""

# What may not stand in a text, and what ends a line in one; a lone surrogate could neither be printed nor hashed.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(slots=True)
class Cell:
    """A cell of a table as the file has it: its paragraphs, and over how many columns and rows it reaches.

    ``name`` is what the file calls it; without one it is called by its place in its table.
    """

    paragraphs: list[str]
    columns: int = 1
    rows: int = 1
    name: str | None = None


@dataclass(slots=True)
class Builder:
    """Collects paragraphs and tables in reading order: the text, and what :class:`Document` says of places in it."""

    notices: list[Message] = field(default_factory=list)
    encoding: str = "utf-8"
    title: str = ""
    """What the file, beside its text, says that it is called; a web page's window bears it."""
    places: list[Place] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    """What no stage is to extract from."""
    gaps: list[tuple[int, int, Message]] = field(default_factory=list)
    """Where something of the file is missing in the text, and why."""
    certainties: list[Certainty] = field(default_factory=list)
    """Sorted and disjoint: what was recognised in pictures."""
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _paragraphs: dict[int | None, int] = field(default_factory=dict)
    _repeated: int = 0

    @property
    def text(self) -> str:
        """All that was added."""
        return "".join(self._pieces)

    @property
    def full(self) -> bool:
        """Whether the text is as long as one may be: what follows is left out."""
        return self._length >= MAX_CHARACTERS

    def paragraph(self, text: str, *, heading: int | None = None, cell: str | None = None) -> Span | None:
        """Add a paragraph, and say where it stands; None for an empty one.

        ``heading`` is its level; ``cell`` the name of the cell in which it stands.
        """
        return self.pieces([(text, None)], heading=heading, cell=cell)

    def pieces(
        self, pieces: Sequence[tuple[str, int | None]], *, heading: int | None = None, cell: str | None = None
    ) -> Span | None:
        """A paragraph that goes on from page to page: ``(text, page)`` pairs, put together without a blank."""
        start = self._length
        for text, page in pieces:
            clean = tidy(text) if text.strip() else ""
            if not clean or self.full:
                continue
            number = self._paragraphs[page] = self._paragraphs.get(page, 0) + 1
            self.places.append(Place(self._length, page, None if cell else number, cell))
            self._add(clean)
        if self._length == start:
            return None
        if heading is not None:
            self.headings.append((start, heading))
        span = Span(start, self._length)
        self._add("\n")
        return span

    def table(
        self, rows: Sequence[Sequence[Cell]], *, pages: Sequence[int] = (), doubtful: Collection[int] = ()
    ) -> None:
        """Add a table; one that holds nothing is left out.

        ``pages`` says where each of its rows stands, ``doubtful`` are the indices of those that may be cut in two.
        """
        if self.full or not any(tidy(text).strip() for row in rows for cell in row for text in cell.paragraphs):
            return
        start, number = self._length, len(self.tables) + 1
        grid: list[list[Span]] = []
        doubts: list[Span] = []
        hanging: dict[int, tuple[Span, int]] = {}  # column: a cell from above and how many rows it still reaches into
        for index, row in enumerate(rows, 1):
            line: list[Span] = []
            page = pages[index - 1] if pages else None
            written, top = False, self._length
            for cell in row:
                self._hang(line, hanging)
                if written:
                    self._add("\t")
                name = cell.name or f"T{number}R{index}C{len(line) + 1}"
                self.places.append(Place(self._length, page, None, name))
                begin = self._length
                self._add("\n".join(clean for text in cell.paragraphs if (clean := tidy(text).strip())))
                span, written = Span(begin, self._length), True
                for _ in range(self._reach(len(line), min(cell.columns, 100))):
                    if cell.rows > 1:
                        hanging[len(line)] = (span, cell.rows - 1)
                    line.append(span)
            self._hang(line, hanging)
            if index - 1 in doubtful:
                doubts.append(Span(top, self._length))
            if written:
                self._add("\n")
            grid.append(line)
            if self.full:
                break
        self.tables.append(Table(start, self._length, tuple(map(tuple, grid)), tuple(doubts)))

    def missing(self, why: Message) -> None:
        """Say once that something of the file that would stand here, or from here on, is not in the text."""
        if why not in self.notices:
            self.notices.append(why)
            self.gaps.append((self._length, self._length, why))

    def _add(self, text: str) -> None:
        if self.full:
            return
        self._pieces.append(text[: MAX_CHARACTERS - self._length])
        self._length += len(self._pieces[-1])
        if self.full:
            self.missing(Message("cut-off", {"count": MAX_CHARACTERS}))

    def _reach(self, column: int, wanted: int) -> int:
        """Over how many of ``wanted`` columns a cell may reach in the grid."""
        most = max(1, min(wanted, MAX_COLUMNS - column, 1 + MAX_REPEATED - self._repeated))
        self._repeated += most - 1
        return most

    def _hang(self, line: list[Span], hanging: dict[int, tuple[Span, int]]) -> None:
        """Put the cells that reach down into this row where the row's own next cell would else stand."""
        while (column := len(line)) in hanging:
            span, left = hanging.pop(column)
            if left > 1 and self._repeated < MAX_REPEATED:
                hanging[column] = (span, left - 1)
            self._repeated += 1
            line.append(span)


def tidy(text: str) -> str:
    """A paragraph's text with LF as its only line end, without blank lines in it and what no text may hold."""
    if text.isprintable():
        return text
    text = _SURROGATE.sub("\ufffd", _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text)))
    return _BLANK_LINES.sub("\n", text).strip("\n") if "\n" in text else text
