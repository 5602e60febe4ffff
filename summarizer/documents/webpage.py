"""Web pages as their reader sees them: every visible word once, in order, tables as tables.

trafilatura tells the main text from what stands around it. Nothing is dropped on its word: links that it leaves
out before and after the main text are marked as furniture, and where it leaves out what reads like a plan,
it is not believed.
"""

from __future__ import annotations

import email
import email.policy
import re
from typing import TYPE_CHECKING, Any

from summarizer.documents.building import Builder, Cell, tidy
from summarizer.documents.decoding import decode
from summarizer.documents.language import pack_of
from summarizer.documents.normalising import view_of
from summarizer.errors import DocumentError
from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.documents.parts import Span
    from summarizer.languages import FurnitureCues

Element = Any

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_META_WITHIN = 4096
_GB = {"gb2312", "gbk", "gb_2312-80", "x-gbk"}
_LONG_TAG = re.compile(rb"<([A-Za-z][A-Za-z0-9:-]{0,30})[^<>]{10000,}>")
"""A tag of thousands of attributes, each of which the parser compares with all, or of a picture's bytes."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[^;]*-through", re.IGNORECASE)
_MAX_STYLE = 4000
_NO_TEXT = frozenset("idna mbcs oem punycode raw_unicode_escape undefined unicode_escape".split())
"""Codecs of Python's that a page may name and that no page is written in."""
_SPANS = re.compile(r"\b(?:row|col)span(?=\s*=)", re.IGNORECASE)
_SILENT = frozenset(
    "script style noscript template head title meta link iframe object embed applet svg math canvas audio video map "
    "select option datalist textarea button input s strike del".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f“”‘’…—]"
_WRAPPED = re.compile(rf"(?<={_CJK})[ \t]*\n[ \t\n]*(?={_CJK})")
"""A line end of the source between two Chinese characters: browsers show no blank for it."""
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_MIN_KEPT = 8
_MAX_LEFT_OUT = 0.2
"""Share of the sentences that trafilatura may leave out and still be believed."""
_MAX_CELL = 400
_COLUMNS = 100
_MAX_PAGE = 2_000_000
_MAX_BLOCKS = 8_000
"""Bytes and blocks; in a longer page the surroundings are not looked for, which would take minutes."""
_MOST_COMPARED = 2_000
"""Blocks. Up to here trafilatura compares what it finds with what jusText finds, in the square of their number."""
_END_TAG = "x-end-of-page"
_END = f"<{_END_TAG}></{_END_TAG}>".encode()
_LAST_TAGS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
"""The parser passes over what stands behind them, as our own element would; pages need not write them."""
MAX_TITLE = 300
"""Characters of what a page says that it is called; what is longer says nothing."""
_MAX_DEPTH = 200
"""Elements in each other; what stands deeper is put beside its parent, for lxml builds no deeper tree."""


def read_html(data: bytes, name: str) -> Builder:
    """The text of a web page; raises as :func:`~summarizer.documents.decoding.decode` does."""
    from lxml import etree

    source = _DECLARATION.sub("", _decoded(data, name)).replace("\0", "").encode("utf-8", "replace")
    source = _LAST_TAGS.sub(b"", _LONG_TAG.sub(rb"<\1>", source))
    try:
        root, cut = _parsed(source)
    except etree.XMLSyntaxError as error:
        raise DocumentError("web-page-damaged", name=name, reason=error) from None
    walk = _PageWalk()
    if root is not None:
        walk.block(root)
        walk.flush()
        walk.builder.title = _title(root)
        blocks = sum(1 for _ in root.iter(*_BLOCKS))
        if len(source) <= _MAX_PAGE and blocks <= _MAX_BLOCKS:
            main = _main_text(source, alone=blocks > _MOST_COMPARED)
            _mark_surroundings(walk.builder, walk.written, main)
    if cut:
        walk.builder.missing(Message("page-cut-off"))
    return walk.builder


def _title(root: Element) -> str:
    """What the page's window is called; empty where it says nothing, or too much."""
    stated = next(root.iter("title"), None)
    title = " ".join((stated.text or "").split()) if stated is not None else ""
    return title if len(title) <= MAX_TITLE else ""


def add_fragment(source: str, builder: Builder) -> None:
    """Add what a browser shows of a piece of HTML inside another text."""
    root, cut = _parsed(f"<div>{source}</div>".replace("\0", "").encode("utf-8", "replace"))
    walk = _PageWalk(builder)
    if root is not None:
        walk.block(root)
        walk.flush()
    if cut:
        builder.missing(Message("page-cut-off"))


def _parsed(source: bytes) -> tuple[Element, bool]:
    """The page's root, and whether something of the page is not in it.

    The parser ends, as if the page did, where tags stand in each other too deep: hundreds that nobody closed do. And
    what follows a comment, a script or a tag that nobody closed is part of it. So an element of no text is put behind
    the page: where it is not seen, neither is all that stands before it.
    """
    from lxml import etree

    given: dict[str, Any] = {"encoding": "utf-8", "no_network": True, "huge_tree": True}
    parser = etree.HTMLParser(**given, remove_comments=True, remove_pis=True)
    root = etree.fromstring(source + _END, parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        parser = etree.HTMLParser(**given, target=_FlatTree())
        root = etree.fromstring(source + _END, parser)
        if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
            return root, True
    end = None if root is None else next(root.iter(_END_TAG), None)
    if end is not None:
        return root, any(around.tag in _SILENT or _hidden(around) for around in end.iterancestors())
    parser = etree.HTMLParser(**given, remove_comments=True, remove_pis=True)
    return etree.fromstring(source, parser), True


class _FlatTree:
    """Builds a tree as the parser tells of it, no deeper than may be."""

    def __init__(self) -> None:
        from lxml import etree

        self._builder = etree.TreeBuilder()
        self._open = 0
        self._last = ""
        """The one element below the deepest that may be which is open."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._open > _MAX_DEPTH:
            self._builder.end(self._last)
        self._open += 1
        if self._open > _MAX_DEPTH:
            self._last = tag
        self._builder.start(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends; what follows one that is too deep stands in an element of its own."""
        self._open -= 1
        if self._open < _MAX_DEPTH:
            self._builder.end(tag)
            return
        self._builder.end(self._last)
        if self._open > _MAX_DEPTH:
            self._last = "span"
            self._builder.start(self._last, {})

    def data(self, text: str) -> None:
        """Text."""
        self._builder.data(text)

    def close(self) -> Element:
        """The root."""
        return self._builder.close()


def read_mhtml(data: bytes, name: str) -> Builder:
    """The text of a web page that a browser saved as one file."""
    # The older policy: the other one reads every head to the letter, in the square of its length.
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return read_html(content, name)
    raise DocumentError("no-web-page", name=name)


def _decoded(data: bytes, name: str) -> str:
    """The page's text: UTF-8 where it is that, else what the page says of itself, else what it reads like."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    stated = _META.search(data, 0, _META_WITHIN)
    charset = stated[1].decode("ascii").lower() if stated else ""
    if charset and not charset.startswith("utf") and charset.replace("-", "_") not in _NO_TEXT:
        try:
            return data.decode("gb18030" if charset in _GB else charset)
        except (UnicodeError, LookupError):
            pass
    return decode(data, name).text


class _PageWalk:
    """Goes through the page once, without recursion on its depth beyond what the parser lets through."""

    def __init__(self, builder: Builder | None = None) -> None:
        self.builder = builder or Builder()
        self.written: list[tuple[Span, str, bool]] = []
        """Where each paragraph stands, what it says, and whether all of it is links."""
        self._plain = False
        self._links = 0
        self._text: list[str] = []
        self._heading: int | None = None
        self._items: dict[Element, int] = {}

    def block(self, element: Element) -> None:
        """An element and all that stands in it."""
        stack: list[tuple[Element, bool]] = [(element, False)]
        pre = 0
        while stack:
            node, leaving = stack.pop()
            tag = node.tag if isinstance(node.tag, str) else ""
            if leaving:
                pre -= tag == "pre"
                self._links -= tag == "a"
                if tag in _BLOCKS:
                    self.flush()
                if tag in _HEADINGS:
                    self._heading = None
                self._say(node.tail, pre)
                continue
            if not tag or tag in _SILENT or _hidden(node) or self._table(node):
                self._say(node.tail, pre)
                continue
            if tag in _BLOCKS:
                self.flush()
            pre += tag == "pre"
            self._links += tag == "a"
            if tag == "br":
                self._text.append("\v")
            elif tag == "li":
                self._text.append(self._list_mark(node))
            elif tag in _HEADINGS:
                self._heading = _HEADINGS[tag]
            self._say(node.text, pre)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))

    def flush(self) -> None:
        """End the paragraph."""
        text = _collapsed("".join(self._text))
        self._text = []
        for line in text.split("\n"):
            span = self.builder.paragraph(line, heading=self._heading) if line.strip() else None
            if span is not None:
                self.written.append((span, line, not self._plain))
        self._plain = False

    def _say(self, text: str | None, pre: int) -> None:
        if text:
            self._plain = self._plain or (self._links == 0 and bool(text.strip(" \t\n\r>|/·")))
            self._text.append(text.replace("\r", "").replace("\n", "\v") if pre else text.replace("\v", " "))

    def _list_mark(self, item: Element) -> str:
        """The number that a browser shows before an item of a numbered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
            return ""
        place = self._items.get(parent, _count(parent.get("start") or "") - 1) + 1
        self._items[parent] = place
        kind = parent.get("type") or "1"
        return f"{chr(ord(kind) + (place - 1) % 26)}. " if kind in {"a", "A"} else f"{place}. "

    def _table(self, node: Element) -> bool:
        """Take a table of data; False for one that only lays out the page, whose cells are read as blocks."""
        if node.tag != "table" or node.find(".//table") is not None:
            return False
        rows = [[cell for cell in row if cell.tag in {"td", "th"} and not _hidden(cell)] for row in node.iter("tr")]
        rows = [row for row in rows if row]
        cells = [(cell, _cell_lines(cell)) for row in rows for cell in row]
        if max(map(len, rows), default=0) < 2 or any(sum(map(len, lines)) > _MAX_CELL for _, lines in cells):  # noqa: PLR2004
            return False
        self.flush()
        lines = iter(cells)
        self.builder.table(
            [[Cell(next(lines)[1], _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row] for row in rows]
        )
        return True


def _cell_lines(cell: Element) -> list[str]:
    inner = _PageWalk()
    inner.block(cell)
    inner.flush()
    return [text for _, text, _ in inner.written]


def _span(cell: Element, name: str) -> int:
    return max(1, min(_count((cell.get(name) or "").strip()), _COLUMNS))


def _count(written: str) -> int:
    """A number that an attribute gives; 1 for anything else."""
    return int(written) if written.isdecimal() and len(written) < 5 else 1  # noqa: PLR2004


def _hidden(node: Element) -> bool:
    return node.get("hidden") is not None or _HIDDEN_STYLE.search((node.get("style") or "")[:_MAX_STYLE]) is not None


def _collapsed(text: str) -> str:
    """The text as a browser shows it: line ends of the source are blanks, or nothing between Chinese characters."""
    parts = (_BLANKS.sub(" ", _WRAPPED.sub("", part)).strip(" ") for part in text.split("\v"))
    return tidy("\n".join(parts))


def _main_text(source: bytes, *, alone: bool) -> str | None:
    """What trafilatura takes for the main text, without blanks; None where it finds none or fails on the page.

    ``alone``: without comparing it with what other algorithms find.
    """
    from trafilatura import extract

    try:
        page = _SPANS.sub("x", source.decode("utf-8"))  # it gives a cell of 80 by 80 all its places
        found = extract(page, favor_precision=True, include_comments=False, deduplicate=False, fast=alone)
    except Exception:  # noqa: BLE001 - a page that it cannot take is read without its help
        return None
    return _bare(found) if found else None


def _bare(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


def _mark_surroundings(builder: Builder, written: list[tuple[Span, str, bool]], main: str | None) -> None:
    """Mark links before and after the main text as furniture, where the main text can be believed."""
    if main is None:
        return
    bare = [_bare(text) for _, text, _ in written]
    kept = [text in main if len(text) >= _MIN_KEPT else None for text in bare]
    cues = pack_of("\n".join(text for _, text, _ in written)).furniture
    said = [_speaks(text, cues) for _, text, _ in written]
    lost = sum(speaks and inside is False for speaks, inside in zip(said, kept, strict=True))
    if True not in kept or lost > _MAX_LEFT_OUT * max(1, sum(said)):
        return
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    for index in (*range(first), *range(last + 1, len(kept))):
        span, _, links = written[index]
        if links and not said[index] and bare[index] not in main:
            builder.furniture.append(span)


def _speaks(text: str, cues: FurnitureCues) -> bool:
    """Whether a paragraph reads like a plan: a sentence, or a numbered line."""
    view = view_of(text).strip()
    return bool(cues.SENTENCE.search(view) or cues.NUMBERED.match(view))
