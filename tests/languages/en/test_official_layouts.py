"""How offices lay out their plans: lists inside lists, items of To, labels on lines of their own, pages with links."""

from __future__ import annotations

import pytest

from summarizer import Summary, summarize
from summarizer.documents import from_text

HEAD = "Borough of Thornley Annual Plan\n\nGoal 1: A borough that answers\n\n"
PROSE = "It is a borough of hills and of people who walk up them.\n\n"


def read(text: str) -> Summary:
    """What the rules find in a text."""
    return summarize(from_text(text, "plan.txt"))


def measures(text: str) -> list[str]:
    """What somebody is to do, by the rules."""
    return [measure.quote for measure in read(text).measures]


def values(text: str) -> list[float | None]:
    """The values of the targets that the rules find."""
    return [target.value for target in read(text).targets]


@pytest.mark.parametrize(
    "lead",
    [
        "By December 2027, the Borough will:",
        "In FY 2028, the Harbour Trust will:",
        "During 2027, Thornley Homes shall:",
        "To Reach This Goal, the Parks Board will:",
        "From April 2027, Members must:",
    ],
)
def test_a_lead_in_is_no_goal(lead: str) -> None:
    """A line that says who will, and leaves open what, is no title, however many of its words have a capital."""
    text = f"Thornley Strategic Plan\n\nGOALS\n\nOpen the river to all who live by it.\n\nSTRATEGIC ACTIONS\n\n{lead}\n"
    found = read(f"{text}- open two day centres\n- visit 300 homes\n")
    assert [goal.quote for goal in found.goals] == ["Open the river to all who live by it"]
    assert [measure.quote for measure in found.measures] == ["open two day centres", "visit 300 homes"]


@pytest.mark.parametrize(
    "lead",
    [
        "The targets, which build on the standards met since 1996, are:",
        "The actions, as the board asked last year, are:",
        "The steps, which have been discussed to date, are:",
    ],
)
def test_what_a_lead_in_tells_by_the_way(lead: str) -> None:
    """A clause between commas that tells of the past does not make the list one of what was done."""
    text = f"{HEAD}{PROSE}{lead}\n- Answer 90% of letters in a week\n- Open 10 desks\n"
    assert values(text) == [90, 10]
    assert values(f"{HEAD}{PROSE}What we have achieved since 1996:\n- Answer 90% of letters in a week\n") == []


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("i. chess\nii. bowls\niii. walks (with nurses)\n", ("a.", "b.", "c.")),
        ("- chess\n- bowls\n", ("1.", "2.", "3.")),
        ("  - chess\n  - bowls\n", ("-", "-", "-")),
        ("1) chess\n2) bowls\n", ("(a)", "(b)", "(c)")),
        ("* chess\n* bowls\n* darts\n", ("4.", "5.", "6.")),
    ],
)
def test_a_list_goes_on_behind_one_inside_it(inner: str, outer: tuple[str, str, str]) -> None:
    """What an item's own list holds is no item of the outer one, and what follows it is."""
    first, second, third = outer
    text = f"{HEAD}To do this we will:\n\n{first} run clubs for the old, including:\n{inner}"
    text += f"{second} open two day centres by May 2027\n{third} continue to visit 300 homes\n"
    assert measures(text) == ["open two day centres by May 2027", "continue to visit 300 homes"]


def test_the_letter_of_an_item_is_no_part_of_it() -> None:
    """Before a small letter too."""
    text = f"{HEAD}We will:\n\na. improve the paths\nb. open two gates\nc. enable walks\n"
    assert measures(text) == ["improve the paths", "open two gates", "enable walks"]


@pytest.mark.parametrize(
    "line",
    [
        "To answer 90% of letters within a week.",
        "To ensure that at least 90% of letters do not wait.",
        "To answer 90% of letters, which were many last year.",
        "To raise the share of letters answered to 90% by March 2027.",
        "To answer at least 90% of letters and return every call.",
        "To answer 90% of letters;",
        "To answer, file and count 90% of letters.",
        "To answer 90% of letters, notes and calls, based on the log.",
    ],
)
def test_a_line_without_a_verb_but_to(line: str) -> None:
    """It is what somebody is to do, without the mark of an item."""
    assert values(f"{HEAD}{PROSE}{line}\nWe will review the code.\n")[:1] == [90]


@pytest.mark.parametrize(
    "line",
    [
        "To be heard, 40 residents wrote to us.",
        "To mark the day, 40 residents walked the bounds.",
        "To keep the mill, the trust raised £4,000.",
        "To answer 90% of letters is what the board asked for.",
        "To see 40 pictures of the works.",
        "To answer 90% of letters we were given more staff.",
    ],
)
def test_a_sentence_with_a_verb_behind_to(line: str) -> None:
    """One that has a verb of its own, or speaks to the reader, is none."""
    assert values(f"{HEAD}{PROSE}{line}\nWe will review the code.\n") == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("85% of letters to be answered within ten days.", 85),
        ("90 per cent. of all callers to be satisfied with the answer.", 90),
        ("95% of applicants to have obtained an appointment.", 95),
        ("The average wait for a permit to be no more than six weeks.", 6),
        ("The error rate to be kept within 0.1 per cent.", 0.1),
    ],
)
def test_a_line_without_a_verb_but_to_be(line: str, value: float) -> None:
    """Its figure is to be reached."""
    assert values(f"{HEAD}{PROSE}{line}\nWe will review the code.\n") == [value]


@pytest.mark.parametrize(
    "line",
    [
        "Residents asked for 20 benches to be repaired.",
        "The council is due to be paid 40 rents.",
        "Some 40 people were there to be heard.",
        "It took 12 weeks for the road to be closed.",
        "We expected 300 letters to be sent.",
    ],
)
def test_a_sentence_with_a_verb_beside_to_be(line: str) -> None:
    """It tells of something."""
    assert values(f"{HEAD}{PROSE}{line}\nWe will review the code.\n") == []


CARDS = """Goal 1: Reading for all

Strategies:

Launch a club for new readers.

Measurement

- Club launch
- Participation rates

Timeline

- Spring 2027
- Measured yearly

Responsible Party

- Head of Reading; Branch Managers

Develop a course for tutors.

Measurement

- Increase in number of tutors

Timeline

- Fall 2027

Responsible Party

- Head of Learning

Widen the mobile service.

Measurement

- Stops added

Responsible Party

- Head of Vans
"""


def test_labels_on_lines_of_their_own() -> None:
    """What stands under Measurement, Timeline and Responsible Party is nothing that is done."""
    assert measures(f"Thornley Library Strategic Plan\n\n{CARDS}") == [
        "Launch a club for new readers",
        "Develop a course for tutors",
        "Widen the mobile service",
    ]


PAGE = """[Skip to content](https://thornley.example/plan#main)

opens in new tab

- [Roads](https://thornley.example/roads)
- [Zoning](https://thornley.example/zoning)

# Thornley Climate Action Plan

The valley is warm, and the river is low in most summers.

Thornley's goal is to reduce the use of energy by 40% by 2030. The river runs past the mill.

By 2031, Thornley will insulate all schools. The schools are old.
"""


def test_the_title_of_a_page_stands_below_its_links() -> None:
    """The links above it are not what the page is called, and the plan is read."""
    document = from_text(PAGE, "plan.txt")
    assert document.metadata.title == "Thornley Climate Action Plan"
    found = summarize(document)
    assert [goal.quote for goal in found.goals] == ["Thornley's goal is to reduce the use of energy by 40% by 2030"]
    assert [(t.value, t.deadline) for t in found.targets] == [(40, "2030"), (100, "2031")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thornley's goals are to reduce litter by 40%, and to plant hedges",
        "As part of the Green Valley work, Thornley’s goal is to reduce litter by 40%",
        "The Parks Board's aim is to reduce litter by 40%",
        "The Harbours' objective is to reduce litter by 40%",
        "Thornley strives to be a borough with 40% less litter",
    ],
)
def test_whose_goal_it_is_may_be_a_name(sentence: str) -> None:
    """An aim is a goal whoever it belongs to."""
    assert sentence in [goal.quote for goal in read(f"{HEAD}{PROSE}{sentence}.\n\nWe will review the code.\n").goals]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Roadmap for the Valley to 2030", None),
        ("Strategy towards 2035", None),
        ("Thornley Plan 2030", "2030"),
        ("Thornley Plan 2027 to 2030", "2027-2030"),
    ],
)
def test_the_year_that_a_plan_runs_to(title: str, period: str | None) -> None:
    """It is not the plan's period, and what is due before it is not past."""
    document = from_text(f"{title}\n\n{PROSE}", "plan.txt")
    assert document.metadata.period == period


@pytest.mark.parametrize("owner", ["Works", "Reading Office"])
def test_bars_that_end_the_lines_of_a_table(owner: str) -> None:
    """Rows that end in a bar and begin with none make a table, its interim targets too."""
    rows = (
        f"Indicator | 2024 baseline | Target 2028 | Target 2030 | Agency |\nWells dug | 400 | 520 | 800 | {owner} |\n"
    )
    rows += f"Rate of literacy | 78% | 80% | 90% | {owner} |\nPaths mended | 4 | 8 | 9 |\n"
    assert values(f"Roadmap for the Valley to 2030\n\nGoal 1: Work for all\n\n{rows}") == [520, 800, 80, 90, 8, 9]


@pytest.mark.parametrize("mark", ["Objective No. 1:", "Goal No. 1:", "Objective no. 1:", "Priority No 1:"])
def test_no_before_the_number_of_a_goal(mark: str) -> None:
    """With a capital as well."""
    text = f"Thornley Strategic Plan\n\n{mark} A borough that reads\n\n{PROSE}We will open two libraries.\n"
    assert [goal.quote for goal in read(text).goals] == ["A borough that reads"]


@pytest.mark.parametrize("title", ["2030 GOALS", "2030 Goals", "2027-2030 Priorities", "FY2030 Objectives"])
def test_a_title_that_begins_with_a_year(title: str) -> None:
    """What stands under it are goals."""
    text = f"Thornley Strategic Plan\n\nWe will review the code.\n\n{title}\n\n- 40% less litter\n- Paths for all\n"
    assert [goal.quote for goal in read(text).goals] == ["40% less litter", "Paths for all"]


def test_parts_beside_actions_are_no_goals() -> None:
    """Goals that are sentences, then Actions, then other parts: these are not goals by standing behind that title."""
    text = "Thornley Strategic Plan\n\nGOALS\n\nOpen the river to all who live by it.\n\nSTRATEGIC ACTIONS\n\n"
    text += "- Build two piers\n- Clean the mill pond\n\nRiver And Mill\n\nThe mill is old, and the river is older.\n"
    assert [goal.quote for goal in read(text).goals] == ["Open the river to all who live by it"]


@pytest.mark.parametrize(
    "item",
    [
        "Make a reduction of at least 3% in the cost of permits by March 2027.",
        "Make a steady improvement in the cost of permits of at least 3% by March 2027.",
        "Deliver a saving of 3% by the end of 2027.",
        "Complete the reduction in staff of 3% by June 2027.",
    ],
)
def test_a_change_by_a_share_is_no_event_besides(item: str) -> None:
    """What the share measures is what is due: one target."""
    found = read(f"{HEAD}{PROSE}Actions\n- {item}\n- Review the code.\n").targets
    assert [(target.value, target.unit) for target in found] == [(3, "%")]
    assert found[0].deadline


@pytest.mark.parametrize(
    "item",
    [
        "Reduce want by the standard of under USD 1.25 a day.",
        "Support families living on less than $2 a day.",
        "Reach those below the poverty line of $3 a day.",
        "Agree limits agreed with each customer.",
    ],
)
def test_what_only_says_who_is_meant(item: str) -> None:
    """The line that the poor are told by, and whom something was agreed with, are no targets."""
    assert values(f"{HEAD}{PROSE}Actions\n- {item}\n- Review the code.\n") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "These flexible hours will better accommodate parents.",
        "This will lessen the noise of lorries.",
        "These new forms will ease the work of clerks.",
        "This way of working will help residents.",
    ],
)
def test_what_will_come_of_it(sentence: str) -> None:
    """Is no measure; what this project does is one."""
    assert measures(f"{HEAD}{PROSE}{sentence} We will review the code.\n") == ["We will review the code"]
    assert len(measures(f"{HEAD}{PROSE}This project will mend ten roofs. We will review the code.\n")) == 2
