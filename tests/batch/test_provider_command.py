"""``summarizer batch --via batch-api`` as a person runs it: killed anywhere, called off, put in the wrong place."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from batch_provider import BatchProvider
from batches import plans_in, url_in
from endpoint_samples import fluent
from programs import ROOT, clean_environment, one_error_line

if TYPE_CHECKING:
    from pathlib import Path

    from programs import Result

pytestmark = pytest.mark.slow  # programs are started: seconds each


class Command:
    """The command over some plans, in a folder of its own."""

    def __init__(self, tmp_path: Path, url: str, count: int = 2) -> None:
        self.folder = tmp_path
        self.env = clean_environment(SUMMARIZER_CACHE_DIR=str(tmp_path / "cache"), SUMMARIZER_API_KEY="sk-very-hidden")
        self.asks = ["--endpoint", url]
        self.where = ["--database", url_in(tmp_path)]
        self.batch = ["batch", str(plans_in(tmp_path / "plans", count)), "-o", str(tmp_path / "out"), *self.where]

    def start(self, *args: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "summarizer", *self.batch, *self.asks, "--via", "batch-api", *args]
        return subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *args: str) -> Result:
        with self.start(*args) as running:
            try:
                out, err = running.communicate(timeout=120)
            finally:
                running.kill()
        return subprocess.CompletedProcess(args, running.returncode, out, err)

    def other(self, *args: str) -> Result:
        command = [sys.executable, "-m", "summarizer", *args]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, check=False, timeout=120)

    def jobs(self, *args: str) -> str:
        done = self.other("jobs", *args, *self.where)
        assert done.returncode == 0, done.stderr
        return (done.stdout + done.stderr).decode()

    def states(self) -> dict[str, int]:
        return json.loads((self.folder / "out" / "manifest.json").read_text(encoding="utf-8"))["counts"]


def once(provider: BatchProvider, count: int) -> bool:
    """Whether each question was sent in a batch once and answered once."""
    asked, answered = (
        [json.dumps(one, sort_keys=True) for one in bodies] for bodies in (provider.asked, provider.answered)
    )
    return sorted(asked) == sorted(answered) and len({*asked}) == len(asked) == count


def test_by_rules_there_is_nothing_to_send(tmp_path: Path) -> None:
    command = Command(tmp_path, "http://127.0.0.1:1/v1")
    command.asks = ["--engine", "rules"]
    result = command.run()
    assert result.returncode == 2
    assert "--via" in one_error_line(result, "summarizer")


def test_an_endpoint_without_the_interface_is_one_line_and_the_other_way_goes_on(tmp_path: Path) -> None:
    with BatchProvider(fluent, lacks={"files", "batches"}) as server:
        command = Command(tmp_path, server.url)
        result = command.run()
        assert result.returncode == 2
        assert "leave out --via" in one_error_line(result, "summarizer")
        assert command.other(*command.batch, *command.asks).returncode == 0
    assert command.states() == {"done": 2}


def test_it_goes_home_and_comes_back(tmp_path: Path) -> None:
    """Detached: sent and left; later the same command collects. What the provider has is seen meanwhile."""
    with BatchProvider(fluent) as provider:
        provider.held.clear()
        command = Command(tmp_path, provider.url)
        left = command.run("--detach")
        assert left.returncode == 0
        assert "4 questions sent as batch-001" in left.stderr.decode()
        status = command.jobs("status")
        assert "batch-001" in status
        assert "no worker" not in status
        refused = command.other(*command.batch, *command.asks)
        assert refused.returncode == 2
        assert "--via batch-api" in one_error_line(refused, "summarizer")
        provider.held.set()
        done = command.run("--quiet")
        assert (done.returncode, done.stderr) == (0, b"")
        assert once(provider, 6)
    assert command.states() == {"done": 2}
    assert "batch-001" not in command.jobs("status")


def test_cancelled_here_is_cancelled_there_and_what_was_answered_is_kept(tmp_path: Path) -> None:
    with BatchProvider(fluent) as provider:
        provider.held.clear()
        command = Command(tmp_path, provider.url)
        command.run("--detach")
        elsewhere = command.jobs("cancel", "--all")
        assert "2 jobs cancelled" in elsewhere
        assert f"batch-001 at {provider.url} goes on" in elsewhere
        assert "batch-001 is cancelled" in command.jobs("cancel", "--all", *command.asks)
        assert provider.batches["batch-001"]["status"] == "cancelled"
        assert len(provider.answered) == 2
        provider.held.set()
        assert command.run().returncode == 0
        assert len(provider.answered) == 6
    assert command.states() == {"done": 2}


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("on", ["POST .*files", "POST .*batches", "GET .*batches/", "GET .*content"])
def test_killed_anywhere_the_same_command_goes_on(tmp_path: Path, on: str) -> None:
    """When the provider has done what it was asked, before its answer is there: nothing is sent or paid twice."""
    with BatchProvider(fluent, on=on) as provider:
        command = Command(tmp_path, provider.url)
        with command.start() as first:
            provider.line.append(lambda: (first.kill(), first.wait()))
            first.communicate(timeout=60)
        assert first.returncode == -signal.SIGKILL
        assert not provider.line
        done = command.run()
        assert done.returncode == 0, done.stderr
        assert once(provider, 6)
    assert command.states() == {"done": 2}


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupted_it_says_that_the_provider_works_on(tmp_path: Path) -> None:
    with BatchProvider(fluent) as provider:
        provider.held.clear()
        command = Command(tmp_path, provider.url)
        with command.start() as first:
            for _ in range(600):
                if provider.looks.get("batch-001"):
                    break
                time.sleep(0.05)
            first.send_signal(signal.SIGINT)
            said = first.communicate(timeout=60)[1].decode()
        assert first.returncode == 130
        assert "the provider works on" in said
        provider.held.set()
        assert command.run().returncode == 0
        assert once(provider, 6)


def test_two_programs_at_once_send_everything_once(tmp_path: Path) -> None:
    with BatchProvider(fluent, polls=2) as provider:
        command = Command(tmp_path, provider.url, count=4)
        running = [command.start(), command.start("-o", str(tmp_path / "out" / "beside"))]  # the last -o counts
        assert [one.communicate(timeout=120)[1][-500:] and one.returncode for one in running] == [0, 0]
        assert once(provider, 12)
    assert command.states() == {"done": 4}
