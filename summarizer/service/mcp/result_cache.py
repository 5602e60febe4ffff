"""Results that were made lately, each owner's own: what later pages, comparisons and resources are made of.

In memory only, within a bound on all of them together; what does not fit goes, the oldest of the owner with the most
first, so that nobody can push out another's by making many.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.comparison.results import Reconciliation, TargetComparison
    from summarizer.documents import Document
    from summarizer.models import Summary

# Bytes of a character with all views of the text, and of an item: tracemalloc on texts of 18 to 800 kB, rounded up.
_CHARACTER, _ENTRY = 20, 2_000


@dataclass(frozen=True, slots=True)
class KeptSummary:
    """A summary, its text in it, and the document that it is of."""

    uri: str
    document: Document
    summary: Summary

    @property
    def name(self) -> str:
        """What a person knows it by."""
        return self.summary.document.name

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return _CHARACTER * len(self.document.text) + _ENTRY * (1 + len(self.summary.items()))

    def json(self) -> str:
        """The whole as the command line prints it."""
        info = self.summary.document.model_copy(update={"text": None})
        return self.summary.model_copy(update={"document": info}).model_dump_json()


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A comparison or a reconciliation; ``entries`` are its figures; ``note`` what its page says beside it."""

    uri: str
    name: str
    table: TargetComparison | Reconciliation
    entries: int
    note: str | None = None

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return _ENTRY * (1 + self.entries)

    def json(self) -> str:
        """The whole as the command line prints it."""
        return self.table.model_dump_json()


Kept = KeptSummary | KeptTable


class ResultCache:
    """What is kept, by owner and address; ``most`` bytes in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: defaultdict[str, OrderedDict[str, Kept]] = defaultdict(OrderedDict)
        self._sizes: defaultdict[str, int] = defaultdict(int)

    def put(self, owner: str, kept: Kept) -> None:
        """Keep it, in place of an older one of the same address. One that is larger than the results is not kept."""
        self._drop(owner, kept.uri)
        if kept.size > self._most:
            return
        self._kept[owner][kept.uri] = kept
        self._sizes[owner] += kept.size
        while sum(self._sizes.values()) > self._most:
            heaviest = max(self._sizes, key=self._sizes.__getitem__)
            self._drop(heaviest, next(iter(self._kept[heaviest])))

    def get(self, owner: str, uri: str) -> Kept | None:
        """What ``owner`` has at the address; None where there is nothing, or another owner's."""
        mine = self._kept.get(owner)
        if mine is None or uri not in mine:
            return None
        mine.move_to_end(uri)
        return mine[uri]

    def of(self, owner: str) -> list[Kept]:
        """All that ``owner`` has, the latest first."""
        return list(reversed(self._kept.get(owner, {}).values()))

    def _drop(self, owner: str, uri: str) -> None:
        if owner in self._kept and (gone := self._kept[owner].pop(uri, None)) is not None:
            self._sizes[owner] -= gone.size
            if not self._kept[owner]:
                del self._kept[owner], self._sizes[owner]
