"""Every request from outside: its id, its line in the log, its measures, and an answer whatever happens to it."""

from __future__ import annotations

import logging
import re
import time
import traceback
import uuid
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect

from summarizer.service.problems import ProblemError, response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from summarizer.service.guards import Pages
    from summarizer.service.metrics import Metrics

_log = logging.getLogger(__name__)
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_GONE = 499
"""The client did not wait; what the log calls it."""
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Requests:
    """The outermost layer. What it writes down holds no text, no name of a document and no token."""

    def __init__(self, app: ASGIApp, metrics: Metrics, pages: Pages | None = None) -> None:
        self._app, self._metrics, self._pages = app, metrics, pages
        self._told = response if pages is None else pages.problem

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        state = scope.setdefault("state", {})
        given = Headers(scope=scope).get("x-request-id", "")
        state["request_id"] = given if _ID.fullmatch(given) else uuid.uuid4().hex
        security = (None if self._pages is None else self._pages.headers(scope)) or _SECURITY
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = state["request_id"]
                for name, value in security.items():
                    headers.setdefault(name, value)
            await send(message)

        with self._metrics.under_way():
            try:
                await self._app(scope, receive, sending)
            except ClientDisconnect:
                status = status or _GONE
            except ProblemError as problem:
                if not status:
                    await self._told(problem, scope)(scope, receive, sending)
            except Exception as error:
                # Not the error itself: a document's words may stand in it.
                _log.error("%s", _where(error), extra={"request_id": state["request_id"]})
                if status:  # what was begun cannot be mended: it is cut off, so that nobody takes it for the whole
                    raise
                await self._told(ProblemError(500, "http-internal"), scope)(scope, receive, sending)
            finally:
                self._note(scope, status or _GONE, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or "-"
        method = scope["method"] if scope["method"] in _METHODS else "-"
        self._metrics.note(method, route, status, seconds)
        state = scope["state"]
        said = {
            "request_id": state["request_id"], "method": method, "route": route, "status": status,
            "seconds": round(seconds, 4), "token": state.get("token"), "job": state.get("job"),
        }  # fmt: skip
        _log.info("request", extra=said)


def _where(error: Exception) -> str:
    """The kind of an error and the lines that it came from; its words may be those of a document."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(frames[-6:]))
