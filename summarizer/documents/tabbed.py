"""Tables in plain text: lines of cells parted by bars, by wide gaps, or by tabs as copying from a page leaves them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents.parts import Span, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

_MIN_COLUMNS, _MAX_COLUMNS, _MIN_ROWS, _MAX_HEAD = 3, 40, 3, 24
_MAX_HEADS = 240
"""Characters of the line that holds the heads of a table that is set with blanks."""
_MAX_MISSING = 2
_MAX_ABOVE = 3
"""Lines of a caption that may stand, parted like the rest, over the heads."""
_BARS = "|｜│┃¦︱"
_TABS = re.compile("\t")
_PARTED = re.compile(f"[{_BARS}]")
_GAPS = re.compile(r"(?<=[^ \u3000])[ \u3000]{2,}(?=[^ \u3000])")
_WIDE = ("  ", "\u3000\u3000")
_GAP = re.compile("[ \u3000]{2}")
_SIGN = re.compile(f"[\t{_BARS}]")
_SIGN_OR_GAP = re.compile(f"{_SIGN.pattern}|{_GAPS.pattern}")
_GOES_ON = tuple(";；,，、")
_BLANKS = " \t\u3000\xa0"
_RULE = re.compile(r"[-—－=:：+┼├┤┌┐└┘┬┴─━ \t]*")
"""What a cell holds of a line that only rules off the head: ---, :---:."""


class _Line(NamedTuple):
    """A line and its cells; without cells one that is a mere rule."""

    start: int
    end: int
    cells: tuple[Span, ...]


def tabbed_tables(text: str, head: re.Pattern[str]) -> tuple[Table, ...]:
    """The tables of ``text``, in order: lines of as many cells, under short heads.

    ``head`` is found in one of the heads of a plan's table; in two at least of a table of two columns or of one row.
    The last cells of a row may be missing. What goes on behind a title of its own has the heads of what was before.

    Tabs and bars elsewhere (an indent, one that aligns two words) make no table. Linear in the length of the text.
    """
    forms = [form for form, signs in ((_TABS, "\t"), (_PARTED, _BARS)) if any(sign in text for sign in signs)]
    if _is_set_with_blanks(text, head):
        forms.append(_GAPS)
    found: list[Table] = []
    run: list[_Line] = []
    over: _Line | None = None  # the heads of what was before
    titles = 0
    for line in (*_lines(text, forms), _Line(len(text), len(text), ())) if forms else ():
        if not line.cells and line.end < len(text):
            continue  # a rule under the head
        if len(run) > 1 and (whole := _rest_of(text, run[-1], line, len(run[0].cells))):
            run[-1] = whole
            continue
        if run and not _is_row(text, line, len(run[0].cells)):
            made, heads = _table(text, run, head, over if titles <= 1 else None)
            if made and over is not None and heads is over and (not found or found[-1].end < over.start):
                found.append(Table(over.start, over.end, (over.cells,)))
            found, over, run, titles = [*found, *made], heads, [], 0
        if len(line.cells) > 1:
            run.append(line if run else _closed(text, line))
        elif over is not None and text[line.start : line.end].strip():
            titles += 1
    return tuple(found)


def _closed(text: str, line: _Line) -> _Line:
    """The first line of a table without the empty cell behind a bar that ends it: Indicator | 2028 | Owner |."""
    open_end = len(line.cells) > _MIN_COLUMNS and not text[slice(*line.cells[-1])].strip()
    return line._replace(cells=line.cells[:-1]) if open_end else line


def _is_set_with_blanks(text: str, head: re.Pattern[str]) -> bool:
    """Whether a line holds the heads of a plan's table, parted by wide gaps."""
    if not any(gap in text for gap in _WIDE):
        return False
    at = 0
    for line in text.split("\n"):
        # An indent is no gap.
        if len(line) <= _MAX_HEADS and any(gap in line for gap in _WIDE) and _GAP.search(line.strip(" \u3000")):
            cells = _parted(line, at, _GAPS)
            heads = tuple(_stripped(text, cell) for cell in cells) if len(cells) >= _MIN_COLUMNS else ()
            if heads and _known_heads(text, heads, head) >= 2:  # noqa: PLR2004
                return True
        at += len(line) + 1
    return False


def _is_row(text: str, line: _Line, width: int) -> bool:
    """Whether a line goes on with a table of ``width`` columns; where its last cells are missing, its first is not."""
    count = len(line.cells)
    if count > width:
        return not text[line.cells[width].start : line.end].strip(_BLANKS + _BARS)
    short = 1 < count < width and (width <= count + _MAX_MISSING or _is_open(text, line))
    return count == width or (short and bool(text[slice(*line.cells[0])].strip()))


def _is_open(text: str, line: _Line) -> bool:
    """Whether the last cell of a line ends inside a sentence, so that its next paragraph stands on the next line."""
    return text[slice(*line.cells[-1])].rstrip()[-1:] in _GOES_ON


def _rest_of(text: str, row: _Line, line: _Line, width: int) -> _Line | None:
    """The row with the line that goes on with its last cell, where both together hold no more than a row does."""
    if not line.cells or not _is_open(text, row) or not len(row.cells) < width >= len(row.cells) + len(line.cells) - 1:
        return None
    cell = Span(row.cells[-1].start, line.cells[0].end)
    return _Line(row.start, line.end, (*row.cells[:-1], cell, *line.cells[1:]))


def _table(text: str, run: list[_Line], head: re.Pattern[str], over: _Line | None) -> tuple[list[Table], _Line | None]:
    """The table that a run of lines makes, if it makes one, and the line of its heads."""
    first = next((at for at, line in enumerate(run[:_MAX_ABOVE]) if _known_heads(text, line.cells, head)), None)
    if first is None:
        if over is None or len(over.cells) != len(run[0].cells):
            return [], None
        return [Table(run[0].start, run[-1].end, (over.cells, *(line.cells for line in run)))], over
    run = run[first:]
    width, known = len(run[0].cells), _known_heads(text, run[0].cells, head)
    whole = sum(len(line.cells) >= width for line in run)
    if known >= 2 and whole == len(run) == 1:  # noqa: PLR2004
        return [], run[0]  # what stands under these heads comes behind a title
    clear = known >= 2 and whole >= 2  # noqa: PLR2004
    if width > _MAX_COLUMNS or not (clear or (width >= _MIN_COLUMNS and whole == len(run) >= _MIN_ROWS)):
        return [], None
    return [Table(run[0].start, run[-1].end, tuple(line.cells[:width] for line in run))], run[0]


def _lines(text: str, forms: list[re.Pattern[str]]) -> Iterator[_Line]:
    """Every line with its cells; one without a sign between cells is one cell."""
    at, sign = 0, _SIGN_OR_GAP if _GAPS in forms else _SIGN
    for line in text.split("\n"):
        end = at + len(line)
        if sign.search(line) is None:  # nearly every line
            yield _Line(at, end, () if line and _RULE.fullmatch(line) else (Span(at, end),))
        else:
            yield _Line(at, end, _cells(text, line, at, next(form for form in forms if form.search(line))))
        at = end + 1


def _cells(text: str, line: str, at: int, form: re.Pattern[str]) -> tuple[Span, ...]:
    """The cells of a line with a sign between them; none of a mere rule."""
    cells = _parted(line, at, form)
    if form is _GAPS:
        cells = [_stripped(text, cell) for cell in cells]
    if form is _PARTED:
        cells = [_stripped(text, cell) for cell in _framed_off(text, cells)]
        if all(_RULE.fullmatch(text, *cell) for cell in cells):
            return ()
    return tuple(cells)


def _parted(line: str, at: int, form: re.Pattern[str]) -> list[Span]:
    cells: list[Span] = []
    begin = 0
    for sign in form.finditer(line):
        cells.append(Span(at + begin, at + sign.start()))
        begin = sign.end()
    return [*cells, Span(at + begin, at + len(line))]


def _framed_off(text: str, cells: list[Span]) -> list[Span]:
    """The cells of a line without what stands before its first bar and behind its last, where a frame is drawn."""
    first = 1 if not text[slice(*cells[0])].strip(_BLANKS) else 0
    last = len(cells) - (not text[slice(*cells[-1])].strip(_BLANKS)) if first else len(cells)
    return cells[first:last]


def _stripped(text: str, cell: Span) -> Span:
    start, end = cell
    while start < end and text[start] in _BLANKS:
        start += 1
    while start < end and text[end - 1] in _BLANKS:
        end -= 1
    return Span(start, end)


def _known_heads(text: str, row: tuple[Span, ...], head: re.Pattern[str]) -> int:
    """How many heads of a row say what a plan's table does; 0 where one is no head."""
    words = [text[cell.start : cell.end].strip() for cell in row]
    if not all(word and len(word) <= _MAX_HEAD for word in words):
        return 0
    return sum(head.search(word) is not None for word in words)
