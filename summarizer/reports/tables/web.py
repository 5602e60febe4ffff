"""A page as one self-contained HTML page, bar charts as inline SVG.

The page needs no network: a content security policy that names the hashes of its own style and script forbids
everything else. All that comes from documents passes through :func:`escape`.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.reports.tables import Chart, Page, PageCell, PageColumn, PageTable

_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})
_HALF: Final = 6.8
"""Pixels of a narrow character; a Chinese one has two."""
_ROOM: Final = 280
_BAR: Final = 22
_STEP: Final = 32
_MIN_BAR: Final = 2


def html_page(page: Page) -> str:
    """The page's text."""
    return framed(page.title, page.labels.page_lang, resource(__package__, "page.css"), _body(page))


def framed(title: str, lang: str, style: str, body: Iterable[str], script: str = "") -> str:
    """A whole page around ``body``, with a style and a script of our own and a policy that allows nothing else."""
    head = (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(style, script))}">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )
    end = f"<script>{script}</script>\n" if script else ""
    return "".join((head, *body, end, "</body>\n</html>"))


def policy(style: str, script: str = "") -> str:
    """The content security policy of a page that has this style and this script alone."""
    scripts = f" script-src {_hash(script)};" if script else ""
    return f"default-src 'none'; style-src {_hash(style)};{scripts} base-uri 'none'; form-action 'none'"


def resource(package: str, name: str) -> str:
    """A file of a package; line feeds alone, else a checkout on Windows would change the hashes."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def escape(text: str) -> str:
    """Text on one line that is nothing but text, in an element and in an attribute."""
    return clean(text).translate(_ENTITIES)


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _body(page: Page) -> Iterator[str]:
    yield f"<h1>{escape(page.title)}</h1>\n{facts(page.facts)}"
    for table in page.tables:
        yield f"<h2>{escape(table.title)}</h2>\n{html_table(table)}"
        if page.charts and table.key in {"shared", "counts"}:
            title = f"<h2>{page.labels.charts}</h2>" if len(page.charts) > 1 else ""
            yield f'{title}<div class="charts">{"".join(map(_chart, page.charts))}</div>'
    yield from (f'<p class="remark">{escape(remark)}</p>' for remark in page.remarks)


def facts(given: Iterable[tuple[str, str]]) -> str:
    """What the page is about, as a list of names and values."""
    parts = (f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in given)
    return f'<dl class="facts">{"".join(parts)}</dl>\n'


def html_table(table: PageTable) -> str:
    """The table without its title, and the lines below it."""
    widths = "".join(f'<col class="w{column.width}">' for column in table.columns)
    heads = "".join(f"<th>{escape(column.title)}</th>" for column in table.columns)
    rows = "".join(f"<tr>{''.join(map(_cell, row, table.columns))}</tr>\n" for row in table.rows)
    notes = "".join(f"<li>{escape(note)}</li>" for note in table.notes)
    return (
        f'<div class="wide"><table class="{table.key}">\n<colgroup>{widths}</colgroup>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    ) + (f'<ul class="notes">{notes}</ul>\n' if notes else "")


def _cell(cell: PageCell, column: PageColumn) -> str:
    lines = "\n".join(map(escape, cell.note.split("\n")))
    note = f' title="{lines}"' if lines else ""
    return f'<td class="{cell.style}{" n" if cell.numeric or column.right else ""}"{note}>{escape(cell.text)}</td>'


def _chart(chart: Chart) -> str:
    """The chart with every length in pixels."""
    most = max(bar.value for bar in chart.bars) or 1
    left = round(max(cell_len(bar.label) for bar in chart.bars) * _HALF) + 16
    right = round(max(cell_len(bar.shown) for bar in chart.bars) * _HALF) + 24
    width, height = left + _ROOM + right, len(chart.bars) * _STEP + 8
    title = escape(chart.title)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [f'<figure><figcaption>{title}</figcaption>\n<svg {size} role="img">\n<title>{title}</title>\n']
    for index, bar in enumerate(chart.bars):
        label, shown, top = escape(bar.label), escape(bar.shown), index * _STEP + 8
        middle, length = top + _BAR / 2, max(_MIN_BAR, round(bar.value / most * _ROOM, 1))
        parts.append(
            f'<text class="label" x="{left - 8}" y="{middle}">{label}</text><rect class="bar {bar.style}" x="{left}" '
            f'y="{top}" width="{length}" height="{_BAR}"><title>{label} {shown}</title></rect>'
            f'<text class="value" x="{left + length + 8}" y="{middle}">{shown}</text>\n'
        )
    axis = f'<line class="axis" x1="{left}" y1="4" x2="{left}" y2="{height - 4}"/>'
    return "".join((*parts, axis, "</svg></figure>\n"))
