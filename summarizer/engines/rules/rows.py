"""Targets of tables: one for each figure that a row is to reach, grounded to its cell; the words are a language's."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from summarizer.engines.candidates import TargetCandidate
from summarizer.quantities.numerals import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from summarizer.documents.document import Document
    from summarizer.documents.parts import Span
    from summarizer.languages import Scanner
    from summarizer.languages.records import Mention
    from summarizer.models import Comparator
    from summarizer.structure.outline import Outline
    from summarizer.structure.tables import Figure, Row

_MASK = re.compile(r"[xX×*]{1,6}|_{2,8}")
_BOUNDS: dict[str, Comparator] = {">": ">=", "≥": ">=", "<": "<=", "≤": "<="}


class RowWords(NamedTuple):
    """What a language says in the cells of a table of indicators."""

    scanner: Scanner
    parse: Callable[[str], Decimal | None]
    up_to: re.Pattern[str]
    """Behind a number, the upper end of a range whose unit stands elsewhere."""
    full: re.Pattern[str]
    """Its first group says all of something, as an aim."""
    none: re.Pattern[str]
    """None of something, as an aim."""
    not_counted: tuple[str, ...]
    """Behind a number: it counts nothing (a year)."""
    ratio_units: Collection[str]
    plain_unit: Callable[[str | None], tuple[str | None, Decimal]]
    """A unit of a table without its magnitude, and that magnitude."""
    counted: Callable[[str], str | None]
    """The noun that a row's name counts, None where only the table's heads and cells give a unit."""
    bracketed: Callable[[str], str | None]
    """The unit in brackets behind a row's name, None where the table's reader finds all."""
    dated: bool
    """Whether the year at the head of a column is the deadline of its figures."""
    numbered: re.Pattern[str]
    """The number of a row."""
    unit_behind: re.Pattern[str]
    """The unit in brackets behind a row's name."""
    blank: str
    """What parts words."""


def find(document: Document, outline: Outline, words: RowWords) -> Iterator[TargetCandidate]:
    """The targets of all tables that were understood; figures of the past are rejected candidates."""
    starts = [heading.start for heading in outline.headings]
    for table in outline.tables:
        over = bisect_right(starts, table.start) - 1
        back = over >= 0 and outline.headings[over].role in {"review", "background"}
        for row in table.rows:
            for figure in row.figures:
                candidate = _candidate(document, row, figure, words)
                if candidate is not None:
                    candidate.heading = over if over >= 0 else None
                    yield candidate.judged("stock") if figure.past or back else candidate


def _candidate(document: Document, row: Row, figure: Figure, words: RowWords) -> TargetCandidate | None:
    view, cell, name = document.view, figure.cell, row.name
    if name is None:
        return None
    start = name.start if row.start <= name.start < cell.start else cell.start
    if "\n" in document.text[start : cell.end]:
        start = cell.start  # a name of several lines, or one that stands rows above
    candidate = TargetCandidate(
        start + len(view[start : cell.end]) - len(view[start : cell.end].lstrip()),
        cell.end,
        "quantity",
        _indicator(view, name, words),
        sentence_start=min(name.start, row.start),
        sentence_end=max(row.end, cell.end),
    )
    due = figure.due if figure.due is not None and words.dated else row.due
    if due is not None:
        candidate.deadline = " ".join(document.text[due.start : due.end].split())
    mention = next((m for m in words.scanner.scan(view, cell.start, cell.end) if m.value is not None), None)
    if mention is not None and not view.startswith(words.not_counted, mention.number_end):
        _counted(
            candidate,
            view,
            mention,
            figure._replace(unit=figure.unit or words.bracketed(view[name.start : name.end])),
            words,
        )
    elif (mask := _MASK.search(view, cell.start, cell.end)) is not None:
        candidate.masked, candidate.number_start, candidate.number_end = True, mask.start(), mask.end()
        # xx%: what stands behind the blank is its unit
        candidate.unit = "".join(view[mask.end() : cell.end].split()) or words.plain_unit(figure.unit)[0]
    elif (full := words.full.search(view, cell.start, cell.end)) is not None:
        candidate.kind, candidate.value, candidate.unit = "coverage", 100, "%"
        candidate.end = full.end()
    elif (none := words.none.search(view, cell.start, cell.end)) is not None:
        candidate.kind, candidate.value, candidate.end = "zero", 0, none.end()
    else:
        return None
    if candidate.kind == "quantity" and candidate.unit in words.ratio_units:
        candidate.kind = "ratio"
    return candidate


def _counted(candidate: TargetCandidate, view: str, mention: Mention, figure: Figure, words: RowWords) -> None:
    unit, scale = (mention.unit, Decimal(1)) if mention.unit is not None else words.plain_unit(figure.unit)
    if mention.value is not None:
        candidate.value = plain(mention.value * scale)
    if mention.value_max is not None:
        candidate.value_max = plain(mention.value_max * scale)
    candidate.unit = unit or words.counted(candidate.indicator)
    sign = view[figure.cell.start : mention.start].strip()[-1:]
    candidate.comparator = _BOUNDS.get(sign, mention.comparator) if mention.comparator == "=" else mention.comparator
    candidate.number_start, candidate.number_end = mention.number_start, mention.number_end
    upper = words.up_to.match(view, mention.number_end, figure.cell.end) if mention.value_max is None else None
    top = words.parse(upper[1]) if upper else None
    if upper and top is not None and mention.value is not None and top > mention.value:
        candidate.comparator, candidate.value_max, candidate.number_end = "range", plain(top * scale), upper.end()


def _indicator(view: str, name: Span, words: RowWords) -> str:
    """The row's name without its number and its unit in brackets, on one line."""
    numbered = words.numbered.match(view, name.start, name.end)
    start = numbered.end() if numbered and numbered.end() < name.end else name.start
    shown = words.blank.join(words.unit_behind.sub("", view[start : name.end]).split())
    return shown or view[name.start : name.end]
