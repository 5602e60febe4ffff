"""Where work is done that takes the processor's time: here, or in a thread beside an event loop."""

import asyncio
import contextvars
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


async def here(work: Callable[_Given, _Made], /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
    """In the caller's thread, at once."""
    return work(*args, **kwargs)


async def aside(work: Callable[_Given, _Made], /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
    """In the one thread that all sessions of the process share.

    Each thread that computes holds up the event loop, which has to wait for its turn, and two are not faster than
    one: ``python -m benchmarks event_loop`` measures it.
    """
    call = partial(contextvars.copy_context().run, work, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_thread(os.getpid()), call)


@cache
def _thread(process: int) -> ThreadPoolExecutor:
    """The thread of a process: one that was forked does not have its parent's."""
    return ThreadPoolExecutor(1, thread_name_prefix=f"summarizer-{process}")
