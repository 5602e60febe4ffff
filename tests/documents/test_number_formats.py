"""Numbers and days in the words of a sheet: a reader of it must find what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_workbooks import book, codes, converted, sheet

from summarizer.documents import from_bytes
from summarizer.documents.number_formats import BUILT_IN, shown_number, shown_text

SHOWN: list[tuple[float, str, str]] = [
    (0.85, "0%", "85%"), (0.8567, "0.0%", "85.7%"), (-0.2, "0%", "-20%"), (1234567.891, "#,##0.00", "1,234,567.89"),
    (1234567, "#,##0,", "1,235"), (1500, '0.0,"千"', "1.5千"), (45747, "yyyy/m/d", "2025/3/31"),
    (45747, '[$-804]yyyy"年"m"月";@', "2025年3月"), (45747.5, "yyyy-mm-dd hh:mm", "2025-03-31 12:00"),
    (45747.75, "h:mm AM/PM", "6:00 PM"), (-5, "0;(0)", "(5)"), (-5, "0.00_);[Red]\\(0.00\\)", "(5.00)"),
    (0, '0;-0;"无"', "无"), (12, '0"所"', "12所"), (12, 'General"所"', "12所"), (600, '[>=100]"多";0', "多"),
    (3, "000", "003"), (0.5, "#.##", ".5"), (0.5, "0.0#", "0.5"), (26, "[h]:mm", "624:00"),
    (1234, "0.00E+00", "1.23E+03"), (1234.5, "¥#,##0.00", "¥1,234.50"), (99.995, "0.00", "100.00"),
    (13812345678, "000-0000-0000", "138-1234-5678"), (45747, "m月d日", "3月31日"), (45747, "mmm-yy", "Mar-25"),
    (0.125, "0.00", "0.13"), (2.5, "0", "3"), (-2.5, "0", "-3"), (0, "#,##0", "0"), (60, "yyyy-mm-dd", "1900-02-28"),
    (123456789, "General", "123456789"), (0.1 + 0.2, "General", "0.3"), (7, '"第"0"名"', "第7名"),
    (1234567, '0.00,,"百万"', "1.23百万"), (5, "@", "5"), (12.5, '0.0"%"', "12.5%"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "code", "shown"), SHOWN)
def test_a_number_is_written_as_its_cell_shows_it(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code) == (shown, True)


@pytest.mark.office
def test_libreoffice_shows_the_same_numbers(tmp_path: Path) -> None:
    """A second reader of the codes: its .ods keeps the words that it shows."""
    data = sheet(
        *([value] for value, _, _ in SHOWN), formats={f"A{at}": code for at, (_, code, _) in enumerate(SHOWN, 1)}
    )
    assert from_bytes(converted(data, "ods", tmp_path), "t.ods").text.split("\n")[:-1] == [each[2] for each in SHOWN]


def test_a_format_that_chinese_excel_names_by_a_number_is_known() -> None:
    """Its long date has no code in the file."""

    def fill(made: Any) -> None:
        made.add_worksheet().write_number("A1", 45747, made.add_format({"num_format": 31}))

    assert from_bytes(book(fill), "t.xlsx").text == "2025年3月31日\n"


def test_what_no_format_gives_exactly_is_said() -> None:
    document = from_bytes(sheet(["指标", "值"], ["占比", 0.5], formats={"B2": "# ?/?"}), "t.xlsx")
    assert (document.text, codes(document)) == ("指标\t值\n占比\t0.5\n", {"formats-simplified": 1})
    assert shown_number(45747, "[DBNum1]yyyy年") == ("2025年", False)
    assert not shown_number(-1, "yyyy-mm-dd").exact  # no day
    assert shown_number(float("nan"), "0").text == "nan"


def test_a_text_has_the_words_that_its_format_puts_around_it() -> None:
    assert [shown_text("甲", code) for code in ("@", '0;0;0;"附"@', '@"级"', "0.0", ";;;")] == [
        "甲",
        "附甲",
        "甲级",
        "甲",
        "",
    ]
    assert all(shown_number(1.5, code).text for code in BUILT_IN.values())
