"""The rules of this checkout beside those of an earlier commit: how much faster or slower it has made them.

::

    python -m benchmarks.against HEAD      # what is not committed yet
    python -m benchmarks.against HEAD~1    # the last commit

Two figures of two days, or of two machines, do not compare. So both read the same texts here, turn by turn, each in a
process of its own, and the ratio is taken pair by pair. Exit code 1 where the bound is broken.
"""

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpus import copies_for, varied
from benchmarks.figures import ROOT, Figure, Words, table
from benchmarks.measuring import environment, paired

_LEAST_RATIO = 0.95
_PAIRS = 9
_TEXT = 1_000_000
_TEXTS = 4
_TIMES = Words(" times", " 倍")
# The public face only: that is what both commits have. The best of several texts: whatever disturbs makes it slower;
# the first compiles patterns, and none is read twice, so that no remembered sentence helps.
_READ = """
import sys, time
import summarizer
from summarizer import Settings, summarize
root, *paths = sys.argv[1:]
if not summarizer.__file__.startswith(root):
    sys.exit(f"{summarizer.__file__} is measured, not {root}")
taken = []
for path in paths:
    began = time.process_time()
    found = summarize(path, Settings(engine="rules"))
    taken.append(time.process_time() - began)
if not found.targets:
    sys.exit("the rules found nothing: this measures nothing")
print(min(taken[1:]))
"""


def main(argv: Sequence[str] | None = None) -> int:
    """0 where the rules are as fast as they were, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against", description="Rules beside an earlier commit.")
    parser.add_argument("commit", help="what git knows: HEAD, HEAD~1, main, a tag")
    parser.add_argument("--pairs", type=int, default=_PAIRS, help="default: %(default)s")
    parser.add_argument("--size", type=int, default=_TEXT, metavar="BYTES", help="of each text; default: %(default)s")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        earlier = Path(folder, "earlier").resolve()
        try:
            name = _unpack(args.commit, earlier)
        except subprocess.CalledProcessError as error:
            parser.error(error.stderr.decode(errors="replace").strip())
        figure = compare(earlier, ROOT, name, pairs=args.pairs, size=args.size)
    print(table([figure], "en"))
    return 0 if figure.kept else 1


def compare(earlier: Path, now: Path, name: str, *, pairs: int = _PAIRS, size: int = _TEXT) -> Figure:
    """The ratio of speeds, above 1 where the checkout ``now`` is faster than ``earlier``, which is called ``name``."""
    with tempfile.TemporaryDirectory() as folder:
        sources = [Path(folder, f"{number}.txt") for number in range(_TEXTS)]
        for number, path in enumerate(sources):
            path.write_text(varied(copies_for(size), seed=number), encoding="utf-8", newline="\n")
        seconds = paired(lambda: _seconds(earlier, sources), lambda: _seconds(now, sources), pairs)
    what = Words(f"speed of the rules, as against {name}, {pairs} pairs", f"规则的速度，与 {name} 相比，{pairs} 对")
    return Figure(what, tuple(old / new for old, new in seconds), _TIMES, _LEAST_RATIO, least=True, digits=3)


def _seconds(root: Path, sources: Sequence[Path]) -> float:
    """Processor time in which the checkout at ``root`` reads one of the texts, the first left aside."""
    # What is installed may be another checkout: the path given first wins.
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(root), *map(str, sources)],
        cwd=root, env=environment() | {"PYTHONPATH": str(root)}, check=True, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    return float(done.stdout)


def _unpack(commit: str, folder: Path) -> str:
    """Lay the files of a commit into a folder; the commit's short name."""
    # An option in place of a commit is refused, not obeyed.
    name = _git("rev-parse", "--short", "--verify", "--end-of-options", f"{commit}^{{commit}}").decode().strip()
    with tarfile.open(fileobj=io.BytesIO(_git("archive", "--format=tar", name))) as archive:
        archive.extractall(folder, filter="data")
    return name


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


if __name__ == "__main__":
    sys.exit(main())
