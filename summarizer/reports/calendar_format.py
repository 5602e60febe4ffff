"""Deadlines as a calendar (iCalendar, RFC 5545): a day for each task that has one, with a reminder before it.

It is the day that people set in a review, else the one that the plan's words mean. An event is known by its plan and
the words of its task: a calendar that takes the file in again doubles none. The same result gives the same file, so
that nothing but a changed plan changes a calendar.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, BinaryIO

from summarizer.reports.ledger.tasks import name_of, tasks
from summarizer.reports.presentation import Presentation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.models import Summary
    from summarizer.reports.ledger.tasks import Task
    from summarizer.reports.view import View

_WIDE = 75
"""Bytes of a line, as the standard has them; a longer one goes on behind a blank."""
_TOLD = ("targets", "lead", "support", "person", "state", "remark", "clause", "due_words", "unsure")
_WEEK = "-P7D"
_STAMP = "20000101T000000Z"
_SPECIAL = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Calendar:
    """One calendar of all documents."""

    def __init__(self, template: Path | None = None, *, alone: bool) -> None:  # noqa: ARG002 - as every book
        self._lines: list[str] = []
        self._known: Counter[str] = Counter()

    def add(self, summary: Summary, view: View) -> None:
        """Add the days of one document."""
        shown = Presentation(summary, view)
        plan = name_of(shown)
        for task in tasks(shown):
            if task.day is not None:
                self._known[task.quote] += 1
                known = f"{plan}\n{task.quote}\n{self._known[task.quote]}".encode("utf-8", "surrogatepass")
                self._lines += _event(task, task.day, hashlib.sha256(known).hexdigest()[:32], plan, shown)

    def fail(self, name: str, message: str) -> None:
        """A calendar has no place for a document that could not be read: people are told on standard error."""

    def save(self, stream: BinaryIO) -> None:
        """Write the file; one without a day is a calendar without events."""
        head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//plan-summarizer//deadlines//", "CALSCALE:GREGORIAN"]
        lines = [*head, *self._lines, "END:VCALENDAR"]
        stream.write(b"".join(_folded(line) for line in lines))

    def close(self) -> None:
        """Nothing is kept on disk."""


def _event(task: Task, due: date, known: str, plan: str, shown: Presentation) -> Iterator[str]:
    said = task.measure or task.targets or task.goal
    labels = shown.labels
    about = [(getattr(labels, f"column_{key}"), task.value(key)) for key in _TOLD]
    about += [(labels.column_document, plan)]
    yield from ("BEGIN:VEVENT", f"UID:{known}@plan-summarizer", f"DTSTAMP:{_STAMP}")
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(said)}"
    yield f"DESCRIPTION:{_text(chr(10).join(f'{name}{labels.colon}{value}' for name, value in about if value))}"
    yield "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(said)}", f"TRIGGER:{_WEEK}", "END:VALARM")
    yield "END:VEVENT"


def _text(words: str) -> str:
    return words.translate(_SPECIAL)


def _folded(line: str) -> bytes:
    """A line as the standard has it; no character is cut in two."""
    parts: list[bytes] = [b""]
    for char in line:
        shown = char.encode("utf-8", "replace")
        if len(parts[-1]) + len(shown) > _WIDE - (len(parts) > 1):
            parts.append(b"")
        parts[-1] += shown
    return b"\r\n ".join(parts) + b"\r\n"
