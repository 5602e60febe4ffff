"""A run as one self-contained HTML page: tables, every error, and each text twice, with gold and with prediction.

The page needs no network and runs one script, its own filters: a content security policy that names the
hashes of its style and script forbids everything else. The template escapes all that comes from documents, labels
or an extractor.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, StrictUndefined

from summarizer.evaluation.findings import Finding, describe
from summarizer.evaluation.tables import errors_by_kind, page_of
from summarizer.models import GROUPS, Group
from summarizer.reports.spans import KeyedSpan, cut
from summarizer.reports.tables.web import facts, framed, html_table, resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from summarizer.evaluation.comparing import RunComparison
    from summarizer.evaluation.judging import DocumentRun
    from summarizer.evaluation.runs import Run

    Items = Mapping[Group, Sequence[Mapping[str, Any]]]
    Line = list[tuple[str, list["_Mark"]]]

_STATUS_OF = {"failed": "missed", "missed": "missed", "false find": "false", "found twice": "false"}


class _Mark(NamedTuple):
    """What to say of a labelled or predicted item in the text, and how it is coloured.

    ``style`` holds classes of the page's style sheet; ``kinds`` are the errors about the item.
    """

    style: str
    kinds: tuple[str, ...]
    note: str


def html_report(run: Run, texts: Mapping[str, str], comparison: RunComparison | None = None) -> str:
    """The page. ``texts`` are the texts by :attr:`DocumentRun.name`; without its text a document has tables only."""
    style, script, template = (resource(__package__, f"page.{suffix}") for suffix in ("css", "js", "html.j2"))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    papers = [
        (index, document.name, _lines(document, texts[document.name]))
        for index, document in enumerate(run.documents)
        if document.name in texts
    ]
    body = environment.from_string(template).render(
        page=page_of(run, comparison, errors=False), run=run, errors=errors_by_kind(run), groups=GROUPS, papers=papers,
        facts=facts, html_table=html_table,
    )  # fmt: skip
    return framed(f"Evaluation: {run.way}", "en", style, body, script)


def _lines(document: DocumentRun, text: str) -> Iterator[tuple[int, tuple[Line, Line], bool]]:
    """The lines that are not blank: number, both sides, and whether an error touches it."""
    gold = _side(document, text, document.labels, lambda one: (one.group, one.label))
    predicted = _side(
        document, text, document.predictions, lambda one: (one.predicted_group or one.group, one.prediction)
    )
    for number, sides in enumerate(zip(gold, predicted, strict=True), start=1):
        if any(piece.strip() for piece, _ in sides[0]):
            yield number, sides, any(mark.kinds for side in sides for _, marks in side for mark in marks)


def _side(
    document: DocumentRun, text: str, items: Items, place_of: Callable[[Finding], tuple[Group | None, int | None]]
) -> Iterator[Line]:
    """The lines in pieces, each with the marks over it; ``place_of`` tells which of the items an error is about."""
    errors: defaultdict[tuple[Group | None, int | None], list[Finding]] = defaultdict(list)
    for one in document.findings:
        errors[place_of(one)].append(one)
    of_all = [one for one in document.findings if one.kind == "failed"]
    marks: dict[str, _Mark] = {}
    spans = []
    for group in document.labelled:
        for index, item in enumerate(items[group]):
            key = f"{group}{index}"
            marks[key] = _mark(group, item, [*of_all, *errors[group, index]])
            spans.append(KeyedSpan(item["start"], item["end"], key))
    for line in cut(text, spans):
        yield [(piece.text, [marks[key] for key in piece.keys]) for piece in line]


def _mark(group: Group, item: Mapping[str, Any], errors: list[Finding]) -> _Mark:
    kinds = tuple(dict.fromkeys(one.kind for one in errors))
    statuses = dict.fromkeys(_STATUS_OF.get(kind, "wrong") for kind in kinds) or ("ok",)
    note = f"{group[:-1]}: {describe(group, item)}" + "".join(f" — {one.kind}: {one.detail}" for one in errors)
    return _Mark(" ".join(f"{group[0]}-{status}" for status in statuses), kinds, note)
