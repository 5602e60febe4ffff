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
    from summarizer.reports.view import Sheet

    TablesResult = TargetComparison | Reconciliation


def _page(result: TablesResult, sheet: Sheet) -> Page:
    return page_of(result, lang=sheet.view.lang or "zh")


def console(result: TablesResult, sheet: Sheet) -> str:
    """Tables as text; on a terminal they are printed there."""
    from summarizer.comparison.console import TablesReport
    from summarizer.reports.terminal import printed

    return printed(TablesReport(result, sheet.view.lang or "zh"), sheet)


def json(result: TablesResult, sheet: Sheet) -> str:
    """One object, indented for reading."""
    shown = dumps(result.model_dump(mode="json"), ensure_ascii=False, allow_nan=False, indent=2)
    return to_stream(shown + "\n", sheet)


def md(result: TablesResult, sheet: Sheet) -> str:
    """Markdown."""
    return plain.markdown(_page(result, sheet))


def csv(result: TablesResult, sheet: Sheet) -> str:
    """All tables in one."""
    return plain.csv_table(_page(result, sheet))


def html(result: TablesResult, sheet: Sheet) -> str:
    """One self-contained page."""
    from summarizer.reports.tables.web import html_page

    return html_page(_page(result, sheet))


def docx(result: TablesResult, sheet: Sheet) -> bytes:
    """A Word file."""
    from summarizer.reports.tables.word import document

    return document(_page(result, sheet))


def xlsx(result: TablesResult, sheet: Sheet) -> bytes:
    """An Excel workbook."""
    from summarizer.reports.tables.workbook import workbook

    return workbook(_page(result, sheet))
