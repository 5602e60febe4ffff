"""Which names of indicators are alike without being one: they stand side by side, for a person to see.

Two names are alike where one has a piece more than the other, or another piece in one place, and the rest is most
of them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MIN_EDGE = 2
"""Characters at one end that two names have in common."""
_MIN_COMMON = 0.6
"""Of the longer name, the part that stands at the ends of both."""
_MIN_WHOLE = 0.5
"""The same where the other name is nothing but that."""
_NEAREST = 50
"""Names of one beginning, or one end, that a name is held against: of thousands, those next to it in order."""

_MOST = 30
"""Names of one family."""


class Difference(NamedTuple):
    """What each of two alike names has where the other has something else, perhaps nothing."""

    one: str
    other: str


def difference(one: str, other: str) -> Difference | None:
    """Where two names differ; None where they are not alike."""
    short, long = min(len(one), len(other)), max(len(one), len(other))
    if short < _MIN_WHOLE * long:
        return None
    before = after = 0
    while before < short and one[before] == other[before]:
        before += 1
    while after < short and one[-1 - after] == other[-1 - after]:
        after += 1
    if before < after:  # where the two ends overlap, the longer one is kept whole
        before = min(before, short - after)
    else:
        after = min(after, short - before)
    common = before + after
    least = _MIN_WHOLE if common == short else _MIN_COMMON
    if max(before, after) < _MIN_EDGE or common < least * long:
        return None
    return Difference(one[before : len(one) - after], other[before : len(other) - after])


def families(names: Sequence[str]) -> list[list[int]]:
    """The places of ``names`` (no two equal), those together of which most are alike, the most alike before others.

    The order of the names decides nothing but the order of what comes back.
    """
    place_of = {name: place for place, name in enumerate(names)}
    at = {place: [place] for place in range(len(names))}
    pairs = {(found, min(names[a], names[b]), max(names[a], names[b])) for found, a, b in _candidates(names)}
    for _, first, second in sorted(pairs):
        one, other = place_of[first], place_of[second]
        left, right = at[one], at[other]
        if left is right or len(left) + len(right) > _MOST:
            continue
        alike = sum(difference(names[a], names[b]) is not None for a in left for b in right)
        if 2 * alike >= len(left) * len(right):  # else one name after the other would lead far away
            left += right
            at.update(dict.fromkeys(right, left))
    return list({id(family): family for family in at.values()}.values())


def _candidates(names: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Pairs of alike names, each with how many characters differ.

    Of what they have in common one end has half at least: only names with such an end in common are looked at.
    """
    ends: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        longest = ceil(len(name) / _MIN_WHOLE)
        for edge in {_edge(length) for length in range(len(name), longest + 1)}:
            if edge <= len(name):
                ends[edge, "^" + name[:edge]].append(place)
                ends[edge, name[-edge:] + "$"].append(place)
    for (edge, end), members in ends.items():
        backwards = end.endswith("$")
        members.sort(key=lambda place: names[place][::-1] if backwards else names[place])
        near = (
            combinations(members, 2)
            if len(members) <= _NEAREST
            else ((one, other) for at, one in enumerate(members) for other in members[at + 1 : at + _NEAREST])
        )
        for one, other in near:
            longer = max(len(names[one]), len(names[other]))
            found = difference(names[one], names[other]) if _edge(longer) == edge else None
            if found is not None:
                yield len(found.one) + len(found.other), one, other


def _edge(longer: int) -> int:
    """Characters that a name of this length has in common with an alike one that is not longer, at one end at least."""
    return max(_MIN_EDGE, ceil(longer * _MIN_WHOLE / 2))
