"""What ``summarizer doctor`` shows: what is configured, what answers, how it is asked, one real call."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from summarizer.answers.store import ResponseStore
from summarizer.documents import from_text
from summarizer.engines.candidates import ChunkExtraction, MeasureCandidate
from summarizer.engines.endpoint.context_window import ContextWindow
from summarizer.engines.endpoint.engine import EndpointEngine
from summarizer.engines.endpoint.probe import known_verdicts
from summarizer.errors import EndpointError
from summarizer.messages import Message
from summarizer.models import Usage
from summarizer.profiles.profile import Profile, load_profile
from summarizer.profiles.prompts import load_prompt
from summarizer.structure import outline as make_outline

if TYPE_CHECKING:
    from summarizer.engines.endpoint.output_mode import Capabilities
    from summarizer.settings.settings import Setting, Settings

_REPEATS = 40
"""Enough of the capability check's sentences for a chunk of any sensible size."""
Arrival = Literal["whole", "cut", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class LongQuestion:
    """What became of a question as long as a run's longest.

    ``outcome`` tells whether it arrived, ``chunk_tokens`` is the most text that fits the context window, ``counted``
    whether the server's own tokenizer counts it.
    """

    outcome: Arrival
    chunk_tokens: int
    counted: bool


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """``endpoint`` is None where none is configured; ``error`` says what is wrong.

    ``usage`` is of the real calls: probe, capability check and one long question; its seconds are of all. The rest is
    None where it did not come to that.
    """

    settings: tuple[Setting, ...]
    endpoint: str | None = None
    reachable: bool = False
    models: tuple[str, ...] = ()
    model: str | None = None
    capabilities: Capabilities | None = None
    window: ContextWindow = field(default_factory=ContextWindow)
    long_question: LongQuestion | None = None
    usage: Usage = field(default_factory=Usage)
    error: Message | None = None


async def examine(settings: Settings) -> DoctorReport:
    """Look at the configured endpoint and call it; an endpoint that fails is a report, not an error."""
    address = settings.server.origin if settings.server else settings.base_url
    report = DoctorReport(tuple(settings.describe()), address)
    if address is None:
        return report
    profile = load_profile(settings.profile)
    store = ResponseStore(None)  # nothing remembered: a doctor looks for himself
    engine = EndpointEngine(settings, profile, store)
    began = time.perf_counter()
    try:
        try:
            report = replace(report, models=tuple(await engine.client.connection.models()), reachable=True)
        except EndpointError:
            if not settings.model:  # a server that lists no models may still answer for a named one
                raise
        await engine.start()
        for language in profile.prompts:
            await engine.checked_capabilities(language)
        question = await _ask_long_question(engine, profile)
        report = replace(
            report,
            reachable=True,
            model=engine.client.connection.model_name or None,
            capabilities=engine.capabilities,
            window=engine.window,
            long_question=question,
            usage=engine.usage,
        )
    except EndpointError as error:
        report = replace(report, error=error.message)
    finally:
        await engine.close()
        store.close()
    return replace(report, usage=report.usage.model_copy(update={"seconds": time.perf_counter() - began}))


async def _ask_long_question(engine: EndpointEngine, profile: Profile) -> LongQuestion:
    """Ask about one full chunk, as a run does, and see how much of it the server says to have read."""
    sentences = [known.sentence for known in known_verdicts(load_prompt(profile, "capability_check"))]
    document = from_text("".join(f"{sentence}。" for sentence in sentences) * _REPEATS, "doctor")
    chunk = (await engine.chunks(document, make_outline(document)))[0]
    first = chunk.sentences[0]
    measure = MeasureCandidate(first.start, first.end, unsure=Message("asked-by-doctor"))
    before = engine.usage
    await engine.interview(document, chunk, ChunkExtraction(0, measures=[measure]))
    after = engine.usage
    outcome: Arrival = "whole" if after.prompt_tokens > before.prompt_tokens else "refused"
    if engine.notices_of(document):
        outcome = "cut"
    elif (after.uncounted or 0) > (before.uncounted or 0):
        outcome = "unknown"
    return LongQuestion(outcome, chunk.tokens, engine.counts(document))
