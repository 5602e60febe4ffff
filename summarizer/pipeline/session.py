"""A session: everything that many calls share, for as long as a program runs.

::

    async with Session(settings) as session:
        summary = await session.summarize("plan.txt", Options(only=["targets"]))
        async for outcome in session.outcomes(many):
            ...

It owns the client with its connection, the limits (requests at a time and a minute, budget, time), the breaker that
leaves a dead endpoint alone, the response store and the model server; each call brings its own :class:`Options`. Any
number of calls may run at once. By rules alone it needs none of these, and imports no endpoint.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Self

from summarizer.errors import EndpointError, LocalError, UnreachableError, UsageError, check_type
from summarizer.messages import Message
from summarizer.models import GROUPS, EngineInfo, Gap, Notice, Overview, Summary
from summarizer.pipeline.extraction import by_rules, extract
from summarizer.pipeline.reading import AnySource, Options, bounds_of, check_sources, fetch, read
from summarizer.pipeline.threads import aside
from summarizer.profiles.profile import load_profile
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Sequence

    from summarizer.answers.store import Store
    from summarizer.documents import Document
    from summarizer.engines.candidates import ChunkExtraction
    from summarizer.engines.endpoint import EndpointEngine
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.engines.endpoint.deferring import DeferredError, Exchange
    from summarizer.engines.endpoint.limits import Rate
    from summarizer.engines.endpoint.same_indicator import IndicatorPair, PairAnswers
    from summarizer.pipeline.merging import Merged
    from summarizer.structure import Outline

_ALL = Options()
_RESTS = 10
"""An endpoint where nobody answers is left alone for so many times as long as it took to see that."""


class Outcome(NamedTuple):
    """What came of one source: its summary, or the error that there is instead."""

    source: AnySource
    summary: Summary | None
    error: Exception | None


def serving(settings: Settings) -> AbstractContextManager[Settings]:
    """The settings for a block of calls, which share one model server where the local engine is chosen.

    Without it each call starts and ends a server of its own. Settings of other engines are given
    back as they are. Raises :class:`~summarizer.errors.UsageError` for a model that is not there and
    :class:`~summarizer.errors.LocalError` where no program can serve it.
    """
    if settings.chosen_engine != "local" or settings.server is not None or settings.replay is not None:
        return nullcontext(settings)
    from summarizer.engines.local.server import serving as serving_locally

    return serving_locally(settings)


class Session:
    """Summarizes any number of documents; enter it in the event loop that it is used in, and again once it was left.

    Raises :class:`~summarizer.errors.UsageError` where a setting is wrong, :class:`~summarizer.errors.ProfileError`
    for a profile that cannot be read.
    """

    def __init__(
        self, settings: Settings | None = None, *, rate: Rate | None = None, exchange: Exchange | None = None
    ) -> None:  # fmt: skip
        """``settings`` default to ``Settings.load()``; ``rate`` stands for their requests and tokens a minute.

        With an ``exchange``, which answers in the endpoint's place, :meth:`summarize` raises its ``DeferredError``.
        """
        settings = Settings.load() if settings is None else settings
        check_type("settings", settings, Settings)
        self._asks = settings.asks_a_model
        self._rate, self._exchange = rate, exchange
        self._given = self._settings = settings
        self._server: AbstractContextManager[Settings] = nullcontext(settings)
        self._profile = load_profile(settings.profile)
        self._starting = asyncio.Lock()
        self._engine: EndpointEngine | None = None
        self._store: Store | None = None
        self._next_start = 0.0
        """When the engine is to be started, of :func:`time.monotonic`; never again once it was."""
        self._failed: Exception | None = None
        self._unusable: EndpointError | None = None
        self._places: asyncio.Semaphore | None = None
        """One for each chunk that is with the model; None while the session is not open."""

    async def __aenter__(self) -> Self:
        if self._places is not None:
            raise UsageError("session-open")
        self._server = serving(self._given)
        self._settings = self._server.__enter__()
        self._starting = asyncio.Lock()
        self._next_start = 0.0
        self._failed = self._unusable = None
        self._places = asyncio.Semaphore(self._settings.concurrency)
        return self

    async def __aexit__(self, *_: object) -> None:
        engine, store = self._engine, self._store
        self._places = self._engine = self._store = None
        try:
            if engine is not None:
                await engine.close()
            if store is not None:
                store.close()
        finally:
            if not isinstance(self._server, nullcontext):  # a server takes a moment to end
                await asyncio.to_thread(self._server.__exit__, None, None, None)

    async def summarize(self, source: AnySource, options: Options = _ALL) -> Summary:
        """One document's summary. Raises as :func:`summarizer.summarize` does."""
        if self._places is None:
            raise UsageError("session-not-open")
        check_type("options", options, Options)
        # Beside the thread that computes: a pipe, a disk or the process that reads a file may take its time.
        fetched = await asyncio.to_thread(fetch, source, bounds_of(self._settings))
        if not self._asks:  # in one go: what is begun is done before the next one takes memory
            return await aside(by_rules, fetched, self._profile, options)
        from summarizer.engines.endpoint.deferring import DeferredError

        reading = await aside(read, fetched, self._profile)
        engine = await self._started()
        try:
            judge = ModelJudge(engine, options, self._places, self._unusable)
            summary = await extract(reading, options, judge)
        except DeferredError:
            engine.put_off(reading.document)
            raise
        finally:
            engine.forget(reading.document)
        return self._with_notice(summary)

    async def outcomes(
        self, sources: Iterable[AnySource], options: Options = _ALL
    ) -> AsyncGenerator[Outcome, None]:  # fmt: skip
        """What comes of each source, in their order; as many are under way as requests may be.

        Raises :class:`~summarizer.errors.UsageError`; what else ails a document is the ``error`` of its outcome.
        """
        check_sources(sources)
        waiting = iter(sources)
        under_way: deque[asyncio.Task[Outcome]] = deque()
        most = self._settings.concurrency if self._asks else 1  # rules gain nothing by company
        try:
            while True:
                for source in islice(waiting, most - len(under_way)):
                    under_way.append(asyncio.create_task(self._outcome(source, options)))
                if not under_way:
                    return
                outcome = await under_way[0]
                under_way.popleft()
                yield outcome
                del outcome  # a long document's summary is large: not kept while the next one is read
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def engine(self) -> EndpointEngine:
        """The engine that asks the model, started. Raises :class:`~summarizer.errors.EndpointError`."""
        engine = await self._started()
        if self._unusable is not None:
            raise self._unusable
        return engine

    async def same_indicators(self, pairs: Sequence[IndicatorPair]) -> PairAnswers:
        """What the model says of pairs that may be one indicator. Raises :class:`~summarizer.errors.EndpointError`."""
        from summarizer.engines.endpoint.same_indicator import put_pairs

        engine = await self.engine()
        if self._store is None:  # left meanwhile
            raise UsageError("session-not-open")
        return await put_pairs(engine.client, self._store, self._profile, pairs)

    async def _outcome(self, source: AnySource, options: Options) -> Outcome:
        try:
            return Outcome(source, await self.summarize(source, options), None)
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever ails one document, the others are read
            return Outcome(source, None, error)

    async def _started(self) -> EndpointEngine:
        """The engine; where the endpoint does not answer, or answers nothing of use, ``_unusable`` says so.

        Raises what is wrong otherwise: what ails it at the first document ails it at all.
        """
        from summarizer.engines.endpoint import EndpointEngine, open_store

        async with self._starting:
            if self._places is None:  # left while this call read its document: nobody would close what it starts
                raise UsageError("session-not-open")
            if self._engine is None:
                self._store = open_store(self._settings)
                self._engine = EndpointEngine(self._settings, self._profile, self._store, self._rate, self._exchange)
            engine = self._engine
            began = time.monotonic()
            if began >= self._next_start:
                self._next_start = math.inf
                self._unusable = None
                try:
                    await engine.start()
                except LocalError as error:
                    self._failed = error
                except EndpointError as error:
                    if error.code == "no-key":  # nothing was asked: it is the call that is wrong
                        self._failed = error
                    self._unusable = error
                    if isinstance(error, UnreachableError):  # perhaps it comes back; what it refused, it will refuse
                        now = time.monotonic()
                        self._next_start = now + _RESTS * (now - began)
                except asyncio.CancelledError:  # the call was given up, not the endpoint: the next one begins anew
                    self._next_start = 0.0
                    raise
                except Exception as error:  # noqa: BLE001 - raised at each document
                    self._failed = error
        if self._failed is not None:
            raise self._failed
        return engine

    def _with_notice(self, summary: Summary) -> Summary:
        """The summary with what has to be said of the run's store, which says each thing once."""
        why = self._store.notice() if self._store is not None else None
        if why is None:
            return summary
        notice = Notice.of(Message("cache-unusable", {"why": why}))
        return summary.model_copy(update={"notices": [*summary.notices, notice]})


class ModelJudge:
    """The endpoint engine with the options of one call; ``places`` bounds the chunks of all calls together.

    Where the endpoint is ``unusable``, it says so of the whole document and asks nothing.
    """

    def __init__(
        self,
        engine: EndpointEngine,
        options: Options,
        places: asyncio.Semaphore,
        unusable: EndpointError | None = None,
    ) -> None:
        self._engine = engine
        self._options = options
        self._places = places
        self._unusable = unusable
        self._deferred: DeferredError | None = None
        self.usage_of = engine.usage_of
        self.notices_of = engine.notices_of

    def info_of(self, document: Document) -> EngineInfo:
        """The engine's, asked at the end: a replay learns its model from the document's recording."""
        return self._engine.info_of(document)

    def reads_alone(self, document: Document) -> bool:
        """Whether the model reads a document in a language without rules, and can be asked."""
        return self._unusable is None and self._engine.reads_alone(document)

    async def chunks(self, document: Document, outline: Outline) -> list[Chunk]:
        """What the model is asked about at a time."""
        return [] if self._unusable else await self._engine.chunks(document, outline)

    async def judged(
        self, document: Document, outline: Outline, chunk: Chunk, candidates: ChunkExtraction
    ) -> ChunkExtraction:
        """What the model says of them; nothing is asked about a group not wanted."""
        from summarizer.engines.endpoint.deferring import DeferredError

        wanted = self._options
        async with self._places:
            try:
                return await self._engine.extract(
                    document, outline, chunk, candidates, groups=wanted.groups, on_event=wanted.on_event
                )
            except DeferredError as unheard:  # when all chunks have asked their questions, it is raised
                self._deferred = unheard
                return candidates

    async def overview(self, document: Document, merged: Merged) -> Overview | Gap | None:
        """In the model's words. It rests on all groups: where some are not wanted, it is not worth the model's time."""
        if self._deferred is not None:  # what it would be of is not known
            raise self._deferred
        if self._unusable:
            return _missing(document, "model-not-asked", self._unusable.message)
        if set(self._options.groups) != set(GROUPS):
            return None
        goals, measures, targets, _ = merged
        said = await self._engine.overview(document, goals, measures, targets, self._options.on_event)
        return _missing(document, "no-model-overview", said) if isinstance(said, Message) else said


def _missing(document: Document, code: str, why: Message) -> Gap:
    """A gap as long as the document."""
    return Gap.of(0, len(document.text), Message(code, {"why": why}))
