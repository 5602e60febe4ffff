"""Sorts what the API client and instructor raise into the kinds of :mod:`~summarizer.engines.endpoint.failures`."""

from __future__ import annotations

import email.utils
import ssl
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import httpx2
import instructor.core.exceptions as instructor_errors
import openai
from pydantic import ValidationError

from summarizer.engines.endpoint.failures import (
    RepeatedKeyError,
    RequestError,
    RetryableError,
    TooLargeError,
    TooLongError,
    UnansweredError,
)
from summarizer.errors import EndpointError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from summarizer.messages import Message

_OWN_ERRORS = frozenset({500, 501})
_TIMED_OUT = 408
_TOO_MANY = 429
_RETRIED_STATUS = frozenset({_TIMED_OUT, 409, 425, _TOO_MANY})
_SERVER_ERROR = 500
_TOO_LARGE = 413
_TOO_LONG_WORDS = ("context length", "context size", "context window", "too long", "exceeds the available")
_MAX_QUOTED = 200


class Classified(NamedTuple):
    """What an error amounts to: the ``failure`` to be raised, and what it says of the endpoint.

    ``endpoint_failed``: no usable answer came at all, as from a dead one. ``too_many``: it wants fewer requests.
    ``may_cost``: it may have read the question, and count it.
    """

    failure: RequestError | EndpointError
    endpoint_failed: bool = True
    too_many: bool = False
    may_cost: bool = False


def classify(error: BaseException, *, model: str, url: str | Message, without_key: Callable[[str], str]) -> Classified:
    """Sort ``error``, which instructor raised or the API's client; ``without_key`` takes the key out of its words."""
    # What instructor's own error wraps.
    wrapped = isinstance(error, instructor_errors.InstructorRetryException)
    cause = (error.__cause__ if wrapped else None) or error
    if isinstance(cause, openai.APITimeoutError | TimeoutError):
        return Classified(RetryableError("server-timeout"), may_cost=True)
    if isinstance(cause, openai.APIConnectionError):
        broke = isinstance(cause.__cause__, httpx2.ReadError | httpx2.RemoteProtocolError)
        return Classified(_of_connection(cause, url), may_cost=broke)
    if isinstance(cause, openai.APIStatusError):
        status = cause.status_code
        failure = _of_status(cause, model=model, url=url, said=without_key(one_line(_said(cause))))
        return Classified(failure, status >= _SERVER_ERROR or status == _TIMED_OUT, too_many=status == _TOO_MANY)
    answered = getattr(error, "last_completion", None) is not None or isinstance(
        cause, ValidationError | RepeatedKeyError | instructor_errors.IncompleteOutputException
    )
    return Classified(_of_answer(error, cause), not answered, may_cost=True)


def _of_connection(error: openai.APIConnectionError, url: str | Message) -> RequestError | EndpointError:
    if isinstance(error.__cause__, TooLargeError):
        return RetryableError("response-too-large", bytes=error.__cause__.args[0])
    return untrusted_certificate(error, url) or RetryableError("no-connection", unreachable=True, url=url)


def _of_answer(error: BaseException, cause: BaseException) -> RequestError:
    """What is wrong with an answer; ``error`` holds the completion."""
    if isinstance(error, instructor_errors.IncompleteOutputException):
        return TooLongError("answer-hit-limit")
    reply = _reply_of(error)
    if isinstance(cause, ValidationError):
        first = cause.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        return RetryableError("answer-unfit", repair=f"{place} {first['msg']}".strip(), reply=reply)
    if isinstance(cause, RepeatedKeyError):
        return RetryableError("answer-repeats-key", repair=str(cause), reply=reply)
    if not reply:  # not the model's fault, so there is nothing to feed back to it
        return RetryableError("no-chat-completion")
    return RetryableError("answer-no-json", repair=type(cause).__name__, reply=reply)


def untrusted_certificate(error: BaseException, url: str | Message) -> EndpointError | None:
    """The error for a server whose certificate nobody here trusts; None where the connection failed otherwise.

    Trying again changes nothing, and there is no switch that turns the check off.
    """
    for link in chain(error):
        if isinstance(link, ssl.SSLCertVerificationError):
            return EndpointError("untrusted-certificate", url=url, why=one_line(link.verify_message))
    return None


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of_status(
    error: openai.APIStatusError, *, model: str, url: str | Message, said: str
) -> RequestError | EndpointError:
    status, headers = error.status_code, error.response.headers
    if 300 <= status < 400:  # noqa: PLR2004
        location = urlsplit(headers.get("location", ""))
        if not location.hostname:
            return EndpointError("redirected", url=url, status=status)
        # Without what else may stand in the address.
        return EndpointError("redirected-to", url=url, to=f"{location.scheme}://{location.hostname}", status=status)
    if status in {401, 403}:
        return EndpointError("key-refused", url=url, status=status)
    if status == 404:  # noqa: PLR2004
        return EndpointError("unknown-model", url=url, model=repr(model), said=said)
    if status == _TOO_LARGE or any(word in said.lower() for word in _TOO_LONG_WORDS):
        return TooLongError("question-too-long", lasting=False, status=status, said=said)
    if status == _TOO_MANY and "insufficient_quota" in str(error.body):
        return EndpointError("quota-used-up", url=url, said=said)
    if status in _RETRIED_STATUS or status >= _SERVER_ERROR:
        wait = retry_after(headers.get("retry-after"))
        return RetryableError("http-status", wait=wait, server_error=status in _OWN_ERRORS, status=status, said=said)
    return UnansweredError("http-status", status=status, said=said)


def retry_after(value: str | None) -> float | None:
    """Seconds to wait by a ``Retry-After`` header, which is a number or a date; None where it says nothing."""
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def one_line(text: str) -> str:
    """``text`` in one line, clipped."""
    joined = " ".join(text.split())
    return joined if len(joined) <= _MAX_QUOTED else joined[:_MAX_QUOTED] + "…"


def _said(error: openai.APIStatusError) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    return str(body.get("message") or body.get("error") or error.message)


def _reply_of(error: BaseException) -> str:
    """What the model said, to be shown to it again."""
    completion: Any = getattr(error, "last_completion", None)
    try:
        message = completion.choices[0].message
        calls = message.tool_calls or []
        return str(calls[0].function.arguments if calls else message.content or "")
    except (AttributeError, IndexError, TypeError):
        return ""
