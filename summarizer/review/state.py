"""An item's row in a review, and what an event changes in it: the items as they stand are the log folded.

Places are those of the text as it was recognised (:mod:`.corrections`); ids and links are keys.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from summarizer.models import GROUPS, LINKS, LedgerEntry
from summarizer.review.models import TYPES, Rerun, ReviewItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from summarizer.models import Group, Summary
    from summarizer.review.corrections import CorrectedText
    from summarizer.review.models import AnyItem, State

TEXT = ""
"""The key of the text itself, among those of items: its ``item`` holds the corrections."""
LETTERS: dict[Group, str] = {"goals": "g", "measures": "m", "targets": "t"}
OFFSETS = ("start", "end", "number_start", "number_end")
_NOT_SAID = frozenset({"id", "unsure", "unsure_code", "unsure_params", "confidence", "locator", "clause", "source",
                       "text_source", "review", "number_start", "number_end"})  # fmt: skip
"""Fields that say nothing a person decides on: where they alone differ, two items say the same."""


@dataclass(frozen=True)
class ItemRow:
    """A row; ``step`` is the number of the event whose content it holds: undoing one gives it back the one before."""

    key: str
    group: Group
    state: State = "open"
    version: int = 0
    step: int = 0
    added: bool = False
    item: dict[str, Any] = field(default_factory=dict)
    base: dict[str, Any] | None = None
    ledger: dict[str, Any] = field(default_factory=dict)
    rerun: dict[str, Any] | None = None
    who: str | None = None
    at: float | None = None

    @property
    def edited(self) -> bool:
        """Whether it says something else than the extractor did."""
        return self.base is not None and said(self.base) != said(self.item)

    @property
    def reviewed(self) -> bool:
        """Whether a person left anything on it."""
        return self.state in {"accepted", "rejected"} or self.added or bool(self.ledger) or self.edited

    @property
    def unsure(self) -> bool:
        """Whether it waits to be looked at."""
        return self.state == "open" and self.item.get("unsure") is not None

    def changed(self, after: Mapping[str, Any], seq: int, step: int, who: str, at: float) -> ItemRow:
        """The row after an event; what only fills the ledger leaves a decision whose it was."""
        decided: dict[str, Any] = {"who": who, "at": at} if after.keys() & {"state", "item"} else {}
        return replace(self, **{**after, **decided, "version": seq, "step": step})


@dataclass(frozen=True)
class RowChange:
    """What an event changes in a row: columns, and its step, before and after."""

    key: str
    before: dict[str, Any]
    after: dict[str, Any]
    step_before: int
    step_after: int


def said(item: Mapping[str, Any]) -> dict[str, Any]:
    """What an item says, without what stands beside it; absent and null are the same."""
    return {name: value for name, value in item.items() if name not in _NOT_SAID and value not in (None, [])}


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields in which two items say different things."""
    left, right = said(one), said(other)
    return [name for name in dict.fromkeys((*left, *right)) if left.get(name) != right.get(name)]


def rows_of(items: Iterable[AnyItem], group: Group, keys: Mapping[str, str] | None = None) -> list[ItemRow]:
    """Rows of what an extractor gave, under its ids, or under ``keys`` by its ids."""
    named = keys or {}
    made = []
    for one in items:
        held = one.model_dump(mode="json")
        held["id"] = named.get(one.id, one.id)
        held |= {link: named.get(held[link], held[link]) for link in LINKS if held.get(link) is not None}
        made.append(ItemRow(held["id"], group, item=held, base=held))
    return made


def all_rows(summary: Summary) -> list[ItemRow]:
    """The rows of a whole result."""
    return [row for group in GROUPS for row in rows_of(getattr(summary, group), group)]


def shown(row: ItemRow, text: CorrectedText | None) -> ReviewItem:
    """A row as people see it, its places those of the corrected text (None: nothing was corrected)."""
    base = row.base
    return ReviewItem(
        key=row.key, group=row.group, state=row.state, version=row.version, added=row.added, edited=row.edited,
        item=model_of(row.group, row.item, text), base=None if base is None else model_of(row.group, base, None),
        by=row.who, at=row.at, ledger=LedgerEntry(**row.ledger),
        rerun=None if row.rerun is None else _rerun(row),
    )  # fmt: skip


def _rerun(row: ItemRow) -> Rerun:
    held = row.rerun or {}
    theirs = held.get("theirs")
    return Rerun(
        kind=held["kind"], theirs=None if theirs is None else model_of(row.group, theirs, None), differs=held["differs"]
    )


def model_of(group: Any, held: Mapping[str, Any], text: CorrectedText | None) -> AnyItem:
    """An item of the contract out of what a row holds."""
    values = dict(held)
    if text is not None and text.replaced:
        values |= placed_now(values, text)
    made: AnyItem = TYPES[group].model_validate(values)
    return made


def placed_now(values: Mapping[str, Any], text: CorrectedText) -> dict[str, Any]:
    """The places of an item in the corrected text."""
    start, end = text.now(values["start"], values["end"])
    placed: dict[str, Any] = {"start": start, "end": end, "quote": text.text[start:end]}
    first, last = values.get("number_start"), values.get("number_end")
    if first is not None and last is not None:
        placed["number_start"], placed["number_end"] = text.now(first, last)
    return placed
