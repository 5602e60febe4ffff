"""What is checked before anything reaches a user: an indicator must be read out of its own sentence, in order."""

from __future__ import annotations


def align_in_order(words: str, view: str, text: str, start: int, end: int) -> str | None:
    """``words`` as written in ``text[start:end]``, when they are an in-order subsequence of it; else None.

    ``words`` are in the spelling of ``view`` (same length as ``text``); blanks in them are passed over.
    Greedy from the left, whole runs first, which finds a subsequence wherever there is one.
    """
    found: list[str] = []
    at = start
    for run in words.split():
        place = view.find(run, at, end)
        if place >= 0:
            found.append(text[place : place + len(run)])
            at = place + len(run)
            continue
        for char in run:
            place = view.find(char, at, end)
            if place < 0:
                return None
            found.append(text[place])
            at = place + 1
    return "".join(found)
