"""What was found in a document as it is read, put back to its place in the document that the user has."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from summarizer.documents.spacing import INVISIBLE
from summarizer.engines.candidates import MeasureCandidate, TargetCandidate
from summarizer.languages import find

if TYPE_CHECKING:
    from summarizer.documents import Document
    from summarizer.engines.candidates import Candidate, ChunkExtraction, GoalCandidate
    from summarizer.models import Gap

_Found = TypeVar("_Found", bound="Candidate")
_Dated = TypeVar("_Dated", MeasureCandidate, TargetCandidate)
_Worded = TypeVar("_Worded", "GoalCandidate", "MeasureCandidate")


def placed(part: ChunkExtraction, read: Document, source: Document) -> ChunkExtraction:
    """The candidates with their offsets in ``source``, which ``read`` was made of; their words stay as they were."""
    if source.joined is None:
        return part
    dates = _Dates(source.text)
    return replace(
        part,
        goals=[_worded(found, read, source) for found in part.goals],
        measures=[dates.written(_worded(found, read, source)) for found in part.measures],
        targets=[dates.written(_moved(found, source)) for found in part.targets],
        gaps=[gap_placed(gap, source) for gap in part.gaps],
    )


def gap_placed(gap: Gap, source: Document) -> Gap:
    """A gap with its offsets in ``source``."""
    start, end = source.origin(gap.start, gap.end)
    return gap.model_copy(update={"start": start, "end": end})


def _worded(found: _Worded, read: Document, source: Document) -> _Worded:
    """The words of a quote that is broken or set apart in the source are those that were read."""
    placed = _moved(found, source)
    if isinstance(placed, MeasureCandidate):
        placed.mentioned = [source.origin(*name) for name in placed.mentioned]
    shorter = placed.end - placed.start != found.end - found.start
    if found.text is None and shorter and not _is_whole(source, placed.start, placed.end):
        placed.text = read.text[found.start : found.end]
    return placed


def _is_whole(source: Document, start: int, end: int) -> bool:
    """Whether a quote can be shown as it stands: no line end, no characters set apart, no marks of bold are in it."""
    layout = find(source.language).layout
    pairs = zip(source.view[start:end], source.text[start:end], strict=True)
    seen = "".join(read for read, written in pairs if written not in INVISIBLE)
    return "\n" not in seen and "**" not in seen and not (layout is not None and any(layout.gaps_between(seen)))


class _Dates:
    """A document's dates as it spells them; of as many items as have one, each is looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spelled: dict[str, str] = {}

    def written(self, found: _Dated) -> _Dated:
        """The item with its date as the source has it: with its blanks, but as it was read where a line breaks it."""
        if (words := found.deadline) is not None:
            if words not in self._spelled:
                self._spelled[words] = words if words in self._text else self._apart(words)
            found.deadline = self._spelled[words]
        return found

    def _apart(self, words: str) -> str:
        found = re.search(r"[^\S\n]*".join(map(re.escape, words)), self._text)
        return words if found is None else found[0]


def _moved(found: _Found, source: Document) -> _Found:
    start, end = source.origin(found.start, found.end)
    if not isinstance(found, TargetCandidate):
        return replace(found, start=start, end=end)
    sentence_start, sentence_end = source.origin(found.sentence_start, found.sentence_end)
    number_start, number_end = found.number_start, found.number_end
    if number_start is not None and number_end is not None:
        number_start, number_end = source.origin(number_start, number_end)
    return replace(
        found, start=start, end=end, sentence_start=sentence_start, sentence_end=sentence_end,
        number_start=number_start, number_end=number_end,
    )  # fmt: skip
