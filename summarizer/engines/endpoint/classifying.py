"""Sorts what the API client and instructor raise into the kinds of :mod:`~summarizer.engines.endpoint.failures`."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import httpx2
import instructor.core.exceptions as instructor_errors
import openai
from pydantic import ValidationError

from summarizer.engines.endpoint.failures import (
    PackedError,
    RepeatedKeyError,
    RequestError,
    RetryableError,
    TooLargeError,
    TooLongError,
    UnansweredError,
    WebPageError,
    With200Error,
)
from summarizer.engines.endpoint.refusals import named_pause, retry_after, says, told, words_of
from summarizer.errors import EndpointError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from summarizer.messages import Message

_OWN_ERRORS = frozenset({500, 501})
_OK = 200
_TIMED_OUT = 408
_TOO_MANY = 429
_FORBIDDEN = 403
_RETRIED_STATUS = frozenset({_TIMED_OUT, 409, 425, _TOO_MANY})
_SERVER_ERROR = 500
_TOO_LARGE = 413
_PAUSING = frozenset({_TOO_MANY, 503, 529})
"""Where a pause is looked for in what is said, too: "Please try again in 1.5s"."""
_TELLING = frozenset({"quota-used-up", "key-refused", "content-filtered"})
"""What an error that came with HTTP 200 may say and be believed; all else is tried again."""
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
    if isinstance(cause, WebPageError):
        return Classified(EndpointError(cause.message.code, url=url))
    if isinstance(cause, With200Error):
        failure, status = _of_error_with_200(
            cause, model=model, url=url, said=one_line(without_key(words_of(cause.body)))
        )
        failed = isinstance(failure, RetryableError)
        return Classified(failure, failed, too_many=status == _TOO_MANY)
    if isinstance(cause, RequestError):  # of a completion as it was read; an answer kept back is an answer all the same
        answered = isinstance(cause, UnansweredError) or cause.repair is not None
        return Classified(cause, not answered, may_cost=answered)
    if isinstance(cause, openai.APITimeoutError | TimeoutError):
        return Classified(RetryableError("server-timeout"), may_cost=True)
    if isinstance(cause, openai.APIConnectionError):
        broke = isinstance(cause.__cause__, httpx2.ReadError | httpx2.RemoteProtocolError)
        return Classified(_of_connection(cause, url), may_cost=broke)
    if isinstance(cause, openai.APIStatusError):
        status = cause.status_code
        failure = _of_status(cause, model=model, url=url, said=one_line(without_key(_said(cause))))
        return Classified(failure, status >= _SERVER_ERROR or status == _TIMED_OUT, too_many=status == _TOO_MANY)
    answered = getattr(error, "last_completion", None) is not None or isinstance(
        cause, ValidationError | RepeatedKeyError | instructor_errors.IncompleteOutputException
    )
    return Classified(_of_answer(error, cause), not answered, may_cost=True)


def _of_connection(error: openai.APIConnectionError, url: str | Message) -> RequestError | EndpointError:
    if isinstance(error.__cause__, PackedError):
        return RetryableError("no-chat-completion")
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
    return _of_refusal(status, error.body or error.response.text, headers, model=model, url=url, said=said)


def _of_refusal(
    status: int, body: Any, headers: Mapping[str, str], *, model: str, url: str | Message, said: str
) -> RequestError | EndpointError:
    words = told(body)
    refused = status < _SERVER_ERROR
    if status == 402 or (refused and says(words, "no_money")):  # noqa: PLR2004
        return EndpointError("quota-used-up", url=url, status=status, said=said)
    if status == 401:  # noqa: PLR2004
        return EndpointError("key-refused", url=url, status=status)
    if status == _FORBIDDEN:  # of a model that is not activated, of a text that is not liked, of a key
        return UnansweredError("forbidden", url=url, said=said)
    if status == 404 and not says(words, "form_refused"):  # noqa: PLR2004
        return EndpointError("unknown-model", url=url, model=repr(model), said=said)
    if _too_long(status, words):
        return TooLongError("question-too-long", lasting=False, status=status, said=said)
    if refused and status != _TOO_MANY and says(words, "filtered"):
        return UnansweredError("content-filtered", said=said)
    if status in _RETRIED_STATUS or status >= _SERVER_ERROR:
        wait = named_pause(body, headers) if status in _PAUSING else retry_after(headers.get("retry-after"))
        return RetryableError("http-status", wait=wait, server_error=status in _OWN_ERRORS, status=status, said=said)
    return UnansweredError("http-status", status=status, said=said)


def _too_long(status: int, words: str) -> bool:
    """Whether a refusal means that less would have been answered; some servers say so by an error of their own."""
    if status == _TOO_LARGE:
        return True
    if status == _TOO_MANY:  # more than a minute's tokens in one question
        return says(words, "too_large")
    return status <= _SERVER_ERROR and status != _TIMED_OUT and says(words, "too_long")


def _of_error_with_200(
    error: With200Error, *, model: str, url: str | Message, said: str
) -> tuple[RequestError | EndpointError, int]:
    """What an error that came with HTTP 200 amounts to, by its code where that is an HTTP status."""
    status = error.status
    found = _of_refusal(status or _OK, error.body, {}, model=model, url=url, said=said)
    if isinstance(found, TooLongError) or found.message.code in _TELLING:
        return found, status
    code, params = error.message
    if says(told(error.body), "form_refused"):
        return UnansweredError(code, **params), status
    # Whatever else it is called, it may be of the moment.
    wait = named_pause(error.body)
    form = (
        status != _TOO_MANY and status < _SERVER_ERROR
    )  # perhaps it does not like the form, as with an error of its own
    return RetryableError(code, wait=wait, server_error=form, **params), status


def one_line(text: str) -> str:
    """``text`` in one line, clipped."""
    joined = " ".join(text.split())
    return joined if len(joined) <= _MAX_QUOTED else joined[:_MAX_QUOTED] + "…"


def _said(error: openai.APIStatusError) -> str:
    """The service's own words; of a page, its title."""
    body = error.body if error.body is not None else error.response.text
    return words_of(body) or error.response.reason_phrase or error.message


def _reply_of(error: BaseException) -> str:
    """What the model said, to be shown to it again."""
    completion: Any = getattr(error, "last_completion", None)
    try:
        message = completion.choices[0].message
        calls = message.tool_calls or []
        return str(calls[0].function.arguments if calls else message.content or "")
    except (AttributeError, IndexError, TypeError):
        return ""
