"""The profile's word lists, compiled once for the rules engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.quantities.mentions import MentionScanner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.profiles.profile import Profile


def alternatives(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of ``words``."""
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))


@dataclass(frozen=True)
class RuleLexicons:
    """Compiled word lists; tuples are for ``str.startswith``/``endswith``."""

    scanner: MentionScanner
    verbs: re.Pattern[str]
    verb_words: tuple[str, ...]
    adverbs: re.Pattern[str]
    build_verbs: tuple[str, ...]
    frame_nouns: tuple[str, ...]
    single_units: frozenset[str]
    single_verbs: tuple[str, ...]
    mask_units: frozenset[str]
    noun_units: frozenset[str]
    zero_things: re.Pattern[str]
    events: re.Pattern[str]
    strong_events: re.Pattern[str]
    vague: re.Pattern[str]
    coverage_predicates: re.Pattern[str]

    @classmethod
    def of(cls, profile: Profile) -> RuleLexicons:
        """Compile the lexicons of ``profile``. Raises :class:`~summarizer.errors.ProfileError` where one is missing."""
        verbs = profile.lexicon("verbs")
        return cls(
            scanner=MentionScanner(profile.lexicon("units")),
            verbs=re.compile(alternatives(verbs)),
            verb_words=tuple(sorted(verbs, key=len, reverse=True)),
            adverbs=re.compile(f"(?:{alternatives(profile.lexicon('adverbs'))})+"),
            build_verbs=profile.lexicon("build_verbs"),
            frame_nouns=profile.lexicon("frame_nouns"),
            single_units=frozenset(profile.lexicon("single_units")),
            single_verbs=profile.lexicon("single_verbs"),
            noun_units=frozenset(profile.lexicon("noun_units")),
            mask_units=frozenset(profile.lexicon("mask_units")),
            zero_things=re.compile(
                r"(?<![一二三四五六七八九十从归为])零"
                rf"(?P<thing>(?:重[大特]+|安全|责任|校园)?(?:{alternatives(profile.lexicon('zero_things'))}))"
            ),
            events=re.compile(alternatives(profile.lexicon("events"))),
            strong_events=re.compile(alternatives(profile.lexicon("strong_events"))),
            vague=re.compile(alternatives(profile.lexicon("vague_predicates"))),
            coverage_predicates=re.compile(alternatives(profile.lexicon("coverage_predicates"))),
        )
