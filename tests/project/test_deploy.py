"""The files for those who run the service: what they start is there, as far as it shows without an engine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from summarizer.cli import COMMANDS, summarizer_parser
from summarizer.settings.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
_OWN = {"SUMMARIZER_DATABASE", "SUMMARIZER_LANG"}


def accepted(command: list[str]) -> None:
    """The program takes these arguments."""
    summarizer_parser(COMMANDS).parse_args([re.sub(r"\$\{\w+:-(\w+)\}", r"\1", part) for part in command])


def known(variable: str) -> bool:
    """Whether a variable is a setting."""
    return variable in _OWN or variable.removeprefix("SUMMARIZER_").lower() in Settings.model_fields


def test_the_image_starts_what_there_is() -> None:
    """It runs as nobody in particular, serves on its published port, and asks for its health there."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", "")
    lines = dict(re.findall(r"^(CMD|ENTRYPOINT|USER|EXPOSE) (.*)$", text, re.MULTILINE))
    assert json.loads(lines["ENTRYPOINT"]) == ["summarizer"]
    command = json.loads(lines["CMD"])
    accepted(command)
    assert command[command.index("--port") + 1] == lines["EXPOSE"]
    assert lines["USER"] != "root"
    assert f"localhost:{lines['EXPOSE']}/v1/health" in text
    assert "localhost" in command  # a name that the service answers to
    assert all(map(known, re.findall(r"SUMMARIZER_\w+", text)))


def test_the_compose_file_starts_what_there_is() -> None:
    """The database is asked for no password that stands here; every command and variable is one of ours."""
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    held = yaml.safe_load(text)
    services = held["services"]
    for name in ("service", "worker"):
        accepted(services[name]["command"])
        assert services[name]["depends_on"]["database"]["condition"] == "service_healthy"
        assert (DEPLOY / services[name]["build"]["context"] / services[name]["build"]["dockerfile"]).is_file()
        assert all(map(known, services[name]["environment"]))
        assert all(volume.split(":")[0] in held["volumes"] for volume in services[name].get("volumes", []))
    assert not re.search(r"PASSWORD: (?!\$\{)", text)
    assert all(port.startswith("127.0.0.1:") for port in services["service"]["ports"])


def test_the_unit_starts_what_there_is() -> None:
    """Its command is one of ours; systemd, where it is installed, finds nothing wrong with the rest."""
    unit = DEPLOY / "plan-summarizer.service"
    text = unit.read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=\S+/summarizer (.*)$", text, re.MULTILINE)
    accepted(command.split())
    assert all(map(known, re.findall(r"SUMMARIZER_[A-Z_]+", text)))
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False)
    wrong = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert wrong == []
