"""A person's steps in the log: a decision, one taken back, one done again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from summarizer.review.deciding import Desk, changes_of, only_changes, requoted
from summarizer.review.decisions import versions_of
from summarizer.review.errors import ConflictError, NothingToUndoError
from summarizer.review.log import Pile, ReviewLog
from summarizer.review.original import Original
from summarizer.review.state import TEXT, ItemRow, RowChange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarizer.review.decisions import Decision

Step: TypeAlias = Callable[[ReviewLog, int, str, Original | None], tuple[str, list[ItemRow]]]
"""What is done in one transaction, given the number of its event: the kind of it, and the rows that it changed."""
_ABSENT = {"state": "withdrawn"}
"""What stands before an item that is added, and again when that is undone."""
_AS_READ: dict[str, Any] = {"item": {"corrections": []}}
"""The text before its first correction."""


class TextNeededError(Exception):
    """The step cannot be done without the document's text, which is read outside of the transaction."""


def decided(
    decision: Decision, log: ReviewLog, seq: int, who: str, original: Original | None, *, over: bool
) -> tuple[str, list[ItemRow]]:
    """Do a decision. Raises :class:`~summarizer.review.errors.InvalidDecisionError` and :class:`ConflictError`."""
    seen = versions_of(decision)
    rows = {row.key: row for row in log.rows([*seen, TEXT])}
    if not over:
        _refuse([log.later(rows[key], version) for key, version in seen.items() if _moved(rows.get(key), version)])
    held = rows.get(TEXT)
    if original is not None:
        original = original.corrected(held.item["corrections"] if held else [])

    def row(key: str) -> ItemRow | None:
        return rows[key] if key in rows else log.row(key)

    changes = changes_of(decision, Desk(row, original, log.next_number, log.around, log.near))
    made = list(_changed(changes, {key: row(key) for key in changes}, seq))
    if not made:
        log.give_back()
        return decision.kind, []
    below = log.pile(who)
    written = log.write(seq, who, decision.kind, decision.model_dump(mode="json"), made, below=below.undo)
    log.set_pile(who, Pile(seq, None))
    return decision.kind, written


def undone(log: ReviewLog, seq: int, who: str, original: Original | None, *, over: bool) -> tuple[str, list[ItemRow]]:
    """Take back the person's last step. Raises :class:`NothingToUndoError` and :class:`ConflictError`."""
    pile = log.pile(who)
    if pile.undo is None:
        raise NothingToUndoError("review-nothing-to-undo")
    event, _ = log.event(pile.undo)
    written = _reversed(log, seq, who, original, pile.undo, "undo", pile.redo, over=over)
    log.set_pile(who, Pile(event.below, seq))
    return "undo", written


def redone(log: ReviewLog, seq: int, who: str, original: Original | None, *, over: bool) -> tuple[str, list[ItemRow]]:
    """Do again what the person took back last. Raises as :func:`undone` does."""
    pile = log.pile(who)
    if pile.redo is None:
        raise NothingToUndoError("review-nothing-to-redo")
    event, _ = log.event(pile.redo)
    written = _reversed(log, seq, who, original, pile.redo, "redo", pile.undo, over=over)
    log.set_pile(who, Pile(seq, event.below))
    return "redo", written


def _reversed(
    log: ReviewLog, seq: int, who: str, original: Original | None, of: int, kind: str, below: int | None, *, over: bool
) -> list[ItemRow]:  # fmt: skip
    """Write the event that turns the event ``of`` round."""
    _, changes = log.event(of)
    rows = {row.key: row for row in log.rows([change.key for change in changes])}
    if not over:
        others = ((rows[one.key], one) for one in changes)
        _refuse([log.later(row, of, by=row.step) for row, one in others if row.step != one.step_after])
    made = []
    for one in changes:
        row = rows[one.key]
        step = one.step_before if row.step == one.step_after else seq
        before = {name: getattr(row, name) for name in one.before}
        made.append(RowChange(one.key, before, one.before, row.step, step))
    if TEXT in rows:
        made += _requoted(log, seq, original, changes)
    return log.write(seq, who, kind, {}, made, of=of, below=below)


def _requoted(log: ReviewLog, seq: int, original: Original | None, changes: list[RowChange]) -> list[RowChange]:
    """What changes besides in items that came to stand in a stretch of text whose correction is turned round."""
    if original is None:
        raise TextNeededError
    text = next(one for one in changes if one.key == TEXT)
    held = [side["item"]["corrections"] for side in (text.before, text.after) if "item" in side]
    done = {one.key for one in changes}
    near = {row.key: row for side in held for start, end, _ in side for row in log.near(start, end)}
    after = original.corrected(text.before.get("item", {}).get("corrections", []))
    left = [row for key, row in near.items() if key not in done]
    return list(_changed(requoted(left, after), near, seq))


def _changed(changes: Mapping[str, dict[str, Any]], rows: Mapping[str, ItemRow | None], seq: int) -> Any:
    for key, after in changes.items():
        row = rows.get(key)
        news = only_changes(row, after)
        if news:
            absent = _AS_READ if key == TEXT else _ABSENT
            before = absent if row is None else {name: getattr(row, name) for name in news}
            yield RowChange(key, before, news, row.step if row else 0, seq)


def _moved(row: ItemRow | None, seen: int) -> bool:
    return row is not None and row.version != seen


def _refuse(later: list[Any]) -> None:
    if later:
        raise ConflictError(later)
