"""The review of one document: the page, and what its script asks while a person decides."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import JSONResponse

from summarizer.app.asking import Asks, Core, OfPath, Reviews
from summarizer.app.heads import Called, Heads
from summarizer.app.pages import page
from summarizer.app.review_data import DecisionBody, ReviewAnswers, labels_for, words_of
from summarizer.app.review_words import WORDS
from summarizer.app.texts import wanted
from summarizer.models import GROUPS
from summarizer.review.decisions import MOST
from summarizer.review.errors import ConflictError, InvalidDecisionError, ReviewGoneError
from summarizer.service.core import ServiceCore
from summarizer.service.problems import ProblemError

router = APIRouter()
STATES = ("all", "unsure", "open", "decided", "edited", "added", "rejected")
"""What the list can be narrowed to."""
Key = Annotated[str, Query(max_length=64, pattern=r"^[!-~]+$")]


class Looking(NamedTuple):
    """The document of the address as the person who asks sees it, and where its calls run."""

    answers: ReviewAnswers
    core: ServiceCore

    async def asked(self, ask: Callable[[], dict[str, Any]], *, reads: bool = False) -> Response:
        """The answer of a call; ``reads``: it may read the document again, which takes its time.

        Raises :class:`ProblemError` with what the page needs in order to go on.
        """
        run = self.core.made if reads else self.core.aside
        try:
            return JSONResponse(await run(ask))
        except ConflictError as error:
            more = {"conflict": await self.core.aside(partial(self.answers.conflict, error))}
            raise ProblemError(409, error.code, None, more, **error.params) from error
        except InvalidDecisionError as error:
            more = {"problems": self.answers.problems(error.problems)}
            raise ProblemError(422, error.code, None, more, **error.params) from error
        except ReviewGoneError as error:
            raise _gone(error) from error


def looking(request: Request, job: OfPath, core: Core, session: Asks, reviews: Reviews) -> Looking:
    """What every route of a document needs."""
    return Looking(ReviewAnswers(reviews, job, session.owner, session.who, wanted(request).lang), core)


At = Annotated[Looking, Depends(looking)]


@router.get("")
async def reviewing(request: Request, at: At, session: Asks) -> Response:
    """The page; its script asks for what it shows."""
    answers, lang = at.answers, at.answers.lang
    try:
        head = await at.core.aside(answers.head)
        shelved = await at.core.aside(Heads(at.core.database).rows, session.owner, [answers.job])
    except ReviewGoneError as error:
        raise _gone(error) from error
    called = next((Called.of(job, line) for job, line in shelved), Called(head["name"], ""))
    return page(
        request, "review.html", job=answers.job, title=called.title, file=called.file, groups=GROUPS, states=STATES,
        words=words_of(WORDS, lang), labels=labels_for(lang),
    )  # fmt: skip


@router.get("/items")
async def items(at: At) -> Response:
    """Every item as it stands."""
    return await at.asked(at.answers.items, reads=True)


@router.get("/text")
async def text(at: At) -> Response:
    """The text that the items stand in."""
    return await at.asked(at.answers.text, reads=True)


@router.get("/views")
async def views(at: At, key: Key) -> Response:
    """What rules and model each say of an item."""
    return await at.asked(partial(at.answers.views, key), reads=True)


@router.get("/news")
async def news(at: At, since: Annotated[int, Query(ge=0, le=MOST)]) -> Response:
    """What was done since: for other windows and other people."""
    return await at.asked(partial(at.answers.news, since))


@router.get("/history")
async def history(at: At, key: Key) -> Response:
    """What was done to an item."""
    return await at.asked(partial(at.answers.history, key))


@router.post("/decisions")
async def decisions(at: At, given: DecisionBody) -> Response:
    """Decide; 409 with what others did meanwhile, 422 with what is wrong by field."""
    return await at.asked(partial(at.answers.decide, given))


@router.post("/check")
async def check(at: At, given: DecisionBody) -> Response:
    """What a decision would do."""
    return await at.asked(partial(at.answers.check, given), reads=True)


@router.post("/rebase")
async def rebase(at: At) -> Response:
    """Bring the review to a newer result."""
    return await at.asked(at.answers.rebase, reads=True)


def _gone(error: ReviewGoneError) -> ProblemError:
    return ProblemError(404 if error.code == "review-no-document" else 409, error.code, **error.params)
