"""The response store: every answer of a model kept by what was asked.

Cache, resume and replay are one mechanism: an answer is looked up by ``(endpoint, key)``, where
``key`` (:func:`content_key`) hashes everything that shapes the answer except the address. One SQLite
file in the user's cache folder, readable by the user alone, holds the answers of all runs; a folder of
recordings (:mod:`summarizer.recordings`) answers by the same keys and by no address at all. Nothing
but questions' hashes, answers and token counts goes in: no key, no header, no document.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import sqlite3
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, Self

from summarizer.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.settings import Settings

_log = logging.getLogger(__name__)

FILE_NAME: Final = "responses-1.sqlite3"
"""The number is the layout's: a new layout is a new file, and an old program keeps its own."""
_BUSY_SECONDS: Final = 30.0
_PUTS_BETWEEN_EVICTIONS: Final = 64
_KEEP_AFTER_EVICTION: Final = 0.9
_STALE_USE_SECONDS: Final = 3600.0
_CORRUPT: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

_LAYOUT: Final = """
CREATE TABLE IF NOT EXISTS responses (
    endpoint TEXT NOT NULL,
    key TEXT NOT NULL,
    answer TEXT NOT NULL,
    finish TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    size INTEGER NOT NULL,
    used REAL NOT NULL,
    PRIMARY KEY (endpoint, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS responses_by_use ON responses (used, size);
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A kept answer: its JSON text, empty where the model ran into its token limit (``finish`` is ``length``).

    In a recording also that there was none (``unanswered``): the text is then the reason, as a JSON string.
    """

    answer: str
    finish: Literal["stop", "length", "unanswered"] = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class StoreStats:
    """What ``summarizer cache`` prints; ``path`` is None for a store in memory, sizes are bytes."""

    path: Path | None
    entries: int
    bytes: int
    max_bytes: int


class Store(Protocol):
    """What the endpoint engine needs of a store; ``label`` says, for people, what was asked."""

    @property
    def replays(self) -> bool:
        """True where a missing answer is an error, never a call."""

    def get(self, endpoint: str, key: str, label: str) -> Stored | None:
        """The kept answer, None where it has to be asked for."""

    def put(self, endpoint: str, key: str, stored: Stored) -> None:
        """Keep an answer."""

    def close(self) -> None:
        """Let go of files; a second call does nothing."""


def content_key(**parts: Any) -> str:
    """SHA-256 over the parts' canonical JSON: model, prompts, schema, messages and parameters, never the address."""
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


class ResponseStore:
    """One SQLite file, or memory where ``path`` is None; safe with several threads and processes.

    ``refresh`` writes and does not read. A corrupt file is moved aside, with a warning to the log, and a
    new one begun. Raises :class:`StoreError` where the file cannot be opened or written.
    """

    replays: Final = False

    def __init__(self, path: Path | None, *, max_bytes: int = 256_000_000, refresh: bool = False) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._refresh = refresh
        self._lock = threading.Lock()
        self._puts = 0
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError as error:
            self._recover(error)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The store that ``settings`` ask for: the user's file, or memory where the cache is off."""
        path = settings.cache_folder / FILE_NAME if settings.cache else None
        return cls(path, max_bytes=int(settings.cache_max_mb * 1_000_000), refresh=settings.refresh)

    @property
    def path(self) -> Path | None:
        """Where the file lies; None for a store in memory."""
        return self._path

    def get(self, endpoint: str, key: str, label: str = "") -> Stored | None:  # noqa: ARG002 - recordings name what is missing
        """The kept answer, None where there is none or ``refresh`` is on."""
        if self._refresh:
            return None
        with self._lock:
            rows = self._run(
                "SELECT answer, finish, prompt_tokens, completion_tokens, used FROM responses"
                " WHERE endpoint = ? AND key = ?",
                (endpoint, key),
            )
            if not rows:
                return None
            answer, finish, prompt_tokens, completion_tokens, used = rows[0]
            now = time.time()
            if now - used > _STALE_USE_SECONDS:  # not at each reading: a cached run need not write
                self._run("UPDATE responses SET used = ? WHERE endpoint = ? AND key = ?", (now, endpoint, key))
        return Stored(answer, finish, prompt_tokens, completion_tokens)

    def put(self, endpoint: str, key: str, stored: Stored) -> None:
        """Keep an answer, replacing an older one; the least recently used give way past the size cap."""
        size = len(stored.answer.encode("utf-8", "surrogatepass")) + len(endpoint) + len(key) + 64
        row = (endpoint, key, stored.answer, stored.finish, stored.prompt_tokens, stored.completion_tokens)
        with self._lock:
            self._run("INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, size, time.time()))
            self._puts += 1
            if self._puts % _PUTS_BETWEEN_EVICTIONS == 0:
                self._evict()

    def stats(self) -> StoreStats:
        """Number and size of the kept answers."""
        with self._lock:
            entries, total = self._run("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM responses")[0]
        return StoreStats(self._path, entries, total, self._max_bytes)

    def clear(self) -> int:
        """Forget everything and give the disk space back; the number of answers forgotten."""
        with self._lock:
            forgotten = int(self._run("SELECT COUNT(*) FROM responses")[0][0])
            self._run("DELETE FROM responses")
            self._run("VACUUM")
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")
        return forgotten

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with self._lock:
            if self._connection is None:
                return
            if self._puts:
                with contextlib.suppress(StoreError):  # tidying up must not fail a run that is done
                    self._evict()
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> sqlite3.Connection:
        if self._path is not None:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                # Created by us before SQLite opens it: its own files then take over the mode.
                os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            except OSError as error:
                raise self._unusable(error) from error
        connection = sqlite3.connect(
            self._path or ":memory:", timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(_LAYOUT)
        except sqlite3.OperationalError as error:
            connection.close()
            raise self._unusable(error) from error
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Rows of one statement; the caller holds the lock."""
        for last in (False, True):
            if self._connection is None:
                raise StoreError("the response store is closed")
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.DatabaseError as error:
                if last or getattr(error, "sqlite_errorcode", 0) & 0xFF not in _CORRUPT:
                    raise self._unusable(error) from error
                self._recover(error)
        raise AssertionError("unreachable")

    def _evict(self) -> None:
        total = self._run("SELECT COALESCE(SUM(size), 0) FROM responses")[0][0]
        if total <= self._max_bytes:
            return
        # The oldest go until a tenth of the cap is free, so that eviction stays rare.
        self._run(
            "DELETE FROM responses WHERE (endpoint, key) IN (SELECT endpoint, key FROM"
            " (SELECT endpoint, key, SUM(size) OVER (ORDER BY used DESC, endpoint, key) AS kept FROM responses)"
            " WHERE kept > ?)",
            (self._max_bytes * _KEEP_AFTER_EVICTION,),
        )
        self._run("PRAGMA incremental_vacuum")

    def _recover(self, error: sqlite3.DatabaseError) -> None:
        """Move a corrupt file aside and begin a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._path is None or getattr(error, "sqlite_errorcode", 0) & 0xFF not in _CORRUPT:
            raise self._unusable(error) from error
        aside = self._path.with_name(f"{self._path.name}.corrupt-{time.time_ns()}")
        try:
            self._path.replace(aside)
            for suffix in ("-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        except OSError as blocked:
            raise self._unusable(blocked) from blocked
        _log.warning("response store %s is corrupt (%s); moved to %s, begun anew", self._path, error, aside.name)
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError as again:
            raise self._unusable(again) from again

    def _unusable(self, error: Exception) -> StoreError:
        return StoreError(
            f"response store {self._path or 'in memory'} cannot be used: {error};"
            " set SUMMARIZER_CACHE_DIR to a folder that can be written, or give --no-cache"
        )
