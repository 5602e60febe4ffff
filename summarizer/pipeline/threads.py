"""Where work is done that takes the processor's time: here, or in a few threads beside an event loop."""

from __future__ import annotations

import asyncio
import contextvars
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import TYPE_CHECKING, Final, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

THREADS: Final = 2
"""Few: each that computes holds up the event loop, which has to wait for its turn, and more of them are not faster."""


class Place(Protocol):
    """Calls a function somewhere and gives what it returns."""

    async def __call__(self, work: Callable[_Given, _Made], /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        """What ``work`` gives for the arguments; raises what it raises."""


async def here(work: Callable[_Given, _Made], /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
    """In the caller's thread, at once."""
    return work(*args, **kwargs)


async def aside(work: Callable[_Given, _Made], /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
    """In one of the few threads that all sessions of the process share."""
    call = partial(contextvars.copy_context().run, work, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_threads(os.getpid()), call)


@cache
def _threads(process: int) -> ThreadPoolExecutor:
    """The threads of a process: one that was forked has none of its parent's."""
    return ThreadPoolExecutor(THREADS, thread_name_prefix=f"summarizer-{process}")
