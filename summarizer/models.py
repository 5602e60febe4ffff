"""What users get: the typed result of reading one plan.

Ground floor of the house: imports nothing of ours. Every offset is a code-point index
into ``Document.text`` (the decoded file, BOM dropped, CRLF and CR turned to LF), half
open, so that ``text[item.start:item.end] == item.quote`` always holds.

The JSON of :class:`Summary` is the project's contract (``schema_version`` 1). Four keys
appear only where they were asked for or exist at all: ``document.text``, ``refused``,
``locator`` and ``usage.cost``; every other key is always there, null where unknown.
"""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer, model_validator

Level = Literal["overall", "section", "task"]
Kind = Literal["quantity", "ratio", "coverage", "zero", "milestone", "relative", "standard"]
Comparator = Literal["=", ">=", "<=", "~", "range"]
Source = Literal["rules", "model", "both"]
Group = Literal["goals", "measures", "targets"]
GROUPS: tuple[Group, ...] = ("goals", "measures", "targets")

_OPTIONAL_KEYS = frozenset({"text", "refused", "locator", "cost", "uncounted"})


class _Record(BaseModel):
    """A frozen record that refuses unknown keys and leaves out optional keys that are null."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_serializer(mode="wrap")
    def _without_unasked(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        return {k: v for k, v in data.items() if v is not None or k not in _OPTIONAL_KEYS}


class Locator(_Record):
    """Where an item stands in a paged or tabular source (Word, PDF); all one-based."""

    page: int | None = None
    paragraph: int | None = None
    cell: str | None = None


class Item(_Record):
    """What every extracted item carries: its id, its exact place, and how it was found."""

    id: str
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    source: Source = "rules"
    unsure: str | None = Field(default=None, description="null, or why a person should look")
    locator: Locator | None = None

    @model_validator(mode="after")
    def _span_fits_quote(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"{self.id}: quote of {len(self.quote)} characters at {self.start}:{self.end}")
        return self


class Goal(Item):
    """An aim or end state; ``parent`` is the id of the goal it stands under."""

    level: Level
    text: str
    parent: str | None = None


class Measure(Item):
    """A sentence that commits somebody to an action; ``goal`` is the goal it serves."""

    text: str
    actors: list[str] = Field(default_factory=list)
    deadline: str | None = None
    goal: str | None = None


class Target(Item):
    """A commitment that can be checked by counting, measuring or a calendar.

    ``value`` is a plain number (2万 is 20000) and null for milestones, relative and masked
    targets; ``number_start``/``number_end`` are the place of the written number (the blank,
    where masked), null where none is written; ``same_as`` is the first target that says the same.
    """

    indicator: str
    kind: Kind
    comparator: Comparator
    value: int | float | None
    value_max: int | float | None = None
    unit: str | None = None
    deadline: str | None = None
    masked: bool = False
    number_start: int | None = None
    number_end: int | None = None
    measure: str | None = None
    goal: str | None = None
    same_as: str | None = None


class DocumentInfo(_Record):
    """Which document this is; ``sha256`` is of the file's bytes, ``chars`` of the text in code points."""

    name: str
    sha256: str
    chars: int
    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    published: str | None = None
    text: str | None = None


class EngineInfo(_Record):
    """What extracted: engine name, model (null without one), profile and version of its prompts."""

    name: str
    model: str | None = None
    profile: str
    prompts: str | None = None


class Overview(_Record):
    """A few sentences on the whole; ``cites`` are the ids of the items they rest on."""

    text: str
    cites: list[str] = Field(default_factory=list)


class Gap(_Record):
    """A stretch of the document that was not fully extracted, and why."""

    start: int
    end: int
    reason: str


class Refusal(_Record):
    """A candidate that was seen and not taken, with the reason (``--explain``)."""

    start: int
    end: int
    quote: str
    reason: str


class Notice(_Record):
    """Something the user has to know about the whole document (``code`` is stable, ``message`` is for reading)."""

    code: str
    message: str


class Usage(_Record):
    """What the run took. ``seconds`` is wall time; ``cost`` is in the currency of the configured price.

    ``uncounted`` answers came without their tokens, which are missing in the counts, and there is no cost; else None.
    """

    requests: int = 0
    cached: int = 0
    chunks: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    uncounted: int | None = None
    seconds: float = 0.0
    cost: float | None = None


class Summary(_Record):
    """One document's goals, measures and targets: the contract of CLI, exports, service and API."""

    schema_version: Literal[1] = 1
    document: DocumentInfo
    engine: EngineInfo
    overview: Overview
    goals: list[Goal]
    measures: list[Measure]
    targets: list[Target]
    incomplete: list[Gap] = Field(default_factory=list)
    notices: list[Notice] = Field(default_factory=list)
    usage: Usage = Field(default_factory=Usage)
    refused: list[Refusal] | None = None

    def items(self) -> list[Goal | Measure | Target]:
        """All items, goals first, then measures, then targets, each in document order."""
        return [*self.goals, *self.measures, *self.targets]

    def check(self, text: str) -> None:
        """Raise :class:`ValueError` naming the first item that is not grounded in ``text`` or links to nothing."""
        ids = {item.id for item in self.items()}
        for item in self.items():
            if text[item.start : item.end] != item.quote:
                raise ValueError(f"{item.id}: quote does not stand at {item.start}:{item.end}")
            links = (getattr(item, name, None) for name in ("parent", "goal", "measure", "same_as"))
            for link in links:
                if link is not None and link not in ids:
                    raise ValueError(f"{item.id}: links to {link}, which does not exist")
        for cite in self.overview.cites:
            if cite not in ids:
                raise ValueError(f"overview cites {cite}, which does not exist")
