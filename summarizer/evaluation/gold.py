"""Gold files: what a person labelled, and a checker that refuses what contradicts the text or the guide.

A gold file is one JSON object (``evals/GUIDE.md``, *File format*). Offsets are code points into the
document's text (UTF-8, BOM dropped, CRLF and CR turned to LF), half open.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.errors import GoldError
from summarizer.models import GROUPS, Comparator, Group, Kind, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_VALUELESS_KINDS = frozenset({"milestone", "relative"})
# A unit that words like 全覆盖, 百分之九十, 两成 or 翻一番 give without spelling it.
_UNWRITTEN_UNITS = frozenset({"%", "倍"})
_SHORT = 16  # characters of a quote that an error line shows
_FULL_STOPS = "。！？!?"


class _Label(BaseModel):
    """Strict: a number in quotes or an unknown key in hand-made data is a mistake, not a spelling."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class _Place(_Label):
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class GoldGoal(_Place):
    """A labelled aim."""

    level: Level


class GoldMeasure(_Place):
    """A labelled commitment to act; ``actors`` come from its trailing tag."""

    actors: list[str] = Field(default_factory=list)


class GoldTarget(_Place):
    """A labelled checkable value; fields as in :class:`summarizer.models.Target`."""

    kind: Kind
    indicator: str = Field(min_length=1)
    comparator: Comparator
    value: int | float | None
    value_max: int | float | None
    unit: str | None
    deadline: str | None
    masked: bool


class GoldMeta(_Label):
    """What the text says of itself; null where it does not."""

    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    published: str | None = Field(default=None, pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")


class Gold(_Label):
    """One gold file. A group that ``labelled`` leaves out is not scored."""

    document: str = Field(min_length=1)
    guide: Literal[1]  # the version of evals/GUIDE.md it was labelled by
    labelled: list[Group] = Field(min_length=1)
    meta: GoldMeta = Field(default_factory=GoldMeta)
    goals: list[GoldGoal] = Field(default_factory=list)
    measures: list[GoldMeasure] = Field(default_factory=list)
    targets: list[GoldTarget] = Field(default_factory=list)

    def items(self, group: Group) -> Sequence[GoldGoal | GoldMeasure | GoldTarget]:
        """The labels of one group, in document order."""
        groups: dict[Group, Sequence[GoldGoal | GoldMeasure | GoldTarget]]
        groups = {"goals": self.goals, "measures": self.measures, "targets": self.targets}
        return groups[group]


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A gold file with the text it labels; ``gold_sha256`` is of the gold file's bytes."""

    name: str
    gold: Gold
    text: str
    gold_path: Path
    text_path: Path
    gold_sha256: str


def load_gold(path: Path, text_dir: Path) -> LabelledDocument:
    """Read and check one gold file against its text in ``text_dir``.

    Raises :class:`GoldError`, one line that names the file and the first item that is wrong.
    """
    labelled, found = inspect_gold(path, text_dir)
    if labelled is None or found:
        more = f" (and {len(found) - 1} more; --check lists them)" if len(found) > 1 else ""
        raise GoldError(f"{path.name}: {found[0]}{more}")
    return labelled


def inspect_gold(path: Path, text_dir: Path) -> tuple[LabelledDocument | None, list[str]]:
    """The labelled document (None where it cannot be read at all) and everything that is wrong with it."""
    try:
        raw = path.read_bytes()
        data = json.loads(raw)
    except (OSError, ValueError) as error:
        return None, [f"not a readable JSON file: {error}"]
    try:
        gold = Gold.model_validate_json(raw)
    except ValidationError as error:
        return None, [f"{_where(problem['loc'])}: {problem['msg']}" for problem in error.errors()]
    missing = [f"labelled names {group}, but the file has no {group}" for group in gold.labelled if group not in data]
    text_path = text_dir / gold.document
    if "/" in gold.document or "\\" in gold.document or not text_path.is_file():
        return None, [*missing, f"document {gold.document!r} does not stand in {text_dir}"]
    try:
        text = read_text(text_path)
    except ValueError as error:
        return None, [*missing, f"document {gold.document!r} is not UTF-8 ({error}); save it as UTF-8"]
    labelled = LabelledDocument(path.stem, gold, text, path, text_path, hashlib.sha256(raw).hexdigest())
    return labelled, [*missing, *problems(gold, text)]


def read_text(path: Path) -> str:
    """A UTF-8 file as ``Document.text``: BOM dropped, CRLF and CR turned to LF. Raises ValueError if not UTF-8."""
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def load_gold_dir(gold_dir: Path, text_dir: Path) -> list[LabelledDocument]:
    """Every gold file of a folder, by name. Raises :class:`GoldError` for a wrong one, or where there is none."""
    return [load_gold(path, text_dir) for path in gold_files(gold_dir)]


def gold_files(gold_dir: Path) -> list[Path]:
    """The gold files of a folder, by name. Raises :class:`GoldError` where there is none."""
    paths = sorted(gold_dir.glob("*.json"))
    if not paths:
        raise GoldError(f"no gold file (*.json) in {gold_dir}: give a folder of gold files with --gold")
    return paths


def problems(gold: Gold, text: str) -> Iterator[str]:
    """Everything in ``gold`` that contradicts ``text`` or the guide, one line each, naming the item."""
    if len(set(gold.labelled)) != len(gold.labelled):
        yield "labelled names a group twice"
    for group in GROUPS:
        items = gold.items(group)
        if items and group not in gold.labelled:
            yield f"{group} holds {len(items)} items, but labelled leaves it out"
        for index, item in enumerate(items):
            before = items[index - 1] if index else None
            for problem in (*_order_problems(before, item), *_item_problems(item, text)):
                yield f"{group}[{index}] {_short(item.quote)}: {problem}"


def _order_problems(before: _Place | None, item: _Place) -> Iterator[str]:
    if before is None:
        return
    if (item.start, item.end) < (before.start, before.end):
        yield "stands before the item above it; sort by start, end"
    # One span may hold two targets (20套、1502平方米), but never two goals or measures.
    elif item == before or (not isinstance(item, GoldTarget) and (item.start, item.end) == (before.start, before.end)):
        yield "labelled twice"


def _item_problems(item: _Place, text: str) -> Iterator[str]:
    yield from _place_problems(item, text)
    if isinstance(item, GoldTarget):
        yield from _value_problems(item)
        yield from _wording_problems(item, _sentence(text, item.start, item.end))
    if isinstance(item, GoldMeasure):
        for actor in item.actors:
            if not actor or actor not in text:
                yield f"actor {actor!r} does not stand in the text"


def _place_problems(item: _Place, text: str) -> Iterator[str]:
    if text[item.start : item.end] != item.quote:
        yield f"quote does not stand at {item.start}:{item.end}{_hint(item.quote, item.start, text)}"
    if item.quote != item.quote.strip():
        yield "quote begins or ends with white space"


def _value_problems(target: GoldTarget) -> Iterator[str]:
    value, value_max = target.value, target.value_max
    if target.masked or target.kind in _VALUELESS_KINDS:
        if value is not None or value_max is not None:
            yield f"{'masked' if target.masked else target.kind}, yet it has a value"
    elif value is None:
        yield f"{target.kind} without a value"
    elif (target.comparator == "range") != (value_max is not None):
        yield "a range has a value_max, and nothing else has one"
    elif value_max is not None and value_max <= value:
        yield f"value_max {value_max} is not above value {value}"
    if target.kind == "milestone" and target.comparator != "=":
        yield f"milestone with comparator {target.comparator!r} instead of '='"
    if target.kind == "coverage" and (value, target.unit) != (100, "%"):
        yield "coverage is value 100, unit %"
    if target.kind == "zero" and value != 0:
        yield "zero is value 0"


def _wording_problems(target: GoldTarget, sentence: str) -> Iterator[str]:
    deadline, unit = target.deadline, target.unit
    if deadline is not None and (not deadline or deadline not in sentence):
        yield f"deadline {deadline!r} does not stand in its sentence"
    if unit is not None and unit not in _UNWRITTEN_UNITS and (not unit or unit not in sentence):
        yield f"unit {unit!r} does not stand in its sentence"
    # The guide wants the words in the text's order; labellers turn them round where Chinese leaves no other
    # name (时间不少于30分钟的大课间 → 大课间时间), so only foreign characters are refused.
    if foreign := sorted(set(target.indicator) - set(sentence)):
        yield f"indicator {target.indicator!r} uses {''.join(foreign)!r}, which its sentence does not"


def _sentence(text: str, start: int, end: int) -> str:
    """The full-stop sentence around a span. Line breaks do not end it: files are hard-wrapped at any place."""
    left = max((text.rfind(stop, 0, start) for stop in _FULL_STOPS), default=-1) + 1
    right = min((at for stop in _FULL_STOPS if (at := text.find(stop, end)) >= 0), default=len(text))
    return text[left:right]


def _hint(quote: str, start: int, text: str) -> str:
    """Where the quote stands instead, nearest first: offsets that slid are the usual mistake."""
    places: list[int] = []
    at = text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    if not places:
        return "; it stands nowhere in the text"
    near = min(places, key=lambda place: abs(place - start))
    return f"; it stands at {near}:{near + len(quote)}"


def _where(location: tuple[Any, ...]) -> str:
    """A pydantic location as it would be written in code: ``targets[3].kind``."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).lstrip(".") or "file"


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return f"「{flat if len(flat) <= _SHORT else flat[: _SHORT - 1] + '…'}」"
