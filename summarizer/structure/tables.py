"""Tables of a plan: which columns hold indicators, figures to be reached, work to be done, who does it and by when.

Roles come from the words at the head of a column and from what stands below. A table whose columns say
nothing of the kind is no table of a plan: its cells are then read as lines of text.
"""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.documents.parts import Span, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.languages import TableCues

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_IN_BRACKETS = re.compile(r"\(([^()]{1,8})\)")
_NOTHING = re.compile(r"[-—–/]*")
"""What a cell without a figure holds."""
_MAX_ROWS = 2000
_MAX_COLUMNS = 40
_MIN_WORK = 4
"""Characters that the cells of a column of work hold on average."""
_MAX_UNIT = 6
_MAX_HEAD = 3


class Figure(NamedTuple):
    """A cell with a number to be reached; ``unit`` as the table's heads give it, ``due`` the head's words for when."""

    cell: Span
    unit: str | None
    due: Span | None
    past: bool


class Row(NamedTuple):
    """A row: ``name`` says what its figures count, ``work`` what is to be done, ``actors`` by whom, ``due`` by when.

    ``goal`` is what the work is to achieve, in words.
    """

    start: int
    end: int
    name: Span | None
    figures: tuple[Figure, ...]
    work: Span | None
    actors: tuple[Span, ...]
    due: Span | None
    goal: Span | None = None


class PlanTable(NamedTuple):
    """A table that was understood; its rows below the head, and the grid of its head."""

    start: int
    end: int
    rows: tuple[Row, ...]
    head: tuple[tuple[Span, ...], ...] = ()

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return Span(self.start, self.end)


class _Column(NamedTuple):
    role: str
    heads: tuple[Span, ...]
    head: str
    rank: int = 0
    holds: Literal["numbers", "figures", "words"] = "words"
    """What its cells are: bare numbers, short words with a figure, or words."""


def read_table(view: str, table: Table, first_year: int | None, cues: TableCues) -> PlanTable | None:
    """What ``table`` plans; None where it is no table of a plan. ``first_year`` is that of the plan's period."""
    return _Reader(view, first_year, cues).read(table)


class _Reader:
    """Reads tables by the words of a language."""

    def __init__(self, view: str, first_year: int | None, cues: TableCues) -> None:
        self._view = view
        self._first_year = first_year
        self._cues = cues

    def read(self, table: Table) -> PlanTable | None:
        rows = [row for row in table.rows[:_MAX_ROWS] if row]
        while rows and len({cell for cell in rows[0] if self._words(cell)}) < 2:  # noqa: PLR2004
            rows = rows[1:]  # a title over the whole width
        if len(rows) < 2 or len(rows[0]) > _MAX_COLUMNS:  # noqa: PLR2004
            return None
        deep = self._depth(rows)
        body = [row for row in rows[deep:] if len(set(row)) > 1]
        columns = self._columns(rows[:deep], body)
        roles = {column.role for column in columns}
        if "aim" not in roles and not ("work" in roles and roles & {"actors", "due", "goal"}):
            return None
        above = self._cues.UNIT_ABOVE.search(self._view, max(0, table.start - 40), table.start)
        head_end = max(cell.end for row in rows[:deep] for cell in row)
        own = self._said(row for row in body if row[-1].end > head_end)
        made = [self._row(row, columns, above[1] if above else None) for row in own]
        return PlanTable(table.start, table.end, tuple(row for row in made if row is not None), tuple(rows[:deep]))

    def _said(self, rows: Iterable[tuple[Span, ...]]) -> Iterator[tuple[Span, ...]]:
        """The rows, with the cell above in place of one that says "the same"."""
        above: tuple[Span, ...] = ()
        for row in rows:
            pairs = zip_longest(row, above[: len(row)], fillvalue=None)
            above = tuple(
                over if over and self._cues.SAME.fullmatch(self._words(cell)) else cell for cell, over in pairs if cell
            )
            yield above

    def _words(self, cell: Span) -> str:
        return self._cues.BLANK.join(self._view[cell.start : cell.end].split())

    def _depth(self, rows: list[tuple[Span, ...]]) -> int:
        """How many rows the head has: more than one where its cells reach over columns or rows."""
        deep, above = 1, set[Span]()
        while deep < min(_MAX_HEAD, len(rows) - 1):
            last, following = rows[deep - 1], rows[deep]
            wide = any(a == b and a not in above and self._words(a) for a, b in pairwise(last))
            down = any(a == b and self._words(a) for a, b in zip(last, following, strict=False))
            above.update(last)
            own = [self._words(cell) for cell in following if cell not in above]
            figures = (word for word in own if self._cues.FIGURE.fullmatch(word) and not _YEAR.search(word))
            if not (wide or down) or next(figures, None) is not None:
                break
            deep += 1
        return deep

    def _columns(self, head: list[tuple[Span, ...]], body: list[tuple[Span, ...]]) -> list[_Column]:
        found: list[_Column] = []
        for at in range(max(map(len, head))):
            heads = tuple(dict.fromkeys(row[at] for row in head if at < len(row)))
            name = self._cues.BLANK.join(map(self._words, heads))
            cells = [self._words(row[at]) for row in body if at < len(row)]
            cells = [words for words in cells if not _NOTHING.fullmatch(words)]
            role, rank = self._role(name, cells)
            found.append(_Column(role, heads, name, rank, self._kind(cells)))
        return self._settled(found)

    def _role(self, head: str, cells: list[str]) -> tuple[str, int]:
        """What a column is by its head and its cells, the other columns unseen; and how near to an action."""
        cues = self._cues
        bare = _IN_BRACKETS.sub("", head)
        kind = self._kind(cells)
        numbers = kind == "numbers"
        if cues.ORDINAL.fullmatch(bare) or (not bare and numbers):
            return "ordinal", 0
        if cues.UNIT.fullmatch(bare):
            who = self._mostly(cells, cues.OFFICE) or any(len(cell) > _MAX_UNIT for cell in cells)
            return ("actors" if who else "unit"), 0
        if cues.ACTORS.search(bare) and not numbers:
            return "actors", 0
        if cues.DUE.search(bare):
            return "due", 0
        # Under "tasks" or "indicators" words may hold a figure: New schools: 12, 5G base stations.
        of_words = any(pattern.search(bare) for pattern in (cues.GOAL, cues.INDICATOR, *cues.WORK))
        if numbers or (kind == "figures" and (not of_words or cues.YEARLY.search(bare))):
            return "figures", 0
        if cues.ASIDE.search(bare):
            return "aside", 0
        if cues.GOAL.search(bare):
            return "goal", 0
        for rank, pattern in enumerate(cues.WORK):
            if pattern.search(bare) and sum(map(len, cells)) >= _MIN_WORK * len(cells):
                return "work", len(cues.WORK) - rank
        return ("name" if cues.INDICATOR.search(bare) else "text"), 0

    def _kind(self, cells: list[str]) -> Literal["numbers", "figures", "words"]:
        if self._mostly(cells, self._cues.NUMBER):
            return "numbers"
        return "figures" if self._mostly(cells, self._cues.FIGURE) else "words"

    @staticmethod
    def _mostly(cells: list[str], form: re.Pattern[str]) -> bool:
        return sum(form.fullmatch(cell) is not None for cell in cells) * 2 > len(cells)

    def _settled(self, columns: list[_Column]) -> list[_Column]:
        """Roles settled among the columns: one of work, one of names, and which figures are still to be reached."""
        roles = self._roles(columns)
        tasks = not {"actors", "due", "goal"}.isdisjoint(roles)
        best = max((column.rank for column, role in zip(columns, roles, strict=True) if role == "work"), default=0)
        works = [at for at, column in enumerate(columns) if roles[at] == "work" and column.rank == best]
        years = [
            int(found[-1])
            for column, role in zip(columns, roles, strict=True)
            if role == "figures" and (found := _YEAR.findall(column.head))
        ]
        for at, column in enumerate(columns):
            if roles[at] == "figures":
                roles[at] = "aim" if self._is_aim(column.head, years, tasks=tasks) else "past"
            elif roles[at] == "work" and (at != works[-1] or not tasks):
                roles[at] = "name"
        end = next((at for at, role in enumerate(roles) if role in {"aim", "past"}), len(roles))
        last_first = range(end - 1, -1, -1)
        named = next((at for role in ("name", "text", "work") for at in last_first if roles[at] == role), None)
        return [
            column._replace(role=role, rank=int(at == named))
            for at, (column, role) in enumerate(zip(columns, roles, strict=True))
        ]

    def _roles(self, columns: list[_Column]) -> list[str]:
        """The role of each column, seen beside the others."""
        roles = [column.role for column in columns]
        ends = any(column.role == "due" and not self._cues.STARTS.search(column.head) for column in columns)
        if "figures" not in roles:  # nothing is counted: who, not in what
            roles = ["actors" if role == "unit" else role for role in roles]
        tasks = "actors" in roles or "due" in roles
        for at, column in enumerate(columns):
            if column.role == "due" and ends and self._cues.STARTS.search(column.head):
                roles[at] = "aside"
            elif column.role == "goal" and "work" not in roles:
                # Goals alone are the work that somebody has to do; with nobody named, figures to be reached.
                roles[at] = "work" if tasks else "name" if column.holds == "words" else "figures"
            elif column.role == column.holds == "figures" and tasks and "work" in roles:
                # Beside tasks: 3000 new firms, where the head says goal; its words are more than a figure.
                roles[at] = "goal" if self._cues.GOAL.search(column.head) else "figures"
        return roles

    def _is_aim(self, head: str, years: list[int], *, tasks: bool) -> bool:
        """Whether the figures of a column are to be reached in the plan's period; those of years before it are not."""
        own = [int(year) for year in _YEAR.findall(head)]
        if own and self._first_year is not None and own[-1] < self._first_year:
            return False
        if self._cues.AIM.search(head):
            return not self._cues.LAST_YEAR.search(head)
        if self._cues.PAST.search(head):
            return False
        if own:
            return self._first_year is not None or (len(set(years)) > 1 and own[-1] == max(years))
        return tasks and self._cues.COUNT.search(head) is not None

    def _row(self, row: tuple[Span, ...], columns: list[_Column], unit_above: str | None) -> Row | None:
        cells = [
            (column, cell)
            for column, cell in zip(columns, row, strict=False)
            if not _NOTHING.fullmatch(self._words(cell))
        ]
        name = next((cell for column, cell in cells if column.rank), None)
        first = {column.role: cell for column, cell in reversed(cells)}
        work = first.get("work")
        unit = self._words(first["unit"]).strip("-/") or None if "unit" in first else None
        figures = []
        for column, cell in cells:
            if column.role in {"aim", "past"}:
                of_head = "%" if self._cues.GROWTH.search(column.head) else None
                own = of_head or unit or self._unit_of(column, name) or unit_above
                figures.append(Figure(cell, own, self._due(column.heads), column.role == "past"))
        if not figures and work is None and "goal" not in first:
            return None
        return Row(
            start=min(cell.start for _, cell in cells),
            end=max(cell.end for _, cell in cells),
            name=name,
            figures=tuple(figures),
            work=work,
            actors=tuple(dict.fromkeys(cell for column, cell in cells if column.role == "actors")),
            due=first.get("due"),
            goal=first.get("goal"),
        )

    def _unit_of(self, column: _Column, name: Span | None) -> str | None:
        """A unit in brackets behind what is counted (New places (seats)), else at the head of the column."""
        counted = self._words(name) if name else ""
        for words in (counted, column.head):
            found = [unit for unit in _IN_BRACKETS.findall(words) if not _YEAR.search(unit)]
            if found and (words != counted or counted.endswith(f"({found[-1]})")):
                return str(found[-1])
        return None

    def _due(self, heads: tuple[Span, ...]) -> Span | None:
        """The words of a head that say by when: a year."""
        found = (self._cues.YEAR_WORDS.search(self._view, cell.start, cell.end) for cell in reversed(heads))
        return next((Span(*hit.span()) for hit in found if hit), None)
