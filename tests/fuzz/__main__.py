"""``python -m tests.fuzz TARGET --seconds N``: fuzz, keep crashes as files, keep a small corpus.

Needs atheris (in the extra ``fuzz``). Ends with 1 where an input broke a law, hung or ate memory: it is then in
``tests/fuzz/crashes/TARGET/``, where the fast tests run it again.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .corpus import HERE, beginnings, kept, smallest_cover
from .targets import TARGETS

_COUNTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_STARTED = 1000
"""Inputs: a run that ends before has not found a hang, it has failed."""
_STATE = re.compile(r"#(\d+)\s.*cov: (\d+) ft: (\d+)")


def main() -> int:
    """Fuzz one target for so many seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=900)
    given = parser.parse_args()
    crashes = HERE / "crashes" / given.target
    crashes.mkdir(parents=True, exist_ok=True)
    before = set(kept(given.target, "crashes"))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for data in [*(path.read_bytes() for path in kept(given.target)), *beginnings(given.target)]:
            (work / _name(data)).write_bytes(data)
        executed, coverage, features = _fuzz(given.target, work, crashes, given.seconds)
        corpus = smallest_cover(TARGETS[given.target], {path.read_bytes(): None for path in sorted(work.iterdir())})
    _write_corpus(given.target, corpus)
    new = sorted(set(kept(given.target, "crashes")) - before)
    sys.stdout.write(
        f"{given.target}: {executed} inputs in {given.seconds} s, coverage {coverage}, features {features}, "
        f"corpus {len(corpus)} files of {sum(map(len, corpus))} bytes, new crashes {len(new)}\n"
    )
    for path in new:
        sys.stdout.write(f"  {path}\n")
    return 1 if new else 0


def _fuzz(target: str, work: Path, crashes: Path, seconds: int) -> tuple[int, int, int]:
    """Inputs tried, and the most coverage and features; started anew after a hang until the time is over."""
    ends = time.monotonic() + seconds
    executed = coverage = features = 0
    while (left := int(ends - time.monotonic())) > 0:
        command = [sys.executable, "-m", f"{__package__}.fuzzer", target, str(work), str(crashes), str(left)]
        child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace", cwd=HERE.parents[1])
        last = 0
        for line in child.stderr or ():
            if line.startswith(("CRASH", "==", "ALARM")) or "Error" in line:
                sys.stderr.write(line)
            if state := _STATE.search(line):
                last, coverage, features = int(state[1]), max(coverage, int(state[2])), max(features, int(state[3]))
            if counted := _COUNTED.search(line):
                last = int(counted[1])
        executed += last
        if child.wait() != 0 and last < _STARTED:
            raise SystemExit(f"the fuzzer ended at once (code {child.returncode}); is atheris installed?")
    return executed, coverage, features


def _write_corpus(target: str, corpus: list[bytes]) -> None:
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for path in kept(target):
        path.unlink()
    for data in corpus:
        (folder / _name(data)).write_bytes(data)


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
