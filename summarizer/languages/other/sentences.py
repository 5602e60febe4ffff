"""Sentences of any language: at full stops, found by sentencex, and at the end of a line or list item."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from summarizer.languages.other import words
from summarizer.languages.other.dates import month_pattern
from summarizer.languages.other.numerals import magnitudes
from summarizer.languages.other.words import NEVER, alternatives
from summarizer.languages.patterns import verbose
from summarizer.languages.records import Cut, stripped

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEFORE, _AFTER = " ,.:;-*", " ,.:;!?*。！？；،؟؛।·"
_ORDINAL = re.compile(r"(?:^|[\s(])(?:\d{1,2}|[IVX]{1,4})\.$")
_MIN_SENTENCE = 2
_LOOK_BEHIND = 16


class Sentences:
    """How a line of one language is cut, and what stands behind its sentences."""

    def __init__(self, code: str) -> None:
        self._code, self._words = code, words.of(code)

    def cut(self, view: str, start: int, end: int) -> list[Cut]:
        """The sentences of one line, without their closing punctuation; linear in its length.

        A lead-in at the end of a line is no sentence of its own: the items of its list are.
        """
        cuts: list[Cut] = []
        for begin, stop in self._pieces(view, start, end):
            if self.lone_tags(view, begin, stop):
                if cuts:
                    tag = stripped(view, begin, stop, _BEFORE, _AFTER)
                    cuts[-1] = cuts[-1]._replace(stop=stop, tags=(*cuts[-1].tags, tag))
                continue
            left, right = stripped(view, begin, stop, _BEFORE, _AFTER)
            tags: list[tuple[int, int]] = []
            while (last := self._last_tag(view, left, right)) is not None:
                tags.insert(0, last)
                right = stripped(view, left, last[0], _BEFORE, _AFTER)[1]
            lead_in = stop == end and view[start:end].rstrip(" *").endswith((":", "："))
            if right - left >= _MIN_SENTENCE and not lead_in:
                cuts.append(Cut(left, right, stop, True, tuple(tags)))
        return cuts

    def lone_tags(self, view: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The tag of a stretch that is nothing else: who is responsible, by when; in brackets or plain."""
        start, end = stripped(view, start, end, _BEFORE, _AFTER)
        found = self._tag.match(view, start, end) or self._tag_line.match(view, start, end)
        return ((start, end),) if found and found.end() == end else ()

    def answered(self, view: str, tags: tuple[tuple[int, int], ...], tag: tuple[int, int]) -> bool:
        """Whether one of the tags says who is responsible, as ``tag`` does, or by when."""
        who = self._who.match(view, *tag) is not None
        return any((self._who.match(view, *each) is not None) == who for each in tags)

    def _pieces(self, view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the sentences of a line stand, with what parts them; false ends behind abbreviations are mended."""
        from sentencex import get_sentence_boundaries

        open_piece: tuple[int, int] | None = None
        for found in get_sentence_boundaries(self._code, view[start:end]):
            begin, stop = start + found["start_index"], start + found["end_index"]
            if open_piece is not None and self._goes_on(view, *open_piece, begin):
                begin = open_piece[0]
            elif open_piece is not None:
                yield open_piece
            open_piece = begin, stop
        if open_piece is not None:
            yield open_piece

    def _goes_on(self, view: str, start: int, end: int, after: int) -> bool:
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
        known = (*self._words.entries("sentences", "abbreviations"), *magnitudes(self._code))
        month = month_pattern(self._code)
        return verbose(rf"(?<!\w)(?:{alternatives(tuple(known))}|{month}|[^\W\d_])\.$", re.IGNORECASE)

    @cached_property
    def _counted(self) -> re.Pattern[str]:
        """What stands behind an ordinal with a full stop: a month, a quarter; any word that opens no sentence."""
        starters = self._words.entries("sentences", "starters")
        ordinal = self._words.any("sentences", "ordinals")
        other = rf"|(?!{alternatives(starters)}\b)\w" if ordinal != NEVER and starters else ""
        return verbose(rf"(?:{ordinal}|{month_pattern(self._code)}){other}", re.IGNORECASE)

    @cached_property
    def _tag(self) -> re.Pattern[str]:
        return verbose(rf"[(\[]{self._label}[ ]*:[^()\[\]]{{1,200}}[)\]]", re.IGNORECASE)

    @cached_property
    def _tag_line(self) -> re.Pattern[str]:
        return verbose(rf"{self._label}[ ]*:.{{1,200}}$", re.IGNORECASE)

    @cached_property
    def _who(self) -> re.Pattern[str]:
        return verbose(rf"[(\[]?{self._named('who')}[ ]*:", re.IGNORECASE)

    @cached_property
    def _label(self) -> str:
        return rf"(?:{self._named('who')}|{self._named('when')})"

    def _named(self, key: str) -> str:
        """A tag's name, and a word or two behind it: ``Responsable du projet``."""
        name = self._words.any("tags", key)
        return name if name == NEVER else rf"(?:{name}(?:[ ]\w+){{0,2}})"

    def _last_tag(self, view: str, start: int, end: int) -> tuple[int, int] | None:
        if view[end - 1 : end] not in {")", "]"}:
            return None
        opener = max(view.rfind("(", start, end), view.rfind("[", start, end))
        found = self._tag.match(view, opener, end) if opener >= start else None
        return (opener, end) if found and found.end() == end else None
