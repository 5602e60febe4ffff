"""``summarizer doctor``: what is configured, what answers, how it is asked, and one real call."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from summarizer.commands.engine_flags import add_engine_flags, load_settings
from summarizer.commands.messages import log_to_stderr
from summarizer.messages import text
from summarizer.messages.layout import padded
from summarizer.version import __version__

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from summarizer.engines.endpoint.doctor import DoctorReport
    from summarizer.settings.settings import Settings

_SHOWN_MODELS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``doctor`` takes."""
    add_engine_flags(
        parser,
        ("engine", "endpoint", "model", "model_path", "api_key_env", "allow_plaintext", "timeout", "threads", "slots",
         "context", "profile"),
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Print the examination; 1 where the configured endpoint cannot be used."""
    log_to_stderr(verbose=False)
    settings = load_settings(args)
    engine = settings.chosen_engine
    system = f"plan-summarizer {__version__}, Python {platform.python_version()}, {platform.system()}"
    _print([system, "", text("label-settings")])
    unset = {"cache_dir": str(settings.cache_folder), "model": text("servers-first") if settings.base_url else ""}
    for row in settings.describe():
        value = padded(row.value or unset.get(row.name) or "-", 28)
        _print([f"  {row.name:<19}  {value}  {text('label-default') if row.source == 'default' else row.source}"])
    if engine == "local":
        return _look_at_own(settings)
    if settings.base_url is None:
        _print(["", text("engine-is", engine=engine), text("no-endpoint-configured")])
        return 0
    _print(["", text("asking-model", url=settings.base_url)])
    return _look_at(settings, "label-endpoint")


def _look_at_own(settings: Settings) -> int:
    """Start the local engine's server, and look at it as at any endpoint."""
    from summarizer.engines.local.server import LocalServer

    with LocalServer.of(settings) as server:
        threads = server.plan.threads
        _print(["", text("starting-server", program=server.program, model=server.model, threads=threads)])
        return _look_at(server.bound(), "label-local")


def _look_at(settings: Settings, title: str) -> int:
    from summarizer.engines.endpoint.doctor import doctor

    report = doctor(settings)
    rows = [(text(f"doctor-{name}"), value) for name, value in _findings(report) if value]
    _print(["", text(title), *(f"  {padded(name, 16)}  {value}" for name, value in rows)])
    _print(["", text("engine-is", engine=settings.chosen_engine)])
    return 0 if report.error is None else 1


def _findings(report: DoctorReport) -> Iterable[tuple[str, str]]:
    yield "address", report.endpoint or ""
    yield "answers", text("yes" if report.reachable else "no")
    shown = ", ".join(report.models[:_SHOWN_MODELS])
    more = len(report.models) - _SHOWN_MODELS
    yield "models", text("and-more", shown=shown, more=more) if more > 0 else shown
    yield "model", report.model or ""
    enforced = "schema-enforced" if report.enforced else "schema-in-prompt"
    yield "asked-by", text(enforced, mode=report.way) if report.way else ""
    judges = "model-judges" if report.judges else "model-words-only"
    yield "check", text(judges, right=report.exam) if report.exam else ""
    if report.way:
        yield "context", _context(report)
        yield "long-question", text(f"long-question-{report.long_question}", remedy=report.remedy)
    if report.requests:
        yield (
            "calls",
            text(
                "calls-made",
                requests=report.requests,
                seconds=report.seconds,
                prompt=report.prompt_tokens,
                completion=report.completion_tokens,
            )
            + (text("calls-uncounted", answers=report.uncounted) if report.uncounted else ""),
        )
    for way, outcome in report.tried:
        yield "tried", text("about", name=way, message=outcome)
    yield "error", report.error or ""


def _context(report: DoctorReport) -> str:
    """What the server says of its context window, and what follows for the text of one question."""
    window = text("window-known" if report.window else "window-unknown", tokens=report.window)
    said = [text("about", name=report.server, message=window) if report.server else window]
    if report.slots:
        said.append(text("slots-known", slots=report.slots))
    said.append(text("chunks-counted" if report.counted else "chunks-estimated", tokens=report.chunk_tokens))
    return text("list-separator").join(said)


def _print(lines: Iterable[str]) -> None:
    from summarizer.reports.wording import clean

    for line in lines:
        print(clean(line).rstrip(), flush=True)  # noqa: T201 - flushed: what comes next may take a minute
