"""Tables of a plan: which columns hold indicators, figures to be reached, work to be done, who does it and by when.

Roles come from the words at the head of a column and from what stands below. A table whose columns say
nothing of the kind is no table of a plan: its cells are then read as lines of text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents.document import Span

if TYPE_CHECKING:
    from summarizer.documents.document import Table

_ORDINAL = re.compile(r"序号?|编号|号|no\.?", re.IGNORECASE)
_UNIT = re.compile(r"(?:计量|计算|指标)?单位")
_ACTORS = re.compile(
    r"(?:责任|牵头|配合|负责|主责|承办|协办|主办|落实|实施|完成|参与|分管)(?:单位|部门|主体|人员?|领导|科室|处室|股室)|^(?:部门|责任)$"
)
_DUE = re.compile(r"时限|期限|(?:完成|结束|截止|办结|达标)时间|时间(?:节点|要求|安排)|^时间$|进度(?:要求|安排)")
_ASIDE = re.compile(r"备注|属性|性质|类型|类别|分类|领域|维度|一级指标|说明|依据|来源|^类$")
_PAST = re.compile(r"完成|实际|实绩|现状|基[期数准]|上年|去年|现有|预计|历史|同期")
_AIM = re.compile(r"目标|计划|预期|规划|指标值|任务[数量值]|要求值|年均|增长|增速|到\d{4}年")
_COUNT = re.compile(r"数量|数值|规模|个数|^值$")
_NAME = re.compile(r"指标|名称|项目|内容|任务")
# The first that a head fits is what the column holds; the lower, the nearer to an action.
_WORK = (
    re.compile(r"举措|措施|做法"),
    re.compile(r"内容"),
    re.compile(r"任务|事项|要点|工作|安排|目标"),
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_YEAR_WORDS = re.compile(r"到?(?:19|20)\d\d年底?|(?:19|20)\d\d(?!\d)")
_IN_BRACKETS = re.compile(r"\(([^()]{1,8})\)")
_FIGURE = re.compile(
    r"[^\d]{0,8}\d[\d,.]*.{0,12}|[<>≥≤]?[xX×*]{1,6}.{0,4}|_{2,}.{0,4}|(?:实现)?全覆盖|百分之.{1,6}", re.DOTALL
)
_NOTHING = re.compile(r"[-—–/]*")
"""What a cell without a figure holds."""
_UNIT_ABOVE = re.compile(r"单位:([^\s,;。()]{1,6})\)? *$")
_MOST_ROWS = 2000
_MOST_COLUMNS = 40
_SHORTEST_WORK = 6
"""Characters that the cells of a column of work hold on average."""


class Figure(NamedTuple):
    """A cell with a number to be reached; ``unit`` as the table's heads give it, ``due`` the head's words for when."""

    cell: Span
    unit: str | None
    due: Span | None
    past: bool


class Row(NamedTuple):
    """A row: ``name`` says what its figures count, ``work`` what is to be done, ``actors`` by whom, ``due`` by when."""

    start: int
    end: int
    name: Span | None
    figures: tuple[Figure, ...]
    work: Span | None
    actors: tuple[Span, ...]
    due: Span | None


class PlanTable(NamedTuple):
    """A table that was understood; its rows below the head."""

    start: int
    end: int
    rows: tuple[Row, ...]

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return Span(self.start, self.end)


class _Column(NamedTuple):
    role: str
    heads: tuple[Span, ...]
    head: str
    rank: int = 0


def read_table(view: str, table: Table, first_year: int | None) -> PlanTable | None:
    """What ``table`` plans; None where it is no table of a plan. ``first_year`` is that of the plan's period."""
    rows = [row for row in table.rows[:_MOST_ROWS] if row]
    while rows and len({cell for cell in rows[0] if _words(view, cell)}) < 2:  # noqa: PLR2004
        rows = rows[1:]  # a title over the whole width
    if len(rows) < 2 or len(rows[0]) > _MOST_COLUMNS:  # noqa: PLR2004
        return None
    deep = _depth(view, rows)
    body = [row for row in rows[deep:] if len(set(row)) > 1]
    columns = _columns(view, rows[:deep], body, first_year)
    roles = [column.role for column in columns]
    if "aim" not in roles and not ("work" in roles and ("actors" in roles or "due" in roles)):
        return None
    above = _UNIT_ABOVE.search(view, max(0, table.start - 40), table.start)
    head_end = max(cell.end for row in rows[:deep] for cell in row)
    made = [_row(view, row, columns, above[1] if above else None) for row in body if row[-1].end > head_end]
    return PlanTable(table.start, table.end, tuple(row for row in made if row is not None))


def _words(view: str, cell: Span) -> str:
    return "".join(view[cell.start : cell.end].split())


def _depth(view: str, rows: list[tuple[Span, ...]]) -> int:
    """How many rows the head has: two where its cells reach over columns or rows."""
    first, second = rows[0], rows[1]
    wide = any(a == b and _words(view, a) for a, b in pairwise(first))
    deep = any(a == b and _words(view, a) for a, b in zip(first, second, strict=False))
    if not (wide or deep) or len(rows) < 3:  # noqa: PLR2004
        return 1
    own = [_words(view, cell) for cell in second if cell not in first]
    return 2 if not any(word and _FIGURE.fullmatch(word) and not _YEAR.search(word) for word in own) else 1


def _columns(
    view: str, head: list[tuple[Span, ...]], body: list[tuple[Span, ...]], first_year: int | None
) -> list[_Column]:
    found: list[_Column] = []
    for at in range(max(map(len, head))):
        heads = tuple(dict.fromkeys(row[at] for row in head if at < len(row)))
        name = "".join(_words(view, cell) for cell in heads)
        cells = [_words(view, row[at]) for row in body if at < len(row)]
        role, rank = _role(name, [words for words in cells if not _NOTHING.fullmatch(words)])
        found.append(_Column(role, heads, name, rank))
    return _settled(found, first_year)


def _role(head: str, cells: list[str]) -> tuple[str, int]:
    """What a column is by its head and its cells, before the other columns are looked at; and how near to an action."""
    bare = _IN_BRACKETS.sub("", head)
    figures = sum(_FIGURE.fullmatch(cell) is not None for cell in cells)
    if _ORDINAL.fullmatch(bare):
        return "ordinal", 0
    if _UNIT.fullmatch(bare) and not any(len(cell) > 6 for cell in cells):  # noqa: PLR2004
        return "unit", 0
    if _ACTORS.search(bare) or _UNIT.fullmatch(bare):
        return "actors", 0
    if _DUE.search(bare):
        return "due", 0
    if figures * 2 > len(cells):
        return "figures", 0
    if _ASIDE.search(bare):
        return "aside", 0
    for rank, pattern in enumerate(_WORK):
        if pattern.search(bare) and sum(map(len, cells)) >= _SHORTEST_WORK * len(cells):
            return "work", len(_WORK) - rank
    return ("name" if _NAME.search(bare) else "text"), 0


def _settled(columns: list[_Column], first_year: int | None) -> list[_Column]:
    """Roles settled among the columns: one of work, one of names, and which figures are still to be reached."""
    roles = [column.role for column in columns]
    tasks = "actors" in roles or "due" in roles
    best = max((column.rank for column in columns), default=0)
    works = [at for at, column in enumerate(columns) if column.role == "work" and column.rank == best]
    years = [int(found[-1]) for column in columns if column.role == "figures" and (found := _YEAR.findall(column.head))]
    for at, column in enumerate(columns):
        if column.role == "figures":
            roles[at] = "aim" if _is_aim(column.head, years, first_year, tasks=tasks) else "past"
        elif column.role == "work" and (at != works[-1] or not tasks):
            roles[at] = "name"
    end = next((at for at, role in enumerate(roles) if role in {"aim", "past"}), len(roles))
    names = [at for at in range(end) if roles[at] == "name"] or [at for at in range(end) if roles[at] == "text"]
    names = names or [at for at in range(end) if roles[at] == "work"]
    named = names[-1] if names else None
    settled = []
    for at, (column, role) in enumerate(zip(columns, roles, strict=True)):
        settled.append(column._replace(role=role, rank=int(at == named)))
    return settled


def _is_aim(head: str, years: list[int], first_year: int | None, *, tasks: bool) -> bool:
    """Whether the figures of a column are to be reached in the plan's period; those of years before it are not."""
    own = [int(year) for year in _YEAR.findall(head)]
    if own and first_year is not None and own[-1] < first_year:
        return False
    if _AIM.search(head):
        return "上年" not in head and "去年" not in head
    if _PAST.search(head):
        return False
    if own:
        return first_year is not None or (len(set(years)) > 1 and own[-1] == max(years))
    return tasks and _COUNT.search(head) is not None


def _row(view: str, row: tuple[Span, ...], columns: list[_Column], unit_above: str | None) -> Row | None:
    cells = [(column, cell) for column, cell in zip(columns, row, strict=False) if _words(view, cell)]
    name = next((cell for column, cell in cells if column.rank), None)
    unit = next((_words(view, cell) for column, cell in cells if column.role == "unit"), "").strip("-/") or None
    figures = []
    for column, cell in cells:
        if column.role in {"aim", "past"}:
            own = _unit_of(view, column, name) if unit is None else None
            due = _due(view, column.heads)
            figures.append(Figure(cell, _growth(column.head, unit) or own or unit_above, due, column.role == "past"))
    work = next((cell for column, cell in cells if column.role == "work"), None)
    if not figures and work is None:
        return None
    return Row(
        start=min(cell.start for _, cell in cells),
        end=max(cell.end for _, cell in cells),
        name=name,
        figures=tuple(figures),
        work=work,
        actors=tuple(dict.fromkeys(cell for column, cell in cells if column.role == "actors")),
        due=next((cell for column, cell in cells if column.role == "due"), None),
    )


def _growth(head: str, unit: str | None) -> str | None:
    """The unit of a row, save under 年均增长, which is a percentage whatever is counted."""
    return "%" if re.search(r"增长|增速", head) and "量" not in head else unit


def _unit_of(view: str, column: _Column, name: Span | None) -> str | None:
    """A unit in brackets behind what is counted (新增学位（个）), else at the head of the column."""
    counted = _words(view, name) if name else ""
    for words in (counted, column.head):
        found = [unit for unit in _IN_BRACKETS.findall(words) if not _YEAR.search(unit)]
        if found and (words != counted or counted.endswith(f"({found[-1]})")):
            return str(found[-1])
    return None


def _due(view: str, heads: tuple[Span, ...]) -> Span | None:
    """The words of a head that say by when: 2025年."""
    for cell in reversed(heads):
        found = _YEAR_WORDS.search(view, cell.start, cell.end)
        if found:
            return Span(found.start(), found.end())
    return None
