"""The tables as a Word document, A4 across or upright, header rows repeated, in the fonts of Chinese offices."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from summarizer.reports.looks import FONTS
from summarizer.reports.properties import short_title
from summarizer.reports.tables import BAND_FILL, DIM, FILLS, HEAD_FILL, Page, PageCell, PageTable
from summarizer.reports.wording import clean
from summarizer.writing.own_files import WRITTEN_BY

_MIN_WIDTH = 1.4
_MAX_SPLIT = 6
"""Columns of documents that have room beside each other; of more, the table is parted."""
_LONG, _SHORT, _MARGIN = 29.7, 21.0, 2.0
"""Centimetres of an A4 page."""


def document(page: Page) -> bytes:
    """The file's bytes."""
    file: Any = docx.Document()
    wide = _SHORT if page.upright else _LONG
    _lay_out(file, wide)
    _paragraph(file, page.title, FONTS["hei"], 18, centre=True, style="Title")
    for label, value in page.facts:
        _paragraph(file, f"{label}{page.labels.colon}{value}", FONTS["fang"], 11)
    for warning in page.warnings():
        _paragraph(file, warning, FONTS["hei"], 11)
    if page.legend:
        _legend(file, page)
    for table in page.tables:
        parts = table.parts(_MAX_SPLIT)
        for number, part in enumerate(parts, start=1):
            told = f"{number}/{len(parts)}"
            title = table.title if len(parts) == 1 else page.labels.bracketed(table.title, told)
            _paragraph(file, title, FONTS["hei"], 14, style="Heading 1")
            _table(file, part, wide - 2 * _MARGIN)
    for remark in page.remarks:
        _paragraph(file, remark, FONTS["kai"], 10)
    file.core_properties.title = short_title(page.title)
    file.core_properties.author = ""
    file.core_properties.keywords = WRITTEN_BY
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _lay_out(file: Any, wide: float) -> None:
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if wide == _LONG else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(wide), Cm(_LONG + _SHORT - wide)
    section.left_margin = section.right_margin = Cm(_MARGIN)
    section.top_margin = section.bottom_margin = Cm(_MARGIN)
    language = OxmlElement("w:lang")  # where marks sit in their square depends on it
    language.set(qn("w:eastAsia"), "zh-CN")
    file.styles["Normal"].element.get_or_add_rPr().append(language)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, code in (("begin", None), (None, "PAGE"), ("end", None)):
        run = footer.add_run()
        made = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            made.set(qn("w:fldCharType"), kind)
        else:
            made.text = code
        run._r.append(made)  # noqa: SLF001 - python-docx has no fields


def _paragraph(file: Any, text: str, font: str, size: int, *, centre: bool = False, style: str | None = None) -> None:
    paragraph = file.add_paragraph(style=style)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(4)
    _run(paragraph, text, font, size)


def _legend(file: Any, page: Page) -> None:
    """What the grounds of cells say, each word on its own."""
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    _run(paragraph, page.labels.colours + page.labels.colon, FONTS["fang"], 11)
    for style, label in page.legend:
        _shade(_run(paragraph, f" {label} ", FONTS["fang"], 11)._r.get_or_add_rPr(), FILLS[style])  # noqa: SLF001
        _run(paragraph, "  ", FONTS["fang"], 11)


def _run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False, colour: str | None = None) -> Any:
    run = paragraph.add_run(clean(text))
    run.font.name, run.font.size, run.font.bold = "Times New Roman", Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(colour or "000000")
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - python-docx sets no East Asian font
    fonts.set(qn("w:eastAsia"), font)
    return run


def _table(file: Any, table: PageTable, wide: float) -> None:
    made = file.add_table(rows=1, cols=len(table.columns))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    whole = sum(column.width for column in table.columns)
    scale = (_LONG - 2 * _MARGIN) / 3 if table.narrow else wide
    least = min(_MIN_WIDTH, scale / len(table.columns))  # a number of three digits stands on one line
    room = scale - least * len(table.columns)
    widths = [Cm(least + room * (column.width - 1) / max(1, whole - len(table.columns))) for column in table.columns]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for cell, column, width in zip(made.rows[0].cells, table.columns, widths, strict=True):
        cell.width = width
        _fill(cell, HEAD_FILL)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(cell.paragraphs[0], column.title, FONTS["hei"], 10.5, bold=True)
    _mark_row(made.rows[0], "w:tblHeader")
    for band, row in table.banded():
        if band is not None:
            _band(made.add_row(), band, widths)
        added = made.add_row()
        _mark_row(added, "w:cantSplit")
        for cell, given, width in zip(added.cells, row, widths, strict=True):
            cell.width = width
            _cell(cell, given)


def _band(row: Any, band: str, widths: Sequence[Any]) -> None:
    """A row across all columns, which stays on the page of the row after it."""
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width
    whole = row.cells[0].merge(row.cells[-1])
    _fill(whole, BAND_FILL)
    _mark_row(row, "w:cantSplit")
    whole.paragraphs[0].paragraph_format.keep_with_next = True
    _run(whole.paragraphs[0], band, FONTS["hei"], 10.5, bold=True)


def _mark_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no such property


def _cell(cell: Any, given: PageCell) -> None:
    if given.style in FILLS:
        _fill(cell, FILLS[given.style])
    if given.numeric:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(cell.paragraphs[0], given.text, FONTS["fang"], 10, colour=DIM if given.style == "dim" else None)


def _fill(cell: Any, colour: str) -> None:
    _shade(cell._tc.get_or_add_tcPr(), colour)  # noqa: SLF001 - python-docx has no shading


def _shade(properties: Any, colour: str) -> None:
    made = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        made.set(qn(f"w:{name}"), value)
    properties.append(made)
