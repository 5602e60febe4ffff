"""Runs a program for as long as whoever started this one lives: ``python guard.py PROGRAM ARGUMENTS…``.

A process of its own, of the standard library alone. Its standard input is a pipe that the parent holds and
never writes to: the system closes it however the parent ends, kill -9 included, and then the program is
ended too. Its exit code is the program's, 128 and the signal's number where a signal ended that.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

_TERM_TIMEOUT = 3.0
SIGNALLED = 128
"""Added to a signal's number in the exit code, as shells do."""
_PR_SET_PDEATHSIG = 1


def main() -> int:
    """Run the program until it ends or the parent is gone; the exit code."""
    program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, preexec_fn=_dying_with_us())  # noqa: PLW1509, S603
    signal.signal(signal.SIGTERM, lambda *_: program.terminate())
    threading.Thread(target=_watch, args=(program,), daemon=True).start()
    code = program.wait()
    return code if code >= 0 else SIGNALLED - code


def _watch(program: subprocess.Popen[bytes]) -> None:
    """Read the pipe to its end, which comes when nobody holds its other side any more, and end the program."""
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    program.terminate()
    try:
        program.wait(_TERM_TIMEOUT)
    except subprocess.TimeoutExpired:
        program.kill()


def _dying_with_us() -> Callable[[], object] | None:
    """On Linux, what makes the kernel end the program also where this guard itself is killed."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
