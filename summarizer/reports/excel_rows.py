"""What stands in the cells of a workbook: one row an item, by the keys of its columns."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from summarizer.models import Goal, Measure, Target
from summarizer.reports.arrange import arrange, walk
from summarizer.reports.reasons import reason_in
from summarizer.reports.sheets import Link
from summarizer.reports.view import is_silent
from summarizer.reports.wording import Places, amount, engine_of, in_context, repeats

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from summarizer.models import Group, Summary
    from summarizer.reports.labels import Labels
    from summarizer.reports.sheets import Cell
    from summarizer.reports.view import View

Cells = dict[str, "Cell"]
"""A row by the keys of its columns."""
Address = tuple[str, int]
"""The sheet and the row, from zero, that an item's own row has."""
_SIGNS: Final = {">=": "≥", "<=": "≤", "~": "≈", "range": "–"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Rows:
    """The rows of one document. ``at`` says where each item's own row is, so that others can lead there."""

    def __init__(self, summary: Summary, labels: Labels, at: Mapping[str, Address]) -> None:
        self._summary = summary
        self._labels = labels
        self._at = at
        self._places = Places(summary.document.text, labels)
        self._goals = {goal.id: goal for goal in summary.goals}
        self._measures = {measure.id: measure for measure in summary.measures}
        self._counted: dict[str, list[str]] = {}
        for target in summary.targets:
            self._counted.setdefault(target.measure or "", []).append(target.id)

    def of(self, group: Group) -> Iterator[Cells]:
        """A group's rows in document order."""
        items: list[Goal | Measure | Target] = getattr(self._summary, group)
        return map(self._item, items)

    def everything(self) -> Iterator[Cells]:
        """Every item, each goal followed by what serves it; in the column of the id a way to its own row."""
        for _, branch in walk(arrange(self._summary)):
            items: list[Goal | Measure | Target] = [branch.goal] if branch.goal else []
            items += branch.targets
            for measure, targets in branch.measures:
                items += [measure, *targets]
            for item in items:
                span: Cells = {"id": self._link(item.id), "quote": item.quote, "start": item.start, "end": item.end}
                yield self._item(item) | span

    def refused(self) -> Iterator[Cells]:
        """The candidates not taken, with their reasons."""
        for refusal in self._summary.refused or []:
            yield {
                "document": self._summary.document.name,
                "quote": "".join(in_context(refusal, self._summary.document.text, self._labels)),
                "reason": reason_in(self._labels, refusal),
                "place": self._places.of(refusal),
                "start": refusal.start,
                "end": refusal.end,
            }

    def gaps(self) -> Iterator[Cells]:
        """What was not fully extracted, and why."""
        text = self._summary.document.text
        for gap in self._summary.incomplete:
            yield {
                "document": self._summary.document.name,
                "reason": reason_in(self._labels, gap),
                "place": self._places.of(gap),
                "quote": text[gap.start : gap.end] if text is not None else "",
            }

    def notices(self) -> Iterator[Cells]:
        """What has to be known of the whole document."""
        said = [notice.message for notice in self._summary.notices]
        for message in [*said, *([self._labels.nothing] if is_silent(self._summary) else [])]:
            yield {"document": self._summary.document.name, "text": message}

    def facts(self, view: View) -> Cells:
        """The document, what was found in it, and the overview; keys are those of the sheet of documents."""
        info = self._summary.document
        counts: Cells = {group: len(getattr(self._summary, group)) for group in view.only}
        return counts | {
            "document": info.name,
            "title": info.title,
            "issuer": info.issuer,
            "period": info.period,
            "published": _day(info.published),
            "engine": engine_of(self._summary),
            "unsure": sum(item.unsure is not None for item in self._summary.items()),
            "incomplete": len(self._summary.incomplete),
            "overview": self._summary.overview.text,
        }

    def _item(self, item: Goal | Measure | Target) -> Cells:
        row: Cells = {
            "document": self._summary.document.name,
            "id": item.id,
            "unsure": reason_in(self._labels, item),
            "source": item.source,
            "place": self._places.of(item),
        }
        if isinstance(item, Goal):
            own, text, under = self._goal(item), item.text, item.parent
        elif isinstance(item, Measure):
            own, text, under = self._measure(item), item.text, item.goal
        else:
            own, text, under = self._target(item), item.indicator, item.goal
        goal = self._goals.get(under or "")
        shared: Cells = {"text": text, "goal": self._link(under), "goal_text": goal.text if goal else None}
        return row | shared | {"quote": item.quote if item.quote != text else None} | own

    def _goal(self, goal: Goal) -> Cells:
        return {"group": self._labels.groups["goals"], "kind": self._labels.levels[goal.level]}

    def _measure(self, measure: Measure) -> Cells:
        own = self._counted.get(measure.id, [])
        counted = self._labels.comma.join(own)
        return {
            "group": self._labels.groups["measures"],
            "actors": self._labels.comma.join(measure.actors),
            "deadline": measure.deadline,
            "targets": Link(counted, *self._at[own[0]]) if own and own[0] in self._at else counted,
        }

    def _target(self, target: Target) -> Cells:
        labels = self._labels
        measure = self._measures.get(target.measure or "")
        return {
            "group": labels.groups["targets"],
            "kind": labels.kinds[target.kind],
            "text": target.indicator + repeats(target, labels),
            "quote": target.quote,
            "amount": amount(target, labels, text=self._summary.document.text),
            "comparator": _SIGNS.get(target.comparator, "") if target.value is not None or target.masked else "",
            "value": target.value,
            "value_max": target.value_max,
            "unit": target.unit,
            "deadline": target.deadline,
            "masked": labels.yes if target.masked else "",
            "measure": self._link(target.measure),
            "measure_text": measure.text if measure else None,
        }

    def _link(self, ident: str | None) -> Cell:
        return Link(ident, *self._at[ident]) if ident in self._at and ident is not None else ident


def _day(written: str | None) -> Cell:
    """A date where ``written`` is a whole one that Excel's calendar (from 1900) has, else what is written."""
    if written is not None and _DAY.fullmatch(written):
        try:
            day = date.fromisoformat(written)
        except ValueError:
            return written
        return day if day.year >= 1901 else written  # noqa: PLR2004
    return written
