"""The README's table of options, made from the program's own parser so that it cannot drift.

::

    python tests/helpers/options.py        # writes the table into README.md

README.zh-CN.md has the same first column and Chinese words in the second; a test compares.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from summarizer.commands import extract

ROOT = Path(__file__).parents[2]
BEGIN, END = "<!-- options -->\n", "<!-- /options -->"


def option_rows() -> list[tuple[str, str]]:
    """Every option of ``summarize`` as written, and what it does."""
    parser = argparse.ArgumentParser(add_help=False)
    extract.add_arguments(parser)
    rows = []
    for action in parser._actions:  # argparse has no public way to list them
        value = "{" + ",".join(action.choices) + "}" if action.choices else action.metavar
        takes = value if action.nargs != 0 else None
        spelled = ", ".join(action.option_strings) or "FILE…"
        rows.append((f"{spelled} {takes}" if takes and action.option_strings else spelled, action.help or ""))
    return rows


def option_table() -> str:
    """The rows as Markdown."""
    lines = ["| option | what |", "|---|---|"]
    lines += [f"| `{_cell(option)}` | {_cell(what)} |" for option, what in option_rows()]
    return "\n".join(lines) + "\n"


def table_in(readme: str) -> str:
    """What stands between the marks in a README."""
    return readme.partition(BEGIN)[2].partition(END)[0]


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def main() -> None:
    """Write the table into README.md."""
    path = ROOT / "README.md"
    readme = path.read_text(encoding="utf-8")
    path.write_text(readme.replace(BEGIN + table_in(readme) + END, BEGIN + option_table() + END), encoding="utf-8")


if __name__ == "__main__":
    main()
