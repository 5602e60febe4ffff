"""Files that are made to hang, fill the memory or be half read: each costs its own document one line and nothing else.

Every format's files are read in one run, a plan after each: that it is complete, and when it was written, says what the
file before it cost.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import report, scale
from hostile_pages import MARKDOWNS, MHTS, PAGES
from hostile_pdfs import PDFS
from hostile_texts import TEXTS
from hostile_words import ARCHIVES, WORDS
from hostile_workbooks import DELIMITED, OPEN_SHEETS, WORKBOOKS
from programs import SUMMARIZE, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

pytestmark = [
    pytest.mark.alone,
    pytest.mark.reliability,
    pytest.mark.skipif(
        sys.platform != "linux", reason="weighs processes as Linux does; the bounds are tested elsewhere"
    ),
]

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 20, 1000
"""What a file may cost at the most, by the bounds that are set unless somebody sets others."""
BOUND = scale(1, 12)
"""Seconds that a reading may take; 12 unless somebody sets others."""
PLAN = "某市教育局2023年工作要点\n新建学校9所，培训教师120名。\n"
CORPUS: Mapping[str, Mapping[str, Callable[[], bytes]]] = {
    "html": PAGES, "mht": MHTS, "md": MARKDOWNS, "pdf": PDFS, "docx": WORDS, "txt": TEXTS, "zip": ARCHIVES,
    "xlsx": WORKBOOKS, "ods": OPEN_SHEETS, "csv": DELIMITED,
}  # fmt: skip


def test_the_corpus_is_large_and_the_page_says_how_large() -> None:
    files = sum(map(len, CORPUS.values()))
    assert files >= 250
    assert f" {files} hostile ones" in (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def test_hostile_files_cost_one_line_each(tmp_path: Path) -> None:
    """Two formats at a time."""
    began = time.monotonic()
    with ThreadPoolExecutor(2) as threads:
        worst = list(threads.map(lambda suffix: _read(tmp_path / suffix, suffix), sorted(CORPUS, key="pdf".__ne__)))
    report(
        "hostile files", files=sum(map(len, CORPUS.values())), seconds=round(time.monotonic() - began),
        slowest=max(worst), megabytes=max(megabytes for _, megabytes in worst),
    )  # fmt: skip


def _read(folder: Path, suffix: str) -> tuple[float, int]:
    """Read a format's files; the seconds of the slowest and the most memory."""
    given = folder / "given"
    given.mkdir(parents=True)
    names = {}
    for number, (name, make) in enumerate(CORPUS[suffix].items()):
        (given / f"{number:03}.{suffix}").write_bytes(make())
        (given / f"{number:03}-plan.txt").write_text(PLAN, encoding="utf-8")
        names[f"{number:03}.{suffix}"] = name
    code, said, megabytes = _run(folder, [str(path) for path in sorted(given.iterdir(), key=_order)])
    failed = _failures(said, given, names)
    results = {path.name: json.loads(path.read_bytes()) for path in (folder / "out").iterdir()}
    missing = any(result["incomplete"] for result in results.values())
    assert code == (1 if failed else 3 if missing else 0), said[-2000:]
    assert not re.search("Traceback|internal", said), said[-2000:]
    at = (folder / "given").stat().st_mtime
    slowest = 0.0
    for number, name in enumerate(names):
        held = f"{number:03}.json" in results or suffix == "zip"
        assert held != (name in failed) or suffix == "zip", (names[name], said)
        plan = folder / "out" / f"{number:03}-plan.json"
        result = results[plan.name]
        assert ([target["value"] for target in result["targets"]], result["incomplete"]) == ([9, 120], []), names[name]
        if number:
            took = plan.stat().st_mtime - at
            assert took < SECONDS, (names[name], took)
            slowest = max(slowest, took)
        at = plan.stat().st_mtime
    assert megabytes < MEGABYTES, suffix
    return round(slowest, 1), megabytes


def _order(path: Path) -> tuple[str, bool]:
    return path.name[:3], "-plan" in path.name


# A process counts what its parent held when it began, and this one may hold much: so a small one starts it.
_WEIGHED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024))
sys.exit(code)
"""


def _run(folder: Path, files: list[str]) -> tuple[int, str, int]:
    """Exit code, standard error, and megabytes of the largest process."""
    flags = ["--engine", "rules", "-o", str(folder / "out"), "--format", "json", "--lang", "en"]
    with (folder / "said").open("wb") as said:
        process = subprocess.run(
            [sys.executable, "-c", _WEIGHED, str(folder / "weight"), sys.executable, "-c", SUMMARIZE, *files, *flags],
            env={**clean_environment(), "SUMMARIZER_READ_SECONDS": str(BOUND)}, stdout=said, stderr=said, cwd=folder,
            check=False,
        )  # fmt: skip
    text = (folder / "said").read_text("utf-8", "replace")
    return process.returncode, text, int((folder / "weight").read_text())


def _failures(said: str, given: Path, names: Mapping[str, str]) -> set[str]:
    """The files of which a line says that they failed: one line each."""
    told = re.findall(rf"^summarize: {re.escape(str(given))}/([^/:]+)(?:/[^:]+)?: ", said, re.MULTILINE)
    found = [name for name in told if name in names]
    assert len(found) == len(set(found)) or given.parent.name == "zip", said
    return set(found)


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    """Pipes, sockets, devices and links that lead round in a folder: none is waited for, the plans beside them read."""
    given = tmp_path / "given"
    given.mkdir()
    for suffix in ("txt", "pdf", "zip", "csv", "docx", "xlsx", "html"):
        os.mkfifo(given / f"a.{suffix}")
        (given / f"b.{suffix}").symlink_to("/dev/zero")
        (given / f"c.{suffix}").symlink_to(f"c.{suffix}")
        with socket.socket(socket.AF_UNIX) as one:
            os.chdir(given)
            one.bind(f"d.{suffix}")
        (given / f"e.{suffix}").symlink_to("/proc/self/mem")
        (given / f"f.{suffix}").symlink_to("..")
    (given / "plan.txt").write_text(PLAN, encoding="utf-8")
    began = time.monotonic()
    code, said, megabytes = _run(tmp_path, [str(given)])
    assert (tmp_path / "out" / "plan.json").exists(), said
    assert code in {0, 1}
    assert "Traceback" not in said
    assert time.monotonic() - began < SECONDS
    assert megabytes < MEGABYTES
