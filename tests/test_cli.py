"""The command line: what a person types, sees and can rely on in a script."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from samples import SEEDS
from server import ChatServer

import summarizer
from summarizer.commands.live import Live
from summarizer.engines.endpoint.events import Progress

ROOT = Path(__file__).parent.parent
QINGDAO = SEEDS / "qingdao_2023.txt"
TEMPLATE = SEEDS / "template_2021.txt"
Result = subprocess.CompletedProcess[bytes]
SUMMARIZE = "import sys; from summarizer.cli import summarize_main; sys.exit(summarize_main())"


def clean_environment(**extra: str) -> dict[str, str]:
    """The environment without anything that configures the program, this checkout first on the path."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SUMMARIZER_", "OPENAI_", "PYTHONIO", "NO_COLOR"))}
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return kept | {"PYTHONPATH": path, "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"} | extra


def run(*args: str | Path, stdin: bytes = b"", cwd: Path | None = None, **env: str) -> Result:
    """``summarize ARGS`` in a process of its own, standard output and error in pipes."""
    command = [sys.executable, "-c", SUMMARIZE, *map(str, args)]
    return subprocess.run(
        command, input=stdin, capture_output=True, timeout=120, check=False, cwd=cwd, env=clean_environment(**env)
    )


def run_other(*args: str, **env: str) -> Result:
    """``python -m summarizer ARGS``."""
    command = [sys.executable, "-m", "summarizer", *args]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, env=clean_environment(**env))


def one_error_line(result: Result, prog: str = "summarize") -> str:
    lines = result.stderr.decode().splitlines()
    assert len(lines) == 1, result.stderr.decode()
    assert lines[0].startswith(f"{prog}: ")
    return lines[0]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A file that is no document: a Word file by its first bytes."""
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04 and no more")
    return path


# --- exit codes and errors -----------------------------------------------------------------------------------


def test_a_plan_is_read_and_shown() -> None:
    result = run(QINGDAO)
    assert result.returncode == 0
    assert "量化指标" in result.stdout.decode()
    assert result.stderr == b""


def test_a_missing_file_is_one_line_and_exit_code_1() -> None:
    result = run("nowhere.txt")
    assert result.returncode == 1
    assert "nowhere.txt" in one_error_line(result)
    assert result.stdout == b""


def test_a_failed_document_does_not_stop_the_others(broken: Path) -> None:
    """Each file gives a line, one that could not be read an error; the gravest exit code wins."""
    result = run(broken, QINGDAO, "--format", "json", "--quiet")
    assert result.returncode == 1
    first, second = map(json.loads, result.stdout.decode().splitlines())
    assert set(first) == {"document", "error"}
    assert first["document"]["name"].endswith("broken.docx")
    assert second["document"]["name"] == "qingdao_2023.txt"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "FILE"),
        (["--frobnicate", "x"], "--frobnicate"),
        (["x", "--only", "goals,wishes"], "goals,measures,targets"),
        (["x", "--format", "pdf"], "pdf"),
        (["x", "-o", "out.docx"], "--format"),
        (["x", "-o", "no/such/folder/out.json"], "folder"),
        (["-", "-"], "only once"),
        (["x", "--engine", "endpoint"], "--endpoint"),
        (["x", "--endpoint", "not a url"], "URL"),
        (["x", "--concurrency", "0"], "concurrency"),
        (["x", "--temperature", "warm"], "warm"),
        (["x", "--api-key-env", "NO_SUCH_VARIABLE"], "NO_SUCH_VARIABLE"),
        (["x", "--profile", "no/such/profile"], "profile"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(args: list[str], says: str, tmp_path: Path) -> None:
    """And nothing is read or written before it is noticed."""
    (tmp_path / "x").write_bytes(QINGDAO.read_bytes())
    result = run(*args, cwd=tmp_path)
    assert result.returncode == 2
    assert says in one_error_line(result)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def hooked(tmp_path: Path, code: str) -> str:
    """A PYTHONPATH on which ``code`` runs before the program, to make happen what real input rarely does."""
    (tmp_path / "sitecustomize.py").write_text(code, encoding="utf-8")
    return os.pathsep.join([str(tmp_path), clean_environment()["PYTHONPATH"]])


def test_an_incomplete_document_is_shown_and_exit_code_3(tmp_path: Path) -> None:
    """What was extracted is printed, what is missing is listed; a failed document is graver."""
    path = hooked(
        tmp_path,
        "import summarizer.pipeline as p\nfrom summarizer.models import Gap\nreal = p.summarize\n"
        "def summarize(*args, **more):\n"
        "    gap = Gap(start=0, end=9, reason='the answer was no JSON')\n"
        "    return real(*args, **more).model_copy(update={'incomplete': [gap]})\n"
        "p.summarize = summarize\n",
    )
    result = run(QINGDAO, PYTHONPATH=path)
    assert result.returncode == 3
    assert "回答不是 JSON" in result.stdout.decode()
    assert "量化指标" in result.stdout.decode()
    told = run(QINGDAO, "--format", "csv", PYTHONPATH=path)
    assert told.returncode == 3
    assert "not fully extracted" in one_error_line(told)
    assert run(QINGDAO, "gone.txt", "--quiet", PYTHONPATH=path).returncode == 1


def test_an_endpoint_that_is_not_there_is_one_line() -> None:
    result = run(QINGDAO, "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--no-cache", "--timeout", "1")
    assert result.returncode == 1
    assert "http://127.0.0.1:9/v1" in one_error_line(result)


def test_unexpected_errors_are_one_line_unless_debugged(tmp_path: Path) -> None:
    """A crash tells how to see more; SUMMARIZER_DEBUG=1 shows it."""
    path = hooked(
        tmp_path, "import summarizer.commands.extract as e\ndef run(args): raise KeyError('boom')\ne.run = run\n"
    )
    result = run(QINGDAO, PYTHONPATH=path)
    assert result.returncode == 1
    assert "SUMMARIZER_DEBUG=1" in one_error_line(result)
    assert b"Traceback" in run(QINGDAO, PYTHONPATH=path, SUMMARIZER_DEBUG="1").stderr


def test_a_crash_on_one_document_does_not_lose_the_others(tmp_path: Path) -> None:
    """The document that nobody foresaw is told as such; the rest of the batch is written."""
    path = hooked(
        tmp_path,
        "import summarizer.pipeline as p\nreal = p.summarize\n"
        "def summarize(source, *args, **more):\n"
        "    if 'template' in str(source): raise KeyError('boom')\n"
        "    return real(source, *args, **more)\n"
        "p.summarize = summarize\n",
    )
    result = run(TEMPLATE, QINGDAO, "--format", "jsonl", PYTHONPATH=path)
    assert result.returncode == 1
    assert TEMPLATE.name in one_error_line(result)
    assert [set(json.loads(line)) & {"error", "targets"} for line in result.stdout.decode().splitlines()] == [
        {"error"},
        {"targets"},
    ]


def test_an_interrupt_is_one_line_and_exit_code_130() -> None:
    command = [sys.executable, "-c", SUMMARIZE, "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()
    ) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stderr == b"summarize: interrupted\n"


def test_a_reader_that_goes_away_is_met_with_silence() -> None:
    """As in ``summarize FILE | head -1``."""
    command = [sys.executable, "-c", SUMMARIZE, str(QINGDAO), str(QINGDAO)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_names_with_control_characters_cannot_act_on_the_terminal() -> None:
    line = one_error_line(run("evil\x1b[31m\nname.txt"))
    assert "\x1b" not in line


# --- formats and output --------------------------------------------------------------------------------------


def test_json_is_the_contract_and_jsonl_a_line() -> None:
    data = json.loads(run(QINGDAO, "--format", "json").stdout)
    text = QINGDAO.read_text(encoding="utf-8")
    for group in ("goals", "measures", "targets"):
        assert data[group]
        assert all(text[item["start"] : item["end"]] == item["quote"] for item in data[group])
    assert "text" not in data["document"]
    assert "refused" not in data
    line = run(QINGDAO, "--format", "jsonl", "--with-text", "--explain").stdout.decode()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["document"]["text"] == text
    assert "refused" in json.loads(line)


def test_only_leaves_the_other_groups_empty() -> None:
    data = json.loads(run(QINGDAO, "--format", "json", "--only", "targets").stdout)
    assert data["targets"]
    assert data["goals"] == data["measures"] == []


def test_standard_input_is_read() -> None:
    data = json.loads(run("-", "--format", "json", stdin=QINGDAO.read_bytes()).stdout)
    assert data["document"]["chars"] == len(QINGDAO.read_text(encoding="utf-8"))


@pytest.mark.parametrize("suffix", [".txt", ".json", ".jsonl", ".md", ".csv"])
def test_the_suffix_names_the_format(suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"out{suffix}"
    assert run(QINGDAO, "-o", out).returncode == 0
    begin = {".txt": "---", ".json": "{\n", ".jsonl": '{"schema_version":1,', ".md": "# ", ".csv": "\ufeff文件,"}
    assert out.read_bytes().decode().startswith(begin[suffix])
    assert list(tmp_path.iterdir()) == [out]


def test_several_files_share_one_csv(tmp_path: Path) -> None:
    out = tmp_path / "all.csv"
    assert run(QINGDAO, TEMPLATE, "-o", out).returncode == 0
    raw = out.read_bytes()
    assert raw.count(b"\xef\xbb\xbf") == 1
    table = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert {row["文件"] for row in table} == {QINGDAO.name, TEMPLATE.name}


def test_a_folder_gets_a_file_for_each_document(tmp_path: Path) -> None:
    """Two plans of the same name do not overwrite each other; a failed one leaves no file."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.txt").write_bytes((QINGDAO if name == "a" else TEMPLATE).read_bytes())
    out = tmp_path / "out"
    result = run(tmp_path / "a" / "plan.txt", "gone.txt", tmp_path / "b" / "plan.txt", "-o", out, "--format", "json")
    assert result.returncode == 1
    assert sorted(path.name for path in out.iterdir()) == ["plan-2.json", "plan.json"]
    written = [json.loads((out / name).read_text(encoding="utf-8")) for name in ("plan.json", "plan-2.json")]
    assert [one["document"]["chars"] for one in written] == [
        len(path.read_text(encoding="utf-8")) for path in (QINGDAO, TEMPLATE)
    ]


def test_a_document_is_never_overwritten(tmp_path: Path) -> None:
    """Not by its own name, not through a link, not by a folder's file names."""
    plan = tmp_path / "plan.txt"
    plan.write_bytes(QINGDAO.read_bytes())
    (tmp_path / "link.txt").symlink_to(plan)
    for args in (["-o", plan], ["-o", tmp_path / "link.txt"], ["-o", tmp_path, "--format", "console"]):
        result = run(plan, *args)
        assert result.returncode == 2
        assert "overwrite" in one_error_line(result)
        assert plan.read_bytes() == QINGDAO.read_bytes()


def test_a_failed_run_leaves_an_older_file_alone(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("older")
    assert run("gone.txt", "-o", out).returncode == 1
    assert out.read_text() == "older"
    assert list(tmp_path.iterdir()) == [out]


def test_a_device_is_written_to_and_stays() -> None:
    """-o /dev/null must not replace the device by a file."""
    assert run(QINGDAO, "-o", os.devnull, "--format", "json").returncode == 0
    assert not Path(os.devnull).is_file()


def test_notices_go_to_standard_error_and_can_be_silenced(tmp_path: Path) -> None:
    """A text that is no plan says so, in the report or beside it: never silent zeros."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam,\n\nthank you for your letter of last week.\n", encoding="utf-8")
    assert one_error_line(run(letter, "--format", "json")).startswith("summarize: letter.txt: ")
    assert run(letter, "--format", "json", "--quiet").stderr == b""
    told = run(letter)
    assert told.stderr == b""
    assert (
        json.loads(run(letter, "--format", "json").stdout)["notices"][0]["message"].split()[0] in told.stdout.decode()
    )


# --- consoles ------------------------------------------------------------------------------------------------


def test_a_pipe_gets_plain_text() -> None:
    shown = run(QINGDAO, COLUMNS="80").stdout.decode()
    assert not re.search(r"[\x1b│├└─]", shown)


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252", "utf-16", "big5"])
def test_the_report_can_be_written_in_every_encoding(encoding: str) -> None:
    """No UnicodeEncodeError, whatever the console."""
    result = run(TEMPLATE, "--quiet", PYTHONIOENCODING=encoding)
    assert (result.returncode, result.stderr) == (0, b"")
    assert ("量化指标" if encoding in {"gbk", "utf-16"} else "10") in result.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_programs_get_what_they_can_read_in_every_encoding(encoding: str) -> None:
    """JSON stays valid in the console's encoding; CSV and Markdown are UTF-8 in a pipe."""
    shown = {fmt: run(TEMPLATE, "--format", fmt, PYTHONIOENCODING=encoding).stdout for fmt in ("json", "csv", "md")}
    assert json.loads(shown["json"].decode(encoding))["targets"]
    assert shown["csv"].decode().startswith("\ufeff文件")
    assert "量化指标" in shown["md"].decode()


def test_a_console_without_chinese_says_what_to_do() -> None:
    result = run(QINGDAO, PYTHONIOENCODING="cp1252")
    assert "-o FILE" in result.stderr.decode("cp1252")
    assert run(QINGDAO, "--quiet", PYTHONIOENCODING="cp1252").stderr == b""


def on_terminal(*args: str, columns: int = 80, **env: str) -> str:
    """What ``summarize ARGS`` writes on a terminal."""
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", SUMMARIZE, *args], stdin=child, stdout=child, stderr=child,
        env=clean_environment(COLUMNS=str(columns), TERM="xterm-256color", **env),
    ) as process:  # fmt: skip
        os.close(child)
        seen = b""
        while True:
            try:
                part = os.read(parent, 65536)
            except OSError:  # Linux's way to say that the other side is closed
                break
            if not part:
                break
            seen += part
        process.wait(timeout=60)
    os.close(parent)
    return seen.decode()


def test_a_terminal_gets_colour_and_lines() -> None:
    shown = on_terminal(str(QINGDAO))
    assert "├── " in shown
    assert re.search(r"\x1b\[[\d;]*3[26]m", shown)


def test_no_color_is_obeyed() -> None:
    shown = on_terminal(str(QINGDAO), NO_COLOR="1")
    assert "├── " in shown
    assert not re.search(r"\x1b\[[\d;]*[34]\dm", shown)


# --- cost of starting ----------------------------------------------------------------------------------------


def loaded(code: str) -> set[str]:
    """The modules that running ``code`` imports."""
    tail = "\nimport sys, json; print(); print(json.dumps(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code + tail],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=clean_environment(),
    )
    return set(json.loads(result.stdout.splitlines()[-1]))


def test_importing_the_package_is_cheap() -> None:
    assert not loaded("import summarizer") & {"pydantic", "rich", "openai", "instructor", "argparse", "httpx"}


def test_help_imports_nothing_heavy() -> None:
    """A help page that loads a client library takes a second to appear."""
    modules = loaded("from summarizer.cli import summarize_main, main; summarize_main(['--help']); main(['--help'])")
    assert not modules & {"pydantic", "rich", "openai", "instructor", "httpx", "summarizer.pipeline"}


def test_a_rules_run_imports_no_client_and_json_no_rich() -> None:
    start = "from summarizer.cli import summarize_main; summarize_main"
    modules = loaded(f"{start}([{str(QINGDAO)!r}, '--engine', 'rules', '--format', 'json'])")
    assert not modules & {"openai", "instructor", "httpx", "rich", "tenacity"}


# --- summarizer ----------------------------------------------------------------------------------------------


def test_summarizer_lists_its_commands() -> None:
    result = run_other("--help")
    assert result.returncode == 0
    assert all(name in result.stdout.decode() for name in ("doctor", "cache", "eval"))
    assert run_other("extract").returncode == 2
    assert "COMMAND" in one_error_line(run_other(), "summarizer")


def test_the_cache_can_be_shown_and_emptied(tmp_path: Path) -> None:
    env = {"SUMMARIZER_CACHE_DIR": str(tmp_path)}
    shown = run_other("cache", **env)
    assert shown.returncode == 0
    assert str(tmp_path) in shown.stdout.decode()
    assert run_other("cache", "clear", **env).stdout.decode().startswith("forgot 0 answers")


def test_doctor_tells_what_is_configured_without_an_endpoint() -> None:
    """Every setting with where it comes from."""
    shown = run_other("doctor", SUMMARIZER_CONCURRENCY="7").stdout.decode()
    assert "engine: rules" in shown
    assert re.search(r"concurrency +7 +SUMMARIZER_CONCURRENCY", shown)


def test_doctor_tries_the_endpoint_and_says_how_it_is_asked() -> None:
    with ChatServer() as server:
        result = run_other("doctor", "--endpoint", server.url)
    shown = result.stdout.decode()
    assert result.returncode == 0
    assert re.search(r"model +test-model", shown)
    assert "the server enforces the schema" in shown


def test_doctor_fails_where_nothing_answers_and_keeps_the_key() -> None:
    result = run_other("doctor", "--endpoint", "http://127.0.0.1:9/v1", SUMMARIZER_API_KEY="sk-very-secret")
    assert result.returncode == 1
    assert re.search(rb"answers +no", result.stdout)
    assert b"sk-very-secret" not in result.stdout + result.stderr
    assert result.stderr == b""


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_chunks_tokens_and_time_left_only_to_a_watching_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar on standard error where that is a terminal, gone when the report is printed; nothing elsewhere."""
    progress = Progress("plan.txt", 3, 8, 4, 0, 900, 100)
    for stream, shown in ((_Terminal(), True), (io.StringIO(), True), (_Terminal(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with Live(shown=shown, name="plan[1].txt\x1b]0;x\x07") as live:
            live.update(progress)
        seen = stream.getvalue()
        if stream.isatty() and shown:
            assert "3/8" in seen
            assert "1000 tokens" in seen
            assert "plan[1].txt" in seen
            assert "\x1b]0" not in seen
        else:
            assert seen == ""


@pytest.mark.parametrize("level", ["debug", "info"])
def test_logging_is_silent_unless_asked(level: str) -> None:
    assert run(QINGDAO, "--format", "json", SUMMARIZER_LOG=level).returncode == 0
    assert run(QINGDAO, "--format", "json").stderr == b""
    assert "SUMMARIZER_LOG" in one_error_line(run(QINGDAO, SUMMARIZER_LOG="loud"))


def test_every_exported_name_is_there() -> None:
    """The public face: what __all__ promises can be imported, and nothing unknown can."""
    for name in summarizer.__all__:
        assert getattr(summarizer, name) is not None
    with pytest.raises(AttributeError):
        _ = summarizer.no_such_name
