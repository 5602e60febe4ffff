"""What can go wrong with one request, sorted into four: ask again, ask less, give up the chunk, give up the run.

::

    Again        worth another try; may say how long to wait, may carry an error for the model to read
    TooLong      the answer or the question does not fit: ask in two halves
    Unanswered   this question gets no answer: the rules' candidate stands, the gap is listed
    └── Stopped  it was not even asked: budget or time are used up, or the endpoint is dead
    EndpointError (public)   no question will ever be answered: key refused, model unknown, no server
"""

from __future__ import annotations

import email.utils
import json
import ssl
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

import httpx2
import instructor.core.exceptions as instructor_errors
import openai
from pydantic import ValidationError

from summarizer.engines.endpoint.transport import TooLargeError
from summarizer.errors import EndpointError

if TYPE_CHECKING:
    from collections.abc import Callable

_REFUSALS: Final = frozenset({500, 501})
_TIMED_OUT: Final = 408
_TOO_MANY: Final = 429
_RETRIED_STATUS: Final = frozenset({_TIMED_OUT, 409, 425, _TOO_MANY})
_SERVER_ERROR: Final = 500
_TOO_LARGE: Final = 413
_TOO_LONG_WORDS: Final = ("context length", "context size", "context window", "too long", "exceeds the available")
_CLIP: Final = 200


class Again(Exception):  # noqa: N818 - not an error: an instruction to the retrier
    """Worth another try, after ``wait`` seconds where the server said so; ``repair`` is fed back to the model.

    ``unreachable``: there was no connection. ``refused``: the server failed by itself, perhaps at such questions.
    """

    def __init__(
        self,
        reason: str,
        *,
        wait: float | None = None,
        repair: str | None = None,
        reply: str = "",
        unreachable: bool = False,
        refused: bool = False,
    ) -> None:
        super().__init__(reason)
        self.refused = refused
        self.wait = wait
        self.repair = repair
        self.reply = reply
        self.unreachable = unreachable

    def final(self) -> Unanswered:
        """What it comes to when there is no further try."""
        return Unanswered(str(self), unreachable=self.unreachable, unfit=self.repair is not None)


class TooLong(Exception):  # noqa: N818
    """Question or answer does not fit: ask in two halves. Not ``lasting`` where a larger window would mend it."""

    def __init__(self, reason: str, *, lasting: bool = True) -> None:
        super().__init__(reason)
        self.lasting = lasting


class Unanswered(Exception):  # noqa: N818
    """No answer to this question; ``str()`` is the reason that a reader gets.

    ``unreachable``: there was no connection at all. ``unfit``: there were answers, and none fitted the schema.
    """

    def __init__(self, reason: str, *, unreachable: bool = False, unfit: bool = False) -> None:
        super().__init__(reason)
        self.unreachable = unreachable
        self.unfit = unfit


class Stopped(Unanswered):
    """Not even asked: the run's budget or time is used up, or the endpoint is dead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, unreachable=True)


class RepeatedKeyError(ValueError):
    """A JSON object says two things under one key: which one is meant is anybody's guess."""


class Kind(NamedTuple):
    """What a failure says of the endpoint rather than of the question.

    ``of_the_line``: no usable answer came at all, as from a dead one. ``too_many``: it wants fewer requests.
    ``may_cost``: it may have read the question, and count it.
    """

    of_the_line: bool = False
    too_many: bool = False
    may_cost: bool = False


def kind_of(error: BaseException) -> Kind:
    """The kind of an error, as :func:`sort_failure` takes it."""
    cause = _cause(error)
    if isinstance(cause, openai.APIStatusError):
        status = cause.status_code
        return Kind(of_the_line=status >= _SERVER_ERROR or status == _TIMED_OUT, too_many=status == _TOO_MANY)
    if isinstance(cause, openai.APIConnectionError) and not isinstance(cause, openai.APITimeoutError):
        return Kind(
            of_the_line=True, may_cost=isinstance(cause.__cause__, httpx2.ReadError | httpx2.RemoteProtocolError)
        )
    answered = getattr(error, "last_completion", None) is not None or _is_unfit(cause)
    return Kind(of_the_line=not answered, may_cost=True)


def _cause(error: BaseException) -> BaseException:
    wrapped = isinstance(error, instructor_errors.InstructorRetryException) and error.__cause__ is not None
    return error.__cause__ or error if wrapped else error


def _is_unfit(cause: BaseException) -> bool:
    """Whether the model answered, and not as it was asked to."""
    return isinstance(cause, ValidationError | RepeatedKeyError | instructor_errors.IncompleteOutputException)


def sort_failure(error: BaseException, *, model: str, url: str, secret: Callable[[str], str]) -> Exception:
    """The failure that ``error`` amounts to; ``secret`` takes the key out of a server's words.

    ``error`` is what instructor raised, or the API client's own error.
    """
    if isinstance(error, instructor_errors.IncompleteOutputException):
        return TooLong("the answer ran into its token limit")
    cause = _cause(error)
    if isinstance(cause, openai.APITimeoutError | TimeoutError):
        return Again("the server took longer than the timeout")
    if isinstance(cause, openai.APIConnectionError):
        if (distrust := untrusted(cause, url)) is not None:
            return distrust
        if isinstance(cause.__cause__, TooLargeError):
            return Again(str(cause.__cause__))
        return Again(f"no connection to {url}", unreachable=True)
    if isinstance(cause, openai.APIStatusError):
        return _sort_status(cause, model=model, url=url, secret=secret)
    reply = _reply_of(error)
    if isinstance(cause, ValidationError):
        first = cause.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        return Again("the answer did not fit its schema", repair=f"{place} {first['msg']}".strip(), reply=reply)
    if isinstance(cause, RepeatedKeyError):
        return Again("the answer gave a key twice", repair=str(cause), reply=reply)
    if not reply:  # not the model's fault, so there is nothing to feed back to it
        return Again("the server's answer was no chat completion")
    return Again("the answer was no JSON", repair=type(cause).__name__, reply=reply)


def untrusted(error: BaseException | None, url: str) -> EndpointError | None:
    """The error for a server whose certificate nobody here trusts; None where the connection failed otherwise.

    Trying again changes nothing, and there is no switch that turns the check off.
    """
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return EndpointError(
                f"{url} shows a certificate that is not trusted ({one_line(error.verify_message)}): if it is your own "
                "server's, set SSL_CERT_FILE to the PEM file of its authority; else somebody may be listening in"
            )
        error = error.__cause__ or error.__context__
    return None


def _sort_status(error: openai.APIStatusError, *, model: str, url: str, secret: Callable[[str], str]) -> Exception:
    status = error.status_code
    said = secret(one_line(_message(error)))
    if 300 <= status < 400:  # noqa: PLR2004
        return EndpointError(
            f"{url} sends on to {_host(error)} (HTTP {status}): give that address if it is the right one"
        )
    if status in {401, 403}:
        return EndpointError(
            f"{url} refused the key (HTTP {status}): set SUMMARIZER_API_KEY, or OPENAI_API_KEY for OpenAI"
        )
    if status == 404:  # noqa: PLR2004
        return EndpointError(f"{url} does not know model {model!r} (HTTP 404: {said}): give --model, check --endpoint")
    if status == _TOO_LARGE or any(word in said.lower() for word in _TOO_LONG_WORDS):
        return TooLong(f"the question does not fit (HTTP {status}: {said})", lasting=False)
    if status == _TOO_MANY and "insufficient_quota" in json.dumps(error.body, default=str):
        return EndpointError(f"{url}: the account's quota is used up (HTTP 429: {said})")
    if status in _RETRIED_STATUS or status >= _SERVER_ERROR:
        wait = retry_after(error.response.headers.get("retry-after"))
        return Again(f"HTTP {status}: {said}", wait=wait, refused=status in _REFUSALS)
    return Unanswered(f"HTTP {status}: {said}")


def _host(error: openai.APIStatusError) -> str:
    """Where a redirect leads, without what else may stand in its address."""
    location = error.response.headers.get("location", "")
    parts = urlsplit(location)
    return f"{parts.scheme}://{parts.hostname}" if parts.hostname else "another address"


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
    return joined if len(joined) <= _CLIP else joined[:_CLIP] + "…"


def _message(error: openai.APIStatusError) -> str:
    body = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        said = inner.get("message") if isinstance(inner, dict) else inner
        if said:
            return str(said)
    return error.message


def _reply_of(error: BaseException) -> str:
    """What the model said, to be shown to it again."""
    completion: Any = getattr(error, "last_completion", None)
    try:
        message = completion.choices[0].message
        calls = message.tool_calls or []
        return str(calls[0].function.arguments if calls else message.content or "")
    except (AttributeError, IndexError, TypeError):
        return ""
