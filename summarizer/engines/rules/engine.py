"""The rules engine: a whole document in one pass, no model. What a sentence says is judged by its language's rules."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.candidates import Candidate, ChunkExtraction, GoalCandidate, MeasureCandidate, TargetCandidate
from summarizer.engines.rules.grounding import ground_indicator
from summarizer.languages import find, has_rules
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.documents.document import Document
    from summarizer.engines.rules.interface import LanguageRules
    from summarizer.profiles.profile import Profile
    from summarizer.structure.outline import Outline


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
        return result


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
