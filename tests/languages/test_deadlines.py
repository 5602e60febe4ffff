"""The day that a deadline's words mean: a ledger sorts by it and marks what is overdue."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.languages import find

zh, en = find("zh").part("deadlines").resolve, find("en").part("deadlines").resolve


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("5月", "2023-05-31"), ("5月底前", "2023-05-31"), ("5月前", "2023-04-30"), ("六月底", "2023-06-30"),
        ("9月中旬前", "2023-09-20"), ("3月15日前", "2023-03-15"), ("10月上旬", "2023-10-10"), ("2月份", "2023-02-28"),
        ("年底", "2023-12-31"), ("年底前", "2023-12-31"), ("年内", "2023-12-31"), ("全年", "2023-12-31"),
        ("到2023年底", "2023-12-31"), ("2024年6月底前", "2024-06-30"), ("到2025年", "2025-12-31"),
        ("明年3月", "2024-03-31"), ("上半年", "2023-06-30"), ("第二季度", "2023-06-30"), ("一季度末", "2023-03-31"),
        ("前三季度", "2023-09-30"), ("二、三季度", "2023-09-30"), ("秋季学期", "2023-09-01"),
        ("秋季学期开学前", "2023-08-31"), ("秋季", "2023-09-01"), ("2024年春季学期", "2024-03-01"),
        ("国庆节前", "2023-09-30"), ("七一前", "2023-06-30"), ("元旦前", "2023-12-31"), ("暑假前", "2023-06-30"),
        ("1-9月", "2023-09-30"), ("3月1日至5月31日", "2023-05-31"), ("2024.9.30", "2024-09-30"),
        ("“十四五”末", "2025-12-31"), ("2024-2026年", "2026-12-31"), ("二〇二四年底", "2024-12-31"),
    ],
)  # fmt: skip
def test_words_of_a_plan_for_one_year_are_a_day(words: str, day: str) -> None:
    assert zh(words, "2023") == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2023.8", "2023-08-31"), ("2023-08", "2023-08-31"), ("2023/8前", "2023-07-31"), ("2023.3-11", "2023-11-30"),
        ("2023.3-2023.11", "2023-11-30"), ("3.1-6.30", "2023-06-30"), ("20230630", "2023-06-30"), ("Q3", "2023-09-30"),
        ("2023-3-11", "2023-03-11"), ("2023-12-31", "2023-12-31"), ("2023", "2023-12-31"), ("23年", "2023-12-31"),
        ("3月至年底", "2023-12-31"), ("第三季度至年底", "2023-12-31"), ("5月启动,年底前完成", "2023-12-31"),
        ("上半年完成初稿,10月底前印发", "2023-10-31"), ("年底前,其中一期6月底", "2023-06-30"),
        ("十一月底", "2023-11-30"),
        ("春季学期末", "2023-06-30"), ("秋季学期末", "2023-12-31"), ("暑假结束前", "2023-08-31"),
    ],
)  # fmt: skip
def test_the_last_part_of_the_year_that_the_words_name_is_by_when(words: str, day: str) -> None:
    """A month after a point, a day without marks, or what stands behind 至 is never passed over for the year's end."""
    assert zh(words, "2023") == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "words",
    [
        "本学期末",
        "三个月内",
        "6个月内",
        "15个工作日内",
        "2023年寒假前",
        "2023年汛期前",
        "2023年中考前",
        "2023学年",
        "2023.13",
    ],
)
def test_words_that_say_more_than_the_year_do_not_mean_its_end(words: str) -> None:
    assert zh(words, "2023") is None


@pytest.mark.parametrize("words", ["每年", "每月底前", "xx月", "春节前", "按进度推进", "3年内", "近期", "2月30日", ""])
def test_words_that_mean_no_day_have_none(words: str) -> None:
    """A day that nobody set would mark as overdue what is not."""
    assert zh(words, "2023") is None


def test_a_plan_of_several_years_leaves_open_which_may_is_meant() -> None:
    assert zh("5月底前", "2021-2025") is None
    assert zh("年底", None) is None
    assert zh("2024年5月底前", "2021-2025") == dt.date(2024, 5, 31)
    assert zh("期末", "2021-2025") == dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("words", "day"),
    [("by June 2026", "2026-06-30"), ("by the end of 2027", "2027-12-31"), ("by 30 September", "2025-09-30"),
     ("before March 2026", "2026-02-28"), ("in Q3", "2025-09-30"), ("by the end of the year", "2025-12-31"),
     ("2026-01-15", "2026-01-15"), ("every year", None), ("by FY2026", None), ("soon", None)],
)  # fmt: skip
def test_english_words(words: str, day: str | None) -> None:
    assert en(words, "2025") == (day and dt.date.fromisoformat(day))


@given(st.text(alphabet="0123456789年月日底前末季度上半中旬十一二三四五春秋学期暑假至到-/.、第每明 ", max_size=16))
def test_whatever_is_written_no_error_comes_of_it(words: str) -> None:
    """A deadline is a stranger's words."""
    for resolve in (zh, en):
        assert resolve(words, "2023") is None or resolve(words, "2023").year < 10_000
