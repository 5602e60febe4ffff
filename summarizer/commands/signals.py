"""How long commands end: SIGTERM means what Ctrl-C does, and both let them end well."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextlib.contextmanager
def handled(what: Callable[[], object], *signals: signal.Signals) -> Iterator[None]:
    """Have the event loop call ``what`` at these signals; on Windows they end the program as ever."""
    loop = asyncio.get_running_loop()
    added = []
    try:
        for one in signals:
            with contextlib.suppress(NotImplementedError, RuntimeError):  # Windows; not the main thread
                loop.add_signal_handler(one, what)
                added.append(one)
        yield
    finally:
        for one in added:
            loop.remove_signal_handler(one)


@contextlib.contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """Cancel the task of this block at SIGTERM, as :func:`asyncio.run` does at Ctrl-C."""
    task = asyncio.current_task()
    if task is None:
        raise AssertionError("a coroutine runs in a task")
    with handled(task.cancel, signal.SIGTERM):
        yield


async def until_told() -> None:
    """Wait for SIGTERM or Ctrl-C."""
    told = asyncio.Event()
    with handled(told.set, signal.SIGTERM, signal.SIGINT):
        await told.wait()
