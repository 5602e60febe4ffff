"""The profile's word lists, compiled once for the rules."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from summarizer.languages.patterns import NEVER
from summarizer.languages.zh.mentions import MentionScanner

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from summarizer.profiles.profile import Profile

_LANGUAGE = "zh"
_TRIED_TOGETHER = 64
"""First characters of words; measured on the verbs, of which there are some 600."""


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
        self.verb_words = frozenset(verbs)
        self.any_verb = re.compile(_anywhere(verbs))
        """Whether there is one, not which: it finds the first character of one, and looks for that first."""
        self.aim_verbs = pattern("verbs")
        """Without those of the trades, which open many a noun: what states an aim in a title."""
        self.trade_verbs = pattern("trade_verbs")
        self.aim_endings = words("aim_endings")
        self.noun_verb_words = frozenset(words("noun_verbs"))
        self.only_verbs = frozenset(verbs) - self.noun_verb_words
        self.noun_verbs = pattern("noun_verbs")
        nouns, built = {*words("noun_verbs")}, {*words("build_verbs")}
        made = _any((built | {*verbs}) - nouns - {*words("adverbs")})
        both = _any(nouns & built)
        self.making = re.compile(rf"{made}|(?:{both})(?!中|过程|工程|领域|工作|任务|项目|[的上时])")
        """What is done with what follows; a noun that is a verb as well where it does not end a phrase (建设中)."""
        self.adverbs = pattern("adverbs", "(?:{})+")
        self.doing = re.compile(_any({*words("verbs"), *words("adverbs")}))
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
            '[零0](?<![一二三四五六七八九十从归为]零)(?<![0-9.,]0)[”"]?(?P<thing>(?:重[大特]+|安全|责任|校园)?(?:{}))',
        )
        self.events = pattern("events")
        self.confirmed_events = pattern("confirmed_events")
        self.noun_events = frozenset(words("noun_events"))
        self.strong_events = pattern("strong_events")
        self.strong_event_words = words("strong_events")
        self.vague_predicates = pattern("vague_predicates")
        self.coverage_predicates = pattern("coverage_predicates")
        self.manners = pattern("manners", "(?:{})地?")
        self.title_verbs = frozenset("".join(words("title_verbs")))
        self.thing_nouns = _longest_first(words("thing_nouns"))
        self.genre_words = _by_kind(words("genre_words"), "{}")
        self.genre_hints = _by_kind(words("genre_hints"), "{}")
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


def _any(words: Collection[str]) -> str:
    """A pattern of the longest of ``words``, those of one first character together, so that few are tried anywhere.

    Where there are many first characters, a look at each few dozens of them spares trying these one by one.
    Of no words, as in a lexicon that somebody has emptied, it finds nothing.
    """
    if not words:
        return NEVER
    by_first: dict[str, list[str]] = {}
    for word in _longest_first(words):
        by_first.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]))
    firsts = [*by_first]
    groups = [firsts[at : at + _TRIED_TOGETHER] for at in range(0, len(firsts), _TRIED_TOGETHER)]
    patterns = ["|".join(f"{first}(?:{'|'.join(by_first[first])})" for first in group) for group in groups]
    if len(groups) <= 1:
        return "".join(patterns)
    tried = "|".join(f"(?=[{''.join(group)}])(?:{some})" for group, some in zip(groups, patterns, strict=True))
    return f"(?={''.join(_begin(words))})(?:{tried})"


def _anywhere(words: Collection[str]) -> str:
    """A pattern of the first character of any of ``words``, so that nothing is tried where none of those stands."""
    return _behind_first(words, _any(words))


def _behind_first(words: Collection[str], tried: str) -> str:
    """``tried`` where one of ``words`` may begin: groups are no choice of characters that `re` looks for by itself."""
    if not words:
        return NEVER
    first, second = _begin(words)
    return f"{first}(?={second})(?<=(?={tried}).)"


def _begin(words: Collection[str]) -> tuple[str, str]:
    """What any of ``words`` begins with, and what stands behind that: sets of characters; the second may be empty."""
    first, second = ("".join(sorted({re.escape(word[at : at + 1]) for word in words})) for at in (0, 1))
    return f"[{first}]", f"[{second}]" if min(map(len, words)) > 1 else ""


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _by_kind(lines: Iterable[str], form: str) -> re.Pattern[str]:
    """One pattern of all words of lines ``KIND: word word``: it finds a first character; the group is the kind."""
    kinds = {kind: listed.split() for kind, _, listed in (line.partition(":") for line in lines)}
    tried = "|".join(f"(?P<{kind}>{form.format(_any(listed))})" for kind, listed in kinds.items())
    return re.compile(_behind_first([word for listed in kinds.values() for word in listed], tried))
