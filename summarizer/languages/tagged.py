"""Lines cut into sentences with tags behind them (``(Lead: Office of Curriculum)``), by the signs of a language.

Sentences end where sentencex finds an end and the language's own signs do not deny it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from summarizer.languages.records import Cut, stripped

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_BEFORE, _AFTER = " ,.:;-*", " ,.:;!?*。！？；،؟؛।·"
_MIN_SENTENCE = 2


class TagSigns(Protocol):
    """What a language says of tags and of full stops that end nothing."""

    @property
    def code(self) -> str:
        """The language as sentencex calls it."""

    @property
    def tag(self) -> re.Pattern[str]:
        """A tag in brackets, whole."""

    @property
    def tag_line(self) -> re.Pattern[str]:
        """A tag without brackets that fills its line."""

    @property
    def who(self) -> re.Pattern[str]:
        """The beginning of a tag that says who is responsible."""

    def goes_on(self, view: str, start: int, end: int, after: int) -> bool:
        """Whether the sentence ``view[start:end]`` ended in an abbreviation only, and goes on at ``after``."""


class TaggedSentences:
    """How a line of one language is cut, and what stands behind its sentences."""

    def __init__(self, signs: TagSigns) -> None:
        self._signs = signs

    def cut(self, view: str, start: int, end: int) -> list[Cut]:
        """The sentences of one line, without their closing punctuation; linear in its length.

        A lead-in (``We will:``) at the end of a line is no sentence of its own: the items of its list are.
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
        found = self._signs.tag.match(view, start, end) or self._signs.tag_line.match(view, start, end)
        return ((start, end),) if found and found.end() == end else ()

    def says_who(self, view: str, tag: tuple[int, int]) -> bool:
        """Whether a tag says who is responsible, not by when."""
        return self._signs.who.match(view, *tag) is not None

    def answered(self, view: str, tags: tuple[tuple[int, int], ...], tag: tuple[int, int]) -> bool:
        """Whether one of the tags says who is responsible, as ``tag`` does, or by when."""
        who = self.says_who(view, tag)
        return any(self.says_who(view, each) == who for each in tags)

    def _pieces(self, view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the sentences of a line stand, with what parts them; false ends behind abbreviations are mended."""
        from sentencex import get_sentence_boundaries

        piece: tuple[int, int] | None = None
        for found in get_sentence_boundaries(self._signs.code, view[start:end]):
            begin, stop = start + found["start_index"], start + found["end_index"]
            if piece is not None and self._signs.goes_on(view, *piece, begin):
                begin = piece[0]
            elif piece is not None:
                yield piece
            piece = begin, stop
        if piece is not None:
            yield piece

    def _last_tag(self, view: str, start: int, end: int) -> tuple[int, int] | None:
        if view[end - 1 : end] not in {")", "]"}:
            return None
        opener = max(view.rfind("(", start, end), view.rfind("[", start, end))
        found = self._signs.tag.match(view, opener, end) if opener >= start else None
        return (opener, end) if found and found.end() == end else None
