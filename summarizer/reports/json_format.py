"""The contract as JSON text: one object, or one object a line."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel

    from summarizer.messages import Message
    from summarizer.models import Summary
    from summarizer.reports.view import RenderOptions

# Characters that act on a terminal or split lines, though JSON may hold them bare. They can stand only
# inside strings, where an escape means the same.
_UNSAFE = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LISTS = ("goals", "measures", "targets", "refused")
"""The keys of a summary that grow with the document."""
_TOGETHER = 256
"""Items encoded at a time: few enough to be small, enough to be as fast as all at once."""


def render(summary: Summary, options: RenderOptions) -> Iterator[str]:
    """One document's summary: indented for reading, or among others on one line, ending in a line feed.

    In pieces, because whole it would take several times the memory of the summary: the text of 5 MB gives 22 MB.
    """
    return (to_stream(piece, options) for piece in _pieces(summary, line=not options.alone))


def render_lines(summary: Summary, options: RenderOptions) -> Iterator[str]:
    """The same, always on one line."""
    return render(summary, replace(options, alone=False))


def render_result(result: BaseModel, options: RenderOptions) -> str:
    """A comparison or reconciliation: one object, indented for reading."""
    return to_stream(
        json.dumps(result.model_dump(mode="json"), ensure_ascii=False, allow_nan=False, indent=2) + "\n", options
    )


def render_error(name: str, error: Message, options: RenderOptions) -> str:
    """The line of a document that could not be read, among others; alone there is no JSON of it.

    The sentence is English whatever language people are spoken to in, the code beside it for programs.
    """
    if options.alone:
        return ""
    said = {"document": {"name": name}, "error": error.text("en")}
    if error.code != said["error"]:
        said |= {"code": error.code, "params": error.json()}
    return to_stream(as_json(said, line=True) + "\n", options)


def render_error_line(name: str, error: Message, options: RenderOptions) -> str:
    """The same, alone as well."""
    return render_error(name, error, replace(options, alone=False))


def to_stream(shown: str, options: RenderOptions) -> str:
    """The same JSON as the stream can write it: every character beyond ASCII escaped where it is not UTF-8."""
    if options.encoding.lower().replace("-", "").startswith("utf8"):
        return shown
    return _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], shown)


def _pieces(summary: Summary, *, line: bool) -> Iterator[str]:
    # Not by model_dump's exclude: a wrapping serializer dumps everything first.
    rest = summary.model_copy(update=dict.fromkeys(_LISTS)).model_dump(mode="json", warnings=False)
    before = "{" if line else "{\n  "
    for name in type(summary).model_fields:
        items = getattr(summary, name) if name in _LISTS else None
        if items is None and name not in rest:
            continue  # an optional key that was not asked for
        yield f'{before}"{name}":' if line else f'{before}"{name}": '
        if items is None:
            yield as_json(rest[name], line=line)
        else:
            yield from _list(items, line=line)
        before = "," if line else ",\n  "
    yield "}\n" if line else "\n}\n"


def _list(items: Sequence[BaseModel], *, line: bool) -> Iterator[str]:
    if not items:
        yield "[]"
        return
    before, after = "[", "]" if line else "\n  ]"
    for first in range(0, len(items), _TOGETHER):
        some = [item.model_dump(mode="json") for item in items[first : first + _TOGETHER]]
        yield before + as_json(some, line=line).removeprefix("[").removesuffix(after)
        before = ","
    yield after


def as_json(data: Any, *, line: bool = False) -> str:
    """JSON text: on one line, or indented as the value of a key of the outermost object."""
    if line:
        shown = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    else:
        # A line feed inside a string is escaped, so every one that is seen is the layout's.
        shown = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2).replace("\n", "\n  ")
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", shown)
