"""The database behind the service: a SQLite file of the user's, or PostgreSQL by its URL; brought to its schema.

::

    with Database.open() as database:
        database.transact(lambda connection: connection.execute(...))

What is given to :meth:`Database.transact` must be repeatable: where the connection is lost (the database is started
again) or SQLite is busy, it is done again, for as long as ``patience`` says.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import alembic.command
import sqlalchemy as sa
import tenacity
from alembic.config import Config
from dbos import DBOS
from sqlalchemy.dialects import postgresql, sqlite

from summarizer.errors import StoreError, UsageError
from summarizer.settings.folders import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_log = logging.getLogger(__name__)
_Made = TypeVar("_Made")
_Row = TypeVar("_Row")

VARIABLE = "SUMMARIZER_DATABASE"
VERSION_TABLE = "summarizer_versions"
_FILE = "service.sqlite"
_MIGRATING = 0x706C616E
"""Key of PostgreSQL's advisory lock: several programs may start at once, one migrates."""
_SECRET = ("password", "sslpassword")
"""What a URL may also say behind its question mark."""
_EPOCH, _DAY = 2_440_587.5, 86_400.0
"""1970 as SQLite counts days, and a day's seconds."""
_FIRST_WAIT, _MAX_WAIT = 0.1, 5.0
_CROSSED = 3
"""Times that a transaction is done again whose rows another one has taken away meanwhile."""
PATIENCE = 60.0
"""Seconds that a command waits for a database that was there and is gone; a worker waits for ever."""


def default_url() -> str:
    """What ``SUMMARIZER_DATABASE`` says (a password has no place on a command line), or a file in the state folder."""
    return os.environ.get(VARIABLE) or f"sqlite:///{state_folder() / _FILE}"


class Database:
    """An open database, its schema at head. Safe between threads."""

    def __init__(self, engine: sa.Engine, url: sa.URL) -> None:
        self.engine = engine
        self.url = url.render_as_string(hide_password=False)
        self.shown = url.difference_update_query(_SECRET).render_as_string(hide_password=True)
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.patience = PATIENCE

    @classmethod
    def open(cls, url: str | None = None) -> Self:
        """Connect and migrate. Raises :class:`UsageError` for a wrong URL, :class:`StoreError` where nobody answers."""
        _quiet()
        given = parsed(default_url() if url is None else url)
        engine = _engine(given)
        database = cls(engine, given)
        try:
            database._migrate()
        except sa.exc.DBAPIError as error:
            engine.dispose()
            raise StoreError("database-unreachable", url=database.shown, why=_reason(error)) from error
        except BaseException:
            engine.dispose()
            raise
        return database

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def now(self) -> sa.ColumnElement[float]:
        """Seconds since 1970 by the database's clock, which is the same for all of its workers.

        As the statement is done: it may have waited for long until others had written.
        """
        if self.is_sqlite:
            return (sa.cast(sa.func.julianday("now"), sa.Double) - _EPOCH) * _DAY
        return sa.cast(sa.func.extract("epoch", sa.func.clock_timestamp()), sa.Double)

    def insert(self, table: sa.Table) -> Any:
        """An INSERT that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def transact(self, work: Callable[[sa.Connection], _Made]) -> _Made:
        """What ``work`` returns of its transaction, or its reading; it may be done more than once.

        Raises :class:`StoreError` where the database does not come back.
        """
        began, wait, crossed = time.monotonic(), _FIRST_WAIT, 0
        while True:
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except sa.exc.IntegrityError:  # another transaction came between two of its statements: it is judged anew
                crossed += 1
                if crossed > _CROSSED:
                    raise
                continue
            except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
                passes = self._passes(error)
                # What does not pass may be a full disk, or another schema: of these it is said what is wrong.
                if not (passes or isinstance(error, sa.exc.OperationalError | sa.exc.ProgrammingError)):
                    raise
                if not passes or time.monotonic() - began > self.patience:
                    raise StoreError("database-unreachable", url=self.shown, why=_reason(error)) from error
                _log.warning("%s: %s; trying again in %.1f s", self.shown, _reason(error), wait)
            time.sleep(wait)
            wait = min(2 * wait, _MAX_WAIT)

    def rows(self, query: sa.Select[Any]) -> list[Any]:
        """All rows of a query. Raises as :meth:`transact` does."""
        return list(self.transact(lambda connection: connection.execute(query).all()))

    def scalar(self, query: sa.Select[Any]) -> Any:
        """The first column of a query's first row; None where there is none. Raises as :meth:`transact` does."""
        return self.transact(lambda connection: connection.execute(query).scalar())

    def change(self, statement: sa.Executable) -> int:
        """Do one statement; how many rows it has changed. Raises as :meth:`transact` does."""
        return self.transact(lambda connection: connection.execute(statement).rowcount)

    def _passes(self, error: sa.exc.SQLAlchemyError) -> bool:
        """Whether trying again may mend it: a lost connection, a busy file, two transactions in each other's way."""
        if isinstance(error, sa.exc.TimeoutError):  # no connection of the pool was free
            return True
        if self.is_sqlite:
            return isinstance(error, sa.exc.OperationalError) and _is_locked(error.orig)
        return isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) or (
            isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated
        )

    def scrub(self) -> None:
        """Let what was deleted go from a SQLite file's log, too; where somebody reads at this moment, it goes later."""
        if not self.is_sqlite:
            return
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            _log.debug("the log of the database is not cut yet: %s", error)
        finally:
            connection.close()

    def _migrate(self) -> None:
        with self.engine.begin() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
            config = Config()
            config.set_main_option("script_location", str(resources.files("summarizer.batch") / "migrations"))
            config.attributes["connection"] = connection
            alembic.command.upgrade(config, "head")
        DBOS.migrate(self.url)


def parsed(url: str) -> sa.URL:
    """A database's URL, with the driver that is used. Raises :class:`UsageError`, which repeats no password."""
    try:
        made = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise UsageError("database-url") from None
    backend = made.get_backend_name()
    if backend in {"postgresql", "postgres"} and made.database:
        return made.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and made.database and made.database != ":memory:":
        return made.set(drivername="sqlite", database=str(Path(made.database).expanduser().absolute()))
    raise UsageError("database-url")


def portions(rows: Sequence[_Row], most: int = 500) -> Iterator[list[_Row]]:
    """The rows, as many at a time as one statement may name."""
    return (list(rows[start : start + most]) for start in range(0, len(rows), most))


def _quiet() -> None:
    """Keep DBOS's log to what a person has to act on, in our own log: it prints to standard error by itself."""
    logger = logging.getLogger("dbos")
    if not any(isinstance(handler, _Forwarding) for handler in logger.handlers):
        logger.handlers[:] = [_Forwarding()]  # it adds its own only where there is none
        logger.propagate = False


class _Forwarding(logging.Handler):
    """Hands DBOS's warnings to the logger of this package."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            _log.info("DBOS: %s", record.getMessage())


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(
            url,
            pool_size=5,  # a worker's share of PostgreSQL's hundred: ten at the most, and one for its limits
            max_overflow=5,
            pool_pre_ping=True,  # a database that was started again leaves dead connections behind
            connect_args={"connect_timeout": 10, "application_name": "plan-summarizer"},
        )
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)  # texts of the user's stand in it
    except OSError as error:
        raise StoreError("database-unreachable", url=url.render_as_string(), why=error.strerror or error) from error
    engine = sa.create_engine(url, pool_size=8, max_overflow=24)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = "IMMEDIATE"  # whoever will write waits at the start, not in the middle
    # What is deleted is overwritten: an unlinked page would keep its words until something else is written there.
    for pragma in ("busy_timeout=30000", "foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    # The busy timeout does not hold for this one: where several programs open a new file, it fails at once.
    for attempt in tenacity.Retrying(
        retry=tenacity.retry_if_exception(_is_locked),
        stop=tenacity.stop_after_delay(PATIENCE), wait=tenacity.wait_random(0.01, 0.1), reraise=True,
    ):  # fmt: skip
        with attempt:
            connection.execute("PRAGMA journal_mode=WAL")


def _is_locked(error: BaseException | None) -> bool:
    """Whether somebody else has a SQLite file at this moment."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _reason(error: BaseException) -> str:
    """The first line of what the driver says, which names no password."""
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
