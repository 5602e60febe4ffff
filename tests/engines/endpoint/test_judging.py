"""The bench for judgements: its questions are sound, and each is asked and marked through the engine itself."""

from __future__ import annotations

import pytest
from endpoint_samples import PROFILE
from server import ChatServer, first_legal

from benchmarks.judging import run
from benchmarks.judging.bench import HALVES, TASKS, batches, load_bench
from summarizer.engines.endpoint.capability_check import known_verdicts
from summarizer.profiles.prompts import load_prompt


def yes(path, schema, request):
    """A model that says yes to everything."""
    return "承诺" if "承诺" in schema.get("enum", ()) else first_legal(path, schema, request)


def test_the_halves_ask_alike_and_nothing_twice():
    """What is found on one half may be tested on the other; neither holds a sentence of the capability check."""
    halves = [load_bench(half) for half in HALVES]
    kinds = [sorted((one.kind, one.right, one.group) for one in half) for half in halves]
    assert kinds[0] == kinds[1]
    sentences = [{one.sentence for one in half} for half in halves]
    assert not sentences[0] & sentences[1]
    assert not (sentences[0] | sentences[1]) & {one.sentence for one in known_verdicts(load_prompt(PROFILE, "exam"))}


def test_each_question_is_in_one_batch():
    questions = load_bench("develop")
    parts = batches(questions, TASKS, 3)
    assert sorted(one for part in parts for one in part.questions) == sorted(questions)
    assert max(len(part.questions) for part in parts) == 3
    assert all(len({one.sentence for one in part.questions}) == len(part.questions) for part in parts)


@pytest.mark.slow
def test_a_model_that_says_yes_to_everything_is_seen(tmp_path, monkeypatch, capsys):
    """Right where yes is right, wrong everywhere else; the table says so, apart for both."""
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path))
    with ChatServer(yes) as server:
        assert run.main(["--endpoint", server.url, "--tasks", "verdict,goal"]) == 0
        asked = len(server.requests)
        assert run.main(["--endpoint", server.url, "--tasks", "verdict,goal"]) == 0
        assert len(server.requests) == asked, "answers are kept"
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("| work_plan"))
    assert row.startswith("| work_plan | 8 | 21/21 | 0/22 | 5/10 | – | – | – | 5/12 |")


def test_a_malformed_question_is_named(tmp_path):
    (tmp_path / "develop.txt").write_text("# one\ntarget|yes|quantity\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        load_bench("develop", tmp_path)


def test_no_such_variant_is_wrong_use(capsys):
    with pytest.raises(SystemExit):
        run.main(["--variants", "nonsense"])
    assert "no such variant" in capsys.readouterr().err
