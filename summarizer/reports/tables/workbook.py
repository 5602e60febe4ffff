"""The tables as an Excel workbook: a sheet a table, figures with their quote as a note, and native charts."""

import io
import re
from typing import Any

import xlsxwriter
from rich.cells import cell_len

from summarizer.reports.looks import LOOKS
from summarizer.reports.properties import short_title
from summarizer.reports.sheets import sideways
from summarizer.reports.tables import FILLS, Chart, Page, PageCell, PageTable
from summarizer.reports.wording import clean
from summarizer.writing.own_files import WRITTEN_BY

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
_LATER = {"themes": 1, "sources": 2, "documents": 3, "counts": 3}
"""Tables that stand behind the others, in their order."""
_ROW = 20
"""Pixels of a row of the sheet of charts, of a bar with its gap, and of a printed page at the sheet's scale."""
_BAR = 34
_PAGE = 900
_SCALE = 70


def workbook(page: Page) -> bytes:
    """The file's bytes. No text of a document can become a formula or a link."""
    out = io.BytesIO()
    # What begins with = or http is text here, whatever a document says.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {"title": short_title(page.title), "comments": " ".join(page.remarks), "keywords": WRITTEN_BY}
        )
        formats = _formats(book)
        for table in sorted(page.tables, key=lambda table: _LATER.get(table.key, 0)):
            _sheet(book, table.flat(), formats, page)
        if page.charts:
            _charts(book, page)
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
    for warning in page.warnings():
        sheet.write_string(first, 0, _text(warning), formats["warning"])
        first += 1
    for style, label in page.legend:
        sheet.write_string(first, 0, _text(label), formats[style])
        first += 1
    widths = [max(_MIN_WIDTH, column.width * _UNIT_WIDTH) for column in table.columns]
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, widths[index])
        sheet.write_string(first, index, _text(column.title), formats["head"])
    sheet.set_row(first, 22)
    for at, row in enumerate(table.rows, start=first + 1):
        lines = 1
        for index, cell in enumerate(row):
            if not (cell.text or cell.style or cell.note):
                continue
            _write(sheet, at, index, cell, formats[cell.style], formats["centred"])
            lines = max(lines, -(-cell_len(cell.text) // max(1, int(widths[index] - 1))))
        sheet.set_row(at, _LINE * min(lines, 20))
    if table.rows:  # most cells of a wide table are empty, and need not be written for their lines
        rule = {"type": "blanks", "format": formats["lines"]}
        sheet.conditional_format(first + 1, 0, first + len(table.rows), last, rule)
    # What names a row stays in sight: its number, or theme, and the indicator.
    sheet.freeze_panes(first + 1, table.splits[0] or (2 if last > 2 else 0))  # noqa: PLR2004
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


def _charts(book: Any, page: Page) -> None:
    """The numbers of the charts in tables of their own, which the charts read, beside them; none is cut by a page."""
    sheet = book.add_worksheet(_FORBIDDEN.sub(" ", page.labels.charts)[:31])
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 4, 10)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_print_scale(_SCALE)  # and not as wide as a page, for then Excel passes over the breaks
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    bold = book.add_format({"bold": True})
    at, begun, breaks = 0, 0, []
    for chart in page.charts[:_MAX_CHARTS]:
        height = 130 + _BAR * max(2, len(chart.bars))
        rows = -(-height // _ROW) + 2
        if at > begun and (at - begun + rows) * _ROW > _PAGE:
            breaks.append(at)
            begun = at
        _chart(book, sheet, chart, at, height, bold)
        at += rows
    if len(page.charts) > _MAX_CHARTS:
        sheet.write_string(at, 0, page.labels.charts_left.format(len(page.charts) - _MAX_CHARTS), bold)
    sheet.set_h_pagebreaks(breaks)


def _chart(book: Any, sheet: Any, chart: Chart, at: int, height: int, bold: Any) -> None:
    """A chart at a row: a series for each colour, named by what the colour says, so that its legend explains it."""
    legend = list(chart.legend) or [(style, "") for style in dict.fromkeys(bar.style for bar in chart.bars)]
    sheet.write_string(at, 0, _text(chart.title), bold)
    for column, (_, label) in enumerate(legend, start=1):
        sheet.write_string(at, column, _text(label), bold)
    for row, bar in enumerate(chart.bars, start=at + 1):
        sheet.write_string(row, 0, _text(bar.label))
        sheet.write_number(row, 1 + [style for style, _ in legend].index(bar.style), bar.value)
    first, end, name = at + 1, at + len(chart.bars), sheet.get_name()
    drawn = book.add_chart({"type": "bar"})
    for column, (style, label) in enumerate(legend, start=1):
        told = [{"value": _name(bar.shown)} if bar.style == style else {"delete": True} for bar in chart.bars]
        drawn.add_series({
            **({"name": [name, at, column]} if label else {}),
            "categories": [name, first, 0, end, 0],
            "values": [name, first, column, end, column],
            "data_labels": {"value": True, "custom": told},
            "gap": 60,
            "overlap": 100,
            "fill": {"color": _STYLES[style].get("bar", _STYLES[""]["bar"])},
        })  # fmt: skip
    drawn.set_title({"name": _name(chart.title), "name_font": {"size": 12}, "overlay": False})
    drawn.set_legend({"position": "bottom"} if chart.legend else {"none": True})
    drawn.set_y_axis({"reverse": True})
    most = {} if chart.most is None else {"max": chart.most * 1.25}  # room for what is written at the end of a bar
    drawn.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}, **most})
    drawn.set_size({"width": 620, "height": height})
    sheet.insert_chart(at, 5, drawn, {"y_offset": 6})  # its edge is no line at the foot of the page before
