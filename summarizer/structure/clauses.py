"""The number of the clause that something stands in, as the plan writes it, all levels of it in one word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from summarizer.languages import find

if TYPE_CHECKING:
    from summarizer.structure.outline import Outline

_LONGEST = 12
"""Characters of one mark; what is longer says more than a number."""
_SIGNS = "#*_>-·•●◆■□○ \u3000\t"
"""Of Markdown and of lists: they number nothing."""
_CLOSING = "、，,：:；; \u3000\t"


class _Numbered(Protocol):
    """What is asked of a document."""

    @property
    def text(self) -> str: ...
    @property
    def view(self) -> str: ...
    @property
    def language(self) -> str: ...


class Clauses:
    """The clauses of a document: ``text`` is that of its ``outline``, ``placed`` the document that items stand in."""

    def __init__(self, text: str, outline: Outline, placed: _Numbered) -> None:
        self._outline, self._placed = outline, placed
        self._marks = [_mark(text[heading.line_start : heading.start]) for heading in outline.headings]
        self._read_mark = find(placed.language).numbering.read_mark
        self._known: dict[int | None, list[str]] = {None: []}

    def of(self, heading: int | None, start: int | None = None) -> str | None:
        """The clause under ``heading``, and in it the numbered line that begins with the item at ``start``."""
        marks = self._over(heading)
        own = "" if start is None else self._own(start)
        return _joined([*marks, own] if own and marks[-1:] != [own] else marks)

    def _over(self, heading: int | None) -> list[str]:
        if heading not in self._known:
            marks = (self._marks[each] for each in self._outline.path(heading))
            self._known[heading] = [mark for mark in marks if mark]
        return self._known[heading]

    def _own(self, start: int) -> str:
        """The mark between the beginning of a line and an item."""
        view = self._placed.view
        line = view.rfind("\n", max(0, start - _LONGEST), start) + 1
        if line == start or (line == 0 and start > _LONGEST):
            return ""
        found = self._read_mark(view, line, min(len(view), start + _LONGEST))
        return _mark(self._placed.text[line:start]) if found is not None and found.end == start else ""


def _mark(written: str) -> str:
    """A mark without what only sets it off; nothing where it holds no number or letter."""
    shown = written.strip(_SIGNS)
    return shown if len(shown) <= _LONGEST and any(map(str.isalnum, shown)) else ""


def _joined(marks: list[str]) -> str | None:
    """Marks in one word; those that are closed by a bracket, or before one, need nothing between them."""
    parts: list[str] = []
    for at, mark in enumerate(marks):
        after = marks[at + 1][:1] if at + 1 < len(marks) else ""
        shown = mark.rstrip(_CLOSING) if after in {"", "(", "（"} else mark
        parted = shown[-1:].isascii() and shown[-1:].isalnum() and after.isascii() and after.isalnum()
        parts.append(shown + " " if parted else shown)
    return "".join(parts) or None
