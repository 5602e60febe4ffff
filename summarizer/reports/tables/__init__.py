"""Pages of tables: what comparisons, reconciliations and evaluations show, whatever the format.

A page is made once of a result and written by one module a format: :mod:`.console`, :mod:`.plain` (Markdown and CSV),
:mod:`.web`, :mod:`.workbook` (Excel) and :mod:`.word`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.reports.labels import EN, Labels
from summarizer.reports.looks import LOOKS

CellStyle = Literal[
    "", "good", "more", "partly", "bad", "other", "unsure", "absent", "dim", "low", "high", "sum", "interval",
]  # fmt: skip

FILLS = {name: style["fill"] for name, style in LOOKS["styles"].items() if "fill" in style}
"""The grounds of cells in office documents, ``RRGGBB``."""
HEAD_FILL = "D9E1F2"
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

    A ``narrow`` one takes no more of the page than it needs.
    """

    key: str
    title: str
    columns: Sequence[PageColumn]
    rows: Sequence[Sequence[PageCell]]
    notes: Sequence[str] = ()
    narrow: bool = False

    @classmethod
    def of(
        cls, key: str, title: str, columns: Iterable[PageColumn | tuple[str, int]],
        rows: Iterable[Iterable[PageCell | str | int]], notes: Sequence[str] = (), *, narrow: bool = False,
    ) -> "PageTable":  # fmt: skip
        """A table of titles with widths, and of texts and numbers, beside columns and cells."""
        heads = [column if isinstance(column, PageColumn) else PageColumn(*column) for column in columns]
        return cls(key, title, heads, [list(map(_cell, row)) for row in rows], notes, narrow)


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
    """Bars of one unit, to be seen side by side."""

    title: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Page:
    """All that a format shows: title, what it is about, tables, charts, last lines."""

    title: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[PageTable]
    charts: Sequence[Chart] = ()
    labels: Labels = EN
    remarks: Sequence[str] = ()
