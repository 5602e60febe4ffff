"""What the written pages promise, compared with what the program does."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from options import PAGES as PAGES_OF_OPTIONS
from options import options_page

from summarizer import Settings, summarize

if TYPE_CHECKING:
    from summarizer.messages import Lang

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
SET_UP = [
    "pip install -c constraints.txt -e . && summarize seeds/qingdao_2023.txt",
    "pip install -c constraints.txt -e '.[test]' && pytest",
]
PAGES = sorted(path for path in ROOT.glob("**/*.md") if not set(path.parts) & {".venv", "venv", "node_modules"})


def blocks(page: str, language: str | None = None) -> list[str]:
    """The fenced blocks of a page, of one language or all."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    return [body for name, body in found if language in {None, name}]


def test_readme_opens_with_the_two_lines_that_set_everything_up() -> None:
    """A newcomer copies the first block; above it stand only title, one sentence and how to get an environment."""
    before, _, _ = README.partition("```")
    assert blocks(README)[0].splitlines() == SET_UP
    assert len([line for line in before.splitlines() if line.strip()]) == 3
    assert "python3 -m venv .venv && . .venv/bin/activate" in before


def test_ci_runs_the_lines_of_the_readme() -> None:
    """CI takes the lines out of the README by a command of its own; that command has to find them."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    found = re.search(r"mapfile -t lines < <\((.*)\)", script)
    assert found
    out = subprocess.run(["bash", "-c", found[1]], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert out.splitlines() == SET_UP


def test_both_languages_show_the_same_code() -> None:
    """A command or an example that is mended in one README is mended in the other."""
    assert blocks(README) == blocks(CHINESE)


def test_both_languages_give_the_same_figures() -> None:
    """Figures of tables that are measured, in the same order."""
    for mark in ("seeds", "benchmarks"):
        parts = [page.partition(f"<!-- {mark} -->")[2].partition(f"<!-- /{mark} -->")[0] for page in (README, CHINESE)]
        english, chinese = ([re.findall(r"\d[\d.,]*", row) for row in rows(part)] for part in parts)
        assert english == chinese


def rows(part: str) -> list[str]:
    return [line for line in part.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("lang", PAGES_OF_OPTIONS)
def test_pages_of_options_are_the_programs_own(lang: Lang) -> None:
    """After a change of options or of what is said of them: python tests/helpers/options.py."""
    assert PAGES_OF_OPTIONS[lang].read_text(encoding="utf-8") == options_page(lang)


def test_json_example_is_what_the_program_prints() -> None:
    """An example that was true once is worse than none."""
    example = json.loads(blocks(README, "json")[0])
    actual = summarize(ROOT / "seeds" / "qingdao_2023.txt", Settings(engine="rules")).model_dump(mode="json")
    for group in ("goals", "measures", "targets"):
        assert example[group]
        assert [item for item in example.pop(group) if item not in actual[group]] == []
    assert example == {key: actual[key] for key in example}


@pytest.mark.slow
@pytest.mark.parametrize("code", blocks(README, "python"))
def test_python_example_runs(code: str) -> None:
    """Pasted into an interpreter in the checkout, it works."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        encoding="utf-8",
    )  # fmt: skip
    assert "改造农村薄弱幼儿园 = 70 所 None" in done.stdout


def test_configuration_example_is_accepted(tmp_path: Path) -> None:
    """Every key of the example exists and has the right type."""
    (tmp_path / "summarizer.toml").write_text(blocks(README, "toml")[0], encoding="utf-8")
    settings = Settings.load(environ={}, folder=tmp_path)
    assert settings.chosen_engine == "endpoint"
    assert settings.cost(1_000_000, 0) == 0.5


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A file that moved takes its links along; so do headings."""
    for target in re.findall(r"\]\(([^)#\s]*)(?:#[\w-]+)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_capture_shows_the_real_report_and_loads_nothing() -> None:
    """The picture is of this program's output, and opening it asks no server for a font."""
    svg = (ROOT / ".github" / "capture.svg").read_text(encoding="utf-8")
    summary = summarize(ROOT / "seeds" / "qingdao_2023.txt", Settings(engine="rules"))
    # Blanks are &#160; there, and a line that is too long is cut: the targets' names are not.
    assert all(target.indicator in svg.replace("&#160;", " ") for target in summary.targets)
    assert "url(http" not in svg.replace('"', "")


def test_seeds_are_the_documents_that_their_page_describes() -> None:
    """Offsets of the labels hang on every byte."""
    page = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        raw = path.read_bytes()
        assert f"{hashlib.sha256(raw).hexdigest()}  {path.name}" in page
        assert f"| `{path.name}` | {len(raw)} | {len(raw.decode('utf-8'))} |" in page
