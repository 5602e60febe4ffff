"""The command line: ``summarize`` extracts, ``summarizer`` holds every other command.

Thin: parse, call, render. Whatever goes wrong is one line on standard error and an exit code:
0 complete, 1 a document failed, 2 wrong use, 3 incomplete, 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

from summarizer.commands.messages import explained, say
from summarizer.commands.parsing import Parser, speaking
from summarizer.errors import SummarizerError
from summarizer.messages import text
from summarizer.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

FAILED = 1
INTERRUPTED = 130
CLOSED_PIPE = 141

#: Commands of ``summarizer``: the module, with ``add_arguments(parser)`` and ``run(args) -> int``.
COMMANDS = {
    "doctor": "summarizer.commands.doctor",
    "cache": "summarizer.commands.cache",
    "models": "summarizer.commands.models",
    "compare": "summarizer.commands.compare",
    "track": "summarizer.commands.track",
    "schema": "summarizer.commands.schema",
    "eval": "summarizer.evaluation.cli",
}


def summarize_parser() -> Parser:
    """The parser of ``summarize``."""
    from summarizer.commands import extract

    parser = Parser(prog="summarize", description="description-summarize", epilog="epilog-summarize")
    extract.add_arguments(parser)
    parser.add_argument("--version", action="version", version=f"summarize {__version__}", help="help-version")
    return parser


def summarizer_parser(whole: Collection[str] = COMMANDS) -> Parser:
    """The parser of ``summarizer``; commands that are not in ``whole`` are not imported and take nothing."""
    parser = Parser(prog="summarizer", description="description-summarizer")
    parser.add_argument("--version", action="version", version=f"summarizer {__version__}", help="help-version")
    subparsers = parser.add_subparsers(dest="command", metavar="metavar-command")
    for name, home in COMMANDS.items():
        line, description, epilog = text(f"command-{name}"), f"description-{name}", f"epilog-{name}"
        command = subparsers.add_parser(name, help=line, description=description, epilog=epilog)
        if name in whole:
            importlib.import_module(home).add_arguments(command)
    return parser


def summarize_main(argv: Sequence[str] | None = None) -> int:
    """Entry point of ``summarize``; the exit code."""

    def work(given: Sequence[str]) -> int:
        from summarizer.commands import extract

        return extract.run(summarize_parser().parse_args(given))

    return _guarded("summarize", work, argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of ``summarizer`` and ``python -m summarizer``; the exit code."""

    def work(given: Sequence[str]) -> int:
        parser = summarizer_parser({word for word in given if word in COMMANDS})  # a help page stays fast
        args = parser.parse_args(given)
        if args.command is None:  # told after unknown flags, which a required argument would hide
            parser.error(text("no-command"))
        return int(importlib.import_module(COMMANDS[args.command]).run(args))

    return _guarded("summarizer", work, argv)


def _guarded(prog: str, work: Callable[[Sequence[str]], int], argv: Sequence[str] | None) -> int:
    """Run ``work`` on ``argv``; what it raises becomes one line on standard error and an exit code."""
    given = sys.argv[1:] if argv is None else argv
    with speaking(given):
        return _run(prog, work, given)


def _run(prog: str, work: Callable[[Sequence[str]], int], given: Sequence[str]) -> int:
    try:
        _relax(sys.stdout)
        _relax(sys.stderr)
        code = work(given)
        sys.stdout.flush()
    except SystemExit as stop:  # argparse's --help and --version
        return _flushed(stop.code if isinstance(stop.code, int) else 0)
    except KeyboardInterrupt:
        say(text("interrupted"), prog)
        return INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    except Exception as error:  # noqa: BLE001 - the last line of defence against tracebacks
        say(explained(error), prog)
        return error.exit_code if isinstance(error, SummarizerError) else FAILED
    return code


def _relax(stream: Any) -> None:
    """Spell out what a stream's encoding cannot write, rather than fail on it."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


def _flushed(code: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _closed_pipe()
    return code


def _closed_pipe() -> int:
    """The reader went away, as ``head`` does: say nothing, and keep the interpreter's last flush quiet too."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)
    return CLOSED_PIPE
