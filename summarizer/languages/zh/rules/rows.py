"""Targets of tables: one for each figure that a row is to reach, grounded to its cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING

from summarizer.engines.candidates import TargetCandidate
from summarizer.languages.zh.numerals import parse
from summarizer.languages.zh.rules.units import RATIO_UNITS
from summarizer.quantities.numerals import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.document import Document
    from summarizer.documents.parts import Span
    from summarizer.languages.records import Mention
    from summarizer.languages.zh.rules.lexicons import RuleLexicons
    from summarizer.models import Comparator
    from summarizer.structure.outline import Outline
    from summarizer.structure.tables import Figure, Row

_MAGNITUDE = re.compile(r"(?:百万|千万|万亿|[万亿]|千(?![瓦米克伏卡]))(?=.)")
_MASK = re.compile(r"[xX×*]{1,6}|_{2,8}")
_UP_TO = re.compile(r" ?(?:-{1,2}|~|至|到) ?(\d[\d,]*(?:\.\d+)?)")
"""The upper end of a range whose unit stands elsewhere: 6—10."""
_ALL = re.compile(r"(?:实现)?(全覆盖)")
_NONE = re.compile(r"零(?:发生|事故|投诉|死亡)")
_BOUNDS: dict[str, Comparator] = {">": ">=", "≥": ">=", "<": "<=", "≤": "<="}
_NUMBERED = re.compile(r" *(?:\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳]|[一二三四五六七八九十]{1,3}、|其中:?|#|--?)+ *")
_UNIT_BEHIND = re.compile(r" *\([^()]{1,8}\) *$")


def find(document: Document, outline: Outline, words: RuleLexicons) -> Iterator[TargetCandidate]:
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


def _candidate(document: Document, row: Row, figure: Figure, words: RuleLexicons) -> TargetCandidate | None:
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
        _indicator(view, name),
        sentence_start=min(name.start, row.start),
        sentence_end=max(row.end, cell.end),
    )
    if figure.due is not None:
        candidate.deadline = document.text[figure.due.start : figure.due.end]
    mention = next((m for m in words.scanner.scan(view, cell.start, cell.end) if m.value is not None), None)
    if mention is not None and not view.startswith("年", mention.number_end):
        _counted(candidate, view, mention, figure)
    elif (mask := _MASK.search(view, cell.start, cell.end)) is not None:
        candidate.masked, candidate.number_start, candidate.number_end = True, mask.start(), mask.end()
        # xx%: what stands behind the blank is its unit
        candidate.unit = "".join(view[mask.end() : cell.end].split()) or _plain_unit(figure.unit)[0]
    elif (full := _ALL.search(view, cell.start, cell.end)) is not None:
        candidate.kind, candidate.value, candidate.unit = "coverage", 100, "%"
        candidate.end = full.end()
    elif (none := _NONE.search(view, cell.start, cell.end)) is not None:
        candidate.kind, candidate.value, candidate.end = "zero", 0, none.end()
    else:
        return None
    if candidate.kind == "quantity" and candidate.unit in RATIO_UNITS:
        candidate.kind = "ratio"
    return candidate


def _counted(candidate: TargetCandidate, view: str, mention: Mention, figure: Figure) -> None:
    unit, scale = (mention.unit, Decimal(1)) if mention.unit is not None else _plain_unit(figure.unit)
    if mention.value is not None:
        candidate.value = plain(mention.value * scale)
    if mention.value_max is not None:
        candidate.value_max = plain(mention.value_max * scale)
    candidate.unit = unit
    sign = view[figure.cell.start : mention.start].strip()[-1:]
    candidate.comparator = _BOUNDS.get(sign, mention.comparator) if mention.comparator == "=" else mention.comparator
    candidate.number_start, candidate.number_end = mention.number_start, mention.number_end
    upper = _UP_TO.match(view, mention.number_end, figure.cell.end) if mention.value_max is None else None
    top = parse(upper[1]) if upper else None
    if upper and top is not None and mention.value is not None and top > mention.value:
        candidate.comparator, candidate.value_max, candidate.number_end = "range", plain(top * scale), upper.end()


def _plain_unit(written: str | None) -> tuple[str | None, Decimal]:
    """A unit of a table without its magnitude, and that magnitude: 万人 is 人 and 10000."""
    found = _MAGNITUDE.match(written or "")
    scale = parse(found[0]) if found else None
    if found is None or scale is None:
        return ("个百分点" if written == "百分点" else written or None), Decimal(1)
    return found.string[found.end() :], scale


def _indicator(view: str, name: Span) -> str:
    """The row's name without its number and its unit in brackets, on one line."""
    numbered = _NUMBERED.match(view, name.start, name.end)
    start = numbered.end() if numbered and numbered.end() < name.end else name.start
    return "".join(_UNIT_BEHIND.sub("", view[start : name.end]).split()) or view[name.start : name.end]
