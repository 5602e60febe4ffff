"""The response store: every answer of a model kept by what was asked.

Cache, resume and replay are one mechanism: an answer is looked up by ``(endpoint, key)``, where
``key`` (:func:`content_key`) hashes everything that shapes the answer except the address. One SQLite
file in the user's cache folder, readable by the user alone, holds the answers of all runs; a folder of
recordings (:mod:`summarizer.answers.recordings`) answers by the same keys and by no address at all. Nothing
but questions' hashes, answers and token counts goes in: no key, no header, no document. A run takes the
file through :mod:`summarizer.answers.fallback`, which goes on where the file cannot be used.
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
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

from summarizer.errors import StoreError
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)

FILE_NAME = "responses-2.sqlite3"
"""The number is the layout's: a new layout is a new file, and an old program keeps its own."""
_PUTS_BETWEEN_EVICTIONS = 64
_KEPT_AFTER_EVICTION = 0.9
_CORRUPT = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

_LAYOUT = """
CREATE TABLE IF NOT EXISTS responses (
    endpoint TEXT NOT NULL,
    key TEXT NOT NULL,
    answer TEXT NOT NULL,
    finish TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    size INTEGER NOT NULL,
    digest TEXT NOT NULL,
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

    def digest(self, endpoint: str, key: str) -> str:
        """A checksum of the row: SQLite has none of its own, and a changed byte in an answer is still an answer."""
        whole = f"{endpoint}\0{key}\0{self.finish}\0{self.prompt_tokens}\0{self.completion_tokens}\0{self.answer}"
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]


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

    def notice(self) -> Message | None:
        """What a person has to be told of the store, in one line; each is given once."""

    def close(self) -> None:
        """Let go of files; a second call does nothing."""


def content_key(**parts: Any) -> str:
    """SHA-256 over the parts' canonical JSON: model, prompts, schema, messages and parameters, never the address."""
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


class ResponseStore:
    """One SQLite file, or memory where ``path`` is None; safe with several threads and processes.

    ``refresh`` writes and does not read. A corrupt file is moved aside, with a warning to the log and a
    :meth:`notice`, and a new one begun; a row that is not as it was written is no answer. ``patience`` is how
    many seconds a call waits for another process. Raises :class:`StoreError` where the file cannot be opened,
    read or written.
    """

    replays = False

    def __init__(
        self, path: Path | None, *, max_bytes: int = 256_000_000, refresh: bool = False, patience: float = 30.0
    ) -> None:
        self.path = path
        self._max_bytes = max_bytes
        self._refresh = refresh
        self._patience = patience
        self._lock = threading.Lock()
        self._puts = 0
        self._notice: Message | None = None
        self._connection = self._connected()

    @classmethod
    def of(cls, settings: Settings, **more: float) -> Self:
        """The store that ``settings`` ask for: the user's file, or memory where the cache is off."""
        path = settings.cache_folder / FILE_NAME if settings.cache else None
        return cls(path, max_bytes=int(settings.cache_max_mb * 1_000_000), refresh=settings.refresh, **more)

    def notice(self) -> Message | None:
        """Told once: that the file was corrupt, and where it is now."""
        told, self._notice = self._notice, None
        return told

    def get(self, endpoint: str, key: str, label: str = "") -> Stored | None:  # noqa: ARG002 - recordings name what is missing
        """The kept answer, None where there is none or ``refresh`` is on."""
        if self._refresh:
            return None
        rows = self._run(
            "SELECT digest, answer, finish, prompt_tokens, completion_tokens FROM responses"
            " WHERE endpoint = ? AND key = ?",
            (endpoint, key),
        )
        for digest, *fields in rows:
            stored = Stored(*fields)
            if stored.digest(endpoint, key) == digest:
                return stored
            _log.warning("response store %s: an answer is not as it was written: it is asked for again", self.path)
        return None

    def put(self, endpoint: str, key: str, stored: Stored) -> None:
        """Keep an answer, replacing an older one; the oldest give way past the size cap."""
        # A server can send half a character (JSON's \\ud800), which no file can hold.
        stored = replace(stored, answer=stored.answer.encode("utf-8", "replace").decode("utf-8"))
        size = len(stored.answer.encode("utf-8")) + len(endpoint) + len(key) + 64
        row = (endpoint, key, *astuple(stored), size, stored.digest(endpoint, key), time.time())
        self._run("INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._puts += 1
        if self._puts % _PUTS_BETWEEN_EVICTIONS == 0:
            self._evict()

    def stats(self) -> StoreStats:
        """Number and size of the kept answers."""
        entries, total = self._run("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM responses")[0]
        return StoreStats(self.path, entries, total, self._max_bytes)

    def clear(self) -> int:
        """Forget everything and give the disk space back; the number of answers forgotten."""
        forgotten = self.stats().entries
        for statement in ("DELETE FROM responses", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            self._run(statement)
        return forgotten

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with contextlib.suppress(StoreError):  # tidying up must not fail a run that is done
            if self._puts:
                self._evict()
        self._puts = 0
        self._disconnect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Rows of one statement, of a new file where the old one turns out to be corrupt."""
        with self._lock:
            try:
                try:
                    return self._connection.execute(statement, values).fetchall()
                except sqlite3.Error as error:
                    if not _is_corrupt(error):
                        raise
                    self._disconnect()
                    self._connection = self._connected(error)
                    return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise self._unusable(error) from error

    def _evict(self) -> None:
        """The oldest go until a tenth of the cap is free, so that eviction stays rare."""
        if self.stats().bytes > self._max_bytes:
            self._run(
                "DELETE FROM responses WHERE (endpoint, key) IN (SELECT endpoint, key FROM"
                " (SELECT endpoint, key, SUM(size) OVER (ORDER BY used DESC, endpoint, key) AS kept FROM responses)"
                " WHERE kept > ?)",
                (self._max_bytes * _KEPT_AFTER_EVICTION,),
            )
            self._run("PRAGMA incremental_vacuum")

    def _connected(self, damage: sqlite3.Error | None = None) -> sqlite3.Connection:
        """The file, open; a new one beside a corrupt one.

        Where ``damage`` was found in the file that was open, another process may have found it too, and have begun a
        new file since, which is left where it is.
        """
        try:
            with self._alone():
                try:
                    return self._open(damage)
                except sqlite3.DatabaseError as error:
                    if not _is_corrupt(error):
                        raise
                    self._move_aside(error)
                    return self._open()
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process opens the file, or moves it aside, for this moment.

        The lock is one of SQLite's, on an empty file beside ours: it works wherever the store does, and goes with
        the process that holds it.
        """
        if self.path is None:
            yield
            return
        guard = self.path.with_name(self.path.name + ".lock")
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create(guard)
        with contextlib.closing(sqlite3.connect(guard, timeout=self._patience, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield

    def _open(self, damage: sqlite3.Error | None = None) -> sqlite3.Connection:
        """A connection to the file as it lies there now, which raises ``damage`` if it is still there."""
        if self.path is not None:
            _create(self.path)
        connection = sqlite3.connect(
            self.path or ":memory:", timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        # A damaged row is to be found by its digest, not to end the reading.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            for pragma in ("auto_vacuum = INCREMENTAL", "journal_mode = WAL", "synchronous = NORMAL"):
                connection.execute(f"PRAGMA {pragma}")
            connection.executescript(_LAYOUT)
            if damage is not None and connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
                raise damage
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _move_aside(self, damage: sqlite3.Error) -> None:
        assert self.path is not None  # noqa: S101 - memory is not corrupt
        aside = f"{self.path.name}.corrupt-{time.time_ns()}"
        # The side files first: beside a new file they would be taken for its own.
        self.path.with_name(self.path.name + "-shm").unlink(missing_ok=True)
        for suffix in ("-wal", ""):
            with contextlib.suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).replace(self.path.with_name(aside + suffix))
        self._notice = Message("store-was-corrupt", {"store": self.path, "why": damage, "aside": aside})
        _log.warning("%s", self._notice.text("en"))

    def _disconnect(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # what is in the file stays there
            self._connection.close()

    def _unusable(self, error: Exception) -> StoreError:
        return StoreError("store-unusable", store=self.path or ":memory:", why=error)


def _create(path: Path) -> None:
    """An empty file for the user alone, before SQLite makes one for all; its own side files then take over the mode.

    One that is there is not touched: to close it would drop the locks that this process holds on it.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _is_corrupt(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _CORRUPT
