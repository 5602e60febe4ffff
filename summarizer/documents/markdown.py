"""Markdown as its reader sees it: without the signs of headings, emphasis, links and tables.

A line stays a line: many plans kept as .md are plain text whose lines a strict reader would run together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.documents.building import Builder, Cell
from summarizer.documents.decoding import decode
from summarizer.documents.formulas import plain_formulas
from summarizer.documents.normalising import unify_newlines
from summarizer.documents.webpage import add_fragment

if TYPE_CHECKING:
    from markdown_it.token import Token

_MAX_DEPTH = 100
_BOX = re.compile(r"\[[ xX✓✔√]?\][ \u3000]+(?=\S)")
"""A box to be ticked, in front of a task."""
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*(?=\n)")
_STRUCK = re.compile(r"~~(?=[^\s~])([^\n~]*[^\s~])~~(?!~)")


def read_markdown(data: bytes, name: str) -> Builder:
    """The text of a Markdown file; raises as :func:`~summarizer.documents.decoding.decode` does."""
    from markdown_it import MarkdownIt

    decoded = decode(data, name)
    # Indented lines are paragraphs here, not program code; a line over --- is none the less a paragraph.
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_DEPTH})
    parser.enable("table").disable(["code", "lheading"])
    builder = Builder(decoded.notices, decoded.encoding)
    source = _STRUCK.sub("", _front_matter_off(unify_newlines(decoded.text)))
    tokens = parser.parse(_tables_apart(plain_formulas(source)))
    if any(token.level >= _MAX_DEPTH - 1 for token in tokens):  # the parser has passed over the rest
        for line in source.split("\n"):
            builder.paragraph(line)
    else:
        _TokenWalk(builder).take(tokens)
    return builder


def _tables_apart(source: str) -> str:
    """``source`` with each table of HTML as a block of its own, which a blank line inside would else end."""
    parts: list[str] = []
    at = 0
    while begin := _TABLE.search(source, at):
        end = _TABLE_END.search(source, begin.end())
        if end is None:
            break
        table = _BLANK_LINES.sub("", source[begin.start() : end.end()])
        parts += (source[at : begin.start()], "\n\n", table, "\n\n")
        at = end.end()
    return "".join((*parts, source[at:]))


def _front_matter_off(text: str) -> str:
    """``text`` without the YAML block that site generators put first."""
    if text.startswith("---\n") and (end := text.find("\n---\n", 4)) > 0:
        return text[end + 5 :]
    return text


class _TokenWalk:
    """Goes through the tokens of a whole file, once."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._mark = ""
        self._rows: list[list[Cell]] | None = None

    def take(self, tokens: list[Token]) -> None:
        heading: int | None = None
        for token in tokens:
            match token.type:
                case "heading_open":
                    heading = int(token.tag[1])
                case "heading_close":
                    heading = None
                case "list_item_open":
                    # 1. of a numbered list is read by everybody, so it belongs to the text; a bullet does not.
                    self._mark = f"{token.info}{token.markup} " if token.info else ""
                case "table_open":
                    self._rows = []
                case "tr_open" if self._rows is not None:
                    self._rows.append([])
                case "table_close" if self._rows is not None:
                    self._builder.table(self._rows)
                    self._rows = None
                case "inline":
                    self._inline(token, heading)
                case "html_block" if _TABLE.search(token.content):
                    add_fragment(token.content, self._builder)
                case "html_block" | "fence":
                    self._lines(token.content, None)
                case _:
                    pass

    def _inline(self, token: Token, heading: int | None) -> None:
        text = "".join(_shown(child) for child in token.children or ())
        if self._rows is not None:
            self._rows[-1].append(Cell([text]))
            return
        box = _BOX.match(text)
        self._lines(self._mark + text[box.end() if box else 0 :], heading)
        self._mark = ""

    def _lines(self, text: str, heading: int | None) -> None:
        for line in text.split("\n"):
            self._builder.paragraph(line, heading=heading)


def _shown(token: Token) -> str:
    match token.type:
        case "text" | "code_inline" | "html_inline" | "text_special":
            return token.content
        case "softbreak" | "hardbreak":
            return "\n"
        case _:
            return ""
