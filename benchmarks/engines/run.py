"""Rounds over all engines in turn, and the Markdown table of what they found."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.engines.asking import Found, examine, first
from benchmarks.engines.starting import Load, forget, installed, resident, started

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.engines.starting import Engine

_NAMES: Final = ("llama-server", "xllamacpp", "llama-cpp-python")


class Round(NamedTuple):
    """One engine in one round: seconds to the first answer, cold and warm, resident MB, and the answers."""

    cold: float
    warm: float
    memory: float | None
    found: Found


_ROWS: Final[tuple[tuple[str, Callable[[Round], float | None]], ...]] = (
    ("start to first answer, file not in memory (s)", lambda r: r.cold),
    ("start to first answer, file in memory (s)", lambda r: r.warm),
    ("prompt (tokens/s)", lambda r: r.found.prompt_rate),
    ("writing, one request (tokens/s)", lambda r: r.found.one_rate),
    ("writing, two requests at once, prompts included (tokens/s, both together)", lambda r: r.found.two_rate),
    ("same system prompt again: prompt tokens computed", lambda r: r.found.second_prompt),
    ("same system prompt again (s)", lambda r: r.found.second_seconds),
    ("resident memory afterwards, weights included (MB)", lambda r: r.memory),
)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line. 0 when every engine that is there was measured, 1 when one failed, 2 when none is there."""
    options = _options(argv)
    there = installed(options.python)
    unknown = [name for name in options.engines if name not in there]
    if unknown:
        print(f"no such engine: {', '.join(unknown)}; there are {', '.join(there)}", file=sys.stderr)
        return 2
    engines = [engine for name in options.engines if (engine := there[name]) is not None]
    if not engines:
        print(f"none of these is installed: {', '.join(options.engines)}", file=sys.stderr)
        return 2
    load = Load(options.model.resolve(), options.context, options.slots, options.threads)
    rounds: dict[str, list[Round]] = {engine.name: [] for engine in engines}
    loads = [_load_average()]
    failed: dict[str, str] = {}
    for number in range(options.rounds):
        # Now one begins and now the other, so that drift favours neither.
        for engine in engines if number % 2 == 0 else reversed(engines):
            print(f"round {number + 1}: {engine.name}", file=sys.stderr)
            try:
                rounds[engine.name].append(_round(engine, load, number))
            except (RuntimeError, OSError) as error:
                failed[engine.name] = str(error)
            loads.append(_load_average())
    print(_table(rounds))
    print(f"\n{_machine(load, options.rounds, loads)}")
    for name in options.engines:
        if there[name] is None:
            print(f"\n{name}: not installed")
    for name, why in failed.items():
        print(f"\n{name}: {why}")
    return 1 if failed else 0


def _round(engine: Engine, load: Load, number: int) -> Round:
    forget(load.model)
    began = time.perf_counter()
    with started(engine, load) as running:
        first(running.url)
        cold = time.perf_counter() - began
    began = time.perf_counter()
    with started(engine, load) as running:
        first(running.url)
        warm = time.perf_counter() - began
        found = examine(running.url, number)
        return Round(cold, warm, resident(running.pid), found)


def _table(rounds: dict[str, list[Round]]) -> str:
    measured = {name: found for name, found in rounds.items() if found}
    lines = [f"| median (range) | {' | '.join(measured)} |", "|---" * (len(measured) + 1) + "|"]
    for what, value in _ROWS:
        cells = [_cell([value(one) for one in found]) for found in measured.values()]
        lines.append(f"| {what} | {' | '.join(cells)} |")
    forms = [" / ".join(sorted({one.found.form for one in found})) for found in measured.values()]
    lines.append(f"| form of `response_format` taken | {' | '.join(forms)} |")
    breaches = [sorted({word for one in found for word in one.found.broken}) for found in measured.values()]
    held = ["to the letter, order kept" if not broken else "broken: " + ", ".join(broken) for broken in breaches]
    lines.append(f"| a schema against the question | {' | '.join(held)} |")
    return "\n".join(lines)


def _cell(values: list[float | None]) -> str:
    told = [value for value in values if value is not None]
    if not told:
        return "not told"
    middle, low, high = (_number(value) for value in (statistics.median(told), min(told), max(told)))
    return middle if low == high else f"{middle} ({low}–{high})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def _machine(load: Load, rounds: int, loads: list[float]) -> str:
    return (
        f"{load.model.name}; {load.slots} slots, {load.context} tokens of context together, {load.threads} threads; "
        f"{rounds} rounds; {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}; load average {min(loads):.1f}–{max(loads):.1f}; "
        f"{dt.datetime.now(tz=dt.UTC).date()}."
    )


def _load_average() -> float:
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, metavar="FILE.gguf")
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(_NAMES), metavar="NAMES")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--context", type=int, default=8192, help="tokens, all slots together")
    parser.add_argument("--slots", type=int, default=2)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--python", action="append", default=[], help="a Python that may have engines; repeatable")
    options = parser.parse_args(argv)
    if not options.model.is_file():
        parser.error(f"--model: no such file: {options.model}")
    return options
