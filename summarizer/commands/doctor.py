"""``summarizer doctor``: what is configured, what answers, how it is asked, and one real call."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from summarizer.commands.messages import show
from summarizer.messages import text
from summarizer.messages.layout import padded
from summarizer.settings.flags import add_engine_flags, load_settings
from summarizer.settings.layers import DEFAULT
from summarizer.version import __version__

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from summarizer.engines.endpoint.doctor import DoctorReport
    from summarizer.settings.settings import Settings

_MAX_MODELS = 8
_LABEL_WIDTH = 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``doctor`` takes."""
    add_engine_flags(
        parser,
        ("engine", "endpoint", "model", "model_path", "api_key_env", "endpoint_headers_env", "extra_body",
         "allow_plaintext", "timeout", "threads", "slots", "context", "profile"),
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Print the examination; 1 where the configured endpoint cannot be used."""
    settings = load_settings(args)
    engine = settings.chosen_engine
    system = f"plan-summarizer {__version__}, Python {platform.python_version()}, {platform.system()}"
    show(system, "", text("label-doctor-settings"))
    first = text("label-doctor-first-model") if settings.base_url else ""
    unset = {"cache_dir": str(settings.cache_folder), "model": first}
    rows = settings.describe()
    width = max(len(row.name) for row in rows)
    for row in rows:
        source = text("setting-default") if row.source == DEFAULT else row.source
        show(f"  {row.name:<{width}}  {row.value or unset.get(row.name) or '-':<28}  {source}")
    if engine == "local":  # its server is looked at as any endpoint is
        from summarizer.engines.local.server import LocalServer

        with LocalServer.of(settings) as server:
            what = {"program": server.program, "model": server.model, "threads": server.plan.threads}
            show("", text("progress-doctor-starting", **what))
            return _examine(server.bound(), "label-doctor-local")
    if settings.base_url is None:
        show("", text("label-doctor-engine", engine=engine), text("doctor-no-endpoint"))
        return 0
    show("", text("progress-doctor-asking", url=settings.base_url))
    return _examine(settings, "label-doctor-endpoint")


def _examine(settings: Settings, title: str) -> int:
    import asyncio

    from summarizer.engines.endpoint.doctor import examine

    report = asyncio.run(examine(settings))
    show("", text(title))
    for name, value in _findings(report):
        if value:
            show(f"  {padded(text(f'label-doctor-{name}'), _LABEL_WIDTH)}  {value}")
    show("", text("label-doctor-engine", engine=settings.chosen_engine))
    return 0 if report.error is None else 1


def _findings(report: DoctorReport) -> Iterable[tuple[str, str | None]]:
    """The name of each line and what it says; nothing is shown of one that says nothing."""
    yield "address", report.endpoint
    yield "answers", text("doctor-yes" if report.reachable else "doctor-no")
    shown, more = ", ".join(report.models[:_MAX_MODELS]), len(report.models) - _MAX_MODELS
    yield "models", text("doctor-more-models", models=shown, more=more) if more > 0 else shown
    yield "model", report.model
    found, question, usage = report.capabilities, report.long_question, report.usage
    if found is not None and question is not None:
        enforced = text("doctor-schema-enforced" if found.enforced else "doctor-schema-in-prompt")
        yield "mode", f"{found.mode.name}; {enforced}"
        for language, check in found.checks.items():
            judges = "doctor-judges" if check.passed else "doctor-does-not-judge"
            yield "check", f"{language}: {text(judges, right=check.right)}"
        yield "context", _context(report)
        yield "long-question", text(f"doctor-long-question-{question.outcome}", remedy=report.window.remedy)
    if usage.requests:
        values = usage.model_dump(include={"requests", "prompt_tokens", "completion_tokens"})
        calls = text("doctor-calls", seconds=f"{usage.seconds:.1f}", **values)
        yield "calls", calls + (text("doctor-uncounted", count=usage.uncounted) if usage.uncounted else "")
    for mode, outcome in found.tried if found is not None else ():
        yield "tried", f"{mode}: {outcome.text()}"
    yield "error", report.error and report.error.text()


def _context(report: DoctorReport) -> str:
    """What the server says of its context window, and what follows for the text of one question."""
    window, question = report.window, report.long_question
    tokens = text("doctor-window", tokens=window.tokens) if window.tokens else text("doctor-no-window")
    said = [f"{window.server}: {tokens}" if window.server else tokens]
    if window.slots:
        said.append(text("doctor-slots", slots=window.slots))
    if question is not None:
        counted = "doctor-chunks-counted" if question.counted else "doctor-chunks-estimated"
        said.append(text(counted, tokens=question.chunk_tokens))
    return text("doctor-separator").join(said)
