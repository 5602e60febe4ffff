"""The endpoint engine against a real server on loopback: what it asks, and what it believes."""

from __future__ import annotations

import dataclasses

import pytest
from endpoint_samples import CHUNK, DOCUMENT, OUTLINE, SPANS, TEXT, draft, foolish, run, target, wise
from server import ChatServer

from summarizer.engines.candidates import ChunkExtraction, GoalCandidate, MeasureCandidate
from summarizer.models import Goal, Target

# What is asked, and what an answer does


@pytest.mark.slow
def test_a_model_that_judges_settles_what_the_rules_left_open(tmp_path):
    """Agreement settles a doubt; disagreement is accepted, and says that a person should look."""
    with ChatServer(wise) as server:
        better, engine = run(server, tmp_path)
    assert engine.capabilities.judges("zh")
    first, sure, rejected = better.targets
    assert (first.accepted, first.source, first.unsure) == (True, "both", None)
    assert (sure.source, sure.unsure) == ("rules", None), "what the rules are sure of is not asked"
    assert (rejected.accepted, rejected.source) == (True, "model")
    assert "the model took it" in rejected.unsure.text("en")


def test_the_draft_itself_is_not_touched(tmp_path):
    mine = draft()
    before = dataclasses.replace(mine)
    with ChatServer(wise) as server:
        run(server, tmp_path, lambda engine: engine.extract(DOCUMENT, OUTLINE, CHUNK, mine))
    assert mine == before == draft()


def test_a_model_that_fails_the_capability_check_overrules_nothing(tmp_path):
    """A weak model names and shortens, and is not asked to judge: the result is never worse than the rules'."""
    with ChatServer(foolish) as server:
        better, engine = run(server, tmp_path)
        asked = [r["messages"][-1]["content"] for r in server.requests]
    assert engine.capabilities.checks == {"zh": (False, "5/12")}
    assert [t.accepted for t in better.targets] == [True, True, False]
    assert better.targets[0].unsure == "may be done"
    assert not any("45所" in text for text in asked)


def test_a_model_is_checked_only_when_there_is_something_to_judge(tmp_path):
    """Twelve questions are not for nothing: most plans leave no doubt that a model could settle."""
    sure = draft(targets=[target("改造农村薄弱幼儿园70所", number="70")])
    with ChatServer(wise) as server:
        _, engine = run(server, tmp_path, lambda engine: engine.extract(DOCUMENT, OUTLINE, CHUNK, sure))
        assert engine.capabilities.checks == {}
        before = len(server.requests)
        _, engine = run(server, tmp_path)
        assert engine.capabilities.checks == {"zh": (True, "12/12")}
        assert len(server.requests) > before


def test_no_open_question_means_no_request(tmp_path):
    sure = ChunkExtraction(0, measures=[MeasureCandidate(*SPANS[0])], targets=[target("改造农村薄弱幼儿园70所")])
    with ChatServer(wise) as server:
        better, _ = run(server, tmp_path, lambda engine: _after_start(server, engine, sure))
        assert better == sure
        assert server.requests == []


async def _after_start(server, engine, mine):
    server.requests.clear()
    return await engine.extract(DOCUMENT, OUTLINE, CHUNK, mine)


def test_goals_and_measures_are_judged_too(tmp_path):
    mine = ChunkExtraction(
        0,
        goals=[GoalCandidate(*SPANS[0], level="task", unsure="no verb")],
        measures=[MeasureCandidate(*SPANS[2], accepted=False, unsure="no verb")],
    )

    def says_no(path, schema, request):
        return "否" if schema.get("enum") == ["是", "否"] else wise(path, schema, request)

    with ChatServer(says_no) as server:
        better, _ = run(server, tmp_path, lambda engine: engine.extract(DOCUMENT, OUTLINE, CHUNK, mine))
    assert (better.goals[0].accepted, better.goals[0].source) == (False, "model")
    assert (better.measures[0].accepted, better.measures[0].unsure, better.measures[0].source) == (False, None, "both")


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("改造农村薄弱幼儿园70所", "改造农村薄弱幼儿园70所"),
        ("改造农村薄弱幼儿园90所", None),
        ("改造农村薄弱幼儿园七十所", None),
        ("推动校长教师轮岗，促进城乡均衡", None),
        ("改造幼儿园ABC", None),
        ("改造农村薄弱幼儿园,继续抓好强镇筑基试点镇中小学幼儿园办学质量提", None),
    ],
)
def test_a_line_stands_only_if_nothing_in_it_is_made_up(tmp_path, line, kept):
    """A number, a Latin word, a leaked example or an overlong line falls back to the quote."""

    def writes(path, schema, request):
        return line if schema.get("maxLength") == 40 and "enum" not in schema else foolish(path, schema, request)

    with ChatServer(writes) as server:
        better, _ = run(server, tmp_path)
    assert better.measures[0].text is None, "a short measure is its own line"
    assert better.measures[1].text == kept


def test_a_missing_indicator_is_named_in_the_sentences_own_words(tmp_path):
    def names(path, schema, request):
        return "改造幼儿园70所" if schema.get("maxLength") == 24 else foolish(path, schema, request)

    mine = ChunkExtraction(0, targets=[target("改造农村薄弱幼儿园70所", indicator="", number="70")])
    with ChatServer(names) as server:
        better, _ = run(server, tmp_path, lambda engine: engine.extract(DOCUMENT, OUTLINE, CHUNK, mine))
    assert better.targets[0].indicator == "改造幼儿园"


@pytest.mark.parametrize(
    ("quote", "number", "accepted"),
    [("现有学校45所", "45", True), ("现有学校46所", "46", False), ("新增学位500个", "500", False)],
)
def test_the_open_list_is_believed_only_to_the_character(tmp_path, quote, number, accepted):
    """What the rules did not see needs a verbatim quote with number and unit, and overlaps nothing."""
    entry = {"quote": quote, "number": number, "unit": quote[-1], "indicator": "学校"}

    def lists(path, schema, request):
        return [entry] if path[-1:] == ("others",) else wise(path, schema, request)

    mine = draft(targets=draft().targets[:1])
    with ChatServer(lists) as server:
        better, _ = run(server, tmp_path, lambda engine: engine.extract(DOCUMENT, OUTLINE, CHUNK, mine))
        overlapping, _ = run(server, tmp_path / "2")
    assert len(overlapping.targets) == 3
    assert len(better.targets) == (2 if accepted else 1)
    if accepted:
        found = better.targets[1]
        assert TEXT[found.start : found.end] == quote
        assert TEXT[found.number_start : found.number_end] == number
        assert (found.value, found.unit, found.source) == (45, "所", "model")
        assert found.unsure.code == "only-model"


# Overview

GOALS = [Goal(id="g1", quote=TEXT[:12], start=0, end=12, level="section", text=TEXT[:12])]
TARGETS = [
    Target(id="t1", quote=TEXT[3:18], start=3, end=18, indicator="中小学", kind="quantity", comparator="=", value=80)
]


@pytest.mark.parametrize(
    ("sentences", "text"),
    [
        (
            [(["g1"], "新建、改扩建中小学幼儿园"), (["t1"], "改扩建幼儿园80所。")],
            "新建、改扩建中小学幼儿园。改扩建幼儿园80所。",
        ),
        ([(["g1"], "新建、改扩建中小学幼儿园"), (["t1"], "改扩建幼儿园81所")], None),
        ([(["g1"], "新建、改扩建中小学幼儿园"), (["g1"], "改扩建幼儿园80所")], None),
        (
            [(["g1"], "新建、改扩建中小学幼儿园"), (["g1"], "改扩建中小学幼儿园80所,持续")],
            "新建、改扩建中小学幼儿园。改扩建中小学幼儿园80所,持续。",
        ),
        ([(["t1"], "改扩建中小学幼儿园80所")], None),
    ],
)
def test_an_overview_sentence_says_only_what_it_cites(tmp_path, sentences, text):
    def writes(path, schema, request):
        if path == ("sentences",):
            return [{"cites": cites, "text": said} for cites, said in sentences]
        return foolish(path, schema, request)

    with ChatServer(writes) as server:
        found, _ = run(server, tmp_path, lambda engine: engine.overview(DOCUMENT, GOALS, [], TARGETS))
    assert (found.text if found else None) == text
