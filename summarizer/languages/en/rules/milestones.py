"""Milestones: an event that can be confirmed, with a written date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.candidates import TargetCandidate
from summarizer.languages.en.dates import find_dates
from summarizer.languages.en.rules import doubts
from summarizer.languages.en.rules.commits import verb_after
from summarizer.languages.en.rules.wording import segment_of, segments
from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.languages.en.rules.context import EnglishContext
    from summarizer.languages.records import DateMention

_BROAD = re.compile(
    r"(?:this|next|the current|the coming) year|the next .*|the coming .*|each year|every year", re.IGNORECASE
)
_PREPOSITION = verbose(
    r"""
    (?:\b(?:by|in|before|on|no[ ]later[ ]than|from|until|starting|beginning|during|at|after|to|through
    |over)[ ]*(?:the[ ])?)$
    """,
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:with|for|serving|of|including|reaching|featuring|offering|providing|covering|housing|through)\b",
    re.IGNORECASE,
)
"""Before a number: it tells of the thing, and is not what is done."""
_CHANGE = re.compile(
    r"\b(?:reduction|increase|improvement|saving|rise|growth|decrease|decline|gain|drop|fall)s?\b", re.IGNORECASE
)
"""What a figure behind it measures, and is itself what is to happen."""
_STARTING = frozenset("beginning starting commencing effective".split())
_STARTS = re.compile(r"\b(?:starting|beginning|from|as of|as from)(?: in| from)? $", re.IGNORECASE)
_NEAR = 4
_MODALS = frozenset("will shall must should".split())


def find(context: EnglishContext, taken: list[TargetCandidate]) -> Iterator[TargetCandidate]:
    """The milestones of a sentence that commits to something: one for each part with an event that a date governs."""
    dates = [
        date
        for date in context.dates
        if (not _BROAD.fullmatch(context.plain, date.start, date.end) or _STARTS.search(context.plain, 0, date.start))
        and _edged(context, date)
        and not context.is_past(date.start)
    ]
    if not dates:
        return
    begins = segments(context)
    plain = context.plain
    for date in dates:
        left, right = segment_of(begins, date.start, len(plain))
        if set(plain[left : date.start].lower().split()[:-1]) <= _STARTING or _leads(context, date):
            left, right = _main(context, begins, date)
            if left >= date.start or not plain[date.end :].strip(" .)"):
                left, right = _part_before(begins, date.start), len(plain)
        event = _event(context, left, right, date)
        if event is None or _counted(context, taken, event, left, right):
            continue
        start = min(event, date.start) if date.start < left or date.start > event else left
        made = _made(context, date, max(0, min(start, event)), right)
        yield made.judged(None, doubts.of_event(context, event, right))


def _edged(context: EnglishContext, date: DateMention) -> bool:
    """Whether a preposition says that something is due by the date, or happens at it: not the 2026 budget."""
    plain = context.plain
    if plain[: date.start].endswith("(") and plain.startswith(")", date.end):
        return True
    if context.plain[max(0, date.start - 8) : date.start].lower().endswith("up to "):
        return False  # a budget for the period up to 2050
    return _PREPOSITION.search(plain, max(0, date.start - 24), date.start) is not None or plain[
        date.start : date.end
    ].lower().startswith(
        ("each ", "every ", "q", "this ", "spring", "fall", "summer", "winter", "autumn", "late ", "early ", "mid")
    )


def _leads(context: EnglishContext, date: DateMention) -> bool:
    """Whether the date stands before the verb of its sentence: By January 2026, the council will."""
    return not any(
        token.end <= date.start and (token.word in context.words.verbs or token.word in {"will", "shall", "must", "be"})
        for token in context.tokens
    )


def _main(context: EnglishContext, begins: list[int], date: DateMention) -> tuple[int, int]:
    """The part of the sentence that a date at its head governs: up to the end of its main clause."""
    modal = next(
        (
            token.end
            for token in context.tokens
            if token.start >= date.end and token.word in {"will", "shall", "must", "to"}
        ),
        None,
    )
    at = modal if modal is not None else next((begin for begin in begins if begin >= date.end), date.end)
    at = min(at, len(context.plain) - 1)
    return segment_of(begins, at, len(context.plain))


def _part_before(begins: list[int], at: int) -> int:
    """Where the part of the sentence begins before the one around ``at``: Write a plan, beginning in 2027."""
    earlier = [begin for begin in begins if begin <= at]
    return earlier[-2] if len(earlier) > 1 else 0


def _event(context: EnglishContext, left: int, right: int, date: DateMention) -> int | None:
    """Where the verb of an event stands in a part of the sentence; None where nothing happens that can be confirmed."""
    words, tokens = context.words, context.tokens
    shown = context.plain[left:right].lower()
    for phrase in words.event_phrases:
        at = shown.find(phrase)
        if at >= 0 and not shown[at - 1 : at].isalpha():
            return left + at
    if (context.promised or context.listing == "actions") and not context.verb:
        done = (
            token.start for token in tokens if left <= token.start < right and token.word in words.event_participles
        )
        found = next(done, None)  # Register launched by September 2026
        if found is not None:
            return found
    inside = [index for index, token in enumerate(tokens) if left <= token.start < right]
    modal = next((index for index in inside if tokens[index].word in _MODALS), None)
    first = (
        verb_after(context, modal)
        if modal is not None
        else next((index for index in inside if _may_lead(context, index, date)), None)
    )
    if first is None or first >= len(tokens):
        return None
    word = tokens[first].word
    if word == "be":
        participle = verb_after(context, first)
        return (
            tokens[participle].start
            if participle < len(tokens) and tokens[participle].word in words.event_participles
            else None
        )
    if modal is None and inside.index(first) > _NEAR:
        return None
    if word == "have" and first + 1 < len(tokens):
        first += 1
        word = tokens[first].word
        return tokens[first].start if word in words.event_participles else None
    return (
        tokens[first].start
        if word in words.events
        or (modal is None and word in words.event_participles and _passive_before(context, left))
        else None
    )


def _may_lead(context: EnglishContext, index: int, date: DateMention) -> bool:
    """Whether a word may be the verb of its part: not one of the date's own."""
    token, words = context.tokens[index], context.words
    if date.start <= token.start < date.end:
        return False
    return (
        token.word == "be"
        or token.word in words.verbs
        or token.word in words.event_participles
        or token.word in words.gerunds
    )


def _passive_before(context: EnglishContext, left: int) -> bool:
    """Whether a passive goes on: will be selected, and shared in 2026."""
    return any(token.word == "be" for token in context.tokens if token.start < left)


def _counted(context: EnglishContext, taken: list[TargetCandidate], event: int, left: int, right: int) -> bool:
    """Whether the event's own object is counted: open two libraries in May is one target, not two."""
    for candidate in taken:
        if (
            candidate.kind in {"coverage", "relative", "zero"}
            and candidate.start - context.start < right
            and left < candidate.end - context.start
        ):
            return True
        if candidate.number_start is None:
            continue
        at = candidate.number_start - context.start
        if event < at < right and _CHANGE.search(context.plain, event, at):
            return True  # make a reduction in the cost of permits of 3 percent by May
        if event < at < right and not _BESIDE.search(context.plain, event, at):
            return True
        if (
            left <= at < event
            and candidate.kind != "standard"
            and not context.plain[max(0, at - 12) : at].lower().endswith("with ")
        ):
            return True
    return False


def _made(context: EnglishContext, date: DateMention, start: int, right: int) -> TargetCandidate:
    plain = context.plain
    end = max(right, date.end) if date.start >= start else right
    stop = len(plain[:end].rstrip(" ,;:(").removesuffix(" and").rstrip())
    start += len(plain[start:stop]) - len(plain[start:stop].lstrip())
    shown = plain[start:stop]
    if start <= date.start < stop:
        before = _PREPOSITION.sub("", plain[start : date.start])
        shown = f"{before} {plain[date.end : stop]}"
    return TargetCandidate(
        context.start + start, context.start + stop, "milestone",
        " ".join(shown.split()).strip(" ,;") or plain[start:stop],
        deadline=context.words_of(date), sentence_start=context.start, sentence_end=context.end,
        heading=context.sentence.heading,
    )  # fmt: skip


def of_cell(context: EnglishContext) -> TargetCandidate | None:
    """The milestone of a row of milestones with a date beside it: quote and deadline are that cell."""
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
