"""When two indicators count the same thing, by reading their words.

An indicator is read as what is counted (the core), what is done to it (actions: to build new is not to enlarge), and
how it changes (a rise is not a fall, and neither is the level itself). Two of them are

* ``same`` where all of that is equal;
* ``unsure`` where one says more than the other (investment in fixed assets of the whole society, or of whom?), or
  both say too little (investment);
* ``different`` otherwise: provincial is not municipal, registered unemployment is not surveyed unemployment.

Conservative, because a wrong merge invents a comparison.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.documents.normalising import view_of
from summarizer.languages.patterns import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from summarizer.comparison.language import IndicatorWords
    from summarizer.languages.records import DateMention, Mention
    from summarizer.profiles.profile import Profile

    FindDates = Callable[[str, int, int], list[DateMention]]

Likeness = Literal["same", "unsure", "different"]

_MARKS = re.compile(r"[\s,.:;!?\"'“”‘’《》()\[\]【】〔〕·。-]+")
MIN_CORE = 4
"""Characters from which on words say by themselves what is counted."""
_MAX_GENERAL = 2
"""Characters that are too few to say what is counted."""
MIN_SHARE = 0.6
"""Of the longer of two cores that may be one, the part that the shorter must have."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator as read: what is counted, what is done to it, ``+``/``-`` for a change, a yearly average or not."""

    core: str
    actions: frozenset[int]
    change: str = ""
    average: bool = False

    @property
    def general(self) -> bool:
        """Whether the words are too few to say what is counted."""
        return len(self.core) <= _MAX_GENERAL


class Alike(NamedTuple):
    """The verdict on two indicators; ``more`` are the words that only one of them has."""

    likeness: Likeness
    more: str = ""


class WordReader:
    """Reads indicators of one language with a profile's lexicons."""

    def __init__(self, profile: Profile, words: IndicatorWords) -> None:
        """Raises :class:`~summarizer.errors.ProfileError` where a lexicon is missing."""
        self._words = words
        self.class_of: dict[str, int] = {}
        """The class of each verb that is in one."""
        self._actions_of: defaultdict[str, frozenset[int]] = defaultdict(frozenset)
        self._class_of_action: list[int] = []
        for index, line in enumerate(profile.lexicon("action_classes")):
            for verbs in line.split("|"):
                for verb in verbs.split():
                    self.class_of[verb] = index
                    self._actions_of[verb] |= {len(self._class_of_action)}
                self._class_of_action.append(index)
        self._names = {name: line.split()[0] for line in profile.lexicon("same_names") for name in line.split()}
        self._other_name = re.compile(alternatives(self._names))
        self._sign_of = dict.fromkeys(words.RISES, "+") | dict.fromkeys(words.FALLS, "-")
        edge = {*self.class_of, *profile.lexicon("light_words"), *self._sign_of, *words.AVERAGES}
        self._edge = re.compile(rf"\A(?:{alternatives(edge)})|(?:{alternatives(edge)})\Z")
        self.read = lru_cache(maxsize=50_000)(self._read)

    def _read(self, indicator: str) -> Reading:
        text = _MARKS.sub("", view_of(indicator))
        text = self._words.NEWLY.sub("", text)
        text = self._other_name.sub(lambda found: self._names[found[0]], text)
        actions: set[int] = set()
        changes: set[str] = set()
        average = False
        rest = text
        # A word at the beginning, else one at the end, that does not say what is counted: each time the longest.
        while rest and (found := self._edge.search(rest)):
            rest = self._words.JOINTS.sub("", rest[: found.start()] + rest[found.end() :])
            actions |= self._actions_of[found[0]]
            changes.update(self._sign_of.get(found[0], ""))
            average = average or found[0] in self._words.AVERAGES
        return Reading(rest.replace("、", "") or text, frozenset(actions), "".join(sorted(changes)), average)

    def one_deed(self, one: Reading, other: Reading) -> bool:
        """Whether what is done to the thing may be one: they have an action in common, or one of them says nothing."""
        return not one.actions or not other.actions or bool(one.actions & other.actions)

    def coarse(self, reading: Reading) -> Reading:
        """``reading`` with classes for its actions: what is enlarged is built, as what is new is."""
        return replace(reading, actions=frozenset(self._class_of_action[action] for action in reading.actions))

    def alike(self, one: Reading, other: Reading) -> Alike:
        """Whether two indicators count the same thing; symmetric."""
        if one.change != other.change or (one.actions and other.actions and one.actions.isdisjoint(other.actions)):
            return Alike("different")
        if one.core == other.core:
            equal = one.actions == other.actions and one.average == other.average
            return Alike("same" if equal and not one.general else "unsure")
        if one.average != other.average:
            return Alike("different")
        short, long = sorted((one.core, other.core), key=len)
        more = _inserted(short, long)
        if more is None or one.general or other.general or self._words.SEVERAL.search(more):
            return Alike("different")
        return Alike("unsure", more) if len(short) >= MIN_SHARE * len(long) else Alike("different")

    def built(self, words: str) -> frozenset[str]:
        """Whether ``words`` speak of new buildings, of rebuilt ones or of both; empty where they leave it open.

        A comparison of plans takes the two for one, as plans put them differently from year to year; a promise of the
        one is not kept by the other.
        """
        return frozenset(kind for kind, pattern in self._words.BUILT.items() if pattern.search(words))


def plain(words: str) -> str:
    """A view of ``words`` without blanks and punctuation."""
    return _MARKS.sub("", view_of(words)).replace("、", "")


def as_written(piece: str, words: str) -> str:
    """``piece`` of the core of ``words`` with the blanks and marks that stand inside it there."""
    view = view_of(words)
    places = [at for at, character in enumerate(view) if not _MARKS.match(character)]
    found = "".join(view[at] for at in places).find(piece) if piece else -1
    return piece if found < 0 else words[places[found] : places[found + len(piece) - 1] + 1]


def without_dates(view: str, start: int, end: int, find_dates: FindDates) -> str:
    """``view[start:end]`` without its dates."""
    pieces, at = [], start
    for date in find_dates(view, start, end):
        pieces.append(view[at : date.start])
        at = date.end
    return "".join([*pieces, view[at:end]])


def undated(mentions: Iterable[Mention], dates: Sequence[DateMention]) -> Iterator[Mention]:
    """The numbers that are none of a date: the 20th of June counts no days."""
    return (each for each in mentions if not any(date.start <= each.number_start < date.end for date in dates))


def later_stage(words: IndicatorWords, one: str, other: str) -> bool:
    """Whether ``other`` names a later stage of a building than ``one`` does."""
    stages = list(words.STAGES.values())
    first, second = ([at for at, stage in enumerate(stages) if stage.search(said)] for said in (one, other))
    return bool(first and second) and max(second) > max(first)


def in_order(short: str, words: str) -> bool:
    """Whether ``words`` have all characters of ``short``, in its order."""
    rest = iter(words)
    return all(character in rest for character in short)


def overlap_of(core: str, clause: str, least: int = MIN_CORE) -> float:
    """The part of the core's pairs of neighbouring characters that stand in the clause."""
    if len(core) < least:
        return 0.0
    pairs = {a + b for a, b in pairwise(core)}
    return sum(pair in clause for pair in pairs) / len(pairs)


def _inserted(short: str, long: str) -> str | None:
    """What ``long`` has in one piece beyond ``short``; None where that is not all that differs."""
    extra = len(long) - len(short)
    if extra <= 0:
        return None
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return long[same : same + extra] if long[same + extra :] == short[same:] else None


def alternatives(words: Iterable[str]) -> str:
    """A pattern of the longest of ``words``; of none, as in a lexicon that somebody has emptied, it finds nothing."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or NEVER
