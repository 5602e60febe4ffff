"""Recordings: one command makes them, a replay needs nobody, and what is stale is named."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path

import pytest
from server import ChatServer, first_legal

from summarizer.cli import main
from summarizer.evaluation import Run

ROOT = Path(__file__).parents[2]
SEED = "district_2023_fragment"


def talkative(path, schema, request):
    """An answer of any length that the schema asks for."""
    text = first_legal(path, schema, request)
    if schema.get("type") == "string" and "enum" not in schema and "const" not in schema:
        text = ("加强队伍建设，提升质量。" * 99)[: max(len(text), schema.get("minLength", 0))]
    return text


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """One seed with its gold, and what a recording run over a real loopback server left behind."""
    folder = tmp_path_factory.mktemp("recorded")
    for name in ("gold", "texts"):
        (folder / name).mkdir()
    shutil.copy(ROOT / f"evals/gold/{SEED}.json", folder / "gold")
    shutil.copy(ROOT / f"seeds/{SEED}.txt", folder / "texts")
    with ChatServer(talkative) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUMMARIZER_CACHE_DIR", str(folder / "cache"))
        patch.chdir(folder)
        saved = ["--save", str(folder / "recorded.json"), "--quiet"]
        code = main(["eval", *where(folder), "--endpoint", server.url, "--record", str(folder / "kept"), *saved])
        assert server.requests
    assert code == 0
    return folder


def where(folder):
    return ["--gold", str(folder / "gold"), "--texts", str(folder / "texts")]


@pytest.fixture(autouse=True)
def offline(request, monkeypatch):
    """After recording, nobody may be asked."""
    request.getfixturevalue("place")

    def refuse(*_):
        raise AssertionError("a replay went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.slow
def test_a_replay_gives_what_was_recorded(place, capsys, monkeypatch):
    """Item for item, with the network off and whatever the environment says."""
    monkeypatch.setenv("SUMMARIZER_ENDPOINT", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("SUMMARIZER_CHUNK_TOKENS", "100")
    saved = place / "replayed.json"
    assert main(["eval", *where(place), "--replay", str(place / "kept"), "--save", str(saved), "--quiet"]) == 0
    capsys.readouterr()
    recorded, replayed = Run.load(place / "recorded.json"), Run.load(saved)
    assert (recorded.way, replayed.way) == ("endpoint", "replay")
    assert replayed.model == recorded.model == "test-model"
    assert replayed.documents[0].predictions == recorded.documents[0].predictions
    assert replayed.documents[0].error is None


def test_fresh_recordings_are_called_fresh(place, capsys):
    """The check says so document by document."""
    assert main(["eval", *where(place), "--check-recordings", str(place / "kept")]) == 0
    assert capsys.readouterr().out == f"{SEED}: fresh\n"


def test_a_lost_answer_is_an_error_that_names_it(place, tmp_path, capsys):
    """Never a silent call, never a silent gap."""
    lines = (place / "kept" / f"{SEED}.jsonl").read_text(encoding="utf-8").splitlines()
    gone = json.loads(lines[-1])
    (tmp_path / f"{SEED}.jsonl").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert main(["eval", *where(place), "--replay", str(tmp_path), "--quiet"]) == 1
    printed = capsys.readouterr().out.replace("\n", "")
    assert gone["key"][:16] in printed
    assert "record it again" in printed
    assert main(["eval", *where(place), "--check-recordings", str(tmp_path)]) == 1
    assert f"{SEED}: stale: " in capsys.readouterr().out


def test_a_changed_prompt_makes_recordings_stale(place, tmp_path, capsys):
    """Answers to another question are no answers."""
    shutil.copytree(ROOT / "prompts/work_plan", tmp_path / "prompts")
    for path in (tmp_path / "prompts").glob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("。", "！"), encoding="utf-8")
    arguments = ["--check-recordings", str(place / "kept"), "--profile", str(tmp_path)]
    assert main(["eval", *where(place), *arguments]) == 1
    assert "stale" in capsys.readouterr().out


def test_a_recording_that_nobody_uses_is_stale(place, tmp_path, capsys):
    """Leftovers would be kept up for ever."""
    shutil.copytree(place / "kept", tmp_path / "kept")
    shutil.copy(tmp_path / "kept" / f"{SEED}.jsonl", tmp_path / "kept" / "other.jsonl")
    assert main(["eval", *where(place), "--check-recordings", str(tmp_path / "kept")]) == 1
    assert "other.jsonl: stale: no gold file" in capsys.readouterr().out
