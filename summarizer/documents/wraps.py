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
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

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
_USUAL = 0.9
_HEAD = 6
"""Lines at the beginning, among which the title of the document stands."""
_FIRST_WIDE = 0x2E80
_BULLET = re.compile(r"[-+*] |[•●◆◇■▪▲△★☆➢➤·|#>]")
_WORD = re.compile(r"[A-Za-z0-9.%]+|.[,、。;:!?)》”’〉〕】%]*")


@dataclass(slots=True)
class _Break:
    """The end of a line with another below it; ``full`` once the width of the lines is known."""

    above: Line
    below: Line
    indent: int
    rows: int
    """Line ends between the two lines."""
    widths: tuple[float, float]
    firsts: tuple[float, float]
    """The width of what the line below begins with and cannot lose."""
    sure: bool
    """Whether it stands inside a sentence for sure."""
    stops: bool
    """Whether a sentence ended inside the line above."""
    task: bool
    """Whether the line below begins as a task does."""
    title: str
    """The system of its number where the line above may be a title; else empty."""
    ended: bool
    """Whether the line below ends as a sentence does."""
    full: bool = False


def wraps(
    plain: str, lines: Sequence[Line], apart: Collection[int], skipped: Collection[int], pack: Language
) -> list[tuple[int, int]]:
    """The stretches of ``plain`` between lines that are one, in order.

    ``lines`` are its lines as they are read; those that begin at ``apart`` stand for themselves (titles that the file
    marks, rows of tables), those at ``skipped`` are no text of the document (numbers of pages).
    """
    kept = [line for line in lines if line.start not in skipped]
    breaks = list(_breaks(plain, kept, apart, pack))
    sure = [each for each in breaks if each.sure]
    if not sure:
        return []
    # What broke the lines counted characters, or measured them: as it did, they are the more alike.
    width, by = min(((_usual(sure, by), by) for by in (0, 1)), key=lambda found: sum(_room(each, *found) for each in sure))
    for each in breaks:
        each.full = _room(each, width, by) <= _SLACK
    full = [each for each in breaks if each.full]
    weight = sum(_weight(each) for each in full) + sum(0.5 for run in _runs(full) if run[-1].ended)
    if weight < max(_LEAST, _SHARE * len(full)):
        return []
    indent = _most([each.indent for each in sure])
    rows = max(each.rows for each in sure) if 5 * sum(each.rows > 1 for each in sure) >= len(sure) else 1
    runs = [*_runs(breaks)]
    titled = {each.title for run in runs for each, after in _followed(run) if _is_title(each, after)}
    joined = [each for run in runs for each in _of_run(run, indent, rows, titled)]
    return [(each.above.end, each.below.start) for each in joined]


def _usual(breaks: list[_Break], by: int) -> float:
    """The width of full lines, those left out that are longer than nearly all."""
    widths = sorted(each.widths[by] for each in breaks)
    return widths[min(len(widths) - 1, int(len(widths) * _USUAL))]


def _room(each: _Break, width: float, by: int) -> float:
    """How much room was left in a line, had it taken what the line below begins with; what is much counts as little."""
    return min(max(0.0, width - each.widths[by] - each.firsts[by]), _MUCH)


def _weight(each: _Break) -> int:
    """What a break at a full line says of the document: for it, against it, or nothing."""
    return 1 if each.sure or each.stops else -each.task


def _breaks(plain: str, lines: Sequence[Line], apart: Collection[int], pack: Language) -> Iterator[_Break]:
    """The ends of lines at which no sentence need end: no full stop stands there, and no number or bullet follows."""
    cues, numbering = pack.layout, pack.numbering
    assert cues is not None  # noqa: S101 - a pack without them is not asked
    for index, (above, below) in enumerate(pairwise(lines)):
        if len(above.text) < _MIN_LINE or above.start in apart or below.start in apart or cues.is_ended(above.text):
            continue
        if _BULLET.match(below.text) or (index < _HEAD and pack.headings.is_document_title(above.text)):
            continue
        mark = numbering.read_mark(below.text, 0, len(below.text))
        if mark is not None and mark.system != numbering.RUN_IN:
            continue
        own = numbering.read_mark(above.text, 0, len(above.text))
        stops = cues.stops_inside(above.text)
        between = plain[above.end : below.start]
        yield _Break(
            above=above,
            below=below,
            indent=len(between[between.rfind("\n") + 1 :]),
            rows=between.count("\n") if between.isspace() else 1,  # the number of a page stands between
            widths=_widths(plain[plain.rfind("\n", 0, above.start) + 1 : above.start] + above.text),
            firsts=_widths(_first(below.text)),
            sure=cues.goes_on(above.text, below.text),
            stops=stops,
            task=cues.opens_task(below.text),
            title=own.system if own is not None and not stops and own.system != numbering.RUN_IN else "",
            ended=cues.is_ended(below.text),
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


def _followed(run: list[_Break]) -> Iterator[tuple[_Break, _Break | None]]:
    return zip_longest(run, run[1:])


def _is_title(each: _Break, after: _Break | None) -> bool:
    """Whether the line above is a title for sure, or the beginning of one that is broken itself."""
    return bool(each.title) and not each.sure and (not each.full or not _over_text(each, after))


def _over_text(each: _Break, after: _Break | None) -> bool:
    """Whether the line below is one of a paragraph, not the rest of a title."""
    return each.ended or (after is not None and after.full)


def _of_run(run: list[_Break], indent: int, rows: int, titled: set[str]) -> Iterator[_Break]:
    """Those of following breaks at which a line goes on in the next one."""
    listed = len(run) > 1 and all(each.task and not each.sure and not each.stops for each in run)
    for each, after in _followed(run):
        if each.rows > rows or listed:
            continue
        if each.title in titled and not each.sure and _over_text(each, after):
            continue  # a title that happens to be full
        if each.sure or (each.full and each.indent <= indent):
            yield each


def _most(values: list[int]) -> int:
    return Counter(values).most_common(1)[0][0]


def _first(text: str) -> str:
    found = _WORD.match(text)
    return found[0] if found else ""


def _widths(text: str) -> tuple[float, float]:
    """In characters, and in those as wide as they are high: others are half as wide."""
    return len(text), sum(1.0 if ord(char) >= _FIRST_WIDE else 0.5 for char in text)
