"""How offices write their targets: per cent., ages of those served, items that begin with To, lists inside lists."""

from __future__ import annotations

import pytest

from summarizer import Summary, summarize
from summarizer.documents import from_text

HEAD = "Borough of Thornley Annual Plan\n\nGoal 1: A borough that answers\n\n"
HEAD += "It is a borough of hills and of people who walk up them.\n\nActions\n"


def read(text: str) -> Summary:
    """What the rules find in a text."""
    return summarize(from_text(text, "plan.txt"))


def act(*items: str) -> Summary:
    """A plan with ``items`` as its actions."""
    return read(HEAD + "".join(f"- {item}\n" for item in items))


@pytest.mark.parametrize(
    ("item", "values", "indicator"),
    [
        ("Answer 90 per cent. of letters within five days.", [90], "Answer letters within five days"),
        ("Settle 75 per cent. of claims by value.", [75], "Settle claims"),
        ("Cut fuel by 4 per cent.; repaint 60 per cent. of kerbs.", [4, 60], "Cut fuel"),
        ("Reduce arrears to 5 per cent. by March 2027.", [5], "Reduce arrears"),
        ("Keep absence below 3 per cent., and turnover below 9 per cent.", [3, 9], "Keep absence"),
        ("Inspect the kitchens, ensuring that 50 per cent. of all cooks have passed the test.", [50], None),
        ("Spend at least 2 per cent. (net) on training.", [2], "Spend"),
    ],
)
def test_per_cent_with_its_stop(item: str, values: list[float], indicator: str | None) -> None:
    """The stop of the abbreviation belongs to the unit: the share is read, and its stop is no part of the name."""
    found = act(item, "Review the zoning code.").targets
    assert [(t.value, t.unit) for t in found] == [(value, "%") for value in values]
    assert not any(" ." in t.indicator for t in found)
    assert indicator is None or found[0].indicator.startswith(indicator)


def test_per_cent_at_the_end_of_a_sentence() -> None:
    """Before a capital its stop ends the sentence, as it did."""
    found = act("Keep absence at 5 per cent. Cut travel by 3 per cent.", "Review the zoning code.")
    assert [m.quote for m in found.measures][:2] == ["Keep absence at 5 per cent", "Cut travel by 3 per cent"]


@pytest.mark.parametrize(
    ("item", "values"),
    [
        ("Give 600 talks to 17 to 19-year-olds in schools.", [600]),
        ("Offer places to 5-11 year-olds.", []),
        ("Open the clubs to 11–16 year olds.", []),
        ("Vaccinate 95% of 5 to 11 year olds.", [95]),
        ("Run 40 camps for 8 to 12 year-old pupils.", [40]),
        ("Extend the rest period to 8 to 12 weeks.", [8]),
        ("Plant 10 to 15 trees.", [10]),
    ],
)
def test_ages_count_nothing(item: str, values: list[float]) -> None:
    """Between which ages people are is no target; other ranges are."""
    assert [t.value for t in act(item, "Review the zoning code.").targets] == values


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("Ensure that 80% of staff have received training.", 80),
        ("Widen the scheme, ensuring that 30 schools have joined by June 2027.", 30),
        ("Open 12 lanes, which have cost the borough little.", 12),
    ],
)
def test_what_is_to_have_been_done(item: str, value: float) -> None:
    """What somebody is to ensure lies ahead, though the verb says that it has been done."""
    assert [t.value for t in act(item, "Review the zoning code.").targets if t.kind != "milestone"] == [value]


def test_what_has_been_done_is_past_as_before() -> None:
    """Without such a word it is not."""
    assert act("The borough has trained 80% of its staff.", "Review the zoning code.").targets == []


@pytest.mark.parametrize("name", ["SAVE aligns the work of boards.", "CONNECT provides advice.", "REACH offers meals."])
def test_a_programme_whose_name_is_a_verb(name: str) -> None:
    """A name in capitals that does something commits nobody; a verb in capitals does."""
    text = f"Thornley Strategic Plan\n\nGoal 1: A town that shares\n\n{name} Review the zoning code by May 2027.\n"
    assert [m.quote for m in read(text).measures] == ["Review the zoning code by May 2027"]
    loud = text.replace(name, "REDUCE the noise of lorries.")
    assert [m.quote for m in read(loud).measures][:1] == ["REDUCE the noise of lorries"]


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("Achieve unit costs of £22.48 for car tests.", 22.48),
        ("Achieve a closing order book of at least £18 million.", 18000000),
        ("Hold unit costs of $14 for each permit.", 14),
    ],
)
def test_what_is_achieved_in_money(item: str, value: float) -> None:
    """A unit cost to be achieved is a target; what work costs is none."""
    assert [t.value for t in act(item, "Review the zoning code.").targets] == [value]
    assert act("Replace the roof at a cost of £40,000.", "Review the zoning code.").targets == []
