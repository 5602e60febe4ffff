"""The tables as one self-contained HTML page with bar charts as inline SVG.

No script, no network: a content security policy that names the hash of its style forbids everything else.
All that comes from documents passes through Jinja2's autoescape.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup
from rich.cells import cell_len

from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from summarizer.comparison.tables import Chart, Page

_HALF: Final = 6.8
"""Pixels of a narrow character; a Chinese one has two."""
_ROOM: Final = 280
_BAR: Final = 22
_STEP: Final = 32
_SHORTEST: Final = 2


def html_page(page: Page) -> str:
    """The page's text."""
    style = _resource("page.css")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    environment = Environment(
        loader=DictLoader({"page": _resource("page.html.j2")}), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"clean": clean, "clean_lines": lambda text: "\n".join(map(clean, text.split("\n")))}
    drawn = [_drawn(chart) for chart in page.charts]
    # The style is the package's own and must stand as it is, or its hash would not fit.
    return environment.get_template("page").render(page=page, style=Markup(style), policy=policy, drawn=drawn)  # noqa: S704


def _drawn(chart: Chart) -> dict[str, Any]:
    """The chart with every length in pixels."""
    most = max(bar.value for bar in chart.bars) or 1
    left = round(max(cell_len(bar.label) for bar in chart.bars) * _HALF) + 16
    right = round(max(cell_len(bar.shown) for bar in chart.bars) * _HALF) + 24
    bars = [
        {
            "label": bar.label, "shown": bar.shown, "style": bar.style, "height": _BAR, "top": index * _STEP + 8,
            "middle": index * _STEP + 8 + _BAR / 2, "length": max(_SHORTEST, round(bar.value / most * _ROOM, 1)),
        }
        for index, bar in enumerate(chart.bars)
    ]  # fmt: skip
    height = len(bars) * _STEP + 8
    return {"title": chart.title, "bars": bars, "left": left, "width": left + _ROOM + right, "height": height}


def _resource(name: str) -> str:
    return resources.files("summarizer.comparison").joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
