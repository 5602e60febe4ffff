"""``summarizer``, progress, logging, and the package's public face."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from programs import (
    QINGDAO,
    clean_environment,
    one_error_line,
    run,
    run_other,
)
from server import ChatServer

import summarizer
from summarizer.commands.progress import Live
from summarizer.engines.endpoint.events import Progress

if TYPE_CHECKING:
    from pathlib import Path

# --- summarizer ----------------------------------------------------------------------------------------------


def test_summarizer_lists_its_commands() -> None:
    result = run_other("--help")
    assert result.returncode == 0
    assert all(name in result.stdout.decode() for name in ("doctor", "cache", "eval"))
    assert run_other("extract").returncode == 2
    assert "COMMAND" in one_error_line(run_other(), "summarizer")
    assert "--foo" in one_error_line(run_other("--foo"), "summarizer")


@pytest.mark.slow
def test_the_cache_can_be_shown_and_emptied(tmp_path: Path) -> None:
    env = {"SUMMARIZER_CACHE_DIR": str(tmp_path)}
    shown = run_other("cache", **env)
    assert shown.returncode == 0
    assert str(tmp_path) in shown.stdout.decode()
    assert run_other("cache", "clear", **env).stdout.decode().startswith("forgot 0 answers")


@pytest.mark.slow
def test_doctor_tells_what_is_configured_without_an_endpoint() -> None:
    """Every setting with where it comes from."""
    shown = run_other("doctor", SUMMARIZER_CONCURRENCY="7").stdout.decode()
    assert "engine: rules" in shown
    assert re.search(r"concurrency +7 +SUMMARIZER_CONCURRENCY", shown)


@pytest.mark.slow
def test_doctor_tries_the_endpoint_and_says_how_it_is_asked() -> None:
    with ChatServer() as server:
        result = run_other("doctor", "--endpoint", server.url)
    shown = result.stdout.decode()
    assert result.returncode == 0
    assert re.search(r"model +test-model", shown)
    assert "the server enforces the schema" in shown


@pytest.mark.slow
def test_doctor_shows_the_settings_before_the_model_is_asked() -> None:
    """A model on a small machine takes a minute to answer: a person must not look at an empty screen for so long."""
    with ChatServer(faults=["hang"]) as server:
        command = [sys.executable, "-m", "summarizer", "doctor", "--endpoint", server.url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=clean_environment(XDG_CACHE_HOME="/kept")) as doctor:
            assert doctor.stdout is not None
            shown = ""
            for line in doctor.stdout:
                shown += line.decode()
                if "asking the model" in shown:
                    break
            doctor.kill()
    assert re.search(r"model +\(the server's first\) +default", shown)
    assert re.search(r"cache_dir +/kept/\S+ +default", shown)


@pytest.mark.slow
def test_doctor_fails_where_nothing_answers_and_keeps_the_key() -> None:
    result = run_other("doctor", "--endpoint", "http://127.0.0.1:9/v1", SUMMARIZER_API_KEY="sk-very-secret")
    assert result.returncode == 1
    assert re.search(rb"answers +no", result.stdout)
    assert b"sk-very-secret" not in result.stdout + result.stderr
    assert result.stderr == b""


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_chunks_tokens_and_time_left_only_to_a_watching_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar on standard error where that is a terminal, gone when the report is printed; nothing elsewhere."""
    progress = Progress(3, 8, 4, 0, 900, 100, document="plan[1].txt\x1b]0;x\x07")
    for stream, shown in ((_Terminal(), True), (io.StringIO(), True), (_Terminal(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with Live(shown=shown, first="folder/plan[1].txt") as live:
            live.update(progress)
        seen = stream.getvalue()
        if stream.isatty() and shown:
            assert "3/8" in seen
            assert "1000 tokens" in seen
            assert "plan[1].txt" in seen
            assert "\x1b]0" not in seen
        else:
            assert seen == ""


@pytest.mark.slow
@pytest.mark.parametrize("level", ["debug", "info"])
def test_logging_is_silent_unless_asked(level: str) -> None:
    assert run(QINGDAO, "--format", "json", SUMMARIZER_LOG=level).returncode == 0
    assert run(QINGDAO, "--format", "json").stderr == b""
    assert "SUMMARIZER_LOG" in one_error_line(run(QINGDAO, SUMMARIZER_LOG="loud"))


def test_every_exported_name_is_there() -> None:
    """The public face: what __all__ promises can be imported, and nothing unknown can."""
    for name in summarizer.__all__:
        assert getattr(summarizer, name) is not None
    with pytest.raises(AttributeError):
        _ = summarizer.no_such_name
