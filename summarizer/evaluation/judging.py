"""One document's verdict: scores, errors, what was made up, and what the extractor's doubts were worth."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from summarizer.evaluation.findings import Finding, failure, find_errors
from summarizer.evaluation.scorer import Counts, LabelMatch, Metric, Score, Share, prediction_items, score, summed
from summarizer.models import GROUPS, Group, Summary, Usage

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from summarizer.evaluation.gold import LabelledDocument


class UnsureWorth(NamedTuple):
    """What ``unsure`` is worth, over the predictions of one group: right is a match, of targets a strict one.

    ``reviewed`` counts as if a perfect reviewer had settled the unsure ones and only those: the false ones
    struck out, the located ones put right. What was missed stays missed.
    """

    sure: Share = Share()
    unsure: Share = Share()
    reviewed: Counts = Counts()

    @property
    def marked(self) -> Share:
        """The unsure ones, of all predicted."""
        return Share(self.unsure.total, self.sure.total + self.unsure.total)


class DocumentRun(BaseModel):
    """One document of a run, complete: whoever has it can compare, report or score again without the texts.

    ``invented`` counts predicted items that the second reader could not bear out, of all predicted; ``worth`` is of
    the targets;
    ``seconds`` is wall time of the extraction. ``error`` is set where the extractor failed; all labels are
    then missed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    document: str
    text_sha256: str
    gold_sha256: str
    chars: int
    labelled: list[Group]
    error: str | None = None
    counts: dict[Metric, Counts]
    fields: dict[str, Share]
    grounded: Share
    invented: Share
    worth: UnsureWorth
    incomplete: int = 0
    usage: Usage
    seconds: float
    engine: dict[str, Any] = Field(default_factory=dict)
    labels: dict[Group, list[dict[str, Any]]]
    predictions: dict[Group, list[dict[str, Any]]]
    matches: list[LabelMatch]
    findings: list[Finding]

    def as_score(self) -> Score:
        """The document's counts as a :class:`Score`, ready for :func:`summarizer.evaluation.total`."""
        return Score(self.counts, self.fields, self.grounded)


def judge(
    document: LabelledDocument, output: Summary | Mapping[str, Any], seconds: float = 0.0, error: str | None = None
) -> DocumentRun:
    """The verdict on one extraction (a Summary, or plain JSON of the contract).

    Raises :class:`UsageError` where plain JSON has no usable items.
    """
    predictions = prediction_items(output)
    summary: Mapping[str, Any] = output.model_dump(mode="json") if isinstance(output, Summary) else output
    scored = score(output, document.gold, document.text)
    labels: dict[Group, list[dict[str, Any]]] = {
        group: [item.model_dump() for item in document.gold.items(group)] for group in GROUPS
    }
    if error is None:
        findings = find_errors(labels, predictions, scored.matches, document.text, summary)
    else:
        findings = [failure("failed", error)]  # every label of it is missed: no need to list each
    made_up = {(one.group, one.prediction) for one in findings if one.kind == "invented"}
    return DocumentRun(
        name=document.name,
        document=document.gold.document,
        text_sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        gold_sha256=document.gold_sha256,
        chars=len(document.text),
        labelled=document.gold.labelled,
        error=error,
        counts=scored.counts,
        fields=scored.fields,
        grounded=scored.grounded,
        invented=Share(len(made_up), sum(len(items) for items in predictions.values())),
        worth=worth_of("targets", predictions["targets"], scored.matches),
        incomplete=len(summary.get("incomplete") or ()),
        usage=Usage.model_validate(summary.get("usage") or {}),
        seconds=seconds,
        engine=dict(summary.get("engine") or {}),
        labels=labels,
        predictions=predictions,
        matches=list(scored.matches),
        findings=findings,
    )


def worth_of(
    group: Group,
    items: Sequence[Mapping[str, Any]],
    matches: Iterable[LabelMatch],
    cut_elsewhere: Container[int | None] = (),
) -> UnsureWorth:
    """The worth of ``unsure`` over the predicted ``items`` of a group; all nought where that is not labelled.

    ``cut_elsewhere`` indexes items that match no label, yet were meant for one: a reviewer puts them right.
    """
    of_group = [match for match in matches if match.group == group]
    sure: list[LabelMatch] = []
    unsure: list[LabelMatch] = []
    for match in of_group:
        if match.prediction is not None:
            (unsure if items[match.prediction].get("unsure") else sure).append(match)
    sure_right, unsure_right = (sum(match.strict for match in side) for side in (sure, unsure))
    settled = sum(match.label is not None or match.prediction in cut_elsewhere for match in unsure)
    labelled = sum(match.label is not None for match in of_group)
    reviewed = Counts(sure_right + settled, len(sure) + settled, labelled)
    return UnsureWorth(Share(sure_right, len(sure)), Share(unsure_right, len(unsure)), reviewed)


def summed_worth(worths: Iterable[UnsureWorth]) -> UnsureWorth:
    """The worth over several documents as if they were one."""
    every = list(worths)
    return UnsureWorth(
        summed(Share, (one.sure for one in every)),
        summed(Share, (one.unsure for one in every)),
        summed(Counts, (one.reviewed for one in every)),
    )
