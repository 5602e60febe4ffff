"""What a document is made of beside its text: stretches of it, places in its file, tables, what it says of itself."""

from dataclasses import dataclass
from typing import NamedTuple


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
    ``T1R2C3``: first table, second row, third column; of a workbook what its name box takes: ``Tasks!C5``.
    """

    start: int
    page: int | None = None
    paragraph: int | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file: its grid, row by row, each cell as the stretch of ``Document.text`` that it holds.

    A cell that reaches over several rows or columns stands, as the same stretch, at each of its places.
    ``start`` and ``end`` are those of the whole table in the text. ``doubtful`` are the stretches of rows of which
    it cannot be told whether a page cut one in two.
    """

    start: int
    end: int
    rows: tuple[tuple[Span, ...], ...]
    doubtful: tuple[Span, ...] = ()


class Certainty(NamedTuple):
    """A stretch of ``Document.text`` that was recognised in a picture, and how certain its characters are, 0 to 1.

    ``why`` is the code of why they are doubted, where it is for more than how they were read.
    """

    start: int
    end: int
    confidence: float
    why: str = ""
