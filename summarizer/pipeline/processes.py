"""Rules over many documents on several cores: a process for each, and outcomes in the order of the documents.

Each process reads one document at a time and has the next one. A few documents a process are on their way, so that
memory is bounded however many there are. A document whose process dies (killed, out of memory) is given to a new one
once; where that dies too, it is that document's error and no other's. Where no process can be started, this one reads.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from summarizer.documents.formats import format_of
from summarizer.documents.sources import Source
from summarizer.documents.starting import start
from summarizer.documents.wire import WireError, receive, send
from summarizer.errors import DocumentError, SummarizerError
from summarizer.pipeline.process import MOST, READY, ProcessAnswer, ProcessSetup, answered
from summarizer.profiles.profile import load_profile

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Generator, Iterable, Sequence

    from summarizer.pipeline.reading import AnySource
    from summarizer.settings.settings import Settings

_AHEAD = 4
"""Documents for each process that are read, or wait to be, before their turn."""
_IN_HAND = 2
"""Documents that a process has: it need not wait for the next one while this process is busy."""
_TRIES = 2
_STDIN = "-"
_BYTES_A_SECOND = 2_000_000
_SECONDS_A_FILE = 0.05
"""What a file takes that is no plain text, at the least."""
_WORTH = 0.6
"""Seconds of reading for which a process is worth its start; ``python -m benchmarks.cores`` measures what is gained."""


def on_all_cores(settings: Settings, sources: Sequence[Source]) -> Settings:
    """The settings with as many processes as read these documents fastest, unless that is chosen or a model reads."""
    if settings.processes is not None or settings.asks_a_model:
        return settings
    return settings.model_copy(update={"processes": usual(sources)})


def usual(sources: Sequence[Source]) -> int:
    """As many processes as read these documents fastest: one for each core, fewer where there is little to read."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, len(sources), int(sum(map(_seconds, sources)) / _WORTH)))


def _seconds(source: Source) -> float:
    """About what reading a document takes."""
    try:
        size = Path(source.path).stat().st_size if source.member is None else source.member.file_size
        plain = format_of(Path(source.name).suffix, b"", source.name) == "text"
    except (OSError, ValueError, SummarizerError):
        return 0.0
    return size / _BYTES_A_SECOND if plain else _SECONDS_A_FILE


def by_processes(
    sources: Iterable[AnySource], setup: ProcessSetup, processes: int
) -> Generator[tuple[AnySource, ProcessAnswer], None, None]:
    """What comes of each source, in their order; what is no file on disk is read by this process."""
    pool = _Pool(setup, processes)
    waiting = iter(sources)
    under_way: deque[tuple[AnySource, Future[bytes]]] = deque()
    try:
        while True:
            for source in islice(waiting, _AHEAD * processes - len(under_way)):
                under_way.append((source, pool.read(source)))
            if not under_way:
                return
            source, reading = under_way.popleft()
            # Only now, in its turn: as bytes a long document's summary takes the least memory.
            yield source, cast("ProcessAnswer", pickle.loads(reading.result()))  # noqa: S301 - of a process of our own
            del reading
    finally:  # an interrupt too: nobody is left behind, and nobody waited for
        pool.end()


@dataclass(slots=True, eq=False)
class _Asked:
    """A document that is to be read; ``request`` is None of one that only this process can read."""

    source: AnySource
    request: bytes | None
    answer: Future[bytes] = field(default_factory=Future)
    of: _Child | None = None
    """Which process was asked for it last."""
    died: int = 0
    """Processes that died while they had to read it."""

    @property
    def name(self) -> str:
        """As it is spoken of."""
        return self.source.name if isinstance(self.source, Source) else str(self.source)


class _Pool:
    """The processes, and a thread for each that keeps it busy."""

    def __init__(self, setup: ProcessSetup, processes: int) -> None:
        self.setup = setup
        self.waiting: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self.ended = False
        self._unstartable = False
        self._lock = threading.Lock()
        self._started: set[_Child] = set()
        self._threads = [threading.Thread(target=_ProcessThread(self).work, daemon=True) for _ in range(processes)]
        for thread in self._threads:
            thread.start()

    def read(self, source: AnySource) -> Future[bytes]:
        """The pickled answer, once it is there."""
        asked = _Asked(source, _request(source))
        self.waiting.put(asked)
        return asked.answer

    def start(self) -> _Child | None:
        """A new process; None where there can be none."""
        with self._lock:
            if self.ended or self._unstartable:
                return None
            try:
                process = _Child(self.setup)
            except (OSError, TypeError, ValueError):
                self._unstartable = True
                return None
            self._started.add(process)
        if process.answer() == READY:
            return process
        self._unstartable = True  # what keeps one from beginning keeps others: not tried for each document
        self.drop(process)
        return None

    def drop(self, process: _Child) -> None:
        """End one that has died, or is not to be trusted."""
        with self._lock:
            self._started.discard(process)
        process.end()

    def end(self) -> None:
        """End all processes at once, and the threads with them."""
        with self._lock:
            self.ended = True
            started, self._started = self._started, set()
        for process in started:
            process.end()
        for _ in self._threads:
            self.waiting.put(None)
        for thread in self._threads:
            thread.join()


class _ProcessThread:
    """Keeps one process at a time busy, with a document to read and the next one; starts another where it dies."""

    def __init__(self, pool: _Pool) -> None:
        self._pool = pool
        self._process: _Child | None = None
        self._given: deque[_Asked] = deque()

    def work(self) -> None:
        """Have document after document read, until the pool ends."""
        while self._fill():
            first = self._given[0]
            try:
                answer = self._answer(first)
            except Exception as error:  # noqa: BLE001 - no memory for an answer, say: nobody may wait for ever
                self._drop()
                answer = pickle.dumps(ProcessAnswer(None, error))
            if answer is not None:
                self._given.popleft()
                first.answer.set_result(answer)

    def _fill(self) -> bool:
        """Take documents, waiting for the first one; False at the end."""
        while len(self._given) < _IN_HAND:
            try:
                asked = self._pool.waiting.get(block=not self._given)
            except queue.Empty:
                break
            if asked is None:
                return False
            self._given.append(asked)
        return not self._pool.ended

    def _answer(self, first: _Asked) -> bytes | None:
        """The answer for the first of the documents; None where its process died, and another is to be tried."""
        if first.request is not None:
            self._process = self._process or self._pool.start()
        if first.request is None or self._process is None:
            profile, options, bounds = self._pool.setup
            return b"" if self._pool.ended else answered(first.source, load_profile(profile), options, bounds)
        # One of which a process died is read alone: should that happen again, it is known of what.
        for asked in [first] if first.died else self._given:
            if asked.of is not self._process and asked.request is not None:
                asked.of = self._process
                self._process.ask(asked.request)
        answer = self._process.answer()
        if answer is None:
            self._drop()
            first.died += 1
            if first.died == _TRIES:
                return pickle.dumps(ProcessAnswer(None, DocumentError("process-died", name=first.name)))
        return answer

    def _drop(self) -> None:
        if self._process is not None:
            self._pool.drop(self._process)
            self._process = None


class _Child:
    """One process that reads."""

    def __init__(self, setup: ProcessSetup) -> None:
        self._popen: subprocess.Popen[bytes] = start("summarizer.pipeline.process", group=0)
        self._requests = cast("BinaryIO", self._popen.stdin)
        self._answers = cast("BinaryIO", self._popen.stdout)
        self._ending = threading.Lock()
        self._over = False
        with contextlib.suppress(OSError):  # it died at once
            send(self._requests, pickle.dumps(setup))

    def ask(self, request: bytes) -> None:
        """Give it a document to read; one that has died has no answer."""
        with contextlib.suppress(OSError, ValueError):
            send(self._requests, request)

    def answer(self) -> bytes | None:
        """Its next answer; None where it died."""
        try:
            return receive(self._answers, MOST)
        except (OSError, ValueError, WireError):
            return None

    def end(self) -> None:
        """End it at once, and leave nothing of it: neither what it has started, which may be reading a long file."""
        with self._ending:
            if self._over:  # its number may be another process's by now
                return
            self._over = True
            if hasattr(os, "killpg"):
                with contextlib.suppress(OSError):
                    os.killpg(self._popen.pid, signal.SIGKILL)
            self._popen.kill()
            self._popen.wait()
        for stream in (self._requests, self._answers):
            with contextlib.suppress(OSError, ValueError):
                stream.close()


def _request(source: AnySource) -> bytes | None:
    """What another process is asked with; None where it cannot read the source."""
    path = source.path if isinstance(source, Source) else source
    if not isinstance(path, str | Path) or str(path) == _STDIN:
        return None
    try:
        return pickle.dumps(source)
    except Exception:  # noqa: BLE001 - a path of somebody's own kind
        return None
