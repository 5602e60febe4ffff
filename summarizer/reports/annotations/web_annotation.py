"""Web Annotations of the W3C as JSON-LD: a collection a document, an annotation an item.

Each is found by position (code points, as the recommendation has it) and by quote with the words around it, and its
body holds every field. The source is named by its SHA-256 as RFC 6920 has it: where it lies on the web we do not know.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as quoted

from summarizer.reports.annotations.common import Item, JsonBook, facts_of, fields_of, label_of

if TYPE_CHECKING:
    from summarizer.models import Summary

TERMS = "urn:plan-summarizer:terms:"
_AROUND = 32


def book(template: None, *, alone: bool) -> JsonBook:  # noqa: ARG001 - as every book is made
    """One collection, or a list of them."""
    return JsonBook(collection, single=alone)


def collection(summary: Summary) -> dict[str, Any]:
    """One document's annotations."""
    source = _name_of(summary.document.sha256)
    items = summary.items()
    page = {
        "id": f"{source}#page",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [_annotation(item, source, summary.document.text) for item in items],
    }
    return {
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"plan": TERMS}],
        "id": f"{source}#annotations",
        "type": "AnnotationCollection",
        "label": summary.document.title or summary.document.name,
        **{f"plan:{name}": value for name, value in facts_of(summary).items()},
        "total": len(items),
        "first": page,
    }


def _annotation(item: Item, source: str, text: str | None) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": item.quote}
    if text is not None:
        quote |= {
            "prefix": text[max(item.start - _AROUND, 0) : item.start],
            "suffix": text[item.end : item.end + _AROUND],
        }
    fields = {f"plan:{name}": value for name, value in fields_of(item).items()}
    return {
        "id": f"{source}#{quoted(item.id)}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": label_of(item)},
            {"type": f"plan:{label_of(item)}", "purpose": "describing", **fields},
        ],
        "target": {
            "source": source,
            "selector": [{"type": "TextPositionSelector", "start": item.start, "end": item.end}, quote],
        },
    }


def _name_of(sha256: str) -> str:
    """``ni:///sha-256;…``: the name of what has these bytes."""
    try:
        digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    except ValueError:
        digest = ""
    return f"ni:///sha-256;{digest}"
