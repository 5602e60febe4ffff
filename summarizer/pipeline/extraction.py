"""The pipeline of one document: text, outline, the rules' candidates, a judge's word on them, the checked summary.

::

    reading = read("plan.txt", profile)                 # loaded, outlined, read by the rules
    summary = await extract(reading, options, judge)    # judged chunk by chunk, merged, checked

One direction; no stage reaches back. The rules always run. A :class:`Judge` takes their candidates chunk by chunk
and gives them back judged; without one the rules' word stands.
"""

from __future__ import annotations

import asyncio
from itertools import starmap
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from summarizer.documents.bounds import USUAL, Bounds
from summarizer.models import EngineInfo, Gap, Overview, Summary, Usage
from summarizer.pipeline.finishing import by_chunk, finished
from summarizer.pipeline.merging import Merged, merge
from summarizer.pipeline.overview import rules_overview
from summarizer.pipeline.placing import gap_placed, placed
from summarizer.pipeline.reading import AnySource, Options, ReadDocument, read
from summarizer.pipeline.threads import aside, here
from summarizer.pipeline.weighing import weighed

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from summarizer.documents import Document
    from summarizer.engines.candidates import ChunkExtraction
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.messages import Message
    from summarizer.profiles.profile import Profile
    from summarizer.structure import Outline

_Made = TypeVar("_Made")


class Judge(Protocol):
    """Who judges the candidates of one call."""

    def info_of(self, document: Document) -> EngineInfo:
        """What extracts, for the document's summary."""

    def reads_alone(self, document: Document) -> bool:
        """Whether the judge reads what the rules cannot: then it is no news that they do not."""

    async def chunks(self, document: Document, outline: Outline) -> list[Chunk]:
        """The document in the chunks that are judged, in document order; none where nothing is."""

    async def judged(
        self, document: Document, outline: Outline, chunk: Chunk, candidates: ChunkExtraction
    ) -> ChunkExtraction:
        """The candidates of one chunk, judged; several chunks are asked for at once."""

    async def overview(self, document: Document, merged: Merged) -> Overview | Gap | None:
        """The overview, or what the user has to know of its absence; None where the rules' serves."""

    def usage_of(self, document: Document) -> Usage:
        """What the document took; ``seconds`` is not filled in."""

    def notices_of(self, document: Document) -> list[Message]:
        """What a user has to know of the document's run."""


async def extract(reading: ReadDocument, options: Options, judge: Judge | None = None) -> Summary:
    """The summary of a document that was read; raises what ``judge`` raises.

    Without a judge nothing is waited for; with one, what takes the processor's time is done beside the event loop.
    """
    run = aside if judge else here
    _, profile, source, document, outline, candidates = reading
    chunks = await judge.chunks(document, outline) if judge else []
    pairs = zip(chunks, by_chunk(candidates, chunks), strict=True)
    parts = await _together(judge.judged(document, outline, *pair) for pair in pairs) if judge else []
    parts = parts or [candidates]  # of a plan of nothing but headings, too: it has no sentence to ask about
    parts = [placed(part, document, source) for part in parts]
    merged = await run(merge, source, outline, parts, refusals=options.explain, read=document)
    if source.certainties:
        merged = weighed(merged, source)
    gaps = [*starmap(Gap.of, source.gaps), *(gap for part in parts for gap in part.gaps)]
    overview = await judge.overview(document, merged) if judge else None
    if isinstance(overview, Gap):
        gaps.append(gap_placed(overview, source))
    if not isinstance(overview, Overview):
        overview = rules_overview(document.language, merged)
    alone = judge is not None and judge.reads_alone(document)
    told = [notice for notice in source.notices if not (alone and notice.code == "not-chinese")]
    return await run(
        finished, reading, merged, options, overview=overview, gaps=gaps,
        engine=judge.info_of(document) if judge else EngineInfo(name="rules", profile=profile.name),
        usage=judge.usage_of(document) if judge else Usage(chunks=1),
        notices=[*told, *candidates.notices, *(judge.notices_of(document) if judge else ())],
    )  # fmt: skip


def by_rules(source: AnySource, profile: Profile, options: Options, bounds: Bounds = USUAL) -> Summary:
    """Rules alone, without an event loop: it works in a program that has one and in one that has none."""
    waiting = extract(read(source, profile, bounds), options)
    try:
        waiting.send(None)
    except StopIteration as done:
        summary: Summary = done.value
        return summary
    raise AssertionError("without a judge nothing is waited for")


async def _together(work: Iterable[Coroutine[Any, Any, _Made]]) -> list[_Made]:
    """All results; where one fails, the others are ended before its error is raised."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
