"""Which program serves the model: llama-server of the PATH, else the wheel that the extra ``local`` brings."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from summarizer.errors import LocalError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarizer.engines.local.machine import Plan

PROGRAM = "llama-server"
WHEEL = "xllamacpp"
_HERE = Path(__file__).parent
_HOST = "127.0.0.1"
# -P: this folder must not shadow modules of the same names.
_PYTHON = (sys.executable, "-P")
_SECRET = re.compile("KEY|TOKEN|SECRET|PASSW|HEADERS")
"""Variables that are none of the server's business, by their names."""


class Launch(NamedTuple):
    """A command under the guard, its environment, and the address that it is told to take."""

    command: tuple[str, ...]
    env: Mapping[str, str]
    address: str


def found() -> str:
    """The path of llama-server, or the wheel's name. Raises :class:`LocalError` where there is neither."""
    path = shutil.which(PROGRAM)
    # Windows looks into the working folder first, where an untrusted program may lie among documents.
    if path is not None and not (sys.platform == "win32" and Path(path).resolve().parent == Path.cwd()):
        return path
    if importlib.util.find_spec(WHEEL) is not None:
        return WHEEL
    raise LocalError("llama-cpp-missing")


def launch(program: str, model: Path, plan: Plan, key: str) -> Launch:
    """How to start ``program`` for ``model``; it listens on this machine alone, and answers to ``key`` alone."""
    env = {name: value for name, value in os.environ.items() if not _SECRET.search(name.upper())}
    guarded = (*_PYTHON, str(_HERE / "guard.py"))
    # Chosen here: what a server says of its port stands in a log that several threads write into at once.
    port = _free_port()
    address = f"http://{_HOST}:{port}"
    if program == WHEEL:
        wanted = {"model": str(model), "name": model.name, "key": key, "port": port, **plan._asdict()}
        env["PLAN_SUMMARIZER_SERVES"] = json.dumps(wanted)
        return Launch((*guarded, *_PYTHON, str(_HERE / "embedded.py")), env, address)
    command = (
        *guarded, program,
        "--model", str(model), "--alias", model.name, "--host", _HOST, "--port", str(port),
        "--threads", str(plan.threads), "--parallel", str(plan.slots), "--ctx-size", str(plan.context * plan.slots),
    )  # fmt: skip
    # Not as arguments: those are for every user of the machine to read (the key), and a flag that an older
    # llama-server does not know would end it (slots are filled, not thought about: thoughts eat the answer's tokens).
    env |= {"LLAMA_API_KEY": key, "LLAMA_ARG_REASONING": "off", "LLAMA_ARG_THINK_BUDGET": "0"}
    return Launch(command, env, address)


def _free_port() -> int:
    """A port that nobody listens on now; where somebody is faster, the server ends, and another port is tried."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])
