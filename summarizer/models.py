"""What users get: the typed result of reading one plan.

Base layer: imports nothing of ours but messages and errors. Every offset is a code-point index
into ``Document.text`` (the decoded file, BOM dropped, CRLF and CR turned to LF), half
open, so that ``text[item.start:item.end] == item.quote`` always holds.

The JSON of :class:`Summary` is the project's contract (``schema_version`` 2). Some keys
appear only where they were asked for or exist at all: ``document.text``, ``refused``,
``confidence``, ``locator``, ``clause``, ``lead``, ``support``, ``actors_mentioned``, ``text_source``, ``review`` and
``usage.cost``; every other key is always there, null where unknown.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)

from summarizer import hooks
from summarizer.errors import DocumentError, UsageError
from summarizer.messages import Message  # noqa: TC001 - small, and in signatures

if TYPE_CHECKING:
    import pandas as pd

Level = Literal["overall", "section", "task"]
Kind = Literal["quantity", "ratio", "coverage", "zero", "milestone", "relative", "standard"]
Comparator = Literal["=", ">=", "<=", "~", "range"]
Provenance = Literal["rules", "model", "both"]
Group = Literal["goals", "measures", "targets"]
GROUPS: tuple[Group, ...] = ("goals", "measures", "targets")

SCHEMA_VERSION = 2
COLUMNS = (
    "document", "id", "group", "text", "level", "parent", "goal", "goal_text", "measure", "measure_text", "kind",
    "comparator", "value", "value_max", "unit", "deadline", "masked", "actors", "actors_mentioned", "quote", "start",
    "end", "number_start", "number_end", "same_as", "source", "unsure", "page", "paragraph", "cell", "confidence",
)  # fmt: skip
"""The columns of :meth:`Summary.to_dataframe`."""

_OPTIONAL_KEYS = frozenset(
    "text refused locator cost uncounted code params unsure_code unsure_params confidence text_source clause lead "
    "support actors_mentioned review ledger".split()
)
LINKS = ("parent", "goal", "measure", "same_as")
"""Fields that hold the id of another item."""


class _Record(BaseModel):
    """A frozen record that rejects unknown keys and leaves out optional keys that are null."""

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


class LedgerEntry(_Record):
    """What people put beside an item for the ledger; ``date`` is ``YYYY-MM-DD``."""

    lead: list[str] | None = None
    support: list[str] | None = None
    person: str | None = None
    date: str | None = None
    status: str | None = None
    note: str | None = None


class ItemReview(_Record):
    """What a person decided on an item, who, and when (ISO 8601, UTC); ``by`` and ``at`` are null while it is open."""

    decision: Literal["accepted", "edited", "added", "open"]
    by: str | None = None
    at: str | None = None
    ledger: LedgerEntry | None = None


class DocumentReview(_Record):
    """How much of a document was decided: numbers of items; ``corrections`` are of the text of a scan."""

    accepted: int
    edited: int
    added: int
    rejected: int
    open: int
    corrections: int = 0
    people: list[str] = Field(default_factory=list)


class Item(_Record):
    """What every extracted item carries: its id, its exact place, and how it was found."""

    id: str
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    source: Provenance = "rules"
    text_source: Provenance | None = Field(
        default=None, description="who worded `text` or `indicator`, where it was not the plan by way of the rules"
    )
    unsure: str | None = Field(default=None, description="null, or why a person should look")
    unsure_code: str | None = None
    unsure_params: dict[str, Any] | None = None
    confidence: float | None = Field(
        default=None, ge=0, le=1, description="of what was recognised in a picture: how certain its words are"
    )
    locator: Locator | None = None
    clause: str | None = Field(
        default=None, description="the plan's own number of the clause that it stands in, all levels of it"
    )
    review: ItemReview | None = Field(default=None, description="what a person decided on it")

    def model_post_init(self, context: object, /) -> None:  # noqa: ARG002 - what pydantic gives
        """Hold the span to the quote: once, not again when a summary takes the item in, as a validator would."""
        if self.end - self.start != len(self.quote):
            raise ValueError(f"{self.id}: quote of {len(self.quote)} characters at {self.start}:{self.end}")


class Goal(Item):
    """An aim or end state; ``parent`` is the id of the goal it stands under."""

    level: Level
    text: str
    parent: str | None = None


class Measure(Item):
    """A sentence that commits somebody to an action; ``goal`` is the goal it serves."""

    text: str
    actors: list[str] = Field(default_factory=list)
    lead: list[str] | None = Field(default=None, description="those of `actors` that lead, where it is said")
    support: list[str] | None = Field(default=None, description="those of `actors` that the plan says only help")
    actors_mentioned: list[str] | None = Field(
        default=None,
        description="offices that the sentence names without a tag and gives a part in the work; a person decides",
    )
    deadline: str | None = None
    goal: str | None = None


class Target(Item):
    """A commitment that can be checked by counting, measuring or a calendar.

    ``value`` is a plain number, multiplied out, and null for milestones, relative and masked
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
    """A few sentences on the whole; ``cites`` are the ids of the items they rest on, ``source`` is who wrote them.

    ``source`` is null in results of a time when it was not said.
    """

    text: str
    cites: list[str] = Field(default_factory=list)
    source: Provenance | None = None


class Gap(_Record):
    """A stretch of the document that was not fully extracted, and why (``code`` is stable, ``reason`` for reading)."""

    start: int
    end: int
    reason: str
    code: str | None = None
    params: dict[str, Any] | None = None

    @classmethod
    def of(cls, start: int, end: int, why: Message) -> Self:
        """The gap at ``start:end`` for the reason ``why``."""
        return cls(start=start, end=end, reason=why.text("en"), code=why.code, params=why.json() or None)


class Refusal(_Record):
    """A candidate that was seen and rejected, with the reason (``--explain``); ``code`` is stable."""

    start: int
    end: int
    quote: str
    reason: str
    code: str | None = None
    params: dict[str, Any] | None = None


class Notice(_Record):
    """Something the user has to know about the whole document (``code`` is stable, ``message`` is for reading)."""

    code: str
    message: str
    params: dict[str, Any] | None = None

    @classmethod
    def of(cls, said: Message) -> Self:
        """The notice of a message, in both languages."""
        return cls(code=said.code, message=f"{said.text('en')} / {said.text('zh')}", params=said.json() or None)


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

    schema_version: Literal[2] = 2
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
    review: DocumentReview | None = None

    def items(self) -> list[Goal | Measure | Target]:
        """All items, goals first, then measures, then targets, each in document order."""
        return [*self.goals, *self.measures, *self.targets]

    def check(self, text: str) -> None:
        """Raise :class:`ValueError` naming the first item that is not grounded in ``text`` or links to nothing."""
        ids = {item.id for item in self.items()}
        for item in self.items():
            if text[item.start : item.end] != item.quote:
                raise ValueError(f"{item.id}: quote does not stand at {item.start}:{item.end}")
            fields = vars(item)  # which of the links an item has is its kind's; asking the model for others is slow
            for link in map(fields.get, LINKS):
                if link is not None and link not in ids:
                    raise ValueError(f"{item.id}: links to {link}, which does not exist")
            for name in fields.get("actors_mentioned") or ():
                if name not in item.quote:
                    raise ValueError(f"{item.id}: does not name {name}")
        for cite in self.overview.cites:
            if cite not in ids:
                raise ValueError(f"overview cites {cite}, which does not exist")

    @classmethod
    def from_json(cls, data: str | bytes, name: str = "result") -> Self:
        """The summary that ``--format json`` printed, of this or any older version of the contract.

        Raises :class:`~summarizer.errors.DocumentError`, one line that begins with ``name``, where it is something
        else, of a newer version, or the line of a document that could not be read.
        """
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise DocumentError("no-summary-json", name=name, error=error) from error
        if not isinstance(found, dict):
            raise DocumentError("no-summary-object", name=name)
        if "error" in found and "schema_version" not in found:
            raise DocumentError("error-for-summary", name=name, error=found["error"])
        version = found.get("schema_version")
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise DocumentError("summary-too-new", name=name, version=version, known=SCHEMA_VERSION)
        if version == 1:  # which had no codes beside reasons
            found = found | {"schema_version": SCHEMA_VERSION}
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "it"
            raise DocumentError(
                "no-summary", name=name, version=SCHEMA_VERSION, where=where, why=first["msg"]
            ) from error

    @classmethod
    def contract(cls) -> dict[str, Any]:
        """JSON Schema (draft 2020-12) of what is printed: every key is there but those that appear when asked for."""
        schema = cls.model_json_schema()
        for part in [schema, *schema["$defs"].values()]:
            if "properties" in part:
                always = part.get("required", ())
                part["required"] = [key for key in part["properties"] if key in always or key not in _OPTIONAL_KEYS]
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:plan-summarizer:summary:{SCHEMA_VERSION}",
            **schema,
        }

    def to_records(self) -> list[dict[str, Any]]:
        """One flat dictionary an item, goals first, all with the same keys (:data:`COLUMNS`), None where not known.

        ``text`` is a goal's or measure's line, a target's indicator; names of offices are joined by 、.
        """
        measures = {measure.id: measure for measure in self.measures}
        goals = {goal.id: goal for goal in self.goals}
        records = []
        for item in self.items():
            goal, measure = getattr(item, "goal", None), getattr(item, "measure", None)
            locator = item.locator or Locator()
            known = item.model_dump() | locator.model_dump() | {
                "document": self.document.name,
                "group": {Goal: "goals", Measure: "measures"}.get(type(item), "targets"),
                "text": getattr(item, "text", None) or getattr(item, "indicator", ""),
                "actors": _joined(getattr(item, "actors", None)),
                "actors_mentioned": _joined(getattr(item, "actors_mentioned", None)),
                "goal_text": goals[goal].text if goal in goals else None,
                "measure_text": measures[measure].text if measure in measures else None,
            }  # fmt: skip
            records.append({key: known.get(key) for key in COLUMNS})
        return records

    def to_dataframe(self) -> pd.DataFrame:
        """:meth:`to_records` as a table of pandas, indexed by the items' ids; nullable types, so 80 stays 80.

        Raises :class:`~summarizer.errors.UsageError` where pandas is not installed.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            raise UsageError("dataframe-needs-pandas") from error
        frame = pd.DataFrame.from_records(self.to_records(), columns=list(COLUMNS))
        whole = ("start", "end", "number_start", "number_end", "page", "paragraph")
        shares = dict.fromkeys(("value", "value_max", "confidence"), "Float64")
        kinds = dict.fromkeys(whole, "Int64") | shares | {"masked": "boolean"}
        words = {key: "string" for key in COLUMNS if key not in kinds}
        return frame.astype(kinds | words).set_index("id")

    def _repr_html_(self) -> str:
        """What a notebook shows under the cell."""
        return str(hooks.call("notebook", self))


def _joined(names: list[str] | None) -> str | None:
    return "、".join(names) if names else None
