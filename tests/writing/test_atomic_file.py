"""A report appears whole or not at all, and what a killed run leaves behind goes with the next one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from summarizer.errors import SummarizerError
from summarizer.writing.atomic_file import AtomicFile, _sweep

WRITING = """
import sys
from pathlib import Path
from summarizer.writing.atomic_file import AtomicFile
draft = AtomicFile(Path(sys.argv[1]))
draft.write("half")
print("writing", flush=True)
sys.stdin.read()
draft.close(keep=True)
"""


@pytest.fixture(autouse=True)
def _a_run_of_its_own():
    """A run sweeps a folder once; each test is a run."""
    _sweep.cache_clear()


def writer(path):
    """A process in the middle of writing ``path``; it ends well when its standard input does."""
    command = [sys.executable, "-c", WRITING, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"writing\n"
    return process


def replace(path, text):
    draft = AtomicFile(path)
    draft.write(text)
    draft.close(keep=True)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="drafts are locked on POSIX")
def test_the_draft_of_a_killed_run_goes_with_the_next_one(tmp_path):
    """It is told from the draft of a run that still writes, which must not lose its report."""
    living = writer(tmp_path / "living.json")
    with writer(tmp_path / "killed.json") as killed:
        killed.kill()
    mine = tmp_path / ".summarize-notes.tmp"
    mine.write_text("a user's own")
    old = tmp_path / ".summarize-4711.tmp"  # as earlier versions called it
    old.write_text("half")
    assert len(list(tmp_path.glob(".summarize-*"))) == 4
    replace(tmp_path / "next.json", "whole")
    assert len(list(tmp_path.glob(".summarize-*"))) == 2
    living.stdin.close()
    assert living.wait(30) == 0
    living.stdout.close()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "next.json": "whole", "living.json": "half", mine.name: "a user's own",
    }  # fmt: skip


def test_a_draft_that_is_dropped_leaves_the_older_file(tmp_path):
    """And nothing beside it."""
    out = tmp_path / "out.json"
    out.write_text("older")
    draft = AtomicFile(out)
    draft.write("half")
    draft.close(keep=False)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["older"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no /dev/full")  # noqa: PTH110
def test_a_full_disk_is_told_by_the_name_that_was_given(tmp_path):
    """One line, at the first flush that fails; the link that leads to the full device stays."""
    (tmp_path / "out.json").symlink_to("/dev/full")
    draft = AtomicFile(tmp_path / "out.json")
    draft.write("x")
    with pytest.raises(SummarizerError, match=r"out\.json: cannot be written .No space left"):
        draft.close(keep=True)


def test_a_report_gets_the_mode_that_the_user_wants(tmp_path):
    """A file of one's own for all to read, not a temporary one's 0600."""
    replace(tmp_path / "out.json", "whole")
    (tmp_path / "other").write_text("")
    assert (tmp_path / "out.json").stat().st_mode == (tmp_path / "other").stat().st_mode
