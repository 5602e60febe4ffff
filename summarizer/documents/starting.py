"""Starting a process of our own: this Python, a module of ours, and of the environment no more than that needs.

Nothing of the caller's program is imported in it, as ``multiprocessing`` would do: it needs no guard.
"""

import json
import os
import subprocess
import sys
from multiprocessing import spawn
from pathlib import Path

_BOOT = "import json,sys; sys.path[:]=json.loads(sys.argv[1]); from {module} import main; main()"
_ENVIRONMENT = frozenset(
    "PATH SYSTEMROOT WINDIR COMSPEC TEMP TMP TMPDIR HOME USERPROFILE LANG LC_ALL LC_CTYPE TZ LD_LIBRARY_PATH "
    "DYLD_LIBRARY_PATH DYLD_FALLBACK_LIBRARY_PATH PYTHONHOME PYTHONUTF8 SUMMARIZER_DEBUG".split()
)
"""What a process gets to know of ours: no key among it."""
_ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "1000000"}
"""What is large goes back to the system at once (glibc): pictures of pages would leave gaps that others do not fit."""


def start(module: str, group: int | None = None) -> "subprocess.Popen[bytes]":
    """A process that runs ``main()`` of ``module``, with pipes to its standard input and from its standard output.

    ``group`` 0 makes it the first of a process group, which is then ended with all that it has started.
    Raises :class:`OSError`, :class:`TypeError` or :class:`ValueError` where it cannot be started.
    """
    return subprocess.Popen(  # noqa: S603 - this Python, a program of our own
        [os.fsdecode(spawn.get_executable()), *(["-B"] if sys.dont_write_bytecode else []),
         "-P", "-c", _BOOT.format(module=module), json.dumps(_path())],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=None if os.environ.get("SUMMARIZER_DEBUG") == "1" else subprocess.DEVNULL,
        process_group=group,
        env=_ALLOCATOR | {key: value for key, value in os.environ.items() if key.upper() in _ENVIRONMENT},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip


def _path() -> list[str]:
    """Where this process finds its modules, in its order, so that it finds the same ones.

    Never the working folder, which may have come along with documents, save where we ourselves are in it.
    """
    own = str(Path(__file__).resolve().parents[2])
    found = [entry for entry in sys.path if entry and (Path(entry) != Path.cwd() or entry == own)]
    return found if own in found else [*found, own]
