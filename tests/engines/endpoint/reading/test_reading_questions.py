"""A reading's question and its answer: both shapes say the same, and nothing is guessed."""

from __future__ import annotations

import pytest
from endpoint_samples import PROFILE
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from reading_server import CHINESE, Asked, Said, asked_in, commits, promise, written

from summarizer.documents import from_text
from summarizer.engines.endpoint.reading.lines import lines_of, path_over
from summarizer.engines.endpoint.reading.questions import NumberRead, answer_model, read_answer, user_text
from summarizer.models import GROUPS
from summarizer.profiles.prompts import load_prompt
from summarizer.structure import outline

TEXTS = {
    "zh": "某市水利局2026年工作要点\n一、防汛保安全\n加固水库12座、堤防30公里。现有泵站45处。\n全部乡镇完成演练。\n",
    "en": "Flood plan 2026\n\n1. Keep dry\nWe will raise 12 dams and 30 miles of dykes. We run 45 pumps today.\n\n"
    "All towns will hold a drill.\n",
    "de": "Hochwasserplan 2026\n\n1. Schutz ausbauen\nWir erhöhen 12 Dämme und 30 km Deiche. Heute laufen 45 Pumpen.\n"
    "Alle Orte üben.\n",
}
STANDINGS = ("overall", "section", "task", "measure", "none")
VERDICTS = ("done", "existing", "name", "parameter")
KINDS = ("coverage", "zero", "milestone", "relative")


def sample(language):
    """The lines of a text, its response schemas, and the words they are in."""
    document = from_text(TEXTS[language], "plan.txt")
    made = outline(document)
    lines = lines_of(document, made, PROFILE, 0, len(document.text))
    return document, made, lines, PROFILE.schema(document.language), CHINESE if language == "zh" else {}


def answered(language, shape, said, groups=GROUPS):
    """What is read of an answer in a shape."""
    document, _, lines, schema, words = sample(language)
    model = answer_model(schema, shape, lines, groups)
    asked = [Asked(line.number, line.depth, line.shown(document), [n.ref for n in line.numbers]) for line in lines]
    answer = model.model_validate(written(said, asked, model.model_json_schema(), words))
    return plain(read_answer(schema, shape, lines, groups, answer))


def plain(read):
    """A reading that can be compared with one of other line objects."""
    standings = {line.number: standing for line, standing in read.standings.items()}
    return standings, read.numbers, read.promises, [line.number for line in read.missing]


def echoed(language, lines=(), numbers=(), promises=()):
    """What is read of the entries of an ``echo`` answer, in the order that they were given in."""
    _, _, asked, schema, _ = sample(language)
    entries = [{"ref": ref, "answer": answer} for ref, answer in lines]
    counted = [{"ref": ref, "answer": answer, **commits(what)} for ref, answer, what in numbers]
    answer = schema.EchoReading(lines=entries, numbers=counted, promises=list(promises))
    return plain(read_answer(schema, "echo", asked, GROUPS, answer))


@st.composite
def said_of(draw, language):
    """Any complete answer about a sample."""
    lines = sample(language)[2]
    words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    commitment = st.builds(commits, words, words, words)
    return Said(
        {line.number: draw(st.sampled_from(STANDINGS)) for line in lines},
        {n.ref: draw(st.one_of(st.sampled_from(VERDICTS), commitment)) for line in lines for n in line.numbers},
        draw(st.lists(st.builds(promise, st.sampled_from(KINDS), words), max_size=4)),
    )


@pytest.mark.slow
@pytest.mark.parametrize("language", TEXTS)
def test_both_shapes_are_read_to_the_same(language):
    """Law: which shape a server can force must not change what a plan says."""

    @given(said_of(language))
    @settings(max_examples=40, deadline=None, database=None)
    def holds(said):
        keyed, echo = answered(language, "keyed", said), answered(language, "echo", said)
        assert keyed == echo
        standings, numbers, promises, missing = keyed
        assert standings == said.lines
        assert missing == []
        assert {ref: one.verdict for ref, one in numbers.items() if not isinstance(said.numbers[ref], dict)} == {
            ref: CHINESE[one] if language == "zh" else one
            for ref, one in said.numbers.items()
            if not isinstance(one, dict)
        }
        assert [(one.kind, one.quote) for one in promises] == [
            (one["kind"], one["quote"].strip()) for one in said.promises
        ]

    holds()


@pytest.mark.parametrize("language", TEXTS)
def test_the_keyed_schema_asks_for_each_line_and_number_by_its_ref(language):
    """One required property each and no other, so that no answer can slide to the next question."""
    _, _, lines, schema, _ = sample(language)
    asked = answer_model(schema, "keyed", lines, GROUPS).model_json_schema()
    refs = [ref for line in lines for ref in (line.ref, *(number.ref for number in line.numbers))]
    assert list(asked["properties"]) == asked["required"] == [*refs, "promises"]
    assert asked["additionalProperties"] is False
    only = answer_model(schema, "keyed", lines, ["targets"]).model_json_schema()
    assert only["required"] == [*(number.ref for line in lines for number in line.numbers), "promises"]
    only = answer_model(schema, "keyed", lines, ["goals"]).model_json_schema()
    assert only["required"] == [line.ref for line in lines]


def test_a_value_is_never_asked_for():
    """What code reads, a model cannot get wrong: no answer may be a number."""
    for language in TEXTS:
        _, _, lines, schema, _ = sample(language)
        for shape in ("keyed", "echo"):
            shown = str(answer_model(schema, shape, lines, GROUPS).model_json_schema())
            assert "'integer'" not in shown
            assert "'number'" not in shown
            with pytest.raises(ValidationError):
                schema.Commitment(what="schools", value=80)


def test_the_message_shows_each_line_under_its_path_with_the_refs_of_its_numbers():
    document, made, lines, _, _ = sample("zh")
    prompt = load_prompt(PROFILE, "read", "zh")
    told = user_text(prompt, document, path_over(document, made, lines[1:]), lines[1:], GROUPS)
    assert told.split("\n") == [
        "所在标题：防汛保安全",
        "2:加固水库12座、堤防30公里。〔2a:12座|2b:30公里〕",
        "3:现有泵站45处。〔3a:45处〕",
        "4:全部乡镇完成演练。",
    ]
    assert "〔" not in user_text(prompt, document, (), lines, ["goals"]), "numbers that nobody asks about cost tokens"
    assert [one.refs for one in asked_in(told)] == [["2a:12座", "2b:30公里"], ["3a:45处"], []]


def test_a_ref_that_is_unknown_contradicted_or_missing_is_asked_again():
    """A guess would put one number's verdict on another: 2a said twice in two ways has no answer."""
    standings, numbers, _, missing = echoed(
        "en",
        [("1:Keep dry", "section"), ("2:We will", "measure"), ("2:We will", "measure"), ("3:We run", "none"),
         ("3:We run", "measure"), ("9:All towns", "measure"), ("4:We will", "measure")],
        [("2a:12 dams", "commitment", "raise dams"), ("2a:12 dams", "done", ""), ("2b:30 miles", "name", ""),
         ("3a:54 pumps", "existing", ""), ("3b:45 pumps", "existing", "")],
    )  # fmt: skip
    assert standings == {1: "section", 2: "measure"}, "the same said twice is said once"
    assert numbers == {"2b:30 miles": NumberRead("name")}
    assert missing == [2, 3, 4]


@pytest.mark.parametrize(
    ("ref", "taken"),
    [
        ("2a:12 dams", True),
        ("[2a:12 dams]", True),
        (" 2a : 12 dams", True),
        ("2a:12", True),
        ("2a:12 dams and 30 miles", True),
        ("2a:12 DAMS.", True),
        ("2a：12 dams", True),
        ("2a", False),
        ("2a:13 dams", False),
        ("2b:12 dams", False),
        ("12 dams", False),
        ("2:12 dams", False),
        ("", False),
    ],
)
def test_a_ref_copied_carelessly_is_that_ref_and_no_other(ref, taken):
    """A model copies the bracket, another sign or less of the words; another number or other words is no copy."""
    numbers = echoed("en", (), [(ref, "done", "")])[1]
    assert numbers == ({"2a:12 dams": NumberRead("done")} if taken else {})


@given(st.lists(st.tuples(st.text(max_size=24), st.sampled_from(VERDICTS)), max_size=6))
@settings(max_examples=60, database=None)
def test_no_ref_of_its_own_becomes_an_answer(entries):
    """Law: whatever is written into refs, an answer is only to what was asked."""
    standings, numbers, _, missing = echoed("en", (), [(ref, answer, "") for ref, answer in entries])
    asked = {number.ref for line in sample("en")[2] for number in line.numbers}
    assert standings == {}
    assert set(numbers) <= asked
    assert missing == [1, 2, 3, 4]


def test_words_of_a_commitment_are_taken_of_commitments_alone():
    """The echo shape has room for them beside any verdict, and what stands there of another is noise."""
    numbers = echoed(
        "en", (), [("2a:12 dams", "existing", "raise dams"), ("2b:30 miles", "commitment", "raise dykes")]
    )[1]
    assert numbers == {
        "2a:12 dams": NumberRead("existing"),
        "2b:30 miles": NumberRead("commitment", "raise dykes"),
    }
