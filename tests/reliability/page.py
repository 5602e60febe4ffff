"""The figures of a reliability run, as the table in docs/reliability.md.

::

    SUMMARIZER_RELIABILITY=full SUMMARIZER_RELIABILITY_REPORT=figures.jsonl pytest -n 0 -m reliability
    python tests/reliability/page.py figures.jsonl

A test that ran several times (one row a parameter) is one line: numbers are
summed, of peaks the largest is taken, other figures are joined.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import sys
from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs" / "reliability.md"
_MOST = re.compile("peak|MB|worst|kinds|places")
"""Figures of which the largest counts."""
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def table(lines: list[str]) -> str:
    """The figures as Markdown, with a line on the machine."""
    rows: dict[str, dict[str, object]] = {}
    for line in lines:
        row = json.loads(line)
        figures = row.get("figures") or {key: value for key, value in row.items() if key != "name"}
        merged = rows.setdefault(row["name"], {})
        for key, value in figures.items():
            merged[key] = _added(key, merged[key], value) if key in merged else value
    shown = [f"| {name} | {_listed(figures)} |" for name, figures in rows.items()]
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    note = f"{machine}, {dt.datetime.now(tz=dt.UTC):%Y-%m-%d}; made by the commands above."
    return "\n".join(["| what | figures |", "|---|---|", *shown, "", note])


def _listed(figures: dict[str, object]) -> str:
    return ", ".join(f"{_figure(value)} {key.replace('_', ' ')}" for key, value in figures.items())


def _added(key: str, one: object, other: object) -> object:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return max(one, other) if _MOST.search(key) else one + other
    return one if one == other else f"{one}; {other}"


def _figure(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}" if isinstance(value, float) else str(value)


def main(argv: list[str]) -> int:
    """Write the page; 2 for wrong use."""
    if len(argv) != 1:
        print(__doc__, file=sys.stderr)  # noqa: T201
        return 2
    lines = [line for line in Path(argv[0]).read_text(encoding="utf-8").splitlines() if line.strip()]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    page = f"{before}{BEGIN}\n\n{table(lines)}\n\n{END}{rest.partition(END)[2]}"
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
