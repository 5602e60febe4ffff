"""The functions of the public API: single calls of a :class:`~summarizer.pipeline.session.Session`."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.errors import UsageError, check_type
from summarizer.pipeline.extraction import by_rules
from summarizer.pipeline.reading import AnySource, Options, bounds_of, check_sources
from summarizer.pipeline.session import Outcome, Session
from summarizer.profiles.profile import Profile, load_profile
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection, Generator, Iterable
    from pathlib import Path

    from summarizer.documents import Document
    from summarizer.documents.bounds import Bounds
    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.models import Group, Summary


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
    adds the rejected candidates, ``with_text`` the text; ``on_event`` gets progress of an endpoint run.

    Raises :class:`~summarizer.errors.DocumentError` where the document cannot be read,
    :class:`~summarizer.errors.EndpointError` where the configured endpoint cannot be used and
    :class:`~summarizer.errors.UsageError` where ``source``, ``only`` or a setting is wrong, or an endpoint
    is to be asked inside a running event loop. A chunk that got no answer raises nothing, nor does an endpoint where
    nobody answers: what is missing is listed in ``Summary.incomplete`` and the rules' result stands.
    """
    (outcome,) = summarize_many([source], settings, only=only, explain=explain, with_text=with_text, on_event=on_event)
    if outcome.summary is None:
        raise outcome.error or AssertionError("an outcome has a summary or an error")
    return outcome.summary


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
    options = Options(only, explain, with_text, on_event)
    async with Session(settings) as session:
        return await session.summarize(source, options)


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
    there are. By rules ``settings.processes`` read at once, where they are set, else this one alone. What ails one
    document is the ``error`` of its outcome. Raises
    :class:`~summarizer.errors.UsageError` as :func:`summarize` does, and where ``sources`` is a single one.
    """
    settings = Settings.load() if settings is None else settings
    return outcomes_of(sources, settings, Options(only, explain, with_text, on_event))


def outcomes_of(sources: Iterable[AnySource], settings: Settings, options: Options) -> Generator[Outcome, None, None]:
    """:func:`summarize_many`, with options."""
    check_sources(sources)
    check_type("settings", settings, Settings)
    if not settings.asks_a_model:
        profile = load_profile(settings.profile)
        if (settings.processes or 1) > 1:
            return _many_by_processes(sources, settings, options)
        return _many_by_rules(sources, profile, options, bounds_of(settings))
    _refuse_running_loop()
    return _driven(_outcomes(sources, settings, options))


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
    options = Options(only, explain, with_text, on_event)
    async with contextlib.aclosing(_outcomes(sources, settings, options)) as outcomes:
        async for outcome in outcomes:
            yield outcome


async def _outcomes(
    sources: Iterable[AnySource], settings: Settings | None, options: Options
) -> AsyncGenerator[Outcome, None]:
    async with Session(settings) as session, contextlib.aclosing(session.outcomes(sources, options)) as outcomes:
        async for outcome in outcomes:
            yield outcome


def _many_by_rules(
    sources: Iterable[AnySource], profile: Profile, options: Options, bounds: Bounds
) -> Generator[Outcome, None, None]:
    for source in sources:
        try:
            outcome = Outcome(source, by_rules(source, profile, options, bounds), None)
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever ails one document, the others are read
            outcome = Outcome(source, None, error)
        yield outcome
        del outcome  # a long document's summary is large: not kept while the next one is read


def _many_by_processes(
    sources: Iterable[AnySource], settings: Settings, options: Options
) -> Generator[Outcome, None, None]:
    from summarizer.pipeline.process import ProcessSetup
    from summarizer.pipeline.processes import by_processes

    setup = ProcessSetup(settings.profile, replace(options, on_event=None), bounds_of(settings))
    with contextlib.closing(by_processes(sources, setup, settings.processes or 1)) as answers:
        for source, answer in answers:
            if isinstance(answer.error, UsageError):
                raise answer.error
            yield Outcome(source, *answer)
            del answer


def _driven(outcomes: AsyncGenerator[Outcome, None]) -> Generator[Outcome, None, None]:
    """The outcomes of a run with a model, in an event loop that runs while the next one is waited for."""
    with asyncio.Runner() as runner:

        async def following() -> Outcome | None:
            return await anext(outcomes, None)

        try:
            while (outcome := runner.run(following())) is not None:
                yield outcome
        finally:
            runner.run(outcomes.aclose())


def _refuse_running_loop() -> None:
    """Raise :class:`UsageError` inside an event loop, where ``asyncio.run`` fails: a notebook always has one."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise UsageError("await-asummarize")
