"""Decisions as they are given: what a person does to items, each naming the versions that the person saw."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from summarizer.messages import Message
from summarizer.models import Group  # noqa: TC001 - pydantic reads it
from summarizer.review.errors import InvalidDecisionError

MOST = 2**31 - 1
"""The greatest number that a database keeps."""
Key = Annotated[str, Field(max_length=16, pattern=r"^[!-~]+$")]
Number = Annotated[int, Field(ge=0, le=MOST)]
LinkName = Literal["goal", "measure", "parent", "same_as"]
MOST_TEXT = 20_000
"""Characters of one field."""


class _Decision(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _OfItems(_Decision):
    """On as many items as it names; ``seen`` are their versions by key."""

    seen: dict[Key, Number] = Field(min_length=1)


class _OfItem(_Decision):
    """On one item; ``seen`` is its version."""

    key: Key
    seen: Number


class AcceptItems(_OfItems):
    """Take items as they stand, one or as many as are visible."""

    kind: Literal["accept"] = "accept"


class RejectItems(_OfItems):
    """Leave items out."""

    kind: Literal["reject"] = "reject"


class ReopenItems(_OfItems):
    """Take back what was decided on items; what was edited in them stays."""

    kind: Literal["reopen"] = "reopen"


class EditItem(_OfItem):
    """Give fields other values; strings are read as a form gives them, empty ones are null."""

    kind: Literal["edit"] = "edit"
    fields: dict[str, Any] = Field(min_length=1)


class MoveItem(_OfItem):
    """Give an item another span: ``reading`` chooses among what the rules read in it."""

    kind: Literal["move"] = "move"
    start: int
    end: int
    text_version: Number = 0
    reading: Number = 0


class AddItem(_Decision):
    """Add what was missed: a group and a span; ``fields`` go over what the rules read in it."""

    kind: Literal["add"] = "add"
    group: Group
    start: int
    end: int
    text_version: Number = 0
    reading: Number = 0
    fields: dict[str, Any] = Field(default_factory=dict)


class LinkItem(_OfItem):
    """Let an item belong to another one, or to none."""

    kind: Literal["link"] = "link"
    link: LinkName
    to: Key | None = None


class FillLedger(_OfItem):
    """Put something beside an item for the ledger; it decides nothing on the item itself."""

    kind: Literal["fill"] = "fill"
    ledger: dict[str, Any] = Field(min_length=1)


class CorrectText(_Decision):
    """Put right what was recognised in a picture of a page."""

    kind: Literal["correct"] = "correct"
    start: int
    end: int
    text: str = Field(max_length=MOST_TEXT)
    text_version: Number = 0


class SettleRerun(_OfItem):
    """Choose between what was decided and what a new run says."""

    kind: Literal["settle"] = "settle"
    choose: Literal["mine", "theirs"]


Decision = Annotated[
    AcceptItems
    | RejectItems
    | ReopenItems
    | EditItem
    | MoveItem
    | AddItem
    | LinkItem
    | FillLedger
    | CorrectText
    | SettleRerun,
    Field(discriminator="kind"),
]
_ADAPTER: TypeAdapter[Decision] = TypeAdapter(Decision)


def parsed(given: dict[str, Any]) -> Decision:
    """The decision of a form or of JSON. Raises :class:`InvalidDecisionError` where it is none."""
    try:
        json.dumps(given, ensure_ascii=False, allow_nan=False).encode()  # what no text can hold, no database takes
    except (ValueError, RecursionError) as error:
        raise InvalidDecisionError({"kind": Message("about-review", {"why": _ascii(str(error))})}) from None
    try:
        return _ADAPTER.validate_python(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)
        raise InvalidDecisionError(
            {
                _ascii(".".join(map(str, one["loc"][1:]))) or "kind": Message("about-review", {"why": one["msg"]})
                for one in first
            }
        ) from None


def _ascii(words: str) -> str:
    return words.encode("ascii", "backslashreplace").decode()


def versions_of(decision: Decision) -> dict[str, int]:
    """The versions of items that a decision names, by key.

    The version of the text is none of them: places in an older text cannot stand, whoever's word counts.
    """
    if isinstance(decision, _OfItems):
        return decision.seen
    return {decision.key: decision.seen} if isinstance(decision, _OfItem) else {}
