"""The local engine with a real model: ``tests/helpers/weights.py`` fetches it, ``SUMMARIZER_TEST_MODEL`` names it.

Which program serves it is the machine's: llama-server of the PATH, else the wheel of the extra ``local``.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from programs import QINGDAO, SUMMARIZE, clean_environment, run

import summarizer
from summarizer import Settings

pytestmark = [pytest.mark.model, pytest.mark.timeout(1800)]


@pytest.fixture
def model() -> str:
    return os.environ.get("SUMMARIZER_TEST_MODEL") or pytest.skip("SUMMARIZER_TEST_MODEL names no GGUF file")


def children(pid: int) -> list[int]:
    """The process ids of all that descends from a process."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()[1:]]
    found = [child for child, parent in pairs if parent == pid]
    return found + [grand for child in found for grand in children(child)]


def running(pids: list[int]) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid,stat"], capture_output=True, text=True, check=True).stdout
    alive = {int(pid) for pid, state in (line.split() for line in listed.splitlines()[1:]) if state[0] not in "ZX"}
    return [pid for pid in pids if pid in alive]


def test_a_plan_is_read_by_a_model_on_this_machine(model, tmp_path):
    """What the README promises: one line, real weights, the full summary, and nothing but what stands in the text."""
    cache = {"SUMMARIZER_CACHE_DIR": str(tmp_path)}
    result = run(QINGDAO, "--engine", "local", "--model-path", model, "--format", "json", timeout=1500, **cache)
    assert result.returncode == 0, result.stderr.decode()
    summary = summarizer.Summary.model_validate_json(result.stdout)
    summary.check(QINGDAO.read_text(encoding="utf-8"))
    assert summary.engine.name == "local"
    assert summary.usage.requests > 2
    assert any(measure.source == "both" or measure.text != measure.quote for measure in summary.measures)
    rules = summarizer.summarize(QINGDAO, Settings(engine="rules"))
    assert [target.value for target in summary.targets] == [target.value for target in rules.targets]
    again = run(QINGDAO, "--engine", "local", "--model-path", model, timeout=300, **cache)
    assert "127.0.0.1" not in again.stdout.decode()
    assert again.returncode == 0


def test_kill_9_in_the_middle_leaves_no_server_and_the_next_run_goes_on(model, tmp_path):
    """A model of a gigabyte left behind in memory is what nobody forgives."""
    env = clean_environment(SUMMARIZER_CACHE_DIR=str(tmp_path), SUMMARIZER_LOG="debug")
    command = [sys.executable, "-c", SUMMARIZE, str(QINGDAO), "--model-path", model, "--format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    for line in process.stderr:
        if b"print_timing" in line or b"eval time" in line:  # the server's word that it has answered a first question
            break
    left = children(process.pid)
    assert left, "there was no server"
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    end = time.monotonic() + 30
    while running(left) and time.monotonic() < end:
        time.sleep(0.1)
    assert running(left) == []
    kept = run(QINGDAO, "--model-path", model, "--format", "json", timeout=1500, SUMMARIZER_CACHE_DIR=str(tmp_path))
    usage = json.loads(kept.stdout)["usage"]
    assert usage["cached"] > 0 or usage["requests"] > 0
    assert kept.returncode == 0
    fresh = tmp_path / "fresh"
    whole = run(QINGDAO, "--model-path", model, "--format", "json", timeout=1500, SUMMARIZER_CACHE_DIR=str(fresh))
    assert usage["requests"] < json.loads(whole.stdout)["usage"]["requests"]
    assert Path(model).is_file()
