"""How the reviews of several jobs stand: how far they are, and whether a newer result waits."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from summarizer.batch.store import unpacked
from summarizer.batch.tables import results, reviews
from summarizer.review.errors import ReviewGoneError
from summarizer.review.log import ReviewLog, progress_of
from summarizer.review.state import all_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.batch.database import Database
    from summarizer.models import Summary
    from summarizer.review.models import ReviewProgress
    from summarizer.review.state import ItemRow


def progress(database: Database, ids: Sequence[str]) -> dict[str, ReviewProgress]:
    """How far the reviews of some jobs are, of those on which anything was decided."""
    query = sa.select(reviews.c.job, reviews.c.id).where(reviews.c.job.in_(list(ids)), reviews.c.seq > 0)

    def work(connection: sa.Connection) -> dict[str, ReviewProgress]:
        named = {row.id: row.job for row in connection.execute(query)}
        return {named[one]: how for one, how in progress_of(connection, [*named]).items()}

    return database.transact(work)


def stale(database: Database, ids: Sequence[str]) -> set[str]:
    """The jobs among these that were read anew since people decided on what was read before."""
    query = sa.select(reviews.c.job, reviews.c.result, results.c.summary)
    query = query.join(results, results.c.job == reviews.c.job)
    rows = database.rows(query.where(reviews.c.job.in_(list(ids)), reviews.c.seq > 0))
    return {row.job for row in rows if row.result != digest_of(row.summary)}


def together(database: Database, job: str) -> tuple[Summary, list[ItemRow], bool]:
    """A job's result and the rows of its review, of one moment; whether the rows are of an earlier result.

    Where nothing was decided on that, they are those of the result that there is. Raises :class:`ReviewGoneError`.
    """
    query = sa.select(reviews.c.id, reviews.c.seq, reviews.c.result, results.c.summary)
    query = query.join(results, results.c.job == reviews.c.job).where(reviews.c.job == job)

    def work(connection: sa.Connection) -> tuple[Any, list[ItemRow]]:
        head = connection.execute(query).first()
        if head is None:  # deleted meanwhile
            raise ReviewGoneError("review-no-document", id=job)
        return head, ReviewLog(connection, database, head.id).rows()

    head, rows = database.transact(work)
    summary, later = unpacked(head.summary), head.result != digest_of(head.summary)
    return (summary, all_rows(summary), False) if later and not head.seq else (summary, rows, later)


def digest_of(held: bytes) -> str:
    """By which a review tells its result from a newer one."""
    return hashlib.sha256(held).hexdigest()
