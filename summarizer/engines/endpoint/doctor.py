"""What ``summarizer doctor`` shows: what is configured, what answers, how it is asked, one real call."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarizer.errors import EndpointError

if TYPE_CHECKING:
    from summarizer.settings import Setting, Settings


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """``endpoint`` is None where none is configured; ``error`` is the one line that says what is wrong.

    ``seconds`` and tokens are of the real calls: probe and exam together. ``exam`` is right answers of all;
    ``judges`` whether they are enough for the model to overrule the rules where those are unsure.
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
    requests: int = 0
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    error: str | None = None


def doctor(settings: Settings) -> DoctorReport:
    """Look at the configured endpoint and call it; an endpoint that fails is a report, not an error."""
    return asyncio.run(examine(settings))


async def examine(settings: Settings) -> DoctorReport:
    """:func:`doctor` for programs with an event loop of their own."""
    report = DoctorReport(tuple(settings.describe()), settings.base_url)
    if settings.base_url is None:
        return report
    from summarizer.engines.endpoint.client import Client  # noqa: PLC0415 - imports openai and instructor
    from summarizer.engines.endpoint.engine import EndpointEngine  # noqa: PLC0415
    from summarizer.engines.endpoint.probe import name_of  # noqa: PLC0415
    from summarizer.profiles import load_profile  # noqa: PLC0415
    from summarizer.prompts import load_prompt  # noqa: PLC0415
    from summarizer.store import ResponseStore  # noqa: PLC0415

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
    except EndpointError as error:
        return replace(report, error=str(error), seconds=time.perf_counter() - began)
    finally:
        await engine.close()
        store.close()
    usage, ability = engine.usage, engine.ability
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
        requests=usage.requests,
        seconds=time.perf_counter() - began,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
    )
