"""A new run of the extractor on a document under review: what people decided stays, the rest is replaced.

Items are matched within their group: the same span first, then the spans that share the most, one to one. Where the
new run says something else of a decided item than the run before did, a person settles it; where it says what the run
before said, nothing is to be settled, whatever the person made of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.evaluation.matching import overlap_share, overlapping
from summarizer.models import GROUPS, LINKS
from summarizer.review.models import Rebased
from summarizer.review.state import LETTERS, TEXT, ItemRow, differing, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.models import Summary

_ALIKE = 0.3
"""Of both spans, how much two items share that are the same."""


class Met(NamedTuple):
    """What a new run changes in rows, columns by key; the last number of a key that it uses; and what it is to tell."""

    changes: dict[str, dict[str, Any]]
    number: int
    told: dict[str, list[str]]

    def rebased(self, job: str) -> Rebased:
        """For who asked for it."""
        return Rebased(job=job, **self.told)


def met(rows: Mapping[str, ItemRow], summary: Summary, number: int) -> Met:
    """What the new run's ``summary`` changes in ``rows``; keys are numbered on from ``number``."""
    pairs: dict[str, str] = {}  # the key of each new item's id
    for group in GROUPS:
        old = [row for row in rows.values() if row.group == group and row.state != "withdrawn"]
        new = rows_of(getattr(summary, group), group)
        for row, one in matched(old, new):
            pairs[one.key] = row.key
        for one in new:
            if one.key not in pairs:
                number += 1
                pairs[one.key] = f"{LETTERS[group]}{number}"
    found = {row.key: row for group in GROUPS for row in rows_of(getattr(summary, group), group, pairs)}
    told: dict[str, list[str]] = {
        name: [] for name in ("kept", "replaced", "new", "dropped", "conflicts", "missing")
    }  # fmt: skip
    changes: dict[str, dict[str, Any]] = {}
    for key, row in rows.items():
        if key == TEXT or row.state == "withdrawn":
            continue
        name, after = _met_row(row, found.get(key))
        told[name].append(key)
        if after:
            changes[key] = after
    for key, row in found.items():
        if key not in rows:
            told["new"].append(key)
            changes[key] = {"group": row.group, "item": row.item, "base": row.base, "state": "open"}
    _unlink(rows, changes)
    return Met(changes, number, told)


def matched(old: Sequence[ItemRow], new: Sequence[ItemRow]) -> list[tuple[ItemRow, ItemRow]]:
    """Rows of one group that are the same item. Of several on one span, those that say the most alike."""
    spans = [[(row.item["start"], row.item["end"]) for row in side] for side in (old, new)]
    pairs = []
    for left, right in overlapping(*spans):
        share = overlap_share(spans[0][left], spans[1][right])
        if share >= _ALIKE:
            alike = -len(differing(old[left].base or old[left].item, new[right].item))
            same_number = old[left].item.get("number_start") == new[right].item.get("number_start")
            pairs.append((share == 1, share, same_number, alike, -left, -right))
    used: tuple[set[int], set[int]] = set(), set()
    chosen = []
    for *_, left, right in sorted(pairs, reverse=True):
        if -left not in used[0] and -right not in used[1]:
            used[0].add(-left)
            used[1].add(-right)
            chosen.append((old[-left], new[-right]))
    return chosen


def _met_row(row: ItemRow, found: ItemRow | None) -> tuple[str, dict[str, Any]]:
    """What became of a row, and what changes in it."""
    if found is None:
        if not row.reviewed:
            return "dropped", {"state": "withdrawn"}
        if row.base is None or row.state == "rejected":  # a person's own, or what nobody wants
            return "kept", {"rerun": None} if row.rerun else {}
        return "missing", {"rerun": {"kind": "missing", "theirs": None, "differs": []}}
    theirs = found.item
    if not row.reviewed:
        return "replaced", {name: theirs for name in ("item", "base") if getattr(row, name) != theirs}
    differs = differing(row.item, theirs)
    news = row.base is None or differing(row.base, theirs)
    after: dict[str, Any] = {} if row.added else {"base": theirs}
    if differs and news and not row.added:
        return "conflicts", after | {"rerun": {"kind": "changed", "theirs": theirs, "differs": differs}}
    if row.rerun is not None:
        after["rerun"] = None
    return "kept", {name: value for name, value in after.items() if getattr(row, name) != value}


def _unlink(rows: Mapping[str, ItemRow], changes: dict[str, dict[str, Any]]) -> None:
    """No decided item is to lead to one that is gone."""
    gone = {key for key, after in changes.items() if after.get("state") == "withdrawn"}
    if not gone:
        return
    for key, row in rows.items():
        if key == TEXT or key in gone:
            continue
        after = changes.get(key, {})
        item = after.get("item", row.item)
        lost = {link: None for link in LINKS if item.get(link) in gone}
        if lost:
            changes[key] = after | {"item": item | lost}
