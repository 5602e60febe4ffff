"""Rules over many documents with one process and with several, the start of Python and of the processes included.

::

    python -m benchmarks.cores                            # 1,000 documents of 5,000 characters, 1 and 2 processes
    python -m benchmarks.cores --documents 200 --pairs 5

Turn by turn, so that both meet the same machine; the ratio is that of the fastest runs: whatever else runs makes them
slower. Exit code 1 where the bound is broken, which two free cores keep.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpus import unrepeated
from benchmarks.figures import SECONDS, Figure, Words, table
from benchmarks.measuring import SUMMARIZE, paired, seconds_of

_CHARS = 5_000
_LEAST_GAIN = 1.6
_PROCESSES = 2


def main(argv: Sequence[str] | None = None) -> int:
    """0 where several are as much faster as they have to be, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cores", description="Rules on one core and on several.")
    parser.add_argument("--documents", type=int, default=1000, metavar="N", help="default: %(default)s")
    parser.add_argument("--pairs", type=int, default=3, metavar="N", help="default: %(default)s")
    parser.add_argument("--processes", type=int, default=_PROCESSES, metavar="N", help="default: %(default)s")
    args = parser.parse_args(argv)
    figures = measure(args.documents, args.pairs, args.processes)
    print(table(figures, "en"))
    return 0 if all(figure.kept for figure in figures) else 1


def measure(documents: int, pairs: int, processes: int = _PROCESSES) -> list[Figure]:
    """The times of both, and by how much several are faster."""
    with tempfile.TemporaryDirectory() as folder:
        plans, out = Path(folder, "plans"), Path(folder, "out.jsonl")
        _write(plans, documents)

        def seconds(count: int) -> float:
            command = ["-c", SUMMARIZE, str(plans), "--engine", "rules", "--quiet", "-o", str(out)]
            taken = seconds_of(*command, "--processes", str(count))
            if out.read_bytes().count(b"\n") != documents:
                raise RuntimeError("a document is missing")
            return taken

        taken = paired(lambda: seconds(1), lambda: seconds(processes), pairs)
    one, several = (tuple(times) for times in zip(*taken, strict=True))
    what = f"`summarize` of {documents:,} documents of {_CHARS:,} characters to JSON lines, rules"
    zh = f"`summarize`：{documents:,} 份 {_CHARS:,} 字的文件写成 JSON 行，规则"
    return [
        Figure(Words(f"{what}, 1 process", f"{zh}，1 个进程"), one, SECONDS, digits=1),
        Figure(Words(f"the same, {processes} processes", f"同上，{processes} 个进程"), several, SECONDS, digits=1),
        Figure(
            Words("the fastest of the one beside the fastest of the other", "最快的一次之比"),
            (min(one) / min(several),), Words(" times", " 倍"), _LEAST_GAIN, least=True, digits=2,
        ),
    ]  # fmt: skip


def _write(folder: Path, documents: int) -> None:
    """So many documents out of the seeds, none with a sentence of another."""
    folder.mkdir()
    text = ""
    seed = 0
    for number in range(documents):
        while len(text) < _CHARS:
            text, seed = text + unrepeated(1, seed), seed + 1
        Path(folder, f"plan-{number:05}.txt").write_text(text[:_CHARS], encoding="utf-8", newline="\n")
        text = text[_CHARS:]


if __name__ == "__main__":
    sys.exit(main())
