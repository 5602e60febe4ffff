"""Runs of ``summarize`` as processes of their own that begin at once, to be killed by the hundred.

The interpreter imports what a run needs once, and forks a process for each run: its own memory, files, locks and
connections, without the second or two of imports that most kills would hit otherwise. POSIX only.

    with Press() as press:
        run = press.start(["plan.txt", "--endpoint", url], log, SUMMARIZER_CACHE_DIR=folder)
        os.kill(run, signal.SIGKILL)
        press.wait()  # -9
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from endpoint_samples import wise
from programs import clean_environment

if TYPE_CHECKING:
    from pathlib import Path


def telling(path, schema, request):
    """A wise model with something to say: each line in the sentence's own words, an overview that holds."""
    user = request["messages"][-1]["content"]
    if path == ("sentences",):
        ids = [line.split(" ")[0] for line in user.splitlines() if line[:1] in "gmt" and line[1:2].isdigit()]
        said = ("统筹推进各项重点工作落实", "持续完善工作保障机制建设")
        return [{"cites": [name], "text": text} for name, text in zip(ids, said, strict=False)]
    ref = str(path[0])
    if ref.endswith("标题") and schema.get("type") == "string":
        return ref.split(":", 1)[1].removesuffix("的标题")
    return wise(path, schema, request)


def items(text):
    """What a JSON report says of a plan, without what it took to find it out and what was said beside it."""
    found = json.loads(text)
    return {name: value for name, value in found.items() if name not in {"usage", "notices"}}


class Press:
    """See the module."""

    def __init__(self, *around):
        """``around`` is a command that the press itself is run by, with its arguments."""
        command = [*around, sys.executable, __file__]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=clean_environment()
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def start(self, args, log: Path, *, before: str = "", **env: str) -> int:
        """Begin a run whose standard output and error go to ``log``, after a shell command; its process id."""
        order = {"args": [str(arg) for arg in args], "log": str(log), "env": env, "before": before}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def wait(self) -> int:
        """The exit code of the run, negative for a signal. Until then its process id is nobody else's."""
        self._process.stdin.write(b"null\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def _serve():
    import importlib

    import summarizer.commands.progress
    import summarizer.engines.endpoint.applying
    import summarizer.engines.endpoint.client
    import summarizer.engines.endpoint.overview
    import summarizer.engines.endpoint.probe
    import summarizer.pipeline.calls  # noqa: F401
    from summarizer.cli import summarize_main

    for slow in ("openai.resources", "instructor.v2.providers.openai.client"):  # imported late by their packages
        importlib.import_module(slow)
    pid = 0
    for line in sys.stdin:
        order = json.loads(line)
        if order is None:
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201 - the answer
            continue
        subprocess.run(["sh", "-c", order["before"]], check=True)
        pid = os.fork()
        if pid == 0:
            os.environ.update(order["env"])
            sys.argv = ["summarize", *order["args"]]
            log = os.open(order["log"], os.O_CREAT | os.O_WRONLY | os.O_APPEND)
            for stream in (1, 2):
                os.dup2(log, stream)
            code = summarize_main()
            sys.stdout.flush()
            os._exit(code)
        print(pid, flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    _serve()
