"""Zips of strangers, .docx among them: opened within limits, so that none unpacks into more than a plan can be."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from summarizer.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST_MEMBERS = 10_000
MOST_UNPACKED = 300_000_000
"""Bytes of all members together."""
MOST_RATIO = 250
"""Real documents shrink to a hundredth at most; only a bomb shrinks much further."""
_SMALL = 4_000_000
"""Up to so many bytes a member may shrink as it likes: blanks do."""


def opened(source: Path | bytes, name: str) -> zipfile.ZipFile:
    """The zip, its directory checked. Raises :class:`DocumentError` for one that is damaged or beyond the limits."""
    try:
        archive = zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise DocumentError(f"{name}: the zipped file is damaged ({error}); copy or save it anew") from None
    except OSError as error:
        raise DocumentError(f"{name}: cannot be read ({error.strerror or error})") from None
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > _SMALL and member.file_size > MOST_RATIO * max(1, member.compress_size) for member in members
    )
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or bomb:
        archive.close()
        raise DocumentError(
            f"{name}: unpacks into {len(members)} files of {unpacked:,} bytes, which no plan needs; it is not read"
        )
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """A member's bytes, no more than its directory says. Raises :class:`DocumentError` where it cannot be read."""
    if member.flag_bits & 1:
        raise DocumentError(f"{name}: is protected by a password; unpack it and give the files in it")
    return _guarded(lambda: archive.read(member), name)


def _guarded(read: Callable[[], bytes], name: str) -> bytes:
    try:
        return read()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DocumentError(f"{name}: the zipped file is damaged ({error}); copy or save it anew") from None
