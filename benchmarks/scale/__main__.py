"""Cost and time of 10 thousand, 1 million and 100 million documents.

::

    python -m benchmarks.scale                                 # measures a document, then simulates; a minute
    python -m benchmarks.scale --price-in 1 --price-out 4      # of a million tokens, in whatever currency
    python -m benchmarks.scale --check                         # and the simulation beside batches that are measured now

Exit code 1 where ``--check`` finds it further off than 15 %.
"""

from __future__ import annotations

import argparse
import functools
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.figures import Figure, Words, table
from benchmarks.scale.measured import CHARS, Questions, Taken, batch, documents, questions
from benchmarks.scale.simulation import Setup, simulate
from summarizer.batch.worker import BY_RULES, with_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NEARNESS = 15.0
"""Per cent by which the simulation may be off."""
_MILLION = 1e6
_HOUR, _DAY = 3600.0, 86400.0


class Costs(NamedTuple):
    """What is measured of a document: by rules, and with an endpoint."""

    rules: Taken
    model: Taken
    reading: dict[str, Questions]

    def setup(self, taken: Taken, **kwargs: float) -> Setup:
        """A document of the kind that was measured."""
        each = 1 / taken.documents
        each_of: dict[str, float] = {
            "processor": taken.processor * each, "database": taken.database * each, "accepting": taken.accepting * each,
        }  # fmt: skip
        return replace(Setup(), **each_of | kwargs)  # type: ignore[arg-type]


def main(argv: Sequence[str] | None = None) -> int:
    """0; 1 where the simulation is too far off."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description="Very many documents.")
    parser.add_argument("--check", action="store_true", help="beside batches that are measured now; minutes more")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: whether it runs, not how it is")
    for which in ("in", "out"):
        parser.add_argument(f"--price-{which}", type=float, default=1.0, metavar="P", help="a million tokens; 1")
    args = parser.parse_args(argv)
    costs = _measure(8 if args.quick else 200)
    print(_a_document(costs), end="\n\n")
    print("\n".join(_many(costs, args.price_in, args.price_out)), end="\n\n")
    if not args.check:
        return 0
    figures = list(_check(costs, 8 if args.quick else 240))
    print(table(figures, "en"))
    return 0 if all(figure.kept for figure in figures) else 1


def _measure(count: int) -> Costs:
    first = documents(8, 1_000)
    return Costs(
        batch(documents(count, 2_000), first),
        batch(documents(count, 3_000), first, latency=0.1),
        questions(),
    )


def _a_document(costs: Costs) -> str:
    both = costs.rules, costs.model

    def row(what: str, unit: str, values: Iterable[float]) -> str:
        return f"| {what} | " + " | ".join(f"{value:,.1f} {unit}" for value in values) + " |"

    rows = [
        f"| a document of {CHARS:,} characters | by rules | with an endpoint |",
        "|---|---|---|",
        row("until it is in the queue", "ms", (1e3 * one.accepting / one.documents for one in both)),
        row("processor time of a worker", "ms", (1e3 * one.processor / one.documents for one in both)),
        row("processor time of the database", "ms", (1e3 * one.database / one.documents for one in both)),
        row("kept in the database", "kB", (one.kept / one.documents / 1e3 for one in both)),
    ]
    for way, one in costs.reading.items():
        asked = f"{one.requests:.1f} requests, {one.tokens_in:,.0f} tokens in, {one.tokens_out:,.0f} out"
        rows.append(f"| `--reading {way}` | | {asked} |")
    return "\n".join(rows)


class Step(NamedTuple):
    """So many documents, and what reads them: ``parts`` that have nothing to do with each other."""

    documents: int
    what: str
    parts: int
    workers: int
    cores: int
    places: int
    """Requests of a worker at a time."""
    requests_a_minute: int
    database_cores: int
    """Beside those of the workers; 0: the same."""


STEPS = (
    Step(10_000, "2 cores", 1, 1, 2, 16, 500, 0),
    Step(1_000_000, "4 × 8 cores, a PostgreSQL of 8 cores", 1, 32, 32, 32, 10_000, 8),
    Step(100_000_000, "ten of these", 10, 32, 32, 32, 10_000, 8),
)
_LATENCY = 3.0
"""Seconds of an answer of some hundred tokens."""


def _many(costs: Costs, price_in: float, price_out: float) -> Iterator[str]:
    yield "| documents | on | how | time | most used | cost |"
    yield "|---|---|---|---|---|---|"
    simulated = functools.cache(simulate)  # the parts of one step are as the whole of another
    for step in STEPS:
        of_part = step.documents // step.parts
        base = {"workers": step.workers, "cores": step.cores}
        base |= {"database_cores": step.database_cores, "apart": True} if step.database_cores else {"apart": False}
        rules = simulated(costs.setup(costs.rules, **base, at_a_time=BY_RULES))
        yield _row(step, "rules", rules.seconds(of_part), rules.bound, "")
        for way, asked in costs.reading.items():
            tokens = (asked.tokens_in + asked.tokens_out) / asked.requests
            free = costs.setup(
                costs.model, **base, at_a_time=with_places(step.places), places=step.places, requests=asked.requests,
                tokens=tokens, latency=_LATENCY, accepting=costs.rules.accepting / costs.rules.documents,
            )  # fmt: skip
            cost = step.documents * (asked.tokens_in * price_in + asked.tokens_out * price_out) / _MILLION
            limited = replace(free, requests_a_minute=step.requests_a_minute)
            cases = {f"`{way}`": free, f"`{way}`, {step.requests_a_minute:,} requests a minute": limited}
            for name, outcome in zip(cases, map(simulated, cases.values()), strict=True):
                yield _row(step, name, outcome.seconds(of_part), outcome.bound, f"{cost:,.0f}")


def _row(step: Step, how: str, seconds: float, bound: str, cost: str) -> str:
    return f"| {step.documents:,} | {step.what} | {how} | {_said(seconds)} | {bound} | {cost} |"


def _said(seconds: float) -> str:
    if seconds < 2 * _HOUR:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / _HOUR:.0f} h" if seconds < 3 * _DAY else f"{seconds / _DAY:.0f} days"


def _check(costs: Costs, count: int) -> Iterator[Figure]:
    """Cases other than those that were measured, simulated before they are run."""
    cores = os.cpu_count() or 1
    model = costs.model
    base = {"cores": cores, "apart": False, "requests": model.questions / model.documents}
    cases = {
        "one worker, an endpoint of 1 s, 16 at a time": ({"latency": 1.0, "places": 16}, {}),
        "four workers, an endpoint of 1 s, 8 at a time each": ({"latency": 1.0, "places": 8, "workers": 4}, {}),
        "two workers, 900 requests a minute for both": (
            {"latency": 0.5, "places": 16, "workers": 2}, {"requests_a_minute": 900},
        ),
    }  # fmt: skip
    for number, (what, (asked, limit)) in enumerate(cases.items()):
        at_a_time = with_places(asked["places"])
        foreseen = simulate(costs.setup(model, **base, **asked, **limit, at_a_time=at_a_time), count).whole
        first = documents(8 * int(asked.get("workers", 1)), 10_000 + number)
        taken = batch(documents(count, 20_000 * (number + 1)), first, **asked, **limit)  # type: ignore[arg-type]
        yield _off(f"{what}, {count} documents", foreseen, taken)
    rules = costs.setup(costs.rules, cores=cores, apart=False, workers=2, at_a_time=BY_RULES)
    taken = batch(documents(count * 4, 90_000), documents(16, 95_000), workers=2)
    yield _off(f"two workers, rules, {count * 4} documents", simulate(rules, count * 4).whole, taken)


def _off(what: str, foreseen: float, taken: Taken) -> Figure:
    off = 100 * abs(foreseen / taken.seconds - 1)
    words = f"{what}: {foreseen:.1f} s foreseen, {taken.seconds:.1f} s measured; off by"
    return Figure(Words(words, words), (off,), Words(" %", " %"), _NEARNESS, digits=1)


if __name__ == "__main__":
    sys.exit(main())
