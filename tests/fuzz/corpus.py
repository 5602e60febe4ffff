"""The corpus in the repository: a few short inputs a target that together reach what the fuzzer reached."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .mutating import SEEDS
from .targets import FIELD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import CodeType, FrameType

HERE = Path(__file__).parent
MOST_FILES = 45
MOST_BYTES = 45_000
_PIECE = 300
_ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16", "utf-16-le")
_PACKAGE = "summarizer"

Edge = tuple["CodeType", int, int]


def kept(target: str, kind: str = "corpus") -> list[Path]:
    """The files in the repository: ``corpus`` or ``crashes``."""
    return sorted(path for path in (HERE / kind / target).glob("*") if path.is_file())


def beginnings(target: str) -> Iterable[bytes]:
    """Pieces of the seeds, to start from."""
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8-sig")
        for start in range(0, len(text), _PIECE):
            piece = text[start : start + _PIECE]
            if target == "loaders":
                yield piece.encode(_ENCODINGS[start // _PIECE % len(_ENCODINGS)], "ignore")
            elif target == "aligner":
                yield FIELD.join((piece, piece[100:160], "80", "所")).encode()
            else:
                yield piece.encode()


def smallest_cover(run: Callable[[bytes], None], inputs: Iterable[bytes]) -> list[bytes]:
    """The inputs, at most :data:`MOST_FILES`, that together take most ways from line to line of the package.

    Greedy: the next is the one that adds most ways for its length.
    """
    ways = {data: _ways(run, data) for data in inputs}
    chosen: list[bytes] = []
    size = 0
    while ways and len(chosen) < MOST_FILES:
        best = max(ways, key=lambda data: (len(ways[data]) / (50 + len(data)), data))
        added = ways.pop(best)
        if not added:
            break
        if size + len(best) > MOST_BYTES:
            continue
        chosen.append(best)
        size += len(best)
        for left in ways.values():
            left.difference_update(added)
    return chosen


def _ways(run: Callable[[bytes], None], data: bytes) -> set[Edge]:
    found: set[Edge] = set()

    def in_package(frame: FrameType, _event: str, _arg: object) -> object:
        if _PACKAGE not in frame.f_code.co_filename:
            return None
        last = 0

        def line(frame: FrameType, event: str, _arg: object) -> object:
            nonlocal last
            if event == "line":
                found.add((frame.f_code, last, frame.f_lineno))
                last = frame.f_lineno
            return line

        return line

    sys.settrace(in_package)
    try:
        run(data)
    except Exception:  # noqa: BLE001 - a crash is kept elsewhere
        return set()
    finally:
        sys.settrace(None)
    return found
