"""The web application, put together."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from summarizer.errors import SummarizerError
from summarizer.service import multi, ops, problems, summaries, uploads
from summarizer.service.guards import Guard
from summarizer.service.metrics import Metrics
from summarizer.service.openapi import described, methods_at
from summarizer.service.requests import Requests
from summarizer.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from summarizer.service.address import Address
    from summarizer.service.core import ServiceCore
    from summarizer.service.guards import Pages

OPENAPI = "/v1/openapi.json"
_ABOUT = (
    "Reads a plan and gives back its goals, measures and targets as typed, checked data, each tied to its exact "
    "characters. Every owner of a token sees its own documents only."
)


def create_app(core: ServiceCore, address: Address, *, no_auth: bool, pages: Pages | None = None) -> FastAPI:
    """The application over ``core``, with ``pages`` for people.

    Raises :class:`UsageError` where others than this machine could ask unasked.
    """
    if no_auth:
        address.refuse_others()
    metrics = Metrics()

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        under_way = [asyncio.create_task(core.watcher.run()), asyncio.create_task(core.purge())]
        try:
            yield
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    app = FastAPI(
        title="plan-summarizer",
        version=__version__,
        description=_ABOUT,
        openapi_url=OPENAPI,
        docs_url=None,  # its scripts come from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        telemetry={"auto_configure": True, "logs": False},  # exceptions may hold a document's words
        generate_unique_id_function=lambda route: route.name,
        middleware=[
            Middleware(Requests, metrics, pages),
            Middleware(Guard, core, address, open_to_all=no_auth, pages=pages),
        ],
        exception_handlers={
            problems.ProblemError: _problem, HTTPException: _status, RequestValidationError: _invalid,
            SummarizerError: _ours,
        },
    )  # fmt: skip
    app.state.core, app.state.metrics = core, metrics
    app.state.told = problems.response if pages is None else pages.problem
    for router in (summaries.router, multi.router, ops.router):
        app.include_router(router)
    if pages is not None:
        pages.install(app)
    document: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not document:
            document.update(described(app, with_tokens=not no_auth))
        return document

    app.openapi = openapi  # type: ignore[method-assign]
    return app


async def _problem(request: Request, error: problems.ProblemError) -> Response:
    return _told(request, error)


async def _status(request: Request, error: HTTPException) -> Response:
    headers = dict(error.headers or {})
    if "Allow" in headers:  # the framework names those of the first route that it met
        headers["Allow"] = ", ".join(methods_at(request.app.openapi(), request.scope["path"]))
    return _told(request, problems.of_status(error.status_code, headers))


async def _ours(request: Request, error: SummarizerError) -> Response:
    return _told(request, problems.of_error(error))


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    """What does not fit its schema; an id that cannot be one is of nothing that there is."""
    errors = error.errors()
    if any(one["loc"][0] == "path" for one in errors):
        return _told(request, problems.of_status(404))
    place = str(errors[0]["loc"][0]) if errors else "body"
    shown = [one | {"loc": one["loc"][1:]} for one in errors]
    return _told(request, uploads.invalid(shown, place))


def _told(request: Request, problem: problems.ProblemError) -> Response:
    answer: Response = request.app.state.told(problem, request.scope)
    return answer
