"""The comparison of ways: what a way returns is scored, what was run is not run again, what passes is counted."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from server import ChatServer, first_legal

from benchmarks.ways import free, ours, runs
from benchmarks.ways import run as command
from benchmarks.ways.counting import counted
from benchmarks.ways.found import Found
from benchmarks.ways.prompts import FREE, LANGEXTRACT, language_of
from benchmarks.ways.runs import Result
from summarizer import Settings
from summarizer.models import GROUPS

SEED = Path(__file__).parents[2] / "seeds" / "district_2023_fragment.txt"


@pytest.fixture
def results(tmp_path):
    """No kept result is touched."""
    return tmp_path / "results"


@pytest.mark.slow
def test_the_rules_are_run_scored_and_kept(capsys, results):
    """A process of their own, the project's scorer, and a file that reads back as it was written."""
    assert command.main(["--ways", "rules", "--documents", SEED.stem, "--results", str(results)]) == 0
    assert "| rules alone (1 of 5 documents) | 1.00 |" in capsys.readouterr().out
    kept = Result.load(results, "rules", SEED.stem)
    assert kept is not None
    assert kept.targets
    kept.save(results)
    assert Result.load(results, "rules", SEED.stem) == kept


def test_what_was_run_is_not_run_again(monkeypatch, results, capsys):
    """An hour with a slow model is not lost, and no endpoint is needed to make the table."""
    kept = {"way": "free", "document": SEED.stem, "model": "some-model", "date": "2026-01-01"}
    Result(**kept, seconds=9.0, requests=1, tokens=(10, 5)).save(results)

    def only_rules(way, text, *_):
        assert way == "rules", "it was run again"
        return Result(way=way, document=text.stem, model="none", date="2026-01-01")

    monkeypatch.setattr(command, "run", only_rules)
    assert command.main(["--ways", "free", "--documents", SEED.stem, "--results", str(results)]) == 0
    assert "10 / 5" in capsys.readouterr().out


def test_other_labelled_documents_are_compared_too(monkeypatch, results, tmp_path, capsys):
    """Texts and labels of one's own: nothing of the seeds is run, or stands in the table."""
    texts, gold = tmp_path / "texts", tmp_path / "gold"
    for folder in (texts, gold):
        folder.mkdir()
    (texts / "mine.txt").write_text("We will open two libraries.\n", encoding="utf-8")
    labels = {"document": "mine.txt", "guide": 1, "labelled": ["goals", "measures", "targets"], "meta": {}}
    measure = {"quote": "We will open two libraries", "start": 0, "end": 26}
    (gold / "mine.json").write_text(
        json.dumps({**labels, "goals": [], "measures": [measure], "targets": []}), encoding="utf-8"
    )

    def found(way, text, *_):
        return Result(way=way, document=text.stem, model="none", date="2026-01-01", measures=[measure])

    monkeypatch.setattr(command, "run", found)
    where = ["--gold", str(gold), "--texts", str(texts), "--results", str(results)]
    assert command.main(["--ways", "rules,all", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", *where]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split(" | ")[0] for row in rows[2:4]] == ["| rules alone", "| guided endpoint, reading all"]
    assert all(" | 1.00 | 0.00" in row for row in rows[2:4])
    assert sorted(path.name for path in results.rglob("*.json")) == ["mine.json"] * 2


def test_the_page_takes_the_seeds_alone(tmp_path):
    """Figures of other documents do not land there."""
    with pytest.raises(SystemExit):
        command.main(["--ways", "rules", "--readme", "--results", str(tmp_path)])


@pytest.mark.parametrize(("reading", "extract"), [("doubts", ours.extract_guided), ("all", ours.extract_all)])
def test_our_ways_differ_in_what_is_read(monkeypatch, reading, extract):
    """Each says what it reads: the default depends on the language."""
    asked = []

    def summarize(document, settings):
        asked.append(settings.reading)
        return rules(document, Settings(engine="rules"))

    rules = ours.summarize
    monkeypatch.setattr(ours, "summarize", summarize)
    assert [one.problem for one in extract("新建学校3所。\n", "http://127.0.0.1:9/v1", "m")] == [None]
    assert asked == [reading]


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


def test_free_extraction_speaks_the_language_of_the_text():
    """An English plan is asked about in English, in pieces of about as many tokens as a Chinese one's."""
    line = "We will open two libraries and train 40 librarians.\n"
    with ChatServer(first_legal) as server:
        list(free.extract(line * 40, server.url, "test-model"))
        asked = [request["messages"] for request in server.requests]
    assert {messages[0]["content"] for messages in asked} == {FREE["en"].system}
    assert FREE["en"].system.isascii()
    assert max(len(messages[1]["content"]) for messages in asked) > FREE["zh"].piece
    assert "".join(messages[1]["content"] for messages in asked) == line * 40


@pytest.mark.parametrize("language", ["zh", "en"])
def test_langextract_examples_stand_in_their_own_text(language):
    """An example that is not verbatim teaches the wrong thing; each shows all three kinds."""
    words = LANGEXTRACT[language]
    assert language_of(words.example) == language
    assert all(quote in words.example for _, quote, _ in words.found)
    assert {group for group, _, _ in words.found} == set(words.classes) == set(GROUPS)
    assert all(f"{name}：" in words.prompt or f"{name}: " in words.prompt for name in words.classes.values())
