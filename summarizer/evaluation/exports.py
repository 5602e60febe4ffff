"""What Label Studio and doccano export: documents with labelled spans, their places in code points of our text."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.documents.normalising import unify_newlines
from summarizer.errors import GoldError
from summarizer.evaluation.findings import shortened
from summarizer.reports.annotations.doccano import OFFSETS
from summarizer.reports.annotations.label_studio import CHOICES, NUMBERS, WORDS
from summarizer.reports.annotations.offsets import Utf16

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.models import Group

_GROUPS: dict[str, Group] = {"goal": "goals", "measure": "measures", "target": "targets"}
_DETAILS = {"goal": "level", "target": "kind"}
"""What stands behind the slash of a label."""
_SHORT = 16
_ALIKE = 0.5
"""Of two spans of one label, how much of both they share where a person moved an end of one."""


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled span with what is known of it."""

    group: Group
    quote: str
    start: int
    end: int
    fields: dict[str, Any]

    @property
    def shown(self) -> str:
        """How an error line names it."""
        return f"{self.group} {self.start}–{self.end} “{shortened(' '.join(self.quote.split()), _SHORT)}”"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document of an export: text, labels, and what is known beside them."""

    text: str
    facts: dict[str, Any]
    labels: list[Label] = field(default_factory=list)


def documents(file: Path) -> Iterator[Labelled]:
    """The documents of a file, whichever of the two tools wrote it. Raises :class:`GoldError`."""
    try:
        shown = file.read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        raise GoldError("about", name=file, message=getattr(error, "strerror", None) or error) from error
    for number, one in enumerate(_objects(shown, file), start=1):
        where = f"{file}: {number}"
        try:
            if "data" in one:
                yield _task(one, where)
            elif isinstance(one.get("text"), str) and any(name in one for name in ("label", "labels", "entities")):
                yield _line(one, where)
            else:
                raise GoldError("import-unknown", name=where)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
            raise GoldError("import-malformed", name=where, error=f"{type(error).__name__}: {error}") from error


def _objects(shown: str, file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a list, of one JSON text, or of lines."""
    try:
        whole = json.loads(shown)
        found = whole if isinstance(whole, list) else [whole]
    except (ValueError, RecursionError):
        found = []
        for number, line in enumerate(shown.split("\n"), start=1):
            try:
                found += [json.loads(line)] if line.strip() else []
            except (ValueError, RecursionError) as error:
                raise GoldError("import-no-json", name=file, line=number) from error
    if not found or not all(isinstance(one, dict) for one in found):
        raise GoldError("import-unknown", name=file)
    yield from found


class _Source:
    """A text as its tool has it, and places in ours: line ends are LF."""

    def __init__(self, given: str, where: str) -> None:
        self._given, self._where = given, where
        self.text = unify_newlines(given)
        self._units = Utf16(given)

    def label(self, name: str, start: int, end: int, fields: dict[str, Any], *, units: bool) -> Label:
        """The label of a span. Raises :class:`GoldError` where there is no such place, or no such label."""
        base, _, detail = name.partition("/")
        if base not in _GROUPS:
            raise GoldError("import-label-unknown", name=self._where, label=name)
        try:
            first, last = (self._units.back(start), self._units.back(end)) if units else (start, end)
        except ValueError as error:
            raise GoldError("import-place", name=self._where, start=start, end=end) from error
        if not 0 <= first < last <= len(self._given):
            raise GoldError("import-place", name=self._where, start=start, end=end)
        if len(self.text) != len(self._given):
            first, last = (len(unify_newlines(self._given[:at])) for at in (first, last))
        known = {_DETAILS[base]: detail} if detail and base in _DETAILS else {}
        return Label(_GROUPS[base], self.text[first:last], first, last, fields | known)

    def counts_units(self, start: int, end: int, quote: str | None) -> bool:
        """Whether ``quote`` stands at these places only where they count UTF-16 units, as they once did."""
        if quote is None or _same(self._given[start:end], quote):
            return False
        try:
            found = self._given[self._units.back(start) : self._units.back(end)]
        except ValueError:
            found = ""
        if not _same(found, quote):
            raise GoldError(
                "import-other-quote", name=self._where, start=start, end=end, quote=shortened(quote, _SHORT)
            )
        return True


def _same(found: str, quote: str) -> bool:
    """Whether the tool's copy of a span is it: Label Studio writes line ends as a backslash and an n."""
    return found == quote or unify_newlines(found).replace("\\n", "\n") == unify_newlines(quote).replace("\\n", "\n")


# --- Label Studio


def _task(task: dict[str, Any], where: str) -> Labelled:
    data = task["data"]
    text = _Source(data["text"], where)
    regions: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for part in _annotation(task, where)["result"]:
        if "value" in part:  # a relation has none
            regions[part["id"]].append(part)
    labels = []
    for parts in regions.values():
        region = next((part for part in parts if part["type"] == "labels"), None)
        if region is None:
            continue
        value = region["value"]
        start, end = int(value["start"]), int(value["end"])
        units = text.counts_units(start, end, value.get("text"))
        name = value["labels"][0]
        labels.append(text.label(name, start, end, _controls(parts), units=units))
    return Labelled(text.text, data, labels)


def _annotation(task: dict[str, Any], where: str) -> dict[str, Any]:
    """The one annotation that counts: the ground truth, or the only one that was not cancelled."""
    made: list[dict[str, Any]] = [one for one in task.get("annotations") or [] if not one.get("was_cancelled")]
    if not made:
        raise GoldError("import-not-labelled", name=where)
    chosen = [one for one in made if one.get("ground_truth")] or made
    if len(chosen) > 1:
        raise GoldError("import-several", name=where, made=len(chosen))
    return chosen[0]


def _controls(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The fields of a region, out of its controls."""
    names = {shown: name for name, shown in WORDS.items()}
    known: dict[str, Any] = {}
    for part in parts:
        name, value = part["from_name"], part["value"]
        if name in CHOICES:
            known[name] = value["choices"][0]
        elif name == "masked":
            known[name] = bool(value["choices"])
        elif name in NUMBERS:
            known[name] = value["number"]
        elif name == "actors":
            known[name] = list(value["text"])
        elif name in names:
            given = value["text"]
            known[names[name]] = given if isinstance(given, str) else given[0]
    return known


# --- doccano


def _line(line: dict[str, Any], where: str) -> Labelled:
    text = _Source(line["text"], where)
    spans = line.get("label") or line.get("labels") or []
    found = [(int(start), int(end), str(name)) for start, end, name in spans]
    found += [(int(e["start_offset"]), int(e["end_offset"]), str(e["label"])) for e in line.get("entities") or []]
    items = [one for one in line.get("items") or [] if isinstance(one, dict)]
    labels = []
    for start, end, name in found:
        fields = _fields(items, start, end, name)
        labels.append(text.label(name, start, end, fields, units=True))
    return Labelled(text.text, line, labels)


def _fields(items: list[dict[str, Any]], start: int, end: int, name: str) -> dict[str, Any]:
    """The fields of the item that stands here, or that a person gave another end; each is taken once."""
    base = name.partition("/")[0]
    near = [(_shared(one, start, end), one) for one in items if str(one.get("label")).partition("/")[0] == base]
    share, item = max(near, key=lambda one: (one[0], one[1]["label"] == name), default=(0.0, {}))
    if share < _ALIKE or not all(start <= item.get(key, start) <= end for key in OFFSETS):
        return {}
    # By identity: two targets may stand on one span, and have the same fields but one.
    del items[next(at for at, one in enumerate(items) if one is item)]
    return item


def _shared(item: dict[str, Any], start: int, end: int) -> float:
    first, last = int(item["start_offset"]), int(item["end_offset"])
    both = min(end, last) - max(start, first)
    return both / (max(end, last) - min(start, first)) if both > 0 else 0.0
