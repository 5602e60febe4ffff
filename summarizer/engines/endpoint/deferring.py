"""Questions that are not answered at once: noted, sent many at a time, answered some hours later.

A document is read as ever, through an :class:`Exchange` in the endpoint's place. Where the exchange knows no answer,
:class:`DeferredError` ends that document's reading; read again when the answers are there, it comes as far as its next
questions. For that to work a reading must ask the same things each time: so whatever a reading learns of how the
endpoint wants its requests it learns for itself (:meth:`Client.fork <summarizer.engines.endpoint.client.Client.fork>`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import httpx2

from summarizer.engines.endpoint.failures import UnansweredError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable

    from summarizer.answers.store import Store
    from summarizer.messages import Message

NUMBER = "x-number"
"""Header that says how often a reading has asked the very same thing before. It goes to an exchange, to no server."""
MAX_TRIES = 4
"""Of one question: each but the first may take as long as the first one did."""


class DeferredError(BaseException):
    """There is no answer yet; with ``why`` there will be none.

    No ``Exception``, as ``CancelledError`` is none: what lies between sorts those into failures of the endpoint.
    """

    def __init__(self, why: Message | None = None) -> None:
        super().__init__(why.text("en") if why else "not answered yet")
        self.why = why

    def raise_unanswered(self) -> None:
        """Raise :class:`UnansweredError` where there will be no answer."""
        if self.why is not None:
            raise UnansweredError(self.why.code, **self.why.params) from None


class RawAnswer(NamedTuple):
    """What an endpoint said: HTTP status, and the body of its response."""

    status: int
    body: bytes


class Exchange(Protocol):
    """Whoever has questions about documents answered in the endpoint's place."""

    form: dict[str, Any] | None
    """What was known of how the endpoint wants its requests when the first one was made; kept with what was asked."""

    async def answer(self, body: bytes, number: int) -> RawAnswer:
        """The answer to a request's body that was asked ``number`` times before. Raises :class:`DeferredError`."""

    def store(self, kept: Store) -> Store:
        """Where answers about documents are kept, in place of ``kept``, which holds those of all runs."""


async def in_turn(work: Iterable[Awaitable[None]]) -> None:
    """Ask several things that do not depend on each other, one after the other, also where one is not answered yet."""
    unheard = None
    for one in work:
        try:
            await one
        except DeferredError as error:
            unheard = error
    if unheard is not None:
        raise unheard


class ExchangeTransport(httpx2.AsyncBaseTransport):
    """The API client's way to an exchange. It opens no connection."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The exchange's answer as a response."""
        said = await self._exchange.answer(await request.aread(), int(request.headers[NUMBER]))
        headers = {"content-type": "application/json"}
        return httpx2.Response(said.status, headers=headers, content=said.body, request=request)
