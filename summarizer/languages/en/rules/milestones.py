"""Milestones: an event that can be confirmed, with a written date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.candidates import TargetCandidate
from summarizer.languages.en.dates import find_dates
from summarizer.languages.en.rules.wording import segment_of, segments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.languages.en.rules.context import SentenceContext
    from summarizer.languages.records import DateMention

_BROAD = re.compile(r"(?:this|next|the current|the coming) year|the next .*|the coming .*|each year|every year", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:\b(?:by|in|before|on|no later than|from|until|starting|beginning|during|at|for|after|to|through|over)[ ]*(?:the[ ])?)$", re.IGNORECASE)
_NAMES_A_YEAR = re.compile(r"\b(?:in|for|during)[ ](?:the[ ])?$", re.IGNORECASE)
_NEAR = 4


def find(context: SentenceContext, taken: list[TargetCandidate]) -> Iterator[TargetCandidate]:
    """The milestones of a sentence that commits to something: one for each part with an event that a date governs."""
    dates = [date for date in context.dates if not _BROAD.fullmatch(context.plain, date.start, date.end) and _edged(context, date)]
    if not dates:
        return
    begins = segments(context)
    plain = context.plain
    for date in dates:
        left, right = segment_of(begins, date.start, len(plain))
        if not plain[left : date.start].strip(" ").lower().split()[:-1] or _leads(context, date):
            left, right = _main(context, begins, date)
        event = _event(context, left, right, date)
        if event is None or _counted(context, taken, event, left, right):
            continue
        start = min(event, date.start) if date.start < left or date.start > event else left
        yield _made(context, date, max(0, min(start, event)), right)


def _edged(context: SentenceContext, date: DateMention) -> bool:
    """Whether a preposition says that something is due by the date, or happens at it: not the 2026 budget."""
    return _PREPOSITION.search(context.plain, max(0, date.start - 24), date.start) is not None or context.plain[date.start : date.end].lower().startswith(("each ", "every ", "q", "this ", "spring", "fall", "summer", "winter", "autumn"))


def _leads(context: SentenceContext, date: DateMention) -> bool:
    """Whether the date stands before the verb of its sentence: By January 2026, the council will."""
    return not any(token.end <= date.start and (token.word in context.words.verbs or token.word in {"will", "shall", "must", "be"}) for token in context.tokens)


def _main(context: SentenceContext, begins: list[int], date: DateMention) -> tuple[int, int]:
    """The part of the sentence that a date at its head governs: up to the end of its main clause."""
    modal = next((token.end for token in context.tokens if token.start >= date.end and token.word in {"will", "shall", "must", "to"}), None)
    at = modal if modal is not None else next((begin for begin in begins if begin >= date.end), date.end)
    at = min(at, len(context.plain) - 1)
    return segment_of(begins, at, len(context.plain))


def _event(context: SentenceContext, left: int, right: int, date: DateMention) -> int | None:
    """Where the verb of an event stands in a part of the sentence; None where nothing happens that can be confirmed."""
    words, plain = context.words, context.plain
    for phrase in words.event_phrases:
        if phrase in plain[left:right].lower():
            return left + plain[left:right].lower().index(phrase)
    passive = False
    for token in context.tokens:
        if token.start < left:
            passive = passive or token.word == "be"
            continue
        if token.start >= right:
            break
        if token.start >= date.end > left and token.start > date.start and date.start > left + _NEAR and token.word not in words.events:
            continue
        if token.word == "be":
            passive = True
        elif (token.word in words.events) or (passive and token.word in words.event_participles):
            return token.start
        elif token.word in words.verbs and token.word not in words.noun_verbs:
            return None
    return None


def _counted(context: SentenceContext, taken: list[TargetCandidate], event: int, left: int, right: int) -> bool:
    """Whether the event's own object is counted: open two libraries in May is one target, not two."""
    near = [token.start for token in context.tokens if token.start > event][:3]
    reach = near[-1] if near else event
    for candidate in taken:
        if candidate.kind in {"coverage", "relative", "zero"} and candidate.start - context.start < right and left < candidate.end - context.start:
            return True
        at = candidate.number_start
        if at is not None and event < at - context.start <= reach + 1 and not context.plain[event : at - context.start].rstrip().endswith(("with", "for", "of", "in", "on")):
            return True
        subject = at is not None and left <= at - context.start < event
        if subject and candidate.kind != "standard":
            return True
    return False


def _made(context: SentenceContext, date: DateMention, start: int, right: int) -> TargetCandidate:
    plain = context.plain
    end = max(right, date.end) if date.start >= start else right
    stop = len(plain[:end].rstrip(" ,;:(").removesuffix(" and").rstrip())
    start += len(plain[start:stop]) - len(plain[start:stop].lstrip())
    shown = plain[start:stop]
    if start <= date.start < stop:
        before = _PREPOSITION.sub("", plain[start : date.start])
        shown = f"{before} {plain[date.end : stop]}"
    return TargetCandidate(
        context.start + start, context.start + stop, "milestone", " ".join(shown.split()).strip(" ,;") or plain[start:stop],
        deadline=context.words_of(date), sentence_start=context.start, sentence_end=context.end,
        heading=context.sentence.heading,
    )  # fmt: skip


def of_cell(context: SentenceContext) -> TargetCandidate | None:
    """The milestone of a row whose cell of work has a date beside it: quote and deadline are that cell."""
    due = context.sentence.due
    if due is None:
        return None
    start, end = due
    cell = context.view[start:end]
    start += len(cell) - len(cell.lstrip())
    end = start + len(cell.strip())
    dates = find_dates(f"by {context.view[start:end]}", 0, end - start + 3)
    if not dates or dates[0].start > 3 or _BROAD.fullmatch(context.view, start, end):  # noqa: PLR2004
        return None
    return TargetCandidate(
        start, end, "milestone", " ".join(context.plain.split()), deadline=context.text[start:end],
        sentence_start=min(context.start, start), sentence_end=max(context.end, end), heading=context.sentence.heading,
    )  # fmt: skip
