"""A file that appears whole or not at all: written beside its final place, which it takes in one step."""

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import BinaryIO

from summarizer.errors import SummarizerError, UsageError
from summarizer.writing.spared import Spared

if sys.platform != "win32":
    import fcntl


_DRAFT = re.compile(r"\.summarize-[0-9]+(-[0-9a-f]+)?\.tmp")


class AtomicFile:
    """A file begun with the first piece. Raises :class:`SummarizerError` where that fails, and leaves nothing behind.

    Its writer holds a lock on it: by having none, the draft of a run that was killed is known, and removed by the
    next run that writes into the same folder. (Not on Windows, which has no such lock.)
    """

    stream = None

    def __init__(self, path: Path, within: Path | None = None, spared: Spared | None = None) -> None:
        """``within`` is the folder that ``path`` was made up in; a link that leads out of it is not written through.

        What is ``spared`` is not written over, nor is what was written before beside it.
        """
        self._given, self._within = path, within
        self._spared = Spared() if spared is None else spared
        self._final = self._draft = path

    @cached_property
    def buffer(self) -> BinaryIO:
        """The draft, open for bytes."""
        with self._naming():
            final = self._given.resolve()  # a link keeps pointing where it points
            self._check()
            if self._within is not None:
                if not final.is_relative_to(self._within.resolve()):
                    raise SummarizerError("link-out-of-folder", path=self._given, folder=self._within)
                self._within.mkdir(parents=True, exist_ok=True)
            there = final.stat() if final.exists() else None
            if there is not None and not stat.S_ISREG(there.st_mode):
                if self._within is not None and not final.is_dir():  # a pipe that nobody reads would hold the run
                    raise SummarizerError("no-regular-file", path=self._given)
                return self._given.open("wb")  # /dev/null is written to, not replaced
            if there is not None and not os.access(final, os.W_OK):  # a draft could take its place nevertheless
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            self._final = final
            _sweep(final.parent)
            self._draft, file = _begun(final.parent)
            if there is not None:
                with contextlib.suppress(OSError):  # what only its owner could read stays so
                    self._draft.chmod(stat.S_IMODE(there.st_mode))
            return file

    def _check(self) -> None:
        """Look again before it is begun: a link may have come since the run did, or been written through by it."""
        try:
            self._spared.check(self._given)
        except UsageError as error:  # by now it is the error of one document
            raise SummarizerError(error.code, **error.params) from None

    def write(self, piece: str | bytes) -> None:
        """Add bytes, or text, which becomes UTF-8."""
        with self._naming():
            self.buffer.write(encoded(piece))

    def close(self, *, keep: bool) -> list[Path]:
        """Let the draft take the file's place, or drop it; the file, where it now stands."""
        if "buffer" not in vars(self):  # nothing was written
            return []
        drafted = self._draft != self._final
        try:
            if keep:
                with self._naming():
                    self.buffer.flush()
                    if drafted:
                        if sys.platform == "win32":  # which moves no open file; elsewhere one unlocked would be swept
                            self.buffer.close()
                        self._draft.replace(self._final)
                        self._spared.add([self._final], "output-twice")
        finally:
            with contextlib.suppress(OSError):  # told by the flush already
                self.buffer.close()
            if drafted:
                self._draft.unlink(missing_ok=True)
        return [self._given] if keep else []

    @contextlib.contextmanager
    def _naming(self) -> Iterator[None]:
        """An error names the file that was asked for, not the draft that nobody knows of."""
        try:
            yield
        except OSError as error:
            raise SummarizerError("cannot-write", path=self._given, reason=error.strerror or error) from error


def write_file(path: Path, content: str | bytes, *, within: Path | None = None, spared: Spared | None = None) -> None:
    """Write a whole file, and the folders that it wants.

    Raises :class:`SummarizerError` where that fails; the older file is still there then.
    """
    file, complete = AtomicFile(path, within, spared), False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SummarizerError("cannot-write", path=path, reason=error.strerror or error) from error
    try:
        file.write(content)
        complete = True
    finally:
        file.close(keep=complete)


def check_file(path: Path, spared: Spared | None = None) -> None:
    """Raise the :class:`SummarizerError` that writing the file would end in, as far as it is to be seen now."""
    if spared is not None:
        spared.check(path)
    if path.is_dir():
        raise SummarizerError("cannot-write", path=path, reason=os.strerror(errno.EISDIR))
    check_folder(path.absolute().parent, named=path)
    if path.exists() and not os.access(path, os.W_OK):
        raise SummarizerError("cannot-write", path=path, reason=os.strerror(errno.EACCES))


def check_folder(folder: Path, named: Path | None = None) -> None:
    """Raise :class:`SummarizerError` if nothing can be written into ``folder``, which need not be there yet."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    for fails, number in ((not there.is_dir(), errno.ENOTDIR), (not os.access(there, os.W_OK | os.X_OK), errno.EACCES)):
        if fails:
            raise SummarizerError("cannot-write", path=named or folder, reason=os.strerror(number))


def encoded(piece: str | bytes) -> bytes:
    """``piece`` as a file holds it."""
    return piece.encode("utf-8", "backslashreplace") if isinstance(piece, str) else piece


def _begun(folder: Path) -> tuple[Path, BinaryIO]:
    """A new draft, locked. Raises :class:`OSError`."""
    while True:
        # Not named after the file, whose name may be as long as a name can be.
        path = folder / f".summarize-{os.getpid()}-{secrets.token_hex(4)}.tmp"
        file = path.open("xb")
        if sys.platform == "win32":
            return path, file
        with contextlib.suppress(OSError):  # a file system without locks, where nothing is swept either
            fcntl.flock(file, fcntl.LOCK_EX)
        if path.exists():
            return path, file
        file.close()  # swept by another run in the moment before it was locked


@cache
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
