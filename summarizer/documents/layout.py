"""What of a text only lays it out: line ends inside sentences, and blanks that set characters apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents.spacing import INVISIBLE, INVISIBLE_CHARACTER, set_off_blanks, spaced_blanks
from summarizer.documents.wraps import Lines, wraps
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from summarizer.documents.parts import Span, Table
    from summarizer.languages import Language, LayoutCues
    from summarizer.languages.records import Line

Stretch = tuple[int, int, str]
"""Where it stands, and what is read in its place: nothing, or a blank between two words in Latin letters."""


_TWO = "  "
_BOLD = "**"
_WIDE = re.compile(r"(?<=[^\s|.!?])  (?=[^\s|])")
_SET_LINE = 40
"""Characters of a line that is text, and no entry."""
_MAX_NUMBER = 30
"""Characters of the number of a page, with what stands around it."""


class Lost(NamedTuple):
    """What is not read, in order, and what the reader has to know of it."""

    stretches: list[Stretch]
    notices: list[Message]


class Layout(NamedTuple):
    """A text with what is known of its lines; ``plain`` is its view without markup, of the same length."""

    text: str
    plain: str
    lines: Sequence[Line]
    furniture: Sequence[Span]
    tables: Sequence[Table]
    pack: Language

    def lost(self, headings: Collection[int]) -> Lost | None:
        """What of the text is not to be read; None of nearly all. ``headings`` are where the file's own begin."""
        cues = self.pack.layout
        if cues is None:
            return None
        blanks = spaced_blanks(self.lines, cues) if cues.SPACED.search(self.plain) else []
        figures = self._set_off(cues, blanks) if cues.SET_OFF.search(self.plain) else []
        unseen = [*self._invisible(blanks)] if any(map(self.text.__contains__, INVISIBLE)) else []
        bold = [*self._bold(cues)] if _BOLD in self.plain else []
        lines = _despaced(self.lines, sorted((*blanks, *unseen))) if blanks or unseen else self.lines
        ends = wraps(Lines(self.text, self.plain, lines, {*headings, *self._rows()}, self._unread()), self.pack)
        wide = [*self._wide_gaps()] if self.pack.tables.BLANK and _TWO in self.plain else []
        if not (blanks or figures or unseen or bold or ends or wide):
            return None
        stretches = [(start, end, "") for start, end in {*blanks, *figures, *unseen, *bold, *wide}]
        stretches += [(start, end, self._between(start, end)) for start, end in ends]
        notices = [Message("lines-joined", {"count": len(ends)})] if ends else []
        notices += [Message("characters-set-apart")] if blanks else []
        return Lost(sorted(stretches), notices)

    def _bold(self, cues: LayoutCues) -> Iterator[tuple[int, int]]:
        """The marks around what is set in bold."""
        for line in self.lines:
            if _BOLD in line.text and (found := cues.EMPHASIS.match(line.text)):
                opens, closes = line.start + found.end("before"), line.start + found.start("after")
                yield from ((opens, opens + len(_BOLD)), (closes, closes + len(_BOLD)))

    def _set_off(self, cues: LayoutCues, blanks: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
        """The blanks around figures and foreign words in what is read, but for ``blanks``."""
        found = set_off_blanks([line for line in self.lines if not self._in(self.furniture, line)], cues)
        return sorted({*found}.difference(blanks))

    def _invisible(self, blanks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The characters inside lines that nobody sees, but for those in ``blanks``."""
        lost = {at for start, end in blanks for at in range(start, end)}
        for line in self.lines:
            for hit in INVISIBLE_CHARACTER.finditer(self.text, line.start + 1, line.end):
                if hit.start() not in lost:
                    yield hit.span()

    def _between(self, start: int, end: int) -> str:
        """A blank where two words in Latin letters meet; figures are parts of one number, and so is its blank (xx).

        In a language that parts its words a blank everywhere, save behind a hyphen.
        """
        edges = self.plain[start - 1] + self.plain[end]
        if blank := self.pack.tables.BLANK:
            parted = edges[0] in "-–—/" and edges[1].isalpha() and not self.plain[start - 2 : start - 1].isspace()
            return "" if parted else blank
        return " " if edges.isascii() and edges.isalpha() and edges.lower() != "xx" else ""

    def _wide_gaps(self) -> Iterator[tuple[int, int]]:
        """The second blank between two words, where a long line is set to a width; wider gaps part columns."""
        for line in self.lines:
            if len(line.text) < _SET_LINE or _TWO not in line.text or "\t" in line.text:
                continue
            row = line.text.startswith("|")
            if not row and (_TWO + " " in line.text or self._in(self.tables, line)):
                continue
            for gap in _WIDE.finditer(line.text):
                start, end = line.start + gap.start(), line.start + gap.end()
                if INVISIBLE_CHARACTER.search(self.text, start, end) is None:
                    yield start + 1, end

    def _rows(self) -> Iterator[int]:
        """Where the lines of tables begin."""
        return (line.start for line in self.lines if "\t" in line.text or self._in(self.tables, line))

    def _unread(self) -> set[int]:
        """Where lines begin that are no text of the document: numbers of pages, running heads."""
        number = self.pack.furniture.PRINTED_PAGE_NUMBER
        return {
            line.start
            for line in self.lines
            if (len(line.text) <= _MAX_NUMBER and number.fullmatch(line.text)) or self._in(self.furniture, line)
        }

    @staticmethod
    def _in(spans: Sequence[Span | Table], line: Line) -> bool:
        at = bisect_right(spans, line.start, key=attrgetter("start")) - 1
        return at >= 0 and line.end <= spans[at].end


def _despaced(lines: Sequence[Line], blanks: Sequence[tuple[int, int]]) -> list[Line]:
    """The lines without those blanks in their texts."""
    made: list[Line] = []
    at = 0
    for line in lines:
        pieces, last = [], line.start
        while at < len(blanks) and blanks[at][1] <= line.end:
            pieces.append(line.text[last - line.start : blanks[at][0] - line.start])
            last = blanks[at][1]
            at += 1
        made.append(line._replace(text="".join((*pieces, line.text[last - line.start :]))) if pieces else line)
    return made
