"""Files that are no plain text, known by their first bytes or their suffix, and what to do about them."""

from __future__ import annotations

from summarizer.errors import UnsupportedFormatError

READ = "plain text (.txt, .md) in UTF-8, UTF-16, GB18030/GBK or Big5"
"""The formats that are read, for messages."""

_WORD = ("a Word file", "save it in Word as plain text (.txt, encoding UTF-8)")
_EXCEL = ("an Excel file", "copy the text into a .txt file")
_SLIDES = ("a slide show", "copy the text into a .txt file")
_OPEN = ("an OpenDocument file", "save it as plain text (.txt)")
_PDF = ("a PDF", "copy its text into a .txt file")
_HTML = ("a web page", "open it in a browser and save the text as .txt")
_IMAGE = ("an image", "type or OCR its text into a .txt file")
_ARCHIVE = ("an archive", "unpack it and give the text files in it")
_BOOK = ("an e-book", "copy its text into a .txt file")

_BY_SUFFIX = {
    suffix: kind
    for suffixes, kind in (
        (".doc .docx .docm .dot .dotx .wps .rtf", _WORD),
        (".xls .xlsx .xlsm .et", _EXCEL),
        (".ppt .pptx .dps", _SLIDES),
        (".odt .ods .odp", _OPEN),
        (".pdf .ofd .caj", _PDF),
        (".html .htm .xhtml .mht .mhtml", _HTML),
        (".png .jpg .jpeg .gif .bmp .tif .tiff .webp", _IMAGE),
        (".zip .rar .7z .gz .tar .tgz .bz2 .xz", _ARCHIVE),
        (".epub .mobi .azw3", _BOOK),
    )
    for suffix in suffixes.split()
}
_BY_MAGIC = (
    (b"PK\x03\x04", ("a zipped file (Word, Excel, OpenDocument or an archive)", _WORD[1])),
    (b"PK\x05\x06", _ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("an old Word or Excel file", _WORD[1])),
    (b"{\\rtf", ("a Word file (RTF)", _WORD[1])),
    (b"%PDF-", _PDF),
    (b"\x89PNG\r\n", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"Rar!\x1a", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b\x08", _ARCHIVE),
)


def refuse_unsupported(suffix: str, data: bytes, name: str) -> None:
    """Raise :class:`UnsupportedFormatError` where ``suffix`` or the first bytes of ``data`` tell another format.

    ``data`` may be empty: then the suffix alone decides. A suffix unknown here is read as text.
    """
    kind = _BY_SUFFIX.get(suffix.lower()) or next((kind for magic, kind in _BY_MAGIC if data.startswith(magic)), None)
    if kind:
        what, instead = kind
        raise UnsupportedFormatError(f"{name}: {what} is not read yet; {instead}. Read is: {READ}")
