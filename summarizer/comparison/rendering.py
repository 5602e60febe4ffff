"""A comparison or reconciliation in each of the formats (:mod:`summarizer.formats`)."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from summarizer.comparison.tables import page_of
from summarizer.reports.json_format import to_stream
from summarizer.reports.tables import plain

if TYPE_CHECKING:
    from summarizer.comparison.results import Reconciliation, TargetComparison
    from summarizer.reports.tables import Page
    from summarizer.reports.view import RenderOptions

    TablesResult = TargetComparison | Reconciliation


def _page(result: TablesResult, options: RenderOptions) -> Page:
    return page_of(result, lang=options.view.lang or "zh")


def console(result: TablesResult, options: RenderOptions) -> str:
    """Tables as text; on a terminal they are printed there."""
    from summarizer.comparison.console import TablesReport
    from summarizer.reports.terminal import printed

    return printed(TablesReport(result, options.view.lang or "zh"), options)


def json(result: TablesResult, options: RenderOptions) -> str:
    """One object, indented for reading."""
    shown = dumps(result.model_dump(mode="json"), ensure_ascii=False, allow_nan=False, indent=2)
    return to_stream(shown + "\n", options)


def md(result: TablesResult, options: RenderOptions) -> str:
    """Markdown."""
    return plain.markdown(_page(result, options))


def csv(result: TablesResult, options: RenderOptions) -> str:
    """All tables in one."""
    return plain.csv_table(_page(result, options))


def html(result: TablesResult, options: RenderOptions) -> str:
    """One self-contained page."""
    from summarizer.reports.tables.web import html_page

    return html_page(_page(result, options))


def docx(result: TablesResult, options: RenderOptions) -> bytes:
    """A Word file."""
    from summarizer.reports.tables.word import document

    return document(_page(result, options))


def xlsx(result: TablesResult, options: RenderOptions) -> bytes:
    """An Excel workbook."""
    from summarizer.reports.tables.workbook import workbook

    return workbook(_page(result, options))
