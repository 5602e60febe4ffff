"""The process that reads documents by rules: asked one after the other, it ends with its standard input.

It is started by :mod:`~summarizer.pipeline.processes`. Files that are no plain text it has read by a process of their
own, as everybody does: so what it answers is of our own making, and may be pickled.
"""

import gc
import os
import pickle
import signal
import sys
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from summarizer.documents.bounds import Bounds
from summarizer.documents.wire import receive, send
from summarizer.errors import SummarizerError
from summarizer.models import Summary
from summarizer.pipeline.extraction import by_rules
from summarizer.pipeline.reading import AnySource, Options
from summarizer.profiles.profile import load_profile

if TYPE_CHECKING:
    from summarizer.profiles.profile import Profile

MOST = 1 << 40
"""Bytes of what goes between the two processes, which trust each other."""

READY = b"ready"


class ProcessSetup(NamedTuple):
    """What is the same for all documents: the profile's name or folder, the options of the call, the bounds."""

    profile: str
    options: Options
    bounds: Bounds


class ProcessAnswer(NamedTuple):
    """The summary, or the error that there is instead."""

    summary: Summary | None
    error: Exception | None


def answered(source: AnySource, profile: "Profile", options: Options, bounds: Bounds) -> bytes:
    """What the rules make of a source: an :class:`ProcessAnswer`, pickled."""
    try:
        return pickle.dumps(ProcessAnswer(by_rules(source, profile, options, bounds), None))
    except Exception as error:  # noqa: BLE001 - whatever ails one document is its outcome
        if not isinstance(error, SummarizerError):  # where it was raised is told with SUMMARIZER_DEBUG=1
            error.add_note("".join(traceback.format_tb(error.__traceback__)))
        return _pickled(error)


def _pickled(error: Exception) -> bytes:
    try:
        made = pickle.dumps(ProcessAnswer(None, error))
        pickle.loads(made)  # noqa: S301 - just made; some errors only fail when they are read
    except Exception:  # noqa: BLE001 - an error of any library, made of anything
        return pickle.dumps(ProcessAnswer(None, RuntimeError(f"{type(error).__name__}: {error}")))
    return made


def main() -> None:
    """Read documents until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business, which ends this one (Windows)
    source, sink = cast("BinaryIO", sys.stdin.buffer), os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)  # what a library prints is no answer
    # Beside the next document: the other process may be busy and take its time to read a long answer.
    writer = ThreadPoolExecutor(1)
    writing: Future[None] | None = None
    setup: ProcessSetup | None = None
    while (asked := receive(source, MOST)) is not None:
        if setup is None:
            setup = cast("ProcessSetup", pickle.loads(asked))  # noqa: S301 - of the process that started this one
            profile = load_profile(setup.profile)
            gc.freeze()  # what is loaded by now stays: it need not be looked through again and again
            send(sink, READY)
            continue
        answer = answered(pickle.loads(asked), profile, setup.options, setup.bounds)  # noqa: S301
        if writing is not None:
            writing.result()
        writing = writer.submit(send, sink, answer)
