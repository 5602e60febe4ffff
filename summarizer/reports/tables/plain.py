"""A page as Markdown and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from summarizer.reports.csv_format import BOM, guard
from summarizer.reports.markdown import escape, escape_inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.reports.tables import Page, PageTable


def markdown(page: Page) -> str:
    """Title, facts and tables (CommonMark with tables)."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Page) -> Iterator[str]:
    yield f"# {escape(page.title)}"
    yield ""
    yield from (f"- {escape(label)}{page.labels.colon}{escape(value)}" for label, value in page.facts)
    for warning in page.warnings():
        yield from ("", f"> {escape(warning)}")
    for table in page.tables:
        yield from ("", f"## {escape(table.title)}", "")
        yield from markdown_table(table)
        yield from ("", *(f"- {escape(note)}" for note in table.notes)) if table.notes else ()
    for remark in page.remarks:
        yield from ("", f"*{escape(remark)}*")


def markdown_table(table: PageTable) -> Iterator[str]:
    """The lines of a table without its title."""
    table = table.flat()
    yield "| " + " | ".join(escape(column.title) for column in table.columns) + " |"
    yield "|" + "".join("---:|" if column.right else "---|" for column in table.columns)
    escaped = [escape_inline if column.right else escape for column in table.columns]
    for row in table.rows:
        yield "| " + " | ".join(shown(cell.text) for shown, cell in zip(escaped, row, strict=True)) + " |"


def csv_table(page: Page) -> str:
    """All tables one below the other, a blank row between them, made for Excel; no cell can start a formula.

    What has to be known before they are read stands above them.
    """
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([guard(warning)] for warning in page.warnings())
    for index, table in enumerate(one.flat() for one in page.tables):
        if index or page.notices:
            writer.writerow([])
        writer.writerow([guard(table.title)])
        writer.writerow([guard(column.title) for column in table.columns])
        writer.writerows([guard(cell.text) for cell in row] for row in table.rows)
    return out.getvalue()
