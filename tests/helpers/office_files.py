"""Office files made in memory, read back with openpyxl and python-docx, neither of which writes them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docx import Document
from lxml import etree
from openpyxl import load_workbook

from summarizer.formats import FORMATS
from summarizer.reports.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from summarizer.models import Summary

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(fmt: str, *summaries: Summary, template: Path | None = None, failed: tuple[str, str] | None = None) -> bytes:
    """The file that a book makes of these summaries."""
    book = replace(FORMATS[fmt], template=template).book(alone=len(summaries) == 1)
    try:
        for summary in summaries:
            book.add(summary, View())
        if failed:
            book.fail(*failed)
        out = io.BytesIO()
        book.save(out)
    finally:
        book.close()
    return out.getvalue()


def workbook(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def document(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows of a sheet by its headings."""
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def cell(sheet: Worksheet, head: str, row: int) -> Any:
    """The cell under a heading; rows count from 1 below it."""
    heads = [one.value for one in sheet[1]]
    return sheet.cell(row + 1, heads.index(head) + 1)


def parts(data: bytes) -> dict[str, Any]:
    """Every XML part of an office file, parsed strictly."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        names = [name for name in book.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(book.read(name)) for name in names}


def words(data: bytes) -> str:
    """All text of an office file, paragraph by paragraph."""
    shown = []
    for name, part in parts(data).items():
        if name.startswith(("word/document", "xl/worksheets")):
            shown += ["".join(p.itertext()) for p in part.iter(f"{W}p", "{*}is")]
    return "\n".join(shown)
