"""What a document asks in one reading: answers that are known, notes of what is not."""

from __future__ import annotations

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarizer.batch.provider.questions import MAX_ROUNDS, Known
from summarizer.engines.endpoint.deferring import DeferredError, RawAnswer
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarizer.answers.store import Store, Stored


@dataclass
class JobReading:
    """One reading of a job's document, its ``rounds`` so far; what it ``asked`` anew by the questions' ids."""

    job: str
    known: Mapping[str, Known]
    rounds: int
    asked: dict[str, bytes] = field(default_factory=dict)
    answers: dict[tuple[str, str], Stored] = field(default_factory=dict)
    """What it would keep for other runs, by address and key: kept when the document is done.

    Until then its next reading would take an answer for one that cost nothing.
    """


current: ContextVar[JobReading] = ContextVar("summarizer_reading")
"""The reading that a task belongs to."""


class ProviderExchange:
    """Answers out of the reading that is under way; see :class:`~summarizer.engines.endpoint.deferring.Exchange`."""

    def __init__(self, form: dict[str, Any] | None) -> None:
        self.form = form
        self._kept: Store | None = None

    async def answer(self, body: bytes, number: int) -> RawAnswer:
        """The answer that is known. Raises :class:`DeferredError`, and takes note of the question."""
        reading = current.get()
        key = question_id(reading.job, body, number)
        known = reading.known.get(key)
        if known is None:
            if reading.rounds >= MAX_ROUNDS:
                raise DeferredError(Message("provider-rounds", {"count": MAX_ROUNDS}))
            reading.asked[key] = body
        elif known.answer is not None:
            return known.answer
        raise DeferredError(None if known is None else known.why)

    def store(self, kept: Store) -> Store:
        """The store of a reading, in front of that of all runs."""
        self._kept = kept
        return _ReadingStore(kept)

    def keep(self, reading: JobReading) -> None:
        """Keep the answers of a document that is done."""
        if self._kept is not None:
            for (endpoint, key), stored in reading.answers.items():
                self._kept.put(endpoint, key, stored)


class _ReadingStore:
    replays = False

    def __init__(self, kept: Store) -> None:
        self._kept = kept

    def get(self, endpoint: str, key: str, label: str) -> Stored | None:
        return current.get().answers.get((endpoint, key)) or self._kept.get(endpoint, key, label)

    def put(self, endpoint: str, key: str, stored: Stored) -> None:
        current.get().answers[endpoint, key] = stored

    def notice(self) -> Message | None:
        return self._kept.notice()

    def close(self) -> None:
        self._kept.close()


def question_id(job: str, body: bytes, number: int) -> str:
    """What a question is called, in the database and at the provider: always the same, and nobody else's."""
    return hashlib.sha256(b"%s %d " % (job.encode(), number) + body).hexdigest()[:32]
