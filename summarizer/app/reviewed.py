"""Results as people left them: reviewed ones where somebody looked, else what was extracted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from summarizer.errors import DocumentError
from summarizer.service.asking import found, result_of
from summarizer.service.making import OriginalFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import Request

    from summarizer.batch.jobs import Job
    from summarizer.review.store import ReviewStore
    from summarizer.service.core import ServiceCore

_NONE = OriginalFile("", b"")


class Result(NamedTuple):
    """A job's summary as JSON; ``source`` is its document where the summary has not the text itself."""

    job: Job
    summary: str
    source: OriginalFile


async def results_of(
    request: Request, core: ServiceCore, reviews: ReviewStore, owner: str, ids: Sequence[str], *, with_text: bool = True
) -> list[Result]:
    """The results of some documents, each once. Raises :class:`~summarizer.service.problems.ProblemError`."""
    jobs = [await found(request, core, owner, one) for one in dict.fromkeys(ids)]
    begun = await core.aside(reviews.progress, [job.id for job in jobs])
    return [await _result(core, reviews, job, begun=job.id in begun, with_text=with_text) for job in jobs]


async def _result(core: ServiceCore, reviews: ReviewStore, job: Job, *, begun: bool, with_text: bool) -> Result:
    if begun:
        make = partial(reviews.reviewed_summary, job.id, with_text=with_text)
        summary = await core.made(make)
        return Result(job, await core.made(summary.model_dump_json), _NONE)
    held = await result_of(core, job)  # an error that says why there is none
    if not with_text:
        return Result(job, held, _NONE)
    try:
        data, name = await core.aside(core.store.input, job.id)
    except DocumentError:  # its text is no longer kept
        return Result(job, held, _NONE)
    return Result(job, held, OriginalFile(name, data))
