"""The number of the clause that something stands in, as the plan writes it, all levels of it in one word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from summarizer.languages import find

if TYPE_CHECKING:
    from summarizer.structure.outline import Outline

_LONGEST = 12
"""Characters of one mark; what is longer says more than a number."""
_LONGEST_LINE = 2000
"""Characters of a line up to an item; what stands further on in it is found no number for."""
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
        self._outline, self._text, self._view = outline, placed.text, placed.view
        self._marks = [_mark(text[heading.line_start : heading.start]) for heading in outline.headings]
        self._read_mark = find(placed.language).numbering.read_mark
        self._known: dict[int | None, list[str]] = {None: []}
        self._words: dict[int | None, str | None] = {}

    def of(self, heading: int | None, start: int | None = None) -> str | None:
        """The clause under ``heading``, and in it the numbered line that the item at ``start`` stands in."""
        marks = self._over(heading)
        own, begins = ("", False) if start is None else self._own(start)
        if own and (marks[-1:] != [own] if begins else own not in marks):
            return _joined([*marks, own])
        if heading not in self._words:
            self._words[heading] = _joined(marks)
        return self._words[heading]

    def _over(self, heading: int | None) -> list[str]:
        if heading not in self._known:
            marks = (self._marks[each] for each in self._outline.path(heading))
            self._known[heading] = [mark for mark in marks if mark]
        return self._known[heading]

    def _own(self, start: int) -> tuple[str, bool]:
        """The mark at the beginning of an item's line, and whether the item follows it at once."""
        view = self._view
        line = view.rfind("\n", max(0, start - _LONGEST_LINE), start) + 1
        if line == start or (line == 0 and start > _LONGEST_LINE):
            return "", False
        found = self._read_mark(view, line, min(len(view), line + 2 * _LONGEST))
        if found is None or found.end > start:
            return "", False
        return _mark(self._text[line : found.end]), found.end == start


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
