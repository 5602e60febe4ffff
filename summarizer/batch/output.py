"""A batch's folder: one JSON a document, each whole as soon as its job has ended, and a manifest of all of them.

The manifest is what a later run of the same batch goes by: a file that it lists, of the same job and still there, is
not written again.
"""

from __future__ import annotations

import contextlib
import json
import stat
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from summarizer.batch.jobs import COLUMNS, ENDED, Job, job_of, said
from summarizer.batch.tables import items, jobs
from summarizer.formats import FORMATS
from summarizer.reports.view import RenderOptions
from summarizer.writing.atomic_file import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from summarizer.batch.store import JobStore
    from summarizer.messages import Message
    from summarizer.writing.spared import Spared

MANIFEST = "manifest.json"
WRITTEN: frozenset[str] = frozenset({"done", "incomplete"})
"""States of a document with a result."""
_OVERLAP = 5.0
"""Seconds that are looked at twice: a transaction may show later than the time that stands in it."""
_QUIET = 10.0
"""Seconds without anything that ended until all of the batch is looked through: a database may have been held up for
longer than the overlap, or its clock set back, and what was passed over then must not be waited for for ever."""
_PAUSE = 20
"""Times as long as writing the manifest took, until it is written again; at least _SECONDS."""
_SECONDS = 5.0


@dataclass
class BatchEntry:
    """A line of the manifest."""

    name: str
    file: str
    sha256: str | None = None
    job: str | None = None
    state: str = "queued"
    finished: float | None = None
    size: int | None = None
    """Bytes of the file, as it was written."""
    error: dict[str, Any] | None = None
    accepted: str | None = None
    """The job that this run has for it: what came of an earlier one is of a file or settings that have changed."""

    def line(self) -> dict[str, Any]:
        """What the manifest says of it; no file where there is no result."""
        without = {"accepted"} if self.state in WRITTEN else {"accepted", "file"}
        return {key: value for key, value in vars(self).items() if value is not None and key not in without}

    def end(self, job: Job) -> None:
        """Take over what came of a job."""
        self.sha256, self.job, self.state, self.finished = job.sha256, job.id, job.state, job.finished
        self.error = None if job.error is None else said(job.error)


@dataclass
class Output:
    """The folder ``path`` of a batch; ``about`` stands at the manifest's head."""

    store: JobStore
    path: Path
    batch: str
    spared: Spared
    about: Mapping[str, Any]
    entries: dict[str, BatchEntry] = field(default_factory=dict)
    """By the documents' names."""
    _kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    _since: float = 0.0
    _from_the_first: bool = False
    _next: float = 0.0
    _heard: float = field(default_factory=time.monotonic)
    written: int = 0
    """Files of this run."""

    def begin(self, files: Mapping[str, str]) -> None:
        """Take the documents, by name the file of each, and what an earlier run has written of them."""
        try:
            held = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
            self._kept = {one["name"]: one for one in held["documents"]}
        except (OSError, ValueError, KeyError, TypeError):
            self._kept = {}  # none, or none of ours: everything is written
        self.entries = {name: BatchEntry(name, file) for name, file in files.items()}
        self.path.mkdir(parents=True, exist_ok=True)

    def refuse(self, name: str, why: Message) -> None:
        """Take note of a document that could not even be accepted."""
        entry = self.entries[name]
        entry.state, entry.error = "failed", said(why)
        self._drop(entry)

    def accept(self, name: str, job: Job) -> None:
        """Take note of the job that a document has in this run; before that, none is its result."""
        self.entries[name].accepted = job.id

    def collect(self) -> list[BatchEntry]:
        """Write what has ended since the last time; its entries. Raises :class:`SummarizerError` where that fails."""
        ended = list(self._ended())
        for entry, job in ended:
            if job.state in WRITTEN and not self._is_written(entry, job):
                self._write(entry, job)
            entry.end(job)
            if job.state == "failed":
                self._drop(entry)
        if ended and time.monotonic() > self._next:
            self.save()
        if ended:
            self._heard = time.monotonic()
        return [entry for entry, _ in ended]

    def reopen(self) -> None:
        """Take cancelled jobs for open ones: they were put back into the queue. All documents are accepted by now."""
        self._from_the_first = True  # jobs that had ended before they were accepted again
        for entry in self.entries.values():
            if entry.state == "cancelled":
                entry.state, entry.finished = "queued", None

    def open(self) -> int:
        """How many documents are still to be read."""
        return sum(entry.state not in ENDED for entry in self.entries.values())

    def save(self) -> None:
        """Write the manifest."""
        began = time.monotonic()
        entries = self.entries.values()
        documents = [one.line() for one in entries]
        counts = dict(Counter(one.state for one in entries))
        held = {**self.about, "batch": self.batch, "counts": counts, "documents": documents}
        text = json.dumps(held, ensure_ascii=False, indent=1) + "\n"
        write_file(self.path / MANIFEST, text, within=self.path)  # again and again: it was looked at before
        took = time.monotonic() - began
        self._next = time.monotonic() + max(_SECONDS, _PAUSE * took)

    def _ended(self) -> Iterator[tuple[BatchEntry, Job]]:
        if time.monotonic() > self._heard + _QUIET:
            self._from_the_first, self._heard = True, time.monotonic()
        if self._from_the_first:
            self._from_the_first, self._since = False, 0.0
        query = sa.select(items.c.name.label("item"), *COLUMNS).join_from(items, jobs, items.c.job == jobs.c.id)
        late = jobs.c.finished >= self._since - _OVERLAP
        query = query.where(items.c.batch == self.batch, jobs.c.state.in_(ENDED), late)
        for row in self.store.database.rows(query):
            job = job_of(row)
            entry = self.entries.get(row.item)
            if job.finished is not None:
                self._since = max(self._since, job.finished)
            if entry is not None and entry.accepted == job.id and (entry.job, entry.finished) != (job.id, job.finished):
                yield entry, job

    def _is_written(self, entry: BatchEntry, job: Job) -> bool:
        kept = self._kept.get(entry.name, {})
        if (kept.get("job"), kept.get("finished"), kept.get("file")) != (job.id, job.finished, entry.file):
            return False
        try:
            there = (self.path / entry.file).stat()
        except OSError:
            return False
        entry.size = kept.get("size")
        return stat.S_ISREG(there.st_mode) and there.st_size == entry.size

    def _write(self, entry: BatchEntry, job: Job) -> None:
        summary = self.store.summary(job.id)
        if summary is None:  # deleted this very moment
            return
        # Another batch may have called it otherwise.
        document = summary.document.model_copy(update={"name": entry.name})
        summary = summary.model_copy(update={"document": document})
        pieces = FORMATS["json"].pieces(summary, RenderOptions())
        text = "".join(piece for piece in pieces if isinstance(piece, str))
        write_file(self.path / entry.file, text, within=self.path, spared=self.spared)
        entry.size = len(text.encode())
        self.written += 1

    def _drop(self, entry: BatchEntry) -> None:
        """Take away what an earlier run wrote of a document that cannot be read any more: it is not its result."""
        kept = self._kept.get(entry.name, {})
        if kept.get("file") == entry.file and kept.get("state") in WRITTEN:
            with contextlib.suppress(OSError):
                (self.path / entry.file).unlink()
