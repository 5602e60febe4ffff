"""A run and a comparison on the terminal, with rich."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from summarizer.evaluation import tables
from summarizer.reports.tables.console import table_in
from summarizer.reports.terminal import decor_for

if TYPE_CHECKING:
    from rich.console import Console

    from summarizer.evaluation.comparing import Comparison
    from summarizer.evaluation.findings import Finding
    from summarizer.evaluation.runs import Run
    from summarizer.evaluation.thresholds import Breach
    from summarizer.reports.tables import PageTable

_STYLES: Final = {
    "failed": "bold red",
    "invented": "bold red",
    "not grounded": "bold red",
    "missed": "red",
    "false find": "yellow",
    "found twice": "yellow",
}
_TURN_STYLES: Final = {"lost": "red", "new false find": "yellow", "won": "green", "false find gone": "green"}


def print_run(console: Console, run: Run, *, errors: bool = True) -> None:
    """Scores, fields, remarks and (``errors``) every error with its place and the text around it."""
    _line(console, (tables.headline(run), "bold"))
    for table in (tables.scores_table(run), tables.fields_table(run)):
        print_table(console, table)
    found = tables.errors_by_kind(run)
    if not found:
        _line(console, ("no errors", "green"))
        return
    print_table(console, tables.errors_table(run))
    for kind, group in found if errors else ():
        _line(console)
        _line(console, (kind, _STYLES.get(kind, "magenta")))
        for one, index in group:
            _error(console, one, run.documents[index].name)


def print_table(console: Console, table: PageTable) -> None:
    """One table, folded to the terminal's width, and the lines below it; nothing of one without rows."""
    if table.rows:
        _line(console)
        _line(console, (table.title, "italic"))
        console.print(table_in(table, decor_for(console), console.width))
    for note in table.notes:
        _line(console, (note, "bold red" if "FAILED" in note else ""))


def print_comparison(console: Console, comparison: Comparison) -> None:
    """What changed against an earlier run, and whether it is more than noise."""
    print_table(console, tables.comparison_table(comparison))
    for one in comparison.changes:
        place = f"  {one.document}:{one.line} {one.group} "
        judged = f"  {one.before or '–'} → {one.after or '–'}"
        _line(console, (one.turn, _TURN_STYLES.get(one.turn, "")), (place, "dim"), (tables.shortened(one.quote), ""),
              (judged, "dim"))  # fmt: skip
    print_table(console, tables.versions_table(comparison))


def print_breaches(console: Console, breaches: list[Breach]) -> None:
    """The limits that are not kept, or that all are."""
    if not breaches:
        _line(console, ("gate: all thresholds kept", "green"))
    for breach in breaches:
        _line(console, (f"gate: {breach}", "bold red"))


def _error(console: Console, one: Finding, name: str) -> None:
    if one.group is None:
        _line(console, (f"  {name} ", "dim"), (one.detail, ""))
        return
    doubt = f"  (unsure: {one.unsure})" if one.unsure else ""
    _line(console, (f"  {name}:{one.line} {one.group} ", "dim"), (one.before, "dim"), (tables.marked(one.quote), ""),
          (one.after, "dim"), (f"  {one.detail}", "cyan"), (doubt, "dim"))  # fmt: skip


def _line(console: Console, *pieces: tuple[str, str]) -> None:
    """A line of texts, each with its style."""
    decor = decor_for(console)
    line = Text.assemble(*(decor.text(content, style) for content, style in pieces))
    console.print(line, soft_wrap=not console.is_terminal)
