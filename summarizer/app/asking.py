"""What the routes of pages take from a request: who asks, what all share, and that the request is the page's own."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Request

from summarizer.app.sessions import WebSession
from summarizer.review.store import ReviewStore
from summarizer.service.asking import core_of
from summarizer.service.core import ServiceCore
from summarizer.service.problems import ProblemError
from summarizer.service.resources import ID

if TYPE_CHECKING:
    from starlette.datastructures import FormData

HEADER, FIELD = "X-CSRF-Token", "csrf"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def session(request: Request) -> WebSession:
    """Who asks: ``owner`` of the documents, ``who`` decides. Raises :class:`ProblemError` (401) for nobody."""
    found: WebSession | None = getattr(request.state, "session", None)
    if found is None:
        raise ProblemError(401, "http-unauthorized")
    return found


def reviews_of(request: Request) -> ReviewStore:
    """The reviews of the database."""
    found: ReviewStore = request.app.state.reviews
    return found


async def checked(request: Request) -> None:
    """Refuse (403) what changes anything and does not carry the token that our pages alone know.

    It is in the header ``X-CSRF-Token``, or in the field ``csrf`` of a form that has no file.
    """
    found: WebSession | None = getattr(request.state, "session", None)
    if request.method in _SAFE or found is None:
        return
    given = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        form: FormData = await request.form(max_files=0, max_fields=1000)
        given = str(form.get(FIELD, ""))
    if not hmac.compare_digest((given or "").encode(), found.csrf.encode()):
        raise ProblemError(403, "app-csrf")


Core = Annotated[ServiceCore, Depends(core_of)]
Asks = Annotated[WebSession, Depends(session)]
Reviews = Annotated[ReviewStore, Depends(reviews_of)]
OfPath = Annotated[str, Path(pattern=ID)]
"""The document of an address."""
