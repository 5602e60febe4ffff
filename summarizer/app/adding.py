"""Documents given to the shelf: a file each request, or a text."""

import re
from pathlib import PurePosixPath
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Form, Request, Response

from summarizer.app.asking import Asks, Core, Reviews
from summarizer.app.pages import page
from summarizer.app.shelf import rows_of
from summarizer.batch.jobs import Given, Job
from summarizer.documents.decoding import decode
from summarizer.documents.formats import format_of
from summarizer.errors import DocumentError
from summarizer.service import uploads
from summarizer.service.core import ServiceCore
from summarizer.service.problems import ProblemError
from summarizer.service.resources import Wanted

router = APIRouter()
_MAX_TITLE = 60
KNOWN = "X-Known"
"""The header of an answer that says that its document was on the shelf before."""


@router.post("/documents")
async def add(request: Request, core: Core, session: Asks, reviews: Reviews) -> Response:
    """Have a file read; its row."""
    given, wanted = await uploads.taken(request, core)
    return await _accepted(request, core, session.owner, reviews, given, wanted)


@router.post("/texts")
async def paste(
    request: Request, core: Core, session: Asks, reviews: Reviews,
    text: Annotated[str, Form()] = "", name: Annotated[str, Form(max_length=200)] = "",
) -> Response:  # fmt: skip
    """Have a pasted text read; its row. Without a name it is called by its first line."""
    if not _says_something(text):
        raise ProblemError(422, "app-no-text")
    try:
        data = text.replace("\r\n", "\n").encode()
    except UnicodeEncodeError:  # half of a pair of surrogates
        raise ProblemError(422, "http-no-text") from None
    if len(data) > core.options.text_bytes:
        raise ProblemError(413, "http-too-large", most=f"{core.options.max_text_mb:g}")
    title = re.sub(r'[\\/:*?"<>|]', " ", name.strip() or text.strip().splitlines()[0].strip())[:_MAX_TITLE].strip(" .")
    named = uploads.named(f"{title or 'text'}.txt")
    return await _accepted(request, core, session.owner, reviews, Given(named, data), Wanted())


async def _accepted(
    request: Request, core: Core, owner: str, reviews: Reviews, given: Given, wanted: Wanted
) -> Response:  # fmt: skip
    job, known = await core.aside(_take, core, owner, given, wanted)
    request.state.job = job.id
    shown = page(request, "rows.html", rows=await rows_of(core, reviews, owner, [job.id]))
    if known:
        shown.headers[KNOWN] = "true"
    return shown


def _take(core: ServiceCore, owner: str, given: Given, wanted: Wanted) -> tuple[Job, bool]:
    """The job of a document, and whether it was there before. Raises :class:`ProblemError` for one that is nothing."""
    if not given.data:
        raise ProblemError(422, "app-empty-file", name=given.name)
    if _is_blank(given):
        raise ProblemError(422, "app-blank-file", name=given.name)
    began = core.database.transact(lambda held: held.execute(sa.select(core.database.now)).scalar_one())
    job = core.accept(owner, given, wanted, None)
    return job, job.accepted < began


def _is_blank(given: Given) -> bool:
    """Whether a file is a text in which nothing is said; what cannot be told of it is said once it is read."""
    try:
        if format_of(PurePosixPath(given.name).suffix, given.data, given.name) != "text":
            return False
        return not _says_something(decode(given.data, given.name).text)
    except DocumentError:
        return False


def _says_something(text: str) -> bool:
    """Whether there is a letter or a digit, of any script."""
    return any(map(str.isalnum, text))
