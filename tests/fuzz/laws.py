"""What holds of every document, outline, quantity, aligned quote and summary, whatever the bytes were."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from rendered import render

from summarizer.documents.normalising import view_of
from summarizer.engines.endpoint.checks import numerals
from summarizer.errors import UsageError
from summarizer.formats import FORMATS
from summarizer.languages.zh.evaluation import read_numbers
from summarizer.models import Summary
from summarizer.quantities.numerals import plain
from summarizer.reports.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.checks import Grounding
    from summarizer.errors import SummarizerError
    from summarizer.languages.records import DateMention, Mention
    from summarizer.models import Target
    from summarizer.structure.outline import Outline

_SHARED = (1, 10, 100, 1000, 10**4, 10**8, 10**12)
"""The low end of 5-6亿元 shares the magnitude that is written at the high end."""
_GARBLED = re.compile(r"([十百千万亿]) ?\1|[十百千万亿]{3}|(?<![\d零〇一二三四五六七八九十百千])[零〇][十百千万亿]")
_PERIOD = re.compile(r"\d{4}(?:-\d{4})?")


def check_refusal(error: SummarizerError) -> None:
    """What is said of a file that cannot be read: its name, and one line."""
    assert str(error).startswith("plan.txt: ")
    assert len(str(error).splitlines()) == 1


def check_document(document: Document) -> None:
    """One text that can be written as UTF-8, a view of its length, furniture in order, facts that are facts."""
    text, view = document.text, document.view
    text.encode("utf-8")  # no lone surrogate
    document.name.encode("utf-8")
    assert "\r" not in text
    assert len(view) == len(text)
    assert view_of(view) == view
    assert all(v == "\n" for t, v in zip(text, view, strict=True) if t == "\n")
    _in_order(document.furniture, len(text), apart=True)
    said = document.metadata
    assert all(fact is None or fact.strip() for fact in (said.title, said.issuer, said.period, said.published))
    assert said.published is None or dt.date.fromisoformat(said.published)
    assert said.period is None or _PERIOD.fullmatch(said.period)
    assert re.fullmatch("zh-Hant|[a-z]{2,3}", document.language)
    assert all(notice.code and notice.text("en") != notice.code for notice in document.notices)
    assert re.fullmatch("[0-9a-f]{64}", document.sha256)


def check_outline(document: Document, found: Outline) -> None:
    """Headings and sentences stand in order, disjoint, inside the text; parents before children."""
    size = len(document.text)
    places = [(h.line_start, h.end) for h in found.headings] + [(s.start, s.stop) for s in found.sentences]
    _in_order(sorted(places), size)
    for index, heading in enumerate(found.headings):
        assert heading.line_start <= heading.start < heading.end <= heading.body_start <= size
        assert heading.parent is None or heading.parent < index
        assert heading.level >= 1
    last = (0, 0)
    for sentence in found.sentences:
        assert sentence.end <= sentence.stop
        assert (sentence.start, sentence.group) >= last
        assert sentence.group >= last[1]
        assert not document.text[sentence.start].isspace()
        assert not document.text[sentence.end - 1].isspace()
        assert sentence.heading is None or 0 <= sentence.heading < len(found.headings)
        assert all(0 <= start < end <= size for start, end in sentence.tags)
        last = (sentence.start, sentence.group)
    assert -1 <= found.preamble_end <= size


def check_mentions(view: str, start: int, end: int, mentions: Sequence[Mention]) -> None:
    """Mentions are disjoint, in order, inside the stretch; the number is written where it is said to stand."""
    last = start
    for mention in mentions:
        assert last <= mention.start <= mention.number_start < mention.number_end <= mention.unit_end
        assert mention.unit_end <= mention.end <= end
        assert mention.masked == (mention.value is None)
        for value in (mention.value, mention.value_max):
            if value is not None:
                assert value.is_finite()
                assert value >= 0
                assert math.isfinite(plain(value))
        assert mention.value_max is None or (mention.value is not None and mention.value < mention.value_max)
        assert (mention.comparator == "range") == (mention.value_max is not None)
        assert not view[mention.number_start].isspace()
        assert mention.unit is None or mention.unit.strip()
        last = mention.number_end


def check_dates(start: int, end: int, dates: Sequence[DateMention]) -> None:
    """Dates are disjoint, in order, inside the stretch."""
    _in_order([(d.start, d.end) for d in dates], end, start)


def check_grounding(document: Document, quote: str, within: Sequence[tuple[int, int]], found: Grounding | None) -> None:
    """A place that is given lies inside one of the spans and is the quote, numbers whole."""
    if found is None:
        return
    assert any(start <= found.start < found.end <= end for start, end in within)
    there = document.text[found.start : found.end]
    assert there == quote
    assert numerals(there) == numerals(quote)
    if found.number is not None:
        assert found.start <= found.number.start < found.number.end <= found.end


def check_summary(summary: Summary, text: str) -> None:
    """The contract: grounded, linked, every value written in its span, ids unique, JSON there and back."""
    summary.check(text)
    ids = [item.id for item in summary.items()]
    assert len(set(ids)) == len(ids)
    for item in summary.items():
        assert item.start < item.end
    for target in summary.targets:
        assert target.indicator.strip()
        values = [v for v in (target.value, target.value_max) if v is not None]
        assert all(math.isfinite(value) for value in values)
        if target.number_start is None or target.number_end is None:
            continue
        assert target.number_start < target.number_end
        # A deadline in a tag is written behind the sentence; everything else inside the quote.
        assert target.start <= target.number_start
        assert target.number_end <= target.end
        assert not target.masked or not values
        _check_written(target)
    for gap in summary.incomplete:
        assert 0 <= gap.start <= gap.end <= len(text)
    written = render(summary, "json")
    assert Summary.model_validate(json.loads(written)) == summary


def _check_written(target: Target) -> None:
    """A value is one reading of a number that stands in the quote, by another reader than the one that found it."""
    if target.number_start is None or target.value is None:
        return
    if _GARBLED.search(target.quote):
        return  # 603.5万万, 〇万: the two readers need not agree on what nobody writes
    quote = view_of(target.quote)
    begin, end = target.number_start - target.start, (target.number_end or 0) - target.start
    # In 20百分之2 or 3万2½ the number by itself is one, and with its neighbours another; 4 920 is parted by a blank.
    parts = (quote, quote[begin:], quote[begin:end], quote[begin:end].replace(" ", ""))
    read = {n.value for part in parts for n in read_numbers(part)}
    for value in (target.value, target.value_max):
        if value is not None:
            scaled = (value / scale for scale in _SHARED)
            assert any(math.isclose(one, there, rel_tol=1e-9) for one in scaled for there in read), (target, read)


def check_reports(summary: Summary, *, binary: bool = True) -> None:
    """Every format renders (those of bytes take longer), and what it renders can be written to a file."""
    for name in FORMATS:
        if FORMATS[name].binary and not binary:
            continue
        with contextlib.suppress(UsageError) if summary.document.text is None else contextlib.nullcontext():
            if FORMATS[name].whole:
                with contextlib.closing(FORMATS[name].book(alone=True)) as book:
                    book.add(summary, View())
                    book.save(io.BytesIO())
            else:
                render(summary, name).encode("utf-8")


def _in_order(places: Iterable[tuple[int, int]], size: int, first: int = 0, *, apart: bool = False) -> None:
    ordered = list(places)
    assert all(first <= start < end <= size for start, end in ordered)
    assert all(b[0] > a[1] if apart else b[0] >= a[1] for a, b in pairwise(ordered))
