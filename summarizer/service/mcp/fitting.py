"""Makes an answer fit: never more than :data:`MOST_BYTES`, whatever the text, and no entry between two pages.

A client's model pays for every token, and some clients cut an answer at 25,000. No tokenizer makes more tokens than
there are bytes, and an answer is sent twice, as text and as data; so two times the bound stays below.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic import BaseModel

MOST_BYTES = 10_000
"""Of an answer as compact JSON."""
_MOST_HEAD = 5_000
"""Of what is not the entries."""
_SIZES = ((300, 30), (150, 12), (75, 6), (40, 3), (20, 2), (10, 1))
"""Characters of a string and entries of a list, from one attempt to fit to the next."""
_HEAD_SIZES = ((1_000, 30), *_SIZES)
"""The same of what is not the entries: an overview has a few sentences."""
_LISTED = frozenset({"documents", "reports"})
"""Lists whose places others count by: never cut, and bounded by what a call may name."""
_NAMES = frozenset("result id item target group kind comparator level source outcome code unsure_code".split())
"""Fields of this program's own short words, which mean nothing in parts."""

Record = dict[str, Any]


def page(
    head: Record, entries: Sequence[Any], offset: int, limit: int, record: Callable[[Any], Record | str]
) -> Record:
    """``head`` with as many of ``limit`` entries from ``offset`` on as fit; ``record`` makes what is sent of one.

    A string or list that is too long is cut and named in ``shortened``: so at least one entry always fits.
    """
    numbers = {"matching": len(entries), "offset": offset, "next_offset": offset + limit}
    head = _within(head | numbers, _MOST_HEAD, _HEAD_SIZES)
    room = MOST_BYTES - size(head | {"items": []})
    items: list[Record | str] = []
    for entry in entries[offset : offset + limit]:
        made = record(entry)
        # A name of a file is worth nothing in parts, and the system bounds it.
        item = made if isinstance(made, str) else _within(made, MOST_BYTES - _MOST_HEAD, _SIZES)
        room -= size(item) + 1
        if room < 0 and items:
            break
        items.append(item)
    following = offset + len(items)
    head.pop("next_offset")
    return head | ({"next_offset": following} if following < len(entries) else {}) | {"items": items}


def size(value: Any) -> int:
    """Bytes of ``value`` as it is sent."""
    return len(compact(value).encode("utf-8", "surrogatepass"))


def compact(value: Any) -> str:
    """JSON without blanks, in the characters of the text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _within(record: Record, most: int, sizes: Sequence[tuple[int, int]]) -> Record:
    """The record without what is null, cut by one of ``sizes`` after the other until it takes ``most`` bytes."""
    made: Record = {}
    for chars, entries in sizes:
        parts = {
            name: _cut(value, chars, len(value) if name in _LISTED else entries, name)
            for name, value in record.items()
            if value is not None
        }
        made = {name: part for name, (part, _) in parts.items()}
        if cut := [name for name, (_, whole) in parts.items() if not whole]:
            made["shortened"] = cut
        if size(made) <= most:
            break
    return made


def _cut(value: Any, chars: int, entries: int, name: str = "") -> tuple[Any, bool]:
    """The value of the field ``name``, its strings and lists cut, without what is null; and whether it is whole."""
    if isinstance(value, str) and name not in _NAMES and len(value) > chars:
        return value[: chars - 1] + "…", False
    if isinstance(value, list):
        parts = [_cut(one, chars, entries) for one in value[:entries]]
        return [part for part, _ in parts], len(value) <= entries and all(whole for _, whole in parts)
    if isinstance(value, dict):
        cuts = {key: _cut(one, chars, entries, key) for key, one in value.items() if one is not None}
        return {key: part for key, (part, _) in cuts.items()}, all(whole for _, whole in cuts.values())
    return value, True


def schema_of(model: type[BaseModel], *, sent: bool) -> Record:
    """JSON Schema (2020-12) of what a tool takes or, where it is ``sent``, answers.

    What is null is not sent, so nothing may be. A model pays for titles that repeat names, so there are none.
    """
    schema: Record = model.model_json_schema(mode="serialization" if sent else "validation")
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("title", None)
        properties = part.get("properties", {})
        properties.update({name: _plain(of, sent=sent) for name, of in properties.items()})
        if sent and properties:
            defaults = {name for name, field in properties.items() if field.pop("default", ...) is not ...}
            part["required"] = [name for name in part.get("required", ()) if name not in defaults]
    return schema


def _plain(of: Record, *, sent: bool) -> Record:
    """The schema of one field without its title, and without null where that is not sent."""
    of = {key: value for key, value in of.items() if key != "title"}
    choices = [one for one in of.get("anyOf", ()) if one != {"type": "null"}]
    if sent and 0 < len(choices) < len(of["anyOf"]):
        del of["anyOf"]
        of |= choices[0] if len(choices) == 1 else {"anyOf": choices}
    return of
