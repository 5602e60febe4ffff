"""PDFs with a text layer, in reading order: paragraphs put together again, running heads and page numbers left out."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from summarizer.documents.building import Builder, brief
from summarizer.documents.language import pack_of
from summarizer.documents.pdf_chars import UNREADABLE, Char, set_upright, unreadable
from summarizer.documents.pdf_lines import PrintedLine, lines_of, without_running_lines
from summarizer.documents.pdf_paragraphs import Margins, paragraphs
from summarizer.documents.pdf_tables import PrintedTable, joined, tables_of, within
from summarizer.errors import DocumentError
from summarizer.messages import Message

_MAX_PAGES = 2000
_MAX_CHARACTERS = 60_000
"""Characters; a page that holds more is a drawing, not text."""
_MAX_LISTED = 10
_DENSE = -1
"""Stands for the number of characters of a page that holds too many."""


def read_pdf(data: bytes, name: str) -> Builder:
    """The text of a PDF. Raises :class:`DocumentError` for a scan, a protected or a damaged one."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

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
        raise DocumentError("pdf-damaged", name=name, reason=brief(error) or type(error).__name__) from error
    return _built(pages, name)


def _behind(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it came of; pdfplumber puts them into others."""
    for _ in range(10):
        yield error
        yield from (each for each in error.args if isinstance(each, BaseException))
        following = error.__cause__ or error.__context__
        if following is None:
            return
        error = following


class _Page(NamedTuple):
    """What is kept of a page once it is closed."""

    number: int
    lines: list[PrintedLine]
    tables: list[PrintedTable]
    characters: int
    unread: int


def _limited(pages: list[Any], name: str) -> Iterator[Any]:
    if len(pages) > _MAX_PAGES:
        raise DocumentError("pdf-too-long", name=name, pages=len(pages), limit=_MAX_PAGES)
    for page in pages:
        yield page
        page.close()  # its layout is many times the size of its text


def _page(given: Any, data: bytes) -> _Page:
    page, seen = set_upright(given, data)
    if len(seen) > _MAX_CHARACTERS:
        return _Page(page.page_number, [], [], _DENSE, 0)
    upright = [char for char in seen if char["upright"]]
    # A few slanted characters are a watermark.
    chars = _once(upright if len(upright) * 2 >= len(seen) else seen)
    unread = unreadable(chars)
    tables = list(tables_of(page, chars)) if len(page.rects) + len(page.lines) + len(page.curves) > 3 else []  # noqa: PLR2004
    outside = [char for char in chars if not any(within(char, table.box) for table in tables)]
    lines = lines_of(outside, page.page_number, height=float(page.height), width=float(page.width))
    if page is not given:
        page.close()
    return _Page(page.page_number, lines, tables, len(chars), unread)


def _once(chars: list[Char]) -> list[Char]:
    """The characters without those printed again over themselves, as programs do that have no bold face."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for char in chars:
        x, y = round(char["x0"] / 1.5), round(char["top"] / 1.5)
        near = ((char["text"], x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if any(place in seen for place in near) and char["text"].strip():
            continue
        seen.add((char["text"], x, y))
        kept.append(char)
    return kept


def _built(pages: list[_Page], name: str) -> Builder:
    builder = Builder()
    characters = sum(max(0, page.characters) for page in pages)
    dense = [page.number for page in pages if page.characters == _DENSE]
    if characters == 0 and not dense:
        raise DocumentError("pdf-scanned", name=name)
    if sum(page.unread for page in pages) > UNREADABLE * characters:
        raise DocumentError("pdf-unreadable-fonts", name=name)
    empty = [page.number for page in pages if page.characters == 0]
    if empty:
        builder.notices.append(Message("pages-without-text", {"pages": _listed(empty)}))
    if dense:
        builder.missing(Message("pages-too-dense", {"pages": _listed(dense)}))
    pack = pack_of("\n".join(line.text for page in pages for line in page.lines))
    cues = pack.furniture
    kept = without_running_lines([page.lines for page in pages], cues.PRINTED_PAGE_NUMBER)
    flow: list[PrintedLine | PrintedTable] = []
    for page, lines in zip(pages, kept, strict=True):
        flow += _placed(lines, page.tables)
    flow = joined(flow, pack.tables)
    margins = Margins([part for part in flow if isinstance(part, PrintedLine)])
    run: list[PrintedLine] = []
    for part in [*flow, None]:
        if isinstance(part, PrintedLine):
            run.append(part)
            continue
        for paragraph in paragraphs(run, margins, cues.PRINTED_ITEM):
            builder.pieces(paragraph)
        run = []
        if part is not None:
            builder.table(part.rows, pages=part.pages)
    return builder


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:_MAX_LISTED])) + ("…" if len(numbers) > _MAX_LISTED else "")


def _placed(lines: list[PrintedLine], tables: list[PrintedTable]) -> list[PrintedLine | PrintedTable]:
    """The lines of a page with its tables between them."""
    flow: list[PrintedLine | PrintedTable] = list(lines)
    for table in tables:
        at = next((i for i, part in enumerate(flow) if part.top > table.top), len(flow))
        flow.insert(at, table)
    return flow
