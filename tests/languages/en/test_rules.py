"""English plans by the rules: each kind of goal, measure and target, in small plans with other words each."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from no_plans import TEXTS

from summarizer import Summary, summarize
from summarizer.documents import from_text

HEAD = "Town of Alder Point Strategic Plan\n\nGoal 1: A town that works\n\n"
HEAD += "It is a town for the people of the coast and for those who are on the road to it.\n\nActions\n"


def read(*items: str) -> Summary:
    """A plan with ``items`` as its actions."""
    return summarize(from_text(HEAD + "".join(f"- {item}\n" for item in items), "plan.txt"))


@pytest.mark.parametrize(
    ("item", "value", "unit", "comparator", "kind"),
    [
        ("Build three fire stations.", 3, "stations", "=", "quantity"),
        ("Plant at least 400 street trees.", 400, "trees", ">=", "quantity"),
        ("Keep response times below 9 minutes.", 9, "minutes", "<=", "quantity"),
        ("Hold no more than two hearings.", 2, "hearings", "<=", "quantity"),
        ("Hire up to 14 lifeguards.", 14, "lifeguards", "<=", "quantity"),
        ("Enrol a minimum of 90 apprentices.", 90, "apprentices", ">=", "quantity"),
        ("Resurface about 30 miles of road.", 30, "miles", "~", "quantity"),
        ("Cut litter by a quarter.", 25, "%", "=", "ratio"),
        ("Double bus ridership.", 2, "times", "=", "ratio"),
        ("Raise recycling from 31% to 45%.", 45, "%", "=", "ratio"),
        ("Reduce the wait for a permit from 40 days to 12.", 12, "days", "=", "quantity"),
        ("Invest $2.5 million in drains.", 2500000, "$", "=", "quantity"),
        ("Collect two dozen oral histories.", 24, "histories", "=", "quantity"),
        ("Serve all 12 middle and high schools.", 12, "schools", "=", "quantity"),
        ("Inspect every bridge.", 100, "%", "=", "coverage"),
        ("All vehicles will be electric.", 100, "%", "=", "coverage"),
        ("Eliminate lead pipes.", 0, None, "=", "zero"),
        ("No sewage will be released.", 0, None, "=", "zero"),
        ("Achieve zero traffic deaths.", 0, None, "=", "zero"),
        ("Replace our 12 oldest buses.", 12, "buses", "=", "quantity"),
        ("Hold four community clean-up days.", 4, "days", "=", "quantity"),
        ("Keep reserves of at least three months.", 3, "months", ">=", "quantity"),
        ("Cut the number of falls that cause injury by 30%.", 30, "%", "=", "ratio"),
        ("Clean the beaches twice a week.", 2, "times", "=", "standard"),
        ("Keep unemployment below the state average.", None, None, "<=", "relative"),
    ],
)
def test_a_target(item: str, value: float | None, unit: str | None, comparator: str, kind: str) -> None:
    """Numbers and units, bounds, baselines, words, shares, all, none, recurring, relative."""
    (target,) = read(item, "Review the zoning code.").targets
    assert (target.value, target.unit, target.comparator, target.kind) == (value, unit, comparator, kind)


@pytest.mark.parametrize(
    ("item", "deadline"),
    [
        ("Publish the flood map by the end of 2027.", "the end of 2027"),
        ("Adopt a tree ordinance by June 30, 2026.", "June 30, 2026"),
        ("Open the skate park in Q3 2026.", "Q3 2026"),
        ("Launch a youth council in fall 2026.", "fall 2026"),
        ("By March 2027, the town will complete the sewer study.", "March 2027"),
        ("Begin construction of the levee in FY 2028.", "FY 2028"),
        ("Write a housing plan, beginning in 2027.", "2027"),
        ("Issue the annual report late 2026.", "late 2026"),
        ("Relaunch the library website by June 1.", "June 1"),
    ],
)
def test_a_milestone(item: str, deadline: str) -> None:
    """An event with a date, wherever the date stands."""
    (target,) = read(item, "Review the zoning code.").targets
    assert (target.kind, target.value, target.deadline) == ("milestone", None, deadline)


@pytest.mark.parametrize(
    "item",
    [
        "Maintain our 14 parks.",
        "Offer rebates of up to $300 to homeowners.",
        "Support households that earn less than 60 percent of the median income.",
        "Continue the clinic, which treated 900 patients in 2023.",
        "Join the Vision Zero network.",
        "Write a 10-year capital plan.",
        "Answer complaints within five days.",
        "Promote the 311 line.",
        "Improve services for children under five.",
        "Encourage all residents to vote.",
        "Improve the look of Main Street by 2030.",
        "Build a dog park at a cost of $40,000.",
        "Improve retention from our baseline measure of 64%.",
        "Work with growers who supply two thirds of our fruit.",
        "Survey residents (margin of error +/- 4%).",
        "Publish a plan for any project that costs more than $20,000.",
        "Restore the Miller farm (52 acres).",
        "Campaign for an end to poverty.",
        "Build on two recently funded projects.",
    ],
)
def test_no_target(item: str) -> None:
    """Stock, grants, conditions, the past, names, sizes, procedure, manners of speaking, costs."""
    plan = read(item, "Review the zoning code.")
    assert (plan.targets, len(plan.measures)) == ([], 2)


def test_goals_and_measures() -> None:
    """What is called a goal is one under Markdown too; imperatives and promises are measures, reasons are none."""
    plan = summarize(
        from_text(
            "# Alder Point Climate Action Plan 2026\n\n## Background\nThe town emits 90,000 tons a year.\n\n"
            "Our vision is a town that no flood can stop.\n\n## Goal 1: Clean power\nPower is costly here.\n\n"
            "### Objective 1.1 Put the sun to work\n- Install 40 rooftop arrays. (Lead: Office of Energy)\n"
            "- We will sign a contract with a solar farm.\n\n## Contact\nCall us at 555-0100.\n",
            "plan.txt",
        )
    )
    assert [(goal.level, goal.quote) for goal in plan.goals] == [
        ("overall", "Our vision is a town that no flood can stop"),
        ("section", "Clean power"),
        ("task", "Put the sun to work"),
    ]
    assert [(measure.quote, measure.actors) for measure in plan.measures] == [
        ("Install 40 rooftop arrays", ["Office of Energy"]),
        ("We will sign a contract with a solar farm", []),
    ]


def test_a_table_of_indicators_and_one_of_milestones() -> None:
    """Each period's target is one; a milestone's date is one of its own, and its owner acts."""
    plan = read(
        "Review the zoning code.\n\n| Indicator | Baseline | Target 2027 | Target 2030 |\n|---|---|---|---|\n"
        "| Number of library visits | 900 | 1,200 | 1,500 |\n\n"
        "| Milestone | Target date | Owner |\n|---|---|---|\n| Draft the trail map | May 2027 | Parks Office |\n"
    )
    assert [(target.kind, target.value, target.unit, target.quote) for target in plan.targets if target.value] == [
        ("quantity", 1200, "visits", "Number of library visits | 900 | 1,200"),
        ("quantity", 1500, "visits", "Number of library visits | 900 | 1,200 | 1,500"),
    ]
    (milestone,) = (target for target in plan.targets if target.kind == "milestone")
    assert (milestone.quote, milestone.deadline, milestone.indicator) == ("May 2027", "May 2027", "Draft the trail map")
    assert plan.measures[-1].actors == ["Parks Office"]


@settings(max_examples=60)
@given(
    st.sampled_from([("", "="), ("at least ", ">="), ("up to ", "<="), ("no more than ", "<="), ("more than ", ">="),
                     ("fewer than ", "<="), ("about ", "~"), ("a minimum of ", ">="), ("over ", ">=")]),
    st.integers(3, 90_000).filter(lambda number: not 1900 <= number < 2100),
    st.sampled_from(["gardens", "new bus stops", "affordable homes", "summer camps", "part-time coaches"]),
)  # fmt: skip
def test_what_is_written_is_read_back(bound: tuple[str, str], number: int, thing: str) -> None:
    """A law: every bound before every number of every thing gives that number, that bound and the thing's noun."""
    (target,) = read(f"Fund {bound[0]}{number:,} {thing}.", "Review the zoning code.").targets
    assert (target.value, target.comparator, target.unit) == (number, bound[1], thing.rsplit(maxsplit=1)[-1])


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_text_that_is_no_plan_gives_nothing_and_says_so(name: str) -> None:
    """News, minutes, encyclopedia, blog, recipe, contract …: their numbers promise nothing."""
    summary = summarize(from_text(TEXTS[name], f"{name}.txt"))
    assert summary.items() == []
    assert {notice.code for notice in summary.notices} - {"lines-joined"} == {"no-plan"}
