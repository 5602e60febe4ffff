"""Reading in a process of its own: the one place through which every file but plain text is read.

A process is started for the first file, asked again for the next one, and replaced when it dies, breaks a bound or has
grown. Several threads, of several event loops, each get one of their own, up to a few. What ails a process is the
error of the document it was reading.
"""

import atexit
import contextlib
import json
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import BinaryIO, TypeVar

from summarizer.documents.bounds import MOST_RECOGNISED, STARVED, Bounds
from summarizer.documents.building import Builder
from summarizer.documents.formats import Format
from summarizer.documents.memory import processor_seconds, resident
from summarizer.documents.starting import start
from summarizer.documents.wire import MADE, MAX_ANSWER, MORE, WireError, loaded, receive, send
from summarizer.errors import DocumentError, SummarizerError

_MOST = max(2, min(4, os.cpu_count() or 1))
"""Processes at a time; each takes some 100 MB."""
_START = 60.0
"""Seconds until one must be there; a slow disk takes a few."""
_LOOKS = 0.05 if sys.platform in {"linux", "win32"} else 0.5
"""Seconds between two looks at a process: elsewhere each look starts a program."""
_GROWN = 4
"""A process that holds more than this part of its bound between two files is replaced: the next file may need it."""
_FINAL = frozenset({"reader-memory", "reader-too-deep", "reader-failed"})
"""After these a process is not trusted to be what it was."""
_MAX_DIGITS = 10
_LOG = logging.getLogger("summarizer")
_Made = TypeVar("_Made")


def read(kind: Format, data: bytes, name: str, bounds: Bounds) -> Builder:
    """The text of a formatted file. Raises :class:`DocumentError` for one that cannot be read, or not in bounds."""
    return _workers(os.getpid()).read(kind, data, name, bounds)


def call(function: str, data: bytes, name: str, bounds: Bounds) -> bytes:
    """What ``module:function`` makes of bytes and the seconds that it has. Raises what it raises, or as :func:`read`.

    Its processes read no document: what took hold of one has nothing but its own result.
    """
    return _workers(os.getpid(), "calls").call(function, data, name, bounds)


@cache
def _workers(process: int, purpose: str = "documents") -> "Workers":  # noqa: ARG001 - each purpose has its own
    """Those of a process: one that was forked must not talk to its parent's."""
    made = Workers()
    atexit.register(lambda: made.close() if os.getpid() == process else None)
    return made


class Workers:
    """The processes that read, idle and at work."""

    def __init__(self, most: int = _MOST) -> None:
        self._idle: list[_Worker] = []
        self._places = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()

    def read(self, kind: Format, data: bytes, name: str, bounds: Bounds) -> Builder:
        """As :func:`read`, by an idle process or a new one; waits where all are at work."""
        return self._use(lambda worker: worker.ask(kind, data, name, bounds), name, bounds)

    def call(self, function: str, data: bytes, name: str, bounds: Bounds) -> bytes:
        """As :func:`call`."""
        return self._use(lambda worker: worker.call(function, data, name, bounds), name, bounds)

    def _use(self, ask: Callable[["_Worker"], _Made | SummarizerError], name: str, bounds: Bounds) -> _Made:
        with self._places:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is not None and worker.gone:
                worker.end()
                worker = None
            worker = worker or _Worker(name)
            try:
                made = ask(worker)
            except BaseException:  # an interrupt too: what it was to answer would be taken for the next answer
                worker.end()
                raise
            if (isinstance(made, SummarizerError) and made.code in _FINAL) or worker.size * _GROWN > bounds.memory:
                worker.end()
            else:
                with self._lock:
                    self._idle.append(worker)
        if isinstance(made, SummarizerError):
            raise made
        return made

    def close(self) -> None:
        """End those that are idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()


class _Worker:
    """One process, and the thread that takes its answers."""

    def __init__(self, name: str) -> None:
        """Start it; ``name`` is of the document that it is started for, whose error it is if it does not start."""
        try:
            self._process = start("summarizer.documents.worker")
        except (OSError, TypeError, ValueError) as error:
            raise DocumentError("reader-unstartable", name=name, reason=error) from None
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        assert self._process.stdout is not None  # noqa: S101
        self._requests, answers = self._process.stdin, self._process.stdout
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=_take, args=(answers, self._answers), name="summarizer-reader", daemon=True).start()
        _LOG.debug("reading process %d started", self._process.pid)
        try:
            ready = self._answers.get(timeout=_START)
        except queue.Empty:
            ready = None
        except BaseException:
            self.end()
            raise
        if ready != b"ready":
            self.end()
            raise DocumentError("reader-unstartable", name=name, reason=self._process.returncode)

    @property
    def gone(self) -> bool:
        """Whether it has died since it answered last."""
        return self._process.poll() is not None

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        return resident(self._process.pid)

    def ask(self, kind: Format, data: bytes, name: str, bounds: Bounds) -> Builder | SummarizerError:
        """What the reader gives or raises; raises itself where the process breaks a bound, dies or answers nonsense."""
        return self._understood(self._exchange({"kind": kind}, data, name, bounds), name)

    def call(self, function: str, data: bytes, name: str, bounds: Bounds) -> bytes | SummarizerError:
        """What the function gives or raises; raises itself as :meth:`ask` does."""
        answer = self._exchange({"call": function}, data, name, bounds)
        if answer.startswith(MADE):
            return answer[len(MADE) :]
        made = self._understood(answer, name)
        if isinstance(made, Builder):
            raise DocumentError("reader-died", name=name)
        return made

    def _understood(self, answer: bytes, name: str) -> Builder | SummarizerError:
        try:
            return loaded(answer, name)
        except WireError:
            raise DocumentError("reader-died", name=name) from None

    def _exchange(self, head: dict[str, object], data: bytes, name: str, bounds: Bounds) -> bytes:
        seconds = bounds.time_for(len(data))
        head |= {"name": name, "memory": bounds.memory, "seconds": seconds, "page_seconds": bounds.page_seconds}
        spent, longer = _Spent(self._process.pid), 0.0
        # In a thread, since a process that does not read lets a long file wait for ever.
        sending = threading.Thread(target=_give, args=(self._requests, json.dumps(head).encode(), data), daemon=True)
        sending.start()
        while True:
            try:
                answer = self._answers.get(timeout=_LOOKS)
            except queue.Empty:
                if spent.more_than(seconds):
                    raise DocumentError("reader-slow", name=name, seconds=f"{seconds:.0f}") from None
                if self.size > bounds.memory:
                    raise DocumentError("reader-memory", name=name) from None
                continue
            if answer is None:
                raise DocumentError("reader-died", name=name)
            if answer.startswith(MORE) and not longer:
                longer = _pages(answer[len(MORE) :]) * bounds.page_seconds
                seconds += longer
                continue
            sending.join()
            return answer

    def end(self) -> None:
        """End it at once, and leave nothing of it."""
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._requests.close()


class _Spent:
    """The time that a process has used since it was asked.

    A moment in which it got no processor is not its own: a good file on a busy machine is not a slow one. Neither does
    a process that works on several cores at once use more than the clock shows. Where the system tells nothing of a
    process, the clock counts; it ends those too that wait for ever.
    """

    def __init__(self, pid: int) -> None:
        self._pid, self._seconds = pid, 0.0
        self._began = self._at = time.monotonic()
        self._used = processor_seconds(pid)

    def more_than(self, seconds: float) -> bool:
        """Look again, and tell whether it is more."""
        now, used = time.monotonic(), processor_seconds(self._pid)
        passed = now - self._at
        self._seconds += passed if used is None or self._used is None else min(passed, used - self._used)
        self._at, self._used = now, used
        return self._seconds > seconds or now - self._began > seconds * STARVED


def _pages(said: bytes) -> int:
    """For how many pages a process asks for time; what is no number is none, and more than are read are not given."""
    return min(MOST_RECOGNISED, int(said)) if said.isdigit() and len(said) < _MAX_DIGITS else 0


def _give(stream: BinaryIO, *frames: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):  # it died, or was ended: whoever waits for its answer says so
        send(stream, *frames)


def _take(stream: BinaryIO, answers: "queue.SimpleQueue[bytes | None]") -> None:
    """Hand on what a process answers; None when it ends or answers what is none."""
    with contextlib.suppress(OSError, ValueError, WireError), stream:
        while (frame := receive(stream, MAX_ANSWER)) is not None:
            answers.put(frame)
    answers.put(None)
