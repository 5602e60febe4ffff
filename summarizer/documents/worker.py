"""The process that reads files: asked one after the other, held to its memory and time, trusted with nothing.

It is started by :mod:`~summarizer.documents.workers` and ends with its standard input. It gets a file's bytes rather
than its path, no key of the environment, and answers in JSON.
"""

import contextlib
import faulthandler
import json
import os
import pkgutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO, cast

from summarizer.documents.bounds import STARVED
from summarizer.documents.readers import read
from summarizer.documents.wire import MADE, MORE, dumped, receive, send
from summarizer.errors import DocumentError, SummarizerError

_MAX_REQUEST = 1 << 34
_PATIENCE = 1.5 * STARVED
"""By how much longer than its time a reading lives on where nobody is left to end it."""
_IN_TIME = 0.8
"""The part of its time in which pages are recognised: what is there by then is handed over, the rest named."""
_MAX_WRITTEN = 1 << 26
_MOST_SAID = 120
"""Characters of what a library says of its failure."""


def main() -> None:
    """Read files until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business, which ends this one
    source, sink = cast("BinaryIO", sys.stdin.buffer), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # what a library prints is no answer
    send(sink, b"ready")
    while (head := receive(source, _MAX_REQUEST)) is not None:
        data = receive(source, _MAX_REQUEST)
        if data is None:
            return
        asked = json.loads(head)
        _hold(asked["memory"])
        _end_after(asked["seconds"])
        answer = _answer(_called if "call" in asked else partial(_read, sink), asked, data)
        del data
        send(sink, answer)
        del answer
        faulthandler.cancel_dump_traceback_later()


def _end_after(seconds: float) -> None:
    """End this process once nobody can be waiting for it any more."""
    faulthandler.dump_traceback_later(seconds * _PATIENCE, exit=True, file=1)


def _read(sink: BinaryIO, asked: dict[str, Any], data: bytes) -> bytes:
    began = time.monotonic()

    def more(pages: int) -> float:
        seconds: float = asked["seconds"] + pages * asked["page_seconds"]
        send(sink, MORE + str(pages).encode())
        _end_after(seconds)
        return began + seconds * _IN_TIME

    return dumped(read(asked["kind"], data, asked["name"], more))


def _called(asked: dict[str, Any], data: bytes) -> bytes:
    """What a function of ours makes of the bytes, after a sign that it is no error."""
    made: bytes = pkgutil.resolve_name(asked["call"])(data, asked["seconds"])
    return MADE + made


def _answer(make: Callable[[dict[str, Any], bytes], bytes], asked: dict[str, Any], data: bytes) -> bytes:
    made: SummarizerError
    name = asked["name"]
    try:
        return make(asked, data)
    except SummarizerError as error:
        made = error
    except MemoryError:
        made = DocumentError("reader-memory", name=name)
    except RecursionError:
        made = DocumentError("reader-too-deep", name=name)
    except Exception as error:  # noqa: BLE001 - whatever a reader trips over, it is this file's error
        what = " ".join(str(error).split())[:_MOST_SAID]
        made = DocumentError("reader-failed", name=name, reason=f"{type(error).__name__}: {what}")
    return dumped(made)


def _hold(memory: int) -> None:
    """Bound this process by the system, where the system can; elsewhere it is watched."""
    try:
        import resource
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _MAX_WRITTEN),
    ):
        with contextlib.suppress(ValueError, OSError):  # a lower one is set already
            resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))


if __name__ == "__main__":
    main()
