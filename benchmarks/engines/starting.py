"""The engines: whether one is there, how it is started as a child, and what it weighs while it runs."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATIENCE: Final = 300.0
_PAUSE: Final = 0.02
_XLLAMACPP: Final = """
import sys
import xllamacpp
model, port, context, slots, threads = sys.argv[1], *map(int, sys.argv[2:])
params = xllamacpp.CommonParams()
params.model.path, params.port, params.n_ctx, params.n_parallel = model, port, context, slots
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
server = xllamacpp.Server(params)
sys.stdin.read()
"""


class Load(NamedTuple):
    """What a server is started with: ``context`` in tokens, of all slots together."""

    model: Path
    context: int
    slots: int
    threads: int


class Engine(NamedTuple):
    """An engine: its command line for a load and a port, and the path that answers 200 once it is ready."""

    name: str
    command: Callable[[Load, int], list[str]]
    health: str


class Running(NamedTuple):
    """A started engine: its base URL, and the id of its process."""

    url: str
    pid: int


def installed(pythons: list[str]) -> dict[str, Engine | None]:
    """Every engine by name, None for one that is not there; the first of ``pythons`` that has a package is used."""
    server = shutil.which("llama-server")
    bindings = _having("llama_cpp.server", pythons)
    wheel = _having("xllamacpp", pythons)
    return {
        "llama-server": Engine("llama-server", lambda *to: _native(server, *to), "/health") if server else None,
        "xllamacpp": Engine("xllamacpp", lambda *to: _xllamacpp(wheel, *to), "/health") if wheel else None,
        "llama-cpp-python": (
            Engine("llama-cpp-python", lambda *to: _bindings(bindings, *to), "/v1/models") if bindings else None
        ),
    }


@contextlib.contextmanager
def started(engine: Engine, load: Load) -> Iterator[Running]:
    """The engine, ready to answer; ended with the block. Raises :class:`RuntimeError` where it does not get ready."""
    port = _free_port()
    # Its standard input stays open as long as this process lives: what reads it to its end, ends with us.
    child = subprocess.Popen(
        engine.command(load, port), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url + engine.health, child)
        yield Running(url, child.pid)
    finally:
        child.kill()
        child.communicate()


def forget(model: Path) -> None:
    """Drop the file from the system's memory, as far as the system does so, so that the next start is a cold one."""
    if hasattr(os, "posix_fadvise"):
        with model.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def resident(pid: int) -> float | None:
    """Resident memory of a process in MB, the mapped file included; None where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


def _native(server: str, load: Load, port: int) -> list[str]:
    return [
        server, "--model", str(load.model), "--host", "127.0.0.1", "--port", str(port),
        "--ctx-size", str(load.context), "--parallel", str(load.slots), "--threads", str(load.threads),
    ]  # fmt: skip


def _xllamacpp(python: str, load: Load, port: int) -> list[str]:
    return [python, "-c", _XLLAMACPP, str(load.model), *map(str, (port, load.context, load.slots, load.threads))]


def _bindings(python: str, load: Load, port: int) -> list[str]:
    # It has one slot, which gets the context of one: more would only cost memory.
    return [
        python, "-m", "llama_cpp.server", "--model", str(load.model), "--host", "127.0.0.1", "--port", str(port),
        "--n_ctx", str(load.context // load.slots), "--n_threads", str(load.threads),
        "--n_threads_batch", str(load.threads),
    ]  # fmt: skip


def _having(module: str, pythons: list[str]) -> str | None:
    package = module.partition(".")[0]
    code = f"import importlib.util as u, sys; sys.exit(not (u.find_spec({package!r}) and u.find_spec({module!r})))"
    for python in pythons or [sys.executable]:
        if subprocess.run([python, "-c", code], check=False, capture_output=True).returncode == 0:
            return python
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - made here, on loopback
            return
        if child.poll() is not None:
            raise RuntimeError(f"it ended with {child.returncode} before it answered")
        time.sleep(_PAUSE)
    raise RuntimeError(f"no answer in {_PATIENCE:.0f} s")
