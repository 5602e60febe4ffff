"""Where in a report words stand: looked up, so that a plan of thousands of targets is not held against every claim."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, islice, pairwise
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from summarizer.comparison.reported import Claim

MOST = 300
"""Claims, or ways to word one, that are looked at for one item; of a report of nothing but one word all would fit."""


class ClaimIndex:
    """The claims of a report, by the characters and pairs of them that stand in them and by what they are worded as.

    ``cores`` gives what a claim may be about, each as the core of its words. Whatever is asked for, more may come than
    fits, never less, up to :data:`MOST`; where more would have come, :attr:`crowded` is set.
    """

    def __init__(self, claims: Sequence[Claim], cores: Callable[[Claim], Iterable[str]]) -> None:
        self._claims = claims
        self._pairs: dict[str, list[int]] = defaultdict(list)
        self._cores: dict[str, list[int]] = defaultdict(list)
        self._values: dict[float | None, list[int]] = defaultdict(list)
        self._edges: dict[tuple[int, str], list[str]] = defaultdict(list)
        self.crowded = False
        for place, claim in enumerate(claims):
            for piece in {*claim.plain, *(a + b for a, b in pairwise(claim.plain))}:
                self._pairs[piece].append(place)
            self._values[claim.value].append(place)
            for core in set(cores(claim)):
                self._cores[core].append(place)
        for core in filter(None, self._cores):
            self._edges[0, core[0]].append(core)
            self._edges[-1, core[-1]].append(core)

    def of(self, *asked: Iterable[int]) -> list[Claim]:
        """The claims at these places, in the report's order; what is asked for first counts most."""
        places: dict[int, None] = {}
        for some in asked:
            found = list(islice(some, MOST + 1))
            self.crowded = self.crowded or len(found) > MOST
            places |= dict.fromkeys(found[:MOST])
        self.crowded = self.crowded or len(places) > MOST
        return [self._claims[place] for place in sorted(islice(places, MOST))]

    def having(self, words: str, value: float | None = None) -> Sequence[int]:
        """Where all of ``words`` may stand, and the number ``value`` if one is given."""
        pieces = [a + b for a, b in pairwise(words)] or [words]
        found = [self._pairs.get(piece, ()) for piece in pieces]
        if value is not None:
            found.append(self._values.get(value, ()))
        return min(found, key=len)

    def valued(self, value: float) -> Sequence[int]:
        """Where the number ``value`` stands; nowhere, where it stands in more places than are looked at."""
        found = self._values.get(value, ())
        return found if len(found) <= MOST else ()

    def sharing(self, words: str, share: float) -> Iterable[int]:
        """Where that share of the pairs of ``words`` may stand: at one of as many as may not be missing together."""
        pairs = {a + b for a, b in pairwise(words)}
        rarest = sorted((self._pairs.get(pair, ()) for pair in pairs), key=len)
        return chain(*rarest[: len(pairs) - ceil(share * len(pairs)) + 1])

    def worded(self, core: str, share: float | None = None) -> Iterable[int]:
        """What is worded just so; or, of ``share`` of its length, with something more or less in one place."""
        found = [core]
        if share is not None and core:
            beside = chain(self._edges.get((0, core[0]), ()), self._edges.get((-1, core[-1]), ()))
            near = [one for one in beside if min(len(one), len(core)) >= share * max(len(one), len(core))]
            self.crowded = self.crowded or len(near) > MOST
            found += near[:MOST]
        return chain.from_iterable(self._cores.get(one, ()) for one in found)
