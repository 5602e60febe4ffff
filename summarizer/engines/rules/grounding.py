"""What is checked before anything reaches a user: an indicator must be read out of its own sentence, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.languages import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.documents.document import Document
    from summarizer.engines.candidates import TargetCandidate


def ground_indicator(document: Document, candidate: TargetCandidate, group_start: int) -> None:
    """Give the indicator the source's own characters; one that cannot be read out of the sentence is replaced.

    The words of the earlier sentences since ``group_start`` count too (a semicolon joins them into one full sentence).
    """
    blank = find(document.language).tables.BLANK
    for start in (candidate.sentence_start, group_start):
        words = align_in_order(candidate.indicator, document.view, document.text, start, candidate.sentence_end, blank)
        if words:
            candidate.indicator = words
            return
    candidate.indicator = document.text[candidate.start : candidate.end]


def align_in_order(words: str, view: str, text: str, start: int, end: int, blank: str = "") -> str | None:
    """``words`` as written in ``text[start:end]``, when they are an in-order subsequence of it; else None.

    ``words`` are in the spelling of ``view`` (same length as ``text``); blanks in them are passed over, and ``blank``
    is what parts words in the language. Whole runs first, which stay together where they can; where words are not
    parted then character by character, greedy from the left, which finds a subsequence wherever there is one.
    """
    runs = words.split()
    found = _in_order(runs, view, text, start, end, blank)
    return _in_order("".join(runs), view, text, start, end, "") if found is None and not blank else found


def _in_order(pieces: Iterable[str], view: str, text: str, start: int, end: int, blank: str) -> str | None:
    found: list[str] = []
    for piece in pieces:
        place = view.find(piece, start, end)
        if place < 0:
            return None
        start = place + len(piece)
        found.append(text[place:start])
    return blank.join(found)
