"""``summarizer compare A B …``: the targets of several documents side by side."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from typing import TYPE_CHECKING

from summarizer.commands import results
from summarizer.commands.exit_codes import COMPLETE, FAILED, INCOMPLETE
from summarizer.commands.messages import PROG, failed, tell
from summarizer.commands.output import open_output
from summarizer.errors import UsageError
from summarizer.settings.flags import load_settings

if TYPE_CHECKING:
    import argparse

    from summarizer.models import Summary

MIN_DOCUMENTS = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``compare`` takes."""
    parser.add_argument("files", nargs="+", metavar="metavar-file", help="help-compare-files")
    parser.add_argument("--series", action=BooleanOptionalAction, help="help-series")
    results.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the comparison; the gravest exit code of all documents."""
    from summarizer.comparison.comparing import compare
    from summarizer.pipeline.files import read_files
    from summarizer.profiles.profile import load_profile
    from summarizer.reports.labels import language

    settings = load_settings(args)
    profile = load_profile(settings.profile)
    output = open_output(
        args.files, args.output, args.format, kind="comparison", besides=read_files(settings),
        force=args.force,
    )  # fmt: skip
    summaries: list[Summary] = []
    failures = 0
    for name, held in results.read_all(args.files, settings, ("targets",)):
        if isinstance(held, Exception):
            failures += 1
            failed(name, held, PROG)
            continue
        summaries += held
        for summary in () if args.quiet else held:
            tell(summary.document.name, summary.notices, PROG)
    if len(summaries) < MIN_DOCUMENTS:
        if failures:
            return FAILED
        raise UsageError("too-few-to-compare")
    result = compare(summaries, profile, series=args.series)
    lang = settings.lang or ("zh" if "zh" in map(language, summaries) else "en")
    results.write(output, result, lang, quiet=args.quiet)
    missing = [results.incomplete(summary) for summary in summaries]
    return FAILED if failures else INCOMPLETE if any(missing) else COMPLETE
