"""What the model is worth: every question beside the rules and the gold, from recordings as from a server."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from endpoint_samples import wise
from server import ChatServer, first_legal

from summarizer.cli import main
from summarizer.evaluation import load_gold_dir
from summarizer.evaluation.questions import ask_everything, classes_table
from summarizer.evaluation.tables import between_marks
from summarizer.settings.settings import Settings

ROOT = Path(__file__).parents[2]
SEED = "district_2023_fragment"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """One seed with its gold, and no cache but its own."""
    for name, source in (("gold", f"evals/gold/{SEED}.json"), ("texts", f"seeds/{SEED}.txt")):
        (tmp_path / name).mkdir()
        shutil.copy(ROOT / source, tmp_path / name)
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def worth_of(place, policy):
    with ChatServer(policy) as server:
        settings = Settings(engine="endpoint", endpoint=server.url, cache_dir=place / "cache")
        return ask_everything(load_gold_dir(place / "gold", place / "texts"), settings)


@pytest.mark.slow
def test_a_model_that_calls_everything_a_commitment_loses_what_the_rules_refuse(place):
    """Each refused number is a loss, each taken one a tie; every number of the document is asked about."""
    worth = worth_of(place, wise)
    asked = [one for one in worth.asked if one.reply.kind == "target"]
    assert len(asked) >= 20
    assert {one.outcome for one in asked if one.reply.rules == "taken"} == {"tie"}
    assert {one.outcome for one in asked if one.reply.rules != "taken"} == {"loss"}
    assert worth.judges
    row = classes_table(worth).rows[0]
    assert row[-1].text == "yes, where in doubt (loses)"


def test_a_model_that_failed_the_check_is_asked_here_and_not_in_a_run(place):
    """The table is how one learns that it was right not to ask."""

    def sour(path, schema, request):
        return "规定" if "enum" in schema and "承诺" in schema["enum"] else first_legal(path, schema, request)

    worth = worth_of(place, sour)
    assert not worth.judges
    rows = {row[0].text: row for row in classes_table(worth).rows}
    assert rows["is this number a target?"][-1].text == "no: failed the capability check"
    assert int(rows["is this number a target?"][5].text) == sum(one.gold == "labelled" for one in worth.asked)


def test_recorded_questions_are_answered_offline_and_written_between_the_marks(place, capsys):
    """One command writes the table, and nothing else of the page."""
    where = ["--gold", str(place / "gold"), "--texts", str(place / "texts"), "--quiet"]
    with ChatServer(wise) as server:
        arguments = ["--endpoint", server.url, "--record", str(place / "kept")]
        assert main(["eval", "--questions", *where, *arguments]) == 0
    recorded = capsys.readouterr().out
    page = place / "page.md"
    page.write_text("before\n<!-- questions -->\nWHAT WAS\n<!-- /questions -->\nafter\n", encoding="utf-8")
    assert main(["eval", "--questions", *where, "--replay", str(place / "kept"), "--markdown", str(page)]) == 0
    assert capsys.readouterr().out == recorded
    written = page.read_text(encoding="utf-8")
    assert written.startswith("before\n<!-- questions -->\n")
    assert written.endswith("<!-- /questions -->\nafter\n")
    assert "WHAT WAS" not in written
    assert "is this number a target?" in written


def test_a_page_without_marks_is_the_table_alone(tmp_path):
    assert between_marks(tmp_path / "none.md", "questions", "table") == "table\n"


def test_questions_need_somebody_to_ask(capsys):
    """One line that says what to give."""
    assert main(["eval", "--questions"]) == 2
    assert "--endpoint, --model-path, --record or --replay" in capsys.readouterr().err


@pytest.mark.slow
def test_a_recording_that_a_question_is_missing_from_is_stale(place, capsys):
    """The check for stale recordings knows of these too, and says how to make them again."""
    where = ["--gold", str(place / "gold"), "--texts", str(place / "texts"), "--quiet"]
    kept = place / "kept"
    with ChatServer(wise) as server:
        arguments = [*where, "--endpoint", server.url, "--record", str(kept)]
        assert main(["eval", *arguments]) == 0
        assert main(["eval", "--questions", *arguments]) == 0
    assert main(["eval", *where, "--check-recordings", str(kept)]) == 0
    assert "questions: fresh" in capsys.readouterr().out
    path = kept / "questions" / f"{SEED}.jsonl"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    assert main(["eval", *where, "--check-recordings", str(kept)]) == 1
    printed = capsys.readouterr().out.replace("\n", " ")
    assert "questions: stale: " in printed
    assert "eval --questions --record" in printed
