"""How things are measured: sizes, pairs of runs, processes of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from benchmarks.figures import ROOT

T = TypeVar("T")

SUMMARIZE = "import sys; from summarizer.cli import summarize_main; sys.exit(summarize_main())"
"""What the command ``summarize`` runs, from this checkout."""


class Sizes(NamedTuple):
    """How much is measured. ``text`` is in bytes of UTF-8, the others count runs, starts, chunks, rounds, calls."""

    text: int = 5_000_000
    runs: int = 5
    starts: int = 15
    chunks: int = 200
    rounds: int = 5
    calls: int = 200


QUICK = Sizes(text=120_000, runs=1, starts=1, chunks=8, rounds=1, calls=5)
"""Whether everything runs, not how fast."""


def paired(first: Callable[[], T], second: Callable[[], T], times: int) -> list[tuple[T, T]]:
    """The results of both calls, pair by pair; now one begins and now the other, so that drift favours neither."""
    pairs: list[tuple[T, T]] = []
    for number in range(times):
        if number % 2 == 0:
            pairs.append((first(), second()))
        else:
            other = second()
            pairs.append((first(), other))
    return pairs


def python(*arguments: str) -> str:
    """Standard output of ``python ARGUMENTS`` in the checkout, without anything that configures the program."""
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout


def environment() -> dict[str, str]:
    """The environment of a process that is measured: nothing that configures the program or an API."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("SUMMARIZER_", "OPENAI_"))}


def seconds_of(*arguments: str) -> float:
    """Wall time of ``python ARGUMENTS``."""
    began = time.perf_counter()
    python(*arguments)
    return time.perf_counter() - began
