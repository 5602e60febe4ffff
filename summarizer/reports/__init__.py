"""Reports: one module a format, each a function of a :class:`~summarizer.models.Summary`.

A report shows places as lines and columns where the summary holds its document's text, else as characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.models import Summary
    from summarizer.reports.view import View

TextFormat = Literal["console", "json", "jsonl", "md", "csv", "html"]
BinaryFormat = Literal["docx", "xlsx"]
Format = TextFormat | BinaryFormat

#: Every format, with the suffix of a file of it.
FORMATS: Final[dict[Format, str]] = {
    "console": ".txt",
    "json": ".json",
    "jsonl": ".jsonl",
    "md": ".md",
    "csv": ".csv",
    "html": ".html",
    "docx": ".docx",
    "xlsx": ".xlsx",
}

#: The formats of bytes, whose file is made of all documents at once: see :mod:`summarizer.reports.books`.
BINARY: Final[dict[Format, BinaryFormat]] = {"docx": "docx", "xlsx": "xlsx"}

#: The format that a file's suffix asks for.
SUFFIXES: Final[dict[str, Format]] = {
    ".txt": "console",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "md",
    ".markdown": "md",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".xlsx": "xlsx",
}
PAPER_WIDTH: Final = 100


def render(
    summary: Summary, fmt: TextFormat, *, view: View | None = None, first: bool = True, alone: bool = True,
    width: int = PAPER_WIDTH, encoding: str = "utf-8",
) -> str:  # fmt: skip
    """The report of ``summary`` in ``fmt``, ending in a line feed.

    ``alone`` is False where several documents share one output (JSON then takes one line each), and
    ``first`` is False for all but the first of them (CSV then has no heading row). ``width`` (in
    cells) and ``encoding`` (that of the stream it goes to) are for the console format. The modules are
    loaded when first needed: rich is for the console alone.
    """
    from summarizer.reports.view import View

    view = view or View()
    if fmt == "console":
        from summarizer.reports import console

        return ("" if first else "\n") + console.render(summary, view, width, encoding)
    if fmt == "md":
        from summarizer.reports import markdown

        return ("" if first else "\n") + markdown.render(summary, view)
    if fmt == "csv":
        from summarizer.reports import csv_format

        return csv_format.render(summary, header=first)
    if fmt == "html":
        from summarizer.reports import html

        return html.render(summary, view, first=first)
    return "".join(pieces(summary, fmt, alone=alone))


def pieces(
    summary: Summary, fmt: TextFormat, *, view: View | None = None, first: bool = True, alone: bool = True
) -> Iterator[str]:
    """The same report to be written piece by piece: JSON of a long document is large, the others come whole."""
    if fmt not in {"json", "jsonl"}:
        yield render(summary, fmt, view=view, first=first, alone=alone)
        return
    from summarizer.reports import json_format

    yield from json_format.pieces(summary, line=fmt == "jsonl" or not alone)


__all__ = [
    "BINARY", "FORMATS", "PAPER_WIDTH", "SUFFIXES", "BinaryFormat", "Format", "TextFormat", "pieces", "render",
]  # fmt: skip
