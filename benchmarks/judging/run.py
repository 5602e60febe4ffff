"""The one command: asks the bench in the words of each variant and prints a row for each."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from benchmarks.judging.asking import BUILTIN, VARIANTS, Outcome, ask
from benchmarks.judging.bench import HALVES, TASKS, load_bench
from summarizer.errors import SummarizerError
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD: Final = (
    "| variant | together | targets | no | goals | measures | names | lines | exam | requests | tokens in / out | s |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|",
)


def main(argv: Sequence[str] | None = None) -> int:
    """0; 1 where the endpoint could not be asked; 2 for wrong use."""
    there = [BUILTIN, *sorted(path.name for path in VARIANTS.iterdir() if path.is_dir())]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.judging",
        description="Ways of asking for a judgement, on invented questions with known answers (evals/judging).",
        epilog=f"Variants: {', '.join(there)}. Answers are kept: asked again, they cost nothing and no time.",
    )
    parser.add_argument("--endpoint", metavar="URL", help="an OpenAI-compatible server")
    parser.add_argument("--model", metavar="NAME", help="default: the server's first")
    parser.add_argument("--variants", default=BUILTIN, metavar="V,…", help="default: %(default)s")
    parser.add_argument("--half", choices=HALVES, default=HALVES[0], help="default: %(default)s")
    parser.add_argument("--tasks", default=",".join(TASKS), metavar="T,…", help="default: %(default)s")
    parser.add_argument("--together", type=int, default=8, metavar="N", help="sentences a chunk (%(default)s)")
    parser.add_argument("--wrong", action="store_true", help="list the wrong answers, and the verdicts class by class")
    args = parser.parse_args(argv)
    variants = args.variants.split(",")
    if unknown := set(variants).difference(there):
        parser.error(f"no such variant: {', '.join(sorted(unknown))}")
    tasks = args.tasks.split(",")
    if unknown := set(tasks).difference(TASKS):
        parser.error(f"no such task: {', '.join(sorted(unknown))}")
    print("\n".join(_HEAD))
    try:
        settings = Settings.load(engine="endpoint", endpoint=args.endpoint, model=args.model)
        for variant in variants:
            outcome = ask(variant, load_bench(args.half), tasks, settings, args.together)
            print(_row(outcome, args.together), flush=True)
            if args.wrong:
                print(_wrong(outcome))
    except SummarizerError as error:
        print(f"judging: {error}", file=sys.stderr)
        return 1
    return 0


def _row(outcome: Outcome, together: int) -> str:
    shares = [outcome.verdicts(right=True), outcome.verdicts(right=False)]
    shares += [outcome.right(task) for task in ("goal", "measure", "name", "line")]
    cells = [
        outcome.variant, str(together), *(f"{right}/{asked}" if asked else "–" for right, asked in shares),
        outcome.exam, str(outcome.requests), f"{outcome.prompt_tokens:,} / {outcome.completion_tokens:,}",
        f"{outcome.seconds:.0f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _wrong(outcome: Outcome) -> str:
    classes = ", ".join(f"{group} {right}/{asked}" for group, (right, asked) in outcome.groups().items())
    lines = [
        f"  {mark.task} {mark.question.group}: {mark.question.candidate or mark.question.name} → {mark.answer}"
        for mark in outcome.marks
        if not mark.right
    ]
    return "\n".join([f"  {classes}", *lines, ""])
