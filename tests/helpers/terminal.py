"""A command on a terminal of its own."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from programs import SUMMARIZE, clean_environment


def on_terminal(*args: str, columns: int = 80, **env: str) -> str:
    """What ``summarize ARGS`` writes on a terminal."""
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", SUMMARIZE, *args], stdin=child, stdout=child, stderr=child,
        env=clean_environment(COLUMNS=str(columns), TERM="xterm-256color", **env),
    ) as process:  # fmt: skip
        os.close(child)
        seen = b""
        while True:
            try:
                part = os.read(parent, 65536)
            except OSError:  # Linux's way to say that the other side is closed
                break
            if not part:
                break
            seen += part
        process.wait(timeout=60)
    os.close(parent)
    return seen.decode()
