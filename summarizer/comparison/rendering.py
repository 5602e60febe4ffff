"""A comparison or reconciliation in each of the formats (:mod:`summarizer.formats`)."""

from __future__ import annotations

from importlib import import_module
from json import dumps
from typing import TYPE_CHECKING, cast

from summarizer.comparison.tables import page_of
from summarizer.reports.json_format import to_stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.comparison.results import Reconciliation, TargetComparison
    from summarizer.reports.view import RenderOptions

    TablesResult = TargetComparison | Reconciliation


def console(result: TablesResult, options: RenderOptions) -> str:
    """Tables as text; on a terminal they are printed there."""
    from summarizer.comparison.console import TablesReport
    from summarizer.reports.terminal import printed

    return printed(TablesReport(result, options.view.lang or "zh"), options)


def json(result: TablesResult, options: RenderOptions) -> str:
    """One object, indented for reading."""
    shown = dumps(result.model_dump(mode="json"), ensure_ascii=False, allow_nan=False, indent=2)
    return to_stream(shown + "\n", options)


def _page_writer(module: str, function: str) -> Callable[[TablesResult, RenderOptions], str | bytes]:
    """The writer of a format that has one for any page, in a module of :mod:`summarizer.reports.tables`."""

    def write(result: TablesResult, options: RenderOptions) -> str | bytes:
        writer = getattr(import_module(f"summarizer.reports.tables.{module}"), function)
        return cast("str | bytes", writer(page_of(result, lang=options.view.lang or "zh")))

    return write


md = _page_writer("plain", "markdown")
csv = _page_writer("plain", "csv_table")
html = _page_writer("web", "html_page")
docx = _page_writer("word", "document")
xlsx = _page_writer("workbook", "workbook")
