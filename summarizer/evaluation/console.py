"""Tables of an evaluation on the terminal, with rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from summarizer.evaluation.tables import LISTED
from summarizer.reports.tables.console import STYLES, table_in
from summarizer.reports.terminal import decor_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from summarizer.reports.tables import PageTable


def print_tables(console: Console, tables: Iterable[PageTable]) -> None:
    """Tables, folded to the terminal's width, and the lines below each; lists as a line a row."""
    decor = decor_for(console)
    for table in tables:
        if table.rows:
            say(console)
            say(console, table.title, "italic")
        if table.key == LISTED:
            for row in table.rows:
                cells = (decor.text(cell.text, STYLES[cell.style]) for cell in row)
                console.print(Text("  ").join(cells), soft_wrap=True)
        elif table.rows:
            console.print(table_in(table, decor, console.width))
        for note in table.notes:
            say(console, note, "bold red" if "FAILED" in note else "")


def say(console: Console, line: str = "", style: str = "") -> None:
    """One line, which only the terminal breaks: a command in it can be copied."""
    console.print(decor_for(console).text(line, style), soft_wrap=True)
