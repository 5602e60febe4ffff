"""Endpoints proven: every kind of server, asked about a real chunk of a seed, and what the doctor says of it.

The fakes run by themselves; a real server is given by an address, or started where it can be::

    SUMMARIZER_TEST_MODEL=model.gguf                     starts llama-server (on PATH, or SUMMARIZER_TEST_LLAMA_SERVER)
                                                         and the server of the extra ``local``
    SUMMARIZER_TEST_LLAMA_CPP=http://127.0.0.1:8091/v1   a llama-server that runs already
    SUMMARIZER_TEST_LLAMA_CPP_PYTHON=URL                 llama-cpp-python's server
    SUMMARIZER_TEST_LITELLM=URL                          a litellm proxy
    SUMMARIZER_TEST_THREADS=1                            of the servers that are started; on a busy machine, fewer
    SUMMARIZER_TEST_TABLE=evals/ENDPOINTS.md             keeps what was found

    pytest -n 0 -m matrix tests/project/test_matrix.py
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from endpoint_samples import PROFILE, wise
from fakes import Fenced, LmStudio, Ollama, Thinker, Unreported, Vllm, echoed, ignores
from server import ChatServer

from summarizer.cli import main
from summarizer.documents import load
from summarizer.engines.endpoint import EndpointEngine, open_store
from summarizer.engines.endpoint.slots import open_slots
from summarizer.engines.rules import RulesEngine
from summarizer.models import GROUPS
from summarizer.pipeline.finishing import by_chunk
from summarizer.settings.settings import Settings
from summarizer.structure import outline

pytestmark = [pytest.mark.matrix, pytest.mark.timeout(1500)]
SEED = Path(__file__).parents[2] / "seeds" / "qingdao_2023.txt"
THREADS = os.environ.get("SUMMARIZER_TEST_THREADS", "2")
XLLAMACPP = """
import sys, time, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.port = sys.argv[1], int(sys.argv[2])
params.n_ctx, params.n_parallel = 8192, 2
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = int(sys.argv[3])
server = xllamacpp.Server(params)
sys.stdin.read()
"""


@dataclasses.dataclass(frozen=True)
class Row:
    """A server, the ways it may be asked in, and what it tells: its usage, its kind."""

    name: str
    open: object
    ways: set[str]
    counted: bool = True
    server: str = ""


@contextlib.contextmanager
def given(variable):
    """A real server at the address that the environment names."""
    url = os.environ.get(variable)
    if not url:
        pytest.skip(f"{variable} is not set")
    yield url


@contextlib.contextmanager
def child(command):
    """A server in a process of its own, ready to answer."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    process = subprocess.Popen(
        [part.replace("PORT", str(port)) for part in command],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(240):
            assert process.poll() is None, "the server ended before it answered"
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health"):
                break
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


def model_file():
    path = os.environ.get("SUMMARIZER_TEST_MODEL")
    return path or pytest.skip("SUMMARIZER_TEST_MODEL names no GGUF file")


@contextlib.contextmanager
def llama_server():
    if url := os.environ.get("SUMMARIZER_TEST_LLAMA_CPP"):
        yield url
        return
    program = os.environ.get("SUMMARIZER_TEST_LLAMA_SERVER") or shutil.which("llama-server")
    if not program:
        pytest.skip("no llama-server on PATH, and SUMMARIZER_TEST_LLAMA_SERVER is not set")
    with child(
        [program, "-m", model_file(), "--port", "PORT", "-c", "8192", "-np", "2", "-t", THREADS, "--jinja"]
    ) as url:
        yield url


@contextlib.contextmanager
def xllamacpp():
    pytest.importorskip("xllamacpp", reason="the extra local is not installed")
    with child([sys.executable, "-c", XLLAMACPP, model_file(), "PORT", THREADS]) as url:
        yield url


@contextlib.contextmanager
def served(server):
    with server:
        yield server.url


FAKE = echoed(wise)
ENFORCED = {"json_schema/keyed"}
COUNTING = {"llama.cpp", "vLLM"}
ROWS = [
    Row("llama.cpp's llama-server", llama_server, ENFORCED, server="llama.cpp"),
    Row("xllamacpp's server", xllamacpp, ENFORCED, server="llama.cpp"),
    Row("llama-cpp-python's server", lambda: given("SUMMARIZER_TEST_LLAMA_CPP_PYTHON"), {"tools/echo", "json/echo"}),
    Row("litellm proxy", lambda: given("SUMMARIZER_TEST_LITELLM"), ENFORCED),
    Row("fake: ignores schemas", lambda: served(ignores(ChatServer(FAKE))), {"json/echo"}),
    Row("fake: tools alone", lambda: served(ChatServer(FAKE, modes={"tools"})), {"tools/echo"}),
    Row("fake: thinks in tags", lambda: served(Thinker(FAKE)), ENFORCED),
    Row("fake: thinks, template opened it", lambda: served(Thinker(FAKE, where="closing")), ENFORCED),
    Row("fake: thinks in a field", lambda: served(Thinker(FAKE, where="reasoning_content")), ENFORCED),
    Row("fake: thinks past max_tokens", lambda: served(Thinker(FAKE, where="reasoning", length=3000)), ENFORCED),
    Row("fake: thinks, ignores schemas", lambda: served(ignores(Thinker(FAKE))), {"json/echo"}),
    Row("fake: JSON in a fence", lambda: served(ignores(Fenced(FAKE))), {"json/echo"}),
    Row("fake: no usage", lambda: served(Unreported(FAKE)), ENFORCED, counted=False),
    Row("fake: Ollama", lambda: served(Ollama(FAKE)), ENFORCED, server="Ollama"),
    Row("fake: vLLM", lambda: served(Vllm(FAKE)), ENFORCED, server="vLLM"),
    Row("fake: LM Studio, answer as thoughts", lambda: served(LmStudio(FAKE, thinks=True)), ENFORCED,
        server="LM Studio"),
]  # fmt: skip


async def questioned(url, folder):
    """The seed's chunk with the most open questions, all asked: the engine, what it heard, the questions."""
    config = Settings(endpoint=url, cache_dir=folder, chunk_tokens=300, timeout=600, deadline=900)
    document = load(SEED)
    found = outline(document)
    candidates = RulesEngine(PROFILE).extract(document, found)
    store = open_store(config)
    engine = EndpointEngine(config, PROFILE, store)
    try:
        await engine.start()
        await engine.checked_capabilities()
        chunks = await engine.chunks(document, found)
        parts = by_chunk(candidates, chunks)
        asks = [len(open_slots(document, part, engine._words("zh"), GROUPS, judges=True)) for part in parts]
        most = asks.index(max(asks))
        heard = await engine.interview(document, chunks[most], parts[most])
        return engine, heard, chunks[most]
    finally:
        await engine.close()
        store.close()


@pytest.fixture
def found():
    """Keeps what was found in the file that SUMMARIZER_TEST_TABLE names; other servers' rows stay as they are."""

    def keep(name, cells):
        if not (path := os.environ.get("SUMMARIZER_TEST_TABLE")):
            return
        page = Path(path)
        kept = page.read_text(encoding="utf-8").splitlines() if page.exists() else []
        lines = {line.split(" | ")[0].removeprefix("| "): line for line in kept if line.startswith("| ")}
        lines[name] = "| " + " | ".join((name, dt.datetime.now(dt.UTC).date().isoformat(), *cells)) + " |"
        rows = [lines[row.name] for row in ROWS if row.name in lines]
        page.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8", newline="\n")

    return keep


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_server_is_asked_in_a_way_that_holds(row, tmp_path, capsys, monkeypatch, found):
    """The probe finds the way, every question of a real chunk gets a legal answer, and the doctor tells the truth."""
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path))
    with row.open() as url:
        engine, heard, chunk = asyncio.run(questioned(url, tmp_path))
        way, usage, window = engine.capabilities.mode.name, engine.usage, engine.window
        assert way in row.ways
        assert heard.slots
        assert set(heard.given) == set(heard.slots), "the schema held"
        assert (usage.uncounted is None) is row.counted
        assert (usage.prompt_tokens > 0) is row.counted
        assert window.server == row.server
        capsys.readouterr()
        code = main(["doctor", "--endpoint", url, "--timeout", "600"])
        said = capsys.readouterr().out
    assert code == 0
    assert f"{way}; " in said
    assert ("enforces the schema" in said) is engine.capabilities.enforced
    assert ("did not report" in said) is not row.counted
    assert (f"{window.tokens} tokens a request" in said) is (window.tokens is not None)
    assert ("counted by the server's tokenizer" in said) is (row.server in COUNTING)
    assert ("arrives whole" in said) is row.counted
    found(
        row.name,
        [
            way,
            "enforced" if engine.capabilities.enforced else "in the prompt",
            f"{len(heard.given)} of {len(heard.slots)}",
            str(window.tokens or "–") + (f" × {window.slots}" if window.slots else ""),
            f"{chunk.tokens} {'counted' if row.server in COUNTING else 'estimated'}",
            engine.capabilities.checks["zh"].right,
            str(usage.requests),
            f"{usage.prompt_tokens} + {usage.completion_tokens}" if row.counted else "not reported",
        ],
    )


HEAD = """# Endpoints, as tried

Each server was asked about the chunk of `seeds/qingdao_2023.txt` that leaves most questions open, in chunks of 300
tokens; then `summarizer doctor` looked at it, and had to say the same. Probe and check are counted in. The fakes are
small servers of the tests (`tests/helpers/fakes.py`) that do what an issue thread or a manual says a real one does;
each has the link beside it, and a character is a token there. Real servers ran Qwen2.5-Coder-1.5B-Instruct Q4_K_M: on
2026-11-22 llama.cpp b11434, xllamacpp 2026.10.11549, llama-cpp-python 0.3.36 (its server refuses `json_schema` with
HTTP 500, and enforces tools) and litellm 1.106.2 in front of llama-server.

```sh
SUMMARIZER_TEST_MODEL=model.gguf SUMMARIZER_TEST_LLAMA_CPP_PYTHON=http://127.0.0.1:8092/v1 \\
SUMMARIZER_TEST_LITELLM=http://127.0.0.1:8093/v1 SUMMARIZER_TEST_TABLE=evals/ENDPOINTS.md \\
  pytest -n 0 -m matrix tests/project/test_matrix.py
```

| server | date | asked by | schema | legal answers | window × slots | chunk | check | requests | tokens in + out |
|---|---|---|---|---|---|---|---|---|---|
"""
