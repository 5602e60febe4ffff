"""PDFs with a text layer, in reading order: paragraphs put together again, running heads and page numbers left out."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from summarizer.documents import recognition
from summarizer.documents.building import Builder
from summarizer.documents.pages import PrintedPage, add_pages, listed
from summarizer.documents.pdf_chars import UNREADABLE, once, set_upright, unreadable
from summarizer.documents.pdf_lines import lines_of
from summarizer.documents.pdf_tables import tables_of, within
from summarizer.documents.scans import MAX_SIDE, More, recognised, unhurried
from summarizer.errors import DocumentError
from summarizer.messages import Message

_MAX_PAGES = 2000
_MAX_CHARACTERS = 60_000
"""Characters; a page that holds more is a drawing, not text."""
_DENSE = -1
"""Stands for the number of characters of a page that holds too many."""
_PICTURE = 0.5
"""A picture over so much of a page may be that of the page itself."""
_SMALLER, _STROKES = 0.05, 40
"""What a page without a character has to show to be no empty one: so much of it, or so many drawn lines."""
_STAMP = 60
"""Characters; what a scanner or an app prints over the picture of a page is shorter."""
_END, _TAIL = b"%%EOF", 2048
"""What a PDF ends with, and within how many of its last bytes."""
_DOTS = 300 / 72
"""Pixels a point of a page whose picture is made."""


def read_pdf(data: bytes, name: str, more: More = unhurried) -> Builder:
    """The text of a PDF, pages that are pictures recognised.

    Raises :class:`DocumentError` for a scan where they cannot be, a protected or a damaged one.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    if not data:
        raise DocumentError("file-empty", name=name)
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            pages = [_page(page, data) for page in _limited(pdf.pages, name)]
    except (DocumentError, MemoryError, RecursionError):
        raise
    except Exception as error:
        if any(isinstance(each, PDFPasswordIncorrect) for each in (error, *error.args)):
            raise DocumentError("pdf-protected", name=name) from None
        inner = [*_behind(error)]
        for kind, code in ((RecursionError, "reader-too-deep"), (MemoryError, "reader-memory")):
            if any(isinstance(each, kind) for each in inner):
                raise DocumentError(code, name=name) from None
        cut = _END not in data[-_TAIL:]
        raise DocumentError("pdf-cut-off" if cut else "pdf-damaged", name=name) from error
    return _built(pages, data, name, more)


def _behind(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it came of; pdfplumber puts them into others."""
    for _ in range(10):
        yield error
        yield from (each for each in error.args if isinstance(each, BaseException))
        following = error.__cause__ or error.__context__
        if following is None:
            return
        error = following


class _PdfPage(NamedTuple):
    """What is kept of a page once it is closed."""

    page: PrintedPage
    characters: int
    unread: int
    pictured: float
    """How much of it pictures cover; all of it where it is drawn."""

    @property
    def scanned(self) -> bool:
        """Whether what it says stands in a picture, or in fonts that do not say which characters they show."""
        if self.characters == _DENSE:
            return False
        if self.characters == 0:
            return self.pictured >= _SMALLER
        covered = self.pictured >= _PICTURE and self.characters <= _STAMP
        return covered or self.unread > UNREADABLE * self.characters


def _limited(pages: list[Any], name: str) -> Iterator[Any]:
    if len(pages) > _MAX_PAGES:
        raise DocumentError("pdf-too-long", name=name, pages=len(pages), limit=_MAX_PAGES)
    for page in pages:
        yield page
        page.close()  # its layout is many times the size of its text


def _page(given: Any, data: bytes) -> _PdfPage:
    page, seen = set_upright(given, data)
    if len(seen) > _MAX_CHARACTERS:
        return _PdfPage(PrintedPage(page.page_number, []), _DENSE, 0, 0.0)
    upright = [char for char in seen if char["upright"]]
    # A few slanted characters are a watermark.
    chars = once(upright if len(upright) * 2 >= len(seen) else seen)
    unread = unreadable(chars)
    tables = list(tables_of(page, chars)) if len(page.rects) + len(page.lines) + len(page.curves) > 3 else []  # noqa: PLR2004
    outside = [char for char in chars if not any(within(char, table.box) for table in tables)]
    lines = lines_of(outside, page.page_number, height=float(page.height), width=float(page.width))
    pictured = _pictured(page)
    if page is not given:
        page.close()
    return _PdfPage(PrintedPage(page.page_number, lines, tables), len(chars), unread, pictured)


def _pictured(page: Any) -> float:
    """How much of a page pictures cover: a scanner may store it in strips, a program draw its characters as lines."""
    if not page.images and len(page.curves) >= _STROKES:
        return 1.0
    area = sum(abs((one["x1"] - one["x0"]) * (one["bottom"] - one["top"])) for one in page.images)
    return float(area) / max(1.0, float(page.width) * float(page.height))


def _built(seen: list[_PdfPage], data: bytes, name: str, more: More) -> Builder:
    builder = Builder()
    characters = sum(max(0, one.characters) for one in seen)
    dense = [one.page.number for one in seen if one.characters == _DENSE]
    scanned = [one.page.number for one in seen if one.scanned]
    empty = [one.page.number for one in seen if one.characters == 0 and not one.scanned]
    drawn = len(scanned) + len(empty) == len(seen)  # pictures, or characters as lines, or nothing at all
    if drawn:
        scanned, empty = sorted([*scanned, *empty]), []
    read: dict[int, PrintedPage] = {}
    if scanned and recognition.is_installed():
        read = {page.number: page for page in recognised(scanned, _Rendered(data), builder, more)}
        if drawn and not read and not builder.gaps:
            raise DocumentError("image-without-text", name=name)
    elif characters and sum(one.unread for one in seen) > UNREADABLE * characters:
        raise DocumentError("pdf-unreadable-fonts", name=name)
    elif drawn:
        raise DocumentError("pdf-scanned", name=name)
    elif scanned:
        builder.missing(Message("pages-scanned", {"pages": listed(scanned)}))
    if empty:
        builder.notices.append(Message("pages-without-text", {"pages": listed(empty)}))
    if dense:
        builder.missing(Message("pages-too-dense", {"pages": listed(dense)}))
    add_pages(builder, [_fuller(one, read.get(one.page.number)) for one in seen])
    return builder


def _fuller(seen: _PdfPage, read: PrintedPage | None) -> PrintedPage:
    """A page as it was recognised where that is more than what is printed over a picture of something else."""
    if read is None or (seen.characters and not seen.unread and _length(read) < 2 * _length(seen.page)):
        return seen.page
    return read


def _length(page: PrintedPage) -> int:
    return sum(len(line.text) for line in page.lines)


class _Rendered:
    """The pages of a PDF as PDFium shows them."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._document = pypdfium2.PdfDocument(data)

    def __call__(self, number: int) -> recognition.Picture | None:
        """The page ``number``; None where it cannot be shown."""
        import pypdfium2

        try:
            page = self._document[number - 1]
            scale = min(_DOTS, MAX_SIDE / max(1.0, *page.get_size()))
            shown = page.render(scale=scale).to_numpy()[:, :, :3].copy()
            page.close()
        except pypdfium2.PdfiumError:
            return None
        return shown
