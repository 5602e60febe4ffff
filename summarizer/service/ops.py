"""For those who run the service: does it live, is it ready, what does it do."""

from fastapi import APIRouter, Request, Response

from summarizer.service.asking import Core, Owner
from summarizer.service.guards import HEALTH, NOBODY
from summarizer.service.metrics import MEDIA_TYPE, Metrics
from summarizer.service.problems import RETRY, ProblemError
from summarizer.service.resources import Health, Readiness

router = APIRouter(tags=["operation"])
_READER = "metrics"
"""Whose tokens see what is counted of all owners."""


@router.get(HEALTH, openapi_extra={"security": []})
async def health() -> Health:
    """Whether the service answers at all; asks for no token and says nothing else."""
    return Health()


@router.get("/v1/ready")
async def ready(core: Core) -> Readiness:
    """Whether it can do its work: the database answers, and a worker lives."""
    workers = await core.aside(core.living)
    if not workers:
        raise ProblemError(503, "no-living-worker", RETRY)
    return Readiness(workers=workers)


@router.get(
    "/v1/metrics", response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)  # fmt: skip
async def metrics(request: Request, core: Core, owner: Owner) -> Response:
    """The measures of this process and the database's jobs, as Prometheus reads them: for the owner `metrics` alone."""
    if owner not in {NOBODY, _READER}:
        raise ProblemError(403, "http-metrics", name=_READER)
    measures: Metrics = request.app.state.metrics
    return Response(await core.aside(measures.page, core.store), media_type=MEDIA_TYPE)
