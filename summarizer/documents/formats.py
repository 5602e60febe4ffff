"""What a file is, by its first bytes and its suffix, and what to do about one that is not read."""

from typing import Literal

from summarizer.errors import UnsupportedFormatError
from summarizer.messages import Message

Format = Literal["text", "markdown", "word", "pdf", "html", "mhtml", "office"]
"""``word`` is .docx and its kin; ``office`` is what LibreOffice turns into .docx first."""

_EXCEL, _SLIDES, _IMAGE, _ARCHIVE = "unread-excel", "unread-slides", "unread-image", "unread-archive"
_UNKNOWN = "unread-office"

_UNREAD = {
    suffix: code
    for suffixes, code in (
        (".xls .xlsx .xlsm .et .ods", _EXCEL),
        (".ppt .pptx .dps .odp", _SLIDES),
        (".ofd .caj", "unread-fixed-pages"),
        (".png .jpg .jpeg .gif .bmp .tif .tiff .webp", _IMAGE),
        (".rar .7z .gz .tar .tgz .bz2 .xz", _ARCHIVE),
        (".zip", "unread-zip"),
        (".epub .mobi .azw3", "unread-book"),
    )
    for suffix in suffixes.split()
}
OFFICE = frozenset(".doc .dot .wps .wpt .rtf .odt .ott".split())
"""The suffixes of what LibreOffice opens."""
_WORD = frozenset(".docx .docm .dotx .dotm".split())
_BY_SUFFIX: dict[str, Format] = {
    **dict.fromkeys(".txt .text".split(), "text"),
    **dict.fromkeys(".md .markdown".split(), "markdown"),
    **dict.fromkeys(_WORD, "word"),
    **dict.fromkeys(OFFICE, "office"),
    ".pdf": "pdf",
    **dict.fromkeys(".html .htm .xhtml".split(), "html"),
    **dict.fromkeys(".mht .mhtml".split(), "mhtml"),
}
KNOWN_SUFFIXES = frozenset(_BY_SUFFIX)
"""What a folder or an archive is searched for."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_ZIPPED = b"PK\x03\x04"
_OPEN_DOCUMENT_TEXT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_BY_MAGIC = (
    ((b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), _IMAGE),
    ((b"PK\x05\x06", b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"), _ARCHIVE),
)
_HEAD = 1024


def format_of(suffix: str, data: bytes, name: str) -> Format:
    """What the file is; its first bytes count for more than its ``suffix``, which many programs get wrong.

    ``data`` may be empty: then the suffix alone decides. A suffix unknown here is read as text.
    Raises :class:`UnsupportedFormatError` for what is not read.
    """
    suffix = suffix.lower()
    unread = _UNREAD.get(suffix) or next((code for magic, code in _BY_MAGIC if data.startswith(magic)), None)
    if unread:
        raise _unsupported(name, unread)
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_RTF):
        return "office"
    if data.startswith(_ZIPPED):
        return _zipped(data, name)
    if data.startswith(_OLE):
        return _old(suffix, data, name)
    known = _BY_SUFFIX.get(suffix, "text")
    if known in {"word", "office", "pdf"} and data:
        return _misnamed(suffix, data, name)
    return known


def _zipped(data: bytes, name: str) -> Format:
    if b"word/" in data or b"word\\" in data:  # names stand uncompressed in a zip
        return "word"
    if _OPEN_DOCUMENT_TEXT in data[:_HEAD]:
        return "office"
    raise _unsupported(name, _EXCEL if b"xl/" in data else _SLIDES if b"ppt/" in data else _UNKNOWN)


def _old(suffix: str, data: bytes, name: str) -> Format:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnsupportedFormatError("file-protected", name=name)
    if "WordDocument".encode("utf-16-le") in data or suffix in OFFICE:
        return "office"
    raise _unsupported(name, _UNKNOWN)


def _misnamed(suffix: str, data: bytes, name: str) -> Format:
    """A .doc that is a web page or plain text, as old office systems write them; a .docx or .pdf that is neither."""
    head = data[:_HEAD].lower()
    if suffix in OFFICE:
        return "html" if b"<html" in head else "mhtml" if b"mime-version:" in head else "text"
    raise UnsupportedFormatError("no-word-file" if suffix in _WORD else "no-pdf", name=name)


def _unsupported(name: str, code: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(code, name=name, formats=Message("formats-read"))
