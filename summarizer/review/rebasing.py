"""A review brought to the result of a newer run, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from summarizer.batch.tables import reviews
from summarizer.messages import Message
from summarizer.review.deciding import requoted
from summarizer.review.errors import InvalidDecisionError, ReviewGoneError
from summarizer.review.log import ReviewLog
from summarizer.review.rerun import met
from summarizer.review.state import OFFSETS, TEXT, ItemRow, RowChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from summarizer.batch.database import Database
    from summarizer.models import Summary
    from summarizer.review.models import Rebased
    from summarizer.review.original import Original

_FAR = 2000
"""Characters within which a quote is looked for whose place moved."""


def rebase(
    database: Database, review: str, target: str, summary: Summary, digest: str, original: Original | None, who: str,
    connection: sa.Connection,
) -> Rebased:  # fmt: skip
    """Meet the ``summary`` of the job ``target`` and become its review. Raises :class:`InvalidDecisionError`."""
    log = ReviewLog(connection, database, review)
    seq = log.take()
    if seq is None:
        raise ReviewGoneError("review-no-document", id=target)
    _make_room(connection, review, target)
    number = connection.execute(sa.select(reviews.c.number).where(reviews.c.id == review)).scalar_one()
    rows = {row.key: row for row in log.rows()}
    moved = dict(_moved(rows, original)) if original is not None else {}
    now = {key: row if key not in moved else row.changed(moved[key], 0, 0, "", 0.0) for key, row in rows.items()}
    found = met(now, summary, number)
    changes = {key: moved.get(key, {}) | found.changes.get(key, {}) for key in (*moved, *found.changes)}
    if TEXT in rows and original is not None:
        changes = _with_corrections(changes, now, original.corrected(rows[TEXT].item["corrections"]))
    made = [
        RowChange(key, _before(rows.get(key), after), after, rows[key].step if key in rows else 0, seq)
        for key, after in changes.items()
        if after
    ]
    log.write(seq, who, "rebase", {"job": target}, made)
    update = sa.update(reviews).where(reviews.c.id == review)
    connection.execute(update.values(job=target, result=digest, number=found.number))
    return found.rebased(target)


def _make_room(connection: sa.Connection, review: str, target: str) -> None:
    """Let go of a review of the other job. Raises :class:`InvalidDecisionError` where something was decided in it."""
    other = sa.select(reviews.c.id, reviews.c.seq).where(reviews.c.job == target, reviews.c.id != review)
    row = connection.execute(other).first()
    if row is None:
        return
    if row.seq:
        raise InvalidDecisionError({"onto": Message("review-has-decisions", {"count": row.seq})})
    connection.execute(sa.delete(reviews).where(reviews.c.id == row.id))


def _before(row: ItemRow | None, after: Mapping[str, Any]) -> dict[str, Any]:
    return {"state": "withdrawn"} if row is None else {name: getattr(row, name) for name in after}


def _moved(rows: Mapping[str, ItemRow], original: Original) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a person decided on, at the place that its words have in a text that a newer program reads otherwise."""
    text = original.found.source.text
    corrections = rows[TEXT].item["corrections"] if TEXT in rows else []
    for key, row in rows.items():
        if key == TEXT or not row.reviewed or row.state == "withdrawn":
            continue
        item, quote = row.item, row.item["quote"]
        corrected = any(start < item["end"] and item["start"] < end for start, end, _ in corrections)
        if corrected or text[item["start"] : item["end"]] == quote:
            continue
        first = max(0, item["start"] - _FAR)
        places = []
        at = text.find(quote, first, item["end"] + _FAR)
        while at >= 0:
            places.append(at)
            at = text.find(quote, at + 1, item["end"] + _FAR)
        if places:
            by = min(places, key=lambda place: abs(place - item["start"])) - item["start"]
            yield key, {"item": item | {name: item[name] + by for name in OFFSETS if item.get(name) is not None}}


def _with_corrections(
    changes: dict[str, dict[str, Any]], rows: Mapping[str, ItemRow], original: Original
) -> dict[str, dict[str, Any]]:
    """What the new run read in stretches that people had put right, as they put it right."""
    fresh = [
        (rows.get(key) or ItemRow(key, after.get("group", ""))).changed(after, 0, 0, "", 0.0)
        for key, after in changes.items()
        if "item" in after
    ]
    touched = [
        row for row in fresh
        if any(start < row.item["end"] and row.item["start"] < end for start, end, _ in original.corrections.replaced)
    ]  # fmt: skip
    return changes | {key: changes[key] | after for key, after in requoted(touched, original).items()}
