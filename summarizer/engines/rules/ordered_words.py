"""What is checked before anything reaches a user: an indicator must be read out of its own sentence, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def align_in_order(words: str, view: str, text: str, start: int, end: int) -> str | None:
    """``words`` as written in ``text[start:end]``, when they are an in-order subsequence of it; else None.

    ``words`` are in the spelling of ``view`` (same length as ``text``); blanks in them are passed over.
    Whole runs first, which stay together where they can; then character by character, greedy from the
    left, which finds a subsequence wherever there is one.
    """
    runs = words.split()
    found = _in_order(runs, view, text, start, end)
    return _in_order("".join(runs), view, text, start, end) if found is None else found


def _in_order(pieces: Iterable[str], view: str, text: str, start: int, end: int) -> str | None:
    found: list[str] = []
    for piece in pieces:
        place = view.find(piece, start, end)
        if place < 0:
            return None
        start = place + len(piece)
        found.append(text[place:start])
    return "".join(found)
