"""The one command: measures, prints the table, writes it into the docs if asked to."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

if __package__ in {None, ""}:  # run as a file: the checkout takes the place of this folder on the path
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks.figures import Figure, table, write_pages
from benchmarks.measuring import QUICK, Sizes
from summarizer.errors import SummarizerError

NAMES = ("rules", "event_loop", "memory", "startup", "office", "endpoint")
LONG = "ocr"
"""The one that takes minutes, and says how right reading is rather than how fast."""
ASKING = "reading"
"""The one that needs a server."""


def main(argv: Sequence[str] | None = None) -> int:
    """0 where every bound is kept, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed and memory beside their bounds.")
    every = ", ".join((*NAMES, LONG, ASKING))
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {every}; default: all but the last two")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: whether it runs, not how fast")
    parser.add_argument("--docs", action="store_true", help="write the table into docs/analyst.md, in both languages")
    parser.add_argument(
        "--endpoint", metavar="URL", help=f"a server of llama.cpp, whose tokenizer {ASKING} counts with"
    )
    parser.add_argument("--recordings", type=Path, metavar="DIR", help="of reading all; default: those of evals")
    args = parser.parse_args(argv)
    if unknown := set(args.names).difference(NAMES, [LONG, ASKING]):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {every}")
    if (ASKING in args.names) != bool(args.endpoint):
        parser.error(f"{ASKING} needs --endpoint URL, and nothing else does")
    if args.docs and (args.names or args.quick):
        parser.error("--docs takes the whole table in full size: give no name and no --quick")
    figures: list[Figure] = []
    for name in (*NAMES, LONG):
        if name in args.names or (not args.names and name != LONG):
            print(f"{name} …", file=sys.stderr, flush=True)
            figures += importlib.import_module(f"benchmarks.{name}").measure(QUICK if args.quick else Sizes())
    if ASKING in args.names:
        from benchmarks import reading

        try:
            figures += reading.measure(args.endpoint, args.recordings)
        except SummarizerError as error:  # a recording that is not there, or is out of date
            print(error, file=sys.stderr)
            return 1
    print(table(figures, "en"))
    if args.docs:
        write_pages(figures)
    return 0 if all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
