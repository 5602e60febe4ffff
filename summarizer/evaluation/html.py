"""A run as one self-contained HTML page: tables, every error, and each text twice, with gold and with prediction.

The page needs no network and runs one script, its own filters: a content security policy that names the
hashes of its style and script forbids everything else. All that comes from documents, labels or an
extractor is escaped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from summarizer.evaluation import tables
from summarizer.evaluation.findings import ERROR_KINDS, describe
from summarizer.models import GROUPS
from summarizer.reports.tables.web import facts, framed, html_table, resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from summarizer.evaluation.comparing import Comparison
    from summarizer.evaluation.findings import Finding
    from summarizer.evaluation.judging import DocumentRun
    from summarizer.evaluation.runs import Run
    from summarizer.models import Group

_STATUS_OF = {"failed": "missed", "missed": "missed", "false find": "false", "found twice": "false"}
_WORST_FIRST = ("missed", "false", "wrong", "ok")
_LETTER = {"goals": "g", "measures": "m", "targets": "t"}


class _Mark(NamedTuple):
    """A stretch of text to be coloured, and what to say of it; ``errors`` are the kinds it stands for."""

    start: int
    end: int
    group: Group
    status: str
    errors: tuple[str, ...]
    note: str


def html_report(run: Run, texts: Mapping[str, str], comparison: Comparison | None = None) -> str:
    """The page. ``texts`` are the texts by :attr:`DocumentRun.name`; without its text a document has tables only."""
    style, script = (resource("summarizer.evaluation", name) for name in ("page.css", "page.js"))
    return framed(f"Evaluation: {run.way}", "en", style, _body(run, texts, comparison), script)


def _body(run: Run, texts: Mapping[str, str], comparison: Comparison | None) -> Iterator[str]:
    page = tables.page_of(run, comparison, errors=False)
    yield f"<h1>{escape(page.title)}</h1>\n{facts(page.facts)}"
    yield from (f"<h3>{escape(table.title)}</h3>\n{html_table(table)}" for table in page.tables)
    yield _filters(run)
    yield from _errors(run)
    for index, document in enumerate(run.documents):
        if document.name in texts:
            yield from _text(index, document, texts[document.name])


def _filters(run: Run) -> str:
    kinds = Counter(one.kind for document in run.documents for one in document.findings)
    boxes: dict[str, list[tuple[str, str, str]]] = {
        "Errors": [("kind", kind, f"{kind} ({kinds[kind]})") for kind in ERROR_KINDS if kinds[kind]],
        "Groups": [("group", group, group) for group in GROUPS],
        "Documents": [("paper", str(index), document.name) for index, document in enumerate(run.documents)],
    }
    parts = ['<nav class="filters">']
    for legend, entries in boxes.items():
        labels = [
            f'<label><input type="checkbox" checked data-{name}="{escape(value)}"> {escape(label)}</label>'
            for name, value, label in entries
        ]
        extra = ""
        if legend == "Errors":
            extra = (
                '<button type="button" data-all="on">all</button> <button type="button" data-all="off">none</button>'
            )
        parts.append(f"<fieldset><legend>{legend}</legend>{''.join(labels)}{extra}</fieldset>")
    parts.append('<label><input type="checkbox" id="errors-only"> only lines with errors</label>')
    parts.append('<p class="key"><mark class="t-ok">right</mark><mark class="t-missed">missed</mark>')
    parts.append('<mark class="t-false">false find</mark><mark class="t-wrong">wrong in a field, span or group</mark>')
    parts.append("targets on a ground, measures underlined, goals bold and underlined twice</p></nav>\n")
    return "".join(parts)


def _errors(run: Run) -> Iterator[str]:
    found = [pair for _, group in tables.errors_by_kind(run) for pair in group]
    yield f'<h2>Errors: <span id="shown">{len(found)}</span> of {len(found)} shown</h2>\n<table class="errors">'
    yield '<colgroup><col class="kind"><col class="place"><col><col class="detail"></colgroup>'
    yield "<thead><tr><th>kind</th><th>place</th><th>text</th><th>detail</th></tr></thead><tbody>\n"
    for one, index in found:
        place = escape(run.documents[index].name)
        if one.group is not None:
            place = f'<a href="#d{index}-{one.line}">{place}:{one.line}</a> {one.group}'
        detail = one.detail + (f" (unsure: {one.unsure})" if one.unsure else "")
        yield f'<tr data-error="{one.kind}" data-of="{one.group or ""}" data-paper="{index}"><td>{one.kind}</td>'
        yield f'<td class="place">{place}</td><td lang="zh"><span class="around">{escape(one.before)}</span>'
        yield f'{escape(one.quote)}<span class="around">{escape(one.after)}</span></td>'
        yield f'<td class="detail">{escape(detail)}</td></tr>\n'
    yield "</tbody></table>\n"


def _text(index: int, document: DocumentRun, text: str) -> Iterator[str]:
    gold, predicted = _Side(_gold_marks(document), text), _Side(_prediction_marks(document), text)
    yield f'<section data-paper="{index}"><h2>{escape(document.name)}</h2>\n<table class="text">'
    yield '<colgroup><col class="line"><col><col></colgroup>'
    yield "<thead><tr><th></th><th>gold</th><th>prediction</th></tr></thead><tbody>\n"
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        end = start + len(line)
        if line.strip():
            (left, left_wrong), (right, right_wrong) = gold.line(start, end), predicted.line(start, end)
            css = "" if left_wrong or right_wrong else ' class="clean"'
            yield f'<tr id="d{index}-{number}"{css}><td class="line">{number}</td>'
            yield f'<td lang="zh">{left}</td><td lang="zh">{right}</td></tr>\n'
        start = end + 1
    yield "</tbody></table></section>\n"


class _Side:
    """One column: the marks of a text, cut where any of them begins or ends, so that they may overlap."""

    def __init__(self, marks: list[_Mark], text: str) -> None:
        self.text = text
        self.marks = sorted(mark for mark in marks if 0 <= mark.start < mark.end <= len(text))
        self.starts = [mark.start for mark in self.marks]
        self.longest = max((mark.end - mark.start for mark in self.marks), default=0)

    def line(self, start: int, end: int) -> tuple[str, bool]:
        """The line's HTML, and whether an error touches it."""
        first, last = bisect_right(self.starts, start - self.longest - 1), bisect_right(self.starts, end)
        over = [mark for mark in self.marks[first:last] if mark.end > start and mark.start < end]
        cuts = sorted({start, end, *(min(max(cut, start), end) for mark in over for cut in (mark.start, mark.end))})
        pieces = []
        for left, right in pairwise(cuts):
            here = [mark for mark in over if mark.start <= left and right <= mark.end]
            piece = escape(self.text[left:right])
            pieces.append(_marked(piece, here) if here else piece)
        return "".join(pieces), any(mark.status != "ok" for mark in over)


def _marked(piece: str, marks: list[_Mark]) -> str:
    classes = []
    for group in GROUPS:
        statuses = {mark.status for mark in marks if mark.group == group}
        if statuses:
            classes.append(f"{_LETTER[group]}-{next(status for status in _WORST_FIRST if status in statuses)}")
    errors = "|".join(dict.fromkeys(error for mark in marks for error in mark.errors))
    data = f' data-errors="{escape(errors)}"' if errors else ""
    note = escape("\n".join(mark.note for mark in marks))
    return f'<mark class="{" ".join(classes)}"{data} title="{note}">{piece}</mark>'


def _gold_marks(document: DocumentRun) -> list[_Mark]:
    errors: dict[tuple[Group | None, int | None], list[Finding]] = {}
    for one in document.findings:
        if one.label is not None:
            errors.setdefault((one.group, one.label), []).append(one)
    failed = [one for one in document.findings if one.kind == "failed"]
    return [
        _mark(group, item, [*failed, *errors.get((group, index), [])])
        for group in document.labelled
        for index, item in enumerate(document.labels[group])
    ]


def _prediction_marks(document: DocumentRun) -> list[_Mark]:
    errors: dict[tuple[Group | None, int | None], list[Finding]] = {}
    for one in document.findings:
        if one.prediction is not None:
            errors.setdefault((one.predicted_group or one.group, one.prediction), []).append(one)
    return [
        _mark(group, item, errors.get((group, index), []))
        for group in document.labelled
        for index, item in enumerate(document.predictions[group])
    ]


def _mark(group: Group, item: Mapping[str, object], errors: list[Finding]) -> _Mark:
    kinds = tuple(dict.fromkeys(one.kind for one in errors))
    statuses = {_STATUS_OF.get(kind, "wrong") for kind in kinds} or {"ok"}
    status = next(status for status in _WORST_FIRST if status in statuses)
    said = f"{group[:-1]}: {describe(group, item)}" + "".join(f" — {one.kind}: {one.detail}" for one in errors)
    return _Mark(int(str(item["start"])), int(str(item["end"])), group, status, kinds, said)
