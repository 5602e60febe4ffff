"""A job as programs see it: one document with one fingerprint of settings, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import sqlalchemy as sa

from summarizer.batch.tables import items, jobs
from summarizer.messages import Message

if TYPE_CHECKING:
    from pathlib import Path

State = Literal["queued", "running", "done", "incomplete", "failed", "cancelled"]
"""``incomplete``: there is a result, and parts are missing in it, which it lists."""
OPEN: tuple[State, ...] = ("queued", "running")
ENDED: tuple[State, ...] = ("done", "incomplete", "failed", "cancelled")
AGAIN: tuple[State, ...] = ("failed", "incomplete")
"""What may be tried again."""
LIMIT_SUFFIX = 16


class Given(NamedTuple):
    """A document to be read: its bytes, where they can be read again, if they can; its ``file`` in a batch's folder.

    With ``path`` a SQLite file, which has its workers on the same machine, does not hold the bytes a second time.
    """

    name: str
    data: bytes
    path: Path | None = None
    file: str = ""


@dataclass(frozen=True)
class Job:
    """A job as it stands; times are seconds since 1970."""

    id: str
    owner: str
    name: str
    sha256: str
    state: State
    queue: str
    priority: int
    run: int
    starts: int
    """How often it was begun in this run: more than once where workers died over it or were ended."""
    done: int
    total: int | None
    """Parts of the document that the model has judged, of how many; None by rules and before it is known."""
    accepted: float
    started: float | None
    finished: float | None
    error: Message | None

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state in ENDED


COLUMNS = (
    jobs.c.id, jobs.c.owner, jobs.c.name, jobs.c.sha256, jobs.c.state, jobs.c.queue, jobs.c.priority, jobs.c.run,
    jobs.c.starts, jobs.c.done, jobs.c.total, jobs.c.accepted, jobs.c.started, jobs.c.finished, jobs.c.error,
)  # fmt: skip


def job_of(row: Any) -> Job:
    """The job of a row of :data:`COLUMNS`, whose type SQLAlchemy does not say for so many."""
    held = {column.name: getattr(row, column.name) for column in COLUMNS}
    return Job(**held | {"error": error_of(held["error"])})


def error_json(error: Message) -> dict[str, Any]:
    """An error as it is kept."""
    return {"code": error.code, "params": error.json()}


def error_of(held: dict[str, Any] | None) -> Message | None:
    """What :func:`error_json` keeps; None where there is none."""
    return None if held is None else Message.of_json(held["code"], held["params"])


def said(error: Message) -> dict[str, Any]:
    """An error for programs and people, as the contract has it."""
    return error_json(error) | {"text": error.text("en")}


def in_batch(batch: str) -> sa.ColumnElement[bool]:
    """Whether a job is one of a batch's."""
    return jobs.c.id.in_(sa.select(items.c.job).where(items.c.batch == batch))
