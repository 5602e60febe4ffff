"""The cost of reading all: what is counted is what the engine asks, and two requests are made of one as said."""

from __future__ import annotations

import asyncio
import json

import pytest
from server import ChatServer, first_legal

from benchmarks import reading, run
from benchmarks.figures import Words
from benchmarks.reading import ONE, WAYS, Cost, Exchange, as_given, cost_of, heard, lines_first, measure, words_last
from summarizer import Settings, summarize
from summarizer.profiles.profile import load_profile

PLAN = "# Goal 1: Homes for all\n\nWe will build 300 homes by 2027. In 2023 we opened 120 homes.\n"
SCHEMA = load_profile().schema("en")
USER = "Under: Homes\n1:#Homes\n2:We will build 300 homes in 9 areas [2a:300 homes|2b:9 areas]\n3:We had 12 [3a:12]"
ANSWER = {
    "1:Homes": "section",
    "2:We will": "measure",
    "2a:300 homes": {"what": "homes", "by": "2027"},
    "2b:9 areas": "existing",
    "3:We had": "none",
    "3a:12": "done",
    "promises": [],
}
EXCHANGE = Exchange("system", USER, ANSWER)


def _legal(path, schema, request):
    """A number stands there already; the rest is the first legal answer."""
    return "existing" if "anyOf" in schema else first_legal(path, schema, request)


@pytest.fixture
def plan(tmp_path):
    """A small plan, and the recordings of a model that read it."""
    path, recordings = tmp_path / "texts" / "plan.txt", tmp_path / "recordings"
    path.parent.mkdir()
    path.write_text(PLAN, encoding="utf-8")
    with ChatServer(_legal) as server:
        summarize(path, Settings(endpoint=server.url, reading="all", cache=False, record=recordings))
        asked = [json.dumps(request["messages"]) for request in server.requests]
    return path, recordings, asked


def test_what_is_heard_is_what_was_asked(plan):
    """Word by word what a server got, with the answers of that time, and nothing but the reading."""
    path, recordings, asked = plan
    text, schema, exchanges = asyncio.run(heard(path, recordings))
    assert (text, schema) == (PLAN, SCHEMA)
    assert len(exchanges) == 1
    for one in exchanges:
        messages = [{"role": "system", "content": one.system}, {"role": "user", "content": one.user}]
        assert json.dumps(messages) in asked
        assert "We will build 300 homes by 2027" in one.user
        assert "promises" in one.answer


def test_the_bounds_are_those_of_all_documents(plan, monkeypatch):
    """A row a document and kind, and the last say whether the bounds are kept."""
    path, recordings, _ = plan
    monkeypatch.setattr(reading, "_PLANS", {Words("plans", "计划"): (path.parent, recordings)})
    monkeypatch.setattr(reading, "_tokens", lambda _, words: len(words.split()))
    figures = measure("http://127.0.0.1:9/v1", None)
    bounds = [figure.bound for figure in figures if figure.bound is not None]
    assert bounds == [2.5, 0.8]
    assert len(figures) == 2 * (1 + 2 * len(WAYS))
    assert figures[0].what.en.startswith("reading all, plan: prompts, ")
    assert not all(figure.kept for figure in figures), "a prompt of 400 words for a text of 17 breaks the bound"


def test_what_the_schema_fills_in_is_not_counted():
    """A commitment without a bound or date has one property; words and lists stay."""
    kept = {"1a:3": {"what": "homes", "bound": "", "by": ""}, "1:We": "none", "promises": []}
    assert as_given(kept) == {"1a:3": {"what": "homes"}, "1:We": "none", "promises": []}


def test_answers_count_as_compact_ones():
    """The prompt asks for no blanks; an answer that broke off has no tokens, its question has."""
    count = len
    assert cost_of([Exchange("ab", "cde", {"1:We": "none"})], count) == Cost(0, 5, len('{"1:We":"none"}'))
    assert cost_of([Exchange("ab", "cde", None)], count) == Cost(0, 5, 0)


def test_lines_then_numbers():
    """The first asks no number; the second gets the lines again that are something, with their numbers."""
    first, second = lines_first(EXCHANGE, SCHEMA)
    assert first.user == "Under: Homes\n1:#Homes\n2:We will build 300 homes in 9 areas\n3:We had 12"
    assert list(first.answer) == ["1:Homes", "2:We will", "3:We had", "promises"]
    assert second.user == "Under: Homes\n2:We will build 300 homes in 9 areas [2a:300 homes|2b:9 areas]"
    assert list(second.answer) == ["2a:300 homes", "2b:9 areas"]


def test_lines_and_numbers_then_words():
    """The first says of each number what it is; the second gets the lines of commitments again."""
    first, second = words_last(EXCHANGE, SCHEMA)
    assert first.user == USER
    assert first.answer == {**ANSWER, "2a:300 homes": "commitment"}
    assert second.user == "Under: Homes\n2:We will build 300 homes in 9 areas [2a:300 homes]"
    assert second.answer == {"2a:300 homes": ANSWER["2a:300 homes"]}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_asks_twice_without_need(way):
    """One request where nothing is left for a second, also where there is no answer; the system prompt counts once."""
    plain = {"1:Homes": "section", "promises": []}
    for answer in (plain, None):
        (only,) = WAYS[way](Exchange("system", "1:#Homes", answer), SCHEMA)
        assert (only.system, only.user, only.answer) == ("system", "1:#Homes", answer)
    assert [one.system for one in WAYS[way](EXCHANGE, SCHEMA)] == ["system", ""][: 1 if way == ONE else 2]


@pytest.mark.parametrize("wrong", [["reading"], ["rules", "--endpoint", "http://127.0.0.1:9/v1"]])
def test_a_server_is_given_to_what_needs_one(wrong):
    """No benchmark finds out late that there is nothing to count with."""
    with pytest.raises(SystemExit):
        run.main(wrong)


def test_a_folder_without_recordings_is_named(tmp_path, capsys):
    """One line, and not a success."""
    assert run.main(["reading", "--endpoint", "http://127.0.0.1:9/v1", "--recordings", str(tmp_path)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "cangzhou_2023" in said[0]
