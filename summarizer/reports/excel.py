"""The Excel workbook: a sheet a group, linked to one another, and a sheet of everything, for one or many documents.

Headings are in the language of the first document. Rows are written as they come, so that a hundred documents take
little more memory than one.
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
from summarizer.reports.looks import FONTS, LOOKS
from summarizer.reports.presentation import Presentation
from summarizer.reports.sheets import CellFormats, Column, TableSheet

if TYPE_CHECKING:
    from summarizer.reports.view import View

_COLUMNS = {name: [Column(**one) for one in columns] for name, columns in LOOKS["sheets"].items()}
"""The columns of each sheet, which is called by the label of this name; heads are names of labels too."""


class ExcelBook:
    """A workbook being written. Its sheets are made with the first document, whose language they speak."""

    def __init__(self, template: Path | None = None, *, alone: bool) -> None:  # noqa: ARG002 - as every book
        self._alone = alone
        self._folder = tempfile.TemporaryDirectory(prefix="summarize-", ignore_cleanup_errors=True)
        self._sheets: _Sheets | None = None
        self._failed: list[tuple[str, str]] = []

    def add(self, summary: Summary, view: View) -> None:
        """Write one document's rows."""
        shown = Presentation(summary, view)
        if self._sheets is None:
            self._sheets = _Sheets(Path(self._folder.name), shown, alone=self._alone)
        self._sheets.add(shown)

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

    def __init__(self, folder: Path, first: Presentation, *, alone: bool) -> None:
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
        facts = self._headed(_COLUMNS["facts"] if alone else self._documents)
        self._facts = TableSheet(self._book, self._styles, labels.documents, facts, fixed=1, filtered=not alone)
        self._groups = {group: self._sheet(group) for group in first.view.only}
        self._all = self._sheet("everything")
        self._refused = self._sheet("not_taken") if first.summary.refused is not None else None

    def _sheet(self, name: str) -> TableSheet:
        """A new sheet; where there are several documents, the first column says which."""
        named = [] if self._alone else _COLUMNS["documents"][:1]
        columns = self._headed([*named, *_COLUMNS[name]])
        return TableSheet(self._book, self._styles, getattr(self._labels, name), columns, fixed=len(named))

    def _headed(self, columns: list[Column]) -> list[Column]:
        """The columns with their heads in place of the names of those."""
        heads = [self._place if c.key == "place" else getattr(self._labels, c.head or c.key) for c in columns]
        return [column._replace(head=head) for column, head in zip(columns, heads, strict=True)]

    def add(self, shown: Presentation) -> None:
        labels = shown.labels
        at: dict[str, Address] = {}
        for group, sheet in self._groups.items():
            at |= {item.id: (sheet.name, sheet.row + nth) for nth, item in enumerate(getattr(shown.summary, group))}
        rows = Rows(shown, at)
        self._tell(rows.facts(), shown)
        for group, sheet in self._groups.items():
            for row in rows.of(group):
                sheet.add(row, strong=group == "goals" and row["kind"] != labels.levels["task"])
        for row in rows.everything():
            self._all.add(row, strong=row["group"] == labels.groups["goals"])
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
        said = self._labels.failed
        unread: list[Cells] = [{"document": name, "reason": f"{said}: {message}"} for name, message in failed]
        for name, rows in (("incomplete", [*self._gaps, *unread]), ("notices", self._notices)):
            if rows:
                last = self._sheet(name)
                last.fill(rows)
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
