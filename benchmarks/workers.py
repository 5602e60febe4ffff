"""Worker processes on a database, for as long as they are measured."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.figures import ROOT
from summarizer.batch.jobs import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.batch.store import JobStore


@contextmanager
def worker_processes(url: str, flags: Sequence[str], cache: str, count: int) -> Iterator[list[int]]:
    """So many, their processes by number, ended with the block; what models answer is kept in the folder ``cache``."""
    command = [sys.executable, "-m", "summarizer", "worker", "--database", url, "--quiet", *flags]
    environment = os.environ | {"SUMMARIZER_CACHE_DIR": cache}
    running = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(count)]
    try:
        yield [one.pid for one in running]
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(60)


def wait_for_all(store: JobStore) -> None:
    """Until no job is open."""
    while any(store.counts().get(state, 0) for state in OPEN):
        time.sleep(0.05)
