"""Tables of a PDF that go on over pages, put together again; a row that a page cut in two is one again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.documents.normalising import view_of
from summarizer.documents.pdf_lines import PrintedLine
from summarizer.documents.pdf_tables import PrintedCell, PrintedTable

if TYPE_CHECKING:
    from summarizer.languages.table_cues import TableCues

_SAME_PLACE = 4
"""Points by which the columns of a table may differ from page to page."""
_FIGURE = re.compile(r"[<>≥≤~]? ?(?:\d{4}[^\W\d])?\d[\d.,-]*[^\d]{0,3}")
"""What a row of its own has in a column of numbers or dates: a year may have its word behind it."""
_DATED = re.compile(r"\d{4}[^\W\d]\d|\d{4}[-/.]\d")
"""A year with a month behind it, which stands at the head of no column."""
_ENDED = re.compile(r"[。;!?]$")
_MIN_HEADS, _MAX_HEAD = 2, 12
_MIN_FULL = 2
"""Cells that are full up to the end of the page, before that says anything of their row."""
_MAX_ROWS = 200
"""Rows before a page's end that are looked at, so that a long table costs no more than its length."""

_Cells = dict[int, PrintedCell]
"""The cells of a row by the column in which they begin."""


def joined(flow: list[PrintedLine | PrintedTable], cues: TableCues) -> list[PrintedLine | PrintedTable]:
    """Lines and tables of all pages, with tables that go on over pages as one; a lone row that is none as its lines."""
    made: list[PrintedLine | PrintedTable] = []
    for part in flow:
        if isinstance(part, PrintedTable):
            # A line like "Table 2, continued" between the two halves belongs to the page.
            at = len(made) - 1
            while at >= 0 and isinstance(line := made[at], PrintedLine) and cues.CONTINUED.fullmatch(_view(line.text)):
                at -= 1
            above = made[at] if at >= 0 else None
            if isinstance(above, PrintedTable) and _goes_on(above, part, cues):
                del made[at + 1 :]
                _append(above, part, cues)
                continue
        made.append(part)
    return [
        each
        for part in made
        for each in (part.lines if isinstance(part, PrintedTable) and len(part.rows) == 1 else [part])
    ]


def _goes_on(above: PrintedTable, table: PrintedTable, cues: TableCues) -> bool:
    """Whether a table at the top of a page is the rest of the one at the foot of the page before."""
    if table.pages[0] != above.pages[-1] + 1 or len(table.edges) != len(above.edges):
        return False
    if any(abs(a - b) > _SAME_PLACE for a, b in zip(above.edges, table.edges, strict=True)):
        return False
    return _repeated(above, table) > 0 or not _is_head(table.rows[0], cues)


def _is_head(row: list[PrintedCell], cues: TableCues) -> bool:
    """Whether a row is made of the heads of columns: one that is numbered, or a date, is none."""
    words = [_said(cell) for cell in row]
    if words[0].isdigit() or any(len(word) > _MAX_HEAD for word in words):
        return False
    kinds = (cues.ACTORS.search, cues.DUE.search, cues.ORDINAL.fullmatch, cues.UNIT.fullmatch, cues.YEAR_WORDS.match)
    heads = [word for word in words if not _DATED.search(word)]
    return sum(any(kind(word) for kind in kinds) for word in heads) >= _MIN_HEADS


def _repeated(above: PrintedTable, table: PrintedTable) -> int:
    """How many rows at the top of a page say again what the table began with."""
    count = 0
    for first, again in zip(above.rows, table.rows, strict=False):
        if [_text(cell) for cell in first] != [_text(cell) for cell in again]:
            break
        count += 1
    return count


class _Cut(NamedTuple):
    """Whether a page's first row is the ``rest`` of the row before it or one of its ``own``; ``sure`` if that is told.

    One of its own may stand ``under`` cells that reach over the page into it.
    """

    is_: Literal["rest", "own", "under"]
    sure: bool = True


def _append(above: PrintedTable, table: PrintedTable, cues: TableCues) -> None:
    """Add the rows of the next page; a row that the page cut in two is one again."""
    again = _repeated(above, table)
    rows, pages = table.rows[again:], table.pages[again:]
    if not rows:
        return
    known = _columns(above.rows[-_MAX_ROWS:])
    last, following = known[-1], _columns(rows[:1])[0]
    if last.keys() == following.keys():
        hanging = [at for at, cell in following.items() if not _text(cell) and last[at].rows > 1]
        own = [at for at in last if at not in hanging]
        ordinals = {at for at, cell in _columns(above.rows[:1])[0].items() if cues.ORDINAL.fullmatch(_said(cell))}
        seam = _Seam(known[1:], {at: last[at] for at in own}, {at: following[at] for at in own}, ordinals, cues)
        found = seam.judged()
        if not found.sure:
            here = len(above.rows)
            above.doubtful.update({here - 1} if found.is_ == "rest" else {here - 1, here})
        if found.is_ == "rest":
            for at, cell in following.items():
                last[at].goes_on_with(cell)
            rows, pages = rows[1:], pages[1:]
            hanging = []
        elif found.is_ == "under":
            hanging += seam.reaching()
        for at in hanging:  # a cell over several rows reaches over the page
            last[at].rows += following[at].rows
            rows[0] = [cell for cell in rows[0] if cell is not following[at]]
    above.rows.extend(rows)
    above.pages.extend(pages)


def _columns(rows: list[list[PrintedCell]]) -> list[_Cells]:
    """The cells of each row by the column in which they begin, with those that reach down into it."""
    made: list[_Cells] = []
    hanging: dict[int, tuple[PrintedCell, int]] = {}
    for row in rows:
        line = {at: cell for at, (cell, _) in hanging.items()}
        taken = {at + more for at, cell in line.items() for more in range(cell.columns)}
        hanging = {at: (cell, left - 1) for at, (cell, left) in hanging.items() if left > 1}
        at = 0
        for cell in row:
            while at in taken:
                at += 1
            line[at] = cell
            if cell.rows > 1:
                hanging[at] = (cell, cell.rows - 1)
            at += cell.columns
        made.append(line)
    return made


class _Seam:
    """The last row of a page and the first of the next, by columns, and what tells whether they are one.

    ``rows`` are those of the pages before, the last among them; ``ordinals`` the columns that number them.
    """

    def __init__(
        self, rows: list[_Cells], last: _Cells, following: _Cells, ordinals: set[int], cues: TableCues
    ) -> None:
        self._last, self._following, self._cues = last, following, cues
        self._rows = rows[:-1] or rows
        self._ordinals = ordinals & last.keys()
        self._both = [at for at in last if _text(last[at]) and _text(following[at])]
        self._once = [at for at in last if bool(_text(last[at])) != bool(_text(following[at]))]

    def judged(self) -> _Cut:
        """What has its number stands alone, what has none goes on; else what a row has once stands once."""
        both, once = self._both, self._once
        numbered = [at for at in self._ordinals if _text(self._last[at])]
        if any(_text(self._following[at]) for at in numbered):
            return _Cut("own")
        told = any(map(self._goes_on, both))
        if numbered:
            if self._is_under():
                return _Cut("under", sure=False)
            return _Cut("rest", sure=told or all(self._last[at].full for at in both))
        counted = self._counted()
        if told and once:
            return _Cut("rest")
        if any(
            at in counted and _FIGURE.fullmatch(_said(self._following[at])) and not self._goes_on(at) for at in both
        ):
            return _Cut("own")
        if any(at in counted for at in once):
            return _Cut("rest")
        full = len(both) >= _MIN_FULL and all(self._last[at].full for at in both)
        ended = any(_ENDED.search(_said(self._last[at])) for at in both)
        if once and (len(once) > len(both) or (len(once) == len(both) and not ended)):
            return _Cut("rest", sure=all(self._last[at].full for at in both))
        if full and not ended:
            return _Cut("rest" if once or told else "own", sure=told)
        return _Cut("own", sure=not told)

    def reaching(self) -> list[int]:
        """The first columns, as far as nothing stands under them: their cells reach into the next row."""
        columns = sorted(self._following)
        end = next((place for place, at in enumerate(columns) if _text(self._following[at])), len(columns))
        return columns[:end]

    def _goes_on(self, at: int) -> bool:
        """Whether the words of a cell say that they go on in the one below."""
        seam = f"{_said(self._last[at])}\n{_said(self._following[at])}"
        opened = any(seam.count(sign, 0, seam.index("\n")) > seam.count(close, 0, seam.index("\n"))
                     and seam.count(sign) == seam.count(close) for sign, close in ("()", "《》", "“”"))  # fmt: skip
        return opened or self._cues.CUT.search(seam) is not None

    def _counted(self) -> set[int]:
        """The columns that hold a figure or a date in every row."""
        return {at for at in self._last if all(at in row and _FIGURE.fullmatch(_said(row[at])) for row in self._rows)}

    def _is_under(self) -> bool:
        """Whether each part has a whole figure or date: two rows, over which a cell with their number reaches."""
        parts = (self._last, self._following)
        apart = (at for at in self._both if not self._goes_on(at))
        return any(all(_FIGURE.fullmatch(_said(part[at])) for part in parts) for at in apart)


def _text(cell: PrintedCell) -> str:
    return "".join(cell.paragraphs).strip()


def _said(cell: PrintedCell) -> str:
    return _view(_text(cell))


def _view(text: str) -> str:
    return "".join(view_of(text).split())
