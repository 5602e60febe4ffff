"""The folders that a client may have files read from; nothing outside of them, whatever a path or a link says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.documents.document import Fetched
from summarizer.documents.files import read_regular
from summarizer.documents.formats import KNOWN_SUFFIXES
from summarizer.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.documents.bounds import Bounds

_MOST_SEEN = 100_000
"""Entries of all folders together that a listing looks at."""
_MOST_SHOWN = 200
"""Characters of a path in an error: what is wrong stands behind it."""


class Roots:
    """Allowed folders, links resolved. Raises :class:`UsageError` for one that is no folder."""

    def __init__(self, folders: Sequence[str | Path]) -> None:
        found = []
        for folder in folders:
            try:
                path = Path(folder).expanduser().resolve(strict=True)
            except (OSError, RuntimeError):
                raise UsageError("no-such-root", name=folder) from None
            if not path.is_dir():
                raise UsageError("no-such-root", name=folder)
            found.append(path)
        self._folders = tuple(dict.fromkeys(found))

    def __bool__(self) -> bool:
        return bool(self._folders)

    def read(self, given: str, bounds: Bounds) -> Fetched:
        """The bytes of a file under the roots: ``given`` is relative to one of them, or the whole path.

        Raises :class:`DocumentError`, in the client's own words for the file: what there is outside of the roots is
        not told apart from what there is not.
        """
        shown = given if len(given) <= _MOST_SHOWN else given[:_MOST_SHOWN] + "…"
        for folder in self._folders:
            try:
                path = (folder / given).resolve(strict=True)  # an absolute path stands for itself
            except (OSError, ValueError, RuntimeError):
                continue
            if any(path.is_relative_to(root) for root in self._folders):
                return Fetched(read_regular(path, shown, bounds.most_bytes), path.name)
        raise DocumentError("not-under-roots", name=shown)

    def files(self) -> Iterator[str]:
        """The files under the roots that are read, by name, as :meth:`read` takes them; no more than it looks at."""
        left = _MOST_SEEN
        named: set[str] = set()
        for root in self._folders:
            for folder, folders, files in os.walk(root):  # follows no links to folders
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                left -= len(files) + 1
                if left < 0:
                    return
                for path in (Path(folder, name) for name in sorted(files) if not name.startswith((".", "~$"))):
                    if path.suffix.lower() in KNOWN_SUFFIXES and self._holds(path):
                        short = path.relative_to(root).as_posix()
                        yield str(path) if short in named else short
                        named.add(short)

    def _holds(self, path: Path) -> bool:
        """Whether a file is under the roots, and not only a link to elsewhere."""
        if not path.is_symlink():
            return True
        try:
            there = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return False
        return there.is_file() and any(there.is_relative_to(root) for root in self._folders)
