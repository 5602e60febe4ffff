"""Untrusted zips, .docx among them: opened within limits, so that none unpacks into more than a plan can be."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from summarizer.errors import DocumentError

MAX_MEMBERS = 10_000
MAX_UNPACKED = 300_000_000
"""Bytes of all members together."""
MAX_RATIO = 250
"""Real documents shrink to a hundredth at most; only a bomb shrinks much further."""
_SMALL = 4_000_000
"""Up to so many bytes a member may shrink as it likes: blanks do."""


def opened(source: Path | bytes, name: str) -> zipfile.ZipFile:
    """The zip, its directory checked. Raises :class:`DocumentError` for one that is damaged or beyond the limits."""
    try:
        archive = zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise DocumentError("zip-damaged", name=name, reason=error) from None
    except OSError as error:
        raise DocumentError("unreadable", name=name, reason=error.strerror or error) from None
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > _SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size) for member in members
    )
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or bomb:
        archive.close()
        raise DocumentError("zip-too-large", name=name, files=len(members), size=f"{unpacked:,}")
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """A member's bytes, no more than its directory says. Raises :class:`DocumentError` where it cannot be read."""
    if member.flag_bits & 1:
        raise DocumentError("zip-protected", name=name)
    try:
        return archive.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DocumentError("zip-damaged", name=name, reason=error) from None
