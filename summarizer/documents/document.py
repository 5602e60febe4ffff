"""The document as every later stage sees it: one text that nobody rewrites, and what is known about it."""

from __future__ import annotations

import hashlib
import re
import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from summarizer.documents.bounds import USUAL, Bounds
from summarizer.documents.building import Builder
from summarizer.documents.decoding import Decoded, decode
from summarizer.documents.files import check_name, printable, read_regular, read_stream, too_large
from summarizer.documents.formats import format_of
from summarizer.documents.furniture import find_furniture, written_lines
from summarizer.documents.joined import Offsets, without
from summarizer.documents.language import language_of
from summarizer.documents.layout import Layout
from summarizer.documents.markup import find_markup
from summarizer.documents.metadata import find_metadata, own_title
from summarizer.documents.normalising import replaced, unify_newlines, view_of
from summarizer.documents.parts import Certainty, Metadata, Place, Span, Table
from summarizer.documents.tabbed import tabbed_tables
from summarizer.errors import check_type
from summarizer.languages import UNKNOWN, find
from summarizer.messages import Message

STDIN = "-"
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A loaded document.

    ``text`` is the decoded file, BOM dropped, CRLF and CR turned to LF; of a file that is no plain text (Word,
    Excel, CSV, PDF, HTML, Markdown) it is the text that its reader sees, a line a paragraph. ``view`` has the same
    length, character for character: full-width forms, exotic spaces and traditional characters
    are mapped one to one so that rules need to know only one spelling. Offsets into one are
    offsets into the other. ``furniture`` are sorted, disjoint spans (navigation, markup,
    copyright lines, spam) that no stage extracts from.
    """

    name: str
    sha256: str
    text: str
    view: str
    encoding: str = "utf-8"
    furniture: tuple[Span, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    language: str = "zh"
    """``zh`` (simplified), ``zh-Hant`` (traditional), ``en``, ``de`` … or ``und``, of a text in no language."""
    notices: tuple[Message, ...] = ()
    """What the reader has to know of it, e.g. ``Message("not-chinese")``."""
    places: tuple[Place, ...] = ()
    """Sorted by ``start``; empty where the text is the file itself."""
    headings: tuple[tuple[int, int], ...] = ()
    """``(start, level)`` of the lines that the file itself marks as headings, sorted; levels count from 1."""
    tables: tuple[Table, ...] = ()
    gaps: tuple[tuple[int, int, Message], ...] = ()
    """Where something of the file is missing in the text, and why."""
    certainties: tuple[Certainty, ...] = ()
    """Sorted, disjoint: what was recognised in pictures of pages, and how certain it is."""
    joined: Joined | None = None
    """What is read instead where lines are broken by hand or characters are set apart; None where nothing is."""

    @staticmethod
    def from_bytes(data: bytes, name: str, bounds: Bounds = USUAL) -> Document:
        """The document of a file's bytes and its name.

        Raises as :func:`load` does, and :class:`~summarizer.errors.UsageError` where they are something else.
        """
        return content_of(data, name, bounds).document()

    @staticmethod
    def from_text(text: str, name: str) -> Document:
        """The document of a string and its name; its ``sha256`` is that of its UTF-8 bytes.

        Raises :class:`~summarizer.errors.UsageError` where they are something else.
        """
        check_type("text", text, str)
        check_type("name", name, str)
        # A lone surrogate cannot be written as UTF-8, so neither printed nor hashed.
        sound, damaged = _SURROGATE.subn("\ufffd", text) if not text.isascii() else (text, 0)
        digest = hashlib.sha256(sound.encode("utf-8")).hexdigest()
        return _of_text(printable(name), digest, Decoded(sound, "utf-8", damaged))

    @property
    def read(self) -> Document:
        """The document that is read: itself, or what :attr:`joined` holds."""
        return self.joined.document if self.joined else self

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of what is read stands in this document."""
        return self.joined.offsets.before(start, end) if self.joined else (start, end)

    def place(self, offset: int) -> Place | None:
        """Where ``offset`` stands in the file; None in a plain text."""
        if not self.places:
            return None
        index = bisect_right(self.places, offset, key=lambda place: place.start) - 1
        return self.places[index] if index >= 0 else None


@dataclass(frozen=True, slots=True)
class Joined:
    """What is read: ``document`` is made of the text without what only lays it out; ``offsets`` lead back."""

    document: Document
    offsets: Offsets


class Fetched(NamedTuple):
    """A file's bytes, and what the document is to be called."""

    data: bytes
    name: str


class Content(NamedTuple):
    """A file as its reader leaves it: the text of a formatted one, the bytes of a plain text."""

    name: str
    sha256: str
    made: Builder | bytes

    def document(self) -> Document:
        """The document: what takes this process's time. Raises as :func:`load` does for a plain text."""
        if isinstance(self.made, bytes):
            return _of_text(self.name, self.sha256, decode(self.made, self.name))
        return _document(self.name, self.sha256, self.made.text, self.made)


def load(source: str | Path, *, name: str | None = None, bounds: Bounds = USUAL) -> Document:
    """Read a file of any format that is read, or standard input for ``-``.

    ``name`` is what the document is called from then on; by default its file name, ``stdin`` for ``-``. ``bounds``
    are what it may take.

    Raises:
        DocumentError: there is no such file, it is a folder, a pipe or a device, it may not be read, it is binary or
            damaged, or protected, or what reads its format, or a picture of a page, is not installed; it is larger, or
            takes more memory or time, than ``bounds`` says.
        UnsupportedFormatError: slides and the like.
        DecodingError: no Chinese or Unicode encoding fits.
    """
    return Document.from_bytes(*fetch(source, name, bounds), bounds)


def fetch(source: str | Path, name: str | None = None, bounds: Bounds = USUAL) -> Fetched:
    """What :func:`load` makes a document of; raises :class:`DocumentError` as it does."""
    if source == STDIN:
        name = name or "stdin"
        return Fetched(read_stream(sys.stdin.buffer, name, bounds.most_bytes), name)
    path = Path(source)
    check_name(path)
    shown = printable(str(path))
    format_of(path.suffix, b"", shown)
    return Fetched(read_regular(path, shown, bounds.most_bytes), name or path.name)


def content_of(data: bytes, name: str, bounds: Bounds = USUAL) -> Content:
    """What a file holds, read in a process of its own where it is no plain text; raises as :func:`load` does.

    This waits for other processes and takes next to no time of this one's.
    """
    check_type("data", data, (bytes, bytearray, memoryview))
    check_type("name", name, str)
    data, name = bytes(data), printable(name)  # of bytes no copy is made
    suffix = Path(name).suffix
    kind = format_of(suffix, data, name)
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > (most := bounds.text_bytes if kind == "text" else bounds.file_bytes):
        raise too_large(name, most)
    if kind == "text":
        return Content(name, digest, data)
    from summarizer.documents.workers import read

    if kind in {"office", "xlsb"}:
        from summarizer.documents.office import to_docx, to_xlsx

        kind, data = ("word", to_docx(data, suffix, name)) if kind == "office" else ("workbook", to_xlsx(data, name))
    return Content(name, digest, read(kind, data, name, bounds))


def _of_text(name: str, digest: str, decoded: Decoded) -> Document:
    return _document(name, digest, unify_newlines(decoded.text), Builder(decoded.notices, decoded.encoding))


def _document(name: str, digest: str, text: str, built: Builder, *, joins: bool = True) -> Document:
    view = view_of(text)
    markup = find_markup(view)
    language = language_of(text, markup.plain)
    pack = find(language)
    lines = written_lines(markup.plain)
    around = merged([*find_furniture(lines, pack.furniture), *built.furniture])
    furniture = merged([*markup.spans, *around])
    content = replaced(markup.plain, ((*span, " " * (span.end - span.start)) for span in around))
    tables = tuple(built.tables) or tabbed_tables(text, pack.tables.HEAD)
    joined = (
        _joined(name, digest, text, built, Layout(text, markup.plain, lines, around, tables, pack)) if joins else None
    )
    called = own_title(built.title, pack.headings)
    metadata, title = find_metadata(text, markup.plain, content, furniture, pack.metadata, called)
    if len(title) == 1:
        later = (line for line in lines if line.start > title[0].end and line.text == title[0].text)
        furniture = merged([*furniture, *(Span(line.start, line.end) for line in later)])
    notices = built.notices
    if not view.strip():
        notices.append(Message("empty"))
    elif not content.strip():
        notices.append(Message("only-furniture"))
    elif not language.startswith("zh") and (unread := "chinese-rules-only" if language == UNKNOWN else pack.unread):
        notices.append(Message("not-chinese", {"read": Message(unread, {"language": pack.name} if pack.name else {})}))
    return Document(
        name=name,
        sha256=digest,
        text=text,
        view=view,
        encoding=built.encoding,
        furniture=tuple(furniture),
        metadata=joined.document.metadata if joined else metadata,
        language=language,
        notices=tuple(notices),
        places=tuple(built.places),
        headings=tuple(built.headings),
        tables=tables,
        gaps=tuple(built.gaps),
        certainties=tuple(built.certainties),
        joined=joined,
    )


def _joined(name: str, digest: str, text: str, built: Builder, layout: Layout) -> Joined | None:
    """What is read instead of the text, and in ``built`` what is to be said of it; None where nothing is lost."""
    found = layout.lost({start for start, _ in built.headings})
    if not found:
        return None
    built.notices += found.notices
    shorter, offsets = without(text, found.stretches)
    inner = Builder(encoding=built.encoding, title=built.title)
    inner.headings = [(offsets.after(start), level) for start, level in built.headings]
    inner.tables = [*map(offsets.table, built.tables)]
    inner.furniture = [*map(offsets.span, built.furniture)]
    return Joined(_document(name, digest, shorter, inner, joins=False), offsets)


def merged(spans: list[Span]) -> list[Span]:
    """``spans`` sorted, and joined where they overlap or touch."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
