"""The Excel workbook: the ledger of tasks first, then overview, statistics, targets and what only programs need.

For one or many documents. Headings are in the language of the first document. Rows are written as they come, so that a
hundred documents take little more memory than one.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from xlsxwriter import Workbook

from summarizer.models import GROUPS, Summary
from summarizer.reports.excel_rows import Address, Cells, Rows
from summarizer.reports.labels import ZH
from summarizer.reports.ledger.sheet import LedgerSheet, StatisticsSheet
from summarizer.reports.ledger.tasks import ledger_title, name_of, tasks
from summarizer.reports.looks import FONTS, LOOKS
from summarizer.reports.presentation import Presentation
from summarizer.reports.properties import short_title
from summarizer.reports.sheets import CellFormats, Column, Link, TableSheet
from summarizer.writing.own_files import WRITTEN_BY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.reports.ledger.kept import Kept, Row
    from summarizer.reports.view import View

_COLUMNS = {name: [Column(**one) for one in columns] for name, columns in LOOKS["sheets"].items()}
"""The columns of each sheet, which is called by the label of this name; heads are names of labels too."""


class ExcelBook:
    """A workbook being written. Its sheets are made with the first document, whose language they speak."""

    def __init__(
        self, template: Path | None = None, *, alone: bool, earlier: Sequence[Row] = ()  # noqa: ARG002 - as every book
    ) -> None:  # fmt: skip
        """``earlier`` are the rows of the ledger that the workbook takes the place of."""
        self._alone, self._earlier = alone, earlier
        self._folder = tempfile.TemporaryDirectory(prefix="summarize-", ignore_cleanup_errors=True)
        self._sheets: _Sheets | None = None
        self._failed: list[tuple[str, str]] = []

    def add(self, summary: Summary, view: View) -> None:
        """Write one document's rows."""
        shown = Presentation(summary, view)
        if self._sheets is None:
            self._sheets = _Sheets(Path(self._folder.name), shown, self._earlier, alone=self._alone)
        self._sheets.add(shown)

    @property
    def kept(self) -> Kept | None:
        """What was taken over of an earlier ledger."""
        return self._sheets.kept if self._sheets else None

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

    def __init__(self, folder: Path, first: Presentation, earlier: Sequence[Row], *, alone: bool) -> None:
        self._path = folder / "book.xlsx"
        self._labels = labels = first.labels
        place = first.places.heading(first.summary.items())
        self._place = place.replace(labels.brackets[0], "\n" + labels.brackets[0].strip())  # on two lines
        font = FONTS["song"] if labels is ZH else "Calibri"
        self._book = Workbook(
            str(self._path),
            {
                "constant_memory": True,
                "tmpdir": str(folder),
                "use_zip64": True,
                "default_format_properties": {"font_name": font, "font_size": 11},
            },
        )
        self._styles = CellFormats(self._book)
        self._alone = alone
        self._gaps: list[Cells] = []
        self._notices: list[Cells] = []
        left_out = {*GROUPS} - {*first.view.only}
        self._documents = [column for column in _COLUMNS["documents"] if column.key not in left_out]
        title = ledger_title(first, alone=alone)
        self._book.set_properties({"title": short_title(title), "keywords": WRITTEN_BY})
        columns = first.view.columns
        reviewed = first.summary.review is not None or not alone  # of several, a later one may be
        self._ledger = LedgerSheet(
            self._book, self._styles, labels, title, columns, earlier, alone=alone, reviewed=reviewed
        )
        facts = self._headed(_COLUMNS["facts"] if alone else self._documents)
        name = labels.documents if alone else labels.contents
        self._facts = TableSheet(self._book, self._styles, name, facts, fixed=1, filtered=not alone)
        self._statistics = StatisticsSheet(self._book, self._styles, labels)
        self._targets = self._sheet("targets") if "targets" in first.view.only else None
        self._technical = self._sheet("technical")
        self._refused = self._sheet("not_taken") if first.summary.refused is not None else None

    @property
    def kept(self) -> Kept:
        return self._ledger.kept

    def _sheet(self, name: str) -> TableSheet:
        """A new sheet; where there are several documents, the first column says which."""
        named = [] if self._alone else _COLUMNS["documents"][:1]
        columns = self._headed([*named, *_COLUMNS[name]])
        return TableSheet(self._book, self._styles, getattr(self._labels, name), columns, fixed=len(named))

    def _headed(self, columns: list[Column]) -> list[Column]:
        """The columns with their heads in place of the names of those."""
        names = {"place": self._place, "clause": self._labels.column_clause}
        heads = [names.get(c.key) or getattr(self._labels, c.head or c.key) for c in columns]
        return [column._replace(head=head) for column, head in zip(columns, heads, strict=True)]

    def add(self, shown: Presentation) -> None:
        first = self._ledger.add(tasks(shown, self._ledger.count + 1))
        technical = self._technical
        ordered = [item.id for _, branch in shown.tree() for item in branch.items()]
        at: dict[str, Address] = {ident: (technical.name, technical.row + nth) for nth, ident in enumerate(ordered)}
        rows = Rows(shown, at)
        facts = rows.facts()
        if not self._alone:
            facts["title"] = Link(name_of(shown), self._ledger.table.name, first)
        self._tell(facts, shown)
        if self._targets is not None:
            self._targets.fill(rows.targets())
        for row in rows.everything():
            technical.add(row, strong=row["group"] == shown.labels.groups["goals"])
        if self._refused is not None:
            self._refused.fill(rows.refused())
        self._gaps += rows.gaps()
        self._notices += rows.notices()

    def _tell(self, facts: Cells, shown: Presentation) -> None:
        """One document: a fact a row. Several: a document a row."""
        if not self._alone:
            self._facts.add(facts)
            return
        for column in self._documents:
            if facts[column.key] not in {None, ""}:
                self._facts.add({"name": getattr(shown.labels, column.key), "value": facts[column.key]})

    def finish(self, failed: list[tuple[str, str]]) -> Path:
        """The path of the finished workbook."""
        self._list_changes()
        said = self._labels.failed
        unread: list[Cells] = [{"document": name, "reason": f"{said}: {message}"} for name, message in failed]
        for name, rows in (("incomplete", [*self._gaps, *unread]), ("notices", self._notices)):
            if rows:
                last = self._sheet(name)
                last.fill(rows)
                last.close()
        for sheet in (self._ledger, self._facts, self._targets, self._technical, self._refused):
            if sheet is not None:
                sheet.close()
        self._statistics.fill(self._ledger, alone=self._alone)
        self._book.close()
        return self._path

    def _list_changes(self) -> None:
        """What a person should look at, of a ledger that takes the place of an earlier one."""
        changes = self._ledger.kept.to_check()
        if changes:
            reason = Column("reason", most=50, head=self._labels.what_changed)
            columns = [reason, *(column._replace(open=False) for column in self._ledger.columns)]
            sheet = TableSheet(self._book, self._styles, self._labels.changes, columns, fixed=1)
            sheet.fill(change.row | {"reason": change.reason} for change in changes)  # type: ignore[misc]
            sheet.close()

    def drop(self) -> None:
        """Close the drafts, which Windows would not let go of otherwise."""
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()
