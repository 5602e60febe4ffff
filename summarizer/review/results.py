"""What becomes of a review: the summary as people decided, and a gold file for ``summarizer eval``."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.evaluation.gold import Gold, problems
from summarizer.evaluation.importing import gold_item
from summarizer.messages import Message
from summarizer.models import GROUPS, DocumentReview, ItemReview, LedgerEntry, Notice, Overview, Summary
from summarizer.pipeline.merging import Merged
from summarizer.pipeline.overview import rules_overview
from summarizer.reports.labels import language
from summarizer.review.errors import InvalidDecisionError
from summarizer.review.models import GoldExport
from summarizer.review.state import LETTERS, TEXT, ItemRow, model_of, placed_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from summarizer.models import DocumentInfo, Group
    from summarizer.review.models import State
    from summarizer.review.original import Original

_UNNAMED = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]", re.IGNORECASE)
"""What Windows takes for no name of a file."""
_LONGEST_NAME = 60
_LOOKED_AT: dict[str, None] = dict.fromkeys(("unsure", "unsure_code", "unsure_params"))
"""Of an item that a person decided on nothing is doubtful."""


def reviewed(
    summary: Summary, rows: Sequence[ItemRow], original: Original | None, *, undecided: bool, with_text: bool
) -> Summary:
    """The ``summary`` as people decided, with ids and links made anew, and what was decided on each item.

    ``original`` is None where the text is kept no longer, and was not corrected.
    """
    text = summary.document.text if original is None else original.text
    replaced = () if original is None else original.corrections.replaced
    items = {row.key: row for row in rows if row.key != TEXT}
    live = [row for row in items.values() if row.state == "accepted" or (undecided and row.state == "open")]
    ids = _ids(live)
    links = _Links(items, ids)
    groups: dict[Any, list[Any]] = {group: [] for group in GROUPS}
    for row in sorted(live, key=_place):
        place = placed_now(row.item, original.corrections) if original is not None and replaced else {}
        held = row.item | place | links.of(row) | {"id": ids[row.key]}
        if row.state == "accepted":
            held |= _LOOKED_AT
        groups[row.group].append(model_of(row.group, held | {"review": _review(row).model_dump()}, None))
    corrections = len(replaced)
    touched = any(row.state == "rejected" or row.added or row.edited for row in items.values())
    changed = corrections or touched or len(live) < len(items)
    made = summary.model_copy(
        update={
            **groups,
            "document": _document(summary.document, text, with_text=with_text),
            "overview": _overview(groups, summary, original) if changed else _cited(summary.overview, ids),
            "review": _counts(items.values(), corrections),
        }
    )
    if corrections:
        said = Notice.of(Message("review-text-put-right", {"count": corrections}))
        made = made.model_copy(update={"notices": [*made.notices, said]})
    if text is not None:
        made.check(text)
    return made


def of_earlier(summary: Summary) -> Summary:
    """The ``summary`` of a review whose document was read again since: it says that it is not of that reading."""
    said = Notice.of(Message("review-of-earlier-reading"))
    return summary.model_copy(update={"notices": [said, *summary.notices]})


def _document(info: DocumentInfo, text: str | None, *, with_text: bool) -> DocumentInfo:
    chars = info.chars if text is None else len(text)
    return info.model_copy(update={"chars": chars, "text": text if with_text else None})


def _place(row: ItemRow) -> tuple[int, int, int]:
    number = row.item.get("number_start")
    return row.item["start"], row.item["end"], -1 if number is None else number


def _ids(live: Iterable[ItemRow]) -> dict[str, str]:
    """New ids by key, counted in document order."""
    ids: dict[str, str] = {}
    for group in GROUPS:
        own = sorted((row for row in live if row.group == group), key=_place)
        ids |= {row.key: f"{LETTERS[group]}{number}" for number, row in enumerate(own, 1)}
    return ids


class _Links:
    """Links between items that are there: over what was left out to what stood above it."""

    def __init__(self, items: Mapping[str, ItemRow], ids: Mapping[str, str]) -> None:
        self._items, self._ids = items, ids
        first: dict[str, ItemRow] = {}
        for key in ids:
            row = items[key]
            if row.group == "targets":
                root = self._root(key)
                first[root] = min(first.get(root, row), row, key=_place)
        self._first = {root: row.key for root, row in first.items()}

    def of(self, row: ItemRow) -> dict[str, Any]:
        """The links of an item, as ids."""
        item = row.item
        if row.group == "goals":
            return {"parent": self._goal(item.get("parent"), avoid=row.key)}
        goal = self._goal(item.get("goal"))
        if row.group == "measures":
            return {"goal": goal}
        measure = item.get("measure")
        if goal is None and measure is not None and measure in self._items:
            goal = self._goal(self._items[measure].item.get("goal"))
        same = self._first.get(self._root(row.key))
        return {
            "goal": goal, "measure": self._ids.get(measure or ""),
            "same_as": None if same == row.key else self._ids.get(same or ""),
        }  # fmt: skip

    def _goal(self, key: str | None, avoid: str = "") -> str | None:
        seen = {avoid}
        while key is not None and key in self._items and key not in seen:
            if key in self._ids:
                return self._ids[key]
            seen.add(key)
            key = self._items[key].item.get("parent")
        return None

    def _root(self, key: str) -> str:
        """The first of the targets that say the same, whether it is left out or not."""
        seen = {key}
        above = self._items[key].item.get("same_as")
        while above is not None and above in self._items and above not in seen:
            seen.add(above)
            key, above = above, self._items[above].item.get("same_as")
        return key


def _review(row: ItemRow) -> ItemReview:
    ledger = LedgerEntry(**row.ledger) if row.ledger else None
    if row.state == "open":
        return ItemReview(decision="open", ledger=ledger)
    at = None if row.at is None else datetime.fromtimestamp(row.at, UTC).isoformat(timespec="seconds")
    return ItemReview(decision=_word(row), by=row.who, at=at, ledger=ledger)


def _word(row: ItemRow) -> Any:
    return "added" if row.added else "edited" if row.edited else "accepted"


def _counts(rows: Iterable[ItemRow], corrections: int) -> DocumentReview:
    there = [row for row in rows if row.state != "withdrawn"]
    counted = Counter(row.state if row.state != "accepted" else _word(row) for row in there)
    people = sorted({row.who for row in there if row.who and row.state != "open"})
    numbers = {name: counted[name] for name in ("accepted", "edited", "added", "rejected", "open")}
    return DocumentReview(**numbers, corrections=corrections, people=people)


def _cited(overview: Overview, ids: Mapping[str, str]) -> Overview:
    return overview.model_copy(update={"cites": [ids[cite] for cite in overview.cites if cite in ids]})


def _overview(groups: Mapping[Group, list[Any]], summary: Summary, original: Original | None) -> Overview:
    """The rules' overview of what is there now: the one before counts and quotes items that are no more."""
    spoken = language(summary) if original is None else original.language
    return rules_overview(spoken, Merged(groups["goals"], groups["measures"], groups["targets"], []))


def gold(summary: Summary, states: Mapping[Group, Sequence[State]], *, partial: bool) -> GoldExport:
    """The gold file of a reviewed summary; ``states`` are those of each group's items.

    A group with open items is not labelled in it, since what nobody decided would count as a false find; with
    ``partial`` it is, and ``summary`` holds its open items as they stand. Of a document that nobody decided anything
    on there is none: a group without items is labelled only beside one that has decided ones. Raises
    :class:`InvalidDecisionError` where none is.
    """
    undecided = sum(state == "open" for held in states.values() for state in held)
    labelled = [group for group in GROUPS if partial or "open" not in states[group]]
    if undecided and not partial and not any(states[group] for group in labelled):
        raise InvalidDecisionError({"undecided": Message("review-undecided", {"count": undecided})})
    info, text = summary.document, summary.document.text or ""
    name = f"{_file_name(info.name)}.txt"
    whole: dict[str, Any] = {
        "document": name, "guide": 1, "labelled": labelled,
        "meta": {key: getattr(info, key) for key in ("title", "issuer", "period", "published")},
        **{
            group: [gold_item(group, item.model_dump(mode="json")) for item in getattr(summary, group)]
            if group in labelled else []
            for group in GROUPS
        },
    }  # fmt: skip
    for group in GROUPS:
        whole[group].sort(key=lambda one: (one["start"], one["end"]))
    made = Gold.model_validate_json(json.dumps(whole))
    shown = json.dumps(made.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
    return GoldExport(
        document=name, text=text, json_text=shown, undecided=undecided, problems=list(problems(made, text))
    )


def _file_name(name: str) -> str:
    """The stem of a document's name as any system takes it for a file."""
    stem = Path(_UNNAMED.sub("_", name.replace("\\", "/"))).stem.strip(" .")[:_LONGEST_NAME].rstrip(" .")
    return f"_{stem}" if _RESERVED.fullmatch(stem.partition(".")[0].strip()) else stem or "document"
