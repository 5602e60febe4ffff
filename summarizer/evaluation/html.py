"""A run as one self-contained HTML page: tables, every error, and each text twice, with gold and with prediction.

The page needs no network and runs one script, its own filters: a content security policy that names the
hashes of its style and script forbids everything else. All that comes from documents, labels or an
extractor is escaped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from summarizer.evaluation import tables
from summarizer.evaluation.findings import ERROR_KINDS, describe
from summarizer.models import GROUPS
from summarizer.reports.spans import KeyedSpan, cut
from summarizer.reports.tables.web import facts, framed, html_table, resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
    columns = (_column(marks, text) for marks in (_gold_marks(document), _prediction_marks(document)))
    yield f'<section data-paper="{index}"><h2>{escape(document.name)}</h2>\n<table class="text">'
    yield '<colgroup><col class="line"><col><col></colgroup>'
    yield "<thead><tr><th></th><th>gold</th><th>prediction</th></tr></thead><tbody>\n"
    for number, ((gold, gold_wrong), (predicted, wrong)) in enumerate(zip(*columns, strict=True), start=1):
        if gold.strip():
            css = "" if gold_wrong or wrong else ' class="clean"'
            yield f'<tr id="d{index}-{number}"{css}><td class="line">{number}</td>'
            yield f'<td lang="zh">{gold}</td><td lang="zh">{predicted}</td></tr>\n'
    yield "</tbody></table></section>\n"


def _column(marks: list[_Mark], text: str) -> Iterator[tuple[str, bool]]:
    """Each line's HTML, and whether an error touches it."""
    spans = [KeyedSpan(mark.start, mark.end, str(key)) for key, mark in enumerate(marks)]
    for line in cut(text, spans):
        over = [[marks[int(key)] for key in piece.keys] for piece in line]
        shown = (_marked(escape(piece.text), here) for piece, here in zip(line, over, strict=True))
        yield "".join(shown), any(mark.status != "ok" for here in over for mark in here)


def _marked(piece: str, marks: list[_Mark]) -> str:
    if not marks:
        return piece
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
    failed = [one for one in document.findings if one.kind == "failed"]
    about = [(one.group, one.label, one) for one in document.findings]
    return _marks(document, document.labels, about, failed)


def _prediction_marks(document: DocumentRun) -> list[_Mark]:
    about = [(one.predicted_group or one.group, one.prediction, one) for one in document.findings]
    return _marks(document, document.predictions, about, [])


def _marks(
    document: DocumentRun,
    items: Mapping[Group, Sequence[Mapping[str, object]]],
    about: list[tuple[Group | None, int | None, Finding]],
    of_all: list[Finding],
) -> list[_Mark]:
    """The marks of one side's items; ``about`` says which item, by group and index, each error is about."""
    errors: defaultdict[tuple[Group | None, int | None], list[Finding]] = defaultdict(list)
    for group, index, one in about:
        errors[group, index].append(one)
    return [
        _mark(group, item, [*of_all, *errors[group, index]])
        for group in document.labelled
        for index, item in enumerate(items[group])
    ]


def _mark(group: Group, item: Mapping[str, object], errors: list[Finding]) -> _Mark:
    kinds = tuple(dict.fromkeys(one.kind for one in errors))
    statuses = {_STATUS_OF.get(kind, "wrong") for kind in kinds} or {"ok"}
    status = next(status for status in _WORST_FIRST if status in statuses)
    said = f"{group[:-1]}: {describe(group, item)}" + "".join(f" — {one.kind}: {one.detail}" for one in errors)
    return _Mark(int(str(item["start"])), int(str(item["end"])), group, status, kinds, said)
