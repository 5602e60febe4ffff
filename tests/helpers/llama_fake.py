"""A fake of llama.cpp's llama-server for tests of its start and end: same flags, paths and key, a canned model.

Put on a PATH as ``llama-server`` by :func:`installed`. Each start adds its arguments and process id as a line of
JSON to ``$FAKE_LOG``. ``$FAKE_FAULT`` makes it misbehave: ``broken`` ends at once with a word on why, ``dies:N``
ends at request N without an answer, ``slow:S`` takes S seconds to load.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import stat
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).parent


def installed(folder: Path) -> Path:
    """A folder for the PATH with the fake in it."""
    program = folder / "llama-server"
    program.write_text(
        f"#!{sys.executable}\nimport runpy\nrunpy.run_path({str(HERE / 'llama_fake.py')!r}, run_name='__main__')\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


def starts(log: Path) -> list[dict]:
    """What the fake was started with, a dictionary a start: ``pid``, ``args`` and ``key``."""
    return [json.loads(line) for line in log.read_text().splitlines()] if log.is_file() else []


def main() -> None:
    parser = argparse.ArgumentParser()
    for flag in ("--model", "--alias", "--host", "--port", "--threads", "--parallel", "--ctx-size"):
        parser.add_argument(flag, required=True)
    args = parser.parse_args()
    with Path(os.environ["FAKE_LOG"]).open("a") as log:
        log.write(json.dumps({"pid": os.getpid(), "args": vars(args), "key": os.environ["LLAMA_API_KEY"]}) + "\n")
    fault, _, number = os.environ.get("FAKE_FAULT", "").partition(":")
    if fault == "broken":
        sys.exit(
            "0.00.003.446 E llama_model_load: error loading model: tensor 'blk.0' data is not within the file bounds\n"
            "0.00.003.731 E srv          init: exiting due to model loading error"
        )
    serve(args, fault, float(number or 0))


def serve(args: argparse.Namespace, fault: str, number: float) -> None:
    sys.path.insert(0, str(HERE))
    from endpoint_samples import fluent
    from fakes import LlamaCpp

    began, asked = time.monotonic(), 0

    slots = int(args.parallel)
    form = {"window": int(args.ctx_size) // slots, "slots": slots, "models": (args.alias,), "port": int(args.port)}
    try:
        fake = LlamaCpp(fluent, key=os.environ["LLAMA_API_KEY"], **form)
    except OSError:
        sys.exit(f"main: couldn't bind HTTP server socket, hostname: 127.0.0.1, port: {args.port}")

    class Handler(fake._http.RequestHandlerClass):
        def do_GET(self):
            loaded = fault != "slow" or time.monotonic() - began > number
            if self.path == "/health":
                return self._send(200 if loaded else 503, {}, {"status": "ok" if loaded else "loading model"})
            return super().do_GET()

        def do_POST(self):
            nonlocal asked
            asked += self.path == "/v1/chat/completions"
            if fault == "dies" and asked == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().do_POST()

    fake._http.RequestHandlerClass = Handler
    with fake:
        print("main: server is listening", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
