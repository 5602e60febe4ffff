"""Requests and tokens a minute that all workers of a database share, by endpoint.

pyrate-limiter keeps the log of what went out in the last minute in the database (with SQLite in a file beside it), so
that a limit holds for all processes together and a worker that dies takes nothing with it. It counts permits; what
they are for goes out a moment later. So the window is a little longer than a minute, and no more than a tenth of the
limit goes out at once: the two together keep every minute at the endpoint within the limit.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import math
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import sqlalchemy as sa
from pyrate_limiter import PostgresBucket, Rate, RateItem, SQLiteBucket

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg_pool import ConnectionPool
    from pyrate_limiter import AbstractBucket

    from summarizer.batch.database import Database
    from summarizer.engines.endpoint.limits import Rate as EndpointRate
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)

_SLACK = 1_500
"""Milliseconds; a permit is used within them, or else only a burst too much falls into one minute."""
_BURST = 10
"""So many bursts make a minute's limit."""
_MOST_UNITS = 1000
"""Entries of one bucket: a million tokens a minute are counted by the thousand."""
_LEAK = 15.0
"""Seconds between two sweeps of what is older than the window."""
_RETRY = 1.0
"""Seconds to wait for a database that is away."""
_LONGEST_SLEEP = 5.0


class SharedRates:
    """The limits of one database's workers; close it in the end."""

    def __init__(self, database: Database, minute: float = 60.0) -> None:
        """``minute`` is how many seconds one has: tests have no minute."""
        self._database, self._minute = database, round(minute * 1000)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="summarizer-limits")
        self._buckets: dict[str, _Shared] = {}
        self._pool = None if database.is_sqlite else _pool(database.url)

    def of(self, settings: Settings, target: str) -> EndpointRate | None:
        """The limits that the settings have for the endpoint ``target``; None where they have none."""
        shared = [
            self._bucket(kind, target, limit)
            for kind, limit in (("requests", settings.requests_per_minute), ("tokens", settings.tokens_per_minute))
            if limit is not None
        ]
        return _Together({one.kind: one for one in shared}) if shared else None

    def close(self) -> None:
        """Let go of every connection."""
        for bucket in self._buckets.values():
            self._thread.submit(bucket.close)
        self._thread.shutdown()
        if self._pool is not None:
            self._pool.close()

    def _bucket(self, kind: str, target: str, limit: int) -> _Shared:
        unit = math.ceil(limit / _MOST_UNITS)
        name = f"{kind}_{hashlib.sha256(target.encode()).hexdigest()[:12]}_{unit}"
        key = f"{name} {limit}"
        if key not in self._buckets:
            rates = _rates(limit // unit, self._minute)
            self._buckets[key] = _Shared(kind, unit, lambda: self._made(name, rates), rates[0].limit, self._thread)
        return self._buckets[key]

    def _made(self, name: str, rates: list[Rate]) -> AbstractBucket:
        if self._pool is not None:
            return PostgresBucket(self._pool, name, rates)
        path = f"{sa.make_url(self._database.url).database}.limits"
        return SQLiteBucket.init_from_file(rates, name, path, use_file_lock=True)


class _Together:
    """The rate of an endpoint: its tokens, then its requests."""

    def __init__(self, shared: dict[str, _Shared]) -> None:
        self._requests, self._tokens = shared.get("requests"), shared.get("tokens")

    async def wait(self, tokens: int) -> None:
        """Until a request of so many tokens may go out."""
        if self._tokens is not None:
            await self._tokens.take(tokens)
        if self._requests is not None:
            await self._requests.take(1)


class _Shared:
    """One bucket, in which whoever came first in this process is served first."""

    def __init__(
        self, kind: str, unit: int, make: Callable[[], AbstractBucket], burst: int, thread: ThreadPoolExecutor
    ) -> None:  # fmt: skip
        self.kind = kind
        self._unit, self._make, self._burst, self._thread = unit, make, burst, thread
        self._bucket: AbstractBucket | None = None
        self._turn = asyncio.Lock()
        self._swept = time.monotonic()

    async def take(self, amount: int) -> None:
        """Until so much may go out; more than a burst in several."""
        loop, units = asyncio.get_running_loop(), math.ceil(amount / self._unit)
        async with self._turn:
            while units > 0:
                weight = min(units, self._burst)
                wait = await loop.run_in_executor(self._thread, self._try, weight)
                if wait is None:
                    units -= weight
                else:
                    await asyncio.sleep(min(wait, _LONGEST_SLEEP) + random.uniform(0.002, 0.02))  # noqa: S311

    def _try(self, weight: int) -> float | None:
        """Take so much, or say how many seconds to wait for it."""
        try:
            if self._bucket is None:
                self._bucket = self._make()
            now = self._bucket.now()  # type: ignore[no-untyped-call]
            if time.monotonic() - self._swept > _LEAK:
                self._swept = time.monotonic()
                self._bucket.leak(now)
            item = RateItem("", now, weight)
            if self._bucket.put(item):
                return None
            wait = self._bucket.waiting(item)
            return max(0, wait) / 1000 if isinstance(wait, int) else 0.0  # of these two no awaitable
        except Exception as error:  # noqa: BLE001 - whatever driver: while it is away, nothing goes out
            _log.warning("the shared limit cannot be reached: %s", error)
            return _RETRY

    def close(self) -> None:
        """Let go of a connection of one's own."""
        if isinstance(self._bucket, SQLiteBucket):
            self._bucket.close()  # type: ignore[no-untyped-call]


def _rates(limit: int, minute: int) -> list[Rate]:
    """At most ``limit`` in a minute of so many milliseconds, and of it a burst in its share of a minute."""
    burst = max(1, limit // _BURST)
    if burst == limit:
        return [Rate(limit, minute + _SLACK)]
    return [Rate(burst, math.ceil(minute * burst / limit)), Rate(limit, minute + _SLACK)]


def _pool(url: str) -> ConnectionPool:
    from psycopg_pool import ConnectionPool

    for name in ("pyrate_limiter", "psycopg.pool"):  # both print what passes to standard error
        logging.getLogger(name).propagate = False
        logging.getLogger(name).addHandler(logging.NullHandler())
    plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    zone = {"options": "-c TimeZone=UTC"}  # its times have no zone: they are to be the same in every session
    check = ConnectionPool.check_connection
    return ConnectionPool(plain, min_size=0, max_size=1, timeout=10.0, kwargs=zone, check=check, open=True)
