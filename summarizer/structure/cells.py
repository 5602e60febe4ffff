"""Cells of a plan's table that stand for others, and rows that are none of the plan's: notes and sums."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.documents.parts import Span
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from summarizer.languages.table_cues import TableCues
    from summarizer.structure.columns import TableColumn

_MAX_CHAIN = 8
"""Rows that refer to each other one after the other; what goes on longer goes in a ring."""
_MAX_LABEL = 4
"""Characters of a cell that says that the one beside it is a note."""
_SIGNS = re.compile(r"\W+")


def without_notes(
    rows: Iterable[tuple[Span, ...]], words: Callable[[Span], str], cues: TableCues, *, counted: bool
) -> Iterator[tuple[Span, ...]]:
    """The rows, but for sums and notes under the table: one of these, and lone cells that follow it.

    Where figures have columns of their own (``counted``), a sum of them is a target; of tasks it tells how many rows
    there are.
    """
    noted = False
    for row in rows:
        said = [words(cell) for cell in dict.fromkeys(row) if words(cell)]
        lone = len(said) == 1 or (len(said) == 2 and len(said[0]) <= _MAX_LABEL)  # noqa: PLR2004
        foot = cues.FOOT.match(":".join(said)) if lone else None
        is_note = foot is not None and bool(foot["note"])
        noted = is_note or (noted and len(said) == 1)
        if said and not counted and (summed := cues.FOOT.fullmatch(said[0])) and not summed["note"]:
            continue
        if not noted and (foot is None or len(said) > 1):
            yield row


class References:
    """Cells that say who or by when in the words of another row of the table."""

    def __init__(
        self, rows: list[tuple[Span, ...]], columns: list[TableColumn], words: Callable[[Span], str], cues: TableCues
    ) -> None:
        self._words = words
        self._cues = cues
        self._columns = [at for at, column in enumerate(columns) if column.role in {"actors", "due"}]
        number = next((at for at, column in enumerate(columns) if column.role == "ordinal"), None)
        self._numbered: dict[str, tuple[Span, ...]] = {}
        for row in rows if number is not None else ():
            if number is not None and number < len(row):
                self._numbered.setdefault(_SIGNS.sub("", words(row[number])), row)

    def followed(self, row: tuple[Span, ...]) -> tuple[tuple[Span, ...], Message | None]:
        """The row with the cells it refers to; without one that refers to none there is, with why to look at it."""
        made, doubt = list(row), None
        for at in self._columns:
            if at >= len(row):
                continue
            cell = self._cell(row[at], at)
            if cell is None:
                doubt = doubt or Message("unknown-reference", {"words": self._words(row[at])})
                cell = Span(row[at].start, row[at].start)
            made[at] = cell
        return tuple(made), doubt

    def _cell(self, cell: Span, at: int) -> Span | None:
        """The cell that says what this one does: itself, unless it refers to another; None where there is none."""
        for _ in range(_MAX_CHAIN):
            said = self._words(cell)
            if self._cues.SAME.fullmatch(said):
                return None  # nothing stands above
            found = self._cues.SAME_AS.fullmatch(said)
            if found is None:
                return cell
            row = self._numbered.get(found[1])
            if row is None or at >= len(row):
                return None
            cell = row[at]
        return None
