"""The signs of any language at which lines are cut into sentences."""

from __future__ import annotations

import re
from functools import cached_property

from summarizer.languages.other import words
from summarizer.languages.other.dates import month_pattern
from summarizer.languages.other.numerals import magnitudes
from summarizer.languages.other.words import alternatives
from summarizer.languages.patterns import NEVER, verbose

_ORDINAL = re.compile(r"(?:^|[\s(])(?:\d{1,2}|[IVX]{1,4})\.$")
_LOOK_BEHIND = 16


class Signs:
    """The tags of one language, and its full stops that end nothing."""

    def __init__(self, code: str) -> None:
        self.code, self._words = code, words.of(code)

    def goes_on(self, view: str, start: int, end: int, after: int) -> bool:
        """Whether what ends at ``end`` ended in an abbreviation or ordinal, and the sentence goes on at ``after``."""
        tail = view[max(start, end - _LOOK_BEHIND) : end].rstrip()
        if not tail.endswith("."):
            return False
        following = view[after : after + 1]
        if following.islower() or self._abbreviation.search(tail):
            return True
        if not _ORDINAL.search(tail):
            return False
        return self._counted.match(view, after) is not None

    @cached_property
    def _abbreviation(self) -> re.Pattern[str]:
        known = (*self._words.entries("sentences", "abbreviations"), *magnitudes(self.code))
        month = month_pattern(self.code)
        return verbose(rf"(?<!\w)(?:{alternatives(tuple(known))}|{month}|[^\W\d_])\.$", re.IGNORECASE)

    @cached_property
    def _counted(self) -> re.Pattern[str]:
        """What stands behind an ordinal with a full stop: a month, a quarter; any word that opens no sentence."""
        starters = self._words.entries("sentences", "starters")
        ordinal = self._words.any("sentences", "ordinals")
        other = rf"|(?!{alternatives(starters)}\b)\w" if ordinal != NEVER and starters else ""
        return verbose(rf"(?:{ordinal}|{month_pattern(self.code)}){other}", re.IGNORECASE)

    @cached_property
    def tag(self) -> re.Pattern[str]:
        """A tag in brackets, whole."""
        return verbose(rf"[(\[]{self._label}[ ]*:[^()\[\]]{{1,200}}[)\]]", re.IGNORECASE)

    @cached_property
    def tag_line(self) -> re.Pattern[str]:
        """A tag without brackets that fills its line."""
        return verbose(rf"{self._label}[ ]*:.{{1,200}}$", re.IGNORECASE)

    @cached_property
    def who(self) -> re.Pattern[str]:
        """The beginning of a tag that says who is responsible."""
        return verbose(rf"[(\[]?{self._named('who')}[ ]*:", re.IGNORECASE)

    @cached_property
    def _label(self) -> str:
        return rf"(?:{self._named('who')}|{self._named('when')})"

    def _named(self, key: str) -> str:
        """A tag's name, and a word or two behind it: ``Responsable du projet``."""
        name = self._words.any("tags", key)
        return name if name == NEVER else rf"(?:{name}(?:[ ]\w+){{0,2}})"
