"""What routes take from a request: its owner, its language, the shared core; parts that several routes have."""

from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from summarizer.batch.jobs import Job
from summarizer.documents.bounds import Bounds
from summarizer.formats import Kind, names
from summarizer.messages import Lang
from summarizer.pipeline.reading import bounds_of as of_settings
from summarizer.service.core import ServiceCore
from summarizer.service.problems import RETRY, ProblemError, lang_of
from summarizer.service.resources import ID


def core_of(request: Request) -> ServiceCore:
    """What all requests share."""
    core: ServiceCore = request.app.state.core
    return core


def owner_of(request: Request) -> str:
    """Who asks."""
    owner: str = request.state.owner
    return owner


def language_of(request: Request, core: Annotated[ServiceCore, Depends(core_of)]) -> Lang | None:
    """The language in which errors are told."""
    return lang_of(request.headers.get("accept-language", "")) or core.settings.lang


Core = Annotated[ServiceCore, Depends(core_of)]
Owner = Annotated[str, Depends(owner_of)]
Language = Annotated[Lang | None, Depends(language_of)]
ReportLang = Annotated[Lang | None, Query(alias="lang", description="of a report; the document's own without it")]
_AFILE = Query(alias="format", description="a file in place of the service's JSON; `Accept` may name its kind instead")


def _known(kind: Kind) -> AfterValidator:
    def check(name: str) -> str:
        if name not in names(kind):
            raise PydanticCustomError("format", "one of {formats}", {"formats": ", ".join(names(kind))})
        return name

    return AfterValidator(check)


SummaryFormat = Annotated[
    Annotated[str, _known("summary"), WithJsonSchema({"type": "string", "enum": names("summary")})] | None, _AFILE
]
TableFormat = Annotated[
    Annotated[str, _known("comparison"), WithJsonSchema({"type": "string", "enum": names("comparison")})] | None, _AFILE
]


async def own(
    request: Request, core: Core, owner: Owner,
    id: Annotated[str, Path(pattern=ID, description="of a summary")],  # noqa: A002 - the name in the path
) -> Job:  # fmt: skip
    """The job of the path. Raises :class:`ProblemError` (404) for one that there is not, or that is another's."""
    return await found(request, core, owner, id)


async def found(request: Request, core: ServiceCore, owner: str, job: str) -> Job:
    """The job of an id, as :func:`own`."""
    request.state.job = job
    held = await core.aside(core.store.job, job, owner)
    if held is None:
        raise ProblemError(404, "no-such-summary", id=job)
    return held


OwnJob = Annotated[Job, Depends(own)]


async def result_of(core: ServiceCore, job: Job) -> str:
    """A job's result as JSON. Raises :class:`ProblemError` (409) where there is none."""
    now = await core.aside(core.store.job_and_summary, job.id)
    if now is None:  # deleted meanwhile
        raise ProblemError(404, "no-such-summary", id=job.id)
    job, held = now
    if held is not None:
        return held
    if not job.ended:
        raise ProblemError(409, "summary-not-ready", RETRY, id=job.id)
    if job.error is not None:
        raise ProblemError(409, job.error.code, None, None, **job.error.params)
    raise ProblemError(409, "summary-cancelled", id=job.id)


def bounds_of(core: ServiceCore) -> Bounds:
    """What an export may take: as reading a file."""
    return of_settings(core.settings)


def links() -> dict[str, Any]:
    """OpenAPI's links from a summary that was made to what can be done with it."""
    it = "$response.body#/id"
    found: dict[str, Any] = {
        name: {"operationId": name, "parameters": {"id": it}}
        for name in ("get_summary", "follow_summary", "delete_summary")
    }
    found["compare"] = {"operationId": "compare", "requestBody": {"summaries": [it, it]}}
    found["reconcile"] = {"operationId": "reconcile", "requestBody": {"plan": it, "reports": [it]}}
    return found
