"""Figures in a row (分别不低于22%和30%): a bound said once is all theirs, as many dates are theirs in order."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.languages.records import DateMention, Mention
    from summarizer.languages.zh.rules.context import SentenceContext

_JOINS = frozenset(("、", "和", "与", "及", "以及"))
_PLAIN = re.compile(r"[^,;。、\d]*")


def find(context: SentenceContext, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The rows of figures that nothing but a word that joins parts; one figure alone is none."""
    rows: list[list[Mention]] = []
    last = None
    for mention, following in pairwise(mentions):
        if context.view[mention.end : following.start].strip() not in _JOINS:
            continue
        if last is mention:
            rows[-1].append(following)
        else:
            rows.append([mention, following])
        last = following
    return rows


def share_bounds(context: SentenceContext, rows: list[list[Mention]]) -> None:
    """分别不低于22%和30%, 分别达到75%和95%以上: what only the first or only the last says holds for each of the row."""
    for row in rows:
        said = [mention for mention in row if mention.comparator != "="]
        if len(said) != 1 or said[0].comparator == "range" or not _of_each(context, row[0]):
            continue
        bound = said[0]
        before, behind = bound.start < bound.number_start, bound.end > bound.unit_end
        if (bound is row[0] and before) or (bound is row[-1] and behind):
            for mention in row:
                mention.comparator = bound.comparator


def dates_of(context: SentenceContext, rows: list[list[Mention]]) -> Iterator[tuple[int, DateMention]]:
    """到2022年和2030年，…22%和30%: the place of each figure whose date is not the nearest one, and that date."""
    for row in rows:
        dates = context.joined_dates(row[0].number_start)
        if len(dates) == len(row) and len({mention.unit for mention in row}) == 1:
            yield from zip((mention.number_start for mention in row), dates, strict=True)


def _of_each(context: SentenceContext, first: Mention) -> bool:
    """Whether 分别 says that the figures are so many things' own."""
    at = context.view.rfind("分别", context.clause(first.number_start)[0], first.start)
    return at >= 0 and _PLAIN.fullmatch(context.view, at, first.start) is not None
