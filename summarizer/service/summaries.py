"""``/v1/summaries``: documents given, their summaries read, followed, listed, deleted."""

import contextlib
import re
from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from summarizer.batch.jobs import Job, State
from summarizer.errors import DocumentError
from summarizer.messages import Lang
from summarizer.service import exports, uploads
from summarizer.service.asking import (
    Core,
    Language,
    Owner,
    OwnJob,
    ReportLang,
    SummaryFormat,
    bounds_of,
    links,
    own,
    result_of,
)  # fmt: skip
from summarizer.service.making import Order, OriginalFile, made
from summarizer.service.problems import ProblemError
from summarizer.service.resources import (
    CURSOR,
    SummaryHead,
    SummaryList,
    SummaryRequest,
    SummaryResource,
    UploadRequest,
)  # fmt: skip
from summarizer.service.watching import Stand

PATH = "/v1/summaries"
router = APIRouter(tags=["summaries"])
_LONGEST_WAIT = 60.0
_WITHOUT_TEXT = frozenset({"json", "jsonl"})
"""Formats for programs, which get the text where they asked for it with the document."""
_WAIT = re.compile(r"wait\s*=\s*\"?(\d{1,4})\"?")
_PLACE = {"Location": {"description": "where the summary is", "required": True, "schema": {"type": "string"}}}
_MADE: dict[str, Any] = exports.files_of("summary") | {
    exports.JSON: {
        "schema": {
            "anyOf": [
                {"$ref": "#/components/schemas/SummaryResource"},
                {"$ref": "#/components/schemas/Summary", "description": "with `format=json`"},
                {"type": "array", "items": {}, "description": "with `format=labelstudio`"},
            ]
        }
    }
}
_GIVEN: dict[int | str, dict[str, Any]] = {
    200: {"model": SummaryResource, "description": "It was given before, and is done.", "links": links()},
    201: {"model": SummaryResource, "description": "It is done.", "headers": _PLACE, "links": links()},
    202: {
        "model": SummaryResource,
        "description": "It waits or is read: ask again.",
        "headers": _PLACE,
        "links": links(),
    },
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": SummaryRequest.model_json_schema()},
            "multipart/form-data": {"schema": UploadRequest.model_json_schema()},
        },
    }
}


@router.post(PATH, responses={**_GIVEN, 400: {}, 408: {}, 409: {}, 413: {}, 415: {}, 422: {}}, openapi_extra=_BODY)
async def create_summary(
    request: Request, core: Core, owner: Owner, lang: Language,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key", min_length=1, max_length=255, pattern="^[!-~]+$",
            description="yours, for one request: sent again with it, nothing is done twice. Known for a day",
        ),
    ] = None,
    prefer: Annotated[
        str | None, Header(description="`respond-async`: answer at once; `wait=N`: within N seconds (RFC 7240)")
    ] = None,
) -> Response:  # fmt: skip
    """Have a document summarized: a text in JSON, or a file in a form.

    A small one is answered at once (201, or 200 where the same document was given before), a longer one with 202 and
    where to ask for it. A document that cannot be read is answered with its `state` `failed` and the `error`.
    """
    given, wanted = await uploads.taken(request, core)
    job = await core.aside(core.accept, owner, given, wanted, key)
    request.state.job = job.id
    before = job.ended
    if not (before or core.is_crowded) and (seconds := _seconds(prefer or "", core.options.wait_seconds)):
        await core.watcher.ended(job.id, _stand(job), seconds)
    now = await core.aside(core.store.job_and_summary, job.id, owner)
    if now is None:  # deleted meanwhile
        raise ProblemError(409, "no-such-summary", id=job.id)
    job, result = now
    status = 200 if before else 201 if job.ended else 202
    headers = {"Location": f"{PATH}/{job.id}"} | ({"Retry-After": "1"} if status == 202 else {})  # noqa: PLR2004
    return _resource(job, result, lang, status, headers)


@router.get(PATH, responses={200: {"model": SummaryList}, 422: {}})
async def list_summaries(
    core: Core, owner: Owner, lang: Language,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str | None, Query(pattern=CURSOR, description="`next` of the page before")] = None,
    state: Annotated[list[State] | None, Query(description="only those in these states")] = None,
) -> Response:  # fmt: skip
    """Your summaries, the newest first, without their results."""
    after = None
    if cursor is not None:
        accepted, _, last = cursor.partition("-")
        after = (float(accepted), last)

    def read() -> list[Job]:
        return core.store.jobs(owner, states=state or (), after=after, limit=limit + 1)

    found = await core.aside(read)
    shown = found[:limit]
    more = f"{shown[-1].accepted:.7f}-{shown[-1].id}" if len(found) > limit else None
    page = SummaryList(items=[SummaryHead.of(job, lang) for job in shown], next=more)
    query = urlencode({"limit": limit, "state": state or [], "cursor": more}, doseq=True)
    headers = {"Link": f'<{PATH}?{query}>; rel="next"'} if more else {}
    return Response(page.model_dump_json(), media_type=exports.JSON, headers=headers)


@router.get(
    PATH + "/{id}",
    responses={200: {"content": _MADE}, 404: {}, 406: {}, 409: {}, 422: {}},
    response_class=Response,
)
async def get_summary(
    request: Request, core: Core, job: OwnJob, lang: Language,
    report_lang: ReportLang = None,
    format: SummaryFormat = None,  # noqa: A002 - the name in the address
) -> Response:  # fmt: skip
    """A summary with its result, or the result as a file."""
    fmt = exports.chosen("summary", format, request.headers.get("accept", ""))
    if fmt is None:
        now = await core.aside(core.store.job_and_summary, job.id)
        if now is None:  # deleted meanwhile
            raise ProblemError(404, "no-such-summary", id=job.id)
        job, result = now
        headers = {"Vary": "Accept"} | ({} if job.ended else {"Retry-After": "1"})
        return _resource(job, result, lang, 200, headers)
    summary = await result_of(core, job)
    only = await core.aside(core.only_of, job.id)
    sources: tuple[OriginalFile, ...] = ()
    if fmt.name not in _WITHOUT_TEXT:
        with contextlib.suppress(DocumentError):  # its text is no longer kept
            data, name = await core.aside(core.store.input, job.id)
            sources = (OriginalFile(name, data),)
    order = Order(
        "summary", fmt.name, bounds_of(core), (summary,), report_lang or core.settings.lang, only,
        core.settings.currency, sources=sources,
    )  # fmt: skip
    return exports.answer(await core.made(made, order, job.name), fmt, job.name)


@router.delete(PATH + "/{id}", status_code=204, response_class=Response, responses={404: {}, 422: {}})
async def delete_summary(core: Core, owner: Owner, job: OwnJob) -> None:
    """Forget a document, its text and its summary; where it waits or is read, that ends."""
    await core.aside(core.control.delete, job.id, owner)


@router.get(
    PATH + "/{id}/events", response_class=EventSourceResponse, dependencies=[Depends(own)],
    responses={404: {}, 422: {}},
)  # fmt: skip
async def follow_summary(core: Core, job: OwnJob) -> AsyncIterator[ServerSentEvent]:
    """How far a summary is, told as it changes (server-sent events), until it has ended."""
    stand: Stand | None = _stand(job)
    with core.watcher.watching(job.id, _stand(job)) as watched:
        while True:
            if stand is None:
                yield ServerSentEvent(event="deleted", data={})
                return
            yield ServerSentEvent(event="state", data=stand._asdict())
            if stand.ended:
                return
            await watched.change(stand)
            if watched.over:
                return
            stand = watched.stand


def _resource(job: Job, result: str | None, lang: Lang | None, status: int, headers: dict[str, str]) -> Response:
    """The resource; its result is put in as it is kept, since it may be long."""
    head = SummaryHead.of(job, lang).model_dump_json()
    body = f'{head[:-1]},"summary":{result or "null"}}}'.encode()
    return exports.PiecewiseResponse(body, status, headers, exports.JSON)


def _stand(job: Job) -> Stand:
    return Stand(job.state, job.done, job.total)


def _seconds(prefer: str, usual: float) -> float:
    """For how long a client likes to wait."""
    if "respond-async" in prefer.lower():
        return 0.0
    found = _WAIT.search(prefer.lower())
    return min(float(found[1]), _LONGEST_WAIT) if found else usual
