"""doccano's JSON lines: a document a line, its ``label`` the spans, everything else its metadata.

doccano shows and gives back a span and its label alone. Labels therefore say level and kind (``goal/task``,
``target/ratio``); ``items`` hold every field, which doccano keeps as metadata and exports again. All offsets in a line
count UTF-16 units, as doccano does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.models import Goal, Summary, Target
from summarizer.reports.annotations.common import Item, facts_of, fields_of, label_of, text_of
from summarizer.reports.annotations.offsets import Utf16
from summarizer.reports.json_format import as_json

if TYPE_CHECKING:
    from summarizer.reports.view import RenderOptions

OFFSETS = ("number_start", "number_end")
"""Fields that are offsets as well."""


def render(summary: Summary, options: RenderOptions) -> str:  # noqa: ARG001 - it looks the same for everybody
    """One document's line."""
    text = text_of(summary, "doccano")
    units = Utf16(text)
    items = [(*_span(item, units), item) for item in summary.items()]
    line = {
        "text": text,
        "label": [[start, end, label(item)] for start, end, item in items],
        **facts_of(summary),
        "items": [_fields(item, units) | {"start_offset": s, "end_offset": e} for s, e, item in items],
    }
    return as_json(line, line=True) + "\n"


def label(item: Item) -> str:
    """``goal/section``, ``measure``, ``target/quantity``."""
    detail = item.level if isinstance(item, Goal) else item.kind if isinstance(item, Target) else None
    return f"{label_of(item)}/{detail}" if detail else label_of(item)


def _span(item: Item, units: Utf16) -> tuple[int, int]:
    return units.of(item.start), units.of(item.end)


def _fields(item: Item, units: Utf16) -> dict[str, Any]:
    known = {"label": label(item), **fields_of(item)}
    return known | {name: units.of(known[name]) for name in OFFSETS if name in known}
