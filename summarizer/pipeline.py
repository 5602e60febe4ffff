"""The road: file → document → outline → drafts → (the model's judgement) → merged, checked summary.

One direction; no stage reaches back. The rules always run; with an endpoint their drafts are what the
model is asked about, chunk by chunk. ``summarize`` is the door for programs and the command line alike.
"""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_right
from contextlib import nullcontext
from os import PathLike
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from summarizer.documents import Document, load
from summarizer.drafts import ChunkExtraction
from summarizer.engines.rules import RulesEngine
from summarizer.errors import UsageError
from summarizer.merging import merge
from summarizer.models import (
    GROUPS,
    DocumentInfo,
    EngineInfo,
    Gap,
    Goal,
    Measure,
    Notice,
    Overview,
    Summary,
    Target,
    Usage,
)
from summarizer.overviews import rules_overview
from summarizer.profiles import load_profile
from summarizer.structure import outline as make_outline

if TYPE_CHECKING:
    from collections.abc import Collection
    from contextlib import AbstractContextManager
    from pathlib import Path

    from summarizer.chunks import Chunk
    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.merging import Merged
    from summarizer.models import Group
    from summarizer.profiles import Profile
    from summarizer.settings import Settings
    from summarizer.structure import Outline

_Item = TypeVar("_Item", Goal, Measure, Target)


class _Read(NamedTuple):
    """A document as far as the rules bring it; ``began`` is of :func:`time.perf_counter`."""

    began: float
    settings: Settings
    profile: Profile
    document: Document
    outline: Outline
    drafts: ChunkExtraction


def summarize(
    source: str | Path | Document,
    settings: Settings | None = None,
    *,
    only: Collection[Group] | None = None,
    explain: bool = False,
    with_text: bool = False,
    on_event: OnEvent | None = None,
) -> Summary:
    """Read one plan and give back its goals, measures and targets.

    ``source`` is a path, ``-`` for standard input, or a :class:`~summarizer.documents.Document`;
    ``settings`` default to ``Settings.load()``. ``only`` names the groups wanted (all), ``explain``
    adds the refused candidates, ``with_text`` the text; ``on_event`` gets progress of an endpoint run.

    Raises :class:`~summarizer.errors.DocumentError` where the document cannot be read,
    :class:`~summarizer.errors.EndpointError` where the configured endpoint cannot be used and
    :class:`~summarizer.errors.UsageError` where ``source``, ``only`` or a setting is wrong, or an endpoint
    is to be asked inside a running event loop. A chunk that got no answer raises nothing: it is listed in
    ``Summary.incomplete`` and its rules result stands.
    """
    settings = _checked(source, settings, only)
    if settings.asks_a_model:
        _refuse_running_loop()
    read = _read(source, settings)
    if settings.asks_a_model:
        made: list[Summary] = []

        async def ask() -> None:
            made.append(await _by_model(read, only, on_event))

        # Not as the coroutine's result: leaving, asyncio.run spells that out in full, for an error it then swallows.
        asyncio.run(ask())
        summary = made[0]
    else:
        summary = _by_rules(read, explain=explain)
    return _finished(read, summary, only, explain=explain, with_text=with_text)


async def asummarize(
    source: str | Path | Document,
    settings: Settings | None = None,
    *,
    only: Collection[Group] | None = None,
    explain: bool = False,
    with_text: bool = False,
    on_event: OnEvent | None = None,
) -> Summary:
    """:func:`summarize` for programs with an event loop of their own."""
    settings = _checked(source, settings, only)
    read = _read(source, settings)
    if settings.asks_a_model:
        summary = await _by_model(read, only, on_event)
    else:
        summary = _by_rules(read, explain=explain)
    return _finished(read, summary, only, explain=explain, with_text=with_text)


def serving(settings: Settings) -> AbstractContextManager[Settings]:
    """The settings for a block of calls, which share one model server where the local engine is chosen.

    Without it each :func:`summarize` starts and ends a server of its own. Settings of other engines are given
    back as they are. Raises :class:`~summarizer.errors.UsageError` for a model that is not there and
    :class:`~summarizer.errors.LocalError` where no program can serve it.
    """
    if settings.chosen_engine != "local" or settings.server is not None or settings.replay is not None:
        return nullcontext(settings)
    from summarizer.engines.local.server import serving as serving_locally  # noqa: PLC0415

    return serving_locally(settings)


def _checked(source: str | Path | Document, settings: Settings | None, only: Collection[Group] | None) -> Settings:
    """The settings of a call whose arguments make sense. Raises :class:`UsageError`."""
    if only is not None and not set(only) <= set(GROUPS):
        raise UsageError(f"only= names what there is not; the groups are {', '.join(GROUPS)}")
    if not isinstance(source, str | PathLike | Document):
        raise UsageError(f"the source is a path, '-' or a Document, not {type(source).__name__}")
    if settings is None:
        from summarizer.settings import Settings as Configured  # noqa: PLC0415  reads files and environment

        settings = Configured.load()
    return settings


def _refuse_running_loop() -> None:
    """Raise :class:`UsageError` inside an event loop, where ``asyncio.run`` fails: a notebook always has one."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise UsageError("an event loop runs here, as in a notebook: use await summarizer.asummarize(...) with a model")


def _read(source: str | Path | Document, settings: Settings) -> _Read:
    began = time.perf_counter()
    profile = load_profile(settings.profile)
    document = source if isinstance(source, Document) else load(source)
    outline = make_outline(document)
    return _Read(began, settings, profile, document, outline, RulesEngine(profile).extract(document, outline))


def _by_rules(read: _Read, *, explain: bool) -> Summary:
    """Without a model, and without an event loop: it works in a program that has one and in one that has none."""
    document, drafts = read.document, read.drafts
    merged = merge(document, read.outline, [drafts], refusals=explain)
    engine = EngineInfo(name="rules", profile=read.profile.name)
    return _summary(document, merged, engine, rules_overview(document, merged), drafts, Usage(chunks=1), [])


def _finished(
    read: _Read, summary: Summary, only: Collection[Group] | None, *, explain: bool, with_text: bool
) -> Summary:
    """The summary checked against its text, with the time it took, and as asked for."""
    summary.check(read.document.text)
    usage = summary.usage.model_copy(update={"seconds": round(time.perf_counter() - read.began, 3)})
    whole = summary.model_copy(update={"usage": usage})
    return _shown(whole, read.document, only, explain=explain, with_text=with_text)


async def _by_model(read: _Read, only: Collection[Group] | None, on_event: OnEvent | None) -> Summary:
    """The same road with a model: each chunk's drafts go to it and come back judged.

    Nothing is asked about a group that is not wanted.
    """
    server = serving(read.settings)
    served = server.__enter__()
    try:
        return await _by_endpoint(read._replace(settings=served), only, on_event)
    finally:  # in a thread: a server takes a moment to end, and a caller's loop may not stand still
        await asyncio.to_thread(server.__exit__, None, None, None)


async def _by_endpoint(read: _Read, only: Collection[Group] | None, on_event: OnEvent | None) -> Summary:
    from summarizer.engines.endpoint import EndpointEngine, open_store  # noqa: PLC0415  imports the clients

    settings, document, outline, drafts = read.settings, read.document, read.outline, read.drafts
    store = open_store(settings)
    engine = EndpointEngine(settings, read.profile, store, on_event, groups=only or GROUPS)
    try:
        await engine.start()
        chunks = await engine.chunks(document, outline)
        limit = asyncio.Semaphore(settings.concurrency)

        async def judged(piece: Chunk, part: ChunkExtraction) -> ChunkExtraction:
            async with limit:
                return await engine.extract(document, outline, piece, part)

        parts = await asyncio.gather(*(judged(c, d) for c, d in zip(chunks, by_chunk(drafts, chunks), strict=True)))
        parts = parts or [drafts]  # a plan of nothing but headings has no sentence to ask about
        merged = merge(document, outline, parts)
        # An overview rests on all groups: where some are not wanted, it is not worth the model's time.
        whole = only is None or set(only) == set(GROUPS)
        overview = await engine.overview(document, merged.goals, merged.measures, merged.targets) if whole else None
        gaps = [gap for part in parts for gap in part.gaps]
        usage = engine.usage_of(document)
        drafts.notices.extend(engine.notices_of(document))
        return _summary(
            document, merged, engine.info, overview or rules_overview(document, merged), drafts, usage, gaps
        )
    finally:
        await engine.close()
        store.close()


def by_chunk(drafts: ChunkExtraction, chunks: list[Chunk]) -> list[ChunkExtraction]:
    """The drafts of each chunk, by where they begin (a heading before the first sentence goes to the first)."""
    parts = [ChunkExtraction(c.index) for c in chunks]
    if not parts:
        return parts
    starts = [c.start for c in chunks]
    for name in GROUPS:
        for draft in getattr(drafts, name):
            at = max(0, bisect_right(starts, draft.start) - 1)
            # A heading stands before the sentences it governs: it goes with them.
            if at + 1 < len(chunks) and draft.start >= chunks[at].end:
                at += 1
            getattr(parts[at], name).append(draft)
    return parts


def _summary(
    document: Document,
    merged: Merged,
    engine: EngineInfo,
    overview: Overview,
    drafts: ChunkExtraction,
    usage: Usage,
    gaps: list[Gap],
) -> Summary:
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
        notices=[Notice(code=code, message=message) for code, message in (*document.notices, *drafts.notices)],
        usage=usage,
        refused=merged.refused,
    )  # fmt: skip


def _shown(
    summary: Summary, document: Document, only: Collection[Group] | None, *, explain: bool, with_text: bool
) -> Summary:
    """What was asked for, without links to what was not."""
    update: dict[str, object] = {}
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
