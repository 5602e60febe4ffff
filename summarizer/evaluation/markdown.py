"""A run, with or without a comparison, as one Markdown page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.evaluation.tables import page_of
from summarizer.reports.tables.plain import markdown

if TYPE_CHECKING:
    from summarizer.evaluation.comparing import Comparison
    from summarizer.evaluation.runs import Run


def markdown_report(run: Run, comparison: Comparison | None = None) -> str:
    """The page; it ends with a line break."""
    return markdown(page_of(run, comparison))
