"""Several documents put together: side by side, a plan against its reports, one ledger."""

from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from summarizer.app.asking import Asks, Core, Reviews
from summarizer.app.exporting import entry
from summarizer.app.heads import Called, Heads
from summarizer.app.pages import page
from summarizer.app.reviewed import Result, results_of
from summarizer.app.texts import wanted
from summarizer.batch.jobs import Job
from summarizer.comparison.results import Reconciliation, TargetComparison
from summarizer.comparison.tables import page_of
from summarizer.formats import FORMATS, names
from summarizer.messages import Lang
from summarizer.models import Summary
from summarizer.reports.tables.web import body
from summarizer.review.store import ReviewStore
from summarizer.service import exports
from summarizer.service.asking import bounds_of
from summarizer.service.core import ServiceCore
from summarizer.service.making import Order, made
from summarizer.service.multi import named_apart, told_apart
from summarizer.service.problems import ProblemError

router = APIRouter()
MOST = 50
"""Documents of one comparison."""
Jobs = Annotated[list[str], Query(alias="job", max_length=MOST)]
Name = Annotated[str | None, Query(alias="format")]


@router.get("/compare")
async def compare(
    request: Request, core: Core, session: Asks, reviews: Reviews, ids: Jobs, name: Name = None
) -> Response:  # fmt: skip
    """The targets of documents side by side: a page, or a file."""
    results = await _results(request, core, reviews, session.owner, ids, least=2, with_text=False)
    order = Order(
        "comparison", name or "json", bounds_of(core), tuple(one.summary for one in results), _lang(core, request),
        profile=core.profile,
    )  # fmt: skip
    return await _answer(request, core, order, [one.job for one in results], name, {})


@router.get("/track")
async def track(
    request: Request, core: Core, session: Asks, reviews: Reviews, ids: Jobs, plan: str | None = None, name: Name = None
) -> Response:
    """What later reports say of a plan: a page, or a file. Without ``plan`` it is the one with the most targets."""
    results = await _results(request, core, reviews, session.owner, ids, least=2)
    chosen = await core.made(_plan_of, results, plan)
    texts = told_apart([await core.aside(core.store.input, one.job.id) for one in results])
    # Numbered before the plan comes first, as the summaries are: a name is the same document's whichever is the plan.
    ordered = sorted(zip(results, texts, strict=True), key=lambda held: held[0] is not chosen)
    order = Order(
        "reconciliation", name or "json", bounds_of(core), (chosen.summary,), _lang(core, request),
        profile=core.profile, sources=tuple(text for _, text in ordered),
    )  # fmt: skip
    return await _answer(request, core, order, [one.job for one, _ in ordered], name, {"plan": chosen.job.id})


@router.get("/ledger")
async def ledger(
    request: Request, core: Core, session: Asks, reviews: Reviews, ids: Jobs,
    name: Annotated[Literal["xlsx", "docx"], Query(alias="format")] = "xlsx",
) -> Response:  # fmt: skip
    """The ledger of documents, one after the other in one file."""
    results = await _results(request, core, reviews, session.owner, ids, least=1)
    order = Order(
        "summary", name, bounds_of(core), tuple(one.summary for one in results), core.settings.lang,
        currency=core.settings.currency, sources=tuple(one.source for one in results),
    )  # fmt: skip
    words = wanted(request).words
    called = results[0].job.name if len(results) == 1 else words("ledger-name", n=len(results))
    return exports.answer(await core.made(made, order, results[0].job.name), FORMATS[name], called)


async def _results(
    request: Request, core: ServiceCore, reviews: ReviewStore, owner: str, ids: list[str], *, least: int,
    with_text: bool = True,
) -> list[Result]:  # fmt: skip
    """The results of several documents, whose names are told apart as those of several files are."""
    if len(set(ids)) < least:
        raise ProblemError(422, "app-too-few", least=least)
    found = await results_of(request, core, reviews, owner, ids, with_text=with_text)
    names = [one.job.name for one in found]
    summaries = await core.made(partial(named_apart, [one.summary for one in found], names))
    return [one._replace(summary=summary) for one, summary in zip(found, summaries, strict=True)]


async def _answer(
    request: Request, core: ServiceCore, order: Order, jobs: list[Job], name: str | None, more: dict[str, str]
) -> Response:  # fmt: skip
    """The file of a format, or the page with links to all of them."""
    if name is not None and name not in names(order.kind):
        raise ProblemError(404, "http-not-found")
    content = await core.made(made, order, jobs[0].name)
    look = wanted(request)
    if name is not None:
        called = look.words(f"{order.kind}-name", name=jobs[0].name.rpartition(".")[0] or jobs[0].name, n=len(jobs))
        return exports.answer(content, FORMATS[name], called)
    shown = await core.made(partial(_body, order.kind, content, look.lang))
    query = urlencode([*(("job", job.id) for job in jobs), *more.items()])
    held = await core.aside(Heads(core.database).rows, jobs[0].owner, [job.id for job in jobs])
    kinds = await core.aside(lambda: [entry(FORMATS[one], look) for one in names(order.kind)])
    return page(
        request, "several.html", kind=order.kind, body=Markup(shown), plan=more.get("plan"),  # noqa: S704 - of our own templates, which escape
        jobs=[(job.id, Called.of(job, head)) for job, head in held],
        links=[(one, f"{request.url.path}?{query}&format={one.format.name}") for one in kinds],
    )  # fmt: skip


def _body(kind: str, content: bytes, lang: Lang) -> str:
    """The tables of a result."""
    model = TargetComparison if kind == "comparison" else Reconciliation
    return body(page_of(model.model_validate_json(content), lang=lang))


def _lang(core: ServiceCore, request: Request) -> Lang:
    return core.settings.lang or wanted(request).lang


def _plan_of(results: list[Result], plan: str | None) -> Result:
    """The result of the document ``plan``, else the one with the most targets."""
    named = next((one for one in results if one.job.id == plan), None)
    return named or max(results, key=lambda one: len(Summary.model_validate_json(one.summary).targets))
