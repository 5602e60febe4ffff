"""CONTRIBUTING's recipes, followed to the letter in a copy of the package: what they say is all there is to do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def recipe(title: str) -> list[str]:
    """The code of a section of CONTRIBUTING."""
    section = PAGE.partition(f"### {title}\n")[2].partition("\n### ")[0]
    found = re.findall(r"^```(?:python|diff)\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
    return [code.removeprefix("+") for code in found]


def write(root: Path, module: str) -> None:
    """A module, to where its own docstring says that it stands."""
    found = re.match(r'"""([\w/]+\.py):', module)
    assert found
    path = root / found[1]
    path.parent.mkdir(exist_ok=True)
    path.write_text(module, encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and what it reads beside it."""
    for name in ("summarizer", "prompts", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def summarize(root: Path, *args: str, text: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    code = "from summarizer.cli import summarize_main; raise SystemExit(summarize_main())"
    return subprocess.run(
        [sys.executable, "-c", code, "-", *args], cwd=root, env=environment, input=text, capture_output=True, text=True,
        encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.slow
def test_a_format_is_a_module_and_a_line(copy: Path) -> None:
    """The new format is listed, written, and chosen by its suffix."""
    module, line = recipe("A format")
    write(copy, module)
    registry = copy / "summarizer" / "formats.py"
    before, mark, after = registry.read_text(encoding="utf-8").partition('        Format("console"')
    assert mark
    registry.write_text(before + line + mark + after, encoding="utf-8")
    plan = "一、扩大学位供给\n新建学校3所。\n"
    done = summarize(copy, "--format", "outline", text=plan)
    assert (done.returncode, done.stdout, done.stderr) == (0, "  扩大学位供给\n", "")
    assert summarize(copy, "-o", "plan.outline", text=plan).returncode == 0
    assert (copy / "plan.outline").read_text(encoding="utf-8") == done.stdout
    assert "outline" in summarize(copy, "--help", text="").stdout


@pytest.mark.slow
def test_a_language_pack_is_a_folder(copy: Path) -> None:
    """A text of the new language is known for one, outlined, and told what is not read."""
    for module in recipe("A language pack"):
        write(copy, module)
    plan = "Plano\n\n# Celo 1\n\nNi konstruos 3 lernejojn ĝis la fino de la jaro, kaj ni malfermos ilin por ĉiuj.\n"
    done = summarize(copy, "--format", "json", text=plan)
    assert done.returncode == 0, done.stderr
    assert '"code": "not-chinese"' in done.stdout
    code = (
        "from summarizer.documents import from_text; from summarizer.structure import outline; import sys;"
        "d = from_text(sys.stdin.read(), 'x'); print(d.language, len(outline(d).sentences))"
    )
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONUTF8": "1"}
    known = subprocess.run(
        [sys.executable, "-c", code], cwd=copy, env=environment, input=plan, capture_output=True, text=True,
        encoding="utf-8", check=True, timeout=60,
    )  # fmt: skip
    assert known.stdout.split()[0] == "eo"
