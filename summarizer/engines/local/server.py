"""A llama.cpp server of our own: started when first needed, ended whatever happens.

::

    with serving(settings) as served:
        for path in paths:
            summarizer.summarize(path, served)  # the model is loaded once

The server is a child that watches a pipe of ours: when this process is gone, however it went, so is the
server (:mod:`~summarizer.engines.local.guard`). It listens on the loopback interface, on a port of its own,
and takes only requests with a key that is made up for each run.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import secrets
import subprocess
import threading
from typing import TYPE_CHECKING, Any, Self

import httpx2
from pydantic import SecretStr

from summarizer.engines.local import machine, programs, weights
from summarizer.engines.local.guard import SIGNALLED
from summarizer.errors import LocalError
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.engines.local.machine import Plan
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)

_MAX_DEATHS = 2
"""How often in a row a server may die without having answered: one that died twice would die a third time."""
_MAX_PORTS = 3
"""How many ports are tried where another program is faster."""
_LOAD_TIMEOUT = 900.0
"""Seconds for loading a model, as long as the server lives: a big one from a slow disk takes minutes."""
_POLL = 0.1
_CALL_TIMEOUT = 2.0
_END_TIMEOUT = 10.0
_MAX_LINES = 40
_STAMP = re.compile(r"^[\d.]+ [A-Z] +(\S+ +)?\S+: ")
"""What llama.cpp puts before a line of its log: time, level, place."""
_ERROR = re.compile(r"error|failed|couldn't|cannot|not supported|only supports", re.IGNORECASE)
# A slow machine takes minutes over one answer; nobody else waits for it.
_SLOW_DEFAULTS = {"timeout": 600.0}
_PROMPT_TOKENS = 800
"""Tokens of a request beside chunk and answer: instructions, headings, refs."""


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[Settings]:
    """The settings bound to a model server of this run, which ends with the block.

    Nothing is started before a question is asked: a run whose answers are all kept loads no model.
    Raises :class:`~summarizer.errors.UsageError` for a model that is not there and
    :class:`~summarizer.errors.LocalError` where there is no program to serve it.
    """
    with LocalServer.of(settings) as server:
        yield server.bound()


class LocalServer:
    """A llama.cpp server for one model file; ``origin`` names the weights, ``key`` is what it asks for."""

    def __init__(self, settings: Settings, model: Path, plan: Plan) -> None:
        """Raises :class:`LocalError` where no program can serve the model; nothing is started yet."""
        self.model = model
        self._settings = settings
        self.plan = plan
        self.context, self.slots = plan.context, plan.slots
        self.program = programs.found()
        self.origin = f"local:{model.name}@{weights.fingerprint(model)}"
        self.key = secrets.token_urlsafe(24)
        self._lock = threading.Lock()
        self._child: _Process | None = None
        self._deaths = 0
        self._lost_ports = 0
        self._closed = False

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The server that the settings ask for. Raises as :func:`serving` does."""
        needed = 2 * settings.chunk_tokens + settings.max_tokens + _PROMPT_TOKENS
        plan = machine.plan(threads=settings.threads, slots=settings.slots, context=settings.context, needed=needed)
        model = weights.chosen(settings).resolve()
        size, memory = model.stat().st_size, machine.memory()
        if memory is not None and size > memory:
            sizes = {"size": f"{size / 1e9:.1f}", "memory": f"{memory / 1e9:.1f}"}
            raise LocalError("memory-too-small", model=model.name, **sizes)
        return cls(settings, model, plan)

    def bound(self, **update: Any) -> Settings:
        """Its settings, bound to it: its key, its model's name, as many requests at a time as it takes."""
        slow = {name: value for name, value in _SLOW_DEFAULTS.items() if name not in self._settings.model_fields_set}
        own = {"model": self.model.name, "api_key": SecretStr(self.key), "concurrency": self.slots}
        return self._settings.served_by(self, endpoint_headers=None, **slow, **own, **update)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def address(self) -> str:
        """The base URL, once the model is loaded; starts the server where it does not run. Called for each question.

        Raises :class:`LocalError` where it cannot be started, or keeps dying.
        """
        try:
            async with asyncio.timeout(_LOAD_TIMEOUT):
                while not (child := self._living()).ready:
                    if child.ended is None:
                        child.ready = await asyncio.to_thread(child.answers, self.key)
                    await asyncio.sleep(0 if child.ready else _POLL)
        except TimeoutError:
            raise LocalError("model-not-loaded", model=self.model.name, seconds=f"{_LOAD_TIMEOUT:g}") from None
        child.asked += 1
        return f"{child.url}/v1"

    def why(self) -> LocalError | None:
        """Why the server is not there, None where it is or was not needed yet."""
        child = self._child
        return self._failed(child) if child is not None and child.is_ending() else None

    def close(self) -> None:
        """End the server, if it runs; a second call does nothing."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
        if child is not None:
            child.end()

    def _living(self) -> _Process:
        """The running child, a new one where there is none. Never waits."""
        with self._lock:
            if self._closed:
                raise LocalError("local-server-closed")
            if self._child is None or self._child.ended is not None:
                if self._child is not None:
                    self._count(self._child)
                _log.info("starting %s for %s: %s", self.program, self.model.name, self.plan)
                self._child = _Process(programs.launch(self.program, self.model, self.plan, self.key))
            return self._child

    def _count(self, child: _Process) -> None:
        """Take note of a child that ended. Raises :class:`LocalError` where another one would end alike."""
        if child.lost_its_port and self._lost_ports < _MAX_PORTS:
            self._lost_ports += 1
            return
        # Questions are asked as many at a time as there are slots: beyond that, some have been answered.
        self._deaths = 1 if child.asked > self.slots + 1 else self._deaths + 1
        if not child.ready or self._deaths >= _MAX_DEATHS:
            raise self._failed(child)

    def _failed(self, child: _Process) -> LocalError:
        if child.killed_by is not None:
            return LocalError("local-server-killed", signal=child.killed_by)
        why = child.error_line() or Message("said-nothing")
        return LocalError("cannot-serve", program=self.program, model=self.model, why=why)


class _Process:
    """The server's process and what it says."""

    def __init__(self, launch: programs.Launch) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 - a program that the user has put on the PATH
                launch.command,
                env=launch.env,
                stdin=subprocess.PIPE,  # kept open for as long as the server is to live
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for us alone: the server is ended when we have put things in order.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise LocalError("cannot-start", program=launch.command[0], why=error.strerror) from error
        self.url = launch.address
        self.ready = False
        self.asked = 0
        self._listens = False
        self._said: list[str] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def ended(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._process.poll()

    def is_ending(self) -> bool:
        """Whether it has ended, or does so this moment: a connection breaks before the guard has told."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_CALL_TIMEOUT)
        return self.ended is not None

    @property
    def killed_by(self) -> int | None:
        """The signal that ended it, as the system or its guard tells."""
        code = self.ended or 0
        return -code if code < 0 else code - SIGNALLED if code > SIGNALLED else None

    @property
    def lost_its_port(self) -> bool:
        """Whether it ended because another program was faster to take its port."""
        self._listener.join(1.0)
        return not self.ready and any("bind" in line for line in self._said)

    def answers(self, key: str) -> bool:
        """Whether the server has loaded its model, and is ours: it says that it listens, and takes our key alone.

        The key is shown only to one that refused another and belongs to a child that lives.
        """
        if not self._listens or self._status("/health") != 200:  # noqa: PLR2004
            return False
        refuses = self._status("/props", "another") == 401  # noqa: PLR2004
        return refuses and self.ended is None and self._status("/props", key) == 200  # noqa: PLR2004

    def error_line(self) -> str:
        """The first line that tells of an error, else the last line."""
        self._listener.join(1.0)
        said = [_STAMP.sub("", line) for line in self._said if line]
        errors = [line for line in said if _ERROR.search(line)]
        return errors[0] if errors else said[-1] if said else ""

    def end(self) -> None:
        """Close the pipe, which ends the server, and see that it ended."""
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        if os.name == "posix":  # a fork of ours may hold the pipe open; elsewhere this would end the guard alone
            self._process.terminate()
        try:
            self._process.wait(_END_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(1.0)

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        with self._process.stdout as lines:
            for raw in lines:
                line = raw.decode("utf-8", "replace").rstrip()
                self._said = [*self._said[-_MAX_LINES:], line]  # a new list: others read the old one meanwhile
                _log.debug("%s", line)
                self._listens = self._listens or "listening" in line

    def _status(self, path: str, key: str | None = None) -> int | None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            answer = httpx2.get(f"{self.url}{path}", headers=headers, timeout=_CALL_TIMEOUT, trust_env=False)
        except httpx2.HTTPError:
            return None
        return answer.status_code
