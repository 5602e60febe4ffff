"""How English writes numbers and dates, as the scanner reads them: value, unit, bound; and what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.languages.en.dates import find_dates
from summarizer.languages.en.evaluation import read_numbers
from summarizer.languages.en.mentions import EnglishScanner

SCANNER = EnglishScanner()


@pytest.mark.parametrize(
    ("text", "value", "top", "unit", "comparator"),
    [
        ("print 18 000 leaflets", "18000", None, "leaflets", "="),
        ("spend EUR 2 350 000", "2350000", None, "EUR", "="),
        ("raise A$4.5 million", "4500000", None, "A$", "="),
        ("borrow R120 million", "120000000", None, "R", "="),
        ("between five and seven weeks’ pay", "5", "7", "weeks", "range"),
        ("offer forty (40) internships", "40", None, "internships", "="),
        ("a sixfold rise", "6", None, "times", "="),
        ("a pupil ratio of 18:1", "18", None, None, "="),
        ("98%+ of trains", "98", None, "%", ">="),
        ("in excess of 70 stalls", "70", None, "stalls", ">="),
        ("capped at 4%", "4", None, "%", "<="),
        ("9 sessions minimum", "9", None, "sessions", ">="),
        ("~60 barns", "60", None, "barns", "~"),
        ("30,000 tonnes CO2e", "30000", None, "tonnes CO2e", "="),
        ("one shed opened by May", "1", None, "shed", "="),
        ("cut litter by a third", "33.33", None, "%", "="),
    ],
)
def test_a_number(text: str, value: str, top: str | None, unit: str | None, comparator: str) -> None:
    """One mention, with all that is written; a second reader that knows nothing of the first reads the same."""
    (mention,) = SCANNER.scan(text, 0, len(text))
    assert (mention.value, mention.value_max) == (Decimal(value), None if top is None else Decimal(top))
    assert (mention.unit, mention.comparator) == (unit, comparator)
    if mention.unit is not None:
        assert any(number.value == pytest.approx(float(value)) for number in read_numbers(text))


@pytest.mark.parametrize(
    "text",
    [
        "open a third branch", "the second half of the match", "half a million letters", "a half-timbered barn",
        "one in six adults", "an ISO 9001 audit", "Target 4 and Indicator 7", "the Vision Zero pledge",
    ],
)  # fmt: skip
def test_no_number(text: str) -> None:
    """Ordinals, periods, parts of what somebody else is, names."""
    assert SCANNER.scan(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("by end 2027", ["end 2027"]),
        ("in Q1-Q2 2028", ["Q1-Q2 2028"]),
        ("in H2 2026", ["H2 2026"]),
        ("no later than 30-Sep", ["30-Sep"]),
        ("due Jun-27", ["Jun-27"]),
        ("by the end of the second quarter", ["the end of the second quarter"]),
        ("by the start of the next school year", ["the start of the next school year"]),
        ("within the first year", ["the first year"]),
        ("in Spring/Summer 2027", ["Spring/Summer 2027"]),
        ("as measured by the spring benchmark", []),
    ],
)
def test_a_date(text: str, dates: list[str]) -> None:
    """The words that say by when, without their preposition."""
    assert [text[found.start : found.end] for found in find_dates(text, 0, len(text))] == dates


@given(st.integers(1000, 999_999_999).filter(lambda number: number % 10 == 0))
def test_thousands_parted_by_blanks_are_those_parted_by_commas(number: int) -> None:
    """A law: 1 250 000 is 1,250,000."""
    written = f"plant {number:,} seedlings"
    blanks = written.replace(",", " ")
    (with_commas,), (with_blanks,) = SCANNER.scan(written, 0, len(written)), SCANNER.scan(blanks, 0, len(blanks))
    assert (with_commas.value, with_commas.unit) == (with_blanks.value, with_blanks.unit) == (number, "seedlings")
