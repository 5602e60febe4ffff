"""``summarizer compare A B …``: the targets of several documents side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.commands.messages import log_to_stderr
from summarizer.errors import UsageError
from summarizer.settings.flags import load_settings

if TYPE_CHECKING:
    import argparse

    from summarizer.models import Summary

COMPLETE, FAILED, INCOMPLETE = 0, 1, 3
MIN_DOCUMENTS = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``compare`` takes."""
    from argparse import BooleanOptionalAction

    from summarizer.commands import results

    parser.add_argument("files", nargs="+", metavar="metavar-file", help="help-compare-files")
    parser.add_argument("--series", action=BooleanOptionalAction, help="help-series")
    results.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the comparison; the gravest exit code of all documents."""
    from summarizer.commands import results
    from summarizer.commands.output import STDIO, open_output
    from summarizer.comparison.comparing import compare
    from summarizer.profiles.profile import load_profile
    from summarizer.reports.labels import language

    log_to_stderr(verbose=False)
    if args.files.count(STDIO) > 1:
        raise UsageError("stdin-once")
    output = open_output(args.files, args.output, args.format, kind="comparison")
    settings = load_settings(args)
    profile = load_profile(settings.profile)
    summaries: list[Summary] = []
    failures = 0
    for name, held in results.read_all(args.files, settings, ("targets",)):
        if isinstance(held, Exception):
            failures += 1
            results.failed(name, held)
        else:
            summaries += held
            for summary in held:
                results.tell(summary.document.name, (n.message for n in summary.notices), quiet=args.quiet)
    if len(summaries) < MIN_DOCUMENTS:
        if failures:
            return FAILED
        raise UsageError("too-few-to-compare")
    result = compare(summaries, profile, series=args.series)
    results.write(output, result, chinese=any(language(summary) == "zh" for summary in summaries))
    missing = [results.incomplete(summary) for summary in summaries]
    return FAILED if failures else INCOMPLETE if any(missing) else COMPLETE
