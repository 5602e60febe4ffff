"""The columns of a ledger, chosen by name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from summarizer.errors import UsageError
from summarizer.messages import language
from summarizer.reports.labels import EN, ZH, Labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.reports.ledger.kept import Row

DEFAULT = (
    "number", "clause", "goal", "measure", "targets", "lead", "support", "person", "due", "progress", "state", "remark",
)  # fmt: skip
FURTHER = ("document", "section", "mentioned", "due_words", "unsure", "quote", "place", "review")
"""Those that stand there only where they are asked for; ``review`` also where any of the documents was reviewed."""
FILLED = ("person", "progress", "state", "remark")
"""What nobody but people fills in."""
COLUMNS = (*DEFAULT, *FURTHER)


def chosen(given: str | None) -> tuple[str, ...]:
    """The columns that ``--columns`` names, by their keys or their headings in either language, in the order given."""
    if given is None:
        return DEFAULT
    known = keys_by_head() | {key: key for key in COLUMNS}
    named = [name.strip() for name in given.replace(ZH.comma, ",").split(",") if name.strip()]
    keys = [known.get(name.lower()) or known.get(name.lower().replace("-", "_")) for name in named]
    if unknown := [name for name, key in zip(named, keys, strict=True) if key is None] or ([] if named else [given]):
        columns = ZH.comma.join(heads(ZH).values()) if language() == "zh" else ",".join(COLUMNS)
        raise UsageError("unknown-columns", unknown=",".join(unknown), columns=columns)
    return tuple(dict.fromkeys(filter(None, keys)))


def keys_of(columns: Sequence[str], earlier: Sequence[Row], *, alone: bool, reviewed: bool = False) -> list[str]:
    """The columns of a ledger: those that were asked for, and those that hold what somebody filled in."""
    keys = list(columns) or [*DEFAULT, *(["review"] if reviewed else [])]
    if not alone and "document" not in keys:
        keys.insert(1 if keys[0] == "number" else 0, "document")
    return keys + [key for key in FILLED if key not in keys and any(key in row for row in earlier)]


def heads(labels: Labels) -> dict[str, str]:
    """The headings of all columns."""
    return labels.by_key("column", COLUMNS)


@cache
def keys_by_head() -> dict[str, str]:
    """The key of each heading, of both languages."""
    return {head.lower(): key for labels in (EN, ZH) for key, head in heads(labels).items()}


def done(labels: Labels) -> str:
    """The state of a task that is finished."""
    return labels.states[2]
