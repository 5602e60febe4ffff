"""The command line on terminals, in pipes and in every encoding, and what it costs to start."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from programs import (
    QINGDAO,
    TEMPLATE,
    clean_environment,
    run,
)
from terminal import on_terminal

# --- consoles ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_pipe_gets_plain_text() -> None:
    shown = run(QINGDAO, COLUMNS="80").stdout.decode()
    assert not re.search(r"[\x1b│├└─]", shown)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252", "utf-16", "big5"])
def test_the_report_can_be_written_in_every_encoding(encoding: str) -> None:
    """No UnicodeEncodeError, whatever the console."""
    result = run(TEMPLATE, "--quiet", PYTHONIOENCODING=encoding)
    assert (result.returncode, result.stderr) == (0, b"")
    assert ("量化指标" if encoding in {"gbk", "utf-16"} else "10") in result.stdout.decode(encoding)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_programs_get_what_they_can_read_in_every_encoding(encoding: str) -> None:
    """JSON stays valid in the console's encoding; CSV and Markdown are UTF-8 in a pipe."""
    shown = {fmt: run(TEMPLATE, "--format", fmt, PYTHONIOENCODING=encoding).stdout for fmt in ("json", "csv", "md")}
    assert json.loads(shown["json"].decode(encoding))["targets"]
    assert shown["csv"].decode().startswith("\ufeff文件")
    assert "量化指标" in shown["md"].decode()


@pytest.mark.slow
def test_a_console_without_chinese_says_what_to_do() -> None:
    result = run(QINGDAO, PYTHONIOENCODING="cp1252")
    assert "-o FILE" in result.stderr.decode("cp1252")
    assert run(QINGDAO, "--quiet", PYTHONIOENCODING="cp1252").stderr == b""


@pytest.mark.slow
def test_a_terminal_gets_colour_and_lines() -> None:
    shown = on_terminal(str(QINGDAO))
    assert "├── " in shown
    assert re.search(r"\x1b\[[\d;]*3[26]m", shown)


@pytest.mark.slow
def test_no_color_is_obeyed() -> None:
    """NO_COLOR speaks of colour alone (https://no-color.org): bold and dim stay, as rich has it."""
    shown = on_terminal(str(QINGDAO), NO_COLOR="1")
    assert "├── " in shown
    assert not re.search(r"\x1b\[[\d;]*[34]\dm", shown)
    assert "\x1b[1m" in shown


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


@pytest.mark.slow
def test_importing_the_package_is_cheap() -> None:
    assert not loaded("import summarizer") & {"pydantic", "rich", "openai", "instructor", "argparse", "httpx"}


@pytest.mark.slow
def test_help_imports_nothing_heavy() -> None:
    """A help page that loads a client library takes a second to appear."""
    modules = loaded("from summarizer.cli import summarize_main, main; summarize_main(['--help']); main(['--help'])")
    assert not modules & {"pydantic", "rich", "openai", "instructor", "httpx", "summarizer.pipeline.calls"}


@pytest.mark.slow
def test_a_rules_run_imports_no_client_and_json_no_rich() -> None:
    start = "from summarizer.cli import summarize_main; summarize_main"
    modules = loaded(f"{start}([{str(QINGDAO)!r}, '--engine', 'rules', '--format', 'json'])")
    assert not modules & {"openai", "instructor", "httpx", "rich", "tenacity"}
