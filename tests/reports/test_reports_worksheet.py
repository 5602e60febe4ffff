"""The sheet that takes a row at a time, held against XlsxWriter's own way of writing the same cells."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import parts, workbook
from openpyxl.utils.escape import unescape
from xlsxwriter import Workbook

from summarizer.reports.sheets import CellFormats, Column, Link, TableSheet
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from openpyxl.cell import Cell as Read

    from summarizer.reports.sheets import Cell

KEYS = ["a", "b", "c", "d"]


def made(*rows: dict[str, Cell]) -> bytes:
    """A workbook of one sheet of these rows, written as reports write it."""
    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True}) as book:
        sheet = TableSheet(book, CellFormats(book), "全部", [Column(key, head=key) for key in KEYS], fixed=0)
        for row in rows:
            sheet.add(row)
        sheet.close()
    return out.getvalue()


def stock(*rows: dict[str, Cell]) -> bytes:
    """The same values, each written by the method that XlsxWriter has for it."""
    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("全部")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, key in enumerate(KEYS):
            sheet.write_string(0, at, key)
        for line, row in enumerate(rows, start=1):
            for key, value in row.items():
                at = KEYS.index(key)
                if isinstance(value, Link):
                    sheet.write_url(line, at, f"internal:'{value.sheet}'!A{value.row + 1}", None, value.text)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(line, at, value, day)
                elif isinstance(value, str):
                    if shown := clean(value).strip():  # a cell of nothing is not written
                        sheet.write_string(line, at, shown)
                elif value is not None:
                    sheet.write_number(line, at, value)
    return out.getvalue()


def read(data: bytes) -> list[list[tuple[object, ...]]]:
    """What another library finds in each cell: value, type and where it leads."""
    sheet = workbook(data)["全部"]
    return [[_seen(cell) for cell in row] for row in sheet.iter_rows(min_row=2, max_col=len(KEYS))]


def _seen(cell: Read) -> tuple[object, ...]:
    return cell.value, cell.data_type, cell.hyperlink.location if cell.hyperlink else None


def cells() -> st.SearchStrategy[Cell]:
    words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
    return st.one_of(
        words,
        st.integers(-(10**15) + 1, 10**15 - 1),
        st.floats(-1e14, 1e14, allow_nan=False),
        st.dates(dt.date(1901, 1, 1), dt.date(9999, 12, 31)),
        st.builds(Link, st.sampled_from(["g1", "m12", "t3、t4"]), st.just("全部"), st.integers(1, 10**6)),
        st.none(),
    )


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), cells()), min_size=1, max_size=4))
def test_a_cell_holds_what_the_library_would_have_put_there(rows: list[dict[str, Cell]]) -> None:
    """Text, numbers to the fifteenth digit, dates and links, whatever stands beside them."""
    last = {"a": "end"}  # else the two would differ in where an empty sheet ends
    assert read(made(*rows, last)) == read(stock(*rows, last))


@pytest.mark.parametrize(
    "text",
    [
        "<r><t>x</t></r>",
        '<r></r></is></c><c r="Z9"><f>1+1</f></c></r>',
        "_x0041_x0042_",
        "a&amp;b",
        "]]>",
        "</sheetData>",
    ],
)
def test_no_text_is_markup(text: str) -> None:
    """Not XML, not XlsxWriter's own mark for rich text, not Excel's codes for characters: it is shown as it stands."""
    data = made({"a": text})
    assert not list(parts(data)["xl/worksheets/sheet1.xml"].iter("{*}f"))
    assert unescape(workbook(data)["全部"]["A2"].value) == text


def test_all_of_a_sheet_is_within_its_bounds() -> None:
    """Programs read the dimension first; filters reach to the last row."""
    sheet = workbook(made({"a": "x"}, {"d": 3}))["全部"]
    assert (sheet.calculate_dimension(), sheet.auto_filter.ref) == ("A1:D3", "A1:D3")
    assert workbook(made())["全部"].calculate_dimension() == "A1:D1"
