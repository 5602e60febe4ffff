"""What was found, in the shape that users get: candidates by chunk, the summary, and what was asked for of it."""

from __future__ import annotations

import time
from bisect import bisect_right
from typing import TYPE_CHECKING, TypeVar

from summarizer.engines.candidates import ChunkExtraction
from summarizer.models import (
    GROUPS,
    LINKS,
    DocumentInfo,
    EngineInfo,
    Gap,
    Goal,
    Group,
    Measure,
    Notice,
    Overview,
    Summary,
    Target,
    Usage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.messages import Message
    from summarizer.models import Item
    from summarizer.pipeline.merging import Merged
    from summarizer.pipeline.reading import Options, ReadDocument

_Item = TypeVar("_Item", Goal, Measure, Target)


def by_chunk(candidates: ChunkExtraction, chunks: list[Chunk]) -> list[ChunkExtraction]:
    """The candidates of each chunk, by where they begin (a heading before the first sentence goes to the first)."""
    parts = [ChunkExtraction(chunk.index) for chunk in chunks]
    starts = [chunk.start for chunk in chunks]
    for name in GROUPS:
        for candidate in getattr(candidates, name) if parts else ():
            at = max(0, bisect_right(starts, candidate.start) - 1)
            # A heading stands before the sentences it governs: it goes with them.
            if at + 1 < len(chunks) and candidate.start >= chunks[at].end:
                at += 1
            getattr(parts[at], name).append(candidate)
    return parts


def finished(
    reading: ReadDocument,
    merged: Merged,
    options: Options,
    *,
    engine: EngineInfo,
    overview: Overview,
    usage: Usage,
    gaps: list[Gap],
    notices: Iterable[Message],
) -> Summary:
    """The summary checked against its text, with the seconds since it was begun, and as it was asked for.

    Raises :class:`ValueError` for an item that is not grounded, which no document may bring about.
    """
    document = reading.source
    meta = document.metadata
    summary = Summary(
        document=DocumentInfo(
            name=document.name, sha256=document.sha256, chars=len(document.text), title=meta.title,
            issuer=meta.issuer, period=meta.period, published=meta.published,
            text=document.text if options.with_text else None,
        ),
        engine=engine,
        overview=overview,
        goals=merged.goals,
        measures=merged.measures,
        targets=merged.targets,
        incomplete=sorted(gaps, key=lambda gap: gap.start),
        notices=[Notice.of(said) for said in notices],
        usage=usage.model_copy(update={"seconds": round(time.perf_counter() - reading.began, 3)}),
        refused=merged.refused if options.explain else None,
    )  # fmt: skip
    summary.check(document.text)
    dropped = [group for group in GROUPS if group not in options.groups]
    return _without(summary, dropped, linked=options.linked) if dropped else summary


def _without(summary: Summary, dropped: list[Group], *, linked: bool) -> Summary:
    """The summary without the items of some groups, and without links to them; those ``linked`` may stay."""
    gone = {item.id for group in dropped for item in getattr(summary, group)}
    if linked:
        kept = [item for group in GROUPS if group not in dropped for item in getattr(summary, group)]
        gone -= _reached(summary, kept)
    update: dict[str, object] = {
        group: [_unlinked(item, gone) for item in getattr(summary, group) if item.id not in gone] for group in GROUPS
    }
    cites = [cite for cite in summary.overview.cites if cite not in gone]
    update["overview"] = summary.overview.model_copy(update={"cites": cites})
    return summary.model_copy(update=update)


def _reached(summary: Summary, wanted: Sequence[Item]) -> set[str]:
    """The ids of all that the ``wanted`` items lead to, from link to link."""
    items = {item.id: item for group in GROUPS for item in getattr(summary, group)}
    reached: set[str] = set()
    ahead = [item.id for item in wanted]
    while ahead:
        item = items[ahead.pop()]
        found = {link for name in LINKS if (link := getattr(item, name, None)) is not None} - reached
        reached |= found
        ahead += found
    return reached


def _unlinked(item: _Item, gone: set[str]) -> _Item:
    links = {name: None for name in LINKS if getattr(item, name, None) in gone}
    return item.model_copy(update=links) if links else item
