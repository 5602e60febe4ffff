"""The road: file → document → outline → candidates → (the model's judgement) → merged, checked summary.

One direction; no stage reaches back. The rules always run; with an endpoint their candidates are what the
model is asked about, chunk by chunk. The functions here are the door for programs and the command line alike;
what is behind it for the documents of one run is a :mod:`~summarizer.pipeline.session`.
"""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import nullcontext
from os import PathLike
from typing import TYPE_CHECKING

from summarizer.documents import Document
from summarizer.documents.sources import Source
from summarizer.errors import UsageError
from summarizer.models import GROUPS
from summarizer.pipeline.session import Outcome, Session, Wanted, by_rules
from summarizer.profiles.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection, Generator, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.models import Group, Summary
    from summarizer.pipeline.session import AnySource
    from summarizer.settings.settings import Settings


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
    is to be asked inside a running event loop. A chunk that got no answer raises nothing, nor does an endpoint where
    nobody answers: what is missing is listed in ``Summary.incomplete`` and the rules' result stands.
    """
    (outcome,) = summarize_many([source], settings, only=only, explain=explain, with_text=with_text, on_event=on_event)
    return _summary(outcome)


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
    many = asummarize_many([source], settings, only=only, explain=explain, with_text=with_text, on_event=on_event)
    async with contextlib.aclosing(many) as outcomes:
        return _summary(await anext(outcomes))


def summarize_many(
    sources: Iterable[AnySource],
    settings: Settings | None = None,
    *,
    only: Collection[Group] | None = None,
    explain: bool = False,
    with_text: bool = False,
    on_event: OnEvent | None = None,
) -> Generator[Outcome, None, None]:
    """Read many plans in one run, as :func:`summarize` reads one; their outcomes come in the order of the sources.

    They share the limits of the settings (requests at a time and a minute, budget, time), one connection and one
    model server. With a model as many are under way as requests may be; no more are held in memory, however many
    there are. What ails one document is the ``error`` of its outcome. Raises
    :class:`~summarizer.errors.UsageError` as :func:`summarize` does.
    """
    wanted = Wanted(only, explain, with_text, on_event)
    settings = _checked(settings, only)
    if not settings.asks_a_model:
        return _many_by_rules(sources, settings, wanted)
    _refuse_running_loop()
    return _driven(sources, settings, wanted)


async def asummarize_many(
    sources: Iterable[AnySource],
    settings: Settings | None = None,
    *,
    only: Collection[Group] | None = None,
    explain: bool = False,
    with_text: bool = False,
    on_event: OnEvent | None = None,
) -> AsyncGenerator[Outcome, None]:
    """:func:`summarize_many` for programs with an event loop of their own."""
    wanted = Wanted(only, explain, with_text, on_event)
    settings = _checked(settings, only)
    if settings.asks_a_model:
        async with contextlib.aclosing(_many_by_model(sources, settings, wanted)) as outcomes:
            async for outcome in outcomes:
                yield outcome
    else:
        for outcome in _many_by_rules(sources, settings, wanted):
            yield outcome


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


def _many_by_rules(sources: Iterable[AnySource], settings: Settings, wanted: Wanted) -> Generator[Outcome, None, None]:
    profile = load_profile(settings.profile)
    for source in sources:
        try:
            outcome = Outcome(source, by_rules(_source(source), profile, wanted), None)
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever ails one document, the others are read
            outcome = Outcome(source, None, error)
        yield outcome
        del outcome  # a long document's summary is large: not kept while the next one is read


def _driven(sources: Iterable[AnySource], settings: Settings, wanted: Wanted) -> Generator[Outcome, None, None]:
    """The outcomes of a run with a model, in an event loop that runs while the next one is waited for."""
    with asyncio.Runner() as runner:
        outcomes = _many_by_model(sources, settings, wanted)

        async def following() -> Outcome | None:
            return await anext(outcomes, None)

        try:
            while (outcome := runner.run(following())) is not None:
                yield outcome
        finally:
            runner.run(outcomes.aclose())


async def _many_by_model(
    sources: Iterable[AnySource], settings: Settings, wanted: Wanted
) -> AsyncGenerator[Outcome, None]:
    checked = (_source(source) for source in sources)
    async with (
        Session(settings, serving(settings), wanted) as session,
        contextlib.aclosing(session.outcomes(checked)) as outcomes,
    ):
        async for outcome in outcomes:
            yield outcome


def _summary(outcome: Outcome) -> Summary:
    if outcome.summary is None:
        raise outcome.error or AssertionError("an outcome has a summary or an error")
    return outcome.summary


def _source(source: AnySource) -> AnySource:
    if not isinstance(source, str | PathLike | Document | Source):
        raise UsageError(f"the source is a path, '-' or a Document, not {type(source).__name__}")
    return source


def _checked(settings: Settings | None, only: Collection[Group] | None) -> Settings:
    """The settings of a call whose arguments make sense. Raises :class:`UsageError`."""
    if only is not None and not set(only) <= set(GROUPS):
        raise UsageError(f"only= names what there is not; the groups are {', '.join(GROUPS)}")
    if settings is None:
        from summarizer.settings.settings import Settings as Configured

        settings = Configured.load()
    return settings


def _refuse_running_loop() -> None:
    """Raise :class:`UsageError` inside an event loop, where ``asyncio.run`` fails: a notebook always has one."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise UsageError("an event loop runs here, as in a notebook: use await summarizer.asummarize(...) with a model")
