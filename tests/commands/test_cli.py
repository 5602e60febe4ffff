"""The command line: what a person types, gets and can rely on in a script."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from programs import (
    QINGDAO,
    SUMMARIZE,
    TEMPLATE,
    clean_environment,
    hooked,
    one_error_line,
    run,
)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A file that is no document: a Word file by its first bytes."""
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04 and no more")
    return path


# --- exit codes and errors -----------------------------------------------------------------------------------


@pytest.mark.slow
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
    assert set(first) == {"document", "error", "code", "params"}
    assert first["document"]["name"].endswith("broken.docx")
    assert second["document"]["name"] == "qingdao_2023.txt"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "FILE"),
        (["--frobnicate", "x"], "--frobnicate"),
        (["x", "--only", "goals,wishes"], "goals,measures,targets"),
        (["x", "--format", "odt"], "odt"),
        (["x", "-o", "out.odt"], "--format"),
        (["x", "-o", "no/such/folder/out.json"], "folder"),
        (["-", "-"], "only once"),
        (["x", "--engine", "endpoint"], "--endpoint"),
        (["x", "--endpoint", "not a url"], "URL"),
        (["x", "--concurrency", "0"], "concurrency"),
        (["x", "--temperature", "warm"], "warm"),
        (["x", "--api-key-env", "NO_SUCH_VARIABLE"], "NO_SUCH_VARIABLE"),
        (["x", "--profile", "no/such/profile"], "profile"),
        (["x", "--model", "m"], "--model: no endpoint is set and the engine is rules: give --engine local"),
        (["x", "--model", "m", "--endpoint", "ollama", "--engine", "rules"], "--model: the engine is rules"),
        (["x", "--slots", "2"], "--slots: the engine is rules: give --engine local"),
        (["x", "--threads", "2", "--endpoint", "ollama"], "--threads: the engine is endpoint"),
        (["x", "--context", "4096"], "--context"),
        (["x", "--model-path", "w.gguf", "--model", "m"], "--model: the local engine asks one model, and --model-path"),
        (["x", "--engine", "local", "--endpoint", "ollama", "--model", "m"], "and --endpoint is given too"),
        (["x", "--model-path", "w.gguf", "--engine", "rules"], "--model-path: the engine is rules"),
        (["x", "--model-path", "~nosuchuser/w.gguf"], "--model-path: there is no such home folder"),
        (["x", "--with-text"], "--with-text"),
        (["x", "--with-text", "-o", "out.md"], "--format json"),
        (["--foo"], "--foo"),
        (["--foo=1", "--quiet"], "--foo"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(args: list[str], says: str, tmp_path: Path) -> None:
    """And nothing is read or written before it is noticed."""
    (tmp_path / "x").write_bytes(QINGDAO.read_bytes())
    result = run(*args, cwd=tmp_path)
    assert result.returncode == 2
    assert says in one_error_line(result)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.slow
def test_an_incomplete_document_is_shown_and_exit_code_3(tmp_path: Path) -> None:
    """What was extracted is printed, what is missing is listed; a failed document is graver."""
    path = hooked(
        tmp_path,
        "import summarizer.pipeline.calls as p\nfrom summarizer.messages import Message\n"
        "from summarizer.models import Gap\nreal = p.by_rules\n"
        "def by_rules(*args, **more):\n"
        "    gap = Gap.of(0, 9, Message('answer-no-json'))\n"
        "    return real(*args, **more).model_copy(update={'incomplete': [gap]})\n"
        "p.by_rules = by_rules\n",
    )
    result = run(QINGDAO, PYTHONPATH=path)
    assert result.returncode == 3
    assert "回答不是 JSON" in result.stdout.decode()
    assert "量化指标" in result.stdout.decode()
    told = run(QINGDAO, "--format", "csv", PYTHONPATH=path)
    assert told.returncode == 3
    assert "not fully extracted" in one_error_line(told)
    assert run(QINGDAO, "gone.txt", "--quiet", PYTHONPATH=path).returncode == 1


@pytest.mark.slow
def test_an_endpoint_that_is_not_there_leaves_the_result_of_the_rules_and_says_so() -> None:
    """The reader gets what can be had, and hears what is missing and what to do."""
    result = run(QINGDAO, "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--no-cache", "--timeout", "1")
    assert result.returncode == 3
    shown = result.stdout.decode()
    assert "http://127.0.0.1:9/v1" in shown
    assert "启动那里的服务器" in shown
    assert "新建、改扩建中小学幼儿园" in shown


@pytest.mark.slow
@pytest.mark.parametrize("args", [[], ["--model", "m"]])
def test_a_paid_service_without_a_key_asks_for_the_key(args: list[str]) -> None:
    """Nobody can start the server there; and nothing is sent that would be refused."""
    result = run(QINGDAO, "--endpoint", "openai", "--no-cache", *args)
    assert result.returncode == 1
    line = one_error_line(result)
    assert "no key is set" in line
    assert "OPENAI_API_KEY" in line
    assert "SUMMARIZER_API_KEY" in line


@pytest.mark.slow
def test_unexpected_errors_are_one_line_unless_debugged(tmp_path: Path) -> None:
    """A crash tells how to see more; SUMMARIZER_DEBUG=1 shows it."""
    path = hooked(
        tmp_path, "import summarizer.commands.extract as e\ndef run(args): raise KeyError('boom')\ne.run = run\n"
    )
    result = run(QINGDAO, PYTHONPATH=path)
    assert result.returncode == 1
    assert "SUMMARIZER_DEBUG=1" in one_error_line(result)
    assert b"Traceback" in run(QINGDAO, PYTHONPATH=path, SUMMARIZER_DEBUG="1").stderr


@pytest.mark.slow
def test_a_crash_on_one_document_does_not_lose_the_others(tmp_path: Path) -> None:
    """The document that nobody foresaw is told as such; the rest of the batch is written."""
    path = hooked(
        tmp_path,
        "import summarizer.pipeline.calls as p\nreal = p.by_rules\n"
        "def by_rules(source, *args, **more):\n"
        "    if 'template' in str(source): raise KeyError('boom')\n"
        "    return real(source, *args, **more)\n"
        "p.by_rules = by_rules\n",
    )
    result = run(TEMPLATE, QINGDAO, "--format", "jsonl", PYTHONPATH=path)
    assert result.returncode == 1
    assert TEMPLATE.name in one_error_line(result)
    assert [set(json.loads(line)) & {"error", "targets"} for line in result.stdout.decode().splitlines()] == [
        {"error"},
        {"targets"},
    ]


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_reader_that_goes_away_is_met_with_silence() -> None:
    """As in ``summarize FILE | head -1``."""
    command = [sys.executable, "-c", SUMMARIZE, str(QINGDAO), str(QINGDAO)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.slow
def test_names_with_control_characters_cannot_act_on_the_terminal() -> None:
    line = one_error_line(run("evil\x1b[31m\nname.txt"))
    assert "\x1b" not in line


# --- formats and output --------------------------------------------------------------------------------------


@pytest.mark.slow
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


@pytest.mark.slow
def test_only_leaves_the_other_groups_empty() -> None:
    data = json.loads(run(QINGDAO, "--format", "json", "--only", "targets").stdout)
    assert data["targets"]
    assert data["goals"] == data["measures"] == []


def test_standard_input_is_read() -> None:
    data = json.loads(run("-", "--format", "json", stdin=QINGDAO.read_bytes()).stdout)
    assert data["document"]["chars"] == len(QINGDAO.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".txt", ".json", ".jsonl", ".md", ".csv"])
def test_the_suffix_names_the_format(suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"out{suffix}"
    assert run(QINGDAO, "-o", out).returncode == 0
    begin = {".txt": "---", ".json": "{\n", ".jsonl": '{"schema_version":2,', ".md": "# ", ".csv": "\ufeff文件,"}
    assert out.read_bytes().decode().startswith(begin[suffix])
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.slow
def test_several_files_share_one_csv(tmp_path: Path) -> None:
    out = tmp_path / "all.csv"
    assert run(QINGDAO, TEMPLATE, "-o", out).returncode == 0
    raw = out.read_bytes()
    assert raw.count(b"\xef\xbb\xbf") == 1
    table = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert {row["文件"] for row in table} == {QINGDAO.name, TEMPLATE.name}


@pytest.mark.slow
def test_a_folder_gets_a_file_for_each_document(tmp_path: Path) -> None:
    """Two plans of the same name say the folders that they come from; a failed one leaves no file."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.txt").write_bytes((QINGDAO if name == "a" else TEMPLATE).read_bytes())
    out = tmp_path / "out"
    result = run(tmp_path / "a" / "plan.txt", "gone.txt", tmp_path / "b" / "plan.txt", "-o", out, "--format", "json")
    assert result.returncode == 1
    assert sorted(path.name for path in out.iterdir()) == ["a-plan.json", "b-plan.json"]
    written = [json.loads((out / name).read_text(encoding="utf-8")) for name in ("a-plan.json", "b-plan.json")]
    assert [one["document"]["chars"] for one in written] == [
        len(path.read_text(encoding="utf-8")) for path in (QINGDAO, TEMPLATE)
    ]


def test_standard_input_is_not_written_over(tmp_path: Path) -> None:
    """``summarize - -o plan.json < plan.json``: the file that standard input comes from is read, too."""
    file = tmp_path / "plan.json"
    file.write_bytes(QINGDAO.read_bytes())
    command = [sys.executable, "-c", SUMMARIZE, "-", "-o", str(file)]
    with file.open("rb") as stdin:
        result = subprocess.run(
            command, stdin=stdin, capture_output=True, timeout=60, check=False, env=clean_environment()
        )
    assert result.returncode == 2
    assert b"overwrite" in result.stderr
    assert file.read_bytes() == QINGDAO.read_bytes()


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_failed_run_leaves_an_older_file_alone(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("older")
    assert run("gone.txt", "-o", out).returncode == 1
    assert out.read_text() == "older"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.slow
def test_a_folder_that_may_not_be_written_to_is_told_by_the_name_that_was_given(tmp_path: Path) -> None:
    """Nobody knows of the draft that is written beside the file. (Root may write anywhere: hence the hook.)"""
    path = hooked(
        tmp_path,
        "import errno, pathlib\nreal = pathlib.Path.open\n"
        "def refusing(self, *args, **more):\n"
        "    if self.suffix == '.tmp': raise PermissionError(errno.EACCES, 'Permission denied', str(self))\n"
        "    return real(self, *args, **more)\n"
        "pathlib.Path.open = refusing\n",
    )
    (tmp_path / "locked").mkdir()
    result = run(QINGDAO, "-o", "locked/x.csv", cwd=tmp_path, PYTHONPATH=path)
    assert result.returncode == 1
    assert one_error_line(result) == "summarize: locked/x.csv: cannot be written (Permission denied)"


@pytest.mark.slow
def test_an_output_folder_that_cannot_be_is_told_once_and_before_any_document(tmp_path: Path) -> None:
    """Else every document would be read, and a model asked about it, for a line that says the same again."""
    (tmp_path / "file").write_text("mine")
    result = run("gone.txt", QINGDAO, TEMPLATE, "-o", "file/out/", cwd=tmp_path)
    assert result.returncode == 1
    assert one_error_line(result) == "summarize: file/out: cannot be written (Not a directory)"


@pytest.mark.slow
@pytest.mark.parametrize("out", ["locked", "locked/new/"])
def test_a_locked_output_folder_is_told_once_and_before_any_document(tmp_path: Path, out: str) -> None:
    """Itself, or the one that it would be made in. (Root may write anywhere: hence the hook.)"""
    path = hooked(tmp_path, "import os\nos.access = lambda path, mode: not str(path).endswith('locked')\n")
    (tmp_path / "locked").mkdir()
    result = run("gone.txt", QINGDAO, TEMPLATE, "-o", out, cwd=tmp_path, PYTHONPATH=path)
    assert result.returncode == 1
    assert one_error_line(result) == f"summarize: {out.rstrip('/')}: cannot be written (Permission denied)"


@pytest.mark.slow
def test_a_file_may_have_the_longest_name_there_is(tmp_path: Path) -> None:
    out = tmp_path / ("x" * 250 + ".json")
    assert run(QINGDAO, "-o", out).returncode == 0
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.slow
def test_a_device_is_written_to_and_stays() -> None:
    """-o /dev/null must not replace the device by a file."""
    assert run(QINGDAO, "-o", os.devnull, "--format", "json").returncode == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.slow
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
