"""A hundred documents of 5,000 characters, read by the rules, in one Excel workbook; the start of Python included."""

import tempfile
import zipfile
from pathlib import Path

from benchmarks.corpus import varied
from benchmarks.figures import SECONDS, Figure, Words
from benchmarks.measuring import SUMMARIZE, Sizes, seconds_of

_DOCUMENTS = 100
_CHARS = 5_000
_MOST_SECONDS = 10.0


def measure(sizes: Sizes) -> list[Figure]:
    """As many runs of the command as there are rounds; a tenth of the documents where it is only tried."""
    count = _DOCUMENTS if sizes.rounds > 1 else _DOCUMENTS // 10
    with tempfile.TemporaryDirectory() as folder:
        plans = [_plan(Path(folder, f"plan-{number}.txt"), number) for number in range(count)]
        out = Path(folder, "all.xlsx")
        command = ["-c", SUMMARIZE, *map(str, plans), "--engine", "rules", "--quiet", "-o", str(out)]
        times = tuple(seconds_of(*command) for _ in range(sizes.rounds))
        _filled(out, count)
    return [
        Figure(
            Words(f"`summarize` of {count} documents of {_CHARS:,} characters to one .xlsx, rules",
                  f"`summarize`：{count} 份 {_CHARS:,} 字的文件写入一个 .xlsx，规则"),
            times, SECONDS, _MOST_SECONDS, digits=1,
        )
    ]  # fmt: skip


def _plan(path: Path, number: int) -> Path:
    """A document out of the seeds that begins on another line each time; its digits are its own."""
    text = varied(2, seed=number)
    begin = text.index("\n", number * 97 % (len(text) // 2)) + 1
    path.write_text(text[begin : begin + _CHARS], encoding="utf-8", newline="\n")
    return path


def _filled(out: Path, count: int) -> None:
    """Raise :class:`RuntimeError` unless the sheet of everything has rows of all documents."""
    with zipfile.ZipFile(out) as book:
        everything = book.read("xl/worksheets/sheet5.xml").decode()
    if any(f"plan-{number}.txt" not in everything for number in range(count)):
        raise RuntimeError("a document is missing in the workbook")
