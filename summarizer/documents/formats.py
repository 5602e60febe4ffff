"""What a file is, by its first bytes and its suffix, and what to do about one that is not read."""

from typing import Literal

from summarizer.errors import UnsupportedFormatError
from summarizer.messages import Message

Format = Literal[
    "text", "markdown", "word", "pdf", "ofd", "image", "html", "mhtml", "office",
    "workbook", "xls", "ods", "xlsb", "delimited",
]  # fmt: skip
"""``word`` is .docx and its kin, ``workbook`` .xlsx and its; LibreOffice turns ``office`` into the first and ``xlsb``
into the second.
"""

_SLIDES, _IMAGE, _ARCHIVE = "unread-slides", "unread-image", "unread-archive"
_UNKNOWN = "unread-office"

_UNREAD = {
    suffix: code
    for suffixes, code in (
        (".ppt .pptx .dps .odp", _SLIDES),
        (".caj", "unread-fixed-pages"),
        (".gif .heic .svg", _IMAGE),
        (".rar .7z .gz .tar .tgz .bz2 .xz", _ARCHIVE),
        (".zip", "unread-zip"),
        (".epub .mobi .azw3", "unread-book"),
    )
    for suffix in suffixes.split()
}
OFFICE = frozenset(".doc .dot .wps .wpt .rtf .odt .ott".split())
"""The suffixes of what LibreOffice opens."""
_WORD = frozenset(".docx .docm .dotx .dotm".split())
_EXCEL = frozenset(".xlsx .xlsm .xltx .xltm .xlsb .xls .xlt .et .ett .ods .ots".split())
_PLAIN_EXCEL = frozenset({".xls", ".et"})
"""Those under whose names web pages and plain text are found."""
_BY_SUFFIX: dict[str, Format] = {
    **dict.fromkeys(".txt .text".split(), "text"),
    **dict.fromkeys(".md .markdown".split(), "markdown"),
    **dict.fromkeys(_WORD, "word"),
    **dict.fromkeys(OFFICE, "office"),
    **dict.fromkeys(_EXCEL, "workbook"),
    **dict.fromkeys(".csv .tsv .tab".split(), "delimited"),
    ".pdf": "pdf",
    ".ofd": "ofd",
    **dict.fromkeys(".html .htm .xhtml".split(), "html"),
    **dict.fromkeys(".mht .mhtml".split(), "mhtml"),
}
KNOWN_SUFFIXES = frozenset(_BY_SUFFIX)
"""What a folder or an archive is searched for."""
PICTURES = frozenset(".png .jpg .jpeg .tif .tiff .bmp .webp".split())
"""The same, where there is nothing else: beside documents pictures are seldom pages of one."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_ZIPPED = b"PK\x03\x04"
_OPEN_DOCUMENT_TEXT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_OPEN_DOCUMENT_SHEETS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_SHEETS_OF_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_BY_MAGIC = (
    ((b"GIF8",), _IMAGE),
    ((b"PK\x05\x06", b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"), _ARCHIVE),
)
_PICTURED = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
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
    if data.startswith(_PICTURED) or suffix in PICTURES:
        return "image"
    if data.startswith(_RTF):
        return "office"
    if data.startswith(_ZIPPED):
        return _zipped(data, name)
    if data.startswith(_OLE):
        return _old(suffix, data, name)
    known = _BY_SUFFIX.get(suffix, "text")
    if known in {"word", "office", "pdf", "ofd", "workbook"} and data:
        return _misnamed(suffix, data, name)
    return known


def _zipped(data: bytes, name: str) -> Format:
    if _OPEN_DOCUMENT_SHEETS in data[:_HEAD]:
        return "ods"
    if b"xl/workbook" in data or b"xl\\workbook" in data:
        return "xlsb" if b"xl/workbook.bin" in data else "workbook"
    if b"word/" in data or b"word\\" in data:  # names stand uncompressed in a zip
        return "word"
    if b"OFD.xml" in data:
        return "ofd"
    if _OPEN_DOCUMENT_TEXT in data[:_HEAD]:
        return "office"
    raise _unsupported(name, _SLIDES if b"ppt/" in data else _UNKNOWN)


def _old(suffix: str, data: bytes, name: str) -> Format:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnsupportedFormatError("file-protected", name=name)
    word = "WordDocument".encode("utf-16-le") in data
    sheets = "Workbook".encode("utf-16-le") in data or "Book\0".encode("utf-16-le") in data
    if sheets and (suffix in _EXCEL or not word):  # either may hold a file of the other
        return "xls"
    if word or suffix in OFFICE:
        return "office"
    raise _unsupported(name, _UNKNOWN)


def _misnamed(suffix: str, data: bytes, name: str) -> Format:
    """A .doc or .xls that is a web page or plain text, as old office systems write them; else no file of its kind."""
    head = data[:_HEAD].lower()
    if suffix in OFFICE or suffix in _PLAIN_EXCEL:
        if _SHEETS_OF_2003 in head:
            return "xlsb"
        if b"<html" in head or b"<table" in head:
            return "html"
        return "mhtml" if b"mime-version:" in head else "text" if suffix in OFFICE else "delimited"
    others = {".pdf": "no-pdf", ".ofd": "no-ofd"} | dict.fromkeys(_EXCEL, "no-workbook")
    raise UnsupportedFormatError(others.get(suffix, "no-word-file"), name=name)


def _unsupported(name: str, code: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(code, name=name, formats=Message("formats-read"))
