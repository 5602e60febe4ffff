"""What a model read, as candidates: each grounded, its value, unit and offsets those that code found.

Where the rules looked at the same number or line, their fields stand (who is responsible, the exact quote, the unit);
the model says what is one of the plan's items, and what is counted.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from summarizer.engines.candidates import ChunkExtraction, GoalCandidate, MeasureCandidate, TargetCandidate
from summarizer.engines.endpoint.checks import clean_name, ground, leaves_denial
from summarizer.engines.endpoint.reading.lines import heading_over
from summarizer.languages import Language, find
from summarizer.quantities.numerals import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

    from summarizer.documents.document import Document
    from summarizer.engines.candidates import Candidate
    from summarizer.engines.endpoint.reading.lines import AskedLine, AskedNumber
    from summarizer.engines.endpoint.reading.questions import LinesRead, NumberRead, PromiseRead
    from summarizer.languages.records import DateMention, Mention
    from summarizer.models import Comparator, Kind
    from summarizer.structure.outline import Outline

_Found = TypeVar("_Found", bound="Candidate")
_RATIO_UNITS = frozenset({"%", "‰", "percentage points"})
_EDGES = " \t\n,，、;；:：.。"
_MIN_SHARE = 0.5
"""Of the characters that either has: of two stretches that are one line."""
_MAX_INDICATOR = 120
_MAX_PREPOSITION = 3


class ReadContext(NamedTuple):
    """What the candidates of one chunk are made of."""

    document: Document
    outline: Outline
    pack: Language
    rules: ChunkExtraction


def candidates_of(
    document: Document,
    outline: Outline,
    schema: ModuleType,
    rules: ChunkExtraction,
    lines: Sequence[AskedLine],
    read: LinesRead,
) -> ChunkExtraction:
    """Everything that the model takes for an item; what it quoted and the text does not hold is rejected, with why."""
    context = ReadContext(document, outline, find(document.language), rules)
    made = ChunkExtraction(rules.chunk)
    for line, standing in read.standings.items():
        if standing == "measure":
            made.measures.append(_measure(context, line))
        elif standing != "none":
            made.goals.append(_goal(context, line, standing))
    for line in lines:
        for number in line.numbers:
            said = read.numbers.get(number.ref)
            if said is not None and said.verdict == schema.COUNTED:
                made.targets.append(_counted(context, line, number, said))
    counted = list(made.targets)
    for promise in read.promises:
        made.targets.append(_promised(context, lines, counted, promise))
    made.targets = _once(made.targets)
    return made


def of_line(candidates: Iterable[_Found], line: AskedLine) -> _Found | None:
    """The candidate that is the line, by the characters that they share."""
    best, most = None, _MIN_SHARE
    for candidate in candidates:
        shared = min(candidate.end, line.end) - max(candidate.start, line.start)
        share = shared / max(1, max(candidate.end, line.end) - min(candidate.start, line.start))
        if share >= most:
            best, most = candidate, share
    return best


def overlap(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates share a character."""
    return one.start < other.end and other.start < one.end


def _by_model(candidate: _Found) -> _Found:
    candidate.accepted, candidate.reason, candidate.unsure, candidate.source = True, None, None, "model"
    return candidate


def _goal(context: ReadContext, line: AskedLine, level: str) -> GoalCandidate:
    known = of_line(context.rules.goals, line)
    if known is not None:
        made = copy.copy(known)
        made.level = level  # type: ignore[assignment]  # one of the levels, by the schema
        return _by_model(made)
    same = of_line(context.rules.measures, line)
    start, end = (same.start, same.end) if same else (line.start, line.end)
    own = line.heading if line.kind == "heading" else None
    above = heading_over(context.outline, line)
    return _by_model(GoalCandidate(start, end, level, heading=own, parent=above))  # type: ignore[arg-type]


def _measure(context: ReadContext, line: AskedLine) -> MeasureCandidate:
    known = of_line(context.rules.measures, line)
    if known is not None:
        return _by_model(copy.copy(known))
    same = of_line(context.rules.goals, line)
    start, end = (same.start, same.end) if same else (line.start, line.end)
    return _by_model(MeasureCandidate(start, end, heading=heading_over(context.outline, line)))


def _counted(context: ReadContext, line: AskedLine, number: AskedNumber, said: NumberRead) -> TargetCandidate:
    document, mention = context.document, number.mention
    known = next((t for t in context.rules.targets if t.number_start == mention.number_start), None)
    deadline = _date_words(context, line, said.by)
    bound = _comparator(context, line, mention, said.bound)
    if known is not None and (known.accepted or known.unsure):
        made = _by_model(copy.copy(known))
        made.deadline = made.deadline or deadline
        if said.bound and bound != "=":
            made.comparator = bound
        return made
    sentence = document.text[line.start : line.end]
    name = said.what.replace(document.text[mention.number_start : mention.number_end], "").strip(_EDGES)
    start, end = mention.start, max(mention.end, mention.unit_end)
    indicator, span = document.text[start:end], None
    if words := _name(name, sentence, document.language, context.pack):
        indicator = words
        span = _span_of(words, document.text, line, mention, context.pack.tables.BLANK)
    start, end = span or (start, end)
    unit, kind = (known.unit, known.kind) if known else (mention.unit, _kind(mention))
    value, value_max = (None if one is None else plain(one) for one in (mention.value, mention.value_max))
    made = TargetCandidate(
        start, end, kind, indicator, comparator=bound, value=value,
        value_max=value_max, unit=unit, deadline=deadline or (known.deadline if known else None),
        masked=mention.masked, number_start=mention.number_start, number_end=mention.number_end,
        sentence_start=line.start, sentence_end=line.end, heading=line.heading, text_source="model",
    )  # fmt: skip
    return _by_model(made)


def _kind(mention: Mention) -> Kind:
    if mention.value == 0 and mention.value_max is None:
        return "zero"
    return "ratio" if mention.unit in _RATIO_UNITS else "quantity"


def _name(name: str, sentence: str, language: str, pack: Language) -> str | None:
    """What is counted, in words of the sentence: shortened as a line may be, else a stretch of it as it stands."""
    if not name or len(name) > _MAX_INDICATOR:
        return None
    if cleaned := clean_name(name, sentence, language):
        return cleaned
    words = name.split()
    at = re.search(r"\s+".join(map(re.escape, words)), sentence, re.IGNORECASE) if words else None
    if at is None or any(mark in at[0] for mark in ".;。；!！?？") or not at[0].strip(_EDGES):
        return None
    if leaves_denial(sentence, at.start(), at.end(), language):
        return None
    whole = not pack.tables.BLANK or _on_word_borders(sentence, at.start(), at.end())
    return " ".join(at[0].split()) if whole and not any(map(str.isdigit, at[0])) else None


def _on_word_borders(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def _span_of(words: str, text: str, line: AskedLine, mention: Mention, blank: str) -> tuple[int, int] | None:
    """From the first of the words that are counted to the last, and the number; None where others are between."""
    pieces = words.split() if blank else [words]
    spans: list[tuple[int, int]] = []
    at = line.start
    for piece in pieces:
        found = text.find(piece, at, line.end)
        if found < 0:
            return None
        spans.append((found, found + len(piece)))
        at = found + len(piece)
    start = min(mention.start, spans[0][0])
    end = max(mention.end, mention.unit_end, spans[-1][1])
    between = text[start : mention.start] + text[mention.end : end]
    return (start, end) if not any(map(str.isdigit, between)) else None


def _comparator(context: ReadContext, line: AskedLine, mention: Mention, bound: str) -> Comparator:
    """The scanner's, or what it reads where the model's words of the bound are put before or behind the number.

    The words must be the line's, with no other number between them and this one.
    """
    if mention.comparator != "=" or not bound.strip() or mention.value_max is not None:
        return mention.comparator
    others = [one.mention for one in line.numbers if one.mention is not mention]
    begin = max((one.number_end for one in others if one.number_end <= mention.number_start), default=line.start)
    stop = min((one.start for one in others if one.start >= mention.number_end), default=line.end)
    if bound.strip() not in context.document.text[begin:stop]:
        return "="
    view = context.document.view
    number = view[mention.number_start : max(mention.number_end, mention.unit_end)]
    blank = context.pack.tables.BLANK
    words = bound.strip()
    scan = context.pack.scanner(()).scan
    for text in (f"{words}{blank}{number}", f"{number}{blank}{words}"):
        found = next(iter(scan(text, 0, len(text))), None)
        if found is not None and found.comparator in {">=", "<=", "~"}:
            return found.comparator
    return "="


def _date_words(context: ReadContext, line: AskedLine, words: str) -> str | None:
    """The date in the model's words for by when, where they stand in the sentence; else None."""
    document, words = context.document, words.strip(_EDGES)
    if not words:
        return None
    at = ground(document, words, [line.around])  # not 1月 of 11月
    if at is None or (context.pack.tables.BLANK and not _on_word_borders(document.text, at.start, at.end)):
        return None
    return _deadline(document, context.pack.find_dates(document.view, at.start, at.end))


def _deadline(document: Document, dates: Sequence[DateMention]) -> str | None:
    """The words of the last date that says by when: none that says since when, or only this year."""
    ends = [date for date in dates if not date.begins and (date.year is not None or not date.broad)]
    return document.text[ends[-1].start : ends[-1].end] if ends else None


def _promised(
    context: ReadContext, lines: Sequence[AskedLine], counted: Sequence[TargetCandidate], promise: PromiseRead
) -> TargetCandidate:
    document = context.document
    at = _place(context, lines, promise.quote) or _place_in_row(document, lines, promise.quote)
    if at is None:
        first = lines[0]
        lost = TargetCandidate(first.start, first.start, "milestone", "", source="model")
        return lost.judged("model-quote-unfit")
    (start, end), line = at
    kind: Kind = promise.kind  # type: ignore[assignment]  # one of the kinds, by the schema
    known = next(_known(context, kind, start, end), None)
    if known is not None:
        return _by_model(copy.copy(known))
    made = TargetCandidate(
        start, end, kind, "", sentence_start=line.start, sentence_end=line.end, heading=line.heading,
        text_source="model", source="model",
    )  # fmt: skip
    if kind in {"coverage", "zero"}:
        made.value, made.unit = (100, "%") if kind == "coverage" else (0, None)
    _date_promise(context, line, made)
    if not _is_founded(context, line, made):
        return made.judged("model-promise-unfounded")
    if any(t.number_start is not None and start <= t.number_start < end for t in counted):
        return made.judged("model-promise-counted")  # with a count in the same phrase it is one quantity
    return made


def _date_promise(context: ReadContext, line: AskedLine, made: TargetCandidate) -> None:
    """Give a promise its deadline, and the words that its dates leave as what it promises."""
    document, start, end = context.document, made.start, made.end
    quote = document.text[start:end]
    dates = context.pack.find_dates(document.view, start, end)
    around = dates or context.pack.find_dates(document.view, *line.around)
    if dates or len(around) == 1:  # of several dates in the sentence nobody could say which
        made.deadline = _deadline(document, around)
        if made.deadline is None and made.kind == "milestone":
            made.deadline = document.text[around[-1].start : around[-1].end]  # one that says from when
    made.indicator = _without(quote, [(one.start - start, one.end - start) for one in dates])
    if line.due == (start, end):
        made.indicator, made.deadline = document.text[line.start : line.end], quote


def _is_founded(context: ReadContext, line: AskedLine, made: TargetCandidate) -> bool:
    """Whether the words that a model quoted say what it takes them for, and nothing beside them takes it back."""
    document, start, end = context.document, made.start, made.end
    promises, code = context.pack.part("promises"), context.pack.code
    if promises is None:  # nobody could tell that the text says so
        return False
    cue = promises.cues(code).get(made.kind)
    said = cue.search(document.view, start, end) if cue is not None else None
    if cue is not None and said is None:
        return False
    sentence, first = document.text[slice(*line.around)], line.around[0]
    if leaves_denial(sentence, start - first, end - first, document.language):
        return False
    if said is not None and made.kind in {"coverage", "zero"}:  # not all, no later than: taken back in the quote itself
        last = said.end() if made.kind == "coverage" else end
        if promises.denied(code).search(document.view, start, last):
            return False
    if made.kind == "milestone" and made.deadline is None:
        return False
    return any(map(str.isalpha, made.indicator))  # a date alone promises nothing


def _known(context: ReadContext, kind: str, start: int, end: int) -> Iterator[TargetCandidate]:
    """The rules' candidates of that kind that stand there."""
    for target in context.rules.targets:
        same = target.kind == kind and target.number_start is None
        if same and (target.accepted or target.unsure) and target.start < end and start < target.end:
            yield target


def _place(context: ReadContext, lines: Sequence[AskedLine], quote: str) -> tuple[tuple[int, int], AskedLine] | None:
    """Where a quote stands, blanks in it however they are; in one line, or in the sentence that is around it.

    In whole words, where blanks part them.
    """
    document, quote, parted = context.document, quote.strip(_EDGES), bool(context.pack.tables.BLANK)
    for line in lines:
        for span in ((line.start, line.end), line.around):
            found = ground(document, quote, [span])
            if found and not (parted and not _on_word_borders(document.text, found.start, found.end)):
                return (found.start, found.end), line
    if not quote or len(quote) > 4 * _MAX_INDICATOR:
        return None
    words = r"\s*".join(map(re.escape, quote.split()))
    spaced = re.compile(rf"(?<!\w){words}(?!\w)" if parted else words)
    for line in lines:
        at = spaced.search(document.text, line.start, line.end)
        if at and ground(document, at[0], [at.span()]):
            return at.span(), line
    return None


def _place_in_row(
    document: Document, lines: Sequence[AskedLine], quote: str
) -> tuple[tuple[int, int], AskedLine] | None:
    """The cell that says by when, of a quote that holds it behind the bar it was shown with."""
    work, bar, due = (part.strip(_EDGES) for part in quote.partition("|"))
    for line in lines if bar and due and work else ():
        if line.due is None or document.text[slice(*line.due)].strip(_EDGES) != due:
            continue
        if ground(document, work, [(line.start, line.end)]) is not None:
            return line.due, line
    return None


def _without(quote: str, spans: Sequence[tuple[int, int]]) -> str:
    """The longest part of a quote that is left when its dates are taken out."""
    parts, at = [], 0
    for start, end in spans:
        parts.append(quote[at:start])
        at = end
    parts.append(quote[at:])
    words = max((part.strip(_EDGES) for part in parts), key=len, default="").split()
    while len(words) > 1 and words[-1].islower() and len(words[-1]) <= _MAX_PREPOSITION and words[-1].isascii():
        words.pop()  # what stood before the date: publish the guide by
    return " ".join(words)


def _once(targets: Sequence[TargetCandidate]) -> list[TargetCandidate]:
    """Without what was said twice: the same number, or the same kind of promise at the same place."""
    kept: list[TargetCandidate] = []
    for target in targets:
        same = (
            one.accepted
            and one.kind == target.kind
            and one.number_start == target.number_start
            and overlap(one, target)
            for one in kept
        )
        if not (target.accepted and any(same)):
            kept.append(target)
    return kept
