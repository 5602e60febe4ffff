"""A text as it is read where its lines are broken by hand or its characters are set apart, with the way back.

Nobody rewrites ``Document.text``. What has to be read differently is a second document, made of the first one's
text without some stretches of it: all stages read that one, and what they find is put back to its place.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.documents.parts import Span, Table

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where the characters of a shortened text stood: its pieces begin at ``new`` now, at ``old`` before."""

    new: tuple[int, ...]
    old: tuple[int, ...]

    def before(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the whole text that ``start:end`` was: what it lost at its edges is not brought back."""
        first = self._before(start)
        return first, max(first, self._before(end - 1) + 1) if end > start else first

    def _before(self, offset: int) -> int:
        at = bisect_right(self.new, offset) - 1
        return self.old[at] + offset - self.new[at]

    def after(self, offset: int) -> int:
        """Where a character of the whole text is now; of one that was lost, where the next one is."""
        at = bisect_right(self.old, offset) - 1
        end = self.new[at + 1] if at + 1 < len(self.new) else None
        now = self.new[at] + offset - self.old[at]
        return now if end is None else min(now, end)

    def span(self, span: Span) -> Span:
        """A stretch of the whole text, now."""
        return Span(self.after(span.start), self.after(span.end))

    def table(self, table: Table) -> Table:
        """A table of the whole text, now."""
        rows = tuple(tuple(self.span(cell) for cell in row) for row in table.rows)
        return Table(self.after(table.start), self.after(table.end), rows, tuple(map(self.span, table.doubtful)))


def without(text: str, lost: Sequence[tuple[int, int, str]]) -> tuple[str, Offsets]:
    """``text`` without the stretches ``lost``, in order and disjoint, each with what is read in its place.

    That is nothing, or a single blank.
    """
    pieces: list[str] = []
    new, old = [0], [0]
    at = length = 0
    for start, end, words in lost:
        pieces += (text[at:start], words)
        length += start - at + len(words)
        new.append(length)
        old.append(end)
        at = end
    pieces.append(text[at:])
    return "".join(pieces), Offsets(tuple(new), tuple(old))
