"""Two runs side by side: what was lost, what was won, item by item, and whether it is more than noise."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from summarizer.evaluation.scorer import METRICS, Counts
from summarizer.evaluation.statistics import difference_interval, sign_test

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from summarizer.evaluation.findings import Finding
    from summarizer.evaluation.judging import DocumentRun
    from summarizer.evaluation.runs import Run
    from summarizer.evaluation.scorer import Metric
    from summarizer.evaluation.statistics import Interval
    from summarizer.models import Group

SIGNIFICANT = 0.05
Turn = Literal["lost", "new false find", "changed", "won", "false find gone"]
TURNS: tuple[Turn, ...] = ("lost", "new false find", "changed", "won", "false find gone")

_RIGHT = "right"
# Errors that cost a label its match; all others are of fields, and the item still counts.
_COSTLY = frozenset(
    ("failed", "missed", "wrong group", "wrong span", "wrong value", "wrong range", "wrong unit", "wrong blank"),
)
_ALONE = frozenset(("false find", "found twice"))
_SAME = ("start", "end", "value", "value_max", "unit", "masked")


class ItemChange(NamedTuple):
    """One item that is judged otherwise than before; states are error kinds, ``right``, or empty for not there."""

    turn: Turn
    document: str
    group: Group
    line: int
    start: int
    end: int
    quote: str
    before: str
    after: str


class MetricChange(NamedTuple):
    """A metric's F1 in both runs over the shared documents, and the bootstrapped interval of its change."""

    metric: Metric
    before: float
    after: float
    interval: Interval | None

    @property
    def beyond_noise(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.interval is not None and (self.interval.low > 0 or self.interval.high < 0)


class Comparison(NamedTuple):
    """``better`` and ``worse`` count changed items; ``p`` is the sign test over them.

    ``skipped`` tells of documents that cannot be compared, ``versions`` holds what differs: name, before, after.
    """

    metrics: list[MetricChange]
    better: int
    worse: int
    p: float
    changes: list[ItemChange]
    skipped: list[str]
    versions: list[tuple[str, str | None, str | None]]
    documents: int

    @property
    def verdict(self) -> str:
        """One line for a person."""
        if not self.better and not self.worse:
            return "no item changed its worth"
        direction = "better" if self.better > self.worse else "worse" if self.worse > self.better else "neither way"
        sure = "more than noise" if self.p < SIGNIFICANT else "may be noise"
        return f"{self.better} items better, {self.worse} worse: {direction}, {sure} (sign test p = {self.p:.3g})"


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs over the documents that both hold with the same text."""
    shared, skipped = _shared(before, after)
    changes = [change for old, new in shared for change in _changes(old, new)]
    changes.sort(key=lambda change: (TURNS.index(change.turn), change.document, change.start))
    better = sum(change.turn in {"won", "false find gone"} for change in changes)
    worse = sum(change.turn in {"lost", "new false find"} for change in changes)
    metrics = [change for metric in METRICS if (change := _metric(metric, shared)) is not None]
    return Comparison(
        metrics, better, worse, sign_test(better, worse), changes, skipped, _differing(before, after), len(shared)
    )


def _shared(before: Run, after: Run) -> tuple[list[tuple[DocumentRun, DocumentRun]], list[str]]:
    old = {document.name: document for document in before.documents}
    new = {document.name: document for document in after.documents}
    skipped = [f"{name}: only in the earlier run" for name in old if name not in new]
    skipped += [f"{name}: only in the later run" for name in new if name not in old]
    shared = []
    for name in sorted(old.keys() & new.keys()):
        if old[name].text_sha256 != new[name].text_sha256:
            skipped.append(f"{name}: the text has changed")
        else:
            if old[name].gold_sha256 != new[name].gold_sha256:
                skipped.append(f"{name}: the labels have changed; only labels that both have are compared")
            shared.append((old[name], new[name]))
    return shared, skipped


def _metric(metric: Metric, shared: list[tuple[DocumentRun, DocumentRun]]) -> MetricChange | None:
    pairs = [
        (old.counts[metric], new.counts[metric]) for old, new in shared if metric in old.counts and metric in new.counts
    ]
    if not pairs:
        return None
    before, after = [old for old, _ in pairs], [new for _, new in pairs]
    old_f1, new_f1 = (reduce(Counts.plus, counts).f1 for counts in (before, after))
    return MetricChange(metric, old_f1, new_f1, difference_interval(before, after))


def _changes(old: DocumentRun, new: DocumentRun) -> Iterator[ItemChange]:
    before, after = _label_states(old), _label_states(new)
    for key in before.keys() & after.keys():
        (was, item, line), (now, _, line_now) = before[key], after[key]
        if was == now:
            continue
        held, holds = was not in _COSTLY, now not in _COSTLY
        turn: Turn = "lost" if held and not holds else "won" if holds and not held else "changed"
        # A right label has no finding and so no line; one of the two states is an error.
        yield ItemChange(turn, new.name, key[0], line or line_now, item["start"], item["end"], _flat(item), was, now)
    false_before, false_after = _false_finds(old), _false_finds(new)
    for key in false_after.keys() - false_before.keys():
        group, one = key[0], false_after[key]
        yield ItemChange("new false find", new.name, group, one.line, one.start, one.end, one.quote, "", one.kind)
    for key in false_before.keys() - false_after.keys():
        group, one = key[0], false_before[key]
        yield ItemChange("false find gone", old.name, group, one.line, one.start, one.end, one.quote, one.kind, "")


def _flat(item: Mapping[str, Any]) -> str:
    return str(item["quote"]).replace("\n", "⏎")


def _label_states(document: DocumentRun) -> dict[tuple[Any, ...], tuple[str, Mapping[str, Any], int]]:
    """State, label and line of every label, under a key that outlives a change of the gold file."""
    errors = {(one.group, one.label): one for one in document.findings if one.label is not None}
    states: dict[tuple[Any, ...], tuple[str, Mapping[str, Any], int]] = {}
    seen: Counter[tuple[Any, ...]] = Counter()
    for group in document.labelled:
        for index, item in enumerate(document.labels[group]):
            error = errors.get((group, index))
            key = _key(group, item, seen)
            state = "failed" if document.error else error.kind if error else _RIGHT
            states[key] = (state, item, error.line if error else 0)
    return states


def _false_finds(document: DocumentRun) -> dict[tuple[Any, ...], Finding]:
    seen: Counter[tuple[Any, ...]] = Counter()
    return {
        _key(one.group, document.predictions[one.group][one.prediction], seen): one
        for one in document.findings
        if one.kind in _ALONE and one.group is not None and one.prediction is not None
    }


def _key(group: Group, item: Mapping[str, Any], seen: Counter[tuple[Any, ...]]) -> tuple[Any, ...]:
    key = (group, *(item.get(name) for name in _SAME))
    seen[key] += 1
    return (*key, seen[key])


def _differing(before: Run, after: Run) -> list[tuple[str, str | None, str | None]]:
    old = {"way": before.way, "model": before.model, "prompts version": before.prompts, **before.versions}
    new = {"way": after.way, "model": after.model, "prompts version": after.prompts, **after.versions}
    old |= {f"settings.{name}": str(value) for name, value in before.settings.items()}
    new |= {f"settings.{name}": str(value) for name, value in after.settings.items()}
    names = [*old, *(name for name in new if name not in old)]
    return [(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]
