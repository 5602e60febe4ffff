"""Nothing lost: a run that is killed at any moment continues, and ends as if nothing had been."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from conftest import report, scale
from press import Press, items, telling
from programs import SUMMARIZE, clean_environment
from samples import SEEDS
from server import ChatServer

pytestmark = [
    pytest.mark.alone,
    pytest.mark.reliability,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs are forked"),
]

PLANS = [SEEDS / f"{name}.txt" for name in ("district_2023_fragment", "qingdao_2023", "template_2021")]
CONCURRENCY = 4
LATENCY = 0.03


class Bench:
    """One endpoint, one press, and what an undisturbed run does: its output, its questions, its seconds."""

    def __init__(self, server, press, folder, args):
        self.server, self.press, self.folder, self.args = server, press, folder, args
        server._http.handle_error = lambda *_: None  # a client that is killed resets its connections
        assert self.run("first") == 0, self.log.read_text(encoding="utf-8")
        self.output, self.asked = self.written("first"), self.questions()
        began = time.monotonic()  # of the second: the first waits for the press to be ready
        assert self.run("second") == 0, self.log.read_text(encoding="utf-8")
        self.seconds = time.monotonic() - began
        assert (self.written("second"), self.questions()) == (self.output, self.asked)

    @property
    def log(self):
        return self.folder / "log"

    def out(self, name):
        return self.folder / name / ("out.jsonl" if "jsonl" in self.args else "out")

    def run(self, name, kill_after=None):
        """A run with the cache and the output of this name; its exit code."""
        out = self.out(name)
        out.parent.mkdir(exist_ok=True)
        args = [*PLANS, *self.args, "--concurrency", CONCURRENCY, "--endpoint", self.server.url, "--quiet", "-o", out]
        self.log.unlink(missing_ok=True)
        pid = self.press.start(args, self.log, SUMMARIZER_CACHE_DIR=str(self.folder / name / "cache"))
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(pid, signal.SIGKILL)  # not waited for yet: the id is still this run's, or of what is left of it
        return self.press.wait()

    def written(self, name):
        """What a user finds: the reports by file name, each of which has to be whole."""
        out = self.out(name)
        if out.is_dir():
            files = [path for path in out.iterdir() if not path.name.startswith(".")]
            return {path.name: [items(path.read_text(encoding="utf-8"))] for path in files}
        if not out.exists():
            return {}
        return {out.name: [items(line) for line in out.read_text(encoding="utf-8").splitlines()]}

    def questions(self):
        """How often each question was asked since the last call."""
        taken, self.server.requests = self.server.requests, []
        return Counter(json.dumps(request, sort_keys=True) for request in taken)

    def leftovers(self, name):
        """Everything that lies where the output lies, the output and the cache left out."""
        out = self.out(name)
        folder = out if out.is_dir() else out.parent
        return {path.name for path in folder.iterdir()} - set(self.output) - {"cache"}


def moments(seed, count, seconds):
    """``count`` moments spread over all of an undisturbed run, each at random in its own stretch."""
    chance = random.Random(seed)  # noqa: S311 - the same moments in each run of the test
    return [(number + chance.random()) / count * seconds for number in range(count)]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("fmt", ["json", "jsonl"])
def test_a_killed_run_ends_as_an_undisturbed_one(fmt, tmp_path):
    """A file for each document, and one file for all: the same output, at most what was in flight is asked again.

    At the moment of the kill no half-written report is to be seen, and in the end no draft is left.
    """
    again, killed, worst = 0, 0, 0
    with ChatServer(telling, latency=LATENCY) as server, Press() as press:
        bench = Bench(server, press, tmp_path, ["--format", fmt])
        assert all(count == 1 for count in bench.asked.values())
        assert sum(len(lines) for lines in bench.output.values()) == len(PLANS)
        for number, moment in enumerate(moments(fmt, scale(10, 100), bench.seconds)):
            name = f"run-{number}"
            where = f"{name}, killed after {moment:.3f} s of {bench.seconds:.3f} s"
            killed += bench.run(name, kill_after=moment) == -signal.SIGKILL
            assert bench.written(name).items() <= bench.output.items(), where
            assert bench.run(name) == 0, f"{where}: {bench.log.read_text(encoding='utf-8')}"
            assert bench.written(name) == bench.output, where
            assert bench.leftovers(name) == set(), where
            asked = bench.questions()
            assert set(asked) == set(bench.asked), where
            assert max((asked - bench.asked).values(), default=0) <= 1, where
            more = (asked - bench.asked).total()
            assert more <= CONCURRENCY, where
            again, worst = again + more, max(worst, more)
        assert killed >= scale(10, 100) // 3, "most of the runs were over before they were killed"
        report(
            f"kills, {fmt}", runs=number + 1, killed=killed, questions=len(bench.asked), asked_again=again,
            worst=worst, lost=0,
        )  # fmt: skip


@pytest.mark.timeout(600)
def test_a_killed_program_continues(tmp_path):
    """As a user kills it: the program from its start, imports and all, once its questions are under way."""
    with ChatServer(telling, latency=LATENCY) as server, Press() as press:
        bench = Bench(server, press, tmp_path, ["--format", "json"])
        for number in range(scale(1, 10)):
            name = f"run-{number}"
            args = ["--concurrency", str(CONCURRENCY), "--endpoint", server.url, "--format", "json", "--quiet"]
            command = [sys.executable, "-c", SUMMARIZE, *map(str, PLANS), *args, "-o", str(bench.out(name))]
            env = clean_environment(SUMMARIZER_CACHE_DIR=str(tmp_path / name / "cache"))
            (tmp_path / name).mkdir()
            with subprocess.Popen(command, env=env) as process:
                enough = random.Random(number).randrange(2, len(bench.asked))  # noqa: S311
                while len(server.requests) < enough and process.poll() is None:
                    time.sleep(0.005)
                process.kill()
            assert process.returncode == -signal.SIGKILL
            assert bench.run(name) == 0
            assert bench.written(name) == bench.output
            assert (bench.questions() - bench.asked).total() <= CONCURRENCY
