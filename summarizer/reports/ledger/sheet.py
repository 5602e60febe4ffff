"""The ledger in Excel: a sheet of tasks to fill in, and one of statistics that count it while people do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from summarizer.reports.ledger.columns import done, heads, keys_of
from summarizer.reports.ledger.kept import Kept
from summarizer.reports.looks import LOOKS
from summarizer.reports.sheets import Column, TableSheet, fitting, line_height
from summarizer.reports.wording import UNICODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook

    from summarizer.reports.labels import Labels
    from summarizer.reports.ledger.kept import Row
    from summarizer.reports.ledger.tasks import Task
    from summarizer.reports.sheets import CellFormats

_SOON = 30
"""Days before its end in which a term is marked."""
_MOST_BARS = 20
_NAME = 44
"""Half-width characters of the column of names."""
_ROWS_A_CHART = 16
_ROWS_ACROSS = 56
"""Of a sheet that fills a page laid across; a longer one stands upright."""
_OPEN = 'ISNUMBER({{due}}),{{state}}<>"{done}"'


class LedgerSheet:
    """The sheet of tasks. ``earlier`` are the rows of the ledger that it takes the place of."""

    def __init__(
        self, book: Workbook, styles: CellFormats, labels: Labels, title: str, columns: Sequence[str],
        earlier: Sequence[Row] = (), *, alone: bool, reviewed: bool = False,
    ) -> None:  # fmt: skip
        self._labels, self._alone = labels, alone
        self.kept = Kept(list(earlier), labels)
        keys = keys_of(columns, earlier, alone=alone, reviewed=reviewed)
        self._keys = keys
        self.columns = [_column(key, labels) for key in keys]
        if not (alone or columns):  # whether any of them was reviewed is known when the last was added
            self.columns = [one._replace(spare=True) if one.key == "review" else one for one in self.columns]
        fixed = len(keys[: keys.index("clause") + 1]) if "clause" in keys[:3] else 1
        self.table = TableSheet(book, styles, labels.ledger, self.columns, fixed=fixed, title=title)
        self.count = 0
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in ("part", "month", "office", "state")}

    def add(self, tasks: Sequence[Task]) -> int:
        """Write the tasks of one document; the row of the first, counted from zero."""
        first = self.table.row
        self.kept.give(tasks)
        for task in tasks:
            self.table.add({key: task.value(key) or task.offer(key, self._labels) for key in self._keys})  # type: ignore[misc]
            self._count(task)
        self.count += len(tasks)
        return first

    def _count(self, task: Task) -> None:
        part = (task.section or task.goal or self._labels.unlinked) if self._alone else task.document
        self.counts["part"][part] += 1
        self.counts["state"][str(task.value("state"))] += 1
        self.counts["month"][f"{task.day:%Y-%m}" if task.day else self._labels.undated] += 1
        for name in filter(None, str(task.value("lead")).split(self._labels.comma)):
            self.counts["office"][name] += 1

    def close(self) -> None:
        """Say which states there are, and mark what is late, due soon or done."""
        table, finished = self.table, done(self._labels)
        table.choices("state", self._labels.states)
        table.rule("lead", f'=LEFT({{lead}},1)="{UNICODE.warning}"', "offered")
        if {"due", "state"} <= {column.key for column in self.columns}:
            waits = _OPEN.format(done=finished)
            table.rule("due", f"=AND({waits},{{due}}<TODAY())", "overdue")
            table.rule("due", f"=AND({waits},{{due}}<=TODAY()+{_SOON})", "soon")
            table.rule("state", f'={{state}}="{finished}"', "done")
        table.close()


def _column(key: str, labels: Labels) -> Column:
    looks = {name: value for name, value in LOOKS["ledger"][key].items() if not name.endswith("mm")}
    return Column(key, head=heads(labels)[key], **looks)


class StatisticsSheet:
    """Tasks by state, section (or plan), month and office, each with a chart. States are counted by formulas.

    No formula holds a word of a document.
    """

    def __init__(self, book: Workbook, styles: CellFormats, labels: Labels) -> None:
        self._book, self._styles, self._labels = book, styles, labels
        self._sheet = book.add_worksheet(labels.statistics)
        self._row = 0
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 1)  # no chart is cut
        self._sheet.set_column(0, 0, _NAME)
        self._sheet.set_column(1, 1, 10)

    def fill(self, ledger: LedgerSheet, *, alone: bool) -> None:
        """Write the tables and draw the charts."""
        labels, counts = self._labels, ledger.counts
        self._by_state(ledger)
        if set(counts["part"]) != {labels.unlinked}:
            self._block(labels.by_section if alone else labels.by_plan, counts["part"].most_common(_MOST_BARS))
        months = counts["month"]
        if len(months) > 1 or labels.undated not in months:
            self._block(labels.by_month, sorted(months.items(), key=lambda month: (month[0] == labels.undated, month)))
        if counts["office"]:
            self._block(labels.by_office, counts["office"].most_common(_MOST_BARS))
        if self._row <= _ROWS_ACROSS:
            self._sheet.set_landscape()

    def _by_state(self, ledger: LedgerSheet) -> None:
        cells, labels = ledger.table.cells_of("state"), self._labels
        if not cells:
            return
        given, names = ledger.counts["state"], labels.states
        first = self._row + 2
        formulas = [f"=COUNTIF({cells},A{first + nth})" for nth in range(len(names))]
        rows = [*((name, given[name]) for name in names), (labels.ledger_unset, given[""])]
        self._block(labels.share_of_tasks, rows, [*formulas, f"=COUNTBLANK({cells})"])

    def _block(self, title: str, rows: Sequence[tuple[str, int]], formulas: Sequence[str] = ()) -> None:
        """A table, and beside it a chart that reads it."""
        sheet, top = self._sheet, self._row
        sheet.write_string(top, 0, title, self._styles("head"))
        sheet.write_string(top, 1, self._labels.tasks, self._styles("head"))
        for nth, (name, count) in enumerate(rows):
            at = top + 1 + nth
            shown = _inert(name)
            sheet.set_row(at, line_height(shown, _NAME))
            sheet.write_string(at, 0, shown, self._styles("text"))
            if formulas:
                sheet.write_formula(at, 1, formulas[nth], self._styles("whole"), count)
            else:
                sheet.write_number(at, 1, count, self._styles("whole"))
        sheet.insert_chart(top, 3, self._chart(title, top + 1, top + len(rows)))
        self._row = top + max(_ROWS_A_CHART, len(rows) + 3)

    def _chart(self, title: str, first: int, last: int) -> Any:
        name = self._sheet.get_name()
        chart = self._book.add_chart({"type": "bar"})
        chart.add_series({
            "categories": [name, first, 0, last, 0], "values": [name, first, 1, last, 1],
            "data_labels": {"value": True}, "gap": 50, "fill": {"color": LOOKS["styles"][""]["bar"]},
        })  # fmt: skip
        chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
        chart.set_size({"width": 560, "height": 80 + 22 * max(5, last - first + 1)})
        return chart


def _inert(text: str) -> str:
    """``text`` for a cell; XlsxWriter would take what looks like its own markup for such."""
    shown = fitting(text)
    return shown + " " if shown.startswith("<r>") and shown.endswith("</r>") else shown
