"""Start-up: the help page beside the import that nobody can do without, and what is not imported."""

import statistics

from benchmarks.figures import MILLISECONDS, ROOT, Figure, Words
from benchmarks.measuring import SUMMARIZE, Sizes, paired, python, seconds_of

_MOST_TIMES = 4.0
_HELP = ("-c", SUMMARIZE, "--help")
_PYDANTIC = ("-c", "import pydantic")
_IMPORTED = """
import sys
from summarizer.cli import summarize_main
assert summarize_main() == 0
print(sum(name in sys.modules for name in ("openai", "instructor")), end="")
"""


def measure(sizes: Sizes) -> list[Figure]:
    """Alternating starts, after one of each that writes the byte code."""
    seconds_of(*_HELP)
    seconds_of(*_PYDANTIC)
    pairs = paired(lambda: seconds_of(*_HELP), lambda: seconds_of(*_PYDANTIC), sizes.starts)
    ours, theirs = zip(*pairs, strict=True)
    ratio = statistics.median(ours) / statistics.median(theirs)
    seed = str(ROOT / "seeds" / "qingdao_2023.txt")
    imported = [_imported("--help"), _imported(seed, "--engine", "rules")]
    return [
        Figure(Words("`summarize --help`", "`summarize --help`"), _ms(ours), MILLISECONDS),
        Figure(Words('`python -c "import pydantic"`', '`python -c "import pydantic"`'), _ms(theirs), MILLISECONDS),
        Figure(
            Words("ratio of the two medians", "两个中位数之比"), (ratio,), Words("", ""), _MOST_TIMES, digits=2
        ),
        Figure(
            Words("openai and instructor imported by `--help` and by a rules run",
                  "`--help` 和规则运行中导入的 openai、instructor"),
            (float(sum(imported)),), Words(" of them", " 个"), 0.0,
        ),
    ]  # fmt: skip


def _imported(*arguments: str) -> int:
    """How many of the two heavy clients ``summarize ARGUMENTS`` imports."""
    return int(python("-c", _IMPORTED, *arguments).rsplit("\n", 1)[-1])


def _ms(seconds: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(1000 * second for second in seconds)
