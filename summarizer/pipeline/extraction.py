"""The pipeline of one document: text, outline, the rules' candidates, a judge's word on them, the checked summary.

::

    reading = read("plan.txt", profile)                 # loaded, outlined, read by the rules
    summary = await extract(reading, options, judge)    # judged chunk by chunk, merged, checked

One direction; no stage reaches back. The rules always run. A :class:`Judge` takes their candidates chunk by chunk
and gives them back judged; without one the rules' word stands.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from summarizer.models import EngineInfo, Gap, Overview, Usage
from summarizer.pipeline.finishing import by_chunk, finished
from summarizer.pipeline.merging import merge
from summarizer.pipeline.overview import rules_overview
from summarizer.pipeline.reading import read
from summarizer.pipeline.threads import here

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from summarizer.documents import Document
    from summarizer.engines.candidates import ChunkExtraction
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.messages import Message
    from summarizer.models import Summary
    from summarizer.pipeline.merging import Merged
    from summarizer.pipeline.reading import AnySource, Options, Reading
    from summarizer.pipeline.threads import Place
    from summarizer.profiles.profile import Profile
    from summarizer.structure import Outline

_Made = TypeVar("_Made")


class Judge(Protocol):
    """Who judges the candidates of one call."""

    @property
    def info(self) -> EngineInfo:
        """What extracts, for the summary."""

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

    def notices_of(self, document: Document) -> list[tuple[str, str]]:
        """What a user has to know of the document's run: code and message."""


class RulesAlone:
    """The judge that changes nothing; ``missing`` is said of the whole document where a model should have judged."""

    def __init__(self, info: EngineInfo, usage: Usage, missing: Message | None = None) -> None:
        self.info = info
        self._usage = usage
        self._missing = missing

    async def chunks(self, document: Document, outline: Outline) -> list[Chunk]:  # noqa: ARG002
        """None: nothing is judged."""
        return []

    async def judged(
        self, document: Document, outline: Outline, chunk: Chunk, candidates: ChunkExtraction  # noqa: ARG002
    ) -> ChunkExtraction:  # fmt: skip
        """The candidates as they are."""
        return candidates

    async def overview(self, document: Document, merged: Merged) -> Gap | None:  # noqa: ARG002
        """No overview of a model's."""
        return Gap.of(0, len(document.text), self._missing) if self._missing else None

    def usage_of(self, document: Document) -> Usage:  # noqa: ARG002
        """What was counted before."""
        return self._usage

    def notices_of(self, document: Document) -> list[tuple[str, str]]:  # noqa: ARG002
        """Nothing."""
        return []


async def extract(reading: Reading, options: Options, judge: Judge | None = None, place: Place = here) -> Summary:
    """The summary of a document that was read; raises what ``judge`` raises.

    ``place`` says where what takes the processor's time is done; by default here, so that without a judge nothing
    is waited for.
    """
    profile, document, outline, candidates = reading[1:]
    if judge is None:
        judge = RulesAlone(EngineInfo(name="rules", profile=profile.name), Usage(chunks=1))
    chunks = await judge.chunks(document, outline)
    pairs = zip(chunks, by_chunk(candidates, chunks), strict=True)
    work = [judge.judged(document, outline, *pair) for pair in pairs]
    # A plan of nothing but headings has no sentence to ask about.
    parts = await _together(work) if work else [candidates]
    merged = await place(merge, document, outline, parts, refusals=options.explain)
    gaps = [gap for part in parts for gap in part.gaps]
    overview = await judge.overview(document, merged)
    if isinstance(overview, Gap):
        gaps.append(overview)
    if not isinstance(overview, Overview):
        overview = rules_overview(document, merged)
    notices = [*document.notices, *candidates.notices, *judge.notices_of(document)]
    return await place(
        finished, reading, merged, options,
        engine=judge.info, overview=overview, usage=judge.usage_of(document), gaps=gaps, notices=notices,
    )  # fmt: skip


def by_rules(source: AnySource, profile: Profile, options: Options) -> Summary:
    """Rules alone, without an event loop: it works in a program that has one and in one that has none."""
    waiting = extract(read(source, profile), options)
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
