"""``summarizer doctor``: what is configured, what answers, how it is asked, and one real call."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from summarizer.commands.engine_flags import add_engine_flags, load_settings
from summarizer.commands.messages import log_to_stderr
from summarizer.version import __version__

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from summarizer.engines.endpoint.doctor import DoctorReport
    from summarizer.settings.settings import Settings

_SHOWN_MODELS = 8
_LONG = {
    "whole": "arrives whole",
    "cut": "the server reads only a part of it and does not say so: {remedy}",
    "refused": "the server does not take it: {remedy}",
    "unknown": "the server does not report how much of it it read",
}


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
    _print([f"plan-summarizer {__version__}, Python {platform.python_version()}, {platform.system()}", "", "settings"])
    unset = {"cache_dir": str(settings.cache_folder), "model": "(the server's first)" if settings.base_url else ""}
    rows = settings.describe()
    _print(f"  {row.name:<16}  {row.value or unset.get(row.name) or '-':<28}  {row.source}" for row in rows)
    if engine == "local":
        return _look_at_own(settings)
    if settings.base_url is None:
        _print(["", f"engine: {engine}", "no endpoint is configured: --endpoint NAME or SUMMARIZER_ENDPOINT sets one"])
        return 0
    _print(["", f"asking the model at {settings.base_url}; a slow one takes a minute or two ..."])
    return _look_at(settings, "endpoint")


def _look_at_own(settings: Settings) -> int:
    """Start the local engine's server, and look at it as at any endpoint."""
    from summarizer.engines.local.server import LocalServer

    with LocalServer.of(settings) as server:
        _print(["", f"starting {server.program} for {server.model} with {server.plan.threads} threads ..."])
        return _look_at(server.bound(), "local")


def _look_at(settings: Settings, title: str) -> int:
    from summarizer.engines.endpoint.doctor import doctor

    report = doctor(settings)
    _print(["", title, *(f"  {name:<16}  {value}" for name, value in _findings(report) if value)])
    _print(["", f"engine: {settings.chosen_engine}"])
    return 0 if report.error is None else 1


def _findings(report: DoctorReport) -> Iterable[tuple[str, str]]:
    yield "address", report.endpoint or ""
    yield "answers", "yes" if report.reachable else "no"
    shown = ", ".join(report.models[:_SHOWN_MODELS])
    yield "models", f"{shown} and {len(report.models) - _SHOWN_MODELS} more" if report.models[_SHOWN_MODELS:] else shown
    yield "model", report.model or ""
    enforced = (
        "the server enforces the schema" if report.enforced else "the schema is not enforced: it is in the prompt"
    )
    yield "asked by", f"{report.way}; {enforced}" if report.way else ""
    judges = "overrules the rules where they are unsure" if report.judges else "only words, the rules decide"
    yield "exam", f"{report.exam} right: the model {judges}" if report.exam else ""
    if report.way:
        yield "context", _context(report)
        yield "long question", _LONG[report.long_question].format(remedy=report.remedy)
    if report.requests:
        tokens = f"{report.prompt_tokens} + {report.completion_tokens} tokens"
        missing = f", the server did not report those of {report.uncounted} answers" if report.uncounted else ""
        yield "real calls", f"{report.requests} in {report.seconds:.1f} s, {tokens}{missing}"
    for way, outcome in report.tried:
        yield "tried", f"{way}: {outcome}"
    yield "error", report.error or ""


def _context(report: DoctorReport) -> str:
    """What the server says of its window, and what follows for the text of one question."""
    window = f"{report.window} tokens a request" if report.window else "the server does not say how much it holds"
    said = [f"{report.server}: {window}" if report.server else window]
    if report.slots:
        said.append(f"{report.slots} requests at a time")
    by = "counted by the server's tokenizer" if report.counted else "estimated"
    return "; ".join([*said, f"text in chunks of up to {report.chunk_tokens} tokens, {by}"])


def _print(lines: Iterable[str]) -> None:
    from summarizer.reports.wording import clean

    for line in lines:
        print(clean(line).rstrip(), flush=True)  # noqa: T201 - flushed: what comes next may take a minute
