"""The pages as a part of the service: what stands at its door, the routes, and problems as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Depends
from starlette.requests import Request, cookie_parser
from starlette.responses import RedirectResponse

from summarizer.app import adding, exporting, login, review_page, several, shelf
from summarizer.app.asking import checked, session
from summarizer.app.pages import HEADERS, page
from summarizer.app.sessions import SessionStore, WebSession, csrf_of
from summarizer.app.texts import wanted
from summarizer.app.throttle import Throttle
from summarizer.errors import SummarizerError
from summarizer.review.store import ReviewStore
from summarizer.service.guards import CHALLENGE, NOBODY
from summarizer.service.problems import ProblemError, of_error, preferred, response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.datastructures import Headers
    from starlette.responses import Response
    from starlette.types import Scope

    from summarizer.service.core import ServiceCore

_API = "/v1/"
_FREE = ("/login", "/preferences", "/favicon.ico", "/proof")
"""Answered without a session, as our scripts and styles are: no document is behind them."""


_GONE = frozenset({"no-such-summary"})
"""What programs are told with the id that they gave; to people it says nothing."""


class Site:
    """The pages over ``core``; with a ``key`` they are those of one's own machine, and entered by a code alone.

    The key proves to a second ``summarizer app`` that this is the first.
    """

    def __init__(self, core: ServiceCore, port: int, *, key: str = "") -> None:
        self.core, self.key = core, key
        self.sessions = SessionStore(core.database)
        self.throttle = Throttle()
        self.cookie = f"summarizer-{port}"
        """Two services on one machine share its cookies: a browser does not tell ports apart."""
        self._nobody: WebSession | None = None

    @property
    def local(self) -> bool:
        """Whether tokens do not let anybody in."""
        return bool(self.key)

    def install(self, app: FastAPI) -> None:
        """Add the routes."""
        app.state.site, app.state.reviews = self, ReviewStore(self.core.store, self.core.settings)
        app.include_router(login.router, dependencies=[Depends(checked)], include_in_schema=False)
        inside = [Depends(session), Depends(checked)]
        for module in (shelf, adding, exporting, several):
            app.include_router(module.router, dependencies=inside, include_in_schema=False)
        app.include_router(review_page.router, prefix="/documents/{job}", dependencies=inside, include_in_schema=False)

    def holds(self, scope: Scope) -> bool:
        """Whether a request is for a page, not for the interface of programs."""
        return not scope["path"].startswith(_API)

    def headers(self, scope: Scope) -> Mapping[str, str] | None:
        """What an answer has beside its own headers; None: it is no page."""
        return HEADERS if self.holds(scope) else None

    async def admit(self, scope: Scope, headers: Headers, *, open_to_all: bool) -> Response | None:
        """Take note of the request's session; an answer where it has none and needs one.

        Raises :class:`ProblemError`.
        """
        if headers.get("sec-fetch-site", "same-origin") == "cross-site" and scope["method"] not in {"GET", "HEAD"}:
            raise ProblemError(403, "http-origin")
        if scope["path"].startswith("/static/"):
            return None
        state = scope["state"]
        try:
            found = await self._session(headers, open_to_all=open_to_all)
        except SummarizerError as error:
            raise of_error(error) from error
        if found is not None:
            state["session"], state["owner"], state["token"] = found, found.owner, found.token
            return None
        if scope["path"].startswith(_FREE):
            return None
        if scope["method"] in {"GET", "HEAD"} and "hx-request" not in headers and _is_page(headers):
            return RedirectResponse(f"/login?next={quote(_target(scope), safe='')}", 303)
        raise ProblemError(401, "http-unauthorized", CHALLENGE)

    async def _session(self, headers: Headers, *, open_to_all: bool) -> WebSession | None:
        """The session of a request; all have one where nobody logs in, the same after a restart."""
        if open_to_all:
            if self._nobody is None:
                csrf = csrf_of(await self.core.aside(self.sessions.lasting))
                self._nobody = WebSession(NOBODY, NOBODY, csrf, leaves=False)
            return self._nobody
        secret = self.secret(headers)
        return await self.core.aside(self.sessions.valid, secret) if secret else None

    def secret(self, headers: Headers) -> str:
        """The session's secret that a request brings; empty where it brings none."""
        held: dict[str, str] = cookie_parser(headers.get("cookie", ""))
        return held.get(f"__Host-{self.cookie}", "") or held.get(self.cookie, "")

    def problem(self, problem: ProblemError, scope: Scope) -> Response:
        """What is wrong, as a page where a person looks at it."""
        request = Request(scope)
        if self.holds(scope) and problem.message.code in _GONE:
            problem = ProblemError(problem.status, "app-document-gone", problem.headers, problem.more)
        if not self.holds(scope) or not _is_page(request.headers) or "hx-request" in request.headers:
            return self._told(problem, scope, request)
        look = wanted(request)
        shown = page(
            request, "problem.html", problem.status,
            title=look.words("problem", status=problem.status), detail=problem.message.text(look.lang),
        )  # fmt: skip
        shown.headers.update(problem.headers)
        return shown

    def _told(self, problem: ProblemError, scope: Scope, request: Request) -> Response:
        """The same for a script: in the language of its page, which need not be the browser's."""
        if self.holds(scope):
            lang = wanted(request).lang.encode()
            kept = [(name, value) for name, value in scope["headers"] if name != b"accept-language"]
            scope = {**scope, "headers": [*kept, (b"accept-language", lang)]}
        return response(problem, scope)


def _is_page(headers: Headers) -> bool:
    """Whether a browser asks for a whole page."""
    mode = headers.get("sec-fetch-mode")
    return mode == "navigate" if mode else "text/html" in preferred(headers.get("accept", ""))


def _target(scope: Scope) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{scope['path']}?{query}" if query else str(scope["path"])
