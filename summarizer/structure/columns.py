"""The columns of a plan's table: what each holds, by the words at its head, the cells below and the other columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.documents.parts import Span
    from summarizer.languages.table_cues import TableCues

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
IN_BRACKETS = re.compile(r"\(([^()]{1,8})\)")
NOTHING = re.compile(r"[-—–/]*")
"""What a cell without a figure holds."""
_MIN_WORK = 4
"""Characters that the cells of a column of work hold on average."""
_MAX_UNIT = 6
_LONG, _STEP = 1.5, 10
"""How much longer a column that says by which steps is than one that says by when, and than how many characters."""


class TableColumn(NamedTuple):
    """A column; ``rank`` says how near to an action its cells are; once settled, what names its row: the highest."""

    role: str
    heads: tuple[Span, ...]
    head: str
    rank: int = 0
    holds: Literal["numbers", "figures", "words"] = "words"
    """What its cells are: bare numbers, short words with a figure, or words."""
    does: Literal["lead", "support"] | None = None
    """Of offices: whether they lead or help."""
    length: float = 0
    """Characters of its cells, on average."""
    tasks: bool = False
    """Whether its head says tasks, though another column is nearer to an action."""


class TableColumns:
    """Reads the columns of tables by the words of a language; ``words`` gives those of a cell."""

    def __init__(self, words: Callable[[Span], str], first_year: int | None, cues: TableCues) -> None:
        self._words = words
        self._first_year = first_year
        self._cues = cues

    def read(self, head: list[tuple[Span, ...]], body: list[tuple[Span, ...]]) -> list[TableColumn]:
        """The columns under the rows of a ``head``, each with the role that it has among the others."""
        found: list[TableColumn] = []
        for at in range(max(map(len, head))):
            heads = tuple(dict.fromkeys(row[at] for row in head if at < len(row)))
            name = self._cues.BLANK.join(map(self._words, heads))
            cells = [self._words(row[at]) for row in body if at < len(row)]
            cells = [words for words in cells if not NOTHING.fullmatch(words)]
            role, rank = self._role(name, cells)
            length = sum(map(len, cells)) / max(1, len(cells))
            found.append(TableColumn(role, heads, name, rank, self._kind(cells), length=length, tasks=role == "work"))
        return self._settled(found)

    def _role(self, head: str, cells: list[str]) -> tuple[str, int]:
        """What a column is by its head and its cells, the other columns unseen; and how near to an action."""
        cues = self._cues
        bare = IN_BRACKETS.sub("", head)
        kind = self._kind(cells)
        numbers = kind == "numbers"
        if cues.ORDINAL.fullmatch(bare) or (not bare and numbers):
            return "ordinal", 0
        if cues.UNIT.fullmatch(bare):
            who = self._mostly(cells, cues.OFFICE) or any(len(cell) > _MAX_UNIT for cell in cells)
            return ("actors" if who else "unit"), 0
        if cues.ACTORS.search(bare) and not numbers:
            return "actors", 0
        if cues.TERM.fullmatch(bare) and not numbers:
            return "steps", 0
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

    def _settled(self, columns: list[TableColumn]) -> list[TableColumn]:
        """Roles settled among the columns: one of work, one of names, and which figures are still to be reached."""
        roles = self._roles(columns)
        dues = [at for at, role in enumerate(roles) if role == "due"]
        for at in dues:  # beside a term, a column of steps is none
            if columns[at].length > max(_STEP, *(_LONG * columns[other].length for other in dues if other != at), 0):
                roles[at] = "steps" if len(dues) > 1 else "due"
        tasks = not {"actors", "due", "goal"}.isdisjoint(roles)
        best = max((column.rank for column, role in zip(columns, roles, strict=True) if role == "work"), default=0)
        works = [at for at, column in enumerate(columns) if roles[at] == "work" and column.rank == best]
        years = [
            int(found[-1])
            for column, role in zip(columns, roles, strict=True)
            if role == "figures" and (found := YEAR.findall(column.head))
        ]
        for at, column in enumerate(columns):
            if roles[at] == "figures":
                roles[at] = "aim" if self._is_aim(column.head, years, tasks=tasks) else "past"
            elif roles[at] == "work" and (at != works[-1] or not tasks):
                roles[at] = "name"
        end = next((at for at, role in enumerate(roles) if role in {"aim", "past"}), len(roles))
        last_first = range(end - 1, -1, -1)
        named = next((at for role in ("name", "text", "work") for at in last_first if roles[at] == role), None)
        # What is to be reached in words, and beside it in figures, names them before the task does.
        aim = next((at for at in range(1, len(roles)) if roles[at] == "aim" and roles[at - 1] == "goal"), 0) - 1
        does = self._offices(columns, roles)
        return [
            column._replace(role=role, rank=2 if at == aim else int(at == named), does=does[at])
            for at, (column, role) in enumerate(zip(columns, roles, strict=True))
        ]

    def _offices(self, columns: list[TableColumn], roles: list[str]) -> list[Literal["lead", "support"] | None]:
        """Of each column whether its offices lead or help: beside those that help, those responsible lead."""
        cues = self._cues
        said: list[Literal["lead", "support"] | None] = []
        for column, role in zip(columns, roles, strict=True):
            leads, helps = cues.LEAD.search(column.head), cues.SUPPORT.search(column.head)
            told = role == "actors" and bool(leads) != bool(helps)
            said.append(None if not told else "lead" if leads else "support")
        if "support" in said and "lead" not in said:
            for at, column in enumerate(columns):
                if roles[at] == "actors" and said[at] is None and cues.RESPONSIBLE.search(column.head):
                    said[at] = "lead"
        return said

    def _roles(self, columns: list[TableColumn]) -> list[str]:
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
        own = [int(year) for year in YEAR.findall(head)]
        if own and self._first_year is not None and own[-1] < self._first_year:
            return False
        if self._cues.AIM.search(head):
            return not self._cues.LAST_YEAR.search(head)
        if self._cues.PAST.search(head):
            return False
        if own:
            return self._first_year is not None or (len(set(years)) > 1 and own[-1] == max(years))
        return tasks and self._cues.COUNT.search(head) is not None
