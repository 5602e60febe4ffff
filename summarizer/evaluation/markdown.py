"""A run, with or without a comparison, as one Markdown page."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from summarizer.evaluation import tables
from summarizer.evaluation.findings import ERROR_KINDS
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from summarizer.evaluation.comparing import Comparison
    from summarizer.evaluation.runs import Run
    from summarizer.evaluation.tables import Table

# Whatever could start a tag, a link, emphasis or a new cell: the text comes from anywhere.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&])")


def markdown_report(run: Run, comparison: Comparison | None = None) -> str:
    """The page; it ends with a line break."""
    parts = ["# Evaluation", escaped(tables.headline(run))]
    parts += [
        _table(table) for table in (tables.scores_table(run), tables.precision_table(run), tables.fields_table(run))
    ]
    parts.append("\n".join(f"- {escaped(remark)}" for remark in tables.remarks(run)))
    if comparison is not None:
        parts += [_table(tables.comparison_table(comparison)), f"**{escaped(comparison.verdict)}**"]
        parts += [f"- {escaped(line)}" for line in comparison.skipped]
        parts += [_table(tables.changes_table(comparison)), _table(tables.versions_table(comparison))]
    parts += [_table(tables.errors_table(run)), *_errors(run), _table(_versions(run))]
    return "\n\n".join(filter(None, parts)) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", clean(text))


def _errors(run: Run) -> list[str]:
    found = sorted(
        ((one, document.name) for document in run.documents for one in document.findings),
        key=lambda pair: ERROR_KINDS.index(pair[0].kind),
    )
    parts = []
    for kind, group in groupby(found, key=lambda pair: pair[0].kind):
        rows = [
            (
                f"{name}:{one.line}",
                one.group or "",
                f"{one.before}【{tables.shortened(one.quote)}】{one.after}",
                one.detail,
            )
            for one, name in group
        ]
        parts.append(_table(tables.Table(f"{kind} ({len(rows)})", ("place", "group", "text", "detail"), rows, left=4)))
    return parts


def _versions(run: Run) -> Table:
    return tables.Table(
        "Versions", ("what", "version"), [(name, one or "–") for name, one in run.versions.items()], left=2
    )


def _table(table: Table) -> str:
    return f"## {escaped(table.title)}\n\n{markdown_table(table)}" if table.rows else ""


def markdown_table(table: Table) -> str:
    """The table without its title; cells show as they are."""
    rules = ["---" if index < table.left else "---:" for index in range(len(table.columns))]
    lines = [table.columns, rules, *([escaped(cell) for cell in row] for row in table.rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
