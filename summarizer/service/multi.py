"""``/v1/comparisons`` and ``/v1/reconciliations``: several of one's own summaries, put together at once."""

import json
from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Request, Response

from summarizer.comparison.results import Reconciliation, TargetComparison
from summarizer.documents.document import Fetched
from summarizer.documents.sources import numbered
from summarizer.formats import FORMATS
from summarizer.service import exports
from summarizer.service.asking import Core, Owner, ReportLang, TableFormat, bounds_of, found, result_of
from summarizer.service.making import Order, OriginalFile, made
from summarizer.service.resources import ComparisonRequest, ReconciliationRequest

router = APIRouter(tags=["several documents"])
_FILES = exports.files_of("comparison")
_FAULTS: dict[int | str, dict[str, object]] = {400: {}, 404: {}, 406: {}, 408: {}, 409: {}, 413: {}, 415: {}, 422: {}}


@router.post("/v1/comparisons", responses={200: {"model": TargetComparison, "content": _FILES}, **_FAULTS})
async def compare(
    request: Request, core: Core, owner: Owner, asked: ComparisonRequest,
    lang: ReportLang = None,
    format: TableFormat = None,  # noqa: A002 - the name in the address
) -> Response:  # fmt: skip
    """The targets of several summaries side by side, by indicator, with their changes."""
    fmt = exports.chosen("comparison", format, request.headers.get("accept", "")) or FORMATS["json"]
    jobs = [await found(request, core, owner, job) for job in asked.summaries]
    held = [await result_of(core, job) for job in jobs]
    summaries = await core.made(partial(named_apart, held, [job.name for job in jobs]))
    order = Order(
        "comparison", fmt.name, bounds_of(core), summaries, lang or core.settings.lang,
        profile=core.profile, series=asked.series,
    )  # fmt: skip
    return exports.answer(await core.made(made, order, jobs[0].name), fmt, "comparison")


@router.post("/v1/reconciliations", responses={200: {"model": Reconciliation, "content": _FILES}, **_FAULTS})
async def reconcile(
    request: Request, core: Core, owner: Owner, asked: ReconciliationRequest,
    lang: ReportLang = None,
    format: TableFormat = None,  # noqa: A002 - the name in the address
) -> Response:  # fmt: skip
    """What later reports say of a plan's targets and dated measures, by rules; their texts must still be kept."""
    fmt = exports.chosen("reconciliation", format, request.headers.get("accept", "")) or FORMATS["json"]
    jobs = [await found(request, core, owner, job) for job in (asked.plan, *asked.reports)]
    plan = await result_of(core, jobs[0])
    sources = told_apart([await core.aside(core.store.input, job.id) for job in jobs])
    order = Order(
        "reconciliation", fmt.name, bounds_of(core), (plan,), lang or core.settings.lang,
        profile=core.profile, sources=sources,
    )  # fmt: skip
    return exports.answer(await core.made(made, order, jobs[0].name), fmt, "reconciliation")


def told_apart(given: list[Fetched]) -> tuple[OriginalFile, ...]:
    """The documents, numbered where they share a name: evidence is found by it."""
    names = numbered([one.name for one in given])
    return tuple(OriginalFile(name, one.data) for name, one in zip(names, given, strict=True))


def named_apart(summaries: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Summaries as JSON, numbered as :func:`told_apart` does where their documents share one of the ``names``."""
    apart = zip(summaries, names, numbered(names), strict=True)
    return tuple(one if new == old else _renamed(one, new) for one, old, new in apart)


def _renamed(summary: str, name: str) -> str:
    held = json.loads(summary)
    held["document"]["name"] = name
    return json.dumps(held, ensure_ascii=False)
