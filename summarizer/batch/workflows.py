"""What is done with a job: one DBOS workflow, its arguments the job and its run, its output the state that it ended in.

The workflow may be done more than once (a worker died in it, or was taken for dead) and gives one result:
:mod:`~summarizer.batch.runs` takes the first. It has no steps of DBOS's, whose records would say nothing that the job
does not, and cost as much as a short document. What ails a document ends its job; what ails the database is waited for.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import TYPE_CHECKING, Self

from dbos import DBOS

from summarizer.batch.queueing import WORKFLOW
from summarizer.batch.spec import RULES, JobSpec
from summarizer.errors import SummarizerError
from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.batch.runs import Runs
    from summarizer.batch.sessions import Sessions
    from summarizer.batch.store import JobStore
    from summarizer.documents.document import Fetched
    from summarizer.engines.endpoint.events import Progress
    from summarizer.models import Gap, Summary

_log = logging.getLogger(__name__)

MAX_STARTS = 200
"""A document that so many workers died over is not begun again.

Many: whoever dies takes along all that it had begun, a document that waits for its turn at the endpoint too. What ends
a process by itself is rare, since files are read by processes of their own.
"""
_WAITS = (1.0, 5.0, 20.0, 60.0)
"""Seconds until a document is read again in which a model left something unanswered; what it answered is kept."""
_PASSING = frozenset({
    "http-status", "no-connection", "no-answer-from", "server-timeout", "deadline-passed", "endpoint-failing",
    "no-chat-completion",
})  # fmt: skip
"""Why a question got no answer that may be of the moment: these wait; what else a model fails at is tried once more."""
_TELL = 1.0
"""Seconds between two notes of how far a job is."""


class Reader:
    """Reads the jobs of one worker; tasks under way are listed, so that a worker that stops can give them back."""

    current: Reader | None = None
    """The worker's of this process, of which DBOS allows one."""

    def __init__(self, store: JobStore, runs: Runs, sessions: Sessions) -> None:
        self._store, self._runs, self._sessions = store, runs, sessions
        self._specs: dict[str, JobSpec] = {}
        self.under_way: dict[asyncio.Task[str], tuple[str, int]] = {}
        self.stopping = False

    async def read(self, job: str, run: int) -> str:
        """Do the job; the state that it ended in."""
        if self.stopping:  # DBOS takes from the queue until its last moment; the job goes back
            await asyncio.Event().wait()
        task = asyncio.current_task()
        if task is None:
            raise AssertionError("a workflow runs as a task")
        self.under_way[task] = (job, run)
        try:
            return await self._read(job, run)
        finally:
            del self.under_way[task]

    async def _read(self, job: str, run: int) -> str:
        begun = await asyncio.to_thread(self._runs.begin, job, run)
        if begun is None:
            return "ended"
        if begun.starts > MAX_STARTS:
            await asyncio.to_thread(self._runs.fail, job, run, Message("job-ends-workers", {"count": MAX_STARTS}))
            return "failed"
        try:
            spec, fetched = await asyncio.to_thread(lambda: (self._spec(begun.spec), begun.held.fetched()))
            summary = await self._summary(job, run, spec, fetched)
            await asyncio.to_thread(self._runs.finish, job, run, summary)
        except _UnwantedError:
            return "cancelled"
        except Exception as error:  # noqa: BLE001 - whatever ails one document, the others are read
            why = ailment(error)
            _log.info("job %s failed: %s", job, why.code)  # not its words: a name or a text may stand in them
            await asyncio.to_thread(self._runs.fail, job, run, why)
            return "failed"
        return "incomplete" if summary.incomplete else "done"

    def _spec(self, spec: str) -> JobSpec:
        if spec not in self._specs:
            self._specs[spec] = self._store.spec(spec)
        return self._specs[spec]

    async def _summary(self, job: str, run: int, spec: JobSpec, fetched: Fetched) -> Summary:
        """The summary; where the model left something unanswered, it is asked again after a while."""
        for tries, wait in enumerate((*_WAITS, None)):
            async with self._sessions.using(spec, anew=tries > 0) as session, _Told(self._runs, job, run) as told:
                summary = await session.summarize(fetched, spec.options(told))
            left = [gap for gap in summary.incomplete if gap.end > gap.start]  # what a file itself lacks has no length
            passes = any(map(_is_passing, left)) or (left and not tries)
            if spec.engine == RULES or not passes or wait is None:
                return summary
            _log.info("job %s: %s; again in %.0f s", job, left[0].code, wait)
            await asyncio.sleep(wait)
        raise AssertionError("the last try returns")


class _UnwantedError(Exception):
    """The job was cancelled or deleted while it was read."""


class _Told:
    """Notes how far a model is with a document, once a second; ends the reading where nobody wants it any more."""

    def __init__(self, runs: Runs, job: str, run: int) -> None:
        self._runs, self._job, self._run = runs, job, run
        self._next = time.monotonic() + _TELL
        self._notes: set[asyncio.Task[None]] = set()
        self._task = asyncio.current_task()
        self._unwanted = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        for note in self._notes:
            note.cancel()
        if self._unwanted and kind is asyncio.CancelledError and self._task is not None:
            self._task.uncancel()
            raise _UnwantedError

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() < self._next or not progress.total:
            return
        self._next = time.monotonic() + _TELL
        note = asyncio.get_running_loop().create_task(self._note(progress.done, progress.total))
        self._notes.add(note)
        note.add_done_callback(self._notes.discard)

    async def _note(self, done: int, total: int) -> None:
        with contextlib.suppress(SummarizerError):
            if not await asyncio.to_thread(self._runs.progress, self._job, self._run, done, total):
                self._unwanted = True
                if self._task is not None:
                    self._task.cancel()


def _is_passing(gap: Gap) -> bool:
    why = (gap.params or {}).get("why")  # of a document that was not asked about at all
    return gap.code in _PASSING or (isinstance(why, dict) and why.get("code") in _PASSING)


def ailment(error: Exception) -> Message:
    """What is said of a document that could not be read, be the error one of ours or not."""
    if isinstance(error, SummarizerError):
        return error.message
    return Message("internal-error", {"kind": type(error).__name__, "error": str(error)})


@DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
async def summarize(job: str, run: int) -> str:
    """The workflow of a job."""
    if Reader.current is None:
        raise AssertionError("workflows run in a worker")
    return await Reader.current.read(job, run)
