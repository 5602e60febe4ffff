"""A run and a comparison on the terminal, with rich."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.table import Table as RichTable
from rich.text import Text

from summarizer.evaluation import tables
from summarizer.evaluation.findings import ERROR_KINDS
from summarizer.reports.terminal import decor_for

if TYPE_CHECKING:
    from rich.console import Console

    from summarizer.evaluation.comparing import Comparison
    from summarizer.evaluation.findings import Finding
    from summarizer.evaluation.runs import Run
    from summarizer.evaluation.tables import Table
    from summarizer.evaluation.thresholds import Breach

_STYLES = {
    "failed": "bold red",
    "invented": "bold red",
    "not grounded": "bold red",
    "missed": "red",
    "false find": "yellow",
    "found twice": "yellow",
}
_TURN_STYLES = {"lost": "red", "new false find": "yellow", "won": "green", "false find gone": "green"}
# What lets the widest table stand in 80 columns: short headings, and columns told elsewhere left out.
_SHORT = {"targets-located": "located", "targets-strict": "strict", "seconds": "s"}
_WIDE_ENOUGH = 100
_NAME = 22
_PADDING = (0, 1, 0, 0)
_LEFT_OUT = frozenset(("grounded", "tokens"))


def print_run(console: Console, run: Run, *, errors: bool = True) -> None:
    """Scores, fields, remarks and (``errors``) every error with its place and the text around it."""
    _line(console, tables.headline(run), "bold")
    for table in (tables.scores_table(run), tables.fields_table(run)):
        _table(console, table)
    for remark in tables.remarks(run):
        _line(console, remark, "bold red" if "FAILED" in remark else "")
    found = sorted(
        ((one, document.name) for document in run.documents for one in document.findings),
        key=lambda pair: ERROR_KINDS.index(pair[0].kind),
    )
    if not found:
        _line(console, "no errors", "green")
        return
    _table(console, tables.errors_table(run))
    if errors:
        for kind, group in groupby(found, key=lambda pair: pair[0].kind):
            _line(console, "")
            _line(console, kind, _STYLES.get(kind, "magenta"))
            for one, name in group:
                _error(console, one, name)


def print_table(console: Console, table: Table) -> None:
    """One table, folded to the terminal's width."""
    _table(console, table)


def print_comparison(console: Console, comparison: Comparison) -> None:
    """What changed against an earlier run, and whether it is more than noise."""
    _table(console, tables.comparison_table(comparison))
    for line in comparison.skipped:
        _line(console, line, "yellow")
    _line(console, comparison.verdict, "bold")
    for one in comparison.changes:
        place = f"  {one.document}:{one.line} {one.group} "
        judged = f"  {one.before or '–'} → {one.after or '–'}"
        _pieces(
            console,
            (one.turn, _TURN_STYLES.get(one.turn, "")),
            (place, "dim"),
            (tables.shortened(one.quote), ""),
            (judged, "dim"),
        )
    if comparison.versions:
        _table(console, tables.versions_table(comparison))


def print_breaches(console: Console, breaches: list[Breach]) -> None:
    """The limits that are not kept, or that all are."""
    if not breaches:
        _line(console, "gate: all thresholds kept", "green")
    for breach in breaches:
        _line(console, f"gate: {breach}", "bold red")


def _error(console: Console, one: Finding, name: str) -> None:
    if one.group is None:
        _pieces(console, (f"  {name} ", "dim"), (one.detail, ""))
        return
    pieces = [
        (f"  {name}:{one.line} {one.group} ", "dim"),
        (one.before, "dim"),
        (f"【{tables.shortened(one.quote)}】", ""),
    ]
    pieces += [(one.after, "dim"), (f"  {one.detail}", "cyan")]
    if one.unsure:
        pieces.append((f"  (unsure: {one.unsure})", "dim"))
    _pieces(console, *pieces)


def _table(console: Console, table: Table) -> None:
    if not table.rows:
        return
    decor = decor_for(console)
    shown = RichTable(title=table.title, title_justify="left", box=decor.lines, pad_edge=False, padding=_PADDING)
    kept = [
        index for index, column in enumerate(table.columns) if console.width >= _WIDE_ENOUGH or column not in _LEFT_OUT
    ]
    for index in kept:
        column, justify = table.columns[index], "left" if index < table.left else "right"
        heading, first = _SHORT.get(column, column), index == 0
        shown.add_column(heading, justify=justify, no_wrap=first, max_width=_NAME if first else None)  # type: ignore[arg-type]
    for row in table.rows:
        shown.add_row(*(decor.text(row[index]) for index in kept))
    console.print()
    console.print(shown)


def _line(console: Console, line: str, style: str = "") -> None:
    _pieces(console, (line, style))


def _pieces(console: Console, *pieces: tuple[str, str]) -> None:
    decor = decor_for(console)
    console.print(
        Text.assemble(*(decor.text(content, style) for content, style in pieces)), soft_wrap=not console.is_terminal
    )
