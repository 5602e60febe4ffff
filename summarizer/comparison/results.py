"""What a comparison and a reconciliation are, as typed data and as JSON.

Every number is either a source's own (it stands in a ``quote``, whose offsets are given) or computed, and
then its ``formula`` says from what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from summarizer.models import Comparator, Kind, Notice  # noqa: TC001 - pydantic reads it

if TYPE_CHECKING:
    from summarizer.messages import Message

Number = int | float
Outcome = Literal["fulfilled", "exceeded", "partly", "missed", "not comparable", "to be checked", "not mentioned"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


_IF_ANY: Any = Field(default=None, exclude_if=lambda value: value is None)
"""A key that is left out where there is nothing to say."""


class _ResultRecord(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class DocumentRef(_ResultRecord):
    """A document: ``name`` is unique within the result."""

    name: str
    sha256: str
    title: str | None = None
    issuer: str | None = None
    period: str | None = None


class Computed(_ResultRecord):
    """A number that stands in no source, its unit, and how it follows from numbers that do."""

    value: Number
    unit: str | None
    formula: str


class TargetFigure(_ResultRecord):
    """A target of one document; ``document`` indexes the documents, ``written`` is the number as it stands there.

    ``converted`` is the value in the row's unit where the document uses another one. ``unsure`` is the target's own:
    why a person should look, in English; ``unsure_code`` and ``unsure_params`` are its message.
    """

    document: int
    target: str
    indicator: str
    kind: Kind
    comparator: Comparator
    value: Number | None
    value_max: Number | None
    unit: str | None
    deadline: str | None
    masked: bool
    quote: str
    start: int
    end: int
    written: str | None = None
    converted: Computed | None = None
    converted_max: Computed | None = None
    unsure: str | None = None
    unsure_code: str | None = _IF_ANY
    unsure_params: dict[str, Any] | None = _IF_ANY


class PeriodChange(_ResultRecord):
    """From one period to the next: the difference, and the same in percent where that says something."""

    before: int
    after: int
    absolute: Computed
    percent: Computed | None


def doubted(why: Message | None) -> dict[str, Any]:
    """The fields of a figure or row that is unsure because of ``why``."""
    if why is None:
        return {}
    return {"unsure": why.text("en"), "unsure_code": why.code, "unsure_params": why.json() or None}


class IndicatorRow(_ResultRecord):
    """One indicator. ``figures`` are in the order of the documents, each of which may have several, one or none.

    ``theme`` is of the profile's lexicon, None where no word of it leads to one. ``unit`` is the unit that figures are
    converted to; ``least`` and ``most`` index the documents with the smallest and the largest figure where that is
    beyond doubt. ``similar`` indexes an earlier row of the same theme that this one is like without surely being the
    same; ``unsure`` says why it may not be.
    """

    theme: str | None
    indicator: str
    unit: str | None
    similar: int | None = None
    unsure: str | None = None
    unsure_code: str | None = _IF_ANY
    unsure_params: dict[str, Any] | None = _IF_ANY
    figures: list[TargetFigure]
    least: int | None = None
    most: int | None = None
    changes: list[PeriodChange] = []

    def cells(self) -> dict[int, list[TargetFigure]]:
        """The figures of each document that has the indicator."""
        found: dict[int, list[TargetFigure]] = {}
        for figure in self.figures:
            found.setdefault(figure.document, []).append(figure)
        return found


class TargetComparison(_ResultRecord):
    """Several documents' targets, each in one cell of one row: by theme, then what most documents have first."""

    schema_version: Literal[3] = 3
    documents: list[DocumentRef]
    series: bool
    rows: list[IndicatorRow]


class Evidence(_ResultRecord):
    """A place of a report: its name, the sentence, its offsets, and the number that counts, as written and as value."""

    report: str
    quote: str
    start: int
    end: int
    written: str | None = None
    value: Number | None = None
    value_max: Number | None = None
    unit: str | None = None


class Reconciled(_ResultRecord):
    """One target or dated measure of the plan, and what the report says of it.

    ``item`` is its id in the plan, ``group`` its kind; ``reason`` says why the outcome is what it is, ``code`` is
    its code; ``share`` is the part of the target that was reached, in percent. ``source`` is ``both`` where a model
    was asked.
    """

    item: str
    group: Literal["targets", "measures"]
    indicator: str
    kind: Kind | None
    comparator: Comparator | None
    value: Number | None
    value_max: Number | None
    unit: str | None
    written: str | None
    masked: bool
    deadline: str | None
    quote: str
    start: int
    end: int
    outcome: Outcome
    reason: str
    code: str
    found: Evidence | None
    share: Computed | None = None
    converted: Computed | None = None
    source: Literal["rules", "both"] = "rules"


class Reconciliation(_ResultRecord):
    """A plan against later reports, perhaps one of each office: every target and dated measure with its outcome.

    ``notices`` say of a report that it is of another place or time than the plan, or no report: nothing rests on it.
    ``model`` was asked about the pairs that the rules are unsure of, where it passed its ``capability_check`` (``9/10``
    right).
    """

    schema_version: Literal[3] = 3
    plan: DocumentRef
    reports: list[DocumentRef]
    items: list[Reconciled]
    notices: list[Notice] = Field(default=[], exclude_if=lambda value: not value)
    model: str | None = None
    capability_check: str | None = None
