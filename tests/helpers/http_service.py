"""``summarizer serve`` in a process of its own on loopback, as an operator starts it, and a client of it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx2
from programs import clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

V1 = "/v1/summaries"
PLAN = "一、总体目标\n到2025年，建成标准化学校20所。\n二、重点任务\n（一）新建学校9所，由市教育局负责。\n"
_COMMAND = ("-m", "summarizer", "serve", "--port", "0")
PATIENCE = 120.0
"""Seconds that a busy machine may take for anything."""


class Service(NamedTuple):
    """A running service; ``log`` is its standard error."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def client(self, secret: str | None = None, **more: Any) -> httpx2.Client:
        """A client with a token."""
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return httpx2.Client(base_url=self.url, headers=headers, timeout=PATIENCE, **more)

    def lines(self) -> list[dict[str, Any]]:
        """The log's lines of JSON."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line.startswith("{")]


@contextmanager
def service(
    log: Path, *args: object, how: signal.Signals = signal.SIGTERM, reads: bool = True, **env: str
) -> Iterator[Service]:
    """The service with these flags on a free port, ready to read; it is ended by ``how``."""
    with (
        log.open("wb") as stream,
        subprocess.Popen(
            [sys.executable, *_COMMAND, *map(str, args)], stderr=stream, env=clean_environment(**env)
        ) as process,
    ):
        try:
            yield Service(_address(process, log, '"reads ' if reads else '"answers '), process, log)
        finally:
            process.send_signal(how)
            process.wait(PATIENCE)


def _address(process: subprocess.Popen[bytes], log: Path, ready: str) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        said = log.read_text("utf-8", "replace")
        found = re.search(r"the service is at (http://\S+),", said)
        if found is not None and ready in said:
            return found[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8", "replace"))


def ended(client: httpx2.Client, place: str) -> dict[str, Any]:
    """A summary once it has ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = client.get(place).json()
        if found["state"] not in {"queued", "running"}:
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def problem(answer: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    """What is wrong, in RFC 9457's form."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    held = answer.json()
    assert (held["status"], held["code"], held["type"]) == (status, code, f"urn:plan-summarizer:{code}")
    assert held["request_id"] == answer.headers["x-request-id"]
    assert held["title"]
    assert held["detail"] != code
    return held
