"""One run of a batch through a provider's batch interface: reads what can be read, sends what is asked, waits."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from summarizer.batch.heartbeat import BEAT, Heartbeat
from summarizer.batch.provider.api import Pace, ProviderApi
from summarizer.batch.provider.exchange import JobReading, ProviderExchange, current
from summarizer.batch.provider.questions import Questions, Sent
from summarizer.batch.provider.sending import Sending
from summarizer.batch.runs import Runs
from summarizer.batch.workflows import ailment
from summarizer.engines.endpoint.deferring import DeferredError
from summarizer.errors import SummarizerError
from summarizer.pipeline.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.batch.jobs import Job
    from summarizer.batch.spec import JobSpec
    from summarizer.batch.store import JobStore
    from summarizer.messages import Message
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)

USUAL = Pace()


class ProviderRun:
    """The open jobs of the folder ``batch``; ``tell`` is told what becomes of their questions. Run it once."""

    def __init__(
        self,
        store: JobStore,
        settings: Settings,
        spec: JobSpec,
        batch: str,
        tell: Callable[[Message], None],
        pace: Pace = USUAL,
    ) -> None:
        self._store, self._spec, self._batch, self._pace = store, spec, batch, pace
        self._settings = spec.settings(settings)
        self._questions = Questions(store.database)
        self._heartbeat = Heartbeat(store.database, store.queueing, [spec.queue], BEAT)
        self._runs = Runs(store.database, self._heartbeat.executor)
        self._exchange = ProviderExchange(self._questions.form(spec.id))
        self._tell = tell
        self._begun: set[tuple[str, int]] = set()

    async def run(self, *, detach: bool = False) -> None:
        """Go on until no job is open; ``detach``: only until nothing is to be done but wait.

        Raises :class:`~summarizer.errors.UsageError` where the endpoint has no batch interface, and
        :class:`~summarizer.errors.EndpointError` where it cannot be used: all that is open stays so.
        """
        await asyncio.to_thread(self._heartbeat.beat)
        beating = asyncio.create_task(self._heartbeat.run())
        try:
            async with (
                Session(self._settings, exchange=self._exchange) as session,
                ProviderApi(self._settings, self._pace, self._tell) as api,
            ):
                sending = Sending(self._questions, api, self._heartbeat, self._tell)
                await self._rounds(session, sending, detach=detach)
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
            with contextlib.suppress(SummarizerError):  # else others see it by the missing signs of life
                await asyncio.to_thread(self._give_back)

    async def _rounds(self, session: Session, sending: Sending, *, detach: bool) -> None:
        pause = self._pace.first
        while True:
            ready = await asyncio.to_thread(self._questions.ready, self._batch, self._spec.queue)
            if ready:
                await session.engine()  # where the endpoint is not there, no document is to end without its answers
                await self._read_all(session, ready)
            executor = self._heartbeat.executor
            await asyncio.to_thread(self._questions.put_together, self._batch, self._spec, executor, sending.most)
            sent = await self._sent()
            for one in sent:
                await sending.send(one)
            if not sent and not ready and not await asyncio.to_thread(self._open):
                return
            if not ready and not await self._came(sending):
                if detach:
                    return
                await asyncio.sleep(pause)
                pause = min(self._pace.most, 1.5 * pause)
            else:
                pause = self._pace.first

    async def _came(self, sending: Sending) -> bool:
        """Look at what the provider has; whether any of it has ended."""
        sent = [one for one in await self._sent() if one.remote is not None]
        return any([await sending.collect(one, alone=len(sent) == 1) for one in sent])

    async def _sent(self) -> list[Sent]:
        return await asyncio.to_thread(self._questions.sent, self._batch, self._spec.queue)

    def _open(self) -> int:
        return self._questions.open_jobs(self._batch, self._spec.queue)

    async def _read_all(self, session: Session, ready: list[Job]) -> None:
        """Read documents, some at a time, as far as their next questions."""
        waiting = iter(ready)

        async def read_some() -> None:
            for job in waiting:
                await self._read(session, job)

        tasks = [asyncio.create_task(read_some()) for _ in range(self._settings.concurrency)]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, session: Session, job: Job) -> None:
        if (job.id, job.run) not in self._begun:
            if await asyncio.to_thread(self._runs.begin, job.id, job.run) is None:
                return
            self._begun.add((job.id, job.run))
        try:
            fetched, (known, rounds) = await asyncio.to_thread(
                lambda: (self._store.input(job.id), self._questions.of(job.id))
            )
            reading = JobReading(job.id, known, rounds)
            current.set(reading)
            summary = await session.summarize(fetched, self._spec.options())
        except DeferredError:
            await asyncio.to_thread(self._note, reading)
        except Exception as error:  # noqa: BLE001 - whatever ails one document, the others are read
            why = ailment(error)
            _log.info("job %s failed: %s", job.id, why.code)
            await asyncio.to_thread(self._runs.fail, job.id, job.run, why)
            await asyncio.to_thread(self._questions.finish, job.id, whole=True)
        else:
            self._exchange.keep(reading)
            await asyncio.to_thread(self._runs.finish, job.id, job.run, summary)
            await asyncio.to_thread(self._questions.finish, job.id, whole=not summary.incomplete)

    def _note(self, reading: JobReading) -> None:
        if self._exchange.form is not None:
            self._questions.form(self._spec.id, self._exchange.form)
        self._questions.note(reading.job, reading.asked, reading.rounds + 1)

    def _give_back(self) -> None:
        for job, run in self._begun:
            self._runs.give_back(job, run)
        self._heartbeat.stop()
