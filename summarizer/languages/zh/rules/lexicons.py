"""The profile's word lists, compiled once for the rules."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from summarizer.languages.zh.mentions import MentionScanner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.profiles.profile import Profile

_LANGUAGE = "zh"


class RuleLexicons:
    """Compiled word lists, each of the lexicon of its name; tuples are for ``str.startswith``/``endswith``."""

    def __init__(self, profile: Profile) -> None:
        """Compile the lexicons of ``profile``. Raises :class:`~summarizer.errors.ProfileError` where one is missing."""
        words = partial(profile.lexicon, language=_LANGUAGE)

        def pattern(name: str, form: str = "{}") -> re.Pattern[str]:
            """A pattern of the longest word of a lexicon, in ``form``."""
            return re.compile(form.format(_any(words(name))))

        self.scanner = MentionScanner(words("units"))
        verbs = dict.fromkeys([*words("verbs"), *words("trade_verbs")])
        self.verb_endings = WordEndings(verbs)
        self.verbs = re.compile(_any(verbs))
        self.aim_verbs = pattern("verbs")
        """Without those of the trades, which open many a noun: what states an aim in a title."""
        self.trade_verbs = pattern("trade_verbs")
        self.aim_endings = words("aim_endings")
        self.noun_verb_words = frozenset(words("noun_verbs"))
        self.noun_verbs = pattern("noun_verbs")
        nouns, built = {*words("noun_verbs")}, {*words("build_verbs")}
        made = _any((built | {*verbs}) - nouns - {*words("adverbs")})
        both = _any(nouns & built)
        self.making = re.compile(rf"{made}|(?:{both})(?!中|过程|工程|领域|工作|任务|项目|[的上时])")
        """What is done with what follows; a noun that is a verb as well where it does not end a phrase (建设中)."""
        self.adverbs = pattern("adverbs", "(?:{})+")
        doing = _longest_first({*words("verbs"), *words("adverbs")})
        self.doing = re.compile("|".join(map(re.escape, doing)))
        self.build_verbs = words("build_verbs")
        self.single_verbs = words("single_verbs")
        self.frame_nouns = words("frame_nouns")
        self.set_nouns = pattern("set_nouns", "的?(?:{})")
        said = r"(?:的?(?:工作|内容|要求|任务|措施)?)(?=[,;。、:)”]|\Z|[上入下发着用展进][手力功开行]?)"
        self.aspects = pattern("aspects", rf"(?:重点|关键|主要|重要|核心|突出|具体|基本|重大)?(?:{{}}){said}")
        self.references = pattern("references")
        self.fixed_names = pattern("fixed_names")
        self.single_units = frozenset(words("single_units"))
        self.mask_units = frozenset(words("mask_units"))
        self.noun_units = frozenset(words("noun_units"))
        self.zero_things = pattern(
            "zero_things",
            '(?:(?<![一二三四五六七八九十从归为])零|(?<![0-9.,])0)[”"]?(?P<thing>(?:重[大特]+|安全|责任|校园)?(?:{}))',
        )
        self.events = pattern("events")
        self.confirmed_events = pattern("confirmed_events")
        self.noun_events = frozenset(words("noun_events"))
        self.strong_events = pattern("strong_events")
        self.vague_predicates = pattern("vague_predicates")
        self.coverage_predicates = pattern("coverage_predicates")
        self.manners = pattern("manners", "(?:{})地?")
        self.title_verbs = frozenset("".join(words("title_verbs")))
        self.thing_nouns = _longest_first(words("thing_nouns"))
        self.genre_words = _by_kind(words("genre_words"), "{}")
        self.genre_titles = _by_kind(words("genre_titles"), "(?:{})$")


class WordEndings:
    """Finds the word of a list that a text ends with: one look-up for each length, however many words there are."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)

    def longest(self, text: str, start: int, stop: int) -> str | None:
        """The longest word that ``text[start:stop]`` ends with."""
        ends = (text[stop - length : stop] for length in self._lengths if stop - length >= start)
        return next((end for end in ends if end in self._words), None)


def _any(words: Iterable[str]) -> str:
    """A pattern of the longest of ``words``, those of one first character together, so that few are tried anywhere."""
    by_first: dict[str, list[str]] = {}
    for word in _longest_first(words):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _by_kind(lines: Iterable[str], form: str) -> re.Pattern[str]:
    """One pattern of all words of lines ``KIND: word word``; the group that matched is the kind."""
    kinds = (line.partition(":")[::2] for line in lines)
    return re.compile("|".join(f"(?P<{kind}>{form.format(_any(listed.split()))})" for kind, listed in kinds))
