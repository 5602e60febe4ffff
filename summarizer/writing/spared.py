"""What a run may not write over: all that it reads, and what it has written itself."""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from summarizer.errors import UsageError

STDIO = "-"


class Spared:
    """The files that a run reads, each known by what it is, whatever name, link or case leads to it."""

    def __init__(self) -> None:
        self._held: dict[object, tuple[str, str]] = {}

    def add(self, names: Iterable[str | Path], code: str) -> None:
        """Spare files; ``code`` is of the message that says so. What is not there is passed over."""
        for name in names:
            for key in _keys(name, sys.stdin):
                self._held.setdefault(key, (str(name), code))

    def check(self, path: str | Path) -> None:
        """Raise :class:`UsageError` if ``path``, or standard output where it is ``-``, is one of these files."""
        for key in _keys(path, sys.stdout):
            if key not in self._held:
                continue
            name, code = self._held[key]
            if isinstance(key, tuple) and key not in _keys(name, sys.stdin):
                del self._held[key]  # that file is gone, and its number is another's now
                continue
            raise UsageError(code, path=path, name=name)


def _keys(name: str | Path, stream: object) -> list[object]:
    """What a file is the same by: device and number, also of what ``-`` stands for, and where it lies at last.

    Its place too, since an editor may put a new file there between reading and writing. Nothing for what is no regular
    file: a terminal or ``/dev/null`` can be both read and written.
    """
    try:
        there = os.fstat(stream.fileno()) if name == STDIO else Path(name).stat()  # type: ignore[attr-defined]
        if not stat.S_ISREG(there.st_mode):
            return []
        same: list[object] = [(there.st_dev, there.st_ino)]
        return same if name == STDIO else [*same, Path(name).resolve()]
    except (OSError, RuntimeError, ValueError, AttributeError):  # not there, or a stream that is no file
        return []
