"""Untrusted zips, .docx among them: opened within limits, so that none unpacks into more than a plan can be."""

import bz2
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from summarizer.documents.files import open_regular
from summarizer.errors import DocumentError

MAX_MEMBERS = 10_000
MAX_UNPACKED = 300_000_000
"""Bytes of all members together."""
MAX_RATIO = 250
"""Real documents shrink to a hundredth at most; only a bomb shrinks much further."""
_SMALL = 4_000_000
"""Up to so many bytes a member may shrink as it likes: blanks do."""
_PROTECTED = 1
_HEAD, _NAME_LENGTH, _MAGIC = 30, 26, b"PK\x03\x04"
"""What stands before a member: so many bytes, the lengths of its name and of what follows that, how it begins."""
_PIECE = 1 << 16
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip


@contextmanager
def opened(source: Path | bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """The zip, its directory checked. Raises :class:`DocumentError` for one that is damaged or beyond the limits."""
    with ExitStack() as stack:
        file = BytesIO(source) if isinstance(source, bytes) else stack.enter_context(open_regular(source, name))
        try:
            archive = stack.enter_context(zipfile.ZipFile(file))
        except OSError as error:
            raise DocumentError("unreadable", name=name, reason=error.strerror or error) from None
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise DocumentError("zip-damaged", name=name, reason=error) from None
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        bomb = any(
            member.file_size > _SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size)
            for member in members
        )
        if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or bomb:
            raise DocumentError("zip-too-large", name=name, files=len(members), size=f"{unpacked:,}")
        yield archive


def read_member(file: BinaryIO | zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """A member's bytes, no more than its directory says. Raises :class:`DocumentError` where it cannot be read.

    Of the zip's file the directory is not read again: thousands of members would each read thousands of lines.
    zipfile itself takes a directory's word for a size only once all is unpacked.
    """
    if member.flag_bits & _PROTECTED:
        raise DocumentError("zip-protected", name=name)
    try:
        return _unpacked(file.fp if isinstance(file, zipfile.ZipFile) else file, member, name)
    except _BROKEN as error:
        raise DocumentError("zip-damaged", name=name, reason=error) from None


def _unpacked(file: Any, member: zipfile.ZipInfo, name: str) -> bytes:
    file.seek(member.header_offset)
    head = file.read(_HEAD)
    if head[:4] != _MAGIC:
        raise DocumentError("archive-changed", name=name)
    lengths = (int.from_bytes(head[at : at + 2], "little") for at in (_NAME_LENGTH, _NAME_LENGTH + 2))
    file.seek(sum(lengths), 1)
    left, size = member.compress_size, 0
    pieces: list[bytes] = []
    unpack = _unpacker(member)
    while left > 0 and size <= member.file_size:
        packed = file.read(min(left, _PIECE))
        if not packed:
            raise EOFError("cut off")
        left -= len(packed)
        pieces.append(unpack(packed, member.file_size - size + 1))
        size += len(pieces[-1])
    data = b"".join(pieces)
    if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
        raise DocumentError("archive-changed", name=name)
    return data


def _unpacker(member: zipfile.ZipInfo) -> Callable[[bytes, int], bytes]:
    """What unpacks the next piece, into so many bytes at the most."""
    match member.compress_type:
        case zipfile.ZIP_STORED:
            return lambda packed, most: packed[:most]
        case zipfile.ZIP_DEFLATED:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress
        case zipfile.ZIP_BZIP2:
            return bz2.BZ2Decompressor().decompress
    raise NotImplementedError(f"compression {member.compress_type}")
