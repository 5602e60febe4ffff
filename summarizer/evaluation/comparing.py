"""Two runs side by side: what was lost, what was won, item by item, and whether it is more than noise."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from summarizer.evaluation.findings import flat
from summarizer.evaluation.scorer import METRICS, Counts, Metric, summed
from summarizer.evaluation.statistics import Interval, difference_interval, sign_test

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from summarizer.evaluation.judging import DocumentRun
    from summarizer.evaluation.runs import Run
    from summarizer.models import Group

SIGNIFICANT = 0.05
Turn = Literal["lost", "new false find", "changed", "won", "false find gone"]
TURNS: tuple[Turn, ...] = get_args(Turn)

_RIGHT = "right"
# Errors that cost a label its match; all others are of fields, and the item still counts.
_COSTLY = frozenset(
    ("failed", "missed", "wrong group", "wrong span", "wrong value", "wrong range", "wrong unit", "wrong blank"),
)
_ALONE = frozenset(("false find", "found twice"))
_SAME = ("start", "end", "value", "value_max", "unit", "masked")


class _JudgedItem(NamedTuple):
    """A label or a false find as one run judged it; without a state where the run has none such."""

    state: str = ""
    line: int = 0
    item: Mapping[str, Any] = {}


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


class RunComparison(NamedTuple):
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


def compare(before: Run, after: Run) -> RunComparison:
    """Compare two runs over the documents that both hold with the same text."""
    shared, skipped = _shared(before, after)
    changes = [change for old, new in shared for change in _changes(old, new)]
    changes.sort(key=lambda change: (TURNS.index(change.turn), change.document, change.start))
    better = sum(change.turn in {"won", "false find gone"} for change in changes)
    worse = sum(change.turn in {"lost", "new false find"} for change in changes)
    metrics = [change for metric in METRICS if (change := _metric(metric, shared)) is not None]
    return RunComparison(
        metrics, better, worse, sign_test(better, worse), changes, skipped, _differing(before, after), len(shared)
    )


def _shared(before: Run, after: Run) -> tuple[list[tuple[DocumentRun, DocumentRun]], list[str]]:
    old = {document.name: document for document in before.documents}
    new = {document.name: document for document in after.documents}
    shared, skipped = [], []
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            skipped.append(f"{name}: only in the {'earlier' if name in old else 'later'} run")
        elif old[name].text_sha256 != new[name].text_sha256:
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
    old_f1, new_f1 = (summed(Counts, counts).f1 for counts in (before, after))
    return MetricChange(metric, old_f1, new_f1, difference_interval(before, after))


def _changes(old: DocumentRun, new: DocumentRun) -> Iterator[ItemChange]:
    before, after = _judged_items(old), _judged_items(new)
    for key in before | after:
        is_label, group, *_ = key
        was, now = before.get(key, _JudgedItem()), after.get(key, _JudgedItem())
        if turn := _turn_of(was.state, now.state, is_label=is_label):
            item = now.item or was.item
            # A right label has no finding and so no line; one of the two states is an error.
            yield ItemChange(
                turn, new.name, group, was.line or now.line, item["start"], item["end"], flat(item["quote"]),
                was.state, now.state,
            )  # fmt: skip


def _turn_of(was: str, now: str, *, is_label: bool) -> Turn | None:
    if not is_label:
        return "new false find" if not was else "false find gone" if not now else None
    if was == now or not was or not now:  # a label that only one of the runs knows says nothing
        return None
    held, holds = was not in _COSTLY, now not in _COSTLY
    return "changed" if held == holds else "lost" if held else "won"


def _judged_items(document: DocumentRun) -> dict[tuple[Any, ...], _JudgedItem]:
    """All labels and false finds, under keys that outlive a change of the gold file (label or not, group, …)."""
    judged: dict[tuple[Any, ...], _JudgedItem] = {}
    seen: Counter[tuple[Any, ...]] = Counter()

    def add(group: Group, one: _JudgedItem, *, is_label: bool) -> None:
        key = (is_label, group, *(one.item.get(name) for name in _SAME))
        seen[key] += 1
        judged[*key, seen[key]] = one

    errors = {(one.group, one.label): one for one in document.findings if one.label is not None}
    for group in document.labelled:
        for index, item in enumerate(document.labels[group]):
            error = errors.get((group, index))
            state = "failed" if document.error else error.kind if error else _RIGHT
            add(group, _JudgedItem(state, error.line if error else 0, item), is_label=True)
    for one in document.findings:
        if one.kind in _ALONE and one.group is not None and one.prediction is not None:
            item = document.predictions[one.group][one.prediction]
            add(one.group, _JudgedItem(one.kind, one.line, item), is_label=False)
    return judged


def _differing(before: Run, after: Run) -> list[tuple[str, str | None, str | None]]:
    old, new = (
        {"way": run.way, "model": run.model, "prompts version": run.prompts, **run.versions}
        | {f"settings.{name}": str(value) for name, value in run.settings.items()}
        for run in (before, after)
    )
    return [(name, old.get(name), new.get(name)) for name in old | new if old.get(name) != new.get(name)]
