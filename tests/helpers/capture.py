"""Draw what a terminal shows as an SVG, for the README.

::

    python tests/helpers/capture.py seeds/qingdao_2023.txt .github/capture.svg

Shows the beginning of the report, a line of dots, and its end. Fonts: the picture asks for a monospaced one
with Chinese glyphs two cells wide, and loads nothing. Look at it before committing it.
"""

from __future__ import annotations

import argparse
import html
import io
import re
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment, Segments

from summarizer import Settings, summarize
from summarizer.reports.console import SummaryReport
from summarizer.reports.view import View

FONTS = "Sarasa Mono SC, Noto Sans Mono CJK SC, Fira Code, Menlo, Consolas, monospace"


def main() -> None:
    """Summarize a document by the rules and save the report's beginning and end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("document", type=Path)
    parser.add_argument("svg", type=Path)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--head", type=int, default=26, help="lines to show of the beginning")
    parser.add_argument("--tail", type=int, default=13, help="lines to show of the end")
    args = parser.parse_args()
    summary = summarize(args.document, Settings(engine="rules"), with_text=True)
    console = Console(width=args.width, record=True, force_terminal=True, color_system="truecolor", file=io.StringIO())
    lines = console.render_lines(SummaryReport(summary, View()), console.options)
    if len(lines) > args.head + args.tail:
        lines = [*lines[: args.head], [Segment("…")], *lines[-args.tail :]]
    for line in lines:
        console.print(Segments([*line, Segment.line()]), end="")
    svg = console.export_svg(title=f"summarize {args.document}")
    args.svg.parent.mkdir(parents=True, exist_ok=True)
    args.svg.write_text(_mended(svg), encoding="utf-8")


def _mended(svg: str) -> str:
    """What rich's picture needs to be right for Chinese: no fonts from the web, and two cells for a wide letter."""
    svg = re.sub(r"@font-face \{.*?\}\n\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-variant-east-asian: full-width;", "").replace("Fira Code, monospace", FONTS)

    def widened(found: re.Match[str]) -> str:
        words = html.unescape(found["words"])
        width = float(found["length"]) / len(words) * cell_len(words)
        return f'textLength="{width:.1f}"{found["rest"]}>{found["words"]}</text>'

    return re.sub(r'textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>(?P<words>[^<]+)</text>', widened, svg)


if __name__ == "__main__":
    main()
