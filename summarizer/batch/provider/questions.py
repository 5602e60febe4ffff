"""The questions of documents that a provider answers in its own time, as they are kept: each asked once.

A question waits until it has an answer or an error. What was sent and came back without one waits again, a few times.
"""

from __future__ import annotations

import uuid
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from summarizer.batch.database import portions
from summarizer.batch.jobs import COLUMNS, OPEN, Job, error_json, error_of, in_batch, job_of
from summarizer.batch.tables import jobs, provider_batches, provider_forms, provider_questions
from summarizer.engines.endpoint.deferring import RawAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from summarizer.batch.database import Database
    from summarizer.batch.spec import JobSpec
    from summarizer.messages import Message

NEW = "new"
"""The state of a batch that the provider has not heard of."""
MAX_REQUESTS = 50_000
MAX_BYTES = 100_000_000
"""Of one file. Providers take twice as many bytes, but a file is in memory when it is sent."""
MAX_TRIES = 3
"""How often a question is sent that comes back without an answer."""
MAX_ROUNDS = 16
"""How often a document may come to new questions: twice what the deepest reading needs."""
_LINE = 160
"""Bytes of a line beside the question itself, at the most."""
_MANY = 500

_q, _b = provider_questions.c, provider_batches.c
_WAITS = _q.answer.is_(None) & _q.error.is_(None)


class Known(NamedTuple):
    """What is known of a question: its answer, why it has none, or neither as long as it waits."""

    answer: RawAnswer | None
    why: Message | None


class Sent(NamedTuple):
    """A batch at the provider, a row of its table."""

    id: str
    target: str
    executor: str | None
    state: str
    file: str | None
    remote: str | None
    requests: int
    answered: int
    created: float
    unwanted: float | None


_SENT = [_b[name] for name in Sent._fields]


class Questions:
    """The questions in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, job: str) -> tuple[dict[str, Known], int]:
        """What is known of a job's questions, by their ids, and how many rounds it has been through."""
        query = sa.select(_q.id, _q.status, _q.answer, _q.error, _q.round).where(_q.job == job)
        rows = self._database.rows(query)
        known = {row.id: Known(_answer(row.status, row.answer), error_of(row.error)) for row in rows}
        return known, max((row.round for row in rows), default=0)

    def note(self, job: str, asked: Mapping[str, bytes], number: int) -> None:
        """Take note of what an open job asks in its nth round."""
        rows = [
            {"id": key, "job": job, "round": number, "tries": 0, "size": len(body), "body": zlib.compress(body, 1)}
            for key, body in asked.items()
        ]

        def work(connection: sa.Connection) -> None:
            here = sa.select(jobs.c.id).where(jobs.c.id == job, jobs.c.state.in_(OPEN)).with_for_update()
            if connection.execute(here).first() is None:  # another program was faster, or nobody wants it
                return
            for some in portions(rows):
                put = self._database.insert(provider_questions).values(some)
                connection.execute(put.on_conflict_do_nothing())

        self._database.transact(work)

    def form(self, spec: str, form: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """How the endpoint wanted requests that are made as a spec says; ``form`` is kept where none is yet."""

        def work(connection: sa.Connection) -> dict[str, Any] | None:
            if form is not None:
                put = self._database.insert(provider_forms).values(spec=spec, form=form)
                connection.execute(put.on_conflict_do_nothing())
            query = sa.select(provider_forms.c.form).where(provider_forms.c.spec == spec)
            return connection.execute(query).scalar()

        return self._database.transact(work)

    def finish(self, job: str, *, whole: bool) -> None:
        """Let go of an ended job's questions; of one that is not ``whole``, which may be tried again, keep answers."""
        gone = sa.delete(provider_questions).where(_q.job == job)
        gone = gone if whole else gone.where(_q.answer.is_(None))
        again = sa.update(provider_questions).where(_q.job == job).values(round=0)

        def work(connection: sa.Connection) -> None:
            connection.execute(gone)
            connection.execute(again)

        self._database.transact(work)

    def ready(self, batch: str, queue: str) -> list[Job]:
        """The open jobs of a batch's folder in a queue that have all answers that they asked for."""
        waits = sa.select(_q.id).where(_q.job == jobs.c.id, _WAITS).exists()
        query = sa.select(*COLUMNS).where(*_of_folder(batch, queue), ~waits)
        return [*map(job_of, self._database.rows(query.order_by(jobs.c.priority.desc(), jobs.c.accepted, jobs.c.id)))]

    def open_jobs(self, batch: str, queue: str) -> int:
        """How many jobs of a batch's folder in a queue are open."""
        query = sa.select(sa.func.count()).select_from(jobs).where(*_of_folder(batch, queue))
        return int(self._database.scalar(query))

    def put_together(self, batch: str, spec: JobSpec, executor: str, most: int = MAX_REQUESTS) -> None:
        """Put what is asked and not sent into batches of what a file may hold, and of ``most`` questions."""
        while self._database.transact(lambda connection: self._one_batch(connection, batch, spec, executor, most)):
            pass

    def _one_batch(self, connection: sa.Connection, batch: str, spec: JobSpec, executor: str, most: int) -> bool:
        of_jobs = _q.job.in_(sa.select(jobs.c.id).where(*_of_folder(batch, spec.queue)))
        query = sa.select(_q.id, _q.size).where(_WAITS, _q.batch.is_(None), of_jobs)
        query = query.order_by(_q.job, _q.id).limit(most).with_for_update(skip_locked=True)
        chosen, size = list[str](), 0
        for row in connection.execute(query):
            size += row.size + _LINE
            if size > MAX_BYTES and chosen:
                break
            chosen.append(row.id)
        if not chosen:
            return False
        made = uuid.uuid4().hex
        held = {
            "id": made, "target": spec.target, "executor": executor, "state": NEW, "requests": len(chosen),
            "answered": 0, "created": self._database.now,
        }  # fmt: skip
        connection.execute(self._database.insert(provider_batches).values(held))
        for some in portions(chosen):
            connection.execute(sa.update(provider_questions).where(_q.id.in_(some)).values(batch=made))
        return True

    def bodies(self, batch: str) -> Iterator[tuple[str, bytes]]:
        """The questions of a batch that wait, with their ids, in the ids' order."""
        last = ""
        query = sa.select(_q.id, _q.body).where(_q.batch == batch, _WAITS).order_by(_q.id).limit(_MANY)
        while rows := self._database.rows(query.where(_q.id > last)):
            for row in rows:
                yield row.id, zlib.decompress(row.body)
            last = rows[-1].id

    def sent(self, batch: str, queue: str) -> list[Sent]:
        """The batches that have not ended and hold questions of open jobs of a folder, the oldest first."""
        holds = sa.select(_q.batch).join(jobs, _q.job == jobs.c.id).where(_WAITS, *_of_folder(batch, queue))
        return self._sent(_b.id.in_(holds))

    def of_open_jobs(self) -> list[Sent]:
        """The batches that have not ended and hold questions of any open job."""
        return self._sent(_b.id.in_(_wanted()))

    def no_longer_wanted(self) -> list[Sent]:
        """The batches that have not ended though nobody waits for them."""
        wanted = _wanted().where(_q.batch == _b.id).exists()
        return self._sent(~wanted, _b.unwanted.is_(None))

    def one(self, batch: str) -> Sent | None:
        """A batch; None where it has ended."""
        return next(iter(self._sent(_b.id == batch)), None)

    def _sent(self, *where: sa.ColumnElement[bool]) -> list[Sent]:
        query = sa.select(*_SENT).where(_b.ended.is_(None), *where).order_by(_b.created, _b.id)
        return [Sent(*row) for row in self._database.rows(query)]

    def change(self, batch: str, **values: Any) -> None:
        """Take note of something about a batch."""
        changed = sa.update(provider_batches).where(_b.id == batch).values(**values)
        self._database.change(changed)

    def take_over(self, sent: Sent, executor: str) -> bool:
        """Become the one who sends a batch; False where another one was faster."""
        before = _b.executor.is_(None) if sent.executor is None else _b.executor == sent.executor
        taken = sa.update(provider_batches).where(_b.id == sent.id, before).values(executor=executor)
        return self._database.change(taken) > 0

    def keep(self, batch: str, answers: Iterable[tuple[str, RawAnswer]]) -> None:
        """Keep answers to questions of a batch; those of others, and second ones, are passed over."""
        rows = [(key, answer.status, zlib.compress(answer.body, 1)) for key, answer in answers]

        def work(connection: sa.Connection) -> None:
            for key, status, answer in rows:
                put = sa.update(provider_questions).where(_q.id == key, _q.batch == batch, _WAITS)
                connection.execute(put.values(status=status, answer=answer, body=None))

        self._database.transact(work)

    def forget(self, ids: Sequence[str]) -> None:
        """Let go of all questions of some jobs, which will be asked in another way."""

        def work(connection: sa.Connection) -> None:
            for some in portions(ids):
                connection.execute(sa.delete(provider_questions).where(_q.job.in_(some)))
            holds = sa.select(_q.id).where(_q.batch == _b.id).exists()
            connection.execute(sa.delete(provider_batches).where(_b.state == NEW, ~holds))

        self._database.transact(work)

    def unwanted(self, batch: str, *, gone: bool) -> None:
        """Take note that nobody wants a batch; ``gone``: the provider has none of it, and nothing will come."""
        now = self._database.now

        def work(connection: sa.Connection) -> None:
            row = sa.update(provider_batches).where(_b.id == batch)
            connection.execute(row.values(unwanted=now, **({"state": "cancelled", "ended": now} if gone else {})))
            if gone:
                connection.execute(sa.update(provider_questions).where(_q.batch == batch).values(batch=None))

        self._database.transact(work)

    def under_way(self, ids: Sequence[str]) -> bool:
        """Whether the provider is at work on questions of some jobs, or may be."""
        some = sa.select(_q.job).join(provider_batches, _q.batch == _b.id)
        rows = self._database.rows(
            some.where(_WAITS, _b.state != NEW, _b.ended.is_(None), _b.unwanted.is_(None)).distinct()
        )
        return not {row.job for row in rows}.isdisjoint(ids)

    def end(self, sent: Sent, state: str, reasons: Mapping[str, Message], why: Message, tries: int) -> int:
        """End a batch: what has no answer waits again, or has none for good; how many answers there are.

        ``reasons`` are those of single questions, ``why`` that of all others. ``tries`` is how many of
        :data:`MAX_TRIES` it counts as; what came of a batch that was called off says nothing of its questions.
        """

        def work(connection: sa.Connection) -> int:
            left = connection.execute(sa.select(_q.id, _q.tries).where(_q.batch == sent.id, _WAITS)).all()
            for row in left:
                tried = row.tries + (tries if sent.unwanted is None else 0)
                error = error_json(reasons.get(row.id, why)) if tried >= MAX_TRIES else sa.null()
                put = sa.update(provider_questions).where(_q.id == row.id)
                connection.execute(put.values(batch=None, tries=tried, error=error))
            answered = sent.requests - len(left)
            ended = {"state": state, "answered": answered, "ended": self._database.now}
            connection.execute(sa.update(provider_batches).where(_b.id == sent.id).values(**ended))
            return answered

        return self._database.transact(work)


def _of_folder(batch: str, queue: str) -> tuple[sa.ColumnElement[bool], ...]:
    return jobs.c.queue == queue, jobs.c.state.in_(OPEN), in_batch(batch)


def _wanted() -> sa.Select[Any]:
    return (
        sa.select(_q.batch).join(jobs, _q.job == jobs.c.id).where(_WAITS, jobs.c.state.in_(OPEN), _q.batch.isnot(None))
    )


def _answer(status: int | None, answer: bytes | None) -> RawAnswer | None:
    return None if answer is None or status is None else RawAnswer(status, zlib.decompress(answer))
