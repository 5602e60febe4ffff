"""The arguments of ``summarizer eval``; what it does stands in :mod:`.command`, which ``--help`` does not load."""

import argparse
from pathlib import Path

from summarizer.settings.flags import add_engine_flags

GOLD = Path("evals/gold")
TEXTS = Path("seeds")
RECORDINGS = Path("evals/recordings")
THRESHOLDS = Path("evals/thresholds.toml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``eval`` takes."""
    what = parser.add_argument_group("group-documents")
    what.add_argument("--gold", type=Path, default=GOLD, metavar="metavar-dir", help="help-gold")
    what.add_argument("--texts", type=Path, default=TEXTS, metavar="metavar-dir", help="help-texts")
    what.add_argument("--import", dest="imports", type=Path, nargs="+", metavar="metavar-file", help="help-import")
    what.add_argument("--check", action="store_true", help="help-check")
    engine = parser.add_argument_group("group-engine")
    engine.add_argument("--engine", choices=["rules", "endpoint", "local"], help="help-eval-engine")
    add_engine_flags(
        engine,
        ("endpoint", "model", "model_path", "api_key_env", "endpoint_headers_env", "extra_body", "allow_plaintext",
         "concurrency", "timeout", "no_cache", "refresh", "profile"),
    )  # fmt: skip
    engine.add_argument("--questions", action="store_true", help="help-questions")
    engine.add_argument("--readings", action="store_true", help="help-readings")
    kept = parser.add_argument_group("group-recordings")
    for name in ("replay", "record", "check-recordings"):
        kept.add_argument(
            f"--{name}", type=Path, nargs="?", const=RECORDINGS, metavar="metavar-dir", help=f"help-{name}"
        )
    out = parser.add_argument_group("group-results")
    for name, metavar in (("save", "metavar-run"), ("compare", "metavar-run"), ("html", "metavar-file"),
                          ("markdown", "metavar-file")):  # fmt: skip
        out.add_argument(f"--{name}", type=Path, metavar=metavar, help=f"help-eval-{name}")
    out.add_argument("--calibration", type=Path, nargs="?", const=True, metavar="metavar-file",
                     help="help-calibration")  # fmt: skip
    out.add_argument("--quiet", action="store_true", help="help-eval-quiet")
    gate = parser.add_argument_group("group-gate")
    gate.add_argument("--fail-under", metavar="metavar-shares", help="help-fail-under")
    gate.add_argument("--gate", type=Path, nargs="?", const=THRESHOLDS, metavar="metavar-file", help="help-gate")


def run(args: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    from summarizer.evaluation.command import run as run_command

    return run_command(args)
