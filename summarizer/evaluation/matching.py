"""One-to-one assignment of predictions to labels, by the guide's order of preference.

A pair that may match carries a *preference*: a tuple of whole numbers, compared level by level over the
whole assignment. The assignment first makes as many pairs as it can, then maximises the sum of the first
level, then of the second, and so on, so the result does not hang on the order of the items.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Edge = tuple[int, int]
    Span = tuple[int, int]
    Preferences = Mapping[Edge, tuple[int, ...]]

# Up to here sums and differences of whole numbers are exact in the float64 that scipy computes with.
_EXACT = 2**51


def overlap(one: Span, other: Span) -> int:
    """How many characters two spans share; none or fewer where they lie apart."""
    return min(one[1], other[1]) - max(one[0], other[0])


def overlap_share(one: Span, other: Span) -> float:
    """The characters that two overlapping spans share, of all that either has (intersection over union)."""
    return overlap(one, other) / (max(one[1], other[1]) - min(one[0], other[0]))


def overlapping(left: Sequence[Span], right: Sequence[Span]) -> Iterator[Edge]:
    """Index pairs of spans that share a character, by one sweep from left to right; empty spans share none."""
    events = sorted(
        (start, end, side, index)
        for side, spans in enumerate((left, right))
        for index, (start, end) in enumerate(spans)
        if start < end
    )
    open_spans: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for start, end, side, index in events:
        other = open_spans[1 - side]
        for met in [met for met, met_end in other.items() if met_end <= start]:
            del other[met]
        for met in other:
            yield (index, met) if side == 0 else (met, index)
        open_spans[side][index] = end


def assign(preferences: Preferences) -> list[Edge]:
    """The best one-to-one assignment among the edges given, as sorted pairs.

    Worked out per connected component, so cost follows the largest knot of overlapping spans and not the
    document. Raises :class:`UsageError` where a knot needs scipy and it is not installed.
    """
    chosen: list[Edge] = []
    for edges in _components(preferences):
        chosen += _solve(edges, preferences)
    return sorted(chosen)


def _components(edges: Preferences) -> Iterable[list[Edge]]:
    """The edges, parted into sets that have no span in common."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(span: tuple[str, int]) -> tuple[str, int]:
        while (above := parent.setdefault(span, span)) != span:
            parent[span] = parent[above]  # halves the way up for the next who asks
            span = above
        return span

    for left, right in edges:
        parent[root(("left", left))] = root(("right", right))
    components: defaultdict[tuple[str, int], list[Edge]] = defaultdict(list)
    for edge in edges:
        components[root(("left", edge[0]))].append(edge)
    return components.values()


def _solve(edges: list[Edge], preferences: Preferences) -> list[Edge]:
    lefts = sorted({left for left, _ in edges})
    rights = sorted({right for _, right in edges})
    if len(lefts) == 1 or len(rights) == 1:
        return [max(edges, key=lambda edge: preferences[edge])]
    try:
        import numpy as np
        from scipy.optimize import linear_sum_assignment
    except ImportError as error:
        raise UsageError("scoring-needs-scipy") from error
    weights = _weights(edges, preferences, min(len(lefts), len(rights)))
    row = {left: index for index, left in enumerate(lefts)}
    column = {right: index for index, right in enumerate(rights)}
    matrix = np.zeros((len(lefts), len(rights)))
    for (left, right), weight in weights.items():
        matrix[row[left], column[right]] = weight
    pairs = zip(*linear_sum_assignment(matrix, maximize=True), strict=True)
    return [edge for i, j in pairs if (edge := (lefts[i], rights[j])) in weights]


def _weights(edges: list[Edge], preferences: Preferences, most_pairs: int) -> dict[Edge, int]:
    """One whole number an edge, so that sums compare as the preferences do; one more pair outweighs them all.

    Levels that no longer fit into exact float64 arithmetic are left out, the last first: that takes a knot
    of some thirty labels under thirty overlapping predictions, where the finest tie-breaks decide nothing.
    """
    levels = len(preferences[edges[0]])
    while True:
        weights = dict.fromkeys(edges, 1)
        for level in range(levels):
            base = most_pairs * max(preferences[edge][level] for edge in edges) + 1
            weights = {edge: weight * base + preferences[edge][level] for edge, weight in weights.items()}
        if levels == 0 or max(weights.values()) * (most_pairs + 1) < _EXACT:
            return weights
        levels -= 1
