"""English plans in the layouts they come in: broken lines, torn pages, names above titles, labels, lists, tables."""

from __future__ import annotations

import textwrap

import pytest

from summarizer import Summary, summarize
from summarizer.documents import from_text

PLAN = """Harbour District Action Plan 2027

Goal 1: Keep the harbour clean

The harbour has been the heart of the district for two centuries, and everything that flows into it is seen by all.

Actions

- Replace 12 storm drains on the north quay by June 2027 and publish what was found in them for everybody to read.
- We will hire at least three wardens who walk the quays every evening from spring to autumn and keep a diary of it.
- The council will ban polystyrene boxes from the fish market and give every stall a crate that can be washed.

Goal 2: Make the harbour a place to be

Few people come to the harbour after dark, because there is nothing to come for and the paths are badly lit.

Actions

- Light 4 miles of path with lamps that turn themselves down when nobody is near, beginning with the eastern mole.
- Open two kiosks in the old customs house, and let them to people from the district before anybody else is asked.
"""


def read(text: str) -> Summary:
    return summarize(from_text(text, "plan.txt"))


def words(summary: Summary) -> list[list[str]]:
    """What was found, whatever stands between its words."""
    return [[" ".join(item.quote.split()) for item in items] for items in (summary.goals, summary.measures)]


@pytest.mark.parametrize("width", [56, 68, 80])
@pytest.mark.parametrize("hang", ["", "  "])
def test_broken_lines_are_read_as_if_they_were_not(width: int, hang: str) -> None:
    """A law: a plan says the same at every width of its lines."""
    broken = "\n".join(
        "\n".join(textwrap.wrap(line, width, subsequent_indent=hang if line.startswith("-") else "")) or ""
        for line in PLAN.split("\n")
    )
    whole, found = read(PLAN), read(broken)
    assert words(found) == words(whole)
    assert [(t.value, t.unit, t.kind) for t in found.targets] == [(t.value, t.unit, t.kind) for t in whole.targets]
    assert {"lines-joined"} == {notice.code for notice in found.notices}


def test_lines_that_are_whole_stay_apart() -> None:
    """No line of a list without marks is put to the one above."""
    assert read(PLAN).notices == []
    text = "Annual Plan 2027\n\nOur goals\n\nQuieter streets\nCleaner air\nA shorter way to school\n\n"
    summary = read(text + "Actions\n- Close the road to the school for an hour in the morning and in the afternoon.\n")
    assert [goal.quote for goal in summary.goals] == ["Quieter streets", "Cleaner air", "A shorter way to school"]


def test_a_sentence_torn_by_a_page_is_one() -> None:
    """The number of a page stands in it; its quote is the source's own characters."""
    text = (
        "Transport Plan 2027\n\nThe county will rebuild the bridge at Stone Ferry and the approach roads on either\n\n"
    )
    summary = read(text + "7\n\nbank of the river. Nothing else is known of it today, and that is a pity for all.\n")
    assert [" ".join(measure.text.split()) for measure in summary.measures] == [
        "The county will rebuild the bridge at Stone Ferry and the approach roads on either bank of the river"
    ]


def test_a_name_above_its_title() -> None:
    """Goal 1 and Objective 1.1 may stand alone on a line; what they are called stands below."""
    summary = read(
        "Library Strategic Plan\n\nGoal 1:\n\nBring people in\n\nObjective 1.1\nOpen longer hours\n"
        "- Open until nine on Thursdays.\n- Ask readers what they want.\n"
    )
    assert [(goal.level, goal.quote) for goal in summary.goals] == [
        ("section", "Bring people in"), ("task", "Open longer hours"),
    ]  # fmt: skip
    assert len(summary.measures) == 2


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        ("- KR1: Cut failed builds by 40%", "Cut failed builds by 40%"),
        ("- **Roads**: Repave 30 miles of road.", "Repave 30 miles of road"),
        ("* Action 2.1 – Train 60 stewards", "Train 60 stewards"),
        ("a. Draft a tree charter.", "Draft a tree charter"),
        ("- · Map the culverts.", "Map the culverts"),
    ],
)
def test_labels_and_marks_stay_outside(line: str, quote: str) -> None:
    """What an item is called, and how it is counted, is no part of what it says."""
    summary = read(f"Town Action Plan 2027\n\nGoal 1: A town that works\n\nActions\n{line}\n- Write it all down.\n")
    assert summary.measures[0].quote == quote


def test_lists_say_what_they_hold() -> None:
    """Outputs, success, an overview, a lead-in that only frames: each item is what its list makes of it."""
    summary = read(
        "Youth Service Work Plan 2027\n\n# Overview\n\n## Priorities\n- Reach more families.\n- Spend less on rent.\n\n"
        "# Goal 1: Young people are heard\n\nWe must focus on the following tasks.\n\nMain outputs\n- 4 youth forums\n"
        "- Handbook published (June 2027)\n\nHow we will know\n- 80% of members vote\n- Staff turnover below 9%\n"
    )
    assert [(goal.level, goal.quote) for goal in summary.goals] == [
        ("overall", "Reach more families"), ("overall", "Spend less on rent"), ("section", "Young people are heard"),
    ]  # fmt: skip
    assert [measure.quote for measure in summary.measures] == ["4 youth forums", "Handbook published (June 2027)"]
    assert [(t.value, t.unit, t.comparator, t.deadline) for t in summary.targets] == [
        (4, "forums", "=", None), (None, None, "=", "June 2027"), (80, "%", "=", None), (9, "%", "<=", None),
    ]  # fmt: skip


def test_a_table_in_bars_without_heads_is_read_by_its_cells() -> None:
    """Each cell that says something is a line; numbers alone are none."""
    summary = read(
        "Health Action Plan\n\nObjective 1: Safer wards\n\nThe following actions are required:\n\n"
        "| 1.1 | Write a code for handwashing on all wards. |\n|---|---|\n| 1.2 | Audit the code twice a year. |\n"
    )
    assert [measure.quote for measure in summary.measures] == [
        "Write a code for handwashing on all wards", "Audit the code twice a year",
    ]  # fmt: skip


def test_the_second_blank_of_a_justified_line_is_none() -> None:
    """Lines set to a width have two blanks between words; the bound is still seen."""
    summary = read(
        "Forest Plan 2027\n\nGoal 1: More woods\n\nThe  district  will  plant  at  least  900  trees  along  the  river"
        "  road  and  keep  them.\nIt will also fence the old wood.\n"
    )
    (target,) = summary.targets
    assert (target.value, target.comparator, target.unit) == (900, ">=", "trees")
