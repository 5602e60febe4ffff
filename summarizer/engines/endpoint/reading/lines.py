"""What a model is asked about: each heading, sentence and table row of a stretch, and each number written in it.

All of it is found by code, so a value, a unit or an offset is never asked for.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from string import ascii_lowercase
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.engines.endpoint.chunks import titles
from summarizer.engines.endpoint.slots import UNFIT, escaped, on_one_line
from summarizer.languages import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.documents.document import Document
    from summarizer.documents.parts import Span
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.languages import Language, Scanner
    from summarizer.languages.records import Mention
    from summarizer.profiles.profile import Profile
    from summarizer.structure.outline import Outline, Sentence

_MAX_WORDS = 2
_MAX_OPENING, _MAX_UNPARTED = 14, 4
"""Characters of a line that its ref repeats: of words, and where words are not parted."""


class AskedNumber(NamedTuple):
    """A number in a line: its ref (``2a:80 schools``), and what the scanner of its language read."""

    ref: str
    mention: Mention


@dataclass(frozen=True, slots=True, eq=False)
class AskedLine:
    """One line of the question: ``heading`` is its own index for a heading, else that of the heading over it.

    ``around`` is the stretch in which its dates may stand: the whole sentence that a semicolon parted, with its tag.
    ``depth`` counts from 1 for a heading; ``due`` is the cell beside a cell of work that says by when. ``number``,
    ``ref`` and ``numbers`` are given once all lines of the stretch are known.
    """

    kind: Literal["heading", "sentence", "part", "row"]
    start: int
    end: int
    heading: int | None
    around: tuple[int, int]
    stop: int
    depth: int = 0
    due: tuple[int, int] | None = None
    heads: tuple[Span, ...] = ()
    """The cells at the head of a table, of its first row."""
    cells: tuple[Span, ...] = ()
    """The cells of a row that hold figures: 310 and 180 in two of them are not 310,180."""
    number: int = 0
    ref: str = ""
    numbers: tuple[AskedNumber, ...] = ()

    def shown(self, document: Document) -> str:
        """Its words as they stand in a message, on one line: with its tag, or the cell that says by when."""
        words = document.text[self.start : max(self.stop, self.end)]
        if self.due is not None:
            words += f" | {document.text[slice(*self.due)]}"
        if self.heads:
            words = " | ".join(document.text[cell.start : cell.end] for cell in self.heads) + f" || {words}"
        return on_one_line(words)


def stretches(chunks: Sequence[Chunk], length: int) -> list[tuple[int, int]]:
    """The stretch of the document that each chunk stands for; together they tile it.

    A heading goes with the sentences under it, what stands behind the last sentence with that.
    """
    starts = [0, *(chunk.end for chunk in chunks[:-1])]
    return list(zip(starts, [*starts[1:], length], strict=True))


def lines_of(document: Document, outline: Outline, profile: Profile, start: int, end: int) -> list[AskedLine]:
    """Everything that is asked about ``start:end`` of the document, in its order, numbered from 1."""
    pack = find(document.language)
    units = profile.lexicons.get(pack.code, {})
    scanner = pack.scanner(profile.lexicon("units", pack.code) if "units" in units else ())
    found = sorted(_found(outline, start, end), key=lambda one: (one.start, one.end))
    return [_line(document, pack, scanner, number, one) for number, one in enumerate(found, 1)]


def _found(outline: Outline, start: int, end: int) -> Iterator[AskedLine]:
    for index, heading in enumerate(outline.headings):
        if start <= heading.start < end and heading.start < heading.end:
            span = heading.start, heading.end
            yield AskedLine("heading", *span, index, span, heading.end, heading.level)
    inside = [sentence for sentence in outline.sentences if sentence.start < end and start < sentence.end]
    for group in _groups(inside):
        around = group[0].start, max(sentence.stop for sentence in group)
        for one in group:
            wide = (min(around[0], one.due[0]), max(around[1], one.due[1])) if one.due else around
            first, last = max(one.start, start), min(one.end, end)
            if (first, last) == (one.start, one.end):
                yield AskedLine("sentence", first, last, one.heading, wide, one.stop, due=one.due)
            else:  # longer than a chunk: each reads its own part
                yield AskedLine("part", first, last, one.heading, wide, last)
    over = [heading.start for heading in outline.headings]
    for table in outline.tables:
        heads = tuple(dict.fromkeys(table.head[-1])) if table.head else ()
        for row in table.rows:
            if row.figures and start <= row.start < end:
                cells = tuple(figure.cell for figure in row.figures)
                first = row.name.start if row.name and row.start <= row.name.start else row.start
                last = max(cell.end for cell in cells)
                above = bisect_left(over, first) - 1
                over_it = above if above >= 0 else None
                span = (row.start, row.end)
                yield AskedLine("row", first, max(last, first), over_it, span, last, heads=heads, cells=cells)
                heads = ()


def _groups(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """The sentences that one full stop ends, together."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and sentence.group != group[0].group:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def _line(document: Document, pack: Language, scanner: Scanner, number: int, found: AskedLine) -> AskedLine:
    dates = pack.find_dates(document.view, found.start, found.end)
    borders = sorted({found.start, found.end, *(border for cell in found.cells for border in cell)})
    mentions = [
        mention
        for start, end in pairwise(borders)
        for mention in scanner.scan(document.view, start, end)
        if not any(date.start < mention.number_end and mention.number_start < date.end for date in dates)
        and not (found.kind == "heading" and mention.number_start == found.start)  # which is its number
    ]
    numbers = tuple(
        AskedNumber(f"{number}{_letters(index)}:{_quantity(document, mention)}", mention)
        for index, mention in enumerate(mentions)
    )
    ref = f"{number}:{opening(document.text[found.start : found.end])}"
    return replace(found, number=number, ref=ref, numbers=numbers)


def path_over(document: Document, outline: Outline, lines: Sequence[AskedLine]) -> tuple[str, ...]:
    """The titles of the headings over the first line, outermost first; its own is a line itself."""
    return titles(document, outline, heading_over(outline, lines[0]))


def heading_over(outline: Outline, line: AskedLine) -> int | None:
    """The heading over a line; over a heading the one above it."""
    if line.kind == "heading" and line.heading is not None:
        return outline.headings[line.heading].parent
    return line.heading


def opening(text: str) -> str:
    """The words of a line that its ref repeats, fit for a JSON key."""
    plain = _fit(text)
    if any(map(_is_wide, plain[:_MAX_UNPARTED])):
        return plain[:_MAX_UNPARTED].strip()
    return " ".join(plain.split(" ", _MAX_WORDS)[:_MAX_WORDS])[:_MAX_OPENING].strip()


def _is_wide(character: str) -> bool:
    """Whether it is a letter of a script that does not part its words: it takes two columns."""
    return character.isalpha() and unicodedata.east_asian_width(character) == "W"


def _quantity(document: Document, mention: Mention) -> str:
    """The number with its unit as written."""
    words = document.text[mention.number_start : max(mention.number_end, mention.unit_end)]
    return _fit(words)[:_MAX_OPENING].strip()


def _fit(words: str) -> str:
    """Words as a JSON key may hold them, with blanks for what it may not."""
    return UNFIT.sub(" ", escaped(words)).strip()


def _letters(index: int) -> str:
    """One letter, then two: a to z, aa, ab, and so on."""
    letters = ""
    while index >= 0:
        letters = ascii_lowercase[index % 26] + letters
        index = index // 26 - 1
    return letters
