"""The Excel workbook: a sheet a group, linked to one another, and a sheet of everything, for one or many documents.

Headings are in the language of the first document. Rows are written as they come, so that a hundred documents take
little more memory than one.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from xlsxwriter import Workbook

from summarizer.reports.excel_rows import Rows
from summarizer.reports.labels import ZH, labels_for
from summarizer.reports.sheets import Column, Sheet, Styles
from summarizer.reports.wording import Places

if TYPE_CHECKING:
    from summarizer.models import Group, Summary
    from summarizer.reports.excel_rows import Address, Row
    from summarizer.reports.labels import Labels
    from summarizer.reports.view import View

_LONG: Final = 46
_MIDDLE: Final = 30
_NARROW: Final = 16


class ExcelBook:
    """A workbook being written. Its sheets are made with the first document, whose language they speak."""

    def __init__(self, template: Path | None = None, *, alone: bool) -> None:  # noqa: ARG002 - as every book
        self._alone = alone
        self._folder = tempfile.TemporaryDirectory(prefix="summarize-", ignore_cleanup_errors=True)
        self._sheets: _Sheets | None = None
        self._failed: list[tuple[str, str]] = []

    def add(self, summary: Summary, view: View) -> None:
        """Write one document's rows."""
        if self._sheets is None:
            self._sheets = _Sheets(Path(self._folder.name), summary, view, alone=self._alone)
        self._sheets.add(summary, view)

    def fail(self, name: str, message: str) -> None:
        """A failed document gets a row among what was not extracted."""
        self._failed.append((name, message))

    def save(self, stream: BinaryIO) -> None:
        """Finish the workbook and copy it to ``stream``. Raises :class:`ValueError` where no document was added."""
        if self._sheets is None:
            raise ValueError("a workbook of no document")
        with self._sheets.finish(self._failed).open("rb") as made:
            shutil.copyfileobj(made, stream)

    def close(self) -> None:
        """Drop the drafts of the sheets."""
        if self._sheets is not None:
            self._sheets.drop()
        self._folder.cleanup()


class _Sheets:
    """The sheets of one workbook, and where the next document's rows begin."""

    def __init__(self, folder: Path, first: Summary, view: View, *, alone: bool) -> None:
        self._path = folder / "book.xlsx"
        self._labels = labels = labels_for(first)
        place = Places(first.document.text, labels).heading(first.items())
        place = place.replace(labels.brackets[0], "\n" + labels.brackets[0].strip())  # on two lines
        self._place = place
        font = "宋体" if labels is ZH else "Calibri"
        self._book = Workbook(
            str(self._path),
            {
                "constant_memory": True,
                "tmpdir": str(folder),
                "use_zip64": True,
                "default_format_properties": {"font_name": font, "font_size": 11},
            },
        )
        self._styles = Styles(self._book)
        self._alone = alone
        self._gaps: list[Row] = []
        self._notices: list[Row] = []
        pair = [Column("name", labels.item, 24), Column("value", labels.text, 2 * _LONG, left=True)]
        facts = pair if alone else _facts(labels, view)
        self._facts = Sheet(self._book, self._styles, labels.documents, facts, fixed=1, filtered=not alone)
        self._groups: dict[Group, Sheet] = {
            group: self._sheet(getattr(labels, group), _COLUMNS[group](labels, place)) for group in view.only
        }
        self._all = self._sheet(labels.everything, _everything(labels, place))
        self._refused = self._sheet(labels.not_taken, _refused(labels, place)) if first.refused is not None else None

    def _sheet(self, name: str, columns: list[Column]) -> Sheet:
        """A new sheet; where there are several documents, the first column says which."""
        named = [] if self._alone else [Column("document", self._labels.document, _MIDDLE)]
        return Sheet(self._book, self._styles, name, [*named, *columns], fixed=len(named))

    def add(self, summary: Summary, view: View) -> None:
        labels = labels_for(summary)
        at: dict[str, Address] = {}
        for group, sheet in self._groups.items():
            at |= {item.id: (sheet.name, sheet.row + nth) for nth, item in enumerate(getattr(summary, group))}
        rows = Rows(summary, labels, at)
        self._tell(rows.facts(view), labels, view)
        for group, sheet in self._groups.items():
            for row in rows.of(group):
                sheet.add(row, strong=group == "goals" and row["kind"] != labels.levels["task"])
        for row in rows.everything():
            self._all.add(row, strong=row["group"] == labels.groups["goals"])
        if self._refused is not None:
            for row in rows.refused():
                self._refused.add(row)
        self._gaps += rows.gaps()
        self._notices += rows.notices()

    def _tell(self, facts: Row, labels: Labels, view: View) -> None:
        """One document: a fact a row. Several: a document a row."""
        if not self._alone:
            self._facts.add(facts)
            return
        for column in _facts(labels, view):
            if facts.get(column.key) not in {None, ""}:
                self._facts.add({"name": column.head, "value": facts[column.key]})

    def finish(self, failed: list[tuple[str, str]]) -> Path:
        """The path of the finished workbook."""
        labels = self._labels
        unread: list[Row] = [{"document": n, "reason": f"{labels.failed}: {message}"} for n, message in failed]
        for name, rows, columns in (
            (labels.incomplete, [*self._gaps, *unread], _gaps(labels, self._place)),
            (labels.notices, self._notices, [Column("text", labels.text, 2 * _LONG)]),
        ):
            if rows:
                last = self._sheet(name, columns)
                for row in rows:
                    last.add(row)
                last.close()
        for sheet in (self._facts, *self._groups.values(), self._all, self._refused):
            if sheet is not None:
                sheet.close()
        self._book.close()
        return self._path

    def drop(self) -> None:
        """Close the drafts, which Windows would not let go of otherwise."""
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()


def _facts(labels: Labels, view: View) -> list[Column]:
    return [
        Column("document", labels.document, _MIDDLE),
        Column("title", labels.title, _MIDDLE),
        Column("issuer", labels.issuer, _MIDDLE),
        Column("period", labels.period),
        Column("published", labels.published, _NARROW),
        *(Column(group, getattr(labels, group)) for group in view.only),
        Column("unsure", labels.unsure),
        Column("incomplete", labels.incomplete),
        Column("engine", labels.engine, _NARROW),
        Column("overview", labels.overview, 2 * _LONG),
    ]


def _goals(labels: Labels, place: str) -> list[Column]:
    return [
        Column("id", labels.identifier),
        Column("kind", labels.kind),
        Column("text", labels.text, 2 * _MIDDLE),
        Column("goal", labels.goal),
        Column("goal_text", labels.goal_text, _LONG),
        *_checked(labels, place, quoted=False),
    ]


def _measures(labels: Labels, place: str) -> list[Column]:
    return [
        Column("id", labels.identifier),
        Column("text", labels.text, 2 * _MIDDLE),
        Column("actors", labels.actors, _MIDDLE),
        Column("deadline", labels.due, _NARROW),
        Column("targets", labels.targets, _NARROW),
        Column("goal", labels.goal),
        Column("goal_text", labels.goal_text, _LONG),
        *_checked(labels, place, quoted=False),
    ]


def _targets(labels: Labels, place: str) -> list[Column]:
    return [
        Column("id", labels.identifier),
        Column("text", labels.indicator, _MIDDLE),
        *_amounts(labels),
        Column("measure", labels.measure),
        Column("measure_text", labels.measure_text, 40),
        Column("goal", labels.goal),
        Column("goal_text", labels.goal_text, _MIDDLE),
        *_checked(labels, place, quoted=True),
    ]


def _amounts(labels: Labels) -> list[Column]:
    return [
        Column("amount", labels.value, 20),
        Column("comparator", labels.comparator, spare=True),
        Column("value", labels.amount, _NARROW),
        Column("value_max", labels.amount_max, _NARROW, spare=True),
        Column("unit", labels.unit),
        Column("deadline", labels.due, _NARROW),
        Column("kind", labels.kind),
        Column("masked", labels.masked, spare=True),
    ]


def _checked(labels: Labels, place: str, *, quoted: bool) -> list[Column]:
    """What a person who checks an item needs. A quote is spare where it says what the text says."""
    return [
        Column("unsure", labels.unsure, _MIDDLE, spare=True),
        Column("quote", labels.quote, 40, spare=not quoted),
        Column("place", place, _NARROW),
    ]


def _everything(labels: Labels, place: str) -> list[Column]:
    return [
        Column("group", labels.group),
        Column("id", labels.identifier),
        Column("text", labels.text, _LONG),
        Column("actors", labels.actors, _MIDDLE, spare=True),
        *_amounts(labels),
        Column("goal", labels.goal),
        Column("measure", labels.measure),
        *_checked(labels, place, quoted=True),
        Column("source", labels.source),
        Column("start", labels.start),
        Column("end", labels.end),
    ]


def _refused(labels: Labels, place: str) -> list[Column]:
    return [
        Column("quote", labels.quote, 2 * _MIDDLE),
        Column("reason", labels.reason, 2 * _MIDDLE),
        Column("place", place, _NARROW),
        Column("start", labels.start),
        Column("end", labels.end),
    ]


def _gaps(labels: Labels, place: str) -> list[Column]:
    return [
        Column("quote", labels.quote, 2 * _MIDDLE),
        Column("reason", labels.incomplete, 2 * _MIDDLE),
        Column("place", place, _NARROW),
    ]


_COLUMNS: Final = {"goals": _goals, "measures": _measures, "targets": _targets}
