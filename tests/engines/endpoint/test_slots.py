"""Slots, checks of what a model wrote, and prompt files."""

from __future__ import annotations

import dataclasses
import os

import pytest
from endpoint_samples import CHUNK, DOCUMENT, OUTLINE, SCHEMA, SPANS, TEXT, draft, known_answer, run, target, wise
from hypothesis import given
from hypothesis import strategies as st
from server import ChatServer
from witness import lies

from summarizer.engines.endpoint.checks import clean_line, clean_name, clean_sentence
from summarizer.engines.endpoint.output_mode import Check
from summarizer.engines.endpoint.prompting import answer_model, read_answers
from summarizer.engines.endpoint.slots import Slot, ref_of
from summarizer.profiles.prompts import parse_prompt
from summarizer.settings.settings import Settings

# Slots and checks


def test_refs_that_are_unknown_repeated_or_missing_are_never_guessed():
    slots = [Slot(ref_of(n, "judge", f"{n}0所"), "target", n, 0, 1) for n in (1, 2, 3, 4)]
    entries = [
        ("1:10所", "承诺"),
        ("2:20所", "承诺"),
        ("2:20所", "现状"),
        ("3:30所", "也许"),
        ("5:50所", "承诺"),
        ("1:10所", "承诺"),
    ]
    answer = SCHEMA.EchoAnswers(answers=[{"ref": r, "answer": a} for r, a in entries], others=[])
    found = read_answers(SCHEMA, "echo", slots, answer)
    assert found.given == {slots[0]: "承诺"}
    assert found.missing == slots[1:]


def test_a_ref_copied_with_what_stands_behind_it_is_that_ref():
    """As Qwen2.5-Coder-1.5B writes them where only the schema's length stops it; another number is another ref."""
    slots = [
        Slot("1:建立完善的标题", "line", 0, 0, 1),
        Slot("2:5", "target", 1, 0, 1),
        Slot("3:8所", "target", 2, 0, 1),
    ]
    entries = [("1:建立完善的标题”原文：建立完善", "建立完善推进机制"), ("2:50", "承诺"), ("3:8所　判断", "现状")]
    answer = SCHEMA.EchoAnswers(answers=[{"ref": r, "answer": a} for r, a in entries], others=[])
    found = read_answers(SCHEMA, "echo", slots, answer)
    assert found.given == {slots[0]: "建立完善推进机制", slots[2]: "现状"}
    assert found.missing == [slots[1]]


@pytest.mark.slow
def test_missing_refs_are_asked_again_once_and_only_those(tmp_path):
    seen = []

    def forgets(path, schema, request):
        if path[-1:] == ("answers",):
            user = request["messages"][-1]["content"]
            refs = [line.split("　")[0] for line in user.split("\n") if line[:1].isdigit() and "　" in line]
            if "qv7" in user or not refs:
                return [{"ref": "3:80所", "answer": "qv7-青鸾"}]
            seen.append(refs)
            return [{"ref": refs[0], "answer": known_answer(refs[0], user) or "承诺"}]
        return [] if path[-1:] == ("others",) else wise(path, schema, request)

    many = draft(measures=[])
    with ChatServer(forgets, modes={"json"}) as server:
        better, _ = run(server, tmp_path, lambda e: _judging(e, seen, many))
    assert seen == [["1:80所", "2:45所"], ["2:45所"]]
    assert better.gaps == []


async def _judging(engine, seen, mine):
    engine._capabilities = dataclasses.replace(engine.capabilities, checks={"zh": Check(passed=True, right="12/12")})
    seen.clear()
    return await engine.extract(DOCUMENT, OUTLINE, CHUNK, mine)


anything = st.text(max_size=80)


@given(st.integers(1, 99), st.sampled_from(["judge", "name", "line"]), anything)
def test_a_ref_is_short_and_fit_for_a_json_key(number, task, text):
    """Law: whatever the candidate's text, its ref needs no escape and begins with its number."""
    ref = ref_of(number, task, text)
    assert ref.startswith(f"{number}:")
    assert len(ref) <= 20
    assert not set(ref) & set('"\\\n\r\t')


@given(st.lists(anything, min_size=1, max_size=6))
def test_keyed_answers_come_back_by_their_refs(texts):
    """Law: a keyed schema has exactly one required property a slot, and reads back what was put in."""
    slots = [Slot(ref_of(n, "judge", t), "target", n, 0, 1) for n, t in enumerate(texts, 1)]
    model = answer_model(SCHEMA, "keyed", slots, others=False)
    schema = model.model_json_schema()
    refs = [slot.ref for slot in slots]
    assert list(schema["properties"]) == schema["required"] == refs
    assert schema["additionalProperties"] is False
    answer = model.model_validate(dict.fromkeys(refs, "现状"))
    assert read_answers(SCHEMA, "keyed", slots, answer).given == dict.fromkeys(slots, "现状")


def test_checks_hold_what_the_contract_says():
    assert clean_name("新建学校。", "新建、改扩建学校9所") == "新建学校"
    assert clean_name("学校新建", "新建学校9所") is None
    assert clean_name("新建9所学校", "新建9所学校") is None
    assert clean_line("扩大学位供给", "新建、改扩建学校9所，扩大学位供给", 30) == "扩大学位供给"
    assert clean_line("新建学校九所", "新建、改扩建学校9所，扩大学位供给", 30) is None
    assert clean_sentence("新建学校９所", "新建学校9所") == "新建学校９所。"
    assert clean_sentence("新建学校8所", "新建学校80所") is None
    assert clean_sentence("校舍面积2平方米", "校舍面积2万平方米") is None


def test_a_prompt_file_says_what_is_wrong_with_it():
    good = parse_prompt("p", "---\nversion: 2\npurpose: x\nlanguage: zh\n---\n# user\n价$$1 $text\n")
    assert good.fill("user", text="$5 {x}") == "价$1 $5 {x}"
    for raw, word in [("# user\n", "front matter"), ("---\nversion: 1\n---\n# a\n", "purpose"),
                      ("---\nversion: 1\npurpose: x\nlanguage: zh\n---\n", "section")]:  # fmt: skip
        with pytest.raises(Exception, match=word):
            parse_prompt("p", raw)
    with pytest.raises(Exception, match="missing"):
        good.fill("user")


@pytest.mark.model
def test_a_real_model_answers_and_a_second_run_asks_nothing(tmp_path):
    """With a real model: an output mode is found, the long measure gets a line or its quote, and all is kept."""
    address = os.environ.get("SUMMARIZER_TEST_ENDPOINT") or pytest.skip("SUMMARIZER_TEST_ENDPOINT names no server")
    config = Settings(endpoint=address, cache_dir=tmp_path)

    class Server:
        url = config.endpoint

    mine = draft(targets=[target("改造农村薄弱幼儿园70所", indicator="", number="70")])
    first, engine = run(
        Server, tmp_path, lambda e: e.extract(DOCUMENT, OUTLINE, CHUNK, mine), timeout=120, deadline=300
    )
    assert engine.capabilities.mode
    assert first.gaps == []
    line = first.measures[1].text
    assert line is None or not lies(line, [TEXT[slice(*SPANS[1])]])
    _, again = run(Server, tmp_path, lambda e: e.extract(DOCUMENT, OUTLINE, CHUNK, mine), timeout=120, deadline=300)
    assert again.usage.requests == 0
