"""The project's own files: what is exported, what is pinned, what the hooks run."""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

import summarizer

ROOT = Path(__file__).parents[2]


def test_what_is_exported() -> None:
    """What users import. A name that goes, or comes, is a line in the changelog."""
    assert sorted(summarizer.__all__) == [
        "AsyncServiceClient", "DecodingError", "Document", "DocumentError", "EndpointError", "Goal", "GoldError",
        "LocalError", "Measure", "ModelError", "Options", "Outcome", "ProbeError", "ProfileError", "ServiceClient",
        "ServiceSummary", "Session", "Settings", "StoreError", "SummarizerError", "Summary", "Target",
        "UnreachableError", "UnsupportedFormatError", "Usage", "UsageError",
        "__version__", "asummarize", "asummarize_many", "serving", "summarize", "summarize_many", "use_language",
    ]  # fmt: skip
    for name in summarizer.__all__:
        assert getattr(summarizer, name) is not None


def test_all_entry_points_take_the_same() -> None:
    """``asummarize`` is ``summarize`` for programs with an event loop, ``…_many`` the same for many documents."""
    expected = ["settings", "only", "explain", "with_text", "on_event"]
    for entry in (summarizer.summarize, summarizer.asummarize, summarizer.summarize_many, summarizer.asummarize_many):
        assert list(inspect.signature(entry).parameters)[1:] == expected


def test_constraints_pin_what_is_asked_for_and_name_no_place() -> None:
    """One version for everybody, from whatever index a user has; made by the command in its own header."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    made_by = "uv pip compile --universal --all-extras --no-emit-index-url -o constraints.txt pyproject.toml"
    assert lines[1].strip("# ") == made_by
    pinned: dict[str, list[str]] = {}
    for line in lines:
        if line.strip() and not line.strip().startswith("#"):
            found = re.fullmatch(r"([a-z0-9-]+)==([\w.]+)( ; .+)?", line)
            assert found, line
            pinned.setdefault(found[1], []).append(found[2])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    for asked in map(Requirement, project["dependencies"] + extras):
        if asked.name != project["name"]:
            assert pinned[asked.name], asked
            assert all(version in asked.specifier for version in pinned[asked.name]), asked


def test_extras_build_on_one_another() -> None:
    """``.[test]`` can run the evaluation, ``.[dev]`` everything."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert "plan-summarizer[evals,local,ocr,office,service,telemetry]" in extras["test"]
    assert "plan-summarizer[test]" in extras["dev"]


def test_hooks_fetch_nothing() -> None:
    """pre-commit runs what the extra ``dev`` installed, so a commit works offline and with CI's versions."""
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"repo: (\S+)", hooks)) == {"local"}
    assert set(re.findall(r"language: (\S+)", hooks)) == {"system"}
