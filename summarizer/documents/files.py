"""Files opened to be read: regular ones only, and no more of them than is asked for.

A pipe in a folder would hang the run, a device behind a link never end.
"""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from summarizer.errors import DocumentError

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that nobody writes to would not even open
)
_MB = 1_000_000
_LONGEST_NAME, _SHOWN = 255, 40
"""Bytes that a file system takes for a name, and characters of what is no name that an error shows."""


def printable(name: str) -> str:
    """A file name that can be printed and written as JSON, whatever bytes it came from."""
    return name.encode("utf-8", "replace").decode("utf-8")


def check_name(path: Path) -> None:
    """Raise :class:`DocumentError` where what should be a file's name is a text."""
    parts = (part.encode("utf-8", "replace") for part in path.parts)
    no_name = "\n" in str(path) or max(map(len, parts), default=0) > _LONGEST_NAME
    if no_name and not os.path.exists(path):  # noqa: PTH110 - Path's raises for a name that is too long
        start = printable(str(path)[:_SHOWN])
        raise DocumentError("text-for-a-file", name=" ".join(start.split()) + "…")


def open_regular(path: str | Path, shown: str) -> BinaryIO:
    """The file, opened; ``shown`` is what an error calls it. Raises :class:`DocumentError` where it is no such file."""
    try:
        handle = os.open(path, _FLAGS)
    except FileNotFoundError:
        raise DocumentError("no-such-file", name=shown) from None
    except (IsADirectoryError, PermissionError):  # the second is what Windows says of a folder
        raise DocumentError("is-a-folder" if Path(path).is_dir() else "no-permission", name=shown) from None
    except (OSError, ValueError) as error:
        raise DocumentError("unreadable", name=shown, reason=getattr(error, "strerror", None) or error) from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise DocumentError("is-a-folder" if stat.S_ISDIR(mode) else "not-regular", name=shown)
    return os.fdopen(handle, "rb")


def read_regular(path: str | Path, shown: str, most: int) -> bytes:
    """All that a file holds; raises as :func:`open_regular` does, and for one of more than ``most`` bytes."""
    with open_regular(path, shown) as file:
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise too_large(shown, most)
        try:
            return read_stream(file, shown, most, size)
        except OSError as error:
            raise DocumentError("unreadable", name=shown, reason=error.strerror or error) from None


def read_stream(stream: BinaryIO, shown: str, most: int, expected: int = 0) -> bytes:
    """All that a stream gives. Raises :class:`DocumentError` where that is more than ``most`` bytes."""
    pieces = [stream.read(expected + 1)]
    size = len(pieces[0])
    while pieces[-1]:
        if size > most:
            raise too_large(shown, most)
        pieces.append(stream.read(1 << 16))
        size += len(pieces[-1])
    return b"".join(pieces) if len(pieces) > 2 else pieces[0]  # noqa: PLR2004


def too_large(shown: str, most: int) -> DocumentError:
    """What is said of a file of more than ``most`` bytes."""
    return DocumentError("file-too-large", name=shown, limit=f"{most / _MB:g}")
