"""Label Studio's tasks with predictions: a region an item, its fields in controls of that region.

The controls are those of ``examples/label_studio.xml``. Label Studio counts code points, as we do (old
versions counted UTF-16 units). Why an item is unsure is the region's note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.models import LINKS
from summarizer.reports.annotations.common import Item, JsonBook, facts_of, fields_of, label_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.models import Summary

CHOICES = ("level", "kind", "comparator")
WORDS = {"text": "line", "indicator": "indicator", "unit": "unit", "deadline": "deadline", "actors": "actors"}
"""Fields that are written as words, and their controls; ``text`` is the name of the document's text."""
NUMBERS = ("value", "value_max")


def book(template: None, *, alone: bool) -> JsonBook:  # noqa: ARG001 - as every book is made
    """A list of tasks, also of one document: Label Studio imports lists."""
    return JsonBook(task, single=False)


def task(summary: Summary) -> dict[str, Any]:
    """One document's task."""
    engine = summary.engine
    version = " ".join(filter(None, (engine.name, engine.model)))
    result = [part for item in summary.items() for part in _region(item)]
    links = [link for item in summary.items() for link in _links(item)]
    return {
        "data": {"text": text_of(summary, "labelstudio"), **facts_of(summary)},
        "predictions": [{"model_version": version, "result": result + links}],
    }


def _region(item: Item) -> Iterator[dict[str, Any]]:
    """The region, and each of its fields as the result of a control of the region."""
    known = fields_of(item)
    place = {"start": item.start, "end": item.end, "text": item.quote}

    def control(name: str, kind: str, given: Any) -> dict[str, Any]:
        value = {**place, "text" if kind == "textarea" else kind: given}
        return {"id": item.id, "from_name": name, "to_name": "text", "type": kind, "value": value}

    region = control("label", "labels", [label_of(item)])
    yield region | ({"meta": {"text": [known["unsure"]]}} if "unsure" in known else {})
    for name in CHOICES:
        if name in known:
            yield control(name, "choices", [known[name]])
    if known.get("masked"):
        yield control("masked", "choices", ["masked"])
    for name in NUMBERS:
        if name in known:
            yield control(name, "number", known[name])
    for name, shown in WORDS.items():
        if name in known and not (name == "text" and known[name] == item.quote):
            yield control(shown, "textarea", known[name] if name == "actors" else [known[name]])


def _links(item: Item) -> Iterator[dict[str, Any]]:
    for name in LINKS:
        if linked := getattr(item, name, None):
            yield {"type": "relation", "from_id": item.id, "to_id": linked, "direction": "right", "labels": [name]}
