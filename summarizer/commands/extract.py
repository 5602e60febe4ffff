"""``summarize FILE…``: read the documents, extract, and hand the summaries to the output asked for."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from typing import TYPE_CHECKING, Any

from summarizer.commands.messages import explained, say
from summarizer.errors import UsageError
from summarizer.reports import FORMATS

if TYPE_CHECKING:
    import argparse

    from summarizer.commands.output import Output
    from summarizer.models import Group, Summary
    from summarizer.reports.view import View
    from summarizer.session import Outcome
    from summarizer.settings import Settings

COMPLETE = 0
FAILED = 1
INCOMPLETE = 3

DESCRIPTION = "Read plans and give back their goals, measures and targets, each tied to its exact characters."
EPILOG = (
    "Exit codes: 0 complete, 1 a document failed, 2 wrong use, 3 incomplete. "
    "SUMMARIZER_LOG=debug logs to standard error; SUMMARIZER_DEBUG=1 shows where an error came from. "
    "'summarizer doctor' shows what is configured."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything that ``summarize`` takes."""
    files = parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a file, a folder, a zip, a pattern, or - for stdin"
    )
    files.required = False  # told by run(): else argparse would say that FILE is missing where a flag is unknown
    out = parser.add_argument_group("output")
    out.add_argument("--format", choices=list(FORMATS), help="default: by the suffix of -o, else console")
    out.add_argument("-o", "--output", metavar="FILE|DIR", help="a file, or a folder that gets a file per document")
    out.add_argument("--template", metavar="FILE", help="a template of your own: Jinja2, or a .docx to fill in")
    out.add_argument("--only", metavar="GROUPS", help="some of goals,measures,targets")
    out.add_argument("--explain", action="store_true", help="also list the candidates not taken, with reasons")
    out.add_argument("--with-text", action="store_true", help="include the document's text in JSON")
    out.add_argument("--quiet", action="store_true", help="no notices and no progress bar")
    out.add_argument("--verbose", action="store_true", help="log what is done to standard error")
    engine = parser.add_argument_group("engine")
    engine.add_argument(
        "--engine", choices=["auto", "rules", "endpoint", "local"], help="default: the model that is set, else rules"
    )
    engine.add_argument("--endpoint", metavar="URL|NAME", help="ollama, lmstudio, llamacpp, vllm, openai or a base URL")
    engine.add_argument("--model", metavar="NAME", help="the endpoint's model (default: its first), or a fetched one")
    engine.add_argument("--model-path", metavar="FILE", help="a GGUF file for the local engine")
    engine.add_argument("--api-key-env", metavar="VARIABLE", help="the environment variable that holds the key")
    engine.add_argument("--allow-plaintext", action="store_true", help="permit http:// to another machine")
    engine.add_argument("--temperature", type=float, metavar="T", help="0 to 2")
    engine.add_argument("--max-tokens", type=int, metavar="N", help="the most that one answer may take")
    engine.add_argument("--concurrency", type=int, metavar="N", help="requests at a time")
    engine.add_argument("--timeout", type=float, metavar="SECONDS", help="for one request")
    engine.add_argument("--time-limit", type=float, metavar="SECONDS", help="for the whole run")
    engine.add_argument("--requests-per-minute", type=int, metavar="N", help="the most in any minute")
    engine.add_argument("--tokens-per-minute", type=int, metavar="N", help="prompts and answers together")
    engine.add_argument("--max-tokens-total", type=int, metavar="N", help="of the whole run; then it asks no more")
    engine.add_argument("--max-cost", type=float, metavar="SUM", help="of the whole run, by the prices that are set")
    engine.add_argument("--threads", type=int, metavar="N", help="of the local engine; default: one a core")
    engine.add_argument("--slots", type=int, metavar="N", help="requests at a time that the local engine takes")
    engine.add_argument("--context", type=int, metavar="TOKENS", help="of one request to the local engine")
    engine.add_argument("--no-cache", action="store_true", help="keep no answers of the model and use none")
    engine.add_argument("--refresh", action="store_true", help="ask again and keep the new answers")
    engine.add_argument("--profile", metavar="DIR", help="a folder with your own prompts, schema or lexicons")


def run(args: argparse.Namespace) -> int:
    """Extract from every file; the gravest exit code of all."""
    from summarizer.commands.live import Live  # noqa: PLC0415 - after parsing: --help imports nothing more
    from summarizer.commands.output import STDIO, open_output  # noqa: PLC0415
    from summarizer.documents.sources import find_sources  # noqa: PLC0415
    from summarizer.models import GROUPS  # noqa: PLC0415
    from summarizer.pipeline import summarize_many  # noqa: PLC0415
    from summarizer.profiles import load_profile  # noqa: PLC0415
    from summarizer.reports.view import View  # noqa: PLC0415

    if not args.files:
        raise UsageError("give a FILE, or - for standard input (see summarize --help)")
    log_to_stderr(verbose=args.verbose)
    only = _groups(args.only)
    if args.files.count(STDIO) > 1:
        raise UsageError("standard input (-) can be read only once")
    settings = load_settings(args)
    profile = load_profile(settings.profile)  # a wrong folder is told once, before any document is read
    if settings.asks_a_model:
        _ = profile.schema  # a broken one too; the rules need none
    sources, passed_over = find_sources(args.files)
    output = open_output([source.name for source in sources], args.output, args.format, args.template)
    if args.with_text and output.fmt not in {"json", "jsonl"}:
        raise UsageError(f"--with-text: only JSON holds the text, not {output.fmt}; give --format json or jsonl")
    for message in [] if args.quiet else passed_over:
        say(message)
    view = View(only or GROUPS, settings.currency)
    code = COMPLETE
    complete = False
    try:
        with Live(shown=settings.asks_a_model and not args.quiet, first=sources[0].name) as live:
            outcomes = summarize_many(
                sources,
                settings,
                only=only,
                explain=args.explain,
                # What people read shows places as lines, which need the text.
                with_text=args.with_text or output.fmt not in {"json", "jsonl"},
                on_event=live.update,
            )
            with contextlib.closing(outcomes):
                for outcome in outcomes:
                    live.stop()
                    code = max(code, _put(outcome, output, view, quiet=args.quiet), key=_GRAVITY.index)
        complete = True
    finally:
        written = output.close(complete=complete)
    if sys.stderr.isatty() and not args.quiet:
        for path in written:
            say(f"wrote {path}")
    return code


_GRAVITY = [COMPLETE, INCOMPLETE, FAILED]


def _put(outcome: Outcome, output: Output, view: View, *, quiet: bool) -> int:
    """Hand one document's outcome to the output; its exit code."""
    if outcome.summary is None:
        name = getattr(outcome.source, "name", str(outcome.source))
        message = explained(outcome.error or RuntimeError("there is no summary"))
        say(message if name in message else f"{name}: {message}")
        output.fail(name, message)
        return FAILED
    output.put(outcome.summary, view)
    if not quiet:
        _tell(outcome.summary, output)
    return INCOMPLETE if outcome.summary.incomplete else COMPLETE


def _tell(summary: Summary, output: Output) -> None:
    """What a person has to know and the chosen format does not say."""
    name = summary.document.name
    if output.fmt != "console":
        for notice in summary.notices:
            say(f"{name}: {notice.message}")
        if summary.incomplete:
            say(f"{name}: {len(summary.incomplete)} stretch(es) not fully extracted; --format json lists them")
    elif not output.to_file:
        from summarizer.reports.labels import EN, labels_for, language  # noqa: PLC0415

        encoding = sys.stdout.encoding or "utf-8"
        if language(summary) == "zh" and labels_for(summary, encoding) is EN:
            say(f"standard output cannot show Chinese ({encoding}): use -o FILE, or set PYTHONIOENCODING=utf-8")


def load_settings(args: argparse.Namespace) -> Settings:
    """The settings that the flags in ``args`` ask for.

    Raises :class:`UsageError`, also for a flag that the engine they come to does not use.
    """
    from summarizer.settings import Settings  # noqa: PLC0415

    names = (
        "engine", "endpoint", "model", "model_path", "threads", "slots", "context", "concurrency", "timeout",
        "temperature", "max_tokens", "profile", "time_limit", "requests_per_minute", "tokens_per_minute",
        "max_tokens_total", "max_cost",
    )  # fmt: skip
    flags: dict[str, Any] = {name: getattr(args, name, None) for name in names}
    variable = getattr(args, "api_key_env", None)
    if variable is not None:
        flags["api_key"] = os.environ.get(variable)
        if not flags["api_key"]:
            raise UsageError(f"--api-key-env {variable}: the environment variable is not set")
    flags["cache"] = False if getattr(args, "no_cache", False) else None
    flags["allow_plaintext"] = True if getattr(args, "allow_plaintext", False) else None
    flags["refresh"] = True if getattr(args, "refresh", False) else None
    settings = Settings.load(**flags)
    _refuse_idle(flags, settings)
    return settings


def _refuse_idle(flags: dict[str, Any], settings: Settings) -> None:
    """Raise :class:`UsageError` for a flag that says how to ask a model which is not asked: nothing is ignored."""
    given = [name for name in ("model", "model_path", "threads", "slots", "context") if flags[name] is not None]
    if not given:
        return
    if settings.chosen_engine == "local":
        other = "--model-path" if settings.model_path else "--endpoint"
        if "model" in given and (settings.model is None or settings.model_path):
            raise UsageError(f"--model: the local engine asks one model, and {other} is given too: leave out one")
        return
    for name in given:
        flag = "--" + name.replace("_", "-")
        if name != "model":
            raise UsageError(f"{flag}: the engine is {settings.chosen_engine}: give --engine local")
        if settings.chosen_engine == "rules":
            why = "the engine is rules" if settings.base_url else "no endpoint is set and the engine is rules"
            raise UsageError(f"{flag}: {why}: give --engine local, or --endpoint")


def _groups(given: str | None) -> tuple[Group, ...] | None:
    if given is None:
        return None
    from summarizer.models import GROUPS  # noqa: PLC0415

    names = {name.strip() for name in given.split(",") if name.strip()}
    unknown = sorted(names.difference(GROUPS))
    if unknown or not names:
        raise UsageError(f"--only {given}: give some of {','.join(GROUPS)}")
    return tuple(group for group in GROUPS if group in names)


class _CleanFormatter(logging.Formatter):
    """Log lines may quote what a server sent: nothing in them may act on the terminal."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        from summarizer.reports.wording import clean  # noqa: PLC0415

        return clean(super().formatMessage(record))


def log_to_stderr(*, verbose: bool) -> None:
    """Log to standard error at the level of ``SUMMARIZER_LOG``, or at ``info`` where ``verbose``; else not at all."""
    name = os.environ.get("SUMMARIZER_LOG", "").strip().upper() or ("INFO" if verbose else "")
    if not name:
        return
    level = logging.getLevelNamesMapping().get(name)
    if level is None:
        raise UsageError(f"SUMMARIZER_LOG={name.lower()}: give debug, info, warning or error")
    handler = logging.StreamHandler()
    handler.setFormatter(_CleanFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("summarizer")
    logger.addHandler(handler)
    logger.setLevel(level)
