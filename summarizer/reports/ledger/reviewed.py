"""What people decided on the items of a row, and what they filled in for the ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from summarizer.models import LedgerEntry
from summarizer.reports.labels import state_in
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.models import Goal, Measure, Target
    from summarizer.reports.labels import Labels

_COLUMNS = {"person": "person", "note": "remark"}
_FIELDS = tuple(LedgerEntry.model_fields)


def entry_of(item: Goal | Measure | Target | None) -> dict[str, object]:
    """What people filled in beside an item, by the fields of its entry; what is blank is left out."""
    entry = item.review.ledger if item is not None and item.review is not None else None
    return {name: value for name in _FIELDS if (value := getattr(entry, name, None))}


def parted(measure: Measure | None, targets: Sequence[Target]) -> list[list[Target]]:
    """The targets of a measure as rows: those that people filled in alike share one.

    What was filled in on the measure is each target's that says nothing else. Where all of them do, the measure keeps
    it in a row without targets, so that nothing is lost and no row holds what was written beside two targets.
    """
    own = entry_of(measure)
    rows: list[tuple[dict[str, object], list[Target]]] = []
    for target in targets:
        entry = own | entry_of(target)
        same = next((row for said, row in rows if said == entry), None)
        if same is None:
            rows.append((entry, [target]))
        else:
            same.append(target)
    kept = all(any(said[name] == value for said, _ in rows) for name, value in own.items())
    return [*([] if rows and kept else [[]]), *(row for _, row in rows)]


def told_review(
    labels: Labels, measure: Measure | None, others: Sequence[Target | Goal]
) -> tuple[str, dict[str, object]]:
    """The review of a row in a few words, each decision once with who made it, and the cells that people filled in.

    A row is decided when all of its items are. Its targets have the same entries (:func:`parted`), which go before the
    measure's.
    """
    items = [item for item in (measure, *others) if item is not None]
    decided: dict[str, dict[str, None]] = {}
    for item in items:
        if item.review is not None:
            people = decided.setdefault(item.review.decision, {})
            people |= {item.review.by: None} if item.review.by else {}
    said = []
    for word in ("open", "edited", "added", "accepted"):
        if word in decided:
            name = str(getattr(labels, f"review_{word}"))
            people_named = clean(labels.comma.join(decided[word]))
            said.append(labels.bracketed(name, people_named) if people_named else name)
    return labels.semicolon.join(said), cells(labels, *items[:2])


FILLED_IN = ("lead", "support", "person", "due", "state", "remark")
"""The columns that people fill in in a review."""


def cells(labels: Labels, *items: Goal | Measure | Target) -> dict[str, object]:
    """The cells that people filled in beside items, by the keys of columns; of two, the later one's."""
    entry: dict[str, object] = {}
    for item in items:
        entry |= entry_of(item)
    found: dict[str, object] = {}
    for name, value in entry.items():
        if isinstance(value, list):
            found[name] = clean(labels.comma.join(value))
        elif name == "date":
            found["due"] = date.fromisoformat(str(value))
        elif name == "status":  # a workbook counts by its own words
            found["state"] = state_in(labels, str(value)) or clean(str(value))
        else:
            found[_COLUMNS[name]] = clean(str(value))
    return found
