"""Columns of tables by the labels of their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.reports.tables import PageCell, PageColumn, PageTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.reports.labels import Labels

MIN_DETAIL_WIDTH = 130
"""Cells of a console from which quotes have room beside the numbers."""


def table_of(
    labels: Labels, key: str, title: str, columns: str, rows: Iterable[Iterable[PageCell | str | int]],
    *, narrow: bool = False,
) -> PageTable:  # fmt: skip
    """A table of ``columns``: ``label width``, parted by commas, and ``wide`` for one left out of narrow consoles."""
    made = []
    for column in columns.split(", "):
        label, width, *wide = column.split()
        made.append(PageColumn(getattr(labels, label), int(width), MIN_DETAIL_WIDTH if wide else 0))
    return PageTable.of(key, title, made, rows, narrow=narrow)
