"""A document handed on: in every format there is, as reviewed, and as gold labels."""

import io
import zipfile
from functools import partial
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request, Response

from summarizer.app.asking import Asks, Core, OfPath, Reviews
from summarizer.app.heads import Heads
from summarizer.app.pages import page
from summarizer.app.reviewed import results_of
from summarizer.app.texts import Look, wanted
from summarizer.errors import UsageError
from summarizer.formats import FORMATS, Format, names
from summarizer.review.errors import InvalidDecisionError
from summarizer.review.models import ReviewProgress
from summarizer.service import exports
from summarizer.service.asking import bounds_of, found
from summarizer.service.making import Order, made
from summarizer.service.problems import ProblemError

router = APIRouter()
_PROGRAMS = ("json", "jsonl", "stratml")
_ANNOTATION = ("labelstudio", "doccano", "webannotation", "brat")
_FIRST = ("docx", "xlsx", "pdf", "html")
_WITHOUT_TEXT = frozenset({"json", "jsonl"})


class MenuEntry(NamedTuple):
    """A format in a menu; ``why`` says why it cannot be had on this machine, and is empty where it can."""

    format: Format
    why: str


class OpenItems(NamedTuple):
    """What is undecided of a document; ``whole``: a group of it is decided, or it has no items at all."""

    items: int
    whole: bool


def groups(look: Look) -> list[tuple[str, list[MenuEntry]]]:
    """The formats of a summary, by who takes them."""
    others = [name for name in names("summary") if name not in {*_PROGRAMS, *_ANNOTATION, *_FIRST}]
    chosen = (("people", (*_FIRST, *others)), ("programs", _PROGRAMS), ("annotation", _ANNOTATION))
    return [(name, [entry(FORMATS[one], look) for one in formats]) for name, formats in chosen]


def entry(one: Format, look: Look) -> MenuEntry:
    """A format, and why it cannot be had here."""
    try:
        one.require()
    except UsageError as error:
        return MenuEntry(one, error.message.text(look.lang))
    return MenuEntry(one, "")


def _open(progress: ReviewProgress | None, items: int) -> OpenItems:
    """What is undecided of a document that has so many ``items`` as it was read."""
    if progress is None:
        return OpenItems(items, not items)
    left = progress.total - progress.decided
    return OpenItems(left, not left or any(0 < one.total == one.decided for one in progress.groups.values()))


@router.get("/documents/{job}/exports")
async def menu(request: Request, core: Core, session: Asks, reviews: Reviews, job: OfPath) -> Response:
    """What a document can be exported as: the inside of a menu."""
    held = await found(request, core, session.owner, job)
    progress = (await core.aside(reviews.progress, [job])).get(job)
    rows = await core.aside(Heads(core.database).rows, session.owner, [job])
    items = sum(head.items for _, head in rows if head is not None)
    kinds = await core.aside(groups, wanted(request))
    return page(request, "exports.html", job=held, groups=kinds, undecided=_open(progress, items))


@router.get("/documents/{job}/export")
async def export(
    request: Request, core: Core, session: Asks, reviews: Reviews, job: OfPath,
    name: Annotated[str, Query(alias="format")],
) -> Response:  # fmt: skip
    """The document in a format, as reviewed; its words are those of the document's language."""
    if name not in names("summary"):
        raise ProblemError(404, "http-not-found")
    with_text = name not in _WITHOUT_TEXT
    (result,) = await results_of(request, core, reviews, session.owner, [job], with_text=with_text)
    only = await core.aside(core.only_of, job)
    order = Order(
        "summary", name, bounds_of(core), (result.summary,), core.settings.lang, only, core.settings.currency,
        sources=(result.source,),
    )  # fmt: skip
    return exports.answer(await core.made(made, order, result.job.name), FORMATS[name], result.job.name)


@router.get("/documents/{job}/gold")
async def gold(
    request: Request, core: Core, session: Asks, reviews: Reviews, job: OfPath, *, partial_too: Annotated[
        bool, Query(alias="partial")
    ] = False,
) -> Response:  # fmt: skip
    """The gold labels of what is decided: a zip of the labels and the text, as ``summarizer eval`` takes them."""
    held = await found(request, core, session.owner, job)
    try:
        export = await core.made(partial(reviews.gold, job, session.owner, partial=partial_too))
    except InvalidDecisionError:
        raise ProblemError(409, "app-gold-undecided") from None
    stem = export.document.rpartition(".")[0]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr(f"gold/{stem}.json", export.json_text)
        whole.writestr(f"documents/{export.document}", export.text)
        if export.problems:
            whole.writestr("problems.txt", "\n".join(map(str, export.problems)) + "\n")
    zipped = Format("gold", (".gold.zip",), media="application/zip")
    return exports.answer(stream.getvalue(), zipped, held.name)
