"""``summarizer eval``: score an engine on labelled documents, compare it with an earlier run, keep thresholds.

Exit codes: 0 fine, 1 a threshold is broken, a document failed or a recording is stale, 2 wrong use or wrong gold.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from summarizer.errors import UsageError
from summarizer.evaluation import tables
from summarizer.evaluation.calibration import as_json
from summarizer.evaluation.comparing import compare
from summarizer.evaluation.console import print_tables, say
from summarizer.evaluation.gold import gold_files, inspect_gold, load_gold_dir, unpacked
from summarizer.evaluation.outputs import Outputs
from summarizer.evaluation.runs import Run
from summarizer.evaluation.suite import evaluate
from summarizer.evaluation.thresholds import breaches, load_limits, parse_fail_under
from summarizer.messages import text
from summarizer.reports.tables.plain import markdown, markdown_table
from summarizer.reports.terminal import console_for
from summarizer.settings.flags import load_settings, settings_of
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

QUESTIONS = "questions"
"""Below the folder of recordings: the answers to --questions."""

READINGS = "readings"
"""Below it: the answers of a model that read everything."""

_RED = 1
_WRONG_GOLD = 2


def run(args: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    if args.gold.suffix.lower() == ".zip" and not args.imports:
        with unpacked(args.gold) as (gold, texts):
            return _run(argparse.Namespace(**vars(args) | {"gold": gold, "texts": texts}))
    return _run(args)


def _run(args: argparse.Namespace) -> int:
    console = console_for()
    if args.imports:
        return _import(console, args)
    if args.check:
        return _check_gold(console, args.gold, args.texts)
    if args.check_recordings:
        return _check_recordings(console, args)
    if args.readings:
        return _readings(console, args)
    return _questions(console, args) if args.questions else _evaluate(console, args)


def _readings(console: Console, args: argparse.Namespace) -> int:
    from summarizer.evaluation import readings

    _point_below(args, READINGS)
    settings = _settings(args)
    outputs = Outputs(args, settings)
    documents = load_gold_dir(args.gold, args.texts)
    found = readings.read_side_by_side(documents, settings)
    shown = [readings.readings_table(found)]
    if not settings.replay:  # a replay asks nothing
        shown.append(readings.cost_table(found, documents))
    print_tables(console, [*shown, *([] if args.quiet else tables.calibration_lists(found.joined))])
    if args.markdown:
        made = "\n\n".join("\n".join(markdown_table(table)) for table in shown)
        outputs.write(args.markdown, tables.between_marks(args.markdown, READINGS, made))
    if args.save:
        outputs.write(args.save, found.joined.saved())
    outputs.finish()
    return 0


def _point_below(args: argparse.Namespace, below: str) -> None:
    """Recordings of another kind lie in a folder of their own. Raises :class:`UsageError` where no model is asked."""
    if not (args.replay or args.record or args.endpoint or args.model_path or args.engine == "local"):
        raise UsageError("questions-without-model")
    for name in ("replay", "record"):
        if folder := getattr(args, name):
            setattr(args, name, folder / below)


def _questions(console: Console, args: argparse.Namespace) -> int:
    from summarizer.evaluation import questions

    _point_below(args, QUESTIONS)
    settings = _settings(args)
    outputs = Outputs(args, settings)
    worth = questions.ask_everything(load_gold_dir(args.gold, args.texts), settings)
    print_tables(console, [questions.classes_table(worth), *([] if args.quiet else [questions.questions_table(worth)])])
    if args.markdown:
        outputs.write(
            args.markdown, tables.between_marks(args.markdown, QUESTIONS, questions.markdown_questions(worth))
        )
    outputs.finish()
    return 0


def _import(console: Console, args: argparse.Namespace) -> int:
    from summarizer.evaluation.importing import read_exports, write

    for imported in list(read_exports(args.imports)):  # all are read and checked before the first is written
        path = write(imported, args.gold, args.texts)
        say(console, text("imported", path=path, **imported.counts()))
    return 0


def _check_gold(console: Console, gold: Path, texts: Path) -> int:
    wrong = labels = 0
    for path in gold_files(gold):
        labelled, problems = inspect_gold(path, texts)
        wrong += len(problems)
        if labelled is not None:
            labels += sum(len(labelled.gold.items(group)) for group in labelled.gold.labelled)
        for problem in problems:
            say(console, text("about", name=path.name, message=problem))
    say(console, text("labels-wrong" if wrong else "labels-right", labels=labels, wrong=wrong))
    return _WRONG_GOLD if wrong else 0


def _check_recordings(console: Console, args: argparse.Namespace) -> int:
    from summarizer.evaluation.recorded import stale_questions, stale_readings, stale_recordings

    folder: Path = args.check_recordings or args.record
    documents = load_gold_dir(args.gold, args.texts)
    answers: dict[str, str | None] = {}
    if any(folder.glob("*.jsonl")):
        answers = stale_recordings(folder, documents, _hermetic(args, folder))
    for name, stale_of in ((QUESTIONS, stale_questions), (READINGS, stale_readings)):
        if (folder / name).is_dir():
            answers[name] = stale_of(folder / name, documents, _hermetic(args, folder / name))
    for name, why in answers.items():
        say(console, text("recording-stale" if why else "recording-fresh", name=name, why=why))
    stale = {name for name, why in answers.items() if why}
    if stale:
        again = next((f" --{name}" for name in (QUESTIONS, READINGS) if stale == {name}), "")
        say(console, text("record-again", command=f"summarizer eval{again} --record {folder} --endpoint …"))
    return _RED if stale else 0


def _evaluate(console: Console, args: argparse.Namespace) -> int:
    # Whatever is wrong with the call comes out before a model is asked for an hour.
    settings = _settings(args)
    outputs = Outputs(args, settings)
    way = "replay" if settings.replay else settings.chosen_engine
    limits = load_limits(args.gate, way) if args.gate else []
    limits += parse_fail_under(args.fail_under) if args.fail_under else []
    earlier = Run.load(args.compare) if args.compare else None
    documents = load_gold_dir(args.gold, args.texts)
    result = evaluate(documents, settings=settings, way=way, progress=settings.asks_a_model and console.is_terminal)
    comparison = compare(earlier, result) if earlier else None
    broken = breaches(result, limits)
    say(console, tables.headline(result), "bold")
    calibrated = args.calibration is not None
    print_tables(console, (tables.calibration_tables if calibrated else tables.scores_tables)(result))
    if not args.quiet:
        print_tables(console, (tables.calibration_lists if calibrated else tables.error_lists)(result))
    print_tables(console, tables.comparison_tables(comparison))
    for breach in broken:
        say(console, f"gate: {breach}", "bold red")
    if limits and not broken:
        say(console, "gate: all thresholds kept", "green")
    if calibrated and args.calibration is not True:  # which stands for no file
        outputs.write(args.calibration, as_json(result))
    if args.save:
        outputs.write(args.save, result.saved())
    if args.markdown:
        outputs.write(args.markdown, markdown(tables.page_of(result, comparison)))
    if args.html:
        from summarizer.evaluation.html import html_report

        outputs.write(args.html, html_report(result, {one.name: one.text for one in documents}, comparison))
    outputs.finish()
    red = bool(broken) or any(document.error for document in result.documents)
    if settings.record and not red:
        # What a server that went away left unasked is not in a recording: better to learn it now than in CI.
        return _check_recordings(console, args)
    return _RED if red else 0


def _settings(args: argparse.Namespace) -> Settings:
    if args.replay and (args.record or args.endpoint or args.engine == "rules"):
        raise UsageError("replay-asks-nobody")
    if args.record and args.engine == "rules":
        raise UsageError("record-needs-model")
    if args.replay:
        return _hermetic(args, args.replay)
    if args.engine is None:
        args.engine = "local" if args.model_path else "endpoint" if args.endpoint or args.record else "rules"
    if args.engine == "rules":
        return settings_of(args, engine="rules", profile=args.profile)
    settings = load_settings(args)
    if args.record:
        # A replay runs with the defaults, so what shapes a question has to be recorded with them.
        defaults = {name: Settings.model_fields[name].default for name in ("chunk_tokens", "max_tokens", "temperature")}
        settings = settings.model_copy(update={**defaults, "record": args.record})
    return settings


def _hermetic(args: argparse.Namespace, replay: Path) -> Settings:
    """Settings of a replay: no environment and no file has a say, so it gives the same everywhere."""
    if not replay.is_dir():
        raise UsageError("no-recordings", folder=replay)
    profile = {"profile": args.profile} if args.profile else {}
    return Settings(engine="endpoint", replay=replay, cache=False, **profile)
