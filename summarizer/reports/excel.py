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
from summarizer.reports.fonts import FONTS
from summarizer.reports.labels import ZH, labels_for
from summarizer.reports.sheets import CellFormats, Column, TableSheet
from summarizer.reports.wording import Places

if TYPE_CHECKING:
    from summarizer.models import Group, Summary
    from summarizer.reports.excel_rows import Address, Cells
    from summarizer.reports.labels import Labels
    from summarizer.reports.view import View

_LONG: Final = 46
_MIDDLE: Final = 30
_NARROW: Final = 16
_ID: Final = Column("id", head="identifier")
_TEXT: Final = Column("text", 2 * _MIDDLE)
_DUE: Final = Column("deadline", _NARROW, head="due")
_GOAL: Final = (Column("goal"), Column("goal_text", _LONG))
_AMOUNT: Final = (
    Column("amount", 20, head="value"),
    Column("comparator", spare=True),
    Column("value", _NARROW, head="amount"),
    Column("value_max", _NARROW, head="amount_max", spare=True),
    Column("unit"),
    _DUE,
    Column("kind"),
    Column("masked", spare=True),
)
_DOUBT: Final = Column("unsure", _MIDDLE, spare=True)
_QUOTE: Final = Column("quote", 40)
_SAME_QUOTE: Final = Column("quote", 40, spare=True)
"""Of an item whose text is a quote as a rule."""
_PLACE: Final = Column("place", _NARROW)
_SPAN: Final = (Column("start"), Column("end"))
_COLUMNS: Final[dict[str, tuple[Column, ...]]] = {
    "goals": (_ID, Column("kind"), _TEXT, *_GOAL, _DOUBT, _SAME_QUOTE, _PLACE),
    "measures": (
        _ID, _TEXT, Column("actors", _MIDDLE), _DUE, Column("targets", _NARROW), *_GOAL, _DOUBT, _SAME_QUOTE, _PLACE,
    ),
    "targets": (
        _ID, Column("text", _MIDDLE, head="indicator"), *_AMOUNT, Column("measure"), Column("measure_text", 40),
        Column("goal"), Column("goal_text", _MIDDLE), _DOUBT, _QUOTE, _PLACE,
    ),
    "everything": (
        Column("group"), _ID, Column("text", _LONG), Column("actors", _MIDDLE, spare=True), *_AMOUNT, Column("goal"),
        Column("measure"), _DOUBT, _QUOTE, _PLACE, Column("source"), *_SPAN,
    ),
    "not_taken": (Column("quote", 2 * _MIDDLE), Column("reason", 2 * _MIDDLE), _PLACE, *_SPAN),
    "incomplete": (Column("quote", 2 * _MIDDLE), Column("reason", 2 * _MIDDLE, head="incomplete"), _PLACE),
    "notices": (Column("text", 2 * _LONG),),
}  # fmt: skip
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
        self._labels = labels = labels_for(first, lang=view.lang)
        place = Places(first.document.text, labels).heading(first.items())
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
        pair = (Column("name", 24, head="item"), Column("value", 2 * _LONG, left=True, head="text"))
        facts = self._headed(pair if alone else _facts(view))
        self._facts = TableSheet(self._book, self._styles, labels.documents, facts, fixed=1, filtered=not alone)
        self._groups: dict[Group, TableSheet] = {group: self._sheet(group) for group in view.only}
        self._all = self._sheet("everything")
        self._refused = self._sheet("not_taken") if first.refused is not None else None

    def _sheet(self, name: str) -> TableSheet:
        """A new sheet; where there are several documents, the first column says which."""
        named = () if self._alone else (Column("document", _MIDDLE),)
        columns = self._headed((*named, *_COLUMNS[name]))
        return TableSheet(self._book, self._styles, getattr(self._labels, name), columns, fixed=len(named))

    def _headed(self, columns: tuple[Column, ...]) -> list[Column]:
        """The columns with their heads in place of the names of those."""
        heads = [self._place if c.key == "place" else getattr(self._labels, c.head or c.key) for c in columns]
        return [column._replace(head=head) for column, head in zip(columns, heads, strict=True)]

    def add(self, summary: Summary, view: View) -> None:
        labels = labels_for(summary, lang=view.lang)
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

    def _tell(self, facts: Cells, labels: Labels, view: View) -> None:
        """One document: a fact a row. Several: a document a row."""
        if not self._alone:
            self._facts.add(facts)
            return
        for column in _facts(view):
            if facts.get(column.key) not in {None, ""}:
                self._facts.add({"name": getattr(labels, column.key), "value": facts[column.key]})

    def finish(self, failed: list[tuple[str, str]]) -> Path:
        """The path of the finished workbook."""
        said = self._labels.failed
        unread: list[Cells] = [{"document": name, "reason": f"{said}: {message}"} for name, message in failed]
        for name, rows in (("incomplete", [*self._gaps, *unread]), ("notices", self._notices)):
            if rows:
                last = self._sheet(name)
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


def _facts(view: View) -> tuple[Column, ...]:
    """The columns of the sheet of documents."""
    named = (Column(key, _MIDDLE) for key in ("document", "title", "issuer"))
    counts = map(Column, (*view.only, "unsure", "incomplete"))
    dated = (Column("period"), Column("published", _NARROW))
    return (*named, *dated, *counts, Column("engine", _NARROW), Column("overview", 2 * _LONG))
