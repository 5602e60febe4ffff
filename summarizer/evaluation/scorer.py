"""The guide's scoring: predictions against labels, per document and micro-averaged.

Four metrics are counted: ``goals``, ``measures``, ``targets-located`` and ``targets-strict``. Fields are
accuracies: a target's ``kind``, ``comparator``, ``deadline`` and ``indicator`` over the strict matches, a
goal's ``level`` and a measure's ``actors`` (as a set) over the matches. Groups that the gold file does not
name in ``labelled`` are not scored.

Located matches are made first and strictness is read off them, as the guide says. So an added prediction
can, by locating one label more, turn a strict match into a merely located one: located recall never falls
with an added prediction, strict recall nearly never.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, get_args

from summarizer.errors import UsageError
from summarizer.evaluation.matching import assign, overlap, overlap_share, overlapping
from summarizer.models import GROUPS, Group, Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from summarizer.evaluation.gold import Gold
    from summarizer.evaluation.matching import Edge

Metric = Literal["goals", "measures", "targets-located", "targets-strict"]
METRICS: tuple[Metric, ...] = get_args(Metric)
FIELDS = ("kind", "comparator", "deadline", "indicator", "level", "actors")

MIN_IOU = 0.5
MIN_INDICATOR_SIMILARITY = 0.6
_FIELDS_OF: dict[Group, tuple[str, ...]] = {
    "goals": ("level",),
    "measures": ("actors",),
    "targets": ("kind", "comparator", "deadline", "indicator"),
}
_STRICT_FIELDS = ("value", "value_max", "unit", "masked")


class Counts(NamedTuple):
    """How many items matched, were predicted and were labelled; where there is nothing to do, all scores are 1."""

    matched: int = 0
    predicted: int = 0
    labelled: int = 0

    @property
    def precision(self) -> float:
        """Share of the predicted that match."""
        return Share(self.matched, self.predicted).rate

    @property
    def recall(self) -> float:
        """Share of the labelled that match."""
        return Share(self.matched, self.labelled).rate

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return Share(2 * self.matched, self.predicted + self.labelled).rate


class Share(NamedTuple):
    """So many right of so many."""

    right: int = 0
    total: int = 0

    @property
    def rate(self) -> float:
        """Share that is right; 1 where there is nothing to be right about."""
        return self.right / self.total if self.total else 1.0


Tally = TypeVar("Tally", Counts, Share)
Name = TypeVar("Name", bound=str)


def summed(kind: type[Tally], tallies: Iterable[Tally]) -> Tally:
    """All counted together (``+`` of tuples would join them)."""
    return kind(*map(sum, zip(kind(), *tallies, strict=True)))


class LabelMatch(NamedTuple):
    """A pair, or one left alone: indices into the document's labels and predictions of ``group``.

    ``wrong`` names the fields that differ; a target whose value, value_max, unit or masked differs is
    located but not strict.
    """

    group: Group
    label: int | None
    prediction: int | None
    wrong: tuple[str, ...] = ()

    @property
    def strict(self) -> bool:
        """Whether both sides exist and agree in value, value_max, unit and masked."""
        return self.label is not None and self.prediction is not None and not set(self.wrong) & set(_STRICT_FIELDS)


@dataclass(frozen=True)
class Score:
    """What one document, or all together, scored. Metrics of groups that are not labelled are absent.

    Behind one document's score stand its ``matches``: every match, miss and false find.
    """

    counts: dict[Metric, Counts] = field(default_factory=dict)
    fields: dict[str, Share] = field(default_factory=dict)
    grounded: Share = field(default_factory=Share)
    matches: tuple[LabelMatch, ...] = ()


def score(predicted: Summary | Mapping[str, Any], gold: Gold, text: str) -> Score:
    """Score a prediction (a Summary, or plain JSON of the contract) by the guide.

    ``text`` is the labelled text. Raises :class:`UsageError` where plain JSON has no usable items.
    """
    predictions = prediction_items(predicted)
    counts: dict[Metric, Counts] = {}
    fields: dict[str, Share] = {}
    matches: list[LabelMatch] = []
    for group in GROUPS:
        if group not in gold.labelled:
            continue
        labels = [item.model_dump() for item in gold.items(group)]
        found = _match(group, labels, predictions[group])
        matches += found
        size = (len(predictions[group]), len(labels))
        paired = [match for match in found if match.label is not None and match.prediction is not None]
        if group == "targets":
            counts["targets-located"] = Counts(len(paired), *size)
            paired = [match for match in paired if match.strict]
            counts["targets-strict"] = Counts(len(paired), *size)
        else:
            counts[group] = Counts(len(paired), *size)
        for name in _FIELDS_OF[group]:
            fields[name] = Share(sum(name not in match.wrong for match in paired), len(paired))
    # Every predicted item has to stand in the text, scored or not.
    everything = [item for group in GROUPS for item in predictions[group]]
    grounded = sum(is_grounded(item, text) for item in everything)
    return Score(counts, fields, Share(grounded, len(everything)), tuple(matches))


def total(scores: Iterable[Score]) -> Score:
    """Micro-average: everything counted as if all documents were one."""
    everything = list(scores)
    return Score(
        _summed_by_name(Counts, [one.counts for one in everything]),
        _summed_by_name(Share, [one.fields for one in everything]),
        summed(Share, (one.grounded for one in everything)),
    )


def _summed_by_name(kind: type[Tally], tallies: Sequence[Mapping[Name, Tally]]) -> dict[Name, Tally]:
    names = dict.fromkeys(name for one in tallies for name in one)
    return {name: summed(kind, (one[name] for one in tallies if name in one)) for name in names}


def prediction_items(predicted: Summary | Mapping[str, Any]) -> dict[Group, list[dict[str, Any]]]:
    """The predicted items as plain dicts, by group; in plain JSON a missing group is an empty one."""
    data = predicted.model_dump() if isinstance(predicted, Summary) else predicted
    items: dict[Group, list[dict[str, Any]]] = {}
    for group in GROUPS:
        items[group] = [dict(item) for item in data.get(group) or ()]
        for index, item in enumerate(items[group]):
            offsets = (item.get("start"), item.get("end"))
            if not (all(type(offset) is int for offset in offsets) and isinstance(item.get("quote"), str)):
                raise UsageError("prediction-without-place", group=group, index=index)
    return items


def span_of(item: Mapping[str, Any]) -> tuple[int, int]:
    """Where an item stands: code points, half open."""
    return item["start"], item["end"]


def is_grounded(item: Mapping[str, Any], text: str) -> bool:
    """Whether the item's quote stands at its offsets."""
    return bool(0 <= item["start"] <= item["end"] and text[item["start"] : item["end"]] == item["quote"])


def _match(group: Group, labels: Sequence[dict[str, Any]], predictions: Sequence[dict[str, Any]]) -> list[LabelMatch]:
    label_spans, spans = list(map(span_of, labels)), list(map(span_of, predictions))
    wrong: dict[Edge, tuple[str, ...]] = {}
    preferences: dict[Edge, tuple[int, ...]] = {}
    for edge in overlapping(label_spans, spans):
        places = label_spans[edge[0]], spans[edge[1]]
        share = overlap_share(*places)
        if group != "targets" and share < MIN_IOU:
            continue
        label, prediction = labels[edge[0]], predictions[edge[1]]
        wrong[edge] = _differences(group, label, prediction)
        agreed = [int(name not in wrong[edge]) for name in _FIELDS_OF[group]]
        if group == "targets":
            values = int(not {"value", "value_max"} & set(wrong[edge]))
            strict = int(not set(_STRICT_FIELDS) & set(wrong[edge]))
            # A field is scored over strict matches only, so that is where it may break a tie.
            preferences[edge] = (values, overlap(*places), strict, *(strict * one for one in agreed))
        else:
            preferences[edge] = (round(1e6 * share), *agreed)  # whole millionths sum alike in any order
    chosen = assign(preferences)
    matches = [LabelMatch(group, label, prediction, wrong[label, prediction]) for label, prediction in chosen]
    alone = set(range(len(labels))) - {label for label, _ in chosen}
    made_up = set(range(len(predictions))) - {prediction for _, prediction in chosen}
    matches += [LabelMatch(group, index, None) for index in sorted(alone)]
    matches += [LabelMatch(group, None, index) for index in sorted(made_up)]
    return matches


def _differences(group: Group, label: Mapping[str, Any], prediction: Mapping[str, Any]) -> tuple[str, ...]:
    names = (*(_STRICT_FIELDS if group == "targets" else ()), *_FIELDS_OF[group])
    return tuple(name for name in names if not _agree(name, label.get(name), prediction.get(name)))


def _agree(name: str, label: Any, prediction: Any) -> bool:
    if name == "masked":
        return bool(label) == bool(prediction)
    if name == "actors":
        return set(label or ()) == set(prediction or ())
    if name == "indicator":
        return similarity(label or "", prediction or "") >= MIN_INDICATOR_SIMILARITY
    if {type(label), type(prediction)} <= {int, float}:
        # 1.15万 is 11500 however it was multiplied out.
        return math.isclose(label, prediction, rel_tol=1e-12, abs_tol=1e-12)
    return bool(label == prediction)


def similarity(label: str, prediction: str) -> float:
    """How alike two indicators are, 0 to 1: difflib's ratio over characters, the label first, no junk heuristic."""
    return SequenceMatcher(None, label, prediction, autojunk=False).ratio()
