"""One CSV table of all items and, where asked for, of the candidates not taken, one row each, made for Excel.

A byte order mark tells Excel that it is UTF-8, rows end in CRLF, and no cell can start a formula. The
columns are always these, in this order; their headings are in the language of the first document.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from summarizer.reports.labels import Labels, labels_for
from summarizer.reports.reasons import reason_in
from summarizer.reports.wording import Places, amount, clean, in_context, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.models import Goal, Group, Measure, Refusal, Summary, Target
    from summarizer.reports.view import RenderOptions

BOM = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_COLUMNS: Final = (
    "document group id kind text amount comparator value value_max unit deadline masked actors goal goal_text measure "
    "measure_text unsure source quote place line start end reason"
).split()
_LABELS: Final = {
    "id": "identifier", "amount": "value", "value": "amount", "value_max": "amount_max", "place": "locator",
}  # fmt: skip
"""The label of a column that has another name than it."""


def render(summary: Summary, options: RenderOptions) -> str:
    """The rows of one document; before those of the first a byte order mark and the heading row."""
    labels = labels_for(summary, lang=options.view.lang)
    out = io.StringIO()
    table = csv.DictWriter(out, _COLUMNS, restval="", lineterminator="\r\n")
    if options.first:
        out.write(BOM)
        table.writerow({key: getattr(labels, _LABELS.get(key, key)) for key in _COLUMNS})
    table.writerows({key: guard(value or "") for key, value in row.items()} for row in _CsvRows(summary, labels).all())
    return out.getvalue()


def guard(value: str) -> str:
    """A cell that Excel takes for text unless it is a plain number: one that starts a formula gets an apostrophe."""
    cell = clean(value)
    harmless = _NUMBER.fullmatch(cell) or cell == "="
    return cell if harmless or not _FORMULA.match(cell) else f"'{cell}"


Row = dict[str, str | None]


class _CsvRows:
    """The rows of one document, by their columns' keys."""

    def __init__(self, summary: Summary, labels: Labels) -> None:
        self._summary, self._labels = summary, labels
        self._places = Places(summary.document.text, labels)
        self._goals = {goal.id: goal.text for goal in summary.goals}
        self._measures = {measure.id: measure.text for measure in summary.measures}

    def all(self) -> Iterator[Row]:
        summary = self._summary
        yield from (self._item("goals", goal) | self._goal(goal) for goal in summary.goals)
        yield from (self._item("measures", measure) | self._measure(measure) for measure in summary.measures)
        yield from (self._item("targets", target) | self._target(target) for target in summary.targets)
        yield from map(self._refused, summary.refused or [])

    def _item(self, group: Group, item: Goal | Measure | Target) -> Row:
        return self._placed(item) | {
            "group": self._labels.groups[group],
            "id": item.id,
            "unsure": reason_in(self._labels, item),
            "source": item.source,
            "place": self._places.of(item) if item.locator else "",
        }

    def _placed(self, item: Goal | Measure | Target | Refusal) -> Row:
        line = self._places.line(item.start)
        return {
            "document": self._summary.document.name,
            "quote": item.quote,
            "line": "" if line is None else str(line),
            "start": str(item.start),
            "end": str(item.end),
        }

    def _refused(self, refusal: Refusal) -> Row:
        shown = "".join(in_context(refusal, self._summary.document.text, self._labels))
        own = {"group": self._labels.not_taken, "text": shown, "reason": reason_in(self._labels, refusal)}
        return self._placed(refusal) | own

    def _goal(self, goal: Goal) -> Row:
        return {"kind": self._labels.levels[goal.level], "text": goal.text} | self._under(goal.parent)

    def _measure(self, measure: Measure) -> Row:
        actors = self._labels.comma.join(measure.actors)
        return {"text": measure.text, "actors": actors, "deadline": measure.deadline} | self._under(measure.goal)

    def _target(self, target: Target) -> Row:
        return self._under(target.goal) | {
            "kind": self._labels.kinds[target.kind],
            "text": target.indicator,
            "amount": amount(target, self._labels, text=self._summary.document.text),
            "comparator": target.comparator,
            "value": None if target.value is None else plain(target.value),
            "value_max": None if target.value_max is None else plain(target.value_max),
            "unit": target.unit,
            "deadline": target.deadline,
            "masked": self._labels.yes if target.masked else "",
            "measure": target.measure,
            "measure_text": self._measures.get(target.measure or ""),
        }

    def _under(self, goal: str | None) -> Row:
        return {"goal": goal, "goal_text": self._goals.get(goal or "")}
