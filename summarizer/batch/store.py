"""Jobs accepted, looked at and read; calls are short, may come from any thread, and wait for a database that is away.

What is accepted is in the queue: job and workflow stand in one transaction.
"""

from __future__ import annotations

import hashlib
import uuid
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from summarizer.batch.jobs import COLUMNS, LIMIT_SUFFIX, OPEN, Given, Job, State, in_batch, job_of
from summarizer.batch.queueing import Queueing
from summarizer.batch.spec import JobSpec
from summarizer.batch.tables import batches, inputs, items, jobs, results, specs, workers
from summarizer.documents.document import Fetched
from summarizer.documents.files import read_regular
from summarizer.errors import DocumentError
from summarizer.models import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.batch.database import Database

_ONCE = ("owner", "sha256", "suffix", "fingerprint")
"""What no two jobs share: given again, it is the same job."""
_MANY, _LARGE = 200, 32_000_000
"""Documents, and bytes, of one transaction."""


class Waiting(NamedTuple):
    """What waits in a queue: ``workers`` are those that live and take from it."""

    queue: str
    target: str
    jobs: int
    workers: int


class Held(NamedTuple):
    """A job's document as it is kept, a row of :data:`HELD`."""

    name: str
    sha256: str
    size: int
    data: bytes | None
    path: str | None

    def fetched(self) -> Fetched:
        """The document. Raises :class:`DocumentError` where it is kept no longer, or has changed since."""
        if self.data is not None:
            return Fetched(self.data, self.name)
        if self.path is None:
            raise DocumentError("text-not-kept", name=self.name)
        data = read_regular(self.path, self.path, self.size)
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise DocumentError("changed-since-accepted", name=self.path)
        return Fetched(data, self.name)


HELD = sa.select(jobs.c.name, jobs.c.sha256, inputs.c.size, inputs.c.data, inputs.c.path)
HELD = HELD.join_from(jobs, inputs, jobs.c.sha256 == inputs.c.sha256)


class JobStore:
    """The jobs of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.queueing = Queueing(database)

    def accept(
        self,
        given: Iterable[Given],
        spec: JobSpec,
        *,
        owner: str = "",
        priority: int = 0,
        batch: str | None = None,
    ) -> list[Job]:
        """Put documents into the queue; a job for each, in their order.

        One that the owner gave before with the same fingerprint is the job that there is, as it stands. In a ``batch``
        each has a ``file``. ``priority`` goes from -100 to 100, the higher first.
        """
        return [job for _, job in self.accepting(given, spec, owner=owner, priority=priority, batch=batch)]

    def accepting(
        self,
        given: Iterable[Given],
        spec: JobSpec,
        *,
        owner: str = "",
        priority: int = 0,
        batch: str | None = None,
    ) -> Iterator[tuple[Given, Job]]:
        """As :meth:`accept`, each document with its job as soon as it is in the queue."""
        for portion in _portions(given):
            yield from zip(portion, self._accept(portion, spec, owner, priority, batch), strict=True)

    def _accept(self, given: Sequence[Given], spec: JobSpec, owner: str, priority: int, batch: str | None) -> list[Job]:
        database = self.database
        rows = [self._rows(one, spec, owner, priority) for one in given]
        linked = [] if batch is None else [{"batch": batch, "name": one.name, "file": one.file} for one in given]

        def work(connection: sa.Connection) -> list[Job]:
            now = connection.execute(sa.select(database.now)).scalar_one()
            held = {"id": spec.id, "spec": spec.to_json()}
            connection.execute(database.insert(specs).values(held).on_conflict_do_nothing())
            found = []
            for held, row in rows:
                put = database.insert(inputs).values(held)
                newer = {"data": put.excluded.data, "path": put.excluded.path}
                gone = (inputs.c.data.is_(None) & inputs.c.path.is_(None)) | put.excluded.path.is_not(None)
                connection.execute(put.on_conflict_do_update(index_elements=["sha256"], set_=newer, where=gone))
                once = database.insert(jobs).values(row | {"accepted": now})
                once = once.on_conflict_do_nothing(index_elements=_ONCE).returning(*COLUMNS)
                made = connection.execute(once).first()
                if made is not None:
                    self.queueing.enqueue(connection, row["queue"], row["id"], 0, priority)
                else:
                    same = (jobs.c[name] == row[name] for name in _ONCE)
                    made = connection.execute(sa.select(*COLUMNS).where(*same)).one()
                found.append(job_of(made))
            for job, item in zip(found, linked, strict=False):
                put = database.insert(items).values(item | {"job": job.id})
                newer = {"job": put.excluded.job, "file": put.excluded.file}
                connection.execute(put.on_conflict_do_update(index_elements=["batch", "name"], set_=newer))
            return found

        return database.transact(work)

    def _rows(self, one: Given, spec: JobSpec, owner: str, priority: int) -> tuple[dict[str, Any], dict[str, Any]]:
        digest = hashlib.sha256(one.data).hexdigest()
        kept = one.path is not None and self.database.is_sqlite
        held = {
            "sha256": digest, "size": len(one.data),
            "data": None if kept else one.data, "path": str(one.path) if kept else None,
        }  # fmt: skip
        return held, {
            "id": uuid.uuid4().hex, "owner": owner, "sha256": digest, "fingerprint": spec.fingerprint, "spec": spec.id,
            "suffix": Path(one.name).suffix.lower()[:LIMIT_SUFFIX], "name": one.name, "queue": spec.queue,
            "priority": priority, "state": "queued", "run": 0, "starts": 0, "done": 0,
        }  # fmt: skip

    def job(self, job: str, owner: str | None = None) -> Job | None:
        """A job; None where there is none, or it is not the ``owner``'s (None: whoever's)."""
        query = _of(sa.select(*COLUMNS).where(jobs.c.id == job), owner)
        return next(map(job_of, self.database.rows(query)), None)

    def jobs(
        self,
        owner: str | None = None,
        *,
        states: Sequence[State] = (),
        batch: str | None = None,
        after: tuple[float, str] | None = None,
        limit: int | None = 100,
    ) -> list[Job]:
        """Jobs, the newest first; ``after`` is ``(accepted, id)`` of the last one that was seen."""
        query = _of(sa.select(*COLUMNS), owner, batch).order_by(jobs.c.accepted.desc(), jobs.c.id.desc()).limit(limit)
        if states:
            query = query.where(jobs.c.state.in_(states))
        if after is not None:
            accepted, last = after
            same = sa.and_(jobs.c.accepted == accepted, jobs.c.id < last)
            query = query.where(sa.or_(jobs.c.accepted < accepted, same))
        return [*map(job_of, self.database.rows(query))]

    def starting(self, start: str) -> list[Job]:
        """The jobs whose ids begin so, two at the most: one is meant, or it is not said which."""
        query = sa.select(*COLUMNS).where(jobs.c.id.startswith(start, autoescape=True)).limit(2)
        return [*map(job_of, self.database.rows(query))]

    def job_and_summary(self, job: str, owner: str | None = None) -> tuple[Job, str | None] | None:
        """A job with its result as they stand at one moment: in two looks one may be of before its end."""
        query = sa.select(*COLUMNS, results.c.summary).select_from(jobs.outerjoin(results, results.c.job == jobs.c.id))
        rows = self.database.rows(_of(query.where(jobs.c.id == job), owner))
        return next(((job_of(row), _json(row.summary)) for row in rows), None)

    def summary_json(self, job: str) -> str | None:
        """A job's result as the contract's JSON; None where there is none (yet)."""
        return _json(self.database.scalar(sa.select(results.c.summary).where(results.c.job == job)))

    def summary(self, job: str) -> Summary | None:
        """A job's result; None where there is none (yet)."""
        held = self.summary_json(job)
        return None if held is None else Summary.model_validate_json(held)

    def input(self, job: str) -> Fetched:
        """A job's document. Raises :class:`DocumentError` where it is kept no longer, or has changed since."""
        rows = self.database.rows(HELD.where(jobs.c.id == job))
        if not rows:
            raise DocumentError("text-not-kept", name=job)
        return Held(*rows[0]).fetched()

    def spec(self, spec: str) -> JobSpec:
        """How the jobs of a spec's id are read."""
        return JobSpec.from_json(self.database.scalar(sa.select(specs.c.spec).where(specs.c.id == spec)))

    def counts(self, owner: str | None = None, batch: str | None = None) -> dict[State, int]:
        """How many jobs are in each state."""
        query = _of(sa.select(jobs.c.state, sa.func.count()), owner, batch).group_by(jobs.c.state)
        return dict(map(tuple, self.database.rows(query)))

    def batch(self, output: str, owner: str = "") -> str:
        """The id of the batch whose results go to the folder ``output``; made where there is none."""

        def work(connection: sa.Connection) -> str:
            row = {"id": uuid.uuid4().hex, "owner": owner, "output": output, "accepted": self.database.now}
            connection.execute(self.database.insert(batches).values(row).on_conflict_do_nothing())
            return str(connection.execute(_writing_to(output, owner)).scalar_one())

        return self.database.transact(work)

    def shared(self, batch: str) -> set[str]:
        """The jobs of a batch that another one waits for, too."""
        others = items.alias()
        query = sa.select(items.c.job).join(others, items.c.job == others.c.job)
        query = query.where(items.c.batch == batch, others.c.batch != batch)
        return {row.job for row in self.database.rows(query)}

    def known_batch(self, output: str, owner: str = "") -> str | None:
        """The id of the batch whose results go to the folder ``output``; None where none has."""
        found = self.database.scalar(_writing_to(output, owner))
        return None if found is None else str(found)

    def waiting(self) -> list[Waiting]:
        """What waits or runs in each queue, and how many living workers take from it."""
        query = sa.select(jobs.c.queue, sa.func.count(), sa.func.max(jobs.c.spec)).group_by(jobs.c.queue)
        rows = self.database.rows(query.where(jobs.c.state.in_(OPEN)))
        taken = self.taken()
        return [Waiting(queue, self.spec(spec).target, count, taken[queue]) for queue, count, spec in rows]

    def taken(self) -> Counter[str]:
        """How many living workers take from each queue."""
        alive = workers.c.stopped.is_(None) & (workers.c.seen + workers.c.lease > self.database.now)
        rows = self.database.rows(sa.select(workers.c.queues).where(alive))
        return Counter(queue for row in rows for queue in row.queues)


def _writing_to(output: str, owner: str) -> sa.Select[Any]:
    return sa.select(batches.c.id).where(batches.c.owner == owner, batches.c.output == output)


def _of(query: sa.Select[Any], owner: str | None, batch: str | None = None) -> sa.Select[Any]:
    """The jobs of an owner and of a batch; None: whoever's, whichever."""
    if owner is not None:
        query = query.where(jobs.c.owner == owner)
    return query if batch is None else query.where(in_batch(batch))


def _portions(given: Iterable[Given]) -> Iterator[list[Given]]:
    """A transaction's worth at a time, so that not all documents are in memory."""
    portion: list[Given] = []
    size = 0
    for one in given:
        portion.append(one)
        size += len(one.data)
        if len(portion) == _MANY or size > _LARGE:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def packed(summary: Summary) -> bytes:
    """A result as it is kept."""
    return zlib.compress(summary.model_dump_json().encode(), 1)


def _json(held: bytes | None) -> str | None:
    return None if held is None else zlib.decompress(held).decode()


def unpacked(held: bytes) -> Summary:
    """What :func:`packed` keeps."""
    return Summary.model_validate_json(zlib.decompress(held))
