"""The document as every later stage sees it: one text that nobody rewrites, and what is known about it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.messages import Message


class Span(NamedTuple):
    """A half-open stretch of ``Document.text``, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the text says of itself; a field is None where the text does not say it."""

    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    published: str | None = None

    @property
    def first_year(self) -> int | None:
        """The first year of the period."""
        return int(self.period[:4]) if self.period and self.period[:4].isdigit() else None


class Place(NamedTuple):
    """Where the text from ``start`` on stands in the file it was read from, up to the next place; all one-based.

    ``paragraph`` counts the paragraphs that are not empty, on their page where there are pages; ``cell`` is
    ``T1R2C3``: first table, second row, third column.
    """

    start: int
    page: int | None = None
    paragraph: int | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file: its grid, row by row, each cell as the stretch of ``Document.text`` that it holds.

    A cell that reaches over several rows or columns stands, as the same stretch, at each of its places.
    ``start`` and ``end`` are those of the whole table in the text.
    """

    start: int
    end: int
    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A loaded document.

    ``text`` is the decoded file, BOM dropped, CRLF and CR turned to LF; of a file that is no plain text
    (Word, PDF, HTML, Markdown) it is the text that its reader sees, a line a paragraph. ``view`` has the same
    length, character for character: full-width forms, exotic spaces and traditional characters
    are mapped one to one so that rules need to know only one spelling. Offsets into one are
    offsets into the other. ``furniture`` are sorted, disjoint spans (navigation, markup,
    copyright lines, spam) that no stage extracts from.
    """

    name: str
    sha256: str
    text: str
    view: str
    encoding: str = "utf-8"
    furniture: tuple[Span, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    language: str = "zh"
    """``zh`` (simplified), ``zh-Hant`` (traditional), ``en`` or ``und``."""
    notices: tuple[Message, ...] = ()
    """What the reader has to know of it, e.g. ``Message("not-chinese")``."""
    places: tuple[Place, ...] = ()
    """Sorted by ``start``; empty where the text is the file itself."""
    headings: tuple[tuple[int, int], ...] = ()
    """``(start, level)`` of the lines that the file itself marks as headings, sorted; levels count from 1."""
    tables: tuple[Table, ...] = ()

    from_bytes: ClassVar[Callable[[bytes, str], Document]]
    """The document of a file's bytes and its name: :func:`~summarizer.documents.from_bytes`."""
    from_text: ClassVar[Callable[[str, str], Document]]
    """The document of a string and its name: :func:`~summarizer.documents.from_text`."""

    def place(self, offset: int) -> Place | None:
        """Where ``offset`` stands in the file; None in a plain text."""
        index = bisect_right(self.places, offset, key=lambda place: place.start) - 1
        return self.places[index] if index >= 0 else None
