"""What exports of annotations share: an item's fields, a document's facts, and books of JSON and of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from summarizer.errors import UsageError
from summarizer.models import Goal, Measure, Summary, Target
from summarizer.reports.json_format import as_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.reports.view import View

Item = Goal | Measure | Target
PLACE = frozenset({"quote", "start", "end"})
FACTS = ("title", "issuer", "period", "published", "sha256")


def label_of(item: Item) -> str:
    """What the item is called: ``goal``, ``measure`` or ``target``."""
    return type(item).__name__.lower()


def fields_of(item: Item) -> dict[str, Any]:
    """All that is known of an item but its place, as JSON."""
    known = item.model_dump(mode="json")
    return {name: value for name, value in known.items() if name not in PLACE and not _is_default(value)}


def _is_default(value: Any) -> bool:
    return value is None or value is False or value == []  # not 0, which is a value


def facts_of(summary: Summary) -> dict[str, Any]:
    """What is known of the document: its name, and what it says of itself."""
    info = summary.document
    known = {"document": info.name, **{name: getattr(info, name) for name in FACTS}}
    return {name: value for name, value in known.items() if value is not None}


def text_of(summary: Summary, name: str) -> str:
    """The document's text. Raises :class:`UsageError` where it was not kept, and a format cannot do without."""
    if summary.document.text is None:
        raise UsageError("format-needs-text", name=name, document=summary.document.name)
    return summary.document.text


class JsonBook:
    """JSON of all documents: what ``made`` gives of each, in a list; of one document without it, where ``single``."""

    def __init__(self, made: Callable[[Summary], Any], *, single: bool) -> None:
        self._made, self._single = made, single
        self._parts: list[Any] = []

    def add(self, summary: Summary, view: View) -> None:  # noqa: ARG002 - what tools read is in no language
        """Take one summary in."""
        self._parts.append(self._made(summary))

    def fail(self, name: str, message: str) -> None:
        """A document that could not be read has no annotations."""

    def save(self, stream: BinaryIO) -> None:
        """Write all of them."""
        whole = self._parts[0] if self._single else self._parts
        stream.write((as_json(whole).replace("\n  ", "\n") + "\n").encode())

    def close(self) -> None:
        """Nothing is kept on disk."""
