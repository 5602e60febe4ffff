"""Limits that a run has to keep: from ``--fail-under``, or from a file that gives the reason for each.

The file is TOML with one table a way of running (``rules``, ``replay``, ``endpoint``), one line a measure::

    [rules]
    targets-strict = { min = 0.97, reason = "two labellers agree at 0.91 to 1.00" }
    invented = { max = 0, reason = "one invented number and nobody trusts the rest" }
"""

import difflib
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from summarizer.errors import UsageError
from summarizer.evaluation.runs import COUNTED, UNSURE, Run
from summarizer.evaluation.scorer import FIELDS, METRICS
from summarizer.messages import text

MEASURES = (
    *(f"{metric}{suffix}" for metric in METRICS for suffix in ("", "-precision", "-recall")),
    *FIELDS,
    "sure",
    UNSURE,
    "reviewed",
    "grounded",
    *COUNTED,
)


class Limit(NamedTuple):
    """A bound on one measure: the least it may be, or (``at_most``) the most."""

    measure: str
    bound: float
    at_most: bool = False
    reason: str = ""

    def broken_by(self, value: float) -> bool:
        """Whether a value is on the wrong side."""
        return value > self.bound if self.at_most else value < self.bound


class Breach(NamedTuple):
    """A limit that a run does not keep; ``value`` is None where the run has nothing labelled for it."""

    limit: Limit
    value: float | None

    def __str__(self) -> str:
        limit = self.limit
        return text(
            "limit-broken-above" if limit.at_most else "limit-broken-below",
            measure=limit.measure,
            actual=text("not-measured") if self.value is None else f"{self.value:.4g}",
            bound=limit.bound,
        ) + (text("in-brackets", words=limit.reason) if limit.reason else "")


def breaches(run: Run, limits: list[Limit]) -> list[Breach]:
    """The limits that ``run`` does not keep; what it could not measure is not kept either."""
    measured = run.measures()
    values = [(limit, measured.get(limit.measure)) for limit in limits]
    return [Breach(limit, value) for limit, value in values if value is None or limit.broken_by(value)]


def parse_fail_under(given: str) -> list[Limit]:
    """``targets-strict=0.9,goals=0.8`` as limits. Raises :class:`UsageError` for what it does not understand."""
    limits = []
    for part in filter(None, (part.strip() for part in given.split(","))):
        name, _, bound = part.partition("=")
        try:
            value = float(bound)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            raise UsageError("fail-under-wrong", part=part)
        name = name.strip()
        _known(name, "--fail-under")
        if name in COUNTED or name == UNSURE:
            raise UsageError("fail-under-count", name=name)
        limits.append(Limit(name, value))
    if not limits:
        raise UsageError("fail-under-empty")
    return limits


def load_limits(path: Path, way: str) -> list[Limit]:
    """The limits of one way of running. Raises :class:`UsageError` for a broken file or an unknown way."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError("thresholds-unreadable", path=path, error=error) from error
    table = tables.get(way)
    if not isinstance(table, dict) or not table:
        raise UsageError("thresholds-without-table", path=path, table=way)
    return [_limit(path, way, name, entry) for name, entry in table.items()]


def _limit(path: Path, way: str, name: str, entry: Any) -> Limit:
    place = f"{path}, [{way}] {name}"
    _known(name, place)
    if not isinstance(entry, dict) or set(entry) not in ({"min", "reason"}, {"max", "reason"}):
        raise UsageError("threshold-form", place=place)
    bound: Any = entry.get("min", entry.get("max"))
    reason = entry["reason"]
    numeric = isinstance(bound, int | float) and not isinstance(bound, bool)
    if not (numeric and isinstance(reason, str) and reason.strip()):
        raise UsageError("threshold-types", place=place)
    return Limit(name, bound, "max" in entry, reason)


def _known(name: str, place: str) -> None:
    if name not in MEASURES:
        near = difflib.get_close_matches(name, MEASURES, n=1)
        code = "misspelt-measure" if near else "unknown-measure"
        raise UsageError(code, place=place, name=name, known=", ".join(near or MEASURES))
