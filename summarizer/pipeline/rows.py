"""What stands in one row of a table: which goal a task has beside it, and which task a figure or a goal's target."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, TypeVar

from summarizer.documents.parts import Span
from summarizer.models import Goal, Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from summarizer.messages import Message
    from summarizer.structure.outline import Outline

_Held = TypeVar("_Held", Goal, Measure)
_Kept = TypeVar("_Kept")


class TableRows:
    """The rows of an outline's tables that say what is to be done; ``placed`` leads from the outline to the items."""

    def __init__(self, outline: Outline, placed: Callable[[int, int], tuple[int, int]]) -> None:
        works: dict[Span, Span | None] = {}
        beside: dict[Span, Span] = {}
        doubts: dict[Span, Message] = {}
        for row in (row for table in outline.tables for row in table.rows):
            if row.doubt is not None:
                doubts |= {Span(*placed(*cell)): row.doubt for cell in row.cells}
            if row.work is None:
                continue
            work = Span(*placed(*row.work))
            goals = [Span(*placed(*goal)) for goal in row.goals]
            works[work] = works.get(work) or next(iter(goals), None)
            for cell in (*goals, *(Span(*placed(*figure.cell)) for figure in row.figures)):
                beside.setdefault(cell, work)
        self._works = sorted(works.items(), key=itemgetter(0))
        self._beside = sorted(beside.items())
        self._doubts = sorted(doubts.items(), key=itemgetter(0))

    def doubt_at(self, place: int, *, task: bool = False) -> Message | None:
        """Why a person should look at what is made of the cell at ``place``; who and by when is said of a ``task``."""
        found = _over(self._doubts, place)
        return found if task or found is None or found.code != "unknown-reference" else None

    def goal_of(self, goals: Sequence[Goal], start: int) -> str | None:
        """The id of the goal beside the task that begins at ``start``."""
        cell = _over(self._works, start)
        found = _first(goals, cell) if cell is not None else None
        return found.id if found is not None else None

    def measure_of(self, measures: Sequence[Measure], place: int) -> Measure | None:
        """The task beside the cell that ``place`` stands in."""
        work = _over(self._beside, place)
        return _first(measures, work) if work is not None else None


def _over(cells: Sequence[tuple[Span, _Kept]], place: int) -> _Kept | None:
    """What belongs to the cell that ``place`` stands in."""
    if not cells:
        return None
    at = bisect_right(cells, place, key=lambda each: each[0].start) - 1
    return cells[at][1] if at >= 0 and place < cells[at][0].end else None


def _first(items: Sequence[_Held], cell: Span) -> _Held | None:
    at = bisect_left(items, cell.start, key=attrgetter("start"))
    return items[at] if at < len(items) and items[at].start < cell.end else None
