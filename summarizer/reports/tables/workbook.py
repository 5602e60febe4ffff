"""The tables as an Excel workbook: a sheet a table, figures with their quote as a note, and native charts."""

import io
import re
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from rich.cells import cell_len

from summarizer.reports.ledger.earlier import WRITTEN_BY
from summarizer.reports.looks import LOOKS
from summarizer.reports.sheets import sideways
from summarizer.reports.tables import FILLS, Chart, Page, PageCell, PageTable
from summarizer.reports.wording import clean

_STYLES = LOOKS["styles"]
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_ADDRESS = re.compile(r"^([^!]+)!(?=\$?[A-Z]+\$?\d)")
_UNIT_WIDTH = 5.2
"""Characters of a column for each share of the page that it has."""
_MIN_WIDTH = 6
_MAX_CELL = 32_000
_MAX_NOTE = 500
_LINE = 16.5
_MAX_CHARTS = 40
_ROWS_A_CHART = 15


def workbook(page: Page) -> bytes:
    """The file's bytes. No text of a document can become a formula or a link."""
    out = io.BytesIO()
    # What begins with = or http is text here, whatever a document says.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": page.title, "comments": " ".join(page.remarks), "keywords": WRITTEN_BY})
        formats = _formats(book)
        for table in sorted(page.tables, key=lambda table: table.key in {"documents", "counts"}):
            _sheet(book, table, formats, page)
        if page.charts:
            _charts(book, page.charts[:_MAX_CHARTS], page.labels.charts)
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cells = LOOKS["page_cells"]
    made = cells["apart"] | {name: cells["base"] | own for name, own in cells["own"].items()}
    made |= {style: cells["base"] | {"bg_color": f"#{fill}"} for style, fill in FILLS.items()}
    return {name: book.add_format(properties) for name, properties in made.items()}


def _sheet(book: Any, table: PageTable, formats: dict[str, Any], page: Page) -> None:
    sheet = book.add_worksheet(_FORBIDDEN.sub(" ", table.title)[:31])
    last = len(table.columns) - 1
    if last:
        sheet.merge_range(0, 0, 0, last, table.title, formats["title"])
    sheet.set_row(0, 28)
    first = 1
    for label, value in page.facts:
        sheet.write_string(first, 0, _text(f"{label}{page.labels.colon}{value}"), formats["fact"])
        first += 1
    widths = [max(_MIN_WIDTH, column.width * _UNIT_WIDTH) for column in table.columns]
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, widths[index])
        sheet.write_string(first, index, _text(column.title), formats["head"])
    sheet.set_row(first, 22)
    for at, row in enumerate(table.rows, start=first + 1):
        for index, cell in enumerate(row):
            _write(sheet, at, index, cell, formats[cell.style], formats["centred"])
        lines = max(-(-cell_len(cell.text) // max(1, int(width - 1))) for cell, width in zip(row, widths, strict=True))
        sheet.set_row(at, _LINE * max(1, min(lines, 20)))
    sheet.freeze_panes(first + 1, 2 if last > 2 else 0)  # noqa: PLR2004 - number and indicator stay in sight
    sheet.autofilter(first, 0, first + len(table.rows), last)
    sheet.repeat_rows(first)
    sideways(sheet)
    sheet.set_footer("&C&P / &N")


def _write(sheet: Any, row: int, column: int, cell: PageCell, style: Any, centred: Any) -> None:
    if cell.numeric:
        sheet.write_number(row, column, cell.number, style if cell.style else centred)
    else:
        sheet.write_string(row, column, _text(cell.text), style)
    if cell.note:
        sheet.write_comment(row, column, _text(cell.note)[:_MAX_NOTE], {"x_scale": 2.5, "font_size": 9})


def _text(text: str) -> str:
    shown = "\n".join(map(clean, text.split("\n")))[:_MAX_CELL]
    # XlsxWriter would take it for markup of its own, and a document could write cells with it.
    return shown + " " if shown.startswith("<r>") and shown.endswith("</r>") else shown


def _name(text: str) -> str:
    """``text`` as a chart may be called: XlsxWriter would take ``Plan!A1`` for the address of a cell."""
    return _ADDRESS.sub(r"\1！", _text(text))


def _charts(book: Any, charts: Sequence[Chart], title: str) -> None:
    """The numbers of the charts in a table of their own, which the charts read, and the charts beside it."""
    sheet = book.add_worksheet(_FORBIDDEN.sub(" ", title)[:31])
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 16)
    sideways(sheet)
    bold = book.add_format({"bold": True})
    at = 0
    for chart in charts:
        sheet.write_string(at, 0, _text(chart.title), bold)
        for row, bar in enumerate(chart.bars, start=at + 1):
            sheet.write_string(row, 0, _text(bar.label))
            sheet.write_number(row, 1, bar.value)
        first, end = at + 1, at + len(chart.bars)
        drawn = book.add_chart({"type": "bar"})
        drawn.add_series({
            "categories": [sheet.get_name(), first, 0, end, 0],
            "values": [sheet.get_name(), first, 1, end, 1],
            "data_labels": {"value": True, "custom": [{"value": _name(bar.shown)} for bar in chart.bars]},
            "gap": 60,
            "points": [{"fill": {"color": _STYLES[bar.style].get("bar", _STYLES[""]["bar"])}} for bar in chart.bars],
        })  # fmt: skip
        drawn.set_title({"name": _name(chart.title), "name_font": {"size": 12}, "overlay": False})
        drawn.set_legend({"none": True})
        drawn.set_y_axis({"reverse": True})
        drawn.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
        drawn.set_size({"width": 620, "height": 90 + 34 * max(3, len(chart.bars))})
        sheet.insert_chart(at, 3, drawn)
        at += max(_ROWS_A_CHART, len(chart.bars) + 3)
