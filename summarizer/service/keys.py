"""Idempotency keys: a request that is sent again, since its answer was lost, is the request that it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from summarizer.batch.tables import jobs, keys

if TYPE_CHECKING:
    from summarizer.batch.database import Database

KEPT = 86_400.0
"""Seconds for which a key is known."""


class Seen(NamedTuple):
    """The sha256 of what came with a key, and the job that it became."""

    request: str
    job: str


class Keys:
    """The keys of a database, each owner's its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def seen(self, owner: str, key: str) -> Seen | None:
        """What came with a key before; None where nothing did."""
        fresh = keys.c.made > self._database.now - KEPT
        query = sa.select(keys.c.request, keys.c.job).where(keys.c.owner == owner, keys.c.key == key, fresh)
        return next((Seen(*row) for row in self._database.rows(query)), None)

    def keep(self, owner: str, key: str, seen: Seen) -> None:
        """Take note of what came with a key; the first one stays, an old one does not.

        Nothing is noted of a job that was deleted meanwhile.
        """
        old = keys.c.made <= self._database.now - KEPT
        there = sa.select(jobs.c.id).where(jobs.c.id == seen.job)
        put = self._database.insert(keys).values(owner=owner, key=key, made=self._database.now, **seen._asdict())
        newer = {name: put.excluded[name] for name in ("request", "job", "made")}
        put = put.on_conflict_do_update(index_elements=["owner", "key"], set_=newer, where=old)

        def work(connection: sa.Connection) -> None:
            if connection.execute(there).first() is not None:
                connection.execute(put)

        self._database.transact(work)

    def purge(self) -> int:
        """Forget old keys; how many."""
        old = sa.delete(keys).where(keys.c.made <= self._database.now - KEPT)
        return self._database.change(old)
