"""What can become of one request, in four kinds: ask again, ask less, give up the chunk, give up the run.

::

    RetryableError     worth another try; may say how long to wait, may carry an error for the model to read
    TooLongError       the answer or the question does not fit: ask in two halves
    UnansweredError    this question gets no answer: the rules' candidate stands, the gap is listed
    └── StoppedError   it was not even asked: budget or time are used up, or the endpoint is dead
    EndpointError (public)   no question will ever be answered: key refused, model unknown, no server

:mod:`~summarizer.engines.endpoint.classifying` makes them of what the API client raises.
"""

from typing import Any

from summarizer.messages import Message


class RequestError(Exception):
    """Base: ``message`` is the reason that a reader gets, ``str()`` its sentence.

    To be tried again after ``wait`` seconds where the server said so; ``repair`` is then fed back to the model together
    with its ``reply``. ``server_error``: the server failed by itself, perhaps at such questions. ``unreachable``: there
    was no connection at all. ``unfit``: there were answers, and none fitted the schema. Not ``lasting`` where a larger
    context window would mend it.
    """

    def __init__(
        self,
        code: str,
        /,
        *,
        wait: float | None = None,
        repair: str | None = None,
        reply: str = "",
        server_error: bool = False,
        unreachable: bool = False,
        unfit: bool = False,
        lasting: bool = True,
        **params: Any,
    ) -> None:
        super().__init__(code)
        self.message = Message(code, params)
        self.wait = wait
        self.repair = repair
        self.reply = reply
        self.server_error = server_error
        self.unreachable = unreachable
        self.unfit = unfit
        self.lasting = lasting

    def __str__(self) -> str:
        return self.message.text()


class RetryableError(RequestError):
    """Worth another try."""

    def final(self) -> "UnansweredError":
        """What it comes to when there is no further try."""
        code, params = self.message
        return UnansweredError(code, unreachable=self.unreachable, unfit=self.repair is not None, **params)


class With200Error(RetryableError):
    """An error that came as if it were an answer: its ``body``, and its code where that is an HTTP status, else 0."""

    def __init__(self, code: str, /, *, body: Any, status: int = 0, **params: Any) -> None:
        super().__init__(code, **params)
        self.body = body
        self.status = status


class TooLongError(RequestError):
    """Question or answer does not fit: ask in two halves."""


class UnansweredError(RequestError):
    """No answer to this question."""


class StoppedError(UnansweredError):
    """Not even asked: the run's budget or time is used up, or the endpoint is dead."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code, unreachable=True, **params)


class WebPageError(RequestError):
    """A page for people instead of an answer: a wrong address, or one that wants a login first."""


class TooLargeError(Exception):
    """The response is larger than any answer: than so many bytes, as people write them."""


class PackedError(Exception):
    """The response is packed in a way that nobody asked for: its name."""


class RepeatedKeyError(ValueError):
    """A JSON object says two things under one key: which one is meant is anybody's guess."""


def message_json(message: Message) -> Any:
    """A message as it is kept in a store or a recording."""
    return {"code": message.code, "params": message.json()}


def message_of(kept: Any) -> Message:
    """The message that :func:`message_json` came from; older files hold the English sentence alone."""
    return Message.of_json(kept["code"], kept["params"]) if isinstance(kept, dict) else Message(str(kept))
