"""The command line: ``summarize`` extracts, ``summarizer`` holds every other command.

Thin: parse, call, render. Whatever goes wrong is one line on standard error and an exit code:
0 complete, 1 a document failed, 2 wrong use, 3 incomplete, 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from summarizer.commands.messages import explained, say
from summarizer.errors import SummarizerError, UsageError
from summarizer.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FAILED = 1
INTERRUPTED = 130
CLOSED_PIPE = 141

#: Commands of ``summarizer``: the module, with ``add_parser(subparsers)`` and ``run(args) -> int``, and a line of help.
COMMANDS = {
    "doctor": ("summarizer.commands.doctor", "show what is configured and try the endpoint"),
    "cache": ("summarizer.commands.cache", "show or empty the store of a model's answers"),
    "models": ("summarizer.commands.models", "list, pull and remove models of your own"),
    "compare": ("summarizer.commands.compare", "put the targets of several documents side by side"),
    "track": ("summarizer.commands.track", "say of each target what a later report says was done"),
    "schema": ("summarizer.commands.schema", "print the JSON Schema of what summarize --format json prints"),
    "eval": ("summarizer.evaluation.cli", "score the extraction against labelled documents"),
}


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Leave with the exit code of wrong use."""
        raise UsageError(f"{message} (see {self.prog} --help)")


def summarize_main(argv: Sequence[str] | None = None) -> int:
    """Entry point of ``summarize``; the exit code."""
    from summarizer.commands import extract

    def work() -> int:
        parser = Parser(prog="summarize", description=extract.DESCRIPTION, epilog=extract.EPILOG)
        extract.add_arguments(parser)
        parser.add_argument("--version", action="version", version=f"summarize {__version__}")
        return extract.run(parser.parse_args(argv))

    return _guarded("summarize", work)


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of ``summarizer`` and ``python -m summarizer``; the exit code."""

    def work() -> int:
        given = list(sys.argv[1:] if argv is None else argv)
        parser = Parser(prog="summarizer", description="Look after summarize: see 'summarize --help' to read a plan.")
        parser.add_argument("--version", action="version", version=f"summarizer {__version__}")
        subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
        chosen = next((word for word in given if not word.startswith("-")), None)
        module: Any = None
        for name, (home, line) in COMMANDS.items():
            if name == chosen:  # the others are not imported: a help page stays fast
                module = importlib.import_module(home)
                module.add_parser(subparsers)
            else:
                subparsers.add_parser(name, help=line)
        args = parser.parse_args(given)
        if args.command is None:  # told after unknown flags, which a required argument would hide
            parser.error("give a COMMAND")
        return int(module.run(args))

    return _guarded("summarizer", work)


def _guarded(prog: str, work: Callable[[], int]) -> int:
    """Run ``work``; what it raises becomes one line on standard error and an exit code."""
    try:
        _relax(sys.stdout)
        _relax(sys.stderr)
        code = work()
        sys.stdout.flush()
    except SystemExit as stop:  # argparse's --help and --version
        return _flushed(stop.code if isinstance(stop.code, int) else 0)
    except KeyboardInterrupt:
        say("interrupted", prog)
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
