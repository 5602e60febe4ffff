"""Tables of a plan: which columns hold indicators, figures to be reached, work to be done, who does it and by when.

Roles come from the words at the head of a column and from what stands below. A table whose columns say
nothing of the kind is no table of a plan: its cells are then read as lines of text.
"""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents.parts import Span, Table
from summarizer.languages.records import Office
from summarizer.messages import Message
from summarizer.structure.cells import References, without_notes
from summarizer.structure.columns import IN_BRACKETS, NOTHING, YEAR, TableColumn, TableColumns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.languages.table_cues import TableCues

_MAX_COLUMNS = 40
_MAX_HEAD = 3
_MAX_ABOVE = 6
"""Rows among which the head is looked for: over it may stand who filled the table in, and when."""
_MAX_HEAD_WORD = 14
_MIN_KNOWN = 3


class Figure(NamedTuple):
    """A cell with a number to be reached; ``unit`` as the table's heads give it, ``due`` the head's words for when."""

    cell: Span
    unit: str | None
    due: Span | None
    past: bool


class Row(NamedTuple):
    """A row: ``name`` says what its figures count, ``work`` what is to be done, ``actors`` by whom, ``due`` by when.

    ``goals`` say what the work is to achieve, in words, and ``steps`` how it is to be done until then, each with the
    words of its head for when. A row of nothing but the ``title`` of those below it has no more.
    """

    start: int
    end: int
    name: Span | None
    figures: tuple[Figure, ...]
    work: Span | None
    actors: tuple[Office, ...]
    due: Span | None
    goals: tuple[Span, ...] = ()
    steps: tuple[tuple[Span, Span | None], ...] = ()
    title: Span | None = None
    doubt: Message | None = None
    """Why a person should look at what is made of it."""

    @property
    def cells(self) -> tuple[Span, ...]:
        """Those of which items are made."""
        work = () if self.work is None else (self.work,)
        return (*work, *self.goals, *(figure.cell for figure in self.figures), *(cell for cell, _ in self.steps))


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


def read_table(view: str, table: Table, first_year: int | None, cues: TableCues) -> PlanTable | None:
    """What ``table`` plans; None where it is no table of a plan. ``first_year`` is that of the plan's period."""
    return _Reader(view, first_year, cues).read(table)


class _Reader:
    """Reads tables by the words of a language."""

    def __init__(self, view: str, first_year: int | None, cues: TableCues) -> None:
        self._view = view
        self._cues = cues
        self._columns = TableColumns(self._words, first_year, cues)

    def read(self, table: Table) -> PlanTable | None:
        rows = [row for row in table.rows if row]
        # Above it may stand a title over the whole width.
        first = next((at for at, row in enumerate(rows) if len({c for c in row if self._words(c)}) > 1), len(rows))
        rows = self._from_head(rows[first:])
        if len(rows) < 2 or len(rows[0]) > _MAX_COLUMNS:  # noqa: PLR2004
            return None
        deep = self._depth(rows)
        heads = {tuple(map(self._words, row)) for row in rows[:deep]}  # said again where a page of the table began
        body = [row for row in rows[deep:] if tuple(map(self._words, row)) not in heads]
        columns = self._columns.read(rows[:deep], body)
        roles = {column.role for column in columns}
        if "aim" not in roles and not ("work" in roles and roles & {"actors", "due", "goal"}):
            return None
        above = self._cues.UNIT_ABOVE.search(self._view, max(0, table.start - 40), table.start)
        head_end = max(cell.end for row in rows[:deep] for cell in row)
        below = (row for row in body if row[-1].end > head_end)
        own = [*self._said(without_notes(below, self._words, self._cues, counted="aim" in roles))]
        references = References(own, columns, self._words, self._cues)
        cut = {span.start for span in table.doubtful}
        made = []
        for given in own:
            row, doubt = references.followed(given)
            if any(cell.start in cut for cell in given):
                doubt = Message("maybe-cut-row")
            read = self._row(row, columns, above[1] if above else None)
            made.append(read and read._replace(doubt=doubt))
        kept = self._goals_once(self._with_tasks([row for row in made if row is not None]))
        return PlanTable(table.start, table.end, tuple(kept), tuple(rows[:deep]))

    def _from_head(self, rows: list[tuple[Span, ...]]) -> list[tuple[Span, ...]]:
        """The rows from the head on, where what stands over it is none."""
        if not rows or self._known(rows[0]) > 1:
            return rows
        known = [self._known(row) for row in rows[:_MAX_ABOVE]]
        best = known.index(max(known))
        return rows[best:] if known[best] >= _MIN_KNOWN and best < len(rows) - 1 else rows

    def _known(self, row: tuple[Span, ...]) -> int:
        """How many cells of a row are heads of a plan's table; 0 where one is too long for a head."""
        cues = self._cues
        words = [IN_BRACKETS.sub("", self._words(cell)) for cell in dict.fromkeys(row)]
        if any(len(word) > _MAX_HEAD_WORD * (1 + len(cues.BLANK)) for word in words):
            return 0
        kinds = (cues.ACTORS.search, cues.DUE.search, cues.GOAL.search, cues.INDICATOR.search, cues.ASIDE.search,
                 cues.ORDINAL.fullmatch, cues.UNIT.fullmatch, *(pattern.search for pattern in cues.WORK))  # fmt: skip
        return sum(any(kind(word) for kind in kinds) for word in words)

    def _said(self, rows: Iterable[tuple[Span, ...]]) -> Iterator[tuple[Span, ...]]:
        """The rows, with the cell above in place of one that says "the same"."""
        above: tuple[Span, ...] = ()
        for row in rows:
            pairs = zip_longest(row, above[: len(row)], fillvalue=None)
            if len({cell for cell in row if self._words(cell)}) < 2:  # noqa: PLR2004
                yield row  # a title says nothing of those below it
                continue
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
            wide = wide or self._goes_under(last, following)
            down = any(a == b and self._words(a) for a, b in zip(last, following, strict=False))
            above.update(last)
            own = [self._words(cell) for cell in following if cell not in above]
            figures = (word for word in own if self._cues.FIGURE.fullmatch(word) and not YEAR.search(word))
            if not (wide or down) or next(figures, None) is not None:
                break
            deep += 1
        return deep

    def _goes_under(self, head: tuple[Span, ...], row: tuple[Span, ...]) -> bool:
        """Whether a row has nothing but heads, and some where the head above is blank, as cells that are not merged."""
        cells = [self._words(cell) for cell in row]
        blank = any(word and not self._words(over) for word, over in zip(cells, head, strict=False))
        known = sum(map(bool, cells))
        return blank and known > 1 and self._known(tuple(cell for cell in row if self._words(cell))) == known

    def _row(self, row: tuple[Span, ...], columns: list[TableColumn], unit_above: str | None) -> Row | None:
        cells = [
            (column, cell)
            for column, cell in zip(columns, row, strict=False)
            if not NOTHING.fullmatch(self._words(cell))
        ]
        if len({cell for _, cell in cells}) == 1 and self._is_title(row, cells[0]):
            start, end = cells[0][1]
            return Row(start, end, None, (), None, (), None, title=cells[0][1])
        names = sorted(((column, cell) for column, cell in cells if column.rank), key=lambda named: -named[0].rank)
        name = names[0][1] if names else None
        first = {column.role: cell for column, cell in reversed(cells)}
        work = first.get("work")
        goals = [cell for column, cell in cells if column.role == "goal"]
        unit = self._words(first["unit"]).strip("-/") or None if "unit" in first else None
        figures = []
        for column, cell in cells:
            if column.role in {"aim", "past"}:
                of_head = "%" if self._cues.GROWTH.search(column.head) else None
                own = of_head or unit or self._unit_of(column, name) or unit_above
                figures.append(Figure(cell, own, self._due(column.heads), column.role == "past"))
        bare = [goal for goal in goals if work is not None and self._cues.NUMBER.fullmatch(self._words(goal))]
        if bare:  # a bare figure under "goal" is what the task is to reach
            figures += (Figure(goal, unit, None, past=False) for goal in bare)
            name, goals = work, [goal for goal in goals if goal not in bare]
        steps = tuple((cell, self._term(column)) for column, cell in cells if column.role == "steps")
        if not figures and work is None and not goals and not any(column.tasks for column, _ in names):
            return None
        return Row(
            start=min(cell.start for _, cell in cells),
            end=max(cell.end for _, cell in cells),
            name=name,
            figures=tuple(figures),
            work=work,
            actors=tuple(
                dict.fromkeys(Office(*cell, column.does) for column, cell in cells if column.role == "actors")
            ),
            due=first.get("due"),
            goals=tuple(dict.fromkeys(goals)),
            steps=steps,
        )

    def _term(self, column: TableColumn) -> Span | None:
        """The words of a head that says by when its cells are due."""
        found = (self._cues.TERM.search(self._view, cell.start, cell.end) for cell in reversed(column.heads))
        return next((Span(*hit.span(1)) for hit in found if hit), None)

    def _is_title(self, row: tuple[Span, ...], only: tuple[TableColumn, Span]) -> bool:
        """Whether a row is a title of those below it: one cell over its width, or a lone one where no task begins."""
        column, cell = only
        return len(set(row)) == 1 or (column.role in {"ordinal", "name", "text"} and cell == row[0])

    def _goals_once(self, rows: list[Row]) -> list[Row]:
        """The rows, with a goal that each of them says again as the one cell that it is where cells are merged.

        What holds a number is each row's own: two tasks may be to reach as much.
        """
        made: list[Row] = []
        above: dict[str, Span] = {}
        for row in rows:
            goals = tuple(above.get(self._words(goal), goal) for goal in row.goals)
            if row.title is None:
                words = {self._words(goal): goal for goal in goals}
                above = {said: goal for said, goal in words.items() if not any(map(str.isnumeric, said))}
            made.append(row._replace(goals=goals))
        return made

    @staticmethod
    def _with_tasks(rows: list[Row]) -> list[Row]:
        """The rows, with their name as the work where nothing else says what is to be done and who does it is said.

        A name that stands over several rows of work is none.
        """
        over = {row.name for row in rows if row.work is not None or row.figures or row.goals}
        made = []
        for row in rows:
            task = row.name if row.name not in over and (row.actors or row.due) else None
            empty = row.work is None and not row.figures and not row.goals and row.title is None
            if not empty:
                made.append(row)
            elif task is not None:
                made.append(row._replace(work=task))
        return made

    def _unit_of(self, column: TableColumn, name: Span | None) -> str | None:
        """A unit in brackets behind what is counted (New places (seats)), else at the head of the column."""
        counted = self._words(name) if name else ""
        for words in (counted, column.head):
            found = [unit for unit in IN_BRACKETS.findall(words) if not YEAR.search(unit)]
            if found and (words != counted or counted.endswith(f"({found[-1]})")):
                return str(found[-1])
        return None

    def _due(self, heads: tuple[Span, ...]) -> Span | None:
        """The words of a head that say by when: a year."""
        found = (self._cues.YEAR_WORDS.search(self._view, cell.start, cell.end) for cell in reversed(heads))
        return next((Span(*hit.span()) for hit in found if hit), None)
