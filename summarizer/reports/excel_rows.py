"""What stands in the cells of a workbook: one row an item, by the keys of its columns."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from summarizer.models import Goal, Measure, Target
from summarizer.reports.ledger.figures import figure
from summarizer.reports.records import record, rejected
from summarizer.reports.sheets import Cell, Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from summarizer.reports.presentation import Presentation

Cells = dict[str, "Cell"]
"""A row by the keys of its columns."""
Address = tuple[str, int]
"""The sheet and the row, from zero, that an item's own row has."""
_SIGNS = {">=": "≥", "<=": "≤", "~": "≈", "range": "–"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Rows:
    """The rows of one document. ``at`` says where each item's own row is, so that others can lead there."""

    def __init__(self, shown: Presentation, at: Mapping[str, Address]) -> None:
        self._shown, self._summary, self._labels = shown, shown.summary, shown.labels
        self._at = at

    def targets(self) -> Iterator[Cells]:
        """The targets in document order, in the plan's own figures and in numbers."""
        for target in self._summary.targets:
            row = record(self._shown, target)
            row["clause"] = target.clause
            row["amount"] = figure(self._shown, target)
            row["comparator"] = _sign(target)
            row["text"] = target.indicator + self._shown.worded(target)
            yield row

    def everything(self) -> Iterator[Cells]:
        """Every item, each goal followed by what serves it, with ways to the rows of what it belongs to."""
        for _, branch in self._shown.tree():
            for item in branch.items():
                yield self._item(item)

    def refused(self) -> Iterator[Cells]:
        """The candidates not taken, with their reasons."""
        return (rejected(self._shown, refusal) for refusal in self._summary.refused or [])

    def gaps(self) -> Iterator[Cells]:
        """What was not fully extracted, and why."""
        text = self._shown.info.text
        for gap in self._summary.incomplete:
            yield {
                "document": self._shown.info.name,
                "reason": self._shown.reason(gap),
                "place": self._shown.place(gap),
                "quote": text[gap.start : gap.end] if text is not None else "",
            }

    def notices(self) -> Iterator[Cells]:
        """What has to be known of the whole document."""
        return ({"document": self._shown.info.name, "text": message} for message in self._shown.notices())

    def facts(self) -> Cells:
        """The document, what was found in it, and the overview; keys are those of the sheet of documents."""
        info = self._shown.info
        counts: Cells = {group: len(getattr(self._summary, group)) for group in self._shown.view.only}
        return counts | {
            "document": info.name,
            "title": info.title,
            "issuer": info.issuer,
            "period": info.period,
            "published": _day(info.published),
            "unsure": len(self._shown.unsure),
            "incomplete": len(self._summary.incomplete),
            "overview": self._overview(),
        }

    def _overview(self) -> str:
        text, said = self._summary.overview.text, self._labels.worded_by_model
        return self._labels.bracketed(text, said) if text and self._summary.overview.source == "model" else text

    def _item(self, item: Goal | Measure | Target) -> Cells:
        row: Cells = record(self._shown, item)
        row["goal"] = self._link(item.parent if isinstance(item, Goal) else item.goal)
        if isinstance(item, Target):
            row["text"] = item.indicator + self._shown.worded(item) + self._shown.repeats(item)
            row["measure"] = self._link(item.measure)
        else:
            row["text"] = item.text + self._shown.worded(item)
        return row

    def _link(self, ident: str | None) -> Cell:
        return Link(ident, *self._at[ident]) if ident in self._at and ident is not None else ident


def _sign(target: Target) -> str | None:
    """The bound of a value."""
    return _SIGNS.get(target.comparator) if target.value is not None or target.masked else ""


def _day(written: str | None) -> Cell:
    """A date where ``written`` is a whole one that Excel's calendar (from 1900) has, else what is written."""
    if written is not None and _DAY.fullmatch(written):
        try:
            day = date.fromisoformat(written)
        except ValueError:
            return written
        return day if day.year >= 1901 else written  # noqa: PLR2004
    return written
