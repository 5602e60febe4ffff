"""Running the two programs in processes of their own, as a person or a script does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from samples import SEEDS

ROOT = Path(__file__).parents[2]
QINGDAO = SEEDS / "qingdao_2023.txt"
TEMPLATE = SEEDS / "template_2021.txt"
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background may have been started with Ctrl-C ignored, which processes hand down to their children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
Result = subprocess.CompletedProcess[bytes]
SUMMARIZE = "import sys; from summarizer.cli import summarize_main; sys.exit(summarize_main())"


def clean_environment(**extra: str) -> dict[str, str]:
    """The environment without anything that configures the program, this checkout first on the path."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SUMMARIZER_", "OPENAI_", "PYTHONIO", "NO_COLOR"))}
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return kept | {"PYTHONPATH": path, "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"} | extra


def run(*args: str | Path, stdin: bytes = b"", cwd: Path | None = None, timeout: float = 120, **env: str) -> Result:
    """``summarize ARGS`` in a process of its own, standard output and error in pipes."""
    command = [sys.executable, "-c", SUMMARIZE, *map(str, args)]
    return subprocess.run(
        command, input=stdin, capture_output=True, timeout=timeout, check=False, cwd=cwd, env=clean_environment(**env)
    )


def run_other(*args: str, **env: str) -> Result:
    """``python -m summarizer ARGS``."""
    command = [sys.executable, "-m", "summarizer", *args]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, env=clean_environment(**env))


def one_error_line(result: Result, prog: str = "summarize") -> str:
    lines = [line for line in result.stderr.decode().splitlines() if not line.startswith(f"{prog}: wrote ")]
    assert len(lines) == 1, result.stderr.decode()
    assert lines[0].startswith(f"{prog}: ")
    return lines[0]


def hooked(tmp_path: Path, code: str) -> str:
    """A PYTHONPATH on which ``code`` runs before the program, to make happen what real input rarely does."""
    (tmp_path / "sitecustomize.py").write_text(code, encoding="utf-8")
    return os.pathsep.join([str(tmp_path), clean_environment()["PYTHONPATH"]])
