"""The response store of a run: the user's file while it can be used, memory where it cannot.

A cache may never cost a document. Where the file cannot be opened, read or written (full disk, read-only folder,
locked by another program), the run goes on: its new answers are kept in memory, so that nothing is asked twice,
and written to the file as soon as it takes them again, at the latest in :meth:`FallbackStore.close`. A person is
told once, by :meth:`FallbackStore.notice`.
"""

from __future__ import annotations

import logging
import threading
import time
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from summarizer.answers.store import ResponseStore
from summarizer.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.answers.store import Stored
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)
_Done = TypeVar("_Done")

_PATIENCE: Final = 5.0
_LEAST_PATIENCE: Final = 0.05
_REST: Final = 30.0
_SAVED_AT_ONCE: Final = 64
"""Few, for they are written between two questions."""


class FallbackStore:
    """The store that ``settings`` ask for; no call raises.

    ``patience`` is how many seconds the whole run may wait for other programs that hold the file, on top of
    which each try costs 0.05 s at most; after a failure the file is left alone for ``rest`` seconds.
    """

    replays: Final = False

    def __init__(self, settings: Settings, *, patience: float = _PATIENCE, rest: float = _REST) -> None:
        self._settings = settings
        self._patience = patience
        self._rest = rest
        self._lock = threading.Lock()
        self._file: ResponseStore | None = None
        self._memory = ResponseStore(None, max_bytes=int(settings.cache_max_mb * 1_000_000))
        self._unsaved: dict[tuple[str, str], None] = {}  # a set that remembers the order
        self._read_again = self._write_again = 0.0
        self._trouble: str | None = None
        self._told: set[str] = set()
        self._closed = False
        self._try(lambda _: True, writes=False)  # opened now: a notice comes with the first document

    @property
    def trouble(self) -> str | None:
        """Why the file could not be used, in one line; None where it always could. It stays once it is there."""
        return self._trouble

    def notice(self) -> str | None:
        """The trouble, or that the file was corrupt and begun anew; each is told once."""
        with self._lock:
            corrupt = self._file.notice() if self._file is not None else None
            for line in (self._trouble, corrupt):
                if line is not None and line not in self._told:
                    self._told.add(line)
                    return line
        return None

    def get(self, endpoint: str, key: str, label: str = "") -> Stored | None:
        """The kept answer, None where it has to be asked for."""
        with self._lock:
            kept = self._memory.get(endpoint, key) if self._trouble is not None else None
            return kept or self._try(lambda file: file.get(endpoint, key, label), writes=False)

    def put(self, endpoint: str, key: str, stored: Stored) -> None:
        """Keep an answer: in the file, or in memory until the file takes it."""
        with self._lock:
            if not self._save(endpoint, key, stored):
                self._memory.put(endpoint, key, stored)
                self._unsaved[endpoint, key] = None
            elif self._unsaved:
                self._save_some(_SAVED_AT_ONCE)

    def close(self) -> None:
        """Write what the file did not take before, if it does now, and let go of it; a second call does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._write_again = self._read_again = 0.0
            self._save_some(len(self._unsaved))
            if self._unsaved:
                _log.info("%d answers of this run are in no store", len(self._unsaved))
            if self._file is not None:
                self._file.close()
            self._memory.close()

    def _save_some(self, count: int) -> None:
        for endpoint, key in list(islice(self._unsaved, count)):
            stored = self._memory.get(endpoint, key)  # None where memory ran into its own cap
            if stored is not None and not self._save(endpoint, key, stored):
                return
            del self._unsaved[endpoint, key]

    def _save(self, endpoint: str, key: str, stored: Stored) -> bool:
        def put(file: ResponseStore) -> bool:
            file.put(endpoint, key, stored)
            return True

        return bool(self._try(put, writes=True))

    def _try(self, work: Callable[[ResponseStore], _Done], *, writes: bool) -> _Done | None:
        """What ``work`` gives for the file; None where the file fails or is left alone for now."""
        began = time.monotonic()
        if began < (self._write_again if writes else self._read_again):
            return None
        try:
            if self._file is None:
                self._file = ResponseStore.of(self._settings, patience=self._patience)
            return work(self._file)
        except StoreError as error:
            self._leave_alone(error, writes=writes)
            return None
        finally:
            self._count_waiting(time.monotonic() - began)

    def _leave_alone(self, error: StoreError, *, writes: bool) -> None:
        self._write_again = time.monotonic() + self._rest
        if self._file is None or not writes:  # a full disk can still be read
            self._read_again = self._write_again
            if self._file is not None:
                self._file.close()
                self._file = None
        if self._trouble is None:
            self._trouble = f"{error}; this run goes on without it"
            _log.warning("%s", self._trouble)

    def _count_waiting(self, seconds: float) -> None:
        if seconds <= _LEAST_PATIENCE or self._patience <= _LEAST_PATIENCE:
            return
        self._patience = max(_LEAST_PATIENCE, self._patience - seconds)
        if self._file is not None:
            try:
                self._file.wait_at_most(self._patience)
            except StoreError as error:
                self._leave_alone(error, writes=False)
