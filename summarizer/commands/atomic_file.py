"""A file that appears whole or not at all: written beside its final place, which it takes in one step."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import secrets
import sys
from typing import TYPE_CHECKING, BinaryIO, Final, TextIO

from summarizer.errors import SummarizerError

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DRAFT: Final = re.compile(r"\.summarize-[0-9]+(-[0-9a-f]+)?\.tmp")


class AtomicFile:
    """The file being written. Raises :class:`SummarizerError` where that fails, and leaves nothing behind.

    Its writer holds a lock on it: by having none, the draft of a run that was killed is known, and removed by the
    next run that writes into the same folder. (Not on Windows, which has no such lock.)
    """

    def __init__(self, path: Path, within: Path | None = None) -> None:
        """``within`` is the folder that ``path`` was made up in; a link that leads out of it is not written through."""
        self._given = path
        with self._naming():
            final = path.resolve()  # a link keeps pointing where it points
            if within is not None and not final.is_relative_to(within.resolve()):
                raise SummarizerError("link-out-of-folder", path=path, folder=within)
            special = path.exists() and not path.is_file()  # /dev/null is written to, not replaced
            self._final = path if special else final
            if within is not None:
                within.mkdir(parents=True, exist_ok=True)
            if special:
                self._path, self._file = path, _opened(path, "w")
            else:
                _sweep(self._final.parent)
                self._path, self._file = _begun(self._final.parent)

    def write(self, data: str | bytes) -> None:
        """Add text, or bytes where there is no text."""
        with self._naming():
            if isinstance(data, str):
                self._file.write(data)
            else:
                self.buffer.write(data)

    @property
    def buffer(self) -> BinaryIO:
        """The draft as a file of bytes, for a format that is no text."""
        return self._file.buffer

    def close(self, *, keep: bool) -> None:
        """Let the draft take the file's place, or drop it."""
        try:
            if keep:
                with self._naming():
                    self._file.flush()
                    self._take_place()
        finally:
            with contextlib.suppress(OSError):  # told by the flush already
                self._file.close()
            if self._path != self._final:
                self._path.unlink(missing_ok=True)

    def _take_place(self) -> None:
        if self._path == self._final:
            return
        if sys.platform == "win32":  # which moves no open file; elsewhere one without its lock would be swept
            self._file.close()
        self._path.replace(self._final)

    @contextlib.contextmanager
    def _naming(self) -> Iterator[None]:
        """An error names the file that was asked for, not the draft that nobody knows of."""
        try:
            yield
        except OSError as error:
            raise SummarizerError("cannot-write", path=self._given, reason=error.strerror or error) from error


def _opened(path: Path, mode: str) -> TextIO:
    return path.open(mode, encoding="utf-8", errors="backslashreplace", newline="")  # type: ignore[return-value]


def _begun(folder: Path) -> tuple[Path, TextIO]:
    """A new draft, locked. Raises :class:`OSError`."""
    while True:
        # Not named after the file, whose name may be as long as a name can be.
        path = folder / f".summarize-{os.getpid()}-{secrets.token_hex(4)}.tmp"
        file = _opened(path, "x")
        if sys.platform == "win32":
            return path, file
        with contextlib.suppress(OSError):  # a file system without locks, where nothing is swept either
            fcntl.flock(file, fcntl.LOCK_EX)
        if path.exists():
            return path, file
        file.close()  # swept by another run in the moment before it was locked


@functools.cache
def _sweep(folder: Path) -> None:
    """Remove the drafts that no running process is writing; once a run."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        for path in [path for path in folder.iterdir() if _DRAFT.fullmatch(path.name)]:
            with contextlib.suppress(OSError):
                if path.is_file() and not path.is_symlink():
                    with path.open("r+b") as file:
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        path.unlink()
