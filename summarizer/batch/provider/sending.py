"""A batch sent to the provider and collected from it, each once, whatever breaks off in between.

Before each step that costs something it is noted that it is being done; who goes on with a batch of which that is noted
looks first whether it was done.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from summarizer.batch.provider.questions import MAX_REQUESTS, MAX_TRIES
from summarizer.batch.provider.wire import ENDED, AnswerLine, RemoteBatch, request_line
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.batch.heartbeat import Heartbeat
    from summarizer.batch.provider.api import ProviderApi
    from summarizer.batch.provider.questions import Questions, Sent

_CREATING = "creating"
_LIMIT = "limit"
"""Says a provider of a batch that is more than it lets wait at a time."""
_FEWER = 4
_RESTS = 10
"""Of the longest time between two looks, until another batch is sent after one that was refused."""
_STATES = {
    "completed": Message("provider-completed"), "failed": Message("provider-failed"),
    "expired": Message("provider-expired"), "cancelled": Message("provider-cancelled"),
}  # fmt: skip
_SHOWN = 20
"""Characters of a state: as many as the table holds."""


class Sending:
    """Batches of one endpoint; ``heartbeat`` says who sends them."""

    def __init__(
        self, questions: Questions, api: ProviderApi, heartbeat: Heartbeat, tell: Callable[[Message], None]
    ) -> None:
        self._questions, self._api, self._heartbeat, self._tell = questions, api, heartbeat, tell
        self.most = MAX_REQUESTS
        """Questions of one batch: fewer where the provider has refused more."""
        self._not_before = 0.0

    async def send(self, sent: Sent) -> None:
        """See that the provider has a batch, unless another program that lives is about it, or it was just refused."""
        if time.monotonic() < self._not_before:
            return
        if sent.remote is not None or not await asyncio.to_thread(self._is_mine, sent):
            return
        file, state = sent.file, sent.state
        if file is None:
            data = await asyncio.to_thread(self._data, sent.id)
            file = await self._api.upload(f"summarizer-{sent.id}.jsonl", data)
            await self._change(sent.id, file=file)
        remote = await self._api.find(file) if state == _CREATING else None
        if remote is None:
            await self._change(sent.id, state=_CREATING)
            remote = await self._api.create(file, sent.id)
        await self._change(sent.id, remote=remote.id, state=remote.status[:_SHOWN] or "validating")
        self._tell(Message("provider-sent", {"count": sent.requests, "id": remote.id}))

    async def collect(self, sent: Sent, *, alone: bool = True) -> bool:
        """Look how far a batch is that was sent; keep what came of it where it has ended, and say whether it has.

        ``alone``: the provider has no other one, which may take up what it allows.
        """
        if sent.remote is None:
            return False
        remote = await self._api.look(sent.remote)
        if remote is None:
            remote = RemoteBatch(id=sent.remote, status="failed")
        if remote.status not in ENDED:
            counts = remote.request_counts
            state = (remote.status or sent.state)[:_SHOWN]
            await self._change(sent.id, state=state, answered=counts.completed + counts.failed)
            return False
        reasons: dict[str, Message] = {}
        for file in filter(None, (remote.output_file_id, remote.error_file_id)):
            await self._api.lines(file, lambda lines: self._keep(sent.id, lines, reasons))
        if remote.status != "completed":  # of a line that was not come to, the whole says more
            reasons = {key: why for key, why in reasons.items() if why.code == "http-status"}
        why, tries = _why(remote), MAX_TRIES if remote.status == "cancelled" else 1
        if remote.status == "failed":
            self._not_before = time.monotonic() + _RESTS * self._api.pace.most
            if _LIMIT in remote.said.lower() and not (alone and sent.requests == 1):
                tries = 0
                self.most = max(1, sent.requests // _FEWER) if alone else self.most
        answered = await asyncio.to_thread(lambda: self._questions.end(sent, remote.status, reasons, why, tries))
        self._tell(Message("provider-ended", {
            "id": remote.id, "state": _STATES[remote.status],
            "answered": answered, "total": sent.requests,
        }))  # fmt: skip
        for file in filter(None, (sent.file, remote.output_file_id, remote.error_file_id)):
            await self._api.delete(file)  # texts stand in them
        return True

    async def call_off(self, sent: Sent) -> None:
        """Have the provider stop working on a batch that nobody wants. Raises :class:`EndpointError`."""
        remote = sent.remote
        if remote is None and sent.file is not None and sent.state == _CREATING:
            found = await self._api.find(sent.file)
            remote = found.id if found else None
        if remote is not None:
            made = await self._api.cancel(remote)
            await self._change(sent.id, remote=remote, state=made.status[:_SHOWN] or "cancelling")
        await asyncio.to_thread(lambda: self._questions.unwanted(sent.id, gone=remote is None))

    async def _keep(self, batch: str, lines: list[AnswerLine], reasons: dict[str, Message]) -> None:
        answers = [(line.id, line.answer) for line in lines if line.answer is not None]
        reasons |= {line.id: line.why for line in lines if line.why is not None}
        await asyncio.to_thread(self._questions.keep, batch, answers)

    def _is_mine(self, sent: Sent) -> bool:
        mine = self._heartbeat.executor
        if sent.executor in {mine, None} or self._heartbeat.is_gone(str(sent.executor)):
            return sent.executor == mine or self._questions.take_over(sent, mine)
        return False

    def _data(self, batch: str) -> bytes:
        path = self._api.path
        return b"".join(request_line(key, path, body) for key, body in self._questions.bodies(batch))

    async def _change(self, batch: str, **values: object) -> None:
        await asyncio.to_thread(lambda: self._questions.change(batch, **values))


def _why(remote: RemoteBatch) -> Message:
    """Why a question of a batch that has ended has no answer."""
    if remote.status == "failed":
        return Message("provider-batch-failed", {"said": remote.said})
    return Message({
        "expired": "provider-batch-expired", "cancelled": "provider-batch-cancelled",
    }.get(remote.status, "provider-line-missing"))  # fmt: skip
