"""Tables that go on over the pages of a PDF: one table, its heads once, a row that the page cut whole again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_pdf import RULES, chinese, made

import summarizer
from summarizer.documents import from_bytes

if TYPE_CHECKING:
    from fpdf import FPDF

Rows = list[list[str]]
_HEIGHT = 9


def pages_of(pages: list[Rows], widths: list[int], *, caption: str = "") -> summarizer.Summary:
    """A plan whose table stands at the foot of the first page and at the top of those after it."""

    def draw(pdf: FPDF, number: int) -> None:
        pdf.set_auto_page_break(False)
        top = 20 if number else 297 - 25 - _HEIGHT * len(pages[0])
        if number == 0:
            for at, line in enumerate(("市民政局2025年工作要点", "一、主要任务", "全市要聚焦群众关切，完善服务。")):
                pdf.set_xy(20, 20 + 10 * at)
                pdf.cell(text=line)
        elif caption:
            pdf.set_xy(20, 10)
            pdf.cell(text=caption)
        for row_at, row in enumerate(pages[number]):
            left = 20
            for width, text in zip(widths, row, strict=True):
                pdf.rect(left, top + _HEIGHT * row_at, width, _HEIGHT)
                pdf.set_xy(left + 1, top + _HEIGHT * row_at + 1)
                if text:
                    pdf.cell(text=text)
                left += width
        pdf.set_xy(100, 285)
        pdf.cell(text=str(number + 1))

    return summarizer.summarize(from_bytes(made(draw, pages=len(pages)), "p.pdf"), RULES)


HEAD = ["序号", "工作任务", "责任单位", "时限"]
WIDTHS = [15, 70, 40, 35]


@chinese
@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_three_pages_is_one(repeated: bool) -> None:
    """With its heads on each page or on the first alone; a single row on a page belongs to it too."""
    head = [HEAD] if repeated else []
    summary = pages_of(
        [
            [HEAD, ["1", "新建驿站6处", "社工科", "6月"]],
            [*head, ["2", "改造食堂4家", "养老科", "9月"], ["3", "清查账目", "财务科", "10月"]],
            [*head, ["4", "规范婚俗", "社务科", "全年"]],
        ],
        WIDTHS,
        caption="续表",
    )
    assert [(m.quote, m.actors, m.deadline, m.locator and m.locator.page) for m in summary.measures[1:]] == [
        ("新建驿站6处", ["社工科"], "6月", 1),
        ("改造食堂4家", ["养老科"], "9月", 2),
        ("清查账目", ["财务科"], "10月", 2),
        ("规范婚俗", ["社务科"], "全年", 3),
    ]


@chinese
@pytest.mark.parametrize(
    ("last", "rest", "whole"),
    [
        (["2", "推进殡葬改革，完", "社务科、", "10月"], ["", "善惠民政策", "财务科", ""], ["社务科", "财务科"]),
        (["2", "推进殡葬改革，完", "", ""], ["", "善惠民政策", "社务科", "10月"], ["社务科"]),
        (["", "推进殡葬改革，完", "", ""], ["2", "善惠民政策", "社务科", "10月"], ["社务科"]),
    ],
)
def test_a_row_that_the_page_cut_is_whole_again(last: list[str], rest: list[str], whole: list[str]) -> None:
    """What each row has once (its number, its date) stands in one of the two halves."""
    above = [HEAD, ["1", "新建驿站6处", "社工科", "6月"], last]
    summary = pages_of([above, [rest, ["3", "清查账目", "财务科", "11月"]]], WIDTHS)
    assert [(m.quote, m.actors, m.deadline) for m in summary.measures[1:]] == [
        ("新建驿站6处", ["社工科"], "6月"),
        ("推进殡葬改革，完善惠民政策", whole, "10月"),
        ("清查账目", ["财务科"], "11月"),
    ]


@chinese
def test_a_row_without_a_number_is_known_by_its_date() -> None:
    """Its task and its offices are both cut; only one half has the date that every row has."""
    summary = pages_of(
        [
            [HEAD[1:], ["新建驿站6处", "社工科", "6月"], ["推进殡葬改革，完", "社务科、", "10月"]],
            [["善惠民政策", "财务科", ""], ["清查账目", "财务科", "11月"]],
        ],
        WIDTHS[1:],
    )
    assert [(m.quote, m.actors) for m in summary.measures[1:]] == [
        ("新建驿站6处", ["社工科"]),
        ("推进殡葬改革，完善惠民政策", ["社务科", "财务科"]),
        ("清查账目", ["财务科"]),
    ]


@chinese
def test_the_next_row_is_a_row_of_its_own() -> None:
    """Cells that happen to be empty do not make it the rest of the row above."""
    summary = pages_of(
        [
            [HEAD, ["1", "新建驿站6处", "社工科", "6月"], ["2", "改造食堂4家", "养老科", "9月"]],
            [["3", "完善救助办法", "", ""], ["4", "规范婚俗", "社务科", "全年"]],
        ],
        WIDTHS,
    )
    assert [m.quote for m in summary.measures[1:]] == ["新建驿站6处", "改造食堂4家", "完善救助办法", "规范婚俗"]


@chinese
def test_a_table_of_other_columns_is_another() -> None:
    summary = pages_of(
        [
            [["任务", "责任单位"], ["新建驿站6处", "社工科"]],
            [["任务", "责任单位"], ["改造食堂4家", "养老科"]],
        ],
        [80, 60],
    )
    assert [m.actors for m in summary.measures[1:]] == [["社工科"], ["养老科"]]
