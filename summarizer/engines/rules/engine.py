"""The rules engine: a whole document in one pass, no model. What a sentence says is judged by its language's rules."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from functools import cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING

from summarizer.engines.candidates import Candidate, ChunkExtraction, GoalCandidate, MeasureCandidate, TargetCandidate
from summarizer.engines.rules.grounding import ground_indicator
from summarizer.languages import find, has_rules
from summarizer.messages import Message
from summarizer.structure.outline import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.documents.document import Document
    from summarizer.engines.rules.interface import LanguageRules
    from summarizer.profiles.profile import Profile
    from summarizer.structure.outline import Outline
    from summarizer.structure.tables import Row


@cache
def _rules_of(language: str, profile: Profile) -> LanguageRules | None:
    module = find(language).part("rules") if has_rules(language) else None
    found: LanguageRules | None = module.rules(profile) if module is not None else None
    return found


class RulesEngine:
    """Goals, measures and targets by the annotation guide's definitions, from the profile's lexicons."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def extract(self, document: Document, outline: Outline) -> ChunkExtraction:
        """Everything in ``document`` as candidates, the rejected ones with their reasons. Never raises on text.

        Nothing for a language without rules, which the document's own notice says.
        Raises :class:`~summarizer.errors.ProfileError` where the profile lacks a lexicon.
        """
        result = ChunkExtraction(0)
        language_rules = _rules_of(document.language, self._profile)
        if language_rules is None:
            return result
        rules = language_rules(document, outline)
        for index, heading in enumerate(outline.headings):
            _add(result, document, rules.heading(index), heading.start)
        group, group_start = -1, 0
        for sentence in outline.sentences:
            if sentence.group != group:
                group, group_start = sentence.group, sentence.start
            _add(result, document, rules.sentence(sentence), group_start)
        _add(result, document, rules.tables(), len(document.text))
        result.goals.sort(key=lambda g: g.start)
        candidates = result.candidates()
        if genre := rules.otherwise():
            for candidate in candidates:
                candidate.judged(candidate.reason.code if candidate.reason else "text-no-plan")
            result.notices.append(Message("no-plan", {"genre": Message(genre)}))
        elif (outline.sentences or outline.tables) and not any(candidate.accepted for candidate in candidates):
            result.notices.append(Message("nothing-found"))
        elif left := [row for table in outline.tables for row in table.rows if row.actors and _is_figure(row)]:
            first = left[0].actors[0]
            office = " ".join(document.text[first.start : first.end].split())
            result.notices.append(Message("offices-of-figures", {"count": len(left), "office": office}))
        return result

    def read_span(self, document: Document, outline: Outline, start: int, end: int) -> ChunkExtraction:
        """What the rules read in ``start:end`` alone, as though a person had cut a sentence there.

        It keeps its place: its heading, its row of a table, the dates of the full sentence that it is a part of. All
        candidates are given, the rejected ones with their reasons; nothing for a language without rules.
        """
        result = ChunkExtraction(0)
        language_rules = _rules_of(document.language, self._profile)
        if language_rules is None:
            return result
        rules = language_rules(document, outline)
        at = bisect_right(outline.sentences, start, key=attrgetter("start")) - 1
        around = outline.sentences[at] if at >= 0 and start < outline.sentences[at].stop else None
        if around is None:
            over = bisect_right(outline.headings, start, key=attrgetter("line_start")) - 1
            cut = Sentence(start, end, end, over if over >= 0 else None, -2)  # of no group
        else:
            cut = around._replace(start=start, end=end, stop=max(end, around.stop), part=0)
            first = at
            while first and outline.sentences[first - 1].group == around.group:
                first -= 1
            own = [around._replace(end=start, stop=start, tags=())] if start > around.start else []
            for before in (*outline.sentences[first:at], *own):
                deque(rules.sentence(before), maxlen=0)  # for the dates that it hands on
        _add(result, document, rules.sentence(cut), start)
        if any(table.start < end and start < table.end for table in outline.tables):
            _add(result, document, filter(partial(_within, start, end), rules.tables()), start)
        return result


def _is_figure(row: Row) -> bool:
    """Whether a row holds figures and no task that its offices could be of."""
    return row.work is None and not row.goals and bool(row.figures)


def _within(start: int, end: int, candidate: Candidate) -> bool:
    """Whether the number of a table's target, else itself, stands in ``start:end``."""
    number = candidate.number_start if isinstance(candidate, TargetCandidate) else None
    return start <= (candidate.start if number is None else number) < end


def _add(result: ChunkExtraction, document: Document, candidates: Iterable[Candidate], group_start: int) -> None:
    """Sort candidates into their groups; ``group_start`` is where the full sentence begins that they stand in."""
    for candidate in candidates:
        match candidate:
            case GoalCandidate():
                result.goals.append(candidate)
            case MeasureCandidate():
                result.measures.append(candidate)
            case TargetCandidate():
                if candidate.accepted or candidate.unsure:
                    ground_indicator(document, candidate, group_start)
                result.targets.append(candidate)
