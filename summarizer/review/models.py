"""What the store of reviews gives back: items as they stand, progress, events, what was read in a span."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

from summarizer.messages import Message
from summarizer.models import Goal, Group, LedgerEntry, Measure, Target

State = Literal["open", "accepted", "rejected", "withdrawn"]
"""``withdrawn``: an addition that was undone, or what a new run no longer has; it is listed nowhere."""
Decided = Literal["open", "accepted", "edited", "added", "rejected"]
AnyItem = Goal | Measure | Target
TYPES: dict[Group, type[Goal | Measure | Target]] = {"goals": Goal, "measures": Measure, "targets": Target}


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rerun(_Given):
    """A new run says something else of an item that a person decided, or nothing: ``theirs`` is then None.

    ``differs`` are the fields in which it is unlike the item as it stands.
    """

    kind: Literal["changed", "missing"]
    theirs: AnyItem | None = None
    differs: list[str] = Field(default_factory=list)


class ReviewItem(_Given):
    """An item as it stands in a review.

    ``key`` names it for ever; ids and links of ``item`` and ``base`` are keys. ``version`` is the number of the event
    that changed it last, 0 as it was extracted. ``base`` is what the extractor gave, None where a person added it.
    ``by`` and ``at`` (seconds since 1970) are of the last change.
    """

    key: str
    group: Group
    state: State
    version: int
    item: AnyItem
    base: AnyItem | None = None
    added: bool = False
    edited: bool = False
    by: str | None = None
    at: float | None = None
    ledger: LedgerEntry = LedgerEntry()
    rerun: Rerun | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def decision(self) -> Decided:
        """What was decided, in one word."""
        if self.state in {"open", "withdrawn"}:
            return "open"
        if self.state == "rejected":
            return "rejected"
        return "added" if self.added else "edited" if self.edited else "accepted"

    @computed_field  # type: ignore[prop-decorator]
    @property
    def unsure(self) -> bool:
        """Whether a person should look: it is doubtful, and nobody decided."""
        return self.state == "open" and self.item.unsure is not None

    @property
    def reason(self) -> Message | None:
        """Why a person should look."""
        if self.item.unsure_code is None:
            return None
        return Message.of_json(self.item.unsure_code, self.item.unsure_params)


class GroupProgress(_Given):
    """How many items of a group are decided, of how many."""

    decided: int = 0
    total: int = 0


class ReviewProgress(_Given):
    """How far a review is; ``seconds`` is the time that people were at it, ``conflicts_left`` what a new run left."""

    groups: dict[Group, GroupProgress]
    decided: int
    total: int
    unsure_left: int
    conflicts_left: int
    seconds: float
    people: dict[str, float]


class Correction(_Given):
    """The text of a scan put right: ``text`` stands at ``start:end`` of the corrected text, in place of ``was``."""

    start: int
    end: int
    was: str
    text: str


class Review(_Given):
    """The head of a review: ``seq`` is the number of its last event; ``stale``: a newer result waits."""

    job: str
    name: str
    owner: str
    seq: int
    text_version: int
    stale: bool
    progress: ReviewProgress
    can_undo: bool = False
    can_redo: bool = False


class Done(_Given):
    """What a decision did, and how its items stand now.

    ``versions`` are those that it gave its items, by key; others may have changed them since, where it was done
    ``already``, when it was sent before.
    """

    seq: int
    kind: str
    keys: list[str]
    items: list[ReviewItem]
    progress: ReviewProgress
    can_undo: bool
    can_redo: bool
    text_version: int
    versions: dict[str, int] = Field(default_factory=dict)
    already: bool = False


class ReviewEvent(_Given):
    """An entry of the log; ``of`` is the number of the step that was undone or done again."""

    seq: int
    who: str
    at: float
    kind: str
    keys: list[str]
    payload: dict[str, Any]
    of: int | None = None


class ReviewText(_Given):
    """The text that items stand in, with what was corrected in it; all offsets are its own.

    ``places`` are ``(start, page, paragraph, cell)``, ``headings`` ``(start, end, level)``, ``scanned``
    ``(start, end, confidence)``: only there the text may be corrected.
    """

    text: str
    version: int
    name: str
    language: str
    places: list[tuple[int, int | None, int | None, str | None]]
    headings: list[tuple[int, int, int]]
    scanned: list[tuple[int, int, float]]
    corrections: list[Correction]


class SpanReading(_Given):
    """One reading of a span by the rules; not ``sure`` for the reason ``why``, if there is one."""

    fields: dict[str, Any]
    sure: bool = True
    why: Message | None = None


class Checked(_Given):
    """What a decision would do; ``item`` is None where it cannot stand."""

    problems: dict[str, Message]
    item: AnyItem | None = None
    readings: list[SpanReading] = Field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether it can stand."""
        return not self.problems


class ItemView(_Given):
    """What one side says of an item: None where it has no such item, for ``why``."""

    source: Literal["rules", "model", "person"]
    item: AnyItem | None = None
    why: Message | None = None


class Rebased(_Given):
    """What a new run brought: keys of what people decided and stays (``kept``), of what it replaced, added, dropped.

    ``conflicts`` say something else than what was decided, ``missing`` is no longer found; both are to be settled.
    """

    job: str
    kept: list[str]
    replaced: list[str]
    new: list[str]
    dropped: list[str]
    conflicts: list[str]
    missing: list[str]


class GoldExport(_Given):
    """A gold file of what was decided.

    ``undecided`` items are open: their groups are not labelled in it, or, where all are asked for, hold them as they
    stand.

    ``document`` names the text's file; ``problems`` are what ``summarizer eval --check`` would refuse.
    """

    document: str
    text: str
    json_text: str
    undecided: int
    problems: list[str]
