"""Draw what a terminal shows as an SVG, for the README.

::

    python tests/capture.py seeds/qingdao_2023.txt docs/terminal.svg --width 100 --lines 60

Fonts: the picture asks for a monospaced one with Chinese glyphs two cells wide. Look at it before committing it.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from rich.console import Console
from rich.segment import Segment, Segments

from summarizer import Settings, summarize
from summarizer.reports.console import Report
from summarizer.reports.view import View

FONTS = "Sarasa Mono SC, Noto Sans Mono CJK SC, Fira Code, Menlo, Consolas, monospace"


def main() -> None:
    """Summarize a document by the rules and save the top of its report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("document", type=Path)
    parser.add_argument("svg", type=Path)
    parser.add_argument("--width", type=int, default=100)
    parser.add_argument("--lines", type=int, default=60, help="lines to show of the beginning")
    args = parser.parse_args()
    summary = summarize(args.document, Settings(engine="rules"), with_text=True)
    console = Console(width=args.width, record=True, force_terminal=True, color_system="truecolor", file=io.StringIO())
    lines = console.render_lines(Report(summary, View()), console.options)
    shown = [*lines[: args.lines], [Segment("…")]] if len(lines) > args.lines else lines
    for line in shown:
        console.print(Segments([*line, Segment.line()]), end="")
    svg = console.export_svg(title=f"summarize {args.document}")
    args.svg.write_text(svg.replace("Fira Code, monospace", FONTS), encoding="utf-8")


if __name__ == "__main__":
    main()
