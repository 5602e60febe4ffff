"""What goes wrong, as RFC 9457 has it: ``application/problem+json`` with a stable code, in the client's language."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers
from starlette.responses import Response

from summarizer.errors import StoreError, SummarizerError
from summarizer.messages import LANGUAGES, Message, language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import Scope

    from summarizer.messages import Lang

MEDIA_TYPE = "application/problem+json"
URN = "urn:plan-summarizer:"
RETRY = {"Retry-After": "2"}
"""For what is over in a moment."""
_BY_STATUS = {
    400: "http-malformed", 404: "http-not-found", 405: "http-method", 413: "http-too-large",
    422: "http-invalid", 500: "http-internal",
}  # fmt: skip


class ProblemError(Exception):
    """A request that cannot be answered as it was asked; ``more`` are members of the answer beside the usual ones."""

    def __init__(
        self, status: int, code: str, /, headers: Mapping[str, str] | None = None, more: Any = None, **params: Any
    ) -> None:
        super().__init__(code)
        self.status = status
        self.message = Message(code, params)
        self.headers = dict(headers or {})
        self.more: dict[str, Any] = more or {}


def of_error(error: SummarizerError) -> ProblemError:
    """The problem that an error of ours is to a client; where the database is, is not its business."""
    if isinstance(error, StoreError):
        return ProblemError(503, "http-unavailable", RETRY)
    return ProblemError(409, error.code, None, None, **error.params)


def of_status(status: int, headers: Mapping[str, str] | None = None) -> ProblemError:
    """The problem of a status that the framework chose."""
    return ProblemError(status, _BY_STATUS.get(status, "http-malformed"), headers)


def response(problem: ProblemError, scope: Scope) -> Response:
    """The answer to the request ``scope``."""
    lang = lang_of(Headers(scope=scope).get("accept-language", "")) or language()
    message = problem.message
    held = {
        "type": URN + message.code,
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": message.text(lang),
        "code": message.code,
        "params": message.json(),
        "request_id": scope.get("state", {}).get("request_id"),
    }
    body = json.dumps(held | problem.more, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, problem.status, {**problem.headers, "Content-Language": lang}, MEDIA_TYPE)


def lang_of(accepted: str) -> Lang | None:
    """The language of ours that ``Accept-Language`` likes best; None where it names none."""
    for tag in preferred(accepted):
        for lang in LANGUAGES:
            if tag.split("-")[0] == lang:
                return lang
    return None


def preferred(accepted: str) -> Sequence[str]:
    """What a header with weights names, the best first, without what is not wanted at all; in small letters."""
    found = []
    for place, part in enumerate(accepted.lower().split(",")):
        name, *params = (piece.strip() for piece in part.split(";"))
        try:
            weight = next((float(one[2:]) for one in params if one.startswith("q=")), 1.0)
        except ValueError:
            weight = 0.0
        if name and weight > 0:
            found.append((-weight, place, name))
    return [name for _, _, name in sorted(found)]
