"""An English plan: headings, sentences, tables, quantities and dates stand where a reader sees them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import summarize
from summarizer.documents import Document, from_bytes, from_text
from summarizer.languages import find
from summarizer.languages.en.numerals import parse
from summarizer.structure import Outline, outline

PLAN = (Path(__file__).parent / "library_plan.txt").read_text(encoding="utf-8")
INCREASE = "We will increase the share of third graders reading at grade level from 62% to 80 percent by fall 2027"
ENGLISH = find("en")
SCANNER = ENGLISH.scanner(())


def read(text: str, name: str = "plan.txt") -> tuple[Document, Outline]:
    document = from_text(text, name)
    assert document.language == "en"
    return document, outline(document)


def shown(document: Document, found: Outline) -> list[tuple[int, str, str]]:
    """Level, role and words of each heading."""
    return [(h.level, h.role, document.text[h.start : h.end]) for h in found.headings]


def cut(text: str) -> list[str]:
    return [text[c.start : c.end] for c in ENGLISH.sentences.cut(text, 0, len(text))]


def test_an_english_plan_has_its_headings() -> None:
    """Typographic titles, numbered goals and objectives, numbered steps over text, Markdown."""
    assert shown(*read(PLAN)) == [
        (1, "background", "Introduction"),
        (1, "overall", "Our Vision"),
        (1, "plain", "Every child reads well by grade three"),
        (2, "plain", "Strengthen early literacy"),
        (2, "plain", INCREASE),
        (1, "plain", "Open doors"),
        (2, "plain", "Key Actions"),
        (3, "plain", "Extend hours"),
        (3, "plain", "Hire staff"),
        (1, "plain", "Measuring Progress"),
    ]  # fmt: skip


def test_an_english_plan_has_its_sentences() -> None:
    """Without bullets, numbers, tags and closing punctuation; a lead-in is none; abbreviations end none."""
    document, found = read(PLAN)
    assert [(s.heading, document.text[s.start : s.end]) for s in found.sentences] == [
        (0, "The library serves 41,000 residents"),
        (0, "Dr. Amy St. James led the review, which cost approx. $20,000 in the U.S. and abroad"),
        (1, "Every resident of Riverton lives within reach of a library that is open when they need it"),
        (3, "open 12 new reading corners by June 2026"),
        (3, "train at least 45 teachers, i.e. one per school, by the end of 2027"),
        (3, "publish the 𝄞 music guide"),
        (7, "The main branch stays open until 9 p.m. on weekdays"),
        (7, "Branches follow in Q3 2026"),
        (8, "Hire twelve librarians"),
        (8, "Fill a quarter of posts internally"),
    ]
    tags = [[document.text[slice(*tag)] for tag in sentence.tags] for sentence in found.sentences]
    assert [tag for tag in tags if tag] == [["(Lead: Office of Curriculum)"]]


def test_an_english_plan_has_its_table() -> None:
    """A baseline is past, a target is not; who is responsible stands beside."""
    document, found = read(PLAN)
    (table,) = found.tables
    rows = [
        (document.text[slice(*row.name)], [(document.text[slice(*f.cell)], f.past) for f in row.figures],
         [document.text[actor.start : actor.end] for actor in row.actors])
        for row in table.rows
        if row.name
    ]  # fmt: skip
    assert rows == [
        ("Library visits", [("120,000", True), ("150,000", False)], ["Circulation"]),
        ("Active card holders", [("45%", True), ("60%", False)], ["Outreach"]),
    ]


def test_an_english_plan_has_its_quantities_and_dates() -> None:
    document, found = read(PLAN)
    spans = [(s.start, s.end) for s in (*found.sentences, *found.headings)]
    mentions = [m for span in sorted(spans) for m in SCANNER.scan(document.view, *span)]
    assert [(document.text[m.start : m.end], m.comparator, m.value, m.unit) for m in mentions] == [
        ("41,000 residents", "=", 41000, "residents"),
        ("approx. $20,000", "~", 20000, "$"),
        ("12 new reading corners", "=", 12, "corners"),
        ("at least 45 teachers", ">=", 45, "teachers"),
        ("62%", "=", 62, "%"),
        ("80 percent", "=", 80, "%"),
        ("twelve librarians", "=", 12, "librarians"),
        ("a quarter", "=", 25, "%"),
    ]
    dates = [d for span in sorted(spans) for d in ENGLISH.find_dates(document.view, *span)]
    assert [document.text[d.start : d.end] for d in dates] == [
        "June 2026", "the end of 2027", "fall 2027", "Q3 2026",
    ]  # fmt: skip


def test_line_ends_and_characters_beyond_the_bmp_shift_nothing() -> None:
    """CRLF becomes LF, and offsets count code points: the same headings and sentences, one place further each."""
    document, found = read(PLAN)
    crlf, same = read(PLAN.replace("\n", "\r\n"))
    assert (crlf.text, same) == (document.text, found)
    shifted, moved = read("𝄞 " + PLAN)
    assert [(s.start - 2, s.end - 2) for s in moved.sentences] == [(s.start, s.end) for s in found.sentences]
    assert all("𝄞" not in shifted.text[h.start : h.end] for h in moved.headings)


def test_headings_that_a_file_gives_are_taken() -> None:
    """Markdown's headings stay headings without their signs; numbers in them are no part of the title."""
    text = "# A Plan for Parks\n\n## Goal 1: Clean parks for all of the city\n\nWe will plant 500 trees by 2027.\n"
    text += "\n## Other work of the parks and the city\n\nAnd the paths will be paved in 2026.\n"
    document = from_bytes(text.encode(), "plan.md")
    found = outline(document)
    assert [document.text[h.start : h.end] for h in found.headings] == [
        "Clean parks for all of the city", "Other work of the parks and the city",
    ]  # fmt: skip
    assert [document.text[s.start : s.end] for s in found.sentences] == [
        "We will plant 500 trees by 2027", "And the paths will be paved in 2026",
    ]  # fmt: skip


def test_an_english_plan_is_read_without_a_model() -> None:
    """Goals, measures and targets, at once, and no notice that the language is not read."""
    summary = summarize(from_text(PLAN, "plan.txt"))
    assert [notice.code for notice in summary.notices] == ["offices-of-figures"]  # of its table of figures
    assert [(goal.level, goal.quote) for goal in summary.goals][1:4] == [
        ("section", "Every child reads well by grade three"),
        ("task", "Strengthen early literacy"),
        ("task", INCREASE),
    ]
    assert [(t.value, t.unit, t.deadline) for t in summary.targets if t.kind != "milestone"] == [
        (12, "corners", "June 2026"), (45, "teachers", "the end of 2027"), (80, "%", "fall 2027"),
        (12, "librarians", None), (25, "%", None), (150000, "visits", None), (60, "%", None),
    ]  # fmt: skip


@dataclass(frozen=True)
class Spelling:
    """A quantity as written, and what it means."""

    text: str
    value: str | None
    unit: str | None
    comparator: str = "="
    most: str | None = None


SPELLINGS = [
    Spelling("$48.5 million", "48500000", "$"),
    Spelling("£2m", "2000000", "£"),
    Spelling("EUR 3.5 billion", "3500000000", "EUR"),
    Spelling("12 percent", "12", "%"),
    Spelling("12 per cent", "12", "%"),
    Spelling("12%", "12", "%"),
    Spelling("3 percentage points", "3", "percentage points"),
    Spelling("twelve schools", "12", "schools"),
    Spelling("twenty-five schools", "25", "schools"),
    Spelling("one hundred and fifty buses", "150", "buses"),
    Spelling("a dozen counselors", "12", "counselors"),
    Spelling("two million people", "2000000", "people"),
    Spelling("a quarter", "25", "%"),
    Spelling("two-thirds", "66.67", "%"),
    Spelling("half", "50", "%"),
    Spelling("double", "2", "times"),
    Spelling("halve", "0.5", "times"),
    Spelling("3x", "3", "times"),
    Spelling("1,250 families", "1250", "families"),
    Spelling("three new elementary schools", "3", "schools"),
    Spelling("30 full-time staff", "30", "staff"),
    Spelling("45 newly hired teachers", "45", "teachers"),
    Spelling("2 business days", "2", "days"),
    Spelling("500 metric tons", "500", "metric tons"),
    Spelling("10-15 schools", "10", "schools", "range", "15"),
    Spelling("10–15 schools", "10", "schools", "range", "15"),
    Spelling("10 to 15 schools", "10", "schools", "range", "15"),
    Spelling("between 10 and 15 percent", "10", "%", "range", "15"),
    Spelling("$5-6 million", "5000000", "$", "range", "6000000"),
    *(
        Spelling(f"{word} 80 trees", "80", "trees", ">=")
        for word in ("at least", "no fewer than", "not less than", "more than", "over", "above", "a minimum of")
    ),
    *(
        Spelling(f"{word} 80 trees", "80", "trees", "<=")
        for word in ("at most", "no more than", "not exceed", "fewer than", "below", "under", "up to", "a maximum of")
    ),
    *(Spelling(f"{word} 80 trees", "80", "trees", "~") for word in ("about", "approximately", "nearly", "roughly")),
    Spelling("80 trees or more", "80", "trees", ">="),
    Spelling("80% or fewer", "80", "%", "<="),
    Spelling("80+ trees", "80", "trees", ">="),
    Spelling("XX%", None, "%"),
]


@pytest.mark.parametrize("case", SPELLINGS, ids=lambda case: case.text)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("We will have ", " by June 2026."), ("(𝄞 ", " of them)")])
def test_every_spelling_gives_its_quantity(case: Spelling, before: str, after: str) -> None:
    text = from_text(before + case.text + after, "x").view
    (mention,) = SCANNER.scan(text, 0, len(text))
    assert (str(mention.value.quantize(1) if mention.value and mention.value % 1 == 0 else mention.value)) == str(
        case.value
    )
    assert (mention.unit, mention.comparator) == (case.unit, case.comparator)
    assert str(None if mention.value_max is None else mention.value_max.quantize(1)) == str(case.most)
    assert (mention.start, mention.end) == (len(before), len(before) + len(case.text))


@pytest.mark.parametrize(
    "text",
    [
        "Goal 3", "Objective 2.1", "grade three", "ages 3-5", "Section 4.2", "page 12", "3rd graders", "COVID-19",
        "K-12", "in 2026", "June 15, 2026", "24/7 service", "9 p.m.", "one of the best", "several schools",
        "a number of schools",
    ],
)  # fmt: skip
def test_names_years_and_ordinals_are_no_quantities(text: str) -> None:
    assert SCANNER.scan(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "date", "year", "begins"),
    [
        ("by June 2026", "June 2026", 2026, False),
        ("by June 15, 2026.", "June 15, 2026", 2026, False),
        ("by 15 June 2026", "15 June 2026", 2026, False),
        ("by the end of 2027", "the end of 2027", 2027, False),
        ("by the end of fiscal year 2026", "the end of fiscal year 2026", 2026, False),
        ("in fall 2025", "fall 2025", 2025, False),
        ("in Q3 2026", "Q3 2026", 2026, False),
        ("in the third quarter of 2026", "the third quarter of 2026", 2026, False),
        ("in FY2025", "FY2025", 2025, False),
        ("in FY25", "FY25", 2025, False),
        ("in the 2025–26 school year", "the 2025–26 school year", 2025, False),
        ("by 2030", "2030", 2030, False),
        ("by mid-2027", "mid-2027", 2027, False),
        ("by EOY", "EOY", None, False),
        ("later this year", "this year", None, False),
        ("From April 2014", "April 2014", 2014, True),
        ("starting in spring of 2026", "spring of 2026", 2026, True),
        ("within 12 months", "12 months", None, False),
        ("over the next five years", "the next five years", None, False),
    ],
)
def test_a_date_is_found_without_its_preposition(text: str, date: str, year: int | None, begins: bool) -> None:
    view = from_text(f"𝄞 {text}", "x").view
    (found,) = ENGLISH.find_dates(view, 0, len(view))
    assert f"𝄞 {text}"[found.start : found.end] == date
    assert (found.year, found.begins) == (year, begins)


@pytest.mark.parametrize("text", ["each year", "you may 3", "Vision 2030", "2,026 trees", "a quarter of posts"])
def test_what_gives_no_date_gives_none(text: str) -> None:
    assert ENGLISH.find_dates(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We build. They plan!", ["We build", "They plan"]),
        ("We spend approx. $3.5 million; they save.", ["We spend approx. $3.5 million; they save"]),
        ("See Sec. 4.2 and Fig. 3. It ended.", ["See Sec. 4.2 and Fig. 3", "It ended"]),
        ("Open Jan. 5 with est. 20 staff, e.g. nurses.", ["Open Jan. 5 with est. 20 staff, e.g. nurses"]),
        ("We work in the U.S. The plan ends.", ["We work in the U.S", "The plan ends"]),
        ("Open two labs (Lead: Facilities). Plant trees.", ["Open two labs", "Plant trees"]),
        ("We will:", []),
        ("...", []),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@given(st.text(st.sampled_from("aZ.!?;:(),- 19%$𝄞\tGoal:#*•“”and of by in 2026"), max_size=120))
def test_any_text_is_read_in_order(text: str) -> None:
    """Law: sentences, mentions and dates are disjoint, in order, inside the text; nothing raises."""
    document = from_text(text, "x")
    found = [ENGLISH.sentences.cut(line, 0, len(line)) for line in document.view.split("\n")]
    for spans in (*found, SCANNER.scan(document.view, 0, len(text)), ENGLISH.find_dates(document.view, 0, len(text))):
        assert all(0 <= span.start < span.end <= len(document.view) for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.integers(0, 10**9))
def test_a_number_with_separators_is_that_number(value: int) -> None:
    assert parse(f"{value:,}") == value
