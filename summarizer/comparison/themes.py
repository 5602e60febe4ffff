"""Themes of targets, by the words of a lexicon of the profile (``lexicons/themes.txt``) that people edit."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents.normalising import view_of
from summarizer.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.models import Goal, Measure, Summary, Target
    from summarizer.profiles.profile import Profile

KIND = "themes"
_GAP = "…"
_KEY = 2
"""Characters by which words are looked up."""
_SHOWN = 60
"""Characters of a broken line that its error shows."""


class Found(NamedTuple):
    """A theme by its place among all, and how far from the target its word stands: 0 in the indicator itself."""

    level: int
    theme: int


class _Word(NamedTuple):
    line: int
    parts: tuple[str, ...]


class ThemeLexicon:
    """The themes of one language: which of them a text's words lead to."""

    def __init__(self, profile: Profile, code: str) -> None:
        """Raises :class:`ProfileError` where the lexicon cannot be read, or a line of it is not one."""
        self.names: list[str] = []
        """Every theme once, in the order of the lexicon."""
        self._theme_of: list[int] = []
        telling: defaultdict[str, list[_Word]] = defaultdict(list)
        general: defaultdict[str, list[_Word]] = defaultdict(list)
        for line, entry in enumerate(profile.lexicon(KIND, code)):
            name, _, words = entry.replace("：", ":").partition(":")
            name, listed = name.strip(), [word.strip() for word in words.replace("，", ",").split(",") if word.strip()]
            if not name or not listed:
                raise ProfileError("no-theme", profile=profile.name, line=repr(entry[:_SHOWN]))
            starting = general if name in self.names else telling
            if name not in self.names:
                self.names.append(name)
            self._theme_of.append(self.names.index(name))
            for word in listed:
                if parts := tuple(filter(None, view_of(word).lower().split(_GAP))):
                    starting[parts[0][:_KEY]].append(_Word(line, parts))
        self._starting = telling, general
        self._line_in = lru_cache(maxsize=20_000)(self._find)

    def find(self, texts: Sequence[str]) -> Found | None:
        """The theme that the first of ``texts`` with a telling word names, else the first with a general one."""
        for general in (False, True):
            for level, words in enumerate(texts):
                line = self._line_in(words, general)
                if line is not None:
                    return Found(level + len(texts) * general, self._theme_of[line])
        return None

    def _find(self, words: str, general: bool) -> int | None:
        """The first line of which a word stands in ``words``; None where none does."""
        text, starting = view_of(words).lower(), self._starting[general]
        best: int | None = None
        for at in range(len(text)):
            # Most characters begin no word: two are looked up at a time, and one for the few words that have no more.
            for line, parts in chain(starting.get(text[at : at + _KEY], ()), starting.get(text[at], ())):
                if (best is None or line < best) and _stands(parts, text, at):
                    best = line
        return best


def _stands(parts: tuple[str, ...], text: str, at: int) -> bool:
    """Whether a word begins at ``at``; one of an alphabet is a stem, and begins where a word of the text does."""
    first, *rest = parts
    if not text.startswith(first, at) or (_spelled(first[0]) and at > 0 and _spelled(text[at - 1])):
        return False
    at += len(first)
    for part in rest:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def _spelled(character: str) -> bool:
    """Whether a character is a letter of a script that sets its words apart."""
    return character.isalpha() and (character.isupper() or character.islower())


class Themes:
    """Themes of the targets of documents in several languages, each by the lexicon of its own."""

    def __init__(self, profile: Profile, codes: Iterable[str]) -> None:
        """Raises :class:`ProfileError` as a :class:`ThemeLexicon` does; a language without one has no themes."""
        self.names: list[str] = []
        self._lexicons: dict[str, tuple[ThemeLexicon, int]] = {}
        for code in sorted(set(codes), reverse=True):
            if KIND in profile.lexicons.get(code, {}):
                lexicon = ThemeLexicon(profile, code)
                self._lexicons[code] = lexicon, len(self.names)
                self.names += lexicon.names

    def of(self, summary: Summary, code: str) -> dict[str, Found]:
        """The theme of each target by its id, where there is one.

        The words of the indicator decide, else those of the measure, of the target's goal, of the goals over it.
        """
        if code not in self._lexicons:
            return {}
        lexicon, first = self._lexicons[code]
        measures = {measure.id: measure for measure in summary.measures}
        goals = {goal.id: goal for goal in summary.goals}
        found = {}
        for target in summary.targets:
            theme = lexicon.find(list(_words_around(target, measures, goals)))
            if theme is not None:
                found[target.id] = Found(theme.level, first + theme.theme)
        return found


def _words_around(target: Target, measures: dict[str, Measure], goals: dict[str, Goal]) -> Iterable[str]:
    yield target.indicator
    measure = measures.get(target.measure or "")
    yield measure.quote if measure else target.quote
    goal = goals.get(target.goal or (measure.goal if measure else None) or "")
    above: set[str] = set()
    while goal is not None and goal.id not in above:
        yield goal.quote
        above.add(goal.id)
        goal = goals.get(goal.parent or "")


def elected(found: Sequence[Found | None]) -> int | None:
    """The one theme of targets that stand together: of those found nearest, the commonest, else the first listed."""
    known = [one for one in found if one is not None]
    if not known:
        return None
    nearest = min(one.level for one in known)
    votes = Counter(one.theme for one in known if one.level == nearest)
    return min(votes, key=lambda theme: (-votes[theme], theme))
