"""``summarize FILE…``: read the documents, extract, and hand the summaries to the output asked for."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from summarizer.commands.exit_codes import COMPLETE, FAILED, INCOMPLETE
from summarizer.commands.messages import failed, say, tell
from summarizer.commands.output import Output, finished, open_output
from summarizer.errors import SummarizerError, UsageError
from summarizer.formats import names as format_names
from summarizer.messages import Message, text
from summarizer.settings.flags import add_engine_flags, load_settings

if TYPE_CHECKING:
    import argparse

    from summarizer.models import Group, Summary
    from summarizer.pipeline.session import Outcome
    from summarizer.reports.view import View


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything that ``summarize`` takes."""
    files = parser.add_argument("files", nargs="+", metavar="metavar-file", help="help-summarize-files")
    files.required = False  # told by run(): else argparse would say that FILE is missing where a flag is unknown
    out = parser.add_argument_group("group-output")
    formats = format_names("summary")
    out.add_argument("--format", choices=formats, metavar="metavar-format", help="help-summarize-format")
    out.add_argument("-o", "--output", metavar="metavar-file-or-dir", help="help-summarize-output")
    out.add_argument("--template", metavar="metavar-file", help="help-template")
    out.add_argument("--only", metavar="metavar-groups", help="help-only")
    out.add_argument("--columns", metavar="metavar-columns", help="help-columns")
    out.add_argument("--split", choices=("actors",), help="help-split")
    for name in ("brief", "force", "explain", "with-text", "quiet", "verbose"):
        out.add_argument(f"--{name}", action="store_true", help=f"help-{name}")
    add_engine_flags(parser.add_argument_group("group-engine"))


def run(args: argparse.Namespace) -> int:
    """Extract from every file; the gravest exit code of all."""
    from summarizer.commands.progress import Live
    from summarizer.documents.sources import find_sources
    from summarizer.pipeline.calls import summarize_many
    from summarizer.pipeline.files import read_files
    from summarizer.pipeline.processes import on_all_cores
    from summarizer.pipeline.reading import bounds_of
    from summarizer.profiles.profile import load_profile
    from summarizer.reports.ledger.columns import chosen
    from summarizer.reports.view import View

    if not args.files:
        raise UsageError("no-file-given")
    only = groups_of(args.only)
    settings = load_settings(args)
    profile = load_profile(settings.profile)  # a wrong folder is told once, before any document is read
    if settings.asks_a_model:
        _ = profile.schema()  # a broken one too; the rules need none
    sources, passed_over = find_sources(args.files)
    output = open_output(
        [source.name for source in sources], args.output, args.format, args.template,
        inputs=[source.path for source in sources], besides=read_files(settings),
        bounds=bounds_of(settings), force=args.force, by_office=args.split is not None,
        brief=args.brief,
    )  # fmt: skip
    columns = chosen(args.columns)
    if args.columns is not None and not output.fmt.ledger:
        raise UsageError("columns-only-in-ledger", format=output.fmt.name)
    keeps_text = output.fmt.name in {"json", "jsonl"}
    if args.with_text and not keeps_text:
        raise UsageError("text-only-in-json", format=output.fmt.name)
    for message in [] if args.quiet else passed_over:
        say(message)
    view = View(only, settings.currency, settings.lang, columns)
    code = COMPLETE
    with (
        finished(output) as written,
        Live(shown=settings.asks_a_model and not args.quiet, first=sources[0].name) as live,
        contextlib.closing(
            summarize_many(
                sources,
                on_all_cores(settings, sources),
                only=only,
                explain=args.explain,
                with_text=args.with_text or not keeps_text,  # what people read shows places as lines, which need it
                on_event=live.update,
            )
        ) as outcomes,
    ):
        for outcome in outcomes:
            live.stop()
            code = max(code, _put(outcome, output, view, quiet=args.quiet), key=_GRAVITY.index)
    if not args.quiet:
        if len(written) > 1:
            say(text("wrote-files", count=len(written), folder=written[0].parent))
        for line in (*(text("wrote", path=path) for path in written[:1] if len(written) == 1), *output.told):
            say(line)
    return code


_GRAVITY = [COMPLETE, INCOMPLETE, FAILED, UsageError.exit_code]


def _put(outcome: Outcome, output: Output, view: View, *, quiet: bool) -> int:
    """Hand one document's outcome to the output; its exit code."""
    summary = outcome.summary
    if summary is None:
        name = getattr(outcome.source, "name", str(outcome.source))
        error = outcome.error or RuntimeError("there is no summary")
        message = failed(name, error)
        output.fail(name, error.message if isinstance(error, SummarizerError) else Message(message))
        return FAILED
    try:
        output.put(summary, view)
    except Exception as error:
        if not output.apart:
            raise
        failed(summary.document.name, error)  # the others have files of their own
        return error.exit_code if isinstance(error, SummarizerError) else FAILED
    if not quiet:
        _tell(summary, output)
    return INCOMPLETE if summary.incomplete else COMPLETE


def _tell(summary: Summary, output: Output) -> None:
    """What a person has to know and the chosen format does not say."""
    name = summary.document.name
    if output.fmt.name != "console":
        tell(name, summary.notices)
        if summary.incomplete:
            say(text("incomplete-see-json", name=name, count=len(summary.incomplete)))
    elif not output.to_file:
        from summarizer.reports.labels import EN, labels_for, language

        encoding = sys.stdout.encoding or "utf-8"
        if language(summary) == "zh" and labels_for(summary, encoding) is EN:
            say(text("console-without-chinese", encoding=encoding))


def groups_of(given: str | None) -> tuple[Group, ...]:
    """The groups that ``--only`` names, in their own order. Raises :class:`UsageError` for others."""
    from summarizer.models import GROUPS

    if given is None:
        return GROUPS
    names = {name.strip() for name in given.split(",") if name.strip()}
    if not names or names.difference(GROUPS):
        raise UsageError("unknown-groups", given=given, groups=",".join(GROUPS))
    return tuple(group for group in GROUPS if group in names)
