"""Workers that are killed, a database that goes away, an endpoint that fails: what the chaos tests do and measure."""

from __future__ import annotations

import bisect
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from endpoint_samples import fluent
from faults import FaultyServer

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
KINDS = ("500", "502", "503", "429 retry-after", "hangs", "reset", "half a body", "other JSON")
"""What the endpoint does by chance instead of answering."""


class Endpoint(FaultyServer):
    """Fails by chance, and writes down when each question came, and how many tokens question and answer had."""

    def __init__(self, chance: float, latency: float = 0.05, seed: int = 1) -> None:
        super().__init__(fluent, chance=chance, seed=seed, hang=2.5, kinds=KINDS, latency=latency)
        self.arrived: list[tuple[float, int]] = []

    def answer(self, request: Any) -> Any:
        self.arrived.append((time.monotonic(), self.tokens(request) + 20))
        return super().answer(request)


def most_in_a_minute(arrived: Sequence[tuple[float, int]], *, tokens: bool = False) -> int:
    """The most requests, or tokens, of any minute, wherever it begins."""
    ordered = sorted(arrived)
    times = [when for when, _ in ordered]
    sums = [0]
    for _, size in ordered:
        sums.append(sums[-1] + (size if tokens else 1))
    return max(sums[bisect.bisect_left(times, when + 60.0)] - sums[n] for n, when in enumerate(times))


class Workers:
    """Worker processes; one of them is killed every few seconds, and another one, of another name, takes its place."""

    def __init__(self, count: int, url: str, flags: Sequence[str], folder: Path, seed: int = 1) -> None:
        self._url, self._flags, self._folder = url, list(flags), folder
        self._random = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.killed = self.started = 0
        self._running: list[subprocess.Popen[bytes]] = []
        self._count = count
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._kill_now_and_then)

    def __enter__(self) -> Self:
        for _ in range(self._count):
            self._start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        for one in self._running:
            one.send_signal(signal.SIGTERM)
        for one in self._running:
            try:
                one.wait(60)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()

    def _start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "summarizer",
            "worker",
            "--quiet",
            "--verbose",
            "--heartbeat",
            "2",
            *self._flags,
        ]
        # Also by the environment, where a password is not seen by every user of the machine.
        env = os.environ | {"SUMMARIZER_DATABASE": self._url, "SUMMARIZER_CACHE_DIR": str(self._folder / "cache")}
        with (self._folder / f"worker-{self.started}.log").open("wb") as log:
            self._running.append(subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stderr=log))
        self.started += 1

    def _kill_now_and_then(self) -> None:
        while not self._stop.wait(self._random.uniform(2.5, 5.0)):
            self._running = [one for one in self._running if one.poll() is None]
            if len(self._running) == self._count:
                one = self._random.choice(self._running)
                one.kill()
                one.wait()
                self._running.remove(one)
                self.killed += 1
            # Some are not replaced at once: the others have to do with fewer for a while.
            while len(self._running) < self._count and self._random.random() < 0.8:
                self._start()


def comparable(result: str) -> Any:
    """A result without what two runs may differ in: how long it took, and what was asked again."""
    held = json.loads(result)
    del held["usage"]
    return held
