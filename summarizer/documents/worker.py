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
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from summarizer.documents.building import brief
from summarizer.documents.readers import read
from summarizer.documents.wire import MADE, dumped, receive, send
from summarizer.errors import DocumentError, SummarizerError

_MAX_REQUEST = 1 << 34
_PATIENCE = 1.5
"""By how much longer than its time a reading lives on where nobody is left to end it."""
_MAX_WRITTEN = 1 << 26


def main() -> None:
    """Read files until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business, which ends this one
    source, sink = cast("BinaryIO", sys.stdin.buffer), os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)  # what a library prints is no answer
    send(sink, b"ready")
    while (head := receive(source, _MAX_REQUEST)) is not None:
        data = receive(source, _MAX_REQUEST)
        if data is None:
            return
        asked = json.loads(head)
        _hold(asked["memory"])
        faulthandler.dump_traceback_later(asked["seconds"] * _PATIENCE, exit=True, file=quiet)
        answer = _answer(_called if "call" in asked else _read, asked, data)
        del data
        send(sink, answer)
        del answer
        faulthandler.cancel_dump_traceback_later()


def _read(asked: dict[str, Any], data: bytes) -> bytes:
    return dumped(read(asked["kind"], data, asked["name"]))


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
        made = DocumentError("reader-failed", name=name, reason=f"{type(error).__name__}: {brief(error)}")
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
