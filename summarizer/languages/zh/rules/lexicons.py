"""The profile's word lists, compiled once for the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.quantities.mentions import MentionScanner

if TYPE_CHECKING:
    from summarizer.profiles.profile import Profile

_LANGUAGE = "zh"


@dataclass(frozen=True)
class RuleLexicons:
    """Compiled word lists, each of the lexicon of its name; tuples are for ``str.startswith``/``endswith``."""

    scanner: MentionScanner
    verbs: re.Pattern[str]
    verb_words: tuple[str, ...]
    """The verbs, longest first."""
    noun_verbs: re.Pattern[str]
    adverbs: re.Pattern[str]
    """One or several."""
    build_verbs: tuple[str, ...]
    frame_nouns: tuple[str, ...]
    set_nouns: re.Pattern[str]
    """With 的 before it or without."""
    single_units: frozenset[str]
    single_verbs: tuple[str, ...]
    mask_units: frozenset[str]
    noun_units: frozenset[str]
    zero_things: re.Pattern[str]
    """With 零 before it; the group ``thing`` is what there is none of."""
    events: re.Pattern[str]
    noun_events: frozenset[str]
    strong_events: re.Pattern[str]
    vague_predicates: re.Pattern[str]
    coverage_predicates: re.Pattern[str]

    @classmethod
    def of(cls, profile: Profile) -> RuleLexicons:
        """Compile the lexicons of ``profile``. Raises :class:`~summarizer.errors.ProfileError` where one is missing."""

        def words(kind: str) -> tuple[str, ...]:
            return profile.lexicon(kind, _LANGUAGE)

        def longest_first(kind: str) -> tuple[str, ...]:
            return tuple(sorted(words(kind), key=len, reverse=True))

        def pattern(kind: str, form: str = "{}") -> re.Pattern[str]:
            return re.compile(form.format("|".join(map(re.escape, longest_first(kind)))))

        return cls(
            scanner=MentionScanner(words("units")),
            verbs=pattern("verbs"),
            verb_words=longest_first("verbs"),
            noun_verbs=pattern("noun_verbs"),
            adverbs=pattern("adverbs", "(?:{})+"),
            build_verbs=words("build_verbs"),
            frame_nouns=words("frame_nouns"),
            set_nouns=pattern("set_nouns", "的?(?:{})"),
            single_units=frozenset(words("single_units")),
            single_verbs=words("single_verbs"),
            mask_units=frozenset(words("mask_units")),
            noun_units=frozenset(words("noun_units")),
            zero_things=pattern(
                "zero_things", r"(?<![一二三四五六七八九十从归为])零(?P<thing>(?:重[大特]+|安全|责任|校园)?(?:{}))"
            ),
            events=pattern("events"),
            noun_events=frozenset(words("noun_events")),
            strong_events=pattern("strong_events"),
            vague_predicates=pattern("vague_predicates"),
            coverage_predicates=pattern("coverage_predicates"),
        )
