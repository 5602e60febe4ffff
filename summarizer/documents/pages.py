"""The lines and tables of printed pages as one text: furniture of the pages left out, paragraphs put together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents.language import pack_of
from summarizer.documents.parts import Certainty
from summarizer.documents.pdf_joining import joined
from summarizer.documents.pdf_lines import PrintedLine, without_running_lines
from summarizer.documents.pdf_paragraphs import Margins, paragraphs

if TYPE_CHECKING:
    from summarizer.documents.building import Builder
    from summarizer.documents.pdf_tables import PrintedTable

_MAX_LISTED = 10
_JOINED = 0.5
"""The most confidence of a number that goes on in the next line: what was cut off at an edge is missed by nobody."""


class PrintedPage(NamedTuple):
    """What is printed on a page."""

    number: int
    lines: list[PrintedLine]
    tables: Sequence[PrintedTable] = ()


def add_pages(builder: Builder, pages: Sequence[PrintedPage]) -> None:
    """Add what stands on the pages of a document, all of them, in order."""
    pack = pack_of("\n".join(line.text for page in pages for line in page.lines))
    kept = without_running_lines([page.lines for page in pages], pack.furniture.PRINTED_PAGE_NUMBER)
    flow: list[PrintedLine | PrintedTable] = []
    for page, lines in zip(pages, kept, strict=True):
        flow += _placed(lines, page.tables)
    flow = joined(flow, pack.tables)
    margins = Margins([part for part in flow if isinstance(part, PrintedLine)])
    run: list[PrintedLine] = []
    for part in [*flow, None]:
        if isinstance(part, PrintedLine):
            run.append(part)
            continue
        spans = [builder.pieces(paragraph) for paragraph in paragraphs(run, margins, pack.furniture.PRINTED_ITEM)]
        if any(line.confidence for line in run) and (added := [span for span in spans if span]):
            text = builder.text[added[0].start : added[-1].end]
            builder.certainties += _stretches(_certain(text, run), added[0].start)
        run = []
        if part is not None:
            builder.table(part.rows, pages=part.pages, doubtful=part.doubtful)


def listed(numbers: Sequence[int]) -> str:
    """Numbers of pages, the first of them where they are many."""
    return "、".join(map(str, numbers[:_MAX_LISTED])) + ("…" if len(numbers) > _MAX_LISTED else "")


def _placed(lines: list[PrintedLine], tables: Sequence[PrintedTable]) -> list[PrintedLine | PrintedTable]:
    """The lines of a page with its tables between them."""
    flow: list[PrintedLine | PrintedTable] = list(lines)
    for table in tables:
        at = next((i for i, part in enumerate(flow) if part.top > table.top), len(flow))
        flow.insert(at, table)
    return flow


def _certain(text: str, run: Sequence[PrintedLine]) -> Iterator[tuple[int, float, str]]:
    """Where in ``text`` the recognised characters of its lines stand, how certain each is, and why it is doubted.

    Between lines a blank may have come into the text, and a hyphen may have gone.
    """
    at = 0
    certain = _over_lines(run)
    for line, confidences in zip(run, certain, strict=True):
        for which, char in enumerate(line.text):
            while at < len(text) and text[at] != char and text[at].isspace():
                at += 1
            if at < len(text) and text[at] == char:
                if confidences:
                    yield at, confidences[which], line.causes[which] if line.causes else ""
                at += 1


def _over_lines(run: Sequence[PrintedLine]) -> list[list[float]]:
    """The confidences of each line, with numbers doubted that may go on from one to the next."""
    certain = [[*line.confidence] for line in run]
    for at in range(1, len(run)):
        above, below = run[at - 1].text, run[at].text
        if not (above[-1:].isdigit() and below[:1].isdigit()):
            continue
        for confidences, size, places in (
            (certain[at - 1], _digits(above[::-1]), range(-_digits(above[::-1]), 0)),
            (certain[at], _digits(below), range(_digits(below))),
        ):
            if len(confidences) >= size:
                for place in places:
                    confidences[place] = min(confidences[place], _JOINED)
    return certain


def _digits(text: str) -> int:
    """With how many digits a text begins."""
    return next((at for at, char in enumerate(text) if not char.isdigit()), len(text))


def _stretches(certain: Iterator[tuple[int, float, str]], start: int) -> list[Certainty]:
    """Neighbours of the same confidence, for the same cause, as one stretch."""
    made: list[Certainty] = []
    for at, confidence, why in certain:
        rounded = round(confidence, 2)
        if made and made[-1][2:] == (rounded, why) and made[-1].end == start + at:
            made[-1] = made[-1]._replace(end=start + at + 1)
        else:
            made.append(Certainty(start + at, start + at + 1, rounded, why))
    return made
