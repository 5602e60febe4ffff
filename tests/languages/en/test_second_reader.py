"""The second reader of English numbers: what stands in a quote bears a value out, what does not is called invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Settings, summarize
from summarizer.evaluation.numbers import contradiction, unsupported_numbers
from summarizer.languages.en import evaluation as reader


def target(
    quote: str, value: float | None, unit: str | None = None, kind: str = "quantity", **rest: Any
) -> dict[str, Any]:
    return {"quote": quote, "value": value, "unit": unit, "kind": kind, **rest}


BORNE_OUT = [
    target("plant 1,200 street trees", 1200, "trees"),
    target("raise £3.5 million", 3_500_000, "£"),
    target("a fund of $40bn", 40e9, "$"),
    target("recruit fifteen midwives", 15, "midwives"),
    target("twenty-five new wardens", 25, "wardens"),
    target("a hundred and twenty beds", 120, "beds"),
    target("two dozen workshops", 24, "workshops"),
    target("lift satisfaction from 71 to 80 per cent", 80, "%", "ratio"),
    target("cut waste by a third", 33.3, "%", "ratio"),
    target("double the number of apprentices", 2, "times", "ratio"),
    target("inspect each kitchen twice a year", 2, "times", "standard"),
    target("between 800 and 1,000 hedges", 800, "hedges", value_max=1000),
    target("between 3 and 4 million visits", 3e6, "visits", value_max=4e6),
    target("every child has a library card", 100, "%", "coverage"),
    target("no avoidable deaths", 0, None, "zero"),
    target("Visits | 38 | 42", 42, "Visits"),
]
INVENTED = [
    target("plant 1,802 street trees", 80, "trees"),
    target("raise £3.5 million", 3.5e9, "£"),
    target("raise 3.5 million euros", 3_500_000, "£"),
    target("recruit fifteen midwives", 50, "midwives"),
    target("recruit fifteen midwives", 15, "doctors"),
    target("cut waste by a third", 30, "%", "ratio"),
    target("80 schools", 80, "%", "ratio"),
    target("between 800 and 1,000 hedges", 800, "hedges", value_max=1200),
    target("most children have a library card", 100, "%", "coverage"),
    target("fewer deaths", 0, None, "zero"),
    target("open a clinic", 1, "clinics"),
]


@pytest.mark.parametrize("claim", BORNE_OUT, ids=lambda claim: str(claim["quote"]))
def test_what_a_quote_bears_out(claim: dict[str, Any]) -> None:
    assert contradiction(claim, reader) is None


@pytest.mark.parametrize("claim", INVENTED, ids=lambda claim: f"{claim['quote']}: {claim['value']} {claim['unit']}")
def test_what_no_quote_bears_out(claim: dict[str, Any]) -> None:
    assert contradiction(claim, reader) is not None


def test_a_line_may_not_bring_a_number_of_its_own() -> None:
    source = ["Recruit fifteen midwives and 120 nurses."]
    assert unsupported_numbers("Recruit 15 midwives", source, reader) == []
    assert unsupported_numbers("Recruit 16 midwives and one doctor", source, reader) == ["16"]


@given(st.integers(2, 10**9), st.sampled_from(["{:,}", "{}"]))
def test_a_number_is_read_whole(value: int, form: str) -> None:
    """Neither less of it nor more."""
    quote = f"build {form.format(value)} homes"
    assert contradiction(target(quote, value, "homes"), reader) is None
    for other in (value + 1, value * 10, value // 10):
        assert contradiction(target(quote, other, "homes"), reader) is not None


def test_the_rules_bring_no_number_into_the_english_plans() -> None:
    """By the second reader; the gold passes it too."""
    folder = Path(__file__).parents[3] / "evals" / "english"
    for path in sorted((folder / "texts").iterdir()):
        found = summarize(path, Settings(engine="rules")).model_dump()["targets"]
        labelled = json.loads((folder / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))["targets"]
        written = [one for one in (*found, *labelled) if not one["quote"].replace(",", "").isdigit()]  # no bare cell
        assert {one["quote"]: why for one in written if (why := contradiction(one, reader))} == {}
