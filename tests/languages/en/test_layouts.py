"""How English plans are laid out: cards, codes, bars, titles that run on, spoken ordinals; parts without one."""

from __future__ import annotations

import pytest

from summarizer import Summary, summarize
from summarizer.documents import from_text


def read(text: str) -> Summary:
    """What the rules find in a text."""
    return summarize(from_text(text, "plan.txt"))


CARDS = """Harbour Trust Strategic Plan 2026-2030

Pillar 2: A port that lasts
The second pillar is about what will be here in fifty years.

2.1.1 Dredge the northern channel
Lead: Marine Works Unit
Responsible Branch: Surveys
Expected Outcome: Channel reopened; 40 berths usable.
Plan Start: 01/02/2026
Plan End: 30/11/2027

2.1.2 Publish a tide almanac
Owner: Office of the Harbourmaster
Success Indicator: 3,000 copies distributed.
Timeline: 2026
"""


def test_the_card_of_an_action_is_a_measure() -> None:
    """A title over lines of who, when and with what result is what somebody does, and those lines say who."""
    found = read(CARDS)
    assert [(m.quote, m.actors) for m in found.measures] == [
        ("Dredge the northern channel", ["Marine Works Unit", "Surveys"]),
        ("Publish a tide almanac", ["Office of the Harbourmaster"]),
    ]
    assert [goal.quote for goal in found.goals] == ["A port that lasts"]
    assert [(t.value, t.unit) for t in found.targets] == [(40, "berths"), (3000, "copies")]


@pytest.mark.parametrize("code", ["P2.F1.A3", "SG1.SO2.A1:", "G4-A2"])
def test_a_code_before_an_action(code: str) -> None:
    """What a code calls an action is one, and the code is no part of it."""
    found = read(f"Objective 1: Reading for all\n\nWe read.\n\n{code} Open two reading rooms by May 2027.\n")
    assert [m.quote for m in found.measures] == ["Open two reading rooms by May 2027"]


def test_lines_that_bars_part() -> None:
    """A head of a column says whether the cells below it are goals or actions, though no table is drawn."""
    rows = (
        "Ref | Topic | YearGoal\nR1 | Debt | Lower the debt ratio to 40% by 2029.\nR2 | Fees | Waive fees for pupils.\n"
    )
    found = read(f"Riverside Strategic Plan\n\nFocus Area 1: Sound money\n\nMoney matters here.\n\n{rows}")
    assert [goal.quote for goal in found.goals][1:] == ["Lower the debt ratio to 40% by 2029", "Waive fees for pupils"]
    assert [(t.value, t.deadline) for t in found.targets] == [(40, "2029")]


def test_titles_that_others_run_on_into() -> None:
    """What a line leads into that breaks off is a goal, however it is worded."""
    found = read(
        "Elm Row Nursery Strategic Plan\n\n# Care\n\n## We look after our children through\n\n## Healthy meals\n\n"
        "Hire a second cook.\nServe fruit at every break.\n\n## Time outdoors\n\nBuild a shelter in the garden.\n"
        "Walk to the woods on Fridays.\n"
    )
    assert [goal.quote for goal in found.goals] == ["Healthy meals", "Time outdoors"]


def test_spoken_ordinals() -> None:
    """First. A few words are the title of what follows; a whole sentence is what it says."""
    found = read(
        "Programme of the Government for 2027\n\nWe will focus on the following tasks.\n\n"
        "First. Cleaner rivers.\nThe ministry will close nine outfalls in 2027.\n\n"
        "Second. We will plant 600 alders along the banks.\n"
    )
    assert "Cleaner rivers" in [goal.quote for goal in found.goals]
    assert [(t.value, t.unit) for t in found.targets] == [(9, "outfalls"), (600, "alders")]


PARTS = {
    "wishes": """In 2031 the harbour will be a hundred years old, and the city has set itself the goal of a quiet port.
        The aim is to halve the noise of the cranes by 2030. In this way we aim to contribute to the health of the town.
        Our joint task now is:

        - to replace the diesel cranes
        - to win further partners for the programme
        - to act on the complaints of those who live nearby""",
    "promises": "We will open two ferries. We'll train 30 pilots. By 2028 each pier will have a lift.",
    "codes": "Focus Area 1: Teach well\n\nAction 1: Train every tutor.\nAction 2: Open a library.\n\n"
    "Focus Area 2: Learn well\n\n"
    "Action 3: Buy 200 books.\nLead: Library\nOutcome: 200 books bought.\n",
}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_plan_needs_no_title(name: str) -> None:
    """What a text wants, and what its parts are called, makes it a plan, though nothing names it one."""
    found = read(PARTS[name].replace("        ", ""))
    assert found.measures
    assert found.targets


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("Rents should be capped by the end of the year.", True),
        ("I instruct the ministry to publish the accounts.", True),
        ("There will be six open days.", True),
        ("The fleet will be rebranding next spring.", True),
        ("As a result, 900 families will have access to a garden.", False),
        ("The city is aware that the old cranes will close.", False),
        ("A large part should be played by others.", False),
        ("This plan is our action plan to drive change.", False),
    ],
)
def test_what_commits(sentence: str, measure: bool) -> None:
    """What should be done and what we instruct commit; effects, beliefs and descriptions do not."""
    found = read(f"Harbour Trust Strategic Plan\n\nGoal 1: Calm\n\n{sentence} We will sweep the quays.\n")
    assert (len(found.measures) == 2) is measure


def test_doubtful_targets_are_marked() -> None:
    """An effect, a date on which nobody can say that it happened, and what is said of all but cannot be counted off."""
    found = read(
        "Harbour Trust Strategic Plan\n\nGoal 1: Calm\n\nDevelop partnerships with the fishing fleet by 2028.\n"
        "The works are expected to save 300 litres. Publish a map by May 2027.\n"
        "Replace the pumps, saving 300 litres a day.\nEnsure all pupils have access to a library.\n"
    )
    marked = {target.quote[:7]: target.unsure for target in found.targets}
    assert marked["Develop"] is not None
    assert marked["saving "] is not None
    assert marked["Ensure "] is not None
    assert marked["Publish"] is None
