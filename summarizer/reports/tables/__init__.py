"""Pages of tables: what comparisons, reconciliations and evaluations show, whatever the format.

A page is made once of a result and written by one module a format: :mod:`.console`, :mod:`.plain` (Markdown and CSV),
:mod:`.web`, :mod:`.workbook` (Excel) and :mod:`.word`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from summarizer.reports.labels import EN, Labels
from summarizer.reports.looks import LOOKS

CellStyle = Literal[
    "", "good", "more", "partly", "bad", "other", "unsure", "absent", "dim", "low", "high", "sum", "interval",
]  # fmt: skip

FILLS = {name: style["fill"] for name, style in LOOKS["styles"].items() if "fill" in style}
"""The grounds of cells in office documents, ``RRGGBB``."""
HEAD_FILL = "D9E1F2"
BAND_FILL = "EEF2F8"
DIM = "595959"
"""The colour of what is said aside."""


@dataclass(frozen=True, slots=True)
class PageCell:
    """``text`` for people; ``number`` where the cell is one; ``note`` says on what it rests (a quote, a formula)."""

    text: str
    note: str = ""
    number: int | float | None = None
    style: CellStyle = ""

    @property
    def numeric(self) -> bool:
        """Whether the number is all that it shows."""
        return self.number is not None and self.text == str(self.number)


@dataclass(frozen=True, slots=True)
class PageColumn:
    """``width`` is its share of the page. It is left out of a console of less than ``room`` cells.

    The numbers of a ``right`` column stand under one another.
    """

    title: str
    width: int = 1
    room: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class PageTable:
    """Rows of cells under columns, and lines below them; ``key`` names the table in a file of several.

    A ``narrow`` one takes no more of the page than it needs. ``bands`` names for each row the band that it stands in;
    ``band`` is what bands are, the heading of their column where rows have to stand for themselves. Of a table that is
    too wide for a page the columns after ``splits[0]`` ones, as many as ``splits[1]``, may be parted (:meth:`parts`).
    """

    key: str
    title: str
    columns: Sequence[PageColumn]
    rows: Sequence[Sequence[PageCell]]
    notes: Sequence[str] = ()
    narrow: bool = False
    bands: Sequence[str] = ()
    band: str = ""
    splits: tuple[int, int] = (0, 0)

    @classmethod
    def of(
        cls, key: str, title: str, columns: Iterable[PageColumn | tuple[str, int]],
        rows: Iterable[Iterable[PageCell | str | int]], notes: Sequence[str] = (), *, narrow: bool = False,
        bands: Sequence[str] = (), band: str = "", splits: tuple[int, int] = (0, 0),
    ) -> "PageTable":  # fmt: skip
        """A table of titles with widths, and of texts and numbers, beside columns and cells."""
        heads = [column if isinstance(column, PageColumn) else PageColumn(*column) for column in columns]
        return cls(key, title, heads, [list(map(_cell, row)) for row in rows], notes, narrow, bands, band, splits)

    def banded(self) -> "Iterator[tuple[str | None, Sequence[PageCell]]]":
        """The rows, each with the band that begins with it."""
        before = None
        for at, row in enumerate(self.rows):
            band = self.bands[at] if self.bands else None
            yield (band if band != before else None), row
            before = band

    def flat(self) -> "PageTable":
        """The same with the band of each row in a column of its own, after the first."""
        if not self.bands:
            return self
        columns = [*self.columns[:1], PageColumn(self.band, 3), *self.columns[1:]]
        rows = [[*row[:1], PageCell(band), *row[1:]] for band, row in zip(self.bands, self.rows, strict=True)]
        first, count = self.splits
        return replace(self, columns=columns, rows=rows, bands=(), splits=(first + 1, count))

    def parts(self, most: int) -> "list[PageTable]":
        """Tables of no more than ``most`` columns that may be parted, of the rows that say something there."""
        first, count = self.splits
        if count <= most:
            return [self]
        made = []
        for start in range(first, first + count, most):
            part = range(start, min(start + most, first + count))
            wanted = [*range(first), *part, *range(first + count, len(self.columns))]
            kept = [at for at, row in enumerate(self.rows) if any(row[place].text for place in part)]
            made.append(replace(
                self, columns=[self.columns[place] for place in wanted],
                rows=[[self.rows[at][place] for place in wanted] for at in kept],
                bands=[self.bands[at] for at in kept] if self.bands else (), splits=(0, 0),
            ))  # fmt: skip
        return made


def _cell(value: PageCell | str | int) -> PageCell:
    if isinstance(value, PageCell):
        return value
    return PageCell(value) if isinstance(value, str) else PageCell(str(value), number=value)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, how long, and what is written at its end."""

    label: str
    value: int | float
    shown: str
    style: CellStyle = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one unit, to be seen side by side; ``legend`` says what their colours are.

    ``most`` is what the longest bar of all charts is that belong together, None: of this one.
    """

    title: str
    bars: Sequence[Bar]
    legend: Sequence[tuple[CellStyle, str]] = ()
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """All that a format shows: title, what it is about, tables, charts, last lines, what the colours of cells say.

    ``notices`` are what has to be known before any table is read. An ``upright`` page of paper has room for more rows,
    others for more columns.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[PageTable]
    charts: Sequence[Chart] = ()
    labels: Labels = EN
    remarks: Sequence[str] = ()
    legend: Sequence[tuple[CellStyle, str]] = ()
    notices: Sequence[str] = ()
    upright: bool = False

    def warnings(self) -> list[str]:
        """The notices, each called one."""
        return [f"{self.labels.notices}{self.labels.colon}{notice}" for notice in self.notices]
