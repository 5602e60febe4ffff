"""The rules beside a segmenter: characters a second of the whole pipeline and of ``jieba.lcut``, on the same texts.

::

    pip install jieba
    python -m benchmarks.segmenting

jieba only parts words, without their kinds; a pipeline that begins with it cannot be faster. Both read each text in one
process, turn by turn, in processor time, so that figures of a busy machine compare as well; no sentence stands twice
in a text or in two of them. Exit code 1 where the bound is broken.
"""

import argparse
import logging
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.corpus import copies_for, unrepeated
from benchmarks.figures import Figure, Words, table
from summarizer import Settings, summarize
from summarizer.documents import from_text

_LEAST_RATIO = 1.2
_PAIRS = 9
_SPEED = Words(" characters/s", " 字/秒")


def main(argv: Sequence[str] | None = None) -> int:
    """0 where the rules are as much faster as they have to be, 1 otherwise or without jieba."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.segmenting", description="The rules beside jieba.")
    parser.add_argument("--pairs", type=int, default=_PAIRS, metavar="N", help="default: %(default)s")
    parser.add_argument("--size", type=int, default=500_000, metavar="BYTES", help="of each text; default: %(default)s")
    args = parser.parse_args(argv)
    try:
        import jieba  # type: ignore[import-untyped, unused-ignore]
    except ModuleNotFoundError:
        print("jieba is not installed: pip install jieba", file=sys.stderr)
        return 1
    jieba.setLogLevel(logging.ERROR)
    figures = compare(jieba.lcut, pairs=args.pairs, size=args.size)
    print(table(figures, "en"))
    return 0 if all(figure.kept for figure in figures) else 1


def compare(segment: Callable[[str], object], *, pairs: int = _PAIRS, size: int) -> list[Figure]:
    """The speeds of the rules and of ``segment``, and their ratio, pair by pair."""
    rules = Settings(engine="rules")
    copies = copies_for(size)
    texts = [unrepeated(copies, seed) for seed in range(pairs + 1)]

    def speed(read: Callable[[str], object], text: str) -> float:
        began = time.process_time()
        read(text)
        return len(text) / (time.process_time() - began)

    def summarized(text: str) -> None:
        if not summarize(from_text(text, "benchmark"), rules).targets:
            raise RuntimeError("the rules found nothing: this measures nothing")

    for read in (segment, summarized):  # loads dictionaries, compiles patterns
        read(texts[pairs])
    ours: list[float] = []
    theirs: list[float] = []
    both = ((ours, summarized), (theirs, segment))
    for number, text in enumerate(texts[:pairs]):
        for speeds, read in both if number % 2 == 0 else both[::-1]:  # drift favours neither
            speeds.append(speed(read, text))
    chars = f"{len(texts[0]):,}"
    return [
        Figure(
            Words(f"rules to the summary, {chars} characters, no sentence twice",
                  f"规则，直至结果，{chars} 字，无重复句"),
            tuple(ours), _SPEED,
        ),
        Figure(Words("`jieba.lcut`, the same texts", "`jieba.lcut`，同样的文本"), tuple(theirs), _SPEED),
        Figure(
            Words("ratio, pair by pair", "逐对之比"), tuple(a / b for a, b in zip(ours, theirs, strict=True)),
            Words(" times", " 倍"), _LEAST_RATIO, least=True, digits=2,
        ),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
