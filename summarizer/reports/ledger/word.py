"""The ledger in Word: A4 on its side, the heading on every page, the goal in every row, and words to choose for states.

Rows are spelled out as XML (ECMA-376 part 1, 17.4): python-docx looks through the whole table for each of its cells.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from lxml import etree

from summarizer.reports.labels import ZH
from summarizer.reports.ledger.columns import heads, keys_of
from summarizer.reports.ledger.kept import Change, Kept, cell_text
from summarizer.reports.ledger.tasks import ledger_title, name_of, paragraphs, tasks
from summarizer.reports.looks import FONTS, LOOKS
from summarizer.reports.presentation import Presentation
from summarizer.reports.properties import short_title
from summarizer.reports.wording import clean
from summarizer.writing.own_files import WRITTEN_BY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from summarizer.models import Summary
    from summarizer.reports.ledger.kept import Row
    from summarizer.reports.ledger.tasks import Task
    from summarizer.reports.view import View

_TWIPS = 56.7
"""Of a millimetre."""
_ROOM = 261
"""Millimetres between the margins."""
_HEAD, _BAND = "D9E1F2", "EDEDED"
_GREY = "595959"
_FEW = 10
"""A column is blank where no more than one row in so many says something."""
_TOGETHER = 8
"""Lines below the table that stay on one page."""
_REASON = 32.0
"""Millimetres of the column that says what to look at."""
_CENTRED = frozenset({"number", "clause", "due", "state", "person"})


class WordLedger:
    """A Word file of one table for all documents; ``earlier`` are the rows of the ledger that it takes the place of."""

    def __init__(self, template: Path | None = None, *, alone: bool, earlier: Sequence[Row] = ()) -> None:  # noqa: ARG002 - as every book
        self._alone, self._earlier = alone, list(earlier)
        self.kept: Kept | None = None
        self._shown: list[Presentation] = []
        self._tasks: list[list[Task]] = []

    def add(self, summary: Summary, view: View) -> None:
        """Take one document's tasks in."""
        shown = Presentation(summary, view)
        if self.kept is None:
            self.kept = Kept(self._earlier, shown.labels)
        made = tasks(shown, sum(map(len, self._tasks)) + 1)
        self.kept.give(made)
        self._tasks.append(made)
        self._shown.append(shown)

    def fail(self, name: str, message: str) -> None:
        """A report for people has no place for a document that could not be read: they are told on standard error."""

    def save(self, stream: BinaryIO) -> None:
        """Write the file. Raises :class:`ValueError` where no document was added."""
        if self.kept is None:
            raise ValueError("a Word file of no document")
        whole = io.BytesIO()  # a zip wants to seek, which a pipe does not
        _Pages(self._shown, self._tasks, self.kept, alone=self._alone).document().save(whole)
        stream.write(whole.getvalue())

    def close(self) -> None:
        """Nothing is kept on disk."""


class _Pages:
    """The document, written from its top to its end."""

    def __init__(
        self, shown: Sequence[Presentation], made: Sequence[Sequence[Task]], kept: Kept, *, alone: bool
    ) -> None:
        self._shown, self._tasks, self._kept, self._alone = shown, made, kept, alone
        self._labels = labels = shown[0].labels
        reviewed = any(one.summary.review is not None for one in shown)
        keys = keys_of(shown[0].view.columns, kept.rows, alone=alone, reviewed=reviewed)
        self._keys = [key for key in keys if alone or key != "document"]  # a band says it
        self._heads = heads(labels)
        self._states = labels.states
        self._file: Any = Document()
        self._latin = "Times New Roman" if labels is ZH else "Calibri"

    def document(self) -> Any:
        """The python-docx document."""
        title = ledger_title(self._shown[0], alone=self._alone)
        _lay_out(self._file)
        properties = self._file.core_properties
        properties.title, properties.keywords = short_title(title), WRITTEN_BY
        properties.author = properties.comments = ""
        properties.created = properties.modified = datetime.now(UTC)
        body = "".join([
            self._paragraph(title, "hei", 18, centre=True, keep=True),
            *self._facts(),
            *([] if self._alone else self._contents()),
            self._ledger(),
            *self._remarks(),
        ])  # fmt: skip
        # Parsed as a whole: what is moved from one tree into another takes time by the square of its size.
        whole = etree.tostring(self._file.element, encoding="unicode")
        before, last, after = whole.rpartition("<w:sectPr")
        part = self._file.part
        part._element = parse_xml(before + body + last + after)  # noqa: SLF001 - python-docx has no other way
        return part.document

    # --- what stands above the table

    def _facts(self) -> Iterator[str]:
        """Who issued it, for when, and how much there is, on a line."""
        labels = self._labels
        count = sum(map(len, self._tasks))
        targets = sum(len(shown.summary.targets) for shown in self._shown)
        said = [labels.written_rows.format(count, targets)]
        if self._alone:
            facts = self._shown[0].facts(named=False)
            said = [f"{label}{labels.colon}{clean(value)}" for label, value in facts] + said
        yield self._paragraph("\u3000".join(said), "kai", 11, centre=True, keep=True)
        for shown in self._shown:
            for notice in shown.notices():
                yield self._paragraph(f"{labels.notices}{labels.colon}{clean(notice)}", "fang", 10.5)

    def _contents(self) -> Iterator[str]:
        """The documents, each leading to its tasks."""
        labels = self._labels
        yield self._paragraph(labels.contents, "hei", 14, centre=True, keep=True)
        names = [self._heads["number"], labels.title, labels.issuer, labels.period, labels.tasks, labels.targets]
        widths = [12, 120, 55, 28, 22, 24]
        rows = [self._heading(names, widths)]
        for number, (shown, made) in enumerate(zip(self._shown, self._tasks, strict=True), 1):
            info = shown.info
            texts = [str(number), "", clean(info.issuer or ""), clean(info.period or ""), str(len(made)),
                     str(len(shown.summary.targets))]  # fmt: skip
            cells = [self._cell(text, width, centre=True) for text, width in zip(texts, widths, strict=True)]
            run = self._run(name_of(shown), "song", 10.5)
            link = f'<w:hyperlink w:anchor="plan{number}" w:history="1">{run}</w:hyperlink>'
            cells[1] = self._framed(link, widths[1])
            rows.append(self._row(cells))
        yield self._table(widths, rows)
        yield self._paragraph("", "song", 6)

    # --- the table

    def _ledger(self) -> str:
        widths = self._widths(self._keys)
        rows = [self._heading([self._heads[key] for key in self._keys], widths)]
        for number, made in enumerate(self._tasks, 1):
            if not self._alone:
                anchor = f'<w:bookmarkStart w:id="{number}" w:name="plan{number}"/><w:bookmarkEnd w:id="{number}"/>'
                name = name_of(self._shown[number - 1])
                rows.append(self._band(name, widths, anchor))
            aim = f"{self._labels.overall_goal}{self._labels.colon}"
            rows += [self._band(aim + said, widths, text=True) for said in paragraphs(self._shown[number - 1])]
            rows += self._tasks_of(made, widths)
        return self._table(widths, rows)

    def _tasks_of(self, made: Sequence[Task], widths: Sequence[float]) -> Iterator[str]:
        """The rows of one document, under bands of the goals above them."""
        above: tuple[str, ...] = ()
        goal = ""
        for task in made:
            same = next((n for n, (one, two) in enumerate(zip(above, task.above, strict=False)) if one != two), None)
            new = task.above[min(len(above), len(task.above)) if same is None else same :]
            for name in new:
                yield self._band(name, widths)
            yield self._task(task, widths, again=task.goal == goal and not new)
            above, goal = task.above, task.goal

    def _widths(self, keys: Sequence[str]) -> list[float]:
        """Of the columns; what those do not need that are nearly blank, and wait to be filled in, the measures have."""
        wished = {key: LOOKS["ledger"][key]["mm"] for key in keys}
        whole = sum(wished.values())
        if "measure" in wished:
            wished |= {key: LOOKS["ledger"][key].get("blank_mm", wished[key]) for key in keys if self._is_blank(key)}
            wished["measure"] += whole - sum(wished.values())
        return _fitted(wished, _ROOM)

    def _is_blank(self, key: str) -> bool:
        rows = [task for made in self._tasks for task in made]
        filled = sum(bool(task.value(key) or task.offer(key, self._labels)) for task in rows)
        return filled * _FEW <= len(rows)

    def _heading(self, names: Sequence[str], widths: Sequence[float]) -> str:
        return self._row(
            [self._cell(name, width, font="hei", centre=True, fill=_HEAD)
             for name, width in zip(names, widths, strict=True)],
            head=True,
        )  # fmt: skip

    def _band(self, words: str, widths: Sequence[float], before: str = "", *, text: bool = False) -> str:
        """A row of one cell: the goal that those below it stand under, or a paragraph of ``text``."""
        run = before + self._run(words, "fang" if text else "hei", 10 if text else 10.5)
        return self._row([self._framed(run, sum(widths), fill="" if text else _BAND, span=len(widths), keep=True)])

    def _task(self, task: Task, widths: Sequence[float], *, again: bool) -> str:
        cells = []
        for key, width in zip(self._keys, widths, strict=True):
            value = task.value(key)
            if key == "state":
                cells.append(self._framed(self._choice(cell_text(value)), width, centre=True))
                continue
            offered = "" if value else task.offer(key, self._labels)
            text = cell_text(value) or offered
            if key == "due" and task.due is not None and task.due_words and key not in task.filled:
                text = self._labels.bracketed(f"{text}\n", task.due_words)
            # A goal that stands in the row above is said again, since that may be on another page.
            colour = _GREY if offered or (key == "goal" and again) else None
            cells.append(self._cell(text, width, centre=key in _CENTRED, colour=colour))
        return self._row(cells)

    def _choice(self, chosen: str) -> str:
        """A list to choose a state from."""
        items = "".join(
            f"<w:listItem w:displayText={quoteattr(name)} w:value={quoteattr(name)}/>" for name in self._states
        )
        run = self._run(chosen or "\u3000", "song", 9)
        listed = f"<w:sdtPr><w:dropDownList>{items}</w:dropDownList></w:sdtPr>"
        return f"<w:sdt>{listed}<w:sdtContent>{run}</w:sdtContent></w:sdt>"

    # --- what stands below it

    def _remarks(self) -> Iterator[str]:
        """What a person should look at before it goes up."""
        labels = self._labels
        doubtful = [task for made in self._tasks for task in made if task.unsure]
        alike: dict[str, list[str]] = {}
        for task in doubtful:
            alike.setdefault(task.unsure, []).append(str(task.number))
        doubts = [
            f"{labels.item_number.format(labels.comma.join(numbers))}{labels.colon}{reason}"
            for reason, numbers in alike.items()
        ]
        gaps = [(shown, gap) for shown in self._shown for gap in shown.summary.incomplete]
        parts: list[tuple[str, list[str]]] = [
            (labels.unsure, doubts),
            (labels.incomplete, [f"{shown.place(gap)}  {clean(shown.reason(gap))}" for shown, gap in gaps]),
            (labels.refused, [line for shown in self._shown for line in self._refused(shown)]),
        ]
        for title, lines in parts:
            if lines:
                yield self._paragraph(title, "hei", 12, keep=True, before=8)
                together = len(lines) <= _TOGETHER  # no page of the last two
                for number, line in enumerate(lines, 1):
                    yield self._paragraph(line, "fang", 10.5, keep=together and number < len(lines))
        changes = self._kept.to_check()
        if changes:
            yield self._paragraph(labels.changes, "hei", 12, keep=True, before=8)
            yield self._changes(changes)
            yield self._paragraph("", "song", 6)

    def _refused(self, shown: Presentation) -> Iterator[str]:
        labels = self._labels
        for reason, members in shown.refused().items():
            quotes = (labels.bracketed(clean("".join(shown.in_context(one))), shown.place(one)) for one in members)
            yield f"{shown.counted(clean(reason), members)}{labels.colon}{labels.semicolon.join(quotes)}"

    def _changes(self, changes: Sequence[Change]) -> str:
        keys = self._keys
        wished = dict(zip(keys, self._widths(keys), strict=True))
        longest = max(wished, key=lambda key: wished[key])
        wished[longest] = max(wished[longest] - _REASON, min(wished.values()))  # the others have no room to give
        widths = [_REASON, *_fitted(wished, _ROOM - _REASON)]
        rows = [self._heading([self._labels.what_changed, *(self._heads[key] for key in keys)], widths)]
        for change in changes:
            own = [
                self._cell(cell_text(change.row.get(key)), width) for key, width in zip(keys, widths[1:], strict=True)
            ]
            rows.append(self._row([self._cell(change.reason, widths[0]), *own]))
        return self._table(widths, rows)

    # --- XML

    def _table(self, widths: Sequence[float], rows: Sequence[str]) -> str:
        line = 'w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"'
        edges = "".join(f"<w:{edge} {line}/>" for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
        grid = "".join(f'<w:gridCol w:w="{round(width * _TWIPS)}"/>' for width in widths)
        margins = '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        size = f'<w:tblW w:w="{round(sum(widths) * _TWIPS)}" w:type="dxa"/><w:jc w:val="center"/>'
        shape = f'{size}<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>{margins}'
        return f"<w:tbl><w:tblPr>{shape}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def _row(self, cells: Sequence[str], *, head: bool = False) -> str:
        repeated = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(
        self, text: str, width: float, *, font: str = "song", centre: bool = False, fill: str = "",
        colour: str | None = None,
    ) -> str:  # fmt: skip
        run = self._run(text, font, 9, colour) if text else ""
        return self._framed(run, width, centre=centre, fill=fill)

    def _framed(
        self, runs: str, width: float, *, centre: bool = False, fill: str = "", span: int = 1, keep: bool = False
    ) -> str:
        spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        kept = "<w:keepNext/>" if keep else ""
        jc = '<w:jc w:val="center"/>' if centre else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{round(width * _TWIPS)}" w:type="dxa"/>{spans}{shade}<w:vAlign w:val="center"/>'
            f'</w:tcPr><w:p><w:pPr>{kept}<w:spacing w:before="20" w:after="20"/>{jc}</w:pPr>{runs}</w:p></w:tc>'
        )

    def _paragraph(
        self, text: str, font: str, size: float, *, centre: bool = False, keep: bool = False, before: int = 0
    ) -> str:
        kept = "<w:keepNext/>" if keep else ""
        jc = '<w:jc w:val="center"/>' if centre else ""
        space = f'<w:spacing w:before="{before * 20}" w:after="80"/>'
        return f"<w:p><w:pPr>{kept}{space}{jc}</w:pPr>{self._run(text, font, size)}</w:p>"

    def _run(self, text: str, font: str, size: float, colour: str | None = None) -> str:
        fonts = f'<w:rFonts w:ascii="{self._latin}" w:hAnsi="{self._latin}" w:eastAsia="{FONTS[font]}"/>'
        shade = f'<w:color w:val="{colour}"/>' if colour else ""
        half = round(size * 2)
        lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(clean(line))}</w:t>' for line in text.split("\n"))
        return f'<w:r><w:rPr>{fonts}{shade}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>{lines}</w:r>'


def _fitted(wished: Mapping[str, float], room: float) -> list[float]:
    """Widths of columns that fill the room, each its share of it, or what it takes at least."""
    fixed: dict[str, float] = {}
    while True:
        share = (room - sum(fixed.values())) / (sum(width for key, width in wished.items() if key not in fixed) or 1)
        least = {key: LOOKS["ledger"][key].get("least_mm", 0) for key in wished if key not in fixed}
        narrow = {key: width for key, width in least.items() if wished[key] * share < width}
        if not narrow or len(narrow) == len(least):
            return [fixed.get(key, width * share) for key, width in wished.items()]
        fixed |= narrow


def _lay_out(file: Any) -> None:
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm((297 - _ROOM) / 2)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(18), Mm(18), Mm(9)
    for element in list(file.element.body)[:-1]:
        element.getparent().remove(element)
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>')
    file.styles["Normal"].element.get_or_add_rPr().append(language)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = 1
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))  # noqa: SLF001 - python-docx has no fields
