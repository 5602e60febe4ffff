"""What stands in the cells of a workbook: one row an item, by the keys of its columns."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from summarizer.models import Goal, Group, Measure, Target
from summarizer.reports.records import record, rejected
from summarizer.reports.sheets import Cell, Link
from summarizer.reports.wording import same_words

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
        self._counted: dict[str, list[str]] = {}
        for target in shown.summary.targets:
            self._counted.setdefault(target.measure or "", []).append(target.id)

    def of(self, group: Group) -> Iterator[Cells]:
        """A group's rows in document order."""
        items: list[Goal | Measure | Target] = getattr(self._summary, group)
        return map(self._item, items)

    def everything(self) -> Iterator[Cells]:
        """Every item, each goal followed by what serves it; in the column of the id a way to its own row."""
        for _, branch in self._shown.tree():
            for item in branch.items():
                row = self._item(item)
                row |= {"id": self._link(item.id), "quote": item.quote}
                yield row

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
            "engine": self._shown.engine,
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
            row["comparator"] = _SIGNS.get(item.comparator) if item.value is not None or item.masked else ""
            row["measure"] = self._link(item.measure)
        else:
            row["text"] = item.text + self._shown.worded(item)
            if same_words(item.text, item.quote):
                row["quote"] = None
        if isinstance(item, Measure):
            own = self._counted.get(item.id, [])
            counted = self._labels.comma.join(own)
            row["targets"] = Link(counted, *self._at[own[0]]) if own and own[0] in self._at else counted
        return row

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
