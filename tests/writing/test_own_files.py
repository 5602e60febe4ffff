"""How a file of this program's own is known, whatever stands at its name."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from summarizer.writing.own_files import is_own_output

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf", "csv", "txt"])
@pytest.mark.parametrize("kind", ["pipe", "zeros", "round", "folder", "gone"])
def test_only_regular_files_are_looked_into(tmp_path: Path, suffix: str, kind: str) -> None:
    """A pipe that nobody writes to would hold whoever lists its folder for ever."""
    path = tmp_path / f"a.{suffix}"
    make = {
        "pipe": lambda: os.mkfifo(path), "zeros": lambda: path.symlink_to("/dev/zero"),
        "round": lambda: path.symlink_to(path.name), "folder": path.mkdir, "gone": lambda: None,
    }  # fmt: skip
    make[kind]()
    found: list[bool] = []
    asking = threading.Thread(target=lambda: found.append(is_own_output(path)), daemon=True)
    asking.start()
    asking.join(20)
    assert found == [False]
