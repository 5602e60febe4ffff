"""``summarizer eval``: score an engine on labelled documents, compare it with an earlier run, keep thresholds.

Exit codes: 0 fine, 1 a threshold is broken, a document failed or a recording is stale, 2 wrong use or wrong gold.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.commands.engine_flags import add_engine_flags, load_settings

if TYPE_CHECKING:
    import argparse

    from rich.console import Console

    from summarizer.evaluation.thresholds import Limit
    from summarizer.settings.settings import Settings

GOLD = Path("evals/gold")
TEXTS = Path("seeds")
RECORDINGS = Path("evals/recordings")
THRESHOLDS = Path("evals/thresholds.toml")
QUESTIONS = "questions"
"""Below the folder of recordings: the answers to --questions."""

_RED = 1
_WRONG_GOLD = 2
_DESCRIPTION = (
    "Score an engine on labelled documents by the annotation guide. Without flags: the rules on the seeds. "
    "Offline are --engine rules, --replay, and an endpoint of your own on this machine."
)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the ``eval`` command."""
    parser = subparsers.add_parser(
        "eval", help="score the extraction against labelled documents", description=_DESCRIPTION
    )
    what = parser.add_argument_group("documents")
    what.add_argument("--gold", type=Path, default=GOLD, metavar="DIR", help=f"gold files (default: {GOLD})")
    what.add_argument("--texts", type=Path, default=TEXTS, metavar="DIR", help=f"their texts (default: {TEXTS})")
    what.add_argument("--check", action="store_true", help="only check the gold files: list all that is wrong in them")
    engine = parser.add_argument_group("engine")
    engine.add_argument(
        "--engine", choices=["rules", "endpoint", "local"], help="default: rules, or the model that is given"
    )
    add_engine_flags(
        engine,
        ("endpoint", "model", "model_path", "api_key_env", "allow_plaintext", "concurrency", "timeout", "no_cache",
         "refresh", "profile"),
    )  # fmt: skip
    engine.add_argument(
        "--questions", action="store_true", help="what the model is worth: ask it everything, beside rules and gold"
    )
    kept = parser.add_argument_group("recordings")
    for flag, line in (
        ("--replay", "answer from recordings; nothing is asked"),
        ("--record", "ask the configured endpoint and keep its answers as recordings"),
        ("--check-recordings", "only tell which recordings are stale"),
    ):
        kept.add_argument(
            flag, type=Path, nargs="?", const=RECORDINGS, metavar="DIR", help=f"{line} (DIR: {RECORDINGS})"
        )
    out = parser.add_argument_group("results")
    out.add_argument("--save", type=Path, metavar="RUN", help="save the run as JSON")
    out.add_argument("--compare", type=Path, metavar="RUN", help="show what changed against a saved run, item by item")
    out.add_argument("--html", type=Path, metavar="FILE", help="one page with texts, gold and prediction side by side")
    out.add_argument("--markdown", type=Path, metavar="FILE", help="the report as Markdown")
    out.add_argument("--quiet", action="store_true", help="do not list the errors one by one")
    gate = parser.add_argument_group("gate")
    gate.add_argument("--fail-under", metavar="M=SHARE,…", help="exit 1 below these, as targets-strict=0.9,goals=0.8")
    gate.add_argument(
        "--gate",
        type=Path,
        nargs="?",
        const=THRESHOLDS,
        metavar="FILE",
        help=f"exit 1 below the limits of FILE ({THRESHOLDS})",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    from summarizer.reports.terminal import console_for

    console = console_for()
    if args.check:
        return _check_gold(console, args.gold, args.texts)
    if args.check_recordings:
        return _check_recordings(console, args)
    return _questions(console, args) if args.questions else _evaluate(console, args)


def _questions(console: Console, args: argparse.Namespace) -> int:
    from summarizer.errors import UsageError
    from summarizer.evaluation import questions
    from summarizer.evaluation.console import print_table
    from summarizer.evaluation.gold import load_gold_dir

    if not (args.replay or args.record or args.endpoint or args.model_path or args.engine == "local"):
        raise UsageError("--questions asks a model: give --endpoint, --model-path, --record or --replay")
    for name in ("replay", "record"):
        if folder := getattr(args, name):
            setattr(args, name, folder / QUESTIONS)
    worth = questions.ask_everything(load_gold_dir(args.gold, args.texts), _settings(args))
    print_table(console, questions.classes_table(worth))
    if not args.quiet:
        print_table(console, questions.questions_table(worth))
    if args.markdown:
        page = args.markdown.read_text(encoding="utf-8") if args.markdown.is_file() else ""
        _write(args.markdown, questions.between_marks(page, questions.markdown_questions(worth)))
    return 0


def _check_gold(console: Console, gold: Path, texts: Path) -> int:
    from summarizer.evaluation.gold import gold_files, inspect_gold

    wrong = labels = 0
    for path in gold_files(gold):
        labelled, problems = inspect_gold(path, texts)
        wrong += len(problems)
        if labelled is not None:
            labels += sum(len(labelled.gold.items(group)) for group in labelled.gold.labelled)
        for problem in problems:
            _say(console, f"{path.name}: {problem}")
    _say(console, f"{labels} labels, {wrong} wrong" if wrong else f"{labels} labels, all stand")
    return _WRONG_GOLD if wrong else 0


def _check_recordings(console: Console, args: argparse.Namespace) -> int:
    from summarizer.evaluation.recorded import stale_questions, stale_recordings

    folder: Path = args.check_recordings or args.record
    answers = stale_recordings(folder, args.gold, args.texts, _hermetic(args, folder))
    asked = folder / QUESTIONS
    if asked.is_dir():
        answers[QUESTIONS] = stale_questions(asked, args.gold, args.texts, _hermetic(args, asked))
    for name, why in answers.items():
        _say(console, f"{name}: {f'stale: {why}' if why else 'fresh'}")
    stale = any(answers.values())
    if stale:
        again = " --questions" if {name for name, why in answers.items() if why} == {QUESTIONS} else ""
        _say(console, f"record them again: summarizer eval{again} --record {folder} --endpoint …")
    return _RED if stale else 0


def _evaluate(console: Console, args: argparse.Namespace) -> int:
    from summarizer.evaluation.comparing import compare
    from summarizer.evaluation.console import print_breaches, print_comparison, print_run
    from summarizer.evaluation.gold import load_gold_dir
    from summarizer.evaluation.runs import Run
    from summarizer.evaluation.suite import evaluate
    from summarizer.evaluation.thresholds import breaches

    # Whatever is wrong with the call comes out before a model is asked for an hour.
    settings = _settings(args)
    way = "replay" if settings.replay else settings.chosen_engine
    limits = _limits(args, way)
    earlier = Run.load(args.compare) if args.compare else None
    documents = load_gold_dir(args.gold, args.texts)
    result = evaluate(documents, settings=settings, way=way, progress=settings.asks_a_model and console.is_terminal)
    comparison = compare(earlier, result) if earlier else None
    broken = breaches(result, limits)
    print_run(console, result, errors=not args.quiet)
    if comparison:
        print_comparison(console, comparison)
    if limits:
        print_breaches(console, broken)
    if args.save:
        result.save(args.save)
    if args.markdown:
        from summarizer.evaluation.markdown import markdown_report

        _write(args.markdown, markdown_report(result, comparison))
    if args.html:
        from summarizer.evaluation.html import html_report

        _write(args.html, html_report(result, {one.name: one.text for one in documents}, comparison))
    red = bool(broken) or any(document.error for document in result.documents)
    if settings.record and not red:
        # What a server that went away left unasked is not in a recording: better to learn it now than in CI.
        return _check_recordings(console, args)
    return _RED if red else 0


def _limits(args: argparse.Namespace, way: str) -> list[Limit]:
    from summarizer.evaluation.thresholds import load_limits, parse_fail_under

    limits = load_limits(args.gate, way) if args.gate else []
    return limits + (parse_fail_under(args.fail_under) if args.fail_under else [])


def _settings(args: argparse.Namespace) -> Settings:
    from summarizer.errors import UsageError
    from summarizer.settings.settings import Settings

    if args.replay and (args.record or args.endpoint or args.engine == "rules"):
        raise UsageError("--replay answers from recordings: leave out --record, --endpoint and --engine rules")
    if args.record and args.engine == "rules":
        raise UsageError("--record keeps a model's answers: leave out --engine rules")
    if args.replay:
        return _hermetic(args, args.replay)
    if args.engine is None:
        args.engine = "local" if args.model_path else "endpoint" if args.endpoint or args.record else "rules"
    if args.engine == "rules":
        return Settings.load(engine="rules", profile=args.profile)
    settings: Settings = load_settings(args)
    if args.record:
        # A replay runs with the defaults, so what shapes a question has to be recorded with them.
        defaults = {name: Settings.model_fields[name].default for name in ("chunk_tokens", "max_tokens", "temperature")}
        settings = settings.model_copy(update={**defaults, "record": args.record})
    return settings


def _hermetic(args: argparse.Namespace, replay: Path) -> Settings:
    """Settings of a replay: no environment and no file has a say, so it gives the same everywhere."""
    from summarizer.errors import UsageError
    from summarizer.settings.settings import Settings

    if not replay.is_dir():
        raise UsageError(f"no folder of recordings at {replay}: make them with summarizer eval --record --endpoint …")
    profile = {"profile": args.profile} if args.profile else {}
    return Settings(engine="endpoint", replay=replay, cache=False, **profile)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # An extractor's JSON may hold half a surrogate pair, which no encoding can write.
    path.write_bytes(content.encode("utf-8", errors="replace"))


def _say(console: Console, line: str) -> None:
    from summarizer.reports.terminal import decor_for

    console.print(decor_for(console).text(line), soft_wrap=True)
