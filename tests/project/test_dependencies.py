"""What is brought along: its licences are listed and fit, an audit that could not ask is no all-clear, an SBOM."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import licences
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
AUDIT = ROOT / ".ci" / "audit"


def _pinned() -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9-]+)==([\w.]+)", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )


@pytest.mark.slow
def test_every_licence_is_listed_and_fits() -> None:
    """What users are given with the package may be given to them, and the page says so of each."""
    pytest.importorskip("piplicenses", reason="pip-licenses is in the extra dev")
    found = licences.licences()
    assert {"openai", "instructor", "pydantic", "rich", "tenacity", "charset-normalizer"} <= set(found)
    assert licences.problems(found) == []
    page = dict(re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", licences.PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {name: page.get(name) for name in found} == found


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("GPL-3.0-only", True), ("GNU Affero General Public License v3", True), ("UNKNOWN", True),
        ("GNU General Public License v2 (GPLv2)", True), ("GPL-2.0-or-later AND MIT", True),
        ("MIT", False), ("LGPL-3.0-or-later", False), ("MIT OR GPL-2.0-only", False), ("Apache-2.0 AND MIT", False),
    ],
)  # fmt: skip
def test_a_licence_that_does_not_fit_is_refused(licence: str, refused: bool) -> None:
    assert bool(licences.problems({"some-package": licence})) == refused


@pytest.mark.parametrize(
    ("report", "code", "says"),
    [
        ({"name": "a", "vulns": []}, 0, "no known vulnerability"),
        ({"name": "a", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}, 1, "VULNERABLE: a: PYSEC-1"),
        ({"name": "a", "skip_reason": "not found"}, 3, "NOT AUDITED"),
        (None, 3, "NOT AUDITED"),
    ],
    ids=["clear", "vulnerable", "skipped", "unreachable"],
)
def test_the_audit_has_three_outcomes(tmp_path: Path, report: dict[str, object] | None, code: int, says: str) -> None:
    """pip-audit ends with 0 where its service knew no package at all; ours does not call that clear.

    The real advisory services are asked by CI; here a program that answers as pip-audit does stands for them.
    """
    printed = json.dumps({"dependencies": [report]})
    answer = f"print({printed!r})" if report else "raise SystemExit('no route')"
    (tmp_path / "pip_audit.py").write_text(answer, encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, AUDIT], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == code, done.stderr
    assert says in done.stdout


@pytest.mark.slow
def test_one_command_gives_a_bill_of_materials(tmp_path: Path) -> None:
    """CycloneDX, with everything that is pinned."""
    bom = tmp_path / "sbom.json"
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "constraints.txt", "--pyproject", "pyproject.toml"]
    subprocess.run([*command, "--output-reproducible", "-o", bom], cwd=ROOT, check=True, capture_output=True)
    made = json.loads(bom.read_text(encoding="utf-8"))
    assert made["bomFormat"] == "CycloneDX"
    assert made["metadata"]["component"]["name"] == "plan-summarizer"
    assert {part["name"] for part in made["components"]} >= set(_pinned())


def test_what_breaks_us_in_its_next_major_version_is_bounded() -> None:
    """instructor, openai, pydantic, rich and tenacity change their interfaces with a major version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for asked in map(Requirement, project["dependencies"]):
        assert any(part.operator == "<" for part in asked.specifier), asked
        assert any(part.operator == ">=" for part in asked.specifier), asked
