"""The contract as JSON text: one object, or one object a line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.models import Summary

# Characters that act on a terminal or split lines, though JSON may hold them bare. They can stand only
# inside strings, where an escape means the same.
_UNSAFE = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def dumps(data: dict[str, Any], *, line: bool = False) -> str:
    """JSON text ending in a line feed: on one line, or indented for reading."""
    style: dict[str, Any] = {"separators": (",", ":")} if line else {"indent": 2}
    shown = json.dumps(data, ensure_ascii=False, allow_nan=False, **style)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", shown) + "\n"


def to_ascii(shown: str) -> str:
    """The same JSON with every other character escaped, for a stream that is not UTF-8."""
    return _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], shown)


def render(summary: Summary, *, line: bool = False) -> str:
    """One document's summary."""
    return dumps(summary.model_dump(mode="json"), line=line)


def render_error(name: str, message: str) -> str:
    """The line of a document that could not be read."""
    return dumps({"document": {"name": name}, "error": message}, line=True)
