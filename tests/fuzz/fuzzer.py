"""One libFuzzer run in a process of its own: ``python -m tests.fuzz.fuzzer TARGET WORK CRASHES SECONDS``.

An exception is kept as a file, once for each place it comes from, and the run goes on; only a hang or too much
memory ends it. libFuzzer writes what it counted to standard error.
"""

from __future__ import annotations

import hashlib
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 2000
"""Bytes of an input at most: about seven hundred characters, so that a run tries many."""
_HANG = 20
"""Seconds after which an input counts as a hang."""
_MEMORY = 1500
"""MB of the whole process, instrumentation and corpus included."""


def main(target: str, work: Path, crashes: Path, seconds: int) -> None:
    """Fuzz ``target`` from the inputs in ``work``, where new ones are put."""
    import atheris

    with atheris.instrument_imports(include=["summarizer"]):
        from .mutating import mutator
        from .targets import TARGETS
    options = [
        str(work), f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={_HANG}", f"-rss_limit_mb={_MEMORY}",
        f"-artifact_prefix={crashes}/", "-print_final_stats=1", "-reload=0",
    ]  # fmt: skip

    def mutate(data: bytes, longest: int) -> bytes:
        return atheris.Mutate(data, longest)  # another function before and after Setup

    atheris.Setup([sys.argv[0], *options], _kept(TARGETS[target], crashes), custom_mutator=mutator(mutate))
    atheris.Fuzz()


def _kept(target: Callable[[bytes], None], crashes: Path) -> Callable[[bytes], None]:
    """``target``, with the shortest input so far kept for each place where it raises."""

    def run(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            places = [f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)[1:]]
            name = hashlib.sha256(f"{type(error).__name__} {places}".encode()).hexdigest()[:12]
            kept = crashes / f"crash-{name}"
            if not kept.exists():
                sys.stderr.write(f"CRASH {name} {error!r} {' '.join(places)}\n")
            if not kept.exists() or kept.stat().st_size > len(data):
                kept.write_bytes(data)

    return run


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
