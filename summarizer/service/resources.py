"""What clients send and get, as models: the OpenAPI document is made of them."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from summarizer.batch.jobs import Job, State
from summarizer.messages import Lang
from summarizer.models import GROUPS, Group, Summary

MAX_NAME = 200
MAX_DOCUMENTS = 20
"""Of one comparison or reconciliation."""
ID = r"^[0-9a-f]{32}$"
CURSOR = r"^[0-9]{1,12}\.[0-9]{1,10}-[0-9a-f]{32}$"
Id = Annotated[str, Field(pattern=ID, examples=["0c9f5d6e4b1a4d1f8a7be0c3d2f1a0b9"])]


def _whole(value: object) -> object:
    """JSON does not tell 1 from 1.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class _Resource(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wanted(_Resource):
    """How a document is to be read; endpoint, model and profile are the service's."""

    only: list[Group] | None = Field(
        default=None, min_length=1, max_length=10, description="the groups wanted; all without it"
    )
    with_text: bool = Field(default=False, description="whether the result holds the whole text")
    explain: bool = Field(default=False, description="whether it lists what was refused, and why")
    priority: Annotated[int, BeforeValidator(_whole)] = Field(
        default=0, ge=-100, le=0, description="below 0: after the others, as for a large batch"
    )


class SummaryRequest(Wanted):
    """A text to be read."""

    text: str = Field(
        min_length=1,
        description="the whole text of the plan, as it is: every quote is found in it again",
        examples=["I. Goals\nBy 2025, build 20 schools.\nII. Tasks\n(1) The Education Bureau builds 9 schools.\n"],
    )
    name: str = Field(default="text.txt", min_length=1, max_length=MAX_NAME, description="what to call it")


class UploadRequest(Wanted):
    """A file to be read, as multipart/form-data."""

    only: list[Group] = Field(
        default=[*GROUPS],
        min_length=1,
        max_length=10,
        description="the groups wanted, as fields of one name; all without it",
    )

    file: bytes = Field(description="Word, PDF, HTML, Markdown or text", json_schema_extra={"format": "binary"})


class Failure(_Resource):
    """Why a document could not be read; ``code`` is stable, ``detail`` for reading."""

    code: str
    params: dict[str, Any] = {}
    detail: str


class SummaryHead(_Resource):
    """A summary that was asked for, and how far it is."""

    id: Id
    name: str
    state: State = Field(
        description="queued, running; then done, incomplete (parts are missing, which the result lists), failed or "
        "cancelled"
    )
    priority: int
    done: int = Field(description="parts of the document that a model has judged")
    total: int | None = Field(description="of how many; null without a model and before it is known")
    accepted: datetime
    started: datetime | None
    finished: datetime | None
    error: Failure | None

    @classmethod
    def of(cls, job: Job, lang: Lang | None = None) -> Self:
        """A job as its owner sees it."""
        why = None
        if job.error is not None:
            why = Failure(code=job.error.code, params=job.error.json(), detail=job.error.text(lang))
        return cls(
            id=job.id, name=job.name, state=job.state, priority=job.priority, done=job.done, total=job.total,
            accepted=datetime.fromtimestamp(job.accepted, UTC), started=_time(job.started),
            finished=_time(job.finished), error=why,
        )  # fmt: skip


class SummaryResource(SummaryHead):
    """The same with the result; null until there is one."""

    summary: Summary | None


class SummaryList(_Resource):
    """The newest first; ``next`` is the cursor of the page after this one, null on the last."""

    items: list[SummaryHead]
    next: str | None = Field(pattern=CURSOR)


class ComparisonRequest(_Resource):
    """Summaries to be put side by side."""

    summaries: list[Id] = Field(min_length=2, max_length=MAX_DOCUMENTS)
    series: bool | None = Field(
        default=None, strict=True, description="whether they are one issuer's over time; found out without it"
    )


class ReconciliationRequest(_Resource):
    """A plan, and what later reports say of it."""

    plan: Id
    reports: list[Id] = Field(min_length=1, max_length=MAX_DOCUMENTS - 1)


class Health(_Resource):
    """The service answers."""

    status: Literal["ok"] = "ok"


class Readiness(_Resource):
    """The database answers; ``workers`` living processes read what this service accepts."""

    status: Literal["ok"] = "ok"
    workers: int


class Problem(BaseModel):
    """What is wrong with a request (RFC 9457); ``code`` is stable, ``detail`` for reading."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:plan-summarizer:http-not-found"])
    title: str
    status: int
    detail: str
    code: str
    params: dict[str, Any]
    request_id: str | None


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
