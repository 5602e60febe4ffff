"""How far ``unsure`` can be trusted: how often the sure is right, and where a reader ends who looks at nothing else.

Worked out of a run's verdicts, whatever made it: rules, a model, its recordings, a saved run.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.evaluation.judging import UnsureWorth, summed_worth, worth_of
from summarizer.evaluation.scorer import Counts, Metric, Share, summed
from summarizer.evaluation.statistics import wilson_interval
from summarizer.models import GROUPS, Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from summarizer.evaluation.findings import Finding
    from summarizer.evaluation.judging import DocumentRun
    from summarizer.evaluation.runs import Run
    from summarizer.evaluation.scorer import LabelMatch

WITHOUT_CODE = "without a code"
_METRICS: dict[Group, Metric] = {"goals": "goals", "measures": "measures", "targets": "targets-strict"}
_TOLD_TWICE = {"invented", "not grounded"}
"""Kinds of errors beside which an item's own error stands once more."""


class Doubt(NamedTuple):
    """An unsure item: its code, and whether it was right all the same."""

    document: str
    group: Group
    code: str
    quote: str
    right: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """What sure and unsure were worth in one group, of one document or of all as one.

    ``extracted`` counts as the group is scored (targets: strict), ``codes`` how many items of each ``unsure_code``
    were right all the same.
    """

    worth: UnsureWorth
    extracted: Counts
    codes: dict[str, Share]

    def as_data(self) -> dict[str, Any]:
        """As it is written to JSON."""
        return {
            "labelled": self.extracted.labelled,
            "predicted": self.extracted.predicted,
            "unsure": _share_data(self.worth.marked),
            "sure_right": _share_data(self.worth.sure),
            "unsure_right": _share_data(self.worth.unsure),
            "f1": self.extracted.f1,
            "f1_reviewed": self.worth.reviewed.f1,
            "codes": {code: _share_data(share) for code, share in self.codes.items()},
        }


@dataclass(frozen=True, slots=True)
class GroupCalibration:
    """One group: each document that is labelled for it, by name, and all of them as one."""

    documents: dict[str, Calibration]
    total: Calibration


def calibrate(run: Run) -> dict[Group, GroupCalibration]:
    """The calibration of every group that is labelled in the run."""
    found: dict[Group, GroupCalibration] = {}
    for group in GROUPS:
        documents = {one.name: _of_document(one, group) for one in run.documents if group in one.labelled}
        if documents:
            found[group] = GroupCalibration(documents, _as_one(list(documents.values())))
    return found


def as_json(run: Run) -> str:
    """All figures, the sure items that are wrong and the unsure ones, as one JSON object."""
    data = {
        **{name: getattr(run, name) for name in ("created", "way", "engine", "model", "profile")},
        "groups": {
            group: {
                "all": found.total.as_data(),
                "documents": {name: one.as_data() for name, one in found.documents.items()},
            }
            for group, found in calibrate(run).items()
        },
        "sure_and_wrong": [
            {"document": name, "group": group_of(one), "line": one.line, "error": one.kind, "before": one.before,
             "quote": one.quote, "after": one.after, "detail": one.detail}
            for name, one in sure_and_wrong(run)
        ],
        "unsure": [doubt._asdict() for document in run.documents for doubt in doubts(document)],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def sure_and_wrong(run: Run) -> list[tuple[str, Finding]]:
    """The items that are sure and not right: the name of the document, and what is wrong."""
    found = []
    for document in run.documents:
        wrong = {
            (match.group, match.prediction)
            for match, item in _predicted(document)
            if not match.strict and not item.get("unsure")
        }
        found += [
            (document.name, one)
            for one in document.findings
            if (group_of(one), one.prediction) in wrong and one.kind not in _TOLD_TWICE
        ]
    return found


def group_of(finding: Finding) -> Group | None:
    """The group in which the predicted item of a finding stands."""
    return finding.predicted_group or finding.group


def doubts(document: DocumentRun) -> Iterator[Doubt]:
    """Every unsure item of the groups that are labelled."""
    for match, item in _predicted(document):
        if item.get("unsure"):
            code = item.get("unsure_code") or WITHOUT_CODE
            yield Doubt(document.name, match.group, code, item["quote"], match.strict)


def _predicted(document: DocumentRun) -> Iterator[tuple[LabelMatch, Mapping[str, Any]]]:
    for match in document.matches:
        if match.prediction is not None:
            yield match, document.predictions[match.group][match.prediction]


def _of_document(document: DocumentRun, group: Group) -> Calibration:
    # Targets match whatever they overlap; of the others a reviewer mends what is cut elsewhere.
    cut_elsewhere = {one.prediction for one in document.findings if one.kind == "wrong span" and group_of(one) == group}
    worth = worth_of(group, document.predictions[group], document.matches, cut_elsewhere)
    codes = [{one.code: Share(int(one.right), 1)} for one in doubts(document) if one.group == group]
    return Calibration(worth, document.counts[_METRICS[group]], _summed_codes(codes))


def _as_one(several: Sequence[Calibration]) -> Calibration:
    return Calibration(
        summed_worth(one.worth for one in several),
        summed(Counts, (one.extracted for one in several)),
        _summed_codes(one.codes for one in several),
    )


def _summed_codes(several: Iterable[Mapping[str, Share]]) -> dict[str, Share]:
    """Counted together, the commonest code first."""
    codes: dict[str, Share] = {}
    for one in several:
        for code, share in one.items():
            codes[code] = summed(Share, (codes.get(code, Share()), share))
    return dict(sorted(codes.items(), key=lambda pair: (-pair[1].total, pair[0])))


def _share_data(share: Share) -> dict[str, Any]:
    """A share with its interval, both null where it is one of nothing."""
    interval = wilson_interval(share)
    return {
        "count": share.right,
        "of": share.total,
        "share": share.rate if share.total else None,
        "from": interval.low if interval else None,
        "to": interval.high if interval else None,
    }
