"""The wheel: what a user gets without the checkout, complete and nothing else. Slow: builds and installs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import NamedTuple

import pytest

import summarizer
from summarizer.messages import LANGUAGES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "qingdao_2023.txt"
#: Where the folders at the top of the tree go in a wheel.
HOMES = {
    "summarizer": "summarizer",
    "prompts": "summarizer/_profiles/prompts",
    "schemas": "summarizer/_profiles/schemas",
}


class Installed(NamedTuple):
    """An environment that holds the wheel and sees this one's dependencies; ``before`` is what it held without."""

    folder: Path
    packages: Path
    before: set[str]

    def run(self, program: str, *args: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment from its own folder, with nothing of this checkout in sight."""
        hidden = ("PYTHON", "SUMMARIZER_", "OPENAI_", "VIRTUAL_ENV")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
        return subprocess.run(
            [self.folder / "bin" / program, *args],
            cwd=self.folder, env=clean | {"PYTHONUTF8": "1"}, capture_output=True, text=True, timeout=120, check=True,
            encoding="utf-8",
        )  # fmt: skip


def tree() -> set[str]:
    """Every file that a wheel has to hold, as it is called there."""
    return {
        f"{home}/{path.relative_to(ROOT / top).as_posix()}"
        for top, home in HOMES.items()
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it; nothing is fetched for either."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, with_pip=True)
    packages = Path(sysconfig.get_path("purelib", "posix_prefix", vars={"base": str(folder)}))
    before = {path.name for path in packages.iterdir()}
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--no-deps", "--no-index", wheel]
    subprocess.run(pip, check=True, capture_output=True, timeout=300)
    # Dependencies are borrowed from here. A path in a .pth file is only added to sys.path: the .pth file there that
    # would lead back into the checkout is not read.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return Installed(folder, packages, before | {"borrowed.pth"})


def test_wheel_holds_every_file_of_the_tree_and_nothing_else(wheel: Path) -> None:
    """A module, prompt, schema or lexicon that stays behind is missed only by users, never by developers."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == tree()
    assert {"summarizer/py.typed", "summarizer/languages/zh/spelling.txt"} < names
    assert {f"summarizer/messages/catalogues/{lang}.mo" for lang in LANGUAGES} < names


def test_source_distribution_holds_what_the_readme_needs(built: Path) -> None:
    """Whoever unpacks it can do everything the README says: set up, read the seeds, test, evaluate."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {
        "README.md",
        "README.zh-CN.md",
        "LICENSE",
        "constraints.txt",
        "pyproject.toml",
        ".ci/run",
        "evals/GUIDE.md",
    }
    needed |= {f"seeds/{path.name}" for path in (ROOT / "seeds").iterdir()}
    needed |= {f"evals/gold/{path.name}" for path in (ROOT / "evals" / "gold").iterdir()}
    assert needed <= names
    assert not [name for name in names if "__pycache__" in name]


def test_wheel_tells_licence_python_and_extras(wheel: Path) -> None:
    """What an index and a package manager read."""
    with zipfile.ZipFile(wheel) as archive:
        inside = archive.namelist()
        name = next(name for name in inside if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(name).decode("utf-8"))
    assert metadata["Name"] == "plan-summarizer"
    assert metadata["Version"] == summarizer.__version__
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert {"evals", "test", "dev"} <= set(metadata.get_all("Provides-Extra"))
    assert any(name.endswith("/licenses/LICENSE") for name in inside)


def test_only_the_package_lands_in_site_packages(installed: Installed) -> None:
    """``prompts``, ``schemas`` or ``tests`` at the top of a user's environment would shadow somebody else's."""
    landed = {path.name for path in installed.packages.iterdir()} - installed.before
    assert landed == {"summarizer", f"plan_summarizer-{summarizer.__version__}.dist-info"}


def test_installed_program_reads_a_seed_as_the_checkout_does(installed: Installed) -> None:
    """Outside the checkout the same command finds the same things."""
    where = installed.run("python", "-c", "import summarizer; print(summarizer.__file__)").stdout
    assert Path(where.strip()).is_relative_to(installed.packages)
    found = json.loads(installed.run("summarize", str(SEED), "--engine", "rules", "--format", "json").stdout)
    expected = summarizer.summarize(SEED, summarizer.Settings(engine="rules")).model_dump(mode="json")
    found.pop("usage")
    expected.pop("usage")
    assert found == expected
    assert found["targets"]


def test_installed_profile_brings_prompts_and_schema(installed: Installed) -> None:
    """The endpoint engine's parts are found in the package's data, where there is no checkout beside it."""
    code = (
        "from summarizer.profiles.profile import load_profile\n"
        "profile = load_profile()\n"
        "print(profile.prompts['en']['read'])\n"
        "print(profile.schema('en').__file__)\n"
        "print(sum(map(len, profile.prompts.values())))"
    )
    prompts, schema, count = installed.run("python", "-c", code).stdout.split()
    assert Path(prompts).is_relative_to(installed.packages)
    assert Path(schema).is_relative_to(installed.packages)
    assert int(count) == len(list((ROOT / "prompts" / "work_plan").rglob("*.md")))


def test_installed_commands_show_help(installed: Installed) -> None:
    """Both programs are there."""
    assert installed.run("summarize", "--version").stdout.strip() == f"summarize {summarizer.__version__}"
    assert "doctor" in installed.run("summarizer", "--help").stdout
