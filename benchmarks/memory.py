"""Peak memory of ``summarize FILE --engine rules -o out.json``, in a process of its own."""

import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import copies_for, varied
from benchmarks.figures import Figure, Words
from benchmarks.measuring import SUMMARIZE, Sizes, python

_TIMES_TEXT = 20
_BASE = 80_000_000
_UNIT = 1_000_000
# A small process between this one and the one measured: Linux counts the memory of the process that starts
# another into the other's peak. The unit is bytes on macOS, kibibytes elsewhere.
_LAUNCH = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak if sys.platform == "darwin" else peak * 1024)
"""


def measure(sizes: Sizes) -> list[Figure]:
    """One run: what is allocated does not depend on chance."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "plan.txt")
        source.write_text(varied(copies_for(sizes.text), seed=0), encoding="utf-8", newline="\n")
        size = source.stat().st_size
        output = str(Path(folder, "out.json"))
        command = [sys.executable, "-c", SUMMARIZE, str(source), "--engine", "rules", "-o", output]
        peak = int(python("-c", _LAUNCH, *command))
    bound = _TIMES_TEXT * size + _BASE
    return [
        Figure(
            Words(f"peak memory of `summarize FILE --engine rules -o out.json`, {size / _UNIT:.2f} MB of text",
                  f"`summarize FILE --engine rules -o out.json` 的内存峰值，文本 {size / _UNIT:.2f} MB"),
            (peak / _UNIT,), Words(" MB", " MB"), bound / _UNIT,
        )
    ]  # fmt: skip
