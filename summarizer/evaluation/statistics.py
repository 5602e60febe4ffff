"""How sure a score is: seeded bootstrap over documents, an exact sign test over items, Wilson's interval of a share.

Documents, not items, are drawn: errors of one document hang together (one heading misread loses a section).
"""

import math
import random
from collections.abc import Callable, Sequence
from statistics import NormalDist
from typing import NamedTuple

from summarizer.evaluation.scorer import Counts, Share, summed

RESAMPLES = 2000
SEED = 20240229
FEW_DOCUMENTS = 10
"""Below this many documents an interval is a hint, and reports say so."""


class Interval(NamedTuple):
    """A 95 % interval."""

    low: float
    high: float


def f1_interval(counts: Sequence[Counts]) -> Interval | None:
    """Of the micro-averaged F1 over documents drawn with replacement; None for fewer than two documents."""
    return _bootstrap(len(counts), lambda drawn: _f1(counts, drawn))


def difference_interval(before: Sequence[Counts], after: Sequence[Counts]) -> Interval | None:
    """Of the change in micro-averaged F1, the same documents drawn on both sides; None for fewer than two."""
    return _bootstrap(len(before), lambda drawn: _f1(after, drawn) - _f1(before, drawn))


def wilson_interval(share: Share) -> Interval | None:
    """Of a share, taken as independent draws; None where there is nothing to be right about.

    Unlike the textbook's, it says something at the ends too: of 20 of 20 right, 0.839 to 1.
    """
    right, total = share
    if not total:
        return None
    z = NormalDist().inv_cdf(0.975)
    centre = right + z * z / 2
    half = z * math.sqrt(right * (total - right) / total + z * z / 4)
    low, high = ((centre + step) / (total + z * z) for step in (-half, half))
    # Rounding would leave the ends a hair off.
    return Interval(low if right else 0.0, high if right < total else 1.0)


def sign_test(better: int, worse: int) -> float:
    """Two-sided exact p (McNemar) that so uneven a split of changed items comes of chance alone."""
    from scipy.stats import binomtest

    changed = better + worse
    return float(binomtest(min(better, worse), changed).pvalue) if changed else 1.0


def _f1(counts: Sequence[Counts], drawn: Sequence[int]) -> float:
    return summed(Counts, (counts[index] for index in drawn)).f1


def _bootstrap(documents: int, statistic: Callable[[Sequence[int]], float]) -> Interval | None:
    if documents < 2:  # noqa: PLR2004  (one document drawn from one is always the same)
        return None
    generator = random.Random(SEED)  # noqa: S311  (repeatable on purpose)
    values = sorted(statistic(generator.choices(range(documents), k=documents)) for _ in range(RESAMPLES))
    return Interval(values[round(0.025 * (RESAMPLES - 1))], values[round(0.975 * (RESAMPLES - 1))])
