"""Batches at a provider that nobody waits for any more, as after ``summarizer jobs cancel``: called off there, too."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from summarizer.batch.heartbeat import Heartbeat
from summarizer.batch.provider.api import Pace, ProviderApi
from summarizer.batch.provider.questions import Questions, Sent
from summarizer.batch.provider.sending import Sending
from summarizer.errors import SummarizerError
from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.batch.store import JobStore
    from summarizer.settings.settings import Settings

_PACE = Pace(first=0.5, most=2.0, patience=20.0)
"""Of a person who waits for it."""
_AWHILE = 10.0
"""Seconds until what was called off is left to itself; what it answered is collected by the next run."""


async def call_off(store: JobStore, settings: Settings) -> list[Message]:
    """Call off what nobody waits for; what is to be said of each batch.

    One at an endpoint that ``settings`` do not name goes on, since there is no key for it.
    """
    questions = Questions(store.database)
    heartbeat = Heartbeat(store.database, store.queueing, [], _AWHILE)
    told = []
    for sent in await asyncio.to_thread(questions.no_longer_wanted):
        ours = settings.chosen_engine == "endpoint" and settings.base_url == sent.target
        if not ours and (sent.remote or sent.file):
            told.append(Message("provider-goes-on", {"id": sent.remote or sent.id, "url": sent.target}))
            continue
        try:
            if ours:
                await _call_off(sent, settings, questions, heartbeat)
            else:
                questions.unwanted(sent.id, gone=True)
        except SummarizerError as error:
            told.append(Message("provider-not-cancelled", {"id": sent.remote or sent.id, "why": error.message}))
        else:
            told.append(Message("provider-cancelled-ours", {"id": sent.remote or sent.id}))
    return told


async def _call_off(sent: Sent, settings: Settings, questions: Questions, heartbeat: Heartbeat) -> None:
    async with ProviderApi(settings, _PACE) as api:
        sending = Sending(questions, api, heartbeat, lambda _: None)
        await sending.call_off(sent)
        end = time.monotonic() + _AWHILE
        while time.monotonic() < end:
            now = questions.one(sent.id)
            if now is None or await sending.collect(now):
                return
            await asyncio.sleep(_PACE.first)
