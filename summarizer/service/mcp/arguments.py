"""What each tool takes, as models whose JSON Schema a client sees; unknown names are refused."""

import json
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from summarizer.comparison.results import Outcome
from summarizer.models import Group
from summarizer.service.mcp.pages import Part

MAX_DOCUMENTS = 10
"""Of one comparison or reconciliation."""
MAX_LIMIT = 100
_MAX_NAME = 200
_MAX_PATH = 4096


def _as_list(value: Any) -> Any:
    """A list that a client wrote as a string of JSON, as some do, or one entry without its brackets."""
    if isinstance(value, str):
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            found = value
        return found if isinstance(found, list) else [value]
    return value


_Path = Annotated[str, Field(min_length=1, max_length=_MAX_PATH)]
_Paths = Annotated[list[_Path], BeforeValidator(_as_list)]
_REFERENCE = "the `result` of an earlier summary (summary://…), or the path of a file under the allowed folders"


class Paging(BaseModel):
    """Which entries an answer brings: it may bring fewer than `limit`, where they would make it too long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    offset: int = Field(default=0, ge=0, description="how many entries to pass over: `next_offset` of the page before")
    limit: int = Field(default=20, ge=1, le=MAX_LIMIT, description="the most entries of this page")


class ItemPaging(Paging):
    """Pages of a summary's items."""

    only: Annotated[list[Group], BeforeValidator(_as_list)] | None = Field(
        default=None, description="the groups to list; all without it. Counts are always of all groups"
    )


class OfText(ItemPaging):
    """``summarize_text``."""

    text: str = Field(description="the whole text of the plan, as it is: every quote is found in it again")
    name: str = Field(default="text.txt", min_length=1, max_length=_MAX_NAME, description="what to call the document")


class OfFile(ItemPaging):
    """``summarize_file``."""

    path: _Path = Field(description="relative to an allowed folder, as list_files gives it, or the whole path")


class OfResult(ItemPaging):
    """``list_items``."""

    result: _Path = Field(description="the `result` of an earlier summary: summary://…")


class TargetsOfResult(Paging):
    """``list_targets``."""

    result: _Path = Field(description="the `result` of an earlier summary: summary://…")


class OfDocuments(Paging):
    """``compare``."""

    documents: _Paths = Field(min_length=2, max_length=MAX_DOCUMENTS, description=f"two or more; each is {_REFERENCE}")
    series: bool | None = Field(
        default=None,
        description="whether they are one issuer's over time, so that growth is computed; found out without it",
    )
    only: Annotated[list[Part], BeforeValidator(_as_list)] | None = Field(
        default=None, description="indicators that at least two documents share, or those that one has alone; both"
    )


class OfPlan(Paging):
    """``reconcile``."""

    plan: _Path = Field(description=f"the plan: {_REFERENCE}")
    reports: _Paths = Field(
        min_length=1, max_length=MAX_DOCUMENTS - 1, description=f"later reports on it; each is {_REFERENCE}"
    )
    only: Annotated[list[Outcome], BeforeValidator(_as_list)] | None = Field(
        default=None, description="the outcomes to list; all without it. Counts are always of all outcomes"
    )
