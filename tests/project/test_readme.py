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
from fenced import blocks
from options import PAGES as PAGES_OF_OPTIONS
from options import options_page

from summarizer import Settings, summarize

if TYPE_CHECKING:
    from summarizer.messages import Lang

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
ANALYST, DEVELOPER, OPERATOR = (
    (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("analyst", "developer", "operator")
)
IN_BOTH = [(ROOT / "README.md", ROOT / "README.zh-CN.md")]
IN_BOTH += [
    (DOCS / path.name, path) for path in sorted((DOCS / "zh").glob("*.md")) if path.stem not in {"index", "options"}
]
MAX_README_LINES = 150
SET_UP = [
    "pip install -c constraints.txt -e . && summarize seeds/qingdao_2023.txt",
    "pip install -c constraints.txt -e '.[test]' && pytest",
]
PAGES = sorted(path for path in ROOT.glob("**/*.md") if not set(path.parts) & {".venv", "venv", "node_modules"})


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


def test_readme_is_short() -> None:
    """What is longer stands in docs/, by reader."""
    assert len(README.splitlines()) <= MAX_README_LINES


def test_every_page_for_offices_and_analysts_is_there_in_chinese() -> None:
    assert {"office", "analyst", "operator", "developer"} <= {chinese.stem for _, chinese in IN_BOTH}


@pytest.mark.parametrize(("english", "chinese"), IN_BOTH, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_both_languages_show_the_same_code_and_figures(english: Path, chinese: Path) -> None:
    """A command, an example or a figure that is mended in one language is mended in the other."""
    pages = [path.read_text(encoding="utf-8") for path in (english, chinese)]
    code = [[_without_comments(block) for block in blocks(page)] for page in pages]
    assert code[0] == code[1]
    for mark in ("seeds", "benchmarks", "local"):
        parts = [page.partition(f"<!-- {mark} -->")[2].partition(f"<!-- /{mark} -->")[0] for page in pages]
        figures = [[re.findall(r"\d[\d.,]*", row) for row in rows(part)] for part in parts]
        assert figures[0] == figures[1]


def _without_comments(block: str) -> str:
    """A block's commands: what is said beside them is said in the page's own language."""
    return re.sub(r" *#.*", "", block)


def rows(part: str) -> list[str]:
    return [line for line in part.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("lang", PAGES_OF_OPTIONS)
def test_pages_of_options_are_the_programs_own(lang: Lang) -> None:
    """After a change of options or of what is said of them: python tests/helpers/options.py."""
    assert PAGES_OF_OPTIONS[lang].read_text(encoding="utf-8") == options_page(lang)


def test_json_example_is_what_the_program_prints() -> None:
    """An example that was true once is worse than none."""
    example = json.loads(blocks(ANALYST, "json")[0])
    actual = summarize(ROOT / "seeds" / "qingdao_2023.txt", Settings(engine="rules")).model_dump(mode="json")
    for group in ("goals", "measures", "targets"):
        assert example[group]
        assert [item for item in example.pop(group) if item not in actual[group]] == []
    assert example == {key: actual[key] for key in example}


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        code
        for page in (README, DEVELOPER)
        for code in blocks(page, "python")
        if not re.search("ServiceClient|ReviewStore", code)
    ],
)
def test_python_example_runs(code: str) -> None:
    """Pasted into an interpreter in the checkout, it works; a client and reviews have tests of their own."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        encoding="utf-8",
    )  # fmt: skip
    assert "改造农村薄弱幼儿园 = 70 所 None" in done.stdout or done.stdout == "68 3 0\n"


def test_configuration_example_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every key of the example exists and has the right type."""
    monkeypatch.setattr("summarizer.settings.settings.config_folder", lambda: tmp_path)
    (tmp_path / "summarizer.toml").write_text(blocks(OPERATOR, "toml")[0], encoding="utf-8")
    settings = Settings.load(environ={}, folder=tmp_path)
    assert settings.chosen_engine == "endpoint"
    assert settings.cost(1_000_000, 0) == 0.5


@pytest.mark.slow
def test_the_pages_are_built_without_a_warning(tmp_path: Path) -> None:
    """Dead links, headings that went, names that autodoc does not find: each is an error."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", "docs", ".", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Session" in (tmp_path / "docs" / "api.html").read_text(encoding="utf-8")


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
