"""When two indicators count the same thing, by reading their words.

An indicator is read as what is counted (the core), what is done to it (actions: 新建 and 建设 are one, 改扩建 is two
others), and how it changes (增长 is not 下降, and neither is the level itself). Two of them are

* ``same`` where all of that is equal;
* ``unsure`` where one says more than the other (固定资产投资, 全社会固定资产投资; 新建、改扩建, 新建), or both say too
  little (投资);
* ``different`` otherwise: 省级 is not 市级, 登记失业率 is not 调查失业率, 新建 is not 扩建.

Conservative, because a wrong merge invents a comparison.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from summarizer.documents.normalising import view_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.profiles.profile import Profile

Likeness = Literal["same", "unsure", "different"]

_CHANGES: Final = {
    "+": "增长 增加 增幅 涨幅 上升 提高 再提高 提升 增速 增长率".split(),
    "-": "下降 再下降 降低 减少 削减 压减 降幅 缩短 降低率 下降率".split(),
}
_CHANGE_OF: Final = {word: sign for sign, words in _CHANGES.items() for word in words}
_BUILT: Final = {"new": re.compile("新建|新改扩建|新改建|新扩建"), "rebuilt": re.compile("改扩建|改建|扩建|续建")}
_AVERAGE: Final = ("年均", "平均每年", "每年")
_MARKS: Final = re.compile(r"[\s,.:;!?\"'“”‘’《》()\[\]【】〔〕·。-]+")
_JOIN: Final = re.compile(r"^[、和与及并或]+|[、和与及并或]+$")
_SEVERAL: Final = re.compile(r"[和与及]")
_TOO_GENERAL: Final = 2
_LEAST_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator as read: what is counted, what is done to it, ``+``/``-`` for a change, 年均 or not."""

    core: str
    actions: frozenset[int]
    change: str = ""
    average: bool = False

    @property
    def general(self) -> bool:
        """Whether the words are too few to say what is counted (投资, 学位)."""
        return len(self.core) <= _TOO_GENERAL


class Alike(NamedTuple):
    """The verdict on two indicators; ``more`` are the words that only one of them has."""

    likeness: Likeness
    more: str = ""


class WordReader:
    """Reads indicators; built once from a profile's lexicons."""

    def __init__(self, classes: Iterable[str], light: Iterable[str], names: Iterable[str]) -> None:
        self._class_of: dict[str, int] = {}
        self._actions_of: defaultdict[str, frozenset[int]] = defaultdict(frozenset)
        self._class_of_action: list[int] = []
        for index, line in enumerate(classes):
            for verbs in line.split("|"):
                for verb in verbs.split():
                    self._class_of[verb] = index
                    self._actions_of[verb] |= {len(self._class_of_action)}
                self._class_of_action.append(index)
        self._light = frozenset(light)
        self._names = {name: line.split()[0] for line in names for name in line.split()}
        self._other_name = _pattern(self._names)
        edge = {*self._class_of, *self._light, *_CHANGE_OF, *_AVERAGE}
        self._opening = re.compile(f"(?:{_alternatives(edge)})")
        # Backwards, so that the longest word at the end is found by the same longest-first search.
        self._closing = re.compile(f"(?:{_alternatives(word[::-1] for word in edge)})")
        self.read = lru_cache(maxsize=50_000)(self._read)

    @classmethod
    def of(cls, profile: Profile) -> WordReader:
        """From ``profile``. Raises :class:`~summarizer.errors.ProfileError` where a lexicon is missing."""
        return cls(*(profile.lexicon(kind) for kind in ("action_classes", "light_words", "same_names")))

    def _read(self, indicator: str) -> Reading:
        text = _MARKS.sub("", view_of(indicator))
        text = self._other_name.sub(lambda found: self._names[found[0]], text) if self._names else text
        actions: set[int] = set()
        changes: set[str] = set()
        average = False
        rest = text
        while rest:
            word = self._edge_word(rest)
            if word is None:
                break
            rest = _JOIN.sub("", rest[len(word) :] if rest.startswith(word) else rest[: -len(word)])
            if word in self._class_of:
                actions |= self._actions_of[word]
            changes.update(_CHANGE_OF.get(word, ""))
            average = average or word in _AVERAGE
        return Reading(rest.replace("、", "") or text, frozenset(actions), "".join(sorted(changes)), average)

    def _edge_word(self, text: str) -> str | None:
        """A word at the beginning, else at the end, that does not say what is counted; never the whole of it."""
        opening = self._opening.match(text)
        if opening:
            return opening[0]
        closing = self._closing.match(text[::-1])
        return closing[0][::-1] if closing else None

    def class_of(self, verb: str) -> int | None:
        """The class of a verb; None for one that is in none."""
        return self._class_of.get(verb)

    def coarse(self, reading: Reading) -> Reading:
        """``reading`` with classes for its actions: what is enlarged is built, as what is new is."""
        return replace(reading, actions=frozenset(self._class_of_action[action] for action in reading.actions))

    def alike(self, one: str, other: str) -> Alike:
        """Whether two indicators count the same thing."""
        return alike(self.read(one), self.read(other))


def alike(one: Reading, other: Reading) -> Alike:
    """The verdict on two readings; symmetric."""
    if one.change != other.change or (one.actions and other.actions and one.actions.isdisjoint(other.actions)):
        return Alike("different")
    if one.core == other.core:
        equal = one.actions == other.actions and one.average == other.average
        return Alike("same" if equal and not one.general else "unsure")
    if one.average != other.average:
        return Alike("different")
    short, long = sorted((one.core, other.core), key=len)
    more = _inserted(short, long)
    if more is None or one.general or other.general or _SEVERAL.search(more):
        return Alike("different")
    return Alike("unsure", more) if len(short) >= _LEAST_SHARE * len(long) else Alike("different")


def built(words: str) -> frozenset[str]:
    """Whether ``words`` speak of new buildings, of rebuilt ones or of both; empty where they leave it open.

    A comparison of plans takes the two for one, as plans put them differently from year to year; a promise of the one
    is not kept by the other.
    """
    return frozenset(kind for kind, pattern in _BUILT.items() if pattern.search(words))


def _inserted(short: str, long: str) -> str | None:
    """What ``long`` has in one piece beyond ``short``; None where that is not all that differs."""
    extra = len(long) - len(short)
    if extra <= 0:
        return None
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return long[same : same + extra] if long[same + extra :] == short[same:] else None


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_alternatives(words))
