"""The shelf: all documents of an owner, what stands in them, how far their review is; deleting, trying again."""

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request, Response

from summarizer.app.asking import Asks, Core, OfPath, Reviews
from summarizer.app.heads import PAGE, SORTS, Called, Head, Heads, Sort
from summarizer.app.pages import page
from summarizer.app.several import MOST
from summarizer.batch.jobs import Job
from summarizer.review.models import ReviewProgress
from summarizer.review.store import ReviewStore
from summarizer.service.asking import found
from summarizer.service.core import ServiceCore

router = APIRouter()
_MOST_IDS = 4 * PAGE
NOBODY_READS = "X-Nobody-Reads"
"""The header of rows that says that some wait and nobody reads them."""
Words = Annotated[str, Query(max_length=200)]
Number = Annotated[int, Query(alias="page", ge=1, le=100_000)]


class ShelfRow(NamedTuple):
    """A document on the shelf; without ``head`` it has no result, without ``progress`` nobody decided anything."""

    job: Job
    head: Head | None
    progress: ReviewProgress | None
    stale: bool = False
    """Whether it was read again since people decided on what was read before."""

    @property
    def called(self) -> Called:
        """What it is called."""
        return Called.of(self.job, self.head)

    @property
    def is_bare(self) -> bool:
        """Whether it was read and holds no item, and nobody added one."""
        if self.head is None:
            return False
        return not (self.head.items if self.progress is None else self.progress.total)

    @property
    def unsure(self) -> int:
        """Items that a person should still look at."""
        if self.progress is not None:
            return self.progress.unsure_left + self.progress.conflicts_left
        return 0 if self.head is None else self.head.unsure

    @property
    def review(self) -> str:
        """How far the review is: ``none``, ``begun`` or ``done``; ``stale``: it is to be brought to a newer result."""
        if self.stale:
            return "stale"
        if self.progress is None or not self.progress.decided:
            return "none"
        return "done" if self.progress.decided >= self.progress.total else "begun"


@router.get("/")
async def shelf(
    request: Request, core: Core, session: Asks, reviews: Reviews,
    q: Words = "", sort: Sort = "added", page_number: Number = 1,
) -> Response:  # fmt: skip
    """All documents, or those that are searched for; a script gets the list alone."""
    held = await core.aside(Heads(core.database).found, session.owner, q, sort, page_number)
    rows = await core.aside(with_progress, reviews, held.rows)
    alone = "hx-request" in request.headers and "hx-history-restore-request" not in request.headers
    return page(
        request, "list.html" if alone else "shelf.html",
        rows=rows, found=held, q=q, sort=sort, sorts=SORTS, waits=await core.aside(_waits, core, rows),
        most_together=MOST, most=core.options.upload_bytes, most_mb=f"{core.options.max_upload_mb:g}",
    )  # fmt: skip


@router.get("/rows")
async def rows(
    request: Request, core: Core, session: Asks, reviews: Reviews,
    ids: Annotated[str, Query(max_length=40 * _MOST_IDS)], q: Words = "",
) -> Response:  # fmt: skip
    """Some documents as they stand now, or those of them that a search finds."""
    held = await rows_of(core, reviews, session.owner, ids.split(",")[:_MOST_IDS], q)
    shown = page(request, "rows.html", rows=held)
    if await core.aside(_waits, core, held):
        shown.headers[NOBODY_READS] = "true"
    return shown


@router.get("/foot")
async def foot(
    request: Request, core: Core, session: Asks, q: Words = "", sort: Sort = "added", page_number: Number = 1
) -> Response:
    """How many documents there are, or are found, by now, and the way to the other pages."""
    held = await core.aside(Heads(core.database).found, session.owner, q, sort, page_number)
    return page(request, "foot.html", found=held, q=q, sort=sort)


@router.post("/documents/{job}/delete")
async def delete(request: Request, core: Core, session: Asks, job: OfPath) -> Response:
    """Forget a document, its text, its result and its review."""
    held = await found(request, core, session.owner, job)
    await core.aside(core.control.delete, held.id, session.owner)
    return Response()


@router.post("/documents/{job}/retry")
async def retry(request: Request, core: Core, session: Asks, reviews: Reviews, job: OfPath) -> Response:
    """Read a document again that could not be read, or not wholly, or was put aside."""
    held = await found(request, core, session.owner, job)
    again = core.control.resume if held.state == "cancelled" else core.control.retry
    await core.aside(again, [held.id])
    return page(request, "rows.html", rows=await rows_of(core, reviews, session.owner, [held.id]))


async def rows_of(
    core: ServiceCore, reviews: ReviewStore, owner: str, ids: list[str], words: str = ""
) -> list[ShelfRow]:
    """The rows of some documents, of those alone that have all ``words``."""
    held = await core.aside(Heads(core.database).rows, owner, ids, words)
    return await core.aside(with_progress, reviews, held)


def with_progress(reviews: ReviewStore, held: list[tuple[Job, Head | None]]) -> list[ShelfRow]:
    """The rows, with how far their reviews are."""
    progress = reviews.progress([job.id for job, head in held if head is not None])
    again = [job.id for job, _ in held if job.run and job.id in progress]  # no other has had another result
    stale = reviews.stale(again) if again else set()
    return [ShelfRow(job, head, progress.get(job.id), job.id in stale) for job, head in held]


def _waits(core: ServiceCore, rows: list[ShelfRow]) -> bool:
    """Whether documents wait and nobody reads them."""
    return any(not row.job.ended for row in rows) and not core.living()
