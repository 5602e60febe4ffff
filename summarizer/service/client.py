"""A client of the service, for programs that wait and for those that do not."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx2
import tenacity

from summarizer.errors import UnreachableError, UsageError
from summarizer.service import calls
from summarizer.service.calls import Asked, Call, Pause, ServiceSummary, Steps
from summarizer.settings.layers import is_loopback, refuse_plaintext

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterator
    from pathlib import Path

    from summarizer.comparison.results import Reconciliation, TargetComparison
    from summarizer.messages import Lang
    from summarizer.models import Group, Summary

_TRIES = 8
_TIMEOUT = 60.0
_LONGEST_WAIT = 30.0
_LONGEST_KEPT = 20.0
"""Seconds for which the service may keep the answer to a document; then it is asked again."""
_TOKEN = re.compile(r"[\x21-\x7e]+")
_T = TypeVar("_T")


class _PassingError(Exception):
    """An answer after which a request is sent again, or that there was none."""

    def __init__(self, answer: httpx2.Response | None, error: Exception | None) -> None:
        super().__init__()
        self.answer, self.error = answer, error


class _Calling:
    """What both clients have: an address, a token, and patience."""

    def __init__(
        self, url: str, token: str | None = None, *, timeout: float = _TIMEOUT, tries: int = _TRIES,
        allow_plaintext: bool = False,
    ) -> None:  # fmt: skip
        """``timeout`` is of one request, in seconds; one that gets no answer is sent ``tries`` times.

        Raises :class:`~summarizer.errors.UsageError` for what is no address or no token, and for ``http://`` to
        another machine, where who sits on the line reads plans and token, unless ``allow_plaintext``.
        """
        try:
            parsed = httpx2.URL(url)
        except (httpx2.InvalidURL, TypeError):
            parsed = httpx2.URL("")
        if parsed.scheme not in {"http", "https"} or not parsed.host:
            raise UsageError("service-url", url=url)
        if not allow_plaintext:
            refuse_plaintext(url)
        if token is not None and not _TOKEN.fullmatch(token):
            raise UsageError("service-token")
        self._url = url.rstrip("/")
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        # A token goes to the address that it was given for, wherever that points.
        self._given: dict[str, Any] = {
            "base_url": self._url, "headers": headers, "timeout": timeout, "follow_redirects": False,
            "trust_env": not is_loopback(parsed.host),  # no proxy stands before this machine
        }  # fmt: skip
        self._wait = int(min(_LONGEST_KEPT, timeout / 2))  # an answer that is kept longer would be taken for lost
        usual = tenacity.wait_random_exponential(multiplier=0.3, max=_LONGEST_WAIT)

        def wait(state: tenacity.RetryCallState) -> float:
            error = None if state.outcome is None else state.outcome.exception()
            answer = error.answer if isinstance(error, _PassingError) else None
            said = "" if answer is None else answer.headers.get("retry-after", "")
            return usual(state) + (min(float(said), _LONGEST_WAIT) if said.isdecimal() else 0.0)

        self._again: dict[str, Any] = {
            "retry": tenacity.retry_if_exception_type(_PassingError),
            "stop": tenacity.stop_after_attempt(max(1, tries)), "wait": wait, "reraise": True,
        }  # fmt: skip

    def _failed(self, error: _PassingError) -> Exception:
        if error.answer is not None:
            return calls.error_of(error.answer)
        return UnreachableError(
            "service-unreachable", url=self._url, why=str(error.error) or type(error.error).__name__
        )


def _request(call: Call) -> dict[str, Any]:
    given = {
        "json": call.body, "files": call.files, "data": call.fields, "params": call.params, "headers": call.headers,
    }  # fmt: skip
    return {"method": call.method, "url": call.path} | {k: v for k, v in given.items() if v is not None}


def _passed(answer: httpx2.Response) -> httpx2.Response:
    if answer.status_code in calls.PASSING:
        raise _PassingError(answer, None)
    return answer


class ServiceClient(_Calling):
    """A client of ``summarizer serve``; use it as a context manager, from any number of threads.

    ::

        with ServiceClient("https://plans.example.org", token) as client:
            summary = client.summarize("plan.docx")

    Requests that get no answer are sent again, each with a key of its own, so that nothing is done twice. Every call
    raises :class:`~summarizer.errors.UnreachableError` where the service does not answer in the end,
    :class:`~summarizer.errors.EndpointError` where it lets nobody in, :class:`~summarizer.errors.UsageError` for what
    it does not take, and :class:`~summarizer.errors.DocumentError` for a document that cannot be read, with its codes.
    """

    def __enter__(self) -> Self:
        self._http = httpx2.Client(**self._given)
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def summarize(
        self, source: str | Path | bytes, *, name: str | None = None, only: Collection[Group] | None = None,
        with_text: bool = False, explain: bool = False, priority: int = 0,
    ) -> Summary:  # fmt: skip
        """A document's summary, waited for: of a path, or of bytes with a name."""
        asked = Asked(only, with_text, explain, priority)
        return self._run(calls.waited(calls.submit(source, name, asked, wait=self._wait)))

    def summarize_text(
        self, text: str, *, name: str = "text.txt", only: Collection[Group] | None = None, with_text: bool = False,
        explain: bool = False, priority: int = 0,
    ) -> Summary:  # fmt: skip
        """A text's summary, waited for."""
        asked = Asked(only, with_text, explain, priority)
        return self._run(calls.waited(calls.submit_text(text, name, asked, wait=self._wait)))

    def submit(
        self, source: str | Path | bytes, *, name: str | None = None, only: Collection[Group] | None = None,
        with_text: bool = False, explain: bool = False, priority: int = 0,
    ) -> ServiceSummary:  # fmt: skip
        """Give a document and do not wait: :meth:`result` fetches its summary by its ``id``."""
        return self._run(calls.submit(source, name, Asked(only, with_text, explain, priority), wait=0))

    def result(self, job: str) -> Summary:
        """The summary of an id, waited for."""
        return self._run(calls.result(job))

    def status(self, job: str) -> ServiceSummary:
        """How far it is, with the result where there is one."""
        return self._run(calls.status(job))

    def export(self, job: str, fmt: str, *, lang: Lang | None = None) -> bytes:
        """The result as a file: ``docx``, ``xlsx``, ``html`` and so on."""
        return self._run(calls.export(job, fmt, lang))

    def delete(self, job: str) -> None:
        """Have a document, its text and its summary forgotten."""
        self._run(calls.delete(job))

    def summaries(self, states: Collection[str] = ()) -> Iterator[ServiceSummary]:
        """One's own, the newest first, without their results."""
        cursor: str | None = None
        while True:
            found, cursor = self._run(calls.page(states, cursor))
            yield from found
            if cursor is None:
                return

    def compare(self, jobs: Collection[str], *, series: bool | None = None) -> TargetComparison:
        """The targets of several summaries side by side."""
        return self._run(calls.compare(jobs, series))

    def reconcile(self, plan: str, reports: Collection[str]) -> Reconciliation:
        """A plan against later reports on it."""
        return self._run(calls.reconcile(plan, reports))

    def _run(self, steps: Steps[_T]) -> _T:
        answer: Any = None
        while True:
            try:
                step = steps.send(answer)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if isinstance(step, Pause):
                time.sleep(step.seconds)
                answer = None
            else:
                answer = self._sent(step)

    def _sent(self, call: Call) -> httpx2.Response:
        def once() -> httpx2.Response:
            try:
                return _passed(self._http.request(**_request(call)))
            except httpx2.TransportError as error:
                raise _PassingError(None, error) from error

        try:
            return tenacity.Retrying(**self._again)(once)
        except _PassingError as error:
            raise self._failed(error) from None


class AsyncServiceClient(_Calling):
    """:class:`ServiceClient` for programs with an event loop: ``async with``, and every call is awaited."""

    async def __aenter__(self) -> Self:
        self._http = httpx2.AsyncClient(**self._given)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def summarize(
        self, source: str | Path | bytes, *, name: str | None = None, only: Collection[Group] | None = None,
        with_text: bool = False, explain: bool = False, priority: int = 0,
    ) -> Summary:  # fmt: skip
        """See :meth:`ServiceClient.summarize`."""
        asked = Asked(only, with_text, explain, priority)
        return await self._run(calls.waited(calls.submit(source, name, asked, wait=self._wait)))

    async def summarize_text(
        self, text: str, *, name: str = "text.txt", only: Collection[Group] | None = None, with_text: bool = False,
        explain: bool = False, priority: int = 0,
    ) -> Summary:  # fmt: skip
        """See :meth:`ServiceClient.summarize_text`."""
        asked = Asked(only, with_text, explain, priority)
        return await self._run(calls.waited(calls.submit_text(text, name, asked, wait=self._wait)))

    async def submit(
        self, source: str | Path | bytes, *, name: str | None = None, only: Collection[Group] | None = None,
        with_text: bool = False, explain: bool = False, priority: int = 0,
    ) -> ServiceSummary:  # fmt: skip
        """See :meth:`ServiceClient.submit`."""
        return await self._run(calls.submit(source, name, Asked(only, with_text, explain, priority), wait=0))

    async def result(self, job: str) -> Summary:
        """See :meth:`ServiceClient.result`."""
        return await self._run(calls.result(job))

    async def status(self, job: str) -> ServiceSummary:
        """See :meth:`ServiceClient.status`."""
        return await self._run(calls.status(job))

    async def export(self, job: str, fmt: str, *, lang: Lang | None = None) -> bytes:
        """See :meth:`ServiceClient.export`."""
        return await self._run(calls.export(job, fmt, lang))

    async def delete(self, job: str) -> None:
        """See :meth:`ServiceClient.delete`."""
        await self._run(calls.delete(job))

    async def summaries(self, states: Collection[str] = ()) -> AsyncIterator[ServiceSummary]:
        """See :meth:`ServiceClient.summaries`."""
        cursor: str | None = None
        while True:
            found, cursor = await self._run(calls.page(states, cursor))
            for one in found:
                yield one
            if cursor is None:
                return

    async def compare(self, jobs: Collection[str], *, series: bool | None = None) -> TargetComparison:
        """See :meth:`ServiceClient.compare`."""
        return await self._run(calls.compare(jobs, series))

    async def reconcile(self, plan: str, reports: Collection[str]) -> Reconciliation:
        """See :meth:`ServiceClient.reconcile`."""
        return await self._run(calls.reconcile(plan, reports))

    async def _run(self, steps: Steps[_T]) -> _T:
        answer: Any = None
        while True:
            try:
                step = steps.send(answer)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if isinstance(step, Pause):
                await asyncio.sleep(step.seconds)
                answer = None
            else:
                answer = await self._sent(step)

    async def _sent(self, call: Call) -> httpx2.Response:
        async def once() -> httpx2.Response:
            try:
                return _passed(await self._http.request(**_request(call)))
            except httpx2.TransportError as error:
                raise _PassingError(None, error) from error

        try:
            return await tenacity.AsyncRetrying(**self._again)(once)
        except _PassingError as error:
            raise self._failed(error) from None
