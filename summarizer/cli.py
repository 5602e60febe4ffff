"""The command line: ``summarize`` extracts, ``summarizer`` holds every other command.

Thin: parse, call, render. Whatever goes wrong is one line on standard error and an exit code:
0 complete, 1 a document failed, 2 wrong use, 3 incomplete, 130 interrupted.
"""

import importlib
import os
import sys
from collections.abc import Collection, Sequence

from summarizer.commands.exit_codes import FAILED, INTERRUPTED
from summarizer.commands.messages import explained, log_to_stderr, say
from summarizer.commands.parsing import Parser, speaking
from summarizer.errors import SummarizerError
from summarizer.messages import text
from summarizer.version import __version__

CLOSED_PIPE = 141

#: Commands of ``summarizer``: the module, with ``add_arguments(parser)`` and ``run(args) -> int``.
COMMANDS = {
    "doctor": "summarizer.commands.doctor",
    "cache": "summarizer.commands.cache",
    "models": "summarizer.commands.models",
    "compare": "summarizer.commands.compare",
    "track": "summarizer.commands.track",
    "schema": "summarizer.commands.schema",
    "batch": "summarizer.commands.batch",
    "worker": "summarizer.commands.worker",
    "jobs": "summarizer.commands.jobs",
    "app": "summarizer.commands.app",
    "mcp": "summarizer.commands.mcp",
    "serve": "summarizer.commands.serve",
    "token": "summarizer.commands.token",
    "eval": "summarizer.evaluation.cli",
}


def summarize_parser() -> Parser:
    """The parser of ``summarize``."""
    from summarizer.commands import extract

    parser = _parser("summarize", epilog="epilog-summarize")
    extract.add_arguments(parser)
    return parser


def summarizer_parser(whole: Collection[str] = COMMANDS) -> Parser:
    """The parser of ``summarizer``; commands that are not in ``whole`` are not imported and take nothing."""
    parser = _parser("summarizer")
    subparsers = parser.add_subparsers(dest="command", metavar="metavar-command")
    for name, home in COMMANDS.items():
        line, description, epilog = text(f"command-{name}"), f"description-{name}", f"epilog-{name}"
        command = subparsers.add_parser(name, help=line, description=description, epilog=epilog)
        if name in whole:
            importlib.import_module(home).add_arguments(command)
    return parser


def _parser(prog: str, epilog: str | None = None) -> Parser:
    parser = Parser(prog=prog, description=f"description-{prog}", epilog=epilog)
    parser.add_argument("--version", action="version", version=f"{prog} {__version__}", help="help-version")
    return parser


def summarize_main(argv: Sequence[str] | None = None) -> int:
    """Entry point of ``summarize``; the exit code."""
    return _guarded("summarize", argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of ``summarizer`` and ``python -m summarizer``; the exit code."""
    return _guarded("summarizer", argv)


def _guarded(prog: str, argv: Sequence[str] | None) -> int:
    """Run what ``argv`` asks of ``prog``; what it raises becomes one line on standard error and an exit code."""
    given = sys.argv[1:] if argv is None else argv
    with speaking(given):
        try:
            for stream in (sys.stdout, sys.stderr):
                if hasattr(stream, "reconfigure"):  # what its encoding cannot write is spelled out
                    stream.reconfigure(errors="backslashreplace")
            try:
                code = _run(prog, given)
            except SystemExit as stop:  # argparse's --help and --version
                code = stop.code if isinstance(stop.code, int) else 0
            sys.stdout.flush()
        except KeyboardInterrupt:
            say(text("interrupted"), prog)
            return INTERRUPTED
        except BrokenPipeError:  # the reader went away, as ``head`` does: the interpreter's last flush is quiet too
            sink = os.open(os.devnull, os.O_WRONLY)
            os.dup2(sink, sys.stdout.fileno())
            os.close(sink)
            return CLOSED_PIPE
        except Exception as error:  # noqa: BLE001 - the last line of defence against tracebacks
            say(explained(error), prog)
            return error.exit_code if isinstance(error, SummarizerError) else FAILED
        return code


def _run(prog: str, given: Sequence[str]) -> int:
    if prog == "summarize":
        home, args = "summarizer.commands.extract", summarize_parser().parse_args(given)
    else:
        parser = summarizer_parser({word for word in given if word in COMMANDS})  # a help page stays fast
        args = parser.parse_args(given)
        if args.command is None:  # told after unknown flags, which a required argument would hide
            parser.error(text("no-command"))
        home = COMMANDS[args.command]
    log_to_stderr(verbose=getattr(args, "verbose", False))
    return int(importlib.import_module(home).run(args))
