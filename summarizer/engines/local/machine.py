"""What this machine can give a model: processor cores and memory, as far as this process may use them."""

import os
import platform
from pathlib import Path
from typing import NamedTuple

_CPUS = Path("/sys/devices/system/cpu")
_CGROUP = Path("/sys/fs/cgroup")
_CORES_PER_SLOT = 4
"""Threads for each request at a time: on two cores a second request gained nothing, see evals/EXPERIMENTS.md."""
_MAX_SLOTS = 4
_ROUND = 1024
_MAX_CONTEXT = 32 * _ROUND
"""Tokens that are planned for at most: memory is taken for all of them."""


class Plan(NamedTuple):
    """How a server is to be started: processor threads, requests at a time, tokens of one request."""

    threads: int
    slots: int
    context: int


def plan(*, threads: int | None, slots: int | None, context: int | None, needed: int) -> Plan:
    """The settings given, the rest from the machine; ``needed`` is the most tokens that one request takes."""
    threads = threads or cores()
    slots = slots or max(1, min(_MAX_SLOTS, threads // _CORES_PER_SLOT))
    return Plan(threads, slots, context or min(_MAX_CONTEXT, -(-needed // _ROUND) * _ROUND))


def cores() -> int:
    """Physical cores that this process may use: a second thread of a core adds nothing to llama.cpp."""
    try:
        mine = os.sched_getaffinity(0)
    except AttributeError:  # macOS and Windows do not say
        number = os.cpu_count() or 2
        return number if platform.machine() == "arm64" else max(1, number // 2)
    siblings = {_read(_CPUS / f"cpu{number}/topology/thread_siblings_list") or str(number) for number in mine}
    quota, _, period = _read(_CGROUP / "cpu.max").partition(" ")
    limit = -(-int(quota) // int(period)) if quota.isdigit() and period.isdigit() else len(siblings)
    return max(1, min(len(siblings), limit))


def memory() -> int | None:
    """Bytes of memory that this process may use at most; None where the machine does not say."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows
        return None
    limit = _read(_CGROUP / "memory.max")
    return min(whole, int(limit)) if limit.isdigit() else whole


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""
