"""The local engine on this machine: ``python -m benchmarks.local --model FILE.gguf [--docs]``.

A seed is read in full and with ``only=targets`` by a server that has loaded its model; everything else is in the time:
finding out how to ask (the probe, and the capability check where there is something to judge, once a model), all
questions, the overview. The other seeds then show what each further document takes. Where the seconds went is the
server's own word. Tokens stand beside those of LangExtract and of free extraction with the same model, as kept in
``benchmarks/ways/results``.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import logging
import os
import platform
import re
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.figures import ROOT, write_between
from benchmarks.ways.runs import RESULTS, Result
from benchmarks.ways.table import NAMES
from summarizer import Settings, summarize
from summarizer.engines.local.server import LocalServer
from summarizer.errors import SummarizerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.models import Group, Summary

_SEEDS = ("qingdao_2023", "cangzhou_2023", "district_2023_fragment", "jinan_shizhong_2021", "template_2021")
_TARGETS = "targets alone, with the probe"
_WHOLE = "all groups and the overview, with the probe"
_NEXT = "all groups and the overview"
_SERVER_LOG = "summarizer.engines.local.server"
_TIMING = re.compile(r"(prompt eval|eval) time = +([\d.]+) ms / +\d+ (?:tokens|runs)")
_RIVALS = ("langextract", "langextract-chinese", "free")


class Run(NamedTuple):
    """One reading: seconds in all, of them reading prompts and writing answers, requests, tokens in and out."""

    seconds: float
    prompt: float
    writing: float
    requests: int
    tokens: tuple[int, int]


class _Ear(logging.Handler):
    """Listens to the server's log for what its work took."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = {"prompt eval": 0.0, "eval": 0.0}

    def emit(self, record: logging.LogRecord) -> None:
        for what, milliseconds in _TIMING.findall(record.getMessage()):
            self.seconds[what] += float(milliseconds) / 1000


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; 1 where the model cannot be served."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.local", description="The local engine, timed.")
    parser.add_argument("--model", type=Path, required=True, metavar="FILE", help="a GGUF file")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="readings of each kind (3)")
    parser.add_argument("--docs", action="store_true", help="write the tables into docs/operator.md")
    args = parser.parse_args(argv)
    try:
        page = measure(args.model, args.rounds)
    except SummarizerError as error:
        print(error)
        return 1
    print(page)
    if args.docs:
        write_between("local", {ROOT / "docs" / "operator.md": page})
    return 0


def measure(model: Path, rounds: int) -> str:
    """The tables in Markdown. Raises :class:`SummarizerError` where the model cannot be served."""
    ear = _Ear()
    log = logging.getLogger(_SERVER_LOG)
    log.addHandler(ear)
    log.setLevel(logging.DEBUG)
    runs: dict[tuple[str, str], list[Run]] = {}
    with tempfile.TemporaryDirectory() as folder, LocalServer.of(Settings(engine="local", model_path=model)) as server:
        asyncio.run(server.address())  # the first load of the model is not the plan's time
        for number in range(rounds):
            for seed, kind in ((_SEEDS[0], _TARGETS), (_SEEDS[0], _WHOLE), *((seed, _NEXT) for seed in _SEEDS[1:])):
                kept = Path(folder) / f"{number}-{kind == _TARGETS}"
                only = ("targets",) if kind == _TARGETS else None
                run = _read(seed, server.bound(cache_dir=kept), only, ear)
                runs.setdefault((seed, kind), []).append(run)
        program = Path(server.program).name
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}"
    note = f"{model.name} in {program}, {machine}, {dt.datetime.now(dt.UTC):%Y-%m-%d}; median of {rounds} (range)."
    return f"{_times(runs)}\n\n{_tokens(runs)}\n\n{note} Measured by `python -m benchmarks.local --model FILE.gguf`."


def _read(seed: str, settings: Settings, only: tuple[Group, ...] | None, ear: _Ear) -> Run:
    ear.seconds = dict.fromkeys(ear.seconds, 0.0)
    began = time.perf_counter()
    summary: Summary = summarize(ROOT / "seeds" / f"{seed}.txt", settings, only=only)
    seconds = time.perf_counter() - began
    time.sleep(0.2)  # the server's log comes through a pipe
    used = summary.usage
    tokens = (used.prompt_tokens, used.completion_tokens)
    return Run(seconds, ear.seconds["prompt eval"], ear.seconds["eval"], used.requests, tokens)


def _times(runs: dict[tuple[str, str], list[Run]]) -> str:
    lines = ["| plan | asked for | seconds | reading prompts | writing | the rest | requests |", "|---" * 7 + "|"]
    for (seed, kind), found in runs.items():
        middle = sorted(found)[len(found) // 2]
        rest = middle.seconds - middle.prompt - middle.writing
        lines.append(
            f"| `{seed}` | {kind} | {_cell([run.seconds for run in found])} | {middle.prompt:.1f} |"
            f" {middle.writing:.1f} | {rest:.1f} | {middle.requests} |"
        )
    return "\n".join(lines)


def _tokens(runs: dict[tuple[str, str], list[Run]]) -> str:
    """Tokens for each thousand characters, ours beside others' on the same plan."""
    head = ["plan", "local engine", *(NAMES[way] for way in _RIVALS)]
    lines = [f"| tokens in + out for 1,000 characters: {' | '.join(head)} |", "|---" * len(head) + "|"]
    for (seed, kind), found in runs.items():
        if kind == _TARGETS:
            continue
        ours = found[-1].tokens
        cells = [f"`{seed}`", _each(seed, ours)]
        for way in _RIVALS:
            rival = Result.load(RESULTS, way, seed)
            cells.append(f"{_each(seed, rival.tokens)}: {sum(ours) / sum(rival.tokens):.0%}" if rival else "–")
        lines.append(f"| {' | '.join(cells)} |")
    note = (
        "The percentage is our share of theirs. The capability check, made once a model, fell into the first plan with"
        " a doubt."
    )
    return "\n".join([*lines, "", note])


def _each(seed: str, tokens: Sequence[int]) -> str:
    thousands = len((ROOT / "seeds" / f"{seed}.txt").read_text(encoding="utf-8")) / 1000
    return f"{tokens[0] / thousands:,.0f} + {tokens[1] / thousands:,.0f}"


def _cell(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f}–{max(values):.1f})"


if __name__ == "__main__":
    raise SystemExit(main())
