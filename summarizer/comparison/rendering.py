"""A comparison or reconciliation in each of the formats (:mod:`summarizer.formats`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.comparison import plain_formats
from summarizer.comparison.tables import page_of
from summarizer.reports.json_format import to_stream

if TYPE_CHECKING:
    from summarizer.comparison.models import Comparison, Reconciliation
    from summarizer.comparison.tables import Page
    from summarizer.reports.view import RenderOptions

    Result = Comparison | Reconciliation


def _page(result: Result, options: RenderOptions) -> Page:
    return page_of(result, chinese=options.view.lang != "en")


def console(result: Result, options: RenderOptions) -> str:
    """Tables as text; on a terminal they are printed there."""
    from summarizer.comparison.console import Shown
    from summarizer.reports.terminal import printed

    return printed(Shown(result, chinese=options.view.lang != "en"), options)


def json(result: Result, options: RenderOptions) -> str:
    """One object, indented for reading."""
    return to_stream(plain_formats.as_json(result), options)


def md(result: Result, options: RenderOptions) -> str:
    """Markdown."""
    return plain_formats.markdown(_page(result, options))


def csv(result: Result, options: RenderOptions) -> str:
    """All tables in one."""
    return plain_formats.csv_table(_page(result, options))


def html(result: Result, options: RenderOptions) -> str:
    """One self-contained page."""
    from summarizer.comparison.web_page import html_page

    return html_page(_page(result, options))


def docx(result: Result, options: RenderOptions) -> bytes:
    """A Word file."""
    from summarizer.comparison.word import document

    return document(_page(result, options))


def xlsx(result: Result, options: RenderOptions) -> bytes:
    """An Excel workbook."""
    from summarizer.comparison.excel import workbook

    return workbook(_page(result, options))
