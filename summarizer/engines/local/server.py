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
import secrets
import subprocess
import threading
import urllib.error
import urllib.request
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Self

from pydantic import SecretStr

from summarizer.engines.local import machine, programs, weights
from summarizer.errors import LocalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.engines.local.machine import Plan
    from summarizer.settings import Settings

_log = logging.getLogger(__name__)

_STARTS: Final = 2
"""How often a server is started in a run: one that ends a second time would end a third."""
_PATIENCE: Final = 900.0
"""Seconds for loading a model, as long as the server lives: a big one from a slow disk takes minutes."""
_POLL: Final = 0.1
_CALL: Final = 2.0
_GOODBYE: Final = 10.0
_LINES: Final = 40
_SIGNALLED: Final = 128
# A slow machine takes minutes over one answer; nobody else waits for it.
_PATIENT: Final = {"timeout": 600.0, "deadline": 3600.0}
_PROMPT: Final = 800
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
        self._plan = plan
        self.context, self.slots = plan.context, plan.slots
        self.program = programs.found()
        self.origin = f"local:{model.name}@{weights.fingerprint(model)}"
        self.key = secrets.token_urlsafe(24)
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._starts = 0
        self._closed = False

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The server that the settings ask for. Raises as :func:`serving` does."""
        needed = 2 * settings.chunk_tokens + settings.max_tokens + _PROMPT
        plan = machine.plan(threads=settings.threads, slots=settings.slots, context=settings.context, needed=needed)
        return cls(settings, weights.chosen(settings), plan)

    def bound(self, **update: Any) -> Settings:
        """Its settings, bound to it: its key, its model's name, as many requests at a time as it takes."""
        patient = {name: value for name, value in _PATIENT.items() if name not in self._settings.model_fields_set}
        own = {"model": self.model.name, "api_key": SecretStr(self.key), "concurrency": self.slots}
        return self._settings.served_by(self, **patient, **own, **update)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def address(self) -> str:
        """The base URL, once the model is loaded; starts the server where it does not run.

        Raises :class:`LocalError` where it cannot be started, or ended twice.
        """
        child = self._living()
        try:
            async with asyncio.timeout(_PATIENCE):
                while not child.ready:
                    if child.ended is not None:
                        raise self._failed(child)
                    child.ready = await asyncio.to_thread(child.answers, self.key)
                    await asyncio.sleep(0 if child.ready else _POLL)
        except TimeoutError:
            raise LocalError(f"{self.model.name} is not loaded after {_PATIENCE:g} s: take a smaller model") from None
        return f"{child.url}/v1"

    def close(self) -> None:
        """End the server, if it runs; a second call does nothing."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
        if child is not None:
            child.end()

    def _living(self) -> _Child:
        """The running child, a new one where there is none. Never waits."""
        with self._lock:
            if self._closed:
                raise LocalError("the local server has been closed")
            if self._child is None or self._child.ended is not None:
                if self._child is not None and (not self._child.ready or self._starts >= _STARTS):
                    raise self._failed(self._child)
                self._starts += 1
                _log.info("starting %s for %s: %s", self.program, self.model.name, self._plan)
                self._child = _Child(programs.launch(self.program, self.model, self._plan, self.key))
            return self._child

    def _failed(self, child: _Child) -> LocalError:
        if child.killed_by is not None:
            return LocalError(
                f"the local server was killed (signal {child.killed_by}), as for want of memory: take a smaller"
                " model, a smaller --context or fewer --slots"
            )
        return LocalError(f"{self.program} cannot serve {self.model}: {child.last_words() or 'it said nothing'}")


class _Child:
    """The server's process and what it says."""

    def __init__(self, launch: programs.Launch) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 - a program that the user has put on the PATH
                launch.command,
                env=launch.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for us alone: the server is ended when we have put things in order.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise LocalError(f"{launch.command[0]} cannot be started: {error.strerror}") from error
        self.url = launch.address
        self.ready = False
        self._said: deque[str] = deque(maxlen=_LINES)
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        self._hold = self._process.stdin  # kept open for as long as the server is to live
        with contextlib.suppress(OSError):  # a child that has ended already is told by ``ended``
            self._hold.write(launch.first_line.encode())
            self._hold.flush()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def ended(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._process.poll()

    @property
    def killed_by(self) -> int | None:
        """The signal that ended it, as the system or its guard tells."""
        code = self.ended or 0
        return -code if code < 0 else code - _SIGNALLED if code > _SIGNALLED else None

    def answers(self, key: str) -> bool:
        """Whether the server has loaded its model, and is ours: it takes our key and no other."""
        if self.url is None:
            return False
        return self._status("/health") == 200 and self._status("/props", key) == 200 and self._status("/props") == 401  # noqa: PLR2004

    def last_words(self) -> str:
        """The last line that tells of an error, else the last line."""
        self._listener.join(1.0)
        said = [line for line in self._said if line]
        errors = [line for line in said if "error" in line.lower() or "failed" in line.lower()]
        return (errors or said or [""])[-1]

    def end(self) -> None:
        """Close the pipe, which ends the server, and see that it ended."""
        with contextlib.suppress(OSError):
            self._hold.close()
        try:
            self._process.wait(_GOODBYE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(1.0)

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        with self._process.stdout as lines:
            for raw in lines:
                line = raw.decode("utf-8", "replace").rstrip()
                self._said.append(line)
                _log.debug("%s", line)
                if self.url is None and line.startswith("listening "):
                    self.url = line.removeprefix("listening ")

    def _status(self, path: str, key: str | None = None) -> int | None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        request = urllib.request.Request(f"{self.url}{path}", headers=headers)  # noqa: S310 - http, loopback
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=_CALL) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None
