"""A chat completions server with a fixed latency, in a process of its own so that it takes no time from the clients.

::

    python -m benchmarks.chat_server 0.2        # prints its port; ends with its standard input

It answers each request by its schema. ``GET /v1/asked`` gives the questions since the last time, sorted.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2

from benchmarks.figures import ROOT
from tests.helpers.server import ChatServer, first_legal

MODEL = "benchmark"
_LINE = "增强人民群众获得感"
"""Words of every sentence of the benchmark's plan: a line is refused otherwise."""


@contextmanager
def serving(latency: float) -> Iterator[str]:
    """The base URL of a server that lives as long as the block."""
    command = [sys.executable, "-m", "benchmarks.chat_server", str(latency)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both are pipes")
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        finally:
            process.stdin.close()
            process.wait(10)


def asked(url: str) -> list[str]:
    """The questions that the server of this base URL was asked since the last time, sorted."""
    said = httpx2.get(f"{url.removesuffix('/v1')}/v1/asked", trust_env=False).text
    return [str(one) for one in json.loads(said)]


class _Server(ChatServer):
    """Tells what it was asked: two clients asked the same where these are equal."""

    def said(self, path: str, request: Any) -> Any:
        if path != "/v1/asked":
            return super().said(path, request)
        asked, self.requests = self.requests, []
        return sorted(json.dumps(one | {"_key": None}, sort_keys=True) for one in asked)  # whatever key each client has


def _shortest(path: Any, schema: dict[str, Any], request: Any) -> Any:
    """A leaf of the shortest legal answer."""
    legal = first_legal(path, schema, request)
    return _LINE if isinstance(legal, str) and schema.keys().isdisjoint({"enum", "const"}) else legal


if __name__ == "__main__":
    with _Server(_shortest, latency=float(sys.argv[1]), models=(MODEL,)) as server:
        print(server.port, flush=True)
        # Whoever started it holds its standard input open; however that process ends, this one ends with it.
        sys.stdin.read()
