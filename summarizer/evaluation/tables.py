"""A run as a page of tables: what the terminal, the Markdown and the HTML report all show."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from summarizer.evaluation.calibration import calibrate, doubts, group_of, sure_and_wrong
from summarizer.evaluation.findings import ERROR_KINDS, Finding, shortened
from summarizer.evaluation.scorer import FIELDS, METRICS, Score, Share
from summarizer.evaluation.statistics import FEW_DOCUMENTS, wilson_interval
from summarizer.models import GROUPS, Group, Usage
from summarizer.reports.labels import EN
from summarizer.reports.tables import CellStyle, Page, PageCell, PageColumn, PageTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from summarizer.evaluation.calibration import GroupCalibration
    from summarizer.evaluation.comparing import RunComparison
    from summarizer.evaluation.runs import Run

    Cell = PageCell | str | float | None

SURE_GOAL = 0.98
REVIEWED_GOAL = 0.98
MOST_UNSURE = 0.15
"""Of targets: how many of the sure are to be right, F1 after a review of the unsure, and how many may be unsure."""
_NONE = "–"
_WIDTH = 2
"""Of columns whose cells may take several lines."""
_ROOM = 100
"""Cells of a console in which there is room for all columns of the scores."""
LISTED = "listed"
"""The key of tables whose rows a console prints as lines: one an item, however long, to be searched."""
_TURN_STYLES: dict[str, CellStyle] = {
    "lost": "bad", "new false find": "partly", "won": "good", "false find gone": "good",
}  # fmt: skip


def text_table(
    title: str, heads: Sequence[str], rows: Iterable[Iterable[Cell]], left: int = 1, notes: Sequence[str] = ()
) -> PageTable:
    """A table of values; all columns but the first ``left`` are numbers."""
    columns = [
        PageColumn(head, _WIDTH, _ROOM if head in {"grounded", "tokens"} else 0, right=index >= left)
        for index, head in enumerate(heads)
    ]
    return PageTable.of("text", title, columns, [map(_cell, row) for row in rows], notes, narrow=True)


def between_marks(file: Path, name: str, part: str) -> str:
    """The page in ``file`` with ``part`` between its marks ``<!-- name -->``; ``part`` alone where it has none."""
    page = file.read_text(encoding="utf-8") if file.is_file() else ""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if begin not in page or end not in page:
        return f"{part}\n"
    before, _, rest = page.partition(begin)
    return f"{before}{begin}\n\n{part}\n\n{end}{rest.partition(end)[2]}"


def list_table(title: str, heads: Sequence[str], rows: Iterable[Iterable[Cell]]) -> PageTable:
    """A table of an item a row."""
    return PageTable.of(LISTED, title, [PageColumn(head, _WIDTH) for head in heads], [map(_cell, row) for row in rows])


def _cell(value: Cell, style: CellStyle = "") -> PageCell:
    """A dash where there is no value; shares with three decimals."""
    if isinstance(value, PageCell):
        return value
    text = _NONE if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
    return PageCell(text, style=style)


def page_of(run: Run, comparison: RunComparison | None = None, *, errors: bool = True) -> Page:
    """All tables, with ``errors`` the list of every one; those without rows are left out."""
    tables = [*scores_tables(run), *(error_lists(run) if errors else ()), *comparison_tables(comparison)]
    tables.append(text_table("Versions", ("what", "version"), run.versions.items(), left=2))
    return Page("Evaluation", [("run", headline(run))], [table for table in tables if table.rows])


def scores_tables(run: Run) -> list[PageTable]:
    """Scores, what they are made of, and how many errors there are."""
    return [scores_table(run), precision_table(run), fields_table(run), errors_table(run)]


def comparison_tables(comparison: RunComparison | None) -> list[PageTable]:
    """What changed against an earlier run, if there is one."""
    if comparison is None:
        return []
    return [comparison_table(comparison), changes_table(comparison), versions_table(comparison)]


def error_lists(run: Run) -> list[PageTable]:
    """A table for each kind of error, of every one with its place and the text around it."""
    return [
        list_table(
            f"{kind} ({len(found)})", ("place", "group", "text", "detail"),
            [
                (PageCell(f"{run.documents[index].name}:{one.line}", style="dim"), one.group or "",
                 one.before + (EN.marked.format(shortened(one.quote)) if one.quote else "") + one.after, one.reason)
                for one, index in found
            ],
        )
        for kind, found in errors_by_kind(run)
    ]  # fmt: skip


def scores_table(run: Run) -> PageTable:
    """F1 by document and metric, and all documents as one; the last rows are the 95 % interval; remarks below."""
    metrics = (metric.removeprefix("targets-") for metric in METRICS)
    columns = ("document", *metrics, "grounded", "invented", "tokens", "s")
    rows: list[Iterable[Cell]] = [
        _score_row(one.name, one.as_score(), one.invented, one.usage, one.seconds) for one in run.documents
    ]
    usage = run.usage()
    summed = _score_row("all (micro)", run.total(), run.invented(), usage, usage.seconds)
    rows.append(_cell(value, "sum") for value in summed)
    intervals = [run.interval(metric) for metric in METRICS]
    if any(intervals):
        for name, end in (("95 % from", 0), ("95 % to", 1)):
            ends = (one[end] if one else None for one in intervals)
            rows.append([_cell(value, "interval") for value in (name, *ends, "", "", "", "")])
    return text_table("F1 by the guide", columns, rows, notes=remarks(run))


def _score_row(name: str, scored: Score, invented: Share, usage: Usage, seconds: float) -> tuple[Cell, ...]:
    f1s = [scored.counts[metric].f1 if metric in scored.counts else None for metric in METRICS]
    # The sign tells that the server did not report all tokens.
    tokens = f"{usage.prompt_tokens + usage.completion_tokens}{'+?' if usage.uncounted else ''}"
    return name, *f1s, scored.grounded.rate, invented.right, tokens, f"{seconds:.2f}"


def precision_table(run: Run) -> PageTable:
    """Precision, recall and what they are made of, all documents as one."""
    counts = run.total().counts
    rows = [
        (metric, one.precision, one.recall, one.f1, *one)
        for metric in METRICS
        if (one := counts.get(metric)) is not None
    ]
    heads = ("metric", "precision", "recall", "F1", "matched", "predicted", "labelled")
    return text_table("All documents as one", heads, rows)


def fields_table(run: Run) -> PageTable:
    """Field accuracies over the strict matches (targets) or the matches (goals, measures)."""
    fields = run.total().fields
    rows = [(name, one.rate, f"{one.right}/{one.total}") for name in FIELDS if (one := fields.get(name)) and one.total]
    return text_table("Fields of matched items", ("field", "right", "of"), rows)


def errors_table(run: Run) -> PageTable:
    """How many errors of each kind, by group."""
    found = Counter((one.kind, one.group) for document in run.documents for one in document.findings)
    rows = []
    for kind in ERROR_KINDS:
        numbers = [found[kind, group] for group in GROUPS]
        total = sum(numbers) + found[kind, None]
        if total:
            rows.append((kind, *(number or None for number in numbers), total))
    return text_table("Errors by kind", ("kind", *GROUPS, "all"), rows, notes=() if rows else ("no errors",))


def errors_by_kind(run: Run) -> list[tuple[str, list[tuple[Finding, int]]]]:
    """The errors of each kind that there is, each with the index of its document."""
    found = [(one, index) for index, document in enumerate(run.documents) for one in document.findings]
    found.sort(key=lambda pair: ERROR_KINDS.index(pair[0].kind))
    return [(kind, list(group)) for kind, group in groupby(found, key=lambda pair: pair[0].kind)]


def calibration_tables(run: Run) -> list[PageTable]:
    """A table a group of what sure and unsure were worth, and which doubts pay; remarks below."""
    found = calibrate(run)
    tables = [_calibration_table(group, one) for group, one in found.items()]
    rows = [
        (code, group, _interval_of(share), f"{share.right}/{share.total}")
        for group, one in found.items()
        for code, share in one.total.codes.items()
    ]
    heads = ("code", "group", "right all the same", "of")
    return [*tables, text_table("Why unsure", heads, rows, left=2, notes=remarks(run))]


def _calibration_table(group: Group, found: GroupCalibration) -> PageTable:
    heads = ("document", "items", "unsure", "sure ok", "unsure ok", "F1", "reviewed")
    named = [*found.documents.items(), ("all (micro)", found.total)]
    rows: list[Iterable[Cell]] = [
        (name, one.extracted.predicted, _interval_of(one.worth.marked), _interval_of(one.worth.sure),
         _interval_of(one.worth.unsure), one.extracted.f1, one.worth.reviewed.f1)
        for name, one in named
    ]  # fmt: skip
    rows[-1] = [_cell(value, "sum") for value in rows[-1]]
    strict = " (strict)" if group == "targets" else ""
    return text_table(f"Calibration: {group}{strict}; beside a share its 95 % interval", heads, rows)


def _interval_of(share: Share) -> str | None:
    interval = wilson_interval(share)
    return f"{share.rate:.3f} {interval.low:.2f}–{interval.high:.2f}" if interval else None


def calibration_lists(run: Run) -> list[PageTable]:
    """Item by item: what was sure and wrong, and what was unsure."""
    wrong = [
        (PageCell(f"{name}:{one.line}", style="dim"), group_of(one) or "", one.kind,
         one.before + EN.marked.format(shortened(one.quote)) + one.after, one.detail)
        for name, one in sure_and_wrong(run)
    ]  # fmt: skip
    unsure = [
        (PageCell(one.document, style="dim"), one.group, one.code, "right" if one.right else "wrong",
         shortened(one.quote))
        for document in run.documents for one in doubts(document)
    ]  # fmt: skip
    return [
        list_table(f"sure and wrong ({len(wrong)})", ("place", "group", "error", "text", "detail"), wrong),
        list_table(f"unsure ({len(unsure)})", ("document", "group", "code", "it is", "text"), unsure),
    ]


def headline(run: Run) -> str:
    """What was run: way, engine, model, state of the code."""
    version, commit = run.versions.get("plan-summarizer"), run.versions.get("commit")
    parts = (run.way, run.model, f"profile {run.profile}", f"plan-summarizer {version}", commit and f"commit {commit}")
    return " · ".join(filter(None, (*parts, run.created)))


def remarks(run: Run) -> list[str]:
    """What a reader has to know beside the numbers: failures, few documents, the worth of doubts, what it took."""
    lines = [f"{document.name} FAILED: {document.error}" for document in run.documents if document.error]
    lines += [
        f"{document.name} is incomplete: {document.incomplete} stretches of text"
        for document in run.documents
        if document.incomplete
    ]
    if len(run.documents) < FEW_DOCUMENTS:
        lines.append(f"few documents ({len(run.documents)}): an interval from so few is a hint, not a bound")
    return [*lines, *_worth_lines(run), _usage_line(run)]


def _worth_lines(run: Run) -> list[str]:
    if "targets-strict" not in run.total().counts:
        return []
    worth = run.worth()
    marked, reviewed = worth.marked, worth.reviewed.f1
    sure, few = worth.sure.rate >= SURE_GOAL, not marked.total or marked.rate <= MOST_UNSURE
    after = f"targets strict F1 {reviewed:.3f} (goal {REVIEWED_GOAL}: {_reached(reviewed >= REVIEWED_GOAL)})"
    of_them = ", " + _share_of(worth.unsure, "of them right all the same") if marked.right else ""
    return [
        f"targets marked sure: {_share_of(worth.sure, 'right')} (goal {SURE_GOAL}: {_reached(sure)})",
        f"targets marked unsure: {_share_of(marked, 'targets')} (goal at most {MOST_UNSURE}: {_reached(few)}){of_them}",
        f"after a perfect review of the {marked.right} unsure ones alone: {after}",
    ]


def _share_of(share: Share, what: str) -> str:
    return f"{share.right} of {share.total} {what}" + (f", {share.rate:.3f}" if share.total else "")


def _reached(kept: bool) -> str:
    return "reached" if kept else "not reached"


def _usage_line(run: Run) -> str:
    usage = run.usage()
    cost = "" if usage.cost is None else f", {usage.cost:.4f} {run.currency}"
    cost += f", tokens of {usage.uncounted} answers not reported" if usage.uncounted else ""
    return (
        f"{usage.requests} requests, {usage.cached} answers from a store, {usage.prompt_tokens} prompt and "
        f"{usage.completion_tokens} completion tokens, {usage.seconds:.2f} s{cost}"
    )


def comparison_table(comparison: RunComparison) -> PageTable:
    """F1 before and after over the shared documents."""
    rows = []
    for one in comparison.metrics:
        interval = f"{one.interval.low:+.3f} to {one.interval.high:+.3f}" if one.interval else None
        verdict = "no change" if one.before == one.after else "more than noise" if one.beyond_noise else "may be noise"
        rows.append((one.metric, one.before, one.after, f"{one.after - one.before:+.3f}", interval, verdict))
    columns = ("metric", "before", "after", "change", "95 % interval", "over documents")
    title = f"Against the earlier run, {comparison.documents} documents"
    return text_table(title, columns, rows, notes=(comparison.verdict, *comparison.skipped))


def changes_table(comparison: RunComparison) -> PageTable:
    """Item by item what is judged otherwise."""
    rows = [
        (PageCell(one.turn, style=_TURN_STYLES.get(one.turn, "")), f"{one.document}:{one.line}", one.group,
         shortened(one.quote), f"{one.before or _NONE} → {one.after or _NONE}")
        for one in comparison.changes
    ]  # fmt: skip
    return list_table("Items that changed", ("turn", "place", "group", "item", "judged"), rows)


def versions_table(comparison: RunComparison) -> PageTable:
    """What shaped the runs and differs between them."""
    return text_table("What differs between the runs", ("what", "before", "after"), comparison.versions, left=3)
