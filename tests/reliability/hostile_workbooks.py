"""Workbooks, spreadsheets and tables of text that are hard to read, made by code in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile_words import packed

if TYPE_CHECKING:
    from collections.abc import Callable

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOX = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_NS = "urn:oasis:names:tc:opendocument:xmlns:"
SAID = '<row r="1"><c r="A1" t="inlineStr"><is><t>新建学校9所。</t></is></c></row>'


def workbook(sheet: str, *, styles: str = "", strings: str = "", entities: str = "") -> bytes:
    """A workbook whose sheet is of these elements."""
    parts = {"worksheet": "sheet.xml", "styles": "styles.xml", "sharedStrings": "strings.xml"}
    related = "".join(f'<Relationship Id="{k}" Type="{_KIND}/{k}" Target="{v}"/>' for k, v in parts.items())
    sheets = f'<sheets><sheet name="计划" sheetId="1" r:id="worksheet" xmlns:r="{_KIND}"/></sheets>'
    return packed({
        "_rels/.rels": f'<Relationships {_BOX}><Relationship Id="a" Type="{_KIND}/officeDocument" '
                       f'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f"<workbook {_MAIN}>{sheets}</workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {_BOX}>{related}</Relationships>",
        "xl/sheet.xml": f"{entities}<worksheet {_MAIN}>{sheet}</worksheet>",
        "xl/styles.xml": f"<styleSheet {_MAIN}>{styles}</styleSheet>",
        "xl/strings.xml": f"<sst {_MAIN}>{strings}</sst>",
    })  # fmt: skip


def _rows(rows: str, more: str = "", before: str = "", **parts: str) -> bytes:
    return workbook(f"{before}<sheetData>{SAID}{rows}</sheetData>{more}", **parts)


def _many(form: str, count: int) -> str:
    return "".join(form.format(n) for n in range(2, count))


def _coded(code: str) -> bytes:
    """Numbers under one format."""
    styles = f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>'
    return _rows(_many('<row r="{0}"><c s="0"><v>{0}.5</v></c></row>', 3000), styles=styles)


def _open_sheets(rows: str) -> bytes:
    spaces = "".join(f' xmlns:{name}="{_NS}{name}:1.0"' for name in ("office", "table", "text"))
    body = f'<office:body><office:spreadsheet><table:table table:name="计划">{rows}</table:table></office:spreadsheet>'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content{spaces}>{body}</office:body></office:document-content>",
        },
        how=0,
    )


_TEXT = "<table:table-cell{0}><text:p>甲</text:p></table:table-cell>"

_AGAIN = ' table:number-columns-repeated="{0}"'
_HIDDEN = '<col min="2" max="16384" hidden="1"/>'


def _merged(reference: str, count: int) -> str:
    cells = _many("<mergeCell ref='" + reference + "'/>", count)
    return f"<mergeCells>{cells}</mergeCells>"


WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "a million rows of numbers": lambda: _rows(_many('<row r="{0}"><c><v>{0}</v></c></row>', 1_000_000)),
    "a row of sixteen thousand cells, often": lambda: _rows(
        "".join(f'<row r="{n}">{"<c><v>1</v></c>" * 16_384}</row>' for n in range(2, 12))
    ),
    "cells in two far corners": lambda: _rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "merged over everything, often": lambda: _rows(
        _many('<row r="{0}"><c><v>{0}</v></c></row>', 2000),
        _merged("A{0}:XFD1048576", 2000),
    ),
    "a hundred thousand merged cells": lambda: _rows(
        "", _merged("A{0}:B{0}", 100_000)
    ),
    "all columns hidden, often": lambda: _rows(
        "", before=f"<cols>{_many(_HIDDEN, 5000)}</cols>"
    ),
    "a million hidden rows": lambda: _rows(_many('<row r="{0}" hidden="1"/>', 1_000_000)),
    "a format of brackets": lambda: _coded("[" * 200_000),
    "a format of sections": lambda: _coded(";" * 200_000),
    "a format of placeholders": lambda: _coded("#,##0.0#" * 50_000),
    "a format of many places": lambda: _coded("0." + "0" * 400),
    "a format of dates": lambda: _coded("yyyymmdd" * 50),
    "strings by the million": lambda: _rows(
        '<row r="2"><c t="s"><v>5</v></c></row>', strings=_many("<si><t>{0}</t></si>", 1_000_000)
    ),
    "runs in a string": lambda: _rows(
        '<row r="2"><c t="s"><v>0</v></c></row>', strings=f"<si>{'<r><t>字</t></r>' * 300_000}</si>"
    ),
    "elements in each other": lambda: _rows("<row>" * 200_000),
    "entities": lambda: _rows("<row><c t='str'><v>&a;</v></c></row>", entities='<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
    "entities behind blanks": lambda: _rows("&a;", entities=" " * 9000 + '<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
    "a number of a thousand digits": lambda: _rows(f'<row r="2"><c><v>{"9" * 1000}</v></c></row>'),
    "a day that there is not": lambda: _rows('<row r="2"><c><v>1e308</v></c></row>'),
}  # fmt: skip
OPEN_SHEETS: dict[str, Callable[[], bytes]] = {
    "a row a million times": lambda: _open_sheets(
        f'<table:table-row table:number-rows-repeated="1048576">{_TEXT.format("")}</table:table-row>'
    ),
    "a cell a million times": lambda: _open_sheets(
        f"<table:table-row>{_TEXT.format(_AGAIN.format(1_048_576))}</table:table-row>"
    ),
    "rows of repeated cells, repeated": lambda: _open_sheets(
        f'<table:table-row table:number-rows-repeated="9999">{_TEXT.format(_AGAIN.format(999)) * 9}</table:table-row>'
    ),
    "groups in each other": lambda: _open_sheets("<table:table-row-group>" * 3000),
    "blanks by the million": lambda: _open_sheets(
        '<table:table-row><table:table-cell><text:p>9<text:s text:c="99999999"/></text:p></table:table-cell>'
        "</table:table-row>"
    ),
}
DELIMITED: dict[str, Callable[[], bytes]] = {
    "a row of a million cells": ("甲," * 1_000_000).encode,
    "a quote that never closes": ('"甲\n' * 500_000).encode,
    "quotes alone": lambda: b'"' * 3_000_000,
    "a million rows": lambda: "甲,市教育局\n".encode() * 1_000_000,
    "zeros": lambda: b"a,b\0c\n" * 1000,
    "a field beyond all bounds": ("字" * 7_000_000 + ",b\n").encode,
}
