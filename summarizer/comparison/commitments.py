"""What a plan commits itself to: its items, without those of other years and those that promise nothing."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from summarizer.comparison import language
from summarizer.comparison.parts import ReportParts, Side
from summarizer.comparison.reported import year_of
from summarizer.documents import from_text
from summarizer.documents.normalising import view_of
from summarizer.models import Measure, Summary, Target
from summarizer.structure.outlining import outline

if TYPE_CHECKING:
    from collections.abc import Callable


class Promised(NamedTuple):
    """What a report is to answer, and the year that it is promised for where that is one."""

    targets: list[Target]
    measures: list[Measure]
    year: int | None


def promised(plan: Summary, code: str) -> Promised:
    """The targets and measures of ``plan`` that a report is to answer; ``code`` is the report's language.

    A plan that is itself a report on the year before, or that has aims of several years beside those of its own, is
    held to its own year's part alone.
    """
    words = language.find(code).parts
    year, stands = _own_part(plan)

    def counts(item: Target | Measure) -> bool:
        named = (item.quote, item.indicator) if isinstance(item, Target) else (item.quote,)
        return stands(item.start) and not any(words.NO_COMMITMENT.search(view_of(said)) for said in named)

    return Promised(_standing([*filter(counts, plan.targets)]), [*filter(counts, plan.measures)], year)


def _standing(targets: list[Target]) -> list[Target]:
    """Those that repeat no other of them; the first that repeats one that was left out stands for it."""
    ids, taken = {target.id for target in targets}, set[str]()
    found = []
    for target in targets:
        if target.same_as is not None and (target.same_as in ids or target.same_as in taken):
            continue
        taken |= {target.same_as} if target.same_as is not None else set()
        found.append(target)
    return found


def _own_part(plan: Summary) -> tuple[int | None, Callable[[int], bool]]:
    """The year that a plan is for, and whether what stands at an offset is that year's."""
    text, year = plan.document.text, year_of(plan.document.period)
    if text is None:
        return year, _everywhere
    document = from_text(text, plan.document.name)
    read = document.read
    drawn = outline(read)
    words = language.find(document.language).parts
    if year is None and plan.document.period is None:
        year = ReportParts(read.view, drawn, words, last=None, spoken=None).year
    if year is None:
        return None, _everywhere
    parts = ReportParts(read.view, drawn, words, last=year - 1, spoken=year)
    if not (parts.whole or parts.plans_year(year)):
        return year, _everywhere
    others: list[tuple[int, int]] = []
    for sentence, place in zip(drawn.sentences, parts.places, strict=True):
        if place.side is Side.BACK or place.several or place.perhaps:
            others.append(document.origin(sentence.start, sentence.end))
    begins = [begin for begin, _ in others]

    def stands(start: int) -> bool:
        before = bisect_right(begins, start) - 1
        return before < 0 or start >= others[before][1]

    return year, stands


def _everywhere(_: int) -> bool:
    return True
