"""The profile's English word lists, made ready once for the rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.en.mentions import EnglishScanner
from summarizer.languages.en.rules import forms
from summarizer.languages.patterns import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.profiles.profile import Profile

_LANGUAGE = "en"


class EnglishLexicons:
    """Word lists, each of the lexicon of its name, in lower case; and the forms made of them."""

    def __init__(self, profile: Profile) -> None:
        """Read the lexicons of ``profile``. Raises :class:`~summarizer.errors.ProfileError` where one is missing."""

        def words(name: str) -> frozenset[str]:
            """A lexicon has several words on a line, parted by commas."""
            lines = profile.lexicon(name, _LANGUAGE)
            return frozenset(word.strip().lower() for line in lines for word in line.split(",") if word.strip())

        self.scanner = EnglishScanner()
        self.verbs = words("verbs")
        self.noun_verbs = words("noun_verbs")
        self.gerunds = forms.gerunds(self.verbs)
        self.participles = forms.participles(self.verbs)
        self.third_persons = forms.third_persons(self.verbs)
        self.reader_verbs = tuple(word + " " for word in sorted(words("reader_verbs")))
        events = words("events")
        self.events = frozenset(event for event in events if " " not in event)
        self.event_phrases = tuple(sorted(event for event in events if " " in event))
        self.event_participles = forms.participles(self.events)
        self.vague_verbs = words("vague_verbs")
        self.money_verbs = words("money_verbs")
        self.money_forms = self.money_verbs | forms.gerunds(self.money_verbs) | forms.participles(self.money_verbs)
        self.rises = tuple(sorted(words("rises")))
        self.own_bodies = words("own_bodies")
        closed = words("closed_groups")
        self.closed_groups = closed
        self.closed_members = frozenset(forms.singular(word) for word in closed)
        self.open_groups = words("open_groups") | frozenset(forms.singular(word) for word in words("open_groups"))
        self.zero_things = pattern(words("zero_things"))
        self.genre_titles = _by_kind(profile.lexicon("genre_titles", _LANGUAGE))
        self.genre_words = _by_kind(profile.lexicon("genre_words", _LANGUAGE))


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of ``words``, the longest first, whole and in any case."""
    return re.compile(rf"\b(?:{_any(words)})(?!\w)", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items()) or NEVER


def _by_kind(lines: Iterable[str]) -> re.Pattern[str]:
    """One pattern of all words of lines ``KIND: word, word``; the group that matched is the kind."""
    kinds = (line.partition(":")[::2] for line in lines)
    found = ((kind, [word.strip() for word in listed.split(",") if word.strip()]) for kind, listed in kinds)
    parts = "|".join(f"(?P<{kind}>{_any(words)})" for kind, words in found)
    return re.compile(rf"\b(?:{parts or NEVER})(?!\w)", re.IGNORECASE)
