"""The comparison of ways: what a way returns is scored, what was run is not run again, what passes is counted."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest
from server import ChatServer, first_legal

from benchmarks.ways import free, runs, table
from benchmarks.ways import run as command
from benchmarks.ways.counting import counted
from benchmarks.ways.found import Found
from benchmarks.ways.runs import Result

SEED = Path(__file__).parents[2] / "seeds" / "district_2023_fragment.txt"


@pytest.fixture(autouse=True)
def results(tmp_path, monkeypatch):
    """No kept result is touched."""
    monkeypatch.setattr(runs, "RESULTS", tmp_path / "results")
    return tmp_path / "results"


@pytest.mark.slow
def test_the_rules_are_run_scored_and_kept(capsys):
    """A process of their own, the project's scorer, and a file that reads back as it was written."""
    assert command.main(["--ways", "rules", "--seeds", SEED.stem]) == 0
    assert "| rules alone (1 of 5 documents) | 1.00 |" in capsys.readouterr().out
    kept = Result.load("rules", SEED.stem)
    assert kept is not None
    assert kept.targets
    kept.save()
    assert Result.load("rules", SEED.stem) == kept


def test_what_was_run_is_not_run_again(monkeypatch):
    """An hour with a slow model is not lost, and no endpoint is needed to make the table."""
    kept = {"way": "free", "document": SEED.stem, "model": "some-model", "date": "2026-01-01"}
    Result(**kept, seconds=9.0, requests=1, tokens=(10, 5)).save()

    def only_rules(way, text, *_):
        assert way == "rules", "it was run again"
        return Result(way=way, document=text.stem, model="none", date="2026-01-01")

    monkeypatch.setattr(command, "run", only_rules)
    assert command.main(["--ways", "free", "--seeds", SEED.stem]) == 0
    assert "10 / 5" in table.table()


@pytest.mark.slow
def test_a_way_that_takes_too_long_is_ended():
    """What it gave until then counts, and the table says that it was ended."""
    with ChatServer(latency=60.0) as server:
        result = runs.run("free", SEED, server.url, "test-model", cap=4.0)
    assert result.capped
    assert result.targets == []


def test_free_extraction_finds_its_quotes_again():
    """A quote that does not stand in the text has no place, and is counted."""

    def answer(path, schema, request):
        if schema.get("type") == "array":
            quote = {"goals": "扩大学位供给", "measures": "新建学校3所", "targets": "没有这句"}[path[-1]]
            item = {"quote": quote, "indicator": "学校", "value": 3, "unit": "所", "comparator": "=", "deadline": None}
            return [item] if path[-1] == "targets" else [{"quote": quote}]
        return first_legal(path, schema, request)

    text = "扩大学位供给\n新建学校3所。\n"
    spent = []
    with ChatServer(answer) as server, counted(server.url, lambda *tokens: spent.append(tokens)) as url:
        found = list(free.extract(text, url, "test-model"))
    assert [item["start"] for one in found for item in one.items["measures"]] == [7]
    assert sum(one.unlocated for one in found) == 1
    assert len(spent) == len(server.requests) == 1
    assert all(tokens > 0 for tokens in spent[0])


def test_a_server_that_is_not_there_is_an_answer_of_the_proxy():
    """A way gets an error that it knows, not a connection that breaks off."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with (
        counted("http://127.0.0.1:9/v1", lambda *_: None) as url,
        pytest.raises(urllib.error.HTTPError, match="502"),
    ):
        direct.open(f"{url}/models")


def test_an_item_without_a_place_is_counted():
    """Neither before the text nor behind it."""
    found = Found()
    for start, end in ((-1, 3), (0, 99), (2, 2)):
        found.add("measures", "新建学校", start, end, {})
    assert found.unlocated == 3
    assert found.items["measures"] == []


def test_langextract_examples_stand_in_their_own_text():
    """An example that is not verbatim teaches the wrong thing."""
    pytest.importorskip("langextract")
    from benchmarks.ways.with_langextract import _examples

    assert all(one.extraction_text in example.text for example in _examples() for one in example.extractions)
