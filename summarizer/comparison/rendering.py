"""A comparison or reconciliation in each of the formats (:mod:`summarizer.formats`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.comparison import plain_formats
from summarizer.comparison.tables import page_of
from summarizer.reports.json_format import to_stream

if TYPE_CHECKING:
    from summarizer.comparison.models import Comparison, Reconciliation
    from summarizer.comparison.tables import Page
    from summarizer.reports.view import Sheet

    Result = Comparison | Reconciliation


def _page(result: Result, sheet: Sheet) -> Page:
    return page_of(result, chinese=sheet.view.lang != "en")


def console(result: Result, sheet: Sheet) -> str:
    """Tables as text; on a terminal they are printed there."""
    from summarizer.comparison.console import Shown
    from summarizer.reports.terminal import printed

    return printed(Shown(result, chinese=sheet.view.lang != "en"), sheet)


def json(result: Result, sheet: Sheet) -> str:
    """One object, indented for reading."""
    return to_stream(plain_formats.as_json(result), sheet)


def md(result: Result, sheet: Sheet) -> str:
    """Markdown."""
    return plain_formats.markdown(_page(result, sheet))


def csv(result: Result, sheet: Sheet) -> str:
    """All tables in one."""
    return plain_formats.csv_table(_page(result, sheet))


def html(result: Result, sheet: Sheet) -> str:
    """One self-contained page."""
    from summarizer.comparison.web_page import html_page

    return html_page(_page(result, sheet))


def docx(result: Result, sheet: Sheet) -> bytes:
    """A Word file."""
    from summarizer.comparison.word import document

    return document(_page(result, sheet))


def xlsx(result: Result, sheet: Sheet) -> bytes:
    """An Excel workbook."""
    from summarizer.comparison.excel import workbook

    return workbook(_page(result, sheet))
