"""``summarizer track PLAN REPORT``: what a later report says of a plan's targets and dated measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.commands.messages import say
from summarizer.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from summarizer.comparison.tracking import Tracker
    from summarizer.engines.endpoint.pairs import Answers
    from summarizer.profiles import Profile
    from summarizer.settings import Settings

COMPLETE, INCOMPLETE = 0, 3


def add_parser(subparsers: Any) -> None:
    """Add ``track`` to the commands."""
    from summarizer.commands import results  # noqa: PLC0415

    parser = subparsers.add_parser(
        "track",
        help="say of each target what a later report says was done",
        description="Say of each target and dated measure of a plan what a later report says was done, with quotes.",
        epilog="Exit codes: 0 complete, 1 a document failed, 2 wrong use, 3 incomplete. "
        "What is not sure is marked as to be checked, with the best candidate quoted.",
    )
    parser.add_argument("plan", metavar="PLAN", help="the plan, or a result of summarize --format json")
    parser.add_argument("report", metavar="REPORT", help="the report on it, as text")
    results.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the reconciliation."""
    from summarizer.commands import results  # noqa: PLC0415
    from summarizer.commands.extract import load_settings, log_to_stderr  # noqa: PLC0415
    from summarizer.comparison.tracking import Tracker  # noqa: PLC0415
    from summarizer.documents import load  # noqa: PLC0415
    from summarizer.pipeline import serving  # noqa: PLC0415
    from summarizer.profiles import load_profile  # noqa: PLC0415
    from summarizer.reports.labels import language  # noqa: PLC0415

    log_to_stderr(verbose=False)
    files = [args.plan, args.report]
    if files.count(results.STDIO) > 1:
        raise UsageError("standard input (-) can be read only once")
    target = results.Target(args, files)
    settings = load_settings(args)
    profile = load_profile(settings.profile)
    report = load(args.report)
    with serving(settings) as served:
        plans = results.read(args.plan, served, ("measures", "targets"))
        if len(plans) != 1:
            raise UsageError(f"{args.plan}: holds {len(plans)} documents; give the result of one plan")
        tracker = Tracker(plans[0], report, profile)
        asked = _ask(tracker, served, profile) if served.asks_a_model and tracker.open else None
    result = tracker.result(asked.model, str(asked.exam)) if asked else tracker.result()
    target.write(result, chinese=language(plans[0]) == "zh" or report.language.startswith("zh"))
    missing = results.incomplete(plans[0])
    if asked is not None and asked.exam.passed and None in asked.same:
        say(f"{asked.same.count(None)} pair(s) got no answer from {asked.model}: they stay to be checked", results.PROG)
        missing = True
    elif asked is not None and not asked.exam.passed and not args.quiet:
        say(f"{asked.model} got {asked.exam} in the exam: it was not asked, the rules decide", results.PROG)
    return INCOMPLETE if missing else COMPLETE


def _ask(tracker: Tracker, settings: Settings, profile: Profile) -> Answers:
    """Put the open pairs to the model, and settle those that it answers."""
    import asyncio  # noqa: PLC0415

    from summarizer.engines.endpoint.pairs import Pair, ask_pairs  # noqa: PLC0415

    pairs = tracker.open
    asked = asyncio.run(ask_pairs(settings, profile, [Pair(*pair) for pair in pairs.values()]))
    tracker.settle({index: same for index, same in zip(pairs, asked.same, strict=True) if same is not None})
    return asked
