"""One CSV table of all items and, where asked for, of the candidates not taken, one row each, made for Excel.

A byte order mark tells Excel that it is UTF-8, rows end in CRLF, and no cell can start a formula. The
columns are always these, in this order; their headings are in the language of the first document. Of one document that
was reviewed, what people filled in for the ledger stands in further columns behind them.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from summarizer.reports.ledger.reviewed import FILLED_IN
from summarizer.reports.presentation import Presentation
from summarizer.reports.records import Row, record, rejected
from summarizer.reports.wording import clean, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.models import Summary
    from summarizer.reports.view import RenderOptions

BOM = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_COLUMNS = (
    "document group id kind text amount comparator value value_max unit deadline masked actors mentioned goal "
    "goal_text measure measure_text unsure source quote place line start end reason"
).split()
_LABELS = {
    "id": "identifier", "amount": "value", "value": "amount", "value_max": "amount_max", "place": "locator",
}  # fmt: skip
"""The label of a column that has another name than it."""


def render(summary: Summary, options: RenderOptions) -> str:
    """The rows of one document; before those of the first a byte order mark and the heading row."""
    shown = Presentation(summary, options.view)
    out = io.StringIO()
    heads = {key: getattr(shown.labels, _LABELS.get(key, key)) for key in _COLUMNS}
    if options.alone and any(map(shown.filled, summary.items())):
        heads |= {f"ledger_{key}": head for key, head in shown.labels.by_key("column", FILLED_IN).items()}
    table = csv.DictWriter(out, heads, restval="", extrasaction="ignore", lineterminator="\r\n")
    if options.first:
        out.write(BOM)
        table.writerow(heads)
    table.writerows({key: _cell(value) for key, value in row.items()} for row in _rows(shown))
    return out.getvalue()


def _rows(shown: Presentation) -> Iterator[Row]:
    for item in shown.summary.items():
        place = shown.place(item) if item.locator else ""
        filled = {f"ledger_{key}": value for key, value in shown.filled(item).items()}
        yield record(shown, item) | {"place": place, "line": shown.places.line(item.start)} | filled
    for refusal in shown.summary.refused or []:
        row = rejected(shown, refusal)
        own = {"group": shown.labels.not_taken, "text": row["quote"], "quote": refusal.quote, "place": ""}
        yield row | own | {"line": shown.places.line(refusal.start)}


def _cell(value: str | float | None) -> str:
    return guard(value or "" if isinstance(value, str | None) else plain(value))


def guard(value: str) -> str:
    """A cell that Excel takes for text unless it is a plain number: one that starts a formula gets an apostrophe."""
    cell = clean(value)
    harmless = _NUMBER.fullmatch(cell) or cell == "="
    return cell if harmless or not _FORMULA.match(cell) else f"'{cell}"
