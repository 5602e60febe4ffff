"""What was found, in the shape that users get: candidates by chunk, the summary, and what was asked for of it."""

from __future__ import annotations

import time
from bisect import bisect_right
from typing import TYPE_CHECKING, TypeVar

from summarizer.engines.candidates import ChunkExtraction
from summarizer.models import GROUPS, DocumentInfo, EngineInfo, Gap, Goal, Measure, Notice, Overview, Summary, Target

if TYPE_CHECKING:
    from collections.abc import Collection

    from summarizer.documents import Document
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.models import Group, Usage
    from summarizer.pipeline.merging import Merged

_Item = TypeVar("_Item", Goal, Measure, Target)


def by_chunk(candidates: ChunkExtraction, chunks: list[Chunk]) -> list[ChunkExtraction]:
    """The candidates of each chunk, by where they begin (a heading before the first sentence goes to the first)."""
    parts = [ChunkExtraction(c.index) for c in chunks]
    if not parts:
        return parts
    starts = [c.start for c in chunks]
    for name in GROUPS:
        for candidate in getattr(candidates, name):
            at = max(0, bisect_right(starts, candidate.start) - 1)
            # A heading stands before the sentences it governs: it goes with them.
            if at + 1 < len(chunks) and candidate.start >= chunks[at].end:
                at += 1
            getattr(parts[at], name).append(candidate)
    return parts


def shaped(
    document: Document,
    merged: Merged,
    engine: EngineInfo,
    overview: Overview,
    candidates: ChunkExtraction,
    usage: Usage,
    gaps: list[Gap],
) -> Summary:
    """The summary of a document, items and all; the time it took is not known yet."""
    meta = document.metadata
    return Summary(
        document=DocumentInfo(
            name=document.name, sha256=document.sha256, chars=len(document.text), title=meta.title,
            issuer=meta.issuer, period=meta.period, published=meta.published,
        ),
        engine=engine,
        overview=overview,
        goals=merged.goals,
        measures=merged.measures,
        targets=merged.targets,
        incomplete=sorted(gaps, key=lambda gap: gap.start),
        notices=[Notice.of(said) for said in (*document.notices, *candidates.notices)],
        usage=usage,
        refused=merged.refused,
    )  # fmt: skip


def finished(
    summary: Summary,
    document: Document,
    began: float,
    only: Collection[Group] | None,
    *,
    explain: bool,
    with_text: bool,
) -> Summary:
    """The summary checked against its text, with the time since ``began``, and as asked for: no links to what was not.

    Raises :class:`ValueError` for an item that is not grounded, which no document may bring about.
    """
    summary.check(document.text)
    usage = summary.usage.model_copy(update={"seconds": round(time.perf_counter() - began, 3)})
    update: dict[str, object] = {"usage": usage}
    if not explain:
        update["refused"] = None
    if with_text:
        update["document"] = summary.document.model_copy(update={"text": document.text})
    if only is not None:
        dropped = [group for group in GROUPS if group not in only]
        gone = {item.id for group in dropped for item in getattr(summary, group)}
        for group in GROUPS:
            kept = [] if group in dropped else [_unlinked(item, gone) for item in getattr(summary, group)]
            update[group] = kept
        cites = [cite for cite in summary.overview.cites if cite not in gone]
        update["overview"] = summary.overview.model_copy(update={"cites": cites})
    return summary.model_copy(update=update)


def _unlinked(item: _Item, gone: set[str]) -> _Item:
    links = {name: None for name in ("parent", "goal", "measure", "same_as") if getattr(item, name, None) in gone}
    return item.model_copy(update=links) if links else item
