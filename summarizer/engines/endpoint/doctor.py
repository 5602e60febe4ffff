"""What ``summarizer doctor`` shows: what is configured, what answers, how it is asked, one real call."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.errors import EndpointError
from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.engines.endpoint.engine import EndpointEngine
    from summarizer.profiles.profile import Profile
    from summarizer.settings.settings import Setting, Settings

_REPEATS: Final = 40
"""Enough of the exam's sentences for a chunk of any sensible size."""


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """``endpoint`` is None where none is configured; ``error`` is the one line that says what is wrong.

    ``seconds`` and tokens are of the real calls: probe, exam and one question as long as a run's longest; ``exam``
    is right answers of all, ``judges`` whether they are enough for the model to overrule the rules where those are
    unsure. ``server``, ``window`` (tokens) and ``slots`` are what the server says of itself, ``remedy`` what widens
    the window, ``chunk_tokens`` the most text that fits it. ``long_question`` tells whether the longest one
    arrived: ``whole``, ``cut``, ``refused`` or ``unknown``; ``uncounted`` are answers without their tokens.
    """

    settings: tuple[Setting, ...]
    endpoint: str | None = None
    reachable: bool = False
    models: tuple[str, ...] = ()
    model: str | None = None
    way: str | None = None
    enforced: bool = False
    judges: bool = False
    exam: str = ""
    tried: tuple[tuple[str, str], ...] = ()
    server: str = ""
    window: int | None = None
    slots: int | None = None
    remedy: str = ""
    chunk_tokens: int = 0
    counted: bool = False
    """Whether the server's own tokenizer counts the text."""
    long_question: str = ""
    requests: int = 0
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    uncounted: int = 0
    error: str | None = None


def doctor(settings: Settings) -> DoctorReport:
    """Look at the configured endpoint and call it; an endpoint that fails is a report, not an error."""
    return asyncio.run(examine(settings))


async def examine(settings: Settings) -> DoctorReport:
    """:func:`doctor` for programs with an event loop of their own."""
    address = settings.server.origin if settings.server else settings.base_url
    report = DoctorReport(tuple(settings.describe()), address)
    if address is None:
        return report
    from summarizer.answers.store import ResponseStore
    from summarizer.engines.endpoint.client import Client
    from summarizer.engines.endpoint.engine import EndpointEngine
    from summarizer.engines.endpoint.probe import name_of
    from summarizer.profiles.profile import load_profile
    from summarizer.profiles.prompts import load_prompt

    profile = load_profile(settings.profile)
    store = ResponseStore(None)  # nothing remembered: a doctor looks for himself
    client = Client(settings, store, load_prompt(profile, "repair"))
    try:
        report = replace(report, models=tuple(await client.models()), reachable=True)
    except EndpointError as error:
        report = replace(report, error=str(error))
        if not settings.model:  # a server that lists no models may still answer for a named one
            return report
    finally:
        await client.close()
    engine = EndpointEngine(settings, profile, store)
    began = time.perf_counter()
    try:
        await engine.start()
        await engine.examined()
        arrived = await _arrives(engine, profile)
    except EndpointError as error:
        return replace(report, error=str(error), seconds=time.perf_counter() - began)
    finally:
        await engine.close()
        store.close()
    usage, ability, window = engine.usage, engine.ability, engine.window
    return replace(
        report,
        reachable=True,
        error=None,
        model=engine.info.model,
        way=name_of(ability.way),
        enforced=ability.enforced,
        judges=ability.judges,
        exam=ability.exam,
        tried=ability.tried,
        server=window.server,
        window=window.tokens,
        slots=window.slots,
        remedy=window.remedy,
        chunk_tokens=arrived.chunk_tokens,
        counted=arrived.counted,
        long_question=arrived.outcome,
        requests=usage.requests,
        seconds=time.perf_counter() - began,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        uncounted=usage.uncounted or 0,
    )


class _Arrival(NamedTuple):
    """What became of the longest question, the text of a chunk in tokens, and whether the server counted it."""

    outcome: str
    chunk_tokens: int
    counted: bool


async def _arrives(engine: EndpointEngine, profile: Profile) -> _Arrival:
    """Ask about one full chunk, as a run does, and see how much of it the server says to have read."""
    from summarizer.documents import from_text
    from summarizer.engines.candidates import ChunkExtraction, MeasureCandidate
    from summarizer.engines.endpoint.exam import exam_questions
    from summarizer.profiles.prompts import load_prompt
    from summarizer.structure import outline as make_outline

    sentences = [question.sentence for question in exam_questions(load_prompt(profile, "exam"))]
    text = "".join(f"{sentence}。" for sentence in sentences) * _REPEATS
    document = from_text(text, "doctor")
    outline = make_outline(document)
    chunk = (await engine.chunks(document, outline))[0]
    first = chunk.sentences[0]
    candidate = ChunkExtraction(
        0, measures=[MeasureCandidate(first.start, first.end, unsure=Message("asked-by-doctor"))]
    )
    before = engine.usage
    await engine.interview(document, chunk, candidate)
    after = engine.usage
    if any(code == "prompt_cut" for code, _ in engine.notices_of(document)):
        outcome = "cut"
    elif (after.uncounted or 0) > (before.uncounted or 0):
        outcome = "unknown"
    else:
        outcome = "whole" if after.prompt_tokens > before.prompt_tokens else "refused"
    return _Arrival(outcome, chunk.tokens, engine.counts(document))
