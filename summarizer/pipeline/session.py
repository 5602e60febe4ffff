"""A run over many documents: one engine, one store and one set of limits for all of them, several at a time.

::

    async with Session(settings, only=None) as session:
        async for outcome in session.outcomes(sources):
            ...

Results come in the order of the sources, and no more documents are held than are under way. The rules always run;
where the endpoint cannot be reached their result stands, and says what is missing.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import TYPE_CHECKING, NamedTuple, Self, TypeAlias, TypeVar

from summarizer.documents import Document, load
from summarizer.documents.sources import Source
from summarizer.engines.rules import RulesEngine
from summarizer.errors import UnreachableError, UsageError
from summarizer.messages import Message
from summarizer.models import GROUPS, EngineInfo, Gap, Notice, Summary, Usage
from summarizer.pipeline.finishing import by_chunk, finished, shaped
from summarizer.pipeline.merging import merge
from summarizer.pipeline.overview import rules_overview
from summarizer.profiles.profile import load_profile
from summarizer.structure import outline as make_outline

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection, Coroutine, Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from summarizer.answers.store import Store
    from summarizer.engines.candidates import ChunkExtraction
    from summarizer.engines.endpoint import EndpointEngine
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.models import Group, Overview
    from summarizer.profiles.profile import Profile
    from summarizer.settings.settings import Settings
    from summarizer.structure import Outline


_Made = TypeVar("_Made")
AnySource: TypeAlias = "str | Path | Document | Source"
"""A path, ``-`` for standard input, a document, or what a folder, pattern or archive holds."""


class Outcome(NamedTuple):
    """What came of one source: its summary, or the error that there is instead."""

    source: AnySource
    summary: Summary | None
    error: Exception | None


class Wanted(NamedTuple):
    """What is asked for: groups (None: all), refused candidates, the text, and who is told of the progress."""

    only: Collection[Group] | None = None
    explain: bool = False
    with_text: bool = False
    on_event: OnEvent | None = None


class Read(NamedTuple):
    """A document as far as the rules bring it; ``began`` is of :func:`time.perf_counter`."""

    began: float
    document: Document
    outline: Outline
    candidates: ChunkExtraction


def read(source: AnySource, profile: Profile) -> Read:
    """Load a document and let the rules read it. Raises :class:`~summarizer.errors.DocumentError`."""
    began = time.perf_counter()
    document = source if isinstance(source, Document) else _loaded(source)
    outline = make_outline(document)
    return Read(began, document, outline, RulesEngine(profile).extract(document, outline))


def _loaded(source: str | Path | Source) -> Document:
    return source.read() if isinstance(source, Source) else load(source)


def by_rules(source: AnySource, profile: Profile, wanted: Wanted) -> Summary:
    """Without a model, and without an event loop: it works in a program that has one and in one that has none."""
    found = read(source, profile)
    document, candidates = found.document, found.candidates
    merged = merge(document, found.outline, [candidates], refusals=wanted.explain)
    engine = EngineInfo(name="rules", profile=profile.name)
    summary = shaped(document, merged, engine, rules_overview(document, merged), candidates, Usage(chunks=1), [])
    return _finished(summary, found, wanted)


def _finished(summary: Summary, found: Read, wanted: Wanted) -> Summary:
    return finished(
        summary, found.document, found.began, wanted.only, explain=wanted.explain, with_text=wanted.with_text
    )


class Session:
    """The documents of one run with a model. Enter it in the event loop that it is used in."""

    def __init__(self, settings: Settings, server: AbstractContextManager[Settings], wanted: Wanted) -> None:
        """``server`` gives the settings that are bound to a model server of one's own, and ends that."""
        self._settings = settings
        self._server = server
        self._wanted = wanted
        self._profile = load_profile(settings.profile)
        self._starting = asyncio.Lock()
        self._engine: EndpointEngine | None = None
        self._store: Store | None = None
        self._failed: Exception | None = None
        self._limit: asyncio.Semaphore

    async def __aenter__(self) -> Self:
        self._settings = self._server.__enter__()
        self._limit = asyncio.Semaphore(self._settings.concurrency)
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            if self._engine is not None:
                await self._engine.close()
            if self._store is not None:
                self._store.close()
        finally:  # in a thread: a server takes a moment to end, and a caller's loop may not stand still
            await asyncio.to_thread(self._server.__exit__, None, None, None)

    async def outcomes(self, sources: Iterable[AnySource]) -> AsyncGenerator[Outcome, None]:
        """What comes of each source, in their order; as many are under way as requests may be."""
        waiting = iter(sources)
        under_way: deque[asyncio.Task[Outcome]] = deque()
        try:
            while True:
                while len(under_way) < self._settings.concurrency:
                    source = next(waiting, None)
                    if source is None:
                        break
                    under_way.append(asyncio.create_task(self._outcome(source)))
                if not under_way:
                    return
                outcome = await under_way[0]
                under_way.popleft()
                yield outcome
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def summary(self, source: AnySource) -> Summary:
        """One document's summary. Raises as :func:`summarizer.summarize` does."""
        found = await asyncio.to_thread(read, source, self._profile)  # requests under way must not wait for it
        engine, why = await self._started()
        try:
            if why is not None:
                summary = self._without_model(found, engine, why)
            else:
                summary = await self._by_model(found, engine)
        finally:
            engine.forget(found.document)
        return self._with_notice(_finished(summary, found, self._wanted))

    def _with_notice(self, summary: Summary) -> Summary:
        """The summary with what has to be said of the run's store, which says each thing once."""
        line = self._store.notice() if self._store is not None else None
        if line is None:
            return summary
        notices = [*summary.notices, Notice(code="cache-unusable", message=line)]
        return summary.model_copy(update={"notices": notices})

    async def _outcome(self, source: AnySource) -> Outcome:
        try:
            return Outcome(source, await self.summary(source), None)
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever ails one document, the others are read
            return Outcome(source, None, error)

    async def _started(self) -> tuple[EndpointEngine, str | None]:
        """The engine, and why it cannot be asked. Raises :class:`~summarizer.errors.EndpointError` for a wrong setting.

        It is started once: what ails it at the first document ails it at all.
        """
        from summarizer.engines.endpoint import EndpointEngine, open_store

        async with self._starting:
            if self._engine is None:
                self._store = open_store(self._settings)
                self._engine = EndpointEngine(self._settings, self._profile, self._store)
                try:
                    await self._engine.start()
                except Exception as error:  # noqa: BLE001 - told at each document
                    self._failed = error
        if self._failed is not None and not isinstance(self._failed, UnreachableError):
            raise self._failed
        return self._engine, None if self._failed is None else str(self._failed)

    def _without_model(self, found: Read, engine: EndpointEngine, why: str) -> Summary:
        """The rules' result, and that the model could not be asked about any of it."""
        document = found.document
        merged = merge(document, found.outline, [found.candidates], refusals=self._wanted.explain)
        gap = Gap.of(0, len(document.text), Message("model-not-asked", {"why": why}))
        overview, usage = rules_overview(document, merged), engine.usage_of(document)
        return shaped(document, merged, engine.info, overview, found.candidates, usage, [gap])

    async def _by_model(self, found: Read, engine: EndpointEngine) -> Summary:
        """Each chunk's candidates go to the model and come back judged; nothing is asked about a group not wanted."""
        document, outline, candidates, only = found.document, found.outline, found.candidates, self._wanted.only
        on_event = self._wanted.on_event
        chunks = await engine.chunks(document, outline)

        async def judged(piece: Chunk, part: ChunkExtraction) -> ChunkExtraction:
            async with self._limit:
                return await engine.extract(document, outline, piece, part, groups=only or GROUPS, on_event=on_event)

        pairs = zip(chunks, by_chunk(candidates, chunks), strict=True)
        parts = await _together([judged(*pair) for pair in pairs])
        parts = parts or [candidates]  # a plan of nothing but headings has no sentence to ask about
        merged = merge(document, outline, parts, refusals=self._wanted.explain)
        gaps = [gap for part in parts for gap in part.gaps]
        # An overview rests on all groups: where some are not wanted, it is not worth the model's time.
        said: Overview | Message | None = None
        if only is None or set(only) == set(GROUPS):
            said = await engine.overview(document, merged.goals, merged.measures, merged.targets, on_event)
        if isinstance(said, Message):
            gaps.append(Gap.of(0, len(document.text), Message("no-model-overview", {"why": said})))
            said = None
        candidates.notices.extend(engine.notices_of(document))
        overview = said or rules_overview(document, merged)
        return shaped(document, merged, engine.info, overview, candidates, engine.usage_of(document), gaps)


async def _together(work: Sequence[Coroutine[None, None, _Made]]) -> list[_Made]:
    """All results; where one fails, the others are ended before its error is raised."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
