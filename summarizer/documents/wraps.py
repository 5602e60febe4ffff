"""Lines broken by hand: which ends of lines stand inside a sentence, found over the whole document.

A text pasted from a PDF or a mail has its lines broken at one width. There, what ends a line is full up to that
width, often in the middle of what cannot be parted (a number and its unit, a pair of quotes), and sentences end in
the middle of lines. A text that has a task, a title or an entry on each line has none of that, whatever
punctuation it lacks: no line of it is ever put to another.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents.spacing import INVISIBLE_CHARACTER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from summarizer.languages import Language
    from summarizer.languages.records import Line

_MIN_LINE = 10
"""Characters; in narrower columns nobody breaks a text, but lists have such lines."""
_SLACK = 2.0
"""Character widths that a full line may lack, beside what did not fit."""
_MUCH = 6.0
_SHARE, _LEAST = 0.25, 1.5
"""So much of the breaks at full lines, and so many, have to stand inside a sentence for sure."""
_SURE = 0.3
_USUAL = 0.75
_MAX_LINES = 100_000
"""No plan has more; what is known of each takes many times the memory of its characters."""
_HEAD = 6
"""Lines at the beginning, among which the title of the document stands."""
_NARROW = re.compile(r"[^\u2e80-\uffff“”‘’…—·]+")
_BULLET = re.compile(r"[-+*] |[•●◆◇■▪▲△★☆➢➤·|#>]")
_WORD = re.compile(r"[A-Za-z0-9.%]+|.[,、。;:!?)》”’〉〕】%]*")


@dataclass(slots=True)
class _Break:
    """The end of a line with another below it."""

    above: Line
    below: Line
    indent: int
    """Blanks before the line below."""
    rows: int
    """Line ends between the two lines."""
    widths: tuple[float, float]
    """Of the line above, as :func:`_widths` measures."""
    firsts: tuple[float, float]
    """Of what the line below begins with and cannot lose."""
    sure: bool
    """Whether it stands inside a sentence for sure."""
    torn: bool
    """Whether it does so in any document: the end of a page, or of a column, stands in the sentence."""
    stops: bool
    """Whether a sentence ends inside the line above."""
    task: bool
    """Whether the line below begins as a task does."""
    rest: bool
    """Whether the line below begins with too few characters for a sentence of their own."""
    hangs: bool
    """Whether the line above ends with a comma."""
    clauses: bool
    """Whether the line above is more than a title or an entry."""
    title: str
    """The system of its number where the line above may be a title; else empty."""
    titled: bool
    """Whether such numbers are those of titles."""
    stop: str
    """With what a sentence or label ends at the end of the line above; empty where none need end there."""
    ended: bool
    """Whether the line below ends as a sentence does."""
    room: float = 0.0
    """What was left in the line above, had it taken what the line below begins with; once the width is known."""
    text: bool = False
    """Whether the line below is one of a paragraph that ends as a sentence does; once the width is known."""

    @property
    def full(self) -> bool:
        """Whether the line above has no room for more."""
        return self.room <= _SLACK


class Lines(NamedTuple):
    """A document's lines as they are read: ``written`` is its text, ``plain`` the view of it without markup.

    Those that begin at ``apart`` stand for themselves (titles that the file marks, rows of tables), those at
    ``skipped`` are no text of the document (numbers of pages).
    """

    written: str
    plain: str
    lines: Sequence[Line]
    apart: Collection[int]
    skipped: Collection[int]


def wraps(document: Lines, pack: Language) -> list[tuple[int, int]]:
    """The stretches between lines that are one, in order."""
    if len(document.lines) > _MAX_LINES:
        return []
    ends = list(_breaks(document, pack))
    breaks = [each for each in ends if not each.stop]
    likely = [each for each in breaks if each.sure or each.stops or (each.clauses and not each.task)]
    torn = [(each.above.end, each.below.start) for each in breaks if each.torn]
    if not likely:
        return torn
    # What broke the lines counted characters, or measured them.
    widths = [_usual([each for each in likely if each.sure or each.stops] or likely, by) for by in (0, 1)]
    for each in ends:
        each.room = min(_room(each, width, by) for by, width in enumerate(widths))
    for run in _runs(breaks):
        below: _Break | None = None
        for each in reversed(run):
            each.text = below.text if below is not None and below.full else each.ended
            below = each
    full = [each for each in breaks if each.full]
    if pack.tables.BLANK and sum(each.sure for each in full) < max(2, _SURE * len(full)):
        return torn  # where words are parted, most breaks inside sentences are followed by a small letter
    if not _are_broken(full, mostly=_long(document, widths) * 2 < len(document.plain)):
        return torn
    sure = [each for each in full if each.sure] or [each for each in likely if each.full]
    indent = _most([each.indent for each in sure])
    rows = max(each.rows for each in sure) if 5 * sum(each.rows > 1 for each in sure) >= len(sure) else 1
    inside = [each for each in ends if each.rows <= rows and (each.sure or each.indent <= indent)]
    joined = [*_inside_sentences(breaks, {id(each) for each in inside})]
    marked = len(inside) + 1 < len(ends)  # paragraphs are set off by a blank line or an indent
    lead = {each.above.start: each for each in breaks}
    joined += (each for each in inside if each.stop and _between_sentences(each, lead.get(each.below.start), marked))
    return sorted({*((each.above.end, each.below.start) for each in joined), *torn})


def _usual(breaks: list[_Break], by: int) -> float:
    """The width of full lines, those left out that are longer than nearly all."""
    widths = sorted(each.widths[by] for each in breaks)
    return widths[min(len(widths) - 1, int(len(widths) * _USUAL))]


def _room(each: _Break, width: float, by: int) -> float:
    """See :attr:`_Break.room`; what is much counts as little."""
    return min(max(0.0, width - each.widths[by] - each.firsts[by]), _MUCH)


def _long(document: Lines, widths: list[float]) -> int:
    """The characters of lines that are longer than broken ones are."""
    return sum(len(line.text) for line in document.lines if len(line.text) > 1.2 * max(widths) + 2 * _SLACK)


def _are_broken(full: list[_Break], *, mostly: bool) -> bool:
    """Whether the full lines of a document are broken; where ``mostly`` all its lines may be, less has to say so."""
    weight = sum(_weight(each) for each in full if mostly or each.sure or each.stops or each.task)
    if mostly:
        weight += sum(0.5 for run in _runs(full) if run[-1].ended)
    return weight >= max(_LEAST if mostly else 2 * _LEAST, _SHARE * len(full))


def _weight(each: _Break) -> float:
    """What a break at a full line says for its document's being broken, or against it."""
    if each.sure or each.stops or (each.rest and each.clauses):
        return 1.0
    inside = 0.5 if each.text and each.clauses else 0.0
    return (0.0 if each.hangs else inside - 1.0) if each.task else inside


def _breaks(document: Lines, pack: Language) -> Iterator[_Break]:
    """The ends of lines below which no number, bullet, marked title or row of a table stands."""
    written, plain, lines, apart, skipped = document
    cues, numbering = pack.layout, pack.numbering
    assert cues is not None  # noqa: S101 - a pack without them is not asked
    kept = [line for line in lines if line.start not in skipped]
    # Of each line once, though it stands above one and below another.
    marks = [numbering.read_mark(line.text, 0, len(line.text)) for line in kept]
    ends = [cues.is_ended(line.text) for line in kept]
    for index, (above, below) in enumerate(pairwise(kept)):
        if len(above.text) < _MIN_LINE or above.start in apart or below.start in apart or _BULLET.match(below.text):
            continue
        if above.text.startswith(("#", "|")):
            continue  # a title or a row of Markdown is one line
        if index < _HEAD and pack.headings.is_document_title(above.text):
            continue
        own, mark = marks[index : index + 2]
        if mark is not None and mark.system != numbering.RUN_IN:
            continue
        stop = above.text[-1] if ends[index] else ""
        stops = bool(stop) or cues.stops_inside(above.text)
        title = own.system if own is not None and not stops and own.system != numbering.RUN_IN else ""
        between = plain[above.end : below.start]
        yield _Break(
            above=above,
            below=below,
            indent=len(between[between.rfind("\n") + 1 :]),
            rows=between.count("\n") if between.isspace() else 1,  # the number of a page stands between
            widths=_widths(written[plain.rfind("\n", 0, above.start) + 1 : above.end]),
            firsts=_widths(written[below.start : below.start + _first(below.text)]),
            sure=not stop and cues.goes_on(above.text, below.text),
            torn=not stop and cues.is_torn(above.text, below.text),
            stops=stops,
            task=cues.opens_task(below.text),
            rest=cues.is_rest(below.text),
            hangs=cues.hangs(above.text),
            clauses=cues.has_clauses(above.text),
            title=title,
            titled=title in cues.TITLES and cues.is_plain_title(above.text),
            stop=stop,
            ended=ends[index + 1],
        )


def _runs(breaks: Sequence[_Break]) -> Iterator[list[_Break]]:
    """Breaks whose lines follow each other."""
    run: list[_Break] = []
    for each in breaks:
        if run and run[-1].below is not each.above:
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _inside_sentences(breaks: list[_Break], allowed: Collection[int]) -> Iterator[_Break]:
    """The breaks at which a sentence, or a title, goes on in the next line; ``allowed`` by their ids."""
    runs = [*_runs(breaks)]
    titled = {
        each.title for run in runs for each in run if each.title and not each.sure and not (each.full and each.text)
    }
    for run in runs:
        listed = len(run) > 1 and all(each.task and not each.sure and not each.stops for each in run)
        items = sum(each.task and each.hangs for each in run) > 1
        for each in run:
            if listed or id(each) not in allowed:
                continue
            if not each.sure and (((each.title in titled or each.titled) and each.text) or (each.titled and each.task)):
                continue  # a title that happens to be full
            if each.sure or each.full or (each.hangs and not items):
                yield each


def _between_sentences(each: _Break, after: _Break | None, marked: bool) -> bool:
    """Whether a paragraph goes on below a line that a sentence happens to fill.

    Where nothing ``marked`` the beginnings of paragraphs, the line may as well be the last one of its paragraph:
    only what ends with less than a full stop is not.
    """
    text = each.ended or (after is not None and after.full)
    return text and each.room <= 0 and (each.stop in ";:" or marked) and not (each.stop == ":" and each.task)


def _most(values: list[int]) -> int:
    return Counter(values).most_common(1)[0][0]


def _first(text: str) -> int:
    found = _WORD.match(text)
    return found.end() if found else 0


def _widths(text: str) -> tuple[float, float]:
    """In characters, and in those as wide as they are high: others are half as wide."""
    text = INVISIBLE_CHARACTER.sub("", text)
    return len(text), len(text) - sum(map(len, _NARROW.findall(text))) / 2
