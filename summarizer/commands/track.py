"""``summarizer track PLAN REPORT...``: what later reports say of a plan's targets and dated measures."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from summarizer.commands import results
from summarizer.commands.exit_codes import COMPLETE, INCOMPLETE
from summarizer.commands.messages import PROG, explained, say, tell
from summarizer.commands.output import open_output
from summarizer.errors import EndpointError, UsageError
from summarizer.messages import text
from summarizer.settings.flags import load_settings

if TYPE_CHECKING:
    import argparse

    from summarizer.comparison.tracking import Tracker
    from summarizer.engines.endpoint.same_indicator import PairAnswers
    from summarizer.models import Usage
    from summarizer.profiles.profile import Profile
    from summarizer.settings.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``track`` takes."""
    parser.add_argument("plan", metavar="metavar-plan", help="help-track-plan")
    parser.add_argument("reports", metavar="metavar-report", nargs="+", help="help-track-report")
    results.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the reconciliation."""
    from summarizer.comparison.tracking import Tracker
    from summarizer.documents.sources import Source, told_apart
    from summarizer.models import Notice, Usage
    from summarizer.pipeline.files import read_files
    from summarizer.pipeline.reading import bounds_of
    from summarizer.pipeline.session import serving
    from summarizer.profiles.profile import load_profile
    from summarizer.reports.labels import language

    files = [args.plan, *args.reports]
    settings = load_settings(args)
    profile = load_profile(settings.profile)
    output = open_output(
        files, args.output, args.format, kind="reconciliation", besides=read_files(settings),
        force=args.force,
    )  # fmt: skip
    sources = told_apart([Source(file, file) for file in files])[1:]
    reports = [source.read(bounds_of(settings)) for source in sources]
    began = time.monotonic()
    with serving(settings) as served:
        ((_, plans),) = results.read_all([args.plan], served, ("measures", "targets"), beside=args.reports)
        if isinstance(plans, Exception):
            raise plans
        if len(plans) != 1:
            raise UsageError("not-one-plan", name=args.plan, count=len(plans))
        if not args.quiet:
            tell(plans[0].document.name, plans[0].notices, PROG)
            for report in reports:
                tell(report.name, map(Notice.of, report.notices), PROG)
        tracker = Tracker(plans[0], reports, profile)
        asked: PairAnswers | None = None
        why = ""  # the model was not asked
        if served.asks_a_model and tracker.open:
            taken = Usage() if results.is_kept(args.plan) else plans[0].usage
            try:
                asked = _ask(tracker, _rest(served, taken, began), profile)
            except EndpointError as error:
                why = explained(error)
    result = tracker.result(asked.model, str(asked.check)) if asked else tracker.result()
    chinese = language(plans[0]) == "zh" or reports[0].language.startswith("zh")
    results.write(output, result, settings.lang or ("zh" if chinese else "en"), quiet=args.quiet)
    if not args.quiet:
        tell(plans[0].document.name, result.notices, PROG)
    missing = results.incomplete(plans[0])
    if why:
        say(text("pairs-not-asked", count=len(tracker.open), why=why), PROG)
    left_open = asked is not None and _tell(asked, quiet=args.quiet)
    return INCOMPLETE if missing or why or left_open else COMPLETE


def _tell(asked: PairAnswers, *, quiet: bool) -> bool:
    """Say what came of asking; whether pairs got no answer."""
    if not asked.check.passed:
        if not quiet:
            say(text("model-failed-check", model=asked.model, right=asked.check), PROG)
        return False
    unanswered = asked.same.count(None)
    if unanswered:
        say(text("pairs-unanswered", model=asked.model, count=unanswered), PROG)
    return bool(unanswered)


def _rest(settings: Settings, taken: Usage, began: float) -> Settings:
    """The settings with what reading the plan has left of the run's budget and time."""
    used = {
        "time_limit": time.monotonic() - began,
        "max_tokens_total": taken.prompt_tokens + taken.completion_tokens,
        "max_cost": taken.cost or 0,
    }
    limits = settings.model_dump(include=set(used), exclude_none=True)
    return settings.model_copy(update={name: limit - used[name] for name, limit in limits.items()})


def _ask(tracker: Tracker, settings: Settings, profile: Profile) -> PairAnswers:
    """Put the open pairs to the model, and settle those that it answers."""
    import asyncio

    from summarizer.engines.endpoint.same_indicator import IndicatorPair, ask_pairs

    pairs = tracker.open
    asked = asyncio.run(ask_pairs(settings, profile, [IndicatorPair(*pair) for pair in pairs.values()]))
    tracker.settle({index: same for index, same in zip(pairs, asked.same, strict=True) if same is not None})
    return asked
