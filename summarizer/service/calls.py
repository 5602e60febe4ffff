"""What a client of the service says and understands, apart from how it is sent: each call is a generator.

It yields a :class:`Call` and is sent its answer, or yields a :class:`Pause`; what it returns is the call's result.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict

from summarizer.errors import DocumentError, EndpointError, SummarizerError, UnreachableError, UsageError
from summarizer.messages import Message
from summarizer.models import Summary  # noqa: TC001 - a field of a model

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import httpx2

    from summarizer.comparison.results import Reconciliation, TargetComparison
    from summarizer.messages import Lang
    from summarizer.models import Group

_PATH = "/v1/summaries"
_FIRST_PAUSE, _LAST_PAUSE = 0.2, 5.0
"""Seconds between two questions for a summary that is not done."""
PASSING = frozenset({408, 429, 502, 503, 504})
"""Statuses after which a request is sent again."""
_NOT_LET_IN = frozenset({401, 403, 421})
_OF_USE = frozenset({400, 404, 405, 406, 413, 415, 422})
_Made = TypeVar("_Made")


class Call(NamedTuple):
    """One request; ``files`` and ``fields`` are a form, ``body`` is JSON."""

    method: str
    path: str
    body: Any = None
    files: dict[str, tuple[str, bytes]] | None = None
    fields: dict[str, Any] | None = None
    params: dict[str, Any] | None = None
    headers: dict[str, str] | None = None


class Pause(NamedTuple):
    """Wait so many seconds."""

    seconds: float


Steps: TypeAlias = "Generator[Call | Pause, httpx2.Response, _Made]"


class ServiceSummary(BaseModel):
    """A summary that the service was asked for; ``state`` says how far it is, times are ISO 8601."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    state: Literal["queued", "running", "done", "incomplete", "failed", "cancelled"]
    priority: int
    done: int
    total: int | None
    accepted: str
    started: str | None
    finished: str | None
    error: dict[str, Any] | None
    summary: Summary | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state not in {"queued", "running"}

    def result(self) -> Summary:
        """The summary. Raises :class:`~summarizer.errors.DocumentError` where the document could not be read."""
        if self.error is not None:
            raise DocumentError(self.error["code"], **Message.of_json("", self.error["params"]).params)
        if self.summary is None:
            raise DocumentError("summary-cancelled" if self.ended else "summary-not-ready", id=self.id)
        return self.summary


class Asked(NamedTuple):
    """How a document is to be read."""

    only: Collection[Group] | None = None
    with_text: bool = False
    explain: bool = False
    priority: int = 0

    def fields(self) -> dict[str, Any]:
        """What is not as usual."""
        found: dict[str, Any] = {} if self.only is None else {"only": list(self.only)}
        found |= {"with_text": True} if self.with_text else {}
        found |= {"explain": True} if self.explain else {}
        return found | ({"priority": self.priority} if self.priority else {})


def submit(source: str | Path | bytes, name: str | None, asked: Asked, *, wait: int) -> Steps[ServiceSummary]:
    """Give a document: a path, or bytes with a name; the service may keep its answer for ``wait`` seconds."""
    if isinstance(source, bytes):
        data, name = source, name or "document"
    else:
        try:
            data, name = Path(source).read_bytes(), name or Path(source).name
        except OSError as error:
            raise DocumentError("unreadable-upload", name=str(source), reason=error.strerror or error) from None
    fields = {key: str(value).lower() if isinstance(value, bool) else value for key, value in asked.fields().items()}
    answer = yield Call("POST", _PATH, files={"file": (name, data)}, fields=fields, headers=_headers(wait))
    return ServiceSummary.model_validate_json(checked(answer))


def submit_text(text: str, name: str, asked: Asked, *, wait: int) -> Steps[ServiceSummary]:
    """Give a text."""
    body = {"text": text, "name": name} | asked.fields()
    answer = yield Call("POST", _PATH, body=body, headers=_headers(wait))
    return ServiceSummary.model_validate_json(checked(answer))


def waited(steps: Steps[ServiceSummary]) -> Steps[Summary]:
    """The result of what was given, once there is one."""
    held = yield from steps
    return held.result() if held.ended else (yield from result(held.id))


def result(job: str) -> Steps[Summary]:
    """The result, once there is one."""
    pauses = _pauses()
    while not (held := (yield from status(job))).ended:
        yield Pause(next(pauses))
    return held.result()


def status(job: str) -> Steps[ServiceSummary]:
    """How far it is, with the result where there is one."""
    answer = yield Call("GET", f"{_PATH}/{job}")
    return ServiceSummary.model_validate_json(checked(answer))


def export(job: str, fmt: str, lang: Lang | None) -> Steps[bytes]:
    """The result as a file."""
    params = {"format": fmt} | ({} if lang is None else {"lang": lang})
    return (yield from _ready(Call("GET", f"{_PATH}/{job}", params=params)))


def delete(job: str) -> Steps[None]:
    """Have it forgotten; what is not there is."""
    answer = yield Call("DELETE", f"{_PATH}/{job}")
    if answer.status_code != 404:  # noqa: PLR2004
        checked(answer)


def page(states: Collection[str], cursor: str | None) -> Steps[tuple[list[ServiceSummary], str | None]]:
    """A page of the list, and the cursor of the next one."""
    params: dict[str, Any] = {"limit": 100, "state": list(states)} | ({} if cursor is None else {"cursor": cursor})
    answer = yield Call("GET", _PATH, params=params)
    held = json.loads(checked(answer))
    return [ServiceSummary.model_validate(one) for one in held["items"]], held["next"]


def compare(jobs: Collection[str], series: bool | None) -> Steps[TargetComparison]:
    """Summaries side by side."""
    from summarizer.comparison.results import TargetComparison

    body = yield from _ready(Call("POST", "/v1/comparisons", body={"summaries": list(jobs), "series": series}))
    return TargetComparison.model_validate_json(body)


def reconcile(plan: str, reports: Collection[str]) -> Steps[Reconciliation]:
    """A plan against reports."""
    from summarizer.comparison.results import Reconciliation

    body = yield from _ready(Call("POST", "/v1/reconciliations", body={"plan": plan, "reports": list(reports)}))
    return Reconciliation.model_validate_json(body)


def _ready(call: Call) -> Steps[bytes]:
    """What is made of summaries, once they are done."""
    pauses = _pauses()
    while True:
        answer = yield call
        try:
            return checked(answer)
        except SummarizerError as error:
            if error.code != "summary-not-ready":
                raise
        yield Pause(next(pauses))


def _pauses() -> Iterator[float]:
    """Longer and longer."""
    pause = _FIRST_PAUSE
    while True:
        yield pause
        pause = min(1.5 * pause, _LAST_PAUSE)


def _headers(wait: int) -> dict[str, str]:
    """A key of its own for each call: sent again, it is the request that it was."""
    return {"Idempotency-Key": uuid.uuid4().hex} | {"Prefer": f"wait={wait}" if wait else "respond-async"}


def checked(answer: httpx2.Response) -> bytes:
    """The answer's body. Raises what is wrong, as an error of ours with the service's code."""
    if answer.is_success:
        return answer.content
    raise error_of(answer)


def error_of(answer: httpx2.Response) -> SummarizerError:
    """The error that an answer is."""
    status = answer.status_code
    try:
        held = answer.json()
        code, params = str(held["code"]), Message.of_json("", dict(held["params"])).params
    except (ValueError, KeyError, TypeError):
        return EndpointError("service-answers-otherwise", url=str(answer.url), status=status)
    if status in PASSING:
        return UnreachableError(code, **params)
    if status in _NOT_LET_IN:
        return EndpointError(code, **params)
    if status in _OF_USE or code == "idempotency-key-reused":
        return UsageError(code, **params)
    return DocumentError(code, **params) if status == 409 else EndpointError(code, **params)  # noqa: PLR2004
