"""What the tools answer, as models whose JSON Schema a client sees. What is null is not sent (``fitting.py``)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from summarizer.comparison.results import Outcome
from summarizer.models import Comparator, Group, Kind, Level, Provenance

Part = Literal["shared", "alone"]


class _AnswerPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Shortened(_AnswerPart):
    shortened: list[str] | None = Field(
        default=None, description="fields that were cut to fit; whole in the resource `result`"
    )


class ListedComputed(_AnswerPart):
    """A number that stands in no source, its unit, and how it follows from numbers that do."""

    value: int | float
    unit: str | None = None
    formula: str


class ListedEvidence(_AnswerPart):
    """A place of a report, and the number in it that counts."""

    report: str
    quote: str
    start: int
    end: int
    written: str | None = None
    value: int | float | None = None
    value_max: int | float | None = None
    unit: str | None = None


class ListedItem(_Shortened):
    """A goal, measure or target; `text` is a target's indicator. `quote` stands at start:end of the text."""

    id: str
    group: Group
    text: str
    level: Level | None = None
    kind: Kind | None = None
    comparator: Comparator | None = None
    value: int | float | None = None
    value_max: int | float | None = None
    unit: str | None = None
    deadline: str | None = None
    masked: bool | None = Field(default=None, description="the plan leaves the number blank")
    actors: list[str] | None = None
    goal: str | None = Field(default=None, description="id of the goal that it serves or stands under")
    measure: str | None = None
    same_as: str | None = Field(default=None, description="id of the first target that says the same")
    quote: str
    start: int
    end: int
    source: Provenance
    unsure: str | None = Field(default=None, description="why a person should look")
    clause: str | None = None
    page: int | None = None


class ListedDocument(_Shortened):
    """A document; `result` is its summary, where one was made."""

    name: str
    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    published: str | None = None
    chars: int | None = None
    result: str | None = None


class ListedFigure(_AnswerPart):
    """A target of the document at place ``document``; ``written`` is the number as it stands there."""

    document: int
    target: str
    indicator: str
    kind: Kind
    comparator: Comparator
    value: int | float | None = None
    value_max: int | float | None = None
    unit: str | None = None
    deadline: str | None = None
    masked: bool | None = None
    written: str | None = None
    converted: ListedComputed | None = None
    converted_max: ListedComputed | None = None
    unsure: str | None = None
    quote: str
    start: int
    end: int


class ComparedPeriods(_AnswerPart):
    """From one document to the next: the difference, and the same in percent where that says something."""

    before: int
    after: int
    absolute: ListedComputed
    percent: ListedComputed | None = None


class ComparedIndicator(_Shortened):
    """An indicator; a figure's `document` is its place in `documents`. Computed numbers have their `formula`."""

    group: Part
    theme: str | None = None
    indicator: str
    unit: str | None = None
    unsure: str | None = None
    figures: list[ListedFigure]
    least: int | None = None
    most: int | None = None
    changes: list[ComparedPeriods] | None = None


class ReconciledItem(_Shortened):
    """A target or dated measure of the plan, and what the reports say of it."""

    item: str
    group: Literal["targets", "measures"]
    indicator: str
    kind: Kind | None = None
    comparator: Comparator | None = None
    value: int | float | None = None
    value_max: int | float | None = None
    unit: str | None = None
    written: str | None = None
    masked: bool | None = None
    deadline: str | None = None
    quote: str
    start: int
    end: int
    outcome: Outcome
    reason: str
    code: str
    found: ListedEvidence | None = None
    share: ListedComputed | None = None
    converted: ListedComputed | None = None
    source: Literal["rules", "both"]


class _AnswerPage(_Shortened):
    matching: int = Field(description="entries that match `only`, on all pages together")
    offset: int
    next_offset: int | None = Field(default=None, description="where the next page begins; none after the last one")


class SummaryPage(_AnswerPage):
    """Counts of a plan, and a page of its items. The whole is the resource `result`."""

    result: str
    document: ListedDocument
    engine: str
    overview: str | None = Field(default=None, description="on the first page only")
    counts: dict[Group, int]
    unsure: int = Field(description="items that a person should look at")
    incomplete: int = Field(description="stretches of the document that were not fully read")
    missing: list[str] | None = Field(default=None, description="why they were not")
    notices: list[str] | None = None
    items: list[ListedItem]


class ComparisonPage(_AnswerPage):
    """Targets of several plans side by side. The whole is the resource `result`."""

    result: str
    documents: list[ListedDocument]
    series: bool
    counts: dict[Part, int]
    incomplete: int = Field(description="documents that were not fully read")
    items: list[ComparedIndicator]


class ReconciliationPage(_AnswerPage):
    """A plan against later reports. The whole is the resource `result`."""

    result: str
    plan: ListedDocument
    reports: list[ListedDocument]
    counts: dict[Outcome, int]
    incomplete: int = Field(description="stretches of the plan that were not fully read")
    model: str | None = None
    capability_check: str | None = Field(default=None, description="answers right, of those asked before")
    not_asked: str | None = Field(default=None, description="why open pairs were not put to the model")
    notices: list[str] | None = Field(
        default=None, description="why a report does not fit the plan, so that nothing rests on it"
    )
    items: list[ReconciledItem]


class FilesPage(_AnswerPage):
    """Files under the allowed folders."""

    items: list[str]
